//! Texts in parts: what the rules need of `str` to take a text apart at ASCII characters.
//!
//! The library searches for any pattern at all, in a way of its own for each kind; a page would load most
//! of them. One loop over bytes does for all of this.

/// What stands before and behind the first of a separator.
pub(crate) fn cut(text: &str, separator: u8) -> Option<(&str, &str)> {
    around(text, text.bytes().position(|b| b == separator)?)
}

/// What stands before and behind the last of a separator.
pub(crate) fn cut_last(text: &str, separator: u8) -> Option<(&str, &str)> {
    around(text, text.bytes().rposition(|b| b == separator)?)
}

fn around(text: &str, at: usize) -> Option<(&str, &str)> {
    let (before, rest) = text.split_at_checked(at)?;
    Some((before, rest.get(1..)?))
}

/// What stands before the first of a separator, or all of it.
pub(crate) fn before(text: &str, separator: u8) -> &str {
    cut(text, separator).map_or(text, |(before, _)| before)
}

/// What stands behind the last of a separator, or all of it.
pub(crate) fn behind(text: &str, separator: u8) -> &str {
    cut_last(text, separator).map_or(text, |(_, behind)| behind)
}

/// The parts between ASCII characters that separate them.
pub(crate) fn parts(text: &str, separates: fn(u8) -> bool) -> Parts<'_> {
    Parts { rest: Some(text), separates }
}

/// What is left of the parts of a text.
#[derive(Debug)]
pub(crate) struct Parts<'t> {
    rest: Option<&'t str>,
    separates: fn(u8) -> bool,
}

impl<'t> Iterator for Parts<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let text = self.rest?;
        let next = text.bytes().position(self.separates).and_then(|at| around(text, at));
        let (part, rest) = next.map_or((text, None), |(part, rest)| (part, Some(rest)));
        self.rest = rest;
        Some(part)
    }
}

/// The text without such characters at its start.
pub(crate) fn trim_start(text: &str, unwanted: fn(char) -> bool) -> &str {
    let mut chars = text.chars();
    loop {
        let rest = chars.as_str();
        if !chars.next().is_some_and(unwanted) {
            return rest;
        }
    }
}

/// The text without such characters at its end.
pub(crate) fn trim_end(text: &str, unwanted: fn(char) -> bool) -> &str {
    let mut chars = text.chars();
    loop {
        let rest = chars.as_str();
        if !chars.next_back().is_some_and(unwanted) {
            return rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn texts_come_apart_as_in_the_library() {
        for text in ["", ".", "a", "a.b", ".a..b.", "é.ü", "..", "a.b.c"] {
            assert_eq!(cut(text, b'.'), text.split_once('.'));
            assert_eq!(cut_last(text, b'.'), text.rsplit_once('.'));
            assert!(parts(text, |b| b == b'.').eq(text.split('.')), "{text}");
            assert_eq!(Some(before(text, b'.')), text.split('.').next());
            assert_eq!(Some(behind(text, b'.')), text.rsplit('.').next());
            assert_eq!(trim_start(text, |c| c == '.'), text.trim_start_matches('.'));
            assert_eq!(trim_end(text, |c| c == '.'), text.trim_end_matches('.'));
        }
        assert_eq!(parts("a-b c", |b| matches!(b, b'-' | b' ')).collect::<Vec<_>>(), ["a", "b", "c"]);
    }
}
