//! Saving the decisions or a list as a table, and reading a table of decisions.

use std::path::Path;

use crate::book::{Action, Book};
use crate::cells;
use crate::disk;
use crate::disk::paths::name_of;
use crate::edit::{Change, RowChange};
use crate::exchange::decisions::{self, Refused, Table};
use crate::exchange::given;
use crate::exchange::resolve::{Consent, Reader, resolve};
use crate::session::export::back::{TakenBack, taken_back};
use crate::values::{Day, grouped};
use crate::work::Progress;

/// What came of saving a table.
pub struct SavedTable {
    /// How many records it has.
    pub records: u64,
    /// How many of them it does not give back as they are (see [`saved::lost`]).
    pub lost: u64,
}

/// Decisions that were read from a file.
pub enum ReadDecisions {
    /// A table.
    Table(LoadedTable),
    /// A workbook to decide in that came back.
    Given(Box<TakenBack>),
}

/// Reads decisions: a table, or a workbook to decide in.
pub fn read_decisions(
    book: &Book,
    path: &Path,
    asks: bool,
    day: Day,
    progress: &Progress,
) -> Result<ReadDecisions, String> {
    let shown = path.display();
    let bytes = std::fs::read(path).map_err(|e| format!("{shown}: cannot be read: {}", disk::words(&e)))?;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let opened = cells::read(&name_of(path), bytes, progress).map_err(|why| format!("{shown}: {why}"))?;
        let workbook = opened.workbooks.iter().find(|workbook| given::is_given(workbook));
        let workbook = workbook.ok_or_else(|| format!("{shown}: {NOT_GIVEN}"))?;
        return taken_back(book, workbook, name_of(path), day, progress).map(Box::new).map(ReadDecisions::Given);
    }
    let table = decisions::read(&bytes).map_err(|why| format!("{shown}: {why}"))?;
    Ok(ReadDecisions::Table(loaded(book, &table, name_of(path), asks, day)))
}

/// What is said of any other workbook.
const NOT_GIVEN: &str = "this workbook holds no decisions: only a \"Workbook to decide in\" that came back holds some";

/// What of a table can be applied to a book; `asks`: the user is to see it first.
pub fn loaded(book: &Book, table: &Table<'_>, name: String, asks: bool, day: Day) -> LoadedTable {
    let resolved = resolve(book, table, &Consent::default(), Reader::Window, day);
    let asked = !resolved.refused.is_empty() || resolved.changes.is_empty();
    let all = if asked { resolve(book, table, &Consent::to_all(), Reader::Window, day).changes } else { Vec::new() };
    let confirmed = (all.len() > resolved.changes.len()).then_some(all);
    LoadedTable {
        name,
        changes: resolved.changes,
        refused: resolved.refused,
        confirmed,
        notes: table.notes.clone(),
        asks,
    }
}

/// What is saved as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableOf {
    /// The decisions.
    Decisions,
    /// The list of what a newer download changed.
    Changes,
    /// The suppliers that are shown.
    Suppliers,
    /// The figures of the page *Credit*.
    Credit,
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
    /// Whether nothing is applied before the user has seen what: it was opened where a file of the portal is expected.
    pub asks: bool,
}

/// What changes do, in words: `Accept 60 · Reject 30 · remarks 30`.
pub fn changes_in_words(changes: &[RowChange]) -> String {
    let count = |has: &dyn Fn(&Change) -> bool| changes.iter().filter(|(_, _, change)| has(change)).count() as u64;
    let mut parts: Vec<(&str, u64)> = [Action::Accept, Action::Reject, Action::Pending, Action::NoAction]
        .map(|action| (action.name(), count(&|change| change.action == Some(action))))
        .to_vec();
    parts.push(("remarks", count(&|change| change.remarks.is_some())));
    parts.push(("answers to \"ITC to be reduced?\"", count(&|change| change.answer.is_some())));
    parts.push(("notes", count(&|change| change.note.is_some())));
    let filled = parts.into_iter().filter(|(_, n)| *n > 0);
    filled.map(|(name, n)| format!("{name} {}", grouped(n))).collect::<Vec<_>>().join(" · ")
}
