//! Placeholder: sample text that was left in.
//!
//! # What
//! A value that is a blank to be filled in, such as `<tenant>`, `{{clientSecret}}`, `your-app-id` or
//! `changeme`.
//!
//! # Why
//! Values are copied from templates and tutorials, and scripts write `undefined` or `null` where a
//! variable was empty. Such a value passes every other check of a text and fails on the devices.
//!
//! # Codes
//! `placeholder`; ends the checks of the field.

use super::{Flow, GO_ON, STOP};
use crate::codes::Finding;
use crate::fields::Field;
use crate::text::{self, AsciiSet};
use crate::validate::Probe;

const WORDS: [&str; 7] = ["changeme", "undefined", "null", "none", "todo", "xxx", "n/a"];
const STARTS: [&str; 3] = ["your_", "your-", "enter_your"];
/// The first character of all that is one.
const FIRST: AsciiSet = AsciiSet::of("<{[cCuUnNtTxXyYeE");

pub(crate) fn check(value: &str, probe: &mut Probe<'_>) -> Flow {
    if is_placeholder(value, probe.field) {
        probe.report(Finding::Placeholder);
        return STOP;
    }
    GO_ON
}

fn is_placeholder(value: &str, field: Field) -> bool {
    // All of them start in one of a few ways, and most values in none.
    if !value.as_bytes().first().is_some_and(|first| FIRST.holds(*first)) {
        return false;
    }
    // A domain may well start like this.
    let may_be_a_domain = matches!(field, Field::Tenant | Field::AdDomain) && text::has(value, '.');
    inside(value, "<", ">").is_some()
        || inside(value, "{{", "}}").is_some()
        || inside(value, "[", "]").is_some_and(|inside| text::any(inside, text::is_blank))
        || text::is_any(value, &WORDS)
        || (!may_be_a_domain && STARTS.iter().any(|start| text::starts_with(value, start)))
}

/// What stands between two brackets that enclose the whole value, if something does.
fn inside<'t>(value: &'t str, open: &str, close: &str) -> Option<&'t str> {
    value.strip_prefix(open)?.strip_suffix(close).filter(|inside| !inside.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::fields::Field;
    use crate::validate::testing::codes;

    #[test]
    fn blanks_to_be_filled_in() {
        for sample in
            ["<profile>", "{{profile}}", "[the profile]", "ChangeMe", "N/A", "YOUR_profile", "your-x", "enter_your_x"]
        {
            assert_eq!(codes(Field::AppProfile, sample), ["placeholder"], "{sample}");
        }
    }

    #[test]
    fn what_only_looks_like_one() {
        for real in ["<>", "{{}}", "[profile]", "{profile}", "<a", "nulls", "my_your_", "yours"] {
            assert_eq!(codes(Field::AppProfile, real), [""; 0], "{real}");
        }
        assert_eq!(codes(Field::AdDomain, "your-company.com"), [""; 0]);
        assert_eq!(codes(Field::AdDomain, "your-company"), ["placeholder"]);
    }
}
