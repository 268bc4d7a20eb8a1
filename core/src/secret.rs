//! Text that must not be seen: it prints no value, and overwrites itself when it is dropped.

use alloc::string::String;
use core::fmt;

use zeroize::Zeroize;

/// A secret text.
///
/// `Debug` prints no value, there is no `Display`, and the memory is overwritten on drop. Copies that
/// the operating system or an earlier owner made are out of its reach.
///
/// ```
/// let secret = rejoin::Secret::from("hunter2");
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// assert_eq!(secret.expose(), "hunter2");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text itself. The name is long on purpose: it is easy to find.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
