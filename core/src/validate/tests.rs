//! The walk over a draft.

use super::*;

#[test]
fn each_field_is_checked_once_and_after_what_it_looks_at() {
    let mut done = FieldSet::EMPTY;
    for field in CHECK_ORDER {
        assert!(!done.contains(field));
        assert!(field.spec().reads.iter().all(|read| done.contains(*read)), "{field:?}");
        done.insert(field);
    }
    assert_eq!(done, FieldSet::ALL);
}

#[test]
fn a_wrong_choice_causes_no_cascade() {
    let draft: Draft<'_> = [
        ("name", "a"),
        ("type", "activeDirectoryEntraIdDevices"),
        ("role", "sauce"),
        ("tenant", "x"),
        ("adDomain", "y"),
    ]
    .into_iter()
    .collect();
    let report = validate(&draft, &Context::new());
    assert_eq!(report.issues.len(), 1);
    assert_eq!(
        report.issues.first().and_then(|issue| issue.suggestion.clone()),
        Some(Suggestion::Text("source".into()))
    );
}

#[test]
fn what_does_not_apply_is_a_warning_and_left_out() {
    let mut draft = testing::draft_with(Field::ConnectionKey);
    draft.set_field(Field::AdPassword, " ");
    draft.set_field(Field::AdDomain, " ");
    draft.set_field(Field::ConnectEntraId, false);
    draft.set_field(Field::BulkTokenLifetimeDays, Value::Other);
    let codes = |field| testing::issues_of(field, &draft, &Context::new()).len();
    assert_eq!(codes(Field::AdPassword), 1);
    assert_eq!(codes(Field::AdDomain), 0);
    assert_eq!(codes(Field::ConnectEntraId), 0);
    assert_eq!(codes(Field::BulkTokenLifetimeDays), 1);
}
