//! The lines of suppliers as cells: for the screen, to copy, and as a table that a spreadsheet opens.

use std::io;

use crate::book::Book;
use crate::exchange::cell::to_cell;
use crate::exchange::copied::{Copied, CopiedCell};
use crate::exchange::rows::Writer;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::copying::COPIED_AT_ONCE;
use crate::session::result_line::ResultLine;
use crate::session::suppliers::SupplierSheet;
use crate::values::{counted, grouped, money, state};
use crate::view::suppliers::{SupplierColumn, SupplierEntry, state_of, supplier_name};

/// An amount of a column on the screen; a change has its sign.
pub fn amount(column: SupplierColumn, paise: i128) -> String {
    if column == SupplierColumn::Change { money::signed(paise) } else { money::indian(paise) }
}

impl SupplierSheet {
    /// The text of a cell; a figure of 0 that counts records is a dash.
    pub fn cell(&self, book: &Book, entry: SupplierEntry, column: SupplierColumn) -> String {
        let line = self.line(entry);
        match column {
            SupplierColumn::Name => self.name(book, entry),
            SupplierColumn::Gstin => match entry {
                SupplierEntry::Pan(_) => String::new(),
                _ => self.first_gstin(book, entry),
            },
            SupplierColumn::State => match entry {
                SupplierEntry::Pan(_) => String::new(),
                _ => self.first_gstin(book, entry).get(..2).unwrap_or("").to_owned(),
            },
            column if column.is_amount() => amount(column, column.number(&line)),
            column => match column.number(&line) {
                0 => "–".to_owned(),
                number => grouped(number as u64),
            },
        }
    }

    /// What a line is called: the name, with the number of GSTINs of a PAN; under it, and without a name, the GSTIN.
    fn name(&self, book: &Book, entry: SupplierEntry) -> String {
        let line = self.line(entry);
        let name = supplier_name(book, &line);
        match entry {
            SupplierEntry::Pan(pan) => {
                let suppliers = self.list.pans.get(&pan).map_or(0, |group| group.suppliers.len());
                let called = if name.is_empty() { self.first_gstin(book, entry) } else { name.to_owned() };
                format!("{called} ({suppliers})")
            }
            SupplierEntry::Under(_) => self.first_gstin(book, entry),
            SupplierEntry::Alone(_) if name.is_empty() => self.first_gstin(book, entry),
            SupplierEntry::Alone(_) => name.to_owned(),
        }
    }

    /// The GSTIN of a line; of a PAN that of its first supplier.
    pub fn first_gstin(&self, book: &Book, entry: SupplierEntry) -> String {
        let first = self.list.suppliers(entry).first().copied();
        first.map_or_else(String::new, |supplier| self.numbers.gstin(book, supplier).into_owned())
    }

    /// The state of a line, in words.
    pub fn state(&self, book: &Book, entry: SupplierEntry) -> &'static str {
        state_of(&self.first_gstin(book, entry)).and_then(state::name).unwrap_or("")
    }

    /// The cells of a supplier in a table that is copied or saved: each line names its supplier in full.
    fn plain_cells(&self, book: &Book, supplier: u32) -> [(String, Option<money::Paise>); SupplierColumn::ALL.len()] {
        let entry = SupplierEntry::Alone(supplier);
        let line = self.line(entry);
        let cell = |column: SupplierColumn| match column {
            SupplierColumn::Name => (supplier_name(book, &line).to_owned(), None),
            column if column.is_amount() => {
                let number = column.number(&line);
                (money::plain(number), money::Paise::try_from(number).ok())
            }
            column if column.is_count() => (column.number(&line).to_string(), None),
            column => (self.cell(book, entry, column), None),
        };
        SupplierColumn::ALL.map(cell)
    }

    /// The suppliers that are shown, in order, as a table (CSV); and how many there are.
    pub fn table(&self, book: &Book) -> io::Result<(Vec<u8>, u64)> {
        let mut writer = Writer(Vec::new());
        writer.row(SupplierColumn::ALL.map(SupplierColumn::name))?;
        let suppliers: Vec<u32> = self.list.shown_suppliers().collect();
        for &supplier in &suppliers {
            let cells = self.plain_cells(book, supplier);
            let text = |(text, amount): &(String, Option<money::Paise>)| match amount {
                Some(_) => text.clone(),
                None => to_cell(text).into_owned(),
            };
            writer.row(cells.iter().map(text))?;
        }
        Ok((writer.0, suppliers.len() as u64))
    }
}

impl Session {
    /// Copies the lines of the suppliers that an action would be for.
    pub fn copy_suppliers(&mut self, headings: bool) {
        let (sheet, targets) = (self.suppliers.clone(), self.suppliers.targets().clone());
        let count = targets.len() as u64;
        self.look_within(COPIED_AT_ONCE, count, Purpose::Copy, move |book, _, progress| {
            let rows = sheet.list.shown_suppliers().filter(|supplier| targets.binary_search(supplier).is_ok());
            let cell = |(text, amount): (String, Option<money::Paise>)| CopiedCell { text: text.into(), amount };
            let rows = rows.map(|supplier| sheet.plain_cells(book, supplier).map(cell));
            let titles = headings.then(|| SupplierColumn::ALL.map(SupplierColumn::name));
            let copied = Copied::cells(titles.as_ref().map(|titles| &titles[..]), rows, progress)?;
            Some(Box::new(move |open| {
                open.result =
                    Some(ResultLine::new(format!("Copied {}.", counted(copied.rows, "supplier", "suppliers"))));
                open.copied = Some(copied);
            }))
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_has_its_sign_and_no_other_amount_has_one() {
        let shown = |column| [-100, 0, 250].map(|paise| amount(column, paise));
        assert_eq!(shown(SupplierColumn::Change), ["\u{2212}1.00", "0.00", "+2.50"]);
        assert_eq!(shown(SupplierColumn::After), ["\u{2212}1.00", "0.00", "2.50"]);
    }
}
