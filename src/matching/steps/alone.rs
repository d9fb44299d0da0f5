//! Pairs that are taken only because nothing else is possible: the only open record for an entry, and the only open entry for that
//! record (*alone*).

use std::collections::HashMap;

use crate::book::EntryType;
use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{self, AmountLevel, DateLevel};
use crate::matching::agree::number::NumberLevel;
use crate::matching::agree::slip;
use crate::matching::context::Flag;
use crate::matching::document::Document;
use crate::matching::steps::group::{Group, flags_of};
use crate::values::Day;
use crate::work::{Progress, parts};

/// Of a side that is larger than this, each is looked at only with what its number or its day brings near.
const EACH_WITH_EACH: usize = 4_096;
/// Of a side of one tax with more open documents than this no number is sought that differs by a slip.
const MOST_OF_A_TAX: usize = 20_000;
/// What has more than this to be looked at is not alone.
const MOST: usize = 64;

/// By a number that differs by a slip, on the same day and with the same amounts.
pub fn by_slip(group: &mut Group<'_>) {
    let is_pair = |group: &Group<'_>, record: u32, entry: u32| {
        let (r, e) = (&group.records[record as usize], &group.entries[entry as usize]);
        dates(group, r, e) == DateLevel::Same
            && are_equal(group, r, e)
            && group.compare(record, entry).agreement.number == NumberLevel::Slip
    };
    let keys = |document: &Document, keys: &mut Vec<u64>| slip::slip_keys(&document.number.plain(), keys);
    step(group, Near::ByKeys(&keys), is_pair);
}

/// By the amounts, within days; the number may be any that is not the next in a series.
pub fn by_amounts(group: &mut Group<'_>) {
    let is_pair = |group: &Group<'_>, record: u32, entry: u32| {
        let (r, e) = (&group.records[record as usize], &group.entries[entry as usize]);
        r.amounts.tax_or_zero() > 0
            && (dates(group, r, e) <= DateLevel::Near || is_note_after(r, e))
            && are_equal(group, r, e)
            && group.compare(record, entry).agreement.number == NumberLevel::Other
    };
    step(group, Near::ByDays, is_pair);
}

fn dates(group: &Group<'_>, record: &Document, entry: &Document) -> DateLevel {
    fields::dates(record.day, entry.day, entry.posting, &group.c.tolerances).level
}

fn are_equal(group: &Group<'_>, record: &Document, entry: &Document) -> bool {
    fields::amounts(&record.amounts, &entry.amounts, &group.c.tolerances) == AmountLevel::Equal
}

/// Our own note has our number, and the supplier's comes months later.
fn is_note_after(record: &Document, entry: &Document) -> bool {
    let day = if entry.day == Day::NONE { entry.posting } else { entry.day };
    record.kind == EntryType::CreditNote && fields::entered_after(day, record.day)
}

/// How a large number of documents with one tax is narrowed down.
enum Near<'k> {
    /// By something that both numbers have.
    ByKeys(&'k dyn Fn(&Document, &mut Vec<u64>)),
    /// By their days.
    ByDays,
}

/// Takes the pairs that are alone, of those that are open as the step begins.
fn step(group: &mut Group<'_>, near: Near<'_>, is_pair: impl Fn(&Group<'_>, u32, u32) -> bool) {
    let mut found = Vec::new();
    for (records, entries) in by_tax(group) {
        if group.c.stopped() {
            return;
        }
        let look = |record: u32, entry: u32| !group.is_apart(record, entry) && is_pair(group, record, entry);
        if records.len() * entries.len() <= EACH_WITH_EACH {
            each_with_each(&records, &entries, look, &mut found);
        } else if matches!(near, Near::ByDays) || records.len().max(entries.len()) <= MOST_OF_A_TAX {
            narrowed(group, &records, &entries, &near, look, &mut found);
        }
    }
    found.sort_unstable();
    for (record, entry) in found {
        let flags = flags_of(&group.compare(record, entry)).with(Flag::Alone, true);
        group.join(Class::Number, record, entry, flags);
    }
}

/// Open records and entries of one supplier, type and tax, where there are some on both sides.
fn by_tax(group: &Group<'_>) -> Vec<(Vec<u32>, Vec<u32>)> {
    let key = |document: &Document| (document.supplier, document.kind as u8, document.amounts.tax);
    let sorted = |documents: &[Document], places: &mut dyn Iterator<Item = u32>| {
        let given = places.filter(|&place| documents[place as usize].amounts.tax.is_some());
        let mut list: Vec<_> = given.map(|place| (key(&documents[place as usize]), place)).collect();
        parts::sort(&mut list, group.c.progress);
        list
    };
    let mine = sorted(&group.records, &mut group.open_records());
    let theirs = sorted(&group.entries, &mut group.open_entries());
    let (mut both, mut from) = (Vec::new(), 0);
    for records in mine.chunk_by(|a, b| a.0 == b.0) {
        let key = records[0].0;
        from += theirs[from..].partition_point(|one| one.0 < key);
        let until = from + theirs[from..].partition_point(|one| one.0 == key);
        if from < until {
            let places = |list: &[(_, u32)]| list.iter().map(|one| one.1).collect();
            both.push((places(records), places(&theirs[from..until])));
        }
        from = until;
    }
    both
}

fn each_with_each(records: &[u32], entries: &[u32], look: impl Fn(u32, u32) -> bool, found: &mut Vec<(u32, u32)>) {
    let mut of_entry: Vec<Vec<u32>> = vec![Vec::new(); entries.len()];
    let mut of_record: Vec<(usize, usize)> = Vec::with_capacity(records.len());
    for &record in records {
        let (mut many, mut last) = (0, 0);
        for (at, &entry) in entries.iter().enumerate() {
            if look(record, entry) {
                (many, last) = (many + 1, at);
                if of_entry[at].len() < 2 {
                    of_entry[at].push(record);
                }
            }
        }
        of_record.push((many, last));
    }
    for (&record, (many, at)) in records.iter().zip(of_record) {
        if many == 1 && of_entry[at].len() == 1 {
            found.push((record, entries[at]));
        }
    }
}

/// The same where there are very many: each is looked at with a few. What has more than that is not alone.
fn narrowed(
    group: &Group<'_>,
    records: &[u32],
    entries: &[u32],
    near: &Near<'_>,
    look: impl Fn(u32, u32) -> bool,
    found: &mut Vec<(u32, u32)>,
) {
    let to_entries = Index::new(&group.entries, entries, near, group.c.progress);
    let to_records = Index::new(&group.records, records, near, group.c.progress);
    let mut only_of_entry: HashMap<u32, Option<u32>> = HashMap::new();
    for (step, &record) in records.iter().enumerate() {
        if group.c.stopped_at(step) {
            return;
        }
        let some = to_entries.near(group, &group.records[record as usize], near);
        let Some(entry) = some.and_then(|some| only(some.into_iter().filter(|&entry| look(record, entry)))) else {
            continue;
        };
        let back = *only_of_entry.entry(entry).or_insert_with(|| {
            let some = to_records.near(group, &group.entries[entry as usize], near)?;
            only(some.into_iter().filter(|&record| look(record, entry)))
        });
        if back == Some(record) {
            found.push((record, entry));
        }
    }
}

fn only(mut some: impl Iterator<Item = u32>) -> Option<u32> {
    let first = some.next()?;
    some.next().is_none().then_some(first)
}

/// Documents by their keys, or by their days.
struct Index {
    sorted: Vec<(u64, u32)>,
    /// Some have only the day on which they were entered.
    some_without_day: bool,
}

/// A day as a key that sorts like it.
fn day_key(document: &Document) -> u64 {
    let day = if document.day == Day::NONE { document.posting } else { document.day };
    (i64::from(day.0) - i64::from(i32::MIN)) as u64
}

impl Index {
    fn new(documents: &[Document], places: &[u32], near: &Near<'_>, progress: &Progress) -> Index {
        let (mut sorted, mut keys) = (Vec::new(), Vec::new());
        for &place in places {
            let document = &documents[place as usize];
            match near {
                Near::ByKeys(of) => {
                    keys.clear();
                    of(document, &mut keys);
                    sorted.extend(keys.iter().map(|&key| (key, place)));
                }
                Near::ByDays => sorted.push((day_key(document), place)),
            }
        }
        parts::sort(&mut sorted, progress);
        let some_without_day = places.iter().any(|&place| documents[place as usize].day == Day::NONE);
        Index { sorted, some_without_day }
    }

    /// What may be paired with a document of the other side; none where that is more than is looked at.
    fn near(&self, group: &Group<'_>, of: &Document, near: &Near<'_>) -> Option<Vec<u32>> {
        let (mut found, mut keys) = (Vec::new(), Vec::new());
        let ranges: Vec<(u64, u64)> = match near {
            Near::ByKeys(make) => {
                make(of, &mut keys);
                keys.iter().map(|&key| (key, key)).collect()
            }
            Near::ByDays => {
                let days = group.c.tolerances.days.max(0);
                let far = self.some_without_day || of.day == Day::NONE || of.kind == EntryType::CreditNote;
                let reach = if far { days.max(fields::ENTERED_WITHIN) } else { days } as u64;
                vec![(day_key(of).saturating_sub(reach), day_key(of) + reach)]
            }
        };
        for (from, until) in ranges {
            let at = self.sorted.partition_point(|one| one.0 < from);
            for one in self.sorted[at..].iter().take_while(|one| one.0 <= until) {
                if found.len() >= MOST {
                    found.sort_unstable();
                    found.dedup();
                    if found.len() >= MOST {
                        return None;
                    }
                }
                found.push(one.1);
            }
        }
        found.sort_unstable();
        found.dedup();
        Some(found)
    }
}
