//! Calendar days and clock instants, as far as a checkout needs them. Formatting is the browser's.

/// Milliseconds since 1970-01-01T00:00Z. Comes into the pure core inside events only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl Instant {
    /// `milliseconds` later.
    #[must_use]
    pub const fn plus(self, milliseconds: i64) -> Self {
        Self(self.0 + milliseconds)
    }

    /// Milliseconds from `earlier` to this instant.
    pub const fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// The day it falls on in UTC.
    pub const fn day(self) -> Day {
        Day(self.0.div_euclid(86_400_000))
    }

    /// Reads a moment of RFC 3339, such as `2026-11-27T12:00:00.5+01:00`.
    pub fn parse(text: &str) -> Option<Self> {
        let day = Day::parse(text.get(..10)?)?;
        let time = text.get(11..)?;
        let at = time.find(['Z', 'z', '+', '-'])?;
        let (clock, offset) = time.split_at_checked(at)?;
        let mut parts = clock.splitn(3, ':');
        let mut next = || parts.next()?.parse::<i64>().ok();
        let minutes = next()? * 60 + next()?;
        let (seconds, fraction) = match clock.get(6..) {
            Some(seconds) => seconds.split_once('.').unwrap_or((seconds, "")),
            None => ("0", ""),
        };
        let mut thousandths = fraction.chars().chain("000".chars()).take(3).collect::<String>().parse::<i64>().ok()?;
        thousandths += minutes * 60_000 + seconds.parse::<i64>().ok()? * 1000;
        if let Some((hours, minutes)) = offset.get(1..).and_then(|offset| offset.split_once(':')) {
            let offset = (hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?) * 60_000;
            thousandths += if offset_is_behind(time, at) { offset } else { -offset };
        }
        Some(Self(day.0 * 86_400_000 + thousandths))
    }
}

/// Whole seconds until a moment, the one that has begun counted: nothing is left only when it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left(u32);

impl Left {
    /// When people are told that time runs out, in seconds: early enough to act (WCAG 2.2.1).
    const WARNINGS: [u32; 2] = [20, 60];

    /// What is left at `now`.
    pub fn between(now: Instant, until: Instant) -> Self {
        let left = until.0.saturating_sub(now.0).max(0);
        Self(u32::try_from(left.saturating_add(999) / 1000).unwrap_or(u32::MAX))
    }

    /// Whether the moment has come.
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// `4:32`, `0:09`; hours are minutes.
    pub fn clock(self) -> String {
        let (minutes, seconds) = (self.0 / 60, self.0 % 60);
        [minutes.to_string().as_str(), if seconds < 10 { ":0" } else { ":" }, &seconds.to_string()].concat()
    }

    /// The seconds to be told, if a warning fell due since `before`. After a gap only what is true is told.
    pub fn warning_since(self, before: Self) -> Option<u32> {
        let due = Self::WARNINGS.into_iter().find(|warning| self.0 <= *warning)?;
        (before.0 > due && self.0 > 0).then_some(self.0)
    }
}

/// Whether the sign at that place says that the clock is behind UTC.
fn offset_is_behind(time: &str, at: usize) -> bool {
    time.as_bytes().get(at) == Some(&b'-')
}

/// A day of the Gregorian calendar, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Day {
    /// The day of a year, month (1 to 12) and day of month. Days past the month's end roll over.
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    pub const fn of(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self(era * 146_097 + day_of_era - 719_468)
    }

    /// Year, month (1 to 12) and day of the month.
    pub const fn civil(self) -> (i64, i64, i64) {
        let shifted = self.0 + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
        (year, month, day)
    }

    /// Reads a day of ISO 8601, such as `2026-11-27`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-').map(|part| part.parse::<i64>().ok());
        let mut next = || parts.next().flatten();
        let (year, month, day) = (next()?, next()?, next()?);
        let read = Self::of(year, month, day);
        // The 31st of a month that has none is no day.
        (text.len() == 10 && read.civil() == (year, month, day)).then_some(read)
    }

    /// `days` later.
    #[must_use]
    pub const fn plus(self, days: i64) -> Self {
        Self(self.0 + days)
    }

    /// Which day of the week it is.
    pub const fn weekday(self) -> Weekday {
        // 1970-01-01 was a Thursday.
        match (self.0 + 3).rem_euclid(7) {
            0 => Weekday::Monday,
            1 => Weekday::Tuesday,
            2 => Weekday::Wednesday,
            3 => Weekday::Thursday,
            4 => Weekday::Friday,
            5 => Weekday::Saturday,
            _ => Weekday::Sunday,
        }
    }

    /// Noon UTC of the day: an instant that falls on it in every European time zone.
    pub const fn noon(self) -> Instant {
        Instant(self.0 * 86_400_000 + 43_200_000)
    }
}

/// When something arrives: a day or a span of days, with hours where the carrier promises them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first day.
    pub from: Day,
    /// The last day; equal to `from` when the day is known.
    pub to: Day,
    /// From and to in whole hours of the shopper's clock, 0 to 24.
    pub hours: Option<(u8, u8)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // shows: A11Y-10
    #[test]
    fn time_left_is_told_twice_and_once_each() {
        let left = |milliseconds| Left::between(Instant(0), Instant(milliseconds));
        assert_eq!(left(60_000).warning_since(left(61_000)), Some(60));
        assert_eq!(left(59_000).warning_since(left(60_000)), None);
        assert_eq!(left(20_000).warning_since(left(21_000)), Some(20));
        assert_eq!(left(19_000).warning_since(left(20_000)), None);
        assert_eq!(left(15_000).warning_since(left(200_000)), Some(15), "after a gap: what is true");
        assert_eq!(left(0).warning_since(left(200_000)), None, "nothing can be done any more");
        let told = (0..300).filter_map(|at| left(299_000 - at * 1000).warning_since(left(300_000 - at * 1000)));
        assert_eq!(told.collect::<Vec<_>>(), [60, 20]);
    }
    #[test]
    fn time_left_reads_like_a_clock() {
        let clock = |milliseconds: i64| Left::between(Instant(5), Instant(5 + milliseconds)).clock();
        assert_eq!(
            [clock(272_000), clock(9_000), clock(8_001), clock(1), clock(0), clock(-1)],
            ["4:32", "0:09", "0:09", "0:01", "0:00", "0:00"]
        );
        assert_eq!(clock(3_600_000), "60:00");
    }
    #[test]
    fn the_epoch_is_day_zero() {
        assert_eq!(Day::of(1970, 1, 1), Day(0));
    }
    #[test]
    fn leap_day_is_known() {
        assert_eq!(Day::of(2024, 2, 29).plus(1).civil(), (2024, 3, 1));
    }
    #[test]
    fn centuries_are_no_leap_years() {
        assert_eq!(Day::of(2100, 2, 28).plus(1).civil(), (2100, 3, 1));
    }
    #[test]
    fn sunday_is_sunday() {
        assert_eq!(Day::of(2026, 11, 22).weekday(), Weekday::Sunday);
    }
    #[test]
    fn an_instant_knows_its_day() {
        assert_eq!(Day::of(2026, 11, 22).noon().day(), Day::of(2026, 11, 22));
    }

    #[test]
    fn a_moment_is_read_wherever_its_clock_stands() {
        let noon = Some(Instant(1_795_777_200_500));
        for text in ["2026-11-27T11:00:00.5Z", "2026-11-27T12:00:00.500+01:00", "2026-11-27T06:30:00.50012-04:30"] {
            assert_eq!(Instant::parse(text), noon, "{text}");
        }
        for text in ["", "2026-11-27", "2026-11-27T11:00", "2026-11-27Tx:00:00Z"] {
            assert_eq!(Instant::parse(text), None, "{text}");
        }
    }
    #[test]
    fn a_day_that_is_not_in_the_calendar_is_none() {
        assert_eq!(Day::parse("2026-11-27"), Some(Day::of(2026, 11, 27)));
        for text in ["2026-02-30", "2026-13-01", "2026-1-1", "27.11.2026", ""] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn civil_and_back(day in -1_000_000_i64..1_000_000) {
            let (year, month, of_month) = Day(day).civil();
            prop_assert_eq!(Day::of(year, month, of_month), Day(day));
        }
    }
}
