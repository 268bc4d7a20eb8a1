//! IP addresses: whether a text is one.
//!
//! # What
//! The texts that `core::net` reads as `Ipv4Addr` and `Ipv6Addr`; a test holds the two together.
//!
//! # Why
//! Rules only ask whether; the parsers of the library are five times this code.
//!
//! # Codes
//! None; `is_ip_address` and `unc_ip_address` use it.

use crate::text;

/// Whether the text is four numbers up to 255 with dots between them, without leading zeros.
pub(crate) fn is_v4(text: &str) -> bool {
    let mut numbers = 0;
    text::parts(text, |b| b == b'.').all(|number| {
        numbers += 1;
        let digits = number.bytes().all(|b| b.is_ascii_digit());
        // Numbers of the same length are in the order of their texts.
        digits
            && match number.len() {
                1 => true,
                2 => number >= "10",
                3 => ("100"..="255").contains(&number),
                _ => false,
            }
    }) && numbers == 4
}

/// Whether the text is eight groups of hexadecimal digits, or fewer with a gap of `::` somewhere.
pub(crate) fn is_v6(text: &str) -> bool {
    let gap = text.as_bytes().windows(2).position(|two| two == b"::");
    match gap.and_then(|at| text.split_at_checked(at)) {
        None => groups(text, true) == Some(8),
        Some((head, tail)) => {
            let tail = tail.get(2..).unwrap_or_default();
            // The gap is one group at least.
            matches!((groups(head, false), groups(tail, true)), (Some(head), Some(tail)) if head + tail <= 7)
        }
    }
}

/// How many groups stand here; the last may be an address of version 4, which counts as two.
fn groups(text: &str, v4_at_end: bool) -> Option<usize> {
    if text.is_empty() {
        return Some(0);
    }
    let (before, last) = text::cut_last(text, b':').map_or((None, text), |(before, last)| (Some(before), last));
    let parts = |text| text::parts(text, |b| b == b':');
    let is_group = |group: &str| matches!(group.len(), 1..=4) && group.bytes().all(|b| b.is_ascii_hexdigit());
    let here = match last {
        last if is_group(last) => 1,
        last if v4_at_end && is_v4(last) => 2,
        _ => return None,
    };
    let before = before.map_or(Some(0), |before| parts(before).all(is_group).then(|| parts(before).count()))?;
    Some(before + here)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use core::net::{Ipv4Addr, Ipv6Addr};

    #[test]
    fn it_reads_what_the_library_reads() {
        let mut state = 1_u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let pieces = [
            &["0", "1", "25", "99", "255", "256", "300", "01", "é", ".", ".", ".", ".", "."][..],
            &["0", "1", "25", "01", ".", ":", ":", ":", "::", "f", "00ff", "12345", "g", "é", "1.2.3.4"][..],
        ];
        let mut addresses = (0, 0);
        for _ in 0..300_000 {
            let pieces = pieces.get(draw(2) as usize).copied().unwrap_or_default();
            let text: String =
                (0..draw(17)).filter_map(|_| pieces.get(draw(pieces.len() as u32) as usize).copied()).collect();
            let (v4, v6) = (text.parse::<Ipv4Addr>().is_ok(), text.parse::<Ipv6Addr>().is_ok());
            assert_eq!((is_v4(&text), is_v6(&text)), (v4, v6), "{text}");
            addresses = (addresses.0 + u32::from(v4), addresses.1 + u32::from(v6));
        }
        assert!(addresses.0 > 20 && addresses.1 > 100, "{addresses:?}");
    }

    #[test]
    fn addresses_of_full_length_are_read() {
        for text in [
            "1:2:3:4:5:6:7:8",
            "1:2:3:4:5:6:1.2.3.4",
            "1:2:3:4:5:6:7:1.2.3.4",
            "1:2:3:4:5::1.2.3.4",
            "1:2:3:4:5:6::1.2.3.4",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "1:2:3:4:5:6:7:8::",
            "1.2.3.4::",
            "::1.2.3.4:5",
            "1::2::3",
            ":1:2:3:4:5:6:7",
        ] {
            assert_eq!(is_v6(text), text.parse::<Ipv6Addr>().is_ok(), "{text}");
        }
    }
}
