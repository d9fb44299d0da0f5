//! What the user changes of how a sheet is read.

use crate::book::EntrySum;
use crate::register::{Choices, NoteWords, RegisterField, SheetReading};
use crate::session::register::import::{RegisterImport, SheetImport};

/// A change of how a sheet is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetChange {
    /// A column has this field, or none.
    Column(u16, Option<RegisterField>),
    /// This line is the heading.
    Heading(u32),
    /// An amount is on every line of a document and counts once, or its lines are added.
    Once(EntrySum, bool),
    /// How the words for notes are used.
    Notes(NoteWords),
    /// Whether the month comes before the day.
    MonthFirst(bool),
    /// Whether amounts below 0 are purchases, where nearly all are; else they are credit notes.
    Minus(bool),
    /// Whether date cells have day and month exchanged back, where they seem exchanged.
    Exchanged(bool),
}

impl RegisterImport {
    /// Takes a change; after it the sheet has to be read again.
    pub fn change(&mut self, place: usize, change: SheetChange) {
        let Some(sheet) = self.sheets.get_mut(place) else { return };
        let mut choices = match &sheet.reading {
            Ok(reading) => as_read(reading, sheet.choices.as_ref()),
            Err(_) => sheet.choices.clone().unwrap_or_default(),
        };
        match change {
            SheetChange::Column(column, field) => {
                choices.set_column(column, field);
                sheet.set.insert(column);
                sheet.set.retain(|column| !choices.read_again.contains(column));
            }
            SheetChange::Heading(line) => {
                sheet.set.clear();
                choices = Choices { heading: Some(line), notes: choices.notes, ..Choices::default() };
            }
            SheetChange::Once(sum, once) => choices.set_once(RegisterField::of_sum(sum), once),
            SheetChange::Notes(words) => choices.notes = Some(words.into()),
            SheetChange::MonthFirst(first) => choices.month_first = Some(first),
            SheetChange::Minus(purchases) => choices.minus = Some(purchases),
            SheetChange::Exchanged(exchanged) => choices.exchanged = Some(exchanged),
        }
        sheet.choices = Some(choices);
    }
}

impl SheetImport {
    /// Of the columns that were read again: which are guessed now.
    pub(super) fn guess_again(&mut self, reading: &Result<SheetReading, String>) {
        let (Some(choices), Ok(reading)) = (&self.choices, reading) else { return };
        for column in &choices.read_again {
            self.guessed.remove(column);
            let read = reading.columns.iter().find(|read| read.column == *column);
            self.guessed.extend(read.filter(|read| !read.sure).map(|read| read.column));
        }
    }

    /// The line that the user said is the heading.
    pub fn heading_set(&self) -> Option<u32> {
        self.choices.as_ref()?.heading
    }

    /// The field that the user gave a column of a sheet that cannot be read yet.
    pub fn field_set(&self, column: u16) -> Option<RegisterField> {
        self.choices.as_ref()?.column(column)
    }
}

/// What a sheet was read by. Which line is the heading is found again, unless the user said it; so is whose words those for notes
/// are, which amounts count once, and what is asked of its signs and dates, so that a change of something else is no answer to it.
fn as_read(reading: &SheetReading, set: Option<&Choices>) -> Choices {
    let known = reading.layout == Some("remembered");
    let Choices { heading, month_first, minus, exchanged, notes, once, .. } = set.cloned().unwrap_or_default();
    let read = reading.choices();
    if known {
        return Choices { heading, minus, exchanged, ..read };
    }
    Choices { heading, month_first, minus, exchanged, notes, once, ..read }
}
