//! Steps that turn much of the book around run on a job; the window shows the last good state until it ends.

use super::tasks::Reworking;
use crate::app::desk::Desk;
use crate::app::desk::tasks::{BROKE, Task};
use crate::book::Book;
use crate::edit::{Command, RowChange};
use crate::session::RightSide;
use crate::session::heavy_steps::Rework;
use crate::session::result_line::ResultLine;
use crate::work::Progress;
use crate::work::job::{Job, State};

/// A table of more rows is applied on a job.
const AT_ONCE: usize = 10_000;

impl Desk {
    /// Carries such a step out.
    pub(crate) fn rework(&mut self, rework: Rework) {
        let Some(open) = &mut self.open else { return };
        if matches!(&rework, Rework::Bring(bring) if bring.uploaded) {
            open.was_uploaded();
        }
        let words = match &rework {
            Rework::Bring(_) => "Bringing the newer download in",
            Rework::Travel(_) => "Going to that step",
            Rework::Apply(..) => "Applying the decisions",
            Rework::Register(_) => "Importing the register",
        };
        let (book, log, day) = (open.book().clone(), open.log().clone(), open.day());
        let work = move |_: &Progress| Box::new(rework.carry_out(Book::clone(&book), log, day));
        self.task = Some(Task::Rework(Job::start(&self.wake, words, work)));
    }

    /// Applies a table of decisions as one step; `line` says what comes behind the step's words.
    pub(crate) fn apply_rows(&mut self, what: String, rows: Vec<RowChange>, line: ResultLine) {
        let Some(open) = &mut self.open else { return };
        let large = rows.len() > AT_ONCE;
        let command = Command::Table { what, rows };
        if large {
            return self.rework(Rework::Apply(Box::new((command, line))));
        }
        open.apply_and_say(command, line);
    }

    /// Looks whether it is done.
    pub(crate) fn poll_rework(&mut self, mut job: Reworking) {
        match job.poll() {
            State::Running => self.task = Some(Task::Rework(job)),
            State::Done(_) if job.cancelled() => {}
            State::Done(reworked) => {
                let (brings, imports) = (reworked.brings, reworked.imports);
                if let Some(open) = &mut self.open {
                    open.take_reworked(*reworked);
                    if brings {
                        open.show_side(RightSide::NewerDownload);
                    }
                }
                if brings {
                    self.copy_sources();
                }
                if imports {
                    self.register_is_in();
                }
            }
            State::Died => self.tell("Nothing was changed", BROKE.into()),
        }
    }
}
