//! The code table: what can be said about a field, one row per code.
//!
//! A row holds everything there is to a code: its meaning, its parameters, its severity, its message
//! and its help. The types, the npm and Python tables and the page follow from it; a code is spelled
//! nowhere else by hand. A message that names a parameter its row lacks does not compile.
//!
//! How the texts are written: the message says what to do, in sentence case, without a full stop, in
//! at most 100 characters with the longest label; the help says why, or where to look. Neither ever
//! holds a value that somebody typed.

use alloc::string::String;
use alloc::vec::Vec;

use crate::fields::Field;

/// How much an issue weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The value can never work, or the form is incomplete.
    Error,
    /// The value may work, and is a known trap.
    Warning,
}

impl Severity {
    /// The severity as reports spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// The value of one parameter of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param<'a> {
    /// A count, a limit, a position or a number of days.
    Number(u32),
    /// A word.
    Text(&'a str),
    /// Some words, in order.
    List(&'a [&'static str]),
}

/// The shape of one parameter, as documented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamKind {
    /// A whole number from 0.
    Number,
    /// A whole number from 0, or nothing.
    OptionalNumber,
    /// A text.
    Text,
    /// A list of texts.
    List,
}

/// What a Rust type of a row's parameter looks like from outside.
trait AsParam {
    const KIND: ParamKind;
    fn as_param(&self) -> Option<Param<'_>>;
}

impl AsParam for u32 {
    const KIND: ParamKind = ParamKind::Number;
    fn as_param(&self) -> Option<Param<'_>> {
        Some(Param::Number(*self))
    }
}

impl AsParam for Option<u32> {
    const KIND: ParamKind = ParamKind::OptionalNumber;
    fn as_param(&self) -> Option<Param<'_>> {
        self.map(Param::Number)
    }
}

impl AsParam for &'static str {
    const KIND: ParamKind = ParamKind::Text;
    fn as_param(&self) -> Option<Param<'_>> {
        Some(Param::Text(self))
    }
}

impl AsParam for String {
    const KIND: ParamKind = ParamKind::Text;
    fn as_param(&self) -> Option<Param<'_>> {
        Some(Param::Text(self))
    }
}

impl AsParam for Vec<&'static str> {
    const KIND: ParamKind = ParamKind::List;
    fn as_param(&self) -> Option<Param<'_>> {
        Some(Param::List(self))
    }
}

/// One row of the code table.
#[derive(Debug)]
pub struct CodeSpec {
    /// The code.
    pub code: Code,
    /// The code as reports spell it.
    pub name: &'static str,
    /// What the code means, in a sentence.
    pub meaning: &'static str,
    /// Names and shapes of the parameters, in order.
    pub params: &'static [(&'static str, ParamKind)],
    /// The severity, unless `warning_in` says otherwise.
    pub severity: Severity,
    /// The fields in which the code is only a warning.
    pub warning_in: &'static [Field],
    /// What to do; `{label}` and the parameters stand in braces.
    pub message: &'static str,
    /// Other messages, for fields where the general one would say too little.
    pub message_in: &'static [(Field, &'static str)],
    /// Why it matters, or where to look.
    pub help: &'static str,
    /// Whether only a record of a file can have it.
    pub files_only: bool,
}

impl CodeSpec {
    /// The message template for a field.
    #[must_use]
    pub fn message_for(&self, field: Option<Field>) -> &'static str {
        self.message_in.iter().find(|(of, _)| Some(*of) == field).map_or(self.message, |(_, message)| message)
    }
}

impl Code {
    /// The row of this code.
    #[must_use]
    pub fn spec(self) -> &'static CodeSpec {
        // The enum and the table are made from the same rows, so the row is always there.
        CODES.get(self as usize).unwrap_or(&FIRST)
    }

    /// The code as reports spell it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.spec().name
    }

    /// How much the code weighs in a field; `None` is a key that is no field, or the whole document.
    #[must_use]
    pub fn severity(self, field: Option<Field>) -> Severity {
        // A column of its own, so that a page which has its texts elsewhere does not load these.
        let warning_in = WARNING_IN.get(self as usize).copied().unwrap_or_default();
        let warning = field.map_or(warning_in == EVERYWHERE, |field| warning_in >> field.index() & 1 == 1);
        if warning { Severity::Warning } else { Severity::Error }
    }
}

/// Every field, and what is none.
const EVERYWHERE: u32 = u32::MAX;

/// The fields in which a code is only a warning, a bit each.
const fn warning_in(severity: Severity, mild: &[Field]) -> u32 {
    let mut bits = if matches!(severity, Severity::Warning) { EVERYWHERE } else { 0 };
    let mut rest = mild;
    while let [field, tail @ ..] = rest {
        bits |= 1 << field.index();
        rest = tail;
    }
    bits
}

/// Whether every `{name}` of a message is the label or a parameter of its row. Runs in the compiler.
const fn names_only(message: &str, params: &[(&str, ParamKind)]) -> bool {
    let mut rest = message.as_bytes();
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if *byte == b'{' && !starts_with_one_of(rest, params) {
            return false;
        }
    }
    true
}

const fn starts_with_one_of(text: &[u8], params: &[(&str, ParamKind)]) -> bool {
    if is_placeholder(text, b"label") {
        return true;
    }
    let mut rest = params;
    while let [(name, _), tail @ ..] = rest {
        if is_placeholder(text, name.as_bytes()) {
            return true;
        }
        rest = tail;
    }
    false
}

const fn is_placeholder(text: &[u8], name: &[u8]) -> bool {
    let (mut text, mut name) = (text, name);
    while let ([a, more @ ..], [b, names @ ..]) = (text, name) {
        if *a != *b {
            return false;
        }
        (text, name) = (more, names);
    }
    matches!((text, name), ([b'}', ..], []))
}

/// No code has more parameters.
const MOST_PARAMS: usize = 3;

macro_rules! codes {
    (
        $(
            #[doc = $meaning:literal]
            $code:ident $({ $($param:ident : $type:ty),+ })? = $name:literal $severity:ident
                $(, $warning:ident in [$($mild:ident),+])?
                $(@ $files:ident)?
                : $message:literal
                $(, in $field:ident $special:literal)*
                ; $help:literal
        )+
    ) => {
        /// The codes, without their parameters: what stands in a report, and what a program branches on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Code {
            $( #[doc = $meaning] $code ),+
        }

        /// A finding: a code with its parameters.
        #[derive(Clone, Debug)]
        pub enum Finding {
            $(
                #[doc = $meaning]
                $code $({ $(
                    #[doc = concat!("The parameter `", stringify!($param), "`.")]
                    $param: $type
                ),+ })?
            ),+
        }

        impl Finding {
            /// The code of this finding.
            #[must_use]
            pub const fn code(&self) -> Code {
                match self { $( Self::$code { .. } => Code::$code ),+ }
            }

            /// Calls `visit` with the name and the value of each parameter, in order.
            pub fn each_param(&self, mut visit: impl FnMut(&'static str, Param<'_>)) {
                let mut names = self.code().spec().params.iter();
                self.each_value(|value| {
                    if let (Some((name, _)), Some(value)) = (names.next(), value) {
                        visit(name, value);
                    }
                });
            }

            /// Calls `visit` with the value of each parameter, in order; `None` for an optional one that is
            /// not there.
            pub fn each_value<'f>(&'f self, mut visit: impl FnMut(Option<Param<'f>>)) {
                self.visit(&mut visit);
            }

            /// The one match over all codes with parameters, for all that look at them.
            fn visit<'f>(&'f self, visit: &mut dyn FnMut(Option<Param<'f>>)) {
                match self {
                    $( $( Self::$code { $($param),+ } => { $( visit($param.as_param()); )+ } )? )+
                    _ => {}
                }
            }
        }

        impl PartialEq for Finding {
            fn eq(&self, other: &Self) -> bool {
                let mut values = [None; MOST_PARAMS];
                let mut places = values.iter_mut();
                self.each_value(|value| places.next().into_iter().for_each(|place| *place = value));
                let mut values = values.into_iter();
                let mut same = self.code() == other.code();
                other.each_value(|value| same &= values.next() == Some(value));
                same
            }
        }

        impl Eq for Finding {}

        /// The code table, in the order of [`Code`].
        pub static CODES: [CodeSpec; [$(Code::$code),+].len()] = [
            $( CodeSpec {
                code: Code::$code,
                name: $name,
                meaning: codes!(@trim $meaning),
                params: &[$($( (stringify!($param), <$type as AsParam>::KIND) ),+)?],
                severity: Severity::$severity,
                warning_in: &[$($(Field::$mild),+)?],
                message: $message,
                message_in: &[$( (Field::$field, $special) ),*],
                help: $help,
                files_only: matches!(concat!($(stringify!($files))?).as_bytes(), b"files"),
            } ),+
        ];

        /// Where each code is only a warning: a bit for each field.
        static WARNING_IN: [u32; CODES.len()] = [
            $( warning_in(Severity::$severity, &[$($(Field::$mild),+)?]) ),+
        ];

        /// Stands in for a row that cannot be missing, so that nothing needs to panic.
        static FIRST: CodeSpec = CodeSpec {
            code: Code::WrongType, name: "", meaning: "", params: &[], severity: Severity::Error,
            warning_in: &[], message: "", message_in: &[], help: "", files_only: false,
        };

        $(
            const _: () = {
                let params: &[(&str, ParamKind)] = &[$($( (stringify!($param), <$type as AsParam>::KIND) ),+)?];
                assert!(params.len() <= MOST_PARAMS);
                assert!(names_only($message, params), concat!("unknown parameter in the message of ", $name));
                $( assert!(names_only($special, params), concat!("unknown parameter in a message of ", $name)); )*
            };
        )+
    };
    (@trim $meaning:literal) => { $meaning.trim_ascii() };
}

codes! {
    // ---- The document and its members -------------------------------------------------------------
    /// The text is not JSON.
    MalformedJson { line: u32, column: u32 } = "malformed_json" Error
        : "Correct the JSON near line {line}, column {column}"
        ; "The document is one JSON object in UTF-8, without comments, trailing commas or NaN, nested at most 128 deep"
    /// The JSON is fine, but it is no object.
    NotAnObject = "not_an_object" Error
        : "Give one object with a member for each field"
        ; "A connection is an object such as {\"name\": \"…\", \"role\": \"source\"}; a list of connections goes to the batch"
    /// A member is given more than once.
    DuplicateField = "duplicate_field" Error
        : "Give this field only once"
        ; "The last value was checked; which one was meant cannot be known"
    /// A member is no field of a connection.
    UnknownField = "unknown_field" Error
        : "Remove this field, or correct the spelling of its name"
        ; "Field names are case-sensitive; the documentation lists them all"

    // ---- Any field ----------------------------------------------------------------------------------
    /// The value has another type than the field.
    WrongType { expected: &'static str } = "wrong_type" Error
        : "Give {label} as {expected}"
        ; "A field takes text, true or false, or a whole number, and does not convert between them"
    /// A required field is empty.
    Required = "required" Error
        : "Enter {label}",
        in Name "Enter a name for the connection",
        in ApplicationId "Enter the application (client) ID",
        in ClientSecret "Enter the client secret",
        in LocalAdministratorUsername "Enter a username for the local administrator",
        in LocalAdministratorPassword "Enter a password for the local administrator",
        in AdUsername "Enter the username of the service account",
        in AdPassword "Enter the password of the service account",
        in AdDomain "Enter the destination domain name",
        in BulkTokenDisplayName "Enter a display name for the bulk token",
        in BulkTokenLifetimeDays "Enter for how many days the bulk token lives",
        in Type "Select the connection type",
        in Role "Select whether this connection is the source or the destination",
        in Destination "Select the destination",
        in Tenant "Select the destination tenant",
        in AppProfile "Select an app profile",
        in RejoinMethod "Select how devices rejoin",
        in ConfigurationKey "Generate the configuration key",
        in ConnectionKey "Generate the connection key",
        in BulkToken "Get a bulk token",
        in EnrollmentFilePath "Enter the path of the bulk enrollment file"
        ; "The connection cannot be saved without it"
    /// A value stands in a field that does not belong to the choices made.
    NotApplicable = "not_applicable" Warning
        : "Clear {label}, or change the choice it belongs to"
        ; "With the choices made this value has no effect, and is left out of the connection"
    /// A text could not be decoded.
    MalformedText = "malformed_text" Error
        : "Enter {label} again, as part of it could not be read"
        ; "The text holds the replacement character, which stands where an encoding went wrong"
    /// A text is longer than its field allows, in UTF-16 code units or, for a path, after normalisation.
    TooLong { max: u32 } = "too_long" Error
        : "Shorten {label} to {max} characters"
        ; "Windows counts UTF-16 code units; an emoji is two"
    /// A text holds a control character.
    ControlCharacter { position: u32 } = "control_character" Error
        : "Remove the line break, tab or control character at position {position}"
        ; "It usually comes along when text is copied from a table, a mail or a terminal; positions count from 0"
    /// A choice is none of those there are.
    UnknownChoice { choices: Vec<&'static str> } = "unknown_choice" Error
        : "Choose one of: {choices}"
        ; "Choices are case-sensitive"
    /// A sample text was left in.
    Placeholder = "placeholder" Error
        : "Replace the sample text with the real value"
        ; "The value looks like a blank to be filled in, copied from a template or a tutorial"
    /// A text holds a character that cannot be seen.
    InvisibleCharacter { position: u32 } = "invisible_character" Error, Warning in [Name, LocalAdministratorUsername, AppProfile, BulkTokenDisplayName]
        : "Remove the invisible character at position {position}"
        ; "Zero-width and direction characters come along when text is copied; two values that look alike then differ"
    /// A text holds characters outside ASCII.
    NonAscii = "non_ascii" Warning
        : "Check that {label} can be typed on every device"
        ; "Accented letters, typographic quotes and the like depend on keyboard and code page"
    /// A text holds characters that are not allowed in it.
    ForbiddenCharacter { characters: String } = "forbidden_character" Error
        : "Remove these characters: {characters}"
        ; "Windows does not allow them in this name"
    /// A name ends with a period.
    TrailingPeriod = "trailing_period" Error
        : "Remove the period at the end of {label}"
        ; "Windows does not create accounts whose name ends with a period"
    /// A name is one that Windows keeps for itself.
    ReservedName = "reserved_name" Error, Warning in [AdDomain]
        : "Choose another name, as Windows reserves this one",
        in AdUsername "Enter a service account, not an account that Windows reserves",
        in AdDomain "Check the first label, as Windows reserves this word"
        ; "A built-in account or group has the name already, and an account of that name cannot be used here"
    /// A value is shorter than it may be.
    TooShort { min: u32 } = "too_short" Error
        : "Use at least {min} characters in {label}"
        ; "Shorter values are refused where this one is used"

    // ---- Secrets ------------------------------------------------------------------------------------
    /// A secret consists of mask characters.
    Masked = "masked" Error
        : "Enter {label} itself, not the dots or asterisks that hide it"
        ; "The value was copied from a place that shows it hidden; it is displayed in full only once, when it is made"
    /// A secret starts or ends with mask characters.
    PartlyMasked = "partly_masked" Warning
        : "Check that {label} was copied in full, as part of it looks hidden"
        ; "Many pages show the first characters of a secret and hide the rest"
    /// A secret starts or ends with a blank.
    EdgeWhitespace = "edge_whitespace" Warning
        : "Check the blank at the start or end of {label}"
        ; "A secret is used exactly as it is given; a blank at its edge usually came along with the copy"

    // ---- Connection name ------------------------------------------------------------------------------
    /// The name is longer than other products show.
    LongerThanRecommended { recommended: u32 } = "longer_than_recommended" Warning
        : "Shorten {label} to {recommended} characters, so that lists show all of it"
        ; "Microsoft Entra ID limits the names of applications to 120 characters, and tables cut longer ones"
    /// The name starts like a formula.
    SpreadsheetFormula = "spreadsheet_formula" Warning
        : "Start {label} with a letter or a digit"
        ; "A spreadsheet that imports the list takes =, +, - or @ at the start for a formula"
    /// The name looks like a value that belongs elsewhere.
    WrongBox = "wrong_box" Warning
        : "Check that this is a name, as it looks like an ID or a path"
        ; "An ID or a path was probably pasted into the wrong field"
    /// Another connection has the name.
    NameTaken = "name_taken" Error
        : "Choose a name that no other connection has"
        ; "Projects refer to connections by name; upper and lower case do not tell names apart"

    // ---- GUIDs ----------------------------------------------------------------------------------------
    /// The value is no GUID.
    GuidMalformed = "guid_malformed" Error
        : "Enter an ID of 32 hexadecimal digits, like 4aeeb44e-325a-4002-a36d-2986b65cad0a"
        ; "Copy it with the button beside it; typing turns 0 into O and 1 into l"
    /// The GUID is all zero or all `f`.
    GuidReserved = "guid_reserved" Error
        : "Enter the real ID, not the empty one"
        ; "An ID of only 0 or only f stands for nothing, in samples and in redacted messages"
    /// The GUID is one that documentation uses.
    GuidPlaceholder = "guid_placeholder" Warning
        : "Check the ID, as it looks like one from a tutorial"
        ; "Documentation uses IDs of repeated digits as samples"
    /// The GUID is an application of Microsoft's own.
    WellKnownApplication = "well_known_application" Warning
        : "Enter the ID of your own app registration, not of a Microsoft application"
        ; "This ID belongs to an application that Microsoft runs, such as Microsoft Graph or Azure PowerShell"

    // ---- Client secret --------------------------------------------------------------------------------
    /// A certificate or its file name stands in place of the secret.
    SecretIsCertificate = "secret_is_certificate" Error
        : "Enter a client secret, not a certificate or a file name"
        ; "The app registration can have both; this form takes the secret"
    /// The secret is the application ID again.
    SameAsApplicationId = "same_as_application_id" Error
        : "Enter the secret's value, not the application ID again"
        ; "The value is shown once, when the secret is made; make a new one if it is lost"
    /// The secret looks like the ID of a secret.
    SecretIsSecretId = "secret_is_secret_id" Warning
        : "Check that this is the secret's value, not the secret's ID"
        ; "Portals list an ID and a value for each secret; Microsoft Entra ID answers AADSTS7000215 when the ID is used"
    /// The secret looks like the thumbprint of a certificate.
    SecretIsThumbprint = "secret_is_thumbprint" Warning
        : "Check that this is a client secret, not the thumbprint of a certificate"
        ; "40 or 64 hexadecimal digits are the SHA-1 or SHA-256 thumbprint of a certificate"
    /// The secret looks like one of a Microsoft Entra ID registration.
    SecretIsEntraSecret = "secret_is_entra_secret" Warning
        : "Check that the secret is from AvePoint Online Services, not from Microsoft Entra ID"
        ; "The value has the form of Entra ID secrets; the app registration meant here is under AOS > Administration > App registrations"
    /// The secret stands in quotes.
    Quoted = "quoted" Warning
        : "Check the quotes around {label}"
        ; "Quotes belong to a script or a settings file, not to the secret; they are used as part of it"
    /// The secret looks encoded for a URL.
    PercentEncoded = "percent_encoded" Warning
        : "Check {label}, as it looks encoded for a URL"
        ; "Sequences such as %7E stand for one character each; enter the secret as it was shown"
    /// The secret is shorter than secrets are.
    SuspiciouslyShort { min: u32 } = "suspiciously_short" Warning
        : "Check that {label} was copied in full, as it has fewer than {min} characters"
        ; "Generated secrets have at least 16 characters"

    // ---- Keys -----------------------------------------------------------------------------------------
    /// The text is no key.
    KeyNotAKey = "key_not_a_key" Error
        : "Enter a key that starts with rjcfg1 or rjcon1",
        in ConfigurationKey "Enter a configuration key, which starts with rjcfg1",
        in ConnectionKey "Enter a connection key, which starts with rjcon1"
        ; "Generate a key here, or copy the one that was generated"
    /// The key is of the other kind.
    KeyWrongKind { expected: &'static str, found: &'static str } = "key_wrong_kind" Error
        : "Enter a {expected} key; this is a {found} key"
        ; "Device agents take the configuration key of the source, the directory agent takes the connection key of the destination"
    /// The key is too short or too long.
    KeyWrongLength { expected: u32, found: u32 } = "key_wrong_length" Error
        : "Copy the whole key: it has {expected} characters, not {found}"
        ; "A double click selects a key from end to end"
    /// The key holds a character that keys do not have.
    KeyBadCharacter { position: u32 } = "key_bad_character" Error
        : "Correct the character at position {position}, which cannot occur in a key"
        ; "After its start a key has only digits and letters, and none of 1, b, i and o; positions count from 0"
    /// The key mixes upper and lower case.
    KeyMixedCase = "key_mixed_case" Error
        : "Copy the key again: it is all lower case"
        ; "Something on the way changed the case of some letters, such as an automatic correction"
    /// The checksum of the key does not fit.
    KeyChecksum { position: Option<u32> } = "key_checksum" Error
        : "Copy the key again, as at least one character of it is wrong"
        ; "Where a position is given, changing that one character would mend it; positions count from 0"
    /// The key is of a later version.
    KeyUnsupportedVersion { version: u32 } = "key_unsupported_version" Error
        : "Generate the key again, as version {version} is not known here"
        ; "The key was made by a later version of this product"
    /// The secret in the key is no secret.
    KeyWeak = "key_weak" Error
        : "Generate the key again, as this one is not random"
        ; "All bytes of its secret are equal: the generator that made it was broken"

    // ---- Local administrator --------------------------------------------------------------------------
    /// No local administrator is created.
    NoLocalAdministrator = "no_local_administrator" Warning
        : "Create a local administrator, to reach a device whose rejoin failed"
        ; "A device that has left its domain and could not join the new one lets nobody else log on"
    /// The name of the local account has a domain in it.
    AccountHasDomain = "account_has_domain" Error
        : "Enter the name alone, without a domain, \\ or @"
        ; "The account is created on the device itself and belongs to no domain"
    /// The name consists of periods and spaces.
    OnlyDotsAndSpaces = "only_dots_and_spaces" Error
        : "Use letters or digits in {label}"
        ; "Windows does not create accounts whose name has only periods and spaces"
    /// The name is probably taken on some devices.
    LikelyTakenName = "likely_taken_name" Warning
        : "Choose another name, as some devices have an account or a group of this one"
        ; "Windows in other languages, and Windows set-up itself, create accounts and groups of this name"
    /// The name is a device name.
    DeviceName = "device_name" Warning
        : "Choose another name, as Windows takes this one for a device"
        ; "The profile folder C:\\Users\\CON and its like cannot be created"

    // ---- Passwords ------------------------------------------------------------------------------------
    /// The password has too few kinds of characters.
    PasswordTooFewCategories { found: u32, required: u32, missing: Vec<&'static str> } = "password_too_few_categories" Error
        : "Use {required} kinds of characters, not {found}; missing: {missing}"
        ; "Windows counts upper case, lower case, digits, special characters, and letters without case"
    /// The password contains the account's name.
    PasswordContainsAccountName = "password_contains_account_name" Error
        : "Choose a password that does not contain the username"
        ; "The complexity policy refuses it, in upper or lower case"
    /// The password contains a part of the account's name.
    PasswordContainsNamePart = "password_contains_name_part" Warning
        : "Choose a password that does not contain a part of the username"
        ; "The complexity policy refuses parts of three or more characters where they are also the account's full name"
    /// The password has enough kinds only because of letters without case.
    PasswordReliesOnCaselessLetters = "password_relies_on_caseless_letters" Warning
        : "Add an upper-case letter, a lower-case letter, a digit or a special character"
        ; "Windows counts letters without case, such as Japanese ones, as a kind; many tools do not"
    /// The password has symbols that count for nothing.
    SymbolNotCounted = "symbol_not_counted" Warning
        : "Use one of the special characters of a US keyboard, such as ! or #"
        ; "Spaces, currency signs other than $, and emoji are in no class of the complexity policy"
    /// The password is one that everybody tries first.
    PasswordCommon = "password_common" Warning
        : "Choose a password that is not on every list of common ones"
        ; "It meets the policy, and is among the first that an attacker tries"
    /// The password is also used in another field.
    SameAsOtherSecret { other: &'static str } = "same_as_other_secret" Warning
        : "Use a password of its own, not the same secret as in {other}"
        ; "Whoever learns one of them then knows both; often one was pasted into the wrong field"
    /// The password is the username again.
    SameAsUsername = "same_as_username" Warning
        : "Check the password, as it is the same as the username"
        ; "The username was probably pasted into the wrong field"

    // ---- Tenant ---------------------------------------------------------------------------------------
    /// The tenant is the one of personal accounts.
    TenantIsConsumer = "tenant_is_consumer" Error
        : "Enter the tenant of your organization, not the one of personal accounts"
        ; "This ID stands for all personal Microsoft accounts"
    /// The tenant is an alias for many tenants.
    TenantIsAlias = "tenant_is_alias" Error
        : "Enter the tenant's ID or domain; this word stands for many tenants"
        ; "common, organizations and consumers work in sign-in addresses only"
    /// The value is an address.
    IsUrl = "is_url" Error
        : "Enter the name only, without an address around it",
        in Tenant "Enter the tenant's ID or domain only, like contoso.onmicrosoft.com",
        in AdUsername "Enter the account, like CONTOSO\\svc-rejoin, not an address",
        in AdDomain "Enter the domain name only, like contoso.com"
        ; "Everything before :// and after the name is for a browser"
    /// The value is a user.
    IsUser = "is_user" Error
        : "Enter the domain only, without a user before @"
        ; "What follows the @ is probably the domain"
    /// The tenant is neither an ID nor a domain.
    TenantMalformed = "tenant_malformed" Error
        : "Enter the tenant's ID, or a domain like contoso.onmicrosoft.com"
        ; "A domain has two or more labels of letters, digits and hyphens; Microsoft Entra ID answers AADSTS900023 to others"
    /// The tenant is in a cloud that was closed.
    TenantClosedCloud = "tenant_closed_cloud" Error
        : "Enter a tenant in another cloud, as Microsoft Cloud Germany is closed"
        ; "Tenants under onmicrosoft.de ended in October 2021"
    /// The tenant looks like an Active Directory domain.
    TenantIsAdDomain = "tenant_is_ad_domain" Warning
        : "Check the tenant, as .local is a domain of Active Directory"
        ; "A domain under .local cannot be verified in Microsoft Entra ID"
    /// The tenant's initial domain has an unusual name.
    TenantUnusualInitialDomain = "tenant_unusual_initial_domain" Warning
        : "Check the name before .onmicrosoft, as it is unusually long or has a hyphen"
        ; "Initial domains have letters and digits, and at most 27 of them, as a rule"
    /// The tenant is none of those that are connected.
    UnknownTenant = "unknown_tenant" Error
        : "Select a tenant that is connected"
        ; "Only tenants connected to AvePoint Online Services can have app profiles"

    // ---- App profile ----------------------------------------------------------------------------------
    /// There is no app profile of this name.
    UnknownAppProfile = "unknown_app_profile" Error
        : "Select an app profile that exists"
        ; "Names of app profiles are case-sensitive; a new one is made in AvePoint Online Services"
    /// The app profile belongs to another tenant.
    AppProfileOtherTenant = "app_profile_other_tenant" Error
        : "Select an app profile of the chosen tenant"
        ; "An app profile holds the consent of one tenant"
    /// The app profile has no delegated permissions.
    AppProfileNotDelegated = "app_profile_not_delegated" Error
        : "Select an app profile with delegated permissions"
        ; "A bulk token is requested in the name of a user; application permissions cannot do that"

    // ---- Rejoin method --------------------------------------------------------------------------------
    /// The method belongs to another destination.
    MethodNotForDestination { choices: Vec<&'static str> } = "method_not_for_destination" Error
        : "Choose a method of this destination: {choices}"
        ; "Domains are joined with credentials or an agent, Microsoft Entra ID with a bulk token or an enrollment file"

    // ---- Username in the directory ---------------------------------------------------------------------
    /// The account is given as a security identifier.
    IsSid = "is_sid" Error
        : "Enter the account's name, like CONTOSO\\svc-rejoin, not its SID"
        ; "Joining a domain takes a name"
    /// The value is a distinguished name.
    IsDistinguishedName = "is_distinguished_name" Error
        : "Enter the domain name, like contoso.com, not a distinguished name",
        in AdUsername "Enter the account, like CONTOSO\\svc-rejoin, not a distinguished name"
        ; "CN=…, OU=… and DC=… are the notation of LDAP"
    /// The account has a slash.
    ForwardSlash = "forward_slash" Error
        : "Write the account with a backslash, like CONTOSO\\svc-rejoin"
        ; "A slash separates folders on the web, not a domain from its user"
    /// The account has two backslashes in a row.
    DoubledBackslash = "doubled_backslash" Error
        : "Write a single backslash, like CONTOSO\\svc-rejoin"
        ; "Scripts and JSON double the backslash; the form takes it as it is"
    /// The account mixes the two forms.
    MixedForms = "mixed_forms" Error
        : "Use either DOMAIN\\user or user@domain, not both at once"
        ; "Windows knows the two forms of a name, and no mixture"
    /// The account has more than one separator.
    MultipleSeparators = "multiple_separators" Error
        : "Use only one \\ or @ in the account"
        ; "What stands on either side would otherwise be uncertain"
    /// The account lacks the domain or the user.
    EmptyPart = "empty_part" Error
        : "Enter both the domain and the user, like CONTOSO\\svc-rejoin"
        ; "One side of the separator is empty"
    /// The account is not one of a domain.
    NotADomainAccount = "not_a_domain_account" Error
        : "Enter an account of the destination domain"
        ; "Local, built-in and cloud accounts cannot join devices to an Active Directory domain"
    /// The NetBIOS name of the domain is too long.
    NetbiosTooLong { max: u32 } = "netbios_too_long" Error
        : "Shorten the domain before the backslash to {max} characters"
        ; "It is the NetBIOS name of the domain, which is often cut; or use user@domain instead"
    /// A DNS name stands before the backslash.
    FqdnWithBackslash = "fqdn_with_backslash" Warning
        : "Write user@domain, or the NetBIOS name before the backslash"
        ; "Only the NetBIOS name is documented there; a DNS name often works, and not always"
    /// The account has no domain.
    NoDomainPart = "no_domain_part" Warning
        : "Add the domain, like CONTOSO\\svc-rejoin or svc-rejoin@contoso.com"
        ; "A name alone may be looked up in the wrong domain"
    /// The account's name is too long.
    AccountNameTooLong { max: u32 } = "account_name_too_long" Error
        : "Shorten the user to {max} characters, or use user@domain"
        ; "The name for this form of logon has at most 20 characters in Active Directory"
    /// The account is the built-in administrator.
    BuiltinAdministrator = "builtin_administrator" Warning
        : "Use a service account instead of the built-in Administrator"
        ; "It is often renamed or locked, and should not be typed into tools"
    /// The account is one of a computer.
    ComputerAccount = "computer_account" Warning
        : "Check the account, as a name that ends with $ is a computer or a managed account"
        ; "Computer and managed service accounts cannot log on with a password that somebody knows"
    /// The name before the @ has unusual characters.
    UpnUnusualCharacter = "upn_unusual_character" Warning
        : "Check the characters before the @"
        ; "Microsoft Entra ID synchronises letters, digits and ' . - _ ! # ^ ~ only, and no period right before the @"
    /// The name is longer than Microsoft Entra ID synchronises.
    UpnLongForEntra = "upn_long_for_entra" Warning
        : "Check the length: Entra ID takes 64 characters before the @ and 48 after it"
        ; "Active Directory allows more; such an account is not synchronised"
    /// The suffix is a single label.
    UpnSingleLabel = "upn_single_label" Warning
        : "Check what follows the @, as a domain usually has a dot"
        ; "A NetBIOS name belongs before a backslash"
    /// The account is one of the cloud.
    UpnCloudOnly = "upn_cloud_only" Warning
        : "Check the account, as onmicrosoft.com accounts are in the cloud"
        ; "An account of Microsoft Entra ID cannot join devices to an Active Directory domain"
    /// The account's domain is not the destination domain.
    DomainDiffers = "domain_differs" Warning
        : "Check that the account belongs to the destination domain"
        ; "An account of the source domain is the usual mistake; alternative suffixes and NetBIOS names can be right"

    // ---- Domain name ----------------------------------------------------------------------------------
    /// The domain has a backslash.
    HasBackslash = "has_backslash" Error
        : "Enter the domain name only, without a backslash"
        ; "A user, a server or a share does not belong here"
    /// The domain is an IP address.
    IsIpAddress = "is_ip_address" Error
        : "Enter the domain's name, like contoso.com, not an IP address"
        ; "Devices find a domain controller by the name of the domain"
    /// The domain has a port.
    HasPort = "has_port" Error
        : "Enter the domain name only, without a port"
        ; "Ports of a domain are fixed"
    /// The domain has an empty label.
    EmptyLabel = "empty_label" Error
        : "Remove the extra dot"
        ; "Two dots follow one another, or the name starts with one"
    /// A label of the domain is too long.
    LabelTooLong { max: u32 } = "label_too_long" Error
        : "Shorten each part between the dots to {max} bytes"
        ; "DNS allows no more; a letter outside ASCII takes two bytes or more"
    /// A label of the domain starts or ends with a hyphen.
    LabelHyphen = "label_hyphen" Error
        : "Remove the hyphen at the start or end of a part"
        ; "Hyphens stand only inside a label"
    /// The last label of the domain is a number.
    NumericTopLabel = "numeric_top_label" Error
        : "Check the last part, which cannot be a number"
        ; "Names that end in a number are taken for IP addresses"
    /// The domain is this device itself.
    IsLocalhost = "is_localhost" Error
        : "Enter the domain's name; localhost is each device itself"
        ; "Devices look the name up in DNS to find a domain controller"
    /// The domain is a single label.
    SingleLabel = "single_label" Warning
        : "Enter the DNS name, like contoso.com; this looks like the NetBIOS name"
        ; "Domains of a single label exist, and need special set-up on every device"
    /// The domain has an underscore.
    Underscore = "underscore" Warning
        : "Check the underscore"
        ; "Existing domains may have one; some DNS servers and applications refuse it"
    /// The domain ends in a name for special uses.
    SpecialUseDomain = "special_use_domain" Warning
        : "Check the ending, which is not for use on a network"
        ; "Endings such as .local and .test are reserved or unregistered, and resolve differently from place to place"
    /// The domain looks like a domain controller.
    LooksLikeDomainController = "looks_like_domain_controller" Warning
        : "Enter the domain, not a domain controller of it"
        ; "Leave out the first part; devices find the controller themselves"
    /// The domain is one of Microsoft Entra ID.
    IsEntraDomain = "is_entra_domain" Warning
        : "Check the domain, as onmicrosoft.com is Microsoft Entra ID"
        ; "Rejoining with credentials joins an Active Directory domain"
    /// The domain has many labels.
    ManyLabels = "many_labels" Warning
        : "Check the domain, as it has more than five parts"
        ; "Microsoft advises at most five levels; the name of a host may have been entered"

    // ---- Bulk token -----------------------------------------------------------------------------------
    /// The display name starts like a package account.
    PackagePrefix = "package_prefix" Warning
        : "Choose a name that does not start with package_"
        ; "The accounts that Microsoft creates for bulk tokens are called package_ and a number"
    /// The number is outside its limits.
    OutOfRange { min: u32, max: u32 } = "out_of_range" Error
        : "Enter {min} to {max} for {label}"
        ; "Bulk tokens live at most 180 days"
    /// The token lives only for a few days.
    ShortLifetime { recommended: u32 } = "short_lifetime" Warning
        : "Allow at least {recommended} days"
        ; "Devices that are off or away in that time cannot join any more"
    /// The text is no date and time.
    MalformedDateTime = "malformed_date_time" Error
        : "Enter date, time and offset, like 2030-01-31T12:00:00Z"
        ; "The form is RFC 3339"
    /// The token has expired.
    BulkTokenExpired = "bulk_token_expired" Error
        : "Get a new bulk token, as this one has expired"
        ; "Devices are refused with an expired token, without a message that names the cause"
    /// The token expires within a week.
    BulkTokenExpiresSoon { days: u32 } = "bulk_token_expires_soon" Warning
        : "Get a new bulk token, as this one expires soon; whole days left: {days}"
        ; "Devices that rejoin after that are refused"

    // ---- Enrollment file path ---------------------------------------------------------------------------
    /// The path is an address.
    PathIsUrl = "path_is_url" Error
        : "Enter a path in a local or shared folder, not an address"
        ; "The agent opens the file on the device, where nobody is signed in to a web site"
    /// The path is one of another system.
    PathPosix = "path_posix" Error
        : "Enter a Windows path, like C:\\ProgramData\\Rejoin\\bulk.ppkg"
        ; "The file is opened on Windows devices"
    /// The path has a character that only looks like a separator.
    PathWrongSeparator = "path_wrong_separator" Error
        : "Write the path with \\ and : of a Western keyboard"
        ; "Japanese and Korean keyboards show the backslash as ¥ or ₩; the real ¥ and ₩ are other characters"
    /// The path names a device.
    PathDeviceNamespace = "path_device_namespace" Error
        : "Enter the path of a file, without \\\\.\\"
        ; "Such names stand for devices, not for files"
    /// The path has the prefix for long paths.
    PathExtendedPrefix = "path_extended_prefix" Warning
        : "Leave out \\\\?\\ unless the path is longer than 259 characters"
        ; "With the prefix Windows takes every character as it is, and some tools refuse it"
    /// The path has an environment variable.
    PathEnvironmentVariable = "path_environment_variable" Error
        : "Write the folder out instead of a variable like %TEMP%"
        ; "The agent runs as the system, for which variables have other values"
    /// The path depends on the current folder of a drive.
    PathDriveRelative = "path_drive_relative" Error
        : "Add a backslash after the drive, like C:\\"
        ; "C:file is a file in whichever folder is current on that drive"
    /// The path depends on the current drive.
    PathRootRelative = "path_root_relative" Error
        : "Start with a drive, like C:\\, or with \\\\server\\share"
        ; "With one backslash the path is on whichever drive is current; perhaps a second one was lost"
    /// The path is not absolute.
    PathNotAbsolute = "path_not_absolute" Error
        : "Enter the whole path, from the drive or from \\\\server\\share"
        ; "The agent's current folder is not yours"
    /// The path is a folder.
    PathIsDirectory = "path_is_directory" Error
        : "Add the name of the file"
        ; "The path ends with a backslash"
    /// The path has no host, share or file.
    UncIncomplete = "unc_incomplete" Error
        : "Enter server, share and file, like \\\\files.contoso.com\\rejoin\\bulk.ppkg"
        ; "A shared folder is named by its server and its share"
    /// The server in the path has characters that no server has.
    UncBadHost = "unc_bad_host" Error
        : "Check the name of the server"
        ; "Names of servers have letters, digits, hyphens, underscores and dots, and at most 255 of them; no port and no user"
    /// The share in the path has characters that no share has.
    UncBadShare = "unc_bad_share" Error
        : "Check the name of the share"
        ; "Names of shares have at most 80 characters, and none of \" [ ] : | < > + = ; , * ?"
    /// The path has `.` or `..` in it.
    PathDotSegment = "path_dot_segment" Warning
        : "Write the path without . and .."
        ; "They make it hard to see which folder is meant"
    /// A part of the path ends with a dot or a space.
    PathTrailingDotOrSpace = "path_trailing_dot_or_space" Error
        : "Remove the dot or space at the end of a folder or of the file"
        ; "Windows drops it, and opens another file"
    /// A part of the path is the name of a device.
    PathReservedName = "path_reserved_name" Error
        : "Rename the part that is a device name, like CON or COM1"
        ; "Windows opens a device instead of a file of that name, with any extension"
    /// A part of the path is too long.
    PathComponentTooLong { max: u32 } = "path_component_too_long" Error
        : "Shorten each folder and the file to {max} characters"
        ; "File systems of Windows allow no more"
    /// The path is no provisioning package.
    PathWrongExtension = "path_wrong_extension" Error
        : "Enter the path of the .ppkg file"
        ; "Bulk enrollment uses a provisioning package; the other files of its project do not serve"
    /// The path is in a user's profile.
    PathUserProfile = "path_user_profile" Warning
        : "Use a folder outside C:\\Users, or C:\\Users\\Public"
        ; "A profile has another name on each device, and may be redirected to the cloud"
    /// The path is on a drive that is probably mapped.
    PathMappedDrive = "path_mapped_drive" Warning
        : "Use \\\\server\\share instead of a mapped drive"
        ; "Mapped drives belong to the user who is logged on; the agent does not see them"
    /// The path is in a folder for temporary files.
    PathTemporary = "path_temporary" Warning
        : "Use a folder that is not cleaned up"
        ; "Windows deletes files in temporary folders"
    /// The share is one for administrators.
    UncAdminShare = "unc_admin_share" Warning
        : "Use an ordinary share instead of an administrative one"
        ; "Shares like C$ are for administrators only; devices cannot open them"
    /// The server in the path is each device itself.
    UncLocalhost = "unc_localhost" Warning
        : "Use a local path, or the name of a server"
        ; "localhost is each device itself"
    /// The server in the path is an IP address.
    UncIpAddress = "unc_ip_address" Warning
        : "Use the server's name instead of its IP address"
        ; "Kerberos does not work with addresses, and addresses change"
    /// The server in the path has no domain.
    UncShortHost = "unc_short_host" Warning
        : "Write the server with its domain, like files.contoso.com"
        ; "A short name is searched in the device's own domain, which changes with the move"

    // ---- Files: they come last, as pages know no files and leave these rows out -------------------------
    /// The text is not YAML.
    MalformedYaml { line: u32, column: u32 } = "malformed_yaml" Error @files
        : "Correct the YAML near line {line}, column {column}"
        ; "What follows in this document is not checked; often a value with a colon or a # needs quotes"
    /// A quote in a table is never closed.
    UnclosedQuote = "unclosed_quote" Error @files
        : "Close the quote in this row, or write it twice"
        ; "A cell that starts with a quote goes on to the next one, over line ends, too; the next row is read as usual"
    /// A row has a value in a column without a name.
    NamelessColumn { column: u32 } = "nameless_column" Error @files
        : "Name column {column} in the header, or empty this cell"
        ; "Often a value with a delimiter in it lacks its quotes, and the cells behind it have moved"
    /// The place that a reference to a secret names has none.
    SecretNotResolved { source: &'static str } = "secret_not_resolved" Error @files
        : "Check the {source} reference of {label}, as there is nothing behind it"
        ; "Set the environment variable, or make the file readable, or store the entry in the keyring, which takes Python's keyring package"
    /// A secret stands in the file as it is.
    PlainSecret = "plain_secret" Warning @files
        : "Put a reference to {label} into the file instead of the secret"
        ; "Like ${env:NAME}, ${file:PATH} or ${keyring:SERVICE/NAME}; whoever can read the file has the secret"
}
