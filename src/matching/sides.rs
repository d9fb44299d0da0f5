//! The two sides of matching: all records that take part and all entries, by the PAN of their suppliers. Pairs are only found
//! within a PAN, but for entries whose GSTIN is missing or mistyped.

use std::collections::HashMap;

use crate::book::{Book, Entries, Section};
use crate::values::gstin;
use crate::work::Progress;
use crate::work::parts::BETWEEN_LOOKS;

/// The numbers of records in the order of the whole book: section after section, row after row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    starts: [u32; 9],
}

impl Places {
    /// Those of a book.
    pub fn of(book: &Book) -> Places {
        let mut starts = [0; 9];
        for (at, section) in Section::ALL.into_iter().enumerate() {
            starts[at + 1] = starts[at] + book.sheet(section).rows();
        }
        Places { starts }
    }

    /// How many records there are, those that take no part included.
    pub fn len(&self) -> u32 {
        self.starts[8]
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The number of a record.
    #[inline]
    pub fn number(&self, section: Section, row: u32) -> u32 {
        self.starts[section as usize] + row
    }

    /// The record of a number.
    #[inline]
    pub fn record(&self, number: u32) -> (Section, u32) {
        // Nearly all are invoices.
        let at = (1..8).find(|&at| number < self.starts[at]).unwrap_or(8) - 1;
        (Section::ALL[at], number - self.starts[at])
    }
}

/// The suppliers of both sides, each once, with the group of its PAN.
#[derive(Clone, Default)]
pub struct Suppliers {
    texts: Vec<Box<str>>,
    groups: Vec<u32>,
    count: u32,
    /// By the ids in each section's dictionary.
    of_records: [Vec<u32>; 8],
    /// By the ids in the entries' dictionary.
    of_entries: Vec<u32>,
    /// By the ids in the dictionary of the entries of other registrations.
    of_elsewhere: Vec<u32>,
}

impl Suppliers {
    /// Those of a book and of its register; none if it was stopped.
    pub fn of(book: &Book, progress: &Progress) -> Option<Suppliers> {
        let mut suppliers = Suppliers::default();
        let (mut known, mut pans) = (HashMap::new(), HashMap::new());
        let mut add = |texts: &[Box<str>]| -> Vec<u32> {
            let mut one = |text: &str| {
                let text = text.trim().to_ascii_uppercase();
                let next = suppliers.texts.len() as u32;
                *known.entry(text).or_insert_with_key(|text| {
                    let pan = if gstin::well_formed(text) { &text[2..12] } else { text };
                    let group = pans.len() as u32;
                    let group = *pans.entry(pan.to_owned()).or_insert(group);
                    suppliers.texts.push(text.as_str().into());
                    suppliers.groups.push(group);
                    next
                })
            };
            texts.chunks(BETWEEN_LOOKS).take_while(|_| !progress.cancelled()).flatten().map(|text| one(text)).collect()
        };
        let of_records = Section::ALL.map(|section| add(book.sheet(section).records().suppliers.texts()));
        let of_entries = add(book.register().entries().gstins().texts());
        let of_elsewhere = add(book.register().elsewhere().gstins().texts());
        suppliers.count = pans.len() as u32;
        let all = Suppliers { of_records, of_entries, of_elsewhere, ..suppliers };
        if progress.cancelled() { None } else { Some(all) }
    }

    /// How many groups there are.
    pub fn groups(&self) -> u32 {
        self.count
    }

    /// All suppliers.
    pub fn all(&self) -> std::ops::Range<u32> {
        0..self.texts.len() as u32
    }

    /// The GSTIN of a supplier, in capitals.
    #[inline]
    pub fn text(&self, supplier: u32) -> &str {
        &self.texts[supplier as usize]
    }

    /// The group of a supplier.
    #[inline]
    pub fn group(&self, supplier: u32) -> u32 {
        self.groups[supplier as usize]
    }

    /// The supplier of a record.
    #[inline]
    pub fn of_record(&self, book: &Book, section: Section, row: u32) -> u32 {
        self.of_records[section as usize][book.sheet(section).records().suppliers.ids()[row as usize] as usize]
    }

    /// The supplier of an entry.
    #[inline]
    pub fn of_entry(&self, entries: &Entries, row: u32) -> u32 {
        self.of_entries[entries.gstins().ids()[row as usize] as usize]
    }

    /// The supplier of an entry of another registration.
    pub fn of_elsewhere(&self, entries: &Entries, row: u32) -> u32 {
        self.of_elsewhere[entries.gstins().ids()[row as usize] as usize]
    }

    /// Whether an entry of this supplier may be of a record with another GSTIN: it has none, or one that cannot be.
    pub fn may_be_mistyped(&self, supplier: u32) -> bool {
        !gstin::check_digit_fits(self.text(supplier))
    }
}

/// Documents of one side, group after group; within a group in their order.
#[derive(Clone, Debug, Default)]
pub struct Grouped<T> {
    list: Vec<T>,
    starts: Vec<u32>,
}

/// The numbers of records, or the rows of entries.
pub type Side = Grouped<u32>;

impl<T: Copy + Default> Grouped<T> {
    /// Sorts documents, which come in their order, into groups; `made` makes of each what is kept of it.
    /// Not all of them if it was stopped.
    pub fn of<D>(
        groups: u32,
        documents: impl Iterator<Item = (u32, D)> + Clone,
        progress: &Progress,
        mut made: impl FnMut(D) -> T,
    ) -> Grouped<T> {
        let mut starts = vec![0u32; groups as usize + 1];
        for (group, _) in documents.clone() {
            starts[group as usize + 1] += 1;
        }
        for at in 0..groups as usize {
            starts[at + 1] += starts[at];
        }
        let mut next = starts.clone();
        let mut list = vec![T::default(); starts[groups as usize] as usize];
        for (step, (group, document)) in documents.enumerate() {
            if step % BETWEEN_LOOKS == 0 && progress.cancelled() {
                break;
            }
            let at = &mut next[group as usize];
            list[*at as usize] = made(document);
            *at += 1;
        }
        Grouped { list, starts }
    }

    /// The documents of a group.
    pub fn group(&self, group: u32) -> &[T] {
        match self.starts.get(group as usize..group as usize + 2) {
            Some(&[from, to]) => &self.list[from as usize..to as usize],
            _ => &[],
        }
    }

    /// The same of which less is kept.
    pub fn reduced<U>(self, to: impl Fn(&T) -> U) -> Grouped<U> {
        Grouped { list: self.list.iter().map(to).collect(), starts: self.starts }
    }

    /// How many groups there are.
    pub fn groups(&self) -> u32 {
        self.starts.len().saturating_sub(1) as u32
    }

    /// How many documents there are in all.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
