//! What people type and spreadsheets write: amounts with grouping and the sign of the rupee, days in their many spellings.
//!
//! Files of the portal and decisions tables are read more strictly, by `money::parse` and `Day::read`.

use std::borrow::Cow;

use super::money::{self, ParsedAmount};
use super::{Day, Period};

/// An amount: `3000`, `3,000.00`, `₹ 3,000`. None if it is no amount.
pub fn amount(text: &str) -> Option<ParsedAmount> {
    money::parse(&plain_amount(text))
}

/// The text of an amount as files write it: without grouping, sign of the rupee and long minus.
pub fn plain_amount(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return text.into();
    }
    let kept = text.chars().filter(|c| !matches!(c, ',' | '₹') && !c.is_whitespace());
    kept.map(|c| if c == '\u{2212}' { '-' } else { c }).collect::<String>().into()
}

/// A tax period as month and year: `10-2026`, `10/2026`, `102026`.
pub fn period(text: &str) -> Option<Period> {
    let digits: String = text.trim().chars().filter(|c| !matches!(c, '-' | '/')).collect();
    Period::parse(&digits)
}

/// A day as people and spreadsheets write it, the day of the month or a whole year first: `01-10-2026`, `1/10/2026`, `1.10.26`,
/// `1-Oct-26`, `2026-10-01`, `2026/10/1`, with or without a time behind it.
pub fn day(text: &str) -> Option<Day> {
    let text = text.trim();
    let text = text.split_once([' ', 'T']).filter(|(_, time)| time.contains(':')).map_or(text, |(date, _)| date);
    if let Some(day) = Day::read(text) {
        return Some(day);
    }
    let mut parts = text.split(['-', '/', '.', ' ']);
    let (first, month, last) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, year) = if first.len() == 4 { (last, first) } else { (first, last) };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    if parts.next().is_some() || day.len() > 2 || !digits(day) || !digits(year) {
        return None;
    }
    let year = match year.len() {
        4 => year.parse().ok()?,
        2 => 2000 + year.parse::<i32>().ok()?,
        _ => return None,
    };
    let month = if digits(month) { month.parse().ok().filter(|_| month.len() <= 2)? } else { month_named(month)? };
    Day::new(year, month, day.parse().ok()?)
}

/// The month of an English name, or of the beginning of one, of three letters at least.
pub fn month_named(text: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| text.len() >= 3 && month.starts_with(&text))?;
    Some(place as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for text in ["3000", "3,000.00", "₹ 3,000", "\u{a0}₹3,000.0 "] {
            assert_eq!(amount(text).map(|amount| amount.paise), Some(300_000), "{text}");
        }
        assert_eq!(amount("\u{2212}1.50").map(|amount| amount.paise), Some(-150));
        assert!(amount("3k").is_none() && amount(" ").is_none());
    }

    #[test]
    fn days_and_periods_are_read_as_people_type_them() {
        let first = Day::new(2026, 10, 1);
        for text in [
            "01-10-2026",
            "1/10/2026",
            "1.10.26",
            "1-Oct-26",
            "1 October 2026",
            "2026-10-01",
            "2026/10/1",
            "1/10/2026 10:30",
        ] {
            assert_eq!(day(text), first, "{text}");
        }
        for text in ["", "31-02-2026", "10-2026", "2026", "1-Foo-26", "1-10-226", "2026-10-2026", "2026/13/1"] {
            assert_eq!(day(text), None, "{text}");
        }
        for text in ["10-2026", "10/2026", " 102026 "] {
            assert_eq!(period(text), Period::new(2026, 10), "{text}");
        }
    }
}
