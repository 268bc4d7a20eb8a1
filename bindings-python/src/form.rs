//! A form that somebody types into.

use std::sync::{Mutex, MutexGuard};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyType};
use rejoin::{Draft, Field, FieldSet, State, Tree, Value};

use crate::draft::Found;
use crate::edge::{guard, lock, not_pickled, wrong_type};
use crate::keys::with_entropy;
use crate::language::Words;
use crate::report::{self, Report, python_bool};
use crate::{context, draft, text, tree};

/// A form that somebody types into. It may start with some values.
///
/// A change checks only what it can affect. What was typed into a branch that was left stays, and is no part
/// of what is submitted.
///
/// >>> import rejoin
/// >>> form = rejoin.Form()
/// >>> "destination" in form.set("role", "destination").fields
/// True
/// >>> form.field("destination").issues
/// [Issue(field='destination', code='required', severity='error')]
/// >>> [option["label"] for option in form.options("destination")]
/// ['Active Directory', 'Hybrid Identity', 'Microsoft Entra ID']
#[pyclass(frozen, module = "rejoin")]
pub(crate) struct Form(Mutex<rejoin::Form>, Mutex<Words>);

impl Form {
    fn held(&self) -> PyResult<MutexGuard<'_, rejoin::Form>> {
        lock(&self.0)
    }

    fn words(&self) -> PyResult<Words> {
        Ok(lock(&self.1)?.clone())
    }

    /// Does something that changes the form, and says what it changed.
    fn change(&self, work: impl FnOnce(&mut rejoin::Form) -> PyResult<rejoin::Changes>) -> PyResult<Changes> {
        let mut form = self.held()?;
        let changes = work(&mut form)?;
        Ok(Changes {
            fields: changes.fields.iter().map(Field::key).collect(),
            notes: changes.notes,
            valid: form.is_valid(),
        })
    }
}

/// The field of a key.
fn field_of(key: &Bound<'_, PyString>) -> PyResult<Field> {
    Field::from_key(&text::read(key)).ok_or_else(|| {
        // A key that is wrong may be a value in the wrong place.
        PyValueError::new_err("key must be the key of a field, one of those that fields() lists")
    })
}

/// Uses what a mapping holds as a draft.
fn with_draft<T>(name: &str, values: &Bound<'_, PyAny>, work: impl FnOnce(&Draft<'_>) -> T) -> PyResult<T> {
    match draft::read(values)? {
        Found::Members(members) => Ok(work(&members.draft())),
        Found::Unreadable | Found::NoMapping => Err(wrong_type(name, "a mapping", values)),
    }
}

/// The fields of which an entry has something under `name`.
fn held_fields(entry: &Bound<'_, PyAny>, name: &str) -> PyResult<Vec<Field>> {
    let mut fields = Vec::new();
    if entry.contains(name)? {
        for key in entry.get_item(name)?.try_iter()? {
            fields.push(field_of(key?.cast::<PyString>()?)?);
        }
    }
    Ok(fields)
}

#[pymethods]
impl Form {
    #[new]
    #[pyo3(signature = (values=None, context=None, *, language=None))]
    fn new(
        values: Option<&Bound<'_, PyAny>>,
        context: Option<&Bound<'_, PyAny>>,
        language: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let (context, words) = (context::read(context)?, Words::read(language)?);
            let form = match values {
                Some(values) => with_draft("values", values, |draft| rejoin::Form::with_values(draft, context))?,
                None => rejoin::Form::new(context),
            };
            Ok(Self(Mutex::new(form), Mutex::new(words)))
        })
    }

    /// A form that starts from an entry of a catalog, whose secrets need not be typed again.
    #[classmethod]
    #[pyo3(signature = (entry, context=None, *, language=None))]
    fn edit(
        _class: &Bound<'_, PyType>,
        entry: &Bound<'_, PyAny>,
        context: Option<&Bound<'_, PyAny>>,
        language: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            if !draft::is_mapping(entry)? {
                return Err(wrong_type("entry", "a mapping", entry));
            }
            let (context, words) = (context::read(context)?, Words::read(language)?);
            let stored: FieldSet =
                held_fields(entry, "secrets")?.into_iter().chain(held_fields(entry, "keys")?).collect();
            let connection = entry.get_item("connection")?;
            let form =
                with_draft("entry['connection']", &connection, |draft| rejoin::Form::edit(draft, stored, context))?;
            Ok(Self(Mutex::new(form), Mutex::new(words)))
        })
    }

    /// Gives a field a value, and says what looks different now. None empties the field.
    fn set(&self, key: &Bound<'_, PyString>, value: &Bound<'_, PyAny>) -> PyResult<Changes> {
        guard(|| {
            let (field, value) = (field_of(key)?, draft::read_value(value));
            self.change(|form| Ok(form.set(field, value)))
        })
    }

    /// What was typed into a field; None where nothing was, or something that is no value of a draft.
    fn value<'py>(&self, py: Python<'py>, key: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let value = self.held()?.value(field_of(key)?).clone();
            tree::write(
                py,
                &match &value {
                    Value::Empty | Value::Other => Tree::Null,
                    Value::Text(text) => Tree::from(text.as_str()),
                    Value::Boolean(value) => Tree::from(*value),
                    Value::Integer(value) => Tree::from(*value),
                },
            )
        })
    }

    /// What a form shows of a field: whether it applies, whether it must be given now, and its issues.
    fn field(&self, py: Python<'_>, key: &Bound<'_, PyString>) -> PyResult<FormField> {
        guard(|| {
            let field = field_of(key)?;
            let (state, required, issues) = {
                let form = self.held()?;
                (form.state(field), form.is_required(field), form.issues(field).to_vec())
            };
            let state = match state {
                State::Undecided => "undecided",
                State::Applies => "applies",
                State::DoesNotApply => "doesNotApply",
            };
            Ok(FormField {
                key: field.key(),
                state,
                required,
                issues: report::list(py, &issues, &self.words()?)?.unbind(),
            })
        })
    }

    /// The values that a field offers, each a dict of value, label and hint: those of a choice that the other
    /// choices allow, and the tenants and app profiles that the context knows.
    fn options<'py>(&self, py: Python<'py>, key: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let (field, words) = (field_of(key)?, self.words()?);
            let options = self.held()?.options(field);
            tree::write(py, &Tree::list(options.iter().map(|option| words.option(field, option))))
        })
    }

    /// The notes that belong to the choices made, each a dict of id, field and text.
    fn notes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let (notes, policy) = {
                let form = self.held()?;
                (form.notes().collect::<Vec<_>>(), form.context().password_policy())
            };
            let words = self.words()?;
            let note = |note: &rejoin::Note| {
                Tree::map([("id", note.id), ("field", note.field.key()), ("text", &words.note(note, policy))])
            };
            tree::write(py, &Tree::list(notes.into_iter().map(note)))
        })
    }

    /// Puts a fresh key into a key field, where value() gives it, and says what looks different now.
    fn generate_key(&self, key: &Bound<'_, PyString>) -> PyResult<Changes> {
        guard(|| {
            let field = field_of(key)?;
            self.change(|form| with_entropy(|entropy| form.generate_key(field, entropy)))
        })
    }

    /// Puts another context in place, and checks everything again.
    #[pyo3(signature = (context=None))]
    fn set_context(&self, context: Option<&Bound<'_, PyAny>>) -> PyResult<Changes> {
        guard(|| {
            let context = context::read(context)?;
            self.change(|form| Ok(form.set_context(context)))
        })
    }

    /// Says everything in another language from now on; None is English. Everything that shows a text looks
    /// different then.
    #[pyo3(signature = (language=None))]
    fn set_language(&self, language: Option<&Bound<'_, PyAny>>) -> PyResult<Changes> {
        guard(|| {
            *lock(&self.1)? = Words::read(language)?;
            self.change(|_| Ok(rejoin::Changes { fields: FieldSet::ALL, notes: true }))
        })
    }

    /// The report of what applies: the connection, or the issues.
    fn submit(&self) -> PyResult<Report> {
        guard(|| Ok(Report::new(self.held()?.submit(), self.words()?)))
    }

    /// Whether no field has an error.
    #[getter]
    fn valid(&self) -> PyResult<bool> {
        Ok(self.held()?.is_valid())
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled("a form, which holds secrets,", "pass on what was typed, or the connection"))
    }

    fn __repr__(&self) -> PyResult<String> {
        let form = self.held()?;
        let filled = Field::ALL.into_iter().filter(|field| *form.value(*field) != Value::Empty).count();
        Ok(format!("Form(valid={}, filled={filled})", python_bool(form.is_valid())))
    }
}

/// What a change of a form changed.
#[pyclass(frozen, eq, get_all, module = "rejoin")]
#[derive(PartialEq)]
pub(crate) struct Changes {
    /// The keys of the fields whose state, issues or options are not what they were.
    fields: Vec<&'static str>,
    /// Whether other notes are shown than before.
    notes: bool,
    /// Whether no field has an error.
    valid: bool,
}

#[pymethods]
impl Changes {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let fields = PyList::new(py, &self.fields)?;
        let [notes, valid] = [self.notes, self.valid].map(python_bool);
        Ok(format!("Changes(fields={}, notes={notes}, valid={valid})", fields.repr()?))
    }
}

/// What a form shows of a field.
#[pyclass(frozen, get_all, module = "rejoin")]
pub(crate) struct FormField {
    /// The key of the field.
    key: &'static str,
    /// "applies", "doesNotApply", or "undecided" while a choice that it hangs on is missing or wrong.
    state: &'static str,
    /// Whether it must be given now.
    required: bool,
    /// Its issues.
    issues: Py<PyList>,
}

#[pymethods]
impl FormField {
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let required = python_bool(self.required);
        let issues = self.issues.bind(py).repr()?;
        Ok(format!("FormField(key='{}', state='{}', required={required}, issues={issues})", self.key, self.state))
    }
}
