//! What the portal refused: error files come onto the open book, their errors are gone through and mended, and what failed
//! is uploaded again.

use crate::book::Section;
use crate::edit::Command;
use crate::session::open_book::OpenBook;
use crate::session::refused::attach::ErrorFiles;
use crate::session::refused::groups::Groups;
use crate::session::result_line::ResultLine;
use roaring::RoaringBitmap;

/// The list of errors, and how it is gone through.
#[derive(Default)]
pub struct Triage {
    /// The errors that stand, as of the last change.
    pub groups: Groups,
    /// The mark that was shown last, and where it stood in the list.
    pub at: Option<(u32, usize)>,
    /// It is to be scrolled to in so many frames: what stands below the list takes its room only after the first.
    pub reveal: u8,
}

/// What a user wishes of the errors.
#[derive(Clone, Debug)]
pub enum RefusedWish {
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

impl RefusedWish {
    /// Whether it changes what the journal holds.
    pub fn edits(&self) -> bool {
        !matches!(self, RefusedWish::Show(_))
    }
}

impl OpenBook {
    /// Carries a wish out.
    pub fn refused(&mut self, wish: RefusedWish) {
        match wish {
            RefusedWish::Attach(files, uploaded) => self.attach(files, uploaded),
            RefusedWish::Show(mark) => self.show_error(mark),
            RefusedWish::PutBack(rows) => self.done(Command::Restore { rows }),
            RefusedWish::Dismiss(marks) => self.done(Command::Dismiss { marks }),
            RefusedWish::DismissOf(section, row) => {
                let marks = self.book.error_marks(section, row).collect();
                self.done(Command::Dismiss { marks });
            }
        }
    }

    fn done(&mut self, command: Command) {
        let words = self.apply(command);
        self.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
    }

    /// Goes to the record of an error.
    fn show_error(&mut self, mark: u32) {
        let place = self.triage.groups.places().iter().position(|&m| m == mark);
        self.triage.at = place.map(|place| (mark, place));
        self.triage.reveal = 2;
        if let Some((_, Some((section, row)))) = self.book.errors().mark(mark) {
            self.reveal(section, row);
        }
    }

    /// Goes to the next or previous error in the list, over all sheets and around its end.
    pub fn walk_errors(&mut self, forward: bool) {
        let marks = self.triage.groups.places();
        if marks.is_empty() {
            self.result = Some(ResultLine::new("No error of the portal stands."));
            return;
        }
        let next = match (self.triage.at, forward) {
            (None, true) => 0,
            (None, false) => marks.len() - 1,
            // Where it is mended, the next stands in its place.
            (Some((mark, place)), true) if marks.get(place) == Some(&mark) => (place + 1) % marks.len(),
            (Some((_, place)), true) => place % marks.len(),
            (Some((_, place)), false) => place.min(marks.len()).checked_sub(1).unwrap_or(marks.len() - 1),
        };
        self.show_error(marks[next]);
    }

    /// Changed records that the portal refused in the last upload that said them, whatever was done about it since.
    pub fn failed(&self) -> Vec<(Section, u32)> {
        let refused = self.book.errors().refused();
        let mut failed: Vec<_> = refused.filter(|&(section, row)| self.view(section).changed.contains(row)).collect();
        failed.sort_unstable();
        failed.dedup();
        failed
    }
}
