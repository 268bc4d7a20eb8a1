//! Many drafts at once: records come one by one, and no more is held than must be.

use std::borrow::Cow;
use std::collections::VecDeque;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyList, PyString};
use rejoin::{BatchReader, Context, Summary};

use crate::draft::Found;
use crate::edge::{guard, not_pickled, wrong_type};
use crate::report::{Report, python_bool};
use crate::{context, draft, text, tree, validate};

/// How many bytes are checked before Python gets to see their records.
const CHUNK: usize = 1 << 18;

/// Checks many drafts: those of a JSON array or of NDJSON, given as str, as bytes or as a file that is open
/// for reading, or those of any iterable of mappings.
///
/// The records come one by one as they are asked for, so that a batch can be of any size. A record that is
/// no object is a report, too; what raises while it is read, raises here.
///
/// >>> import rejoin
/// >>> batch = rejoin.validate_batch([{"name": "EMEA laptops"}, {"name": ""}, None])
/// >>> for record in batch:
/// ...     print(record.index, *(issue.code for issue in record.issues))
/// 0 required required
/// 1 required required required
/// 2 not_an_object
/// >>> batch.summary["records"], batch.summary["byCode"]["required"]
/// (3, 5)
#[pyfunction]
#[pyo3(signature = (drafts, context=None))]
pub(crate) fn validate_batch(drafts: &Bound<'_, PyAny>, context: Option<&Bound<'_, PyAny>>) -> PyResult<Batch> {
    guard(|| {
        let context = context::read(context)?;
        Ok(Batch {
            source: Source::of(drafts, context)?,
            ready: VecDeque::new(),
            summary: Summary::default(),
            given: 0,
        })
    })
}

/// The records of a batch, as an iterator; made by validate_batch.
#[pyclass(module = "rejoin")]
pub(crate) struct Batch {
    source: Source,
    /// The records that are checked and not given yet.
    ready: VecDeque<rejoin::Record>,
    summary: Summary,
    given: usize,
}

/// Where records come from.
enum Source {
    /// Text that is taken in pieces.
    Text(Box<BatchReader<Context>>, Pieces),
    /// Mappings.
    Items(Py<PyIterator>, Box<Context>),
    /// Nothing more comes.
    Done,
}

/// Where text comes from: the whole of it and how much was taken, or a file.
enum Pieces {
    Bytes(Py<PyBytes>, usize),
    Str(Py<PyString>, usize),
    File(Py<PyAny>),
}

impl Source {
    fn of(drafts: &Bound<'_, PyAny>, context: Context) -> PyResult<Self> {
        let wanted = "str, bytes, a file or an iterable of mappings";
        let pieces = if let Ok(text) = drafts.cast::<PyString>() {
            match text::read(text) {
                Cow::Borrowed(_) => Pieces::Str(text.clone().unbind(), 0),
                Cow::Owned(read) => Pieces::Bytes(PyBytes::new(drafts.py(), read.as_bytes()).unbind(), 0),
            }
        } else if let Some(bytes) = validate::bytes(drafts)? {
            Pieces::Bytes(bytes.unbind(), 0)
        } else if draft::is_mapping(drafts)? {
            return Err(PyTypeError::new_err(format!("drafts must be {wanted}; one mapping is for validate()")));
        } else if drafts.hasattr("read")? {
            Pieces::File(drafts.clone().unbind())
        } else {
            let py = drafts.py();
            let items = drafts.try_iter().map_err(|raised| {
                if raised.is_instance_of::<PyTypeError>(py) { wrong_type("drafts", wanted, drafts) } else { raised }
            })?;
            return Ok(Self::Items(items.unbind(), Box::new(context)));
        };
        Ok(Self::Text(Box::new(BatchReader::new(context)), pieces))
    }
}

impl Pieces {
    /// Takes the next piece and gives it to `push`; says whether there was one.
    fn next(&mut self, py: Python<'_>, push: impl FnOnce(&[u8])) -> PyResult<bool> {
        let piece;
        let text;
        let bytes = match self {
            Self::Bytes(bytes, taken) => after(bytes.bind(py).as_bytes(), taken),
            Self::Str(whole, taken) => {
                text = text::read(whole.bind(py));
                after(text.as_bytes(), taken)
            }
            Self::File(file) => {
                piece = file.bind(py).call_method1("read", (CHUNK,))?;
                if let Some(read) = text::of(&piece) {
                    text = read;
                    text.as_bytes()
                } else {
                    let bytes =
                        piece.cast::<PyBytes>().map_err(|_| wrong_type("what a file gives", "str or bytes", &piece))?;
                    bytes.as_bytes()
                }
            }
        };
        if bytes.is_empty() {
            return Ok(false);
        }
        push(bytes);
        Ok(true)
    }
}

/// The next piece of a text of which some was taken.
fn after<'t>(text: &'t [u8], taken: &mut usize) -> &'t [u8] {
    let rest = text.get(*taken..).unwrap_or_default();
    let piece = rest.get(..CHUNK).unwrap_or(rest);
    *taken += piece.len();
    piece
}

impl Batch {
    fn next_record(&mut self, py: Python<'_>) -> PyResult<Option<rejoin::Record>> {
        loop {
            if let Some(record) = self.ready.pop_front() {
                return Ok(Some(record));
            }
            let ready = &mut self.ready;
            match &mut self.source {
                Source::Done => return Ok(None),
                Source::Items(items, context) => {
                    let mut items = items.bind(py).clone();
                    return match items.next() {
                        Some(item) => {
                            let report = check(&item?, context)?;
                            Ok(Some(rejoin::Record { index: self.given, line: 0, report }))
                        }
                        None => {
                            self.source = Source::Done;
                            Ok(None)
                        }
                    };
                }
                Source::Text(reader, pieces) => {
                    // Other threads run while a piece is checked.
                    let more =
                        pieces.next(py, |piece| py.detach(|| reader.push(piece, |record| ready.push_back(record))))?;
                    if !more && let Source::Text(reader, _) = std::mem::replace(&mut self.source, Source::Done) {
                        py.detach(|| reader.finish(|record| ready.push_back(record)));
                    }
                }
            }
        }
    }
}

fn check(item: &Bound<'_, PyAny>, context: &Context) -> PyResult<rejoin::Report> {
    Ok(match draft::read(item)? {
        Found::Members(members) => rejoin::validate(&members.draft(), context),
        Found::Unreadable | Found::NoMapping => validate::unreadable(context),
    })
}

#[pymethods]
impl Batch {
    /// The counts over the records given so far, as a dict: records, valid, errors, warnings, and the issues
    /// of each code that occurred.
    #[getter]
    fn summary<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        tree::write(py, &self.summary.to_tree())
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Record>> {
        guard(|| {
            let Some(record) = self.next_record(py)? else { return Ok(None) };
            self.given += 1;
            self.summary.add(&record.report);
            let rejoin::Record { index, line, report } = record;
            let line = (line > 0).then_some(line);
            Ok(Some(Record { index, line, report: Py::new(py, Report::from(report))? }))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled("a batch, of which some was given,", "pass on what it is made from"))
    }

    fn __repr__(&self) -> String {
        let Summary { records, valid, .. } = self.summary;
        format!("Batch(records={records}, valid={valid})")
    }
}

/// The report of one record of a batch.
#[pyclass(frozen, module = "rejoin")]
pub(crate) struct Record {
    /// Which record it is, from 0.
    #[pyo3(get)]
    index: usize,
    /// The line of the text on which it starts, from 1; None where there is no text.
    #[pyo3(get)]
    line: Option<usize>,
    /// What there is to say about it.
    #[pyo3(get)]
    report: Py<Report>,
}

#[pymethods]
impl Record {
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

    fn __bool__(&self) -> bool {
        self.valid()
    }

    fn __eq__(&self, other: &Self) -> bool {
        (self.index, self.line, self.report.get()) == (other.index, other.line, other.report.get())
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled("a record, whose connection holds secrets,", "pickle its issues, or what you need of it"))
    }

    fn __repr__(&self) -> String {
        let line = self.line.map_or_else(|| String::from("None"), |line| line.to_string());
        let valid = python_bool(self.valid());
        format!(
            "Record(index={}, line={line}, valid={valid}, issues={})",
            self.index,
            self.report.get().core().issues.len()
        )
    }
}
