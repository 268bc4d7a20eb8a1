//! App profile: with which consent the tenant is accessed.
//!
//! # What
//! A profile that exists, belongs to the chosen tenant, and has delegated permissions where a bulk token
//! is requested. Only what the host knows can be checked.
//!
//! # Why
//! A profile holds the consent of one tenant. A bulk token is requested in the name of a user, which
//! application permissions cannot do; the form's own page asks for delegated permissions there alone.
//!
//! # Codes
//! `placeholder`, `invisible_character`, `unknown_app_profile`, `app_profile_other_tenant` (each of the
//! last two ends the checks), `app_profile_not_delegated`.

use super::placeholder;
use crate::codes::Finding;
use crate::fields::{self, Field};
use crate::text::Scan;
use crate::validate::Probe;

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) {
    if placeholder::check(value, probe).is_break() {
        return;
    }
    if let Some(position) = scan.invisible {
        probe.report(Finding::InvisibleCharacter { position });
    }
    let Some(profiles) = probe.context.app_profiles() else { return };
    let bulk_token = probe.chosen(Field::RejoinMethod) == fields::BULK_TOKEN;
    let tenant = probe.accepted(Field::Tenant);
    // How much of what is asked for the best of the profiles of that name has.
    let mut best = None;
    for profile in profiles.iter().filter(|profile| profile.name == value) {
        let same_tenant = tenant.is_none_or(|tenant| probe.context.is_same_tenant(&profile.tenant, tenant));
        best = best.max(Some((same_tenant, same_tenant && profile.delegated)));
    }
    match best {
        None => probe.report(Finding::UnknownAppProfile),
        Some((false, _)) => probe.report(Finding::AppProfileOtherTenant),
        Some((true, false)) if bulk_token => probe.report(Finding::AppProfileNotDelegated),
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::context::{AppProfile, Context};
    use crate::fields::Field;
    use crate::validate::testing::{codes, draft_with, issues_of};
    use alloc::string::String;
    use alloc::vec::Vec;

    fn profile(name: &str, tenant: &str, delegated: bool) -> AppProfile {
        AppProfile { name: name.into(), tenant: tenant.into(), delegated }
    }

    fn found(name: &str, tenant: &str) -> Vec<&'static str> {
        let mut draft = draft_with(Field::BulkToken);
        draft.set_field(Field::AppProfile, String::from(name));
        draft.set_field(Field::Tenant, String::from(tenant));
        let context = Context::new().with_app_profiles([
            profile("Fly for Device", "contoso.com", true),
            profile("Own", "contoso.com", false),
            profile("Both", "contoso.com", false),
            profile("Both", "fabrikam.com", true),
        ]);
        issues_of(Field::AppProfile, &draft, &context).iter().map(|issue| issue.code().as_str()).collect()
    }

    #[test]
    fn without_knowledge_any_name_will_do() {
        assert_eq!(codes(Field::AppProfile, "Fly for Device"), [""; 0]);
        assert_eq!(codes(Field::AppProfile, "Fly\u{200B}"), [""; 0]);
        assert_eq!(codes(Field::AppProfile, "F\u{200B}ly"), ["invisible_character"]);
    }

    #[test]
    fn profiles_belong_to_tenants() {
        assert_eq!(found("Fly for Device", "contoso.com"), [""; 0]);
        assert_eq!(found("fly for device", "contoso.com"), ["unknown_app_profile"]);
        assert_eq!(found("Fly for Device", "fabrikam.com"), ["app_profile_other_tenant"]);
        assert_eq!(found("Fly for Device", "fabrikam"), [""; 0]);
        assert_eq!(found("Own", "contoso.com"), ["app_profile_not_delegated"]);
        assert_eq!(found("Both", "contoso.com"), ["app_profile_not_delegated"]);
        assert_eq!(found("Both", "fabrikam.com"), [""; 0]);
        assert_eq!(found("Both", "not a tenant"), [""; 0]);
    }
}
