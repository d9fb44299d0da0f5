//! Records as a sheet of a workbook.

use super::look::Holds;
use super::new::{MOST_LINES, NewColumn, NewSheet, NewWorkbook, Unwritten};
use crate::book::{Book, Field, Section};
use crate::view;

/// Records in their order, and the columns in which they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// The name of the sheet.
    pub name: String,
    /// Whether a first column says of each record to which sheet it belongs.
    pub says_sheet: bool,
    /// Whether a next column says what the portal holds of it.
    pub says_portal: bool,
    /// The columns.
    pub columns: Vec<Field>,
    /// The records.
    pub records: Vec<(Section, u32)>,
}

/// The records in force of a section.
pub(super) fn in_force(book: &Book, section: Section) -> impl Iterator<Item = (Section, u32)> + '_ {
    let sheet = book.sheet(section);
    (0..sheet.rows()).filter(|&row| sheet.in_force(row)).map(move |row| (section, row))
}

impl Listing {
    /// Some records of a section, in the columns of its sheet. The internal note is only for those who ask for it.
    pub fn of_section(section: Section, records: Vec<(Section, u32)>, notes: bool) -> Listing {
        let mut columns = Field::columns(section);
        columns.retain(|field| notes || *field != Field::Note);
        Listing { name: section.sheet_name().to_owned(), says_sheet: false, says_portal: false, columns, records }
    }

    /// Some records of several sections in one sheet.
    pub fn of_all(records: Vec<(Section, u32)>, notes: bool) -> Listing {
        let columns = Listing::of_section(Section::B2bcna, Vec::new(), notes).columns;
        Listing { name: "All".to_owned(), says_sheet: true, says_portal: false, columns, records }
    }

    /// All records of a section.
    pub fn whole_section(book: &Book, section: Section, notes: bool) -> Listing {
        Listing::of_section(section, in_force(book, section).collect(), notes)
    }

    /// About how many cells it has.
    pub fn cells(&self) -> u64 {
        self.records.len() as u64 * (self.columns.len() as u64 + u64::from(self.first_column()))
    }

    /// The place of the first field.
    fn first_column(&self) -> u16 {
        u16::from(self.says_sheet) + u16::from(self.says_portal)
    }

    /// Writes it: where one sheet cannot hold it, it goes on in a next one.
    pub fn write(&self, book: &Book, workbook: &mut NewWorkbook<'_>) -> Result<(), Unwritten> {
        let first = self.first_column();
        let sheet = self.says_sheet.then(|| NewColumn::new("Sheet", 9, Holds::Text));
        let portal = self.says_portal.then(|| NewColumn::new("On the portal", 12, Holds::Text));
        let columns: Vec<NewColumn> = sheet.into_iter().chain(portal).chain(self.titles()).collect();
        let parts: Vec<&[(Section, u32)]> = match self.records.is_empty() {
            true => vec![&[]],
            false => self.records.chunks(MOST_LINES as usize - 1).collect(),
        };
        for (number, part) in (1..).zip(parts) {
            let name = if number == 1 { self.name.clone() } else { format!("{} {number}", self.name) };
            let mut sheet = workbook.sheet(&name, &columns, &[])?;
            for &(section, row) in part {
                sheet.next_row()?;
                if self.says_sheet {
                    sheet.text(0, section.sheet_name())?;
                }
                if self.says_portal {
                    let held = on_portal(book, section, row);
                    sheet.text(first - 1, &held)?;
                }
                for (place, &field) in (first..).zip(&self.columns) {
                    field_cell(&mut sheet, place, book, section, row, field)?;
                }
            }
            sheet.end()?;
        }
        Ok(())
    }

    fn titles(&self) -> impl Iterator<Item = NewColumn> + '_ {
        self.columns.iter().map(|&field| of_field(field))
    }
}

/// A column that holds a field.
pub(in crate::exchange) fn of_field(field: Field) -> NewColumn {
    let holds = match field {
        field if field.is_amount() => Holds::Amount,
        field if field.is_day() => Holds::Day,
        _ => Holds::Text,
    };
    let width = match field {
        field if field.is_amount() => 15,
        Field::Name => 30,
        Field::Remarks | Field::Note => 34,
        Field::Number | Field::Supplier | Field::OriginalNumber => 18,
        Field::Period => 23,
        Field::Place => 20,
        Field::Action | Field::Day | Field::OriginalDay | Field::Form => 11,
        _ => 13,
    };
    NewColumn::new(field.title(), width, holds)
}

/// Writes a field of a record: an amount as a number, a day as a day, all else, and what is neither, as text.
pub(in crate::exchange) fn field_cell(
    sheet: &mut NewSheet<'_>,
    place: u16,
    book: &Book,
    section: Section,
    row: u32,
    field: Field,
) -> Result<(), Unwritten> {
    if field.is_amount() {
        if let Some(paise) = view::amount(book, section, row, field) {
            return sheet.amount(place, paise.into());
        }
    } else if let Some(day) = day(book, section, row, field) {
        return sheet.day(place, day);
    }
    sheet.text(place, &view::cell(book, section, row, field))
}

/// The day in a field of a record; none where it holds none, or something that is no day.
pub(in crate::exchange) fn day(book: &Book, section: Section, row: u32, field: Field) -> Option<crate::values::Day> {
    let records = book.sheet(section).records();
    let days = match field {
        Field::Day => &records.days,
        Field::OriginalDay => &records.original_days,
        _ => return None,
    };
    days.get(row as usize).copied().filter(|_| records.odd(row, field).is_none())
}

/// The action that the portal holds: what was uploaded since the download, else what was imported.
pub(in crate::exchange) fn on_portal(book: &Book, section: Section, row: u32) -> std::borrow::Cow<'_, str> {
    match book.sheet(section).last_said(row) {
        Some(_) => book.held_by_portal(section, row).action.name().into(),
        None => view::cell::imported(book, section, row, Field::Action),
    }
}
