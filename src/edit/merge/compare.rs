//! An old book beside a newer download: what became of each record. Nothing is changed here.

use super::kind::{Kind, Version, kind};
use crate::book::meeting::{Meeting, meet};
use crate::book::{Book, BySection, Section, SourceKind, TextId};
use crate::work::parts;

/// What became of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fate {
    /// In a word.
    pub kind: Kind,
    /// Its row in the old book.
    pub old: Option<u32>,
    /// Its row in the new one.
    pub new: Option<u32>,
}

/// What became of the records of one section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SheetComparison {
    /// Every record that is not as it was or on which something is decided; those of the new book in the order of its rows,
    /// then those that are gone.
    pub fates: Vec<Fate>,
    /// Records of one identity that stand several times: rows of the old book and of the new, left alone.
    pub unclear: Vec<(Vec<u32>, Vec<u32>)>,
    /// How many others there are: as they were, and undecided.
    pub others: u64,
}

/// An old book and a newer download, compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// In the order of [`Section::ALL`].
    pub sheets: BySection<SheetComparison>,
}

impl Comparison {
    /// The comparison of a section.
    pub fn sheet(&self, section: Section) -> &SheetComparison {
        &self.sheets[section]
    }

    /// How many records are of a kind. Of unclear ones identities are counted.
    pub fn count(&self, kind: Kind) -> u64 {
        let count = |sheet: &SheetComparison| {
            let fates = sheet.fates.iter().filter(|fate| fate.kind == kind).count() as u64;
            match kind {
                Kind::Unclear => sheet.unclear.len() as u64,
                Kind::Unchanged => fates + sheet.others,
                _ => fates,
            }
        };
        self.sheets.iter().map(count).sum()
    }

    /// Sections of which the old book has records and the newer download none: it may be only a part of one.
    pub fn emptied(&self, old: &Book) -> Vec<Section> {
        let emptied = |section: &Section| {
            let sheet = self.sheet(*section);
            let all_gone = sheet.fates.iter().all(|fate| fate.kind == Kind::Gone) && !sheet.fates.is_empty();
            all_gone && sheet.others == 0 && sheet.unclear.is_empty() && !old.sheet(*section).records().is_empty()
        };
        Section::ALL.into_iter().filter(emptied).collect()
    }
}

/// Why a book does not take another as its newer download; none if it does.
pub fn refusal(old: &Book, new: &Book) -> Option<String> {
    let name = |book: &Book| book.sources().list().first().map_or(String::new(), |source| source.name.clone());
    if let Some(errors) = new.sources().list().iter().find(|source| source.kind == SourceKind::Errors) {
        return Some(format!("{}: this is an error file of the portal, not a newer download", errors.name));
    }
    if old.only_errors() {
        return Some(format!("{}: this is an error file of the portal, not a download", name(old)));
    }
    match (old.recipient.gstin(), new.recipient.gstin()) {
        (Some(a), Some(b)) if a != b => {
            let (old, new) = (name(old), name(new));
            Some(format!("{new}: is of recipient {b}, but {old} is of {a}; compare downloads of one recipient"))
        }
        _ => None,
    }
}

/// Compares a book, as it is with its decisions, with a newer download.
pub fn compare(old: &Book, new: &Book) -> Comparison {
    Comparison { sheets: BySection::of(|section| compare_section(old, new, section)) }
}

fn compare_section(old: &Book, new: &Book, section: Section) -> SheetComparison {
    let Meeting { both, only_old, only_new, unclear } = meet(old, new, section);
    let fates = parts::joined(parts::in_parts(&both, |both| {
        both.iter().filter_map(|&(o, n)| fate(old, new, section, o, n)).collect::<Vec<_>>()
    }));
    let mut sheet = SheetComparison { others: (both.len() - fates.len()) as u64, fates, unclear };
    sheet.fates.extend(only_new.into_iter().map(|row| Fate { kind: Kind::New, old: None, new: Some(row) }));
    sheet.fates.sort_unstable_by_key(|fate| fate.new);
    sheet.fates.extend(only_old.into_iter().map(|row| Fate { kind: Kind::Gone, old: Some(row), new: None }));
    sheet
}

/// What became of a record that both have; none if it is as it was to the letter and nothing is decided on it.
fn fate(old: &Book, new: &Book, section: Section, o: u32, n: u32) -> Option<Fate> {
    let (older, newer) = (Version { book: old, section, row: o }, Version { book: new, section, row: n });
    let sheet = old.sheet(section);
    let fate = |kind| Some(Fate { kind, old: Some(o), new: Some(n) });
    let same_text = older.text() == newer.text();
    let kind = if same_text && sheet.last_said(o).is_none() { Kind::Unchanged } else { kind(older, newer) };
    match kind {
        Kind::Unchanged | Kind::Updated if sheet.gone().contains(o) => fate(Kind::Back),
        Kind::Unchanged if same_text && !older.is_decided() && older.decision().note == TextId::NONE => None,
        kind => fate(kind),
    }
}
