//! Keys in a form: a key of the right kind, copied in full.
//!
//! # What
//! A configuration key or a connection key, in either case, with or without blanks around it.
//!
//! # Why
//! An agent that was installed with a damaged key starts and never registers; nobody sees it until the
//! devices are missing. The checksum tells at the keystroke, and often where.
//!
//! # Codes
//! `masked`, then the first of those that `Key::parse` gives: `key_not_a_key`, `key_wrong_kind`,
//! `key_wrong_length`, `key_bad_character`, `key_mixed_case`, `key_checksum`, `key_unsupported_version`,
//! `key_weak`.

use alloc::string::String;

use super::any_secret;
use crate::codes::Finding;
use crate::fields::Kind;
use crate::key::Key;
use crate::text::{self, Scan};
use crate::validate::Probe;

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) -> Option<String> {
    // Our own masked form has an ellipsis; other pages show dots or asterisks.
    let may_be_masked = !scan.ascii || scan.has('*');
    if may_be_masked && (text::any(value, |c| c == '…') || any_secret::has_masked_run(value)) {
        probe.report(Finding::Masked);
        return None;
    }
    let expected = match probe.field.kind() {
        Kind::Key { kind, .. } => Some(kind),
        _ => None,
    };
    match Key::parse(value, expected) {
        Err(finding) => {
            probe.report(finding);
            None
        }
        Ok(_) => value.bytes().any(|b| b.is_ascii_uppercase()).then(|| value.to_ascii_lowercase()),
    }
}

#[cfg(test)]
mod tests {
    use crate::fields::Field;
    use crate::validate::testing::{codes, normal};

    const KEY: &str = "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw";

    #[test]
    fn a_key_is_held_in_lower_case() {
        assert_eq!(normal(Field::ConnectionKey, KEY).as_deref(), Some(KEY));
        assert_eq!(normal(Field::ConnectionKey, &alloc::format!(" {} ", KEY.to_uppercase())).as_deref(), Some(KEY));
    }

    #[test]
    fn what_is_no_key_is_said() {
        assert_eq!(codes(Field::ConnectionKey, "rjcon1…7ax7"), ["masked"]);
        assert_eq!(codes(Field::ConnectionKey, "rjcon1***"), ["masked"]);
        assert_eq!(codes(Field::ConnectionKey, " \u{200B}"), ["key_not_a_key"]);
        assert_eq!(codes(Field::ConfigurationKey, KEY), ["key_wrong_kind"]);
        assert_eq!(codes(Field::ConnectionKey, "rjcon1qq\nqq"), ["control_character"]);
    }
}
