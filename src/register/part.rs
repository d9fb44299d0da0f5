//! What was read becomes a part of a book's register, and a part is read again from its file.

use std::sync::Arc;

use super::layout::{self, Choices, RegisterLayout};
use super::read::{Ask, SheetReading, read};
use crate::book::{ReadPart, RegisterPart};
use crate::cells::Workbook;
use crate::register::lines::documents::{NoteWords, NotesBy};
use crate::values::Day;
use crate::work::Progress;

/// The file of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterFile {
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub hash: [u8; 32],
    /// Its length in bytes.
    pub bytes: u64,
}

impl SheetReading {
    /// Takes the words for notes as they are used, once that is known better: as matching finds more that agree.
    pub fn use_notes(&mut self, words: NoteWords, by: NotesBy) {
        if let Some((before, _)) = self.notes_words {
            if before != words {
                self.entries.swap_notes();
                self.elsewhere.swap_notes();
            }
            self.notes_words = Some((words, by));
        }
    }

    /// The part that a book keeps of this sheet.
    pub fn part(self, file: &RegisterFile, complete: bool) -> ReadPart {
        let layout = self.remember();
        let part = RegisterPart {
            file: file.name.clone(),
            sheet: self.name.unwrap_or_default(),
            hash: file.hash,
            bytes: file.bytes,
            headings: layout::hash(&layout.headings, &layout.kind),
            layout: layout.to_json(),
            covers: self.covers,
            complete,
            missing: false,
            entries: self.entries.len(),
            elsewhere: self.elsewhere.len(),
        };
        ReadPart { part, entries: Arc::new(self.entries), elsewhere: Arc::new(self.elsewhere) }
    }
}

/// Reads a part again, as it was read when it was imported. `workbook` is its file. None: that is not what it was, or it was
/// stopped.
pub fn again(
    part: &RegisterPart,
    workbook: &Workbook,
    recipient: Option<&str>,
    progress: &Progress,
) -> Option<ReadPart> {
    let layout = RegisterLayout::from_json(&part.layout)?;
    let sheets = if part.sheet.is_empty() { Vec::new() } else { vec![part.sheet.clone()] };
    // What is proposed of the days it covers does not count.
    let today = part.covers.map_or(Day(0), |(_, to)| to);
    let (choices, none) = (layout.choices.clone(), Choices::default());
    let choices = if choices == none { &none } else { &choices };
    let ask = Ask { recipient, today, sheets: &sheets, choices, of_sheets: &[], layouts: &[], covers: part.covers };
    let mut reading = read(workbook, &ask, progress).ok()?;
    let place = reading.sheets.iter().position(|sheet| sheet.name.as_deref().unwrap_or("") == part.sheet)?;
    let sheet = reading.sheets.swap_remove(place);
    let part =
        RegisterPart { missing: false, entries: sheet.entries.len(), elsewhere: sheet.elsewhere.len(), ..part.clone() };
    Some(ReadPart { part, entries: Arc::new(sheet.entries), elsewhere: Arc::new(sheet.elsewhere) })
}
