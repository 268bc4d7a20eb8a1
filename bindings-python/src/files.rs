//! Files with connections, as people keep them.

mod fix;
mod format;
mod header;
mod open;
mod sheet;
pub(crate) mod yaml;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, TryLockError};

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyList;
use rejoin::{Finding, Summary};

use crate::checker::{Checker, Found, Secrets};
use crate::edge::{guard, not_pickled};
use crate::language::Words;
use crate::report::{Report, python_bool};
use crate::secrets::Resolver;
use crate::spot::{Place, Spot};
use crate::stream::{Counts, Stream};
use crate::{context, tree};
pub(crate) use fix::{FixResult, fix_file};
use open::Wanted;

/// Checks the connections in a file, given by its path or as a file that is open for reading.
///
/// The format is told from the name of the file, or from how it starts: "json" is one object or an array
/// of them, "ndjson" an object on each line, "yaml" one mapping, a sequence of them, or several documents,
/// "csv" delimited text whose first row holds field keys or labels, "xlsx" a sheet with such a row. The
/// records come one by one, and a file of any size takes little memory, but for YAML and Excel, which are
/// read whole.
///
/// A secret in a file may be a reference: `${env:NAME}`, `${file:PATH}` or `${keyring:SERVICE/NAME}`, which
/// are looked up, or one that another tool resolves, which is taken for a secret that is there. With
/// resolve=False, nothing is looked up. A secret that stands in the file as it is, is a warning, unless
/// plain_secrets is False.
///
/// With only_issues, the records of which there is nothing to say are counted and not given. A file that
/// cannot be read raises a FileError. The language is that of validate.
///
/// >>> import io, rejoin
/// >>> file = io.BytesIO(b"Connection name;Source or destination\nEMEA laptops;sourc\n")
/// >>> for record in rejoin.validate_file(file):
/// ...     for issue in record.issues:
/// ...         print(f"{record.location(issue.field)}: {issue.field}: {issue.code}")
/// <file>:2:1: type: required
/// <file>:2:14: role: unknown_choice
#[pyfunction]
#[pyo3(signature = (
    source, context=None, *, format=None, sheet=None, threads=None, only_issues=false, plain_secrets=true, resolve=true,
    language=None
))]
#[expect(clippy::too_many_arguments, reason = "they are the parameters of Python, which are named")]
pub(crate) fn validate_file(
    source: &Bound<'_, PyAny>,
    context: Option<&Bound<'_, PyAny>>,
    format: Option<&str>,
    sheet: Option<&str>,
    threads: Option<usize>,
    only_issues: bool,
    plain_secrets: bool,
    resolve: bool,
    language: Option<&Bound<'_, PyAny>>,
) -> PyResult<FileBatch> {
    guard(|| {
        let py = source.py();
        if threads == Some(0) {
            return Err(PyValueError::new_err("threads must be at least 1"));
        }
        let (context, words) = (context::read(context)?, Words::read(language)?);
        let opened = open::open(source, Wanted { format, sheet, text: false })?;
        let resolver = if resolve { Some(Resolver::new(py, opened.folder.clone())?) } else { None };
        let checker = Checker { context, only_issues, file: Some(Secrets { warn: plain_secrets, resolver }) };
        let taken = opened.input.taken();
        let stream = Stream::new(opened.input, opened.cutting, checker, threads);
        Ok(FileBatch {
            counts: stream.counts(),
            stream: Mutex::new(stream),
            taken,
            words,
            file: Arc::new(About { name: opened.name, sheet: opened.sheet }),
            format: opened.format.name(),
            bytes_total: opened.total,
        })
    })
}

/// What all records of a file share.
#[derive(PartialEq)]
struct About {
    name: String,
    sheet: Option<String>,
}

/// The records of a file, as an iterator; made by validate_file.
#[pyclass(frozen, module = "rejoin")]
pub(crate) struct FileBatch {
    stream: Mutex<Stream>,
    counts: Counts,
    taken: Arc<AtomicU64>,
    words: Words,
    file: Arc<About>,
    /// The format, as validate_file names it.
    #[pyo3(get)]
    format: &'static str,
    /// How many bytes the file has; None where nobody knows before its end.
    #[pyo3(get)]
    bytes_total: Option<u64>,
}

#[pymethods]
impl FileBatch {
    /// The counts over the records given so far and those passed over before them, as a dict: records, valid,
    /// errors, warnings, and the issues of each code that occurred.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let counts = self.counts.get().to_tree();
        tree::write(py, &counts)
    }

    /// The name of the file, for messages.
    #[getter]
    fn name(&self) -> &str {
        &self.file.name
    }

    /// How many bytes are read so far. Another thread may ask while this one waits for a record.
    #[getter]
    fn bytes_read(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<FileRecord>> {
        guard(|| {
            let mut stream = match self.stream.try_lock() {
                Ok(stream) => stream,
                Err(TryLockError::WouldBlock) => {
                    return Err(PyRuntimeError::new_err("another thread takes records of this file already"));
                }
                Err(TryLockError::Poisoned(_)) => return Err(crate::edge::broken()),
            };
            let Some(Found { index, line, report, spot }) = stream.next(py)? else { return Ok(None) };
            let report = Py::new(py, Report::new(report, self.words.clone()))?;
            Ok(Some(FileRecord { index, line: Some(line), report, spot, file: self.file.clone() }))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled("a batch, of which some was given,", "pass on the path of its file"))
    }

    fn __repr__(&self) -> String {
        let Summary { records, valid, .. } = *self.counts.get();
        format!("FileBatch(name={:?}, format={:?}, records={records}, valid={valid})", self.file.name, self.format)
    }
}

/// The report of one record of a file. It is true where the record is valid.
#[pyclass(frozen, module = "rejoin")]
pub(crate) struct FileRecord {
    /// Which record it is, from 0.
    #[pyo3(get)]
    index: usize,
    /// The line on which it starts, or the row of the sheet, from 1.
    #[pyo3(get)]
    line: Option<usize>,
    /// What there is to say about it.
    #[pyo3(get)]
    report: Py<Report>,
    spot: Spot,
    file: Arc<About>,
}

#[pymethods]
impl FileRecord {
    /// Whether no issue is an error.
    #[getter]
    fn valid(&self) -> bool {
        self.report.get().valid()
    }

    /// The connection in normal form, secrets included, as a new dict; None where there is an error.
    #[getter]
    fn connection<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.report.get().connection(py)
    }

    /// The findings.
    #[getter]
    fn issues<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.report.get().issues(py)
    }

    /// The record as a dict of index, line, valid, connection and issues, ready for json.dumps. The connection
    /// has its secrets in it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let (index, line) = (self.index, self.line.unwrap_or_default());
        let report = self.report.get();
        guard(|| {
            tree::write(py, &report.words().record(&rejoin::Record { index, line, report: report.core().clone() }))
        })
    }

    /// Where the value of a field stands: that of the field of an issue, or of a key that is no field. For a
    /// field that the record lacks, and without an argument, it is where the record stands.
    #[pyo3(signature = (field=""))]
    fn location(&self, field: &str) -> Location {
        let place = match self.malformed().filter(|_| field.is_empty()) {
            Some(position) => Some(Place::Text(position)),
            None => self.spot.of(field),
        };
        let About { name, sheet } = &*self.file;
        match place {
            Some(Place::Text(position)) => Location {
                file: name.clone(),
                line: Some(position.line),
                column: Some(position.column),
                sheet: sheet.clone(),
                cell: None,
            },
            Some(Place::Cell(row, column)) => Location {
                file: name.clone(),
                line: None,
                column: None,
                sheet: sheet.clone(),
                cell: Some(format!("{}{}", column_letters(column), row + 1)),
            },
            None => Location { file: name.clone(), line: self.line, column: None, sheet: sheet.clone(), cell: None },
        }
    }

    fn __bool__(&self) -> bool {
        self.valid()
    }

    fn __eq__(&self, other: &Self) -> bool {
        (self.index, self.line, self.report.get(), &self.file)
            == (other.index, other.line, other.report.get(), &other.file)
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled("a record, whose connection holds secrets,", "pickle its issues, or what you need of it"))
    }

    fn __repr__(&self) -> String {
        let valid = python_bool(self.valid());
        let issues = self.report.get().core().issues.len();
        format!(
            "FileRecord(index={}, line={}, valid={valid}, issues={issues})",
            self.index,
            self.line.unwrap_or_default()
        )
    }
}

impl FileRecord {
    /// Where the text of the record is malformed, if it is.
    fn malformed(&self) -> Option<rejoin::Position> {
        match self.report.get().core().issues.first()?.finding {
            Finding::MalformedJson { line, column } | Finding::MalformedYaml { line, column } => {
                Some(rejoin::Position { line: line as usize, column: column as usize })
            }
            _ => None,
        }
    }
}

/// A column of a sheet, from 0, as Excel calls it: A to Z, then AA.
fn column_letters(column: u32) -> String {
    let before = if column < 26 { String::new() } else { column_letters(column / 26 - 1) };
    format!("{before}{}", char::from(b'A' + (column % 26) as u8))
}

/// A place in a file. As text it is what editors and terminals know how to open, like `file.csv:12:34`.
#[pyclass(frozen, eq, hash, module = "rejoin")]
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Location {
    /// The name of the file.
    #[pyo3(get)]
    file: String,
    /// The line, from 1; None in a sheet.
    #[pyo3(get)]
    line: Option<usize>,
    /// The column in characters, from 1.
    #[pyo3(get)]
    column: Option<usize>,
    /// The sheet of an Excel file.
    #[pyo3(get)]
    sheet: Option<String>,
    /// Its cell, like C7.
    #[pyo3(get)]
    cell: Option<String>,
}

#[pymethods]
impl Location {
    #[new]
    #[pyo3(signature = (file, line=None, column=None, sheet=None, cell=None))]
    const fn new(
        file: String,
        line: Option<usize>,
        column: Option<usize>,
        sheet: Option<String>,
        cell: Option<String>,
    ) -> Self {
        Self { file, line, column, sheet, cell }
    }

    fn __getnewargs__(&self) -> (String, Option<usize>, Option<usize>, Option<String>, Option<String>) {
        let Self { file, line, column, sheet, cell } = self.clone();
        (file, line, column, sheet, cell)
    }

    fn __str__(&self) -> String {
        let Self { file, line, column, sheet, cell } = self;
        match (sheet, cell, line, column) {
            (Some(sheet), Some(cell), ..) => format!("{file}: {sheet}!{cell}"),
            (_, _, Some(line), Some(column)) => format!("{file}:{line}:{column}"),
            (_, _, Some(line), None) => format!("{file}:{line}"),
            _ => file.clone(),
        }
    }

    fn __repr__(&self) -> String {
        format!("<Location {}>", self.__str__())
    }
}
