//! Going through the errors of the portal, and mending them.

use super::ErrorsRequest;
use crate::book::Section;
use crate::edit::Command;
use crate::session::Session;
use crate::session::result_line::ResultLine;

impl Session {
    /// Carries a request out.
    pub fn refused(&mut self, wanted: ErrorsRequest) {
        match wanted {
            ErrorsRequest::Attach(files, uploaded) => self.attach(files, uploaded),
            ErrorsRequest::Show(mark) => self.show_error(mark),
            ErrorsRequest::PutBack(rows) => self.done(Command::Restore { rows }),
            ErrorsRequest::Dismiss(marks) => self.done(Command::Dismiss { marks }),
            ErrorsRequest::DismissOf(section, row) => {
                let marks = self.book.error_marks(section, row).collect();
                self.done(Command::Dismiss { marks });
            }
        }
    }

    fn done(&mut self, command: Command) {
        let words = self.apply(command);
        self.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
    }

    /// The error that is shown in full, of which its buttons are: the one that was gone to, as long as its record is the marked one;
    /// else the first of the marked record, if it has any.
    pub fn error_in_full(&self) -> Option<u32> {
        let focused = self.focused();
        let of_marked = |&mark: &u32| match self.book.errors().mark(mark) {
            Some((_, Some(record))) => focused == Some(record),
            Some((_, None)) => focused == self.triage.beside,
            None => false,
        };
        let gone_to = self.triage.at.map(|(mark, _)| mark).filter(of_marked);
        gone_to.or_else(|| focused.and_then(|(section, row)| self.book.error_marks(section, row).next()))
    }

    /// Goes to the record of an error.
    fn show_error(&mut self, mark: u32) {
        let place = self.triage.groups.places().iter().position(|&m| m == mark);
        self.triage.at = place.map(|place| (mark, place));
        (self.triage.beside, self.triage.reveal) = (self.focused(), 2);
        if let Some((_, Some((section, row)))) = self.book.errors().mark(mark) {
            self.reveal(section, row);
        }
    }

    /// Whether the list is to scroll to the error that was shown last.
    pub fn reveals_error(&mut self) -> bool {
        let reveals = self.triage.reveal > 0;
        self.triage.reveal -= u8::from(reveals);
        reveals
    }

    /// Goes to the next or previous error in the list, over all sheets and around its end.
    pub fn walk_errors(&mut self, forward: bool) {
        let marks = self.triage.groups.places();
        if marks.is_empty() {
            self.result = Some(ResultLine::new("There is no portal error left."));
            return;
        }
        let shown = self.error_in_full().and_then(|mark| Some((mark, marks.iter().position(|&m| m == mark)?)));
        // Who goes through them and marks a record on the way goes on from there.
        let next = match (self.triage.at.map(|at| shown.unwrap_or(at)), forward) {
            (None, true) => 0,
            (None, false) => marks.len() - 1,
            // Where it is mended, the next is in its place.
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
