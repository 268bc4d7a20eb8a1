//! Documents: out and in again, and each way in which one is refused.

use super::*;

/// The document of the base drafts with one part of its text replaced.
fn changed(from: &str, to: &str) -> String {
    let text = filled().map(|catalog| catalog.export().to_json()).unwrap_or_default();
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

#[test]
fn what_is_exported_is_imported_again() -> Outcome {
    let catalog = filled()?;
    let mut copy = Catalog::new();
    assert_eq!(copy.import(catalog.export().to_json_pretty().as_bytes())?, BASES.len());
    assert_eq!(copy, catalog);
    assert_eq!(copy.export(), catalog.export());
    assert_eq!(listed(&copy, &Query::default()), listed(&catalog, &Query::default()));
    let mut twice = Catalog::new();
    twice.import_tree(&Catalog::new().export())?;
    assert!(twice.is_empty());
    Ok(())
}

#[test]
fn json_text_has_a_line_for_each_entry() -> Outcome {
    let catalog = filled()?;
    let text = catalog.to_json();
    assert_eq!(Tree::from_json(text.as_bytes()).ok(), Some(catalog.export()));
    assert_eq!(text.lines().count(), BASES.len() + 2);
    assert_eq!(text.lines().filter(|line| line.starts_with("{\"id\":")).count(), BASES.len());
    assert_eq!(Tree::from_json(Catalog::new().to_json().as_bytes()).ok(), Some(Catalog::new().export()));
    Ok(())
}

#[test]
fn documents_that_are_none_are_refused() {
    let mut catalog = Catalog::new();
    let mut refused = |json: &str| catalog.import(json.as_bytes()).err().map(|error| (error.code(), error.to_string()));
    let malformed = |path: &str, expected: &str| {
        let says = format!("Choose a file that was exported from a catalog: `{path}` must be {expected}");
        Some(("malformed_document", says))
    };
    assert_eq!(refused("{\n]"), Some(("malformed_json", "Correct the JSON near line 2, column 1".into())));
    assert_eq!(refused("[]"), malformed("document", "an object"));
    assert_eq!(refused("{}"), malformed("format", "`rejoin-catalog`"));
    let of = |rest: &str| format!(r#"{{"format":"rejoin-catalog"{rest}}}"#);
    for version in ["", r#","version":0"#, r#","version":1.5"#, r#","version":"1""#, r#","version":null"#] {
        assert_eq!(refused(&of(version)), malformed("version", "1"), "{version}");
    }
    assert_eq!(refused(&of(r#","version":1"#)), malformed("entries", "a list"));
    assert_eq!(refused(&of(r#","version":1,"entries":{}"#)), malformed("entries", "a list"));
    let once = "left out, or given once";
    assert_eq!(refused(&of(r#","version":1,"entries":[],"more":1"#)), malformed("more", once));
    assert_eq!(refused(&of(r#","version":1,"entries":[],"entries":[]"#)), malformed("entries", once));
    assert_eq!(refused(&of(r#","version":1.0,"entries":[]"#)), None);
}

#[test]
fn a_later_version_is_refused_whatever_else_it_has() -> Outcome {
    let mut catalog = filled()?;
    let before = catalog.clone();
    let error = catalog.import(br#"{"format":"rejoin-catalog","version":2,"connections":{}}"#).err();
    assert_eq!(error, Some(CatalogError::UnsupportedVersion { version: 2 }));
    assert_eq!(catalog, before);
    Ok(())
}

#[test]
fn an_entry_that_is_wrong_is_named_and_nothing_is_imported() {
    for (from, to, field, reason) in [
        (r#""createdAt":"#, r#""made":"#, "entry.made", "unknown_member"),
        (r#""keys":"#, r#""keys":{},"keys":"#, "entry.keys", "duplicate_member"),
        (r#""id":"019d"#, r#""id":"{19d"#, "id", "wrong_shape"),
        (r#""id":"019d"#, r#""id":null,"x":"019d"#, "entry.x", "unknown_member"),
        (r#""createdAt":"2026"#, r#""createdAt":"1926"#, "createdAt", "wrong_shape"),
        (r#"12:00:00.000Z"}"#, r#"12:00:60.000Z"}"#, "modifiedAt", "wrong_shape"),
        (r#""connection":{"#, r#""connection":[{"#, "", "malformed_json"),
        (r#""role":"source""#, r#""role":"sauce""#, "role", "unknown_choice"),
        (r#""role":"source""#, r#""rolle":"source""#, "role", "required"),
        (r#""role":"source""#, r#""role":"source","x":1"#, "x", "unknown_field"),
        (r#""role":"source""#, r#""role":"source","role":"source""#, "role", "duplicate_field"),
        (r#""role":"source""#, r#""role":"source","tenant":"a.com""#, "tenant", "not_applicable"),
        (r#""role":"source""#, r#""role":"source","clientSecret":"canary""#, "clientSecret", "secret_in_document"),
        (r#""role":"source""#, r#""role":"source","connectionKey":null"#, "connectionKey", "secret_in_document"),
        (r#""connectEntraId":false"#, r#""connectEntraId":0"#, "connectEntraId", "wrong_type"),
        (r#""connectEntraId":false"#, r#""connectEntraId":{}"#, "connectEntraId", "wrong_type"),
        (r#""clientSecret":{"stored":true}"#, r#""clientSecret":"canary""#, "secrets.clientSecret", "wrong_shape"),
        (r#"{"stored":true}"#, r#"{"stored":false}"#, "secrets.clientSecret", "wrong_shape"),
        (r#"{"stored":true}"#, r#"{"stored":true,"value":"canary"}"#, "secrets.clientSecret", "wrong_shape"),
        (r#""clientSecret":{"stored":true},"#, "", "clientSecret", "required"),
        (r#""clientSecret":{"#, r#""adPassword":{"stored":true},"clientSecret":{"#, "adPassword", "not_applicable"),
        (r#""clientSecret":{"#, r#""configurationKey":{"#, "secrets.configurationKey", "unknown_member"),
        (r#""secrets":{"#, r#""secrets":{"name":{"stored":true},"#, "secrets.name", "unknown_member"),
        (r#""keys":{"#, r#""keys":{"clientSecret":{},"#, "keys.clientSecret", "unknown_member"),
        (r#""fingerprint":"be"#, r#""fingerprint":"BE"#, "keys.configurationKey.fingerprint", "wrong_shape"),
        (r#""fingerprint":"be"#, r#""key":"canary","fingerprint":"be"#, "keys.configurationKey.key", "unknown_member"),
        (r#""000102030405"#, r#""00010203040"#, "keys.configurationKey.id", "wrong_shape"),
        ("rjcfg1…", "rjcon1…", "keys.configurationKey.masked", "wrong_shape"),
        ("…zpey", "…zpeb", "keys.configurationKey.masked", "wrong_shape"),
        ("…zpey", "…canary", "keys.configurationKey.masked", "wrong_shape"),
    ] {
        let mut catalog = Catalog::new();
        let error = catalog.import(changed(from, to).as_bytes()).err();
        let problem = error.as_ref().and_then(CatalogError::problem);
        if problem.is_some() {
            assert_eq!(problem.map(EntryProblem::field), Some(field), "{to}");
            assert_eq!(problem.map(EntryProblem::code), Some(reason), "{to}");
            assert_eq!(error.as_ref().and_then(CatalogError::index), Some(0), "{to}");
        } else {
            assert_eq!(error.as_ref().map(CatalogError::code), Some(reason), "{to}");
        }
        let said = error.map(|error| format!("{error} {error:?} {}", error.to_tree().to_json())).unwrap_or_default();
        assert!(!said.is_empty() && !said.contains("canary"), "{said}");
        assert!(catalog.is_empty());
    }
}

#[test]
fn an_entry_that_is_there_already_is_named_and_nothing_is_imported() -> Outcome {
    let [source, ..] = BASES;
    let document = filled()?.export();
    let ids: Vec<String> = filled()?.entries.values().map(|entry| entry.id().to_string()).collect();
    let mut catalog = Catalog::new();
    catalog.import_tree(&document)?;
    let before = catalog.clone();
    let taken = catalog.import_tree(&document).err();
    assert_eq!(taken, ids.first().map(|id| CatalogError::IdTaken { index: Some(0), id: id.clone() }));
    assert_eq!(catalog, before);

    let mut catalog = Catalog::new();
    catalog.add(&named(source, "CONTOSO AD"), NOW, random(99))?;
    assert_eq!(catalog.import_tree(&document), Err(CatalogError::NameTaken { index: Some(2) }));
    assert_eq!(catalog.len(), 1);

    let twice = |at: usize, entry: &Tree| {
        let mut entries: Vec<Tree> =
            document.member("entries").and_then(Tree::as_list).map(<[Tree]>::to_vec).unwrap_or_default();
        entries.insert(at, entry.clone());
        Tree::map([
            ("format", Tree::from("rejoin-catalog")),
            ("version", Tree::from(1_u32)),
            ("entries", Tree::List(entries)),
        ])
    };
    let mut catalog = Catalog::new();
    let first = document.member("entries").and_then(Tree::as_list).and_then(<[Tree]>::first).cloned();
    let first = first.unwrap_or(Tree::Null);
    let error = catalog.import_tree(&twice(3, &first)).err();
    assert_eq!(error.as_ref().map(CatalogError::code), Some("duplicate_id"));
    assert_eq!(
        error.map(|error| error.to_string()),
        Some("entries[3]: Leave one of them out, as entries[0] has the same id".into())
    );
    let renamed = first.to_json().replace("019d", "119d");
    let error = catalog.import_tree(&twice(1, &Tree::from_json(renamed.as_bytes()).unwrap_or(Tree::Null))).err();
    assert_eq!(error, Some(CatalogError::DuplicateName { index: 1, first: 0 }));
    assert!(catalog.is_empty());
    Ok(())
}

#[test]
fn times_of_other_hosts_are_held_in_utc() -> Outcome {
    let mut catalog = Catalog::new();
    catalog.import(changed("2026-03-31T12:00:00.000Z", "2026-03-31T14:00:00.1239+02:00").as_bytes())?;
    assert_eq!(
        catalog.entries.first_key_value().map(|(_, entry)| entry.created_at()),
        Some("2026-03-31T12:00:00.123Z".into())
    );
    Ok(())
}

#[test]
fn errors_as_data_say_where() {
    let mut catalog = Catalog::new();
    let text = changed(r#""role":"source""#, r#""role":"sauce""#);
    let data = catalog.import(text.as_bytes()).err().map(|error| error.to_tree().to_json()).unwrap_or_default();
    assert!(data.starts_with(r#"{"code":"invalid_entry","message":"entries[0]: role: Choose one of"#), "{data}");
    let end = r#""index":0,"id":"019d43c3-d200-7000-8000-000000000000","field":"role","reason":"unknown_choice"}"#;
    assert!(data.ends_with(end), "{data}");
    assert_eq!(
        vec![CatalogError::TimeOutOfRange.id(), CatalogError::NotFound { id: String::new() }.id()],
        [None, None]
    );
}
