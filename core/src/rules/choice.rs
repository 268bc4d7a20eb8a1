//! Choice: one of the words that a field takes.
//!
//! # What
//! The value is one of the choices, in exactly their spelling; for the rejoin method, one of those that
//! the chosen destination offers; for the role, one that the host expects.
//!
//! # Why
//! Everything else hangs on the choices, so a wrong one is said once and causes no cascade. Domains are
//! joined with credentials or an agent, Microsoft Entra ID with a bulk token or an enrollment file; a
//! method of the other kind cannot work.
//!
//! # Codes
//! `unknown_choice`, `method_not_for_destination`; each ends the checks of the field.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::spelling;
use crate::codes::Finding;
use crate::fields::{ANY, Choice, Field};
use crate::validate::Probe;

/// The choice made, as its bit; 0 where there is none of that spelling or it is not offered.
pub(crate) fn check(value: &str, choices: &[Choice], probe: &mut Probe<'_>) -> u8 {
    let destination = if probe.field == Field::RejoinMethod { probe.offered_for() } else { ANY };
    let offered = |choice: &&Choice| choice.offered & destination != 0;
    let words = || choices.iter().filter(offered).map(|choice| choice.value);
    match choices.iter().find(|choice| choice.value == value) {
        Some(choice) if offered(&choice) => choice.bit,
        Some(_) => {
            probe.report(Finding::MethodNotForDestination { choices: words().collect() });
            0
        }
        None => {
            let near = spelling::nearest(value, &mut words());
            let choices: Vec<&'static str> = words().collect();
            probe.suggest(Finding::UnknownChoice { choices }, near.map(ToString::to_string));
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::fields::Field;
    use crate::validate::testing::{codes, draft_with, issues_of, suggestion};
    use alloc::vec::Vec;

    #[test]
    fn choices_are_exact() {
        assert_eq!(codes(Field::Role, " source\n"), [""; 0]);
        assert_eq!(codes(Field::Role, "Source"), ["unknown_choice"]);
        assert_eq!(suggestion(Field::Role, "Source").as_deref(), Some("source"));
    }

    #[test]
    fn a_host_may_expect_a_role() {
        let roles = Field::Role.kind().choices();
        let (source, destination) = roles.split_at(1);
        for (expected, found) in [(roles, None), (source, Some("unknown_choice")), (destination, None)] {
            let mut draft = draft_with(Field::Role);
            draft.set_field(Field::Role, "destination");
            draft.set_field(Field::ConnectEntraId, true);
            draft.expect_roles(expected);
            let issues = issues_of(Field::Role, &draft, &Context::new());
            assert_eq!(issues.first().map(|issue| issue.code().as_str()), found);
            // With a wrong role, what hangs on it is undecided, and nothing is said about it.
            let hung = issues_of(Field::ConnectEntraId, &draft, &Context::new());
            assert_eq!(hung.is_empty(), found.is_some());
        }
    }

    #[test]
    fn methods_belong_to_destinations() {
        let mut draft = draft_with(Field::RejoinMethod);
        draft.set_field(Field::Destination, "entraId");
        for (method, expected) in [
            ("bulkToken", None),
            ("offlineAgent", Some("method_not_for_destination")),
            ("bulkTokens", Some("unknown_choice")),
        ] {
            draft.set_field(Field::RejoinMethod, method);
            let found: Vec<_> =
                issues_of(Field::RejoinMethod, &draft, &Context::new()).iter().map(|i| i.code().as_str()).collect();
            assert_eq!(found.first().copied(), expected);
        }
    }
}
