//! The draft as a JSON Schema, for editors, form makers and other validators.
//!
//! The schema describes a new connection, validated without a context. **It never refuses a draft that
//! validation accepts**; it accepts many that validation refuses, as most rules are out of its reach.
//! What follows from that:
//!
//! * A value in a field that does not apply is a warning, whatever its type. So only fields that always
//!   apply have their type at the top; the others have it in the branch of their condition, and at the
//!   top what a form shows: title, description, examples, `writeOnly`.
//! * A choice may have blanks around it, so beside the exact words, which editors offer, stands a
//!   pattern that takes what is no visible ASCII character around them: it is longer than the list of
//!   blanks by characters that no choice is seen with, and the same in every dialect of expressions.
//! * Conditions compare exactly. With blanks around a choice the branch is not taken, and its fields are
//!   looked at by validation only.
//! * `maxLength` counts code points and validation UTF-16 units, which are never fewer, so a limit holds
//!   in both. But a text may have any number of blanks around it: only secrets, which are not trimmed,
//!   have one.
//! * Null, absent and `""` all mean empty, also where a boolean belongs.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::fields::{ANY, Applies, Choice, FIELDS, Field, FieldSpec, Kind};
use crate::tree::Tree;

/// The dialects of JSON Schema that a schema comes in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// The one that is current.
    #[default]
    Draft202012,
    /// The one that most editors and form makers know.
    Draft07,
}

impl Dialect {
    /// Both dialects.
    pub const ALL: [Self; 2] = [Self::Draft202012, Self::Draft07];

    /// The name in data: `2020-12` or `draft-07`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft202012 => "2020-12",
            Self::Draft07 => "draft-07",
        }
    }

    /// The dialect of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dialect| dialect.as_str() == name)
    }

    /// The value of `$schema`.
    const fn uri(self) -> &'static str {
        match self {
            Self::Draft202012 => "https://json-schema.org/draft/2020-12/schema",
            Self::Draft07 => "http://json-schema.org/draft-07/schema#",
        }
    }
}

/// The JSON Schema of a draft, in the dialect 2020-12.
#[must_use]
pub fn json_schema() -> Tree {
    json_schema_for(Dialect::Draft202012)
}

/// The JSON Schema of a draft. It uses what both dialects have, so that only `$schema` differs.
#[must_use]
pub fn json_schema_for(dialect: Dialect) -> Tree {
    let always = FIELDS.iter().filter(|row| row.applies == Applies::Always && row.required);
    Tree::map([
        ("$schema", Tree::from(dialect.uri())),
        ("$id", Tree::from("urn:rejoin:connection:1")),
        ("title", Tree::from("Connection")),
        ("description", Tree::from("A connection of a Windows device migration, as a person or a script enters it")),
        ("type", Tree::from("object")),
        ("properties", Tree::map(FIELDS.iter().map(|row| (row.key, described(row))))),
        ("required", Tree::list(always.map(|row| row.key))),
        ("additionalProperties", Tree::from(false)),
        ("allOf", Tree::list(branches().iter().map(Branch::to_tree))),
    ])
}

/// The JSON Schema of a draft of one role, for a host that takes no other. Of a word that is no role it is
/// [`json_schema_for`].
#[must_use]
pub fn json_schema_for_role(dialect: Dialect, role: &str) -> Tree {
    let mut schema = json_schema_for(dialect);
    let roles: Vec<Choice> =
        Field::Role.kind().choices().iter().filter(|choice| choice.value == role).copied().collect();
    if let (Tree::Map(members), false) = (&mut schema, roles.is_empty()) {
        for (name, value) in members {
            match (name.as_str(), value) {
                ("$id", id) => *id = Tree::from(format!("urn:rejoin:connection:1:{role}").as_str()),
                ("properties", Tree::Map(properties)) => {
                    for (_, of_role) in properties.iter_mut().filter(|(key, _)| key == Field::Role.key()) {
                        *of_role = described_with(Field::Role.spec(), &roles);
                    }
                }
                _ => {}
            }
        }
    }
    schema
}

/// What a form shows of a field, and its values where it always applies.
fn described(row: &FieldSpec) -> Tree {
    described_with(row, row.kind.choices())
}

/// The same, with some of its choices.
fn described_with(row: &FieldSpec, choices: &[Choice]) -> Tree {
    let mut members = alloc::vec![member("title", row.label)];
    if !row.hint.is_empty() {
        members.push(member("description", row.hint));
    }
    if let Some(example) = example(row) {
        members.push(("examples".to_owned(), Tree::list([example])));
    }
    if row.kind == Kind::Boolean {
        members.push(member("default", false));
    }
    if row.is_secret() {
        members.push(member("writeOnly", true));
    }
    if row.applies == Applies::Always {
        members.extend(values(row, choices));
    }
    Tree::Map(members)
}

fn example(row: &FieldSpec) -> Option<Tree> {
    match row.kind {
        Kind::Integer { .. } => row.example.parse::<u32>().ok().map(Tree::from),
        _ => (!row.example.is_empty()).then(|| Tree::from(row.example)),
    }
}

/// A keyword with its value.
fn member(keyword: &str, value: impl Into<Tree>) -> (String, Tree) {
    (keyword.to_owned(), value.into())
}

/// The keywords for the values that a field takes where it applies, some of its choices offered.
fn values(row: &FieldSpec, choices: &[Choice]) -> Vec<(String, Tree)> {
    match row.kind {
        _ if !row.required => optional(row.kind),
        // A text of blanks only is empty.
        Kind::Text { .. } => alloc::vec![member("type", "string"), member("pattern", "\\S")],
        Kind::Secret { max } => {
            alloc::vec![member("type", "string"), member("minLength", 1_u32), member("maxLength", max)]
        }
        Kind::Key { kind, .. } => alloc::vec![member("type", "string"), member("pattern", key_pattern(kind.prefix()))],
        Kind::Choice(_) => {
            let words = || choices.iter().map(|choice| choice.value);
            let exact = Tree::map([("enum", Tree::list(words()))]);
            let pattern = set_apart(&words().collect::<Vec<_>>().join("|"));
            let blanks = Tree::map([("pattern", pattern)]);
            alloc::vec![member("type", "string"), member("anyOf", Tree::list([exact, blanks]))]
        }
        Kind::Boolean => optional(row.kind),
        Kind::Integer { min, max } => {
            alloc::vec![member("type", "integer"), member("minimum", min), member("maximum", max)]
        }
    }
}

/// The keywords of a field that may be empty.
fn optional(kind: Kind) -> Vec<(String, Tree)> {
    let name = match kind.json_type() {
        "text" => return alloc::vec![member("type", Tree::list(["string", "null"]))],
        name => name,
    };
    let typed = Tree::map([("type", Tree::list([name, "null"]))]);
    alloc::vec![member("anyOf", Tree::list([typed, Tree::map([("const", "")])]))]
}

/// A pattern for some words, with anything but visible ASCII around them.
fn set_apart(words: &str) -> String {
    format!("^[^!-~]*(?:{words})[^!-~]*$")
}

/// A pattern for keys with that prefix: 72 characters of Bech32 behind it, in one case.
fn key_pattern(prefix: &str) -> String {
    let upper = prefix.to_ascii_uppercase();
    set_apart(&format!("{prefix}[02-9ac-hj-np-z]{{72}}|{upper}[02-9AC-HJ-NP-Z]{{72}}"))
}

/// The fields that apply on a condition, and what they take then.
struct Branch {
    parent: Field,
    /// The choices of the parent on which it hangs, as bits.
    bits: u8,
    fields: Vec<(&'static FieldSpec, Vec<Choice>)>,
}

/// The branches of all conditions, in the order of the fields.
fn branches() -> Vec<Branch> {
    let mut branches: Vec<Branch> = Vec::new();
    for row in &FIELDS {
        let Applies::When(parent, bits) = row.applies else { continue };
        for (bits, choices) in offers(row.kind.choices(), bits) {
            match branches.iter_mut().find(|branch| branch.parent == parent && branch.bits == bits) {
                Some(branch) => branch.fields.push((row, choices)),
                None => branches.push(Branch { parent, bits, fields: alloc::vec![(row, choices)] }),
            }
        }
    }
    branches
}

/// The choices of a field, by the choices of its parent that offer them.
fn offers(choices: &[Choice], bits: u8) -> Vec<(u8, Vec<Choice>)> {
    let mut offers: Vec<(u8, Vec<Choice>)> = Vec::new();
    for choice in choices {
        let bits = choice.offered & bits;
        match offers.iter_mut().find(|(of, _)| *of == bits) {
            Some((_, offered)) => offered.push(*choice),
            None => offers.push((bits, alloc::vec![*choice])),
        }
    }
    if offers.is_empty() {
        offers.push((bits, Vec::new()));
    }
    offers
}

impl Branch {
    fn to_tree(&self) -> Tree {
        let properties = self.fields.iter().map(|(row, choices)| (row.key, Tree::Map(values(row, choices))));
        let required = self.fields.iter().filter(|(row, _)| row.required).map(|(row, _)| row.key);
        Tree::map([
            ("if", condition(self.parent, self.bits)),
            (
                "then",
                Tree::map([
                    ("type", Tree::from("object")),
                    ("properties", Tree::map(properties)),
                    ("required", Tree::list(required)),
                ]),
            ),
        ])
    }
}

/// The condition that a field has one of some values, and applies itself.
fn condition(parent: Field, bits: u8) -> Tree {
    let mut chain = Vec::new();
    let mut next = Some((parent, bits));
    while let Some((field, bits)) = next {
        chain.push((field.key(), one_of(field, bits)));
        next = match field.spec().applies {
            Applies::Always => None,
            // A method of another destination is a wrong one, and decides nothing.
            Applies::When(parent, on) => Some((parent, on & offered_by(field, bits))),
        };
    }
    chain.reverse();
    let required = Tree::list(chain.iter().map(|(key, _)| *key));
    Tree::map([("type", Tree::from("object")), ("properties", Tree::map(chain)), ("required", required)])
}

/// The choices of the parent that offer one of a field's values, as bits.
fn offered_by(field: Field, bits: u8) -> u8 {
    let choices = field.spec().kind.choices().iter().filter(|choice| choice.bit & bits != 0);
    choices.map(|choice| choice.offered).reduce(|some, more| some | more).unwrap_or(ANY)
}

/// The values of a field that are among the bits.
fn one_of(field: Field, bits: u8) -> Tree {
    let words: Vec<&str> =
        field.spec().kind.choices().iter().filter(|choice| choice.bit & bits != 0).map(|choice| choice.value).collect();
    match words.as_slice() {
        // Of a boolean, only the one that is true makes anything apply.
        [] => Tree::map([("const", true)]),
        [word] => Tree::map([("const", *word)]),
        words => Tree::map([("enum", Tree::list(words.iter().copied()))]),
    }
}

#[cfg(test)]
mod tests;
