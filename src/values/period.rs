//! A tax period: a month of a year.

use std::fmt;

use super::Day;

/// A month, counted from year 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period(i32);

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Period {
    /// The month (1–12) of a year.
    pub fn new(year: i32, month: u32) -> Option<Period> {
        ((1..=12).contains(&month) && (1000..=9999).contains(&year)).then(|| Period(year * 12 + month as i32 - 1))
    }

    /// Reads the portal's `MMYYYY`. `MM` alone names no year and gives `None`.
    pub fn parse(text: &str) -> Option<Period> {
        let digits: [u8; 6] =
            text.as_bytes().try_into().ok().filter(|digits: &[u8; 6]| digits.iter().all(u8::is_ascii_digit))?;
        let number = |digits: &[u8]| digits.iter().fold(0, |n, digit| n * 10 + u32::from(digit - b'0'));
        Period::new(number(&digits[2..]) as i32, number(&digits[..2]))
    }

    /// The portal's `MMYYYY`.
    pub fn portal(self) -> String {
        format!("{:02}{:04}", self.month(), self.year())
    }

    /// The month in which a day lies.
    pub fn of(day: Day) -> Period {
        let (year, month, _) = day.ymd();
        Period(year * 12 + month as i32 - 1)
    }

    /// The period this many months later, or earlier.
    pub fn plus(self, months: i32) -> Period {
        Period(self.0 + months)
    }

    /// How many months it comes after another; below 0 if it comes before.
    pub fn months_since(self, other: Period) -> i32 {
        self.0 - other.0
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month, 1–12.
    pub fn month(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// The month without its year: `October`.
    pub fn month_name(self) -> &'static str {
        MONTHS[self.month() as usize - 1]
    }

    /// The last month of the quarter in which this one lies.
    pub fn quarter_end(self) -> Period {
        Period(self.0 + 2 - self.0.rem_euclid(3))
    }

    /// This day of the month; `None` where the month has no such day.
    pub fn day(self, day: u32) -> Option<Day> {
        Day::new(self.year(), self.month(), day)
    }
}

impl fmt::Display for Period {
    /// `October 2026`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.month_name(), self.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_and_named() {
        assert_eq!(Period::parse("102026").unwrap().to_string(), "October 2026");
        for text in ["02", "132026", "002026", "2026-10", "10202", "०१2026"] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn months_are_counted_over_the_turn_of_the_year() {
        let december = Period::new(2025, 12).unwrap();
        assert_eq!(december.plus(1), Period::new(2026, 1).unwrap());
        assert_eq!(Period::new(2026, 1).unwrap().plus(-1), december);
        assert_eq!(Period::new(2026, 1).unwrap().quarter_end(), Period::new(2026, 3).unwrap());
        assert_eq!(december.quarter_end(), december);
    }
}
