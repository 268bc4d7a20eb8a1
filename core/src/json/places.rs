//! Where the members of a draft stand in its JSON text, for findings and corrections that point there.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::scanner::{Broken, Scan, Scanner, Token};
use crate::text;

/// Where a member of an object stands in its text, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberPlace {
    /// The key, its escapes decoded.
    pub key: String,
    /// The key in its quotes.
    pub key_at: Range<usize>,
    /// The value.
    pub value_at: Range<usize>,
}

/// Where the members of an object stand in its JSON text, in order; nothing where the text is no object.
///
/// ```
/// let text = r#"{"name": "EMEA laptops"}"#;
/// let places = rejoin::member_places(text);
/// assert_eq!(text.get(places[0].value_at.clone()), Some("\"EMEA laptops\""));
/// ```
#[must_use]
pub fn member_places(text: &str) -> Vec<MemberPlace> {
    read(text).unwrap_or_default()
}

fn read(text: &str) -> Scan<Vec<MemberPlace>> {
    let mut scanner = Scanner::new(text);
    let mut places = Vec::new();
    let Token::Map = scanner.token()? else { return Err(Broken) };
    scanner.members(|scanner, key| {
        let inner = text::place_of(key.text, text);
        scanner.skip_blanks();
        let value = scanner.at();
        scanner.skip_value()?;
        places.push(MemberPlace {
            key: key.into_string(),
            key_at: inner.start - 1..inner.end + 1,
            value_at: value..scanner.at(),
        });
        Ok(())
    })?;
    Ok(places)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_where_they_are() {
        let text = " { \"n\\u0061me\" :\n\"é\" , \"\":[1, {\"x\": 2}] ,\"b\":null}";
        let places = member_places(text);
        let seen = |place: &MemberPlace| {
            let at = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
            (place.key.clone(), at(&place.key_at), at(&place.value_at))
        };
        assert_eq!(
            places.iter().map(seen).collect::<Vec<_>>(),
            [
                ("name".into(), "\"n\\u0061me\"", "\"é\""),
                (String::new(), "\"\"", "[1, {\"x\": 2}]"),
                ("b".into(), "\"b\"", "null"),
            ]
        );
        for text in ["", "[]", "3", "{", "{\"a\": ?}"] {
            assert_eq!(member_places(text), []);
        }
    }
}
