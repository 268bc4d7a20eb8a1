//! The answer to one validation: the issues, and the connection if there is no error among them.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use crate::codes::{Code, Finding, Param, Severity};
use crate::connection::Connection;
use crate::fields::Field;
use crate::language::{SEPARATOR, THIS_FIELD};

/// What an issue is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A field.
    Field(Field),
    /// A member whose key is no field.
    Unknown(String),
    /// The document as a whole.
    Document,
}

impl Place {
    /// The key of the field or member; empty for the document.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Field(field) => field.key(),
            Self::Unknown(key) => key,
            Self::Document => "",
        }
    }

    /// The field, if it is one.
    #[must_use]
    pub const fn field(&self) -> Option<Field> {
        match self {
            Self::Field(field) => Some(*field),
            Self::Unknown(_) | Self::Document => None,
        }
    }
}

/// A value that would mend a field. It is never made for a field that is secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// A text, or the key that was probably meant.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
}

/// One finding about one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// What it is about.
    pub place: Place,
    /// The code with its parameters.
    pub finding: Finding,
    /// A value that would mend it, where there is one.
    pub suggestion: Option<Suggestion>,
}

impl Issue {
    pub(crate) const fn new(place: Place, finding: Finding) -> Self {
        Self { place, finding, suggestion: None }
    }

    /// The key of the field.
    #[must_use]
    pub fn field(&self) -> &str {
        self.place.as_str()
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> Code {
        self.finding.code()
    }

    /// How much it weighs.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code().severity(self.place.field())
    }

    /// What to do, in a sentence without a full stop.
    #[must_use]
    pub fn message(&self) -> String {
        let label = self.place.field().map_or(THIS_FIELD, Field::label);
        fill(self.code().spec().message_for(self.place.field()), |name, message| match name {
            LABEL => message.push_str(label),
            _ => self.finding.each_param(|param, value| {
                if param == name {
                    push_param(message, value);
                }
            }),
        })
    }

    /// Why it matters, or where to look.
    #[must_use]
    pub fn help(&self) -> &'static str {
        self.code().spec().help
    }
}

/// What stands in a message for the label of its field.
pub(crate) const LABEL: &str = "label";

/// A text with something in place of each word in braces.
pub(crate) fn fill(template: &str, mut push: impl FnMut(&str, &mut String)) -> String {
    let mut text = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, tail)) = rest.split_once('{') {
        let (name, tail) = tail.split_once('}').unwrap_or((tail, ""));
        text.push_str(before);
        push(name, &mut text);
        rest = tail;
    }
    text.push_str(rest);
    text
}

/// Writes a parameter as it stands in a message.
fn push_param(message: &mut String, value: Param<'_>) {
    match value {
        // Writing into a text does not fail.
        Param::Number(number) => _ = write!(message, "{number}"),
        // A message may name the key of a field; people know it by its label.
        Param::Text(text) => message.push_str(match Field::from_key(text) {
            Some(field) => field.label(),
            None => text,
        }),
        Param::List(words) => message.push_str(&words.join(SEPARATOR)),
    }
}

/// The answer to one validation.
///
/// ```
/// use rejoin::{Context, Draft, Field, Severity, validate};
///
/// let draft: Draft<'_> = [("role", "destination"), ("destination", "activeDirectory")].into_iter().collect();
/// let report = validate(&draft, &Context::new());
/// assert!(!report.is_valid());
/// assert_eq!(report.issues[0].field(), Field::Name.key());
/// assert_eq!(report.issues[0].code().as_str(), "required");
/// assert_eq!(report.issues[0].severity(), Severity::Error);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// The findings: by field, and within a field in the order of its checks.
    pub issues: Vec<Issue>,
    /// The connection in normal form, if no issue is an error.
    pub connection: Option<Connection>,
}

impl Report {
    /// Whether no issue is an error.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.issues.iter().all(|issue| issue.severity() != Severity::Error)
    }

    /// A report that says one thing about the document as a whole.
    #[must_use]
    pub fn of_document(finding: Finding) -> Self {
        Self { issues: alloc::vec![Issue::new(Place::Document, finding)], connection: None }
    }
}
