//! Drafts of Python: any mapping.
//!
//! The core borrows the texts of a draft from Python, where they cannot change, for as long as a call takes.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString, PyType};
use rejoin::{Draft, Field, Value};

use crate::edge::{pass_over, type_name};
use crate::text;

/// The members of a mapping, held so that their texts can be borrowed.
pub(crate) struct Members<'py> {
    items: Vec<Item<'py>>,
    /// The keys that are no text, under their `str()`.
    odd: Vec<String>,
}

/// A member. It has no value where reading that raised.
struct Item<'py> {
    key: Bound<'py, PyAny>,
    value: Option<Bound<'py, PyAny>>,
}

/// What is found where a draft should be.
pub(crate) enum Found<'py> {
    /// A mapping.
    Members(Members<'py>),
    /// A mapping that does not say what is in it.
    Unreadable,
    /// Something else.
    NoMapping,
}

/// Whether a value is a mapping, as Python sees it.
pub(crate) fn is_mapping(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static MAPPING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if value.is_instance_of::<PyDict>() {
        return Ok(true);
    }
    let py = value.py();
    // What raises when it is asked for its class is none.
    let answer = value.is_instance(MAPPING.import(py, "collections.abc", "Mapping")?);
    answer.or_else(|raised| pass_over(py, raised).map(|()| false))
}

/// Reads what is given as a draft. Only what ends a program is raised.
pub(crate) fn read<'py>(draft: &Bound<'py, PyAny>) -> PyResult<Found<'py>> {
    let items = if let Ok(dict) = draft.cast_exact::<PyDict>() {
        dict.iter().map(|(key, value)| Item { key, value: Some(value) }).collect()
    } else if is_mapping(draft)? {
        match read_mapping(draft) {
            Ok(items) => items,
            Err(raised) => return pass_over(draft.py(), raised).map(|()| Found::Unreadable),
        }
    } else {
        return Ok(Found::NoMapping);
    };
    let mut odd = Vec::new();
    for item in items.iter().filter(|item| !item.key.is_instance_of::<PyString>()) {
        odd.push(odd_key(&item.key)?);
    }
    Ok(Found::Members(Members { items, odd }))
}

/// Reads a mapping by its own methods: that of a dict with methods of its own is what these say.
fn read_mapping<'py>(mapping: &Bound<'py, PyAny>) -> PyResult<Vec<Item<'py>>> {
    // One that goes on for ever is not what it says it is.
    let length = mapping.len()?;
    let mut items = Vec::new();
    for key in mapping.try_iter()?.take(length) {
        let key = key?;
        let value = match mapping.get_item(&key) {
            Ok(value) => Some(value),
            Err(raised) => pass_over(mapping.py(), raised).map(|()| None)?,
        };
        items.push(Item { key, value });
    }
    Ok(items)
}

/// The name of a key that is no text.
fn odd_key(key: &Bound<'_, PyAny>) -> PyResult<String> {
    match key.str() {
        Ok(name) => Ok(text::read(&name).into_owned()),
        Err(raised) => pass_over(key.py(), raised).map(|()| type_name(key)),
    }
}

impl Members<'_> {
    /// The draft, which borrows its texts from here.
    pub(crate) fn draft(&self) -> Draft<'_> {
        let mut draft = Draft::new();
        // Drafts tend to have their members in the order of the field table.
        let mut next = 0;
        for Item { key, value } in &self.items {
            let Some(key) = text::of(key) else { continue };
            let value = value.as_ref().map_or(Value::Other, read_value);
            let expected = Field::ALL.into_iter().skip(next).find(|field| field.key() == key);
            match expected.or_else(|| Field::from_key(&key)) {
                Some(field) => {
                    next = field.index() + 1;
                    draft.set_field(field, value);
                }
                None => draft.push_unknown(&key),
            }
        }
        self.odd.iter().for_each(|key| draft.push_unknown(key));
        draft
    }
}

/// A value as the core has it. `True` is no number, and what is neither text nor number nor one of the
/// constants is of a wrong type.
pub(crate) fn read_value<'v>(value: &'v Bound<'_, PyAny>) -> Value<'v> {
    if let Some(text) = text::of(value) {
        return match text {
            std::borrow::Cow::Borrowed(text) => Value::from(text),
            std::borrow::Cow::Owned(text) => Value::from(text),
        };
    }
    if value.is_none() {
        Value::Empty
    } else if let Ok(value) = value.cast::<PyBool>() {
        Value::Boolean(value.is_true())
    } else if value.is_instance_of::<PyInt>() {
        value.extract().map_or(Value::Other, Value::integer)
    } else if let Ok(value) = value.cast::<PyFloat>() {
        Value::number(value.value())
    } else {
        Value::Other
    }
}
