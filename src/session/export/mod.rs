//! What leaves the open book for spreadsheets and paper, and the workbook to decide in that comes back. What is to be written is
//! gathered at once; writing it is for a job.

pub mod back;
mod gathered;
mod how;

use std::path::PathBuf;

use crate::book::{Scope, Section};
use crate::session::Session;

pub use back::TakenBack;
pub use gathered::Exporting;

/// Which records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordsOf {
    /// Those on the screen, in their order.
    View,
    /// All of a sheet.
    Sheet(Section),
    /// All.
    All,
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportWhat {
    /// A workbook of records.
    Records(RecordsOf),
    /// A workbook of suppliers.
    Suppliers,
    /// A workbook of the list of clients: it is of no one book.
    Clients,
    /// A workbook of the credit: its figures with their parts.
    Credit,
    /// A workbook of what would be uploaded.
    Review,
    /// A workbook of what matches with the register and what does not.
    Matches,
    /// A workbook to decide in.
    Decide(RecordsOf),
    /// The summary for approval, a page.
    Summary,
    /// The working paper, a page.
    Working,
    /// Letters to suppliers, into a folder.
    Letters,
}

/// What the user asks to be written.
#[derive(Clone, Debug)]
pub struct ToExport {
    /// What.
    pub what: ExportWhat,
    /// Whether internal notes are in it.
    pub notes: bool,
    /// Where: a file, or for letters a folder.
    pub path: PathBuf,
    /// Whether files that are there are replaced.
    pub replace: bool,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// What.
    pub what: ExportWhat,
    /// The files, with their sizes.
    pub files: Vec<(PathBuf, u64)>,
    /// How many records, suppliers or clients it has; 0 of pages.
    pub count: u64,
    /// How many files are in the folder of letters that are not of these letters.
    pub older: u64,
}

impl ExportWhat {
    /// What a file's name says of it.
    pub fn in_file_name(self) -> &'static str {
        match self {
            ExportWhat::Records(_) => "records",
            ExportWhat::Suppliers => "suppliers",
            ExportWhat::Clients => "clients",
            ExportWhat::Credit => "credit",
            ExportWhat::Review => "review",
            ExportWhat::Matches => "matches",
            ExportWhat::Decide(_) => "to-decide",
            ExportWhat::Summary => "summary",
            ExportWhat::Working => "working-paper",
            ExportWhat::Letters => "to-suppliers",
        }
    }

    /// How its file ends; none of a folder.
    pub fn ending(self) -> Option<&'static str> {
        match self {
            ExportWhat::Letters => None,
            ExportWhat::Summary | ExportWhat::Working => Some("html"),
            _ => Some("xlsx"),
        }
    }

    /// Whether it can hold internal notes.
    pub fn can_hold_notes(self) -> bool {
        matches!(self, ExportWhat::Records(_) | ExportWhat::Review | ExportWhat::Decide(_) | ExportWhat::Working)
    }
}

impl Session {
    /// Which records can be written, from the fewest, and how many they are.
    pub fn records_to_export(&self) -> Vec<(RecordsOf, u64)> {
        let in_force = |scope: Scope| u64::from(self.view(scope).counts.all());
        let all = (RecordsOf::All, in_force(Scope::All));
        let Some(scope) = self.scope() else { return vec![all] };
        let view = (RecordsOf::View, self.view(scope).rows.len() as u64);
        let sheet = scope.section().map(|section| (RecordsOf::Sheet(section), in_force(scope)));
        std::iter::once(view).chain(sheet).chain([all]).collect()
    }

    /// What records are called on the screen.
    pub fn records_in_words(&self, of: RecordsOf) -> String {
        match (of, self.scope()) {
            (RecordsOf::View, Some(scope)) if self.view(scope).filter.is_empty() => "The rows on the screen".to_owned(),
            (RecordsOf::View, _) => "The rows on the screen, as they are filtered".to_owned(),
            (RecordsOf::Sheet(section), _) => format!("All of {}", section.sheet_name()),
            (RecordsOf::All, _) => "All sheets".to_owned(),
        }
    }
}
