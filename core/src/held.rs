//! Text that is held until the rest of it comes.

use alloc::vec::Vec;
use core::fmt;

use zeroize::Zeroizing;

/// No sensible record is longer.
pub(crate) const LONG: usize = 1 << 16;

/// Text that waits for its end. It may hold secrets, so it leaves no copy behind when it grows.
#[derive(Default)]
pub(crate) struct Held(pub(crate) Zeroizing<Vec<u8>>);

impl Held {
    /// Takes some bytes more; says whether it moved to a memory of twice the size, and has become long.
    pub(crate) fn extend(&mut self, bytes: &[u8]) -> bool {
        let needed = self.0.len().saturating_add(bytes.len());
        let grows = needed > self.0.capacity();
        if grows {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(self.0.capacity().saturating_mul(2))));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        grows && needed > LONG
    }
}

/// Prints the size only.
impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}
