//! Host: the name inside an address.
//!
//! # What
//! The host of a URL that stands where a name belongs, as a suggestion.
//!
//! # Why
//! People copy the address bar. The host is what they mean, unless it is that of a Microsoft portal,
//! which is nobody's tenant or domain.
//!
//! # Codes
//! None; `is_url` in the tenant and in the domain name uses it.

use alloc::string::String;

use crate::text;

/// Hosts of sign-in pages and portals.
const PORTALS: [&str; 6] = [
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "login.windows.net",
    "portal.azure.com",
    "entra.microsoft.com",
    ".sharepoint.com",
];

/// The host of an address in lower case, if it may be what was meant.
pub(crate) fn of_url(value: &str) -> Option<String> {
    let rest = text::find(value, "://").and_then(|at| value.get(at..)?.get(3..)).unwrap_or(value);
    let authority = [b'/', b'?', b'#', b'\\'].into_iter().fold(rest, text::before);
    let host = text::behind(authority, b'@');
    let host = match text::cut_last(host, b':') {
        Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => host,
    };
    let host = host.to_ascii_lowercase();
    let usable = !host.is_empty() && !PORTALS.iter().any(|portal| host.ends_with(portal));
    usable.then_some(host)
}

#[cfg(test)]
mod tests {
    use super::of_url;

    #[test]
    fn the_host_is_found() {
        for (url, host) in [
            ("https://Contoso.com/a?b#c", Some("contoso.com")),
            ("contoso.com/x", Some("contoso.com")),
            ("ldap://user@pw@dc.contoso.com:389\\x", Some("dc.contoso.com")),
            ("http://contoso.com:", Some("contoso.com")),
            ("http://contoso1", Some("contoso1")),
            ("http://", None),
            ("https://LOGIN.microsoftonline.com/x", None),
            ("https://contoso.sharepoint.com", None),
        ] {
            assert_eq!(of_url(url).as_deref(), host, "{url}");
        }
    }
}
