//! IDs of entries: UUIDs of version 7, which sort by the time they were made.

use alloc::format;
use alloc::string::String;

use crate::rules::guid;

/// The random bytes that an ID is made with.
pub const ID_RANDOM_BYTES: usize = 10;

const VERSION: u128 = 0xF << 76;
const VARIANT: u128 = 0b11 << 62;

/// The UUID of version 7 (RFC 9562) of a moment and random bytes: 48 bits of milliseconds, then the
/// bytes, with the version and the variant written over six of their bits.
pub(super) fn uuid_v7(unix_millis: u64, random: [u8; ID_RANDOM_BYTES]) -> String {
    let random = random.into_iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(byte));
    let bits = u128::from(unix_millis) << 80 | random;
    let bits = bits & !VERSION & !VARIANT | 7 << 76 | 0b10 << 62;
    let digits = |shift: u32, count: u32| bits >> shift & ((1 << (4 * count)) - 1);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        digits(96, 8),
        digits(80, 4),
        digits(64, 4),
        digits(48, 4),
        digits(0, 12)
    )
}

/// The ID of a text in lower case, if it is a UUID as RFC 9562 writes them; of any version, as other
/// hosts may have made it.
pub(super) fn parse(text: &str) -> Option<String> {
    guid::is_canonical(text).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_9562() {
        // Appendix A.6; the six bits that are written over are set to their opposite here.
        let random = [0x8C, 0xC3, 0x58, 0xC4, 0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F];
        assert_eq!(uuid_v7(0x017F_22E2_79B0, random), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    }

    #[test]
    fn ids_sort_by_time() {
        let latest = uuid_v7(1, [0xFF; ID_RANDOM_BYTES]);
        assert_eq!(latest, "00000000-0001-7fff-bfff-ffffffffffff");
        assert!(latest < uuid_v7(2, [0; ID_RANDOM_BYTES]));
    }

    #[test]
    fn texts_that_are_ids() {
        let id = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
        assert_eq!(parse(&id.to_uppercase()).as_deref(), Some(id));
        assert_eq!(parse("{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}"), None);
        assert_eq!(parse("017f22e279b07cc398c4dc0c0c07398f"), None);
        assert_eq!(parse(""), None);
    }
}
