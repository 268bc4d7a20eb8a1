//! JSON text: one strict scanner, read as a draft or as a tree.
//!
//! What RFC 8259 does not allow is malformed: NaN, comments, trailing commas, control characters in
//! texts, invalid UTF-8. Beyond it, a byte order mark at the start is skipped, a lone surrogate such as
//! `\ud800` stands for U+FFFD, and nesting deeper than [`MAX_DEPTH`] is malformed.
//!
//! The scanner is our own because the product promises more than a general one: a draft borrows its
//! text and wipes what it cannot borrow, duplicate keys are reported, numbers are judged by their exact
//! value, and no error quotes the input. All of it takes time linear in the input, but for the keys
//! that are no fields, which are sorted.

#[cfg(test)]
pub(crate) mod agreement;
mod draft;
mod number;
mod places;
mod quoted;
pub(crate) mod scanner;
mod tree;
mod write;

use core::str::Utf8Error;

use crate::codes::Finding;
use crate::context::Context;
use crate::draft::Draft;
use crate::report::Report;
use crate::text;
use crate::tree::Tree;
use crate::validate::validate;
pub use places::{MemberPlace, member_places};
use scanner::{Broken, Scan, Scanner};

/// The deepest nesting of objects and lists, the outermost counted.
pub(crate) const MAX_DEPTH: u32 = 128;

/// The byte order mark in UTF-8.
pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Checks the JSON text of one draft.
///
/// The text is UTF-8, and may start with a byte order mark. If it is malformed anywhere, or no object,
/// the report says only that.
///
/// ```
/// use rejoin::{Context, validate_json};
///
/// let report = validate_json(br#"{"name": "EMEA laptops", "role": "sauce"}"#, &Context::new());
/// assert!(!report.is_valid());
///
/// let report = validate_json(b"{\"name\": \"EMEA\",\n}", &Context::new());
/// assert_eq!(report.issues[0].message(), "Correct the JSON near line 2, column 1");
/// ```
#[must_use]
pub fn validate_json(text: &[u8], context: &Context) -> Report {
    match read_draft(strip_mark(text)) {
        Ok(Some(draft)) => validate(&draft, context),
        Ok(None) => Report::of_document(Finding::NotAnObject),
        Err(position) => Report::of_document(position.malformed()),
    }
}

impl<'t> Draft<'t> {
    /// Reads the JSON text of one draft, as [`validate_json`] does.
    ///
    /// # Errors
    ///
    /// When the text is malformed, or no object.
    pub fn from_json(text: &'t [u8]) -> Result<Self, Finding> {
        match read_draft(strip_mark(text)) {
            Ok(draft) => draft.ok_or(Finding::NotAnObject),
            Err(position) => Err(position.malformed()),
        }
    }
}

impl Tree {
    /// Reads JSON text into a tree. A number is the nearest `f64`, an infinite one where it is too
    /// large; keys given twice are kept twice.
    ///
    /// # Errors
    ///
    /// When the text is malformed.
    pub fn from_json(text: &[u8]) -> Result<Self, Finding> {
        read(strip_mark(text), tree::read).map_err(Position::malformed)
    }
}

/// The text without the byte order mark at its start.
pub(crate) fn strip_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

/// Reads a draft; `None` is a document that is no object. A byte order mark is malformed here.
pub(crate) fn read_draft(text: &[u8]) -> Result<Option<Draft<'_>>, Position> {
    read(text, draft::read)
}

/// Reads a whole document, or says where it is malformed first.
fn read<'t, T>(text: &'t [u8], value: impl FnOnce(&mut Scanner<'t>) -> Scan<T>) -> Result<T, Position> {
    // Once for the whole input: the scanner then slices texts out without another look.
    let valid = core::str::from_utf8(text).map_err(|error| Position::of(text, break_before(text, error)))?;
    let mut scanner = Scanner::new(valid);
    let value = value(&mut scanner).and_then(|value| scanner.end().map(|()| value));
    value.map_err(|Broken| Position::of(text, scanner.at()))
}

/// Where a text that is no UTF-8 is malformed first: there, or before.
fn break_before(text: &[u8], error: Utf8Error) -> usize {
    let valid = text.get(..error.valid_up_to()).and_then(|valid| core::str::from_utf8(valid).ok());
    valid.and_then(break_in).unwrap_or(error.valid_up_to())
}

/// Where a text is malformed, if it is.
fn break_in(text: &str) -> Option<usize> {
    let mut scanner = Scanner::new(text);
    let scanned = scanner.skip_value().and_then(|()| scanner.end());
    scanned.is_err().then_some(scanner.at())
}

/// Whether a text is malformed so far before its end that nothing more could mend it.
pub(crate) fn breaks_off(text: &[u8]) -> bool {
    /// Longer than any character, word or escape that the end may have cut in two.
    const MARGIN: usize = 16;
    let broken = match core::str::from_utf8(text) {
        Ok(text) => break_in(text),
        Err(error) => Some(break_before(text, error)),
    };
    broken.is_some_and(|at| at.saturating_add(MARGIN) < text.len())
}

/// A place in a text. Lines end with a line feed; columns count code points. Both start at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl Default for Position {
    fn default() -> Self {
        Self::START
    }
}

impl Position {
    /// Where a text starts.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place of a byte.
    fn of(text: &[u8], at: usize) -> Self {
        let mut position = Self::START;
        position.advance(text.get(..at).unwrap_or(text));
        position
    }

    /// Moves behind some text.
    pub fn advance(&mut self, text: &[u8]) {
        // Two simple loops, which the compiler turns into vector instructions.
        let line_feeds = text.iter().filter(|b| **b == b'\n').count();
        let last_line = match line_feeds {
            0 => text,
            _ => text.rsplit(|b| *b == b'\n').next().unwrap_or_default(),
        };
        let characters = last_line.iter().filter(|b| **b & 0xC0 != 0x80).count();
        let column = if line_feeds == 0 { self.column } else { 1 };
        *self = Self { line: self.line.saturating_add(line_feeds), column: column.saturating_add(characters) };
    }

    /// This place, counted from the start of a text, where that text starts at `base`.
    #[must_use]
    pub const fn within(self, base: Self) -> Self {
        let line = base.line.saturating_add(self.line).saturating_sub(1);
        let column =
            if self.line == 1 { base.column.saturating_add(self.column).saturating_sub(1) } else { self.column };
        Self { line, column }
    }

    /// Says that the text is malformed here.
    pub(crate) fn malformed(self) -> Finding {
        Finding::MalformedJson { line: text::number(self.line), column: text::number(self.column) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn said(text: &[u8]) -> Vec<String> {
        let issues = validate_json(text, &Context::new()).issues;
        issues.iter().map(|issue| format!("{} {}", issue.field(), issue.code().as_str())).collect()
    }

    fn place(text: &[u8]) -> Option<(u32, u32)> {
        match Draft::from_json(text) {
            Err(Finding::MalformedJson { line, column }) => Some((line, column)),
            _ => None,
        }
    }

    #[test]
    fn every_kind_of_malformed_text_is_malformed() {
        let malformed: [&[u8]; 56] = [
            b"",
            b" ",
            b"{",
            b"}",
            b"[",
            b"]",
            b"{]",
            b"[}",
            b"{}}",
            b"{} {}",
            b"[1,]",
            b"[,1]",
            b"[1 2]",
            b"{,}",
            b"{\"a\"}",
            b"{\"a\":}",
            b"{\"a\":1,}",
            b"{\"a\" 1}",
            b"{\"a\":1 \"b\":2}",
            b"{a:1}",
            b"{'a':1}",
            b"{1:1}",
            b"NaN",
            b"Infinity",
            b"-Infinity",
            b"{\"a\":NaN}",
            b"// x\n{}",
            b"{} // x",
            b"{/**/}",
            b"#\n{}",
            b"\"",
            b"\"a",
            b"\"\\",
            b"\"\\\"",
            b"\"\\x41\"",
            b"\"\\u12\"",
            b"\"\\u12g4\"",
            b"\"\\U0041\"",
            b"\"\t\"",
            b"\"\n\"",
            b"\"\0\"",
            b"'a'",
            b"tru",
            b"True",
            b"nulll",
            b"01",
            b"-",
            b"+1",
            b"1.",
            b".5",
            b"1e",
            b"1e+",
            b"0x10",
            b"1_000",
            b"\xEF\xBB\xBF\xEF\xBB\xBF{}",
            b"\x0B{}",
        ];
        for text in malformed {
            assert_eq!(said(text), [" malformed_json"], "{}", String::from_utf8_lossy(text));
            assert!(Tree::from_json(text).is_err(), "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn invalid_utf8_is_malformed_wherever_it_is() {
        let invalid: [&[u8]; 7] = [
            b"\xFF{}",
            b"{}\xFF",
            b"{\"name\":\"\xC3\"}",
            b"{\"\xED\xA0\x80\":1}",
            b"{\"x\":[\"\xC0\xAF\"]}",
            b"\xEF\xBB{}",
            b"[\"\xF4\x90\x80\x80\"]",
        ];
        for text in invalid {
            assert_eq!(said(text), [" malformed_json"]);
        }
    }

    #[test]
    fn what_is_no_object_is_said_only_if_it_is_json() {
        for text in ["[]", "[{}]", "null", "true", "\"{}\"", "3", " -0.5e-7 ", "\u{FEFF}[1,[2]]"] {
            assert_eq!(said(text.as_bytes()), [" not_an_object"], "{text}");
        }
        assert_eq!(said(b"[1,2"), [" malformed_json"]);
        assert_eq!(said(b"null\xFF"), [" malformed_json"]);
    }

    #[test]
    fn places_count_lines_and_characters_from_one() {
        assert_eq!(place(b""), Some((1, 1)));
        assert_eq!(place(b"\xEF\xBB\xBF?"), Some((1, 1)));
        assert_eq!(place("{\"é😀\":?".as_bytes()), Some((1, 7)));
        assert_eq!(place(b"{\r\n  \"a\": 1,\r\n}"), Some((3, 1)));
        assert_eq!(place(b"{\"name\":\"a\nb\"}"), Some((1, 11)));
        assert_eq!(place(b"{\n\"a\":\"\xFF\"}"), Some((2, 6)));
        assert_eq!(place(b"{} x"), Some((1, 4)));
        assert_eq!(place(b"{?}\xFF"), Some((1, 2)));
        assert_eq!(place(b"{}\xFF?"), Some((1, 3)));
    }

    #[test]
    fn a_place_within_a_part_becomes_one_in_the_whole() {
        let whole = "ab\ncé\nx";
        for (split, _) in whole.char_indices() {
            let (before, after) = whole.split_at_checked(split).unwrap_or_default();
            let base = Position::of(before.as_bytes(), before.len());
            let inner = Position::of(after.as_bytes(), after.len());
            assert_eq!(inner.within(base), Position { line: 3, column: 2 });
        }
    }

    #[test]
    fn nesting_has_a_limit_that_counts_the_object_itself() {
        let nested = |depth: usize| format!("{{\"x\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(said(nested(127).as_bytes()).last().map(String::as_str), Some("x unknown_field"));
        assert_eq!(said(nested(128).as_bytes()), [" malformed_json"]);
        assert!(Tree::from_json(nested(127).as_bytes()).is_ok());
        assert!(Tree::from_json(nested(128).as_bytes()).is_err());
        assert_eq!(said("[".repeat(1_000_000).as_bytes()), [" malformed_json"]);
        assert_eq!(said("{\"a\":".repeat(1_000_000).as_bytes()), [" malformed_json"]);
        // Beside one another, any number will do.
        assert!(Tree::from_json(format!("[{}1]", "[],{},".repeat(100_000)).as_bytes()).is_ok());
    }

    #[test]
    fn no_error_quotes_the_input() {
        for text in ["{\"clientSecret\":\"canary", "{\"clientSecret\":\"canary\" canary}", "[\"canary\"]", "canary"] {
            let report = validate_json(text.as_bytes(), &Context::new());
            let printed =
                format!("{report:?} {:?}", report.issues.iter().map(crate::Issue::message).collect::<Vec<_>>());
            assert!(!printed.contains("canary"), "{printed}");
        }
    }
}
