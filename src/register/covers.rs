//! What a register covers, as far as its entries say.

use std::collections::BTreeMap;

use crate::book::Entries;
use crate::values::{Day, Period};

/// From 1 April to today, where the entries begin in that April and reach this month; else the whole months from the first to
/// the last that hold at least a twentieth of the entries, at most to today. By posting date where there is one.
pub(super) fn proposed(entries: &Entries, today: Day) -> Option<(Day, Day)> {
    let mut months = BTreeMap::<Period, u64>::new();
    let mut all = 0;
    for row in 0..entries.len() {
        let posting = entries.posting(row);
        let day = if posting == Day::NONE { entries.date(row) } else { posting };
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
