//! What is asked of workbooks and paper.

use crate::session::export::{TakenBack, ToExport};

/// What the user asks for.
#[derive(Debug)]
pub enum ExportRequest {
    /// Write this.
    Write(ToExport),
    /// Apply the decisions of a workbook that came back; with yes to what rules ask, or without.
    Apply(Box<TakenBack>, bool),
}

impl ExportRequest {
    /// Whether it changes what the book's journal holds.
    pub fn edits(&self) -> bool {
        matches!(self, ExportRequest::Apply(..))
    }
}
