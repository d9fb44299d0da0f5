//! Matching again after a link was made or undone: only the suppliers that it touches are looked at, where that gives the same.

use std::collections::{BTreeSet, HashSet};

use super::bulk::{self, Slim};
use super::context::Context;
use super::result::{Found, Matches, NOTHING};
use super::run::{Open, context, matches, takes_part};
use super::written::Written;
use crate::book::{Book, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::number;
use crate::matching::steps::near::Strays;
use crate::matching::suggest::suggestion;
use crate::values::Day;
use crate::work::Progress;

impl Matches {
    /// The matches after links or apart marks of these records and entries changed, and nothing else did.
    pub fn renewed(self, book: &Book, day: Day, records: &[(Section, u32)], entries: &[u32]) -> Matches {
        let before = self.clone();
        self.renewed_until(book, day, records, entries, &Progress::default()).unwrap_or(before)
    }

    /// The same for a thread that can be stopped; none if it was.
    pub fn renewed_until(
        self,
        book: &Book,
        day: Day,
        records: &[(Section, u32)],
        entries: &[u32],
        progress: &Progress,
    ) -> Option<Matches> {
        let groups = self.groups_of(book, records, entries);
        let alone = records.iter().all(|&(section, row)| {
            // What was superseded may take part now that it is linked.
            !matches!(self.record(section, row).class, Class::None | Class::Superseded)
        });
        if !alone || self.may_be_mistyped(book, &groups) {
            return matches(book, day, progress);
        }
        let renewed = self.renewed_in(book, day, &groups, progress);
        if progress.cancelled() { None } else { Some(renewed) }
    }

    fn groups_of(&self, book: &Book, records: &[(Section, u32)], entries: &[u32]) -> BTreeSet<u32> {
        let of_record = |&(section, row): &(Section, u32)| self.suppliers.of_record(book, section, row);
        let of_entry = |&row: &u32| self.suppliers.of_entry(book.register().entries(), row);
        let suppliers = records.iter().map(of_record).chain(entries.iter().map(of_entry));
        suppliers.map(|supplier| self.suppliers.group(supplier)).collect()
    }

    /// Whether an entry without a GSTIN, or with one that is mistyped, may belong to a record of these groups, or is in them: then
    /// what changes here may change something elsewhere.
    fn may_be_mistyped(&self, book: &Book, groups: &BTreeSet<u32>) -> bool {
        let (entries, suppliers, mut buffer) = (book.register().entries(), &self.suppliers, Vec::new());
        let mistyped: Vec<bool> = suppliers.all().map(|supplier| suppliers.may_be_mistyped(supplier)).collect();
        let mut numbers = HashSet::new();
        for row in 0..entries.len() {
            let supplier = suppliers.of_entry(entries, row);
            if mistyped[supplier as usize] {
                if groups.contains(&suppliers.group(supplier)) {
                    return true;
                }
                numbers.insert(number::key(entries.compared(row), &mut buffer));
                numbers.insert(number::key(entries.number(row), &mut buffer));
            }
        }
        !numbers.is_empty()
            && groups.iter().flat_map(|&group| self.record_groups.group(group)).any(|&id| {
                let (section, row) = self.places.record(id);
                let number = book.sheet(section).records().numbers.folded(row);
                numbers.contains(&number::key(number, &mut buffer))
            })
    }

    fn renewed_in(mut self, book: &Book, day: Day, groups: &BTreeSet<u32>, progress: &Progress) -> Matches {
        let links = book.links().find(book);
        let c = context((book, day), &links, std::mem::take(&mut self.suppliers), progress);
        let mut written = Written {
            records: self.records,
            entries: self.entries,
            several: self.several,
            ties: self.ties,
            large: false,
        };
        let nothing = Found { with: NOTHING, ..Found::default() };
        let (mut touched_records, mut touched_entries) = (HashSet::new(), HashSet::new());
        for &group in groups {
            for &id in self.record_groups.group(group) {
                written.records[id as usize] = nothing;
                touched_records.insert(id);
            }
            for &row in self.entry_groups.group(group) {
                written.entries[row as usize] = nothing;
                touched_entries.insert(row);
            }
        }
        written.ties.retain(|tie| !touched_records.contains(&tie.record));
        let strays = Strays::of(&c);
        for &group in groups {
            again(&c, group, &strays, self.record_groups.group(group), self.entry_groups.group(group), &mut written);
        }
        let touched = |&(section, row): &(Section, u32)| touched_records.contains(&c.places.number(section, row));
        let of_these = links.links.iter().filter(|link| {
            link.records.iter().any(touched) || link.entries.iter().any(|row| touched_entries.contains(row))
        });
        written.links(&c, of_these);
        written.ties.sort_unstable_by_key(|tie| tie.record);
        self.suppliers = c.suppliers;
        (self.records, self.entries) = (written.records, written.entries);
        (self.several, self.ties) = (written.several, written.ties);
        for &id in &touched_records {
            let (section, row) = self.places.record(id);
            let suggested = suggestion::if_open(book, &self, section, row, day).what;
            self.records[id as usize].suggested = suggested;
        }
        self
    }
}

/// Goes through all steps of one group.
fn again(c: &Context, group: u32, strays: &Strays, records: &[u32], entries: &[u32], written: &mut Written) {
    let mut buffer = Vec::with_capacity(32);
    let mut record = |&id: &u32| {
        let (section, row) = c.places.record(id);
        Slim::record(c, id, section, row, &mut buffer)
    };
    let mine: Vec<Slim> = records.iter().map(&mut record).collect();
    let theirs: Vec<Slim> = entries.iter().map(|&row| Slim::entry(c, row, &mut buffer)).collect();
    let bulk = bulk::pair(c, &mine, &theirs);
    written.sure(&bulk.sure);
    let in_group = |supplier| c.suppliers.group(supplier) == group;
    let elsewhere = c.book.register().elsewhere();
    let elsewhere: Vec<u32> =
        (0..elsewhere.len()).filter(|&row| in_group(c.suppliers.of_elsewhere(elsewhere, row))).collect();
    let gone = Section::ALL.into_iter().flat_map(|section| {
        let of_group = move |row: &u32| {
            takes_part(c.book, section, *row) && in_group(c.suppliers.of_record(c.book, section, *row))
        };
        let rows = c.book.sheet(section).gone().iter().filter(of_group);
        rows.map(move |row| c.places.number(section, row))
    });
    let gone: Vec<u32> = gone.collect();
    if let Some(open) = Open::of(c, group, &bulk) {
        written.add(open.finished(&elsewhere, &gone, strays, &[]));
    }
}
