//! What goes over a boundary: reports, tables and keys as trees, in the shape that every face shows.
//!
//! The bindings turn a [`Tree`] into an object of their language, and know none of these shapes
//! themselves. With the feature `serde`, the same trees are what the types serialize as.

mod tables;
#[cfg(feature = "serde")]
mod with_serde;

use alloc::string::String;
use alloc::vec::Vec;

use crate::batch::{Record, Summary};
use crate::codes::{Finding, Param};
use crate::connection::{Connection, Member};
use crate::key::Key;
use crate::language::Language;
use crate::report::{Issue, Place, Report, Suggestion};
use crate::tree::Tree;
pub use tables::{codes, fields};

impl Report {
    /// The report as data: `valid`, `connection` and `issues`. The connection has its secrets in it.
    ///
    /// ```
    /// use rejoin::{Context, validate_json};
    ///
    /// let report = validate_json(b"[]", &Context::new());
    /// assert!(report.to_tree().to_json().starts_with(
    ///     r#"{"valid":false,"connection":null,"issues":[{"field":"","code":"not_an_object","severity":"error","#
    /// ));
    /// ```
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        Tree::map(self.members(Issue::to_tree))
    }

    /// The same, with messages and help in a language.
    #[must_use]
    pub fn to_tree_in(&self, language: &Language) -> Tree {
        Tree::map(self.members(|issue| issue.to_tree_in(language)))
    }

    fn members(&self, issue: impl Fn(&Issue) -> Tree) -> [(&'static str, Tree); 3] {
        [
            ("valid", Tree::from(self.is_valid())),
            ("connection", self.connection.as_ref().map_or(Tree::Null, Connection::to_tree)),
            ("issues", Tree::list(self.issues.iter().map(issue))),
        ]
    }
}

impl Issue {
    /// The issue as data; `help` and `suggestion` only where there is one.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        self.tree(self.message(), self.help())
    }

    /// The same, with message and help in a language.
    #[must_use]
    pub fn to_tree_in(&self, language: &Language) -> Tree {
        self.tree(language.message(self), language.help(self))
    }

    fn tree(&self, message: String, help: &str) -> Tree {
        Tree::map_some([
            ("field", Some(self.field().into())),
            ("code", Some(self.code().as_str().into())),
            ("severity", Some(self.severity().as_str().into())),
            ("message", Some(message.into())),
            ("help", Some(help).filter(|help| !help.is_empty()).map(Tree::from)),
            ("params", Some(self.finding.params_to_tree())),
            ("suggestion", self.suggestion.as_ref().map(Suggestion::to_tree)),
        ])
    }
}

impl Suggestion {
    /// The value itself.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        match self {
            Self::Text(text) => Tree::from(text.as_str()),
            Self::Boolean(value) => Tree::from(*value),
            Self::Integer(value) => Tree::from(*value),
        }
    }
}

impl Finding {
    /// The parameters as data, by name.
    #[must_use]
    pub fn params_to_tree(&self) -> Tree {
        let mut params = Vec::new();
        self.each_param(|name, value| params.push((name.into(), Tree::from(value))));
        Tree::Map(params)
    }

    /// The finding as data, about no field in particular: `code`, `params` and `message`. What a key
    /// that is not good gives.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        self.tree(Issue::message)
    }

    /// The same, with the message in a language.
    #[must_use]
    pub fn to_tree_in(&self, language: &Language) -> Tree {
        self.tree(|issue| language.message(issue))
    }

    fn tree(&self, message: impl Fn(&Issue) -> String) -> Tree {
        let issue = Issue::new(Place::Document, self.clone());
        Tree::map([
            ("code", Tree::from(self.code().as_str())),
            ("params", self.params_to_tree()),
            ("message", Tree::from(message(&issue))),
        ])
    }
}

impl From<Param<'_>> for Tree {
    fn from(param: Param<'_>) -> Self {
        match param {
            Param::Number(number) => Self::from(number),
            Param::Text(text) => Self::from(text),
            Param::List(words) => Self::list(words.iter().copied()),
        }
    }
}

impl Connection {
    /// The connection as data, with its secrets: the fields that apply, in the order of the field table.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let mut members = Vec::new();
        self.each_member(|field, member| members.push((field.key().into(), Tree::from(member))));
        Tree::Map(members)
    }
}

/// The value itself, a secret one, too.
impl From<Member<'_>> for Tree {
    fn from(member: Member<'_>) -> Self {
        match member {
            Member::Text(text) => Self::from(text),
            Member::Secret(secret) => Self::from(secret.expose()),
            Member::Boolean(value) => Self::from(value),
            Member::Integer(value) => Self::from(value),
        }
    }
}

impl Key {
    /// What may be shown of the key, as data: `kind`, `id`, `version`, `fingerprint` and `masked`.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        Tree::map([
            ("kind", Tree::from(self.kind().as_str())),
            ("id", Tree::from(self.id())),
            ("version", Tree::from(u32::from(self.version()))),
            ("fingerprint", Tree::from(self.fingerprint())),
            ("masked", Tree::from(self.masked())),
        ])
    }
}

impl Record {
    /// The record as data: `index` and `line`, and the members of its report.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        self.tree(Issue::to_tree)
    }

    /// The same, with messages and help in a language.
    #[must_use]
    pub fn to_tree_in(&self, language: &Language) -> Tree {
        self.tree(|issue| issue.to_tree_in(language))
    }

    fn tree(&self, issue: impl Fn(&Issue) -> Tree) -> Tree {
        let place = [("index", Tree::from(self.index)), ("line", Tree::from(self.line))];
        Tree::map(place.into_iter().chain(self.report.members(issue)))
    }
}

impl Summary {
    /// The counts as data; `byCode` has the codes that occur.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        Tree::map([
            ("records", Tree::from(self.records)),
            ("valid", Tree::from(self.valid)),
            ("errors", Tree::from(self.errors)),
            ("warnings", Tree::from(self.warnings)),
            ("byCode", Tree::map(self.by_code.iter().map(|(code, count)| (code.as_str(), *count)))),
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{KeyError, KeyKind};
    use crate::{Context, validate_batch, validate_json};
    use alloc::format;

    const GOOD: &str = r#"{"rejoinMethod":"bulkToken","role":"destination","type":"activeDirectoryEntraIdDevices",
        "name":" Wave 1 ","bulkToken":"Canary-4711-Canary","bulkTokenLifetimeDays":9e1,"destination":"entraId",
        "tenant":"contoso.com","appProfile":"Fly for Device","bulkTokenDisplayName":"Wave 1"}"#;

    #[test]
    fn a_good_report_has_the_connection_in_order() {
        let report = validate_json(GOOD.as_bytes(), &Context::new());
        assert_eq!(
            report.to_tree().to_json(),
            concat!(
                r#"{"valid":true,"connection":{"name":"Wave 1","type":"activeDirectoryEntraIdDevices","#,
                r#""role":"destination","destination":"entraId","tenant":"contoso.com","#,
                r#""appProfile":"Fly for Device","rejoinMethod":"bulkToken","bulkTokenDisplayName":"Wave 1","#,
                r#""bulkTokenLifetimeDays":90,"bulkToken":"Canary-4711-Canary"},"issues":[]}"#
            )
        );
        // The connection is a draft that gives itself again.
        let connection = report.connection.as_ref().map(Connection::to_tree).unwrap_or(Tree::Null);
        assert_eq!(validate_json(connection.to_json().as_bytes(), &Context::new()), report);
        assert!(!format!("{:?}", report.to_tree()).contains("Canary"));
    }

    #[test]
    fn an_issue_has_what_there_is_to_it() {
        let text = br#"{"name":"a","type":"activeDirectoryEntraIdDevices","role":"sorce","bulkToken":"canary"}"#;
        let report = validate_json(text, &Context::new());
        assert_eq!(
            report.to_tree().to_json(),
            concat!(
                r#"{"valid":false,"connection":null,"issues":[{"field":"role","code":"unknown_choice","#,
                r#""severity":"error","message":"Choose one of: source, destination","#,
                r#""help":"Choices are case-sensitive","params":{"choices":["source","destination"]},"#,
                r#""suggestion":"source"}]}"#
            )
        );
        let required = Issue::new(Place::Field(crate::Field::Name), Finding::Required).to_tree();
        assert_eq!(required.member("params").map(Tree::to_json).as_deref(), Some("{}"));
        assert_eq!(required.member("suggestion"), None);
    }

    #[test]
    fn suggestions_keep_their_type() {
        let json = |suggestion: Suggestion| suggestion.to_tree().to_json();
        assert_eq!(json(Suggestion::Integer(-30)), "-30");
        assert_eq!(json(Suggestion::Boolean(true)), "true");
        assert_eq!(json(Suggestion::Text("30".into())), "\"30\"");
    }

    #[test]
    fn a_key_shows_what_may_be_shown() -> Result<(), KeyError> {
        let bytes: [u8; crate::KEY_BYTES] = core::array::from_fn(|i| u8::try_from(i).unwrap_or_default());
        let key = Key::from_bytes(KeyKind::Configuration, &bytes)?;
        assert_eq!(
            key.to_tree().to_json(),
            concat!(
                r#"{"kind":"configuration","id":"0001020304050607","version":1,"fingerprint":"#,
                r#""be93d0d4a01b24776b8ea37a300bdcabe1121f74c025bf2b917b347d9d094b12","masked":"rjcfg1…zpey"}"#
            )
        );
        let finding =
            Key::parse("rjcon1", Some(KeyKind::Configuration)).err().map(|finding| finding.to_tree().to_json());
        assert_eq!(
            finding.as_deref(),
            Some(concat!(
                r#"{"code":"key_wrong_kind","params":{"expected":"configuration","found":"connection"},"#,
                r#""message":"Enter a configuration key; this is a connection key"}"#
            ))
        );
        Ok(())
    }

    #[test]
    fn a_batch_has_indices_and_counts() {
        let context = Context::new();
        let mut summary = Summary::default();
        let records = validate_batch(b"\n3\n?", &context).inspect(|record| summary.add(&record.report));
        let records = Tree::list(records.map(|record| record.to_tree())).to_json();
        assert!(records.starts_with(r#"[{"index":0,"line":2,"valid":false,"connection":null,"issues":[{"field":"","#));
        assert_eq!(
            summary.to_tree().to_json(),
            r#"{"records":2,"valid":0,"errors":2,"warnings":0,"byCode":{"malformed_json":1,"not_an_object":1}}"#
        );
    }
}
