//! What the host knows and the draft does not: names in use, tenants, app profiles, policy, the time.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::fields::{Field, FieldSet};
use crate::rules::guid;
use crate::text;
use crate::time::Instant;
use crate::tree::Tree;

/// A mistake of the programmer in a context. It is raised, and never an issue of a draft.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContextError {
    /// A member that contexts do not have.
    #[error("`{path}` is no member of a context")]
    UnknownMember {
        /// Where it stands, like `passwordPolicy.minLenght`.
        path: String,
    },
    /// A member of another shape.
    #[error("`{path}` must be {expected}")]
    WrongShape {
        /// Where it stands, like `tenants[0].id`.
        path: String,
        /// What belongs there.
        expected: &'static str,
    },
}

impl ContextError {
    fn shape(path: impl Into<String>, expected: &'static str) -> Self {
        Self::WrongShape { path: path.into(), expected }
    }
}

/// The rules that a domain sets for passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordPolicy {
    min_length: u32,
    min_categories: u32,
}

impl PasswordPolicy {
    /// A policy of 1 to 128 characters at least, in 0 to 4 classes at least; 0 turns the rules about
    /// classes and names off.
    ///
    /// # Errors
    ///
    /// When a number is outside its limits.
    pub fn new(min_length: u32, min_categories: u32) -> Result<Self, ContextError> {
        if !(1..=128).contains(&min_length) {
            return Err(ContextError::shape("passwordPolicy.minLength", "a whole number from 1 to 128"));
        }
        if min_categories > 4 {
            return Err(ContextError::shape("passwordPolicy.minCategories", "a whole number from 0 to 4"));
        }
        Ok(Self { min_length, min_categories })
    }

    /// The least number of characters.
    #[must_use]
    pub const fn min_length(self) -> u32 {
        self.min_length
    }

    /// The least number of classes of characters.
    #[must_use]
    pub const fn min_categories(self) -> u32 {
        self.min_categories
    }
}

impl Default for PasswordPolicy {
    /// What Active Directory comes with: 7 characters in 3 classes.
    fn default() -> Self {
        Self { min_length: 7, min_categories: 3 }
    }
}

/// A tenant that the host knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenant {
    /// Its ID, a GUID.
    pub id: String,
    /// One of its domains.
    pub domain: String,
    /// What people call it.
    pub name: Option<String>,
}

/// An app profile that the host knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppProfile {
    /// Its name.
    pub name: String,
    /// The ID or a domain of its tenant.
    pub tenant: String,
    /// Whether it has delegated permissions.
    pub delegated: bool,
}

/// What the host knows and the draft does not. Everything is optional.
///
/// ```
/// use rejoin::Context;
///
/// let context = Context::new()
///     .with_now("2026-11-22T12:00:00Z")?
///     .with_existing_names(["EMEA laptops"])
///     .with_password_policy(12, 3)?;
/// # Ok::<(), rejoin::ContextError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Context {
    now: Option<Instant>,
    /// The names in use, trimmed and in lower case.
    existing_names: BTreeSet<String>,
    stored_secrets: FieldSet,
    password_policy: PasswordPolicy,
    tenants: Option<Tenants>,
    app_profiles: Option<Vec<AppProfile>>,
}

impl Context {
    /// A context that knows nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the time, in RFC 3339. Without it nothing is said about time.
    ///
    /// # Errors
    ///
    /// When it is no such time.
    pub fn with_now(mut self, now: &str) -> Result<Self, ContextError> {
        let moment = Instant::parse(now);
        self.now = Some(moment.ok_or_else(|| ContextError::shape("now", "a date and time like 2026-11-22T12:00:00Z"))?);
        Ok(self)
    }

    /// Sets the names in use, less the connection's own.
    #[must_use]
    pub fn with_existing_names<I: IntoIterator<Item: AsRef<str>>>(mut self, names: I) -> Self {
        self.existing_names = names.into_iter().map(|name| comparable_name(name.as_ref())).collect();
        self
    }

    /// Sets the secret fields that the host holds already, so that they may be left empty.
    ///
    /// # Errors
    ///
    /// When a key is not one of a secret field.
    pub fn with_stored_secrets<I: IntoIterator<Item: AsRef<str>>>(mut self, keys: I) -> Result<Self, ContextError> {
        self.stored_secrets = FieldSet::EMPTY;
        for (index, key) in keys.into_iter().enumerate() {
            let field = Field::from_key(key.as_ref()).filter(|field| field.spec().is_secret());
            let Some(field) = field else {
                let path = alloc::format!("storedSecrets[{index}]");
                return Err(ContextError::shape(path, "the key of a secret field"));
            };
            self.stored_secrets.insert(field);
        }
        Ok(self)
    }

    /// Sets the stored secrets as a set of fields.
    pub(crate) const fn with_stored(mut self, fields: FieldSet) -> Self {
        self.stored_secrets = fields;
        self
    }

    /// Sets the rules for the local administrator's password.
    ///
    /// # Errors
    ///
    /// When a number is outside the limits of [`PasswordPolicy::new`].
    pub fn with_password_policy(mut self, min_length: u32, min_categories: u32) -> Result<Self, ContextError> {
        self.password_policy = PasswordPolicy::new(min_length, min_categories)?;
        Ok(self)
    }

    /// Sets the tenants that are connected; an empty list means that none is known.
    #[must_use]
    pub fn with_tenants<I: IntoIterator<Item = Tenant>>(mut self, tenants: I) -> Self {
        self.tenants = Some(tenants.into_iter().collect());
        self
    }

    /// Sets the app profiles there are.
    #[must_use]
    pub fn with_app_profiles<I: IntoIterator<Item = AppProfile>>(mut self, profiles: I) -> Self {
        self.app_profiles = Some(profiles.into_iter().collect());
        self
    }

    /// Reads a context of unknown shape, as the bindings get it.
    ///
    /// # Errors
    ///
    /// When it has a member that contexts do not have, or one of another shape.
    pub fn from_tree(tree: &Tree) -> Result<Self, ContextError> {
        let mut context = Self::new();
        if *tree == Tree::Null {
            return Ok(context);
        }
        let members = tree.as_map().ok_or_else(|| ContextError::shape("context", "an object"))?;
        for (name, _) in members {
            let known = ["now", "existingNames", "storedSecrets", "passwordPolicy", "tenants", "appProfiles"];
            known_member(name, &known, "")?;
        }
        if let Some(now) = tree.member("now") {
            context = context.with_now(text_at(now, "now")?)?;
        }
        if let Some(names) = tree.member("existingNames") {
            context = context.with_existing_names(texts_at(names, "existingNames")?);
        }
        if let Some(keys) = tree.member("storedSecrets") {
            context = context.with_stored_secrets(texts_at(keys, "storedSecrets")?)?;
        }
        if let Some(policy) = tree.member("passwordPolicy") {
            context.password_policy = policy_at(policy)?;
        }
        if let Some(tenants) = tree.member("tenants") {
            context = context.with_tenants(each_at(tenants, "tenants", tenant_at)?);
        }
        if let Some(profiles) = tree.member("appProfiles") {
            context = context.with_app_profiles(each_at(profiles, "appProfiles", app_profile_at)?);
        }
        Ok(context)
    }

    pub(crate) const fn now(&self) -> Option<&Instant> {
        self.now.as_ref()
    }

    /// Whether the host holds a value of this secret field.
    #[must_use]
    pub const fn is_stored(&self, field: Field) -> bool {
        self.stored_secrets.contains(field)
    }

    /// The rules for the local administrator's password.
    #[must_use]
    pub const fn password_policy(&self) -> PasswordPolicy {
        self.password_policy
    }

    pub(crate) fn is_name_taken(&self, name: &str) -> bool {
        !self.existing_names.is_empty() && self.existing_names.contains(&comparable_name(name))
    }

    pub(crate) const fn tenants(&self) -> Option<&Tenants> {
        self.tenants.as_ref()
    }

    pub(crate) fn app_profiles(&self) -> Option<&[AppProfile]> {
        self.app_profiles.as_deref()
    }

    /// Whether two texts name the same tenant. A GUID and a domain that are not both known may well be
    /// the same tenant, and are taken as such.
    pub(crate) fn is_same_tenant(&self, a: &str, b: &str) -> bool {
        if a.eq_ignore_ascii_case(b) {
            return true;
        }
        let ids = |text: &str| self.tenants.as_ref().and_then(|tenants| tenants.ids(text));
        match (ids(a), ids(b)) {
            (Some(a), Some(b)) => !a.is_disjoint(b),
            _ => guid::read(a).is_some() != guid::read(b).is_some(),
        }
    }
}

/// A name as names are compared.
pub(crate) fn comparable_name(name: &str) -> String {
    text::unicode_lower(text::trim(name))
}

/// The tenants of a context, found by ID or domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tenants {
    list: Vec<Tenant>,
    /// The IDs that each ID or domain stands for, all in lower case.
    ids: BTreeMap<String, BTreeSet<String>>,
}

impl Tenants {
    /// All of them, as the host gave them.
    pub(crate) fn list(&self) -> &[Tenant] {
        &self.list
    }

    /// The IDs of the entries in which the text stands, as ID or as domain.
    pub(crate) fn ids(&self, text: &str) -> Option<&BTreeSet<String>> {
        self.ids.get(&text.to_ascii_lowercase())
    }
}

impl FromIterator<Tenant> for Tenants {
    fn from_iter<I: IntoIterator<Item = Tenant>>(tenants: I) -> Self {
        let mut ids: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let list: Vec<Tenant> = tenants.into_iter().collect();
        for tenant in &list {
            let id = tenant.id.to_ascii_lowercase();
            for text in [id.clone(), tenant.domain.to_ascii_lowercase()] {
                ids.entry(text).or_default().insert(id.clone());
            }
        }
        Self { list, ids }
    }
}

fn known_member(name: &str, known: &[&str], prefix: &str) -> Result<(), ContextError> {
    if known.contains(&name) {
        Ok(())
    } else {
        Err(ContextError::UnknownMember { path: alloc::format!("{prefix}{name}") })
    }
}

fn text_at<'t>(tree: &'t Tree, path: &str) -> Result<&'t str, ContextError> {
    tree.as_text().ok_or_else(|| ContextError::shape(path, "a text"))
}

/// Each item of a list, read by `read`, which is told where it stands.
fn each_at<'t, T>(
    tree: &'t Tree,
    path: &str,
    read: impl Fn(&'t Tree, &str) -> Result<T, ContextError>,
) -> Result<Vec<T>, ContextError> {
    let items = tree.as_list().ok_or_else(|| ContextError::shape(path, "a list"))?;
    items.iter().enumerate().map(|(index, item)| read(item, &alloc::format!("{path}[{index}]"))).collect()
}

fn texts_at<'t>(tree: &'t Tree, path: &str) -> Result<Vec<&'t str>, ContextError> {
    each_at(tree, path, text_at)
}

fn member_text(tree: &Tree, path: &str, name: &str) -> Result<String, ContextError> {
    let absent = Tree::Null;
    let value = tree.member(name).unwrap_or(&absent);
    Ok(text_at(value, &alloc::format!("{path}.{name}"))?.to_string())
}

fn tenant_at(tree: &Tree, path: &str) -> Result<Tenant, ContextError> {
    tree.as_map().ok_or_else(|| ContextError::shape(path, "an object"))?;
    Ok(Tenant {
        id: member_text(tree, path, "id")?,
        domain: member_text(tree, path, "domain")?,
        name: tree.member("name").map(|_| member_text(tree, path, "name")).transpose()?,
    })
}

fn app_profile_at(tree: &Tree, path: &str) -> Result<AppProfile, ContextError> {
    tree.as_map().ok_or_else(|| ContextError::shape(path, "an object"))?;
    let Some(Tree::Boolean(delegated)) = tree.member("delegated") else {
        return Err(ContextError::shape(alloc::format!("{path}.delegated"), "true or false"));
    };
    Ok(AppProfile {
        name: member_text(tree, path, "name")?,
        tenant: member_text(tree, path, "tenant")?,
        delegated: *delegated,
    })
}

fn policy_at(tree: &Tree) -> Result<PasswordPolicy, ContextError> {
    let members = tree.as_map().ok_or_else(|| ContextError::shape("passwordPolicy", "an object"))?;
    for (name, _) in members {
        known_member(name, &["minLength", "minCategories"], "passwordPolicy.")?;
    }
    let default = PasswordPolicy::default();
    // A number that is none of these is outside the limits, which `new` says.
    let number = |name, default| match tree.member(name) {
        None => default,
        Some(Tree::Number(value)) => (0..=128).find(|n| f64::from(*n) == *value).unwrap_or(u32::MAX),
        Some(_) => u32::MAX,
    };
    PasswordPolicy::new(number("minLength", default.min_length), number("minCategories", default.min_categories))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
