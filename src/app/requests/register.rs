//! What is asked about the purchase register.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::session::register::change::SheetChange;
use crate::session::register::columns::VoucherColumn;
use crate::session::register::import::RegisterImport;
use crate::session::register::list::VoucherFilter;
use crate::view::selection::Select;

/// A register on its way into the book, which the screen that confirms it and a job that reads it again take turns to have.
#[derive(Clone)]
pub struct SharedImport(pub Arc<Mutex<RegisterImport>>);

impl fmt::Debug for SharedImport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a register")
    }
}

/// What the user asks for of the register.
#[derive(Debug)]
pub enum RegisterRequest {
    /// Ask for the file of one.
    AskFile,
    /// Ask for another file in place of this register, which is confirmed further if none is read.
    AskOther(SharedImport),
    /// Read these files as one.
    Read(Vec<PathBuf>),
    /// Change how a sheet is read.
    Change(SharedImport, usize, SheetChange),
    /// Import it.
    Import(SharedImport),
    /// Look at a part once more, and import it again in another way.
    ChangePart(u32),
    /// Remove parts, by their places.
    Remove(Vec<u32>),
    /// Show the vouchers that pass this.
    Filter(VoucherFilter),
    /// Filter the vouchers by a column, below this heading.
    Funnel(VoucherColumn, egui::Rect),
    /// Order the vouchers by a column.
    Sort(VoucherColumn),
    /// Select among the vouchers that are shown.
    Select(Select),
    /// Ask for the folder of the tables for the suppliers.
    AskFolder,
    /// Save a table for each supplier into a folder.
    SaveForSuppliers(PathBuf),
}

impl RegisterRequest {
    /// Whether it changes what the book's journal holds, or opens what does.
    pub fn edits(&self) -> bool {
        matches!(
            self,
            RegisterRequest::AskFile
                | RegisterRequest::AskOther(_)
                | RegisterRequest::Read(_)
                | RegisterRequest::Change(..)
                | RegisterRequest::Import(_)
                | RegisterRequest::ChangePart(_)
                | RegisterRequest::Remove(_)
        )
    }
}
