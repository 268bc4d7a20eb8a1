//! The edge between Rust and Python: what may not cross it, and the exceptions that do.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard};

use pyo3::exceptions::{PyException, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use rejoin::{KeyError, Tree};

use crate::tree;

/// The exceptions of the package. They are written in Python, where an exception with attributes is
/// short, and are found when the first one is raised.
mod exceptions {
    pyo3::import_exception!(rejoin._errors, CatalogError);
    pyo3::import_exception!(rejoin._errors, EngineError);
    pyo3::import_exception!(rejoin._errors, FileError);
    pyo3::import_exception!(rejoin._errors, KeyGenerationError);
    pyo3::import_exception!(rejoin._errors, ValidationError);
}
use exceptions::{CatalogError, EngineError, KeyGenerationError};
pub(crate) use exceptions::{FileError, ValidationError};

/// Does some work. A panic in it, which would be a mistake of this package, becomes an exception like any
/// other: the one that PyO3 makes of it passes by `except Exception`.
pub(crate) fn guard<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken()))
}

pub(crate) fn broken() -> PyErr {
    EngineError::new_err("the engine of rejoin failed, which is a mistake in it; please report what you called")
}

/// Fails as a mistake of the engine would; for the tests of that.
#[pyfunction]
#[expect(clippy::panic, reason = "a panic is what the tests are about")]
pub(crate) fn _panic() -> PyResult<()> {
    guard(|| panic!("on purpose"))
}

/// Holds what several threads may use. Nothing that is held runs code of Python, so none waits for long.
pub(crate) fn lock<T>(held: &Mutex<T>) -> PyResult<MutexGuard<'_, T>> {
    // After a panic, nobody knows what was done and what was not.
    held.lock().map_err(|_| broken())
}

/// Passes over an exception that a foreign object raised, but for those that end a program.
pub(crate) fn pass_over(py: Python<'_>, raised: PyErr) -> PyResult<()> {
    if raised.is_instance_of::<PyException>(py) { Ok(()) } else { Err(raised) }
}

/// The `TypeError` that something else was wanted. It says the type of what came, and never its value.
pub(crate) fn wrong_type(name: &str, wanted: &str, came: &Bound<'_, PyAny>) -> PyErr {
    PyTypeError::new_err(format!("{name} must be {wanted}, not {}", type_name(came)))
}

/// The name of the type of a value.
pub(crate) fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| String::from("object"), |name| crate::text::read(&name).into_owned())
}

/// The `TypeError` of what is not pickled: what holds secrets, or stands for something that goes on.
pub(crate) fn not_pickled(what: &str, instead: &str) -> PyErr {
    PyTypeError::new_err(format!("{what} is not pickled; {instead}"))
}

/// The exception of a catalog that refused.
pub(crate) fn refused(py: Python<'_>, error: &rejoin::CatalogError) -> PyErr {
    with_members(py, &error.to_tree()).unwrap_or_else(|raised| raised)
}

fn with_members(py: Python<'_>, members: &Tree) -> PyResult<PyErr> {
    let members = tree::write(py, members)?;
    let made = py.get_type::<CatalogError>().call((), Some(members.cast::<PyDict>()?))?;
    Ok(PyErr::from_value(made))
}

/// The exception of a key that could not be made.
pub(crate) fn no_key(error: KeyError) -> PyErr {
    match error {
        KeyError::RandomUnavailable | KeyError::RandomBroken => KeyGenerationError::new_err(error.message()),
        KeyError::Weak | KeyError::NotAKeyField => pyo3::exceptions::PyValueError::new_err(error.message()),
    }
}
