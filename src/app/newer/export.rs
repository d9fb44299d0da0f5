//! The list of changes as a table (CSV) that a spreadsheet opens.

use super::Changes;
use super::panel::titles;
use crate::book::{Amount, Book, Field, Section};
use crate::values::money;
use crate::view;

const HEADINGS: [&str; 14] = [
    "What",
    "Sheet",
    "Supplier GSTIN",
    "Trade name",
    "Document number",
    "Date",
    "Tax period",
    "Value",
    "Action on the portal",
    "Uploaded",
    "Decided before",
    "Action now",
    "Remarks before",
    "Remarks now",
];

/// The list that is shown, all groups in full, and how many records it has. Texts that a spreadsheet would take for a formula
/// are marked as texts.
pub fn table(book: &Book, changes: &Changes) -> Result<(Vec<u8>, u64), csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADINGS)?;
    let mut count = 0;
    for group in changes.groups() {
        for &(section, row) in &group.records {
            writer.write_record(line(book, titles(group.what).0, section, row))?;
            count += 1;
        }
    }
    writer.into_inner().map(|bytes| (bytes, count)).map_err(|e| e.into_error().into())
}

fn line(book: &Book, what: &str, section: Section, row: u32) -> [String; HEADINGS.len()] {
    let sheet = book.sheet(section);
    let records = &sheet.records;
    let older = sheet.older(row);
    let before = older.unwrap_or(row);
    let cell = |row, field| view::cell(book, section, row, field).into_owned();
    let said = older.and_then(|older| sheet.last_said(older)).or(sheet.last_said(row));
    let gone = sheet.gone().contains(row);
    let held = if gone { String::new() } else { view::cell::imported(book, section, row, Field::Action).into_owned() };
    [
        what.to_owned(),
        section.sheet_name().to_owned(),
        records.suppliers.get(row).to_owned(),
        plain(records.names.get(row)),
        plain(records.numbers.get(row)),
        cell(row, Field::Day),
        cell(row, Field::Period),
        records.odd(row, Field::Value).map_or_else(|| money::plain(records.amount(row, Amount::Value).into()), plain),
        held,
        said.map_or_else(String::new, |said| said.action.name().to_owned()),
        if older.is_some() || gone { cell(before, Field::Action) } else { String::new() },
        if gone { String::new() } else { cell(row, Field::Action) },
        if older.is_some() || gone { plain(&cell(before, Field::Remarks)) } else { String::new() },
        if gone { String::new() } else { plain(&cell(row, Field::Remarks)) },
    ]
}

/// A text that no spreadsheet takes for a formula.
fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}
