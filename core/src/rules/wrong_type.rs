//! Wrong type: a value of another kind than the field.
//!
//! # What
//! Text where a boolean or a number belongs, a number where text belongs, a list or an object anywhere.
//!
//! # Why
//! Converting would guess: `"false"` is true to many languages, and a secret of digits loses its
//! leading zeros as a number. Where a text reads as what is wanted, that value is suggested.
//!
//! # Codes
//! `wrong_type`; ends the checks of the field.

use crate::codes::Finding;
use crate::draft::{MAX_INTEGER, Value};
use crate::fields::Kind;
use crate::report::Suggestion;
use crate::text;
use crate::validate::Probe;

pub(crate) fn check(kind: Kind, value: &Value<'_>, probe: &mut Probe<'_>) {
    let typed = value.as_text().map(text::trim);
    let suggestion = match (kind, typed) {
        (Kind::Boolean, Some(text)) => read_boolean(text).map(Suggestion::Boolean),
        (Kind::Integer { .. }, Some(text)) => read_integer(text).map(Suggestion::Integer),
        _ => None,
    };
    probe.push(Finding::WrongType { expected: kind.json_type() }, suggestion);
}

/// A text that is a boolean of JSON, ASCII case ignored.
pub(crate) fn read_boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// A text that is a whole number in ASCII digits.
pub(crate) fn read_integer(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    if !text::is_digits(digits) {
        return None;
    }
    let mut size = 0;
    for digit in digits.bytes() {
        size = size * 10 + i64::from(digit - b'0');
        if size > MAX_INTEGER {
            return None;
        }
    }
    Some(sign * size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::Context;
    use crate::fields::Field;
    use crate::report::Issue;
    use crate::validate::testing::{draft_with, issues, issues_of};
    use alloc::vec::Vec;

    fn suggested(field: Field, value: &str) -> Vec<Option<Suggestion>> {
        issues(field, value).into_iter().map(|issue| issue.suggestion).collect()
    }

    #[test]
    fn a_text_that_reads_as_the_value_suggests_it() {
        assert_eq!(suggested(Field::BulkTokenLifetimeDays, " 30 "), [Some(Suggestion::Integer(30))]);
        assert_eq!(suggested(Field::BulkTokenLifetimeDays, "-007"), [Some(Suggestion::Integer(-7))]);
        assert_eq!(suggested(Field::ConnectEntraId, "True"), [Some(Suggestion::Boolean(true))]);
        for text in ["", "30.0", "+3", "9007199254740992", "٣", "--3", "-", "99999999999999999999999"] {
            let none: &[Option<Suggestion>] = &[None];
            assert_eq!(suggested(Field::BulkTokenLifetimeDays, text), none, "{text}");
        }
    }

    #[test]
    fn other_types_are_said_and_nothing_else() {
        for value in [Value::Boolean(true), Value::Integer(3), Value::Other] {
            let mut draft = draft_with(Field::ClientSecret);
            draft.set_field(Field::ClientSecret, value);
            let found: Vec<Issue> = issues_of(Field::ClientSecret, &draft, &Context::new());
            assert_eq!(
                found.into_iter().map(|issue| issue.finding).collect::<Vec<_>>(),
                [Finding::WrongType { expected: "text" }]
            );
        }
    }
}
