//! Links and apart marks: what the user said of records and entries. They are kept by what makes each the same document, never by
//! a row or a line, so that they outlive newer downloads and newer registers.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use crate::book::register::entries::Entries;
use crate::book::{Book, Section, fingerprint};

/// A record of a link: which document it is, and how it was when it was linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkedRecord {
    /// Its section.
    pub section: Section,
    /// A hash of its supplier's GSTIN.
    pub supplier: u32,
    /// 128 bits of its identity.
    pub identity: u128,
    /// Which of the records of one identity, in the order of their rows.
    pub ordinal: u32,
    /// 64 bits of its text when it was linked.
    pub text: u64,
}

/// An entry of a link: which document it is, and how it was when it was linked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinkedEntry {
    /// A hash of its supplier's GSTIN.
    pub supplier: u32,
    /// 128 bits of its identity, ordinal included.
    pub identity: u128,
    /// 64 bits of its amounts when it was linked.
    pub content: u64,
}

/// How a link came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// The user put them together.
    #[default]
    Linked,
    /// The user confirmed a match as it was.
    Confirmed,
}

/// Records and entries that the user says belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Link {
    /// How it came about.
    pub kind: LinkKind,
    /// Its records; at least one.
    pub records: Box<[LinkedRecord]>,
    /// Its entries; at least one.
    pub entries: Box<[LinkedEntry]>,
}

/// A record and an entry that the user says are not the same.
pub type Apart = (LinkedRecord, LinkedEntry);

/// What the user said of records and entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// The links, in the order in which they were made. A record or an entry is in at most one.
    pub links: Vec<Link>,
    /// The pairs marked apart.
    pub aparts: Vec<Apart>,
}

impl Links {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.links.is_empty() && self.aparts.is_empty()
    }
}

impl LinkedRecord {
    /// What names a record of a book.
    pub fn of(book: &Book, section: Section, row: u32) -> LinkedRecord {
        let sheet = book.sheet(section);
        let ordinal = sheet.copies.group(row).iter().filter(|&&copy| copy < row).count() as u32;
        LinkedRecord {
            section,
            supplier: short_hash(sheet.records.suppliers.get(row)),
            identity: fingerprint::identity(section, &sheet.records, row),
            ordinal,
            text: xxh3_64(book.portal_text(section, row).as_bytes()),
        }
    }
}

impl LinkedEntry {
    /// What names an entry.
    pub fn of(entries: &Entries, row: u32) -> LinkedEntry {
        let supplier = short_hash(entries.gstin(row));
        LinkedEntry { supplier, identity: entries.identity(row), content: entries.content(row) }
    }
}

/// By this a supplier's documents are found without looking at those of all others. Case does not count.
fn short_hash(text: &str) -> u32 {
    xxh3_64(text.trim().to_ascii_uppercase().as_bytes()) as u32
}

/// A link whose documents were looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundLink {
    /// Its place among the links.
    pub link: usize,
    /// Its records that are in force.
    pub records: Vec<(Section, u32)>,
    /// Its entries that are in the register.
    pub entries: Vec<u32>,
    /// Something of it is not there: it does not count until it is back.
    pub suspended: bool,
    /// The supplier changed a record since it was linked.
    pub record_changed: bool,
    /// An entry's amounts were changed since it was linked.
    pub entry_changed: bool,
}

/// What the user said, as rows of this book and of its register as they are now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FoundLinks {
    /// Every link, in order.
    pub links: Vec<FoundLink>,
    /// The pairs marked apart of which both are there, sorted.
    pub aparts: Vec<((Section, u32), u32)>,
}

impl Links {
    /// Where the records and entries are in a book now.
    pub fn find(&self, book: &Book) -> FoundLinks {
        if self.is_empty() {
            return FoundLinks::default();
        }
        let apart_records = self.aparts.iter().map(|apart| &apart.0);
        let records = find_records(book, self.links.iter().flat_map(|link| link.records.iter()).chain(apart_records));
        let entries = book.register().entries();
        let apart_entries = self.aparts.iter().map(|apart| &apart.1);
        let found = find_entries(entries, self.links.iter().flat_map(|link| link.entries.iter()).chain(apart_entries));
        let links = self.links.iter().enumerate().map(|(place, link)| {
            let mut all = FoundLink { link: place, ..FoundLink::default() };
            for record in &link.records {
                match records.get(&record.key()) {
                    Some(&row) => {
                        all.records.push((record.section, row));
                        let text = xxh3_64(book.portal_text(record.section, row).as_bytes());
                        all.record_changed |= text != record.text;
                    }
                    None => all.suspended = true,
                }
            }
            for entry in &link.entries {
                match found.get(&entry.identity) {
                    Some(&row) => {
                        all.entries.push(row);
                        all.entry_changed |= !entries.still_says(row, entry.content);
                    }
                    None => all.suspended = true,
                }
            }
            all
        });
        let links = links.collect();
        let apart = |(record, entry): &Apart| {
            Some(((record.section, *records.get(&record.key())?), *found.get(&entry.identity)?))
        };
        let mut aparts: Vec<_> = self.aparts.iter().filter_map(apart).collect();
        aparts.sort_unstable();
        FoundLinks { links, aparts }
    }
}

/// What names a record.
pub type RecordKey = (Section, u128, u32);

impl LinkedRecord {
    /// What names it.
    pub fn key(&self) -> RecordKey {
        (self.section, self.identity, self.ordinal)
    }
}

/// The rows of the records that are in force.
pub fn rows_of<'l>(book: &Book, records: impl Iterator<Item = &'l LinkedRecord>) -> Vec<(Section, u32)> {
    let mut rows: Vec<_> = find_records(book, records).into_iter().map(|((section, ..), row)| (section, row)).collect();
    rows.sort_unstable();
    rows
}

fn find_records<'l>(book: &Book, wanted: impl Iterator<Item = &'l LinkedRecord>) -> HashMap<RecordKey, u32> {
    let wanted: HashMap<RecordKey, u32> = wanted.map(|record| (record.key(), record.supplier)).collect();
    let suppliers: HashSet<u32> = wanted.values().copied().collect();
    let sections: HashSet<Section> = wanted.keys().map(|key| key.0).collect();
    let mut found = HashMap::new();
    for section in Section::ALL.into_iter().filter(|section| sections.contains(section)) {
        let sheet = book.sheet(section);
        let texts = sheet.records.suppliers.texts();
        let ids: Vec<bool> = texts.iter().map(|text| suppliers.contains(&short_hash(text))).collect();
        let rows = (0..sheet.rows()).zip(sheet.records.suppliers.ids()).filter(|(_, id)| ids[**id as usize]);
        for row in rows.map(|(row, _)| row).filter(|&row| sheet.in_force(row)) {
            let ordinal = sheet.copies.group(row).iter().filter(|&&copy| copy < row).count() as u32;
            let key = (section, fingerprint::identity(section, &sheet.records, row), ordinal);
            if wanted.contains_key(&key) {
                found.insert(key, row);
            }
        }
    }
    found
}

fn find_entries<'l>(entries: &Entries, wanted: impl Iterator<Item = &'l LinkedEntry>) -> HashMap<u128, u32> {
    let wanted: HashMap<u128, u32> = wanted.map(|entry| (entry.identity, entry.supplier)).collect();
    let suppliers: HashSet<u32> = wanted.values().copied().collect();
    let texts = entries.gstins().texts();
    let ids: Vec<bool> = texts.iter().map(|text| suppliers.contains(&short_hash(text))).collect();
    let all = entries.identities_of(|id| ids[id as usize]).into_iter();
    all.filter(|(_, identity)| wanted.contains_key(identity)).map(|(row, identity)| (identity, row)).collect()
}
