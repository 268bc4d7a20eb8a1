//! Lists: filters, searches and orders.

use super::*;

#[test]
fn lists_are_filtered() -> Outcome {
    let catalog = filled()?;
    let query = Query::default();
    assert_eq!(catalog.list(&query).len(), BASES.len());
    let tenants =
        |tenants: &[&str]| Query { tenants: tenants.iter().map(|t| t.to_string()).collect(), ..query.clone() };
    assert_eq!(catalog.tenants(), ["2b6d1f84-93ce-4a57-b10e-5c78d4e9a362", "contoso.onmicrosoft.com"]);
    assert_eq!(catalog.list(&tenants(&["Contoso.OnMicrosoft.com"])).len(), 3);
    assert_eq!(catalog.list(&tenants(&catalog.tenants())).len(), 4);
    assert!(catalog.list(&tenants(&["fabrikam.com"])).is_empty());
    let types = |name: &str| Query { types: BTreeSet::from([name.to_string()]), ..query.clone() };
    assert_eq!(catalog.list(&types("activeDirectoryEntraIdDevices")).len(), BASES.len());
    assert!(catalog.list(&types("other")).is_empty());
    Ok(())
}

#[test]
fn every_word_of_a_search_occurs() -> Outcome {
    let mut catalog = Catalog::new();
    let [source, ..] = BASES;
    for (number, name) in (0..).zip(["Łódź laptops", "ŁÓDŹ servers", "İzmir laptops", "日本 01"]) {
        catalog.add(&named(source, name), NOW, random(number))?;
    }
    let found = |search: &str| listed(&catalog, &Query { search: search.into(), ..Query::default() });
    assert_eq!(
        found(" \u{200B}"),
        ["izmir laptops", "łódź laptops", "łódź servers", "日本 01"].map(|lower| {
            catalog.names().find(|name| crate::Unicode::default().lowered(name) == lower).unwrap_or_default()
        })
    );
    assert_eq!(found("łód"), ["Łódź laptops", "ŁÓDŹ servers"]);
    assert_eq!(found("LAPTOPS\u{3000}ódŹ"), ["Łódź laptops"]);
    assert_eq!(found("IZMIR"), ["İzmir laptops"]);
    assert_eq!(found("01日").len(), 0);

    // What a database asks for by itself: words that occur in comparable names, tenants that are equal.
    let query = Query { search: "LAPTOPS\u{3000}ódŹ".into(), ..Query::default() };
    assert_eq!(query.words(), ["laptops", "ódź"]);
    assert!(query.words().iter().all(|word| Catalog::comparable_name(" ŁÓDŹ laptops\u{200B}").contains(word)));
    let query = Query { tenants: BTreeSet::from(["Contoso.COM".to_string()]), ..Query::default() };
    assert_eq!(query.normal_tenants(), BTreeSet::from(["contoso.com".to_string()]));
    Ok(())
}

#[test]
fn orders_are_stable() -> Outcome {
    let mut catalog = Catalog::new();
    let [source, ..] = BASES;
    for (number, (name, time)) in (0..).zip([("c", 1), ("B", 2), ("a", 1), ("d", 2)]) {
        catalog.add(&named(source, name), time, random(number))?;
    }
    let by = |catalog: &Catalog, order, descending| {
        listed(catalog, &Query { order, descending, ..Query::default() }).concat()
    };
    assert_eq!(by(&catalog, Order::Name, false), "aBcd");
    assert_eq!(by(&catalog, Order::Name, true), "dcBa");
    assert_eq!(by(&catalog, Order::Created, false), "caBd");
    assert_eq!(by(&catalog, Order::Created, true), "Bdca");
    let id = catalog.list(&Query::default()).first().map(|entry| entry.id().to_string()).unwrap_or_default();
    catalog.update(&id, &named(source, "a"), 3)?;
    assert_eq!(by(&catalog, Order::Modified, false), "cBda");
    assert_eq!(by(&catalog, Order::Created, false), "caBd");
    Ok(())
}

#[test]
fn queries_come_as_data() {
    let read = |json: &str| Query::from_tree(&Tree::from_json(json.as_bytes()).unwrap_or(Tree::Null));
    assert_eq!(read("null"), Ok(Query::default()));
    let text = r#"{"type": "a", "tenant": ["x", "y", "x"], "search": "s", "order": "modified", "descending": true}"#;
    let expected = Query {
        types: BTreeSet::from(["a".into()]),
        tenants: BTreeSet::from(["x".into(), "y".into()]),
        search: "s".into(),
        order: Order::Modified,
        descending: true,
    };
    assert_eq!(read(text), Ok(expected));
    assert_eq!(read(r#"{"type": null, "search": null, "order": null}"#), Ok(Query::default()));
    for (json, path) in [
        ("[]", "query"),
        (r#"{"type": 1}"#, "type"),
        (r#"{"tenant": [1]}"#, "tenant"),
        (r#"{"search": 1}"#, "search"),
        (r#"{"order": "Name"}"#, "order"),
        (r#"{"descending": 1}"#, "descending"),
        (r#"{"sort": 1}"#, "sort"),
    ] {
        let found = match read(json) {
            Err(CatalogError::InvalidQuery { path, .. }) => path,
            _ => String::new(),
        };
        assert_eq!(found, path, "{json}");
    }
}
