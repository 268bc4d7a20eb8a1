//! References: what may stand in a file in place of a secret.
//!
//! `${env:NAME}`, `${file:PATH}` and `${keyring:SERVICE/NAME}` name a place that whoever reads the file
//! looks up; the core touches none of them. What other tools resolve is known by its form, and taken for
//! a secret that is there: `op://…`, `@Microsoft.KeyVault(…)` and `${…:…}` with any other word.

use crate::codes::Finding;
use crate::fields::Field;
use crate::text;

/// What stands in place of a secret.
///
/// ```
/// use rejoin::Reference;
///
/// assert_eq!(Reference::parse("${env:CLIENT_SECRET}"), Some(Reference::Environment("CLIENT_SECRET")));
/// assert_eq!(Reference::parse("op://vault/item/field"), Some(Reference::Elsewhere));
/// assert_eq!(Reference::parse("a secret"), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reference<'t> {
    /// The name of a variable of the environment.
    Environment(&'t str),
    /// The path of a file.
    File(&'t str),
    /// An entry of the system's keyring.
    Keyring {
        /// The service, up to the last slash.
        service: &'t str,
        /// The name of the entry.
        name: &'t str,
    },
    /// Something that another tool resolves.
    Elsewhere,
}

impl<'t> Reference<'t> {
    /// The reference that a text is as a whole, but for blanks around it.
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        // Most secrets are none, and are not looked at any further.
        let text = match text.as_bytes().first()? {
            b'$' | b'o' | b'@' => text,
            first if first.is_ascii_alphanumeric() => return None,
            _ => text::trim(text),
        };
        let text = text::trim(text);
        if let Some(inner) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            let (word, rest) = inner.split_once(':')?;
            return match word {
                "env" => Some(Self::Environment(rest)),
                "file" => Some(Self::File(rest)),
                "keyring" => {
                    let (service, name) = rest.rsplit_once('/').unwrap_or((rest, ""));
                    Some(Self::Keyring { service, name })
                }
                _ => is_scheme(word).then_some(Self::Elsewhere),
            };
        }
        let vault = text.starts_with("@Microsoft.KeyVault(") && text.ends_with(')');
        (vault || text.starts_with("op://")).then_some(Self::Elsewhere)
    }

    /// The word that says where the secret is.
    #[must_use]
    pub const fn source(self) -> &'static str {
        match self {
            Self::Environment(_) => "env",
            Self::File(_) => "file",
            Self::Keyring { .. } => "keyring",
            Self::Elsewhere => "",
        }
    }
}

/// Whether a word may name the tool that resolves a reference.
fn is_scheme(word: &str) -> bool {
    let starts = word.starts_with(|c: char| c.is_ascii_alphabetic());
    starts && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.' | b'_'))
}

/// Where a secret of a draft comes from, beside the draft itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It stands in the file as it is, which is said as a warning.
    Plain,
    /// It is where another tool finds it, so the field may be empty.
    Elsewhere,
    /// A reference names it, behind which there is nothing; the word is that of [`Reference::source`].
    Missing(&'static str),
}

impl Origin {
    /// What there is to say about it.
    pub(crate) const fn finding(self) -> Option<Finding> {
        match self {
            Self::Plain => Some(Finding::PlainSecret),
            Self::Elsewhere => None,
            Self::Missing(source) => Some(Finding::SecretNotResolved { source }),
        }
    }
}

/// Where the secrets of one draft come from.
#[derive(Clone, Debug, Default)]
pub struct Origins([Option<Origin>; Field::COUNT]);

impl Origins {
    /// Says where the secret of a field comes from. A field of [`Origin::Elsewhere`] or
    /// [`Origin::Missing`] has no value in the draft.
    pub fn set(&mut self, field: Field, origin: Origin) {
        if let Some(place) = self.0.get_mut(field.index()) {
            *place = Some(origin);
        }
    }

    /// The fields of which something is known, and what.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Field, Origin)> {
        Field::ALL.into_iter().zip(self.0).filter_map(|(field, origin)| Some((field, origin?)))
    }

    /// Whether nothing is known of any field.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(Option::is_none)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Code;
    use crate::report::Issue;
    use crate::validate::check;
    use crate::{Context, Draft, Report, Severity};
    use alloc::vec::Vec;

    #[test]
    fn references_have_their_forms() {
        for (text, reference) in [
            ("${env:A}", Some(Reference::Environment("A"))),
            (" ${env:A}\n", Some(Reference::Environment("A"))),
            ("\u{FEFF}${env:A}", Some(Reference::Environment("A"))),
            ("${env:}", Some(Reference::Environment(""))),
            ("${file:/run/secrets/a b}", Some(Reference::File("/run/secrets/a b"))),
            ("${file:C:\\a}", Some(Reference::File("C:\\a"))),
            ("${keyring:https://a/b}", Some(Reference::Keyring { service: "https://a", name: "b" })),
            ("${keyring:a}", Some(Reference::Keyring { service: "a", name: "" })),
            ("op://vault/item/field", Some(Reference::Elsewhere)),
            ("@Microsoft.KeyVault(SecretUri=https://a/)", Some(Reference::Elsewhere)),
            ("${vault:secret/data/a#b}", Some(Reference::Elsewhere)),
            ("${ssm.x-y+z_1:a}", Some(Reference::Elsewhere)),
            ("${ENV:A}", Some(Reference::Elsewhere)),
            ("${A}", None),
            ("${:a}", None),
            ("${a b:c}", None),
            ("${env:A", None),
            ("x${env:A}", None),
            ("${env:A}x", None),
            ("@Microsoft.KeyVault(", None),
            ("operator", None),
            ("", None),
            (" ", None),
        ] {
            assert_eq!(Reference::parse(text), reference, "{text}");
        }
    }

    const DESTINATION: [(Field, &str); 6] = [
        (Field::Name, "EMEA"),
        (Field::Type, "activeDirectoryEntraIdDevices"),
        (Field::Role, "destination"),
        (Field::Destination, "activeDirectory"),
        (Field::RejoinMethod, "onlineCredentials"),
        (Field::AdUsername, "svc-rejoin@contoso.com"),
    ];

    fn said(field: Field, value: &str, origin: Origin) -> (Vec<(Field, Code)>, bool) {
        let mut draft = Draft::new();
        for (field, value) in DESTINATION {
            draft.set_field(field, value);
        }
        draft.set_field(Field::AdDomain, "contoso.com");
        draft.set_field(field, value);
        let mut origins = Origins::default();
        origins.set(field, origin);
        let context = Context::new();
        let mut checked = check(&draft, &context);
        checked.settle(&origins);
        let valid = checked.is_valid();
        let report: Report = checked.into_report();
        assert_eq!((report.is_valid(), report.connection.is_some()), (valid, valid));
        let place = |issue: &Issue| (issue.place.field().unwrap_or(Field::Type), issue.code());
        (report.issues.iter().map(place).collect(), valid)
    }

    #[test]
    fn an_origin_takes_the_place_of_a_value() {
        let field = Field::AdPassword;
        assert_eq!(said(field, "", Origin::Elsewhere), (Vec::new(), true));
        assert_eq!(said(field, "", Origin::Missing("env")), ([(field, Code::SecretNotResolved)].into(), false));
        assert_eq!(said(field, "a password", Origin::Plain), ([(field, Code::PlainSecret)].into(), true));
        // What is wrong with the secret comes first.
        let both = [(field, Code::EdgeWhitespace), (field, Code::PlainSecret)];
        assert_eq!(said(field, " a password", Origin::Plain), (both.into(), true));
        // What is no secret is not to be hidden.
        assert_eq!(said(field, "*****", Origin::Plain), ([(field, Code::Masked)].into(), false));
    }

    #[test]
    fn an_origin_of_a_field_that_does_not_apply_is_a_value_of_it() {
        let field = Field::BulkToken;
        for origin in [Origin::Elsewhere, Origin::Missing("file")] {
            let (issues, valid) = said(field, "", origin);
            assert_eq!(
                issues.iter().filter(|(of, _)| *of == field).collect::<Vec<_>>(),
                [&(field, Code::NotApplicable)]
            );
            assert!(!valid, "the password is missing");
        }
        let (issues, _) = said(field, "a token", Origin::Plain);
        assert!(issues.contains(&(field, Code::NotApplicable)) && !issues.contains(&(field, Code::PlainSecret)));
        assert_eq!(Code::PlainSecret.severity(Some(field)), Severity::Warning);
    }
}
