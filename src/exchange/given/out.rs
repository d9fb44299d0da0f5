//! Writing the workbook to decide in.

use std::path::Path;

use super::mark;
use super::white::{ACTIONS, ANSWERS, WHITE, White};
use crate::book::{Book, Field, Section};
use crate::disk::{Disk, Guard};
use crate::exchange::workbook::{
    About, Holds, MOST_LINES, NewColumn, NewSheet, NewWorkbook, SheetPart, Tint, Unwritten, field_cell, of_field,
};
use crate::work::Progress;

/// The columns that are not fields of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivenColumn {
    /// Hidden: which record.
    Mark,
    /// Hidden: what the white cells held.
    Kept,
    /// Grey: its sheet.
    SheetName,
    /// Grey: the number beside the white cells, which shows when only a part was sorted.
    NumberAgain,
    /// Hidden: between two white columns, so that the white ones cannot be sorted together without it.
    Between(usize),
    /// A field of the record.
    Of(Field),
}

use GivenColumn as G;

/// What is said of a record, from the left.
const GREY: [Field; 16] = [
    Field::Number,
    Field::Name,
    Field::Supplier,
    Field::Day,
    Field::Period,
    Field::Form,
    Field::Filing,
    Field::Value,
    Field::Taxable,
    Field::Igst,
    Field::Cgst,
    Field::Sgst,
    Field::Cess,
    Field::Tax,
    Field::OriginalNumber,
    Field::OriginalDay,
];

/// What is over the columns between white ones.
const BETWEEN: [&str; WHITE.len() - 1] = [
    "IMS Desk: row 1",
    "IMS Desk: row 2",
    "IMS Desk: row 3",
    "IMS Desk: row 4",
    "IMS Desk: row 5",
    "IMS Desk: row 6",
    "IMS Desk: row 7",
];

/// All columns in their order. The note is the last, if it is given out.
pub(super) fn columns(notes: bool) -> Vec<GivenColumn> {
    let mut columns = vec![G::Mark, G::SheetName];
    columns.extend(GREY.map(G::Of));
    columns.extend([G::NumberAgain, G::Kept]);
    for (place, field) in WHITE.into_iter().filter(|field| notes || *field != Field::Note).enumerate() {
        columns.extend((place > 0).then(|| G::Between(place - 1)));
        columns.push(G::Of(field));
    }
    columns
}

impl GivenColumn {
    /// What is over it.
    pub fn title(self) -> &'static str {
        match self {
            G::Mark => "IMS Desk: record",
            G::Kept => "IMS Desk: given",
            G::SheetName => "Sheet",
            G::NumberAgain => "Number (again)",
            G::Between(place) => BETWEEN.get(place).copied().unwrap_or_default(),
            G::Of(field) => field.title(),
        }
    }

    /// Whether it may be changed.
    pub fn is_white(self) -> bool {
        matches!(self, G::Of(field) if WHITE.contains(&field))
    }

    fn column(self) -> NewColumn {
        let plain = match self {
            G::Of(field) => of_field(field),
            G::SheetName => NewColumn::new(self.title(), 9, Holds::Text),
            G::NumberAgain | G::Mark | G::Kept | G::Between(_) => NewColumn::new(self.title(), 18, Holds::Text),
        };
        let tint = match self {
            G::Mark | G::Kept | G::Between(_) => Tint::Hidden,
            white if white.is_white() => Tint::Plain,
            _ => Tint::Grey,
        };
        NewColumn { tint, ..plain }
    }
}

/// What the first sheet says to those who decide in it.
const NOTES: [&str; 4] = [
    "Change what is white: status, remarks, the answer to \"ITC to be reduced?\" and declared amounts. What is grey is compared when this comes back: a row in which it was changed is refused.",
    "Rows may be sorted, filtered and deleted, and columns moved. Sort whole rows: by the arrow in a heading, or with one cell selected. The number is there again beside the white columns: it must be that of its row.",
    "White columns that are sorted without the rest are refused when this comes back. One white column that is sorted alone looks like decisions: where the spreadsheet asks whether to extend the selection, say yes.",
    "Send this file back as it is. It holds hidden columns that say which record each row is about.",
];

/// Writes these records as a workbook to decide in. Gives its size.
pub fn write(
    book: &Book,
    records: &[(Section, u32)],
    (about, notes): (&About, bool),
    (disk, target, guard): (&dyn Disk, &Path, &Guard),
    progress: &Progress,
) -> Result<u64, Unwritten> {
    let columns = columns(notes);
    progress.expect(records.len() as u64);
    // The hidden cells are as long as several others.
    let cells = (columns.len() as u64 + 6) * records.len() as u64;
    let mut workbook = NewWorkbook::new(disk, target, guard, cells, progress)?;
    let mut about = about.clone();
    about.notes.extend(NOTES.map(str::to_owned));
    about.write(book, &SheetPart::of(book, records), &mut workbook)?;
    let new: Vec<NewColumn> = columns.iter().map(|column| column.column()).collect();
    let column_of = |field| columns.iter().position(|column| *column == G::Of(field)).unwrap_or(0) as u16;
    let lists: [(u16, &[&str]); 2] = [(column_of(Field::Action), &ACTIONS), (column_of(Field::Answer), &ANSWERS)];
    let parts: Vec<&[(Section, u32)]> = match records.is_empty() {
        true => vec![&[]],
        false => records.chunks(MOST_LINES as usize - 1).collect(),
    };
    let mut place = 0;
    for (number, part) in (1..).zip(parts) {
        let name = if number == 1 { "Decide".to_owned() } else { format!("Decide {number}") };
        let mut sheet = workbook.sheet(&name, &new, &lists)?;
        sheet.sorts_as_a_whole(part.len() as u32)?;
        for &(section, row) in part {
            sheet.next_row()?;
            place += 1;
            write_row(&mut sheet, book, (section, row), place, (&columns, notes))?;
        }
        sheet.end()?;
    }
    workbook.save()
}

fn write_row(
    sheet: &mut NewSheet<'_>,
    book: &Book,
    (section, row): (Section, u32),
    given_at: u32,
    (columns, notes): (&[GivenColumn], bool),
) -> Result<(), Unwritten> {
    let mark = mark::record(book, section, row);
    let between = mark::between(&mark);
    let records = book.sheet(section).records();
    let white = White::of(book, section, row, notes);
    let decided = Some(white.is_decided(book, section, row));
    let given = || mark::GivenRow { white: white.kept(), place: given_at, decided };
    // An answer that is there is shown, where none is asked for as well.
    let answers = records.itc_open(section, row) || !white.answer.is_empty();
    for (place, &column) in (0..).zip(columns) {
        match column {
            G::Mark => sheet.text(place, &mark)?,
            G::Kept => sheet.text(place, &mark::kept(&mark, given()))?,
            G::Between(_) => sheet.text(place, &between)?,
            G::SheetName => sheet.text(place, section.sheet_name())?,
            G::NumberAgain => sheet.text(place, records.numbers.get(row))?,
            G::Of(Field::Action) => sheet.text(place, &white.action)?,
            G::Of(Field::Answer) if !white.answer.is_empty() => sheet.text(place, &white.answer)?,
            G::Of(Field::Remarks) if !white.remarks.is_empty() => sheet.text(place, &white.remarks)?,
            G::Of(Field::Remarks) if records.remarks_blocked(row) => sheet.grey(place)?,
            G::Of(field) if column.is_white() && !answers && !matches!(field, Field::Remarks | Field::Note) => {
                sheet.grey(place)?;
            }
            G::Of(field) => field_cell(sheet, place, book, section, row, field)?,
        }
    }
    Ok(())
}
