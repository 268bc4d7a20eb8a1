//! Documents: a catalog as one JSON text, and the way back.
//!
//! The way in is strict. A document has exactly the members that an export writes, each entry passes
//! validation, and a secret in it is refused: a file that should hold none and does has gone astray.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use bech32::Fe32;

use super::entry::{self, Entry, Held, StoredKey};
use super::{CatalogError, EntryProblem, id};
use crate::codes::Finding;
use crate::draft::{Draft, Value};
use crate::fields::{FIELDS, Field, FieldSet, Kind};
use crate::key::KeyKind;
use crate::report::{Issue, Place};
use crate::text;
use crate::time::{Instant, MAX_UNIX_MILLIS};
use crate::tree::{Tree, whole};

const FORMAT: &str = "rejoin-catalog";
const VERSION: i64 = 1;

/// The members of an entry, which are all there, always.
const ENTRY: [&str; 6] = ["id", "connection", "secrets", "keys", "createdAt", "modifiedAt"];

type Checked<T> = Result<T, EntryProblem>;

/// The document of some entries.
pub(super) fn write<'e>(entries: impl Iterator<Item = &'e Entry>) -> Tree {
    Tree::map([
        ("format", Tree::from(FORMAT)),
        ("version", Tree::from(VERSION)),
        ("entries", Tree::list(entries.map(Entry::to_tree))),
    ])
}

/// The same document as JSON text, each entry on a line of its own.
pub(super) fn write_json<'e>(entries: impl Iterator<Item = &'e Entry>) -> String {
    let mut text = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"entries\":[");
    for (index, entry) in entries.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&entry.to_tree().to_json());
    }
    text.push_str("\n]}\n");
    text
}

/// The entries of a document, in order.
pub(super) fn read(document: &Tree) -> Result<Vec<Entry>, CatalogError> {
    let members = document.as_map().ok_or_else(|| malformed("document", "an object"))?;
    if document.member("format").and_then(Tree::as_text) != Some(FORMAT) {
        return Err(malformed("format", "`rejoin-catalog`"));
    }
    // Before anything else is looked at: a later version may have other members.
    check_version(document.member("version"))?;
    for (name, _) in members {
        if !["format", "version", "entries"].contains(&name.as_str()) || is_repeated(members, name) {
            return Err(malformed(name, "left out, or given once"));
        }
    }
    let entries = document.member("entries").and_then(Tree::as_list);
    let entries = entries.ok_or_else(|| malformed("entries", "a list"))?;
    entries.iter().enumerate().map(|(index, tree)| read_at(index, tree)).collect()
}

fn malformed(path: &str, expected: &'static str) -> CatalogError {
    CatalogError::MalformedDocument { path: path.into(), expected }
}

fn check_version(version: Option<&Tree>) -> Result<(), CatalogError> {
    let number = match version {
        Some(Tree::Number(number)) => whole(*number),
        _ => None,
    };
    match number {
        Some(VERSION) => Ok(()),
        Some(later) if later > VERSION => Err(CatalogError::UnsupportedVersion { version: later }),
        _ => Err(malformed("version", "1")),
    }
}

fn is_repeated(members: &[(String, Tree)], name: &str) -> bool {
    members.iter().filter(|(other, _)| other == name).count() > 1
}

fn read_at(index: usize, tree: &Tree) -> Result<Entry, CatalogError> {
    let id = tree.member("id").and_then(Tree::as_text).and_then(id::parse);
    read_entry(tree).map_err(|problem| CatalogError::InvalidEntry { index, id, problem })
}

fn read_entry(tree: &Tree) -> Checked<Entry> {
    only_members(tree, "entry", &ENTRY)?;
    let id = text_at(tree, "id")?;
    let id = id::parse(id).ok_or_else(|| shape("id", "a UUID like 01890a5d-ac96-774b-bcce-b302099a8057"))?;
    let held = Held {
        secrets: each_member(tree, "secrets", read_secret)?.into_iter().collect(),
        keys: each_member(tree, "keys", read_key)?,
    };
    let draft = read_connection(tree.member("connection"))?;
    let connection = entry::accepted(&draft, held.fields())?;
    let (created, modified) = (moment_at(tree, "createdAt")?, moment_at(tree, "modifiedAt")?);
    let entry = Entry::new(id, &connection, held, created, modified);
    let applicable = entry.applicable();
    match entry.stored_secrets().iter().find(|field| !applicable.contains(*field)) {
        Some(field) => Err(Issue::new(Place::Field(field), Finding::NotApplicable).into()),
        None => Ok(entry),
    }
}

fn shape(path: &str, expected: &'static str) -> EntryProblem {
    EntryProblem::WrongShape { path: path.into(), expected }
}

/// The members of an object, which are all among those known, each once.
fn only_members<'t>(tree: &'t Tree, path: &str, known: &[&str]) -> Checked<&'t [(String, Tree)]> {
    let members = tree.as_map().ok_or_else(|| shape(path, "an object"))?;
    for (name, _) in members {
        if !known.contains(&name.as_str()) {
            return Err(EntryProblem::UnknownMember { path: format!("{path}.{name}") });
        }
        if is_repeated(members, name) {
            return Err(EntryProblem::DuplicateMember { path: format!("{path}.{name}") });
        }
    }
    Ok(members)
}

fn text_at<'t>(tree: &'t Tree, name: &str) -> Checked<&'t str> {
    tree.member(name).and_then(Tree::as_text).ok_or_else(|| shape(name, "a text"))
}

fn moment_at(tree: &Tree, name: &str) -> Checked<u64> {
    let moment = Instant::parse(text_at(tree, name)?).and_then(|moment| moment.unix_millis());
    let moment = moment.filter(|millis| *millis <= MAX_UNIX_MILLIS);
    moment.ok_or_else(|| shape(name, "a date and time from 1970 on, like 2026-11-22T12:00:00.000Z"))
}

/// Each member of an object of an entry whose names are secret fields.
fn each_member<T>(tree: &Tree, name: &str, read: impl Fn(Field, &Tree, &str) -> Checked<T>) -> Checked<Vec<T>> {
    let object = tree.member(name).ok_or_else(|| shape(name, "an object"))?;
    let is_wanted = |kind: Kind| match kind {
        Kind::Key { .. } => name == "keys",
        Kind::Secret { .. } => name == "secrets",
        _ => false,
    };
    let known: Vec<&str> = FIELDS.iter().filter(|row| is_wanted(row.kind)).map(|row| row.key).collect();
    let members = only_members(object, name, &known)?.iter();
    let fields = members.filter_map(|(key, value)| Some((Field::from_key(key)?, value)));
    fields.map(|(field, value)| read(field, value, &format!("{name}.{}", field.key()))).collect()
}

fn read_secret(field: Field, tree: &Tree, path: &str) -> Checked<Field> {
    match tree.as_map() {
        Some([(name, Tree::Boolean(true))]) if name == "stored" => Ok(field),
        // Most likely somebody wrote the secret itself here.
        _ => Err(shape(path, "{\"stored\": true}, without the secret")),
    }
}

fn read_key(field: Field, tree: &Tree, path: &str) -> Checked<(Field, StoredKey)> {
    only_members(tree, path, &["id", "fingerprint", "masked"])?;
    let part = |name, expected, good: &dyn Fn(&str) -> bool| {
        let text = tree.member(name).and_then(Tree::as_text).filter(|text| good(text));
        text.map(ToString::to_string).ok_or_else(|| shape(&format!("{path}.{name}"), expected))
    };
    let lower_hex = |text: &str, digits| text::is_hex(text, digits) && !text.bytes().any(|b| b.is_ascii_uppercase());
    Ok((
        field,
        StoredKey {
            id: part("id", "16 hexadecimal digits in lower case", &|text| lower_hex(text, 16))?,
            fingerprint: part("fingerprint", "64 hexadecimal digits in lower case", &|text| lower_hex(text, 64))?,
            masked: part("masked", "the masked form of a key", &|text| is_masked(text, field))?,
        },
    ))
}

/// Whether the text has the form in which keys of the field are shown: prefix, ellipsis, four characters.
fn is_masked(text: &str, field: Field) -> bool {
    let Kind::Key { kind, .. } = field.spec().kind else { return false };
    let end = text.strip_prefix(KeyKind::prefix(kind)).and_then(|rest| rest.strip_prefix('…'));
    end.is_some_and(|end| {
        end.chars().count() == 4 && end.chars().all(|c| !c.is_ascii_uppercase() && Fe32::from_char(c).is_ok())
    })
}

/// The draft of the fields of an entry. Keys that are no fields, and fields given twice, are left for
/// validation to say.
fn read_connection(tree: Option<&Tree>) -> Checked<Draft<'_>> {
    let members = tree.and_then(Tree::as_map).ok_or_else(|| shape("connection", "an object"))?;
    let mut draft = Draft::new();
    let mut given = FieldSet::EMPTY;
    for (name, value) in members {
        match Field::from_key(name) {
            Some(field) if field.spec().is_secret() => return Err(EntryProblem::SecretInDocument { field }),
            Some(field) => {
                if given.contains(field) {
                    draft.mark_duplicated(field);
                }
                given.insert(field);
                draft.set_field(field, value_of(value));
            }
            None => draft.push_unknown(name),
        }
    }
    Ok(draft)
}

fn value_of(tree: &Tree) -> Value<'_> {
    match tree {
        Tree::Null => Value::Empty,
        Tree::Boolean(value) => Value::Boolean(*value),
        Tree::Number(value) => Value::number(*value),
        Tree::Text(text) => Value::from(text.as_str()),
        Tree::List(_) | Tree::Map(_) | Tree::Other => Value::Other,
    }
}
