//! The tables as data.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rejoin::{Dialect, Tree};

use crate::edge::guard;
use crate::tree;

/// The fields of a connection, as a list of dicts in the order of a form.
///
/// >>> import rejoin
/// >>> [field["label"] for field in rejoin.fields() if field["kind"] == "choice"][:2]
/// ['Connection type', 'Source or destination']
#[pyfunction]
pub(crate) fn fields(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    guard(|| tree::write(py, &Tree::list(rejoin::fields().iter().map(|field| field.to_tree()))))
}

/// The codes that issues have, as a list of dicts: meaning, severity, parameters, messages and help.
///
/// >>> import rejoin
/// >>> meanings = {code["code"]: code["meaning"] for code in rejoin.codes()}
/// >>> meanings["required"]
/// 'A required field is empty.'
#[pyfunction]
pub(crate) fn codes(py: Python<'_>) -> PyResult<Bound<'_, PyAny>> {
    guard(|| tree::write(py, &Tree::list(rejoin::codes().iter().map(|code| code.to_tree()))))
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
