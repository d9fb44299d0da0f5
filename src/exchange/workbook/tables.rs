//! Small tables as sheets of a workbook: suppliers, and whatever list is handed over.

use std::collections::BTreeMap;

use super::listing::in_force;
use super::look::Holds;
use super::new::{NewColumn, NewSheet, NewWorkbook, Unwritten};
use crate::book::{Action, Book, Section};
use crate::rules::credit::{Credit, Figures, HeadSums, change_called, sum, total};
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
    /// What is decided on its records changes, amendments that count by it included.
    changed: HeadSums,
}

/// A line for each GSTIN: records by action, and what they give to the credit.
pub fn suppliers(book: &Book, day: Day) -> SmallTable {
    let records = Section::ALL.into_iter().flat_map(|section| in_force(book, section));
    let amounts =
        ["ITC if nothing more is done", "ITC with your decisions", change_called(book.facts.qrmp), "Tax not filed"];
    supplier_table("Suppliers", by_supplier(book, day, records), &amounts, |OfSupplier { figures, .. }| {
        vec![total(figures.as_it_stands), total(figures.after), total(figures.difference()), figures.not_filed.total()]
    })
}

/// The records that an upload would write, by action, and what is decided on them changes in the credit: with the amendments that
/// count more or less by it, as the review says.
pub(super) fn written_by_supplier(book: &Book, day: Day, written: &[(Section, u32)]) -> SmallTable {
    let amounts = [change_called(book.facts.qrmp), "Tax not filed"];
    supplier_table("By supplier", by_supplier(book, day, written.iter().copied()), &amounts, |supplier| {
        vec![total(supplier.changed), supplier.figures.not_filed.total()]
    })
}

fn by_supplier(book: &Book, day: Day, records: impl Iterator<Item = (Section, u32)>) -> BTreeMap<String, OfSupplier> {
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
        supplier.changed = sum([supplier.changed, credit.change_by(section, row)]);
    }
    list
}

fn supplier_table(
    name: &str,
    list: BTreeMap<String, OfSupplier>,
    amounts: &[&str],
    sums: impl Fn(&OfSupplier) -> Vec<i128>,
) -> SmallTable {
    let text = |title: &str, width| NewColumn::new(title, width, Holds::Text);
    let mut columns = vec![text("Supplier", 30), text("GSTIN", 18)];
    let counts = ["Records", "Accepted", "Rejected", "Pending", "No action"];
    columns.extend(counts.map(|title| NewColumn::new(title, 11, Holds::Count)));
    columns.extend(amounts.iter().map(|title| NewColumn::new(*title, 16, Holds::Amount)));
    let row = |(gstin, supplier): (String, OfSupplier)| {
        let amounts = sums(&supplier).into_iter().map(CellValue::Amount);
        let all = supplier.by_action.iter().sum();
        let counts = std::iter::once(all).chain(supplier.by_action).map(CellValue::Count);
        let texts = [CellValue::Text(supplier.name), CellValue::Text(gstin)];
        texts.into_iter().chain(counts).chain(amounts).collect()
    };
    SmallTable { name: name.to_owned(), columns, rows: list.into_iter().map(row).collect() }
}
