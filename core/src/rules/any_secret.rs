//! Any secret but the keys: copied hidden, or with a blank.
//!
//! # What
//! Mask characters in place of the secret or at an end of it, and blanks at an end.
//!
//! # Why
//! Portals show a secret in full only once; what is copied later is the row of dots that hides it. A
//! secret is never altered, so a blank that came along with the copy is part of it, and only said.
//!
//! # Codes
//! `masked` (ends the checks), `partly_masked`, `edge_whitespace`.

use super::{Flow, GO_ON, STOP};
use crate::codes::Finding;
use crate::fields::Kind;
use crate::text;
use crate::validate::Probe;

/// So many mask characters in a row hide something.
const RUN: usize = 3;

/// A character that pages show in place of another.
pub(crate) const fn is_mask(c: char) -> bool {
    matches!(c, '*' | '•' | '●')
}

/// Whether the text starts with a run of mask characters.
fn starts_masked(mut chars: impl Iterator<Item = char>) -> bool {
    (0..RUN).all(|_| chars.next().is_some_and(is_mask))
}

/// Whether the text has a run of mask characters anywhere.
pub(crate) fn has_masked_run(text: &str) -> bool {
    let mut run = 0_usize;
    text.chars().any(|c| {
        run = if is_mask(c) { run.saturating_add(1) } else { 0 };
        run >= RUN
    })
}

pub(crate) fn check(value: &str, probe: &mut Probe<'_>) -> Flow {
    if !matches!(probe.field.kind(), Kind::Secret { .. }) {
        return GO_ON;
    }
    if starts_masked(value.chars()) || starts_masked(value.chars().rev()) {
        if value.chars().all(is_mask) {
            probe.report(Finding::Masked);
            return STOP;
        }
        probe.report(Finding::PartlyMasked);
    }
    if value.len() != text::trim(value).len() {
        probe.report(Finding::EdgeWhitespace);
    }
    GO_ON
}

#[cfg(test)]
mod tests {
    use crate::fields::Field;
    use crate::validate::testing::codes;

    #[test]
    fn masks_are_runs_of_three() {
        assert_eq!(codes(Field::BulkToken, "***"), ["masked"]);
        assert_eq!(codes(Field::BulkToken, "*•●"), ["masked"]);
        assert_eq!(codes(Field::BulkToken, "**"), [""; 0]);
        assert_eq!(codes(Field::BulkToken, "abc•••"), ["partly_masked"]);
        assert_eq!(codes(Field::BulkToken, "***abc"), ["partly_masked"]);
        assert_eq!(codes(Field::BulkToken, "a***c"), [""; 0]);
    }

    #[test]
    fn blanks_stay_and_are_said() {
        assert_eq!(codes(Field::BulkToken, "abc\u{A0}"), ["edge_whitespace"]);
        assert_eq!(codes(Field::BulkToken, " "), ["edge_whitespace"]);
    }
}
