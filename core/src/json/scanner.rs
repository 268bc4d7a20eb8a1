//! The scanner: the grammar of JSON, once, for everything that reads it.
//!
//! It stands somewhere in a text and moves on; where it fails it stays, near the place that is wrong.
//! Whoever reads asks for the next value, and walks lists and objects with a visitor. Nesting is
//! bounded, so walking may recurse.

use super::MAX_DEPTH;
use super::quoted::Quoted;

/// The text is malformed where the scanner stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Broken;

/// What scanning gives.
pub(crate) type Scan<T> = Result<T, Broken>;

/// A value that is whole, or the start of one that is not.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Token<'t> {
    Null,
    Boolean(bool),
    /// A number as it is written.
    Number(&'t str),
    Text(Quoted<'t>),
    /// A list; [`Scanner::items`] walks it.
    List,
    /// An object; [`Scanner::members`] walks it.
    Map,
}

/// A place in a text, moving on.
#[derive(Debug)]
pub(crate) struct Scanner<'t> {
    text: &'t str,
    at: usize,
    depth: u32,
}

impl<'t> Scanner<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// Where the scanner stands, in bytes.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The next value, or its start.
    pub(crate) fn token(&mut self) -> Scan<Token<'t>> {
        self.skip_blanks();
        match self.peek() {
            Some(b'"') => self.quoted().map(Token::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(Token::Number),
            Some(b'{') => Ok(self.pass(Token::Map)),
            Some(b'[') => Ok(self.pass(Token::List)),
            Some(b't') => self.word("true", Token::Boolean(true)),
            Some(b'f') => self.word("false", Token::Boolean(false)),
            Some(b'n') => self.word("null", Token::Null),
            _ => Err(Broken),
        }
    }

    /// Walks the members of an object whose start was the last token; the visitor reads each value.
    pub(crate) fn members(&mut self, mut visit: impl FnMut(&mut Self, Quoted<'t>) -> Scan<()>) -> Scan<()> {
        self.enter()?;
        if !self.takes(b'}') {
            loop {
                self.skip_blanks();
                let key = self.quoted()?;
                self.expect(b':')?;
                visit(self, key)?;
                if !self.takes(b',') {
                    break;
                }
            }
            self.expect(b'}')?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Walks the items of a list whose start was the last token; the visitor reads each of them.
    pub(crate) fn items(&mut self, mut visit: impl FnMut(&mut Self) -> Scan<()>) -> Scan<()> {
        self.enter()?;
        if !self.takes(b']') {
            loop {
                visit(self)?;
                if !self.takes(b',') {
                    break;
                }
            }
            self.expect(b']')?;
        }
        self.depth -= 1;
        Ok(())
    }

    /// Passes over what is left of a value that began with the token. It is checked as any other.
    pub(crate) fn skip(&mut self, begun: Token<'t>) -> Scan<()> {
        match begun {
            Token::List => self.items(Self::skip_value),
            Token::Map => self.members(|scanner, _| scanner.skip_value()),
            Token::Null | Token::Boolean(_) | Token::Number(_) | Token::Text(_) => Ok(()),
        }
    }

    /// Passes over a value.
    pub(crate) fn skip_value(&mut self) -> Scan<()> {
        let begun = self.token()?;
        self.skip(begun)
    }

    /// Only blanks may follow.
    pub(crate) fn end(&mut self) -> Scan<()> {
        self.skip_blanks();
        if self.peek().is_none() { Ok(()) } else { Err(Broken) }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Moves over one byte.
    fn pass<T>(&mut self, token: T) -> T {
        self.at += 1;
        token
    }

    pub(super) fn skip_blanks(&mut self) {
        while self.peek().is_some_and(is_blank) {
            self.at += 1;
        }
    }

    /// Moves over blanks, and over a byte if it is this one.
    fn takes(&mut self, byte: u8) -> bool {
        self.skip_blanks();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Scan<()> {
        if self.takes(byte) { Ok(()) } else { Err(Broken) }
    }

    fn enter(&mut self) -> Scan<()> {
        if self.depth == MAX_DEPTH {
            // Back on the bracket that is one too many.
            self.at -= 1;
            return Err(Broken);
        }
        self.depth += 1;
        Ok(())
    }

    fn word(&mut self, word: &str, token: Token<'t>) -> Scan<Token<'t>> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(Broken);
        }
        self.at += word.len();
        Ok(token)
    }

    /// A text in quotes, its escapes checked and left as they are.
    fn quoted(&mut self) -> Scan<Quoted<'t>> {
        if self.peek() != Some(b'"') {
            return Err(Broken);
        }
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at += plain_len(self.rest());
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.at += escape_len(self.rest()).ok_or(Broken)?;
                }
                _ => return Err(Broken),
            }
        }
        let text = self.text.get(start..self.at).ok_or(Broken)?;
        self.at += 1;
        Ok(Quoted { text, escaped })
    }

    fn number(&mut self) -> Scan<&'t str> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        self.text.get(start..self.at).ok_or(Broken)
    }

    /// Moves over one digit or more.
    fn digits(&mut self) -> Scan<()> {
        let count = self.rest().iter().take_while(|b| b.is_ascii_digit()).count();
        self.at += count;
        if count == 0 { Err(Broken) } else { Ok(()) }
    }
}

/// A byte that may stand between tokens.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r')
}

/// The length of the escape at the start, if it is a good one.
fn escape_len(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [_, b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't', ..] => Some(2),
        [_, b'u', a, b, c, d, ..] if [a, b, c, d].into_iter().all(u8::is_ascii_hexdigit) => Some(6),
        _ => None,
    }
}

/// Whether a byte ends a run of plain ones in a text: a quote, a backslash, a control character.
const fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | ..b' ')
}

/// The number of bytes before the first special one.
pub(crate) fn plain_len(bytes: &[u8]) -> usize {
    run_len(bytes, special_bytes, is_special)
}

/// The number of bytes before the first line feed.
pub(crate) fn line_len(bytes: &[u8]) -> usize {
    byte_len(bytes, b'\n')
}

/// The number of bytes before the first that is this one.
pub(crate) fn byte_len(bytes: &[u8], wanted: u8) -> usize {
    run_len(bytes, |word| zero_bytes(word ^ repeat(wanted)), |byte| byte == wanted)
}

/// The number of bytes before the first quote or line feed.
pub(crate) fn quote_or_line_len(bytes: &[u8]) -> usize {
    let flags = |word: u64| zero_bytes(word ^ repeat(b'"')) | zero_bytes(word ^ repeat(b'\n'));
    run_len(bytes, flags, |byte| matches!(byte, b'"' | b'\n'))
}

/// The number of bytes before the first one that ends the run, eight bytes at a time: `flags` sets the
/// high bit of each byte that does, `ends` says it of one.
#[inline]
fn run_len(bytes: &[u8], flags: impl Fn(u64) -> u64, ends: impl Fn(u8) -> bool) -> usize {
    let mut rest = bytes;
    while let Some((word, tail)) = rest.split_first_chunk::<8>() {
        let found = flags(u64::from_le_bytes(*word));
        if found != 0 {
            return bytes.len() - rest.len() + (found.trailing_zeros() / 8) as usize;
        }
        rest = tail;
    }
    bytes.len() - rest.len() + rest.iter().take_while(|byte| !ends(**byte)).count()
}

/// A word of eight times the same byte.
const fn repeat(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The high bit of each byte that is zero. Those above the lowest one that is set may be wrong.
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(repeat(1)) & !word & repeat(0x80)
}

/// The high bit of each byte that is special. Those above the lowest one that is set may be wrong.
const fn special_bytes(word: u64) -> u64 {
    let control = word.wrapping_sub(repeat(b' ')) & !word & repeat(0x80);
    zero_bytes(word ^ repeat(b'"')) | zero_bytes(word ^ repeat(b'\\')) | control
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    #[test]
    fn runs_end_at_the_same_byte_as_one_by_one() {
        for byte in 0..=u8::MAX {
            for length in 0..20 {
                for place in 0..length {
                    for other in [b'a', 0xFF, b'!', b'#', b'[', b']', b' '] {
                        let bytes: vec::Vec<u8> = (0..length).map(|i| if i == place { byte } else { other }).collect();
                        let slow = bytes.iter().take_while(|b| !is_special(**b)).count();
                        assert_eq!(plain_len(&bytes), slow, "{bytes:?}");
                        let slow = bytes.iter().take_while(|b| **b != b'\n').count();
                        assert_eq!(line_len(&bytes), slow, "{bytes:?}");
                        let slow = bytes.iter().take_while(|b| !matches!(**b, b'"' | b'\n')).count();
                        assert_eq!(quote_or_line_len(&bytes), slow, "{bytes:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn it_stays_where_it_fails() {
        for (text, at) in
            [("[1,?]", 3), ("{\"a\":\"x\\q\"}", 7), ("[tru]", 1), ("[1.x]", 3), ("{\"a\"", 4), ("[\"a", 3)]
        {
            let mut scanner = Scanner::new(text);
            assert_eq!(scanner.skip_value(), Err(Broken));
            assert_eq!(scanner.at(), at, "{text}");
        }
        let mut scanner = Scanner::new("[1] x");
        assert_eq!((scanner.skip_value(), scanner.end(), scanner.at()), (Ok(()), Err(Broken), 4));
    }
}
