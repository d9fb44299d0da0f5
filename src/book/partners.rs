//! Who belongs to whom: copies of one identity, and amendments with their originals.
//!
//! Made once after reading, and again when a newer download was merged or a merge was taken back.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hash, Hasher};
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::columns::Fnv;
use super::identity::{Identity, same_text, write_folded};
use super::{Book, Flag, Records, Section, Sheet};
use crate::values::Day;
use crate::values::rows::Marks;
use crate::work::parts::in_parts_mut;

/// Rows of one identity with different values, in groups.
#[derive(Clone, Debug, Default)]
pub struct Copies {
    groups: Vec<Vec<u32>>,
    /// All rows in groups: to ask of a row that is in none is quick.
    rows: Marks,
    group_of: HashMap<u32, u32>,
}

impl Copies {
    /// The rows of the group to which a row belongs, itself among them; empty if it has no copy.
    #[inline]
    pub fn group(&self, row: u32) -> &[u32] {
        if !self.rows.has(row) {
            return &[];
        }
        self.group_of.get(&row).map_or(&[], |&g| &self.groups[g as usize])
    }

    /// All groups, in the order of their first rows.
    pub fn groups(&self) -> &[Vec<u32>] {
        &self.groups
    }

    fn add(&mut self, rows: Vec<u32>) {
        for &row in &rows {
            self.group_of.insert(row, self.groups.len() as u32);
            self.rows.add(row);
        }
        self.groups.push(rows);
    }
}

/// [`Identity::hash`] and [`partner_hash`] for many rows: what each text of a dictionary does to a hash is found out once.
struct QuickHashes<'r> {
    records: &'r Records,
    section: Section,
    suppliers: Vec<Fnv>,
    periods: Vec<String>,
}

impl<'r> QuickHashes<'r> {
    fn of(section: Section, records: &'r Records) -> Self {
        let hash = |text: &str| {
            let mut hash = Fnv::default();
            write_folded(&mut hash, text);
            hash
        };
        QuickHashes {
            records,
            section,
            suppliers: records.suppliers.texts().iter().map(|text| hash(text)).collect(),
            periods: records.periods.texts().iter().map(|text| text.trim().to_ascii_uppercase()).collect(),
        }
    }

    fn identity(&self, row: u32) -> u64 {
        let (records, i) = (self.records, row as usize);
        let supplier = self.suppliers[records.suppliers.ids()[i] as usize];
        let period = &self.periods[records.periods.ids()[i] as usize];
        Identity::of(self.section, records, row).hash_behind(supplier, |hash| hash.write(period.as_bytes()))
    }

    fn partner(&self, row: u32) -> u64 {
        let mut hash = self.suppliers[self.records.suppliers.ids()[row as usize] as usize];
        hash.write(self.records.numbers.folded(row).as_bytes());
        hash.finish()
    }
}

/// Those whose hash another may have as well: hardly any, where hardly any rows have copies, so that few have to be sorted.
fn perhaps_several(mut hashes: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    // A hash marks one of eight times as many bits as there are hashes.
    let bits = (hashes.len() * 8).next_power_of_two().max(64);
    let place = |hash: u64| ((hash as usize % bits) / 64, 1 << (hash % 64));
    let (mut once, mut again) = (vec![0u64; bits / 64], vec![0u64; bits / 64]);
    for &(hash, _) in &hashes {
        let (word, bit) = place(hash);
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    hashes.retain(|&(hash, _)| {
        let (word, bit) = place(hash);
        again[word] & bit != 0
    });
    hashes
}

/// Groups of rows with the same identity, each in ascending order; rows that cannot be identified are in none, nor are those
/// of the past.
fn same_identities(section: Section, records: &Records, past: &RoaringBitmap) -> Vec<Vec<u32>> {
    let quick = QuickHashes::of(section, records);
    let identity = |row: u32| Identity::of(section, records, row);
    let rows = (0..records.len()).filter(|&row| identity(row).is_known() && !past.contains(row));
    let mut hashes: Vec<(u64, u32)> = rows.map(|row| (0, row)).collect();
    in_parts_mut(&mut hashes, |part| part.iter_mut().for_each(|(hash, row)| *hash = quick.identity(*row)));
    let mut hashes = perhaps_several(hashes);
    hashes.sort_unstable();
    let mut groups = Vec::new();
    for run in hashes.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        // Different identities with one hash are possible, so each is compared in full.
        let mut rows: Vec<u32> = run.iter().map(|&(_, row)| row).collect();
        rows.sort_by(|&a, &b| identity(a).order(identity(b)));
        let same = rows.chunk_by(|&a, &b| identity(a).same(identity(b)));
        groups.extend(same.filter(|same| same.len() > 1).map(<[u32]>::to_vec));
    }
    groups.sort_unstable();
    groups
}

/// The records of a section with each identity that stood several times with equal values kept once, where it first
/// stood. `values` gives what the values of a row mean: equal for equal ones. Gives how many were dropped.
pub fn keep_equal_copies_once<V: Eq + Hash>(
    section: Section,
    records: &mut Records,
    values: impl Fn(&Records, u32) -> V,
) -> u32 {
    let mut keep = Vec::new();
    let mut dropped = 0;
    for group in same_identities(section, records, &RoaringBitmap::new()) {
        let mut kept = HashSet::new();
        for row in group {
            if !kept.insert(values(records, row)) {
                keep.resize(records.len() as usize, true);
                keep[row as usize] = false;
                dropped += 1;
            }
        }
    }
    if dropped > 0 {
        records.retain(section, &keep);
    }
    dropped
}

impl Book {
    /// Finds the copies and the partners of every record, and lends to a record whose flags are unknown those of its copy.
    pub fn find_partners(&mut self) {
        self.link_partners();
        for sheet in &mut self.sheets {
            if !sheet.copies.groups().is_empty() {
                lend_flags(Arc::make_mut(&mut sheet.records), sheet.copies.groups());
            }
        }
    }

    /// Finds the copies and the partners of every record that is not of the past, and changes nothing else.
    pub fn link_partners(&mut self) {
        for sheet in &mut self.sheets {
            let mut copies = Copies::default();
            let groups = same_identities(sheet.section, &sheet.records, &sheet.past);
            groups.into_iter().for_each(|group| copies.add(group));
            sheet.copies = copies;
        }
        for section in Section::ALL {
            if let Some(original) = section.original() {
                let found = originals(self.sheet(section), self.sheet(original));
                let mut pairs: Vec<(u32, u32)> =
                    (0..).zip(&found).filter(|&(_, &o)| o != Sheet::NO_ROW).map(|(row, &o)| (o, row)).collect();
                pairs.sort_unstable();
                self.sheet_mut(section).originals = found;
                let sheet = self.sheet_mut(original);
                sheet.amended = Marks::default();
                pairs.iter().for_each(|&(amended, _)| sheet.amended.add(amended));
                sheet.amendments = pairs;
            }
        }
    }
}

fn lend_flags(records: &mut Records, groups: &[Vec<u32>]) {
    for group in groups {
        for flags in [&mut records.pending_flags, &mut records.remarks_flags, &mut records.itc_flags] {
            let known = group.iter().map(|&row| flags[row as usize]).find(|&f| f != Flag::Unknown);
            for &row in group {
                if let (Flag::Unknown, Some(known)) = (flags[row as usize], known) {
                    flags[row as usize] = known;
                }
            }
        }
    }
}

/// For each amendment the row of its original: same supplier, number and date. The first in the file, if several fit.
fn originals(amended: &Sheet, in_sheet: &Sheet) -> Vec<u32> {
    let (amendments, originals) = (&*amended.records, &*in_sheet.records);
    let mut wanted: HashMap<(u64, Day), Vec<u32>, BuildHasherDefault<Fnv>> = HashMap::default();
    for row in (0..amendments.len()).filter(|&row| !amended.past.contains(row)) {
        let key = partner_hash(amendments.suppliers.get(row), amendments.original_numbers.folded(row));
        wanted.entry((key, amendments.original_days[row as usize])).or_default().push(row);
    }
    let mut found = vec![Sheet::NO_ROW; amendments.len() as usize];
    if wanted.is_empty() {
        return found;
    }
    let quick = QuickHashes::of(in_sheet.section, originals);
    for row in (0..originals.len()).filter(|&row| !in_sheet.past.contains(row)) {
        let day = originals.days[row as usize];
        let key = quick.partner(row);
        // One that was found is not looked for any more.
        if let Some(amendments_of) = wanted.get_mut(&(key, day)).filter(|_| day != Day::NONE) {
            amendments_of.retain(|&amendment| {
                let is = is_original(amendments, amendment, originals, row);
                if is {
                    found[amendment as usize] = row;
                }
                !is
            });
        }
    }
    found
}

fn partner_hash(supplier: &str, folded_number: &str) -> u64 {
    let mut hash = Fnv::default();
    write_folded(&mut hash, supplier);
    hash.write(folded_number.as_bytes());
    hash.finish()
}

fn is_original(amendments: &Records, amendment: u32, originals: &Records, row: u32) -> bool {
    same_text(amendments.suppliers.get(amendment), originals.suppliers.get(row))
        && amendments.original_numbers.folded(amendment) == originals.numbers.folded(row)
}
