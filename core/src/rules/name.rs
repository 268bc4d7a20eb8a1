//! Connection name: the handle by which everything refers to a connection.
//!
//! # What
//! A name of reasonable length that can be seen, survives a spreadsheet, and is not taken.
//!
//! # Why
//! Projects refer to connections by name, in lists and in CSV files. No limit is published: 256 is that
//! of a display name in Active Directory (Active Directory maximum limits, windowsserverdocs), 120 that
//! of an application name in Microsoft Entra ID (supported-accounts-validation, entra-docs). A cell that
//! starts with `=`, `+`, `-` or `@` is a formula to a spreadsheet (OWASP, CSV Injection).
//!
//! # Codes
//! `longer_than_recommended`, `invisible_character`, `spreadsheet_formula`, `wrong_box`, `name_taken`.

use super::guid;
use crate::codes::Finding;
use crate::text::Scan;
use crate::validate::Probe;

/// The longest name of an application in Microsoft Entra ID.
const RECOMMENDED: u32 = 120;

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) {
    if scan.len > RECOMMENDED as usize {
        probe.report(Finding::LongerThanRecommended { recommended: RECOMMENDED });
    }
    if let Some(position) = scan.invisible {
        probe.report(Finding::InvisibleCharacter { position });
    }
    if matches!(value.as_bytes(), [b'=' | b'+' | b'-' | b'@', ..]) {
        probe.report(Finding::SpreadsheetFormula);
    }
    if guid::is_canonical(value) || is_path(value) {
        probe.report(Finding::WrongBox);
    }
    if probe.context.is_name_taken(value) {
        probe.report(Finding::NameTaken);
    }
}

/// Whether the text starts as a path of Windows does.
fn is_path(value: &str) -> bool {
    match value.as_bytes() {
        [b'\\', b'\\', ..] => true,
        [drive, b':', b'\\', ..] => drive.is_ascii_alphabetic(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::fields::Field;
    use crate::validate::testing::{codes, draft_with, issues_of};

    #[test]
    fn names_people_give_are_fine() {
        for name in ["Contoso AD → Fabrikam Entra", "接続 01", "a", "R&D, wave 1", &"a".repeat(120), "C:x", "\\x"] {
            assert_eq!(codes(Field::Name, name), [""; 0], "{name}");
        }
    }

    #[test]
    fn traps_are_said() {
        assert_eq!(codes(Field::Name, &"a".repeat(121)), ["longer_than_recommended"]);
        assert_eq!(codes(Field::Name, "a\u{200B}b"), ["invisible_character"]);
        assert_eq!(codes(Field::Name, "-wave 2"), ["spreadsheet_formula"]);
        for other in ["4AEEB44E-325a-4002-a36d-2986b65cad0a", "\\\\srv\\x", "z:\\x"] {
            assert_eq!(codes(Field::Name, other), ["wrong_box"], "{other}");
        }
    }

    #[test]
    fn a_taken_name_is_an_error() {
        let mut draft = draft_with(Field::Name);
        draft.set_field(Field::Name, "STRASSE");
        let found = |names: [&str; 1]| issues_of(Field::Name, &draft, &Context::new().with_existing_names(names)).len();
        assert_eq!(found([" strasse"]), 1);
        assert_eq!(found(["straße"]), 0);
    }
}
