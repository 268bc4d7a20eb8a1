//! Username of the service account: one of the two forms that Windows documents.
//!
//! # What
//! `DOMAIN\user` with the NetBIOS name of the domain, `user@domain`, or a name alone.
//!
//! # Why
//! `NetJoinDomain` takes a NetBIOS name and a user, or a user principal name (User Name Formats, win32;
//! nf-lmjoin-netjoindomain, sdk-api). A name alone is looked up somewhere, so it is a warning. The limits
//! of 15 and 20 are those of NetBIOS names and `sAMAccountName`; what Microsoft Entra ID synchronises of a
//! user principal name is narrower than what Active Directory allows, so those are warnings. The account of
//! the source domain in place of one of the destination is the usual mistake.
//!
//! # Codes
//! `placeholder`, `invisible_character`, `is_sid`, `is_distinguished_name`, `is_url`, `forward_slash`,
//! `doubled_backslash`, `mixed_forms`, `multiple_separators`, `empty_part`, `not_a_domain_account` (each
//! ends the checks), `netbios_too_long`, `fqdn_with_backslash`, `no_domain_part`, `account_name_too_long`,
//! `forbidden_character`, `trailing_period`, `reserved_name`, `builtin_administrator`, `computer_account`,
//! `upn_unusual_character`, `upn_long_for_entra`, `upn_single_label`, `upn_cloud_only`, `domain_differs`.

use alloc::string::String;

use super::{Flow, GO_ON, STOP, local_administrator, placeholder};
use crate::codes::Finding;
use crate::fields::Field;
use crate::text::{self, Scan};
use crate::validate::Probe;

const LOCAL_DOMAINS: [&str; 7] =
    [".", "localhost", "BUILTIN", "NT AUTHORITY", "NT SERVICE", "AzureAD", "MicrosoftAccount"];
const RESERVED: [&str; 6] = ["SYSTEM", "LocalSystem", "LOCAL SERVICE", "NETWORK SERVICE", "krbtgt", "Guest"];
const LONGEST_NETBIOS: u32 = 15;
const LONGEST_ACCOUNT: u32 = 20;
const ENTRA_BEFORE_AT: usize = 64;
const ENTRA_AFTER_AT: usize = 48;
const ENTRA_IN_ALL: usize = 113;

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) {
    if check_not_another_thing(value, scan, probe).is_break() || check_separators(value, scan, probe).is_break() {
        return;
    }
    let split = |separator| if scan.has(separator) { text::cut(value, separator as u8) } else { None };
    if let Some((domain, user)) = split('\\') {
        check_down_level(domain, user, probe);
    } else if let Some((user, suffix)) = split('@') {
        check_upn(value, user, suffix, probe);
    } else {
        let whole = probe.accepted(Field::AdDomain).map(|domain| text::joined(&[value, "@", domain]));
        probe.suggest(Finding::NoDomainPart, whole);
        check_account_name(value, probe);
    }
}

fn check_not_another_thing(value: &str, scan: &Scan, probe: &mut Probe<'_>) -> Flow {
    placeholder::check(value, probe)?;
    let finding = if let Some(position) = scan.invisible {
        Finding::InvisibleCharacter { position }
    } else if text::strip_prefix(value, "S-1-").is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9', ..])) {
        Finding::IsSid
    } else if scan.has('=') && is_distinguished_name(value) {
        Finding::IsDistinguishedName
    } else if scan.has(':') && text::contains(value, "://") {
        Finding::IsUrl
    } else {
        return GO_ON;
    };
    probe.report(finding);
    STOP
}

/// Whether an attribute of LDAP stands at the start or after a comma.
fn is_distinguished_name(value: &str) -> bool {
    text::parts(value, |b| b == b',').enumerate().any(|(at, part)| {
        let part = if at == 0 { part } else { text::trim_start(part, text::is_blank) };
        ["CN=", "OU=", "DC="].iter().any(|attribute| text::starts_with(part, attribute))
    })
}

fn check_separators(value: &str, scan: &Scan, probe: &mut Probe<'_>) -> Flow {
    let count = |separator: char| if scan.has(separator) { value.matches(separator).count() } else { 0 };
    let (backslashes, ats) = (count('\\'), count('@'));
    if scan.has('/') {
        let mended = (count('/') == 1).then(|| text::mapped(value, |c| if c == '/' { '\\' } else { c }));
        probe.suggest(Finding::ForwardSlash, mended);
    } else if backslashes > 1 && text::contains(value, "\\\\") {
        probe.suggest(Finding::DoubledBackslash, Some(with_single_backslashes(value)));
    } else if backslashes > 0 && ats > 0 {
        probe.report(Finding::MixedForms);
    } else if backslashes > 1 || ats > 1 {
        probe.report(Finding::MultipleSeparators);
    } else if matches!(value.as_bytes(), [b'\\' | b'@', ..] | [.., b'\\' | b'@']) {
        probe.report(Finding::EmptyPart);
    } else {
        return GO_ON;
    }
    STOP
}

/// The text with each run of backslashes as one.
fn with_single_backslashes(value: &str) -> String {
    let mut single = String::with_capacity(value.len());
    for c in value.chars() {
        if c != '\\' || !single.ends_with('\\') {
            single.push(c);
        }
    }
    single
}

fn check_down_level(domain: &str, user: &str, probe: &mut Probe<'_>) {
    if text::is_any(domain, &LOCAL_DOMAINS) {
        return probe.report(Finding::NotADomainAccount);
    }
    let dotted = text::has(domain, '.');
    if dotted {
        probe.suggest(Finding::FqdnWithBackslash, Some(text::joined(&[user, "@", domain])));
    } else if text::utf16_len(domain) > LONGEST_NETBIOS as usize {
        probe.report(Finding::NetbiosTooLong { max: LONGEST_NETBIOS });
    }
    check_account_name(user, probe);
    if !dotted && probe.accepted(Field::AdDomain).is_some_and(|destination| !is_netbios_of(domain, destination)) {
        probe.report(Finding::DomainDiffers);
    }
}

/// Whether a NetBIOS name is the first label of a domain, in full or cut to 15 characters.
fn is_netbios_of(netbios: &str, domain: &str) -> bool {
    let label = text::before(domain, b'.');
    let cut = label.char_indices().nth(LONGEST_NETBIOS as usize).and_then(|(at, _)| label.get(..at)).unwrap_or(label);
    netbios.eq_ignore_ascii_case(label) || netbios.eq_ignore_ascii_case(cut)
}

/// What holds for a user that is looked up by its account name.
fn check_account_name(user: &str, probe: &mut Probe<'_>) {
    if text::utf16_len(user) > LONGEST_ACCOUNT as usize {
        probe.report(Finding::AccountNameTooLong { max: LONGEST_ACCOUNT });
    }
    let characters = local_administrator::FORBIDDEN.found_in(user);
    if !characters.is_empty() {
        probe.report(Finding::ForbiddenCharacter { characters });
    }
    if user.ends_with('.') {
        probe.report(Finding::TrailingPeriod);
    }
    if text::is_any(user, &RESERVED) {
        probe.report(Finding::ReservedName);
    }
    if user.eq_ignore_ascii_case("Administrator") {
        probe.report(Finding::BuiltinAdministrator);
    }
    if user.ends_with('$') {
        probe.report(Finding::ComputerAccount);
    }
}

fn check_upn(value: &str, user: &str, suffix: &str, probe: &mut Probe<'_>) {
    let usual =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'\'' | b'.' | b'-' | b'_' | b'!' | b'#' | b'^' | b'~');
    if !user.bytes().all(usual) || user.ends_with('.') {
        probe.report(Finding::UpnUnusualCharacter);
    }
    let length = text::utf16_len;
    if length(user) > ENTRA_BEFORE_AT || length(suffix) > ENTRA_AFTER_AT || length(value) > ENTRA_IN_ALL {
        probe.report(Finding::UpnLongForEntra);
    }
    if !text::has(suffix, '.') {
        probe.report(Finding::UpnSingleLabel);
    }
    if text::ends_with(suffix, ".onmicrosoft.com") {
        probe.report(Finding::UpnCloudOnly);
    } else if probe.accepted(Field::AdDomain).is_some_and(|domain| !suffix.eq_ignore_ascii_case(domain)) {
        probe.report(Finding::DomainDiffers);
    }
}

#[cfg(test)]
mod tests {
    use crate::context::Context;
    use crate::fields::Field;
    use crate::report::{Issue, Suggestion};
    use crate::validate::testing::{codes, draft_with, issues_of, suggestion};
    use alloc::string::String;
    use alloc::vec::Vec;

    fn found(username: &str) -> Vec<&'static str> {
        codes(Field::AdUsername, username)
    }

    fn in_domain(username: &str, domain: &str) -> Vec<Issue> {
        let mut draft = draft_with(Field::AdUsername);
        draft.set_field(Field::AdUsername, String::from(username));
        draft.set_field(Field::AdDomain, String::from(domain));
        issues_of(Field::AdUsername, &draft, &Context::new())
    }

    fn codes_in(username: &str, domain: &str) -> Vec<&'static str> {
        in_domain(username, domain).iter().map(|issue| issue.code().as_str()).collect()
    }

    #[test]
    fn both_forms_are_fine() {
        for name in
            ["CONTOSO\\svc-fly", "svc-fly@corp.contoso.com", "CONTOSO\\12345678901234567890", "ABCDEFGHIJKLMNO\\a"]
        {
            assert_eq!(found(name), [""; 0], "{name}");
        }
    }

    #[test]
    fn other_things_end_the_checks() {
        for (name, code) in [
            ("<DOMAIN\\user>", "placeholder"),
            ("svc\u{200B}fly", "invisible_character"),
            ("s-1-5-21", "is_sid"),
            ("CN=svc,OU=x", "is_distinguished_name"),
            ("svc, dc=x", "is_distinguished_name"),
            ("ldap://x", "is_url"),
            ("CONTOSO/svc", "forward_slash"),
            ("CONTOSO\\\\svc", "doubled_backslash"),
            ("CONTOSO\\svc@x", "mixed_forms"),
            ("svc@corp@contoso.com", "multiple_separators"),
            ("A\\B\\c", "multiple_separators"),
            ("CONTOSO\\", "empty_part"),
            ("@contoso.com", "empty_part"),
            (".\\svc", "not_a_domain_account"),
            ("nt authority\\SYSTEM", "not_a_domain_account"),
        ] {
            assert_eq!(found(name), [code], "{name}");
        }
        assert_eq!(found("S-1-x\\y"), [""; 0]);
    }

    #[test]
    fn slips_are_mended_in_the_suggestion() {
        assert_eq!(suggestion(Field::AdUsername, "CONTOSO/svc").as_deref(), Some("CONTOSO\\svc"));
        assert_eq!(suggestion(Field::AdUsername, "A/B/svc"), None);
        assert_eq!(suggestion(Field::AdUsername, "A\\\\\\B\\c").as_deref(), Some("A\\B\\c"));
        assert_eq!(suggestion(Field::AdUsername, "corp.contoso.com\\svc").as_deref(), Some("svc@corp.contoso.com"));
        let whole = in_domain("svc", "CONTOSO.com").into_iter().next().and_then(|issue| issue.suggestion);
        assert_eq!(whole, Some(Suggestion::Text("svc@contoso.com".into())));
    }

    #[test]
    fn account_names_have_limits() {
        assert_eq!(found("ABCDEFGHIJKLMNOP\\a"), ["netbios_too_long"]);
        assert_eq!(found("C\\123456789012345678901"), ["account_name_too_long"]);
        assert_eq!(found("C\\a*b?*"), ["forbidden_character"]);
        assert_eq!(found("C\\a."), ["trailing_period"]);
        assert_eq!(found("C\\KRBTGT"), ["reserved_name"]);
        assert_eq!(found("administrator"), ["no_domain_part", "builtin_administrator"]);
        assert_eq!(found("C\\pc$"), ["computer_account"]);
    }

    #[test]
    fn principal_names_have_others() {
        assert_eq!(found("svc fly@contoso.com"), ["upn_unusual_character"]);
        assert_eq!(found("svc.@contoso.com"), ["upn_unusual_character"]);
        assert_eq!(found("svc'.-_!#^~x@contoso.com"), [""; 0]);
        assert_eq!(found(&alloc::format!("{}@a.b", "x".repeat(65))), ["upn_long_for_entra"]);
        assert_eq!(found("svc@contoso"), ["upn_single_label"]);
        assert_eq!(found("svc@x.onmicrosoft.com"), ["upn_cloud_only"]);
    }

    #[test]
    fn the_account_belongs_to_the_destination() {
        assert_eq!(codes_in("svc@contoso.com", "Contoso.com."), [""; 0]);
        assert_eq!(codes_in("svc@fabrikam.com", "contoso.com"), ["domain_differs"]);
        assert_eq!(codes_in("svc@fabrikam.com", "https://contoso.com"), [""; 0]);
        assert_eq!(codes_in("CONTOSO\\svc", "contoso.com"), [""; 0]);
        assert_eq!(codes_in("FABRIKAM\\svc", "contoso.com"), ["domain_differs"]);
        assert_eq!(codes_in("ABCDEFGHIJKLMNO\\svc", "abcdefghijklmnopq.com"), [""; 0]);
    }
}
