//! The many that agree at once: one record and one entry of a supplier, type and number, whose day is the same and whose amounts
//! agree. Nothing else can have their number, so no other class and no tie can come between them.

use super::context::{Context, Flag, Flags};
use super::document::{entry_amounts, has_label, record_amounts};
use crate::book::{Amount, EntrySum, Heads, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{self, AmountLevel};
use crate::matching::agree::number;
use crate::values::{Day, Paise};
use crate::work::parts;

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

/// A document by its number, supplier and type, and by what must be the same for it to agree exactly.
#[derive(Clone, Copy, Debug, Default)]
pub struct Slim {
    /// See [`number::key`].
    number: u64,
    /// A hash of its day and amounts; 0 where one of them is missing.
    content: u64,
    /// Supplier and type.
    of: u32,
    /// The record's number, or the entry's row.
    pub id: u32,
}

impl Slim {
    /// A record of the book.
    pub fn record(c: &Context, id: u32, section: Section, row: u32, buffer: &mut Vec<u8>) -> Slim {
        let records = c.book.sheet(section).records();
        Slim {
            number: number::key(records.numbers.folded(row), buffer),
            content: content(records.days[row as usize], records.amount(row, Amount::Taxable), records.heads(row)),
            of: c.suppliers.of_record(c.book, section, row) << 2 | fields::kind_of(section) as u32,
            id,
        }
    }

    /// An entry of the register.
    pub fn entry(c: &Context, row: u32, buffer: &mut Vec<u8>) -> Slim {
        let entries = c.entries;
        let given = entries.has_heads(row) && entries.is_given(EntrySum::Taxable, row);
        Slim {
            number: number::key(entries.compared(row), buffer),
            content: if given {
                content(entries.date(row), entries.sum(EntrySum::Taxable, row), entries.heads(row))
            } else {
                0
            },
            of: c.suppliers.of_entry(entries, row) << 2 | entries.kind(row) as u32,
            id: row,
        }
    }

    fn key(&self) -> u128 {
        u128::from(self.number) << 64 | u128::from(self.of) << 32 | u128::from(self.id)
    }

    fn same(&self, other: &Slim) -> bool {
        (self.number, self.of) == (other.number, other.of)
    }
}

/// Equal for days and amounts that are equal, and 0 for no day.
fn content(day: Day, taxable: Paise, heads: Heads) -> u64 {
    if day == Day::NONE {
        return 0;
    }
    let mut bytes = [0; 44];
    bytes[..4].copy_from_slice(&day.0.to_le_bytes());
    bytes[4..12].copy_from_slice(&taxable.to_le_bytes());
    for (place, amount) in bytes[12..].chunks_exact_mut(8).zip(heads) {
        place.copy_from_slice(&amount.to_le_bytes());
    }
    number::hash(&bytes) | 1
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
pub fn pair(c: &Context, records: &[Slim], entries: &[Slim]) -> Bulk {
    let mut bulk = Bulk::default();
    if records.is_empty() || entries.is_empty() {
        bulk.records = records.iter().map(|one| one.id).collect();
        bulk.entries = entries.iter().map(|one| one.id).collect();
        return bulk;
    }
    if records.len() + entries.len() < LARGE {
        find(c, records, entries, &mut bulk);
    } else {
        // One number is in one part of both sides.
        let both: Vec<_> = in_parts_by_number(records).into_iter().zip(in_parts_by_number(entries)).collect();
        let found = parts::of_tasks(both, |(records, entries)| {
            let mut found = Bulk::default();
            if !c.stopped() {
                find(c, &records, &entries, &mut found);
            }
            found
        });
        for mut one in found {
            bulk.sure.append(&mut one.sure);
            bulk.records.append(&mut one.records);
            bulk.entries.append(&mut one.entries);
        }
    }
    split_labelled(c, &mut bulk);
    parts::sort(&mut bulk.records, c.progress);
    parts::sort(&mut bulk.entries, c.progress);
    bulk
}

/// A group of more documents is cut into parts, so that all cores have some of it.
const LARGE: usize = 200_000;
/// How many bits of a number's key say in which part it is.
const PART_BITS: u32 = 6;

fn in_parts_by_number(list: &[Slim]) -> Vec<Vec<Slim>> {
    let mut parts = vec![Vec::new(); 1 << PART_BITS];
    for one in list {
        parts[(one.number >> (u64::BITS - PART_BITS)) as usize].push(*one);
    }
    parts
}

fn find(c: &Context, records: &[Slim], entries: &[Slim], bulk: &mut Bulk) {
    let (mine, theirs) = (sorted(records), sorted(entries));
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
            ([record], [entry]) if first.number != 0 => agree_at_once(c, record, entry),
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

fn sorted(list: &[Slim]) -> Vec<Slim> {
    let mut list = list.to_vec();
    list.sort_unstable_by_key(Slim::key);
    list
}

/// Exact or tolerance, if these two agree so far, and nothing about them needs a closer look.
#[inline]
fn agree_at_once(c: &Context, record: &Slim, entry: &Slim) -> Option<Class> {
    let class = match record.content == entry.content && record.content != 0 {
        true => Class::Exact,
        false => compared(c, record.id, entry.id)?,
    };
    let by_hand = (!c.linked_records.is_empty() && c.linked_records.contains(&record.id))
        || (!c.linked_entries.is_empty() && c.linked_entries.contains(&entry.id))
        || c.is_apart(record.id, entry.id);
    (!by_hand && !has_label(c.entries, entry.id)).then_some(class)
}

/// The same where it cannot be seen by the hashes.
fn compared(c: &Context, record: u32, entry: u32) -> Option<Class> {
    let (section, row) = c.places.record(record);
    let day = c.book.sheet(section).records().days[row as usize];
    if day != c.entries.date(entry) || day == Day::NONE {
        return None;
    }
    let amounts =
        fields::amounts(&record_amounts(c.book, section, row), &entry_amounts(c.entries, entry), &c.tolerances);
    match amounts {
        AmountLevel::Equal => Some(Class::Exact),
        AmountLevel::Within => Some(Class::Tolerance),
        AmountLevel::Differs => None,
    }
}
