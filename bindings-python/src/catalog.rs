//! The Connections page: the saved connections, without their secrets.

use std::borrow::Cow;
use std::sync::{Mutex, MutexGuard};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use rejoin::{Connection, Field, FieldSet, Query, Tree};

use crate::draft::Found;
use crate::edge::{guard, lock, refused, wrong_type};
use crate::{draft, keys, text, time, tree, validate};

/// The saved connections, in memory and without their secrets. It may start with those of a document; one that
/// is kept on disk is opened by `Catalog.open`.
///
/// What refuses raises a CatalogError, and has changed nothing.
///
/// >>> import rejoin
/// >>> catalog = rejoin.Catalog()
/// >>> len(catalog), catalog.export()["entries"]
/// (0, [])
#[pyclass(frozen, subclass, module = "rejoin")]
pub(crate) struct Catalog(Mutex<rejoin::Catalog>);

impl Catalog {
    fn held(&self) -> PyResult<MutexGuard<'_, rejoin::Catalog>> {
        lock(&self.0)
    }

    /// Asks the catalog something that it may refuse; gives the answer as Python has it.
    fn ask<'py>(
        &self,
        py: Python<'py>,
        work: impl FnOnce(&mut rejoin::Catalog) -> Result<Tree, rejoin::CatalogError>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let answer = work(&mut *self.held()?);
        tree::write(py, &answer.map_err(|error| refused(py, &error))?)
    }
}

/// The connection of a mapping.
fn connection_of(connection: &Bound<'_, PyAny>) -> PyResult<Connection> {
    match draft::read(connection)? {
        Found::Members(members) => {
            rejoin::Catalog::connection_of(&members.draft()).map_err(|error| refused(connection.py(), &error))
        }
        Found::Unreadable | Found::NoMapping => Err(wrong_type("connection", "a mapping", connection)),
    }
}

/// The texts of a text, or of an iterable of texts.
fn texts(name: &str, given: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if let Some(text) = text::of(given) {
        return Ok(vec![text.into_owned()]);
    }
    let wrong = |came: &Bound<'_, PyAny>| wrong_type(name, "a text or texts", came);
    let mut texts = Vec::new();
    for item in given.try_iter().map_err(|_| wrong(given))? {
        let item = item?;
        texts.push(text::of(&item).ok_or_else(|| wrong(&item))?.into_owned());
    }
    Ok(texts)
}

/// The query of the arguments of a list, in the order in which it has them.
fn query(py: Python<'_>, given: [Option<&Bound<'_, PyAny>>; 5]) -> PyResult<Query> {
    let mut members = Vec::new();
    for (name, given) in ["type", "tenant", "search", "order", "descending"].into_iter().zip(given) {
        members.push((name, given.map_or(Ok(Tree::Null), tree::read)?));
    }
    Query::from_tree(&Tree::map(members)).map_err(|error| refused(py, &error))
}

/// A name as a catalog compares names; for those that keep an index of them.
#[pyfunction]
pub(crate) fn _comparable_name(name: &Bound<'_, PyString>) -> PyResult<String> {
    guard(|| Ok(rejoin::Catalog::comparable_name(&text::read(name))))
}

/// What a list with these arguments asks for, in the form that an index has: types, tenants, and the words that
/// occur in comparable names.
#[pyfunction]
#[pyo3(signature = (*, r#type=None, tenant=None, search=None, order=None, descending=None))]
pub(crate) fn _query(
    py: Python<'_>,
    r#type: Option<&Bound<'_, PyAny>>,
    tenant: Option<&Bound<'_, PyAny>>,
    search: Option<&Bound<'_, PyAny>>,
    order: Option<&Bound<'_, PyAny>>,
    descending: Option<&Bound<'_, PyAny>>,
) -> PyResult<(Vec<String>, Vec<String>, Vec<String>)> {
    guard(|| {
        let query = query(py, [r#type, tenant, search, order, descending])?;
        let (tenants, words) = (query.normal_tenants(), query.words());
        Ok((query.types.into_iter().collect(), tenants.into_iter().collect(), words))
    })
}

/// The secret fields of some keys.
fn secret_fields(given: &Bound<'_, PyAny>) -> PyResult<FieldSet> {
    let field = |key: &String| Field::from_key(key).filter(|field| field.spec().is_secret());
    let fields: Option<FieldSet> = texts("stored", given)?.iter().map(field).collect();
    fields.ok_or_else(|| PyValueError::new_err("stored must be the keys of secret fields"))
}

/// A document of entries: as JSON text, or as data.
enum Document<'d> {
    Text(Cow<'d, str>),
    Bytes(Bound<'d, PyBytes>),
    Data(Tree),
}

impl<'d> Document<'d> {
    /// Reads what was given, which may run code of Python: no catalog is held at that time.
    fn read(document: &'d Bound<'_, PyAny>) -> PyResult<Self> {
        if let Some(text) = text::of(document) {
            Ok(Self::Text(text))
        } else if let Some(bytes) = validate::bytes(document)? {
            Ok(Self::Bytes(bytes))
        } else if draft::is_mapping(document)? {
            tree::read(document).map(Self::Data)
        } else {
            Err(wrong_type("document", "a mapping, str or bytes", document))
        }
    }

    /// Adds the entries, all or none, and says how many they are.
    fn add_to(&self, catalog: &mut rejoin::Catalog) -> Result<usize, rejoin::CatalogError> {
        match self {
            Self::Text(text) => catalog.import(text.as_bytes()),
            Self::Bytes(bytes) => catalog.import(bytes.as_bytes()),
            Self::Data(tree) => catalog.import_tree(tree),
        }
    }
}

#[pymethods]
impl Catalog {
    #[new]
    #[pyo3(signature = (document=None))]
    fn new(document: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        guard(|| {
            let mut catalog = rejoin::Catalog::new();
            if let Some(given) = document {
                let added = Document::read(given)?.add_to(&mut catalog);
                added.map_err(|error| refused(given.py(), &error))?;
            }
            Ok(Self(Mutex::new(catalog)))
        })
    }

    /// Opens the catalog of a file, and makes it where there is none: a database of SQLite where the name ends in
    /// .db, .sqlite or .sqlite3, for many processes that write; else a JSON document, written whole or not at all.
    ///
    /// It waits up to `timeout` seconds for others that write. Without `create` it wants a file that is there.
    ///
    /// >>> import os, tempfile
    /// >>> import rejoin
    /// >>> with tempfile.TemporaryDirectory() as folder:
    /// ...     with rejoin.Catalog.open(os.path.join(folder, "connections.json")) as catalog:
    /// ...         print(len(catalog), os.listdir(folder))
    /// 0 ['connections.json', 'connections.json.lock']
    #[staticmethod]
    #[pyo3(signature = (path, *, create=true, timeout=10.0))]
    fn open<'py>(py: Python<'py>, path: &Bound<'py, PyAny>, create: bool, timeout: f64) -> PyResult<Bound<'py, PyAny>> {
        py.import("rejoin._store")?.call_method1("open_catalog", (path, create, timeout))
    }

    /// Adds a connection, as a report gives it, and gives its entry. The time is that of the system, or an
    /// aware datetime. A secret of the fields in `stored` may be left out, as the host has it already; a key may
    /// not.
    #[pyo3(signature = (connection, now=None, *, stored=None))]
    fn add<'py>(
        &self,
        py: Python<'py>,
        connection: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
        stored: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let stored = stored.map_or(Ok(FieldSet::EMPTY), secret_fields)?;
            let (connection, now, random) = (connection_of(connection)?, time::millis(now)?, keys::random()?);
            self.ask(py, |catalog| Ok(catalog.add_with_stored(&connection, stored, now, random)?.to_tree()))
        })
    }

    /// Puts a connection in place of another, and gives its entry. Secret fields that are left out keep what
    /// is stored.
    #[pyo3(signature = (id, connection, now=None))]
    fn update<'py>(
        &self,
        py: Python<'py>,
        id: &Bound<'py, PyString>,
        connection: &Bound<'py, PyAny>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let (connection, now) = (connection_of(connection)?, time::millis(now)?);
            self.ask(py, |catalog| Ok(catalog.update(&text::read(id), &connection, now)?.to_tree()))
        })
    }

    /// Takes one connection out or several, all or none, by their IDs; gives their entries.
    fn delete<'py>(&self, py: Python<'py>, ids: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let ids = texts("ids", ids)?;
            self.ask(py, |catalog| Ok(Tree::list(catalog.delete(ids)?.iter().map(|entry| entry.to_tree()))))
        })
    }

    /// The entry of an ID, or None.
    fn get<'py>(&self, py: Python<'py>, id: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        let entry = |catalog: &mut rejoin::Catalog| catalog.get(&text::read(id)).map(|entry| entry.to_tree());
        guard(|| self.ask(py, |catalog| Ok(entry(catalog).unwrap_or(Tree::Null))))
    }

    /// The entries that are asked for: of some types, of some tenants, with every word of `search` in their
    /// names; in the order of "name", "created" or "modified".
    #[pyo3(signature = (*, r#type=None, tenant=None, search=None, order=None, descending=None))]
    fn list<'py>(
        &self,
        py: Python<'py>,
        r#type: Option<&Bound<'py, PyAny>>,
        tenant: Option<&Bound<'py, PyAny>>,
        search: Option<&Bound<'py, PyAny>>,
        order: Option<&Bound<'py, PyAny>>,
        descending: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let query = query(py, [r#type, tenant, search, order, descending])?;
            self.ask(py, |catalog| Ok(Tree::list(catalog.list(&query).into_iter().map(|entry| entry.to_tree()))))
        })
    }

    /// The names in use, less that of one entry: the existing names of a context to edit it in.
    #[pyo3(signature = (except_id=None))]
    fn names(&self, except_id: Option<&Bound<'_, PyString>>) -> PyResult<Vec<String>> {
        guard(|| {
            let except = except_id.map(text::read).unwrap_or_default();
            Ok(self.held()?.names_except(&except).map(str::to_owned).collect())
        })
    }

    /// The tenants in use, in order.
    fn tenants(&self) -> PyResult<Vec<String>> {
        guard(|| Ok(self.held()?.tenants().into_iter().map(str::to_owned).collect()))
    }

    /// All of it as one document, ready for json.dumps.
    fn export<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| self.ask(py, |catalog| Ok(catalog.export())))
    }

    /// All of it as one document of JSON text, with a line for each entry.
    fn to_json(&self) -> PyResult<String> {
        guard(|| Ok(self.held()?.to_json()))
    }

    /// Adds the entries of a document, all or none, and says how many they are.
    fn import_(&self, document: &Bound<'_, PyAny>) -> PyResult<usize> {
        guard(|| {
            let read = Document::read(document)?;
            let added = read.add_to(&mut *self.held()?);
            added.map_err(|error| refused(document.py(), &error))
        })
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(self.held()?.len())
    }

    fn __contains__(&self, id: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Some(id) = text::of(id) else { return Ok(false) };
        Ok(self.held()?.get(&id).is_some())
    }

    fn __eq__(&self, other: &Self) -> PyResult<bool> {
        // One after the other: a catalog may be compared with itself.
        let other = other.held()?.clone();
        Ok(*self.held()? == other)
    }

    fn __repr__(&self) -> PyResult<String> {
        Ok(format!("Catalog(connections={})", self.held()?.len()))
    }

    fn __copy__(&self) -> PyResult<Self> {
        Ok(Self(Mutex::new(self.held()?.clone())))
    }

    fn __getstate__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.export(py)
    }

    fn __setstate__(&self, document: &Bound<'_, PyAny>) -> PyResult<()> {
        let Self(read) = Self::new(Some(document))?;
        std::mem::swap(&mut *self.held()?, &mut *lock(&read)?);
        Ok(())
    }
}
