//! What the portal refused: error files come onto the open book, their errors are gone through and mended, and what failed
//! is uploaded again.

use super::error_files::ErrorFiles;
use crate::book::Section;
use crate::session::refused::groups::Groups;
use roaring::RoaringBitmap;

/// The list of errors, and how it is gone through.
#[derive(Default)]
pub struct Triage {
    /// The errors that stand, as of the last change.
    pub groups: Groups,
    /// The mark that was shown last, and where it stood in the list.
    pub at: Option<(u32, usize)>,
    /// The record that was marked then: an error that fits no record is shown in full as long as it is.
    pub(super) beside: Option<(Section, u32)>,
    /// It is to be scrolled to in this many frames: what is below the list takes its room only after the first.
    pub(super) reveal: u8,
}

/// What a user asks for of the errors.
#[derive(Clone, Debug)]
pub enum ErrorsRequest {
    /// Attach these files; whether the last upload was uploaded, as this is what came back.
    Attach(ErrorFiles, bool),
    /// Go to the record of a mark.
    Show(u32),
    /// Put the records of these rows back as imported.
    PutBack(Vec<(Section, RoaringBitmap)>),
    /// Dismiss these marks.
    Dismiss(RoaringBitmap),
    /// Dismiss every error on this record.
    DismissOf(Section, u32),
}

impl ErrorsRequest {
    /// Whether it changes what the journal holds.
    pub fn edits(&self) -> bool {
        !matches!(self, ErrorsRequest::Show(_))
    }
}
