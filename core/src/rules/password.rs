//! Local administrator's password: the complexity policy of Active Directory.
//!
//! # What
//! Length, classes of characters, and no part of the account's name, as the policy of the domain has it.
//!
//! # Why
//! A device refuses a password that breaks the policy with a code that does not say why (2245), and
//! may leave the account half made; so the form explains first. The content of the rule is that of
//! "Password must meet complexity requirements" (windows-itpro-docs) and Passfilt: five classes, of which
//! the fifth is letters without case; exactly the 32 ASCII punctuation characters are special; a space is
//! in no class; the name counts from three characters on. Length is in UTF-16 code units.
//!
//! # Codes
//! `too_short`, `password_too_few_categories`, `password_contains_account_name`,
//! `password_contains_name_part`, `password_relies_on_caseless_letters`, `symbol_not_counted`,
//! `password_common`, `non_ascii`, `same_as_other_secret`.

use alloc::vec::Vec;

use crate::codes::Finding;
use crate::fields::Field;
use crate::text::{self, Scan};
use crate::unicode::{Letter, Unicode};
use crate::validate::Probe;

const COMMON: [&str; 13] = [
    "password1",
    "password1!",
    "p@ssw0rd",
    "p@ssword1",
    "passw0rd!",
    "welcome1",
    "welcome1!",
    "qwerty123!",
    "abc123!",
    "admin123!",
    "changeme1!",
    "summer2024!",
    "winter2024!",
];

/// A name or a part of one counts from this length on.
const SHORTEST_NAME: usize = 3;

/// The class of a character: the first that fits. A bit each.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Uppercase = 1,
    Lowercase = 2,
    Digit = 4,
    Special = 8,
    Caseless = 16,
    /// None of them.
    Other = 32,
}

impl Class {
    /// The classes that a form names, in its order.
    const NAMED: [(Self, &'static str); 4] = [
        (Self::Uppercase, "uppercase"),
        (Self::Lowercase, "lowercase"),
        (Self::Digit, "digit"),
        (Self::Special, "special"),
    ];

    fn of(c: char, unicode: Unicode) -> Self {
        match c {
            '0'..='9' => Self::Digit,
            'A'..='Z' => Self::Uppercase,
            'a'..='z' => Self::Lowercase,
            c if c.is_ascii_punctuation() => Self::Special,
            c if c.is_ascii() => Self::Other,
            c => match (unicode.letter)(c) {
                Some(Letter::Uppercase) => Self::Uppercase,
                Some(Letter::Lowercase) => Self::Lowercase,
                Some(Letter::Caseless) => Self::Caseless,
                None => Self::Other,
            },
        }
    }
}

/// Which classes occur in a password, as bits.
struct Classes(u32);

impl Classes {
    fn of(password: &str, unicode: Unicode) -> Self {
        Self(password.chars().fold(0, |found, c| found | Class::of(c, unicode) as u32))
    }

    const fn has(&self, class: Class) -> bool {
        self.0 & class as u32 != 0
    }

    /// How many occur of those that count.
    const fn count(&self) -> u32 {
        (self.0 & !(Class::Other as u32)).count_ones()
    }
}

pub(crate) fn check(value: &str, scan: &Scan, probe: &mut Probe<'_>) {
    let policy = probe.context.password_policy();
    if scan.len < policy.min_length() as usize {
        probe.report(Finding::TooShort { min: policy.min_length() });
    }
    if policy.min_categories() > 0 {
        let classes = Classes::of(value, probe.context.unicode());
        let required = policy.min_categories();
        check_enough(&classes, required, probe);
        check_name(value, probe);
        check_unusual(&classes, required, probe);
    }
    if text::is_any(value, &COMMON) {
        probe.report(Finding::PasswordCommon);
    }
    if !scan.ascii {
        probe.report(Finding::NonAscii);
    }
    if probe.typed(Field::ClientSecret) == Some(value) {
        probe.report(Finding::SameAsOtherSecret { other: Field::ClientSecret.key() });
    }
}

fn check_enough(classes: &Classes, required: u32, probe: &mut Probe<'_>) {
    let found = classes.count();
    if found < required {
        let missing = Class::NAMED.iter().filter(|(class, _)| !classes.has(*class)).map(|(_, name)| *name).collect();
        probe.report(Finding::PasswordTooFewCategories { found, required, missing });
    }
}

fn check_unusual(classes: &Classes, required: u32, probe: &mut Probe<'_>) {
    let found = classes.count();
    if found == required && classes.has(Class::Caseless) {
        probe.report(Finding::PasswordReliesOnCaselessLetters);
    }
    if found < required && !classes.has(Class::Special) && classes.has(Class::Other) {
        probe.report(Finding::SymbolNotCounted);
    }
}

fn check_name(value: &str, probe: &mut Probe<'_>) {
    let Some(name) = probe.typed(Field::LocalAdministratorUsername) else { return };
    let counts = |part: &str| text::utf16_len(part) >= SHORTEST_NAME;
    if counts(name) && text::contains(value, name) {
        probe.report(Finding::PasswordContainsAccountName);
    } else if contains_part(value, name, counts) {
        probe.report(Finding::PasswordContainsNamePart);
    }
}

const fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b'.' | b'-' | b'_' | b'#' | b' ' | b'\t')
}

/// Whether the password contains a part of the name that counts.
fn contains_part(password: &str, name: &str, counts: impl Fn(&str) -> bool) -> bool {
    let mut parts =
        text::parts(name, is_separator).filter(|part| counts(part) && part.len() <= password.len()).peekable();
    // Most names are of one or two parts, for which a plain search is the faster one.
    if name.len() <= password.len() {
        return parts.any(|part| text::contains(password, part));
    }
    parts.peek().is_some() && {
        let places = Places::of(password);
        parts.any(|part| places.contain(part))
    }
}

/// The places of each character in a password, as bits.
///
/// A name that nobody would type can be a megabyte of parts that all nearly occur. With the places at
/// hand, each character of a part is one step, whatever the password.
struct Places(Vec<(char, Bits)>);

/// A bit for every character of a password, which has at most 256.
type Bits = [u64; 4];

impl Places {
    fn of(password: &str) -> Self {
        let mut places: Vec<(char, Bits)> = Vec::new();
        for (at, c) in password.chars().enumerate() {
            let c = c.to_ascii_lowercase();
            // In order, and few, so that making room for one costs next to nothing.
            let place = places.binary_search_by_key(&c, |(c, _)| *c).unwrap_or_else(|place| {
                places.insert(place, (c, [0; 4]));
                place
            });
            if let Some(word) = places.get_mut(place).and_then(|(_, bits)| bits.get_mut(at / 64)) {
                *word |= 1 << (at % 64);
            }
        }
        Self(places)
    }

    fn contain(&self, part: &str) -> bool {
        // The places where what was read of the part so far may end.
        let mut ends: Bits = [u64::MAX; 4];
        for (read, c) in part.chars().enumerate() {
            let c = c.to_ascii_lowercase();
            let place = self.0.binary_search_by_key(&c, |(c, _)| *c);
            let Some((_, here)) = place.ok().and_then(|place| self.0.get(place)) else { return false };
            let mut carry = 0;
            for (word, here) in ends.iter_mut().zip(here) {
                let next = if read == 0 { u64::MAX } else { *word << 1 | carry };
                carry = *word >> 63;
                *word = next & here;
            }
            if ends == [0; 4] {
                return false;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use crate::codes::Finding;
    use crate::context::{Context, ContextError};
    use crate::fields::Field;
    use crate::report::Issue;
    use crate::validate::testing::{draft_with, issues_of};
    use alloc::string::String;
    use alloc::vec::Vec;

    fn issues(username: &str, password: &str, context: &Context) -> Vec<Issue> {
        let mut draft = draft_with(Field::LocalAdministratorPassword);
        draft.set_field(Field::LocalAdministratorUsername, String::from(username));
        draft.set_field(Field::LocalAdministratorPassword, String::from(password));
        draft.set_field(Field::ClientSecret, "Client-Secret-1");
        issues_of(Field::LocalAdministratorPassword, &draft, context)
    }

    fn found(username: &str, password: &str) -> Vec<&'static str> {
        issues(username, password, &Context::new()).iter().map(|issue| issue.code().as_str()).collect()
    }

    #[test]
    fn three_of_five_classes() {
        for good in ["Abcdef1", "abcde1!", "ABCD12#", "abc 12$x", "$bcdef1"] {
            assert_eq!(found("flyadmin", good), [""; 0], "{good}");
        }
        assert_eq!(found("flyadmin", "abcdefg1"), ["password_too_few_categories"]);
        assert_eq!(found("flyadmin", "Abcde1"), ["too_short"]);
        assert_eq!(found("flyadmin", "Pässwör1"), ["non_ascii"]);
        assert_eq!(found("flyadmin", "日本語abc1"), ["password_relies_on_caseless_letters", "non_ascii"]);
        assert_eq!(found("flyadmin", "日本語Aabc1"), ["non_ascii"]);
        assert_eq!(found("flyadmin", "abcdef£1"), ["password_too_few_categories", "symbol_not_counted", "non_ascii"]);
        assert_eq!(found("flyadmin", "abc def 1"), ["password_too_few_categories", "symbol_not_counted"]);
    }

    #[test]
    fn what_is_missing_is_named() {
        let first = issues("flyadmin", "abcdefgh", &Context::new()).into_iter().next().map(|issue| issue.finding);
        let missing = ["uppercase", "digit", "special"].to_vec();
        assert_eq!(first, Some(Finding::PasswordTooFewCategories { found: 1, required: 3, missing }));
    }

    #[test]
    fn the_name_counts_from_three_characters_on() {
        assert_eq!(found("flyadmin", "xxFLYADMINxx1"), ["password_contains_account_name"]);
        assert_eq!(found("it", "It12345"), [""; 0]);
        assert_eq!(found("e.hagens", "Hagens2024!"), ["password_contains_name_part"]);
        assert_eq!(found("e.hagens", "Hagen2024!"), [""; 0]);
        assert_eq!(found("ab-cd", "Xab1cd2!"), [""; 0]);
        assert_eq!(found("a#anna_b", "xxANNA1!y"), ["password_contains_name_part"]);
    }

    #[test]
    fn parts_are_found_wherever_a_plain_search_finds_them() {
        let password = "aabaabaaab";
        for part in ["aab", "aaa", "baab", "abaabaa", "aabaabaaab", "aaaa", "bb", "abab", "aabb"] {
            assert_eq!(super::Places::of(password).contain(part), password.contains(part), "{part}");
            let long = alloc::format!("{}.{part}", "x".repeat(20));
            assert_eq!(super::contains_part(password, &long, |p| p.len() > 1), password.contains(part), "{part}");
        }
    }

    #[test]
    fn the_policy_is_the_domains() -> Result<(), ContextError> {
        let context = Context::new().with_password_policy(12, 0)?;
        assert_eq!(issues("flyadmin", "flyadminflyadmin", &context).len(), 0);
        assert_eq!(issues("flyadmin", "Flyadmin1!", &context).len(), 1);
        let context = Context::new().with_password_policy(7, 4)?;
        assert_eq!(issues("svc", "Abcdef1", &context).len(), 1);
        Ok(())
    }

    #[test]
    fn common_and_repeated_passwords() {
        assert_eq!(found("flyadmin", "P@ssW0rd"), ["password_common"]);
        assert_eq!(found("flyadmin", "Client-Secret-1"), ["same_as_other_secret"]);
    }
}
