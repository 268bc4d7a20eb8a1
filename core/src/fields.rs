//! The field table: what a connection consists of, one row per field.
//!
//! A row holds a field's key, label, kind and limits, when it applies, which other fields its checks
//! look at, and what a form shows beside it. The draft, the types of every face, the JSON Schema, the
//! documentation and the page follow from it; a key is spelled nowhere else by hand.

use crate::key::KeyKind;
use crate::text;

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text that may be shown and logged; blanks at its ends do not count.
    Text {
        /// The most UTF-16 code units that the field takes.
        max: u32,
    },
    /// Text that must not be shown or logged, taken as it is.
    Secret {
        /// The most UTF-16 code units that the field takes.
        max: u32,
    },
    /// A key that an agent presents; blanks at its ends do not count.
    Key {
        /// The most UTF-16 code units that the field takes.
        max: u32,
        /// Which of the two kinds of keys.
        kind: KeyKind,
    },
    /// One of some words.
    Choice(&'static [Choice]),
    /// True or false; false when it is not given.
    Boolean,
    /// A whole number.
    Integer {
        /// The least value.
        min: u32,
        /// The greatest value.
        max: u32,
    },
}

impl Kind {
    /// The JSON type of a value: `text`, `boolean` or `integer`.
    #[must_use]
    pub const fn json_type(self) -> &'static str {
        match self {
            Self::Text { .. } | Self::Secret { .. } | Self::Key { .. } | Self::Choice(_) => "text",
            Self::Boolean => "boolean",
            Self::Integer { .. } => "integer",
        }
    }

    /// The most UTF-16 code units of a text, where there is a limit.
    #[must_use]
    pub const fn max_length(self) -> Option<u32> {
        match self {
            Self::Text { max } | Self::Secret { max } | Self::Key { max, .. } => Some(max),
            Self::Choice(_) | Self::Boolean | Self::Integer { .. } => None,
        }
    }

    /// Whether a value must not be shown or logged.
    const fn is_secret(self) -> bool {
        matches!(self, Self::Secret { .. } | Self::Key { .. })
    }

    /// The choices, where there are some.
    #[must_use]
    pub const fn choices(self) -> &'static [Choice] {
        match self {
            Self::Choice(choices) => choices,
            _ => &[],
        }
    }
}

/// One of the words that a choice takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// A bit of its own among the choices of its field.
    pub(crate) bit: u8,
    /// The word.
    pub value: &'static str,
    /// What a form shows for it.
    pub label: &'static str,
    /// What choosing it means.
    pub hint: &'static str,
    /// The destinations that offer it, as bits of that field; [`ANY`] where it does not depend on one.
    pub(crate) offered: u8,
}

/// When a field applies, or a note is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    /// In every connection.
    Always,
    /// When a field has one of some values, given as bits of its choices.
    When(Field, u8),
}

impl Applies {
    /// The field it hangs on, and the values of it that count, as JSON would have them.
    #[must_use]
    pub fn condition(self) -> Option<(Field, impl Iterator<Item = &'static str>)> {
        match self {
            Self::Always => None,
            Self::When(field, bits) => {
                let choices = match field.spec().kind {
                    Kind::Boolean => BOOLEANS,
                    kind => kind.choices(),
                };
                Some((field, choices.iter().filter(move |c| c.bit & bits != 0).map(|c| c.value)))
            }
        }
    }
}

/// The part of a form that a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Section {
    /// What every connection has.
    Connection,
    /// How agents of the source sign in.
    Source,
    /// The account that is left when a rejoin fails.
    LocalAdministrator,
    /// Where devices go.
    Destination,
    /// How they get there.
    Rejoin,
}

impl Section {
    /// All sections, in the order of a form.
    pub const ALL: [Self; 5] =
        [Self::Connection, Self::Source, Self::LocalAdministrator, Self::Destination, Self::Rejoin];

    /// The name in data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Source => "source",
            Self::LocalAdministrator => "localAdministrator",
            Self::Destination => "destination",
            Self::Rejoin => "rejoin",
        }
    }

    /// The heading in a form.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Connection => "Connection",
            Self::Source => "Source",
            Self::LocalAdministrator => "Local administrator",
            Self::Destination => "Destination",
            Self::Rejoin => "Rejoin",
        }
    }
}

/// What a form lets one do beside a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it does.
    pub kind: ActionKind,
    /// What stands on the button or the link.
    pub label: &'static str,
    /// The fields whose values it needs, in the order in which it needs them.
    pub takes: &'static [Field],
    /// The fields that it fills in, in the order of what it brings.
    pub gives: &'static [Field],
}

/// The kinds of actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// Put a fresh key into the field.
    GenerateKey,
    /// Copy the value.
    Copy,
    /// Ask the host's issuer for a bulk token. It takes the tenant, the app profile, a name and a lifetime, and gives
    /// the token and when it expires.
    GetBulkToken,
    /// Open the host's address of the device agent.
    DownloadDeviceAgent,
    /// Open the host's address where app profiles are made.
    CreateAppProfile,
}

impl ActionKind {
    /// The name in data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::GenerateKey => "generateKey",
            Self::Copy => "copy",
            Self::GetBulkToken => "getBulkToken",
            Self::DownloadDeviceAgent => "downloadDeviceAgent",
            Self::CreateAppProfile => "createAppProfile",
        }
    }
}

/// One row of the field table.
#[derive(Debug)]
pub struct FieldSpec {
    /// The field.
    pub field: Field,
    /// The key in a draft.
    pub key: &'static str,
    /// What a form calls the field.
    pub label: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// When it applies.
    pub applies: Applies,
    /// Whether it must have a value where it applies. A boolean has one always.
    pub required: bool,
    /// The other fields whose value or findings its checks look at.
    pub reads: &'static [Field],
    /// The part of a form that it belongs to.
    pub section: Section,
    /// What to enter, in a sentence; empty where the label says it.
    pub hint: &'static str,
    /// A value that a form may show in an empty field.
    pub example: &'static str,
    /// The `autocomplete` attribute for an HTML form: password managers fill nothing in by themselves.
    pub autocomplete: &'static str,
    /// What a form lets one do beside it.
    pub actions: &'static [Action],
}

impl FieldSpec {
    /// Whether the value must not be shown or logged.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.kind.is_secret()
    }
}

macro_rules! fields {
    ($( $(#[doc = $doc:literal])* $field:ident = $key:literal { $($column:ident : $value:expr),* $(,)? } )+) => {
        /// The fields of a connection, in the order of a form and of reports.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Field {
            $( $(#[doc = $doc])* $field ),+
        }

        impl Field {
            /// All fields, in order.
            pub const ALL: [Self; [$(Self::$field),+].len()] = [$(Self::$field),+];
        }

        /// The field table, in order.
        pub static FIELDS: [FieldSpec; Field::COUNT] = [
            $( FieldSpec { field: Field::$field, key: $key, $($column: $value,)* ..BLANK_ROW } ),+
        ];
    };
}

/// What a row has where it does not say otherwise.
const BLANK_ROW: FieldSpec = FieldSpec {
    field: Field::Name,
    key: "",
    label: "",
    kind: Kind::Boolean,
    applies: Applies::Always,
    required: true,
    reads: &[],
    section: Section::Connection,
    hint: "",
    example: "",
    autocomplete: "off",
    actions: &[],
};

/// Stands in for a row that cannot be missing, so that nothing needs to panic.
static NO_ROW: FieldSpec = BLANK_ROW;

impl Field {
    /// How many fields there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The place in the table, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The bit of the field in a [`FieldSet`].
    const fn bit(self) -> u32 {
        1 << self as u8
    }

    /// The row of the field.
    #[must_use]
    pub fn spec(self) -> &'static FieldSpec {
        // The enum and the table are made from the same rows, so the row is always there.
        FIELDS.get(self.index()).unwrap_or(&NO_ROW)
    }

    /// The key in a draft.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.check().key
    }

    /// What a form calls the field.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.spec().label
    }

    /// The field of a key; the spelling is exact.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        // A few keys have the same length, so two at most are compared in vain.
        BY_LENGTH.get(key.len())?.iter().find(|field| field.key() == key)
    }

    /// The field with a label, in which case and blanks do not count.
    #[must_use]
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| same_label(field.label(), label))
    }

    /// What the checks look at.
    fn check(self) -> &'static Check {
        CHECKS.get(self.index()).unwrap_or(&NO_CHECK)
    }

    /// What the field holds; its choices have no texts.
    pub(crate) fn kind(self) -> Kind {
        self.check().kind
    }

    /// When the field applies.
    pub(crate) fn applies(self) -> Applies {
        self.check().applies
    }

    /// Whether the field must have a value where it applies.
    pub(crate) fn is_required(self) -> bool {
        self.check().required
    }

    /// Whether the value must not be shown or logged.
    pub(crate) fn is_secret(self) -> bool {
        self.kind().is_secret()
    }

    /// The fields whose findings, or whether they apply, may change when this one does; itself included.
    #[must_use]
    pub fn affected(self) -> FieldSet {
        AFFECTED.get(self.index()).copied().unwrap_or(FieldSet::EMPTY)
    }
}

/// Whether two labels are the same, but for case and blanks.
pub(crate) fn same_label(one: &str, other: &str) -> bool {
    fn essence(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| !text::is_blank(*c)).flat_map(char::to_lowercase)
    }
    essence(one).eq(essence(other))
}

/// The columns of a row that its checks look at.
///
/// They stand apart from the texts of the table, so that a page which has those elsewhere does not load
/// them a second time.
#[derive(Clone, Copy)]
struct Check {
    key: &'static str,
    kind: Kind,
    applies: Applies,
    required: bool,
}

impl Check {
    const fn of(row: &FieldSpec) -> Self {
        let kind = match row.field {
            Field::Type => Kind::Choice(const { &without_texts(TYPES) }),
            Field::Role => Kind::Choice(const { &without_texts(ROLES) }),
            Field::Destination => Kind::Choice(const { &without_texts(DESTINATIONS) }),
            Field::RejoinMethod => Kind::Choice(const { &without_texts(METHODS) }),
            _ => row.kind,
        };
        Self { key: row.key, kind, applies: row.applies, required: row.required }
    }
}

const fn without_texts<const N: usize>(mut choices: [Choice; N]) -> [Choice; N] {
    let mut rest: &mut [Choice] = &mut choices;
    while let [choice, tail @ ..] = rest {
        (choice.label, choice.hint) = ("", "");
        rest = tail;
    }
    choices
}

static CHECKS: [Check; Field::COUNT] = {
    let mut checks = [Check::of(&BLANK_ROW); Field::COUNT];
    let mut rest: (&mut [Check], &[FieldSpec]) = (&mut checks, &FIELDS);
    while let ([check, checks @ ..], [row, rows @ ..]) = rest {
        *check = Check::of(row);
        rest = (checks, rows);
    }
    checks
};

/// Stands in for a row that cannot be missing, as [`NO_ROW`] does.
static NO_CHECK: Check = Check::of(&BLANK_ROW);

/// For each field, the fields that hang on it or look at it.
static AFFECTED: [FieldSet; Field::COUNT] = {
    let mut sets = [FieldSet::EMPTY; Field::COUNT];
    let mut rest: &mut [FieldSet] = &mut sets;
    let mut index = 0;
    while let [set, tail @ ..] = rest {
        *set = affected_by(index);
        index += 1;
        rest = tail;
    }
    sets
};

/// What hangs on the field at `index`, directly or not, and what looks at any of those.
const fn affected_by(index: usize) -> FieldSet {
    let mut hanging = FieldSet(1 << index);
    let mut rest: &[FieldSpec] = &FIELDS;
    // Parents stand before their children, so one pass finds them all.
    while let [row, tail @ ..] = rest {
        if let Applies::When(parent, _) = row.applies
            && hanging.contains(parent)
        {
            hanging = FieldSet(hanging.0 | row.field.bit());
        }
        rest = tail;
    }
    let mut affected = hanging;
    let mut rest: &[FieldSpec] = &FIELDS;
    while let [row, tail @ ..] = rest {
        let mut reads = row.reads;
        while let [read, more @ ..] = reads {
            if hanging.contains(*read) {
                affected = FieldSet(affected.0 | row.field.bit());
            }
            reads = more;
        }
        rest = tail;
    }
    affected
}

/// The fields whose key has a length, by that length.
static BY_LENGTH: [FieldSet; LONGEST_KEY + 1] = {
    let mut sets = [FieldSet::EMPTY; LONGEST_KEY + 1];
    let mut rest: &mut [FieldSet] = &mut sets;
    let mut length = 0;
    while let [set, tail @ ..] = rest {
        *set = fields_of_length(length);
        length += 1;
        rest = tail;
    }
    sets
};

const fn fields_of_length(length: usize) -> FieldSet {
    let mut set = FieldSet::EMPTY;
    let mut rest: &[FieldSpec] = &FIELDS;
    while let [row, tail @ ..] = rest {
        if row.key.len() == length {
            set.insert(row.field);
        }
        rest = tail;
    }
    set
}

const LONGEST_KEY: usize = {
    let mut longest = 0;
    let mut rest: &[FieldSpec] = &FIELDS;
    while let [row, tail @ ..] = rest {
        if row.key.len() > longest {
            longest = row.key.len();
        }
        rest = tail;
    }
    longest
};

/// A set of fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldSet(u32);

impl FieldSet {
    /// No field.
    pub const EMPTY: Self = Self(0);
    /// All fields.
    pub const ALL: Self = Self((1 << Field::COUNT) - 1);

    /// Whether the field is in the set.
    #[must_use]
    pub const fn contains(self, field: Field) -> bool {
        self.0 & field.bit() != 0
    }

    /// Whether no field is in the set.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Puts a field into the set.
    pub const fn insert(&mut self, field: Field) {
        self.0 |= field.bit();
    }

    /// Takes a field out of the set.
    pub const fn remove(&mut self, field: Field) {
        self.0 &= !field.bit();
    }

    /// Whether the sets have a field in common.
    #[must_use]
    pub const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The fields of either set.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The set as bits, the first field in the lowest.
    #[must_use]
    pub const fn bits(self) -> u32 {
        self.0
    }

    /// The set of those bits that are fields.
    #[must_use]
    pub const fn from_bits(bits: u32) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// The fields of the set, in order.
    pub fn iter(self) -> impl Iterator<Item = Field> {
        let mut bits = self.0;
        core::iter::from_fn(move || {
            let field = Field::ALL.get(bits.trailing_zeros() as usize)?;
            bits &= bits.wrapping_sub(1);
            Some(*field)
        })
    }
}

impl FromIterator<Field> for FieldSet {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        let mut set = Self::EMPTY;
        fields.into_iter().for_each(|field| set.insert(field));
        set
    }
}

/// Every value of a choice.
pub(crate) const ANY: u8 = u8::MAX;

pub(crate) const NO: u8 = 1;
pub(crate) const YES: u8 = 2;

/// The values of a boolean, for conditions.
const BOOLEANS: &[Choice] = &[
    Choice { bit: NO, value: "false", label: "No", hint: "", offered: ANY },
    Choice { bit: YES, value: "true", label: "Yes", hint: "", offered: ANY },
];

pub(crate) const SOURCE: u8 = 1;
pub(crate) const DESTINATION: u8 = 2;

pub(crate) const ACTIVE_DIRECTORY: u8 = 1;
pub(crate) const HYBRID_IDENTITY: u8 = 2;
pub(crate) const ENTRA_ID: u8 = 4;

pub(crate) const ONLINE_CREDENTIALS: u8 = 1;
pub(crate) const OFFLINE_AGENT: u8 = 2;
pub(crate) const BULK_TOKEN: u8 = 4;
pub(crate) const ENROLLMENT_FILE: u8 = 8;

const TYPES: [Choice; 1] = [Choice {
    bit: 1,
    value: "activeDirectoryEntraIdDevices",
    label: "Active Directory and Entra ID Devices",
    hint: "Windows devices joined to Active Directory, Microsoft Entra ID or both",
    offered: ANY,
}];

const ROLES: [Choice; 2] = [
    Choice { bit: SOURCE, value: "source", label: "Source", hint: "Where the devices are now", offered: ANY },
    Choice { bit: DESTINATION, value: "destination", label: "Destination", hint: "Where the devices go", offered: ANY },
];

const DESTINATIONS: [Choice; 3] = [
    Choice {
        bit: ACTIVE_DIRECTORY,
        value: "activeDirectory",
        label: "Active Directory",
        hint: "Devices join a domain on your own network",
        offered: ANY,
    },
    Choice {
        bit: HYBRID_IDENTITY,
        value: "hybridIdentity",
        label: "Hybrid Identity",
        hint: "Devices join a domain and are registered in Microsoft Entra ID",
        offered: ANY,
    },
    Choice {
        bit: ENTRA_ID,
        value: "entraId",
        label: "Microsoft Entra ID",
        hint: "Devices join the cloud directory only",
        offered: ANY,
    },
];

const METHODS: [Choice; 4] = [
    Choice {
        bit: ONLINE_CREDENTIALS,
        value: "onlineCredentials",
        label: "Rejoin online using AD user credentials",
        hint: "A service account joins each device while it reaches a domain controller",
        offered: ACTIVE_DIRECTORY | HYBRID_IDENTITY,
    },
    Choice {
        bit: OFFLINE_AGENT,
        value: "offlineAgent",
        label: "Rejoin offline using agent",
        hint: "An agent in the destination domain prepares the join; devices need not reach a domain controller",
        offered: ACTIVE_DIRECTORY | HYBRID_IDENTITY,
    },
    Choice {
        bit: BULK_TOKEN,
        value: "bulkToken",
        label: "Rejoin online using Microsoft Entra ID app and bulk token",
        hint: "A token that lives up to 180 days joins devices without a user",
        offered: ENTRA_ID,
    },
    Choice {
        bit: ENROLLMENT_FILE,
        value: "enrollmentFile",
        label: "Rejoin offline using an enrollment file",
        hint: "A provisioning package joins devices without a user",
        offered: ENTRA_ID,
    },
];

/// What an action has where it does not say otherwise.
const BLANK_ACTION: Action = Action { kind: ActionKind::Copy, label: "", takes: &[], gives: &[] };
const GENERATE_CONFIGURATION_KEY: Action = Action {
    kind: ActionKind::GenerateKey,
    label: "Generate configuration key",
    gives: &[Field::ConfigurationKey],
    ..BLANK_ACTION
};
const GENERATE_CONNECTION_KEY: Action = Action {
    kind: ActionKind::GenerateKey,
    label: "Generate connection key",
    gives: &[Field::ConnectionKey],
    ..BLANK_ACTION
};
const COPY_CONFIGURATION_KEY: Action = Action { label: "Copy", takes: &[Field::ConfigurationKey], ..BLANK_ACTION };
const COPY_CONNECTION_KEY: Action = Action { label: "Copy", takes: &[Field::ConnectionKey], ..BLANK_ACTION };
const DOWNLOAD_DEVICE_AGENT: Action =
    Action { kind: ActionKind::DownloadDeviceAgent, label: "Download device agent", ..BLANK_ACTION };
const CREATE_APP_PROFILE: Action =
    Action { kind: ActionKind::CreateAppProfile, label: "Create new app profile", ..BLANK_ACTION };
const GET_BULK_TOKEN: Action = Action {
    kind: ActionKind::GetBulkToken,
    label: "Get bulk token",
    takes: &[Field::Tenant, Field::AppProfile, Field::BulkTokenDisplayName, Field::BulkTokenLifetimeDays],
    gives: &[Field::BulkToken, Field::BulkTokenExpiresAt],
};

use Applies::When;

fields! {
    /// The name of the connection, by which projects refer to it.
    Name = "name" {
        label: "Connection name",
        kind: Kind::Text { max: 256 },
        hint: "A name that no other connection has, by which projects refer to it",
        example: "EMEA laptops, wave 1",
    }
    /// The kind of things that move.
    Type = "type" {
        label: "Connection type",
        kind: Kind::Choice(&TYPES),
    }
    /// The side of the migration.
    Role = "role" {
        label: "Source or destination",
        kind: Kind::Choice(&ROLES),
    }
    /// The client ID of the app registration in AvePoint Online Services.
    ApplicationId = "applicationId" {
        label: "AvePoint Online Services application (client) ID",
        kind: Kind::Text { max: 128 },
        applies: When(Field::Role, SOURCE),
        section: Section::Source,
        hint: "From your app registration in AOS > Administration > App registrations",
        example: "4aeeb44e-325a-4002-a36d-2986b65cad0a",
    }
    /// The client secret of that registration.
    ClientSecret = "clientSecret" {
        label: "Client secret",
        kind: Kind::Secret { max: 512 },
        applies: When(Field::Role, SOURCE),
        reads: &[Field::ApplicationId],
        section: Section::Source,
        hint: "The value of the secret, which is shown only right after it is made",
    }
    /// The key that device agents present.
    ConfigurationKey = "configurationKey" {
        label: "Configuration key",
        kind: Kind::Key { max: 1024, kind: KeyKind::Configuration },
        applies: When(Field::Role, SOURCE),
        section: Section::Source,
        hint: "Device agents are installed with it; generate it here and copy it",
        actions: &[GENERATE_CONFIGURATION_KEY, COPY_CONFIGURATION_KEY, DOWNLOAD_DEVICE_AGENT],
    }
    /// Whether each device gets a local administrator before it leaves its domain.
    CreateLocalAdministrator = "createLocalAdministrator" {
        label: "Create a local administrator on device",
        kind: Kind::Boolean,
        applies: When(Field::Role, SOURCE),
        required: false,
        section: Section::LocalAdministrator,
        hint: "An account to log on with when a rejoin fails",
    }
    /// The name of that account.
    LocalAdministratorUsername = "localAdministratorUsername" {
        label: "Local administrator username",
        kind: Kind::Text { max: 20 },
        applies: When(Field::CreateLocalAdministrator, YES),
        section: Section::LocalAdministrator,
        hint: "The name alone, without a domain",
        example: "rejoin-admin",
    }
    /// The password of that account.
    LocalAdministratorPassword = "localAdministratorPassword" {
        label: "Local administrator password",
        kind: Kind::Secret { max: 256 },
        applies: When(Field::CreateLocalAdministrator, YES),
        reads: &[Field::LocalAdministratorUsername, Field::ClientSecret],
        section: Section::LocalAdministrator,
        hint: "It follows the complexity policy of your Active Directory",
        autocomplete: "new-password",
    }
    /// Whether group memberships of devices are read from the source's Microsoft Entra ID.
    ConnectEntraId = "connectEntraId" {
        label: "Connect source Microsoft Entra ID",
        kind: Kind::Boolean,
        applies: When(Field::Role, SOURCE),
        required: false,
        section: Section::Source,
    }
    /// The directory that devices go to.
    Destination = "destination" {
        label: "Destination",
        kind: Kind::Choice(&DESTINATIONS),
        applies: When(Field::Role, DESTINATION),
        section: Section::Destination,
    }
    /// The tenant of Microsoft Entra ID that devices go to.
    Tenant = "tenant" {
        label: "Tenant",
        kind: Kind::Text { max: 253 },
        applies: When(Field::Destination, HYBRID_IDENTITY | ENTRA_ID),
        section: Section::Destination,
        hint: "The ID or a domain of the destination tenant",
        example: "contoso.onmicrosoft.com",
    }
    /// The app profile with which that tenant is accessed.
    AppProfile = "appProfile" {
        label: "App profile",
        kind: Kind::Text { max: 256 },
        applies: When(Field::Destination, HYBRID_IDENTITY | ENTRA_ID),
        reads: &[Field::Tenant, Field::RejoinMethod],
        section: Section::Destination,
        hint: "The Fly for Device app, or a profile of your own; a bulk token needs one with delegated permissions",
        example: "Fly for Device",
        actions: &[CREATE_APP_PROFILE],
    }
    /// How devices join the destination.
    RejoinMethod = "rejoinMethod" {
        label: "How to rejoin the device",
        kind: Kind::Choice(&METHODS),
        applies: When(Field::Destination, ANY),
        reads: &[Field::Destination],
        section: Section::Rejoin,
    }
    /// The service account that joins devices.
    AdUsername = "adUsername" {
        label: "Username",
        kind: Kind::Text { max: 1024 },
        applies: When(Field::RejoinMethod, ONLINE_CREDENTIALS),
        reads: &[Field::AdDomain],
        section: Section::Rejoin,
        hint: "A service account of the destination domain, with the role Administrators or Domain Admin",
        example: "CONTOSO\\svc-rejoin",
    }
    /// The password of that account.
    AdPassword = "adPassword" {
        label: "Password",
        kind: Kind::Secret { max: 256 },
        applies: When(Field::RejoinMethod, ONLINE_CREDENTIALS),
        reads: &[Field::AdUsername],
        section: Section::Rejoin,
    }
    /// The domain that devices join.
    AdDomain = "adDomain" {
        label: "Destination domain name",
        kind: Kind::Text { max: 1024 },
        applies: When(Field::RejoinMethod, ONLINE_CREDENTIALS),
        section: Section::Rejoin,
        hint: "The DNS name of the domain",
        example: "corp.contoso.com",
    }
    /// The key that the agent in the destination domain presents.
    ConnectionKey = "connectionKey" {
        label: "Connection key",
        kind: Kind::Key { max: 1024, kind: KeyKind::Connection },
        applies: When(Field::RejoinMethod, OFFLINE_AGENT),
        section: Section::Rejoin,
        hint: "The Active Directory agent is installed with it; generate it here and copy it",
        actions: &[GENERATE_CONNECTION_KEY, COPY_CONNECTION_KEY],
    }
    /// The name of the bulk token.
    BulkTokenDisplayName = "bulkTokenDisplayName" {
        label: "Display name",
        kind: Kind::Text { max: 256 },
        applies: When(Field::RejoinMethod, BULK_TOKEN),
        section: Section::Rejoin,
        hint: "By which the token is found later",
        example: "Wave 1 laptops",
    }
    /// How long the bulk token lives, in days.
    BulkTokenLifetimeDays = "bulkTokenLifetimeDays" {
        label: "Token expiration duration (days)",
        kind: Kind::Integer { min: 1, max: 180 },
        applies: When(Field::RejoinMethod, BULK_TOKEN),
        section: Section::Rejoin,
        hint: "1 to 180 days, long enough for the last device to rejoin",
        example: "90",
    }
    /// The bulk token.
    BulkToken = "bulkToken" {
        label: "Bulk token",
        kind: Kind::Secret { max: 16384 },
        applies: When(Field::RejoinMethod, BULK_TOKEN),
        section: Section::Rejoin,
        hint: "It is requested with the display name and the duration",
        actions: &[GET_BULK_TOKEN],
    }
    /// When the bulk token expires.
    BulkTokenExpiresAt = "bulkTokenExpiresAt" {
        label: "Bulk token expires",
        kind: Kind::Text { max: 64 },
        applies: When(Field::RejoinMethod, BULK_TOKEN),
        required: false,
        section: Section::Rejoin,
        hint: "Date, time and offset, as given with the token",
        example: "2030-01-31T12:00:00Z",
    }
    /// The path of the enrollment file, as devices see it.
    EnrollmentFilePath = "enrollmentFilePath" {
        label: "Bulk enrollment file path",
        kind: Kind::Text { max: 32767 },
        applies: When(Field::RejoinMethod, ENROLLMENT_FILE),
        section: Section::Rejoin,
        hint: "The .ppkg file in a local folder of each device, or in a shared folder",
        example: "\\\\files.contoso.com\\rejoin\\bulk.ppkg",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn keys_are_found_and_only_keys() {
        for row in &FIELDS {
            assert_eq!(Field::from_key(row.key), Some(row.field));
            assert_eq!(Field::from_key(&row.key.to_uppercase()), None);
            assert_eq!(row.field.spec().key, row.key);
            let choices = |kind: Kind| kind.choices().iter().map(|c| (c.bit, c.value, c.offered)).collect::<Vec<_>>();
            assert_eq!(choices(row.field.kind()), choices(row.kind));
        }
        assert_eq!(Field::from_key("Name"), None);
        assert_eq!(Field::from_key(""), None);
        assert_eq!(Field::from_key(&"x".repeat(LONGEST_KEY + 1)), None);
    }

    #[test]
    fn what_hangs_on_a_field_stands_behind_it() {
        for row in &FIELDS {
            if let Applies::When(parent, bits) = row.applies {
                assert!(parent < row.field, "{}", row.key);
                assert_ne!(bits, 0);
            }
        }
    }

    #[test]
    fn what_an_action_takes_and_gives_applies_where_it_is_offered() {
        for row in &FIELDS {
            for action in row.actions {
                for field in action.takes.iter().chain(action.gives) {
                    let implied = core::iter::successors(Some(row.applies), |applies| match applies {
                        Applies::When(parent, _) => Some(parent.spec().applies),
                        Applies::Always => None,
                    });
                    let parents: Vec<_> =
                        implied.filter_map(|applies| applies.condition().map(|(field, _)| field)).collect();
                    let needed = field.spec().applies.condition().map(|(field, _)| field);
                    assert!(needed.is_none_or(|needed| parents.contains(&needed)), "{} of {}", action.label, row.key);
                }
            }
        }
    }

    #[test]
    fn affected_fields_follow_from_the_table() {
        let affected = |field: Field| field.affected().iter().collect::<Vec<_>>();
        assert_eq!(affected(Field::AdDomain), [Field::AdUsername, Field::AdDomain]);
        assert_eq!(affected(Field::AdUsername), [Field::AdUsername, Field::AdPassword]);
        assert_eq!(affected(Field::Tenant), [Field::Tenant, Field::AppProfile]);
        assert_eq!(affected(Field::Name), [Field::Name]);
        assert!(affected(Field::Role).len() > 19);
    }

    #[test]
    fn sets_hold_what_was_put_in() {
        let mut set = FieldSet::EMPTY;
        set.insert(Field::Tenant);
        set.insert(Field::Name);
        set.remove(Field::Type);
        assert_eq!(set.iter().collect::<Vec<_>>(), [Field::Name, Field::Tenant]);
        assert_eq!(FieldSet::from_bits(set.bits()), set);
        assert_eq!(FieldSet::from_bits(u32::MAX), FieldSet::ALL);
    }
}
