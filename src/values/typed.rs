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

/// The text of an amount as files write it: without grouping, sign of the rupee and long minus. Commas and blanks go only where
/// they group digits, so that `4,50` does not become 450: it stays as it is, and is no amount.
pub fn plain_amount(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return text.into();
    }
    let edge = |c: char| c.is_whitespace() || c == '₹';
    let text = text.trim_matches(edge);
    let (minus, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => ("-", rest.trim_matches(edge)),
        None => ("", text),
    };
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let kept: String = match is_grouped(whole) {
        true => whole.chars().filter(char::is_ascii_digit).collect(),
        false => whole.to_owned(),
    };
    format!("{minus}{kept}{fraction}").into()
}

/// Whether commas or blanks group digits as amounts are grouped: `12,34,567`, `1,234,567`, `1 234`.
fn is_grouped(whole: &str) -> bool {
    let parts: Vec<&str> = whole.split(|c: char| c == ',' || c.is_whitespace()).collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let [first, between @ .., last] = parts.as_slice() else { return false };
    parts.iter().all(digits)
        && (1..=3).contains(&first.len())
        && last.len() == 3
        && between.iter().all(|part| matches!(part.len(), 2 | 3))
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
        assert!(plain_amount(" ₹ ").is_empty());
        for text in ["12,34,567.5", "1,234,567.50", "1 234 567.5", "₹ 12,34,567.50"] {
            assert_eq!(amount(text).map(|amount| amount.paise), Some(123_456_750), "{text}");
        }
    }

    #[test]
    fn a_comma_that_does_not_group_digits_makes_it_no_amount() {
        for text in ["4,50", "1 234,56", "1.234,56", "4,5", ",500", "1,,500", "4 50", "1234,567", "1,500,", "1,500.0,0"]
        {
            assert_eq!(amount(text), None, "{text}");
        }
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
