//! All that a journal has to tell of a book, and the fewest events that tell it.

use super::event::{Event, WroteUpload};
use crate::book::Book;
use crate::edit::Log;

/// All that a journal has to tell of a book.
#[derive(Clone, Copy)]
pub struct Contents<'a> {
    /// The book as it is.
    pub book: &'a Book,
    /// What was done to it.
    pub log: &'a Log,
    /// The uploads that were written.
    pub uploads: &'a [WroteUpload],
    /// Whether it is still to be said whether the last one was uploaded.
    pub awaiting: bool,
}

impl Contents<'_> {
    /// The events that tell it, and no more; of steps with when they were done.
    pub(crate) fn events(&self) -> Vec<(Event, u64)> {
        let steps = self.log.steps();
        let mut others = Vec::new();
        if self.log.in_force() < steps.len() {
            others.push(Event::InForce(self.log.in_force()));
        }
        others.extend(self.book.recipient.typed.clone().map(Event::Recipient));
        others.extend(self.uploads.iter().cloned().map(Event::Wrote));
        if !self.awaiting && !self.uploads.is_empty() {
            others.push(Event::Answered);
        }
        let known = self.log.decided_with().all();
        others.extend((!known.is_empty()).then_some(Event::DecidedWith(known)));
        // Behind all else: whatever changes the book takes the mark away.
        if self.log.reviewed() {
            others.push(Event::Reviewed);
        }
        let steps = steps.iter().map(|step| (Event::Do(step.command.clone()), step.when));
        steps.chain(others.into_iter().map(|event| (event, 0))).collect()
    }
}
