//! A form that somebody types into.
//!
//! A form holds what was typed, and what is known of each field. A change checks only the fields that it
//! can have affected, by the `reads` and `applies` columns of the field table; the answer says which of
//! them look different now. What was typed into a branch that was left stays, and is no part of what is
//! submitted. Its plain twin is `validate` over the whole draft, and a test holds them together.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use crate::context::Context;
use crate::draft::{Draft, Text, Value};
use crate::fields::{self, Applies, Field, FieldSet, Kind};
use crate::key::{Entropy, Key, KeyError};
use crate::notes::{CONDITIONS, Condition, NOTES, Note};
use crate::report::{Issue, Report};
use crate::validate::{CHECK_ORDER, State, Verdicts, check_field, validate};

/// What a change changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The fields whose state, issues or options are not what they were.
    pub fields: FieldSet,
    /// Whether other notes are shown than before.
    pub notes: bool,
}

/// One of the values that a field offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormOption {
    /// The value.
    pub value: String,
    /// What a form shows for it.
    pub label: String,
    /// What choosing it means; empty where the label says it.
    pub hint: &'static str,
}

/// A form that somebody types into.
///
/// ```
/// use rejoin::{Context, Field, Form, State};
///
/// let mut form = Form::new(Context::new());
/// form.set(Field::Role, "source");
/// assert_eq!(form.state(Field::ClientSecret), State::Applies);
/// assert_eq!(form.issues(Field::ClientSecret)[0].code().as_str(), "required");
///
/// let changes = form.set(Field::ClientSecret, "a secret of many characters");
/// assert!(changes.fields.contains(Field::ClientSecret));
/// assert!(form.issues(Field::ClientSecret).is_empty());
/// assert!(form.submit().connection.is_none());
/// ```
#[derive(Clone, Debug)]
pub struct Form {
    draft: Draft<'static>,
    context: Context,
    /// The secrets that the host held from the start.
    stored: FieldSet,
    verdicts: Verdicts,
    issues: [Vec<Issue>; Field::COUNT],
    /// The fields that apply and have an error.
    wrong: FieldSet,
    /// The notes shown, a bit each.
    notes: u32,
    /// Room for the issues of the field being checked, so that a keystroke needs no memory of its own.
    spare: Vec<Issue>,
}

/// The fields whose choices decide which notes are shown.
const NOTED: FieldSet = {
    let mut fields = FieldSet::EMPTY;
    let mut rest: &[Note] = &NOTES;
    while let [note, tail @ ..] = rest {
        if let Applies::When(field, _) = note.applies {
            fields.insert(field);
        }
        rest = tail;
    }
    fields
};

impl Form {
    /// A form without values.
    #[must_use]
    pub fn new(context: Context) -> Self {
        Self::of(Draft::new(), FieldSet::EMPTY, context)
    }

    fn of(draft: Draft<'static>, stored: FieldSet, context: Context) -> Self {
        let mut form = Self {
            draft,
            context: context.with_stored(stored),
            stored,
            verdicts: Verdicts::default(),
            issues: core::array::from_fn(|_| Vec::new()),
            wrong: FieldSet::EMPTY,
            notes: 0,
            spare: Vec::new(),
        };
        form.check(FieldSet::ALL);
        form
    }

    /// A form that starts from a stored connection: its values without the secrets, and the secret
    /// fields that the host holds and that need not be typed again.
    #[must_use]
    pub fn edit(values: &Draft<'_>, stored: FieldSet, context: Context) -> Self {
        Self::of(owned(values), stored, context)
    }

    /// A form that starts from some values.
    #[must_use]
    pub fn with_values(values: &Draft<'_>, context: Context) -> Self {
        Self::of(owned(values), FieldSet::EMPTY, context)
    }

    /// Gives a field a value. Only what the change can affect is checked again.
    pub fn set<'v>(&mut self, field: Field, value: impl Into<Value<'v>>) -> Changes {
        self.put(field, value.into());
        self.check(field.affected())
    }

    /// Puts another context in place, and checks everything again.
    ///
    /// The secrets that the host held when the form was opened for editing, it holds still.
    pub fn set_context(&mut self, context: Context) -> Changes {
        self.context = context.with_stored(self.stored);
        let mut changes = self.check(FieldSet::ALL);
        // The context has the options and the numbers in notes; what changed of them is not known.
        changes.fields = changes.fields.union([Field::Tenant, Field::AppProfile].into_iter().collect());
        changes.notes = true;
        changes
    }

    /// Puts a fresh key into a key field.
    ///
    /// # Errors
    ///
    /// When the field holds no key, or no key could be made; the form is then as it was.
    pub fn generate_key<F: FnMut(&mut [u8]) -> Result<(), KeyError>>(
        &mut self,
        field: Field,
        entropy: &mut Entropy<F>,
    ) -> Result<Changes, KeyError> {
        let Kind::Key { kind, .. } = field.kind() else { return Err(KeyError::NotAKeyField) };
        let key = Key::generate(kind, entropy)?.text();
        Ok(self.set(field, key.expose()))
    }

    /// What was typed into a field.
    #[must_use]
    pub fn value(&self, field: Field) -> &Value<'static> {
        self.draft.get(field)
    }

    /// Whether a field belongs to the choices made.
    #[must_use]
    pub fn state(&self, field: Field) -> State {
        self.verdicts.get(field).state
    }

    /// Whether a field must be given now: it applies, it is required, and the host does not hold it.
    #[must_use]
    pub fn is_required(&self, field: Field) -> bool {
        self.state(field) == State::Applies && field.is_required() && !self.context.is_stored(field)
    }

    /// The issues of a field. What does not apply has none.
    #[must_use]
    pub fn issues(&self, field: Field) -> &[Issue] {
        self.issues.get(field.index()).map_or(&[], Vec::as_slice)
    }

    /// Whether no field has an error.
    #[must_use]
    pub const fn is_valid(&self) -> bool {
        self.wrong.is_empty()
    }

    /// The values that a field offers: those of a choice that the other choices allow, and the tenants
    /// and app profiles that the host knows.
    #[must_use]
    pub fn options(&self, field: Field) -> Vec<FormOption> {
        let choices = field.spec().kind.choices();
        let option = |(value, label): (&str, &str)| {
            let choice = choices.iter().find(|choice| choice.value == value);
            let (label, hint) = choice.map_or((label, ""), |choice| (choice.label, choice.hint));
            FormOption { value: value.into(), label: label.into(), hint }
        };
        self.offered_values(field).into_iter().map(option).collect()
    }

    /// The same values, each with its label, which is empty for a choice: for a page that has the texts of
    /// the field table elsewhere.
    #[must_use]
    pub fn offered_values(&self, field: Field) -> Vec<(&str, &str)> {
        let mut offered = Vec::new();
        match field {
            Field::Tenant => {
                for tenant in self.context.tenants().into_iter().flat_map(|tenants| tenants.list()) {
                    offered.push((&*tenant.domain, tenant.name.as_deref().unwrap_or(&tenant.domain)));
                }
            }
            Field::AppProfile => {
                // The names of the profiles that would have no error.
                let tenant = self.verdicts.accepted(&self.draft, Field::Tenant);
                let bulk_token = self.chosen(Field::RejoinMethod) == fields::BULK_TOKEN;
                for profile in self.context.app_profiles().unwrap_or_default() {
                    let fits = tenant.is_none_or(|tenant| self.context.is_same_tenant(&profile.tenant, tenant))
                        && (profile.delegated || !bulk_token);
                    let option = (&*profile.name, &*profile.name);
                    if fits && !offered.contains(&option) {
                        offered.push(option);
                    }
                }
            }
            _ => {
                let destination =
                    if field == Field::RejoinMethod { self.chosen(Field::Destination) } else { fields::ANY };
                for choice in field.kind().choices().iter().filter(|choice| choice.offered & destination != 0) {
                    offered.push((choice.value, ""));
                }
            }
        }
        offered
    }

    /// The notes that belong to the choices made, in the order of the fields they stand beside.
    pub fn notes(&self) -> impl Iterator<Item = &'static Note> {
        let shown = self.notes;
        NOTES.iter().enumerate().filter(move |(bit, _)| shown >> bit & 1 == 1).map(|(_, note)| note)
    }

    /// The same notes as bits, the first of [`NOTES`] in the lowest: for hosts that have the texts themselves.
    #[must_use]
    pub const fn note_bits(&self) -> u32 {
        self.notes
    }

    /// What the host knows.
    #[must_use]
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// What would be submitted: the values of the fields that apply.
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        let mut draft = Draft::new();
        for field in Field::ALL {
            if self.state(field) == State::Applies {
                draft.set_field(field, borrowed(self.draft.get(field)));
            }
        }
        draft
    }

    /// The connection, or the issues.
    #[must_use]
    pub fn submit(&self) -> Report {
        validate(&self.draft(), &self.context)
    }

    fn put(&mut self, field: Field, value: Value<'_>) {
        // Most keystrokes change a text by a character: its memory serves again. That of a secret does
        // not, as a text that grows leaves a copy behind; a new one is made, and the old one wiped.
        if let (Some(Value::Text(Text::Owned(held))), Value::Text(text)) = (self.draft.get_mut(field), &value)
            && !field.is_secret()
        {
            held.clear();
            held.push_str(text.as_str());
            return;
        }
        self.draft.set_field(field, value.into_owned());
    }

    /// Checks fields again, each after those that it looks at.
    fn check(&mut self, affected: FieldSet) -> Changes {
        let mut changes = Changes::default();
        for field in CHECK_ORDER.into_iter().filter(|field| affected.contains(*field)) {
            if self.check_one(field) {
                changes.fields.insert(field);
            }
        }
        if affected.contains(Field::AppProfile) && self.context.app_profiles().is_some() {
            changes.fields.insert(Field::AppProfile);
        }
        if affected.meets(NOTED) {
            let notes = self.shown_notes();
            changes.notes = mem::replace(&mut self.notes, notes) != notes;
        }
        changes
    }

    /// Checks one field again; says whether it looks different now.
    fn check_one(&mut self, field: Field) -> bool {
        let mut issues = mem::take(&mut self.spare);
        let before = (self.state(field), self.offered(field));
        issues.clear();
        check_field(field, &self.draft, &self.context, &mut self.verdicts, &mut issues);
        let verdict = self.verdicts.get(field);
        // What is left over in another branch is kept in silence: the form shows none of it.
        if verdict.state != State::Applies {
            issues.clear();
        }
        if verdict.state == State::Applies && verdict.errors {
            self.wrong.insert(field);
        } else {
            self.wrong.remove(field);
        }
        let changed_state = before != (self.state(field), self.offered(field));
        let Some(held) = self.issues.get_mut(field.index()) else { return changed_state };
        let changed = changed_state || *held != issues;
        self.spare = mem::replace(held, issues);
        changed
    }

    /// The choice made in a field, as a bit.
    fn chosen(&self, field: Field) -> u8 {
        self.verdicts.get(field).choice
    }

    /// What the options of a field depend on.
    fn offered(&self, field: Field) -> u8 {
        if field == Field::RejoinMethod { self.verdicts.get(field).offered } else { fields::ANY }
    }

    fn shown_notes(&self) -> u32 {
        let policy = self.context.password_policy();
        let shown = |row: &Condition| row.fits(policy) && self.verdicts.hold(row.applies) == State::Applies;
        CONDITIONS.iter().enumerate().fold(0, |bits, (bit, row)| bits | u32::from(shown(row)) << bit)
    }
}

/// The values of a draft, borrowing nothing.
fn owned(values: &Draft<'_>) -> Draft<'static> {
    let mut draft = Draft::new();
    for field in Field::ALL {
        draft.set_field(field, borrowed(values.get(field)).into_owned());
    }
    draft
}

/// The same value, its text borrowed.
fn borrowed<'v>(value: &'v Value<'_>) -> Value<'v> {
    match value {
        Value::Text(text) => Value::Text(Text::Borrowed(text.as_str())),
        Value::Empty => Value::Empty,
        Value::Boolean(value) => Value::Boolean(*value),
        Value::Integer(value) => Value::Integer(*value),
        Value::Other => Value::Other,
    }
}

#[cfg(test)]
mod tests;
