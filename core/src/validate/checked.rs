//! What one validation found, for bindings that carry it into another language at once.

use alloc::vec::Vec;

use super::{State, Verdicts};
use crate::draft::{Draft, Value};
use crate::fields::{self, Field, Kind};
use crate::report::Issue;

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
