//! The columns that a book shows of its matches, five bytes a record.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use crate::book::{Book, BySection, Filing, MatchColumns, MatchOfRecord, Section, SeveralEntries};
use crate::matching::agree::class::Class;
use crate::matching::agree::number;
use crate::matching::context::Flag;
use crate::matching::result::{Match, Matches, NOTHING};
use crate::matching::suggest::figures;
use crate::matching::suggest::suggestion::{self, NOT_FILED, Suggested};
use crate::values::{Day, Paise};
use crate::work::{Progress, parts};

/// The columns of a book's matches; none if it was stopped on the way.
pub fn of(book: &Book, matches: &Matches, day: Day, progress: &Progress) -> Option<MatchColumns> {
    let several = matches.several.iter().map(|several| {
        let records = several.records.iter().map(|&number| matches.record_of(number)).collect();
        let entries = several.entries.to_vec();
        let of = Match { class: Class::Several, records, entries, flags: Default::default() };
        SeveralEntries { difference: figures::tax_difference(book, &of), entries: several.entries.clone() }
    });
    let several: Vec<SeveralEntries> = several.collect();
    let mut columns = BySection::<Vec<MatchOfRecord>>::default();
    for section in Section::ALL {
        let rows: Vec<u32> = (0..book.sheet(section).rows()).collect();
        columns[section] = parts::each(&rows, progress, |&row| one(book, matches, section, row, day))?;
    }
    let booked_twice = booked_twice(book, matches, &columns);
    if progress.cancelled() {
        return None;
    }
    Some(MatchColumns::new(book.register().shared(), several, booked_twice, columns))
}

fn one(book: &Book, matches: &Matches, section: Section, row: u32, day: Day) -> MatchOfRecord {
    let found = matches.record(section, row);
    let sheet = book.sheet(section);
    let not_filed = found.suggested == Suggested::Look
        && sheet.records().filings[row as usize] == Filing::NotFiled
        && suggestion::if_open(book, matches, section, row, day).why == NOT_FILED;
    let with = match found.with {
        NOTHING => MatchColumns::NOTHING,
        place if found.flags.has(Flag::Several) => MatchColumns::in_several(place as usize),
        entry => entry,
    };
    let (class, suggested) = match sheet.in_force(row) {
        true => (found.class, found.suggested),
        false => (Class::None, Suggested::Nothing),
    };
    MatchOfRecord { class, suggested, not_filed, with }
}

/// Records whose entry is in the register once more: one of the supplier's with the same number and, within tolerance, tax.
fn booked_twice(book: &Book, matches: &Matches, columns: &BySection<Vec<MatchOfRecord>>) -> BySection<RoaringBitmap> {
    let (entries, mut buffer) = (book.register().entries(), Vec::new());
    let mut key = |entry: u32| {
        let supplier = matches.suppliers.of_entry(entries, entry);
        (supplier, number::key(entries.compared(entry), &mut buffer))
    };
    let mut again: HashMap<(u32, u64), Vec<Option<Paise>>> = HashMap::new();
    for entry in (0..entries.len()).filter(|&entry| matches.entry(entry).class == Class::Duplicate) {
        let list = again.entry(key(entry)).or_default();
        // One document booked a thousand times is asked about once.
        if list.len() < 16 && !list.contains(&entries.tax(entry)) {
            list.push(entries.tax(entry));
        }
    }
    let mut found = BySection::<RoaringBitmap>::default();
    if again.is_empty() {
        return found;
    }
    let tolerance = book.match_settings().tolerance.unsigned_abs();
    for section in Section::ALL {
        let one_entry = |(_, of): &(u32, &MatchOfRecord)| of.with < entries.len();
        for (row, of) in (0..).zip(&columns[section]).filter(one_entry) {
            let tax = entries.tax(of.with).unwrap_or(0);
            let near = |other: &Option<Paise>| other.unwrap_or(0).abs_diff(tax) <= tolerance.saturating_mul(4);
            if again.get(&key(of.with)).is_some_and(|list| list.iter().any(near)) {
                found[section].insert(row);
            }
        }
    }
    found
}
