//! A whole workbook: the first sheet, lists of records, and small tables.

use std::path::Path;

use super::about::{About, SheetPart};
use super::listing::Listing;
use super::new::{NewWorkbook, Unwritten};
use super::tables::SmallTable;
use crate::book::Book;
use crate::disk::{Disk, Guard};
use crate::work::Progress;

/// What a workbook is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// What its first sheet says.
    pub about: About,
    /// Lists of records, a sheet each.
    pub listings: Vec<Listing>,
    /// Small tables, a sheet each.
    pub tables: Vec<SmallTable>,
}

impl Export {
    /// How many records it holds.
    pub fn records(&self) -> u64 {
        self.listings.iter().map(|listing| listing.records.len() as u64).sum()
    }

    /// Writes it. Gives the size of the file.
    pub fn write(
        &self,
        book: &Book,
        disk: &dyn Disk,
        target: &Path,
        guard: &Guard,
        progress: &Progress,
    ) -> Result<u64, Unwritten> {
        let cells = self.listings.iter().map(Listing::cells).chain(self.tables.iter().map(SmallTable::cells)).sum();
        progress.expect(self.records());
        let mut workbook = NewWorkbook::new(disk, target, guard, cells, progress)?;
        let parts = SheetPart::of(book, self.listings.iter().flat_map(|listing| &listing.records));
        self.about.write(book, &parts, &mut workbook)?;
        self.listings.iter().try_for_each(|listing| listing.write(book, &mut workbook))?;
        self.tables.iter().try_for_each(|table| table.write(&mut workbook))?;
        workbook.save()
    }
}
