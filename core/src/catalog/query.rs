//! Which entries to list, and in what order.

use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{CatalogError, Entry};
use crate::fields::Field;
use crate::text;
use crate::tree::Tree;
use crate::unicode::Unicode;

/// What the entries of a list are ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The name, in lower case, by code points.
    #[default]
    Name,
    /// When they were added.
    Created,
    /// When they were last changed.
    Modified,
}

impl Order {
    /// All orders.
    pub const ALL: [Self; 3] = [Self::Name, Self::Created, Self::Modified];

    /// The name in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Created => "created",
            Self::Modified => "modified",
        }
    }

    /// The order of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|order| order.as_str() == name)
    }
}

/// Which entries to list, and in what order. The default is all of them, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// The connection types that are wanted; any, where there is none.
    pub types: BTreeSet<String>,
    /// The tenants that are wanted, ASCII case aside; any, where there is none.
    pub tenants: BTreeSet<String>,
    /// Words, apart by blanks, which all occur in the name under Unicode lower-casing.
    pub search: String,
    /// What to order by.
    pub order: Order,
    /// Whether the last comes first. Entries of the same moment stay in the order of their adding.
    pub descending: bool,
}

impl Query {
    /// The tenants that are wanted, as connections have them.
    #[must_use]
    pub fn normal_tenants(&self) -> BTreeSet<String> {
        self.tenants.iter().map(|tenant| tenant.to_ascii_lowercase()).collect()
    }

    /// The words of `search`, in lower case: each occurs in the [comparable name](super::Catalog::comparable_name)
    /// of a connection that is wanted.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let words = self.search.split(text::is_blank).filter(|word| !word.is_empty());
        words.map(|word| Unicode::default().lowered(word)).collect()
    }

    /// Reads a query of unknown shape, as the bindings get it: `type` and `tenant` (each a text or a
    /// list of texts), `search`, `order`, `descending`. All are optional, and null is absent.
    ///
    /// # Errors
    ///
    /// When it has a member that queries do not have, or one of another shape.
    pub fn from_tree(tree: &Tree) -> Result<Self, CatalogError> {
        let mut query = Self::default();
        if *tree == Tree::Null {
            return Ok(query);
        }
        for (name, value) in tree.as_map().ok_or_else(|| wrong("query", "an object"))? {
            match (name.as_str(), value) {
                (_, Tree::Null) => {}
                ("type", _) => query.types = texts(value).ok_or_else(|| wrong(name, "a text or a list of texts"))?,
                ("tenant", _) => {
                    query.tenants = texts(value).ok_or_else(|| wrong(name, "a text or a list of texts"))?
                }
                ("search", Tree::Text(text)) => query.search.clone_from(text),
                ("search", _) => return Err(wrong(name, "a text")),
                ("order", _) => {
                    let order = value.as_text().and_then(Order::from_name);
                    query.order = order.ok_or_else(|| wrong(name, "`name`, `created` or `modified`"))?;
                }
                ("descending", Tree::Boolean(value)) => query.descending = *value,
                ("descending", _) => return Err(wrong(name, "true or false")),
                _ => return Err(wrong(name, "left out, as it is no member of a query")),
            }
        }
        Ok(query)
    }
}

fn wrong(path: &str, expected: &'static str) -> CatalogError {
    CatalogError::InvalidQuery { path: path.into(), expected }
}

fn texts(tree: &Tree) -> Option<BTreeSet<String>> {
    match tree {
        Tree::Text(text) => Some(BTreeSet::from([text.clone()])),
        Tree::List(items) => items.iter().map(|item| item.as_text().map(ToString::to_string)).collect(),
        _ => None,
    }
}

/// A query made ready to be asked of many entries.
pub(super) struct Filter<'q> {
    types: &'q BTreeSet<String>,
    tenants: BTreeSet<String>,
    words: Vec<String>,
}

impl<'q> Filter<'q> {
    pub(super) fn of(query: &'q Query) -> Self {
        Self { types: &query.types, tenants: query.normal_tenants(), words: query.words() }
    }

    /// Whether a name, in lower case, has every word.
    pub(super) fn wants_name(&self, lower_name: &str) -> bool {
        self.words.iter().all(|word| lower_name.contains(word.as_str()))
    }

    /// Whether the entry is of a type and a tenant that are wanted.
    pub(super) fn wants(&self, entry: &Entry) -> bool {
        is_any(self.types, entry, Field::Type) && is_any(&self.tenants, entry, Field::Tenant)
    }
}

fn is_any(wanted: &BTreeSet<String>, entry: &Entry, field: Field) -> bool {
    wanted.is_empty() || entry.text(field).is_some_and(|text| wanted.contains(text))
}
