//! What `--decisions` names: a table of decisions, or the workbook that was given out to decide in.

use std::path::Path;

use super::{Failure, load_table, read_table, room_for, table_name};
use crate::book::Book;
use crate::cells::{self, Workbook};
use crate::edit::Command;
use crate::exchange::decisions::{Refused, Table};
use crate::exchange::given::{self, Against};
use crate::exchange::resolve::{Consent, Reader, Resolved, resolve, settle};
use crate::values::Day;
use crate::work::Progress;

/// Decisions as they were read from a file.
pub(super) enum DecisionsFile<'t> {
    Table(Table<'t>),
    Workbook(Box<Workbook>),
}

impl<'t> DecisionsFile<'t> {
    /// Reads a file.
    pub fn read(path: &Path, bytes: &'t [u8]) -> Result<DecisionsFile<'t>, Failure> {
        if let Some(workbook) = workbook(path, bytes)? {
            return Ok(DecisionsFile::Workbook(Box::new(workbook)));
        }
        read_table(path, bytes).map(DecisionsFile::Table)
    }

    /// What of it can be applied to a book on which nothing is decided, and what was tolerated while reading it.
    pub fn resolve(
        &self,
        path: &Path,
        book: &Book,
        consent: &Consent,
        today: Day,
    ) -> Result<(Resolved, Vec<String>), Failure> {
        match self {
            DecisionsFile::Table(table) => {
                room_for(path, table)?;
                Ok((resolve(book, table, consent, Reader::CommandLine, today), table.notes.clone()))
            }
            DecisionsFile::Workbook(workbook) => {
                let returned = given::read(book, workbook, Against::Portal, &Progress::default());
                let returned = returned.map_err(|what| Failure(format!("{}: {what}", table_name(path))))?;
                Ok((settle(book, returned.entries, returned.refused, consent, today), returned.notes))
            }
        }
    }
}

/// Decides on a book what a file says; gives back what is refused. Nothing is written, so nothing has to be confirmed.
pub(super) fn apply(book: &mut Book, path: &Path, today: Day) -> Result<Vec<Refused>, Failure> {
    let bytes = load_table(path)?;
    let (resolved, _) = DecisionsFile::read(path, &bytes)?.resolve(path, book, &Consent::to_all(), today)?;
    Command::table("", resolved.changes).apply(book);
    Ok(resolved.refused)
}

/// The workbook that was given out, if it is that. A different one is not taken for it.
fn workbook(path: &Path, bytes: &[u8]) -> Result<Option<Workbook>, Failure> {
    if !bytes.starts_with(b"PK\x03\x04") && !bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Ok(None);
    }
    let name = table_name(path);
    let opened = cells::read(&name, bytes.to_vec(), &Progress::default());
    let opened = opened.map_err(|refused| Failure(format!("{name}: this workbook cannot be read. {refused}")))?;
    Ok(opened.workbooks.into_iter().find(given::is_given))
}
