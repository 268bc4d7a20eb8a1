//! Unknown field: a key that is no field.
//!
//! # What
//! Every member of a draft whose key is not in the field table, whatever its value.
//!
//! # Why
//! A misspelt key means that a value was meant for a field and did not reach it. Ignoring it would save
//! a connection that lacks what its author believes to be there.
//!
//! # Codes
//! `unknown_field`, and `duplicate_field` before it where a text gives the key twice.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::spelling;
use crate::codes::Finding;
use crate::draft::{Draft, UnknownKey};
use crate::fields::Field;
use crate::order::sorted;
use crate::report::{Issue, Place, Suggestion};

/// Reports the unknown keys of a draft, in ascending order of code points.
pub(crate) fn check(draft: &Draft<'_>, issues: &mut Vec<Issue>) {
    if draft.unknown().is_empty() {
        return;
    }
    // UTF-8 sorts by bytes as Unicode does by code points. Of those with the same key the last one is
    // marked if any is.
    let mut unknown = &*sorted(draft.unknown().iter().collect());
    while let [member, rest @ ..] = unknown {
        unknown = rest;
        if rest.first().is_some_and(|next| next.key == member.key) {
            continue;
        }
        let UnknownKey { key, duplicated } = member;
        let place = Place::Unknown(key.clone());
        if *duplicated {
            issues.push(Issue::new(place.clone(), Finding::DuplicateField));
        }
        let near = spelling::nearest(key, &mut Field::ALL.into_iter().map(Field::key));
        let suggestion = near.map(|key| Suggestion::Text(key.to_string()));
        issues.push(Issue { place, finding: Finding::UnknownField, suggestion });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(keys: &[&str]) -> Vec<(alloc::string::String, Option<Suggestion>)> {
        let draft: Draft<'_> = keys.iter().map(|key| (key, "x")).collect();
        let mut issues = Vec::new();
        check(&draft, &mut issues);
        issues.into_iter().map(|issue| (issue.field().to_string(), issue.suggestion)).collect()
    }

    #[test]
    fn keys_are_sorted_and_said_once() {
        assert_eq!(
            unknown(&["zebra", "Ärger", "alpha", "zebra"]),
            [("alpha".into(), None), ("zebra".into(), None), ("Ärger".into(), None)]
        );
    }

    #[test]
    fn near_keys_are_suggested() {
        let near = |key: &str| Some(Suggestion::Text(key.into()));
        assert_eq!(
            unknown(&["Name", "adDomian"]),
            [("Name".into(), near("name")), ("adDomian".into(), near("adDomain"))]
        );
    }
}
