//! Local administrator: the name of the account that each device gets.
//!
//! # What
//! A name that Windows accepts for a new local user, and that no account or group has already.
//!
//! # Why
//! A package that joins a directory and creates no local account can make a device unreachable when the
//! join fails (windows-bulk-enroll, memdocs), so leaving it out is a warning. The limit of 20 and the
//! forbidden characters are those of `New-LocalUser` and `NetUserAdd`; names of built-in accounts, groups
//! and principals share one name space (Local Accounts, windows-itpro-docs), some of them localised. The
//! profile folder takes the name, so device names such as `CON` fail.
//!
//! # Codes
//! `account_has_domain`, `forbidden_character`, `only_dots_and_spaces` (each ends the checks),
//! `trailing_period`, `reserved_name`, `likely_taken_name`, `device_name`, `invisible_character`,
//! `non_ascii`. A source without the account has `no_local_administrator`.

use super::{Flow, GO_ON, STOP};
use crate::codes::Finding;
use crate::text::{self, AsciiSet, Scan};
use crate::validate::Probe;

const RESERVED: [&str; 12] = [
    "Administrator",
    "Guest",
    "DefaultAccount",
    "WDAGUtilityAccount",
    "SYSTEM",
    "LOCAL SERVICE",
    "NETWORK SERVICE",
    "Everyone",
    "NONE",
    "Administrators",
    "Users",
    "Guests",
];

/// Localised names of the administrator, leftovers of set-up and common groups, in lower case.
const LIKELY_TAKEN: [&str; 13] = [
    "administrateur",
    "administrador",
    "amministratore",
    "administratör",
    "järjestelmänvalvoja",
    "rendszergazda",
    "администратор",
    "helpassistant",
    "defaultuser0",
    "krbtgt",
    "power users",
    "backup operators",
    "remote desktop users",
];

/// Characters that no account name has.
pub(crate) const FORBIDDEN: AsciiSet = AsciiSet::of("\"/[]:;|=,+*?<>");

pub(crate) fn check_first(value: &str, probe: &mut Probe<'_>) -> Flow {
    if text::has(value, '\\') || text::has(value, '@') {
        probe.report(Finding::AccountHasDomain);
        return STOP;
    }
    GO_ON
}

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) {
    let characters = FORBIDDEN.found_in(value);
    if !characters.is_empty() {
        return probe.report(Finding::ForbiddenCharacter { characters });
    }
    if value.chars().all(|c| matches!(c, '.' | ' ')) {
        return probe.report(Finding::OnlyDotsAndSpaces);
    }
    if value.ends_with('.') {
        probe.report(Finding::TrailingPeriod);
    }
    if text::is_any(value, &RESERVED) {
        probe.report(Finding::ReservedName);
    }
    if LIKELY_TAKEN.iter().any(|name| probe.context.unicode().is_lowered(value, name)) {
        probe.report(Finding::LikelyTakenName);
    }
    if is_device_name(text::before(value, b'.'), b'0') {
        probe.report(Finding::DeviceName);
    }
    if let Some(position) = scan.invisible {
        probe.report(Finding::InvisibleCharacter { position });
    }
    if !scan.ascii {
        probe.report(Finding::NonAscii);
    }
}

/// Whether the text is CON, PRN, AUX, NUL, or COM or LPT with a digit from `lowest`.
pub(crate) fn is_device_name(text: &str, lowest: u8) -> bool {
    let numbered = |digit: &str| matches!(digit.as_bytes(), [digit] if (lowest..=b'9').contains(digit));
    text::is_any(text, &["CON", "PRN", "AUX", "NUL"])
        || ["COM", "LPT"].iter().any(|port| text::strip_prefix(text, port).is_some_and(numbered))
}

#[cfg(test)]
mod tests {
    use crate::fields::Field;
    use crate::validate::testing::codes;

    fn found(name: &str) -> alloc::vec::Vec<&'static str> {
        codes(Field::LocalAdministratorUsername, name)
    }

    #[test]
    fn names_that_windows_takes() {
        for name in
            ["FlyRecovery", "fly-admin", "svc_fly.local", "a", "FlyMigrationAdmin001", "com", "LPT10", "my admin"]
        {
            assert_eq!(found(name), [""; 0], "{name}");
        }
    }

    #[test]
    fn names_that_windows_refuses() {
        assert_eq!(found("FlyMigrationAdmin0001"), ["too_long"]);
        assert_eq!(found(".\\a very long name with a domain"), ["account_has_domain"]);
        assert_eq!(found("fly@contoso"), ["account_has_domain"]);
        assert_eq!(found("fly;ad?min;"), ["forbidden_character"]);
        assert_eq!(found(". ."), ["only_dots_and_spaces"]);
        assert_eq!(found("fly."), ["trailing_period"]);
        assert_eq!(found("local service"), ["reserved_name"]);
        assert_eq!(found("administrator"), ["reserved_name"]);
    }

    #[test]
    fn names_that_are_traps() {
        assert_eq!(found("АДМИНИСТРАТОР"), ["likely_taken_name", "non_ascii"]);
        assert_eq!(found("Power Users"), ["likely_taken_name"]);
        assert_eq!(found("con.admin"), ["device_name"]);
        assert_eq!(found("COM0"), ["device_name"]);
        assert_eq!(found("a\u{AD}b"), ["invisible_character", "non_ascii"]);
    }
}
