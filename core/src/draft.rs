//! What a person or a script has typed so far.
//!
//! A draft borrows its text where it can: the fast way in copies nothing. Reading one never fails;
//! what is odd about it is said in the report.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use crate::fields::{Choice, Field, FieldSet};

/// The greatest whole number that every face holds exactly, 2^53 − 1.
pub const MAX_INTEGER: i64 = (1 << 53) - 1;

/// Text of a draft, borrowed or owned. What is owned is overwritten when it is dropped, since it may
/// be a secret, and it is never printed.
#[derive(Clone)]
pub enum Text<'a> {
    /// Text that somebody else holds.
    Borrowed(&'a str),
    /// Text that the draft holds.
    Owned(String),
}

impl Text<'_> {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Owned(text) => text,
        }
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self::Borrowed(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Owned(text)
    }
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if let Self::Owned(text) = self {
            text.zeroize();
        }
    }
}

impl PartialEq for Text<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

/// The value of one member of a draft.
#[derive(Clone, Default, PartialEq)]
pub enum Value<'a> {
    /// Absent, null, or an empty text.
    #[default]
    Empty,
    /// A text that is not empty.
    Text(Text<'a>),
    /// True or false.
    Boolean(bool),
    /// A whole number of at most [`MAX_INTEGER`] in size.
    Integer(i64),
    /// Anything else: another number, a list, an object, a value that could not be read.
    Other,
}

impl<'a> Value<'a> {
    /// A number as every face sees it: whole numbers of at most [`MAX_INTEGER`] in size are integers.
    #[must_use]
    pub fn number(value: f64) -> Self {
        let max = MAX_INTEGER as f64;
        if value.abs() <= max {
            // A fraction, cut off here, shows in the comparison.
            let whole = value as i64;
            if whole as f64 == value {
                return Self::Integer(whole);
            }
        }
        Self::Other
    }

    /// A whole number, if it is not too large.
    #[must_use]
    pub const fn integer(value: i64) -> Self {
        if value.unsigned_abs() <= MAX_INTEGER.unsigned_abs() { Self::Integer(value) } else { Self::Other }
    }

    /// A copy that borrows nothing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Empty => Value::Empty,
            Self::Text(text) => Value::Text(Text::Owned(text.as_str().into())),
            Self::Boolean(value) => Value::Boolean(value),
            Self::Integer(value) => Value::Integer(value),
            Self::Other => Value::Other,
        }
    }

    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            _ => None,
        }
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Text::Borrowed(text)) }
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Empty } else { Self::Text(Text::Owned(text)) }
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::integer(value)
    }
}

/// Prints the kind of the value only: any text may be a secret.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text(…)",
            Self::Boolean(_) => "Boolean(…)",
            Self::Integer(_) => "Integer(…)",
            Self::Other => "Other",
        })
    }
}

/// Prints no value, as any text may be a secret.
impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(…)")
    }
}

/// A member whose key is no field.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct UnknownKey {
    pub(crate) key: String,
    pub(crate) duplicated: bool,
}

/// What a person or a script has typed so far: a flat map from field key to value.
///
/// ```
/// use rejoin::{Draft, Field, Value};
///
/// let mut draft = Draft::new();
/// draft.set("name", "EMEA laptops");
/// draft.set_field(Field::ConnectEntraId, true);
/// assert_eq!(draft.get(Field::Name).as_text(), Some("EMEA laptops"));
/// assert_eq!(*draft.get(Field::Role), Value::Empty);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Draft<'a> {
    values: [Value<'a>; Field::COUNT],
    unknown: Vec<UnknownKey>,
    duplicated: FieldSet,
    /// The roles that it may have; empty where any will do.
    roles: &'static [Choice],
}

/// What a field without a value has.
static EMPTY: Value<'static> = Value::Empty;

impl<'a> Draft<'a> {
    /// A draft without values.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The value of a field.
    #[must_use]
    pub fn get(&self, field: Field) -> &Value<'a> {
        // The array has a place for each field, so the other value is never used.
        self.values.get(field.index()).unwrap_or(&EMPTY)
    }

    /// The value of a field, to be changed in place.
    pub(crate) fn get_mut(&mut self, field: Field) -> Option<&mut Value<'a>> {
        self.values.get_mut(field.index())
    }

    /// Gives a field a value, in place of the one it had.
    pub fn set_field(&mut self, field: Field, value: impl Into<Value<'a>>) {
        if let Some(place) = self.values.get_mut(field.index()) {
            *place = value.into();
        }
    }

    /// Gives a key a value, as a map does: the last value of a key counts. A key that is no field is
    /// kept by its name alone.
    pub fn set(&mut self, key: &str, value: impl Into<Value<'a>>) {
        match Field::from_key(key) {
            Some(field) => self.set_field(field, value),
            None => self.push_unknown(key),
        }
    }

    /// Notes a key that is no field.
    pub fn push_unknown(&mut self, key: &str) {
        self.unknown.push(UnknownKey { key: key.into(), duplicated: false });
    }

    /// Expects the draft to have one of these roles, for a host that takes no others: any other is an
    /// unknown choice then.
    ///
    /// ```
    /// use rejoin::{Context, Draft, Field, validate};
    ///
    /// let mut draft: Draft<'_> = [("name", "EMEA laptops"), ("role", "destination")].into_iter().collect();
    /// draft.expect_roles(&Field::Role.spec().kind.choices()[..1]);
    /// let report = validate(&draft, &Context::new());
    /// assert_eq!(report.issues[1].message(), "Choose one of: source");
    /// ```
    pub const fn expect_roles(&mut self, roles: &'static [Choice]) {
        self.roles = roles;
    }

    /// The choices of a field that the draft may have, of all that there are.
    pub(crate) fn expected(&self, field: Field, choices: &'static [Choice]) -> &'static [Choice] {
        if field == Field::Role && !self.roles.is_empty() { self.roles } else { choices }
    }

    /// Notes that a field was given more than once in the text that the draft comes from.
    pub fn mark_duplicated(&mut self, field: Field) {
        self.duplicated.insert(field);
    }

    /// Notes that a key that is no field was given more than once.
    pub fn mark_unknown_duplicated(&mut self, key: &str) {
        self.unknown.push(UnknownKey { key: key.into(), duplicated: true });
    }

    /// Replaces the keys that are no fields, with those given more than once marked.
    pub(crate) fn set_unknown(&mut self, unknown: Vec<UnknownKey>) {
        self.unknown = unknown;
    }

    /// The keys that are no fields.
    pub(crate) fn unknown(&self) -> &[UnknownKey] {
        &self.unknown
    }

    /// Whether the field was given more than once.
    pub(crate) const fn is_duplicated(&self, field: Field) -> bool {
        self.duplicated.contains(field)
    }
}

impl<'a, K: AsRef<str>, V: Into<Value<'a>>> FromIterator<(K, V)> for Draft<'a> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(members: I) -> Self {
        let mut draft = Self::new();
        for (key, value) in members {
            draft.set(key.as_ref(), value);
        }
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn numbers_are_integers_where_they_are_whole_and_exact() {
        assert_eq!(Value::number(30.0), Value::Integer(30));
        assert_eq!(Value::number(-0.0), Value::Integer(0));
        assert_eq!(Value::number(9_007_199_254_740_991.0), Value::Integer(MAX_INTEGER));
        for other in [30.5, 9_007_199_254_740_992.0, f64::NAN, f64::INFINITY, -1e300] {
            assert_eq!(Value::number(other), Value::Other);
        }
        assert_eq!(Value::integer(i64::MIN), Value::Other);
    }

    #[test]
    fn a_draft_prints_no_value() {
        let draft: Draft<'_> = [("clientSecret", "canary"), ("name", "canary")].into_iter().collect();
        assert!(!format!("{draft:?}").contains("canary"));
    }

    #[test]
    fn a_key_that_is_no_field_is_kept_by_its_name() {
        let draft: Draft<'_> = [("x", "1")].into_iter().collect();
        assert_eq!(draft.unknown(), [UnknownKey { key: "x".into(), duplicated: false }]);
    }
}
