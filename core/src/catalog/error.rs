//! What a catalog says when it refuses: a code, a place, and what to do.
//!
//! No text here holds a value of a secret: of a value that does not belong where it stands only the
//! place is said.

use alloc::format;
use alloc::string::{String, ToString};

use crate::fields::Field;
use crate::report::Issue;
use crate::tree::Tree;

/// Why a catalog refused. Nothing in it has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogError {
    /// Another connection of the catalog has that name.
    #[error("{}Give the connection another name, as one in the catalog has this one", of_entry(*.index))]
    NameTaken {
        /// The entry of the document, in an import.
        index: Option<usize>,
    },
    /// Another connection of the catalog has that ID.
    #[error("{}{}", of_entry(*.index), id_taken(*.index))]
    IdTaken {
        /// The entry of the document, in an import.
        index: Option<usize>,
        /// The ID.
        id: String,
    },
    /// Two entries of a document have the same name.
    #[error("entries[{index}]: Give it another name, as entries[{first}] has the same one")]
    DuplicateName {
        /// The later of the two.
        index: usize,
        /// The earlier of the two.
        first: usize,
    },
    /// Two entries of a document have the same ID.
    #[error("entries[{index}]: Leave one of them out, as entries[{first}] has the same id")]
    DuplicateId {
        /// The later of the two.
        index: usize,
        /// The earlier of the two.
        first: usize,
        /// The ID.
        id: String,
    },
    /// No connection has that ID.
    #[error("List the connections again, as none has this id")]
    NotFound {
        /// The ID; empty where the text asked for is none.
        id: String,
    },
    /// A time that RFC 3339 cannot write.
    #[error("Give the time in milliseconds since 1970, before the year 10000")]
    TimeOutOfRange,
    /// The connection is not one that validation gives, or lacks a secret that is not stored.
    #[error("{problem}")]
    InvalidConnection {
        /// What is wrong.
        problem: EntryProblem,
    },
    /// The query is of another shape.
    #[error("`{path}` must be {expected}")]
    InvalidQuery {
        /// Where, like `order`.
        path: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// The document is no JSON text.
    #[error("Correct the JSON near line {line}, column {column}")]
    MalformedJson {
        /// The line, from 1.
        line: u32,
        /// The column, from 1.
        column: u32,
    },
    /// The document is no catalog.
    #[error("Choose a file that was exported from a catalog: `{path}` must be {expected}")]
    MalformedDocument {
        /// Where, like `format`.
        path: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// The document was written by a later version.
    #[error("Update Rejoin to import this file: it has version {version}, and this one reads version 1")]
    UnsupportedVersion {
        /// The version of the document.
        version: i64,
    },
    /// An entry of the document is wrong.
    #[error("entries[{index}]: {problem}")]
    InvalidEntry {
        /// The entry, from 0.
        index: usize,
        /// Its ID, where it has a good one.
        id: Option<String>,
        /// What is wrong.
        problem: EntryProblem,
    },
}

/// What is wrong with one entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EntryProblem {
    /// Validation reports it.
    #[error("{}: {}", .0.field(), .0.message())]
    Issue(Issue),
    /// A member of another shape.
    #[error("`{path}` must be {expected}")]
    WrongShape {
        /// Where, like `keys.configurationKey.id`.
        path: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A member that entries do not have.
    #[error("Leave `{path}` out, which is no member of an entry")]
    UnknownMember {
        /// Where it stands.
        path: String,
    },
    /// A member that is given twice.
    #[error("Give `{path}` once")]
    DuplicateMember {
        /// Where it stands.
        path: String,
    },
    /// A secret where none belongs.
    #[error("Leave `{}` out and renew it, as a document holds no secrets", .field.key())]
    SecretInDocument {
        /// The field.
        field: Field,
    },
}

/// The start of a message about an entry of a document.
fn of_entry(index: Option<usize>) -> String {
    index.map_or_else(String::new, |index| format!("entries[{index}]: "))
}

const fn id_taken(index: Option<usize>) -> &'static str {
    match index {
        Some(_) => "Leave it out, or delete the connection with the same id first",
        None => "Draw other random bytes, as these have made this id already",
    }
}

impl CatalogError {
    /// The code, for programs.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NameTaken { .. } => "name_taken",
            Self::IdTaken { .. } => "id_taken",
            Self::DuplicateName { .. } => "duplicate_name",
            Self::DuplicateId { .. } => "duplicate_id",
            Self::NotFound { .. } => "not_found",
            Self::TimeOutOfRange => "time_out_of_range",
            Self::InvalidConnection { .. } => "invalid_connection",
            Self::InvalidQuery { .. } => "invalid_query",
            Self::MalformedJson { .. } => "malformed_json",
            Self::MalformedDocument { .. } => "malformed_document",
            Self::UnsupportedVersion { .. } => "unsupported_version",
            Self::InvalidEntry { .. } => "invalid_entry",
        }
    }

    /// The entry of the document that is meant, from 0.
    #[must_use]
    pub const fn index(&self) -> Option<usize> {
        match self {
            Self::NameTaken { index } | Self::IdTaken { index, .. } => *index,
            Self::DuplicateName { index, .. } | Self::DuplicateId { index, .. } | Self::InvalidEntry { index, .. } => {
                Some(*index)
            }
            _ => None,
        }
    }

    /// The ID that is meant, where there is one.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::IdTaken { id, .. } | Self::DuplicateId { id, .. } | Self::NotFound { id } => Some(id),
            Self::InvalidEntry { id, .. } => id.as_ref(),
            _ => None,
        }
        .map(String::as_str)
        .filter(|id| !id.is_empty())
    }

    /// What is wrong with a connection or an entry, where that is the reason.
    #[must_use]
    pub const fn problem(&self) -> Option<&EntryProblem> {
        match self {
            Self::InvalidConnection { problem } | Self::InvalidEntry { problem, .. } => Some(problem),
            _ => None,
        }
    }

    /// The error as data: `code` and `message`, and those of `index`, `id`, `field` and `reason` (the
    /// code of what is wrong with the field) that there are.
    #[must_use]
    pub fn to_tree(&self) -> Tree {
        let problem = self.problem();
        Tree::map_some([
            ("code", Some(Tree::from(self.code()))),
            ("message", Some(Tree::from(self.to_string()))),
            ("index", self.index().map(Tree::from)),
            ("id", self.id().map(Tree::from)),
            ("field", problem.map(|problem| Tree::from(problem.field()))),
            ("reason", problem.map(|problem| Tree::from(problem.code()))),
        ])
    }
}

impl EntryProblem {
    /// The code, for programs: that of the issue, or of the mistake in the document.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Issue(issue) => issue.code().as_str(),
            Self::WrongShape { .. } => "wrong_shape",
            Self::UnknownMember { .. } => "unknown_member",
            Self::DuplicateMember { .. } => "duplicate_member",
            Self::SecretInDocument { .. } => "secret_in_document",
        }
    }

    /// The key of the field, or the path of the member in the entry.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Issue(issue) => issue.field(),
            Self::WrongShape { path, .. } | Self::UnknownMember { path } | Self::DuplicateMember { path } => path,
            Self::SecretInDocument { field } => field.key(),
        }
    }
}

impl From<Issue> for EntryProblem {
    fn from(issue: Issue) -> Self {
        Self::Issue(issue)
    }
}
