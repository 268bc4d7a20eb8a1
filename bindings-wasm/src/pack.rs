//! Packs reports, issues and options for JavaScript.
//!
//! Fields and codes are numbers, their places in the tables; texts of messages are on the other side.
//! Numbers are little-endian; a text is its length in bytes as `u32`, then UTF-8.

use alloc::vec::Vec;

use rejoin::{Draft, Field, Issue, Param, Place, Suggestion, Value};

const UNKNOWN: u8 = 255;
const DOCUMENT: u8 = 254;
/// A member of a connection that is what the draft holds, to the letter.
const AS_GIVEN: u8 = 5;
/// Ends the members of a connection.
const END: u8 = 253;
/// An optional number that is not there.
const NO_NUMBER: u32 = u32::MAX;

/// Writes packed bytes.
pub(crate) struct Packer<'o>(pub(crate) &'o mut Vec<u8>);

impl Packer<'_> {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.number(u32::try_from(count).unwrap_or(u32::MAX));
    }

    pub(crate) fn number(&mut self, number: u32) {
        self.0.extend_from_slice(&number.to_le_bytes());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    fn field(&mut self, field: Field) {
        self.byte(field as u8);
    }

    /// A report: issues, then whether there is a connection, and its members.
    #[cfg(feature = "bulk")]
    pub(crate) fn report(&mut self, report: &rejoin::Report) {
        use rejoin::Member;
        self.issues(&report.issues);
        self.byte(report.connection.is_some().into());
        let Some(connection) = &report.connection else { return };
        connection.each_member(|field, member| match member {
            Member::Text(text) => self.member(field, &Value::from(text), None),
            Member::Secret(secret) => self.member(field, &Value::from(secret.expose()), None),
            Member::Boolean(value) => self.member(field, &Value::Boolean(value), None),
            Member::Integer(value) => self.member(field, &Value::Integer(value.into()), None),
        });
        self.byte(END);
    }

    /// The same, of a draft that was checked. Members that are what the draft holds need not cross again.
    #[cfg(not(feature = "bulk"))]
    pub(crate) fn checked(&mut self, checked: &rejoin::Checked<'_>) {
        self.issues(checked.issues());
        self.byte(checked.is_valid().into());
        if checked.is_valid() {
            for field in Field::ALL {
                self.member(field, &checked.member(field), Some(checked.draft()));
            }
            self.byte(END);
        }
    }

    fn member(&mut self, field: Field, value: &Value<'_>, draft: Option<&Draft<'_>>) {
        if *value == Value::Empty {
            return;
        }
        self.field(field);
        match value {
            Value::Text(_) if draft.is_some_and(|draft| draft.get(field) == value) => self.byte(AS_GIVEN),
            Value::Text(text) => {
                self.byte(4);
                self.text(text.as_str());
            }
            Value::Integer(value) => {
                self.byte(3);
                self.count(usize::try_from(*value).unwrap_or_default());
            }
            value => self.byte(if *value == Value::Boolean(true) { 1 } else { 2 }),
        }
    }

    pub(crate) fn issues(&mut self, issues: &[Issue]) {
        self.count(issues.len());
        for issue in issues {
            self.issue(issue);
        }
    }

    fn issue(&mut self, issue: &Issue) {
        match &issue.place {
            Place::Field(field) => self.field(*field),
            Place::Unknown(key) => {
                self.byte(UNKNOWN);
                self.text(key);
            }
            Place::Document => self.byte(DOCUMENT),
        }
        self.finding(&issue.finding);
        match &issue.suggestion {
            None => self.byte(0),
            Some(Suggestion::Boolean(true)) => self.byte(1),
            Some(Suggestion::Boolean(false)) => self.byte(2),
            Some(Suggestion::Integer(value)) => {
                self.byte(3);
                self.0.extend_from_slice(&value.to_le_bytes());
            }
            Some(Suggestion::Text(text)) => {
                self.byte(4);
                self.text(text);
            }
        }
    }

    /// A code, and its parameters in the order of the table.
    pub(crate) fn finding(&mut self, finding: &rejoin::Finding) {
        self.byte(finding.code() as u8);
        finding.each_value(|value| match value {
            // Only numbers are optional.
            None => self.number(NO_NUMBER),
            Some(Param::Number(number)) => self.number(number),
            Some(Param::Text(text)) => self.text(text),
            Some(Param::List(words)) => {
                self.count(words.len());
                words.iter().for_each(|word| self.text(word));
            }
        });
    }

    /// Values and labels, as a form offers them. The texts of choices are on the other side, so their labels
    /// are empty here.
    #[cfg(not(feature = "bulk"))]
    pub(crate) fn options(&mut self, options: &[(&str, &str)]) {
        self.count(options.len());
        for (value, label) in options {
            self.text(value);
            self.text(label);
        }
    }
}
