//! Destination domain name: the domain of Active Directory that devices join.
//!
//! # What
//! The DNS name of a domain, in lower case and without a dot at its end.
//!
//! # Why
//! "Naming conventions in Active Directory" (KB 909264): letters, digits, hyphens and dots; labels of at
//! most 63 bytes; at least 2 and at most 64 characters, since the name stands twice in paths of SYSVOL.
//! Domains with an underscore, a single label or letters outside ASCII exist, and give trouble: warnings.
//! A device finds its domain controller by the name of the domain, so an address, a port, a controller's
//! own name or the notation of LDAP do not serve. Endings such as `.local` are for special uses (RFC 6761).
//!
//! # Codes
//! `placeholder`, `is_url`, `is_user`, `is_distinguished_name`, `has_backslash`, `is_ip_address`,
//! `has_port`, `invisible_character`, `empty_label`, `label_too_long`, `too_long`, `too_short`,
//! `label_hyphen`, `forbidden_character`, `numeric_top_label`, `is_localhost` (each ends the checks),
//! `single_label`, `underscore`, `non_ascii`, `special_use_domain`, `reserved_name`,
//! `looks_like_domain_controller`, `is_entra_domain`, `many_labels`.

use alloc::string::{String, ToString};

use super::{Flow, GO_ON, STOP, host, ip, placeholder};
use crate::codes::Finding;
use crate::text::{self, AsciiSet, Scan};
use crate::validate::Probe;

const LONGEST_LABEL: u32 = 63;
const LONGEST: u32 = 64;
const SHORTEST: u32 = 2;
const MOST_LABELS: usize = 5;

const SPECIAL_USE: [&str; 10] =
    ["local", "localhost", "invalid", "test", "example", "onion", "internal", "lan", "corp", "home"];
const RESERVED: [&str; 19] = [
    "anonymous",
    "batch",
    "builtin",
    "dialup",
    "domain",
    "enterprise",
    "interactive",
    "internet",
    "local",
    "network",
    "null",
    "proxy",
    "restricted",
    "self",
    "server",
    "service",
    "system",
    "users",
    "world",
];
const CONTROLLERS: [&str; 4] = ["dc", "pdc", "bdc", "addc"];

/// The characters of a domain, as people type them.
const PLAIN: AsciiSet = AsciiSet::of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

/// The text without one dot at its end, and blanks before that.
pub(crate) fn without_trailing_dot(value: &str) -> &str {
    value.strip_suffix('.').map_or(value, |rest| text::trim_end(rest, text::is_blank))
}

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) -> Option<String> {
    let bare = without_trailing_dot(value);
    placeholder::check(bare, probe).continue_value()?;
    // Of all that a domain is taken for, only an address can consist of these characters alone.
    let plain = scan.ascii && scan.seen.is_within(PLAIN);
    if !plain || matches!(value.as_bytes(), [.., b'0'..=b'9']) {
        check_not_another_thing(value, scan, probe).continue_value()?;
    }
    let normal = (bare.len() != value.len() || scan.seen.meets(AsciiSet::UPPERCASE)).then(|| bare.to_ascii_lowercase());
    let domain = normal.as_deref().unwrap_or(bare);
    let labels = Labels::of(domain);
    check_labels(domain, &labels, plain, probe).continue_value()?;
    check_traps(domain, &labels, probe);
    normal
}

fn check_not_another_thing(value: &str, scan: &Scan, probe: &mut Probe<'_>) -> Flow {
    if text::has(value, '/') {
        probe.suggest(Finding::IsUrl, host::of_url(value));
    } else if let Some((_, after)) = text::cut_last(value, b'@') {
        probe.suggest(Finding::IsUser, Some(after.to_string()).filter(|after| !after.is_empty()));
    } else if let Some((domain, complete)) = distinguished_name(value) {
        probe.suggest(Finding::IsDistinguishedName, complete.then_some(domain));
    } else if text::has(value, '\\') {
        probe.report(Finding::HasBackslash);
    } else if is_ip_address(value) {
        probe.report(Finding::IsIpAddress);
    } else if text::cut_last(value, b':').is_some_and(|(_, port)| text::is_digits(port)) {
        probe.report(Finding::HasPort);
    } else if let Some(position) = scan.invisible {
        probe.report(Finding::InvisibleCharacter { position });
    } else {
        return GO_ON;
    }
    STOP
}

/// The domain of `DC=contoso,DC=com`, if every part is of this kind, and whether none of them is empty.
fn distinguished_name(value: &str) -> Option<(String, bool)> {
    let mut domain = String::new();
    let mut complete = true;
    for part in text::parts(value, |b| b == b',') {
        let label = text::trim(text::strip_prefix(text::trim(part), "DC=")?);
        complete &= !label.is_empty();
        domain.push_str(label);
        domain.push('.');
    }
    domain.pop();
    Some((domain, complete))
}

fn is_ip_address(value: &str) -> bool {
    let bare = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(value);
    ip::is_v4(bare) || ip::is_v6(bare)
}

/// What one look at the labels of a domain tells.
#[derive(Default)]
struct Labels<'d> {
    count: usize,
    first: &'d str,
    last: &'d str,
    /// Whether one is empty, too long, or starts or ends with a hyphen.
    empty: bool,
    long: bool,
    hyphen: bool,
}

impl<'d> Labels<'d> {
    fn of(domain: &'d str) -> Self {
        let mut labels = Self { first: text::before(domain, b'.'), ..Self::default() };
        for label in text::parts(domain, |b| b == b'.') {
            labels.count += 1;
            labels.last = label;
            labels.empty |= label.is_empty();
            labels.long |= label.len() > LONGEST_LABEL as usize;
            labels.hyphen |= matches!(label.as_bytes(), [b'-', ..] | [.., b'-']);
        }
        labels
    }
}

fn check_labels(domain: &str, labels: &Labels<'_>, plain: bool, probe: &mut Probe<'_>) -> Flow {
    let length = if plain { domain.len() } else { text::utf16_len(domain) };
    if labels.empty {
        probe.report(Finding::EmptyLabel);
    } else if labels.long {
        probe.report(Finding::LabelTooLong { max: LONGEST_LABEL });
    } else if length > LONGEST as usize {
        probe.report(Finding::TooLong { max: LONGEST });
    } else if length < SHORTEST as usize {
        probe.report(Finding::TooShort { min: SHORTEST });
    } else if labels.hyphen {
        probe.report(Finding::LabelHyphen);
    } else if !plain && text::any(domain, is_forbidden) {
        probe.report(Finding::ForbiddenCharacter { characters: text::distinct(domain, is_forbidden) });
    } else if text::is_digits(labels.last) {
        probe.report(Finding::NumericTopLabel);
    } else if domain == "localhost" {
        probe.report(Finding::IsLocalhost);
    } else {
        return GO_ON;
    }
    STOP
}

fn is_forbidden(c: char) -> bool {
    match c {
        'a'..='z' | '0'..='9' | '-' | '_' | '.' => false,
        c => c.is_ascii() || text::is_blank(c),
    }
}

fn check_traps(domain: &str, labels: &Labels<'_>, probe: &mut Probe<'_>) {
    if labels.count == 1 {
        probe.report(Finding::SingleLabel);
    }
    if text::has(domain, '_') {
        probe.report(Finding::Underscore);
    }
    if !domain.is_ascii() {
        probe.report(Finding::NonAscii);
    }
    if SPECIAL_USE.contains(&labels.last) {
        probe.report(Finding::SpecialUseDomain);
    }
    if RESERVED.contains(&labels.first) {
        probe.report(Finding::ReservedName);
    }
    if labels.count >= 3 && is_controller(labels.first) {
        probe.report(Finding::LooksLikeDomainController);
    }
    if domain.ends_with(".onmicrosoft.com") {
        probe.report(Finding::IsEntraDomain);
    }
    if labels.count > MOST_LABELS {
        probe.report(Finding::ManyLabels);
    }
}

/// Whether a label is `dc` or its like, with a number or without.
fn is_controller(label: &str) -> bool {
    CONTROLLERS.contains(&text::trim_end(label, |c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use crate::fields::Field;
    use crate::validate::testing::{codes, normal, suggestion};
    use alloc::format;
    use alloc::vec::Vec;

    fn found(domain: &str) -> Vec<&'static str> {
        codes(Field::AdDomain, domain)
    }

    #[test]
    fn domains_are_held_in_lower_case_without_the_dot() {
        for (typed, held) in [
            ("Corp.Contoso.com", "corp.contoso.com"),
            ("x1.co .", "x1.co"),
            (&*format!("{}.com", "a".repeat(60)), &*format!("{}.com", "a".repeat(60))),
            ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
        ] {
            assert_eq!(found(typed), [""; 0], "{typed}");
            assert_eq!(normal(Field::AdDomain, typed).as_deref(), Some(held));
        }
    }

    #[test]
    fn other_things_end_the_checks() {
        for (domain, code) in [
            ("your-domain.", "placeholder"),
            ("https://contoso.com", "is_url"),
            ("contoso.com/", "is_url"),
            ("admin@contoso.com", "is_user"),
            ("DC=contoso, dc=com", "is_distinguished_name"),
            ("CONTOSO\\dc1", "has_backslash"),
            ("10.0.0.5", "is_ip_address"),
            ("[::1]", "is_ip_address"),
            ("::ffff:1.2.3.4", "is_ip_address"),
            ("contoso.com:389", "has_port"),
            ("contoso\u{200D}.com", "invisible_character"),
            ("contoso..com", "empty_label"),
            (".", "empty_label"),
            (".contoso.com", "empty_label"),
            ("a", "too_short"),
            ("-contoso.com", "label_hyphen"),
            ("contoso .com", "forbidden_character"),
            ("contoso\u{3000}x.com", "forbidden_character"),
            ("10.0.0", "numeric_top_label"),
            ("LOCALHOST", "is_localhost"),
            ("fe80::1%eth0", "forbidden_character"),
        ] {
            assert_eq!(found(domain), [code], "{domain}");
        }
        assert_eq!(found(&format!("{}.com", "a".repeat(61))), ["too_long"]);
        assert_eq!(found(&"a".repeat(64)), ["label_too_long"]);
        assert_eq!(found(&format!("{}.com", "é".repeat(32))), ["label_too_long"]);
    }

    #[test]
    fn the_domain_inside_is_suggested() {
        assert_eq!(suggestion(Field::AdDomain, "ldap://Contoso.com:389/x").as_deref(), Some("contoso.com"));
        assert_eq!(suggestion(Field::AdDomain, "a@b@Contoso.com").as_deref(), Some("Contoso.com"));
        assert_eq!(suggestion(Field::AdDomain, " DC=contoso , DC= com").as_deref(), Some("contoso.com"));
        assert_eq!(suggestion(Field::AdDomain, "DC=a,DC=b.").as_deref(), Some("a.b."));
        assert_eq!(suggestion(Field::AdDomain, "DC=,DC=com"), None);
    }

    #[test]
    fn traps_are_warnings() {
        for (domain, code) in [
            ("corp_eu.contoso.com", "underscore"),
            ("münchen.de", "non_ascii"),
            ("contoso.local", "special_use_domain"),
            ("users.contoso.com", "reserved_name"),
            ("world.contoso.com", "reserved_name"),
            ("dc01.contoso.com", "looks_like_domain_controller"),
            ("addc.contoso.com", "looks_like_domain_controller"),
            ("contoso.onmicrosoft.com", "is_entra_domain"),
            ("a.b.c.d.e.com", "many_labels"),
            ("contoso", "single_label"),
        ] {
            assert_eq!(found(domain), [code], "{domain}");
            assert!(normal(Field::AdDomain, domain).is_some());
        }
        assert_eq!(found("dc1.com"), [""; 0]);
        assert_eq!(found("dcx.contoso.com"), [""; 0]);
        assert_eq!(found("a.b.c.d.com"), [""; 0]);
    }
}
