//! Numbers: whether one is whole, by its exact value and not by the nearest `f64`.
//!
//! `30.0`, `3e1` and `10000e-3` are integers; `30.0000000000000000000000001` is none. The digits are
//! looked at once each, however many there are, and an exponent of any length is only a large one.

use crate::draft::{MAX_INTEGER, Value};

/// A power of ten from here on is over the limit for every digit but zero.
const MAX_DIGITS: i64 = 16;

/// The value of a well-formed number: an integer, or no value that a field takes.
pub(super) fn value<'v>(number: &str) -> Value<'v> {
    integer(number).map_or(Value::Other, Value::integer)
}

/// The number, if it is whole and not larger than [`MAX_INTEGER`] by far.
fn integer(number: &str) -> Option<i64> {
    let (sign, number) = match number.strip_prefix('-') {
        Some(number) => (-1, number),
        None => (1, number),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, ""));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = || whole.bytes().chain(fraction.bytes());

    // The value is that of the digits from the first to the last that is not zero, times ten to `scale`.
    let leading = digits().take_while(|digit| *digit == b'0').count();
    let trailing = digits().rev().take_while(|digit| *digit == b'0').count();
    let all = mantissa.len().saturating_sub(usize::from(mantissa.contains('.')));
    let Some(significant) = all.checked_sub(leading.saturating_add(trailing)).filter(|count| *count > 0) else {
        return Some(0);
    };
    let scale = power(exponent).saturating_sub(count(fraction.len())).saturating_add(count(trailing));
    if scale < 0 || scale.saturating_add(count(significant)) > MAX_DIGITS {
        return None;
    }
    let digits = digits().skip(leading).take(significant);
    let unscaled = digits.fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0'));
    let scaled = (0..scale).fold(unscaled, |value, _| value * 10);
    (scaled <= MAX_INTEGER).then_some(sign * scaled)
}

/// The exponent as it is written, or the limit of its type on that side.
fn power(exponent: &str) -> i64 {
    let (sign, digits) = match exponent.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    let size =
        digits.bytes().fold(0_i64, |size, digit| size.saturating_mul(10).saturating_add(i64::from(digit - b'0')));
    sign * size
}

/// A number of digits; no text has more than this type can count.
fn count(digits: usize) -> i64 {
    i64::try_from(digits).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::String;

    #[test]
    fn whole_numbers_are_integers_however_they_are_written() {
        for (text, expected) in [
            ("0", 0),
            ("-0", 0),
            ("-0.00e-5", 0),
            ("0e99999999999", 0),
            ("0.0E-99999999999999999999999999", 0),
            ("30", 30),
            ("30.0", 30),
            ("3e1", 30),
            ("3E+1", 30),
            ("0.3e2", 30),
            ("0.0003e5", 30),
            ("10000e-3", 10),
            ("-120.50e1", -1205),
            ("1e15", 1_000_000_000_000_000),
            ("9007199254740991", MAX_INTEGER),
            ("-9007199254740991.000", -MAX_INTEGER),
            ("9007199.254740991e9", MAX_INTEGER),
            ("0.9007199254740991e16", MAX_INTEGER),
        ] {
            assert_eq!(value(text), Value::Integer(expected), "{text}");
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "0.5",
            "30.00000000000000000000000000000001",
            "9007199254740991.4",
            "9007199254740992",
            "-9007199254740992",
            "9999999999999999",
            "1e16",
            "1e400",
            "1e-1",
            "10e-2",
            "1e99999999999999999999999999",
            "1e-99999999999999999999999999",
            "0.0000000000000000000000000000001e16",
        ] {
            assert_eq!(value(text), Value::Other, "{text}");
        }
    }

    #[test]
    fn a_million_digits_take_no_time() {
        let zeros: String = "0".repeat(1_000_000);
        assert_eq!(value(&format!("0.{zeros}7e1000001")), Value::Integer(7));
        assert_eq!(value(&format!("7{zeros}e-1000000")), Value::Integer(7));
        assert_eq!(value(&format!("7{zeros}")), Value::Other);
        assert_eq!(value(&format!("7.{zeros}")), Value::Integer(7));
        assert_eq!(value(&format!("7e{zeros}1")), Value::Integer(70));
        assert_eq!(value(&format!("7e-{}", "9".repeat(1_000_000))), Value::Other);
    }

    /// Against 128-bit arithmetic, for all short numbers.
    #[test]
    fn short_numbers_agree_with_plain_arithmetic() {
        for mantissa in 0..1200_u32 {
            for places in 0..4_usize {
                for exponent in -4..5_i32 {
                    let digits = format!("{mantissa:0width$}", width = places + 1);
                    let (whole, fraction) = digits.split_at_checked(digits.len() - places).unwrap_or_default();
                    let dot = if places == 0 { "" } else { "." };
                    let shift = exponent - i32::try_from(places).unwrap_or_default();
                    let power = 10_u32.pow(shift.unsigned_abs());
                    let expected = match shift {
                        0.. => Value::Integer(i64::from(mantissa) * i64::from(power)),
                        _ if mantissa % power == 0 => Value::Integer(i64::from(mantissa / power)),
                        _ => Value::Other,
                    };
                    let text = format!("{whole}{dot}{fraction}e{exponent}");
                    assert_eq!(value(&text), expected, "{text}");
                }
            }
        }
    }
}
