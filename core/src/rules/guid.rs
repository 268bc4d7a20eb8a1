//! GUIDs: the application ID, and everything else that may be one.
//!
//! # What
//! 8-4-4-4-12 hexadecimal digits, in any case, with or without hyphens, braces or quotes.
//!
//! # Why
//! Tools print a GUID in several forms and people copy what is around it; all of them mean the same ID,
//! so they are accepted and held in lower case. No version or variant is required: Microsoft's own IDs
//! have none. An ID of only 0 or f is a redaction; IDs of repeated digits are those of documentation.
//! The field takes the ID of an app registration in AvePoint Online Services, not a Microsoft application.
//!
//! # Codes
//! `guid_malformed`, `guid_reserved` (each ends the checks), `guid_placeholder`, `well_known_application`.

use alloc::string::String;

use super::{Flow, GO_ON, STOP, placeholder};
use crate::codes::Finding;
use crate::text;
use crate::validate::Probe;

/// Applications that Microsoft runs: Azure AD and Microsoft Graph, SyncFabric, the Azure and Microsoft
/// Graph command lines, and the PowerShell modules.
const WELL_KNOWN: [Guid; 7] = [
    Guid(0x00000002_0000_0000_c000_000000000000),
    Guid(0x00000003_0000_0000_c000_000000000000),
    Guid(0x00000014_0000_0000_c000_000000000000),
    Guid(0x04b07795_8ddb_461a_bbee_02f9e1bf7b46),
    Guid(0x14d82eec_204b_4c2f_b7e8_296a70dab67e),
    Guid(0x1950a258_227b_4e31_a9cf_717495945fc2),
    Guid(0x1b730954_1685_4b74_9bfd_dac224a7b894),
];

/// The pairs that people leave around a GUID.
const PAIRS: [(char, char); 6] = [('{', '}'), ('(', ')'), ('<', '>'), ('"', '"'), ('\'', '\''), ('“', '”')];

const HYPHENS: [usize; 4] = [8, 13, 18, 23];

/// The 32 digits of a GUID.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Guid(pub(crate) u128);

impl Guid {
    /// The canonical form: lower case, with hyphens.
    pub(crate) fn text(self) -> String {
        let mut text = String::with_capacity(36);
        let mut rest = self.0;
        for at in 0..36 {
            if HYPHENS.contains(&at) {
                text.push('-');
            } else {
                rest = rest.rotate_left(4);
                let [.., byte] = rest.to_be_bytes();
                text.push(char::from_digit(u32::from(byte & 0xF), 16).unwrap_or_default());
            }
        }
        text
    }
}

/// The value as a GUID, if it reads as one.
pub(crate) fn read(value: &str) -> Option<Guid> {
    // The cheapest answer first: most values are not of any length that a GUID has.
    if value.len() < 32 {
        return None;
    }
    let bare = without_urn(value);
    canonical(inside_pair(bare).unwrap_or(bare))
}

/// Whether the text is 8-4-4-4-12 hexadecimal digits.
pub(crate) fn is_canonical(text: &str) -> bool {
    text.len() == 36 && canonical(text).is_some()
}

/// The GUID of a text of 32 digits, or of 36 characters with hyphens in their places.
fn canonical(text: &str) -> Option<Guid> {
    let hyphenated = match text.len() {
        32 => false,
        36 => true,
        _ => return None,
    };
    let mut bytes = text.bytes();
    let mut guid = 0;
    for at in 0..36 {
        if !HYPHENS.contains(&at) {
            let digit = char::from(bytes.next()?).to_digit(16)?;
            guid = guid << 4 | u128::from(digit);
        } else if hyphenated && bytes.next() != Some(b'-') {
            return None;
        }
    }
    Some(Guid(guid))
}

fn without_urn(value: &str) -> &str {
    text::strip_prefix(value, "urn:uuid:").unwrap_or(value)
}

/// What stands inside one pair around the value, without blanks at its ends.
fn inside_pair(value: &str) -> Option<&str> {
    PAIRS.iter().find_map(|(open, close)| value.strip_prefix(*open)?.strip_suffix(*close)).map(text::trim)
}

/// The placeholder check of a value that reads as no GUID: of the whole, and of what is inside a pair.
pub(crate) fn check_placeholder(value: &str, probe: &mut Probe<'_>) -> Flow {
    placeholder::check(value, probe)?;
    match inside_pair(without_urn(value)) {
        Some(inside) => placeholder::check(inside, probe),
        None => GO_ON,
    }
}

/// The check for IDs that stand for nothing.
pub(crate) fn check_reserved(guid: Guid, probe: &mut Probe<'_>) -> Flow {
    if matches!(guid, Guid(u128::MIN | u128::MAX)) {
        probe.report(Finding::GuidReserved);
        return STOP;
    }
    GO_ON
}

/// The checks of the application ID.
pub(crate) fn check(value: &str, probe: &mut Probe<'_>) -> Option<String> {
    let Some(guid) = read(value) else {
        if check_placeholder(value, probe).is_continue() {
            let mended = read(&mend(value)).map(Guid::text);
            probe.suggest(Finding::GuidMalformed, mended);
        }
        return None;
    };
    if check_reserved(guid, probe).is_continue() {
        if is_sample(guid) {
            probe.report(Finding::GuidPlaceholder);
        }
        if WELL_KNOWN.contains(&guid) {
            probe.report(Finding::WellKnownApplication);
        }
    }
    Some(guid.text())
}

/// Whether the GUID is of the kind that documentation uses.
fn is_sample(Guid(digits): Guid) -> bool {
    // A block is one digit four times if it is that digit times this.
    let block = 0x1111;
    (0..8).all(|place| (digits >> (place * 16) & 0xFFFF) % block == 0) || digits >> 48 == 0x1234_5678_1234_1234_1234
}

/// The value with the slips mended that typing and copying make.
fn mend(value: &str) -> String {
    value
        .chars()
        .map(|c| match c {
            '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
                // Full-width characters stand in the order of ASCII, this far behind it.
                char::from_u32((c as u32).wrapping_sub(0xFEE0)).unwrap_or(c)
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' => '-',
            c => c,
        })
        .map(|c| match c {
            'O' | 'o' => '0',
            'l' | 'I' => '1',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::fields::Field;
    use crate::validate::testing::{codes, normal, suggestion};

    const ID: &str = "4aeeb44e-325a-4002-a36d-2986b65cad0a";

    #[test]
    fn every_form_is_the_same_id() {
        for form in [
            ID,
            "4AEEB44E-325A-4002-A36D-2986B65CAD0A",
            "4aeeb44e325a4002a36d2986b65cad0a",
            "{4aeeb44e-325a-4002-a36d-2986b65cad0a}",
            "( 4aeeb44e325a4002a36d2986b65cad0a\u{A0})",
            "urn:uuid:4aeeb44e-325a-4002-a36d-2986b65cad0a",
            "URN:UUID:<4aeeb44e-325a-4002-a36d-2986b65cad0a>",
            "“4aeeb44e-325a-4002-a36d-2986b65cad0a”",
            "'4aeeb44e-325a-4002-a36d-2986b65cad0a'",
        ] {
            assert_eq!(normal(Field::ApplicationId, form).as_deref(), Some(ID), "{form}");
        }
    }

    #[test]
    fn what_is_no_guid_is_malformed() {
        for other in [
            "4aeeb44e-325a-4002-a36d-2986b65cad0",
            "4aeeb44e-325a-4002-a36d2986b65cad0a",
            "4aeeb44g-325a-4002-a36d-2986b65cad0a",
            "{{4aeeb44e-325a-4002-a36d-2986b65cad0a",
            "{\"4aeeb44e-325a-4002-a36d-2986b65cad0a\"}",
            "fly-device-app",
            "4aeeb44e-325a4002-a36d-2986b65cad0a-",
        ] {
            assert_eq!(codes(Field::ApplicationId, other), ["guid_malformed"], "{other}");
        }
    }

    #[test]
    fn slips_are_mended_in_the_suggestion() {
        assert_eq!(suggestion(Field::ApplicationId, "4aeeb44e–325a–4OO2–a36d–2986b65cadoa").as_deref(), Some(ID));
        assert_eq!(suggestion(Field::ApplicationId, "４ａｅｅb44e325a4002a36d2986b65cad0a").as_deref(), Some(ID));
        assert_eq!(suggestion(Field::ApplicationId, "x"), None);
    }

    #[test]
    fn samples_and_blanks_to_fill_in() {
        assert_eq!(codes(Field::ApplicationId, "<client-id>"), ["placeholder"]);
        assert_eq!(codes(Field::ApplicationId, "{your-client-id}"), ["placeholder"]);
        assert_eq!(codes(Field::ApplicationId, "urn:uuid:{changeme}"), ["placeholder"]);
        assert_eq!(codes(Field::ApplicationId, "00001111-aaaa-2222-bbbb-3333cccc4444"), ["guid_placeholder"]);
        assert_eq!(codes(Field::ApplicationId, "12345678-1234-1234-1234-123456789abc"), ["guid_placeholder"]);
        assert_eq!(codes(Field::ApplicationId, "00001111-aaaa-2222-bbbb-3333cccc4445"), [""; 0]);
    }

    #[test]
    fn ids_that_are_not_yours() {
        assert_eq!(codes(Field::ApplicationId, "00000000000000000000000000000000"), ["guid_reserved"]);
        assert_eq!(codes(Field::ApplicationId, "FFFFFFFF-ffff-FFFF-ffff-ffffffffffff"), ["guid_reserved"]);
        assert_eq!(codes(Field::ApplicationId, "00000003-0000-0000-C000-000000000000"), ["well_known_application"]);
    }
}
