//! What the host knows and the draft does not: names in use, tenants, app profiles, policy, the time.

mod shape;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::fields::{Field, FieldSet};
use crate::order::sorted_set;
use crate::rules::guid;
use crate::text;
use crate::time::Instant;
use crate::tree::Tree;
use crate::unicode::Unicode;
use shape::{Path, Read, unknown_member};

/// A mistake of the programmer in a context. It is raised, and never an issue of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContextError {
    /// A member that contexts do not have.
    UnknownMember {
        /// Where it stands, like `passwordPolicy.minLenght`.
        path: String,
    },
    /// A member of another shape.
    WrongShape {
        /// Where it stands, like `tenants[0].id`.
        path: String,
        /// What belongs there.
        expected: &'static str,
    },
}

impl ContextError {
    /// What is wrong, in a sentence: the same text that the error displays.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::UnknownMember { path } => text::joined(&["`", path, "` is no member of a context"]),
            Self::WrongShape { path, expected } => text::joined(&["`", path, "` must be ", expected]),
        }
    }
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

impl core::error::Error for ContextError {}

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
        let policy = Self { min_length, min_categories };
        policy.check().map_err(|mistake| *mistake)?;
        Ok(policy)
    }

    fn check(self) -> Read<()> {
        let path = Path::of("passwordPolicy");
        if !(1..=128).contains(&self.min_length) {
            return Err(path.member("minLength").must_be("a whole number from 1 to 128"));
        }
        if self.min_categories > 4 {
            return Err(path.member("minCategories").must_be("a whole number from 0 to 4"));
        }
        Ok(())
    }

    fn read(&mut self, tree: &Tree) -> Read<()> {
        let Tree::Map(members) = tree else { return Err(Path::of("passwordPolicy").must_be("an object")) };
        for (name, value) in members {
            let place = match name.as_str() {
                "minLength" => &mut self.min_length,
                "minCategories" => &mut self.min_categories,
                _ => return Err(unknown_member("passwordPolicy.", name)),
            };
            match value {
                Tree::Null => {}
                // A number that is none of these is outside the limits, which `check` says.
                Tree::Number(value) => *place = (0..=128).find(|n| f64::from(*n) == *value).unwrap_or(u32::MAX),
                _ => *place = u32::MAX,
            }
        }
        self.check()
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
    /// The names in use, trimmed and in lower case, in order and each once.
    existing_names: Vec<String>,
    stored_secrets: FieldSet,
    password_policy: PasswordPolicy,
    tenants: Option<Tenants>,
    app_profiles: Option<Vec<AppProfile>>,
    unicode: Unicode,
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
        self.set_now(now).map_err(|mistake| *mistake)?;
        Ok(self)
    }

    /// Sets the names in use, less the connection's own.
    #[must_use]
    pub fn with_existing_names<I: IntoIterator<Item: AsRef<str>>>(mut self, names: I) -> Self {
        self.set_existing_names(names);
        self
    }

    /// Sets the secret fields that the host holds already, so that they may be left empty.
    ///
    /// # Errors
    ///
    /// When a key is not one of a secret field.
    pub fn with_stored_secrets<I: IntoIterator<Item: AsRef<str>>>(mut self, keys: I) -> Result<Self, ContextError> {
        self.set_stored_secrets(keys).map_err(|mistake| *mistake)?;
        Ok(self)
    }

    /// Adds secret fields that the host holds.
    pub(crate) const fn with_stored(mut self, fields: FieldSet) -> Self {
        self.stored_secrets = self.stored_secrets.union(fields);
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
        self.set_tenants(tenants);
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
        Self::new().with_tree(tree)
    }

    /// Sets what a value of unknown shape holds, as [`Context::from_tree`] reads it.
    ///
    /// # Errors
    ///
    /// Those of [`Context::from_tree`].
    pub fn with_tree(mut self, tree: &Tree) -> Result<Self, ContextError> {
        if !matches!(tree, Tree::Null) {
            self.read(tree).map_err(|mistake| *mistake)?;
        }
        Ok(self)
    }

    /// Sets what Unicode says. It comes before names, which are compared in lower case.
    #[must_use]
    pub const fn with_unicode(mut self, unicode: Unicode) -> Self {
        self.unicode = unicode;
        self
    }

    /// What Unicode says of characters outside ASCII.
    pub(crate) const fn unicode(&self) -> Unicode {
        self.unicode
    }

    fn set_now(&mut self, now: &str) -> Read<()> {
        let moment = Instant::parse(now);
        self.now = Some(moment.ok_or_else(|| Path::of("now").must_be("a date and time like 2026-11-22T12:00:00Z"))?);
        Ok(())
    }

    fn set_existing_names<I: IntoIterator<Item: AsRef<str>>>(&mut self, names: I) {
        self.existing_names =
            sorted_set(names.into_iter().map(|name| self.unicode.comparable_name(name.as_ref())).collect());
    }

    fn set_stored_secrets<I: IntoIterator<Item: AsRef<str>>>(&mut self, keys: I) -> Read<()> {
        self.stored_secrets = FieldSet::EMPTY;
        for (index, key) in keys.into_iter().enumerate() {
            let field = Field::from_key(key.as_ref()).filter(|field| field.is_secret());
            let path = Path::item("storedSecrets", index);
            self.stored_secrets.insert(field.ok_or_else(|| path.must_be("the key of a secret field"))?);
        }
        Ok(())
    }

    fn set_tenants<I: IntoIterator<Item = Tenant>>(&mut self, tenants: I) {
        self.tenants = Some(Tenants::of(tenants.into_iter().collect()));
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
        !self.existing_names.is_empty()
            && self.existing_names.binary_search(&self.unicode.comparable_name(name)).is_ok()
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
        let ids = |text: &str| self.tenants.as_ref().map(|tenants| tenants.ids(text)).unwrap_or_default();
        match (ids(a), ids(b)) {
            ([], _) | (_, []) => guid::read(a).is_some() != guid::read(b).is_some(),
            (a, b) => a.iter().any(|(_, id)| b.binary_search_by(|(_, other)| other.cmp(id)).is_ok()),
        }
    }
}

/// The tenants of a context, found by ID or domain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tenants {
    list: Vec<Tenant>,
    /// Each ID or domain with an ID that it stands for, all in lower case, in order.
    ids: Vec<(String, String)>,
}

impl Tenants {
    fn of(list: Vec<Tenant>) -> Self {
        let mut ids = Vec::new();
        for tenant in &list {
            let id = tenant.id.to_ascii_lowercase();
            ids.push((tenant.domain.to_ascii_lowercase(), id.clone()));
            ids.push((id.clone(), id));
        }
        Self { list, ids: sorted_set(ids) }
    }

    /// All of them, as the host gave them.
    pub(crate) fn list(&self) -> &[Tenant] {
        &self.list
    }

    /// The entries of a text, an ID or a domain: with the IDs that it stands for, in order.
    pub(crate) fn ids(&self, text: &str) -> &[(String, String)] {
        let text = text.to_ascii_lowercase();
        let start = self.ids.partition_point(|(of, _)| *of < text);
        let rest = self.ids.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|(of, _)| *of == text)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
