//! JSON read as a tree: contexts and catalog documents.

use alloc::vec::Vec;

use super::scanner::{Scan, Scanner, Token};
use crate::tree::Tree;

/// Reads any value.
pub(super) fn read(scanner: &mut Scanner<'_>) -> Scan<Tree> {
    Ok(match scanner.token()? {
        Token::Null => Tree::Null,
        Token::Boolean(value) => Tree::Boolean(value),
        // The grammars are the same, so what was scanned as a number reads as one.
        Token::Number(written) => Tree::Number(written.parse().unwrap_or(f64::NAN)),
        Token::Text(quoted) => Tree::Text(quoted.into_string()),
        Token::List => {
            let mut items = Vec::new();
            scanner.items(|scanner| {
                items.push(read(scanner)?);
                Ok(())
            })?;
            Tree::List(items)
        }
        Token::Map => {
            let mut members = Vec::new();
            scanner.members(|scanner, key| {
                members.push((key.into_string(), read(scanner)?));
                Ok(())
            })?;
            Tree::Map(members)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_as_they_are_written() {
        let tree = Tree::from_json("\u{FEFF}[null, true, -1.5e3, \"\\u00e9\", [], {\"a\": 1, \"a\": 2}]".as_bytes());
        let expected = Tree::list([
            Tree::Null,
            Tree::from(true),
            Tree::from(-1500.0),
            Tree::from("é"),
            Tree::List(Vec::new()),
            Tree::map([("a", 1_u32), ("a", 2)]),
        ]);
        assert_eq!(tree, Ok(expected));
    }

    #[test]
    fn numbers_are_the_nearest_that_there_are() {
        let number = |text: &str| Tree::from_json(text.as_bytes());
        assert_eq!(number("0.1"), Ok(Tree::Number(0.1)));
        assert_eq!(number("1e400"), Ok(Tree::Number(f64::INFINITY)));
        assert_eq!(number("-1e-400"), Ok(Tree::Number(0.0)));
        assert_eq!(number(&"9".repeat(1_000_000)), Ok(Tree::Number(f64::INFINITY)));
    }
}
