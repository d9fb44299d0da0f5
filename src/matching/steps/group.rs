//! One group of suppliers of one PAN: its records and entries that were not paired at once, and the steps through the classes.

use std::cmp::Ordering;

use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{AmountLevel, DateLevel};
use crate::matching::context::{Context, Flag, Flags};
use crate::matching::document::Distance;
use crate::matching::document::{self, Compared, Document, Unsplit};
use crate::matching::steps::assign::{self, Pair};
use crate::matching::steps::candidates;
use crate::values::Day;
use crate::work::parts;

/// What became of a record or an entry so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// Its class; [`Class::None`] while it is open.
    pub class: Class,
    /// The place of its partner, or of its match among those of several.
    pub with: u32,
    /// What else is known.
    pub flags: Flags,
    /// It is the duplicate, or the twice, of something matched: it takes part only in sums by number.
    pub set_apart: bool,
}

impl State {
    /// Whether it can still be paired.
    pub fn is_open(&self) -> bool {
        self.class == Class::None && !self.set_apart
    }

    /// Whether a step found its partner.
    pub fn is_matched(&self) -> bool {
        self.class != Class::None
    }
}

/// A record and an entry that may belong together, compared.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Their class.
    pub class: Class,
    /// They may be part of a sum by number.
    pub family: bool,
    /// The record's place.
    pub record: u32,
    /// The entry's place.
    pub entry: u32,
    /// How they differ.
    pub apart: Distance,
    /// What is known of the match that they would be.
    pub flags: Flags,
}

/// A pair that could change places with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tie {
    /// The record of the pair.
    pub record: u32,
    /// Another record for its entry.
    pub other_record: Option<u32>,
    /// Another entry for its record.
    pub other_entry: Option<u32>,
}

/// How several were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By their numbers.
    Numbers,
    /// By their amounts.
    Amounts,
}

/// A match of several, by places in the group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Several {
    /// Its records, in order.
    pub records: Vec<u32>,
    /// Its entries, in order.
    pub entries: Vec<u32>,
    /// How they were found.
    pub how: How,
}

/// A group on its way through the steps.
pub struct Group<'c> {
    pub(in crate::matching) c: &'c Context<'c>,
    /// Its records, in order.
    pub records: Vec<Document>,
    /// Its entries, in order.
    pub entries: Vec<Document>,
    /// What became of the records.
    pub r: Vec<State>,
    /// What became of the entries.
    pub e: Vec<State>,
    pub(in crate::matching) candidates: Vec<Candidate>,
    /// Matches of several.
    pub several: Vec<Several>,
    /// Pairs that could as well be others, by places.
    pub ties: Vec<Tie>,
    /// Some were too many to be looked at whole.
    pub large: bool,
}

/// What is known of two that were compared, beside their class.
pub fn flags_of(compared: &Compared) -> Flags {
    let a = &compared.agreement;
    Flags::default()
        .with(Flag::TwoYears, compared.dates.two_years)
        .with(Flag::TaxWithin, compared.tax_within)
        .with(Flag::SameNumber, a.number.is_same())
        .with(Flag::NearDates, compared.dates.level <= DateLevel::Near)
        .with(Flag::AmountsWithin, a.amounts <= AmountLevel::Within)
}

/// An entry of a day by its number, for putting entries in order.
struct Named<'c> {
    c: &'c Context<'c>,
    text: String,
    row: u32,
}

impl Ord for Named<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let rest = || document::entry_order(self.c.entries, self.row, other.row);
        self.text.cmp(&other.text).then_with(rest)
    }
}

impl PartialOrd for Named<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Named<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Named<'_> {}

/// Entries in their order. Nearly all differ in their day, so that the texts are seldom looked at.
fn in_order(c: &Context, entries: &[u32]) -> Vec<u32> {
    let mut by_day: Vec<(Day, u32)> = entries.iter().map(|&row| (document::entry_day(c.entries, row), row)).collect();
    parts::sort(&mut by_day, c.progress);
    let mut rows: Vec<u32> = by_day.iter().map(|one| one.1).collect();
    let mut from = 0;
    for of_day in by_day.chunk_by(|a, b| a.0 == b.0) {
        if c.stopped() {
            break;
        }
        let until = from + of_day.len();
        if of_day.len() > 1 {
            let named = |row: &u32| Named { c, text: c.entries.compared(*row).trim().to_lowercase(), row: *row };
            let mut named = parts::each(&rows[from..until], c.progress, named).unwrap_or_default();
            parts::sort(&mut named, c.progress);
            rows[from..until].iter_mut().zip(named).for_each(|(row, named)| *row = named.row);
        }
        from = until;
    }
    rows
}

impl<'c> Group<'c> {
    /// Of these records and entries.
    pub fn new(c: &'c Context<'c>, records: &[u32], entries: &[u32]) -> Group<'c> {
        // Records of one supplier lie far from each other in the book: to wait for them one by one would take most of the time.
        let record = |&id: &u32| {
            let (section, row) = c.places.record(id);
            Unsplit::record(c.book, &c.suppliers, id, section, row)
        };
        let entry = |&row: &u32| Unsplit::entry(c.entries, c.suppliers.of_entry(c.entries, row), row);
        let records = parts::each_read(records, c.progress, record, Unsplit::split).unwrap_or_default();
        let entries = parts::each_read(&in_order(c, entries), c.progress, entry, Unsplit::split).unwrap_or_default();
        let (r, e) = (vec![State::default(); records.len()], vec![State::default(); entries.len()]);
        let nothing = (Vec::new(), Vec::new(), Vec::new());
        let (candidates, several, ties) = nothing;
        Group { c, records, entries, r, e, candidates, several, ties, large: false }
    }

    /// Compares two by their places.
    pub fn compare(&self, record: u32, entry: u32) -> Compared {
        let (record, entry) = (&self.records[record as usize], &self.entries[entry as usize]);
        document::compare(&self.c.suppliers, record, entry, &self.c.tolerances)
    }

    /// Whether the user said that they are not the same.
    pub fn is_apart(&self, record: u32, entry: u32) -> bool {
        self.c.is_apart(self.records[record as usize].id, self.entries[entry as usize].id)
    }

    /// The places of open records.
    pub fn open_records(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.r).filter(|(_, state)| state.is_open()).map(|(place, _)| place)
    }

    /// The places of open entries.
    pub fn open_entries(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.e).filter(|(_, state)| state.is_open()).map(|(place, _)| place)
    }

    /// Finds what may belong together by its number.
    pub fn find_candidates(&mut self) {
        let keys = |document: &Document, keys: &mut Vec<u64>| document.number_keys(keys);
        let mine = candidates::keyed(self.c, &self.records, self.open_records(), keys);
        let theirs = candidates::keyed(self.c, &self.entries, self.open_entries(), keys);
        let places = candidates::pairs(self.c, &self.records, &self.entries, &mine, &theirs);
        let found = parts::each(&places, self.c.progress, |&(record, entry)| self.candidate(record, entry));
        self.candidates = found.unwrap_or_default().into_iter().flatten().collect();
        self.candidates.sort_by_key(|candidate| candidate.class);
    }

    /// The two, if they can be paired or summed up.
    pub fn candidate(&self, record: u32, entry: u32) -> Option<Candidate> {
        let compared = self.compare(record, entry);
        if (compared.class == Class::None && !compared.family) || self.is_apart(record, entry) {
            return None;
        }
        let (r, e) = (&self.records[record as usize], &self.entries[entry as usize]);
        Some(Candidate {
            class: compared.class,
            family: compared.family,
            record,
            entry,
            apart: document::apart(r, e, &compared.dates),
            flags: flags_of(&compared),
        })
    }

    /// One step: the best whole set of pairs of a class.
    pub fn step(&mut self, class: Class) {
        let from = self.candidates.partition_point(|candidate| candidate.class < class);
        let of_class = self.candidates[from..].iter().take_while(|candidate| candidate.class == class);
        let open = of_class.filter(|candidate| {
            self.r[candidate.record as usize].is_open() && self.e[candidate.entry as usize].is_open()
        });
        let open: Vec<Candidate> = open.copied().collect();
        self.take_best(class, &open);
    }

    /// Takes the best whole set of these.
    pub fn take_best(&mut self, class: Class, open: &[Candidate]) {
        if open.is_empty() {
            return;
        }
        let pair = |c: &Candidate| Pair { record: c.record, entry: c.entry, apart: c.apart };
        let again =
            |list: &[Document], a: u32, b: u32| list[a as usize].is_again(&list[b as usize], &self.c.tolerances);
        let (taken, large) = assign::best(
            open.iter().map(pair).collect(),
            |a, b| again(&self.records, a, b),
            |a, b| again(&self.entries, a, b),
            self.c.progress,
        );
        self.large |= large;
        let mut flags: Vec<((u32, u32), Flags)> = open.iter().map(|c| ((c.record, c.entry), c.flags)).collect();
        flags.sort_unstable_by_key(|one| one.0);
        for one in taken {
            let Pair { record, entry, .. } = one.pair;
            let known = flags.binary_search_by_key(&(record, entry), |one| one.0);
            let mut flags = known.map_or(Flags::default(), |at| flags[at].1);
            if one.other_record.is_some() || one.other_entry.is_some() {
                flags.add(Flag::Tie);
                self.ties.push(Tie { record, other_record: one.other_record, other_entry: one.other_entry });
            }
            self.join(class, record, entry, flags);
        }
        self.mark_losers(open);
    }

    /// Marks the records that are left without a pair though an entry fits them as well as the record that it went to.
    fn mark_losers(&mut self, open: &[Candidate]) {
        let mut winners: Vec<(u32, Distance)> = Vec::new();
        for one in open.iter().filter(|one| self.r[one.record as usize].is_matched()) {
            if self.r[one.record as usize].with == one.entry {
                winners.push((one.entry, one.apart));
            }
        }
        winners.sort_unstable();
        for one in open {
            let lost = !self.r[one.record as usize].is_matched();
            if lost && winners.binary_search(&(one.entry, one.apart)).is_ok() {
                self.r[one.record as usize].flags.add(Flag::LostTie);
            }
        }
    }

    /// Makes two a match.
    pub fn join(&mut self, class: Class, record: u32, entry: u32, flags: Flags) {
        let e = &self.entries[entry as usize];
        let mut flags = flags;
        flags.set(Flag::NoDate, e.day == Day::NONE && e.posting == Day::NONE);
        let (r, e) = (&mut self.r[record as usize], &mut self.e[entry as usize]);
        let flags = |state: &State| {
            let mut all = flags;
            all.set(Flag::Doubtful, state.flags.has(Flag::Doubtful));
            all
        };
        *r = State { class, with: entry, flags: flags(r), set_apart: false };
        *e = State { class, with: record, flags: flags(e), set_apart: false };
    }
}
