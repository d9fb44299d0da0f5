//! What the hidden columns hold: which record a row is about, and what its white cells held when it was given out.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::white::White;
use crate::book::{Book, Section, fingerprint};

/// The mark of a record: of its identity, and of its very text.
pub(super) fn record(book: &Book, section: Section, row: u32) -> String {
    let records = book.sheet(section).records();
    format!("r{:032x}-{:016x}", fingerprint::identity(section, records, row), fingerprint::text(book, section, row))
}

/// The first part of a mark: the identity without the text.
fn identity(mark: &str) -> &str {
    mark.split_once('-').map_or(mark, |(identity, _)| identity)
}

/// What a mark says of a record of the book.
pub(super) enum Marked {
    /// This very record.
    Record(Section, u32),
    /// The portal says something else of it by now: this record.
    Changed(Section, u32),
    /// There is none.
    Unknown,
}

/// The records in force of a book by their marks.
pub(super) struct Marks {
    records: HashMap<u128, (Section, u32)>,
    identities: HashMap<u128, (Section, u32)>,
}

impl Marks {
    /// Of a book.
    pub fn of(book: &Book) -> Marks {
        let mut marks = Marks { records: HashMap::new(), identities: HashMap::new() };
        for section in Section::ALL {
            let sheet = book.sheet(section);
            for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
                let mark = record(book, section, row);
                marks.identities.entry(xxh3_128(identity(&mark).as_bytes())).or_insert((section, row));
                // Copies that are the same to the letter are one record.
                marks.records.entry(xxh3_128(mark.as_bytes())).or_insert((section, row));
            }
        }
        marks
    }

    /// The record that a mark means.
    pub fn find(&self, mark: &str) -> Marked {
        if let Some(&(section, row)) = self.records.get(&xxh3_128(mark.as_bytes())) {
            return Marked::Record(section, row);
        }
        let changed = self.identities.get(&xxh3_128(identity(mark).as_bytes()));
        changed.map_or(Marked::Unknown, |&(section, row)| Marked::Changed(section, row))
    }
}

/// What is hidden beside the white cells.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Kept<'k> {
    #[serde(borrow)]
    record: std::borrow::Cow<'k, str>,
    #[serde(flatten)]
    given: GivenRow,
    sum: String,
}

/// What a row was given out with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct GivenRow {
    /// What its white cells held.
    #[serde(rename = "given")]
    pub white: White,
    /// Its place among the rows that were given out, from 1.
    pub place: u32,
    /// Whether that is a decision: the portal held something else. Workbooks of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<bool>,
}

impl GivenRow {
    fn sum(&self, record: &str) -> String {
        let GivenRow { white, place, decided } = self;
        let text = match decided {
            None => serde_json::to_string(&(record, white, place)),
            Some(decided) => serde_json::to_string(&(record, white, place, decided)),
        };
        format!("{:016x}", xxh3_64(text.unwrap_or_default().as_bytes()))
    }
}

/// What is hidden beside the white cells of a record.
pub(super) fn kept(record: &str, given: GivenRow) -> String {
    let kept = Kept { record: record.into(), sum: given.sum(record), given };
    // Texts and numbers alone: nothing of it can fail.
    serde_json::to_string(&kept).unwrap_or_default()
}

/// What was given out for a record; none where the hidden text is not as it was written, or is that of a different record.
pub(super) fn given(kept: &str, record: &str) -> Option<GivenRow> {
    let kept: Kept<'_> = serde_json::from_str(kept).ok()?;
    (kept.record == record && kept.sum == kept.given.sum(record)).then_some(kept.given)
}

/// What is hidden between the white cells of a record: a mark of it that is as short as can be.
pub(super) fn between(record: &str) -> String {
    format!("r{:012x}", xxh3_64(record.as_bytes()) >> 16)
}

/// The mark of the record that a hidden text names, whatever else is wrong with it.
pub(super) fn named(kept: &str) -> Option<String> {
    serde_json::from_str::<Kept<'_>>(kept).ok().map(|kept| kept.record.into_owned())
}
