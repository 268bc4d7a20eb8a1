//! What references to secrets name: variables of the environment, files, entries of the keyring.

use std::collections::HashMap;
use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use rejoin::Reference;
use zeroize::Zeroizing;

use crate::text;

/// No file with a secret is larger.
const LARGEST: u64 = 1 << 20;

/// How many secrets are remembered, so that a file of any size takes no more memory.
const REMEMBERED: usize = 1024;

/// A secret that was looked up; it is overwritten when it is dropped.
type Secret = Zeroizing<String>;

/// Looks references up, each once.
pub(crate) struct Resolver {
    /// The environment as Python sees it when the file is opened.
    environment: HashMap<String, Secret>,
    /// Where paths that are not absolute start.
    folder: PathBuf,
    found: Mutex<HashMap<String, Option<Secret>>>,
}

impl Resolver {
    /// A resolver for references in a file in a folder.
    pub(crate) fn new(py: Python<'_>, folder: PathBuf) -> PyResult<Self> {
        let mut environment = HashMap::new();
        for item in py.import("os")?.getattr("environ")?.call_method0("items")?.try_iter()? {
            let (name, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item?.extract()?;
            if let (Some(name), Some(value)) = (text::of(&name), text::of(&value)) {
                environment.insert(name.into_owned(), Zeroizing::new(value.into_owned()));
            }
        }
        Ok(Self { environment, folder, found: Mutex::default() })
    }

    /// What a reference names; nothing where there is none, or where it is empty.
    pub(crate) fn resolve(&self, reference: Reference<'_>) -> Option<Secret> {
        let found = match reference {
            Reference::Environment(name) => self.environment.get(name).cloned(),
            Reference::File(path) => self.remembered(format!("file:{path}"), || self.in_file(path)),
            Reference::Keyring { service, name } => {
                self.remembered(format!("keyring:{service}/{name}"), || in_keyring(service, name))
            }
            Reference::Elsewhere => None,
        };
        found.filter(|secret| !secret.is_empty())
    }

    fn remembered(&self, name: String, look_up: impl FnOnce() -> Option<Secret>) -> Option<Secret> {
        // Not held while looking: a keyring may ask its user.
        let known = self.found.lock().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        if let Some(known) = known {
            return known;
        }
        let secret = look_up();
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.len() >= REMEMBERED {
            found.clear();
        }
        found.insert(name, secret.clone());
        secret
    }

    /// The text of a file, less one line end at its end.
    fn in_file(&self, path: &str) -> Option<Secret> {
        let file = File::open(self.folder.join(path)).ok()?;
        let mut bytes = Zeroizing::new(Vec::new());
        let read = file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
        if read as u64 > LARGEST {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes);
        let text = text.strip_suffix('\n').map_or(&*text, |line| line.strip_suffix('\r').unwrap_or(line));
        Some(Zeroizing::new(text.to_owned()))
    }
}

/// The entry of the keyring. Python's package is loaded when the first one is wanted.
fn in_keyring(service: &str, name: &str) -> Option<Secret> {
    let look_up = |py: Python<'_>| -> PyResult<Option<Secret>> {
        let secret = py.import("keyring")?.call_method1("get_password", (service, name))?;
        Ok(text::of(&secret).map(|secret| Zeroizing::new(secret.into_owned())))
    };
    Python::try_attach(|py| look_up(py).ok().flatten()).flatten()
}
