//! The many that agree at once: one record and one entry of a supplier, type and number, whose day is the same and whose amounts
//! agree. Nothing else can have their number, so no other class and no tie can come between them.

use super::agree::{self, AmountLevel};
use super::class::Class;
use super::context::{Context, Flag, Flags};
use super::document::{entry_amounts, has_label, record_amounts};
use super::number;
use crate::values::Day;

/// A pair that was found at once.
#[derive(Clone, Copy, Debug)]
pub struct Sure {
    /// The record's number.
    pub record: u32,
    /// The entry's row.
    pub entry: u32,
    /// Exact or tolerance.
    pub class: Class,
}

/// What is known of a pair of the bulk beside its class.
pub const OF_SURE: &[Flag] = &[Flag::SameNumber, Flag::NearDates, Flag::AmountsWithin, Flag::TaxWithin];

impl Sure {
    /// The flags of such a pair.
    pub fn flags() -> Flags {
        OF_SURE.iter().fold(Flags::default(), |flags, &flag| flags.with(flag, true))
    }
}

/// A document by its number, supplier and type.
#[derive(Clone, Copy)]
struct Slim {
    number: u64,
    /// Supplier and type.
    of: u32,
    id: u32,
}

impl Slim {
    fn key(&self) -> u128 {
        u128::from(self.number) << 64 | u128::from(self.of) << 32 | u128::from(self.id)
    }

    fn same(&self, other: &Slim) -> bool {
        (self.number, self.of) == (other.number, other.of)
    }
}

/// What a group came to: pairs, and what has to be looked at more closely, in order.
#[derive(Default)]
pub struct Bulk {
    /// The pairs.
    pub sure: Vec<Sure>,
    /// Numbers of the other records.
    pub records: Vec<u32>,
    /// Rows of the other entries.
    pub entries: Vec<u32>,
}

/// Finds the pairs of a group.
pub fn pair(c: &Context, records: &[u32], entries: &[u32]) -> Bulk {
    let mut bulk = Bulk::default();
    if records.is_empty() || entries.is_empty() {
        bulk.records = records.to_vec();
        bulk.entries = entries.to_vec();
        return bulk;
    }
    let (mine, theirs) = (slim_records(c, records), slim_entries(c, entries));
    let (mut r, mut e) = (0, 0);
    while r < mine.len() || e < theirs.len() {
        let first = match (mine.get(r), theirs.get(e)) {
            (Some(record), Some(entry)) => {
                if (record.number, record.of) <= (entry.number, entry.of) {
                    *record
                } else {
                    *entry
                }
            }
            (Some(only), None) | (None, Some(only)) => *only,
            (None, None) => break,
        };
        let run = |list: &[Slim], from: usize| from + list[from..].iter().take_while(|one| one.same(&first)).count();
        let (end_r, end_e) = (run(&mine, r), run(&theirs, e));
        let class = match (&mine[r..end_r], &theirs[e..end_e]) {
            ([record], [entry]) if first.number != 0 => agree_at_once(c, record.id, entry.id),
            _ => None,
        };
        match class {
            Some(class) => bulk.sure.push(Sure { record: mine[r].id, entry: theirs[e].id, class }),
            None => {
                bulk.records.extend(mine[r..end_r].iter().map(|one| one.id));
                bulk.entries.extend(theirs[e..end_e].iter().map(|one| one.id));
            }
        }
        (r, e) = (end_r, end_e);
    }
    split_labelled(c, &mut bulk);
    bulk.records.sort_unstable();
    bulk.entries.sort_unstable();
    bulk
}

/// Entries with a label in front of their number have two numbers: what has one of them is looked at more closely too.
fn split_labelled(c: &Context, bulk: &mut Bulk) {
    let labelled: Vec<u32> = bulk.entries.iter().copied().filter(|&row| has_label(c.entries, row)).collect();
    if labelled.is_empty() {
        return;
    }
    let mut buffer = Vec::new();
    let mut keys: Vec<u64> = labelled.iter().map(|&row| number::key(c.entries.number(row), &mut buffer)).collect();
    keys.sort_unstable();
    let (records, entries) = (&mut bulk.records, &mut bulk.entries);
    bulk.sure.retain(|sure| {
        let again = keys.binary_search(&number::key(c.entries.compared(sure.entry), &mut buffer)).is_ok();
        if again {
            records.push(sure.record);
            entries.push(sure.entry);
        }
        !again
    });
}

fn slim_records(c: &Context, records: &[u32]) -> Vec<Slim> {
    let mut buffer = Vec::with_capacity(32);
    let slim = |&id: &u32| {
        let (section, row) = c.places.record(id);
        let numbers = &c.book.sheet(section).records.numbers;
        let supplier = c.suppliers.of_record(c.book, section, row);
        let number = number::key(numbers.folded(row), &mut buffer);
        Slim { number, of: supplier << 2 | agree::kind_of(section) as u32, id }
    };
    sorted(records.iter().map(slim).collect())
}

fn slim_entries(c: &Context, entries: &[u32]) -> Vec<Slim> {
    let mut buffer = Vec::with_capacity(32);
    let slim = |&id: &u32| {
        let supplier = c.suppliers.of_entry(c.entries, id);
        let number = number::key(c.entries.compared(id), &mut buffer);
        Slim { number, of: supplier << 2 | c.entries.kind(id) as u32, id }
    };
    sorted(entries.iter().map(slim).collect())
}

fn sorted(mut list: Vec<Slim>) -> Vec<Slim> {
    list.sort_unstable_by_key(Slim::key);
    list
}

/// Exact or tolerance, if these two agree so far, and nothing about them needs a closer look.
#[inline]
fn agree_at_once(c: &Context, record: u32, entry: u32) -> Option<Class> {
    let (section, row) = c.places.record(record);
    let day = c.book.sheet(section).records.days[row as usize];
    if day != c.entries.date(entry) || day == Day::NONE || has_label(c.entries, entry) {
        return None;
    }
    let amounts =
        agree::amounts(&record_amounts(c.book, section, row), &entry_amounts(c.entries, entry), &c.tolerances);
    let class = match amounts {
        AmountLevel::Equal => Class::Exact,
        AmountLevel::Within => Class::Tolerance,
        AmountLevel::Differs => return None,
    };
    let by_hand = (!c.linked_records.is_empty() && c.linked_records.contains(&record))
        || (!c.linked_entries.is_empty() && c.linked_entries.contains(&entry))
        || c.is_apart(record, entry);
    (!by_hand).then_some(class)
}
