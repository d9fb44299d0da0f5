//! Small tables as sheets of a workbook: suppliers, and whatever list is handed over.

use std::collections::BTreeMap;

use super::listing::in_force;
use super::look::Holds;
use super::new::{NewColumn, NewSheet, NewWorkbook, Unwritten};
use crate::book::{Action, Book, Section};
use crate::rules::credit::{Credit, Figures, change_called, total};
use crate::values::Day;

/// A cell of a small table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CellValue {
    /// Text, as it is.
    Text(String),
    /// Paise.
    Amount(i128),
    /// How many.
    Count(u64),
    /// A day.
    Day(Day),
    /// Nothing.
    Empty,
}

/// A table that is small enough to be in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SmallTable {
    /// The name of its sheet.
    pub name: String,
    /// Its columns.
    pub columns: Vec<NewColumn>,
    /// Its rows.
    pub rows: Vec<Vec<CellValue>>,
}

impl SmallTable {
    /// About how many cells it has.
    pub fn cells(&self) -> u64 {
        (self.rows.len() * self.columns.len()) as u64
    }

    /// Writes it as a sheet.
    pub fn write(&self, workbook: &mut NewWorkbook<'_>) -> Result<(), Unwritten> {
        let mut sheet = workbook.sheet(&self.name, &self.columns, &[])?;
        self.rows.iter().try_for_each(|row| write_row(&mut sheet, row))?;
        sheet.end()
    }
}

/// Writes a next row.
pub(super) fn write_row(sheet: &mut NewSheet<'_>, row: &[CellValue]) -> Result<(), Unwritten> {
    sheet.next_row()?;
    for (place, cell) in (0..).zip(row) {
        match cell {
            CellValue::Text(text) => sheet.text(place, text)?,
            CellValue::Amount(paise) => sheet.amount(place, *paise)?,
            CellValue::Count(count) => sheet.count(place, *count)?,
            CellValue::Day(day) => sheet.day(place, *day)?,
            CellValue::Empty => {}
        }
    }
    Ok(())
}

/// What is counted of a supplier.
#[derive(Default)]
struct OfSupplier {
    name: String,
    by_action: [u64; 4],
    figures: Figures,
}

/// A line for each GSTIN: records by action, and what they give to the credit.
pub fn suppliers(book: &Book, day: Day) -> SmallTable {
    suppliers_of(book, day, Section::ALL.into_iter().flat_map(|section| in_force(book, section)))
}

/// The same of some records.
pub(super) fn suppliers_of(book: &Book, day: Day, records: impl Iterator<Item = (Section, u32)>) -> SmallTable {
    let credit = Credit::new(book, day);
    let mut list: BTreeMap<String, OfSupplier> = BTreeMap::new();
    for (section, row) in records {
        let sheet = book.sheet(section);
        let records = sheet.records();
        let supplier = list.entry(records.suppliers.get(row).trim().to_ascii_uppercase()).or_default();
        if supplier.name.is_empty() {
            supplier.name = records.names.get(row).to_owned();
        }
        if let Some(place) = Action::CHOICES.iter().position(|&action| action == sheet.actions()[row as usize]) {
            supplier.by_action[place] += 1;
        }
        supplier.figures.add(&credit, section, row);
    }
    let text = |title: &str, width| NewColumn::new(title, width, Holds::Text);
    let mut columns = vec![text("Supplier", 30), text("GSTIN", 18)];
    let counts = ["Records", "Accepted", "Rejected", "Pending", "No action"];
    columns.extend(counts.map(|title| NewColumn::new(title, 11, Holds::Count)));
    let amounts =
        ["ITC if nothing more is done", "ITC with your decisions", change_called(book.facts.qrmp), "Tax not filed"];
    columns.extend(amounts.map(|title| NewColumn::new(title, 16, Holds::Amount)));
    let row = |(gstin, supplier): (String, OfSupplier)| {
        let figures = &supplier.figures;
        let all = supplier.by_action.iter().sum();
        let counts = std::iter::once(all).chain(supplier.by_action).map(CellValue::Count);
        let sums =
            [total(figures.as_it_stands), total(figures.after), total(figures.difference()), figures.not_filed.total()];
        let texts = [CellValue::Text(supplier.name), CellValue::Text(gstin)];
        texts.into_iter().chain(counts).chain(sums.map(CellValue::Amount)).collect()
    };
    SmallTable { name: "Suppliers".to_owned(), columns, rows: list.into_iter().map(row).collect() }
}
