//! Password of the service account: it exists already, so hardly anything can be said.
//!
//! # What
//! The checks of any secret, and whether it is the username again.
//!
//! # Why
//! The account has its password, and its policy is unknown here; a rule about complexity would refuse
//! passwords that work. The username in the password field is a slip of the tab key.
//!
//! # Codes
//! `same_as_username`.

use crate::codes::Finding;
use crate::fields::Field;
use crate::text;
use crate::validate::Probe;

pub(crate) fn check(value: &str, probe: &mut Probe<'_>) {
    let Some(username) = probe.typed(Field::AdUsername) else { return };
    let after_backslash = only(username, b'\\').map(|(_, user)| user);
    let before_at = only(username, b'@').map(|(user, _)| user);
    if [Some(username), after_backslash, before_at].into_iter().flatten().any(|name| value.eq_ignore_ascii_case(name)) {
        probe.report(Finding::SameAsUsername);
    }
}

/// The two sides of a separator that occurs once.
fn only(text: &str, separator: u8) -> Option<(&str, &str)> {
    text::cut(text, separator).filter(|(_, rest)| text::cut(rest, separator).is_none())
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::fields::Field;
    use crate::validate::testing::{codes, draft_with, issues_of};
    use alloc::string::String;

    fn found(username: &str, password: &str) -> usize {
        let mut draft = draft_with(Field::AdPassword);
        draft.set_field(Field::AdUsername, String::from(username));
        draft.set_field(Field::AdPassword, String::from(password));
        issues_of(Field::AdPassword, &draft, &Context::new()).len()
    }

    #[test]
    fn any_password_may_exist() {
        assert_eq!(codes(Field::AdPassword, "a"), [""; 0]);
        assert_eq!(codes(Field::AdPassword, &"x".repeat(257)), ["too_long"]);
    }

    #[test]
    fn the_username_again() {
        assert_eq!(found("CONTOSO\\svc", "SVC"), 1);
        assert_eq!(found(" svc@contoso.com ", "svc"), 1);
        assert_eq!(found("svc@contoso.com", "SVC@contoso.com"), 1);
        assert_eq!(found("CONTOSO\\svc", "contoso"), 0);
        assert_eq!(found("A\\B\\svc", "svc"), 0);
        assert_eq!(found("svc", "svc1"), 0);
    }
}
