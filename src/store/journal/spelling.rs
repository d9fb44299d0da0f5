//! How the values of events are spelled on disk: sheets and actions by their names, texts written out, amounts in paise,
//! rows as ranges or a bitmap.

use std::collections::HashMap;

use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use crate::book::{Action, Answer, AnswerKind, Book, Said, Section};
use crate::edit::{Change, Saying};
use crate::values::hex;

/// Rows with the same value are written together, so that a table for a million rows stays small.
pub fn grouped<T: Clone + Eq + std::hash::Hash>(
    entries: impl Iterator<Item = (Section, u32, T)>,
) -> Vec<(SpelledSheet, SpelledRows, T)> {
    let mut places: HashMap<(Section, T), usize> = HashMap::new();
    let mut groups: Vec<(Section, RoaringBitmap, T)> = Vec::new();
    for (section, row, value) in entries {
        let place = *places.entry((section, value.clone())).or_insert_with(|| {
            groups.push((section, RoaringBitmap::new(), value));
            groups.len() - 1
        });
        groups[place].1.insert(row);
    }
    groups.into_iter().map(|(section, rows, value)| (SpelledSheet(section), SpelledRows::of(&rows), value)).collect()
}

/// What an upload says, with its ids written out.
pub fn said_groups(book: &Book, said: &[(Section, u32, Said)]) -> Vec<(SpelledSheet, SpelledRows, SpelledSaid)> {
    let by_id = grouped(said.iter().copied());
    by_id.into_iter().map(|(sheet, rows, said)| (sheet, rows, SpelledSaid::of(book, said))).collect()
}

/// A sheet by its name.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub struct SpelledSheet(pub Section);

impl From<SpelledSheet> for &'static str {
    fn from(sheet: SpelledSheet) -> Self {
        sheet.0.sheet_name()
    }
}

impl TryFrom<String> for SpelledSheet {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        let found = Section::ALL.into_iter().find(|s| s.sheet_name() == name);
        found.map(SpelledSheet).ok_or_else(|| format!("no sheet {name}"))
    }
}

/// Rows as ranges, `0-11,14`, or where those are many as `#` and a bitmap in base 16. They are read only once it is known
/// how many rows there are: a short text may claim a great many.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SpelledRows(String);

impl SpelledRows {
    /// Spells rows.
    pub fn of(rows: &RoaringBitmap) -> SpelledRows {
        let mut rows = rows.clone();
        rows.optimize();
        let limit = 2 * rows.serialized_size();
        let mut text = String::new();
        let mut iter = rows.iter();
        while let Some(range) = iter.next_range() {
            if text.len() > limit {
                return SpelledRows(bitmap(&rows));
            }
            let comma = if text.is_empty() { "" } else { "," };
            text += &match (range.start(), range.end()) {
                (a, b) if a == b => format!("{comma}{a}"),
                (a, b) => format!("{comma}{a}-{b}"),
            };
        }
        SpelledRows(text)
    }

    /// The rows, if all are below a limit. Memory is taken for no more than that.
    pub fn below(&self, limit: u32) -> Option<RoaringBitmap> {
        let rows = match self.0.strip_prefix('#') {
            Some(digits) => from_bitmap(digits, limit)?,
            None => from_ranges(&self.0, |to| (to < limit).then_some(to))?,
        };
        rows.max().is_none_or(|row| row < limit).then_some(rows)
    }

    /// Those of the rows that are below a limit; none if they cannot be read.
    pub fn clipped(&self, limit: u32) -> RoaringBitmap {
        let mut rows = match self.0.strip_prefix('#') {
            Some(digits) => from_bitmap(digits, limit.saturating_add(MORE)),
            None => from_ranges(&self.0, |to| Some(to.min(limit))),
        };
        if let Some(rows) = &mut rows {
            rows.remove_range(limit..);
        }
        rows.unwrap_or_default()
    }
}

/// A bitmap of rows of which some are gone may reach so much further.
const MORE: u32 = 1 << 20;

fn bitmap(rows: &RoaringBitmap) -> String {
    let mut bytes = Vec::with_capacity(rows.serialized_size());
    // Memory takes all that is written to it.
    let _ = rows.serialize_into(&mut bytes);
    format!("#{}", hex(&bytes))
}

fn from_bitmap(digits: &str, limit: u32) -> Option<RoaringBitmap> {
    let digit = |b: u8| char::from(b).to_digit(16);
    let pairs = digits.as_bytes().chunks(2);
    let bytes =
        pairs.map(|pair| Some((digit(pair[0])? * 16 + digit(*pair.get(1)?)?) as u8)).collect::<Option<Vec<u8>>>()?;
    // Each block of 65,536 rows takes up to 8 kB, however few bytes tell of it.
    let blocks = u64::from(limit).div_ceil(1 << 16);
    (u64::from(blocks_of(&bytes)?) <= blocks).then(|| RoaringBitmap::deserialize_from(bytes.as_slice()).ok())?
}

/// How many blocks a bitmap says that it has, in the format that all Roaring libraries share.
fn blocks_of(bytes: &[u8]) -> Option<u32> {
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    match number(0)? {
        12_346 => number(4),
        cookie if cookie & 0xffff == 12_347 => Some((cookie >> 16) + 1),
        _ => None,
    }
}

/// Reads ranges; `end` says where one ends that is written to end there, or that it must not.
fn from_ranges(text: &str, end: impl Fn(u32) -> Option<u32>) -> Option<RoaringBitmap> {
    let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<u32>().ok())?;
    let mut rows = RoaringBitmap::new();
    for range in text.split(',').filter(|range| !range.is_empty()) {
        let (from, to) = range.split_once('-').unwrap_or((range, range));
        rows.insert_range(number(from)?..=end(number(to)?)?);
    }
    Some(rows)
}

/// A change; what it leaves alone is left out.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SpelledChange {
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<SpelledAction>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remarks: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<SpelledAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer_if_missing: Option<SpelledAnswer>,
    #[serde(skip_serializing_if = "is_default")]
    set_aside: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    uploaded: Option<SpelledSaid>,
    #[serde(skip_serializing_if = "is_default")]
    not_chosen: bool,
    #[serde(skip_serializing_if = "is_default")]
    pick: bool,
}

impl From<&Change> for SpelledChange {
    fn from(change: &Change) -> Self {
        SpelledChange {
            action: change.action.map(SpelledAction),
            remarks: change.remarks.clone(),
            answer: change.answer.map(SpelledAnswer::from),
            note: change.note.clone(),
            answer_if_missing: change.answer_if_missing.map(SpelledAnswer::from),
            set_aside: change.set_aside,
            uploaded: change.uploaded.as_ref().map(SpelledSaid::from),
            not_chosen: change.not_chosen,
            pick: change.pick,
        }
    }
}

impl From<SpelledChange> for Change {
    fn from(change: SpelledChange) -> Self {
        Change {
            action: change.action.map(|a| a.0),
            remarks: change.remarks,
            answer: change.answer.map(Answer::from),
            note: change.note,
            answer_if_missing: change.answer_if_missing.map(Answer::from),
            set_aside: change.set_aside,
            uploaded: change.uploaded.map(Saying::from),
            not_chosen: change.not_chosen,
            pick: change.pick,
        }
    }
}

/// An action by its name.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "&'static str", try_from = "String")]
pub struct SpelledAction(pub Action);

impl From<SpelledAction> for &'static str {
    fn from(action: SpelledAction) -> Self {
        action.0.name()
    }
}

impl TryFrom<String> for SpelledAction {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        let found = Action::CHOICES.into_iter().chain([Action::Other]).find(|a| a.name() == name);
        found.map(SpelledAction).ok_or_else(|| format!("no action {name}"))
    }
}

/// An answer to "reduce ITC?", its heads in paise.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct SpelledAnswer {
    kind: SpelledKind,
    #[serde(skip_serializing_if = "is_default")]
    paise: [i64; 4],
    #[serde(skip_serializing_if = "is_default")]
    by_default: bool,
    #[serde(skip_serializing_if = "is_default")]
    from_books: bool,
    #[serde(skip_serializing_if = "is_default")]
    inexact: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SpelledKind {
    #[default]
    None,
    Full,
    Part,
    No,
}

pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl From<Answer> for SpelledAnswer {
    fn from(answer: Answer) -> Self {
        let kind = match answer.kind {
            AnswerKind::None => SpelledKind::None,
            AnswerKind::Full => SpelledKind::Full,
            AnswerKind::Part => SpelledKind::Part,
            AnswerKind::No => SpelledKind::No,
        };
        let Answer { heads: paise, by_default, from_books, inexact, .. } = answer;
        SpelledAnswer { kind, paise, by_default, from_books, inexact }
    }
}

impl From<SpelledAnswer> for Answer {
    fn from(answer: SpelledAnswer) -> Self {
        let kind = match answer.kind {
            SpelledKind::None => AnswerKind::None,
            SpelledKind::Full => AnswerKind::Full,
            SpelledKind::Part => AnswerKind::Part,
            SpelledKind::No => AnswerKind::No,
        };
        let SpelledAnswer { paise: heads, by_default, from_books, inexact, .. } = answer;
        Answer { kind, heads, by_default, from_books, inexact }
    }
}

/// What an upload says of a record.
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SpelledSaid {
    action: SpelledAction,
    #[serde(default, skip_serializing_if = "is_default")]
    answer: SpelledAnswer,
    #[serde(default, skip_serializing_if = "is_default")]
    remarks: String,
}

impl From<&Saying> for SpelledSaid {
    fn from(said: &Saying) -> Self {
        SpelledSaid { action: SpelledAction(said.action), answer: said.answer.into(), remarks: said.remarks.clone() }
    }
}

impl From<SpelledSaid> for Saying {
    fn from(said: SpelledSaid) -> Self {
        Saying { action: said.action.0, answer: said.answer.into(), remarks: said.remarks }
    }
}

impl SpelledSaid {
    /// Writes ids out.
    pub fn of(book: &Book, said: Said) -> SpelledSaid {
        SpelledSaid {
            action: SpelledAction(said.action),
            answer: book.answers().get(said.answer).into(),
            remarks: book.text(said.remarks).to_owned(),
        }
    }

    /// The same in the ids of a book.
    pub fn in_book(self, book: &mut Book) -> Said {
        Saying::from(self).in_book(book)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_rows_are_read_above_the_limit() {
        let rows = |text: &str| SpelledRows(text.to_owned());
        assert_eq!(rows("0-3,7").below(8).map(|rows| rows.len()), Some(5));
        for text in ["0-8", "8", "0-4294967295", "+1", "1-+2", "-", "1-2-3", "#", "#00", "#ffffffff"] {
            assert_eq!(rows(text).below(8), None, "{text}");
        }
        assert_eq!(rows("2-4294967295").clipped(8).len(), 6);
        assert_eq!(rows("#00").clipped(8).len(), 0);
    }

    #[test]
    fn a_bitmap_that_claims_more_blocks_than_there_are_rows_is_not_read() {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..1 << 28);
        all.optimize();
        let text = bitmap(&all);
        assert!(text.len() < 200_000, "short, but it tells of a great many");
        assert_eq!(SpelledRows(text.clone()).below(1_000), None);
        assert_eq!(SpelledRows(text).below(1 << 28), Some(all));
        let scattered: RoaringBitmap = (0..200_000).filter(|row| row % 3 != 1).collect();
        assert_eq!(SpelledRows(bitmap(&scattered)).below(200_000), Some(scattered));
    }
}
