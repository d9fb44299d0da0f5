//! Amounts, days, periods, GSTINs: what is read, printed and read again is the same; an amount is what another reader of
//! numbers finds too, and what is no JSON number is none; a day is the one that counting through the years gives.

#![cfg_attr(fuzzing, no_main)]

use ims_desk::values::{Day, Period, grouped, gstin, money};

ims_desk_fuzz::law!(|text: &str| {
    an_amount(text);
    a_day(text);
    if let &[a, b, c, d, ..] = text.as_bytes() {
        // Every other year is the first of a century, where the leap days are rare.
        let year =
            if a % 2 == 0 { 1000 + i32::from(b) % 90 * 100 } else { 1000 + (i32::from(a) * 70 + i32::from(b)) % 9000 };
        let month = u32::from(c) % 14;
        [u32::from(d) % 33, 28, 29, 30, 31].into_iter().for_each(|of_month| _ = a_date(year, month, of_month));
    }
    a_period(text);
    a_gstin(text);
});

fn an_amount(text: &str) {
    let number: Option<f64> = serde_json::from_str(text).ok().filter(|_| text.trim() == text);
    let Some(amount) = money::parse(text) else {
        assert!(number.is_none_or(|number| number.abs() > 9e16), "{text:?} is a number");
        return;
    };
    let paise = amount.paise;
    let number = number.unwrap_or_else(|| panic!("{text:?} is no number, and was read as {paise}"));
    let off = (number - paise as f64 / 100.0).abs();
    assert!(off <= 0.005_001 + number.abs() * 1e-15, "{text:?} was read as {paise}");
    assert!(!amount.exact || off <= number.abs() * 1e-15, "{text:?} is not {paise} to the paisa");
    let plain = money::plain(paise.into());
    assert_eq!(money::parse(&plain), Some(money::ParsedAmount { paise, exact: true }), "{plain}");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    for shown in [money::indian(paise.into()), money::rupees(paise.into())] {
        assert_eq!(digits(&shown), digits(&plain));
        assert_eq!(shown.starts_with('\u{2212}'), paise < 0);
    }
    assert_eq!(grouped(paise.unsigned_abs()).replace(',', ""), paise.unsigned_abs().to_string());
}

fn a_day(text: &str) {
    let turned = || Some(format!("{}-{}-{}", text.get(8..)?, text.get(5..7)?, text.get(..4)?));
    if let Some(day) = Day::parse_iso(text) {
        assert_eq!(Some(day), Day::parse(&turned().unwrap()), "{text:?}");
    }
    let Some(day) = Day::parse(text) else { return };
    assert_eq!(day.to_string(), text);
    let (year, month, of_month) = day.ymd();
    assert_eq!(Some(day), a_date(year, month, of_month), "{text}");
    assert_eq!((Period::of(day).year(), Period::of(day).month()), (year, month));
    assert_eq!(Period::of(day).day(of_month), Some(day));
    assert_eq!(day.financial_year_end(), year + i32::from(month > 3));
}

/// A day by its numbers: it is read if the calendar has it, and is as many days from 1970 as one counts.
fn a_date(year: i32, month: u32, of_month: u32) -> Option<Day> {
    let leap = |year: i32| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = if leap(year) { 29 } else { 28 };
    let months = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let length = (month as usize).checked_sub(1).and_then(|month| months.get(month));
    let there = length.is_some_and(|&length| (1..=length).contains(&of_month));
    let day = Day::parse(&format!("{of_month:02}-{month:02}-{year:04}"));
    assert_eq!(day.is_some(), there, "{of_month}-{month}-{year}");
    let before = |year: i32| 365 * year + (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
    let counted = |day: Day| {
        let days = before(year) + (months[..month as usize - 1].iter().sum::<u32>() + of_month) as i32 - 1;
        assert_eq!(day.0, days - before(1970), "{day}");
        assert_eq!(day.ymd(), (year, month, of_month));
    };
    day.into_iter().for_each(counted);
    day
}

fn a_period(text: &str) {
    let Some(period) = Period::parse(text) else { return };
    assert_eq!(period.portal(), text);
    assert_eq!(period.plus(13).plus(-13), period);
    assert_eq!(period.plus(1).month(), period.month() % 12 + 1);
    assert_eq!(period.quarter_end().month() % 3, 0);
    assert!((0..3).any(|months| period.plus(months) == period.quarter_end()));
}

fn a_gstin(text: &str) {
    if let Some(found) = gstin::find(text) {
        assert!(gstin::well_formed(&found) && text.to_ascii_uppercase().contains(&found), "{found} in {text:?}");
    }
    let Some(first) = text.get(..14).filter(|_| gstin::well_formed(text)) else { return };
    // Exactly one character fits the fourteen before it.
    let last = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars();
    let fitting: Vec<char> = last.filter(|last| gstin::check_digit_fits(&format!("{first}{last}"))).collect();
    assert_eq!(fitting.len(), 1, "{text}");
    // A digit that was mistyped is seen.
    let typed = text.as_bytes()[0];
    let other = if typed == b'9' { b'0' } else { typed + 1 };
    let mistyped = format!("{}{}", other as char, &text[1..]);
    assert!(!gstin::check_digit_fits(text) || !gstin::check_digit_fits(&mistyped), "{text}");
}
