//! Going through what a newer download changed.

use super::NewerRequest;
use crate::book::Section;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::newer::list::{self, Lists};

impl Session {
    /// Carries out what needs nothing but the book.
    pub fn newer(&mut self, wanted: NewerRequest) {
        match wanted {
            NewerRequest::OfUpload(on) => self.changes.of_upload = on,
            NewerRequest::Turn(what) => {
                if !self.changes.turned.remove(&what) {
                    self.changes.turned.insert(what);
                }
            }
            NewerRequest::Show(section, row) => self.show_change(section, row),
            NewerRequest::Leave(rows) => self.leave_set_aside(&rows),
            // These need a job or a dialog.
            NewerRequest::Bring(_) | NewerRequest::TakeUp(..) | NewerRequest::Export => {}
        }
    }

    /// Derives the lists again where a step changed them.
    pub(in crate::session) fn renew_changes(&mut self) {
        let key = list::key(&self.log);
        if key != self.changes.lists.key {
            let (merges, decided) = (list::merges(&self.log), self.changes.decided(&self.log).clone());
            self.look(Purpose::Changes, move |book, _, progress| {
                let lists = Lists::of(book, &merges, &decided, key.clone(), progress)?;
                Some(Box::new(move |open| {
                    open.changes.lists = lists;
                    open.changes.renew_picks(&open.book, &open.log);
                }))
            });
        }
        self.changes.renew_picks(&self.book, &self.log);
    }

    /// Whether the list is to scroll to the record that was shown last. It is so for two frames: what is below the list takes
    /// its room only after the first.
    pub fn reveals_change(&mut self) -> bool {
        let reveals = self.changes.reveal > 0;
        self.changes.reveal -= u8::from(reveals);
        reveals
    }

    /// The record that is shown in full, of which the buttons are: the one that was gone to, as long as it is the marked one.
    pub fn change_in_full(&self) -> Option<(Section, u32)> {
        let at = self.changes.at.filter(|_| self.changes.shows_at())?;
        let marked = if self.book.sheet(at.0).in_force(at.1) { Some(at) } else { self.changes.beside };
        (self.focused() == marked).then_some(at)
    }

    /// Goes to a record; one that is gone is shown in the list alone.
    fn show_change(&mut self, section: Section, row: u32) {
        self.changes.at = Some((section, row));
        (self.changes.beside, self.changes.reveal) = (self.focused(), 2);
        if self.book.sheet(section).in_force(row) {
            self.reveal(section, row);
        }
    }

    /// Goes to the next or previous record of the list, around its end; while decisions wait, to the next of those.
    pub fn walk_changes(&mut self, forward: bool) {
        let waiting = if self.changes.of_upload { Vec::new() } else { self.changes.waiting() };
        let rows: Vec<(Section, u32)> = match waiting.is_empty() {
            true => self.changes.lines().filter_map(|line| line.record()).collect(),
            false => waiting.iter().map(|&(_, section, row)| (section, row)).collect(),
        };
        let at = self.changes.at.and_then(|at| rows.iter().position(|&row| row == at));
        let next = match (at, forward) {
            _ if rows.is_empty() => return,
            (None, true) => 0,
            (None, false) => rows.len() - 1,
            (Some(at), true) => (at + 1) % rows.len(),
            (Some(at), false) => at.checked_sub(1).unwrap_or(rows.len() - 1),
        };
        // One that waits is shown, though its group was closed.
        if let Some(&(what, ..)) = waiting.get(next) {
            self.changes.unfold(what);
        }
        self.show_change(rows[next].0, rows[next].1);
    }
}
