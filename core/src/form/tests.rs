//! The form against its plain twin, and what a user interface relies on.

use super::*;
use crate::context::{AppProfile, Tenant};
use crate::report::Place;
use alloc::format;

/// Numbers that are always the same, for edits that look random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % limit
    }
}

const KEY: &str = "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw";

fn pool(dice: &mut Dice) -> Value<'static> {
    let texts = [
        "",
        " ",
        "source",
        "destination",
        "activeDirectory",
        "hybridIdentity",
        "entraId",
        "onlineCredentials",
        "offlineAgent",
        "bulkToken",
        "enrollmentFile",
        "contoso.com",
        "fabrikam.com",
        "https://contoso.com",
        "svc@contoso.com",
        "CONTOSO\\svc",
        "svc",
        "Abcdef1!",
        "Fly for Device",
        "C:\\a.ppkg",
        KEY,
        "x",
        "\u{FFFD}",
        "4aeeb44e-325a-4002-a36d-2986b65cad0a",
        "2030-01-01T00:00:00Z",
        "activeDirectoryEntraIdDevices",
    ];
    match dice.below(texts.len() + 4) {
        0 => Value::Boolean(true),
        1 => Value::Boolean(false),
        2 => Value::Integer(30),
        3 => Value::Other,
        at => Value::from(texts.get(at - 4).copied().unwrap_or_default()),
    }
}

fn context() -> Context {
    let tenant = Tenant { id: "t-1".into(), domain: "contoso.com".into(), name: Some("Contoso".into()) };
    let profile = |name: &str, delegated| AppProfile { name: name.into(), tenant: "contoso.com".into(), delegated };
    Context::new()
        .with_tenants([tenant])
        .with_app_profiles([profile("Fly for Device", true), profile("x", false)])
        .with_existing_names(["svc"])
}

#[test]
fn a_form_agrees_with_its_plain_twin_after_every_change() {
    let mut dice = Dice(7);
    for start in [Context::new(), context()] {
        let mut form = Form::new(start.clone());
        for step in 0..20_000 {
            let field = Field::ALL.get(dice.below(Field::COUNT)).copied().unwrap_or(Field::Name);
            let before = form.clone();
            let changes = form.set(field, pool(&mut dice));
            let mut expected = validate(&form.draft, &start);
            expected.issues.retain(|issue| issue.finding != crate::Finding::NotApplicable);
            let held: Vec<Issue> = form.issues.iter().flatten().cloned().collect();
            assert_eq!(held, expected.issues, "step {step}");
            assert_eq!(form.is_valid(), expected.is_valid(), "step {step}");
            assert_eq!(form.submit().connection.is_some(), form.is_valid());
            for other in Field::ALL {
                let same = before.issues(other) == form.issues(other)
                    && before.state(other) == form.state(other)
                    && before.options(other) == form.options(other);
                assert!(same || changes.fields.contains(other), "step {step}: {other:?} changed in silence");
            }
            assert_eq!(changes.notes, before.notes != form.notes);
        }
    }
}

#[test]
fn a_branch_that_was_left_keeps_its_values() {
    let mut form = Form::new(Context::new());
    form.set(Field::Role, "destination");
    form.set(Field::Destination, "activeDirectory");
    form.set(Field::RejoinMethod, "offlineAgent");
    form.set(Field::ConnectionKey, KEY);
    form.set(Field::RejoinMethod, "onlineCredentials");
    assert_eq!(form.issues(Field::ConnectionKey), []);
    assert_eq!(*form.draft().get(Field::ConnectionKey), Value::Empty);
    assert!(form.submit().issues.iter().all(|issue| issue.place != Place::Field(Field::ConnectionKey)));
    form.set(Field::RejoinMethod, "offlineAgent");
    assert_eq!(form.value(Field::ConnectionKey).as_text(), Some(KEY));
}

#[test]
fn stored_secrets_need_not_be_typed_again() {
    let values: Draft<'_> = [
        ("name", "a"),
        ("type", "activeDirectoryEntraIdDevices"),
        ("role", "source"),
        ("applicationId", "4aeeb44e-325a-4002-a36d-2986b65cad0a"),
    ]
    .into_iter()
    .collect();
    let stored: FieldSet = [Field::ClientSecret, Field::ConfigurationKey].into_iter().collect();
    let form = Form::edit(&values, stored, Context::new());
    assert!(form.is_valid());
    assert!(!form.is_required(Field::ClientSecret));
    assert!(form.is_required(Field::ApplicationId));
    let mut form = form;
    form.set_context(Context::new().with_existing_names(["b"]));
    assert!(form.is_valid(), "another context does not make the host forget");
}

#[test]
fn options_follow_the_choices() {
    let mut form = Form::new(context());
    let values = |form: &Form, field| form.options(field).into_iter().map(|option| option.value).collect::<Vec<_>>();
    form.set(Field::Role, "destination");
    form.set(Field::Destination, "entraId");
    assert_eq!(values(&form, Field::RejoinMethod), ["bulkToken", "enrollmentFile"]);
    assert_eq!(values(&form, Field::Tenant), ["contoso.com"]);
    assert_eq!(values(&form, Field::AppProfile), ["Fly for Device", "x"]);
    form.set(Field::RejoinMethod, "bulkToken");
    assert_eq!(values(&form, Field::AppProfile), ["Fly for Device"]);
    let changes = form.set(Field::Destination, "hybridIdentity");
    assert!(changes.fields.contains(Field::RejoinMethod));
    assert_eq!(values(&form, Field::RejoinMethod), ["onlineCredentials", "offlineAgent"]);
}

#[test]
fn notes_belong_to_the_branch() {
    let mut form = Form::new(Context::new());
    let shown = |form: &Form| form.notes().map(|note| note.id).collect::<Vec<_>>();
    assert_eq!(shown(&form), [""; 0]);
    form.set(Field::Role, "source");
    assert_eq!(shown(&form), ["deployDeviceAgent", "localAdministrator", "connectEntraId"]);
    assert!(form.set(Field::CreateLocalAdministrator, true).notes);
    assert!(shown(&form).contains(&"passwordPolicy"));
    form.set(Field::Role, "destination");
    form.set(Field::Destination, "hybridIdentity");
    form.set(Field::RejoinMethod, "offlineAgent");
    assert_eq!(shown(&form), ["intuneEnrollment", "memberServer", "connectionKey"]);
}

#[test]
fn a_key_goes_into_key_fields_only() {
    let mut form = Form::new(Context::new());
    let mut entropy = Entropy::new(|bytes: &mut [u8]| {
        bytes.iter_mut().zip(0..).for_each(|(place, byte)| *place = byte);
        Ok(())
    });
    assert_eq!(form.generate_key(Field::Name, &mut entropy).err(), Some(KeyError::NotAKeyField));
    assert!(form.generate_key(Field::ConnectionKey, &mut entropy).is_ok());
    assert_eq!(form.value(Field::ConnectionKey).as_text(), Some(KEY));
    assert!(!format!("{form:?}").contains("rjcon1q"));
}
