//! A batch in parts, which may be read apart from one another and on several threads.
//!
//! Where a record ends can only be told from its start, but telling it takes a small part of the time
//! that reading and checking take. So one thread cuts the text into parts that hold whole records, and
//! others read these. Put together, their records are those of the batch.

use core::fmt;

use super::cutter::{Cut, Cutter};
use super::{RawRecord, Walk};
use crate::held::Held;
use crate::json::{self, BYTE_ORDER_MARK, Position};

/// Cuts a batch that comes in chunks into parts with whole records.
///
/// ```
/// use rejoin::{Context, Splitter};
///
/// let mut parts = Vec::new();
/// let mut splitter = Splitter::new();
/// for chunk in ["{\"name\": \"EM", "EA\"}\n{}\n[", "]\n"] {
///     parts.extend(splitter.push(chunk.as_bytes()));
/// }
/// parts.push(splitter.finish());
///
/// let context = Context::new();
/// let records = parts.iter().flat_map(|part| part.records()).map(|record| record.check(&context));
/// assert_eq!(records.map(|record| record.line).collect::<Vec<_>>(), [1, 2, 3]);
/// ```
#[derive(Debug, Default)]
pub struct Splitter {
    /// What is held, as far as it is cut.
    held: Held,
    /// How much of it is cut.
    cut: usize,
    /// The state at the end of what is cut.
    cutter: Cutter,
    /// The state at its start, and where that is.
    start: Cutter,
    position: Position,
    /// Whether it is known that no byte order mark is to come.
    started: bool,
}

impl Splitter {
    /// For an array of drafts, or one draft a line; the first byte that is no blank tells which.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// For a single draft, which may go over several lines.
    #[must_use]
    pub fn document() -> Self {
        Self { cutter: Cutter::DOCUMENT, start: Cutter::DOCUMENT, ..Self::default() }
    }

    /// Takes the next chunk, and gives the part that ends in it. Only a record that has not come to its
    /// end is held back.
    pub fn push(&mut self, chunk: &[u8]) -> Option<Part> {
        let grown = self.held.extend(chunk);
        if !self.started {
            if self.held.0.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(&self.held.0) {
                return None;
            }
            self.start();
        }
        if let Some((end, after)) = self.cut_on() {
            return Some(self.split_off(end, after));
        }
        // A bracket or a quote left open would make one record of all the rest.
        if grown && json::breaks_off(&self.held.0) {
            self.cutter.lose();
            let mut part = self.split_off(self.held.0.len(), self.cutter.clone());
            part.ends = Ends::Broken;
            return Some(part);
        }
        None
    }

    /// Says that no chunk is to come, and gives the last part.
    #[must_use]
    pub fn finish(mut self) -> Part {
        if !self.started {
            self.start();
        }
        Part { text: self.held, start: self.start, position: self.position, ends: Ends::Batch }
    }

    /// Drops the byte order mark.
    fn start(&mut self) {
        self.started = true;
        if self.held.0.starts_with(BYTE_ORDER_MARK) {
            let held = core::mem::take(&mut self.held);
            self.held.extend(held.0.get(BYTE_ORDER_MARK.len()..).unwrap_or_default());
        }
    }

    /// Cuts what is not cut yet; gives the last place that is in no record, and the state there.
    fn cut_on(&mut self) -> Option<(usize, Cutter)> {
        let len = self.held.0.len();
        let mut place = None;
        let mut rest = self.held.0.get(self.cut..).unwrap_or_default();
        if let Some((lines, tail)) = self.cutter.whole_lines(rest) {
            rest = tail;
            place = Some((self.cut + lines, self.cutter.clone()));
        }
        while !rest.is_empty() {
            let cut = self.cutter.cut(rest);
            rest = rest.get(cut.len()..).unwrap_or_default();
            match cut {
                Cut::Between(_) | Cut::Whole(_) => place = Some((len - rest.len(), self.cutter.clone())),
                Cut::Partial(_) => {}
                Cut::Broken => self.cutter.lose(),
            }
        }
        self.cut = len;
        place
    }

    fn split_off(&mut self, end: usize, after: Cutter) -> Part {
        let mut rest = Held::default();
        rest.extend(self.held.0.get(end..).unwrap_or_default());
        let mut text = core::mem::replace(&mut self.held, rest);
        text.0.truncate(end);
        self.cut = self.cut.saturating_sub(end);
        let part = Part { text, start: self.start.clone(), position: self.position, ends: Ends::Whole };
        self.position.advance(&part.text.0);
        self.start = after;
        part
    }
}

/// What stands at the end of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ends {
    /// Nothing that is not whole.
    Whole,
    /// A record that is so malformed that the rest of it was not waited for.
    Broken,
    /// The end of the batch.
    Batch,
}

/// Some whole records of a batch. It holds their text, and overwrites it when it is dropped.
#[derive(Debug)]
pub struct Part {
    text: Held,
    start: Cutter,
    position: Position,
    ends: Ends,
}

impl Part {
    /// The records, with their index from 0 within the part and their place in the whole text.
    #[must_use]
    pub fn records(&self) -> PartRecords<'_> {
        let walk = Walk { cutter: self.start.clone(), position: self.position, index: 0 };
        PartRecords { rest: &self.text.0, walk, ends: self.ends }
    }

    /// The text of the part.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text.0
    }
}

/// The records of a part, read one after the other.
#[derive(Clone)]
pub struct PartRecords<'p> {
    rest: &'p [u8],
    walk: Walk,
    ends: Ends,
}

impl PartRecords<'_> {
    /// Whether the batch ends with the records given so far, as nothing can be known of what follows.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.walk.cutter.is_lost()
    }
}

impl<'p> Iterator for PartRecords<'p> {
    type Item = RawRecord<'p>;

    fn next(&mut self) -> Option<RawRecord<'p>> {
        while !self.rest.is_empty() {
            let cut = self.walk.cutter.cut(self.rest);
            let (taken, rest) = self.rest.split_at_checked(cut.len()).unwrap_or((self.rest, &[]));
            self.rest = rest;
            match cut {
                Cut::Between(_) => self.walk.position.advance(taken),
                Cut::Whole(_) | Cut::Partial(_) => return Some(self.walk.read(taken)),
                Cut::Broken => return Some(self.walk.broken()),
            }
        }
        if self.ends == Ends::Batch { self.walk.end() } else { None }
    }
}

/// Prints the size of what is left only.
impl fmt::Debug for PartRecords<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PartRecords").field("walk", &self.walk).field("rest", &self.rest.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::reader::tests::TEXTS;
    use super::super::{Record, validate_batch};
    use super::*;
    use crate::context::Context;
    use crate::json::agreement::documents;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    /// The records of all parts, read backwards as other threads might.
    fn in_parts<'c>(mut splitter: Splitter, chunks: impl IntoIterator<Item = &'c [u8]>) -> Vec<Record> {
        let mut parts: Vec<Part> = chunks.into_iter().filter_map(|chunk| splitter.push(chunk)).collect();
        parts.push(splitter.finish());
        let context = Context::new();
        let read = |part: &Part| {
            let mut raw = part.records();
            let records: Vec<Record> = raw.by_ref().map(|record| record.check(&context)).collect();
            (records, raw.is_over())
        };
        let mut read: Vec<(Vec<Record>, bool)> = parts.iter().rev().map(read).collect();
        let mut all: Vec<Record> = Vec::new();
        while let Some((records, over)) = read.pop() {
            let before = all.len();
            all.extend(records.into_iter().map(|record| Record { index: before + record.index, ..record }));
            if over {
                break;
            }
        }
        all
    }

    fn whole(text: &[u8]) -> Vec<Record> {
        validate_batch(text, &Context::new()).collect()
    }

    #[test]
    fn parts_make_no_difference() {
        for text in TEXTS {
            let expected = whole(text);
            for first in 0..=text.len() {
                let (start, rest) = text.split_at_checked(first).unwrap_or_default();
                assert_eq!(in_parts(Splitter::new(), [start, rest]), expected, "{first} of {text:?}");
            }
            assert_eq!(in_parts(Splitter::new(), text.chunks(1)), expected, "{text:?}");
        }
    }

    #[test]
    fn parts_make_no_difference_to_batches_of_any_kind() {
        let documents: Vec<_> = documents().take(2_000).collect();
        for some in documents.chunks(4) {
            let array = [b"[".as_slice(), &some.join(b",".as_slice()), b"]"].concat();
            for text in [array, some.join(b"\n".as_slice()), some.concat()] {
                let expected = whole(&text);
                for size in [1, 3, 8, 50, 1000] {
                    let found = in_parts(Splitter::new(), text.chunks(size));
                    assert_eq!(found, expected, "{}", String::from_utf8_lossy(&text));
                }
            }
        }
    }

    #[test]
    fn a_document_is_one_record() {
        let context = Context::new();
        for text in ["{\n\"name\":\n\"a\"}\n", " {} {}", "[{}]", "\u{FEFF}{", "3", "", " \n", "{\"x\":\n?}"] {
            let expected = crate::validate_json(text.as_bytes(), &context);
            for size in [1, 3, 100] {
                let records = in_parts(Splitter::document(), text.as_bytes().chunks(size));
                assert_eq!(records.iter().map(|record| &record.report).collect::<Vec<_>>(), [&expected], "{text}");
            }
        }
        assert_eq!(in_parts(Splitter::document(), [b"\n\n {}".as_slice()]).first().map(|record| record.line), Some(3));
    }

    #[test]
    fn what_is_left_open_gathers_nothing_up() {
        let many = "{\"name\": \"b\", \"role\": \"source\"},\n".repeat(20_000);
        let one_line = many.replace('\n', " ");
        for (start, rest, end) in
            [("[{\"name\": \"a},\n", &many, ""), ("[{\"name\": \"a\",\n", &many, ""), ("{]", &one_line, "\n{}")]
        {
            let text = [start.as_bytes(), rest.as_bytes(), b"\xFF", end.as_bytes()].concat();
            let mut splitter = Splitter::new();
            for chunk in text.chunks(100) {
                splitter.push(chunk);
                assert!(splitter.held.0.len() < 3 * crate::held::LONG);
            }
            assert_eq!(in_parts(Splitter::new(), text.chunks(100)), whole(&text));
        }
    }

    #[test]
    fn it_prints_no_text() {
        let mut splitter = Splitter::new();
        let part = splitter.push(b"{\"clientSecret\": \"canary\"}\n{\"clientSecret\": \"canary");
        let printed = format!("{splitter:?} {part:?} {:?}", part.as_ref().map(Part::records));
        assert!(!printed.contains("canary"), "{printed}");
        let records: Vec<_> = part.iter().flat_map(Part::records).map(|record| format!("{record:?}")).collect();
        assert_eq!(records.len(), 1);
        assert!(!records.concat().contains("canary"), "{records:?}");
    }
}
