//! Contexts: mistakes, names and tenants.

use super::*;
use alloc::string::ToString;

fn map(members: &[(&str, Tree)]) -> Tree {
    Tree::Map(members.iter().map(|(name, value)| (name.to_string(), value.clone())).collect())
}

fn text(value: &str) -> Tree {
    Tree::Text(value.into())
}

#[test]
fn mistakes_say_where_they_are() {
    let said = |tree: &Tree| Context::from_tree(tree).err().map(|error| error.to_string());
    assert_eq!(said(&Tree::Null), None);
    assert_eq!(said(&text("x")).as_deref(), Some("`context` must be an object"));
    assert_eq!(said(&map(&[("nwo", Tree::Null)])).as_deref(), Some("`nwo` is no member of a context"));
    assert_eq!(
        said(&map(&[("storedSecrets", Tree::List(alloc::vec![text("name")]))])).as_deref(),
        Some("`storedSecrets[0]` must be the key of a secret field")
    );
    assert_eq!(
        said(&map(&[("tenants", Tree::List(alloc::vec![map(&[("id", text("x"))])]))])).as_deref(),
        Some("`tenants[0].domain` must be a text")
    );
    assert_eq!(
        said(&map(&[("passwordPolicy", map(&[("minLength", Tree::Number(7.5))]))])).as_deref(),
        Some("`passwordPolicy.minLength` must be a whole number from 1 to 128")
    );
    assert_eq!(said(&map(&[("now", Tree::Null), ("tenants", Tree::List(Vec::new()))])), None);
}

#[test]
fn names_compare_trimmed_and_in_lower_case() {
    let context = Context::new().with_existing_names([" Ärger "]);
    assert!(context.is_name_taken("äRGER"));
    assert!(!context.is_name_taken("arger"));
}

#[test]
fn tenants_are_the_same_by_id_or_domain() {
    let tenant = |id: &str, domain: &str| Tenant { id: id.into(), domain: domain.into(), name: None };
    let id = "4aeeb44e-325a-4002-a36d-2986b65cad0a";
    let context = Context::new().with_tenants([
        tenant(id, "contoso.com"),
        tenant(id, "contoso.org"),
        tenant("x", "fabrikam.com"),
    ]);
    assert!(context.is_same_tenant("Contoso.COM", "contoso.org"));
    assert!(context.is_same_tenant(id, "contoso.com"));
    assert!(!context.is_same_tenant("contoso.com", "fabrikam.com"));
    assert!(context.is_same_tenant(id, "unheard-of.com"));
    assert!(!context.is_same_tenant("other.com", "unheard-of.com"));
}
