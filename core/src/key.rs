//! Keys: the secret texts that agents present.
//!
//! A key is a BIP-350 Bech32m string of 78 characters. Its human-readable part tells the kind; its data
//! is a version, a key ID of 8 bytes that may be shown, and a secret of 32 bytes. One double click
//! selects it, nothing in it needs escaping, and its checksum, which covers the kind, catches every
//! change of up to four characters.
//!
//! The core draws no randomness: whoever generates keys brings an [`Entropy`].

#![deny(clippy::arithmetic_side_effects)]

pub(crate) mod checksum;
mod entropy;

use alloc::string::String;
use core::fmt;

use bech32::primitives::iter::ByteIterExt;
use bech32::{Fe32, Hrp};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::codes::Finding;
use crate::secret::Secret;
use crate::text;
pub use entropy::{Entropy, KeyError};

/// The bytes of randomness in a key: its ID and its secret.
pub const KEY_BYTES: usize = ID_BYTES.saturating_add(SECRET_BYTES);

const ID_BYTES: usize = 8;
const SECRET_BYTES: usize = 32;
const VERSION: u8 = 1;
/// The human-readable part and the separator.
const PREFIX_LENGTH: usize = 6;
/// The characters of a key: the prefix, 66 of data, 6 of checksum.
const LENGTH: usize = 78;

/// Who presents a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// The device agents of a source.
    Configuration,
    /// The Active Directory agent of a destination.
    Connection,
}

impl KeyKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Configuration, Self::Connection];

    /// The name in data: `configuration` or `connection`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Connection => "connection",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// How keys of the kind start: the human-readable part and the separator.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Configuration => "rjcfg1",
            Self::Connection => "rjcon1",
        }
    }

    fn hrp(self) -> Hrp {
        Hrp::parse_unchecked(match self {
            Self::Configuration => "rjcfg",
            Self::Connection => "rjcon",
        })
    }
}

/// A key of either kind.
///
/// `Debug` prints its kind and ID only, and the secret is overwritten on drop.
///
/// ```
/// use rejoin::{Key, KeyKind};
///
/// let bytes = core::array::from_fn(|i| i as u8);
/// let key = Key::from_bytes(KeyKind::Configuration, &bytes)?;
/// assert_eq!(key.id(), "0001020304050607");
/// assert_eq!(key.masked(), "rjcfg1…zpey");
///
/// let text = key.text();
/// assert_eq!(Key::parse(text.expose(), None), Ok(key));
/// # Ok::<(), rejoin::KeyError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Key {
    kind: KeyKind,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
}

impl Key {
    /// The key of those bytes, for test vectors and for callers with a random source of their own: the
    /// first 8 are its ID, the other 32 its secret.
    ///
    /// # Errors
    ///
    /// When all bytes of the secret are equal, as those of a broken source are.
    pub fn from_bytes(kind: KeyKind, bytes: &[u8; KEY_BYTES]) -> Result<Self, KeyError> {
        let (_, secret) = bytes.split_at(ID_BYTES);
        if all_equal(secret) {
            return Err(KeyError::Weak);
        }
        Ok(Self { kind, bytes: Zeroizing::new(*bytes) })
    }

    /// A fresh key.
    ///
    /// # Errors
    ///
    /// When the source of randomness is missing, or answers and does not work.
    pub fn generate<F: FnMut(&mut [u8]) -> Result<(), KeyError>>(
        kind: KeyKind,
        entropy: &mut Entropy<F>,
    ) -> Result<Self, KeyError> {
        Self::from_bytes(kind, &*entropy.draw()?)
    }

    /// Reads a key, of the expected kind if there is one. Blanks around it do not count.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with it, in the order in which the checks of a key field stand.
    pub fn parse(text: &str, expected: Option<KeyKind>) -> Result<Self, Finding> {
        let text = text::trim(text);
        let kind = KeyKind::ALL.into_iter().find(|kind| text::starts_with(text, kind.prefix()));
        let kind = kind.ok_or(Finding::KeyNotAKey)?;
        if let Some(expected) = expected.filter(|expected| *expected != kind) {
            return Err(Finding::KeyWrongKind { expected: expected.as_str(), found: kind.as_str() });
        }
        let length = text::utf16_len(text);
        if length != LENGTH {
            return Err(Finding::KeyWrongLength { expected: text::number(LENGTH), found: text::number(length) });
        }
        let (_, data) = text.split_at_checked(PREFIX_LENGTH).ok_or(Finding::KeyNotAKey)?;
        let mut symbols = Zeroizing::new([0; LENGTH.saturating_sub(PREFIX_LENGTH)]);
        for (position, (place, c)) in symbols.iter_mut().zip(data.chars()).enumerate() {
            // Up to here all are ASCII, of which each counts as one.
            let bad = |_| Finding::KeyBadCharacter { position: after_prefix(text::number(position)) };
            *place = Fe32::from_char(c).map_err(bad)?.to_u8();
        }
        if text.bytes().any(|b| b.is_ascii_lowercase()) && text.bytes().any(|b| b.is_ascii_uppercase()) {
            return Err(Finding::KeyMixedCase);
        }
        checksum::check(kind.hrp(), symbols.iter().filter_map(|symbol| Fe32::try_from(*symbol).ok()))
            .map_err(|position| Finding::KeyChecksum { position: position.map(after_prefix) })?;
        Self::from_symbols(kind, &*symbols)
    }

    /// The key of characters whose checksum holds, five bits each.
    fn from_symbols(kind: KeyKind, symbols: &[u8]) -> Result<Self, Finding> {
        let mut data = Zeroizing::new([0; KEY_BYTES.saturating_add(1)]);
        let mut places = data.iter_mut();
        let (mut held, mut bits) = (0_u32, 0_u32);
        for symbol in symbols.iter().take(checksum::DATA_SYMBOLS) {
            held = held << 5 | u32::from(*symbol);
            bits = bits.wrapping_add(5);
            if let Some(rest) = bits.checked_sub(8) {
                let [.., byte] = held.wrapping_shr(rest).to_be_bytes();
                bits = rest;
                places.next().into_iter().for_each(|place| *place = byte);
            }
        }
        // 66 characters are two bits more than 41 bytes; they are zero, so that a key has one spelling.
        if held & 0b11 != 0 {
            return Err(Finding::KeyChecksum { position: None });
        }
        let [version, material @ ..] = &*data;
        if *version != VERSION {
            return Err(Finding::KeyUnsupportedVersion { version: u32::from(*version) });
        }
        Self::from_bytes(kind, material).map_err(|_| Finding::KeyWeak)
    }

    /// Who presents the key.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The version of the format.
    #[must_use]
    pub const fn version(&self) -> u8 {
        VERSION
    }

    /// The key itself, in lower case.
    #[must_use]
    pub fn text(&self) -> Secret {
        let mut text = String::with_capacity(LENGTH);
        text.push_str(self.kind.prefix());
        let data = core::iter::once(VERSION).chain(self.bytes.iter().copied());
        checksum::append(self.kind.hrp(), data.bytes_to_fes(), |symbol| text.push(symbol.to_char()));
        Secret::from(text)
    }

    /// The ID: 16 hexadecimal digits that may be shown and logged.
    #[must_use]
    pub fn id(&self) -> String {
        let (id, _) = self.bytes.split_at(ID_BYTES);
        hex(id)
    }

    /// What a host stores in place of the key: the SHA-256 of its text, in hexadecimal digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        hex(&sha256(self.text().expose().as_bytes()))
    }

    /// Whether the fingerprint is that of this key, in a time that does not tell where they differ.
    #[must_use]
    pub fn matches(&self, fingerprint: &str) -> bool {
        self.fingerprint().as_bytes().ct_eq(fingerprint.as_bytes()).into()
    }

    /// A form for display: the prefix, an ellipsis, and the last four characters.
    #[must_use]
    pub fn masked(&self) -> String {
        let text = self.text();
        let (_, end) = text.expose().split_at_checked(LENGTH.saturating_sub(4)).unwrap_or_default();
        text::joined(&[self.kind.prefix(), "…", end])
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("kind", &self.kind).field("id", &self.id()).finish_non_exhaustive()
    }
}

const fn after_prefix(position: u32) -> u32 {
    position.saturating_add(PREFIX_LENGTH as u32)
}

fn all_equal(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| Some(byte) == bytes.first())
}

/// One copy of the digest for all that is digested.
#[inline(never)]
fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        text.extend([byte >> 4, byte & 0xF].map(|digit| char::from_digit(digit.into(), 16).unwrap_or_default()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;
    use bech32::Bech32m;
    use bech32::primitives::iter::Fe32IterExt;

    const CONFIGURATION: &str = "rjcfg1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyudrzpey";
    const CONNECTION: &str = "rjcon1qyqqzqsrqszsvpcgpy9qkrqdpc83qygjzv2p29shrqv35xcur50p7gppyg3jgffxyu7ax7fw";

    fn counting() -> [u8; KEY_BYTES] {
        core::array::from_fn(|i| i.to_le_bytes().first().copied().unwrap_or_default())
    }

    fn made(kind: KeyKind) -> Result<Key, KeyError> {
        Key::from_bytes(kind, &counting())
    }

    /// The key of the text with the character at `position` replaced.
    fn replaced(text: &str, position: usize, with: char) -> String {
        text.char_indices().map(|(at, c)| if at == position { with } else { c }).collect()
    }

    #[test]
    fn known_answers() -> Result<(), KeyError> {
        for (kind, text, fingerprint) in [
            (KeyKind::Configuration, CONFIGURATION, "be93d0d4a01b24776b8ea37a300bdcabe1121f74c025bf2b917b347d9d094b12"),
            (KeyKind::Connection, CONNECTION, "ad6715d7451cbe8149267645f08f0d27d025521ea78931036530299e870a3b80"),
        ] {
            let key = made(kind)?;
            assert_eq!(key.text().expose(), text);
            assert_eq!(key.id(), "0001020304050607");
            assert_eq!(key.fingerprint(), fingerprint);
            assert!(key.matches(fingerprint));
            assert!(!key.matches(&replaced(fingerprint, 63, 'f')));
            assert!(!key.matches(""));
            assert_eq!(Key::parse(text, Some(kind)), Ok(key));
        }
        Ok(())
    }

    #[test]
    fn case_and_blanks_around_do_not_count() {
        let text = format!("\u{FEFF} {}\n", CONNECTION.to_uppercase());
        assert_eq!(Key::parse(&text, None).map(|key| key.text().expose().to_string()), Ok(CONNECTION.into()));
    }

    #[test]
    fn the_first_finding_is_the_one_in_order() {
        let parse = |text: &str| Key::parse(text, Some(KeyKind::Configuration)).err();
        assert_eq!(parse(""), Some(Finding::KeyNotAKey));
        assert_eq!(parse("rjcfg"), Some(Finding::KeyNotAKey));
        assert_eq!(parse("rjcon1"), Some(Finding::KeyWrongKind { expected: "configuration", found: "connection" }));
        assert_eq!(parse("rjcfg1b"), Some(Finding::KeyWrongLength { expected: 78, found: 7 }));
        assert_eq!(parse(&replaced(CONFIGURATION, 9, 'B')), Some(Finding::KeyBadCharacter { position: 9 }));
        assert_eq!(parse(&replaced(CONFIGURATION, 9, 'Z')), Some(Finding::KeyMixedCase));
        assert_eq!(parse(&replaced(CONFIGURATION, 9, 'x')), Some(Finding::KeyChecksum { position: Some(9) }));
        let two = replaced(&replaced(CONFIGURATION, 9, 'x'), 20, 'x');
        assert_eq!(parse(&two), Some(Finding::KeyChecksum { position: None }));
        assert_eq!(parse(&replaced(CONFIGURATION, 30, 'é')), Some(Finding::KeyBadCharacter { position: 30 }));
    }

    #[test]
    fn what_is_in_a_key_with_a_right_checksum_is_checked() {
        let parse = |data: &[u8]| {
            let text = bech32::encode::<Bech32m>(KeyKind::Connection.hrp(), data).unwrap_or_default();
            Key::parse(&text, None).err()
        };
        let mut data = [7; 41];
        assert_eq!(parse(&data), Some(Finding::KeyUnsupportedVersion { version: 7 }));
        data[0] = 1;
        assert_eq!(parse(&data), Some(Finding::KeyWeak));
        data[40] = 8;
        assert_eq!(parse(&data), None);
    }

    #[test]
    fn bits_beyond_the_bytes_are_zero() {
        let made = made(KeyKind::Configuration).map(|key| key.text());
        let text = made.as_ref().map_or("", |text| text.expose());
        let (data, _) = text.split_at_checked(72).unwrap_or_default();
        let (_, data) = data.split_at_checked(6).unwrap_or_default();
        let mut symbols: alloc::vec::Vec<Fe32> = data.chars().filter_map(|c| Fe32::from_char(c).ok()).collect();
        if let Some(last) = symbols.last_mut() {
            *last = Fe32::try_from(last.to_u8() | 1).unwrap_or(Fe32::Q);
        }
        let hrp = KeyKind::Configuration.hrp();
        let odd: String = symbols.into_iter().with_checksum::<Bech32m>(&hrp).chars().collect();
        assert_eq!(Key::parse(&odd, None), Err(Finding::KeyChecksum { position: None }));
    }

    #[test]
    fn a_key_prints_its_id_only() -> Result<(), KeyError> {
        let key = made(KeyKind::Connection)?;
        let printed = format!("{key:?}");
        assert!(printed.contains("0001020304050607"));
        assert!(!printed.contains("0809"), "{printed}");
        Ok(())
    }

    #[test]
    fn a_weak_secret_is_no_key() {
        assert_eq!(Key::from_bytes(KeyKind::Connection, &[0; KEY_BYTES]), Err(KeyError::Weak));
        let mut bytes = [9; KEY_BYTES];
        bytes[0] = 1;
        assert_eq!(Key::from_bytes(KeyKind::Connection, &bytes), Err(KeyError::Weak));
    }
}
