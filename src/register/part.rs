//! What was read becomes a part of a book's register, and a part is read again from its file.

use std::sync::Arc;

use super::layout::{self, Choices, RegisterLayout, SetField};
use super::read::{Ask, ColumnReading, SheetReading, read};
use crate::book::{EntrySum, ReadPart, RegisterPart};
use crate::cells::Workbook;
use crate::register::headings::fields::RegisterField;
use crate::register::lines::documents::{NoteWords, NotesBy};
use crate::register::lines::left_out::LineLeftOut;
use crate::register::written::text;
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
    /// What this sheet was read by, column by column: what the user changes in it is all that changes.
    pub fn choices(&self) -> Choices {
        let RegisterLayout { mut choices, .. } = self.remember();
        choices.columns.clear();
        self.columns.iter().for_each(|column| choices.set_column(column.column, Some(column.field)));
        choices
    }

    /// What is remembered of this sheet once the user has confirmed it: read with it, the sheet says the same.
    pub fn remember(&self) -> RegisterLayout {
        // By its heading a column is found in a sheet that has one more; where two have the same heading, by its letters.
        let named = |column: &ColumnReading| {
            let words = text::words(&column.heading).join(" ");
            let unique = self.headings.iter().filter(|heading| **heading == words).count() == 1;
            let name = if unique && !words.is_empty() { column.heading.clone() } else { column.letters() };
            (SetField(column.field), name)
        };
        let columns = self.columns.iter().map(named).collect();
        let once = EntrySum::ALL.into_iter().filter_map(|sum| {
            let field = RegisterField::of_sum(sum);
            self.given[sum as usize].then_some((SetField(field), self.once[sum as usize]))
        });
        let choices = Choices {
            heading: None,
            columns,
            only_these: true,
            read_again: Vec::new(),
            once: once.collect(),
            notes: self.notes_words.map(|(notes, _)| notes.into()),
            month_first: Some(self.month_first),
            minus: self.minus,
            exchanged: self.exchanged,
        };
        RegisterLayout { headings: self.headings.clone(), kind: self.kind.to_owned(), choices, ticked: self.ticked }
    }

    /// How many entries of each type there are: invoices, credit notes, debit notes.
    pub fn kinds(&self) -> [usize; 3] {
        let mut kinds = [0; 3];
        self.entries.kinds().iter().for_each(|kind| kinds[*kind as usize] += 1);
        kinds
    }

    /// How many lines are left out for a reason.
    pub fn left_out_for(&self, why: LineLeftOut) -> usize {
        self.left_out.iter().filter(|(_, own)| *own == why).count()
    }

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
    pub fn part(self, file: &RegisterFile, complete: Option<bool>) -> ReadPart {
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
