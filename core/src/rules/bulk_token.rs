//! Bulk token: what is asked for, and how long it lives.
//!
//! # What
//! The display name, the lifetime in days, and the moment at which the token expires. The token itself
//! is any secret.
//!
//! # Why
//! A bulk token lives at most 180 days (windows-bulk-enroll, memdocs) and is requested by the day. It
//! expires without a word, and devices that rejoin later are refused; devices that are off or away need
//! some days. The accounts that Microsoft creates for tokens are called `package_` and a number, so a name
//! like theirs is confusing.
//!
//! # Codes
//! `invisible_character`, `package_prefix`, `out_of_range`, `short_lifetime`, `malformed_date_time` (ends
//! the checks), `bulk_token_expired`, `bulk_token_expires_soon`.

use crate::codes::Finding;
use crate::text::{self, Scan};
use crate::time::Instant;
use crate::validate::Probe;

const SHORT_LIFETIME: u32 = 7;
const SOON_DAYS: i64 = 7;

pub(crate) fn check_display_name(value: &str, scan: &Scan, probe: &mut Probe<'_>) {
    if let Some(position) = scan.invisible {
        probe.report(Finding::InvisibleCharacter { position });
    }
    if text::starts_with(value, "package_") {
        probe.report(Finding::PackagePrefix);
    }
}

/// The lifetime, if it is within its limits.
pub(crate) fn check_lifetime(value: i64, min: u32, max: u32, probe: &mut Probe<'_>) -> Option<u32> {
    let Some(days) = u32::try_from(value).ok().filter(|days| (min..=max).contains(days)) else {
        probe.report(Finding::OutOfRange { min, max });
        return None;
    };
    if days < SHORT_LIFETIME {
        probe.report(Finding::ShortLifetime { recommended: SHORT_LIFETIME });
    }
    Some(days)
}

pub(crate) fn check_expiry(value: &str, probe: &mut Probe<'_>) {
    let Some(expiry) = Instant::parse(value) else {
        return probe.report(Finding::MalformedDateTime);
    };
    let Some(now) = probe.context.now() else { return };
    if expiry <= *now {
        probe.report(Finding::BulkTokenExpired);
    } else if expiry.is_within_days(SOON_DAYS, now) {
        probe.report(Finding::BulkTokenExpiresSoon { days: expiry.whole_days_since(now) });
    }
}

#[cfg(test)]
mod tests {
    use crate::codes::Finding;
    use crate::context::{Context, ContextError};
    use crate::draft::Value;
    use crate::fields::Field;
    use crate::validate::testing::{codes, draft_with, issues_of};
    use alloc::string::String;

    #[test]
    fn names_and_moments() {
        assert_eq!(codes(Field::BulkTokenDisplayName, "Wave 1"), [""; 0]);
        assert_eq!(codes(Field::BulkTokenDisplayName, "Package_12"), ["package_prefix"]);
        assert_eq!(codes(Field::BulkTokenDisplayName, "a\u{2066}b"), ["invisible_character"]);
        assert_eq!(codes(Field::BulkTokenExpiresAt, "2030-01-31T12:00:00Z"), [""; 0]);
        assert_eq!(codes(Field::BulkTokenExpiresAt, "31.1.2030"), ["malformed_date_time"]);
    }

    #[test]
    fn lifetimes_are_whole_days_within_limits() {
        for (days, code) in [
            (1, Some("short_lifetime")),
            (6, Some("short_lifetime")),
            (7, None),
            (180, None),
            (181, Some("out_of_range")),
            (0, Some("out_of_range")),
            (-1, Some("out_of_range")),
        ] {
            let mut draft = draft_with(Field::BulkTokenLifetimeDays);
            draft.set_field(Field::BulkTokenLifetimeDays, Value::integer(days));
            let found = issues_of(Field::BulkTokenLifetimeDays, &draft, &Context::new());
            assert_eq!(found.first().map(|issue| issue.code().as_str()), code, "{days}");
        }
    }

    #[test]
    fn time_is_what_the_host_says() -> Result<(), ContextError> {
        let context = Context::new().with_now("2026-11-22T12:00:00Z")?;
        for (expiry, finding) in [
            ("2026-11-22T12:00:00Z", Some(Finding::BulkTokenExpired)),
            ("2026-11-22T12:00:00.001Z", Some(Finding::BulkTokenExpiresSoon { days: 0 })),
            ("2026-11-29T11:59:59Z", Some(Finding::BulkTokenExpiresSoon { days: 6 })),
            ("2026-11-29T13:00:00+01:00", Some(Finding::BulkTokenExpiresSoon { days: 7 })),
            ("2026-11-29T12:00:01Z", None),
        ] {
            let mut draft = draft_with(Field::BulkTokenExpiresAt);
            draft.set_field(Field::BulkTokenExpiresAt, String::from(expiry));
            let found = issues_of(Field::BulkTokenExpiresAt, &draft, &context);
            assert_eq!(found.into_iter().next().map(|issue| issue.finding), finding, "{expiry}");
        }
        Ok(())
    }
}
