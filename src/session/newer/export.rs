//! The list of changes as a table (CSV) that a spreadsheet opens.

use std::borrow::Cow;
use std::io;

use crate::book::{Amount, Book, Field, Section};
use crate::edit::merge::{decided_before, uploaded};
use crate::exchange::cell::to_cell;
use crate::exchange::rows::Writer;
use crate::session::newer::changes::Changes;
use crate::session::newer::list::titles;
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
/// have an apostrophe in front.
pub fn table(book: &Book, changes: &Changes) -> io::Result<(Vec<u8>, u64)> {
    let mut writer = Writer(Vec::new());
    writer.row(HEADINGS)?;
    let mut count = 0;
    for group in changes.groups() {
        for &(section, row) in &group.records {
            let cells = line(book, titles(group.what).0, section, row);
            writer.row(cells.iter().enumerate().map(|(column, text)| cell_of(column, text)))?;
            count += 1;
        }
    }
    Ok((writer.0, count))
}

fn line(book: &Book, what: &str, section: Section, row: u32) -> [String; HEADINGS.len()] {
    let sheet = book.sheet(section);
    let records = sheet.records();
    let older = sheet.older(row);
    // Between the user's decision and this version there may be what the portal held for a while.
    let before = decided_before(book, section, row).or(older).unwrap_or(row);
    let cell = |row, field| view::cell(book, section, row, field).into_owned();
    let said = uploaded(book, section, row).map(|(_, said)| said);
    let gone = sheet.gone().contains(row);
    let held = if gone { String::new() } else { view::cell::imported(book, section, row, Field::Action).into_owned() };
    [
        what.to_owned(),
        section.sheet_name().to_owned(),
        records.suppliers.get(row).to_owned(),
        records.names.get(row).to_owned(),
        records.numbers.get(row).to_owned(),
        cell(row, Field::Day),
        cell(row, Field::Period),
        records
            .odd(row, Field::Value)
            .map_or_else(|| money::plain(records.amount(row, Amount::Value).into()), str::to_owned),
        held,
        said.map_or_else(String::new, |said| said.action.name().to_owned()),
        if older.is_some() || gone { cell(before, Field::Action) } else { String::new() },
        if gone { String::new() } else { cell(row, Field::Action) },
        if older.is_some() || gone { cell(before, Field::Remarks) } else { String::new() },
        if gone { String::new() } else { cell(row, Field::Remarks) },
    ]
}

/// The column whose cells are numbers, and written as they are.
const VALUE: usize = 7;

fn cell_of(column: usize, text: &str) -> Cow<'_, str> {
    if column == VALUE && money::parse(text).is_some() { text.into() } else { to_cell(text) }
}
