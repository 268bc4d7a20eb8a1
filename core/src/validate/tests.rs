//! The walk over a draft.

use super::*;
use crate::connection::Connection;

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

#[test]
fn what_was_checked_has_the_members_of_the_connection() {
    const KEY: &str = "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw";
    let shared = [("name", " a "), ("type", "activeDirectoryEntraIdDevices"), ("role", "destination")];
    let entra = [("destination", "entraId"), ("tenant", "Contoso.com."), ("appProfile", "x")];
    let mut drafts: [Draft<'_>; 3] = [
        [("destination", "activeDirectory"), ("rejoinMethod", "offlineAgent"), ("connectionKey", KEY)].as_slice(),
        &[("rejoinMethod", "bulkToken"), ("bulkTokenDisplayName", "b"), ("bulkToken", "0123456789abcdef")],
        &[("rejoinMethod", "enrollmentFile"), ("enrollmentFilePath", "c:/bulk//a.ppkg")],
    ]
    .map(|own| shared.iter().chain(&entra).chain(own).copied().collect());
    let [agent, token, _] = &mut drafts;
    agent.set_field(Field::Tenant, Value::Empty);
    agent.set_field(Field::AppProfile, Value::Empty);
    token.set_field(Field::BulkTokenLifetimeDays, 30);
    for draft in &drafts {
        let checked = check(draft, &Context::new());
        assert!(checked.is_valid(), "{:?}", checked.issues());
        let connection = validate(draft, &Context::new()).connection;
        let draft = connection.as_ref().map(Connection::to_draft).unwrap_or_default();
        for field in Field::ALL {
            assert_eq!(checked.member(field), *draft.get(field), "{field:?}");
        }
    }
}
