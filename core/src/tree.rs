//! A value of unknown shape, as JSON knows them: how contexts and catalog documents come in, and how
//! reports and tables go out.
//!
//! Drafts do not come this way; they have a faster one. A tree may hold secrets, so it prints no value,
//! and overwrites its texts when it is dropped. Reading, writing and dropping one recurse as deep as it
//! is nested; who makes trees of foreign values sets a limit, as [`Tree::from_json`] does.

#[cfg(feature = "serde")]
mod with_serde;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroize;

use crate::draft::Value;

/// A value of unknown shape. The bindings make one from an object of their language.
///
/// ```
/// use rejoin::Tree;
///
/// let tree = Tree::map([("names", Tree::list(["EMEA", "APAC"])), ("count", Tree::from(2_u32))]);
/// assert_eq!(tree.to_json(), r#"{"names":["EMEA","APAC"],"count":2}"#);
/// assert_eq!(Tree::from_json(tree.to_json().as_bytes()), Ok(tree));
/// ```
#[derive(Clone, PartialEq)]
pub enum Tree {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// Members with their names; the last of two with the same name counts.
    Map(Vec<(String, Tree)>),
    /// A value that JSON does not have.
    Other,
}

impl Tree {
    /// A list of some values.
    pub fn list<V: Into<Self>>(items: impl IntoIterator<Item = V>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// A map of some members.
    pub fn map<K: Into<String>, V: Into<Self>>(members: impl IntoIterator<Item = (K, V)>) -> Self {
        Self::Map(members.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// A map of those members that have a value.
    pub(crate) fn map_some<const N: usize>(members: [(&str, Option<Self>); N]) -> Self {
        Self::Map(members.into_iter().filter_map(|(name, value)| Some((name.into(), value?))).collect())
    }

    /// The member of a name, unless it is null.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(members) => {
                let (_, value) = members.iter().rfind(|(key, _)| key == name)?;
                Some(value).filter(|value| !matches!(value, Self::Null))
            }
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a member; nothing where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.member(name).and_then(Self::as_text).unwrap_or_default()
    }

    pub(crate) fn member_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Map(members) => members.iter_mut().rfind(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Puts a value in place of that of a member.
    pub(crate) fn set(&mut self, name: &str, value: impl Into<Self>) {
        if let Some(member) = self.member_mut(name) {
            *member = value.into();
        }
    }

    pub(crate) fn items_mut(&mut self) -> &mut [Self] {
        match self {
            Self::List(items) => items,
            _ => &mut [],
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Map(members) => Some(members),
            _ => None,
        }
    }
}

/// A number as a whole one, where it is and every face holds it exactly.
pub(crate) fn whole(number: f64) -> Option<i64> {
    match Value::number(number) {
        Value::Integer(whole) => Some(whole),
        _ => None,
    }
}

impl From<&str> for Tree {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Tree {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<f64> for Tree {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<u32> for Tree {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

/// The nearest number that there is; up to [`MAX_INTEGER`](crate::MAX_INTEGER) in size it is the same.
impl From<i64> for Tree {
    fn from(number: i64) -> Self {
        Self::Number(number as f64)
    }
}

/// The nearest number that there is; up to [`MAX_INTEGER`](crate::MAX_INTEGER) it is the same.
impl From<usize> for Tree {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

/// Overwrites the text, which may be a secret.
impl Drop for Tree {
    fn drop(&mut self) {
        if let Self::Text(text) = self {
            text.zeroize();
        }
    }
}

/// Prints the shape and the names of members, and no value: any may be a secret.
impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Boolean(_) => f.write_str("Boolean(…)"),
            Self::Number(_) => f.write_str("Number(…)"),
            Self::Text(_) => f.write_str("Text(…)"),
            Self::List(items) => f.debug_list().entries(items).finish(),
            Self::Map(members) => f.debug_map().entries(members.iter().map(|(name, value)| (name, value))).finish(),
            Self::Other => f.write_str("Other"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;

    #[test]
    fn it_prints_no_value() {
        let tree = Tree::map([
            ("clientSecret", Tree::from("canary")),
            ("list", Tree::list([Tree::from("canary"), Tree::Null, Tree::Other, Tree::from(4711_u32)])),
        ]);
        assert_eq!(format!("{tree:?}"), r#"{"clientSecret": Text(…), "list": [Text(…), Null, Other, Number(…)]}"#);
    }

    #[test]
    fn the_last_member_of_a_name_counts_unless_it_is_null() {
        let tree = Tree::map([("a", Tree::from(true)), ("a", Tree::Null), ("b", Tree::Null), ("b", Tree::from("x"))]);
        assert_eq!(tree.member("a"), None);
        assert_eq!(tree.member("b").and_then(Tree::as_text), Some("x"));
        assert_eq!(Tree::map_some([("a", None), ("b", Some(Tree::Null))]), Tree::map([("b", Tree::Null)]));
    }

    #[test]
    fn whole_numbers_are_those_that_every_face_holds() {
        assert_eq!(whole(-0.0), Some(0));
        assert_eq!(whole(-9_007_199_254_740_991.0), Some(-9_007_199_254_740_991));
        assert_eq!(whole(9_007_199_254_740_992.0), None);
        assert_eq!(whole(0.5), None);
        assert_eq!(whole(f64::NAN), None);
    }
}
