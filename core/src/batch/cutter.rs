//! Where records start and end, told from the bytes alone and in pieces of any size.
//!
//! A cutter looks at each byte once and remembers only its state, so that a record may arrive in as
//! many chunks as it likes. It does not judge records: it finds their end by brackets and quotes, which
//! is right for those that are well-formed, and the scanner that reads a record finds what is wrong
//! with the others.

use crate::json::scanner::{is_blank, line_len, plain_len};

/// What stands at the start of some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// So many bytes that belong to no record.
    Between(usize),
    /// So many bytes, with which a record ends.
    Whole(usize),
    /// So many bytes, all there are, of a record that may go on.
    Partial(usize),
    /// A byte that cannot stand between the records of an array.
    Broken,
}

impl Cut {
    /// The number of bytes that are done with.
    pub(super) const fn len(self) -> usize {
        match self {
            Self::Between(len) | Self::Whole(len) | Self::Partial(len) => len,
            Self::Broken => 0,
        }
    }
}

/// Where in a batch the next byte is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Spot {
    /// Before the byte that tells what the batch is.
    #[default]
    Start,
    /// Before a single draft, which may go over several lines.
    Document,
    InDocument,
    /// Between two lines that are not blank.
    BetweenLines,
    InLine,
    /// In a line that is done with already.
    LostLine,
    /// After the bracket that opens the array.
    Opened,
    /// After a comma.
    AfterComma,
    InItem(Item),
    AfterItem,
    /// After the bracket that closes the array.
    Closed,
    /// After a malformed place in the array.
    Lost,
}

/// Where in an item of an array the next byte is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    /// In a word or a number.
    Word,
    /// Between the tokens of a list or an object, so many of them open.
    Nested(u32),
    /// In a text, so many lists and objects around it.
    Text(u32),
    /// After a backslash in such a text.
    Escape(u32),
}

/// Finds records in a batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Cutter {
    spot: Spot,
}

impl Cutter {
    /// Before a single draft.
    pub(super) const DOCUMENT: Self = Self { spot: Spot::Document };

    /// What stands at the start of some bytes, which follow those of the cuts before. There is one byte
    /// at least.
    pub(super) fn cut(&mut self, bytes: &[u8]) -> Cut {
        match self.spot {
            Spot::InLine => self.in_line(bytes),
            Spot::InDocument => Cut::Partial(bytes.len()),
            Spot::InItem(item) => self.in_item(item, bytes),
            Spot::LostLine => self.lost_line(bytes),
            Spot::Lost => Cut::Between(bytes.len()),
            _ => self.between(bytes),
        }
    }

    /// Whether the batch is an array that has not come to its end, or a draft that has not begun.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self.spot, Spot::Document | Spot::Opened | Spot::AfterComma | Spot::InItem(_) | Spot::AfterItem)
    }

    /// Whether a record has begun and not ended.
    pub(super) const fn is_in_record(&self) -> bool {
        matches!(self.spot, Spot::InLine | Spot::InItem(_))
    }

    /// Whether the batch ended before its text does.
    pub(super) const fn is_lost(&self) -> bool {
        matches!(self.spot, Spot::Lost)
    }

    /// The length of the whole lines at the start of some bytes, and what follows them, where records
    /// are lines: all of these in one step.
    pub(super) fn whole_lines<'b>(&mut self, bytes: &'b [u8]) -> Option<(usize, &'b [u8])> {
        if !matches!(self.spot, Spot::InLine | Spot::BetweenLines | Spot::LostLine) {
            return None;
        }
        let lines = bytes.iter().rposition(|byte| *byte == b'\n')? + 1;
        self.spot = Spot::BetweenLines;
        Some((lines, bytes.get(lines..).unwrap_or_default()))
    }

    /// Passes over what cannot be understood after a malformed place: the rest of the line or array.
    pub(super) const fn lose(&mut self) {
        self.spot = match self.spot {
            Spot::BetweenLines => Spot::BetweenLines,
            Spot::InLine | Spot::LostLine => Spot::LostLine,
            _ => Spot::Lost,
        };
    }

    fn between(&mut self, bytes: &[u8]) -> Cut {
        let blanks = bytes.iter().take_while(|byte| is_blank(**byte)).count();
        let Some(byte) = bytes.get(blanks).filter(|_| blanks == 0) else { return Cut::Between(blanks) };
        let next = match (self.spot, byte) {
            (Spot::Start, b'[') => Spot::Opened,
            (Spot::Opened | Spot::AfterItem, b']') => Spot::Closed,
            (Spot::AfterItem, b',') => Spot::AfterComma,
            (Spot::AfterItem | Spot::Closed, _) | (Spot::Opened | Spot::AfterComma, b',' | b']') => return Cut::Broken,
            (Spot::Opened | Spot::AfterComma, _) => {
                self.spot = Spot::InItem(Item::Nested(0));
                return self.cut(bytes);
            }
            (Spot::Document, _) => {
                self.spot = Spot::InDocument;
                return self.cut(bytes);
            }
            _ => {
                self.spot = Spot::InLine;
                return self.cut(bytes);
            }
        };
        self.spot = next;
        Cut::Between(1)
    }

    fn in_line(&mut self, bytes: &[u8]) -> Cut {
        let len = line_len(bytes);
        if len == bytes.len() {
            return Cut::Partial(len);
        }
        self.spot = Spot::BetweenLines;
        Cut::Whole(len)
    }

    fn lost_line(&mut self, bytes: &[u8]) -> Cut {
        let len = line_len(bytes);
        if len < bytes.len() {
            self.spot = Spot::BetweenLines;
        }
        Cut::Between(len)
    }

    fn in_item(&mut self, mut item: Item, bytes: &[u8]) -> Cut {
        let mut rest = bytes;
        loop {
            // Most of a draft is in its texts, and most of those is plain.
            if matches!(item, Item::Text(_)) {
                rest = rest.get(plain_len(rest)..).unwrap_or_default();
            }
            let Some((byte, tail)) = rest.split_first() else { break };
            match item.after(*byte) {
                After::In(next) => item = next,
                After::EndsWith => return self.end_item(bytes.len() - tail.len()),
                After::EndsBefore => return self.end_item(bytes.len() - rest.len()),
            }
            rest = tail;
        }
        self.spot = Spot::InItem(item);
        Cut::Partial(bytes.len())
    }

    const fn end_item(&mut self, len: usize) -> Cut {
        self.spot = Spot::AfterItem;
        Cut::Whole(len)
    }
}

/// What a byte does in an item.
enum After {
    /// The item goes on.
    In(Item),
    /// The byte is its last.
    EndsWith,
    /// The byte is no part of it.
    EndsBefore,
}

impl Item {
    const fn after(self, byte: u8) -> After {
        After::In(match (self, byte) {
            (Self::Nested(1), b']' | b'}') | (Self::Text(0), b'"') => return After::EndsWith,
            (Self::Word, b' ' | b'\n' | b'\t' | b'\r' | b',' | b']') => return After::EndsBefore,
            (Self::Nested(depth), b'[' | b'{') => Self::Nested(depth.saturating_add(1)),
            (Self::Nested(depth @ 2..), b']' | b'}') => Self::Nested(depth.saturating_sub(1)),
            (Self::Nested(depth), b'"') => Self::Text(depth),
            (Self::Nested(0) | Self::Word, _) => Self::Word,
            (Self::Nested(depth), _) | (Self::Text(depth), b'"') => Self::Nested(depth),
            (Self::Text(depth), b'\\') => Self::Escape(depth),
            (Self::Text(depth) | Self::Escape(depth), _) => Self::Text(depth),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn cuts(text: &str) -> Vec<Cut> {
        let mut cutter = Cutter::default();
        let mut rest = text.as_bytes();
        let mut cuts = Vec::new();
        while !rest.is_empty() {
            let cut = cutter.cut(rest);
            cuts.push(cut);
            rest = rest.get(cut.len()..).unwrap_or_default();
            if cut == Cut::Broken {
                cutter.lose();
            }
        }
        cuts
    }

    #[test]
    fn lines_end_before_their_line_feed() {
        assert_eq!(cuts("\n {}\n{}"), [Cut::Between(2), Cut::Whole(2), Cut::Between(1), Cut::Partial(2)]);
    }

    #[test]
    fn items_end_with_their_last_bracket() {
        assert_eq!(
            cuts("[{\"]\":[{}]},1 "),
            [Cut::Between(1), Cut::Whole(10), Cut::Between(1), Cut::Whole(1), Cut::Between(1)]
        );
        assert_eq!(cuts("[1}2"), [Cut::Between(1), Cut::Partial(3)]);
        assert_eq!(cuts("[]]x"), [Cut::Between(1), Cut::Between(1), Cut::Broken, Cut::Between(2)]);
    }
}
