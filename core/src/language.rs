//! Languages: the texts of the tables in the words of somebody else.
//!
//! A language is a document with every text that people read, by the names that the tables have for
//! what it says: `core/languages/*.json`. English has none, as its texts are the tables' own; it is made
//! from them, and is what the others are held against. Codes and parameters are the same in all.

#[cfg(test)]
mod tests;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

use thiserror::Error;

use crate::codes::{CODES, Code, CodeSpec, Param};
use crate::context::PasswordPolicy;
use crate::fields::{FIELDS, Field, FieldSpec, Section};
use crate::notes::{NOTES, Note};
use crate::report::{Issue, LABEL, fill};
use crate::tree::Tree;

/// What stands for the label where an issue is about no field.
pub(crate) const THIS_FIELD: &str = "this field";
/// What stands between the words of a list.
pub(crate) const SEPARATOR: &str = ", ";
/// The words that parameters have and people read. The other parameters are numbers, values to be typed, and
/// keys of fields, which are read as their labels.
const WORDS: [&str; 9] =
    ["text", "boolean", "integer", "configuration", "connection", "uppercase", "lowercase", "digit", "special"];

/// The documents of the languages that there are besides English.
const DOCUMENTS: [(&str, &str); 4] = [
    ("de", include_str!("../languages/de.json")),
    ("fr", include_str!("../languages/fr.json")),
    ("ja", include_str!("../languages/ja.json")),
    ("ko", include_str!("../languages/ko.json")),
];

/// Stands in for a text that cannot be missing, so that nothing needs to panic.
static NOTHING: Tree = Tree::Null;

/// Why there is no such language.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum LanguageError {
    /// Nobody has translated the texts into it.
    #[error("there is no language {tag:?}; there are {}", languages().collect::<Vec<_>>().join(", "))]
    Unknown {
        /// The tag that was asked for.
        tag: String,
    },
    /// The document is no JSON.
    #[error("the document is no JSON")]
    NotJson,
    /// The document has something that no language has.
    #[error("{path} is no text of a language")]
    NoSuchText {
        /// Where it stands: the names on the way to it.
        path: String,
    },
    /// There is something else where the document should have this.
    #[error("{path} must be {expected}")]
    WrongType {
        /// Where it stands.
        path: String,
        /// `a text` or `an object`.
        expected: &'static str,
    },
    /// A text lacks a parameter that it has in English.
    #[error("{path} lacks {{{param}}}")]
    LacksParam {
        /// Where it stands.
        path: String,
        /// The name of the parameter.
        param: String,
    },
    /// A text has a parameter that it does not have in English.
    #[error("{path} has {{{param}}}, which is not known here")]
    UnknownParam {
        /// Where it stands.
        path: String,
        /// The name of the parameter.
        param: String,
    },
}

/// A language: every text of the tables.
///
/// ```
/// use rejoin::{Context, Language, Tree, validate_json};
///
/// let german = Language::named("de-AT")?;
/// let report = validate_json(br#"{"role": "source", "name": "A"}"#, &Context::new());
/// assert_eq!(german.message(&report.issues[0]), "Wählen Sie den Verbindungstyp aus");
///
/// let own = Tree::from_json(br#"{"codes": {"required": {"messageIn": {"type": "Was zieht um?"}}}}"#);
/// let ours = german.with(&own.unwrap_or(Tree::Null))?;
/// assert_eq!(ours.message(&report.issues[0]), "Was zieht um?");
/// # Ok::<(), rejoin::LanguageError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    /// All texts, in the order of the tables.
    texts: Tree,
}

/// The tags of the languages that there are.
pub fn languages() -> impl Iterator<Item = &'static str> {
    core::iter::once("en").chain(DOCUMENTS.iter().map(|(tag, _)| *tag))
}

impl Language {
    /// The language of a tag such as `de` or `de-AT`. A region that has no texts of its own has those of its language.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn named(tag: &str) -> Result<Self, LanguageError> {
        let tag = Self::tag_for(tag)?;
        match DOCUMENTS.iter().find(|(name, _)| *name == tag) {
            Some((_, text)) => {
                Self::english().with(&Tree::from_json(text.as_bytes()).map_err(|_| LanguageError::NotJson)?)
            }
            None => Ok(Self::english()),
        }
    }

    /// The tag of the language that [`Self::named`] gives: `de` for `de-AT`.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn tag_for(tag: &str) -> Result<&'static str, LanguageError> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let found = languages().find(|known| primary.eq_ignore_ascii_case(known));
        found.ok_or_else(|| LanguageError::Unknown { tag: tag.into() })
    }

    /// The language that the tables are written in.
    #[must_use]
    pub fn english() -> Self {
        let field = |field: &FieldSpec| {
            let texts = [("label", field.label), ("hint", field.hint), ("example", field.example)];
            let mut texts = texts.map(|(name, text)| (name, Tree::from(text))).to_vec();
            let choices = field.kind.choices();
            if !choices.is_empty() {
                let choice = |(label, hint): (&str, &str)| Tree::map([("label", label), ("hint", hint)]);
                texts.push(("choices", Tree::map(choices.iter().map(|c| (c.value, choice((c.label, c.hint)))))));
            }
            if !field.actions.is_empty() {
                texts.push(("actions", Tree::map(field.actions.iter().map(|a| (a.kind.key(), a.label)))));
            }
            Tree::map(texts)
        };
        let code = |code: &CodeSpec| {
            Tree::map([
                ("message", Tree::from(code.message)),
                ("messageIn", Tree::map(code.message_in.iter().map(|(field, text)| (field.key(), *text)))),
                ("help", Tree::from(code.help)),
            ])
        };
        Self {
            texts: Tree::map([
                ("tag", Tree::from("en")),
                ("name", Tree::from("English")),
                ("thisField", Tree::from(THIS_FIELD)),
                ("separator", Tree::from(SEPARATOR)),
                ("words", Tree::map(WORDS.map(|word| (word, word)))),
                ("sections", Tree::map(Section::ALL.map(|section| (section.key(), section.label())))),
                ("fields", Tree::map(FIELDS.iter().map(|row| (row.key, field(row))))),
                ("notes", Tree::map(NOTES.iter().map(|note| (note.id, note.text)))),
                ("codes", Tree::map(CODES.iter().map(|row| (row.name, code(row))))),
            ]),
        }
    }

    /// This language with some texts in other words: a tree of the same shape that has only those.
    ///
    /// # Errors
    ///
    /// When the tree has something that a language does not have, or the parameters of a text are not those that it
    /// has here. A message may do without `{label}`, or have it in addition.
    pub fn with(&self, texts: &Tree) -> Result<Self, LanguageError> {
        Ok(Self { texts: merge(&self.texts, texts, "")? })
    }

    /// The tag, such as `de`.
    #[must_use]
    pub fn tag(&self) -> &str {
        self.texts.text("tag")
    }

    /// What the language calls itself.
    #[must_use]
    pub fn name(&self) -> &str {
        self.texts.text("name")
    }

    /// All texts.
    #[must_use]
    pub const fn texts(&self) -> &Tree {
        &self.texts
    }

    /// What a form calls a field.
    #[must_use]
    pub fn label(&self, field: Field) -> &str {
        self.field(field).text("label")
    }

    /// What to do about an issue.
    #[must_use]
    pub fn message(&self, issue: &Issue) -> String {
        let field = issue.place.field();
        let texts = self.code(issue.code());
        let special = field.and_then(|field| texts.member("messageIn")?.member(field.key())?.as_text());
        let message = special.unwrap_or_else(|| texts.text("message"));
        let label = field.map_or_else(|| self.texts.text("thisField"), |field| self.label(field));
        fill(message, |name, out| match name {
            LABEL => out.push_str(label),
            _ => issue.finding.each_param(|param, value| {
                if param == name {
                    self.push_param(out, value);
                }
            }),
        })
    }

    /// Writes a parameter as it stands in a message.
    fn push_param(&self, out: &mut String, value: Param<'_>) {
        match value {
            // Writing into a text does not fail.
            Param::Number(number) => _ = write!(out, "{number}"),
            Param::Text(text) => out.push_str(Field::from_key(text).map_or_else(|| self.word(text), |f| self.label(f))),
            Param::List(words) => {
                let words: Vec<_> = words.iter().map(|word| self.word(word)).collect();
                out.push_str(&words.join(self.texts.text("separator")));
            }
        }
    }

    /// A word of a parameter; what is no such word stays as it is.
    fn word<'a>(&'a self, word: &'a str) -> &'a str {
        self.part("words").member(word).and_then(Tree::as_text).unwrap_or(word)
    }

    /// Why an issue matters, or where to look.
    #[must_use]
    pub fn help(&self, issue: &Issue) -> &str {
        self.code(issue.code()).text("help")
    }

    /// A note, with the numbers of the password policy in it.
    #[must_use]
    pub fn note(&self, note: &Note, policy: PasswordPolicy) -> String {
        Note::fill(self.part("notes").text(note.id), policy)
    }

    /// The label and the hint of a choice.
    #[must_use]
    pub fn choice(&self, field: Field, value: &str) -> Option<(&str, &str)> {
        let choice = self.field(field).member("choices")?.member(value)?;
        Some((choice.text("label"), choice.text("hint")))
    }

    /// A row of the field table as data, in this language.
    #[must_use]
    pub fn field_to_tree(&self, field: &FieldSpec) -> Tree {
        let texts = self.field(field.field);
        let mut row = field.to_tree();
        for name in ["label", "hint", "example"] {
            row.set(name, texts.text(name));
        }
        if let Some(section) = row.member_mut("section") {
            section.set("label", self.part("sections").text(field.section.key()));
        }
        for choice in row.member_mut("choices").map(Tree::items_mut).into_iter().flatten() {
            let (label, hint) = self.choice(field.field, choice.text("value")).unwrap_or_default();
            choice.set("label", label);
            choice.set("hint", hint);
        }
        for action in row.member_mut("actions").map(Tree::items_mut).into_iter().flatten() {
            let label = texts.member("actions").unwrap_or(&NOTHING).text(action.text("kind"));
            action.set("label", label);
        }
        row
    }

    /// A row of the code table as data, in this language; its meaning is for programmers, and stays.
    #[must_use]
    pub fn code_to_tree(&self, code: &CodeSpec) -> Tree {
        let mut row = code.to_tree();
        for (name, text) in self.code(code.code).as_map().unwrap_or_default() {
            row.set(name, text.clone());
        }
        row
    }

    fn part(&self, name: &str) -> &Tree {
        self.texts.member(name).unwrap_or(&NOTHING)
    }

    // The texts are in the order of the tables, so a place in those is one here.
    fn field(&self, field: Field) -> &Tree {
        nth(self.part("fields"), field.index())
    }

    fn code(&self, code: Code) -> &Tree {
        nth(self.part("codes"), code as usize)
    }
}

fn nth(map: &Tree, place: usize) -> &Tree {
    map.as_map().and_then(|members| members.get(place)).map_or(&NOTHING, |(_, value)| value)
}

/// The texts of one tree, and those of another in their place.
fn merge(base: &Tree, given: &Tree, path: &str) -> Result<Tree, LanguageError> {
    let wrong = |expected| LanguageError::WrongType { path: shown(path), expected };
    let Tree::Map(members) = base else {
        let text = given.as_text().ok_or_else(|| wrong("a text"))?;
        same_params(base.as_text().unwrap_or_default(), text, path)?;
        return Ok(given.clone());
    };
    let below = |name: &str| if path.is_empty() { name.into() } else { format!("{path}.{name}") };
    let stranger =
        given.as_map().ok_or_else(|| wrong("an object"))?.iter().find(|(name, _)| base.member(name).is_none());
    if let Some((name, _)) = stranger {
        return Err(LanguageError::NoSuchText { path: below(name) });
    }
    let merged = members.iter().map(|(name, value)| {
        let own = given.member(name).map(|given| merge(value, given, &below(name)));
        Ok((name.clone(), own.unwrap_or_else(|| Ok(value.clone()))?))
    });
    merged.collect::<Result<_, _>>().map(Tree::Map)
}

/// A path as errors show it.
fn shown(path: &str) -> String {
    if path.is_empty() { "a language".into() } else { path.into() }
}

/// Fails unless two texts have the same parameters.
fn same_params(base: &str, text: &str, path: &str) -> Result<(), LanguageError> {
    // Only messages are about a field.
    let is_label = |param: &str| param == LABEL && path.starts_with("codes.") && !path.ends_with(".help");
    let lacking = |one: &str, other: &str| {
        params(one).find(|param| !is_label(param) && params(other).all(|known| known != *param)).map(String::from)
    };
    let path = path.into();
    if let Some(param) = lacking(base, text) {
        return Err(LanguageError::LacksParam { path, param });
    }
    match lacking(text, base) {
        Some(param) => Err(LanguageError::UnknownParam { path, param }),
        None => Ok(()),
    }
}

/// The words in braces.
fn params(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    ends.map(|(param, _)| param).filter(|param| param.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}
