//! A batch that comes in chunks, as files and network streams do.
//!
//! A bracket or a quote left open would make one record of all the rest. So whenever a record has grown
//! to twice its size, the reader looks whether it is malformed already; then nothing more is held.

use core::borrow::Borrow;
use core::fmt;

use super::cutter::Cut;
use super::{Record, Walk};
use crate::context::Context;
use crate::held::Held;
use crate::json::{self, BYTE_ORDER_MARK};

/// Checks a batch that comes in chunks of any size.
///
/// The records are those of [`validate_batch`](super::validate_batch) for the chunks put together. It
/// holds only the record that has not come to its end, and overwrites that memory when it is done.
///
/// ```
/// use rejoin::{BatchReader, Context, Summary};
///
/// let mut summary = Summary::default();
/// let mut reader = BatchReader::new(Context::new());
/// for chunk in ["[{\"name\": \"EM", "EA\"}, {}", "]"] {
///     reader.push(chunk.as_bytes(), |record| summary.add(&record.report));
/// }
/// reader.finish(|record| summary.add(&record.report));
/// assert_eq!(summary.records, 2);
/// ```
pub struct BatchReader<C: Borrow<Context>> {
    context: C,
    walk: Walk,
    /// Whether it is known that no byte order mark is to come.
    started: bool,
    held: Held,
}

impl<C: Borrow<Context>> BatchReader<C> {
    /// A reader that has seen nothing yet. It takes a context or a reference to one.
    #[must_use]
    pub fn new(context: C) -> Self {
        Self { context, walk: Walk::default(), started: false, held: Held::default() }
    }

    /// Takes the next chunk, and gives the records that end in it.
    pub fn push(&mut self, chunk: &[u8], mut give: impl FnMut(Record)) {
        if self.started {
            return self.walk(chunk, &mut give);
        }
        self.held.extend(chunk);
        if self.held.0.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(&self.held.0) {
            return;
        }
        self.start(&mut give);
    }

    /// Says that no chunk is to come, and gives what is left.
    pub fn finish(mut self, mut give: impl FnMut(Record)) {
        if !self.started {
            self.start(&mut give);
        }
        if self.walk.cutter.is_in_record() {
            give(self.walk.record(&self.held.0, self.context.borrow()));
        }
        self.walk.end().into_iter().for_each(|record| give(record.check(self.context.borrow())));
    }

    /// Walks what was held back until it was known to start with a byte order mark or not.
    fn start(&mut self, give: &mut impl FnMut(Record)) {
        self.started = true;
        let held = core::mem::take(&mut self.held);
        self.walk(held.0.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&held.0), give);
    }

    fn walk(&mut self, mut chunk: &[u8], give: &mut impl FnMut(Record)) {
        while !chunk.is_empty() {
            let cut = self.walk.cutter.cut(chunk);
            let (taken, rest) = chunk.split_at_checked(cut.len()).unwrap_or((chunk, &[]));
            chunk = rest;
            match cut {
                Cut::Between(_) => self.walk.position.advance(taken),
                Cut::Partial(_) => {
                    if self.held.extend(taken) && json::breaks_off(&self.held.0) {
                        self.give_held(give);
                    }
                }
                // A record within one chunk is read where it is.
                Cut::Whole(_) if self.held.0.is_empty() => give(self.walk.record(taken, self.context.borrow())),
                Cut::Whole(_) => {
                    self.held.extend(taken);
                    self.give_held(give);
                }
                Cut::Broken => give(self.walk.broken().check(self.context.borrow())),
            }
        }
    }

    fn give_held(&mut self, give: &mut impl FnMut(Record)) {
        let held = core::mem::take(&mut self.held);
        give(self.walk.record(&held.0, self.context.borrow()));
    }
}

impl<C: Borrow<Context>> fmt::Debug for BatchReader<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchReader").field("walk", &self.walk).field("held", &self.held).finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::validate_batch;
    use super::*;
    use crate::held::LONG;
    use crate::json::agreement::documents;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    pub(in super::super) const TEXTS: [&[u8]; 16] = [
        b"",
        b"\xEF\xBB",
        b"\xEF\xBB\xBF",
        b"\xEF\xBBx\n{}",
        b"\xEF\xBB\xBF{\"name\":\"\\u0061\"}\r\n\r\n[1]\n{\"x\n{\"name\":\"\xC3\xA9\"",
        b"\xEF\xBB\xBF [\n{\"name\":\"a\\\\\"} ,\"\\\"]\", 12,[[],{}],\n{}]\n",
        b"[{\"a\":\"\xC3\xA9\xFF\"}, {}]",
        b"[{\"a\":\"x\ny\"}, {}]",
        b"[{},{}{}]",
        b"[{},]",
        b"[12",
        b"[{\"a\":",
        b"[\"\\",
        b"[{}] \n [{}]",
        b"[tru\xC3\xA9, 1]",
        b" \n ",
    ];

    fn whole(text: &[u8]) -> Vec<Record> {
        validate_batch(text, &Context::new()).collect()
    }

    fn in_chunks<'c>(chunks: impl IntoIterator<Item = &'c [u8]>) -> Vec<Record> {
        let context = Context::new();
        let mut reader = BatchReader::new(&context);
        let mut records = Vec::new();
        chunks.into_iter().for_each(|chunk| reader.push(chunk, |record| records.push(record)));
        reader.finish(|record| records.push(record));
        records
    }

    #[test]
    fn chunks_make_no_difference() {
        for text in TEXTS {
            let expected = whole(text);
            for first in 0..=text.len() {
                let (start, rest) = text.split_at_checked(first).unwrap_or_default();
                assert_eq!(in_chunks([start, rest]), expected, "{first} of {text:?}");
                for second in 0..=rest.len() {
                    let (middle, end) = rest.split_at_checked(second).unwrap_or_default();
                    assert_eq!(in_chunks([start, middle, end]), expected, "{first} and {second} of {text:?}");
                }
            }
            assert_eq!(in_chunks(text.chunks(1)), expected, "{text:?}");
        }
    }

    #[test]
    fn chunks_make_no_difference_to_batches_of_any_kind() {
        let documents: Vec<_> = documents().take(2_000).collect();
        for some in documents.chunks(4) {
            let array = [b"[".as_slice(), &some.join(b",".as_slice()), b"]"].concat();
            for text in [array, some.join(b"\n".as_slice()), some.concat()] {
                let expected = whole(&text);
                for size in [1, 3, 8, 50] {
                    assert_eq!(in_chunks(text.chunks(size)), expected, "{}", String::from_utf8_lossy(&text));
                }
            }
        }
    }

    #[test]
    fn it_holds_the_unfinished_record_only() {
        let mut reader = BatchReader::new(Context::new());
        let mut records = 0;
        for _ in 0..1_000 {
            reader.push(b"{\"clientSecret\":\"canary", |_| records += 1);
            assert!(reader.held.0.capacity() < 100);
            assert!(!format!("{reader:?}").contains("canary"));
            reader.push(b"\"}\n", |_| records += 1);
            assert!(reader.held.0.is_empty());
        }
        assert_eq!(records, 1_000);
    }

    #[test]
    fn what_is_left_open_gathers_nothing_up() {
        let many = "{\"name\": \"b\", \"role\": \"source\"},\n".repeat(20_000);
        let one_line = many.replace('\n', " ");
        for (start, rest, end, count) in [
            ("[{\"name\": \"a},\n", &many, "", 1),
            ("[{\"name\": \"a\",\n", &many, "", 1),
            ("{]", &one_line, "\n{}", 2),
        ] {
            // What is invalid far behind does not hide what is malformed before.
            let text = [start.as_bytes(), rest.as_bytes(), b"\xFF", end.as_bytes()].concat();
            let mut reader = BatchReader::new(Context::new());
            let mut records = Vec::new();
            for chunk in text.chunks(100) {
                reader.push(chunk, |record| records.push(record));
                assert!(reader.held.0.capacity() < 3 * LONG);
            }
            reader.finish(|record| records.push(record));
            assert_eq!(records, whole(&text));
            assert_eq!(records.len(), count);
        }
    }

    #[test]
    fn a_record_in_many_chunks_is_copied_a_few_times_only() {
        let mut reader = BatchReader::new(Context::new());
        reader.push(b"{\"name\":\"", |_| {});
        (0..300_000).for_each(|_| reader.push(b"abc", |_| {}));
        let mut codes = Vec::new();
        reader.finish(|record| codes.extend(record.report.issues.first().map(crate::Issue::code)));
        assert_eq!(codes, [crate::Code::MalformedJson]);
    }
}
