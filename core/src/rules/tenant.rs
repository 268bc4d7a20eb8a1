//! Tenant: which directory of Microsoft Entra ID devices go to.
//!
//! # What
//! The ID of a tenant or one of its domains, and one that is connected where the host knows which are.
//!
//! # Why
//! Endpoints of Entra ID take a tenant's GUID or any of its domains. `common` and its like stand for many
//! tenants; an underscore, a blank or the tail of an address gives AADSTS900023. Microsoft Cloud Germany
//! (`onmicrosoft.de`) closed in October 2021. Initial domains have letters and digits; the limit of 27 is
//! what is quoted, so it is only a warning.
//!
//! # Codes
//! `guid_reserved`, `tenant_is_consumer`, `placeholder`, `tenant_is_alias`, `is_url`, `is_user`,
//! `tenant_malformed` (each ends the checks), `tenant_closed_cloud`, `tenant_is_ad_domain`,
//! `tenant_unusual_initial_domain`, `unknown_tenant`.

use alloc::string::{String, ToString};

use super::{Flow, GO_ON, STOP, ad_domain, guid, host};
use crate::codes::Finding;
use crate::text::{self, AsciiSet, Scan};
use crate::validate::Probe;

/// The tenant of all personal Microsoft accounts.
const CONSUMERS: guid::Guid = guid::Guid(0x9188040d_6c67_4c5b_b112_36a304b66dad);
const ALIASES: [&str; 3] = ["common", "organizations", "consumers"];
/// What initial domains end in, in the clouds there are.
const INITIAL: [&str; 3] = [".onmicrosoft.com", ".onmicrosoft.us", ".partner.onmschina.cn"];
const LONGEST_INITIAL: usize = 27;
const LONGEST_LABEL: usize = 63;

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) -> Option<String> {
    let normal = match guid::read(value) {
        Some(guid) => {
            check_id(guid, probe).continue_value()?;
            Some(guid.text())
        }
        None => {
            guid::check_placeholder(value, probe).continue_value()?;
            let bare = ad_domain::without_trailing_dot(value);
            let changes = bare.len() != value.len() || scan.seen.meets(AsciiSet::UPPERCASE);
            let normal = changes.then(|| bare.to_ascii_lowercase());
            check_domain(normal.as_deref().unwrap_or(bare), scan, probe).continue_value()?;
            normal
        }
    };
    let tenant = normal.as_deref().unwrap_or(value);
    if probe.context.tenants().is_some_and(|tenants| tenants.ids(tenant).is_empty()) {
        probe.report(Finding::UnknownTenant);
    }
    normal
}

fn check_id(guid: guid::Guid, probe: &mut Probe<'_>) -> Flow {
    guid::check_reserved(guid, probe)?;
    if guid == CONSUMERS {
        probe.report(Finding::TenantIsConsumer);
        return STOP;
    }
    GO_ON
}

fn check_domain(domain: &str, scan: &Scan, probe: &mut Probe<'_>) -> Flow {
    if ALIASES.contains(&domain) {
        probe.report(Finding::TenantIsAlias);
        return STOP;
    }
    if scan.has('/') {
        probe.suggest(Finding::IsUrl, host::of_url(domain));
        return STOP;
    }
    let user = if scan.has('@') { text::cut_last(domain, b'@') } else { None };
    if let Some((_, after)) = user {
        probe.suggest(Finding::IsUser, Some(after.to_string()).filter(|after| !after.is_empty()));
        return STOP;
    }
    if !is_domain(domain) {
        probe.report(Finding::TenantMalformed);
        return STOP;
    }
    if domain.ends_with(".onmicrosoft.de") {
        probe.report(Finding::TenantClosedCloud);
    }
    if domain.ends_with(".local") {
        probe.report(Finding::TenantIsAdDomain);
    }
    let initial = INITIAL.iter().find_map(|suffix| domain.strip_suffix(suffix));
    let label = initial.map(|names| text::behind(names, b'.'));
    if label.is_some_and(|label| label.len() > LONGEST_INITIAL || text::has(label, '-')) {
        probe.report(Finding::TenantUnusualInitialDomain);
    }
    GO_ON
}

/// Whether the text is two or more labels of letters, digits and inner hyphens, the last no number.
fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LONGEST_LABEL).contains(&label.len())
            && label.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            && !matches!(label.as_bytes(), [b'-', ..] | [.., b'-'])
    };
    text::has(domain, '.')
        && text::parts(domain, |b| b == b'.').all(is_label)
        && !text::is_digits(text::behind(domain, b'.'))
}

#[cfg(test)]
mod tests {
    use crate::context::{Context, Tenant};
    use crate::fields::Field;
    use crate::validate::testing::{codes, draft_with, issues_of, normal, suggestion};
    use alloc::vec::Vec;

    fn found(tenant: &str) -> Vec<&'static str> {
        codes(Field::Tenant, tenant)
    }

    #[test]
    fn ids_and_domains() {
        for (tenant, held) in [
            ("{4F1C2D9E-7a3b-4c58-9e0d-61b2a7f3c845}", "4f1c2d9e-7a3b-4c58-9e0d-61b2a7f3c845"),
            ("Contoso.onmicrosoft.com .", "contoso.onmicrosoft.com"),
            ("fabrikam.com", "fabrikam.com"),
            ("contoso.partner.onmschina.cn", "contoso.partner.onmschina.cn"),
        ] {
            assert_eq!(found(tenant), [""; 0], "{tenant}");
            assert_eq!(normal(Field::Tenant, tenant).as_deref(), Some(held));
        }
    }

    #[test]
    fn what_is_no_tenant() {
        for (tenant, code) in [
            ("00000000-0000-0000-0000-000000000000", "guid_reserved"),
            ("9188040D-6c67-4c5b-b112-36a304b66dad", "tenant_is_consumer"),
            ("{{tenantid}}", "placeholder"),
            ("\"<tenant>\"", "placeholder"),
            ("Common", "tenant_is_alias"),
            ("organizations.", "tenant_is_alias"),
            ("https://contoso.com/x", "is_url"),
            ("user@contoso.com", "is_user"),
            ("contoso", "tenant_malformed"),
            ("contoso_tst.onmicrosoft.com", "tenant_malformed"),
            ("contoso..com", "tenant_malformed"),
            ("-contoso.com", "tenant_malformed"),
            ("10.0.0.5", "tenant_malformed"),
            ("münchen.de", "tenant_malformed"),
            ("contoso.onmicrosoft.de", "tenant_closed_cloud"),
            ("contoso.local", "tenant_is_ad_domain"),
            ("con-toso.onmicrosoft.com", "tenant_unusual_initial_domain"),
            ("a123456789012345678901234567.onmicrosoft.us", "tenant_unusual_initial_domain"),
        ] {
            assert_eq!(found(tenant), [code], "{tenant}");
        }
        assert_eq!(found("a12345678901234567890123456.onmicrosoft.us"), [""; 0]);
        assert_eq!(found("x-y.contoso.onmicrosoft.com"), [""; 0]);
    }

    #[test]
    fn the_name_inside_is_suggested() {
        assert_eq!(
            suggestion(Field::Tenant, "https://Contoso.onmicrosoft.com/").as_deref(),
            Some("contoso.onmicrosoft.com")
        );
        assert_eq!(suggestion(Field::Tenant, "https://login.microsoftonline.com/x"), None);
        assert_eq!(suggestion(Field::Tenant, "User@Contoso.com").as_deref(), Some("contoso.com"));
        assert_eq!(suggestion(Field::Tenant, "user@"), None);
    }

    #[test]
    fn only_connected_tenants() {
        let tenant =
            Tenant { id: "4F1C2D9E-7a3b-4c58-9e0d-61b2a7f3c845".into(), domain: "Contoso.com".into(), name: None };
        let context = Context::new().with_tenants([tenant]);
        for (typed, issues) in [("contoso.com", 0), ("4f1c2d9e7a3b4c589e0d61b2a7f3c845", 0), ("fabrikam.com", 1)] {
            let mut draft = draft_with(Field::Tenant);
            draft.set_field(Field::Tenant, typed);
            assert_eq!(issues_of(Field::Tenant, &draft, &context).len(), issues, "{typed}");
            assert_eq!(issues_of(Field::Tenant, &draft, &Context::new().with_tenants([])).len(), 1);
        }
    }
}
