//! Spelling: the word that was probably meant.
//!
//! # What
//! The nearest of some words by optimal string alignment: insert, delete, substitute, swap neighbours.
//!
//! # Why
//! A misspelt key or choice is the most common mistake of a script, and the answer is at hand. More
//! than two changes are a guess, so nothing is suggested then.
//!
//! # Codes
//! None; `unknown_field` and `unknown_choice` use it.

use alloc::vec::Vec;

/// The most changes between what was written and what is suggested.
const LIMIT: usize = 2;

/// The word within two changes that is nearest, ASCII case aside; the earlier of two that are as near.
pub(crate) fn nearest<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    // A text much longer than every word is near none; looking at its start settles that.
    let written: Vec<char> = written.chars().take(MAX_LENGTH).map(|c| c.to_ascii_lowercase()).collect();
    if written.len() == MAX_LENGTH {
        return None;
    }
    let distances = words.filter_map(|word| Some((distance(&written, word)?, word)));
    distances.min_by_key(|(distance, _)| *distance).map(|(_, word)| word)
}

const MAX_LENGTH: usize = 64;

/// The distance between two texts, if it is within the limit.
fn distance(written: &[char], word: &str) -> Option<usize> {
    let word: Vec<char> = word.chars().map(|c| c.to_ascii_lowercase()).collect();
    if written.len().abs_diff(word.len()) > LIMIT {
        return None;
    }
    // Three rows of the table of distances between beginnings: before last, last, current.
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=word.len()).collect();
    let mut previous = None;
    for (row, a) in written.iter().enumerate() {
        let mut current = alloc::vec![row + 1];
        let mut left = row + 1;
        let mut previous_b = None;
        for (column, b) in word.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut cell = (left + 1).min(at(&last, column + 1) + 1).min(at(&last, column) + usize::from(a != b));
            if previous == Some(b) && previous_b == Some(a) {
                cell = cell.min(at(&before_last, column.wrapping_sub(1)) + 1);
            }
            current.push(cell);
            left = cell;
            previous_b = Some(b);
        }
        before_last = core::mem::replace(&mut last, current);
        previous = Some(a);
    }
    last.last().copied().filter(|distance| *distance <= LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 4] = ["source", "destination", "adDomain", "adUsername"];

    #[test]
    fn two_changes_are_near() {
        for (written, word) in [
            ("sauce", Some("source")),
            ("SOURCE", Some("source")),
            ("osurce", Some("source")),
            ("addomian", Some("adDomain")),
            ("adDom", None),
            ("adUser", None),
            ("sou", None),
            ("", None),
            ("desitnaiton", Some("destination")),
        ] {
            assert_eq!(nearest(written, WORDS.into_iter()), word, "{written}");
        }
    }

    #[test]
    fn swaps_are_of_neighbours_and_not_edited_again() {
        // ca → abc: optimal string alignment needs three changes, unrestricted Damerau–Levenshtein two.
        assert_eq!(nearest("ca", ["abc"].into_iter()), None);
        assert_eq!(nearest("acb", ["abc"].into_iter()), Some("abc"));
    }

    #[test]
    fn the_earlier_of_two_wins() {
        assert_eq!(nearest("ab", ["abc", "abd"].into_iter()), Some("abc"));
        assert_eq!(nearest(&"a".repeat(1_000_000), ["a"].into_iter()), None);
    }
}
