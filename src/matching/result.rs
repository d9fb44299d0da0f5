//! What matching came to: a few bytes for each record and each entry, and what is asked of them.

use super::context::{Flag, Flags};
use super::sides::{Places, Side, Suppliers};
use crate::book::Section;
use crate::matching::agree::class::Class;
use crate::matching::steps::group::{How, Tie};
use crate::matching::suggest::suggestion::Suggested;

/// What a record, or an entry, is with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The class of its match.
    pub class: Class,
    /// Of a record: what is suggested for it as long as it has no action.
    pub suggested: Suggested,
    /// What else is known.
    pub flags: Flags,
    /// The partner's number or row, or the place among the matches of several.
    pub(super) with: u32,
}

/// With nothing.
pub(super) const NOTHING: u32 = u32::MAX;

/// A match of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeveralFound {
    /// Numbers of its records.
    pub records: Box<[u32]>,
    /// Rows of its entries.
    pub entries: Box<[u32]>,
    /// How it was found.
    pub how: How,
}

/// A match: its records and its entries; one of the two may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its class.
    pub class: Class,
    /// Its records, in the book's order.
    pub records: Vec<(Section, u32)>,
    /// Rows of its entries.
    pub entries: Vec<u32>,
    /// What else is known.
    pub flags: Flags,
}

/// The matches of a book.
#[derive(Clone)]
pub struct Matches {
    pub(super) places: Places,
    pub(super) records: Vec<Found>,
    pub(super) entries: Vec<Found>,
    pub(super) several: Vec<SeveralFound>,
    /// By the numbers of their records.
    pub(super) ties: Vec<Tie>,
    pub(super) suppliers: Suppliers,
    /// All records in force by their suppliers' groups, matched or not.
    pub(super) record_groups: Side,
    pub(super) entry_groups: Side,
    /// What has to be said of all, one line each.
    pub notes: Vec<String>,
}

impl Matches {
    /// What a record is with.
    pub fn record(&self, section: Section, row: u32) -> Found {
        self.records.get(self.places.number(section, row) as usize).copied().unwrap_or_default()
    }

    /// The record of a number in the whole book.
    pub fn record_of(&self, number: u32) -> (Section, u32) {
        self.places.record(number)
    }

    /// The entry that a record is with, where it is with one alone.
    pub fn pair_of(&self, found: &Found) -> Option<u32> {
        (found.with != NOTHING && !found.flags.has(Flag::Several)).then_some(found.with)
    }

    /// What an entry is with.
    pub fn entry(&self, row: u32) -> Found {
        self.entries.get(row as usize).copied().unwrap_or_default()
    }

    /// How many matches there are of each class, in the order of [`Class::ALL`].
    pub fn counts(&self) -> [u64; Class::ALL.len()] {
        let mut counts = [0; Class::ALL.len()];
        for (number, found) in (0..).zip(&self.records) {
            if found.class != Class::None && self.is_first(number, found) {
                counts[found.class as usize] += 1;
            }
        }
        for found in self.entries.iter().filter(|found| found.with == NOTHING && found.class != Class::None) {
            counts[found.class as usize] += 1;
        }
        counts
    }

    /// How many records there are of each class; of the classes of vouchers that no record has, how many vouchers. Several records of one
    /// match count each, as on the page *Match*.
    pub fn record_counts(&self) -> [u64; Class::ALL.len()] {
        let alone = self.entries.iter().filter(|found| found.with == NOTHING);
        let mut counts = [0; Class::ALL.len()];
        let classes = self.records.iter().chain(alone).map(|found| found.class);
        classes.filter(|class| *class != Class::None).for_each(|class| counts[class as usize] += 1);
        counts
    }

    /// Whether a record is the first of its match.
    fn is_first(&self, number: u32, found: &Found) -> bool {
        match self.several_of(found) {
            Some(several) => several.records.first() == Some(&number),
            None => true,
        }
    }

    fn several_of(&self, found: &Found) -> Option<&SeveralFound> {
        found.flags.has(Flag::Several).then(|| self.several.get(found.with as usize)).flatten()
    }

    /// The match of a record.
    pub fn of_record(&self, section: Section, row: u32) -> Match {
        let found = self.record(section, row);
        match self.several_of(&found) {
            Some(several) => self.of_several(&found, several),
            None => Match {
                class: found.class,
                records: vec![(section, row)],
                entries: if found.with == NOTHING { Vec::new() } else { vec![found.with] },
                flags: found.flags,
            },
        }
    }

    /// The match of an entry.
    pub fn of_entry(&self, row: u32) -> Match {
        let found = self.entry(row);
        match self.several_of(&found) {
            Some(several) => self.of_several(&found, several),
            None => Match {
                class: found.class,
                records: if found.with == NOTHING { Vec::new() } else { vec![self.places.record(found.with)] },
                entries: vec![row],
                flags: found.flags,
            },
        }
    }

    fn of_several(&self, found: &Found, several: &SeveralFound) -> Match {
        Match {
            class: found.class,
            records: several.records.iter().map(|&number| self.places.record(number)).collect(),
            entries: several.entries.to_vec(),
            flags: found.flags,
        }
    }

    /// The other record, and the other entry, that could as well take a place in the match of a record.
    pub fn tie(&self, section: Section, row: u32) -> (Option<(Section, u32)>, Option<u32>) {
        let number = self.places.number(section, row);
        match self.ties.binary_search_by_key(&number, |tie| tie.record) {
            Ok(at) => (self.ties[at].other_record.map(|other| self.places.record(other)), self.ties[at].other_entry),
            Err(_) => (None, None),
        }
    }

    /// All matches: those with records in the order of classes, then of their first record; then entries alone, by class, then in
    /// their order.
    pub fn all(&self) -> impl Iterator<Item = Match> + '_ {
        let (mut records, mut entries): ([Vec<u32>; 19], [Vec<u32>; 19]) = Default::default();
        for (number, found) in (0..).zip(&self.records) {
            if found.class != Class::None && self.is_first(number, found) {
                records[found.class as usize].push(number);
            }
        }
        for (row, found) in (0..).zip(&self.entries) {
            if found.with == NOTHING && found.class != Class::None {
                entries[found.class as usize].push(row);
            }
        }
        let of_records = records.into_iter().flatten().map(|number| {
            let (section, row) = self.places.record(number);
            self.of_record(section, row)
        });
        of_records.chain(entries.into_iter().flatten().map(|row| self.of_entry(row)))
    }

    /// How much memory they take.
    pub fn bytes(&self) -> usize {
        (self.records.len() + self.entries.len()) * size_of::<Found>()
            + (self.record_groups.len() + self.entry_groups.len()) * 4
            + self.several.iter().map(|one| 48 + 4 * (one.records.len() + one.entries.len())).sum::<usize>()
            + self.ties.len() * size_of::<Tie>()
    }
}
