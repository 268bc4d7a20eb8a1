//! What Unicode says of characters outside ASCII: their lower case, and what kind of letter they are.
//!
//! The tables would be a tenth of what a page downloads, and every JavaScript engine has its own. So a
//! host may bring them; feature `unicode`, which is on by default, brings those of the compiler.

use alloc::string::String;

use crate::text;

/// What kind of letter a character is, by the derived properties of Unicode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// Uppercase.
    Uppercase,
    /// Lowercase.
    Lowercase,
    /// Alphabetic, and neither of these.
    Caseless,
}

/// What Unicode says of characters outside ASCII; it is not asked about others.
///
/// Where feature `unicode` is off, the default knows nothing of them: whoever switches it off brings an
/// own one in [`Context::with_unicode`](crate::Context::with_unicode).
#[derive(Clone, Copy, Debug)]
pub struct Unicode {
    /// The lower case of a character by the simple mapping, one code point to one.
    pub lower: fn(char) -> char,
    /// What kind of letter it is; `None` if it is none.
    pub letter: fn(char) -> Option<Letter>,
}

/// All say the same, as Unicode does.
impl PartialEq for Unicode {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Default for Unicode {
    fn default() -> Self {
        #[cfg(feature = "unicode")]
        return Self { lower: tables::lower, letter: tables::letter };
        #[cfg(not(feature = "unicode"))]
        Self { lower: |c| c, letter: |_| None }
    }
}

impl Unicode {
    fn lower_of(&self, c: char) -> char {
        if c.is_ascii() { c.to_ascii_lowercase() } else { (self.lower)(c) }
    }

    /// A text in lower case, one code point to one.
    pub(crate) fn lowered(&self, text: &str) -> String {
        text.chars().map(|c| self.lower_of(c)).collect()
    }

    /// Whether a text in lower case equals a word that is in lower case already.
    pub(crate) fn is_lowered(&self, text: &str, word: &str) -> bool {
        text.chars().map(|c| self.lower_of(c)).eq(word.chars())
    }

    /// A name as names are compared.
    pub(crate) fn comparable_name(&self, name: &str) -> String {
        self.lowered(text::trim(name))
    }
}

#[cfg(feature = "unicode")]
mod tables {
    use super::Letter;

    /// Neighbours whose lower case is as far away.
    struct Run {
        first: u32,
        count: u8,
        /// 2 where upper and lower case take turns.
        step: u8,
        distance: i32,
    }

    impl Run {
        const fn new(first: u32, count: u8, step: u8, distance: i32) -> Self {
            Self { first, count, step, distance }
        }
    }

    /// The characters that have a lower case, as `char::to_lowercase` of the compiler says: an eighth of the
    /// library's own table.
    static LOWER: &[Run] = &include!(concat!(env!("OUT_DIR"), "/lower.rs"));

    pub(super) fn lower(c: char) -> char {
        let code = c as u32;
        let run = LOWER.partition_point(|run| run.first <= code).checked_sub(1).and_then(|last| LOWER.get(last));
        let distance = run.map_or(0, |run| {
            let from_first = code.wrapping_sub(run.first);
            let step = u32::from(run.step);
            if from_first < u32::from(run.count) * step && from_first % step == 0 { run.distance } else { 0 }
        });
        char::from_u32(code.wrapping_add_signed(distance)).unwrap_or(c)
    }

    pub(super) fn letter(c: char) -> Option<Letter> {
        match c {
            c if c.is_uppercase() => Some(Letter::Uppercase),
            c if c.is_lowercase() => Some(Letter::Lowercase),
            c if c.is_alphabetic() => Some(Letter::Caseless),
            _ => None,
        }
    }
}

#[cfg(all(test, feature = "unicode"))]
mod tests {
    use super::*;

    #[test]
    fn lower_casing_is_simple() {
        let unicode = Unicode::default();
        assert_eq!(unicode.lowered("ÄİΣ"), "äiσ");
        assert!(unicode.is_lowered("АДМИН", "админ"));
        for c in '\0'..=char::MAX {
            // The only character whose full mapping is longer is U+0130, and its first is its simple one.
            assert_eq!(Some(unicode.lower_of(c)), c.to_lowercase().next());
        }
    }

    #[test]
    fn a_host_may_bring_its_own() {
        let unicode = Unicode { lower: |_| 'x', letter: |_| None };
        assert_eq!(unicode.lowered("AÄ"), "ax");
    }
}
