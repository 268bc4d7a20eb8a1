//! A file that is opened: its name, its format, how its text becomes records.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use rejoin::{RowSplitter, Splitter};
use zeroize::Zeroizing;

use super::format::Format;
use super::header::{Start, has_line};
use super::{sheet, yaml};
use crate::edge::{FileError, wrong_type};
use crate::input::{BYTE_ORDER_MARK, Input, Source};
use crate::spot::Table;
use crate::stream::Cutting;
use crate::text;

/// What a caller may say about a file.
#[derive(Clone, Copy, Default)]
pub(crate) struct Wanted<'w> {
    pub(crate) format: Option<&'w str>,
    pub(crate) sheet: Option<&'w str>,
    /// Keep the text of a file that is read whole.
    pub(crate) text: bool,
}

/// A file that is open.
pub(crate) struct Opened {
    pub(crate) name: String,
    pub(crate) format: Format,
    pub(crate) sheet: Option<String>,
    /// The folder from which references to other files start.
    pub(crate) folder: PathBuf,
    pub(crate) total: Option<u64>,
    pub(crate) input: Input,
    pub(crate) cutting: Cutting,
    /// The text of a file that is read whole, if that is wanted, without a byte order mark.
    pub(crate) text: Option<Zeroizing<String>>,
}

/// Opens a path, or a file that Python has opened.
pub(crate) fn open(source: &Bound<'_, PyAny>, wanted: Wanted<'_>) -> PyResult<Opened> {
    let py = source.py();
    if !source.hasattr("read")? {
        let path = path_of(source)?;
        let name = path.display().to_string();
        let failed = |error: &io::Error| refused(&name, reason(error));
        let (file, total) = py.detach(|| open_path(&path)).map_err(|error| failed(&error))?;
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        return read(py, name.clone(), folder, total, Input::new(Source::file(file)), wanted);
    }
    let name = source.getattr("name").ok();
    let name = name.as_ref().and_then(|name| text::of(name)).map_or_else(|| "<file>".into(), |name| name.into_owned());
    let input = Input::new(Source::Object(source.clone().unbind()));
    read(py, name, PathBuf::new(), None, input, wanted)
}

/// Opens a file that is written just now.
pub(crate) fn again(py: Python<'_>, name: &str, file: File, wanted: Wanted<'_>) -> PyResult<Opened> {
    read(py, name.to_owned(), PathBuf::new(), None, Input::new(Source::file(file)), wanted)
}

/// The path that is given as a text, or as an object that is one.
pub(crate) fn path_of(source: &Bound<'_, PyAny>) -> PyResult<PathBuf> {
    let path = source.extract::<PathBuf>();
    path.map_err(|_| wrong_type("source", "a path, or a file that is open for reading", source))
}

fn open_path(path: &Path) -> io::Result<(File, Option<u64>)> {
    let file = File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok((file, about.is_file().then_some(about.len())))
}

/// The exception that a file is refused, and why.
pub(crate) fn refused(name: &str, reason: impl Into<String>) -> PyErr {
    FileError::new_err((name.to_owned(), reason.into()))
}

/// What to do about a mistake of the system.
pub(crate) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "you may not read or write this file".into(),
        io::ErrorKind::IsADirectory => "this is a folder; give the files in it".into(),
        // Without the number in brackets, which means nothing to most.
        _ => error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase(),
    }
}

fn read(
    py: Python<'_>,
    name: String,
    folder: PathBuf,
    total: Option<u64>,
    mut input: Input,
    wanted: Wanted<'_>,
) -> PyResult<Opened> {
    let start = input.start(py, has_line)?;
    let format = match wanted.format {
        Some(format) => Format::named(format)?,
        None => Format::of(&name, start),
    };
    if wanted.sheet.is_some() && format != Format::Xlsx {
        return Err(PyTypeError::new_err("only an Excel file has sheets; leave `sheet` out"));
    }
    let (mut sheet, mut text) = (None, None);
    let cutting = match format {
        Format::Ndjson => Cutting::Json(Some(Splitter::new())),
        Format::Json if begins_with_bracket(start) => Cutting::Json(Some(Splitter::new())),
        Format::Json => Cutting::Json(Some(Splitter::document())),
        Format::Csv => rows(py, &name, &mut input)?,
        Format::Yaml if wanted.text => {
            let bytes = input.rest(py)?;
            let bytes = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
            let good = std::str::from_utf8(bytes).map_err(|_| refused(&name, "the file is no UTF-8; save it as such"));
            text = Some(Zeroizing::new(good?.to_owned()));
            Cutting::Read(Vec::new().into_iter())
        }
        Format::Yaml => {
            let bytes = input.rest(py)?;
            Cutting::Yaml(Box::new(yaml::records(bytes)))
        }
        Format::Xlsx => {
            let bytes = input.rest(py)?;
            let read = py.detach(|| sheet::read(bytes, wanted.sheet)).map_err(|reason| refused(&name, reason))?;
            sheet = Some(read.name);
            Cutting::Read(read.records.into_iter())
        }
    };
    Ok(Opened { name, format, sheet, folder, total, input, cutting, text })
}

fn begins_with_bracket(start: &[u8]) -> bool {
    start.strip_prefix(BYTE_ORDER_MARK).unwrap_or(start).trim_ascii_start().starts_with(b"[")
}

/// Reads the header of delimited text, and says which rows are no records.
fn rows(py: Python<'_>, name: &str, input: &mut Input) -> PyResult<Cutting> {
    let text = input.start(py, |text| Start::of(text).is_ok_and(|start| start.columns().is_some()))?;
    let start = Start::of(text).map_err(|reason| refused(name, reason))?;
    let columns = start.columns().or_else(|| start.last_columns()).unwrap_or_default();
    let table = Table { delimited: start.delimited, columns };
    Ok(Cutting::Rows(RowSplitter::new(start.delimited), start.above + 1, Arc::new(table)))
}
