//! Text as the rules see it: blanks, lengths, invisible characters, comparisons.
//!
//! Everything here is one pass over its input; most values are plain ASCII, for which one look at
//! each byte answers every question at once.

mod parts;

use alloc::string::String;
use core::ops::Range;

pub(crate) use parts::{before, behind, cut, cut_last, parts, trim_end, trim_start};

/// A character that does not count at the ends of a value: White_Space, and the invisible ones that
/// come along when text is copied.
#[must_use]
pub(crate) fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

/// The text without blanks at its ends.
#[must_use]
pub(crate) fn trim(text: &str) -> &str {
    // Most values start and end with a character of ASCII that can be seen.
    if matches!(text.as_bytes(), [b'!'..=b'~', .., b'!'..=b'~'] | [b'!'..=b'~']) {
        return text;
    }
    trim_start(trim_end(text, is_blank), is_blank)
}

/// A character that has no business in a single line of text.
fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// A character that cannot be seen, or that changes the direction of others.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// The length in UTF-16 code units, as Windows counts.
#[must_use]
pub(crate) fn utf16_len(text: &str) -> usize {
    // Every byte but the continuation bytes starts a character; four-byte ones are two units.
    text.bytes().map(|b| usize::from(b & 0xC0 != 0x80) + usize::from(b >= 0xF0)).sum()
}

/// The position, in UTF-16 code units, of the first character for which `wanted` holds.
pub(crate) fn position(text: &str, wanted: fn(char) -> bool) -> Option<u32> {
    let mut units = 0_usize;
    for c in text.chars() {
        if wanted(c) {
            return Some(number(units));
        }
        units += c.len_utf16();
    }
    None
}

/// Where a part of a text stands in it, in bytes.
#[must_use]
pub(crate) fn place_of(part: &str, whole: &str) -> Range<usize> {
    let start = part.as_ptr().addr().saturating_sub(whole.as_ptr().addr());
    start..start.saturating_add(part.len())
}

/// A count as a parameter; no text that a rule measures is longer than it can say.
#[must_use]
pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Some texts as one. Much smaller than `format!`, which brings all of its kinds along.
#[must_use]
pub(crate) fn joined(parts: &[&str]) -> String {
    let mut whole = String::with_capacity(parts.iter().map(|part| part.len()).sum());
    parts.iter().for_each(|part| whole.push_str(part));
    whole
}

/// Writes a number behind a text, in decimal digits.
pub(crate) fn push_number(text: &mut String, number: usize) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    // A digit is less than 10, so nothing of it is cut off.
    text.push(char::from(b'0' + (number % 10) as u8));
}

/// A set of ASCII characters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AsciiSet {
    low: u64,
    high: u64,
}

impl AsciiSet {
    const CONTROL: Self = Self { low: 0xFFFF_FFFF, high: 1 << 63 };
    pub(crate) const UPPERCASE: Self = Self::of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// The characters of a text.
    pub(crate) const fn of(text: &str) -> Self {
        let mut set = Self { low: 0, high: 0 };
        let mut rest = text.as_bytes();
        while let [byte, tail @ ..] = rest {
            set.insert(*byte);
            rest = tail;
        }
        set
    }

    const fn insert(&mut self, byte: u8) {
        let bit = 1 << (byte & 63);
        if byte & 64 == 0 {
            self.low |= bit;
        } else {
            self.high |= bit;
        }
    }

    /// Whether a byte is one of the characters.
    pub(crate) const fn holds(self, byte: u8) -> bool {
        let half = if byte & 64 == 0 { self.low } else { self.high };
        byte < 0x80 && half >> (byte & 63) & 1 == 1
    }

    /// The characters of the set that occur in a text, each once, in order of appearance.
    pub(crate) fn found_in(self, text: &str) -> String {
        let mut found = String::new();
        for byte in text.bytes().filter(|byte| self.holds(*byte)) {
            if !has(&found, char::from(byte)) {
                found.push(char::from(byte));
            }
        }
        found
    }

    /// Whether the sets have a character in common.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.low & other.low != 0 || self.high & other.high != 0
    }

    /// Whether all characters are in the other set, too.
    pub(crate) const fn is_within(self, other: Self) -> bool {
        self.low & !other.low == 0 && self.high & !other.high == 0
    }
}

/// What one look at a text tells.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scan {
    /// The length in UTF-16 code units.
    pub(crate) len: usize,
    /// Whether all of it is ASCII.
    pub(crate) ascii: bool,
    /// The ASCII characters that occur: most rules ask for one, and a look here replaces a search.
    pub(crate) seen: AsciiSet,
    /// Whether it holds the replacement character.
    pub(crate) malformed: bool,
    /// The position of the first control character.
    pub(crate) control: Option<u32>,
    /// The position of the first invisible character.
    pub(crate) invisible: Option<u32>,
}

impl Scan {
    /// Looks at a text.
    pub(crate) fn of(text: &str) -> Self {
        let AsciiSet { mut low, mut high } = AsciiSet::default();
        let mut ascii = true;
        for byte in text.bytes() {
            let bit = 1 << (byte & 63);
            match byte >> 6 {
                0 => low |= bit,
                1 => high |= bit,
                _ => ascii = false,
            }
        }
        let seen = AsciiSet { low, high };
        if ascii && !seen.meets(AsciiSet::CONTROL) {
            return Self { len: text.len(), ascii, seen, malformed: false, control: None, invisible: None };
        }
        Self {
            len: utf16_len(text),
            ascii,
            seen,
            malformed: any(text, |c| c == '\u{FFFD}'),
            control: position(text, is_control),
            invisible: position(text, is_invisible),
        }
    }
}

impl Scan {
    /// Whether an ASCII character occurs.
    pub(crate) const fn has(&self, character: char) -> bool {
        let mut set = AsciiSet { low: 0, high: 0 };
        set.insert(character as u8);
        self.seen.meets(set)
    }
}

/// Whether a character occurs for which `wanted` holds.
pub(crate) fn any(text: &str, wanted: fn(char) -> bool) -> bool {
    text.chars().any(wanted)
}

/// Whether a character of ASCII occurs. `str::contains` would bring the search for whole texts along.
#[must_use]
pub(crate) fn has(text: &str, character: char) -> bool {
    text.bytes().any(|byte| byte == character as u8)
}

/// Whether the text is one of the words, ASCII case aside.
#[must_use]
pub(crate) fn is_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the text starts with a prefix, ASCII case aside.
#[must_use]
pub(crate) fn starts_with(text: &str, prefix: &str) -> bool {
    strip_prefix(text, prefix).is_some()
}

/// What follows a prefix, ASCII case aside.
#[must_use]
pub(crate) fn strip_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Whether the text ends with a suffix, ASCII case aside.
#[must_use]
pub(crate) fn ends_with(text: &str, suffix: &str) -> bool {
    strip_suffix(text, suffix).is_some()
}

/// What stands before a suffix, ASCII case aside.
#[must_use]
pub(crate) fn strip_suffix<'t>(text: &'t str, suffix: &str) -> Option<&'t str> {
    let (rest, end) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    end.eq_ignore_ascii_case(suffix).then_some(rest)
}

/// Whether `needle` occurs in `text`, ASCII case aside. For texts that a limit has already bounded, or
/// needles of a few characters.
#[must_use]
pub(crate) fn contains(text: &str, needle: &str) -> bool {
    find(text, needle).is_some()
}

/// Where `needle`, which is not empty, occurs first, ASCII case aside.
#[must_use]
pub(crate) fn find(text: &str, needle: &str) -> Option<usize> {
    let needle = needle.as_bytes();
    text.as_bytes().windows(needle.len().max(1)).position(|window| window.eq_ignore_ascii_case(needle))
}

/// The text with each character as `map` gives it.
#[must_use]
pub(crate) fn mapped(text: &str, map: fn(char) -> char) -> String {
    text.chars().map(map).collect()
}

/// Whether all of it is ASCII digits, and there is one.
#[must_use]
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether all of it is hexadecimal digits, and there are that many.
#[must_use]
pub(crate) fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Each character of `text` for which `wanted` holds, once, in order of appearance.
#[must_use]
pub(crate) fn distinct(text: &str, wanted: fn(char) -> bool) -> String {
    let mut found = String::new();
    for c in text.chars().filter(|c| wanted(*c)) {
        if !found.chars().any(|other| other == c) {
            found.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_positions_are_utf16() {
        assert_eq!(utf16_len("a😀é"), 4);
        assert_eq!(position("😀\u{200B}", is_invisible), Some(2));
        assert_eq!(Scan::of("é\t").control, Some(1));
        assert_eq!(Scan::of("\u{7F}").control, Some(0));
        assert_eq!(Scan::of("plain").len, 5);
    }

    #[test]
    fn blanks_are_white_space_and_what_comes_along_with_it() {
        assert_eq!(trim("\u{FEFF} \u{A0}\u{3000}a b\u{200B}\u{85}\n"), "a b");
        assert_eq!(trim("\u{200E}a"), "\u{200E}a");
        assert_eq!(trim("\u{2060}"), "");
    }

    #[test]
    fn comparisons_ignore_ascii_case_only() {
        assert!(starts_with("HTTPS://x", "https:"));
        assert!(!starts_with("h", "https:"));
        assert!(ends_with("a.PPKG", ".ppkg"));
        assert!(!ends_with("é", "longer"));
        assert!(contains("xxFLYxx", "fly"));
        assert!(!contains("\u{212A}", "k"));
        assert!(is_any("NONE", &["none"]));
    }

    #[test]
    fn distinct_keeps_order() {
        assert_eq!(distinct("a?b*c?*é", |c| !c.is_ascii_lowercase()), "?*é");
        assert_eq!(AsciiSet::of("*?").found_in("a?b*c?*é"), "?*");
    }
}
