//! The Python module: what Python has becomes what the core takes, and what the core gives becomes what
//! Python has. No rule is here, and no message about a draft.

mod batch;
mod catalog;
mod checker;
mod context;
mod crew;
mod draft;
mod edge;
mod files;
mod form;
mod input;
mod keys;
mod language;
mod report;
mod secrets;
mod spot;
mod stream;
mod tables;
mod text;
mod time;
mod tree;
mod validate;

/// The compiled part of `rejoin`; what is public in it is public there.
#[pyo3::pymodule(gil_used = false)]
mod _rejoin {
    #[pymodule_export]
    use crate::batch::{Batch, Record, validate_batch};
    #[pymodule_export]
    use crate::catalog::{_comparable_name, _query, Catalog};
    #[pymodule_export]
    use crate::edge::_panic;
    #[pymodule_export]
    use crate::files::{FileBatch, FileRecord, FixResult, Location, fix_file, validate_file};
    #[pymodule_export]
    use crate::form::{Changes, Form, FormField};
    #[pymodule_export]
    use crate::keys::{Key, generate_key, inspect_key, key_fingerprint, key_from_bytes, key_matches};
    #[pymodule_export]
    use crate::language::{Language, define_language, languages};
    #[pymodule_export]
    use crate::report::{Issue, Report};
    #[pymodule_export]
    use crate::tables::{codes, fields, json_schema};
    #[pymodule_export]
    use crate::validate::{validate, validate_json};

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
