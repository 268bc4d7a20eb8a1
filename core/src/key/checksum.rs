//! The checksum of Bech32m: whether it holds, and which single character would mend it.
//!
//! The code has a distance of at least five at the length of a key, so every change of up to four
//! characters is caught, and a single wrong character can be told from all others. The tests prove
//! both over all error patterns, not over a sample: the checksum is linear, so that a pattern is
//! missed for one key exactly if it is missed for all.

use bech32::primitives::checksum::{Checksum, Engine, PackedFe32};
use bech32::primitives::iter::ByteIterExt as _;
use bech32::{Bech32m, Fe32, Hrp};

/// The characters of data in a key.
pub(super) const DATA_SYMBOLS: usize = 66;

/// What the generator polynomial adds for each bit that is shifted out: BIP-173.
const GENERATOR: [u32; 5] = Bech32m::GENERATOR_SH;

/// Whether the checksum holds over characters that end in it; else the only place, from 0, where
/// changing one character would make it hold.
pub(crate) fn check(hrp: Hrp, symbols: impl Iterator<Item = Fe32> + Clone) -> Result<(), Option<u32>> {
    let mut engine = Engine::<Bech32m>::new();
    engine.input_hrp(hrp);
    let mut count = 0_u32;
    for symbol in symbols {
        engine.input_fe(symbol);
        count = count.saturating_add(1);
    }
    let syndrome = *engine.residue() ^ Bech32m::TARGET_RESIDUE;
    if syndrome == 0 { Ok(()) } else { Err(single_error(syndrome, count)) }
}

/// Gives characters of data to `put`, and behind them those of their checksum.
pub(super) fn append(hrp: Hrp, symbols: impl Iterator<Item = Fe32>, mut put: impl FnMut(Fe32)) {
    let mut engine = Engine::<Bech32m>::new();
    engine.input_hrp(hrp);
    for symbol in symbols {
        engine.input_fe(symbol);
        put(symbol);
    }
    engine.input_target_residue();
    for place in (0..Bech32m::CHECKSUM_LENGTH).rev() {
        // Five bits are always a character.
        put(Fe32::try_from(engine.residue().unpack(place)).unwrap_or(Fe32::Q));
    }
}

/// The checksum of some bytes alone, by which to tell them from others: changing one of them changes it.
pub(super) fn of(bytes: &[u8]) -> u32 {
    let mut engine = Engine::<Bech32m>::new();
    bytes.iter().copied().bytes_to_fes().for_each(|symbol| engine.input_fe(symbol));
    *engine.residue()
}

/// The place of the one wrong character that explains a syndrome, if one does.
fn single_error(syndrome: u32, count: u32) -> Option<u32> {
    (1..32).find_map(|delta| {
        syndromes(delta).zip((0..count).rev()).find_map(|(of, place)| (of == syndrome).then_some(place))
    })
}

/// The syndrome of a character that is off by `delta`, in the last place, the last but one, and so on.
fn syndromes(delta: u32) -> impl Iterator<Item = u32> {
    core::iter::successors(Some(delta), |syndrome| Some(shift(*syndrome)))
}

/// One step of the division by the generator polynomial.
fn shift(residue: u32) -> u32 {
    let out = residue >> 25;
    let kept = (residue & 0x01FF_FFFF) << 5;
    GENERATOR.iter().enumerate().filter(|(bit, _)| out >> bit & 1 == 1).fold(kept, |sum, (_, term)| sum ^ term)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    /// The characters of a key that the checksum covers and that can be changed: data and checksum.
    const SYMBOLS: usize = 72;

    fn holds(text: &str) -> bool {
        let Some((hrp, data)) = text.rsplit_once('1') else { return false };
        let Ok(hrp) = Hrp::parse(hrp) else { return false };
        let symbols: Result<Vec<Fe32>, _> = data.chars().map(Fe32::from_char).collect();
        symbols.is_ok_and(|symbols| symbols.len() >= 6 && check(hrp, symbols.into_iter()).is_ok())
    }

    #[test]
    fn known_answers_of_bip_350() {
        for valid in [
            "A1LQFN3A",
            "a1lqfn3a",
            "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
            "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
            "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
            "split1checkupstagehandshakeupstreamerranterredcaperredlc445v",
            "?1v759aa",
        ] {
            assert!(holds(valid), "{valid}");
        }
        for invalid in [
            "\u{20}1xj0phk",
            "\u{7F}1g6xzxy",
            "\u{80}1vctc34",
            "qyrz8wqd2c9m",
            "1qyrz8wqd2c9m",
            "y1b0jsk6g",
            "lt1igcx5c0",
            "in1muywd",
            "mm1crxm3i",
            "au1s5cgom",
            "M1VUXWEZ",
            "16plkw9",
            "1p2gdwpf",
        ] {
            assert!(!holds(invalid), "{invalid}");
        }
    }

    /// All syndromes of one wrong character.
    fn singles() -> Vec<u32> {
        (1..32).flat_map(|delta| syndromes(delta).take(SYMBOLS)).collect()
    }

    fn has_duplicates(mut syndromes: Vec<u32>) -> bool {
        syndromes.sort_unstable();
        syndromes.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
    }

    /// The syndromes of every two wrong characters, each pair of places once.
    fn pairs(mask: u32) -> Vec<u32> {
        let by_delta: Vec<Vec<u32>> = (1..32).map(|delta| syndromes(delta).take(SYMBOLS).collect()).collect();
        let mut all = Vec::new();
        for first in &by_delta {
            for second in &by_delta {
                for (place, a) in first.iter().enumerate() {
                    all.extend(second.iter().skip(place).skip(1).map(|b| (a ^ b) & mask));
                }
            }
        }
        all
    }

    #[test]
    fn every_change_of_up_to_four_characters_is_caught() {
        // Up to four changes are missed exactly if one or two of them look like the other two or one.
        // One wrong character is never none, nor another one: changes of one and of two are caught.
        let singles = singles();
        assert!(!singles.contains(&0));
        assert!(!has_duplicates(singles.clone()));
        // No two are none, one, or another two: changes of three and of four are caught.
        let pairs = pairs(u32::MAX);
        assert_eq!(pairs.len(), 31 * 31 * SYMBOLS * (SYMBOLS - 1) / 2);
        let all: Vec<u32> = pairs.into_iter().chain(singles).chain([0]).collect();
        assert!(!has_duplicates(all));
    }

    #[test]
    fn a_shorter_checksum_would_not_catch_them() {
        // The control: the same proof over five characters of checksum must fail.
        assert!(has_duplicates(pairs(0x01FF_FFFF)));
    }
}
