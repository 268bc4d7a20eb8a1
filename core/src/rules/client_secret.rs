//! Client secret: the value that was shown once, and what is pasted in its place.
//!
//! # What
//! A secret of an app registration. Its format is not published, so little can be an error.
//!
//! # Why
//! The value is shown only right after it is made; who lost it pastes something else: the secret's ID
//! (Microsoft Entra ID then answers AADSTS7000215), the application ID, a certificate or its thumbprint,
//! or a secret of an Entra registration, which AvePoint Online Services does not know. The form of Entra
//! secrets is the one that secret scanners use (gitleaks, trufflehog). The least length of 16 is that of
//! generated secrets in Microsoft Graph (passwordCredential, microsoft-graph-docs).
//!
//! # Codes
//! `secret_is_certificate`, `placeholder`, `same_as_application_id` (each ends the checks),
//! `secret_is_secret_id`, `secret_is_thumbprint`, `secret_is_entra_secret`, `quoted`, `percent_encoded`,
//! `non_ascii`, `suspiciously_short`.

use super::{Flow, GO_ON, STOP, guid, placeholder};
use crate::codes::Finding;
use crate::fields::Field;
use crate::text::{self, Scan};
use crate::validate::Probe;

const CERTIFICATE_FILES: [&str; 6] = [".pfx", ".p12", ".cer", ".crt", ".pem", ".key"];
const ENCODED: [&str; 4] = ["%7E", "%2B", "%2F", "%3D"];
const MIN: u32 = 16;

/// A certificate has line breaks; that it is one says more than where they are.
pub(crate) fn check_first(value: &str, probe: &mut Probe<'_>) -> Flow {
    if text::starts_with(value, "-----BEGIN") {
        probe.report(Finding::SecretIsCertificate);
        return STOP;
    }
    GO_ON
}

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) {
    if placeholder::check(value, probe).is_break() || check_not_another_thing(value, probe).is_break() {
        return;
    }
    if text::is_hex(value, 40) || text::is_hex(value, 64) {
        probe.report(Finding::SecretIsThumbprint);
    }
    if is_entra_secret(value) {
        probe.report(Finding::SecretIsEntraSecret);
    }
    if is_quoted(value) {
        probe.report(Finding::Quoted);
    }
    if scan.has('%') && ENCODED.iter().any(|code| text::contains(value, code)) {
        probe.report(Finding::PercentEncoded);
    }
    if !scan.ascii {
        probe.report(Finding::NonAscii);
    }
    if scan.len < MIN as usize {
        probe.report(Finding::SuspiciouslyShort { min: MIN });
    }
}

fn check_not_another_thing(value: &str, probe: &mut Probe<'_>) -> Flow {
    if CERTIFICATE_FILES.iter().any(|ending| text::ends_with(value, ending)) {
        probe.report(Finding::SecretIsCertificate);
        return STOP;
    }
    if let Some(guid) = guid::read(text::trim(value)) {
        if probe.typed(Field::ApplicationId).and_then(guid::read) == Some(guid) {
            probe.report(Finding::SameAsApplicationId);
            return STOP;
        }
        probe.report(Finding::SecretIsSecretId);
    }
    GO_ON
}

/// Three characters, a digit, `Q~` and the rest, 37 to 40 in all.
fn is_entra_secret(value: &str) -> bool {
    let bytes = value.as_bytes();
    (37..=40).contains(&bytes.len())
        && bytes.get(3).is_some_and(u8::is_ascii_digit)
        && bytes.get(4..6) == Some(b"Q~")
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'~' | b'.' | b'-'))
}

fn is_quoted(value: &str) -> bool {
    let mut chars = value.chars();
    matches!(
        (chars.next(), chars.next_back()),
        (Some('"'), Some('"')) | (Some('\''), Some('\'')) | (Some('“'), Some('”'))
    )
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::fields::Field;
    use crate::validate::testing::{codes, draft_with, issues_of};
    use alloc::format;
    use alloc::string::String;
    use alloc::vec::Vec;

    fn found(secret: &str) -> Vec<&'static str> {
        codes(Field::ClientSecret, secret)
    }

    #[test]
    fn a_secret_is_fine() {
        assert_eq!(found("0123456789abcdefGHIJ+/="), [""; 0]);
        assert_eq!(found(&"x".repeat(512)), [""; 0]);
    }

    #[test]
    fn certificates_are_no_secrets() {
        assert_eq!(found("-----begin CERTIFICATE-----\nMII…"), ["secret_is_certificate"]);
        assert_eq!(found("C:\\certs\\rejoin.PFX"), ["secret_is_certificate"]);
    }

    #[test]
    fn other_things_that_people_paste() {
        assert_eq!(found("b1a7c3de-0000-4f00-8a00-1234567890ab"), ["secret_is_secret_id"]);
        assert_eq!(found(&"0A".repeat(20)), ["secret_is_thumbprint"]);
        assert_eq!(found(&"0a".repeat(32)), ["secret_is_thumbprint"]);
        assert_eq!(found(&format!("abc8Q~{}", "x".repeat(34))), ["secret_is_entra_secret"]);
        assert_eq!(found(&format!("abc8Q~{}", "x".repeat(35))), [""; 0]);
        assert_eq!(found(&format!("abc8q~{}", "x".repeat(34))), [""; 0]);
        assert_eq!(found("'0123456789abcdef'"), ["quoted"]);
        assert_eq!(found("0123456789abcdef%7e"), ["percent_encoded"]);
        assert_eq!(found("0123456789abcdefé"), ["non_ascii"]);
        assert_eq!(found("0123456789abcde"), ["suspiciously_short"]);
        assert_eq!(found("\""), ["suspiciously_short"]);
        assert_eq!(found("<secret>"), ["placeholder"]);
    }

    #[test]
    fn the_application_id_again() {
        let mut draft = draft_with(Field::ClientSecret);
        let id = "4aeeb44e-325a-4002-a36d-2986b65cad0a";
        draft.set_field(Field::ApplicationId, id);
        draft.set_field(Field::ClientSecret, String::from(" {4AEEB44E325A4002A36D2986B65CAD0A}"));
        let issues = issues_of(Field::ClientSecret, &draft, &Context::new());
        let codes: Vec<_> = issues.iter().map(|issue| issue.code().as_str()).collect();
        assert_eq!(codes, ["edge_whitespace", "same_as_application_id"]);
    }
}
