//! The catalog: the connections that a host has saved, without their secrets.
//!
//! It is pure: the time and the random bytes of an ID are arguments, and nothing is kept but what is
//! in it. What refuses changes nothing.

mod document;
mod entry;
mod error;
mod id;
mod query;

use alloc::collections::btree_map::Entry as Slot;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::codes::{Finding, Severity};
use crate::connection::Connection;
use crate::context::Context;
use crate::draft::Draft;
use crate::fields::{Field, FieldSet};
use crate::report::{Issue, Place};
use crate::time::MAX_UNIX_MILLIS;
use crate::tree::Tree;
use crate::unicode::Unicode;
use crate::validate::validate;
pub use entry::{Entry, Plain, StoredKey};
use entry::{Held, without_secrets};
pub use error::{CatalogError, EntryProblem};
pub use id::ID_RANDOM_BYTES;
use query::Filter;
pub use query::{Order, Query};

/// The saved connections.
///
/// ```
/// use rejoin::{Catalog, Context, Draft, Query, validate};
///
/// let draft: Draft<'_> = [
///     ("name", "Berlin"), ("type", "activeDirectoryEntraIdDevices"), ("role", "destination"),
///     ("destination", "activeDirectory"), ("rejoinMethod", "onlineCredentials"),
///     ("adUsername", "svc@contoso.com"), ("adPassword", "Blue-Kettle-72"), ("adDomain", "contoso.com"),
/// ].into_iter().collect();
/// let connection = validate(&draft, &Context::new()).connection.ok_or("not valid")?;
///
/// let mut catalog = Catalog::new();
/// let id = catalog.add(&connection, 1_774_958_400_000, [7; 10])?.id().to_string();
/// assert_eq!(catalog.list(&Query { search: "BER lin".into(), ..Query::default() }).len(), 1);
///
/// // A name that another connection has is an error; that of the one being edited is not.
/// let context = Context::new().with_existing_names(catalog.names_except(&id));
/// assert!(!catalog.export().to_json().contains("Blue-Kettle-72"));
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Catalog {
    /// The entries by the order in which they were added.
    entries: BTreeMap<u64, Entry>,
    /// Where each ID is.
    ids: BTreeMap<String, u64>,
    /// Where each name is, as names are compared: trimmed and in lower case.
    names: BTreeMap<String, u64>,
    /// The place of the next entry.
    next: u64,
}

/// Two catalogs are equal if they have the same entries in the same order.
impl PartialEq for Catalog {
    fn eq(&self, other: &Self) -> bool {
        self.entries.values().eq(other.entries.values())
    }
}

impl Eq for Catalog {}

impl Catalog {
    /// A catalog without connections.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The connection of a draft, to be added or put in place of another. Its secrets may be left out, as
    /// they may be stored.
    ///
    /// # Errors
    ///
    /// When the draft has an error.
    pub fn connection_of(draft: &Draft<'_>) -> Result<Connection, CatalogError> {
        let secrets = Field::ALL.into_iter().filter(|field| field.spec().is_secret()).collect();
        let report = validate(draft, &Context::new().with_stored(secrets));
        let error = report.issues.into_iter().find(|issue| issue.severity() == Severity::Error);
        match (report.connection, error) {
            (Some(connection), None) => Ok(connection),
            (_, error) => {
                let required = || Issue::new(Place::Document, Finding::Required);
                Err(invalid(EntryProblem::Issue(error.unwrap_or_else(required))))
            }
        }
    }

    /// How many connections there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Adds a connection; the time, in milliseconds since 1970, and the random bytes make its ID.
    ///
    /// # Errors
    ///
    /// When its name is taken, when validation would not give such a connection, and when it lacks a
    /// secret: nothing is stored for a new one.
    pub fn add(
        &mut self,
        connection: &Connection,
        now: u64,
        random: [u8; ID_RANDOM_BYTES],
    ) -> Result<&Entry, CatalogError> {
        self.add_with_stored(connection, FieldSet::EMPTY, now, random)
    }

    /// Adds a connection whose secrets of some fields the host has already, as a context says it; where
    /// such a field does not apply, nothing is noted. A key is needed all the same, to recognise it by.
    ///
    /// # Errors
    ///
    /// Those of [`Catalog::add`].
    pub fn add_with_stored(
        &mut self,
        connection: &Connection,
        stored: FieldSet,
        now: u64,
        random: [u8; ID_RANDOM_BYTES],
    ) -> Result<&Entry, CatalogError> {
        check_time(now)?;
        let id = id::uuid_v7(now, random);
        if self.ids.contains_key(&id) {
            return Err(CatalogError::IdTaken { index: None, id });
        }
        let held = Held::by(connection).map_err(invalid)?.with_stored(stored);
        let connection = without_secrets(connection, held.fields()).map_err(invalid)?;
        let entry = Entry::new(id, &connection, held, now, now).with_what_applies();
        if self.names.contains_key(&Self::comparable_name(entry.name())) {
            return Err(CatalogError::NameTaken { index: None });
        }
        Ok(self.insert(self.next, entry))
    }

    /// Puts a connection in place of another. Secrets that it leaves empty stay as they are stored;
    /// those of fields that no longer apply are forgotten, which the host does with the values, too.
    ///
    /// # Errors
    ///
    /// When there is none of that ID, when its name is taken by another, when validation would not give
    /// such a connection, and when it lacks a secret that is not stored.
    pub fn update(&mut self, id: &str, connection: &Connection, now: u64) -> Result<&Entry, CatalogError> {
        check_time(now)?;
        let place = self.place(id)?;
        let before = self.entries.get(&place).ok_or_else(|| not_found(id))?;
        let entry = before.updated(connection, now).map_err(invalid)?;
        if self.names.get(&Self::comparable_name(entry.name())).is_some_and(|other| *other != place) {
            return Err(CatalogError::NameTaken { index: None });
        }
        self.names.remove(&Self::comparable_name(before.name()));
        Ok(self.insert(place, entry))
    }

    /// Takes connections out, all or none, and gives them back in the order in which they were added. An
    /// ID that is given twice counts once.
    ///
    /// # Errors
    ///
    /// When there is none of one of the IDs.
    pub fn delete<I: IntoIterator<Item: AsRef<str>>>(&mut self, ids: I) -> Result<Vec<Entry>, CatalogError> {
        let places: BTreeSet<u64> = ids.into_iter().map(|id| self.place(id.as_ref())).collect::<Result<_, _>>()?;
        Ok(places.into_iter().filter_map(|place| self.remove(place)).collect())
    }

    /// The connection of an ID.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.get(&self.place(id).ok()?)
    }

    /// The connections that a query asks for, in its order.
    #[must_use]
    pub fn list(&self, query: &Query) -> Vec<&Entry> {
        let filter = Filter::of(query);
        // The index is in the order of names already, and has them in lower case.
        let named = self.names.iter().filter(|(name, _)| filter.wants_name(name)).map(|(_, place)| *place);
        let entries = named.filter_map(|place| Some((place, self.entries.get(&place)?)));
        let mut found: Vec<(u64, &Entry)> = entries.filter(|(_, entry)| filter.wants(entry)).collect();
        let moment = |entry: &Entry| match query.order {
            Order::Name => 0,
            Order::Created => entry.created,
            Order::Modified => entry.modified,
        };
        match (query.order, query.descending) {
            (Order::Name, false) => {}
            (Order::Name, true) => found.reverse(),
            (_, false) => found.sort_by_key(|(place, entry)| (moment(entry), *place)),
            (_, true) => found.sort_by_key(|(place, entry)| (Reverse(moment(entry)), *place)),
        }
        found.into_iter().map(|(_, entry)| entry).collect()
    }

    /// The names in use, in the order in which the connections were added.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.values().map(Entry::name)
    }

    /// The names in use less that of one connection: the existing names of a context to edit it in.
    pub fn names_except(&self, id: &str) -> impl Iterator<Item = &str> {
        let place = self.place(id).ok();
        self.entries.iter().filter(move |(other, _)| Some(**other) != place).map(|(_, entry)| entry.name())
    }

    /// The tenants in use, in the order of code points, each once.
    #[must_use]
    pub fn tenants(&self) -> Vec<&str> {
        let tenants: BTreeSet<&str> = self.entries.values().filter_map(|entry| entry.text(Field::Tenant)).collect();
        tenants.into_iter().collect()
    }

    /// All connections as one document.
    #[must_use]
    pub fn export(&self) -> Tree {
        document::write(self.entries.values())
    }

    /// All connections as one document, as JSON text: a line for each, so that two versions of a file compare
    /// line by line.
    #[must_use]
    pub fn to_json(&self) -> String {
        document::write_json(self.entries.values())
    }

    /// A name as names are compared: two connections of one catalog do not have the same.
    #[must_use]
    pub fn comparable_name(name: &str) -> String {
        Unicode::default().comparable_name(name)
    }

    /// Adds all connections of a document, given as JSON text, or none; gives how many they are.
    ///
    /// # Errors
    ///
    /// When it is no document of a version that is known here, and when one of its entries is wrong, or
    /// has an ID or a name that is there already.
    pub fn import(&mut self, json: &[u8]) -> Result<usize, CatalogError> {
        let document = Tree::from_json(json).map_err(|finding| match finding {
            Finding::MalformedJson { line, column } => CatalogError::MalformedJson { line, column },
            _ => CatalogError::MalformedDocument { path: "document".into(), expected: "an object" },
        })?;
        self.import_tree(&document)
    }

    /// Adds all connections of a document, given as data, or none, likewise.
    ///
    /// # Errors
    ///
    /// Those of [`Catalog::import`].
    pub fn import_tree(&mut self, document: &Tree) -> Result<usize, CatalogError> {
        let entries = document::read(document)?;
        self.check_new(&entries)?;
        let count = entries.len();
        for entry in entries {
            self.insert(self.next, entry);
        }
        Ok(count)
    }

    /// Whether no ID and no name is there already, or twice among the entries.
    fn check_new(&self, entries: &[Entry]) -> Result<(), CatalogError> {
        let (mut ids, mut names) = (BTreeMap::new(), BTreeMap::new());
        for (index, entry) in entries.iter().enumerate() {
            let (id, name) = (entry.id(), Self::comparable_name(entry.name()));
            if self.ids.contains_key(id) {
                return Err(CatalogError::IdTaken { index: Some(index), id: id.into() });
            }
            if self.names.contains_key(&name) {
                return Err(CatalogError::NameTaken { index: Some(index) });
            }
            if let Some(first) = ids.insert(id, index) {
                return Err(CatalogError::DuplicateId { index, first, id: id.into() });
            }
            if let Some(first) = names.insert(name, index) {
                return Err(CatalogError::DuplicateName { index, first });
            }
        }
        Ok(())
    }

    /// The place of an ID.
    fn place(&self, id: &str) -> Result<u64, CatalogError> {
        let place = id::parse(id).and_then(|id| self.ids.get(&id));
        place.copied().ok_or_else(|| not_found(id))
    }

    /// Puts an entry in its place, and into the indexes.
    fn insert(&mut self, place: u64, entry: Entry) -> &Entry {
        self.ids.insert(entry.id().into(), place);
        self.names.insert(Self::comparable_name(entry.name()), place);
        self.next = self.next.max(place.saturating_add(1));
        match self.entries.entry(place) {
            Slot::Vacant(slot) => slot.insert(entry),
            Slot::Occupied(mut slot) => {
                slot.insert(entry);
                slot.into_mut()
            }
        }
    }

    fn remove(&mut self, place: u64) -> Option<Entry> {
        let entry = self.entries.remove(&place)?;
        self.ids.remove(entry.id());
        self.names.remove(&Self::comparable_name(entry.name()));
        Some(entry)
    }
}

fn check_time(now: u64) -> Result<(), CatalogError> {
    if now <= MAX_UNIX_MILLIS { Ok(()) } else { Err(CatalogError::TimeOutOfRange) }
}

const fn invalid(problem: EntryProblem) -> CatalogError {
    CatalogError::InvalidConnection { problem }
}

fn not_found(id: &str) -> CatalogError {
    // A text that is no ID may be anything, a secret included, and is not repeated.
    CatalogError::NotFound { id: id::parse(id).unwrap_or_default() }
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
