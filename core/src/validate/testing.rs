//! What the tests of rules share: one value in a draft in which its field applies.

use super::*;
use alloc::string::String;

/// A draft in which the field applies.
pub(crate) fn draft_with(field: Field) -> Draft<'static> {
    let mut draft = Draft::new();
    make_apply(field, &mut draft);
    draft
}

fn make_apply(field: Field, draft: &mut Draft<'static>) {
    if let Applies::When(parent, bits) = field.spec().applies {
        make_apply(parent, draft);
        let choices = parent.spec().kind.choices();
        match choices.iter().find(|choice| choice.bit & bits != 0) {
            Some(choice) => draft.set_field(parent, choice.value),
            None => draft.set_field(parent, true),
        }
        if parent == Field::RejoinMethod && bits & (fields::BULK_TOKEN | fields::ENROLLMENT_FILE) != 0 {
            draft.set_field(Field::Destination, "entraId");
        }
    }
}

/// The issues of one field of a draft.
pub(crate) fn issues_of(field: Field, draft: &Draft<'_>, context: &Context) -> Vec<Issue> {
    let mut issues = validate(draft, context).issues;
    issues.retain(|issue| issue.place == Place::Field(field));
    issues
}

/// The issues of a field with a value, in a draft in which it applies.
pub(crate) fn issues(field: Field, value: &str) -> Vec<Issue> {
    let mut draft = draft_with(field);
    draft.set_field(field, String::from(value));
    issues_of(field, &draft, &Context::new())
}

/// The codes of those issues.
pub(crate) fn codes(field: Field, value: &str) -> Vec<&'static str> {
    issues(field, value).iter().map(|issue| issue.code().as_str()).collect()
}

/// The suggestion of the first issue, if it is a text.
pub(crate) fn suggestion(field: Field, value: &str) -> Option<String> {
    match issues(field, value).into_iter().next()?.suggestion? {
        Suggestion::Text(text) => Some(text),
        _ => None,
    }
}

/// The value in normal form, if it is good.
pub(crate) fn normal(field: Field, value: &str) -> Option<String> {
    let mut draft = draft_with(field);
    draft.set_field(field, String::from(value));
    let mut verdicts = Verdicts::default();
    let mut issues = Vec::new();
    for field in CHECK_ORDER {
        check_field(field, &draft, &Context::new(), &mut verdicts, &mut issues);
    }
    if verdicts.get(field).errors { None } else { verdicts.text(&draft, field).map(String::from) }
}
