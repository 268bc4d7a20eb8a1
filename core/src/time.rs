//! Moments as RFC 3339 writes them, compared without a clock.

use alloc::string::String;

const SECONDS_A_DAY: i64 = 86_400;

/// A moment, to any fraction of a second.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    /// Seconds from the start of 1970, UTC.
    seconds: i64,
    /// The digits of the fraction without zeros at the end: such digits compare as text.
    fraction: String,
}

impl Instant {
    /// Reads `2030-01-31T12:00:00.5+01:00`: real days, seconds 00 to 59, any fraction, an offset.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut reader = Reader(text.as_bytes());
        let mut numbers = [0; 6];
        let shape: [(u32, &[u8]); 6] = [(4, b"-"), (2, b"-"), (2, b"Tt"), (2, b":"), (2, b":"), (2, b"")];
        for (number, (digits, separator)) in numbers.iter_mut().zip(shape) {
            *number = reader.number(digits)?;
            if !separator.is_empty() {
                reader.one_of(separator)?;
            }
        }
        let [year, month, day, hour, minute, second] = numbers;
        let fraction = reader.fraction()?;
        let offset = reader.offset()?;
        let real = (1..=12).contains(&month)
            && (1..=days_in_month(year, month)).contains(&day)
            && hour <= 23
            && minute <= 59
            && second <= 59
            && reader.0.is_empty();
        real.then(|| Self {
            seconds: days_from_epoch(year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second - offset,
            fraction,
        })
    }

    /// The whole days from `earlier` to this moment; 0 where it is not later.
    pub(crate) fn whole_days_since(&self, earlier: &Self) -> u32 {
        let borrow = i64::from(self.fraction < earlier.fraction);
        let seconds = self.seconds - earlier.seconds - borrow;
        u32::try_from(seconds / SECONDS_A_DAY).unwrap_or(0)
    }

    /// Whether this moment is at most that many days after `earlier`.
    pub(crate) fn is_within_days(&self, days: i64, earlier: &Self) -> bool {
        let limit = Self { seconds: earlier.seconds + days * SECONDS_A_DAY, fraction: earlier.fraction.clone() };
        *self <= limit
    }

    /// The whole milliseconds from the start of 1970, UTC; nothing for an earlier moment.
    pub(crate) fn unix_millis(&self) -> Option<u64> {
        let digits = self.fraction.bytes().map(|digit| u64::from(digit - b'0')).chain(core::iter::repeat(0));
        let millis = digits.take(3).fold(0, |value, digit| value * 10 + digit);
        Some(u64::try_from(self.seconds).ok()? * 1000 + millis)
    }
}

/// The last millisecond that RFC 3339 can write: the end of the year 9999.
pub(crate) const MAX_UNIX_MILLIS: u64 = 253_402_300_799_999;

/// A moment, given in milliseconds from the start of 1970, as RFC 3339 writes it in UTC.
pub(crate) fn utc_text(unix_millis: u64) -> String {
    let seconds = unix_millis / 1000;
    let (year, month, day) = date_of(seconds / SECONDS_A_DAY.unsigned_abs());
    let of_day = seconds % SECONDS_A_DAY.unsigned_abs();
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    let millis = unix_millis % 1000;
    alloc::format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

/// The date of a day counted from the start of 1970. Years start in March here, so that the leap day
/// is their last, and come in eras of 400, which have the same number of days.
const fn date_of(days_from_epoch: u64) -> (u64, u64, u64) {
    const DAYS_AN_ERA: u64 = 146_097;
    let days = days_from_epoch + 719_468;
    let day_of_era = days % DAYS_AN_ERA;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    let year = days / DAYS_AN_ERA * 400 + year_of_era + (month <= 2) as u64;
    (year, month, day)
}

/// What is left to read.
struct Reader<'t>(&'t [u8]);

impl Reader<'_> {
    fn one_of(&mut self, wanted: &[u8]) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        wanted.iter().any(|b| b == first).then(|| {
            self.0 = rest;
            *first
        })
    }

    fn digit(&mut self) -> Option<i64> {
        self.one_of(b"0123456789").map(|digit| i64::from(digit - b'0'))
    }

    fn number(&mut self, digits: u32) -> Option<i64> {
        (0..digits).try_fold(0, |value, _| Some(value * 10 + self.digit()?))
    }

    fn fraction(&mut self) -> Option<String> {
        let mut digits = String::new();
        if self.one_of(b".").is_some() {
            while let Some(digit) = self.one_of(b"0123456789") {
                digits.push(char::from(digit));
            }
            if digits.is_empty() {
                return None;
            }
        }
        while digits.ends_with('0') {
            digits.pop();
        }
        Some(digits)
    }

    /// The offset from UTC in seconds.
    fn offset(&mut self) -> Option<i64> {
        let sign = match self.one_of(b"Zz+-")? {
            b'+' => 1,
            b'-' => -1,
            _ => return Some(0),
        };
        let hours = self.number(2)?;
        self.one_of(b":")?;
        let minutes = self.number(2)?;
        (hours <= 23 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
    }
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from the start of 1970 in the Gregorian calendar. The year starts in March here, so that the
/// leap day is its last.
const fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let month_from_march = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    365 * year + leap_days + (153 * month_from_march + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap_or_else(|| unreachable_text(text))
    }

    fn unreachable_text(text: &str) -> Instant {
        assert_eq!(text, "", "not a moment");
        Instant { seconds: 0, fraction: String::new() }
    }

    #[test]
    fn moments_are_seconds_from_1970() {
        assert_eq!(at("1970-01-01T00:00:00Z").seconds, 0);
        assert_eq!(at("2000-02-29T23:59:59z").seconds, 951_868_799);
        assert_eq!(at("2026-11-22T12:00:00+01:00"), at("2026-11-22t11:00:00Z"));
        assert_eq!(at("0000-01-01T00:00:00Z").seconds, -62_167_219_200);
    }

    #[test]
    fn fractions_of_any_length_compare() {
        assert!(at("2026-01-01T00:00:00.5Z") > at("2026-01-01T00:00:00.49999999999999999999999999Z"));
        assert_eq!(at("2026-01-01T00:00:00.500Z"), at("2026-01-01T00:00:00.5Z"));
        assert!(at("2026-01-01T00:00:00.01Z") > at("2026-01-01T00:00:00Z"));
    }

    #[test]
    fn days_are_whole() {
        let now = at("2026-01-01T00:00:00.5Z");
        assert_eq!(at("2026-01-08T00:00:00.5Z").whole_days_since(&now), 7);
        assert_eq!(at("2026-01-08T00:00:00.4Z").whole_days_since(&now), 6);
        assert!(at("2026-01-08T00:00:00.5Z").is_within_days(7, &now));
        assert!(!at("2026-01-08T00:00:00.51Z").is_within_days(7, &now));
    }

    #[test]
    fn milliseconds_are_written_and_read_back() {
        for (millis, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_868_799_999, "2000-02-29T23:59:59.999Z"),
            (1_774_958_400_007, "2026-03-31T12:00:00.007Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (MAX_UNIX_MILLIS, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(utc_text(millis), text);
            assert_eq!(at(text).unix_millis(), Some(millis));
        }
        for day in 0..200_000 {
            let millis = day * 86_400_000;
            assert_eq!(at(&utc_text(millis)).unix_millis(), Some(millis));
        }
        assert_eq!(at("1970-01-01T01:00:00.0019+01:00").unix_millis(), Some(1));
        assert_eq!(at("1969-12-31T23:59:59.999Z").unix_millis(), None);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-22 12:00:00Z",
            "2026-11-22T12:00:00",
            "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-00-01T00:00:00Z",
            "2026-01-00T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+0100",
            "2026-01-01T00:00:00Zx",
            "1900-02-29T00:00:00Z",
            "+026-01-01T00:00:00Z",
        ] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
}
