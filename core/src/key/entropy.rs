//! Randomness that somebody else brings, and the doubt about it.

use zeroize::Zeroizing;

use super::{ID_BYTES, KEY_BYTES, all_equal, checksum};

/// Why a key could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyError {
    /// There is no source of randomness, or it failed.
    RandomUnavailable,
    /// The source answers and does not work: its bytes are all equal, or the same as before.
    RandomBroken,
    /// All bytes of the secret are equal.
    Weak,
    /// The field is not one that holds a key.
    NotAKeyField,
}

impl KeyError {
    /// What is wrong, in a sentence: the same text that the error displays.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::RandomUnavailable => "no key was made, as the system's source of random numbers is missing or failed",
            Self::RandomBroken => {
                "no key was made, as the system's source of random numbers answers without randomness"
            }
            Self::Weak => "no key was made, as all bytes of its secret are equal",
            Self::NotAKeyField => "no key was made, as this field holds none",
        }
    }
}

impl core::fmt::Display for KeyError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for KeyError {}

/// A source of randomness for keys, and what is remembered of it.
///
/// The source fills the bytes it is given, or fails. A source that answers and does not work, as a
/// stub in a test environment does, is an error: all bytes equal, or the same bytes twice in a row.
///
/// ```
/// use rejoin::{Entropy, Key, KeyError, KeyKind};
///
/// let mut entropy = Entropy::new(|bytes| getrandom(bytes).map_err(|_| KeyError::RandomUnavailable));
/// let key = Key::generate(KeyKind::Connection, &mut entropy)?;
/// # fn getrandom(bytes: &mut [u8]) -> Result<(), ()> { bytes[3] = 4; bytes[20] = 7; Ok(()) }
/// # Ok::<(), KeyError>(())
/// ```
pub struct Entropy<F> {
    source: F,
    previous: Option<Mark>,
}

/// What is remembered of a draw, to recognise it by. Of a key, the ID and the checksum are no secret.
#[derive(PartialEq)]
struct Mark {
    id: [u8; ID_BYTES],
    checksum: u32,
}

impl Mark {
    fn of(drawn: &[u8; KEY_BYTES]) -> Self {
        let id = drawn.first_chunk().copied().unwrap_or_default();
        Self { id, checksum: checksum::of(drawn) }
    }
}

impl<F: FnMut(&mut [u8]) -> Result<(), KeyError>> Entropy<F> {
    /// Wraps a source.
    pub const fn new(source: F) -> Self {
        Self { source, previous: None }
    }

    /// Draws the bytes of one key.
    pub(super) fn draw(&mut self) -> Result<Zeroizing<[u8; KEY_BYTES]>, KeyError> {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        (self.source)(&mut *bytes)?;
        let mark = Some(Mark::of(&bytes));
        if all_equal(&*bytes) || self.previous == mark {
            return Err(KeyError::RandomBroken);
        }
        self.previous = mark;
        Ok(bytes)
    }
}

impl<F> core::fmt::Debug for Entropy<F> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Entropy").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::{Key, KeyKind};

    #[test]
    fn a_missing_source_makes_no_key() {
        let mut entropy = Entropy::new(|_: &mut [u8]| Err(KeyError::RandomUnavailable));
        assert_eq!(Key::generate(KeyKind::Connection, &mut entropy), Err(KeyError::RandomUnavailable));
    }

    #[test]
    fn a_source_that_does_nothing_makes_no_key() {
        let mut entropy = Entropy::new(|_: &mut [u8]| Ok(()));
        assert_eq!(Key::generate(KeyKind::Connection, &mut entropy), Err(KeyError::RandomBroken));
    }

    #[test]
    fn a_source_that_repeats_itself_makes_one_key_only() {
        let mut entropy = Entropy::new(|bytes: &mut [u8]| {
            bytes.iter_mut().zip(1..).for_each(|(place, byte)| *place = byte);
            Ok(())
        });
        assert!(Key::generate(KeyKind::Configuration, &mut entropy).is_ok());
        assert_eq!(Key::generate(KeyKind::Configuration, &mut entropy), Err(KeyError::RandomBroken));
    }

    #[test]
    fn a_source_that_changes_one_byte_does_not_repeat_itself() {
        for changing in 0..KEY_BYTES {
            let mut calls = 0_u8;
            let mut entropy = Entropy::new(|bytes: &mut [u8]| {
                calls = calls.saturating_add(1);
                bytes.iter_mut().zip(1..).for_each(|(place, byte)| *place = byte);
                bytes.get_mut(changing).into_iter().for_each(|place| *place = calls);
                Ok(())
            });
            let mut next = || Key::generate(KeyKind::Configuration, &mut entropy).is_ok();
            assert_eq!([next(), next(), next()], [true; 3], "{changing}");
        }
    }

    #[test]
    fn a_source_may_work_again_after_a_failure() {
        let mut calls = 0_u8;
        let mut entropy = Entropy::new(|bytes: &mut [u8]| {
            calls = calls.saturating_add(1);
            bytes.iter_mut().zip(calls..).for_each(|(place, byte)| *place = byte);
            if calls == 2 { Err(KeyError::RandomUnavailable) } else { Ok(()) }
        });
        let mut next = || Key::generate(KeyKind::Configuration, &mut entropy).is_ok();
        assert_eq!([next(), next(), next()], [true, false, true]);
    }
}
