//! The time: the system's, or what a caller gives in its place.

use std::time::{SystemTime, UNIX_EPOCH};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::edge::wrong_type;
use crate::{text, tree};

/// Milliseconds since 1970, of an aware `datetime`, of its text in ISO 8601, or of this moment.
pub(crate) fn millis(now: Option<&Bound<'_, PyAny>>) -> PyResult<u64> {
    let Some(now) = now else {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        return Ok(u64::try_from(now.as_millis()).unwrap_or(u64::MAX));
    };
    let parsed = text::of(now).map(|text| parse(now.py(), &text)).transpose()?;
    let moment = parsed.as_ref().unwrap_or(now);
    if !tree::is_moment(moment)? {
        return Err(wrong_type("now", "a datetime or a text", now));
    }
    if moment.call_method0("utcoffset")?.is_none() {
        return Err(PyValueError::new_err("now must have a time zone, like datetime.now(timezone.utc)"));
    }
    // A float holds microseconds of our time, and not those of their thousandth part.
    let micros = (moment.call_method0("timestamp")?.extract::<f64>()? * 1e6).round();
    if micros < 0.0 {
        return Err(PyValueError::new_err("now must not be before 1970"));
    }
    Ok((micros as u64) / 1000)
}

fn parse<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyAny>> {
    // CPython 3.10 does not know the letter for UTC.
    let text = text.strip_suffix(['Z', 'z']).map_or_else(|| text.to_owned(), |text| format!("{text}+00:00"));
    let parsed = py.import("datetime")?.getattr("datetime")?.call_method1("fromisoformat", (text,));
    parsed.map_err(|_| PyValueError::new_err("now must be a date and time like 2026-11-22T12:00:00Z"))
}
