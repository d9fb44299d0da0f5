//! A whole workbook: the first sheet, lists of records, small tables, matches.

use std::path::Path;

use super::about::{self, About, SheetPart};
use super::listing::Listing;
use super::matches::MatchSheets;
use super::new::{NewWorkbook, Unwritten};
use super::tables::SmallTable;
use crate::book::{Book, Section};
use crate::disk::{Disk, Guard};
use crate::work::Progress;

/// What a workbook is to hold.
#[derive(Clone)]
pub struct Export<'m> {
    /// What its first sheet says.
    pub about: About,
    /// Lists of records, a sheet each.
    pub listings: Vec<Listing>,
    /// Small tables, a sheet each.
    pub tables: Vec<SmallTable>,
    /// What matches and what does not.
    pub matches: Option<MatchSheets<'m>>,
}

impl Export<'_> {
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
        let cells: u64 =
            self.listings.iter().map(Listing::cells).chain(self.tables.iter().map(SmallTable::cells)).sum();
        let of_matches = self.matches.as_ref();
        progress.expect(self.records() + of_matches.map_or(0, |matches| matches.lines(book)));
        let cells = cells + of_matches.map_or(0, |matches| matches.cells(book));
        let mut workbook = NewWorkbook::new(disk, target, guard, cells, progress)?;
        let parts = if of_matches.is_some() && self.listings.is_empty() {
            SheetPart::of(book, &in_force(book))
        } else {
            SheetPart::of(book, self.listings.iter().flat_map(|listing| &listing.records))
        };
        self.about.write(book, &parts, &mut workbook)?;
        self.listings.iter().try_for_each(|listing| listing.write(book, &mut workbook))?;
        if let Some(matches) = of_matches {
            matches.write(book, &mut workbook, progress)?;
        }
        self.tables.iter().try_for_each(|table| table.write(&mut workbook))?;
        workbook.save()
    }
}

/// All records that the sheets of matches list.
fn in_force(book: &Book) -> Vec<(Section, u32)> {
    let of = |section| (0..book.sheet(section).rows()).map(move |row| (section, row));
    Section::ALL.into_iter().flat_map(of).filter(|&(section, row)| book.sheet(section).in_force(row)).collect()
}

/// A workbook of small tables that are of no one book, such as the list of clients.
#[derive(Clone)]
pub struct TableExport {
    /// What it is.
    pub title: String,
    /// What its first sheet says, each with its title.
    pub facts: Vec<(String, String)>,
    /// When it is written, in seconds since 1970.
    pub now: u64,
    /// The table.
    pub table: SmallTable,
}

impl TableExport {
    /// Writes it. Gives the size of the file.
    pub fn write(&self, disk: &dyn Disk, target: &Path, guard: &Guard, progress: &Progress) -> Result<u64, Unwritten> {
        let mut workbook = NewWorkbook::new(disk, target, guard, self.table.cells(), progress)?;
        about::write_facts(&self.title, self.facts.clone(), self.now, &mut workbook)?;
        self.table.write(&mut workbook)?;
        workbook.save()
    }
}
