//! What matching came to, as columns beside the records: five bytes for each, so that a sheet can show, sort and filter by it.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::register::class::{Class, Suggested};
use crate::book::{Book, BySection, Entries, Section};
use crate::values::Paise;

/// What a record is matched with, and what that suggests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatchOfRecord {
    /// The class of its match.
    pub class: Class,
    /// What is suggested as long as it has no action.
    pub suggested: Suggested,
    /// It is only to be looked at as its supplier has not filed: nothing to do.
    pub not_filed: bool,
    /// The entry's row, the place among those of several, or [`MatchColumns::NOTHING`].
    pub with: u32,
}

/// The entries of a match of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeveralEntries {
    /// Their rows.
    pub entries: Box<[u32]>,
    /// By how much the portal's tax of the match is above that of the books, where both are given.
    pub difference: Option<Paise>,
}

/// What matching came to.
#[derive(Clone, Default)]
pub struct MatchColumns {
    /// The entries that were matched: the register may have others by now.
    entries: Arc<Entries>,
    /// Class and suggestion of each record.
    codes: BySection<Vec<u8>>,
    /// What each is with.
    with: BySection<Vec<u32>>,
    several: Vec<SeveralEntries>,
    /// Records whose entry is booked twice.
    booked_twice: BySection<RoaringBitmap>,
    /// Decided records of which the match is of another class than when they were decided.
    changed: BySection<RoaringBitmap>,
}

/// Of a code: five bits for the class, two for the suggestion, one for "not filed".
const CLASS: u8 = 0b1_1111;
const NOT_FILED: u8 = 1 << 7;
/// In what a record is with: it is a place among those of several.
const SEVERAL: u32 = 1 << 31;

impl MatchColumns {
    /// With no entry.
    pub const NOTHING: u32 = u32::MAX;

    /// The columns of records that were matched with these entries; `of` gives each record.
    pub fn new(
        entries: Arc<Entries>,
        several: Vec<SeveralEntries>,
        booked_twice: BySection<RoaringBitmap>,
        of: BySection<Vec<MatchOfRecord>>,
    ) -> MatchColumns {
        let code =
            |of: &MatchOfRecord| of.class as u8 | (of.suggested as u8) << 5 | if of.not_filed { NOT_FILED } else { 0 };
        MatchColumns {
            codes: BySection::of(|section| of[section].iter().map(code).collect()),
            with: BySection::of(|section| of[section].iter().map(|of| of.with).collect()),
            entries,
            several,
            booked_twice,
            changed: BySection::default(),
        }
    }

    /// What a record is with, as one of several matches of several.
    pub fn in_several(place: usize) -> u32 {
        SEVERAL | place as u32
    }

    /// The entries that were matched.
    pub fn entries(&self) -> &Arc<Entries> {
        &self.entries
    }

    /// The code of a record, for filters that ask for what repeats once: below 256.
    pub fn code(&self, section: Section, row: u32) -> u8 {
        self.codes[section].get(row as usize).copied().unwrap_or(Class::None as u8)
    }

    /// The class of a record's match.
    #[inline]
    pub fn class(&self, section: Section, row: u32) -> Class {
        let class = self.code(section, row) & CLASS;
        Class::ALL.get(class as usize).copied().unwrap_or(Class::None)
    }

    /// What is suggested for a record as long as it has no action.
    #[inline]
    pub fn suggested(&self, section: Section, row: u32) -> Suggested {
        match self.code(section, row) >> 5 & 3 {
            1 => Suggested::Accept,
            2 => Suggested::Pending,
            3 => Suggested::Look,
            _ => Suggested::Nothing,
        }
    }

    /// Whether it is only to be looked at as its supplier has not filed.
    #[inline]
    pub fn not_filed(&self, section: Section, row: u32) -> bool {
        self.code(section, row) & NOT_FILED != 0
    }

    /// What a record is with: the entry's row, or a place among those of several.
    pub fn with(&self, section: Section, row: u32) -> u32 {
        self.with[section].get(row as usize).copied().unwrap_or(MatchColumns::NOTHING)
    }

    /// The rows of the entries that a record is with.
    pub fn entries_of(&self, section: Section, row: u32) -> &[u32] {
        let with = self.with[section].get(row as usize);
        match with {
            None | Some(&MatchColumns::NOTHING) => &[],
            Some(&place) if place & SEVERAL != 0 => {
                self.several.get((place & !SEVERAL) as usize).map_or(&[], |several| &several.entries)
            }
            Some(row) => std::slice::from_ref(row),
        }
    }

    /// The number of the entry that a record is with, as it was booked, if it is with one.
    pub fn number(&self, section: Section, row: u32) -> Option<&str> {
        match self.entries_of(section, row) {
            &[entry] => Some(self.entries.number(entry)),
            _ => None,
        }
    }

    /// By how much the portal's tax of a record's match is above that of the books; none where one of them has none.
    pub fn tax_difference(&self, book: &Book, section: Section, row: u32) -> Option<Paise> {
        match self.with(section, row) {
            MatchColumns::NOTHING => None,
            place if place & SEVERAL != 0 => self.several.get((place & !SEVERAL) as usize)?.difference,
            entry => {
                let heads = book.sheet(section).records().heads(row);
                let portal = heads.into_iter().fold(0, Paise::saturating_add);
                Some(portal.saturating_sub(self.entries.tax(entry)?))
            }
        }
    }

    /// Whether a record's entry is booked twice.
    pub fn is_booked_twice(&self, section: Section, row: u32) -> bool {
        self.booked_twice[section].contains(row)
    }

    /// The records of a section that were decided and whose match is of another class since.
    pub fn changed(&self, section: Section) -> &RoaringBitmap {
        &self.changed[section]
    }

    /// Whether a record is one of them.
    pub fn is_changed(&self, section: Section, row: u32) -> bool {
        self.changed[section].contains(row)
    }

    /// Takes which records were decided and have another class of match since.
    pub fn set_changed(&mut self, changed: BySection<RoaringBitmap>) {
        self.changed = changed;
    }

    /// The same of some rows of a section.
    pub fn unchanged_now(&mut self, section: Section, rows: &RoaringBitmap) {
        self.changed[section] -= rows;
    }

    /// About how much memory they take.
    pub fn bytes(&self) -> usize {
        let records: usize = Section::ALL.iter().map(|&section| self.codes[section].capacity()).sum();
        5 * records + self.several.iter().map(|one| 40 + 4 * one.entries.len()).sum::<usize>()
    }
}

/// All that the screen says of suggestions.
pub const SUGGESTIONS: [&str; 4] = ["Accept?", "Pending?", "Check", "Not filed"];

/// What the screen says of the suggestion for a record: nothing once it is decided.
pub fn suggestion_in_words(book: &Book, section: Section, row: u32) -> &'static str {
    let Some(matched) = book.match_columns() else { return "" };
    if !book.sheet(section).is_open(row) {
        return "";
    }
    match matched.suggested(section, row) {
        Suggested::Look if matched.not_filed(section, row) => "Not filed",
        suggested => suggested.words(),
    }
}
