//! A cell, and the value that it is for a field.
//!
//! In delimited text all cells are texts, and in a spreadsheet a text may be stored as a number. So the
//! field decides: a name of digits stays a text, and `TRUE` is a boolean where a boolean is wanted. A
//! choice may be given by its label, as a form shows it.

use alloc::string::ToString;

use crate::draft::{Text, Value};
use crate::fields::{Field, Kind, same_label};
use crate::rules::{read_boolean, read_integer};
use crate::text;

/// What stands in a cell of a table.
#[derive(Clone, Default)]
pub enum Cell<'t> {
    /// Nothing.
    #[default]
    Empty,
    /// A text.
    Text(Text<'t>),
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// Something else, like the error of a formula.
    Other,
}

impl<'t> Cell<'t> {
    /// Whether there is nothing in it, or blanks only.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text::trim(text.as_str()).is_empty(),
            _ => false,
        }
    }

    /// The value that it is in a field: a text may be that of a boolean, of an integer or of a choice,
    /// and a boolean or a number may be meant as text. What does not read as what the field wants is left
    /// as it is.
    #[must_use]
    pub fn value_of(self, field: Field) -> Value<'t> {
        match (field.kind(), self) {
            (_, Self::Empty) => Value::Empty,
            (_, Self::Other) => Value::Other,
            (Kind::Boolean, Self::Text(text)) => boolean(text),
            (Kind::Integer { .. }, Self::Text(text)) => match read_integer(text::trim(text.as_str())) {
                Some(whole) => Value::Integer(whole),
                None => Value::Text(text),
            },
            (Kind::Choice(_), Self::Text(text)) => choice(field, text),
            (_, Self::Text(text)) => Value::Text(text),
            (Kind::Boolean, Self::Number(number)) if number == 1.0 || number == 0.0 => Value::Boolean(number == 1.0),
            (Kind::Boolean | Kind::Integer { .. }, Self::Number(number)) => Value::number(number),
            (Kind::Boolean | Kind::Integer { .. }, Self::Boolean(value)) => Value::Boolean(value),
            (_, Self::Number(number)) => Value::from(number.to_string()),
            (_, Self::Boolean(value)) => Value::from(if value { "TRUE" } else { "FALSE" }),
        }
    }
}

/// `true` and `false`, `yes` and `no`, `1` and `0`.
fn boolean(text: Text<'_>) -> Value<'_> {
    let word = text::trim(text.as_str());
    let is = |words: [&str; 2]| words.iter().any(|known| word.eq_ignore_ascii_case(known));
    match read_boolean(word) {
        Some(value) => Value::Boolean(value),
        None if is(["yes", "1"]) => Value::Boolean(true),
        None if is(["no", "0"]) => Value::Boolean(false),
        None => Value::Text(text),
    }
}

/// The value of the choice with this label, unless the text is a value itself.
fn choice<'t>(field: Field, text: Text<'t>) -> Value<'t> {
    let choices = field.spec().kind.choices();
    let word = text::trim(text.as_str());
    if choices.iter().any(|choice| choice.value == word) {
        return Value::Text(text);
    }
    match choices.iter().find(|choice| same_label(choice.label, word)) {
        Some(choice) => Value::from(choice.value),
        None => Value::Text(text),
    }
}

/// Prints the kind only: any cell may hold a secret.
impl core::fmt::Debug for Cell<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text(…)",
            Self::Boolean(_) => "Boolean(…)",
            Self::Number(_) => "Number(…)",
            Self::Other => "Other",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(field: Field, text: &str) -> Value<'_> {
        Cell::Text(text.into()).value_of(field)
    }

    #[test]
    fn booleans_and_integers_are_read_where_they_are_wanted() {
        for (word, value) in
            [("TRUE", true), (" yes ", true), ("1", true), ("False", false), ("NO", false), ("0", false)]
        {
            assert_eq!(text(Field::ConnectEntraId, word), Value::Boolean(value));
            assert_eq!(text(Field::Name, word), Value::from(word));
        }
        assert_eq!(text(Field::ConnectEntraId, "oui"), Value::from("oui"));
        assert_eq!(text(Field::BulkTokenLifetimeDays, " 30 "), Value::Integer(30));
        assert_eq!(text(Field::BulkTokenLifetimeDays, "30 days"), Value::from("30 days"));
        assert_eq!(text(Field::AdPassword, " 0012 "), Value::from(" 0012 "));
    }

    #[test]
    fn choices_have_labels() {
        assert_eq!(text(Field::Destination, "hybrid IDENTITY "), Value::from("hybridIdentity"));
        assert_eq!(text(Field::Destination, "entraId"), Value::from("entraId"));
        assert_eq!(text(Field::Destination, "elsewhere"), Value::from("elsewhere"));
        for field in Field::ALL {
            for choice in field.spec().kind.choices() {
                assert_eq!(text(field, choice.label), Value::from(choice.value));
            }
        }
    }

    #[test]
    fn numbers_and_booleans_of_a_spreadsheet_are_what_the_field_wants() {
        assert_eq!(Cell::Number(30.0).value_of(Field::BulkTokenLifetimeDays), Value::Integer(30));
        assert_eq!(Cell::Number(0.5).value_of(Field::BulkTokenLifetimeDays), Value::Other);
        assert_eq!(Cell::Number(2024.0).value_of(Field::Name), Value::from("2024"));
        assert_eq!(Cell::Number(0.1).value_of(Field::AdPassword), Value::from("0.1"));
        assert_eq!(Cell::Number(1.0).value_of(Field::ConnectEntraId), Value::Boolean(true));
        assert_eq!(Cell::Number(2.0).value_of(Field::ConnectEntraId), Value::Integer(2));
        assert_eq!(Cell::Boolean(true).value_of(Field::ConnectEntraId), Value::Boolean(true));
        assert_eq!(Cell::Boolean(true).value_of(Field::Name), Value::from("TRUE"));
        assert_eq!(Cell::Other.value_of(Field::Name), Value::Other);
        assert_eq!(Cell::Empty.value_of(Field::Name), Value::Empty);
    }
}
