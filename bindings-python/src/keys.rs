//! Keys.

use std::sync::Mutex;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use rejoin::{Entropy, Finding, KEY_BYTES, KeyError, KeyKind, Tree};

use crate::edge::{guard, lock, no_key, not_pickled, wrong_type};
use crate::language::Words;
use crate::{text, tree, validate};

/// The operating system's randomness, with what the core remembers of it to notice one that does not work.
type System = Entropy<fn(&mut [u8]) -> Result<(), KeyError>>;
static ENTROPY: Mutex<System> = Mutex::new(Entropy::new(fill));

fn fill(bytes: &mut [u8]) -> Result<(), KeyError> {
    getrandom::fill(bytes).map_err(|_| KeyError::RandomUnavailable)
}

/// Uses the source of randomness.
pub(crate) fn with_entropy<T>(work: impl FnOnce(&mut System) -> Result<T, KeyError>) -> PyResult<T> {
    work(&mut *lock(&ENTROPY)?).map_err(no_key)
}

/// Some random bytes that are no secret.
pub(crate) fn random<const N: usize>() -> PyResult<[u8; N]> {
    let mut bytes = [0; N];
    fill(&mut bytes).map_err(no_key)?;
    Ok(bytes)
}

fn kind_of(kind: &Bound<'_, PyString>) -> PyResult<KeyKind> {
    KeyKind::from_name(&text::read(kind)).ok_or_else(|| {
        let names = KeyKind::ALL.map(|kind| format!("{:?}", kind.as_str()));
        PyValueError::new_err(format!("kind must be {}", names.join(" or ")))
    })
}

fn parse(text: &Bound<'_, PyString>) -> PyResult<rejoin::Key> {
    rejoin::Key::parse(&text::read(text), None).map_err(|finding| bad_key(&finding))
}

/// The ValueError for a text that is no key: what the core says about it, which is nothing of the text.
fn bad_key(finding: &Finding) -> PyErr {
    let Tree::Map(members) = &finding.to_tree() else { return PyValueError::new_err(()) };
    let message = members.iter().find(|(name, _)| name == "message").map(|(_, message)| message);
    match message {
        Some(Tree::Text(message)) => PyValueError::new_err(message.clone()),
        _ => PyValueError::new_err(finding.code().as_str()),
    }
}

fn made_of(kind: &Bound<'_, PyString>, bytes: &Bound<'_, PyAny>) -> PyResult<rejoin::Key> {
    let kind = kind_of(kind)?;
    let held = validate::bytes(bytes)?.ok_or_else(|| wrong_type("the bytes of a key", "bytes", bytes))?;
    let bytes: &[u8; KEY_BYTES] = held.as_bytes().try_into().map_err(|_| {
        PyValueError::new_err(format!("a key is made of {KEY_BYTES} bytes, not {}", held.as_bytes().len()))
    })?;
    rejoin::Key::from_bytes(kind, bytes).map_err(no_key)
}

fn exposed<'py>(py: Python<'py>, key: &rejoin::Key) -> Bound<'py, PyString> {
    PyString::new(py, key.text().expose())
}

/// Makes a fresh key, "configuration" for device agents or "connection" for an Active Directory agent, from
/// the randomness of the operating system. Raises a KeyGenerationError where there is none.
///
/// >>> import rejoin
/// >>> key = rejoin.generate_key("configuration")
/// >>> len(key), key.startswith("rjcfg1")
/// (78, True)
#[pyfunction]
pub(crate) fn generate_key<'py>(kind: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    guard(|| {
        let made = kind_of(kind)?;
        let key = with_entropy(|entropy| rejoin::Key::generate(made, entropy))?;
        Ok(exposed(kind.py(), &key))
    })
}

/// Makes the key of 40 bytes, for test vectors.
///
/// >>> import rejoin
/// >>> rejoin.key_from_bytes("connection", bytes(range(40)))
/// 'rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw'
#[pyfunction]
pub(crate) fn key_from_bytes<'py>(
    kind: &Bound<'py, PyString>,
    bytes: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyString>> {
    guard(|| Ok(exposed(kind.py(), &made_of(kind, bytes)?)))
}

/// What may be shown of a key, as a dict: kind, id, version, fingerprint and masked. Of a text that is no
/// key: code, params and message of the first thing that is wrong with it.
///
/// >>> import rejoin
/// >>> rejoin.inspect_key(rejoin.key_from_bytes("connection", bytes(range(40))))["masked"]
/// 'rjcon1…x7fw'
/// >>> rejoin.inspect_key("rjcon1qyqq")["params"]
/// {'expected': 78, 'found': 10}
#[pyfunction]
#[pyo3(signature = (text, *, language=None))]
pub(crate) fn inspect_key<'py>(
    text: &Bound<'py, PyString>,
    language: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    guard(|| {
        let words = Words::read(language)?;
        let told = match rejoin::Key::parse(&text::read(text), None) {
            Ok(key) => key.to_tree(),
            Err(finding) => words.finding(&finding),
        };
        tree::write(text.py(), &told)
    })
}

/// What to store in place of a key: the SHA-256 of its text. Raises a ValueError for a text that is no key.
///
/// >>> import rejoin
/// >>> rejoin.key_fingerprint(rejoin.key_from_bytes("connection", bytes(range(40))))
/// 'ad6715d7451cbe8149267645f08f0d27d025521ea78931036530299e870a3b80'
#[pyfunction]
pub(crate) fn key_fingerprint(text: &Bound<'_, PyString>) -> PyResult<String> {
    guard(|| Ok(parse(text)?.fingerprint()))
}

/// Whether a key has this fingerprint, in a time that does not tell where they differ. A text that is no key
/// has none.
///
/// >>> import rejoin
/// >>> key = rejoin.generate_key("connection")
/// >>> rejoin.key_matches(key, rejoin.key_fingerprint(key))
/// True
#[pyfunction]
pub(crate) fn key_matches(text: &Bound<'_, PyString>, fingerprint: &Bound<'_, PyString>) -> PyResult<bool> {
    guard(|| {
        let key = rejoin::Key::parse(&text::read(text), None);
        Ok(key.is_ok_and(|key| key.matches(&text::read(fingerprint))))
    })
}

/// A key that does not show itself: its repr has the kind and the ID, and reveal() the text.
///
/// >>> import rejoin
/// >>> key = rejoin.Key.from_bytes("configuration", bytes(range(40)))
/// >>> key
/// Key(kind='configuration', id='0001020304050607')
/// >>> key == rejoin.Key(key.reveal()), key.masked
/// (True, 'rjcfg1…zpey')
#[pyclass(frozen, eq, module = "rejoin")]
#[derive(PartialEq)]
pub(crate) struct Key(rejoin::Key);

#[pymethods]
impl Key {
    /// Reads a key. Raises a ValueError for a text that is none.
    #[new]
    fn new(text: &Bound<'_, PyString>) -> PyResult<Self> {
        guard(|| Ok(Self(parse(text)?)))
    }

    /// Makes a fresh key, as generate_key does.
    #[staticmethod]
    fn generate(kind: &Bound<'_, PyString>) -> PyResult<Self> {
        guard(|| {
            let kind = kind_of(kind)?;
            with_entropy(|entropy| rejoin::Key::generate(kind, entropy)).map(Self)
        })
    }

    /// Makes the key of 40 bytes, as key_from_bytes does.
    #[staticmethod]
    fn from_bytes(kind: &Bound<'_, PyString>, bytes: &Bound<'_, PyAny>) -> PyResult<Self> {
        guard(|| made_of(kind, bytes).map(Self))
    }

    /// "configuration" or "connection".
    #[getter]
    fn kind(&self) -> &'static str {
        self.0.kind().as_str()
    }

    /// 16 hexadecimal digits that may be shown and logged.
    #[getter]
    fn id(&self) -> String {
        self.0.id()
    }

    /// The version of the format.
    #[getter]
    fn version(&self) -> u8 {
        self.0.version()
    }

    /// What to store in place of the key: the SHA-256 of its text.
    #[getter]
    fn fingerprint(&self) -> String {
        self.0.fingerprint()
    }

    /// A form for display: how it starts, and its last four characters.
    #[getter]
    fn masked(&self) -> String {
        self.0.masked()
    }

    /// Whether the fingerprint is that of this key, in a time that does not tell where they differ.
    fn matches(&self, fingerprint: &Bound<'_, PyString>) -> bool {
        self.0.matches(&text::read(fingerprint))
    }

    /// The text of the key, which is the secret itself.
    fn reveal<'py>(&self, py: Python<'py>) -> Bound<'py, PyString> {
        exposed(py, &self.0)
    }

    fn __repr__(&self) -> String {
        format!("Key(kind='{}', id='{}')", self.kind(), self.id())
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        PyString::new(py, &self.0.fingerprint()).hash()
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(not_pickled("a key, which is a secret,", "pass on its fingerprint, or reveal() it"))
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }
}
