//! One draft: a mapping, or JSON text.

use pyo3::prelude::*;
use pyo3::types::{PyByteArray, PyBytes, PyMemoryView};
use rejoin::Context;

use crate::draft::Found;
use crate::edge::{guard, wrong_type};
use crate::language::Words;
use crate::report::Report;
use crate::{context, draft, text};

/// From how many bytes on other threads may run while one checks.
const LARGE: usize = 1 << 14;

/// Checks a draft: any mapping from field keys to values.
///
/// What is wrong with the draft is in the report, however odd it is. Only what is no mapping raises a
/// TypeError, and a context with a mistake in it a ValueError. Messages and help are in the language, which is
/// a tag like "de" or a Language.
///
/// >>> import rejoin
/// >>> report = rejoin.validate({"name": "EMEA laptops", "role": "sourc"})
/// >>> report.valid
/// False
/// >>> for issue in report.issues:
/// ...     print(issue.field, issue.code, issue.suggestion)
/// type required None
/// role unknown_choice source
/// >>> rejoin.validate({}, language="de").issues[0].message
/// 'Geben Sie einen Namen für die Verbindung ein'
#[pyfunction]
#[pyo3(signature = (draft, context=None, *, language=None))]
pub(crate) fn validate(
    draft: &Bound<'_, PyAny>,
    context: Option<&Bound<'_, PyAny>>,
    language: Option<&Bound<'_, PyAny>>,
) -> PyResult<Report> {
    guard(|| {
        let (context, words) = (context::read(context)?, Words::read(language)?);
        let report = match draft::read(draft)? {
            Found::Members(members) => rejoin::validate(&members.draft(), &context),
            Found::Unreadable => unreadable(&context),
            Found::NoMapping => return Err(wrong_type("a draft", "a mapping", draft)),
        };
        Ok(Report::new(report, words))
    })
}

/// The report of something in place of an object, which JSON has, too.
pub(crate) fn unreadable(context: &Context) -> rejoin::Report {
    rejoin::validate_json(b"null", context)
}

/// Checks a draft that is JSON text, given as str or as bytes in UTF-8.
///
/// >>> import rejoin
/// >>> report = rejoin.validate_json('{"name": "EMEA laptops", "name": ""}')
/// >>> for issue in report.issues[:2]:
/// ...     print(issue.field, issue.code)
/// name duplicate_field
/// name required
#[pyfunction]
#[pyo3(signature = (text, context=None, *, language=None))]
pub(crate) fn validate_json(
    py: Python<'_>,
    text: &Bound<'_, PyAny>,
    context: Option<&Bound<'_, PyAny>>,
    language: Option<&Bound<'_, PyAny>>,
) -> PyResult<Report> {
    guard(|| {
        let (context, words) = (context::read(context)?, Words::read(language)?);
        let check = |text: &[u8]| {
            let check = || rejoin::validate_json(text, &context);
            Report::new(if text.len() < LARGE { check() } else { py.detach(check) }, words.clone())
        };
        if let Some(text) = text::of(text) {
            return Ok(check(text.as_bytes()));
        }
        match bytes(text)? {
            Some(bytes) => Ok(check(bytes.as_bytes())),
            None => Err(wrong_type("JSON text", "str or bytes", text)),
        }
    })
}

/// The bytes of a value, if it holds bytes. Those that may change are copied.
pub(crate) fn bytes<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyBytes>>> {
    if let Ok(bytes) = value.cast::<PyBytes>() {
        return Ok(Some(bytes.clone()));
    }
    if value.is_instance_of::<PyByteArray>() || value.is_instance_of::<PyMemoryView>() {
        let copy = value.py().get_type::<PyBytes>().call1((value,))?;
        return Ok(Some(copy.cast_into()?));
    }
    Ok(None)
}
