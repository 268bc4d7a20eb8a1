//! Reports and issues.

use std::fmt::Write as _;
use std::hash::{Hash, Hasher};

use pyo3::prelude::*;
use pyo3::types::{PyList, PyString};
use rejoin::{Severity, Tree};

use crate::edge::{ValidationError, guard, not_pickled};
use crate::language::Words;
use crate::tree;

/// The answer to one validation. It is true where the draft is valid.
///
/// >>> import rejoin
/// >>> report = rejoin.validate({})
/// >>> bool(report), len(report.issues), report.connection
/// (False, 3, None)
/// >>> report
/// Report(valid=False, errors=3, warnings=0, codes=['required'])
#[pyclass(frozen, eq, module = "rejoin")]
#[derive(PartialEq)]
pub(crate) struct Report(rejoin::Report, Words);

impl Report {
    pub(crate) const fn new(report: rejoin::Report, words: Words) -> Self {
        Self(report, words)
    }

    /// The language of its texts.
    pub(crate) const fn words(&self) -> &Words {
        &self.1
    }

    pub(crate) const fn core(&self) -> &rejoin::Report {
        &self.0
    }

    fn count(&self, severity: Severity) -> usize {
        self.0.issues.iter().filter(|issue| issue.severity() == severity).count()
    }
}

#[pymethods]
impl Report {
    /// Whether no issue is an error.
    #[getter]
    pub(crate) fn valid(&self) -> bool {
        self.0.is_valid()
    }

    /// The connection in normal form, secrets included, as a new dict; None where there is an error.
    #[getter]
    pub(crate) fn connection<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        self.0.connection.as_ref().map(|connection| tree::write(py, &connection.to_tree())).transpose()
    }

    /// The findings: by field, and within a field in the order of its checks.
    #[getter]
    pub(crate) fn issues<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        list(py, &self.0.issues, &self.1)
    }

    /// The report as a dict of valid, connection and issues, ready for json.dumps. The connection has its
    /// secrets in it.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| tree::write(py, &self.1.report(&self.0)))
    }

    /// Raises a ValidationError where there is an error, and gives the report itself where there is none.
    ///
    /// >>> import rejoin
    /// >>> try:
    /// ...     rejoin.validate({"name": "EMEA laptops"}).raise_for_errors()
    /// ... except rejoin.ValidationError as error:
    /// ...     print(error)
    /// 2 errors
    ///   type: Select the connection type
    ///   role: Select whether this connection is the source or the destination
    fn raise_for_errors<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, Self>> {
        if slf.get().valid() {
            return Ok(slf.clone());
        }
        let issues = slf.get().issues(slf.py())?;
        Err(ValidationError::new_err((issues.unbind(), slf.clone().unbind())))
    }

    fn __bool__(&self) -> bool {
        self.valid()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut codes: Vec<&str> = Vec::new();
        for code in self.0.issues.iter().map(|issue| issue.code().as_str()) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(format!(
            "Report(valid={}, errors={}, warnings={}, codes={})",
            python_bool(self.valid()),
            self.count(Severity::Error),
            self.count(Severity::Warning),
            PyList::new(py, codes)?.repr()?,
        ))
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled(
            "a report, whose connection holds secrets,",
            "pickle its issues, or what you need of to_dict()",
        ))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// The issues as a list of Python.
pub(crate) fn list<'py>(py: Python<'py>, issues: &[rejoin::Issue], words: &Words) -> PyResult<Bound<'py, PyList>> {
    PyList::new(py, issues.iter().map(|issue| Issue::of(issue, words)))
}

/// A truth value as Python writes it.
pub(crate) const fn python_bool(value: bool) -> &'static str {
    if value { "True" } else { "False" }
}

/// One finding about one field. It holds no secret.
///
/// >>> import rejoin
/// >>> issues = rejoin.validate({"nmae": "EMEA laptops"}).issues
/// >>> issues[0]
/// Issue(field='name', code='required', severity='error')
/// >>> issues[-1].field, issues[-1].suggestion
/// ('nmae', 'name')
#[pyclass(frozen, eq, hash, module = "rejoin")]
#[derive(PartialEq)]
pub(crate) struct Issue {
    /// The key of the field; empty where it is about the document as a whole.
    #[pyo3(get)]
    field: String,
    /// What is wrong, for a program.
    #[pyo3(get)]
    code: String,
    /// "error" or "warning".
    #[pyo3(get)]
    severity: String,
    /// What to do, in a sentence.
    #[pyo3(get)]
    message: String,
    /// Why it matters, or where to look; None where the message says it.
    #[pyo3(get)]
    help: Option<String>,
    params: Tree,
    suggestion: Tree,
}

impl Issue {
    fn of(issue: &rejoin::Issue, words: &Words) -> Self {
        Self {
            field: issue.field().to_owned(),
            code: issue.code().as_str().to_owned(),
            severity: issue.severity().as_str().to_owned(),
            message: words.message(issue),
            help: Some(words.help(issue)).filter(|help| !help.is_empty()).map(str::to_owned),
            params: issue.finding.params_to_tree(),
            suggestion: issue.suggestion.as_ref().map_or(Tree::Null, |suggestion| suggestion.to_tree()),
        }
    }
}

/// Two issues that are equal have these in common.
impl Hash for Issue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.field, &self.code, &self.message).hash(state);
    }
}

#[pymethods]
impl Issue {
    #[new]
    #[pyo3(signature = (field, code, severity, message, help=None, params=None, suggestion=None))]
    fn new(
        field: String,
        code: String,
        severity: String,
        message: String,
        help: Option<String>,
        params: Option<&Bound<'_, PyAny>>,
        suggestion: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let params = params.map_or_else(|| Ok(Tree::Map(Vec::new())), tree::read)?;
        let suggestion = suggestion.map_or(Ok(Tree::Null), tree::read)?;
        Ok(Self { field, code, severity, message, help, params, suggestion })
    }

    /// The parameters of the message, as a dict; empty where there are none.
    #[getter]
    fn params<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        tree::write(py, &self.params)
    }

    /// A value that would mend the field, where there is one. A secret field never has one.
    #[getter]
    fn suggestion<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        tree::write(py, &self.suggestion)
    }

    /// The issue as a dict; help and suggestion only where there is one.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let members = [
            ("field", Tree::from(self.field.as_str())),
            ("code", Tree::from(self.code.as_str())),
            ("severity", Tree::from(self.severity.as_str())),
            ("message", Tree::from(self.message.as_str())),
            ("help", self.help.as_deref().map_or(Tree::Null, Tree::from)),
            ("params", self.params.clone()),
            ("suggestion", self.suggestion.clone()),
        ];
        tree::write(py, &Tree::map(members.into_iter().filter(|(_, value)| *value != Tree::Null)))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let mut repr = String::from("Issue(");
        for (place, (name, text)) in
            [("field", &self.field), ("code", &self.code), ("severity", &self.severity)].into_iter().enumerate()
        {
            let comma = if place > 0 { ", " } else { "" };
            // Writing into a text does not fail.
            _ = write!(repr, "{comma}{name}={}", PyString::new(py, text).repr()?);
        }
        Ok(repr + ")")
    }

    fn __getnewargs__<'py>(&self, py: Python<'py>) -> PyResult<impl IntoPyObject<'py> + use<'py>> {
        let Self { field, code, severity, message, help, .. } = self;
        let texts = (field.clone(), code.clone(), severity.clone(), message.clone(), help.clone());
        Ok((texts.0, texts.1, texts.2, texts.3, texts.4, self.params(py)?, self.suggestion(py)?))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}
