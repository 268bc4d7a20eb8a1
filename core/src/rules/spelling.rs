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
pub(crate) fn nearest<'w>(written: &str, words: &mut dyn Iterator<Item = &'w str>) -> Option<&'w str> {
    // A text much longer than every word is near none; looking at its start settles that.
    let written = folded(written);
    if written.len() == MAX_LENGTH {
        return None;
    }
    let mut best = None;
    let mut limit = LIMIT;
    for word in words {
        // Most words are told apart by their length, before they are copied. They are ASCII.
        if word.len().abs_diff(written.len()) > limit {
            continue;
        }
        if let Some(distance) = distance(&written, &folded(word), limit) {
            best = Some(word);
            // Only a nearer one is better, and nothing is nearer than the same.
            match distance.checked_sub(1) {
                Some(less) => limit = less,
                None => break,
            }
        }
    }
    best
}

const MAX_LENGTH: usize = 64;

fn folded(text: &str) -> Vec<char> {
    text.chars().take(MAX_LENGTH).map(|c| c.to_ascii_lowercase()).collect()
}

/// The distance between two texts, if it is within the limit.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    match (a, b) {
        ([], []) => Some(0),
        // What is equal stays: no change of it saves one elsewhere.
        ([x, a @ ..], [y, b @ ..]) if x == y => distance(a, b, limit),
        _ => {
            // So few changes are allowed that it is quickest to try each where the texts differ.
            let limit = limit.checked_sub(1)?;
            let (a_rest, b_rest) = (a.get(1..), b.get(1..));
            let swapped = match (a, b) {
                ([x, y, a @ ..], [v, w, b @ ..]) if (x, y) == (w, v) => (Some(a), Some(b)),
                _ => (None, None),
            };
            let changes = [(a_rest, Some(b)), (Some(a), b_rest), (a_rest, b_rest), swapped];
            let rests = changes.into_iter().filter_map(|(a, b)| distance(a?, b?, limit));
            rests.min().map(|rest| rest + 1)
        }
    }
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
            assert_eq!(nearest(written, &mut WORDS.into_iter()), word, "{written}");
        }
    }

    #[test]
    fn swaps_are_of_neighbours_and_not_edited_again() {
        // ca → abc: optimal string alignment needs three changes, unrestricted Damerau–Levenshtein two.
        assert_eq!(nearest("ca", &mut ["abc"].into_iter()), None);
        assert_eq!(nearest("acb", &mut ["abc"].into_iter()), Some("abc"));
    }

    #[test]
    fn the_earlier_of_two_wins() {
        assert_eq!(nearest("ab", &mut ["abc", "abd"].into_iter()), Some("abc"));
        assert_eq!(nearest(&"a".repeat(1_000_000), &mut ["a"].into_iter()), None);
    }
}
