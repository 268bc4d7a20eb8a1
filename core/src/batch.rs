//! Many drafts at once: a JSON array of them, or one a line (NDJSON).
//!
//! The first byte that is no blank tells which: `[` starts an array, anything else lines. (So lines
//! whose first record is a list are taken for an array; such a record would be no draft anyway.) No
//! blanks or nothing at all is a batch without records.
//!
//! In lines, a malformed one is a record that says so, and the others are checked all the same; blank
//! lines are none. In an array, nothing can be known of what follows a malformed place: the batch ends
//! there, with a last record that says so. Nesting is counted within each record.
//!
//! [`validate_batch`] walks a text that is in memory; [`BatchReader`] takes it in chunks of any size
//! and holds no more than the record that is not finished yet; [`Splitter`] makes parts of the chunks,
//! which several threads may read at once. All cut records out with the same [`Cutter`] and give the
//! same reports.

mod cutter;
mod part;
mod reader;
mod summary;

use core::fmt;
use core::iter::FusedIterator;

use crate::codes::Finding;
use crate::context::Context;
use crate::draft::Draft;
use crate::json::{self, Position};
use crate::report::Report;
use crate::validate::validate;
use cutter::{Cut, Cutter};
pub use part::{Part, PartRecords, Splitter};
pub use reader::BatchReader;
pub use summary::Summary;

/// The report of one record of a batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Which record it is, from 0. Blank lines are not counted.
    pub index: usize,
    /// The line on which the record starts, from 1.
    pub line: usize,
    /// What there is to say about it.
    pub report: Report,
}

/// Checks the drafts of a JSON array, or one on each line.
///
/// A record that is no object is a report with `not_an_object`. A malformed line is a report with
/// `malformed_json`, and the next line goes on; a malformed place in an array is the last record.
/// The `line` and `column` of such a report are those of the whole text.
///
/// ```
/// use rejoin::{Context, Summary, validate_batch};
///
/// let text = b"{\"name\": \"EMEA\"}\n[]\n{\"name\": ";
/// let mut summary = Summary::default();
/// for record in validate_batch(text, &Context::new()) {
///     println!("line {}: {} issues", record.line, record.report.issues.len());
///     summary.add(&record.report);
/// }
/// assert_eq!((summary.records, summary.valid), (3, 0));
/// ```
#[must_use]
pub fn validate_batch<'t>(text: &'t [u8], context: &'t Context) -> Batch<'t> {
    Batch { rest: json::strip_mark(text), walk: Walk::default(), context }
}

/// The records of a batch, checked one after the other; made by [`validate_batch`].
#[derive(Clone, Debug)]
pub struct Batch<'t> {
    rest: &'t [u8],
    walk: Walk,
    context: &'t Context,
}

impl Iterator for Batch<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        while !self.rest.is_empty() {
            let cut = self.walk.cutter.cut(self.rest);
            let (taken, rest) = self.rest.split_at_checked(cut.len()).unwrap_or((self.rest, &[]));
            self.rest = rest;
            match cut {
                Cut::Between(_) => self.walk.position.advance(taken),
                Cut::Whole(_) | Cut::Partial(_) => return Some(self.walk.record(taken, self.context)),
                Cut::Broken => return Some(self.walk.broken().check(self.context)),
            }
        }
        Some(self.walk.end()?.check(self.context))
    }
}

impl FusedIterator for Batch<'_> {}

/// Where a batch is, whichever way its text comes in.
#[derive(Clone, Debug)]
struct Walk {
    cutter: Cutter,
    position: Position,
    index: usize,
}

impl Default for Walk {
    fn default() -> Self {
        Self { cutter: Cutter::default(), position: Position::START, index: 0 }
    }
}

/// A record of a batch that is read, and not checked yet.
#[derive(Clone)]
pub struct RawRecord<'t> {
    /// Which record it is, from 0. Blank lines are not counted.
    pub index: usize,
    /// Where it starts.
    pub position: Position,
    /// The whole of it.
    pub text: &'t [u8],
    /// The draft that it is, or what else there is to say: that it is malformed, and where, or no object.
    pub draft: Result<Draft<'t>, Finding>,
}

impl RawRecord<'_> {
    /// Checks the draft.
    #[must_use]
    pub fn check(self, context: &Context) -> Record {
        let report = match self.draft {
            Ok(draft) => validate(&draft, context),
            Err(finding) => Report::of_document(finding),
        };
        Record { index: self.index, line: self.position.line, report }
    }
}

/// Prints no text: it may be a secret.
impl fmt::Debug for RawRecord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { index, position, draft, .. } = self;
        f.debug_struct("RawRecord")
            .field("index", index)
            .field("position", position)
            .field("draft", draft)
            .finish_non_exhaustive()
    }
}

impl Walk {
    /// Reads the text of one record.
    fn read<'t>(&mut self, text: &'t [u8]) -> RawRecord<'t> {
        let draft = match json::read_draft(text) {
            Ok(draft) => draft.ok_or(Finding::NotAnObject),
            Err(position) => {
                self.cutter.lose();
                Err(position.within(self.position).malformed())
            }
        };
        let record = self.give(text, draft);
        self.position.advance(text);
        record
    }

    /// Checks the text of one record.
    fn record(&mut self, text: &[u8], context: &Context) -> Record {
        self.read(text).check(context)
    }

    /// Says that what stands here cannot stand between the records of an array, and ends the batch.
    fn broken(&mut self) -> RawRecord<'static> {
        self.cutter.lose();
        let finding = self.position.malformed();
        self.give(&[], Err(finding))
    }

    /// What there is to say when the text ends: an array that does not is malformed.
    fn end(&mut self) -> Option<RawRecord<'static>> {
        self.cutter.is_open().then(|| self.broken())
    }

    fn give<'t>(&mut self, text: &'t [u8], draft: Result<Draft<'t>, Finding>) -> RawRecord<'t> {
        let index = self.index;
        self.index = index.saturating_add(1);
        RawRecord { index, position: self.position, text, draft }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    /// The records of a text, each as its line and its first code about the whole document, if any.
    fn said(text: &str) -> Vec<String> {
        let context = Context::new();
        let say = |record: Record| {
            let issue = record.report.issues.first();
            let about = issue.filter(|issue| issue.field().is_empty());
            match about.map(|issue| &issue.finding) {
                Some(Finding::MalformedJson { line, column }) => format!("{}: malformed {line}:{column}", record.line),
                Some(finding) => format!("{}: {}", record.line, finding.code().as_str()),
                None => format!("{}: draft", record.line),
            }
        };
        validate_batch(text.as_bytes(), &context).map(say).collect()
    }

    #[test]
    fn lines_are_records() {
        assert_eq!(
            said("\u{FEFF}\n{}\r\n\r\n \t\n{\"name\":\"a\"}\n3\n  {\"x\":}\n{} {}\n{}"),
            ["2: draft", "5: draft", "6: not_an_object", "7: malformed 7:8", "8: malformed 8:4", "9: draft"]
        );
        assert_eq!(said("{\"name\":\n\"a\"}"), ["1: malformed 1:9", "2: malformed 2:4"]);
        assert_eq!(said("{}\n[1]\n"), ["1: draft", "2: not_an_object"]);
    }

    #[test]
    fn items_of_an_array_are_records() {
        assert_eq!(
            said(" [ {} , 1,\n\n [[]], \"a,]\\\"\",null, {\"a\":[\"}\"]}\n ]\n"),
            ["1: draft", "1: not_an_object", "3: not_an_object", "3: not_an_object", "3: not_an_object", "3: draft"]
        );
        assert_eq!(said("[]"), [""; 0]);
        assert_eq!(said("[\n]\n"), [""; 0]);
    }

    #[test]
    fn nothing_is_no_record() {
        for text in ["", " \n\r\n\t", "\u{FEFF}", "\u{FEFF}\n"] {
            assert_eq!(said(text), [""; 0]);
        }
    }

    #[test]
    fn an_array_ends_where_it_is_malformed() {
        for (text, expected) in [
            ("[", "1: malformed 1:2"),
            ("[,", "1: malformed 1:2"),
            ("[{\"x\":?}, {}]", "1: malformed 1:7"),
            ("[\n{\"x\":\n\"é\",}, {}]", "2: malformed 3:5"),
            ("[}, {}]", "1: malformed 1:2"),
            ("[nul, {}]", "1: malformed 1:2"),
            ("[\"a\nb\", {}]", "1: malformed 1:4"),
        ] {
            assert_eq!(said(text), [expected], "{text}");
        }
        for (text, expected) in [
            ("[{}", "malformed 1:4"),
            ("[{},", "malformed 1:5"),
            ("[{},]", "malformed 1:5"),
            ("[{},,{}]", "malformed 1:5"),
            ("[{} {}]", "malformed 1:5"),
            ("[{}}", "malformed 1:4"),
            ("[{}] {}", "malformed 1:6"),
            ("[{}]]", "malformed 1:5"),
            ("[{},\"a", "malformed 1:7"),
            ("[{},{", "malformed 1:6"),
        ] {
            assert_eq!(said(text), ["1: draft".to_string(), format!("1: {expected}")], "{text}");
        }
        assert_eq!(said("[12"), ["1: not_an_object", "1: malformed 1:4"]);
    }

    #[test]
    fn nesting_counts_within_a_record() {
        let deep = |depth: usize| format!("[{}{}, {{}}]", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(said(&deep(128)), ["1: not_an_object", "1: draft"]);
        assert_eq!(said(&deep(129)), ["1: malformed 1:130"]);
    }

    #[test]
    fn an_index_tells_the_records_apart() {
        let context = Context::new();
        let indices: Vec<_> = validate_batch(b"\n{}\n?\n\n{}", &context).map(|record| record.index).collect();
        assert_eq!(indices, [0, 1, 2]);
        let mut batch = validate_batch(b"[?", &context);
        assert!(batch.next().is_some_and(|record| !record.report.is_valid()));
        assert_eq!((batch.next(), batch.next()), (None, None));
    }
}
