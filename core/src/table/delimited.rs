//! Delimited text (CSV): where cells start and end, and what they hold.
//!
//! A cell that starts with a quote goes on to the next quote that is not doubled, over delimiters and
//! line ends; what follows it up to the delimiter belongs to it, too. A quote anywhere else is a
//! character like any other. So `csv`, which is well known, reads it, and a test holds the two against
//! one another. This one says besides where each cell stands, which a finding and a correction need.

use alloc::borrow::Cow;
use alloc::string::String;
use core::ops::Range;

use super::{Cell, Columns, Row};
use crate::draft::Text;
use crate::json::scanner::byte_len;

/// How the cells of a text are delimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimited(pub(super) u8);

impl Delimited {
    /// The delimiters that are looked for, the usual one first.
    pub const KNOWN: [Self; 4] = [Self(b','), Self(b';'), Self(b'\t'), Self(b'|')];

    /// The delimiter with which most cells of a header are fields; nothing where none are.
    #[must_use]
    pub fn of_header(line: &[u8]) -> Option<Self> {
        let fields = |delimiter: &Self| delimiter.columns(line).fields();
        // Of those with the same count, `max_by_key` takes the last.
        Self::KNOWN.into_iter().rev().max_by_key(fields).filter(|best| fields(best) > 0)
    }

    /// The delimiter itself.
    #[must_use]
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// The delimiter that is this byte.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::KNOWN.into_iter().find(|known| known.0 == byte)
    }

    /// Reads a header.
    #[must_use]
    pub fn columns(self, row: &[u8]) -> Columns {
        Columns::of(self.cells(row).map(|range| decode(row.get(range).unwrap_or_default())))
    }

    /// Reads a row as a draft; nothing where all cells are empty.
    pub fn row<'t>(self, columns: &Columns, row: &'t [u8]) -> Option<Row<'t>> {
        // Once for the whole row: the cells are then slices of it.
        let valid = core::str::from_utf8(row).ok();
        columns.row(self.cells(row).map(|range| {
            Cell::Text(match valid.and_then(|valid| valid.get(range.clone())) {
                Some(cell) => unquote(cell),
                None => match decode(row.get(range).unwrap_or_default()) {
                    Cow::Borrowed(text) => Text::Borrowed(text),
                    Cow::Owned(text) => Text::Owned(text),
                },
            })
        }))
    }

    /// Where the cells of a row stand, with their quotes. The row is without its line end.
    pub fn cells(self, row: &[u8]) -> impl Iterator<Item = Range<usize>> {
        let mut start = Some(0);
        core::iter::from_fn(move || {
            let from = start?;
            let len = self.cell_len(row.get(from..).unwrap_or_default());
            let end = from + len;
            start = (end < row.len()).then_some(end + 1);
            Some(from..end)
        })
    }

    /// The number of bytes before the delimiter that ends the first cell, or all of them.
    fn cell_len(self, bytes: &[u8]) -> usize {
        let quoted = quoted_len(bytes);
        quoted + byte_len(bytes.get(quoted..).unwrap_or_default(), self.0)
    }

    /// The text as a cell, in quotes where it needs them or had them.
    #[must_use]
    pub fn quote(self, text: &str, quoted: bool) -> String {
        let needs = |c: char| c == '"' || c == '\n' || c == '\r' || u32::from(c) == u32::from(self.0);
        let blank = text.starts_with(' ') || text.ends_with(' ');
        if quoted || blank || text.contains(needs) {
            let mut cell = String::with_capacity(text.len() + 2);
            cell.push('"');
            cell.push_str(&text.replace('"', "\"\""));
            cell.push('"');
            return cell;
        }
        text.into()
    }
}

/// The number of bytes up to the quote that closes the one at the start, if there is one.
fn quoted_len(bytes: &[u8]) -> usize {
    if bytes.first() != Some(&b'"') {
        return 0;
    }
    let mut len = 1;
    loop {
        len += byte_len(bytes.get(len..).unwrap_or_default(), b'"') + 1;
        if bytes.get(len) != Some(&b'"') {
            return len.min(bytes.len());
        }
        len += 1;
    }
}

/// The text of a cell.
pub(super) fn decode(cell: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(cell) {
        Cow::Borrowed(text) => match unquote(text) {
            Text::Borrowed(text) => Cow::Borrowed(text),
            owned => Cow::Owned(owned.as_str().into()),
        },
        Cow::Owned(text) => Cow::Owned(unquote(&text).as_str().into()),
    }
}

/// The text of a cell, without its quotes.
fn unquote(cell: &str) -> Text<'_> {
    let Some(rest) = cell.strip_prefix('"') else { return Text::Borrowed(cell) };
    match rest.split_once('"') {
        Some((text, "")) => Text::Borrowed(text),
        None => Text::Borrowed(rest),
        Some(_) => {
            let mut text = String::with_capacity(rest.len());
            let mut rest = rest;
            while let Some((before, after)) = rest.split_once('"') {
                text.push_str(before);
                match after.strip_prefix('"') {
                    Some(after) => {
                        text.push('"');
                        rest = after;
                    }
                    None => {
                        text.push_str(after);
                        return Text::Owned(text);
                    }
                }
            }
            text.push_str(rest);
            Text::Owned(text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMMA: Delimited = Delimited(b',');

    #[test]
    fn the_delimiter_is_found_in_the_header() {
        for (line, byte) in [
            ("name;role,x;tenant", Some(b';')),
            ("name", Some(b',')),
            ("Connection name\trole", Some(b'\t')),
            ("\"name\"|\"role\"", Some(b'|')),
            ("a,b,c", None),
            ("", None),
        ] {
            assert_eq!(Delimited::of_header(line.as_bytes()).map(Delimited::byte), byte, "{line}");
        }
    }

    #[test]
    fn texts_are_quoted_where_they_need_to_be() {
        for (text, cell) in [("a", "a"), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), (" a", "\" a\""), ("", "")] {
            assert_eq!(COMMA.quote(text, false), cell);
            assert_eq!(unquote(cell).as_str(), text);
        }
        assert_eq!(COMMA.quote("a", true), "\"a\"");
    }

    #[test]
    fn bytes_that_are_no_text_stay_in_their_cell() {
        let columns = COMMA.columns(b"\xEF\xBB\xBFname,role");
        let row = COMMA.row(&columns, b"Z\xFCrich,source").unwrap_or_default();
        assert_eq!(row.draft.get(crate::Field::Name).as_text(), Some("Z\u{FFFD}rich"));
        assert_eq!(row.draft.get(crate::Field::Role).as_text(), Some("source"));
    }
}
