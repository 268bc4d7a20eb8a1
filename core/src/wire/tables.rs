//! The tables as data: what a program needs to know about fields and codes without knowing this one.

use crate::codes::{CODES, CodeSpec, ParamKind};
use crate::fields::{ANY, Action, Applies, Choice, FIELDS, Field, FieldSpec, Kind, Section};
use crate::tree::Tree;

/// The fields of a connection, in the order of a form and of reports.
///
/// ```
/// let secrets: Vec<_> = rejoin::fields().iter().filter(|field| field.is_secret()).map(|field| field.key).collect();
/// assert_eq!(secrets.first(), Some(&"clientSecret"));
/// ```
#[must_use]
pub fn fields() -> &'static [FieldSpec] {
    &FIELDS
}

/// The codes that issues have, in the order of the code table.
#[must_use]
pub fn codes() -> &'static [CodeSpec] {
    &CODES
}

impl FieldSpec {
    /// The row as data. Limits, choices and conditions are only in those that have them.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let (minimum, maximum) = match self.kind {
            Kind::Integer { min, max } => (Some(min), Some(max)),
            _ => (None, None),
        };
        let key_kind = match self.kind {
            Kind::Key { kind, .. } => Some(kind.as_str()),
            _ => None,
        };
        let choices = self.kind.choices();
        Tree::map_some([
            ("number", Some(Tree::from(self.field.index() + 1))),
            ("key", Some(self.key.into())),
            ("label", Some(self.label.into())),
            ("kind", Some(self.kind.name().into())),
            ("maxLength", self.kind.max_length().map(Tree::from)),
            ("minimum", minimum.map(Tree::from)),
            ("maximum", maximum.map(Tree::from)),
            ("keyKind", key_kind.map(Tree::from)),
            ("choices", (!choices.is_empty()).then(|| Tree::list(choices.iter().map(|choice| choice.to_tree())))),
            ("appliesWhen", self.applies.to_tree()),
            ("required", Some(self.required.into())),
            ("section", Some(self.section.to_tree())),
            ("hint", Some(self.hint.into())),
            ("example", Some(self.example.into())),
            ("autocomplete", Some(self.autocomplete.into())),
            ("secret", Some(self.is_secret().into())),
            ("reads", Some(keys(self.reads.iter().copied()))),
            ("affects", Some(keys(self.field.affected().iter()))),
            ("actions", Some(Tree::list(self.actions.iter().map(|action| action.to_tree())))),
        ])
    }
}

fn keys(fields: impl Iterator<Item = Field>) -> Tree {
    Tree::list(fields.map(Field::key))
}

impl Kind {
    /// The name in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::Secret { .. } => "secret",
            Self::Key { .. } => "key",
            Self::Choice(_) => "choice",
            Self::Boolean => "boolean",
            Self::Integer { .. } => "integer",
        }
    }
}

impl Choice {
    fn to_tree(self) -> Tree {
        let destinations = Field::Destination.spec().kind.choices().iter();
        let offered_for = destinations.filter(|choice| choice.bit & self.offered != 0).map(|choice| choice.value);
        Tree::map_some([
            ("value", Some(self.value.into())),
            ("label", Some(self.label.into())),
            ("hint", Some(self.hint.into())),
            ("offeredFor", (self.offered != ANY).then(|| Tree::list(offered_for))),
        ])
    }
}

impl Applies {
    /// The field it hangs on, and the values of it that count; nothing where it always applies.
    fn to_tree(self) -> Option<Tree> {
        let (field, values) = self.condition()?;
        let value = |value: &'static str| match field.spec().kind {
            Kind::Boolean => Tree::from(value == "true"),
            _ => Tree::from(value),
        };
        Some(Tree::map([("field", Tree::from(field.key())), ("in", Tree::list(values.map(value)))]))
    }
}

impl Section {
    fn to_tree(self) -> Tree {
        Tree::map([("key", self.key()), ("label", self.label())])
    }
}

impl Action {
    fn to_tree(self) -> Tree {
        Tree::map([
            ("kind", Tree::from(self.kind.key())),
            ("label", Tree::from(self.label)),
            ("takes", keys(self.takes.iter().copied())),
            ("gives", keys(self.gives.iter().copied())),
        ])
    }
}

impl CodeSpec {
    /// The row as data. `message` has the parameters, and `label` for the field's label, in braces.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        Tree::map([
            ("code", Tree::from(self.name)),
            ("meaning", Tree::from(self.meaning)),
            ("severity", Tree::from(self.severity.as_str())),
            ("warningIn", keys(self.warning_in.iter().copied())),
            ("params", Tree::map(self.params.iter().map(|(name, kind)| (*name, kind.name())))),
            ("message", Tree::from(self.message)),
            ("messageIn", Tree::map(self.message_in.iter().map(|(field, message)| (field.key(), *message)))),
            ("help", Tree::from(self.help)),
            ("filesOnly", Tree::from(self.files_only)),
        ])
    }
}

impl ParamKind {
    /// The name in data.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::OptionalNumber => "optionalNumber",
            Self::Text => "text",
            Self::List => "list",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Code;
    use alloc::string::String;

    fn row(field: Field) -> String {
        field.spec().to_tree().to_json()
    }

    #[test]
    fn a_row_has_what_its_kind_has() {
        assert_eq!(
            row(Field::BulkTokenLifetimeDays),
            concat!(
                r#"{"number":20,"key":"bulkTokenLifetimeDays","label":"Token expiration duration (days)","#,
                r#""kind":"integer","minimum":1,"maximum":180,"#,
                r#""appliesWhen":{"field":"rejoinMethod","in":["bulkToken"]},"required":true,"#,
                r#""section":{"key":"rejoin","label":"Rejoin"},"#,
                r#""hint":"1 to 180 days, long enough for the last device to rejoin","example":"90","#,
                r#""autocomplete":"off","secret":false,"reads":[],"affects":["bulkTokenLifetimeDays"],"actions":[]}"#
            )
        );
        let key = row(Field::ConnectionKey);
        assert!(key.contains(r#""kind":"key","maxLength":1024,"keyKind":"connection","#), "{key}");
        assert!(key.contains(r#""secret":true,"#), "{key}");
        assert!(key.contains(r#"{"kind":"copy","label":"Copy","takes":["connectionKey"],"gives":[]}"#), "{key}");
        assert!(!row(Field::Name).contains("appliesWhen"));
    }

    #[test]
    fn conditions_are_values_of_the_field() {
        let condition = |field: Field| field.spec().applies.to_tree().map(|tree| tree.to_json());
        assert_eq!(
            condition(Field::LocalAdministratorUsername).as_deref(),
            Some(r#"{"field":"createLocalAdministrator","in":[true]}"#)
        );
        assert_eq!(
            condition(Field::RejoinMethod).as_deref(),
            Some(r#"{"field":"destination","in":["activeDirectory","hybridIdentity","entraId"]}"#)
        );
    }

    #[test]
    fn methods_say_which_destinations_offer_them() {
        let methods = row(Field::RejoinMethod);
        assert!(methods.contains(r#""offeredFor":["activeDirectory","hybridIdentity"]"#), "{methods}");
        assert!(methods.contains(r#""offeredFor":["entraId"]"#), "{methods}");
        assert!(!row(Field::Role).contains("offeredFor"));
    }

    #[test]
    fn a_code_has_its_parameters_and_messages() {
        let checksum = Code::KeyChecksum.spec().to_tree().to_json();
        assert!(checksum.contains(r#""params":{"position":"optionalNumber"}"#), "{checksum}");
        let name = Code::ReservedName.spec().to_tree().to_json();
        assert!(name.contains(r#""severity":"error","warningIn":["adDomain"],"params":{}"#), "{name}");
        assert!(name.contains(r#""messageIn":{"adUsername":""#), "{name}");
        assert_eq!(codes().len(), CODES.len());
        // Pages leave these rows out, and go by numbers.
        assert!(CODES.is_sorted_by_key(|row| row.files_only));
        assert_eq!(CODES.iter().filter(|row| row.files_only).count(), 5);
        assert_eq!(fields().len(), Field::COUNT);
    }
}
