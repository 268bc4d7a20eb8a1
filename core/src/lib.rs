//! Validates the connections of a Windows device migration, and makes their keys.
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
mod json;
mod key;
mod notes;
mod order;
mod report;
mod rules;
mod schema;
mod secret;
mod text;
mod time;
mod tree;
mod validate;
mod wire;

pub use batch::{Batch, BatchReader, Record, Summary, validate_batch};
pub use catalog::{Catalog, CatalogError, Entry, EntryProblem, ID_RANDOM_BYTES, Order, Plain, Query, StoredKey};
pub use codes::{CODES, Code, CodeSpec, Finding, Param, ParamKind, Severity};
pub use connection::{
    Connection, Destination, DomainRejoin, EntraRejoin, LocalAdministrator, Member, Role, Source, Tenancy,
};
pub use context::{AppProfile, Context, ContextError, PasswordPolicy, Tenant};
pub use draft::{Draft, MAX_INTEGER, Text, Value};
pub use fields::{Action, ActionKind, Applies, Choice, FIELDS, Field, FieldSet, FieldSpec, Kind, Section};
pub use form::{Changes, Form, FormOption};
pub use json::validate_json;
pub use key::{Entropy, KEY_BYTES, Key, KeyError, KeyKind};
pub use notes::{NOTES, Note};
pub use report::{Issue, Place, Report, Suggestion};
pub use schema::{Dialect, json_schema, json_schema_for};
pub use secret::Secret;
pub use tree::Tree;
pub use validate::{Checked, State, check, validate};
pub use wire::{codes, fields};
