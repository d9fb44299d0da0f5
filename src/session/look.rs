//! Looking through the whole book: at once if it is small, else in the background while the last good state is shown.

use std::sync::Arc;

use crate::book::Book;
use crate::rules::Findings;
use crate::session::Session;
use crate::session::background::{Finish, Purpose};
use crate::session::result_line::ResultLine;
use crate::work::Progress;

/// Books of at most this many records are looked through at once: that takes less than a frame.
const AT_ONCE: u64 = 50_000;

impl Session {
    /// Looks through the book, at once or in the background.
    pub fn look(
        &mut self,
        purpose: Purpose,
        work: impl Fn(&Book, &Findings, &Progress) -> Option<Finish<Session>> + Send + Sync + 'static,
    ) {
        let rows: u64 = self.book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
        self.look_within(AT_ONCE, rows, purpose, work);
    }

    /// The same: at once if there are no more than that.
    pub(in crate::session) fn look_within(
        &mut self,
        at_once: u64,
        these: u64,
        purpose: Purpose,
        work: impl Fn(&Book, &Findings, &Progress) -> Option<Finish<Session>> + Send + Sync + 'static,
    ) {
        if these <= at_once {
            self.background.end(purpose);
            if let Some(finish) = work(&self.book, &self.findings, &Progress::default()) {
                finish(self);
            }
            return;
        }
        self.background.add(purpose, work);
        self.background.send(&self.book, &self.findings);
    }

    /// Takes what was found in the background, one by one: what the first changes may start the others again.
    pub fn poll_background(&mut self) {
        self.work_on_register();
        self.work_on_gstr_2b();
        self.background.send(&self.book, &self.findings);
        while let Some(found) = self.background.found() {
            match found {
                Some(finish) => finish(self),
                None => {
                    self.result = Some(ResultLine::bad(
                        "IMS Desk broke while looking for this. Nothing was \
                     changed.",
                    ))
                }
            }
            self.background.send(&self.book, &self.findings);
        }
    }

    /// Whether a key or click must wait for something that is being looked for, as it may depend on it.
    pub fn keys_wait(&self) -> bool {
        let shown = self.scope();
        self.goes_to_hit()
            || self.background.keys_wait(shown, shown.is_some_and(|scope| self.view(scope).filter.reads_findings()))
    }

    /// The book, to write to it: what reads it in the background lets go first, so it is never copied.
    pub(super) fn book_mut(&mut self) -> &mut Book {
        self.background.stop();
        Arc::make_mut(&mut self.book)
    }
}
