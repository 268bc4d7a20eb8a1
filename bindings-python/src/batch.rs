//! Many drafts at once: records come one by one, and no more is held than must be.

use std::borrow::Cow;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyIterator, PyList, PyString};
use rejoin::{Context, Splitter, Summary};

use crate::checker::{self, Checker};
use crate::draft::Found;
use crate::edge::{guard, not_pickled, wrong_type};
use crate::input::{Input, Source as Text};
use crate::language::Words;
use crate::report::{Report, python_bool};
use crate::spot::Spot;
use crate::stream::{Cutting, Stream};
use crate::{context, draft, text, tree, validate};

/// Checks many drafts: those of a JSON array or of NDJSON, given as str, as bytes or as a file that is open
/// for reading, or those of any iterable of mappings.
///
/// The records come one by one as they are asked for, so that a batch can be of any size. A record that is
/// no object is a report, too; what raises while it is read, raises here. The language is that of validate.
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
#[pyo3(signature = (drafts, context=None, *, language=None))]
pub(crate) fn validate_batch(
    drafts: &Bound<'_, PyAny>,
    context: Option<&Bound<'_, PyAny>>,
    language: Option<&Bound<'_, PyAny>>,
) -> PyResult<Batch> {
    guard(|| {
        let (context, words) = (context::read(context)?, Words::read(language)?);
        Ok(Batch(Source::of(drafts, context)?, words))
    })
}

/// The records of a batch, as an iterator; made by validate_batch.
#[pyclass(module = "rejoin")]
pub(crate) struct Batch(Source, Words);

/// Where records come from.
enum Source {
    /// Text, which several threads check.
    Text(Box<Stream>),
    /// Mappings.
    Items(Box<Items>),
}

/// Mappings that are read one by one. Where there is no iterator, nothing more comes.
struct Items {
    items: Option<Py<PyIterator>>,
    context: Context,
    summary: Summary,
}

impl Source {
    fn of(drafts: &Bound<'_, PyAny>, context: Context) -> PyResult<Self> {
        let wanted = "str, bytes, a file or an iterable of mappings";
        let text = if let Ok(text) = drafts.cast::<PyString>() {
            match text::read(text) {
                Cow::Borrowed(_) => Text::Str(text.clone().unbind(), 0),
                Cow::Owned(read) => Text::Bytes(PyBytes::new(drafts.py(), read.as_bytes()).unbind(), 0),
            }
        } else if let Some(bytes) = validate::bytes(drafts)? {
            Text::Bytes(bytes.unbind(), 0)
        } else if draft::is_mapping(drafts)? {
            return Err(PyTypeError::new_err(format!("drafts must be {wanted}; one mapping is for validate()")));
        } else if drafts.hasattr("read")? {
            Text::Object(drafts.clone().unbind())
        } else {
            let py = drafts.py();
            let items = drafts.try_iter().map_err(|raised| {
                if raised.is_instance_of::<PyTypeError>(py) { wrong_type("drafts", wanted, drafts) } else { raised }
            })?;
            let items = Some(items.unbind());
            return Ok(Self::Items(Box::new(Items { items, context, summary: Summary::default() })));
        };
        let checker = Checker { context, only_issues: false, file: None };
        let cutting = Cutting::Json(Some(Splitter::new()));
        Ok(Self::Text(Box::new(Stream::new(Input::new(text), cutting, checker, None))))
    }
}

impl Items {
    fn next(&mut self, py: Python<'_>) -> PyResult<Option<checker::Found>> {
        let Some(items) = &self.items else { return Ok(None) };
        let Some(item) = items.bind(py).clone().next() else {
            self.items = None;
            return Ok(None);
        };
        let report = check(&item?, &self.context)?;
        let index = self.summary.records;
        self.summary.add(&report);
        Ok(Some(checker::Found { index, line: 0, report, spot: Spot::Nowhere }))
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
        let counts = match &self.0 {
            Source::Text(stream) => stream.counts().get().to_tree(),
            Source::Items(items) => items.summary.to_tree(),
        };
        tree::write(py, &counts)
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Record>> {
        guard(|| {
            let found = match &mut self.0 {
                Source::Text(stream) => stream.next(py)?,
                Source::Items(items) => items.next(py)?,
            };
            let Some(checker::Found { index, line, report, .. }) = found else { return Ok(None) };
            let line = (line > 0).then_some(line);
            Ok(Some(Record { index, line, report: Py::new(py, Report::new(report, self.1.clone()))? }))
        })
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled("a batch, of which some was given,", "pass on what it is made from"))
    }

    fn __repr__(&self) -> String {
        let Summary { records, valid, .. } = match &self.0 {
            Source::Text(stream) => stream.counts().get().clone(),
            Source::Items(items) => items.summary.clone(),
        };
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
