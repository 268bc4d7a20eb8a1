//! One saved connection, in a type that cannot hold a secret.
//!
//! What a host stores of its secrets it stores elsewhere. An entry knows only which of them there are,
//! and of each key how to recognise it.

use alloc::string::String;
use alloc::vec::Vec;

use super::EntryProblem;
use crate::codes::{Code, Finding, Severity};
use crate::connection::{Connection, Member};
use crate::context::Context;
use crate::draft::{Draft, Value};
use crate::fields::{Field, FieldSet, Kind};
use crate::key::Key;
use crate::report::{Issue, Place};
use crate::time;
use crate::tree::Tree;
use crate::validate::validate;

/// The value of one field of an entry. There is no variant for a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    /// A text, or one of the choices.
    Text(String),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(u32),
}

impl Plain {
    /// The value that may be shown, if it is one.
    fn of(member: Member<'_>) -> Option<Self> {
        match member {
            Member::Text(text) => Some(Self::Text(text.into())),
            Member::Secret(_) => None,
            Member::Boolean(value) => Some(Self::Boolean(value)),
            Member::Integer(value) => Some(Self::Integer(value)),
        }
    }

    /// The value as conditions of the field table spell it.
    fn word(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Boolean(true) => "true",
            Self::Boolean(false) => "false",
            Self::Integer(_) => "",
        }
    }

    fn to_value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::from(text.as_str()),
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(value) => Value::Integer((*value).into()),
        }
    }

    fn to_tree(&self) -> Tree {
        match self {
            Self::Text(text) => Tree::from(text.as_str()),
            Self::Boolean(value) => Tree::from(*value),
            Self::Integer(value) => Tree::from(*value),
        }
    }
}

/// How to recognise a key that the host gave out: what may be known of it, and not the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredKey {
    /// Its ID, 16 hexadecimal digits.
    pub id: String,
    /// The SHA-256 of its text, 64 hexadecimal digits.
    pub fingerprint: String,
    /// Its prefix, an ellipsis and its last four characters.
    pub masked: String,
}

/// What is known of the secrets of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// The secrets that are no keys.
    pub(super) secrets: FieldSet,
    pub(super) keys: Vec<(Field, StoredKey)>,
}

impl Held {
    /// What is known of the secrets that a connection brings.
    pub(super) fn by(connection: &Connection) -> Result<Self, EntryProblem> {
        let mut held = Self::default();
        let mut wrong = None;
        connection.each_member(|field, member| {
            let Member::Secret(secret) = member else { return };
            if secret.expose().is_empty() {
                return;
            }
            match field.spec().kind {
                Kind::Key { kind, .. } => match Key::parse(secret.expose(), Some(kind)) {
                    Ok(key) => held.keys.push((field, StoredKey::of(&key))),
                    Err(finding) => wrong = Some(Issue::new(Place::Field(field), finding)),
                },
                _ => held.secrets.insert(field),
            }
        });
        wrong.map_or(Ok(held), |issue| Err(issue.into()))
    }

    /// The same with the secrets of some fields, which are where the host keeps them. Of a key that would
    /// not be enough.
    pub(super) fn with_stored(mut self, fields: FieldSet) -> Self {
        let plain = |field: &Field| matches!(field.spec().kind, Kind::Secret { .. });
        self.secrets = self.secrets.union(fields.iter().filter(plain).collect());
        self
    }

    /// The fields whose secrets are held, keys included.
    pub(super) fn fields(&self) -> FieldSet {
        self.keys.iter().map(|(field, _)| *field).collect::<FieldSet>().union(self.secrets)
    }

    /// Adds what was held before, where nothing new came in its place.
    fn keep(&mut self, before: &Self) {
        let here = self.fields();
        self.secrets = self.secrets.union(before.secrets);
        self.keys.extend(before.keys.iter().filter(|(field, _)| !here.contains(*field)).cloned());
    }

    /// Forgets what is held for other fields than these.
    fn retain(&mut self, fields: FieldSet) {
        self.secrets = self.secrets.iter().filter(|field| fields.contains(*field)).collect();
        self.keys.retain(|(field, _)| fields.contains(*field));
    }
}

impl StoredKey {
    fn of(key: &Key) -> Self {
        Self { id: key.id(), fingerprint: key.fingerprint(), masked: key.masked() }
    }

    fn to_tree(&self) -> Tree {
        Tree::map([
            ("id", self.id.as_str()),
            ("fingerprint", self.fingerprint.as_str()),
            ("masked", self.masked.as_str()),
        ])
    }
}

/// A saved connection: what may be shown of it, and when it was made and changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    id: String,
    /// The fields that are no secrets, in order, in normal form.
    members: Vec<(Field, Plain)>,
    held: Held,
    pub(super) created: u64,
    pub(super) modified: u64,
}

impl Entry {
    /// An entry of a connection in normal form.
    pub(super) fn new(id: String, connection: &Connection, held: Held, created: u64, modified: u64) -> Self {
        Self { id, members: members(connection), held, created, modified }
    }

    /// The entry with another connection in place of its own; secrets that this one leaves empty are
    /// still held, where they still apply.
    pub(super) fn updated(&self, connection: &Connection, now: u64) -> Result<Self, EntryProblem> {
        let mut held = Held::by(connection)?;
        held.keep(&self.held);
        let connection = without_secrets(connection, held.fields())?;
        Ok(Self::new(self.id.clone(), &connection, held, self.created, now).with_what_applies())
    }

    /// The entry less what is held for fields that do not apply.
    pub(super) fn with_what_applies(mut self) -> Self {
        self.held.retain(self.applicable());
        self
    }

    /// The ID, a UUID in lower case.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The name of the connection.
    #[must_use]
    pub fn name(&self) -> &str {
        self.text(Field::Name).unwrap_or_default()
    }

    /// The value of a field that is no secret, if it applies and has one.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&Plain> {
        self.members.iter().find(|(of, _)| *of == field).map(|(_, value)| value)
    }

    /// The fields that are no secrets and have a value, in order.
    pub fn members(&self) -> impl Iterator<Item = (Field, &Plain)> {
        self.members.iter().map(|(field, value)| (*field, value))
    }

    /// The secret fields that have a value, keys included: what a context calls stored.
    #[must_use]
    pub fn stored_secrets(&self) -> FieldSet {
        self.held.fields()
    }

    /// How to recognise the key of a field, if there is one.
    #[must_use]
    pub fn key(&self, field: Field) -> Option<&StoredKey> {
        self.held.keys.iter().find(|(of, _)| *of == field).map(|(_, key)| key)
    }

    /// When it was added, in RFC 3339, UTC, with milliseconds.
    #[must_use]
    pub fn created_at(&self) -> String {
        time::utc_text(self.created)
    }

    /// When it was last changed, likewise.
    #[must_use]
    pub fn modified_at(&self) -> String {
        time::utc_text(self.modified)
    }

    /// The draft to start editing from. Its secrets are empty, which in an update keeps what is stored.
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        let mut draft = Draft::new();
        self.members().for_each(|(field, value)| draft.set_field(field, value.to_value()));
        draft
    }

    /// The entry as data. It is the form that is exported, too.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let members = self.members().map(|(field, value)| (field.key(), value.to_tree()));
        let secrets = self.held.secrets.iter().map(|field| (field.key(), Tree::map([("stored", true)])));
        let keys = self.held.keys.iter().map(|(field, key)| (field.key(), key.to_tree()));
        Tree::map([
            ("id", Tree::from(self.id())),
            ("connection", Tree::map(members)),
            ("secrets", Tree::map(secrets)),
            ("keys", Tree::map(keys)),
            ("createdAt", Tree::from(self.created_at())),
            ("modifiedAt", Tree::from(self.modified_at())),
        ])
    }

    pub(super) fn text(&self, field: Field) -> Option<&str> {
        match self.get(field)? {
            Plain::Text(text) => Some(text),
            Plain::Boolean(_) | Plain::Integer(_) => None,
        }
    }

    /// The fields that apply to the choices made.
    pub(super) fn applicable(&self) -> FieldSet {
        let applies = |field: &Field| match field.spec().applies.condition() {
            None => true,
            // A parent that does not apply itself has no value here.
            Some((parent, mut values)) => self.get(parent).is_some_and(|value| values.any(|word| word == value.word())),
        };
        Field::ALL.into_iter().filter(applies).collect()
    }
}

fn members(connection: &Connection) -> Vec<(Field, Plain)> {
    let mut members = Vec::new();
    connection.each_member(|field, member| members.extend(Plain::of(member).map(|value| (field, value))));
    members
}

/// The connection in normal form and without its secrets, if validation accepts it with those of the
/// fields in `held` stored.
///
/// A connection that comes from a report passes, whatever the context of that report was: names,
/// tenants and profiles are not looked at here, and no rule about a secret runs.
pub(super) fn without_secrets(connection: &Connection, held: FieldSet) -> Result<Connection, EntryProblem> {
    let mut draft = connection.to_draft();
    for row in crate::fields::FIELDS.iter().filter(|row| row.is_secret()) {
        draft.set_field(row.field, Value::Empty);
    }
    accepted(&draft, held)
}

/// The connection of a draft without secrets, if validation accepts it with those of the fields in
/// `held` stored, and nothing in it has to be left out.
pub(super) fn accepted(draft: &Draft<'_>, held: FieldSet) -> Result<Connection, EntryProblem> {
    let report = validate(draft, &Context::new().with_stored(held));
    let left_out = |issue: &Issue| issue.severity() == Severity::Error || issue.code() == Code::NotApplicable;
    match report.issues.into_iter().find(left_out) {
        Some(issue) => Err(issue.into()),
        // Without an error there is a connection; without one the document is what is wrong.
        None => report.connection.ok_or_else(|| Issue::new(Place::Document, Finding::NotAnObject).into()),
    }
}
