//! Contexts of Python: a mapping, or nothing.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use rejoin::Context;

use crate::edge::wrong_type;
use crate::{draft, tree};

/// Reads a context. Its mistakes are the programmer's, and are raised.
pub(crate) fn read(context: Option<&Bound<'_, PyAny>>) -> PyResult<Context> {
    let Some(context) = context else { return Ok(Context::new()) };
    if !draft::is_mapping(context)? {
        return Err(wrong_type("context", "a mapping", context));
    }
    Context::from_tree(&tree::read(context)?).map_err(|error| PyValueError::new_err(error.message()))
}
