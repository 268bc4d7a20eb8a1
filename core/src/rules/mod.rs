//! The rules: one file per family, each with what it is for, why, its codes and its tests.
//!
//! A rule looks at a value and reports what it finds; it cannot fail. This file only says which rule
//! belongs to which field.

pub(crate) mod ad_domain;
pub(crate) mod ad_password;
pub(crate) mod ad_username;
pub(crate) mod any_secret;
pub(crate) mod any_text;
pub(crate) mod app_profile;
pub(crate) mod bulk_token;
pub(crate) mod choice;
pub(crate) mod client_secret;
pub(crate) mod enrollment_file;
pub(crate) mod guid;
pub(crate) mod host;
pub(crate) mod ip;
pub(crate) mod key;
pub(crate) mod local_administrator;
pub(crate) mod name;
pub(crate) mod password;
pub(crate) mod placeholder;
pub(crate) mod spelling;
pub(crate) mod tenant;
pub(crate) mod unknown_field;
pub(crate) mod wrong_type;

use alloc::string::String;
use core::ops::ControlFlow;

use crate::fields::Field;
use crate::text::Scan;
use crate::validate::Probe;
pub(crate) use wrong_type::{read_boolean, read_integer};

/// Whether the checks of a field go on.
pub(crate) type Flow = ControlFlow<()>;

/// Goes on with the next check.
pub(crate) const GO_ON: Flow = ControlFlow::Continue(());
/// Ends the checks of the field.
pub(crate) const STOP: Flow = ControlFlow::Break(());

/// What a few fields check before anything else, since it explains more than what would follow.
pub(crate) fn check_first(value: &str, probe: &mut Probe<'_>) -> Flow {
    match probe.field {
        Field::ClientSecret => client_secret::check_first(value, probe),
        Field::LocalAdministratorUsername => local_administrator::check_first(value, probe),
        _ => GO_ON,
    }
}

/// The field's own checks; gives the normal form where it is not the value itself.
pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) -> Option<String> {
    match probe.field {
        Field::Name => name::check(value, scan, probe),
        Field::ApplicationId => return guid::check(value, probe),
        Field::ClientSecret => client_secret::check(value, scan, probe),
        Field::ConfigurationKey | Field::ConnectionKey => return key::check(value, scan, probe),
        Field::LocalAdministratorUsername => local_administrator::check(value, scan, probe),
        Field::LocalAdministratorPassword => password::check(value, scan, probe),
        Field::Tenant => return tenant::check(value, scan, probe),
        Field::AppProfile => app_profile::check(value, scan, probe),
        Field::AdUsername => ad_username::check(value, scan, probe),
        Field::AdPassword => ad_password::check(value, probe),
        Field::AdDomain => return ad_domain::check(value, scan, probe),
        Field::BulkTokenDisplayName => bulk_token::check_display_name(value, scan, probe),
        Field::BulkTokenExpiresAt => bulk_token::check_expiry(value, probe),
        Field::EnrollmentFilePath => return enrollment_file::check(value, probe),
        // A bulk token is any secret; the others are not text.
        Field::BulkToken
        | Field::Type
        | Field::Role
        | Field::CreateLocalAdministrator
        | Field::ConnectEntraId
        | Field::Destination
        | Field::RejoinMethod
        | Field::BulkTokenLifetimeDays => {}
    }
    None
}
