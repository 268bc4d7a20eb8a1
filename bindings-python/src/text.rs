//! Texts of Python, as UTF-8.
//!
//! A Python text may hold lone surrogates, which UTF-8 does not have. The exception that an encoder raises
//! for one carries the whole text, secrets included, so it is never let out.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

/// The text itself, borrowed from Python where it can be; each lone surrogate is a U+FFFD. Of an object of
/// a subclass it is the real data, whatever its methods say.
pub(crate) fn read<'t>(text: &'t Bound<'_, PyString>) -> Cow<'t, str> {
    match text.to_str() {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(without_surrogates(text)),
    }
}

fn without_surrogates(text: &Bound<'_, PyString>) -> String {
    let class = text.py().get_type::<PyString>();
    let encoded = class.call_method1("encode", (text, "utf-8", "surrogatepass"));
    // A text that cannot be encoded in any way is still one that cannot be decoded.
    let Some(bytes) = encoded.ok().and_then(|bytes| bytes.cast_into::<PyBytes>().ok()) else {
        return String::from("\u{FFFD}");
    };
    let mut read = String::with_capacity(bytes.as_bytes().len());
    for chunk in bytes.as_bytes().utf8_chunks() {
        read.push_str(chunk.valid());
        // A surrogate takes three bytes, none of which goes with the others; the first says it all.
        if chunk.invalid() == b"\xED" {
            read.push('\u{FFFD}');
        }
    }
    read
}

/// The text of a value, if it is one.
pub(crate) fn of<'t>(value: &'t Bound<'_, PyAny>) -> Option<Cow<'t, str>> {
    value.cast::<PyString>().ok().map(read)
}
