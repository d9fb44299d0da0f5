//! The errors that stand, over all sheets, grouped by code and text; each group with the fixes that fit its records.

use std::collections::{BTreeSet, HashMap};

use roaring::RoaringBitmap;

use crate::book::{Book, Section};
use crate::rules::{Fix, refused};

/// A fix for all records of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mend {
    /// Answer "reduce ITC?" of one sheet's records.
    Answer(Section),
    /// Clear the remarks of one sheet's records.
    ClearRemarks(Section),
    /// Put the records of all sheets back as imported.
    PutBack,
}

/// Errors with the same code and text.
#[derive(Clone, Debug, Default)]
pub struct ErrorGroup {
    /// The code, or nothing.
    pub code: String,
    /// The portal's words.
    pub message: String,
    /// What to do, for what is known.
    pub hint: &'static str,
    /// Whether they fit no record of this book.
    pub unmatched: bool,
    /// The errors, each on one record.
    pub marks: Vec<u32>,
    /// What mends them, and which rows.
    pub mends: Vec<(Mend, Vec<(Section, RoaringBitmap)>)>,
}

/// One line of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorLine {
    /// The head of a group.
    ErrorGroup(usize),
    /// An error on a record.
    Mark(usize, u32),
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    list: Vec<ErrorGroup>,
    lines: Vec<ErrorLine>,
    places: Vec<u32>,
    records: u64,
    unmatched: u64,
    ambiguous: u64,
}

impl Groups {
    /// The errors that stand in a book. It takes as long as there are errors, however many records there are.
    pub fn of(book: &Book) -> Groups {
        let mut groups = Groups::default();
        let mut by_words: HashMap<(&str, &str, bool), usize> = HashMap::new();
        let mut records = BTreeSet::new();
        for mark in (0..book.errors().marks()).filter(|&mark| book.is_open(mark)) {
            let Some((error, on)) = book.errors().mark(mark) else { continue };
            let key = (&*error.code, &*error.message, on.is_none());
            let place = *by_words.entry(key).or_insert_with(|| {
                groups.list.push(ErrorGroup {
                    code: error.code.to_string(),
                    message: error.message.to_string(),
                    hint: refused::hint(error),
                    unmatched: on.is_none(),
                    ..ErrorGroup::default()
                });
                groups.list.len() - 1
            });
            let group = &mut groups.list[place];
            group.marks.push(mark);
            groups.ambiguous += u64::from(error.records.len() > 1);
            match on {
                None => groups.unmatched += 1,
                Some((section, row)) => {
                    records.insert((section, row));
                    if let Some(mend) = refused::fix(book, error, section, row).and_then(|fix| mend(fix, section)) {
                        group.mended_by(mend, section, row);
                    }
                }
            }
        }
        groups.records = records.len() as u64;
        // Those that no one can go to come last.
        groups.list.sort_by_key(|group| (group.unmatched, std::cmp::Reverse(group.marks.len())));
        for (place, group) in groups.list.iter_mut().enumerate() {
            group.marks.sort_by_key(|&mark| book.errors().mark(mark).and_then(|(_, on)| on));
            group.mends.sort_by_key(|(mend, _)| *mend);
            groups.lines.push(ErrorLine::ErrorGroup(place));
            groups.lines.extend(group.marks.iter().map(|&mark| ErrorLine::Mark(place, mark)));
            groups.places.extend(&group.marks);
        }
        groups
    }

    /// The groups.
    pub fn list(&self) -> &[ErrorGroup] {
        &self.list
    }

    /// The lines of the list.
    pub fn lines(&self) -> &[ErrorLine] {
        &self.lines
    }

    /// The marks in the order of the list.
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// On how many records they are; how many errors fit none; on how many records they are as they fit several.
    pub fn counts(&self) -> (u64, u64, u64) {
        (self.records, self.unmatched, self.ambiguous)
    }
}

impl ErrorGroup {
    fn mended_by(&mut self, mend: Mend, section: Section, row: u32) {
        let place = self.mends.iter().position(|(known, _)| *known == mend).unwrap_or_else(|| {
            self.mends.push((mend, Vec::new()));
            self.mends.len() - 1
        });
        let sheets = &mut self.mends[place].1;
        match sheets.iter_mut().find(|(known, _)| *known == section) {
            Some((_, rows)) => drop(rows.insert(row)),
            None => sheets.push((section, [row].into_iter().collect())),
        }
    }
}

fn mend(fix: Fix, section: Section) -> Option<Mend> {
    match fix {
        Fix::AskAnswer => Some(Mend::Answer(section)),
        Fix::ClearRemarks => Some(Mend::ClearRemarks(section)),
        Fix::PutBack => Some(Mend::PutBack),
        _ => None,
    }
}
