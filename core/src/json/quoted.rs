//! A text in quotes: borrowed as it is, or decoded where it has escapes.

use alloc::string::String;

use crate::draft::Text;

/// What stands between two quotes, its escapes known to be good.
#[derive(Clone, Copy)]
pub(crate) struct Quoted<'t> {
    pub(super) text: &'t str,
    pub(super) escaped: bool,
}

/// Prints no text: it may be a secret.
impl core::fmt::Debug for Quoted<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Quoted(…)")
    }
}

impl<'t> Quoted<'t> {
    /// The text that is meant.
    pub(crate) fn decode(self) -> Text<'t> {
        if self.escaped { Text::Owned(unescape(self.text)) } else { Text::Borrowed(self.text) }
    }

    /// The text that is meant, as one of its own.
    pub(crate) fn into_string(self) -> String {
        if self.escaped { unescape(self.text) } else { self.text.into() }
    }
}

/// Replaces each escape by its character.
fn unescape(text: &str) -> String {
    // No escape is shorter than its character, so the text never moves and leaves no copy behind.
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, escape)) = rest.split_once('\\') {
        decoded.push_str(plain);
        let (character, tail) = unescape_one(escape);
        decoded.push(character);
        rest = tail;
    }
    decoded.push_str(rest);
    decoded
}

/// The character of an escape, without its backslash, and what follows it.
fn unescape_one(escape: &str) -> (char, &str) {
    let mut chars = escape.chars();
    let character = match chars.next() {
        Some('b') => '\u{8}',
        Some('f') => '\u{C}',
        Some('n') => '\n',
        Some('r') => '\r',
        Some('t') => '\t',
        Some('u') => return code_point(chars.as_str()),
        // A quote, a backslash and a slash stand for themselves; nothing else was let through.
        other => other.unwrap_or(char::REPLACEMENT_CHARACTER),
    };
    (character, chars.as_str())
}

/// The character of four hexadecimal digits, or of a pair of surrogates, and what follows.
fn code_point(text: &str) -> (char, &str) {
    let Some((unit, rest)) = four_digits(text) else { return (char::REPLACEMENT_CHARACTER, text) };
    if let Some(character) = char::from_u32(unit) {
        return (character, rest);
    }
    let second = rest.strip_prefix("\\u").and_then(four_digits);
    let pair = second.and_then(|(low, rest)| Some((surrogate_pair(unit, low)?, rest)));
    pair.unwrap_or((char::REPLACEMENT_CHARACTER, rest))
}

fn four_digits(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    Some((u32::from_str_radix(digits, 16).ok()?, rest))
}

fn surrogate_pair(high: u32, low: u32) -> Option<char> {
    match (high, low) {
        (0xD800..=0xDBFF, 0xDC00..=0xDFFF) => char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_their_characters() {
        for (text, decoded) in [
            (r#"a\"\\\/\b\f\n\r\tz"#, "a\"\\/\u{8}\u{C}\n\r\tz"),
            (r"\u0041\u00e9\u20AC\u0000", "Aé€\0"),
            (r"\ud83d\ude00!", "😀!"),
            (r"\uD800", "\u{FFFD}"),
            (r"\udc00\ud800", "\u{FFFD}\u{FFFD}"),
            (r"\ud800\ud83d\ude00", "\u{FFFD}😀"),
            (r"\ud800\u0041", "\u{FFFD}A"),
            (r"\ud800x\ude00", "\u{FFFD}x\u{FFFD}"),
            (r"\ud800\n", "\u{FFFD}\n"),
            (r"\\u0041", "\\u0041"),
        ] {
            let quoted = Quoted { text, escaped: true };
            assert_eq!(quoted.into_string(), decoded);
            assert!(quoted.into_string().capacity() <= text.len());
        }
    }

    #[test]
    fn text_without_escapes_is_borrowed() {
        let plain = Quoted { text: "é", escaped: false };
        assert!(matches!(plain.decode(), Text::Borrowed("é")));
    }
}
