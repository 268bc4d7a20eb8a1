//! A file that is opened: its name, its format, how its text becomes records.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use rejoin::{Delimited, RowSplitter, Splitter};
use zeroize::Zeroizing;

use super::format::{Format, first_line};
use super::{sheet, yaml};
use crate::checker::ReadRecord;
use crate::edge::{FileError, wrong_type};
use crate::input::{Input, Source};
use crate::spot::Table;
use crate::stream::Cutting;
use crate::text;

/// How many records that are read already make a part.
const PART: usize = 1000;

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
    let start = input.start(py)?;
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
        Format::Csv => rows(&name, start)?,
        Format::Yaml if wanted.text => {
            let bytes = input.rest(py)?;
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
            let good = std::str::from_utf8(bytes).map_err(|_| refused(&name, "the file is no UTF-8; save it as such"));
            text = Some(Zeroizing::new(good?.to_owned()));
            parts(Vec::new())
        }
        Format::Yaml => {
            let bytes = input.rest(py)?;
            let read =
                || yaml::read(&String::from_utf8_lossy(&bytes)).into_iter().map(yaml::Record::for_check).collect();
            parts(py.detach(read))
        }
        Format::Xlsx => {
            let bytes = input.rest(py)?;
            let read = py.detach(|| sheet::read(bytes, wanted.sheet)).map_err(|reason| refused(&name, reason))?;
            sheet = Some(read.name);
            parts(read.records)
        }
    };
    Ok(Opened { name, format, sheet, folder, total, input, cutting, text })
}

/// Records that are read already, in parts of which several may be worked on.
fn parts(records: Vec<ReadRecord>) -> Cutting {
    let mut records = records.into_iter();
    let part = || Some(records.by_ref().take(PART).collect::<Vec<_>>()).filter(|part| !part.is_empty());
    Cutting::Read(std::iter::from_fn(part).collect())
}

fn begins_with_bracket(start: &[u8]) -> bool {
    start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start().starts_with(b"[")
}

/// Reads the header of delimited text, and says which rows are no records.
fn rows(name: &str, start: &[u8]) -> PyResult<Cutting> {
    let text = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let blank = text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let mut header = text.get(blank..).unwrap_or_default();
    let mut skip = text.get(..blank).unwrap_or_default().iter().filter(|byte| **byte == b'\n').count();
    let mut delimited = None;
    // A line with which some programs say the delimiter.
    if let Some([byte, ..]) = first_line(header).strip_prefix(b"sep=") {
        delimited = Delimited::from_byte(*byte);
        header = header.get(first_line(header).len() + 1..).unwrap_or_default();
        skip += 1;
    }
    let delimited = match delimited.or_else(|| Delimited::of_header(first_line(header))) {
        Some(delimited) => delimited,
        None if header.is_empty() => {
            return Err(refused(name, "the file is empty; its first row must name the fields"));
        }
        None => return Err(refused(name, "the first row names no field; it must hold field keys or labels")),
    };
    // The row itself may go over several lines.
    let mut splitter = RowSplitter::new(delimited);
    let part = splitter.push(header).or_else(|| splitter.finish());
    let columns = part.iter().flat_map(|part| part.rows()).next().map(|row| delimited.columns(row.text));
    let table = Table { delimited, columns: columns.unwrap_or_default() };
    Ok(Cutting::Rows(RowSplitter::new(delimited), skip + 1, Arc::new(table)))
}
