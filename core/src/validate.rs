//! The walk: each field in turn, whether it applies, and what its rules say.
//!
//! Validating never fails. A form keeps the same verdicts and walks only the fields that a change can
//! have affected.

mod checked;

use alloc::vec::Vec;
use core::ops::Range;

use crate::codes::{Finding, Severity};
use crate::context::Context;
use crate::draft::{Draft, Text, Value};
use crate::fields::{self, Applies, FIELDS, Field, FieldSet, Kind};
use crate::report::{Issue, Place, Report, Suggestion};
use crate::rules;
use crate::text::{self, Scan};
pub use checked::Checked;

/// Checks a draft.
///
/// It never fails and never hangs: whatever the draft holds, the report says what is wrong with it.
/// The time is linear in the length of the draft.
#[must_use]
pub fn validate(draft: &Draft<'_>, context: &Context) -> Report {
    check(draft, context).into_report()
}

/// Checks a draft as [`validate`] does, and copies nothing of it: for bindings, which carry what is found
/// into another language at once.
#[must_use]
pub fn check<'d>(draft: &'d Draft<'d>, context: &Context) -> Checked<'d> {
    let mut verdicts = Verdicts::default();
    let mut issues = Vec::new();
    for field in CHECK_ORDER {
        let before = issues.len();
        check_field(field, draft, context, &mut verdicts, &mut issues);
        put_in_order(field, before, &mut issues);
    }
    rules::unknown_field::check(draft, &mut issues);
    let valid = issues.iter().all(|issue| issue.severity() != Severity::Error);
    Checked { draft, verdicts, issues, valid }
}

/// Moves the issues from `start` on, which are those of one field, before those of later fields.
///
/// A field may be checked after one that stands behind it; reports follow the table.
fn put_in_order(field: Field, start: usize, issues: &mut [Issue]) {
    let later = issues.iter().take(start).rev().take_while(|issue| issue.place.field() > Some(field)).count();
    if let Some(moved) = issues.get_mut(start.saturating_sub(later)..).filter(|_| later > 0) {
        // The plain way to rotate; the library's is quicker for thousands of issues, and larger.
        if let Some((before, after)) = moved.split_at_mut_checked(later) {
            before.reverse();
            after.reverse();
        }
        moved.reverse();
    }
}

/// The order in which fields are checked: by the table, but each after those that it looks at.
pub(crate) const CHECK_ORDER: [Field; Field::COUNT] = {
    let mut order = Field::ALL;
    let mut done = FieldSet::EMPTY;
    let mut rest: &mut [Field] = &mut order;
    while let [place, tail @ ..] = rest {
        *place = first_ready(done);
        done.insert(*place);
        rest = tail;
    }
    order
};

/// The first field that is not done, and looks only at fields that are.
const fn first_ready(done: FieldSet) -> Field {
    let mut rest: &[fields::FieldSpec] = &FIELDS;
    while let [row, tail @ ..] = rest {
        let mut ready = !done.contains(row.field);
        if let Applies::When(parent, _) = row.applies {
            ready = ready && done.contains(parent);
        }
        let mut reads = row.reads;
        while let [read, more @ ..] = reads {
            ready = ready && done.contains(*read);
            reads = more;
        }
        if ready {
            return row.field;
        }
        rest = tail;
    }
    Field::Name
}

/// Whether a field belongs to the choices made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// The choices it hangs on are missing or wrong: nothing is said about it.
    #[default]
    Undecided,
    /// The choices say that it is part of the connection.
    Applies,
    /// The choices say that it is not.
    DoesNotApply,
}

/// What a value is in normal form.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Normal {
    /// There is no value.
    #[default]
    Absent,
    /// A part of the text that the draft holds.
    Part { start: usize, end: usize },
    /// A text of its own.
    Text(Text<'static>),
    /// A whole number.
    Integer(u32),
}

/// What is known of a field after its checks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) state: State,
    /// The choice made, as a bit of its field; none where it is missing or wrong.
    pub(crate) choice: u8,
    /// The destination for which methods were offered, as a bit; used by the rejoin method alone.
    pub(crate) offered: u8,
    /// Whether a check reported an error.
    pub(crate) errors: bool,
    pub(crate) normal: Normal,
}

/// What is known of all fields.
#[derive(Clone, Debug)]
pub(crate) struct Verdicts([Verdict; Field::COUNT]);

impl Default for Verdicts {
    // A function of its own: written out in its callers, each would be as long as the table.
    #[inline(never)]
    fn default() -> Self {
        Self(core::array::from_fn(|_| Verdict::default()))
    }
}

/// What is known of a field before its checks.
static NO_VERDICT: Verdict =
    Verdict { state: State::Undecided, choice: 0, offered: 0, errors: false, normal: Normal::Absent };

impl Verdicts {
    pub(crate) fn get(&self, field: Field) -> &Verdict {
        // The array has a place for each field, so the other value is never used.
        self.0.get(field.index()).unwrap_or(&NO_VERDICT)
    }

    fn set(&mut self, field: Field, verdict: Verdict) {
        if let Some(place) = self.0.get_mut(field.index()) {
            *place = verdict;
        }
    }

    /// The text of a field in normal form.
    pub(crate) fn text<'v>(&'v self, draft: &'v Draft<'_>, field: Field) -> Option<&'v str> {
        match &self.get(field).normal {
            Normal::Part { start, end } => draft.get(field).as_text()?.get(*start..*end),
            Normal::Text(text) => Some(text.as_str()),
            Normal::Absent | Normal::Integer(_) => None,
        }
    }

    /// The number of a field.
    pub(crate) fn integer(&self, field: Field) -> Option<u32> {
        match self.get(field).normal {
            Normal::Integer(value) => Some(value),
            _ => None,
        }
    }

    /// The text of a field in normal form, if it has one and no error.
    pub(crate) fn accepted<'v>(&'v self, draft: &'v Draft<'_>, field: Field) -> Option<&'v str> {
        if self.get(field).errors { None } else { self.text(draft, field) }
    }

    /// Whether the choices made are those of a condition.
    pub(crate) fn hold(&self, applies: Applies) -> State {
        let Applies::When(parent, wanted) = applies else { return State::Applies };
        let parent = self.get(parent);
        match parent.state {
            State::Applies if parent.choice == 0 => State::Undecided,
            State::Applies if parent.choice & wanted != 0 => State::Applies,
            State::Applies => State::DoesNotApply,
            other => other,
        }
    }
}

/// Checks one field, when those that it looks at have been.
pub(crate) fn check_field(
    field: Field,
    draft: &Draft<'_>,
    context: &Context,
    verdicts: &mut Verdicts,
    issues: &mut Vec<Issue>,
) {
    let mut probe = Probe { field, draft, context, verdicts, issues, errors: false };
    if draft.is_duplicated(field) {
        probe.report(Finding::DuplicateField);
    }
    let state = probe.verdicts.hold(field.applies());
    let mut verdict = match state {
        State::Applies => check_value(&mut probe),
        State::DoesNotApply => {
            if has_value(field, draft.get(field)) {
                probe.report(Finding::NotApplicable);
            }
            Verdict::default()
        }
        State::Undecided => Verdict::default(),
    };
    verdict.state = state;
    verdict.offered = if field == Field::RejoinMethod { probe.offered_for() } else { 0 };
    verdict.errors = probe.errors;
    verdicts.set(field, verdict);
}

/// Whether a value is more than the field's own kind of nothing.
pub(crate) fn has_value(field: Field, value: &Value<'_>) -> bool {
    match (field.kind(), value) {
        (_, Value::Empty) => false,
        (Kind::Boolean, Value::Boolean(value)) => *value,
        (Kind::Text { .. } | Kind::Choice(_), Value::Text(text)) => !text::trim(text.as_str()).is_empty(),
        _ => true,
    }
}

fn check_value(probe: &mut Probe<'_>) -> Verdict {
    let (field, draft) = (probe.field, probe.draft);
    match (field.kind(), draft.get(field)) {
        (Kind::Boolean, Value::Empty) => boolean(false, probe),
        (Kind::Boolean, Value::Boolean(value)) => boolean(*value, probe),
        (_, Value::Empty) => missing(probe),
        (Kind::Integer { min, max }, Value::Integer(value)) => {
            let normal =
                rules::bulk_token::check_lifetime(*value, min, max, probe).map_or(Normal::Absent, Normal::Integer);
            Verdict { normal, ..Verdict::default() }
        }
        (Kind::Choice(choices), Value::Text(text)) => match text::trim(text.as_str()) {
            "" => missing(probe),
            value => {
                let Range { start, end } = text::place_of(value, text.as_str());
                let choice = rules::choice::check(value, draft.expected(field, choices), probe);
                Verdict { choice, normal: Normal::Part { start, end }, ..Verdict::default() }
            }
        },
        (Kind::Text { .. } | Kind::Secret { .. } | Kind::Key { .. }, Value::Text(text)) => {
            Verdict { normal: check_text(text.as_str(), probe), ..Verdict::default() }
        }
        (kind, value) => {
            rules::wrong_type::check(kind, value, probe);
            Verdict::default()
        }
    }
}

fn boolean(value: bool, probe: &mut Probe<'_>) -> Verdict {
    if probe.field == Field::CreateLocalAdministrator && !value {
        probe.report(Finding::NoLocalAdministrator);
    }
    Verdict { choice: if value { fields::YES } else { fields::NO }, ..Verdict::default() }
}

fn missing(probe: &mut Probe<'_>) -> Verdict {
    if probe.field.is_required() && !probe.context.is_stored(probe.field) {
        probe.report(Finding::Required);
    }
    Verdict::default()
}

/// The checks of a text, a secret or a key that is not empty; gives it in normal form.
fn check_text(given: &str, probe: &mut Probe<'_>) -> Normal {
    let kind = probe.field.kind();
    let value = match kind {
        Kind::Secret { .. } => given,
        _ => text::trim(given),
    };
    if value.is_empty() && matches!(kind, Kind::Text { .. }) {
        return missing(probe).normal;
    }
    if rules::check_first(value, probe).is_break() {
        return Normal::Absent;
    }
    let scan = Scan::of(value);
    if rules::any_text::check(&scan, probe).is_break() || rules::any_secret::check(value, probe).is_break() {
        return Normal::Absent;
    }
    match rules::check(value, &scan, probe) {
        Some(text) => Normal::Text(Text::Owned(text)),
        None => {
            let Range { start, end } = text::place_of(value, given);
            Normal::Part { start, end }
        }
    }
}

/// What a rule may look at, and where it reports.
pub(crate) struct Probe<'p> {
    pub(crate) field: Field,
    draft: &'p Draft<'p>,
    pub(crate) context: &'p Context,
    verdicts: &'p Verdicts,
    issues: &'p mut Vec<Issue>,
    errors: bool,
}

impl<'p> Probe<'p> {
    /// Reports a finding about the field.
    // A function of its own, as it is called in a hundred places, none of them hot: nearly all is well with most drafts.
    #[inline(never)]
    pub(crate) fn report(&mut self, finding: Finding) {
        self.push(finding, None);
    }

    /// Reports a finding with a text that would mend the field.
    #[inline(never)]
    pub(crate) fn suggest(&mut self, finding: Finding, text: Option<alloc::string::String>) {
        self.push(finding, text.map(Suggestion::Text));
    }

    /// Reports a finding with a value that would mend the field. Of a secret nothing is ever suggested.
    pub(crate) fn push(&mut self, finding: Finding, suggestion: Option<Suggestion>) {
        self.errors |= finding.code().severity(Some(self.field)) == Severity::Error;
        let suggestion = suggestion.filter(|_| !self.field.is_secret());
        self.issues.push(Issue { place: Place::Field(self.field), finding, suggestion });
    }

    /// The text that the draft holds for a field, good or not, without blanks around it.
    pub(crate) fn typed(&self, field: Field) -> Option<&'p str> {
        let text = self.draft.get(field).as_text()?;
        Some(if matches!(field.kind(), Kind::Secret { .. }) { text } else { text::trim(text) })
            .filter(|text| !text.is_empty())
    }

    /// The text of another field in normal form, if it is there and without an error.
    pub(crate) fn accepted(&self, field: Field) -> Option<&'p str> {
        self.verdicts.accepted(self.draft, field)
    }

    /// The destination, for which methods are offered, as a bit.
    pub(crate) fn offered_for(&self) -> u8 {
        self.verdicts.get(Field::Destination).choice
    }

    /// The choice made in another field, as a bit; 0 where it is missing or wrong.
    pub(crate) fn chosen(&self, field: Field) -> u8 {
        let verdict = self.verdicts.get(field);
        if verdict.errors { 0 } else { verdict.choice }
    }
}

#[cfg(test)]
pub(crate) mod testing;

#[cfg(test)]
mod tests;
