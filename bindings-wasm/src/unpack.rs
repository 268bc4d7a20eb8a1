//! Reads what JavaScript packed: drafts, values, and objects of unknown shape.
//!
//! Numbers are little-endian; a text is its length in bytes as `u32`, then UTF-8. What is cut short
//! reads as nothing.

use alloc::vec::Vec;

use rejoin::{Draft, Field, Tree, Value};

/// The place of a member whose key is no field.
const UNKNOWN: u8 = 255;

/// Packed bytes, read from the front.
pub(crate) struct Unpacker<'b>(pub(crate) &'b [u8]);

impl<'b> Unpacker<'b> {
    fn bytes(&mut self, count: usize) -> Option<&'b [u8]> {
        let (bytes, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.bytes(1)?.first().copied()
    }

    fn length(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?) as usize)
    }

    fn number(&mut self) -> Option<f64> {
        Some(f64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }

    pub(crate) fn text(&mut self) -> Option<&'b str> {
        let length = self.length()?;
        let bytes = self.bytes(length)?;
        // SAFETY: `js/pack.ts` alone writes the input, and texts with a `TextEncoder`, which gives UTF-8 whatever
        // they hold, or as ASCII. To check that again is 400 bytes more to download, and a thirtieth of the time.
        #[expect(unsafe_code, reason = "what the other half of the binding wrote is UTF-8")]
        Some(unsafe { core::str::from_utf8_unchecked(bytes) })
    }

    /// A value: its tag, and what belongs to that.
    pub(crate) fn value(&mut self) -> Option<Value<'b>> {
        Some(match self.byte()? {
            0 => Value::Empty,
            1 => Value::Boolean(true),
            2 => Value::Boolean(false),
            3 => Value::number(self.number()?),
            4 => Value::from(self.text()?),
            _ => Value::Other,
        })
    }

    /// A draft: members until the bytes end, each the place of its field and its value.
    pub(crate) fn draft(&mut self) -> Draft<'b> {
        let mut draft = Draft::new();
        while let Some(place) = self.byte() {
            match (place, Field::ALL.get(usize::from(place))) {
                (UNKNOWN, _) => {
                    let Some(key) = self.text() else { break };
                    draft.push_unknown(key);
                }
                (_, Some(field)) => {
                    let Some(value) = self.value() else { break };
                    draft.set_field(*field, value);
                }
                _ => break,
            }
        }
        draft
    }

    /// An object of unknown shape: as a value, and lists and objects with their count before them.
    pub(crate) fn tree(&mut self) -> Option<Tree> {
        Some(match self.byte()? {
            0 => Tree::Null,
            1 => Tree::Boolean(true),
            2 => Tree::Boolean(false),
            3 => Tree::Number(self.number()?),
            4 => Tree::Text(self.text()?.into()),
            5 => {
                let mut items = Vec::new();
                for _ in 0..self.length()? {
                    items.push(self.tree()?);
                }
                Tree::List(items)
            }
            6 => {
                let mut members = Vec::new();
                for _ in 0..self.length()? {
                    members.push((self.text()?.into(), self.tree()?));
                }
                Tree::Map(members)
            }
            _ => Tree::Other,
        })
    }
}
