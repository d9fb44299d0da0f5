//! A day of the Gregorian calendar.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// India is this many seconds ahead of UTC, the whole year round.
pub const INDIA_AHEAD: u64 = 19_800;

/// A day, as the number of days since 1 January 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// Is in columns for "no date that we understand"; earlier than every day.
    pub const NONE: Day = Day(i32::MIN);

    /// The day of this year, month (1–12) and day of month; `None` if there is no such day in the years 1000–9999.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Day> {
        if !(1000..=9999).contains(&year) || !(1..=12).contains(&month) || day == 0 || day > month_length(year, month) {
            return None;
        }
        // Years begin in March here, so that the leap day is the last of the year.
        let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let era = y.div_euclid(400);
        let of_era = y.rem_euclid(400);
        let of_year = (153 * m + 2) / 5 + day - 1;
        Some(Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year as i32 - 719_468))
    }

    /// Reads the portal's `dd-mm-yyyy`, and nothing else.
    pub fn parse(text: &str) -> Option<Day> {
        let b = text.as_bytes();
        if b.len() != 10 || b[2] != b'-' || b[5] != b'-' {
            return None;
        }
        Day::new(number(&b[6..])? as i32, number(&b[3..5])?, number(&b[..2])?)
    }

    /// Reads `yyyy-mm-dd`, and nothing else.
    pub fn parse_iso(text: &str) -> Option<Day> {
        let b = text.as_bytes();
        if b.len() != 10 || b[4] != b'-' || b[7] != b'-' {
            return None;
        }
        Day::new(number(&b[..4])? as i32, number(&b[5..7])?, number(&b[8..])?)
    }

    /// Year, month (1–12) and day of month.
    #[inline]
    pub fn ymd(self) -> (i32, u32, u32) {
        let n = i64::from(self.0) + 719_468;
        let era = n.div_euclid(146_097);
        let of_era = n.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let m = (5 * of_year + 2) / 153;
        let day = (of_year - (153 * m + 2) / 5 + 1) as u32;
        let month = if m < 10 { m + 3 } else { m - 9 } as u32;
        ((year_of_era + era * 400) as i32 + i32::from(month <= 2), month, day)
    }

    /// A day as a file or a table writes it: `dd-mm-yyyy` or `yyyy-mm-dd`.
    pub fn read(text: &str) -> Option<Day> {
        Day::parse(text).or_else(|| Day::parse_iso(text))
    }

    /// Today in India, where the portal and its due dates are.
    pub fn today() -> Day {
        Day::in_india(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()))
    }

    /// The day in India this many seconds after 1 January 1970, UTC.
    pub fn in_india(seconds: u64) -> Day {
        Day((seconds.saturating_add(INDIA_AHEAD) / 86_400) as i32)
    }

    /// The year in which the financial year of this day ends: 31 March of it.
    #[inline]
    pub fn financial_year_end(self) -> i32 {
        let (year, month, _) = self.ymd();
        if month >= 4 { year + 1 } else { year }
    }
}

/// The financial year that ends in a year, as people write it: `2026-27`.
pub fn financial_year(ends: i32) -> String {
    format!("{}-{:02}", ends - 1, ends.rem_euclid(100))
}

fn month_length(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

impl fmt::Display for Day {
    /// `dd-mm-yyyy`; nothing for [`Day::NONE`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Day::NONE {
            return Ok(());
        }
        let (y, m, d) = self.ymd();
        write!(f, "{d:02}-{m:02}-{y:04}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_print_as_they_were_read() {
        for text in ["01-01-1970", "29-02-2024", "31-12-2026", "28-02-1900", "01-03-2000", "01-01-1000", "31-12-9999"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Day::parse("01-01-1970"), Some(Day(0)));
        assert_eq!(Day::parse_iso("2026-11-20"), Day::parse("20-11-2026"));
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "29-02-2023",
            "31-04-2026",
            "00-01-2026",
            "01-13-2026",
            "1-1-2026",
            "2026-01-01",
            "01/01/2026",
            "",
            "aa-bb-cccc",
            "01-01-0000",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn consecutive_days_have_consecutive_numbers() {
        let mut day = Day::new(1999, 1, 1).unwrap();
        while day < Day::new(2030, 1, 1).unwrap() {
            let (y, m, d) = day.ymd();
            assert_eq!(Day::new(y, m, d), Some(day));
            day = Day(day.0 + 1);
        }
    }

    #[test]
    fn the_financial_year_turns_on_the_first_of_april() {
        assert_eq!(Day::parse("31-03-2026").unwrap().financial_year_end(), 2026);
        assert_eq!(Day::parse("01-04-2026").unwrap().financial_year_end(), 2027);
        assert_eq!(financial_year(2027), "2026-27");
        assert_eq!(financial_year(2100), "2099-00");
    }
}
