//! What one validation found, for bindings that carry it into another language at once.

use alloc::vec::Vec;

use super::{State, Verdicts};
use crate::codes::{Code, Finding, Severity};
use crate::connection::Connection;
use crate::draft::{Draft, Value};
use crate::fields::{self, Field, Kind};
use crate::reference::{Origin, Origins};
use crate::report::{Issue, Place, Report};

/// What one validation found, beside the draft that it was about.
#[derive(Clone, Debug)]
pub struct Checked<'d> {
    pub(super) draft: &'d Draft<'d>,
    pub(super) verdicts: Verdicts,
    pub(super) issues: Vec<Issue>,
    pub(super) valid: bool,
}

impl<'d> Checked<'d> {
    /// The draft.
    #[must_use]
    pub const fn draft(&self) -> &'d Draft<'d> {
        self.draft
    }

    /// The findings, as in a [`Report`].
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Whether no issue is an error.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.valid
    }

    /// The report, with the connection where there is no error.
    #[must_use]
    pub fn into_report(self) -> Report {
        let connection = if self.valid { Connection::assemble(self.draft, &self.verdicts) } else { None };
        Report { issues: self.issues, connection }
    }

    /// Says one thing more, about the record as a whole, before all else.
    pub fn say(&mut self, finding: Finding) {
        self.valid &= finding.code().severity(None) != Severity::Error;
        self.issues.insert(0, Issue::new(Place::Document, finding));
    }

    /// Takes in where secrets come from: the draft may lack those that are found elsewhere.
    pub fn settle(&mut self, origins: &Origins) {
        for (field, origin) in origins.iter() {
            let found = match (self.verdicts.get(field).state, origin) {
                (State::Undecided, _) | (State::DoesNotApply, Origin::Plain) => continue,
                (State::DoesNotApply, _) => Some(Finding::NotApplicable),
                (State::Applies, Origin::Plain) if self.has(field, &[Code::Masked, Code::Placeholder]) => continue,
                (State::Applies, Origin::Plain) => origin.finding(),
                (State::Applies, _) => {
                    // Without a value, that is all that was said.
                    self.issues.retain(|issue| !(is_of(field, issue) && issue.code() == Code::Required));
                    origin.finding()
                }
            };
            if let Some(finding) = found {
                let later =
                    |issue: &Issue| issue.place.field().is_none_or(|of| of > field) && issue.place != Place::Document;
                let place = self.issues.iter().position(later).unwrap_or(self.issues.len());
                self.issues.insert(place, Issue::new(Place::Field(field), finding));
            }
        }
        self.valid = self.issues.iter().all(|issue| issue.severity() != Severity::Error);
    }

    fn has(&self, field: Field, codes: &[Code]) -> bool {
        self.issues.iter().any(|issue| is_of(field, issue) && codes.contains(&issue.code()))
    }

    /// What a field has in the connection, if the draft is valid: its value in normal form, empty where the
    /// field does not apply or has none.
    #[must_use]
    pub fn member(&self, field: Field) -> Value<'_> {
        let verdict = self.verdicts.get(field);
        match field.kind() {
            _ if verdict.state != State::Applies => Value::Empty,
            Kind::Boolean => Value::Boolean(verdict.choice == fields::YES),
            Kind::Integer { .. } => {
                self.verdicts.integer(field).map_or(Value::Empty, |value| Value::Integer(value.into()))
            }
            _ => self.verdicts.text(self.draft, field).map_or(Value::Empty, Value::from),
        }
    }
}

fn is_of(field: Field, issue: &Issue) -> bool {
    issue.place.field() == Some(field)
}
