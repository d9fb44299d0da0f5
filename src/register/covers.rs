//! What a register covers: the days that the file itself states, else as far as its entries say.

use std::collections::BTreeMap;

use crate::book::Entries;
use crate::register::written::date;
use crate::values::{Day, Period};

/// What is proposed of the days that a register covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ProposedDays {
    pub(super) covers: Option<(Day, Day)>,
    /// What the file states, and how many entries are outside, where there are some.
    pub(super) outside: Option<((Day, Day), usize)>,
}

/// The days that the file states, at most to today; where it states none, or has no entry in them, what its entries say. That
/// entries are outside does not widen it: it is said.
pub(super) fn of(entries: &Entries, stated: Option<(Day, Day)>, today: Day) -> ProposedDays {
    let of_entries = || proposed(entries, today);
    let Some((from, to)) = stated else { return ProposedDays { covers: of_entries(), outside: None } };
    let days = (0..entries.len()).map(|row| day_of(entries, row)).filter(|&day| day != Day::NONE);
    let (inside, outside): (Vec<Day>, Vec<Day>) = days.partition(|day| (from..=to).contains(day));
    let covers = if inside.is_empty() || from > today { of_entries() } else { Some((from, to.min(today))) };
    ProposedDays { covers, outside: (!outside.is_empty()).then_some(((from, to), outside.len())) }
}

/// The day by which an entry is in the books: of posting where there is one.
fn day_of(entries: &Entries, row: u32) -> Day {
    let posting = entries.posting(row);
    if posting == Day::NONE { entries.date(row) } else { posting }
}

/// The days that the lines above the heading state, as "From 01-04-2025 to 31-03-2026" or "1-Apr-25 to 31-Mar-26": the only two
/// days there with a word or a dash between them. Without days, or with several pairs, nothing is stated clearly.
pub(super) fn stated(above: &[String], month_first: bool) -> Option<(Day, Day)> {
    let apart: Vec<String> = above.iter().flat_map(|text| text.split_whitespace()).map(dashes_apart).collect();
    let is_label =
        |word: &str| word.trim_end_matches(':').is_empty() || word.trim_end_matches(':').eq_ignore_ascii_case("date");
    let words: Vec<&str> = apart.iter().flat_map(|word| word.split(' ')).filter(|word| !is_label(word)).collect();
    // A date has one to three words: "1 April 2025".
    let date = |words: &[&str]| {
        let text = words.join(" ");
        let text = text.trim_matches(|c: char| !c.is_alphanumeric());
        // Digits alone are the number of something.
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if digits { None } else { date::read(text, Default::default()).day(month_first) }
    };
    let mut pairs = Vec::new();
    for place in (0..words.len()).filter(|&place| is_between(words[place])) {
        let (before, behind) = (&words[..place], &words[place + 1..]);
        let from = (1..=before.len().min(3)).rev().find_map(|count| date(&before[before.len() - count..]));
        let to = (1..=behind.len().min(3)).rev().find_map(|count| date(&behind[..count]));
        pairs.extend(from.zip(to).filter(|(from, to)| from <= to));
    }
    pairs.sort_unstable();
    pairs.dedup();
    match pairs.as_slice() {
        &[only] => Some(only),
        _ => None,
    }
}

/// "01/04/2025-31/03/2026" with the dash as a word of its own, where it is none of the marks of the days.
fn dashes_apart(word: &str) -> String {
    let spaced = word.replace(['\u{2013}', '\u{2014}'], " - ");
    let one_dash = spaced.matches('-').count() == 1 && spaced.matches(['/', '.']).count() == 4;
    if one_dash { spaced.replace('-', " - ") } else { spaced }
}

fn is_between(word: &str) -> bool {
    ["to", "till", "until", "upto", "-"].iter().any(|own| word.eq_ignore_ascii_case(own))
}

/// From 1 April to today, where the entries begin in that April and reach this month; else the whole months from the first to
/// the last that hold at least a twentieth of the entries, at most to today. By posting date where there is one.
fn proposed(entries: &Entries, today: Day) -> Option<(Day, Day)> {
    let mut months = BTreeMap::<Period, u64>::new();
    let mut all = 0;
    for row in 0..entries.len() {
        let day = day_of(entries, row);
        if day != Day::NONE {
            *months.entry(Period::of(day)).or_default() += 1;
            all += 1;
        }
    }
    let this = Period::of(today);
    let april = Day::new(today.financial_year_end() - 1, 4, 1)?;
    if *months.first_key_value()?.0 == Period::of(april) && months.contains_key(&this) {
        return Some((april, today));
    }
    let mut large = months.iter().filter(|(_, count)| 20 * **count >= all).map(|(month, _)| *month);
    let first = large.next()?;
    let last = large.next_back().unwrap_or(first);
    let end = Day(last.plus(1).day(1)?.0 - 1);
    let start = first.day(1)?;
    (start <= today).then_some((start, end.min(today)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::NewEntry;

    #[test]
    fn the_days_that_a_file_states_are_found_as_programs_write_them() {
        let day = |text: &str| Day::parse(text).unwrap();
        let of = |lines: &[&str]| {
            let above: Vec<String> = lines.iter().map(|&line| line.to_owned()).collect();
            stated(&above, false)
        };
        let year = Some((day("01-04-2025"), day("31-03-2026")));
        for lines in [
            &["Purchase Register", "From 01-04-2025 to 31-03-2026"][..],
            &["Demo Traders", "Purchase Register", "1-Apr-25 to 31-Mar-26"],
            &["Period: 01/04/2025 - 31/03/2026"],
            &["Period: 01/04/2025-31/03/2026 (INR)"],
            &["For the period 1 April 2025 to 31 March 2026."],
            &["From Date : 01/04/2025 To Date: 31/03/2026"],
            &["Period", "01-04-2025", "to", "31-03-2026"],
            &["01.04.2025 \u{2013} 31.03.2026"],
            &["1-Apr-25 to 31-Mar-26", "Page 1", "1-Apr-25 to 31-Mar-26"],
        ] {
            assert_eq!(of(lines), year, "{lines:?}");
        }
        for lines in [
            &["Purchase Register"][..],
            &["As on 31-03-2026"],
            &["Vouchers 45748 to 46112"],
            &["31-03-2026 to 01-04-2025"],
            &["1-Apr-25 to 31-Mar-26", "compared with 1-Apr-24 to 31-Mar-25"],
            &["Printed on 01-04-2026", "To", "Demo Traders"],
        ] {
            assert_eq!(of(lines), None, "{lines:?}");
        }
    }

    #[test]
    fn what_the_file_states_counts_before_what_its_entries_say() {
        let day = |text: &str| Day::parse(text).unwrap();
        let days = |from: &str, to: &str| (day(from), day(to));
        let mut entries = Entries::default();
        for text in ["03-06-2026", "10-06-2026", "02-07-2026"] {
            entries.push(&NewEntry { date: day(text), ..NewEntry::default() });
        }
        let of = |stated| of(&entries, Some(stated), day("16-07-2026"));
        let june = days("01-06-2026", "30-06-2026");
        assert_eq!(of(june), ProposedDays { covers: Some(june), outside: Some((june, 1)) });
        let year = days("01-04-2026", "31-03-2027");
        assert_eq!(of(year), ProposedDays { covers: Some(days("01-04-2026", "16-07-2026")), outside: None });
        // A title of some other year says nothing of these entries.
        let before = days("01-04-2025", "31-03-2026");
        let by_entries = Some(days("01-06-2026", "16-07-2026"));
        assert_eq!(of(before), ProposedDays { covers: by_entries, outside: Some((before, 3)) });
    }

    #[test]
    fn whole_months_are_covered_or_the_year_so_far() {
        let day = |text: &str| Day::parse(text).unwrap();
        for (days, today, covers) in [
            (&["03-06-2026", "28-06-2026"][..], "16-07-2026", Some(("01-06-2026", "30-06-2026"))),
            (&["30-04-2026", "02-07-2026"], "16-07-2026", Some(("01-04-2026", "16-07-2026"))),
            (&["30-04-2026", "02-06-2026"], "16-07-2026", Some(("01-04-2026", "30-06-2026"))),
            (&["02-07-2026"], "16-07-2026", Some(("01-07-2026", "16-07-2026"))),
            (&["02-08-2026"], "16-07-2026", None),
            (&[], "16-07-2026", None),
        ] {
            let mut entries = Entries::default();
            days.iter().for_each(|text| _ = entries.push(&NewEntry { date: day(text), ..NewEntry::default() }));
            assert_eq!(proposed(&entries, day(today)), covers.map(|(from, to)| (day(from), day(to))), "{days:?}");
        }
        // One late bill of January among many of June is no month that is covered.
        let mut entries = Entries::default();
        entries.push(&NewEntry { date: day("03-06-2026"), posting: day("03-01-2026"), ..NewEntry::default() });
        (0..40).for_each(|_| _ = entries.push(&NewEntry { posting: day("03-06-2026"), ..NewEntry::default() }));
        assert_eq!(proposed(&entries, day("16-07-2026")), Some((day("01-06-2026"), day("30-06-2026"))));
    }
}
