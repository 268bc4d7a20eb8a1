//! Values of unknown shape: contexts and catalog documents come in, reports and tables go out.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMemoryView, PyString, PyTuple, PyType,
};
use rejoin::{Tree, Value};

use crate::{draft, text};

/// As deep as JSON text may be nested.
const DEPTH: usize = 128;

/// Makes the Python value of a tree.
pub(crate) fn write<'py>(py: Python<'py>, tree: &Tree) -> PyResult<Bound<'py, PyAny>> {
    Ok(match tree {
        Tree::Null | Tree::Other => py.None().into_bound(py),
        Tree::Boolean(value) => PyBool::new(py, *value).to_owned().into_any(),
        Tree::Number(number) => match Value::number(*number) {
            Value::Integer(whole) => whole.into_pyobject(py)?.into_any(),
            _ => PyFloat::new(py, *number).into_any(),
        },
        Tree::Text(text) => PyString::new(py, text).into_any(),
        Tree::List(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(write(py, item)?)?;
            }
            list.into_any()
        }
        Tree::Map(members) => {
            let dict = PyDict::new(py);
            for (name, value) in members {
                dict.set_item(name, write(py, value)?)?;
            }
            dict.into_any()
        }
    })
}

/// Makes the tree of a Python value. What JSON has nothing like is [`Tree::Other`], and so is what is nested
/// too deep, or in itself.
pub(crate) fn read(value: &Bound<'_, PyAny>) -> PyResult<Tree> {
    Walk(Vec::new()).value(value)
}

/// The containers that are open, by their identity.
struct Walk(Vec<usize>);

impl Walk {
    fn value(&mut self, value: &Bound<'_, PyAny>) -> PyResult<Tree> {
        Ok(match draft::read_value(value) {
            Value::Text(text) => Tree::from(text.as_str()),
            Value::Boolean(value) => Tree::from(value),
            Value::Integer(whole) => Tree::from(whole),
            Value::Empty if value.is_none() => Tree::Null,
            Value::Empty => Tree::from(""),
            Value::Other => match value.cast::<PyFloat>() {
                Ok(number) => Tree::from(number.value()),
                Err(_) => self.other(value)?,
            },
        })
    }

    fn other(&mut self, value: &Bound<'_, PyAny>) -> PyResult<Tree> {
        let identity = value.as_ptr() as usize;
        if value.is_instance_of::<PyInt>() || self.0.len() >= DEPTH || self.0.contains(&identity) {
            return Ok(Tree::Other);
        }
        self.0.push(identity);
        let tree = if draft::is_mapping(value)? {
            let mut members = Vec::new();
            for key in value.try_iter()? {
                let key = key?;
                let name = text::read(&key.str()?).into_owned();
                members.push((name, self.value(&value.get_item(&key)?)?));
            }
            Tree::Map(members)
        } else if is_collection(value)? {
            Tree::List(value.try_iter()?.map(|item| self.value(&item?)).collect::<PyResult<_>>()?)
        } else if is_moment(value)? {
            Tree::from(&*text::read(value.call_method0("isoformat")?.cast::<PyString>()?))
        } else {
            Tree::Other
        };
        self.0.pop();
        Ok(tree)
    }
}

/// Whether a value is a list, a tuple, a set or the like: something with a length that can be walked again.
fn is_collection(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static COLLECTION: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        return Ok(true);
    }
    let bytes = value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.is_instance_of::<PyMemoryView>();
    Ok(!bytes && value.is_instance(COLLECTION.import(value.py(), "collections.abc", "Collection")?)?)
}

/// Whether a value is a `datetime`. The module is loaded only for a value that nothing else fits.
pub(crate) fn is_moment(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static MOMENT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    value.is_instance(MOMENT.import(value.py(), "datetime", "datetime")?)
}
