//! How text starts: where its first line is, and in delimited text the header.

use rejoin::{Columns, Delimited, RowSplitter};

use crate::input::BYTE_ORDER_MARK;

/// How delimited text starts.
pub(super) struct Start<'t> {
    pub(super) delimited: Delimited,
    /// How many rows stand above the header.
    pub(super) above: usize,
    /// The text from the header on.
    text: &'t [u8],
}

impl<'t> Start<'t> {
    /// Looks for the header; the reason is for people.
    pub(super) fn of(text: &'t [u8]) -> Result<Self, &'static str> {
        let mut text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        let mut above = 0;
        let mut told = None;
        while !text.is_empty() {
            let line = first_line(text);
            let rest = text.get(line.len() + 1..).unwrap_or_default();
            if let Some([byte, ..]) = line.strip_prefix(b"sep=") {
                // With such a line, some programs say the delimiter.
                told = Delimited::from_byte(*byte);
            } else if !is_blank(line) {
                let delimited = told.or_else(|| Delimited::of_header(line));
                let delimited = delimited.ok_or("the first row names no field; it must hold field keys or labels")?;
                return Ok(Self { delimited, above, text });
            }
            text = rest;
            above += 1;
        }
        Err("the file is empty; its first row must name the fields")
    }

    /// The header, which may go over several lines; nothing where it has not come to its end.
    pub(super) fn columns(&self) -> Option<Columns> {
        let part = RowSplitter::new(self.delimited).push(self.text)?;
        part.rows().next().map(|row| self.delimited.columns(row.text))
    }

    /// The header that does not end, as far as its row goes.
    pub(super) fn last_columns(&self) -> Option<Columns> {
        let mut splitter = RowSplitter::new(self.delimited);
        let part = splitter.push(self.text).or_else(|| splitter.finish())?;
        part.rows().next().map(|row| self.delimited.columns(row.text))
    }
}

/// The text up to the first line end.
pub(super) fn first_line(text: &[u8]) -> &[u8] {
    text.split(|byte| *byte == b'\n').next().unwrap_or(text)
}

/// Whether a line has blanks and delimiters only.
fn is_blank(line: &[u8]) -> bool {
    line.iter().all(|byte| byte.is_ascii_whitespace() || Delimited::from_byte(*byte).is_some())
}

/// Whether a text has a line that is not blank, and goes on.
pub(super) fn has_line(text: &[u8]) -> bool {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut lines = text.split(|byte| *byte == b'\n').skip_while(|line| is_blank(line));
    lines.next().is_some() && lines.any(|line| !line.trim_ascii().is_empty())
}
