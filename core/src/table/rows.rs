//! Delimited text (CSV): where rows start and end.
//!
//! A row ends with a line feed that is not within quotes. A quote that is never closed would make one row
//! of all that follows: then its line is a row that says so, and the next line is looked at afresh.

use core::fmt;

use super::delimited::Delimited;
use crate::held::Held;
use crate::json::scanner::{byte_len, quote_or_line_len};
use crate::json::{BYTE_ORDER_MARK, Position};

/// No sensible row is longer; what is left open goes no further.
const LONGEST_ROW: usize = 1 << 22;

/// Where in a row the next byte is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Spot {
    /// At the start of a cell.
    #[default]
    Start,
    /// In a cell, outside of quotes.
    Plain,
    /// Within quotes.
    Quoted,
    /// After a quote within quotes: the first of two, or the last.
    Quote,
}

impl Delimited {
    /// Looks on from a place in a row until the row ends, and says where; the bytes start with the row.
    fn row_end(self, bytes: &[u8], at: &mut usize, spot: &mut Spot) -> Option<usize> {
        while let Some(rest) = bytes.get(*at..).filter(|rest| !rest.is_empty()) {
            *spot = match spot {
                Spot::Start if rest.first() == Some(&b'"') => {
                    *at += 1;
                    Spot::Quoted
                }
                Spot::Start => Spot::Plain,
                Spot::Plain => {
                    // A quote opens only after a delimiter, so there is no need to stop at each of those.
                    let len = quote_or_line_len(rest);
                    let before = at.saturating_add(len).checked_sub(1).and_then(|before| bytes.get(before));
                    *at = bytes.len().min(*at + len + 1);
                    match rest.get(len) {
                        Some(b'\n') => {
                            *spot = Spot::Start;
                            return Some(*at);
                        }
                        Some(_) if before == Some(&self.0) => Spot::Quoted,
                        _ => Spot::Plain,
                    }
                }
                Spot::Quoted => {
                    let len = byte_len(rest, b'"');
                    *at = bytes.len().min(*at + len + 1);
                    if len < rest.len() { Spot::Quote } else { Spot::Quoted }
                }
                Spot::Quote if rest.first() == Some(&b'"') => {
                    *at += 1;
                    Spot::Quoted
                }
                Spot::Quote => Spot::Plain,
            };
        }
        None
    }
}

/// Cuts delimited text that comes in chunks into parts with whole rows. The header is a row like others.
///
/// ```
/// use rejoin::{Delimited, RowSplitter};
///
/// let comma = Delimited::KNOWN[0];
/// let mut rows = RowSplitter::new(comma);
/// assert!(rows.push(b"name,role\nEMEA,\"sour").is_some_and(|part| part.rows().count() == 1));
/// assert!(rows.push(b"ce\"").is_none());
/// let part = rows.finish().expect("there is a row left");
/// assert_eq!(part.rows().next().map(|row| row.position.line), Some(2));
/// assert!(rows.finish().is_none());
/// ```
pub struct RowSplitter {
    delimiter: Delimited,
    held: Held,
    /// How much of it is looked at, and the state there.
    seen: usize,
    spot: Spot,
    position: Position,
    started: bool,
}

impl RowSplitter {
    /// A splitter that has seen nothing yet.
    #[must_use]
    pub fn new(delimiter: Delimited) -> Self {
        Self { delimiter, held: Held::default(), seen: 0, spot: Spot::Start, position: Position::START, started: false }
    }

    /// Takes the next chunk, and gives the part that ends in it.
    pub fn push(&mut self, chunk: &[u8]) -> Option<RowPart> {
        self.held.extend(chunk);
        if !self.started {
            if self.held.0.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(&self.held.0) {
                return None;
            }
            self.start();
        }
        match self.last_row_end() {
            Some(end) => Some(self.split_off(end, false)),
            None if self.held.0.len() > LONGEST_ROW => Some(self.give_up()),
            None => None,
        }
    }

    /// Says that no chunk is to come, and gives the next part until there is none.
    pub fn finish(&mut self) -> Option<RowPart> {
        self.start();
        if let Some(end) = self.last_row_end() {
            return Some(self.split_off(end, false));
        }
        match self.spot {
            _ if self.held.0.is_empty() => None,
            Spot::Quoted => Some(self.give_up()),
            _ => Some(self.split_off(self.held.0.len(), false)),
        }
    }

    /// Drops the byte order mark.
    fn start(&mut self) {
        if !self.started && self.held.0.starts_with(BYTE_ORDER_MARK) {
            let mut rest = Held::default();
            rest.extend(self.held.0.get(BYTE_ORDER_MARK.len()..).unwrap_or_default());
            self.held = rest;
        }
        self.started = true;
    }

    /// Where the last row that is whole ends. The state is then that of the end of what is held.
    fn last_row_end(&mut self) -> Option<usize> {
        let mut last = None;
        while let Some(end) = self.delimiter.row_end(&self.held.0, &mut self.seen, &mut self.spot) {
            last = Some(end);
        }
        last
    }

    /// Gives what stands on the first line of a row that does not end, and looks at the rest afresh.
    fn give_up(&mut self) -> RowPart {
        let unclosed = self.spot == Spot::Quoted;
        let all = self.held.0.len();
        let end = if unclosed { all.min(byte_len(&self.held.0, b'\n') + 1) } else { all };
        let part = self.split_off(end, unclosed);
        self.seen = 0;
        self.spot = Spot::Start;
        part
    }

    fn split_off(&mut self, end: usize, unclosed: bool) -> RowPart {
        let mut rest = Held::default();
        rest.extend(self.held.0.get(end..).unwrap_or_default());
        let mut text = core::mem::replace(&mut self.held, rest);
        text.0.truncate(end);
        self.seen = self.seen.saturating_sub(end);
        let part = RowPart { text, delimiter: self.delimiter, position: self.position, unclosed };
        self.position.advance(&part.text.0);
        part
    }
}

/// Prints the size only: the text may hold secrets.
impl fmt::Debug for RowSplitter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { delimiter, held, spot, position, .. } = self;
        let mut debug = f.debug_struct("RowSplitter");
        debug.field("delimiter", delimiter).field("held", held).field("spot", spot).field("position", position);
        debug.finish_non_exhaustive()
    }
}

/// Some whole rows. It holds their text, and overwrites it when it is dropped.
pub struct RowPart {
    text: Held,
    delimiter: Delimited,
    position: Position,
    unclosed: bool,
}

/// Prints the size only: the text may hold secrets.
impl fmt::Debug for RowPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, position, unclosed, .. } = self;
        let mut debug = f.debug_struct("RowPart");
        debug.field("text", text).field("position", position).field("unclosed", unclosed).finish_non_exhaustive()
    }
}

/// A row, not cut into cells yet.
#[derive(Clone, Copy)]
pub struct RawRow<'t> {
    /// The text without its line end.
    pub text: &'t [u8],
    /// Where it starts.
    pub position: Position,
    /// Whether it has a quote that is never closed.
    pub unclosed: bool,
}

/// Prints no text.
impl fmt::Debug for RawRow<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { position, unclosed, .. } = self;
        f.debug_struct("RawRow").field("position", position).field("unclosed", unclosed).finish_non_exhaustive()
    }
}

impl RowPart {
    /// The text of the part.
    #[must_use]
    pub fn text(&self) -> &[u8] {
        &self.text.0
    }

    /// The rows, blank ones included.
    pub fn rows(&self) -> impl Iterator<Item = RawRow<'_>> {
        let mut rest = self.text.0.as_slice();
        let mut position = self.position;
        core::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let mut end = rest.len();
            if !self.unclosed {
                end = self.delimiter.row_end(rest, &mut 0, &mut Spot::Start).unwrap_or(end);
            }
            let (row, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
            rest = tail;
            let text = row.strip_suffix(b"\n").map_or(row, |row| row.strip_suffix(b"\r").unwrap_or(row));
            let found = RawRow { text, position, unclosed: self.unclosed };
            position.advance(row);
            Some(found)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::delimited::decode;
    use super::*;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    const COMMA: Delimited = Delimited(b',');

    /// The rows with their cells.
    fn in_parts<'c>(chunks: impl IntoIterator<Item = &'c [u8]>) -> Vec<(usize, bool, Vec<String>)> {
        let mut splitter = RowSplitter::new(COMMA);
        let mut parts: Vec<RowPart> = chunks.into_iter().filter_map(|chunk| splitter.push(chunk)).collect();
        parts.extend(core::iter::from_fn(|| splitter.finish()));
        let cells = |row: &[u8]| {
            COMMA.cells(row).map(|range| decode(row.get(range).unwrap_or_default()).into_owned()).collect()
        };
        let rows = parts.iter().flat_map(RowPart::rows);
        rows.map(|row| (row.position.line, row.unclosed, cells(row.text))).collect()
    }

    /// The same as a library reads them, which skips blank lines.
    fn by_csv(text: &[u8]) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).terminator(csv::Terminator::Any(b'\n'));
        let records = reader.from_reader(text).into_byte_records().map(Result::unwrap_or_default);
        records.map(|record| record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()).collect()
    }

    /// Texts of some characters that matter, all of them up to a length.
    fn texts() -> impl Iterator<Item = Vec<u8>> {
        (0..7_usize).flat_map(|len| {
            (0..5_usize.pow(len as u32)).map(move |mut number| {
                let mut text = Vec::with_capacity(len);
                for _ in 0..len {
                    text.push(*b"\"\n,ab".get(number % 5).unwrap_or(&b' '));
                    number /= 5;
                }
                text
            })
        })
    }

    #[test]
    fn cells_are_those_of_a_well_known_library() {
        for text in texts() {
            let rows = in_parts([text.as_slice()]);
            if rows.iter().any(|(_, unclosed, _)| *unclosed) {
                continue;
            }
            let blank = |row: &Vec<String>| row.len() == 1 && row.concat().is_empty();
            let ours: Vec<_> = rows.into_iter().map(|(_, _, cells)| cells).filter(|row| !blank(row)).collect();
            let theirs: Vec<_> = by_csv(&text).into_iter().filter(|row| !blank(row)).collect();
            assert_eq!(ours, theirs, "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn chunks_make_no_difference() {
        for text in texts().filter(|text| text.len() > 3) {
            let expected = in_parts([text.as_slice()]);
            assert_eq!(in_parts(text.chunks(1)), expected, "{}", String::from_utf8_lossy(&text));
            assert_eq!(in_parts(text.chunks(3)), expected, "{}", String::from_utf8_lossy(&text));
        }
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_its_line() {
        let rows = in_parts([b"a,\"b\nc,d\r\n".as_slice(), b"e,f"]);
        let said: Vec<_> = rows.iter().map(|(line, unclosed, cells)| (*line, *unclosed, cells.join("|"))).collect();
        assert_eq!(said, [(1, true, "a|b".into()), (2, false, "c|d".into()), (3, false, "e|f".into())]);
    }

    #[test]
    fn what_is_left_open_gathers_nothing_up() {
        let mut splitter = RowSplitter::new(COMMA);
        let mut rows = Vec::new();
        let line = format!("{}\n", "x,".repeat(50));
        assert!(splitter.push(b"a,\"b\n").is_none());
        for _ in 0..200_000 {
            let part = splitter.push(line.as_bytes());
            rows.extend(part.iter().flat_map(RowPart::rows).map(|row| row.unclosed));
            assert!(splitter.held.0.capacity() <= 3 * LONGEST_ROW);
        }
        while let Some(part) = splitter.finish() {
            rows.extend(part.rows().map(|row| row.unclosed));
        }
        assert_eq!((rows.len(), rows.first()), (200_001, Some(&true)));
        assert!(!rows.iter().skip(1).any(|unclosed| *unclosed));
    }

    #[test]
    fn it_prints_no_text() {
        let mut splitter = RowSplitter::new(COMMA);
        let part = splitter.push(b"canary\ncanary");
        let rows: Vec<_> = part.iter().flat_map(RowPart::rows).collect();
        assert_eq!(rows.len(), 1);
        assert!(!format!("{splitter:?} {part:?} {rows:?}").contains("canary"));
    }
}
