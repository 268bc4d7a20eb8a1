//! The tables as data.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rejoin::{Dialect, Tree};

use crate::edge::guard;
use crate::language::Words;
use crate::tree;

/// The fields of a connection, as a list of dicts in the order of a form.
///
/// >>> import rejoin
/// >>> [field["label"] for field in rejoin.fields() if field["kind"] == "choice"][:2]
/// ['Connection type', 'Source or destination']
/// >>> rejoin.fields(language="fr")[0]["label"]
/// 'Nom de la connexion'
#[pyfunction]
#[pyo3(signature = (*, language=None))]
pub(crate) fn fields<'py>(py: Python<'py>, language: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let words = Words::read(language)?;
        tree::write(py, &Tree::list(rejoin::fields().iter().map(|field| words.field(field))))
    })
}

/// The codes that issues have, as a list of dicts: meaning, severity, parameters, messages and help.
///
/// >>> import rejoin
/// >>> meanings = {code["code"]: code["meaning"] for code in rejoin.codes()}
/// >>> meanings["required"]
/// 'A required field is empty.'
#[pyfunction]
#[pyo3(signature = (*, language=None))]
pub(crate) fn codes<'py>(py: Python<'py>, language: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let words = Words::read(language)?;
        tree::write(py, &Tree::list(rejoin::codes().iter().map(|code| words.code(code))))
    })
}

/// The JSON Schema of a draft, as a dict. The dialect is "2020-12" or "draft-07".
///
/// >>> import rejoin
/// >>> rejoin.json_schema()["$schema"]
/// 'https://json-schema.org/draft/2020-12/schema'
#[pyfunction]
#[pyo3(signature = (dialect="2020-12"))]
pub(crate) fn json_schema<'py>(py: Python<'py>, dialect: &str) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let dialect = Dialect::from_name(dialect).ok_or_else(|| {
            let names = Dialect::ALL.map(|dialect| format!("{:?}", dialect.as_str()));
            PyValueError::new_err(format!("dialect must be {}", names.join(" or ")))
        })?;
        tree::write(py, &rejoin::json_schema_for(dialect))
    })
}
