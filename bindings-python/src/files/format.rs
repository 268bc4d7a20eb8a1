//! What a file is: told from its name, else from how it starts.

use super::header::{Start, first_line};
use crate::input::BYTE_ORDER_MARK;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// One object, or an array of them.
    Json,
    /// An object on each line.
    Ndjson,
    /// Mappings.
    Yaml,
    /// Delimited text.
    Csv,
    /// Excel.
    Xlsx,
}

impl Format {
    const ALL: [Self; 5] = [Self::Json, Self::Ndjson, Self::Yaml, Self::Csv, Self::Xlsx];

    /// The name that Python uses.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Yaml => "yaml",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format that a caller names.
    pub(crate) fn named(name: &str) -> PyResult<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(|format| format!("{:?}", format.name()));
            PyValueError::new_err(format!("format must be one of {}", names.join(", ")))
        })
    }

    /// What the name of a file says.
    fn of_name(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        Some(match ending.to_ascii_lowercase().as_str() {
            "json" => Self::Json,
            "ndjson" | "jsonl" => Self::Ndjson,
            "yaml" | "yml" => Self::Yaml,
            "csv" | "tsv" => Self::Csv,
            "xlsx" | "xlsm" | "xls" => Self::Xlsx,
            _ => return None,
        })
    }

    /// What a file of this name, which starts like this, is.
    pub(crate) fn of(name: &str, start: &[u8]) -> Self {
        match Self::of_name(name) {
            // Many call a file with an object on each line so.
            Some(Self::Json) | None if begins_with_line(start) => Self::Ndjson,
            Some(format) => format,
            None => Self::of_start(start),
        }
    }

    fn of_start(start: &[u8]) -> Self {
        let text = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start).trim_ascii_start();
        match text.first() {
            Some(b'{' | b'[') => Self::Json,
            Some(b'P') if text.starts_with(b"PK\x03\x04") => Self::Xlsx,
            Some(0xD0) if text.starts_with(b"\xD0\xCF\x11\xE0") => Self::Xlsx,
            _ if Start::of(start).is_ok() => Self::Csv,
            _ => Self::Yaml,
        }
    }
}

/// Whether a text starts with a line that is an object, and goes on.
fn begins_with_line(start: &[u8]) -> bool {
    let text = start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start).trim_ascii_start();
    let line = first_line(text);
    let rest = text.get(line.len()..).unwrap_or_default();
    !rest.trim_ascii().is_empty() && rejoin::Draft::from_json(line).is_ok()
}
