//! Validates the connections of a Windows device migration, and makes their keys.
//!
//! A [`Draft`] is what a person or a script has typed so far; a [`Context`] is what the host knows and
//! the draft does not. [`validate`] gives a [`Report`]: the [`Issue`]s, and a [`Connection`] in normal
//! form if none of them is an error. It never fails, and its time is linear in the length of the draft.
//!
//! ```
//! use rejoin::{Context, Draft, Field, Severity, Suggestion, validate};
//!
//! let draft: Draft<'_> = [
//!     ("name", "EMEA laptops"),
//!     ("type", "activeDirectoryEntraIdDevices"),
//!     ("role", "destination"),
//!     ("destination", "activeDirectory"),
//!     ("rejoinMethod", "onlineCredentials"),
//!     ("adUsername", "svc-rejoin@contoso.com"),
//!     ("adPassword", "not the username"),
//!     ("adDomain", "https://contoso.com"),
//! ]
//! .into_iter()
//! .collect();
//!
//! let report = validate(&draft, &Context::new());
//! let [issue] = &report.issues[..] else { panic!("one thing is wrong") };
//! assert_eq!(issue.field(), Field::AdDomain.key());
//! assert_eq!(issue.code().as_str(), "is_url");
//! assert_eq!(issue.severity(), Severity::Error);
//! assert_eq!(issue.message(), "Enter the domain name only, like contoso.com");
//! assert_eq!(issue.suggestion, Some(Suggestion::Text("contoso.com".into())));
//! ```
//!
//! - [`validate_json`] and [`validate_batch`] read JSON text, one draft or many, without a copy.
//! - [`Form`] is for a user interface: a keystroke checks only what it can affect.
//! - [`Key`] makes and reads the keys that agents present. The core draws no randomness; whoever
//!   generates keys brings an [`Entropy`].
//! - [`Catalog`] keeps the saved connections, without their secrets.
//! - [`FIELDS`], [`CODES`] and [`NOTES`] are the tables from which everything else follows.
//!
//! The crate is `no_std`. Feature `serde` (on by default) writes reports, tables and trees with serde.
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

mod batch;
mod catalog;
mod codes;
mod connection;
mod context;
mod draft;
mod fields;
mod form;
mod held;
mod json;
mod key;
mod language;
mod notes;
mod order;
mod reference;
mod report;
mod rules;
mod schema;
mod secret;
mod table;
mod text;
mod time;
mod tree;
mod unicode;
mod validate;
mod wire;

pub use batch::{Batch, BatchReader, Part, PartRecords, RawRecord, Record, Splitter, Summary, validate_batch};
pub use catalog::{Catalog, CatalogError, Entry, EntryProblem, ID_RANDOM_BYTES, Order, Plain, Query, StoredKey};
pub use codes::{CODES, Code, CodeSpec, Finding, Param, ParamKind, Severity};
pub use connection::{
    Connection, Destination, DomainRejoin, EntraRejoin, LocalAdministrator, Member, Role, Source, Tenancy,
};
pub use context::{AppProfile, Context, ContextError, PasswordPolicy, Tenant};
pub use draft::{Draft, MAX_INTEGER, Text, Value};
pub use fields::{Action, ActionKind, Applies, Choice, FIELDS, Field, FieldSet, FieldSpec, Kind, Section};
pub use form::{Changes, Form, FormOption};
pub use json::{MemberPlace, Position, member_places, validate_json};
pub use key::{Entropy, KEY_BYTES, Key, KeyError, KeyKind};
pub use language::{Language, LanguageError, languages};
pub use notes::{NOTES, Note};
pub use reference::{Origin, Origins, Reference};
pub use report::{Issue, Place, Report, Suggestion};
pub use schema::{Dialect, json_schema, json_schema_for, json_schema_for_role};
pub use secret::Secret;
pub use table::{Cell, Column, Columns, Delimited, RawRow, Row, RowPart, RowSplitter};
pub use tree::Tree;
pub use unicode::{Letter, Unicode};
pub use validate::{Checked, State, check, validate};
pub use wire::{codes, fields};

/// The quick start of the README runs as a test.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
mod readme {}

/// How the core is built, and what holds it.
#[doc = include_str!("../ARCHITECTURE.md")]
pub mod _architecture {}
