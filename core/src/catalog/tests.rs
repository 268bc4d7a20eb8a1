//! The catalog from outside: what it keeps, what it refuses, and that no secret is ever in it.

mod documents;
mod lists;

use super::samples::BASES;
use super::*;
use crate::codes::Code;
use crate::context::Context;
use crate::draft::Draft;
use crate::validate::validate;
use alloc::format;
use alloc::string::ToString;
use alloc::vec;

type Outcome = Result<(), CatalogError>;

const NOW: u64 = 1_774_958_400_000;
/// What stands in the secrets of the base drafts.
const CANARIES: [&str; 6] =
    ["Zk4vT9qLw2", "Tr4il-Mix", "qyqqzqsrqszsvpcg", "Blue-Kettle", "AVYAq7Rk2mTz", "AgABAAEAAAD9sP3"];

/// The connection of a JSON text with other members, each a key and a JSON value.
fn connection_with(base: &str, members: &[(&str, Tree)], stored: &[&str]) -> Option<Connection> {
    let base = Tree::from_json(base.as_bytes()).ok()?;
    let kept = base.as_map()?.iter().filter(|(key, _)| members.iter().all(|(other, _)| other != key));
    let all = kept.map(|(key, value)| (key.as_str(), value.clone())).chain(members.iter().cloned());
    let text = Tree::map(all).to_json();
    let context = Context::new().with_stored_secrets(stored).ok()?;
    validate(&Draft::from_json(text.as_bytes()).ok()?, &context).connection
}

fn named(base: &str, name: &str) -> Connection {
    connection_with(base, &[("name", Tree::from(name))], &[]).unwrap_or_else(nothing)
}

/// A connection that nothing accepts, in place of one that a test has wrong.
fn nothing() -> Connection {
    let rejoin = crate::connection::DomainRejoin::OfflineAgent { connection_key: None };
    let destination = crate::connection::Destination::ActiveDirectory(rejoin);
    Connection { name: String::new(), role: crate::connection::Role::Destination(destination) }
}

/// Random bytes, different for each number.
fn random(number: u8) -> [u8; ID_RANDOM_BYTES] {
    [number; ID_RANDOM_BYTES]
}

/// A catalog of all base drafts.
fn filled() -> Result<Catalog, CatalogError> {
    let mut catalog = Catalog::new();
    for (number, base) in (0_u8..).zip(BASES) {
        let connection = connection_with(base, &[], &[]).unwrap_or_else(nothing);
        catalog.add(&connection, NOW + u64::from(number / 2), random(number))?;
    }
    Ok(catalog)
}

fn listed<'c>(catalog: &'c Catalog, query: &Query) -> Vec<&'c str> {
    catalog.list(query).into_iter().map(Entry::name).collect()
}

#[test]
fn an_entry_has_no_secret() -> Outcome {
    let catalog = filled()?;
    let seen = format!("{catalog:?}{}{}", catalog.export().to_json(), catalog.export().to_json_pretty());
    for canary in CANARIES {
        assert!(BASES.iter().any(|base| base.contains(canary)), "{canary}");
        assert!(!seen.contains(canary), "{canary}");
    }
    Ok(())
}

#[test]
fn an_entry_as_data() -> Outcome {
    let mut catalog = Catalog::new();
    let [source, ..] = BASES;
    let entry = catalog.add(&named(source, " A "), NOW, random(0xFF))?;
    let expected = concat!(
        r#"{"id":"019d43c3-d200-7fff-bfff-ffffffffffff","#,
        r#""connection":{"name":"A","type":"activeDirectoryEntraIdDevices","role":"source","#,
        r#""applicationId":"7c9e4b1a-58d2-4f36-9b07-e1a4c6d2835f","createLocalAdministrator":true,"#,
        r#""localAdministratorUsername":"DeskRescue","connectEntraId":false},"#,
        r#""secrets":{"clientSecret":{"stored":true},"localAdministratorPassword":{"stored":true}},"#,
        r#""keys":{"configurationKey":{"id":"0001020304050607","#,
        r#""fingerprint":"be93d0d4a01b24776b8ea37a300bdcabe1121f74c025bf2b917b347d9d094b12","masked":"rjcfg1…zpey"}},"#,
        r#""createdAt":"2026-03-31T12:00:00.000Z","modifiedAt":"2026-03-31T12:00:00.000Z"}"#
    );
    assert_eq!(entry.to_tree().to_json(), expected);
    assert_eq!(entry.key(Field::ConfigurationKey).map(|key| key.id.as_str()), Some("0001020304050607"));
    assert_eq!(entry.get(Field::ConnectEntraId), Some(&Plain::Boolean(false)));
    let stored = [Field::ClientSecret, Field::ConfigurationKey, Field::LocalAdministratorPassword];
    assert_eq!(entry.stored_secrets().iter().collect::<Vec<_>>(), stored);
    Ok(())
}

#[test]
fn a_draft_of_an_entry_is_valid_with_its_secrets_stored() -> Outcome {
    let catalog = filled()?;
    for entry in catalog.list(&Query::default()) {
        let context =
            Context::new().with_stored(entry.stored_secrets()).with_existing_names(catalog.names_except(entry.id()));
        let report = validate(&entry.draft(), &context);
        assert!(report.is_valid(), "{}: {:?}", entry.name(), report.issues);
        let context = Context::new().with_stored(entry.stored_secrets()).with_existing_names(catalog.names());
        let codes: Vec<Code> = validate(&entry.draft(), &context).issues.iter().map(|issue| issue.code()).collect();
        assert!(codes.contains(&Code::NameTaken));
    }
    Ok(())
}

#[test]
fn an_update_keeps_secrets_that_are_left_empty() -> Outcome {
    let mut catalog = Catalog::new();
    let [source, _, online, ..] = BASES;
    let id = catalog.add(&named(source, "A"), NOW, random(1))?.id().to_string();
    let empty = [("clientSecret", Tree::Null), ("configurationKey", Tree::Null)];
    let stored = ["clientSecret", "configurationKey"];
    let before = catalog.get(&id).and_then(|entry| entry.key(Field::ConfigurationKey)).cloned();

    let edited = connection_with(source, &empty, &stored).unwrap_or_else(nothing);
    let entry = catalog.update(&id, &edited, NOW + 1)?;
    assert_eq!(entry.stored_secrets().iter().count(), 3);
    assert_eq!(entry.key(Field::ConfigurationKey), before.as_ref());
    assert_eq!(
        (entry.created_at(), entry.modified_at()),
        ("2026-03-31T12:00:00.000Z".into(), "2026-03-31T12:00:00.001Z".into())
    );

    // Fields that no longer apply lose what was stored, also for when they apply again.
    let without = [("createLocalAdministrator", Tree::from(false)), ("localAdministratorUsername", Tree::Null)];
    let without: Vec<_> = without.into_iter().chain([("localAdministratorPassword", Tree::Null)]).collect();
    catalog.update(&id, &connection_with(source, &without, &[]).unwrap_or_else(nothing), NOW + 2)?;
    let no_password = [("localAdministratorPassword", Tree::Null)];
    let again = connection_with(source, &no_password, &["localAdministratorPassword"]).unwrap_or_else(nothing);
    let error = catalog.update(&id, &again, NOW + 3).err();
    assert_eq!(error.as_ref().and_then(CatalogError::problem).map(EntryProblem::code), Some("required"));

    let entry = catalog.update(&id, &named(online, "B"), NOW + 4)?;
    assert_eq!(entry.stored_secrets().iter().collect::<Vec<_>>(), [Field::AdPassword]);
    assert_eq!(catalog.names().collect::<Vec<_>>(), ["B"]);
    Ok(())
}

#[test]
fn a_new_key_takes_the_place_of_the_old() -> Outcome {
    let mut catalog = Catalog::new();
    let [source, ..] = BASES;
    let id = catalog.add(&named(source, "A"), NOW, random(1))?.id().to_string();
    let bytes = core::array::from_fn(|i| u8::try_from(i).unwrap_or_default().wrapping_mul(3));
    let key = crate::key::Key::from_bytes(crate::key::KeyKind::Configuration, &bytes).map(|key| key.text());
    let text = key.as_ref().map_or("", |key| key.expose());
    let edited = connection_with(source, &[("configurationKey", Tree::from(text))], &[]).unwrap_or_else(nothing);
    let entry = catalog.update(&id, &edited, NOW)?;
    assert_eq!(entry.key(Field::ConfigurationKey).map(|key| key.id.as_str()), Some("000306090c0f1215"));
    assert_eq!(entry.stored_secrets().iter().count(), 3);
    Ok(())
}

#[test]
fn secrets_that_the_host_has_already_need_not_be_given() -> Outcome {
    let mut catalog = Catalog::new();
    let [source, without_administrator, ..] = BASES;
    let stored: FieldSet = Field::ALL.into_iter().filter(|field| field.is_secret()).collect();
    let empty = [("clientSecret", Tree::Null)];
    let lacking = connection_with(source, &empty, &["clientSecret"]).unwrap_or_else(nothing);
    let fields = |entry: &Entry| entry.stored_secrets().iter().collect::<Vec<_>>();
    let all = [Field::ClientSecret, Field::ConfigurationKey, Field::LocalAdministratorPassword];
    assert_eq!(fields(catalog.add_with_stored(&lacking, stored, NOW, random(1))?), all);
    // Nothing is noted for a field that does not apply.
    let without = named(without_administrator, "B");
    assert_eq!(fields(catalog.add_with_stored(&without, stored, NOW, random(2))?), all[..2]);
    let empty = [("name", Tree::from("C")), ("configurationKey", Tree::Null)];
    let keyless = connection_with(source, &empty, &["configurationKey"]).unwrap_or_else(nothing);
    let error = catalog.add_with_stored(&keyless, stored, NOW, random(3)).err();
    assert_eq!(error.as_ref().and_then(CatalogError::problem).map(EntryProblem::field), Some("configurationKey"));
    Ok(())
}

#[test]
fn what_is_not_complete_or_not_valid_is_refused() {
    let mut catalog = Catalog::new();
    let [source, ..] = BASES;
    let refused = |catalog: &mut Catalog, connection: &Connection| {
        let error = catalog.add(connection, NOW, random(1)).err()?;
        Some((error.code(), error.problem()?.field().to_string(), error.problem()?.code()))
    };
    let lacking = connection_with(source, &[("clientSecret", Tree::Null)], &["clientSecret"]).unwrap_or_else(nothing);
    let expected = Some(("invalid_connection", "clientSecret".into(), "required"));
    assert_eq!(refused(&mut catalog, &lacking), expected);
    assert_eq!(refused(&mut catalog, &nothing()), Some(("invalid_connection", "name".into(), "required")));

    let mut odd = named(source, "A");
    if let crate::connection::Role::Source(source) = &mut odd.role {
        source.configuration_key = Some("canary".into());
    }
    let expected = Some(("invalid_connection", "configurationKey".into(), "key_not_a_key"));
    assert_eq!(refused(&mut catalog, &odd), expected);
    assert!(catalog.is_empty());
}

#[test]
fn names_and_ids_are_unique() -> Outcome {
    let mut catalog = Catalog::new();
    let [source, ..] = BASES;
    catalog.add(&named(source, "Ärger"), NOW, random(1))?;
    let code = |result: Result<&Entry, CatalogError>| result.err().map(|error| error.code());
    assert_eq!(code(catalog.add(&named(source, " äRGER "), NOW, random(2))), Some("name_taken"));
    assert_eq!(code(catalog.add(&named(source, "b"), NOW, random(1))), Some("id_taken"));
    assert_eq!(code(catalog.add(&named(source, "b"), u64::MAX, random(1))), Some("time_out_of_range"));
    let id = catalog.add(&named(source, "b"), NOW, random(2))?.id().to_uppercase();
    assert_eq!(code(catalog.update(&id, &named(source, "ärger"), NOW)), Some("name_taken"));
    // One's own name in other case is not taken; the old one is free afterwards.
    assert_eq!(catalog.update(&id, &named(source, "B"), NOW)?.name(), "B");
    catalog.update(&id, &named(source, "c"), NOW)?;
    catalog.add(&named(source, "b"), NOW, random(3))?;
    assert_eq!(catalog.names().collect::<Vec<_>>(), ["Ärger", "c", "b"]);
    Ok(())
}

#[test]
fn several_are_deleted_or_none() -> Outcome {
    let mut catalog = filled()?;
    let ids: Vec<String> = catalog.list(&Query::default()).iter().map(|entry| entry.id().to_string()).collect();
    let some = ids.iter().take(2).cloned();
    let error = catalog.delete(some.clone().chain(["canary".into()])).err();
    assert_eq!(error, Some(CatalogError::NotFound { id: String::new() }));
    assert!(!error.is_some_and(|error| error.to_tree().to_json().contains("canary")));
    assert_eq!(catalog.len(), BASES.len());
    assert_eq!(catalog.delete(some.clone().chain(some.clone()))?.len(), 2);
    assert_eq!(catalog.len(), BASES.len() - 2);
    assert!(some.clone().all(|id| catalog.get(&id).is_none()));
    assert_eq!(catalog.delete(some).err().map(|error| error.code()), Some("not_found"));
    assert_eq!(catalog.update("x", &nothing(), NOW).err().map(|error| error.code()), Some("not_found"));
    assert_eq!(catalog.delete(ids.iter().skip(2))?.len(), BASES.len() - 2);
    assert_eq!(catalog, Catalog::new());
    Ok(())
}
