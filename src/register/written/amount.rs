//! Amounts as people and programs write them.

use crate::cells::Side;
use crate::values::{Paise, money};

/// What a cell of a column of amounts holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::register) enum ReadAmount {
    /// Nothing: counts as 0.
    Empty,
    /// An amount, and the side it is marked with.
    Amount(Paise, Option<Side>),
    /// Something else.
    NotUnderstood,
}

/// No text of an amount is longer.
const LONGEST: usize = 200;

/// Reads the text of an amount: `1,23,456.00`, `₹ 500/-`, `(500)`, `500-`, `500.00 Cr`. A decimal comma is not guessed.
pub(in crate::register) fn read(text: &str) -> ReadAmount {
    if let Some(amount) = money::parse(text) {
        return ReadAmount::Amount(amount.paise, None);
    }
    if text.len() > LONGEST {
        return ReadAmount::NotUnderstood;
    }
    let text = crate::register::written::text::plain(text);
    if text.chars().all(|c| matches!(c, '-' | '\u{2212}' | '\u{2013}' | '\u{2014}')) {
        return ReadAmount::Empty;
    }
    let side = Side::at_end(&text);
    let mut rest: &str = if side.is_some() { without_side(&text) } else { &text };
    let mut negative = false;
    loop {
        let before = rest;
        rest = rest.trim();
        rest = rest.strip_suffix("/-").or_else(|| rest.strip_suffix("/=")).unwrap_or(rest);
        for sign in ["₹", "Rs.", "Rs", "rs.", "rs", "RS.", "RS", "INR", "inr"] {
            rest = rest.strip_prefix(sign).or_else(|| rest.strip_suffix(sign)).unwrap_or(rest);
        }
        let inside = rest.strip_prefix('(').and_then(|inside| inside.strip_suffix(')'));
        let minus = ['-', '\u{2212}', '\u{2013}'];
        let signed = inside.or_else(|| rest.strip_prefix(minus)).or_else(|| rest.strip_suffix(minus));
        // Only one of them may say that it is below 0.
        if let Some(inside) = signed.filter(|inside| !negative && !inside.trim().is_empty()) {
            negative = true;
            rest = inside;
        }
        if rest == before {
            break;
        }
    }
    let rest = rest.strip_prefix('+').unwrap_or(rest);
    if ["", "-", "\u{2013}", "\u{2014}", "\u{2212}"].contains(&rest) || is_nil(rest) {
        return if negative || side.is_some() && rest.is_empty() {
            ReadAmount::NotUnderstood
        } else {
            ReadAmount::Empty
        };
    }
    match number(rest) {
        Some(paise) => ReadAmount::Amount(if negative { -paise } else { paise }, side),
        None => ReadAmount::NotUnderstood,
    }
}

fn is_nil(text: &str) -> bool {
    ["nil", "nill", "null", "na", "n/a", "n.a."].iter().any(|nil| text.eq_ignore_ascii_case(nil))
}

/// The text in front of `Dr` or `Cr`; a bracket behind it stays.
fn without_side(text: &str) -> &str {
    let end = text.trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    end.get(..end.len().saturating_sub(2)).unwrap_or("").trim_end()
}

/// Digits with or without a point and grouping: by thousands, or by thousand, lakh and crore.
fn number(text: &str) -> Option<Paise> {
    if !text.contains([',', ' ']) {
        // A leading zero or point, which JSON does not allow.
        let trimmed = text.trim_start_matches('0');
        let whole = if trimmed.is_empty() || !trimmed.starts_with(|c: char| c.is_ascii_digit()) {
            format!("0{trimmed}")
        } else {
            trimmed.to_owned()
        };
        let whole = whole.strip_suffix('.').unwrap_or(&whole);
        return money::parse(whole)
            .filter(|_| text.starts_with(|c: char| c.is_ascii_digit() || c == '.'))
            .map(|a| a.paise);
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mark = if whole.contains(',') { ',' } else { ' ' };
    let groups: Vec<&str> = whole.split(mark).map(str::trim).collect();
    let digits = |group: &&str| !group.is_empty() && group.bytes().all(|b| b.is_ascii_digit());
    let (first, rest) = groups.split_first()?;
    let (last, middle) = rest.split_last()?;
    let grouped = groups.iter().all(digits)
        && first.len() <= 3
        && last.len() == 3
        && (middle.iter().all(|group| group.len() == 2) || middle.iter().all(|group| group.len() == 3));
    if !grouped || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let joined = groups.concat();
    let joined = joined.trim_start_matches('0');
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    money::parse(&format!("{}.{fraction}", if joined.is_empty() { "0" } else { joined })).map(|amount| amount.paise)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        use Side::{Credit, Debit};
        for (text, paise, side) in [
            ("1,23,456.00", 123_456_00, None),
            ("1,234,567.5", 1_234_567_50, None),
            ("₹ 500", 500_00, None),
            ("Rs. 500/-", 500_00, None),
            ("Rs.1,500.00/-", 1_500_00, None),
            ("INR 12.30", 12_30, None),
            ("(500)", -500_00, None),
            ("(1,500.25)", -1_500_25, None),
            ("500-", -500_00, None),
            ("-500", -500_00, None),
            ("- 500", -500_00, None),
            ("\u{2212}500", -500_00, None),
            ("₹ -500", -500_00, None),
            ("-₹500", -500_00, None),
            ("500.00 Dr", 500_00, Some(Debit)),
            ("500.00Cr.", 500_00, Some(Credit)),
            ("0045", 45_00, None),
            (".50", 50, None),
            ("12.", 12_00, None),
            ("+7", 7_00, None),
            ("12.345", 12_35, None),
            ("-12.345", -12_35, None),
            ("118.00000000000001", 118_00, None),
            ("1.5E3", 1_500_00, None),
            ("१,२३४", 1_234_00, None),
            ("999", 999_00, None),
            ("0.00", 0, None),
        ] {
            assert_eq!(read(text), ReadAmount::Amount(paise, side), "{text}");
        }
        for text in ["", " ", "-", "--", "NIL", "nil", "\u{2014}", "N/A"] {
            assert_eq!(read(text), ReadAmount::Empty, "{text}");
        }
        // The last: decimal commas and groups that are none.
        for text in [
            "abc",
            "12 Nos",
            "18%",
            "1.2.3",
            "--5",
            "(-5)",
            "((5))",
            "#REF!",
            "1.23.456,00",
            "123,45",
            "1,23",
            "1,2345",
            "12,34,56",
            "1,23,4567",
            ",500",
            "1e999",
            "5-6",
            "Dr",
        ] {
            assert_eq!(read(text), ReadAmount::NotUnderstood, "{text}");
        }
    }

    proptest! {
        #[test]
        fn indian_groups_are_read_as_they_were_written(paise in -9_000_000_000_000_00i64..9_000_000_000_000_00) {
            let text = money::indian(paise.into());
            prop_assert_eq!(read(&text), ReadAmount::Amount(paise, None), "{}", text);
        }
        #[test]
        fn no_text_makes_it_panic(text in "[-+0-9.,eE()₹ /RsDdCcrR%\u{2212}]{0,24}") {
            _ = read(&text);
        }
    }
}
