//! A connection that passed: every combination that this type can hold is one that exists.

use alloc::string::String;

use crate::draft::{Draft, Value};
use crate::fields::{self, Field};
use crate::secret::Secret;
use crate::validate::Verdicts;

/// A validated connection in normal form.
///
/// Secrets are `None` where the host holds them already and the draft left them empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connection {
    /// The name by which projects refer to it.
    pub name: String,
    /// The side of the migration, and what that side needs.
    pub role: Role,
}

/// The side of the migration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// Where the devices are now.
    Source(Source),
    /// Where the devices go.
    Destination(Destination),
}

/// How agents of a source sign in, and what they do on each device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The client ID of the app registration, a GUID in lower case.
    pub application_id: String,
    /// The client secret of that registration.
    pub client_secret: Option<Secret>,
    /// The key that device agents present.
    pub configuration_key: Option<Secret>,
    /// The account that each device gets, if it gets one.
    pub local_administrator: Option<LocalAdministrator>,
    /// Whether group memberships are read from the source's Microsoft Entra ID.
    pub connect_entra_id: bool,
}

/// An account on each device, to log on with when a rejoin fails.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalAdministrator {
    /// Its name.
    pub username: String,
    /// Its password.
    pub password: Option<Secret>,
}

/// Where devices go, and how they get there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A domain of Active Directory.
    ActiveDirectory(DomainRejoin),
    /// A domain of Active Directory that is synchronised with Microsoft Entra ID.
    HybridIdentity(Tenancy, DomainRejoin),
    /// Microsoft Entra ID alone.
    EntraId(Tenancy, EntraRejoin),
}

/// The tenant of Microsoft Entra ID, and how it is accessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenancy {
    /// The ID or a domain of the tenant, in lower case.
    pub tenant: String,
    /// The name of the app profile.
    pub app_profile: String,
}

/// How devices join a domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DomainRejoin {
    /// Online, with the credentials of a service account.
    OnlineCredentials {
        /// The account.
        username: String,
        /// Its password.
        password: Option<Secret>,
        /// The domain, in lower case.
        domain: String,
    },
    /// Offline, with an agent in the destination domain.
    OfflineAgent {
        /// The key that the agent presents.
        connection_key: Option<Secret>,
    },
}

/// How devices join Microsoft Entra ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntraRejoin {
    /// Online, with a bulk token.
    BulkToken {
        /// The name of the token.
        display_name: String,
        /// How long it lives, in days: 1 to 180.
        lifetime_days: u32,
        /// The token.
        token: Option<Secret>,
        /// When it expires, as it was typed.
        expires_at: Option<String>,
    },
    /// Offline, with a provisioning package.
    EnrollmentFile {
        /// Its path in normal form.
        path: String,
    },
}

/// The value of one member of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Member<'c> {
    /// A text, or one of the choices.
    Text(&'c str),
    /// A secret text.
    Secret(&'c Secret),
    /// True or false.
    Boolean(bool),
    /// A whole number.
    Integer(u32),
}

/// Prints no text: the value may be a secret.
impl core::fmt::Debug for Member<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Text(_) => "Text(…)",
            Self::Secret(_) => "Secret(…)",
            Self::Boolean(_) => "Boolean(…)",
            Self::Integer(_) => "Integer(…)",
        })
    }
}

impl Connection {
    /// Calls `visit` with each field that applies and has a value, in the order of the field table.
    pub fn each_member<'c>(&'c self, mut visit: impl FnMut(Field, Member<'c>)) {
        let mut visit = |field, member: Option<Member<'c>>| {
            if let Some(member) = member {
                visit(field, member);
            }
        };
        let text = |text: &'c String| Some(Member::Text(text));
        let choice = |field: Field, bit: u8| {
            let choices = field.kind().choices();
            choices.iter().find(|choice| choice.bit == bit).map(|choice| Member::Text(choice.value))
        };
        visit(Field::Name, text(&self.name));
        visit(Field::Type, choice(Field::Type, 1));
        match &self.role {
            Role::Source(source) => {
                visit(Field::Role, choice(Field::Role, fields::SOURCE));
                visit(Field::ApplicationId, text(&source.application_id));
                visit(Field::ClientSecret, source.client_secret.as_ref().map(Member::Secret));
                visit(Field::ConfigurationKey, source.configuration_key.as_ref().map(Member::Secret));
                let local = source.local_administrator.as_ref();
                visit(Field::CreateLocalAdministrator, Some(Member::Boolean(local.is_some())));
                visit(Field::LocalAdministratorUsername, local.and_then(|account| text(&account.username)));
                let password = local.and_then(|account| account.password.as_ref());
                visit(Field::LocalAdministratorPassword, password.map(Member::Secret));
                visit(Field::ConnectEntraId, Some(Member::Boolean(source.connect_entra_id)));
            }
            Role::Destination(destination) => {
                visit(Field::Role, choice(Field::Role, fields::DESTINATION));
                let bit = match destination {
                    Destination::ActiveDirectory(_) => fields::ACTIVE_DIRECTORY,
                    Destination::HybridIdentity(..) => fields::HYBRID_IDENTITY,
                    Destination::EntraId(..) => fields::ENTRA_ID,
                };
                visit(Field::Destination, choice(Field::Destination, bit));
                if let Destination::HybridIdentity(tenancy, _) | Destination::EntraId(tenancy, _) = destination {
                    visit(Field::Tenant, text(&tenancy.tenant));
                    visit(Field::AppProfile, text(&tenancy.app_profile));
                }
                let method = |bit| choice(Field::RejoinMethod, bit);
                match destination {
                    Destination::ActiveDirectory(rejoin) | Destination::HybridIdentity(_, rejoin) => match rejoin {
                        DomainRejoin::OnlineCredentials { username, password, domain } => {
                            visit(Field::RejoinMethod, method(fields::ONLINE_CREDENTIALS));
                            visit(Field::AdUsername, text(username));
                            visit(Field::AdPassword, password.as_ref().map(Member::Secret));
                            visit(Field::AdDomain, text(domain));
                        }
                        DomainRejoin::OfflineAgent { connection_key } => {
                            visit(Field::RejoinMethod, method(fields::OFFLINE_AGENT));
                            visit(Field::ConnectionKey, connection_key.as_ref().map(Member::Secret));
                        }
                    },
                    Destination::EntraId(
                        _,
                        EntraRejoin::BulkToken { display_name, lifetime_days, token, expires_at },
                    ) => {
                        visit(Field::RejoinMethod, method(fields::BULK_TOKEN));
                        visit(Field::BulkTokenDisplayName, text(display_name));
                        visit(Field::BulkTokenLifetimeDays, Some(Member::Integer(*lifetime_days)));
                        visit(Field::BulkToken, token.as_ref().map(Member::Secret));
                        visit(Field::BulkTokenExpiresAt, expires_at.as_ref().and_then(text));
                    }
                    Destination::EntraId(_, EntraRejoin::EnrollmentFile { path }) => {
                        visit(Field::RejoinMethod, method(fields::ENROLLMENT_FILE));
                        visit(Field::EnrollmentFilePath, text(path));
                    }
                }
            }
        }
    }

    /// The draft that gives this connection again.
    #[must_use]
    pub fn to_draft(&self) -> Draft<'_> {
        let mut draft = Draft::new();
        self.each_member(|field, member| {
            draft.set_field(
                field,
                match member {
                    Member::Text(text) => Value::from(text),
                    Member::Secret(secret) => Value::from(secret.expose()),
                    Member::Boolean(value) => Value::Boolean(value),
                    Member::Integer(value) => Value::Integer(value.into()),
                },
            );
        });
        draft
    }

    /// Puts a connection together from values that were all found good. `None` only if they were not.
    pub(crate) fn assemble(draft: &Draft<'_>, verdicts: &Verdicts) -> Option<Self> {
        Assembly { draft, verdicts }.connection()
    }
}

/// The values from which a connection is put together.
struct Assembly<'v> {
    draft: &'v Draft<'v>,
    verdicts: &'v Verdicts,
}

impl Assembly<'_> {
    fn text(&self, field: Field) -> Option<String> {
        self.verdicts.text(self.draft, field).map(String::from)
    }

    fn secret(&self, field: Field) -> Option<Secret> {
        self.verdicts.text(self.draft, field).map(Secret::from)
    }

    fn chosen(&self, field: Field) -> u8 {
        self.verdicts.get(field).choice
    }

    fn connection(&self) -> Option<Connection> {
        let role = match self.chosen(Field::Role) {
            fields::SOURCE => Role::Source(self.source()?),
            _ => Role::Destination(self.destination()?),
        };
        Some(Connection { name: self.text(Field::Name)?, role })
    }

    fn source(&self) -> Option<Source> {
        let local_administrator = match self.chosen(Field::CreateLocalAdministrator) {
            fields::YES => Some(LocalAdministrator {
                username: self.text(Field::LocalAdministratorUsername)?,
                password: self.secret(Field::LocalAdministratorPassword),
            }),
            _ => None,
        };
        Some(Source {
            application_id: self.text(Field::ApplicationId)?,
            client_secret: self.secret(Field::ClientSecret),
            configuration_key: self.secret(Field::ConfigurationKey),
            local_administrator,
            connect_entra_id: self.chosen(Field::ConnectEntraId) == fields::YES,
        })
    }

    fn destination(&self) -> Option<Destination> {
        Some(match self.chosen(Field::Destination) {
            fields::ACTIVE_DIRECTORY => Destination::ActiveDirectory(self.domain_rejoin()?),
            fields::HYBRID_IDENTITY => Destination::HybridIdentity(self.tenancy()?, self.domain_rejoin()?),
            _ => Destination::EntraId(self.tenancy()?, self.entra_rejoin()?),
        })
    }

    fn tenancy(&self) -> Option<Tenancy> {
        Some(Tenancy { tenant: self.text(Field::Tenant)?, app_profile: self.text(Field::AppProfile)? })
    }

    fn domain_rejoin(&self) -> Option<DomainRejoin> {
        Some(match self.chosen(Field::RejoinMethod) {
            fields::ONLINE_CREDENTIALS => DomainRejoin::OnlineCredentials {
                username: self.text(Field::AdUsername)?,
                password: self.secret(Field::AdPassword),
                domain: self.text(Field::AdDomain)?,
            },
            _ => DomainRejoin::OfflineAgent { connection_key: self.secret(Field::ConnectionKey) },
        })
    }

    fn entra_rejoin(&self) -> Option<EntraRejoin> {
        Some(match self.chosen(Field::RejoinMethod) {
            fields::BULK_TOKEN => EntraRejoin::BulkToken {
                display_name: self.text(Field::BulkTokenDisplayName)?,
                lifetime_days: self.verdicts.integer(Field::BulkTokenLifetimeDays)?,
                token: self.secret(Field::BulkToken),
                expires_at: self.text(Field::BulkTokenExpiresAt),
            },
            _ => EntraRejoin::EnrollmentFile { path: self.text(Field::EnrollmentFilePath)? },
        })
    }
}
