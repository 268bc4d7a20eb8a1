//! Any text: what no field takes.
//!
//! # What
//! Text that could not be decoded, text longer than its field, and control characters.
//!
//! # Why
//! Such text comes from a broken import or from copying a table, a mail or a terminal. Directories,
//! installers and command lines cut it, refuse it, or take it for two values. Windows counts UTF-16
//! code units, so the limits here do too.
//!
//! # Codes
//! `malformed_text`, `too_long`, `control_character`; each ends the checks of its field.

use super::{Flow, GO_ON, STOP};
use crate::codes::Finding;
use crate::text::Scan;
use crate::validate::Probe;

pub(crate) fn check(scan: &Scan, probe: &mut Probe<'_>) -> Flow {
    if scan.malformed {
        probe.report(Finding::MalformedText);
        return STOP;
    }
    if let Some(max) = probe.field.kind().max_length().filter(|max| scan.len > *max as usize) {
        probe.report(Finding::TooLong { max });
        return STOP;
    }
    if let Some(position) = scan.control {
        probe.report(Finding::ControlCharacter { position });
        return STOP;
    }
    GO_ON
}

#[cfg(test)]
mod tests {
    use crate::fields::Field;
    use crate::validate::testing::codes;

    #[test]
    fn each_ends_the_checks() {
        assert_eq!(codes(Field::Name, "=\u{FFFD}\n"), ["malformed_text"]);
        assert_eq!(codes(Field::Name, &"=\n".repeat(200)), ["too_long"]);
        assert_eq!(codes(Field::Name, "=a\nb"), ["control_character"]);
        assert_eq!(codes(Field::Name, "a\u{2028}b"), ["control_character"]);
    }

    #[test]
    fn lengths_are_utf16() {
        assert_eq!(codes(Field::BulkTokenDisplayName, &"😀".repeat(128)), [""; 0]);
        assert_eq!(codes(Field::BulkTokenDisplayName, &"😀".repeat(129)), ["too_long"]);
    }
}
