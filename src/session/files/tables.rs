//! Saving the decisions or a list as a table, and reading a table of decisions.

use crate::book::Book;

use crate::edit::RowChange;
use crate::exchange::decisions::Refused;
use crate::exchange::decisions::Table;
use crate::exchange::resolve::{Consent, Reader, resolve};
use crate::values::Day;

/// What came of saving a table.
pub struct SavedTable {
    /// How many records it has.
    pub records: u64,
    /// How many of them it does not give back as they are (see [`saved::lost`]).
    pub lost: u64,
}

/// What of a table can be applied to a book. It writes texts into the book, which therefore is a copy.
pub fn loaded(book: &mut Book, table: &Table<'_>, name: String, day: Day) -> LoadedTable {
    let resolved = resolve(book, table, &Consent::default(), Reader::Window, day);
    let asked = !resolved.refused.is_empty() || resolved.changes.is_empty();
    let all = if asked { resolve(book, table, &Consent::to_all(), Reader::Window, day).changes } else { Vec::new() };
    let confirmed = (all.len() > resolved.changes.len()).then_some(all);
    LoadedTable { name, changes: resolved.changes, refused: resolved.refused, confirmed, notes: table.notes.clone() }
}

/// What is saved as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableOf {
    /// The decisions.
    Decisions,
    /// The list of what a newer download changed.
    Changes,
}

/// What of a table can be applied: with no to every question, and with yes.
#[derive(Clone, Debug)]
pub struct LoadedTable {
    /// The table's file name.
    pub name: String,
    /// What can be applied without a question.
    pub changes: Vec<RowChange>,
    /// What cannot, and why.
    pub refused: Vec<Refused>,
    /// What can be applied if every question is answered with yes, where that is more.
    pub confirmed: Option<Vec<RowChange>>,
    /// What was tolerated.
    pub notes: Vec<String>,
}
