//! JSON written from a tree.

use alloc::string::String;
use core::fmt::{self, Write};

use crate::tree::{Tree, whole};

impl Tree {
    /// The tree as JSON text, without blanks. Whole numbers have no fraction; what JSON does not have
    /// is null.
    #[must_use]
    pub fn to_json(&self) -> String {
        write_exact(self, Layout::Tight)
    }

    /// The tree as JSON text for people, with a line for each item and member, indented by two spaces.
    #[must_use]
    pub fn to_json_pretty(&self) -> String {
        write_exact(self, Layout::Lines(0))
    }
}

/// Writes a tree into memory of the right size, so that no smaller copy of a secret is left behind.
fn write_exact(tree: &Tree, layout: Layout) -> String {
    let mut length = Length(0);
    // Neither a length nor a text fails to take what is written.
    _ = write(tree, layout, &mut length);
    let mut text = String::with_capacity(length.0);
    _ = write(tree, layout, &mut text);
    text
}

/// Takes text and keeps its length only.
struct Length(usize);

impl Write for Length {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0 = self.0.saturating_add(text.len());
        Ok(())
    }
}

/// How items and members stand.
#[derive(Clone, Copy)]
enum Layout {
    /// One after another.
    Tight,
    /// Each on its line, that much indented.
    Lines(usize),
}

impl Layout {
    /// The layout of what is inside.
    const fn inner(self) -> Self {
        match self {
            Self::Tight => Self::Tight,
            Self::Lines(indent) => Self::Lines(indent.saturating_add(2)),
        }
    }

    fn line_break(self, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::Tight => Ok(()),
            Self::Lines(indent) => write!(out, "\n{:indent$}", ""),
        }
    }
}

fn write(tree: &Tree, layout: Layout, out: &mut impl Write) -> fmt::Result {
    match tree {
        Tree::Null | Tree::Other => out.write_str("null"),
        Tree::Boolean(true) => out.write_str("true"),
        Tree::Boolean(false) => out.write_str("false"),
        Tree::Number(number) => write_number(*number, out),
        Tree::Text(text) => write_text(text, out),
        Tree::List(items) => write_each(items, ['[', ']'], layout, out, |item, inner, out| write(item, inner, out)),
        Tree::Map(members) => write_each(members, ['{', '}'], layout, out, |(name, value), inner, out| {
            write_text(name, out)?;
            out.write_str(if matches!(inner, Layout::Tight) { ":" } else { ": " })?;
            write(value, inner, out)
        }),
    }
}

/// Writes what stands between two brackets.
fn write_each<T, W: Write>(
    each: &[T],
    [open, close]: [char; 2],
    layout: Layout,
    out: &mut W,
    write_one: impl Fn(&T, Layout, &mut W) -> fmt::Result,
) -> fmt::Result {
    let inner = layout.inner();
    out.write_char(open)?;
    for (index, one) in each.iter().enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        inner.line_break(out)?;
        write_one(one, inner, out)?;
    }
    if !each.is_empty() {
        layout.line_break(out)?;
    }
    out.write_char(close)
}

fn write_number(number: f64, out: &mut impl Write) -> fmt::Result {
    match whole(number) {
        Some(whole) => write!(out, "{whole}"),
        None if number.is_finite() => write!(out, "{number}"),
        None => out.write_str("null"),
    }
}

fn write_text(text: &str, out: &mut impl Write) -> fmt::Result {
    out.write_char('"')?;
    // Only quotes, backslashes and control characters are escaped, and what lies between goes in one piece.
    for piece in text.split_inclusive(needs_escape) {
        let last = piece.chars().next_back().filter(|c| needs_escape(*c));
        out.write_str(piece.strip_suffix(needs_escape).unwrap_or(piece))?;
        match last {
            None => {}
            Some(c @ ('"' | '\\')) => write!(out, "\\{c}")?,
            Some('\n') => out.write_str("\\n")?,
            Some('\r') => out.write_str("\\r")?,
            Some('\t') => out.write_str("\\t")?,
            Some(c) => write!(out, "\\u{:04x}", u32::from(c))?,
        }
    }
    out.write_char('"')
}

const fn needs_escape(c: char) -> bool {
    matches!(c, '"' | '\\' | ..' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_where_they_must_be() {
        let text = "a\"b\\c/\n\r\t\0\u{1F}\u{7F}é😀\u{2028}";
        let written = Tree::from(text).to_json();
        assert_eq!(written, "\"a\\\"b\\\\c/\\n\\r\\t\\u0000\\u001f\u{7F}é😀\u{2028}\"");
        assert_eq!(Tree::from_json(written.as_bytes()), Ok(Tree::from(text)));
        assert_eq!(written.capacity(), written.len());
    }

    #[test]
    fn numbers_are_whole_where_they_can_be() {
        for (number, text) in [(30.0, "30"), (-0.0, "0"), (2.5, "2.5"), (f64::NAN, "null"), (f64::INFINITY, "null")] {
            assert_eq!(Tree::Number(number).to_json(), text);
        }
        for number in [1e300, 5e-324, -1.0 / 3.0, 9_007_199_254_740_993.0] {
            assert_eq!(Tree::from_json(Tree::Number(number).to_json().as_bytes()), Ok(Tree::Number(number)));
        }
    }

    #[test]
    fn people_get_lines_and_two_spaces() {
        let tree =
            Tree::map([("a", Tree::list([1_u32, 2])), ("b", Tree::Map([].into())), ("c", Tree::List([].into()))]);
        assert_eq!(tree.to_json_pretty(), "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {},\n  \"c\": []\n}");
        assert_eq!(tree.to_json(), "{\"a\":[1,2],\"b\":{},\"c\":[]}");
    }
}
