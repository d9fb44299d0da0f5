//! Registers as text, and what is read out of them.

mod any;
mod columns;
mod documents;
mod examples;
mod fixtures;
mod layouts;
mod lines;

use super::{Ask, Choices, LineLeftOut, RegisterField, RegisterLayout, RegisterReading, SheetReading, Unread, read};
use crate::book::{EntrySum, EntryType};
use crate::cells::{self, Workbook};
use crate::values::{Day, money};
use crate::work::Progress;

pub(super) const RECIPIENT: &str = "27AAAAA0000A1Z2";

pub(super) fn workbook(text: &str) -> Workbook {
    let opened = cells::read("register.csv", text.as_bytes().to_vec(), &Progress::default()).unwrap();
    opened.workbooks.into_iter().next().unwrap()
}

/// Reads a text with what is set and the layouts that are remembered.
pub(super) fn read_with(text: &str, choices: &Choices, layouts: &[RegisterLayout]) -> Result<RegisterReading, Unread> {
    let today = Day::parse("16-07-2026").unwrap();
    let ask = Ask { recipient: Some(RECIPIENT), today, sheets: &[], choices, of_sheets: &[], layouts, covers: None };
    read(&workbook(text), &ask, &Progress::default())
}

/// The one sheet of a text.
pub(super) fn sheet(text: &str) -> SheetReading {
    sheet_with(text, &Choices::default())
}

pub(super) fn sheet_with(text: &str, choices: &Choices) -> SheetReading {
    read_with(text, choices, &[]).unwrap().sheets.remove(0)
}

/// LineLeftOut a text is not read.
pub(super) fn refused(text: &str) -> String {
    match read_with(text, &Choices::default(), &[]) {
        Err(Unread::Refused(why) | Unread::Unclear(why) | Unread::NoTable(why)) => why,
        other => panic!("{:?}", other.map(|reading| reading.sheets.len())),
    }
}

/// An entry in one line: type, GSTIN, number, date, taxable, IGST, CGST, SGST, cess, total tax, value, lines.
pub(super) fn entries(sheet: &SheetReading) -> Vec<String> {
    let entries = &sheet.entries;
    let row = |row: u32| {
        let amount = |sum| entries.amount(sum, row).map_or("?".into(), |amount| money::plain(amount.into()));
        let kind = match entries.kind(row) {
            EntryType::Invoice => "inv",
            EntryType::CreditNote => "cn",
            EntryType::DebitNote => "dn",
        };
        let amounts: Vec<String> = EntrySum::ALL.into_iter().map(amount).collect();
        let lines: Vec<String> = entries.lines(row).map(|line| line.to_string()).collect();
        let (gstin, number, date) = (entries.gstin(row), entries.number(row), entries.date(row));
        format!("{kind} {gstin} {number} {date} {} @{}", amounts.join(" "), lines.join("+"))
    };
    (0..entries.len()).map(row).collect()
}

/// The lines left out, as `line why`.
pub(super) fn left_out(sheet: &SheetReading) -> Vec<String> {
    sheet.left_out.iter().map(|(line, why)| format!("{line} {}", why.key())).collect()
}

/// Whether the file's own total agrees.
pub(super) fn total_agrees(sheet: &SheetReading) -> Option<bool> {
    sheet.total_line.as_ref().map(|total| total.agrees)
}

/// The columns as `letters field`, with a `?` where it is guessed.
pub(super) fn columns_of(sheet: &SheetReading) -> String {
    let column =
        |c: &super::ColumnReading| format!("{}:{}{}", c.letters(), c.field.key(), if c.sure { "" } else { "?" });
    sheet.columns.iter().map(column).collect::<Vec<_>>().join(" ")
}

/// Whether every line below the heading is in an entry or left out, and in no two of these.
#[track_caller]
pub(super) fn all_lines_are_somewhere(sheet: &SheetReading) {
    let lists = [&sheet.entries, &sheet.elsewhere];
    let in_entries = (0..sheet.entries.len()).flat_map(|row| lists[0].lines(row));
    let mut all: Vec<u32> = in_entries.chain(sheet.left_out.iter().map(|(line, _)| *line)).collect();
    all.sort_unstable();
    let count = all.len();
    all.dedup();
    assert_eq!((all.len(), count), (sheet.lines, sheet.lines), "{:?}", sheet.left_out);
    let others = sheet.left_out.len() + sheet.entries.len() as usize;
    assert_eq!(sheet.joined.len(), sheet.lines - others, "lines that belong to one above");
    for row in (0..sheet.elsewhere.len()).filter(|&row| !sheet.elsewhere.is_line_left_out(row)) {
        for line in lists[1].lines(row) {
            assert!(sheet.left_out.contains(&(line, LineLeftOut::OtherRecipient)));
        }
    }
}

/// Whether a field is in a column, by its letters.
pub(super) fn field_of(sheet: &SheetReading, letters: &str) -> Option<RegisterField> {
    sheet.columns.iter().find(|column| column.letters() == letters).map(|column| column.field)
}
