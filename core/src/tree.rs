//! A value of unknown shape, as JSON knows them: how contexts and catalog documents come in.
//!
//! Drafts do not come this way; they have a faster one.

use alloc::string::String;
use alloc::vec::Vec;

/// A value of unknown shape. The bindings make one from an object of their language.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    /// Nothing.
    Null,
    /// True or false.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// Members with their names; the last of two with the same name counts.
    Map(Vec<(String, Tree)>),
    /// A value that JSON does not have.
    Other,
}

impl Tree {
    /// The member of a name, unless it is null.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Map(members) => {
                let (_, value) = members.iter().rfind(|(key, _)| key == name)?;
                (*value != Self::Null).then_some(value)
            }
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn as_map(&self) -> Option<&[(String, Self)]> {
        match self {
            Self::Map(members) => Some(members),
            _ => None,
        }
    }
}
