//! Languages: which one texts are in, and how a program says some of them in its own way.

use std::sync::{Arc, Mutex};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use rejoin::{
    CodeSpec, Field, FieldSpec, Finding, FormOption, Issue, LanguageError, Note, PasswordPolicy, Report, Tree,
};

use crate::edge::{guard, lock, wrong_type};
use crate::{draft, text, tree};

/// The language that texts are in; English, which the tables are in, where none was chosen.
#[derive(Clone, Default)]
pub(crate) struct Words(Option<Arc<rejoin::Language>>);

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other) || one == other,
            (None, None) => true,
            _ => false,
        }
    }
}

/// The languages that were chosen so far, by their tags.
static LOADED: Mutex<Vec<(&str, Arc<rejoin::Language>)>> = Mutex::new(Vec::new());

/// The language of a tag, which is read when it is first chosen.
fn load(tag: &str) -> PyResult<Arc<rejoin::Language>> {
    let tag = rejoin::Language::tag_for(tag).map_err(mistake)?;
    let mut loaded = lock(&LOADED)?;
    if let Some((_, language)) = loaded.iter().find(|(known, _)| *known == tag) {
        return Ok(language.clone());
    }
    let language = Arc::new(rejoin::Language::named(tag).map_err(mistake)?);
    loaded.push((tag, language.clone()));
    Ok(language)
}

fn mistake(error: LanguageError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// The language that an argument names; none where it is None.
fn find(language: Option<&Bound<'_, PyAny>>) -> PyResult<Option<Arc<rejoin::Language>>> {
    let Some(language) = language.filter(|language| !language.is_none()) else { return Ok(None) };
    if let Ok(tag) = language.cast::<PyString>() {
        return load(&text::read(tag)).map(Some);
    }
    match language.cast::<Language>() {
        Ok(language) => Ok(Some(language.get().0.clone())),
        Err(_) => Err(wrong_type("language", "a tag like 'de' or a Language", language)),
    }
}

impl Words {
    /// Those that an argument names: a tag, a Language, or None.
    pub(crate) fn read(language: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        find(language).map(Self)
    }

    pub(crate) fn message(&self, issue: &Issue) -> String {
        self.0.as_ref().map_or_else(|| issue.message(), |language| language.message(issue))
    }

    pub(crate) fn help<'a>(&'a self, issue: &'a Issue) -> &'a str {
        self.0.as_ref().map_or_else(|| issue.help(), |language| language.help(issue))
    }

    pub(crate) fn report(&self, report: &Report) -> Tree {
        self.0.as_ref().map_or_else(|| report.to_tree(), |language| report.to_tree_in(language))
    }

    pub(crate) fn record(&self, record: &rejoin::Record) -> Tree {
        self.0.as_ref().map_or_else(|| record.to_tree(), |language| record.to_tree_in(language))
    }

    pub(crate) fn finding(&self, finding: &Finding) -> Tree {
        self.0.as_ref().map_or_else(|| finding.to_tree(), |language| finding.to_tree_in(language))
    }

    pub(crate) fn field(&self, field: &FieldSpec) -> Tree {
        self.0.as_ref().map_or_else(|| field.to_tree(), |language| language.field_to_tree(field))
    }

    pub(crate) fn code(&self, code: &CodeSpec) -> Tree {
        self.0.as_ref().map_or_else(|| code.to_tree(), |language| language.code_to_tree(code))
    }

    pub(crate) fn note(&self, note: &Note, policy: PasswordPolicy) -> String {
        self.0.as_ref().map_or_else(|| note.text_for(policy), |language| language.note(note, policy))
    }

    /// What a form shows for a value that it offers.
    pub(crate) fn option(&self, field: Field, option: &FormOption) -> Tree {
        let known = self.0.as_ref().and_then(|language| language.choice(field, &option.value));
        let (label, hint) = known.unwrap_or((&option.label, option.hint));
        Tree::map([("value", &*option.value), ("label", label), ("hint", hint)])
    }
}

/// A language: every text that people read, by the names of codes, fields and notes. Where a language is
/// chosen, its tag does, too; define_language makes one that says some things differently.
///
/// >>> import rejoin
/// >>> german = rejoin.define_language("de")
/// >>> german
/// Language('de')
/// >>> german.texts["fields"]["name"]["label"]
/// 'Verbindungsname'
#[pyclass(frozen, eq, module = "rejoin")]
#[derive(PartialEq)]
pub(crate) struct Language(Arc<rejoin::Language>);

#[pymethods]
impl Language {
    /// The tag, such as "de".
    #[getter]
    fn tag(&self) -> &str {
        self.0.tag()
    }

    /// What the language calls itself.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Every text, as a new dict.
    #[getter]
    fn texts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| tree::write(py, self.0.texts()))
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Language({})", PyString::new(py, self.0.tag()).repr()?))
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, self.0.tag()).hash()
    }

    /// Pickled as its texts.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<impl IntoPyObject<'py> + use<'py>> {
        let define = py.import("rejoin")?.getattr("define_language")?;
        Ok((define, ("en", self.texts(py)?)))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}

/// The tags of the languages that there are.
///
/// >>> import rejoin
/// >>> rejoin.languages()
/// ['en', 'de', 'fr', 'ja', 'ko']
#[pyfunction]
pub(crate) fn languages() -> Vec<&'static str> {
    rejoin::languages().collect()
}

/// A language with some texts in other words. The base is a tag or a Language; texts is a mapping of the shape
/// of Language.texts that has only what is replaced. A message keeps its parameters; {label} it may have or
/// not. Raises a ValueError for a text that no language has, and for parameters that are not those.
///
/// >>> import rejoin
/// >>> ours = rejoin.define_language("en", {"codes": {"required": {"messageIn": {"name": "Give it a name"}}}})
/// >>> rejoin.validate({}, language=ours).issues[0].message
/// 'Give it a name'
#[pyfunction]
#[pyo3(signature = (base, texts=None))]
pub(crate) fn define_language(base: &Bound<'_, PyAny>, texts: Option<&Bound<'_, PyAny>>) -> PyResult<Language> {
    guard(|| {
        let Some(base) = find(Some(base))? else {
            return Err(wrong_type("base", "a tag like 'de' or a Language", base));
        };
        let Some(texts) = texts else { return Ok(Language(base)) };
        if !draft::is_mapping(texts)? {
            return Err(wrong_type("texts", "a mapping", texts));
        }
        base.with(&tree::read(texts)?).map(|language| Language(Arc::new(language))).map_err(mistake)
    })
}
