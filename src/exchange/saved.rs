//! Whether a table that was saved holds all that was decided.

use super::decisions::{read, records_of};
use super::resolve::{Consent, Reader, resolve};
use crate::book::{Book, Section};
use crate::edit::Command;
use crate::values::Day;

/// The records of which a saved table does not give back all that was decided, once it is loaded onto the same files: the
/// table is read, and its changes are made on the book as it was imported. What the rules refuse by now is among them.
pub fn lost(book: &Book, table: &[u8], day: Day) -> Vec<(Section, u32)> {
    let mut loaded = book.imported_again();
    if let Ok(table) = read(table) {
        let resolved = resolve(&loaded, &table, &Consent::to_all(), Reader::Window, day);
        Command::Table { what: String::new(), rows: resolved.changes }.apply(&mut loaded);
    }
    let same = |&(section, row): &(Section, u32)| {
        let (ours, theirs) = (book.sheet(section), loaded.sheet(section));
        ours.decision(row) == theirs.decision(row)
            && ours.last_said(row) == theirs.last_said(row)
            && ours.is_picked(row) == theirs.is_picked(row)
    };
    records_of(book).filter(|record| !same(record)).collect()
}
