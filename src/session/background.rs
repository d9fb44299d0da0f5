//! Errands: whatever looks through the whole of a large book does so on a thread, and the window shows the last good
//! state until it comes back. Small books are looked through at once.
//!
//! An errand shares the book. Whoever wants to write to it stops the errands first (they let go within a few
//! milliseconds); they set out again with the book as it then is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::book::{Book, Section};
use crate::rules::Findings;
use crate::session::open_book::OpenBook;
use crate::session::result_line::ResultLine;
use crate::work::Progress;
use crate::work::job::{Job, State};
use crate::work::wake::Wake;

/// Books of up to so many records are looked through at once: that takes less than a frame.
const AT_ONCE: u64 = 50_000;

/// An errand that takes longer is told of.
const LONG: Duration = Duration::from_millis(200);

/// What an errand is for. A newer one takes the place of an older one for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The rows of a sheet's view.
    View(Section),
    /// Rows to select.
    Select,
    /// The values of a column.
    Values,
    /// The findings.
    Validate,
    /// The text of rows to copy.
    Copy,
    /// What is counted over the whole book.
    Tally,
    /// What newer downloads changed.
    Changes,
}

/// What is done with what an errand found.
pub type Finish = Box<dyn FnOnce(&mut OpenBook) + Send>;

/// Looks through the book; none if it was stopped on the way.
type Work = dyn Fn(&Book, &Findings, &Progress) -> Option<Finish> + Send + Sync;

struct Errand {
    purpose: Purpose,
    work: Arc<Work>,
    since: Instant,
    /// None while it is stopped.
    job: Option<Job<Option<Finish>>>,
}

/// The errands that are out.
#[derive(Default)]
pub struct Errands {
    wake: Wake,
    out: Vec<Errand>,
    /// Nobody waits for these any more, but they hold the book until they hear of it.
    leaving: Vec<Job<Option<Finish>>>,
}

impl Errands {
    /// None yet; their ends wake this window.
    pub fn new(wake: &Wake) -> Errands {
        Errands { wake: wake.clone(), ..Errands::default() }
    }

    /// Whether one is out for this.
    pub fn out_for(&self, purpose: Purpose) -> bool {
        self.out.iter().any(|errand| errand.purpose == purpose)
    }

    /// Whether one of them takes so long that somebody might wonder.
    pub fn take_long(&self) -> bool {
        self.out.iter().any(|errand| errand.since.elapsed() >= LONG)
    }

    /// Whether any is out.
    pub fn any(&self) -> bool {
        !self.out.is_empty()
    }

    /// Whether one is out that a key or click may depend on. What is only counted is waited for by none; `judged`: what is
    /// shown depends on the findings.
    pub fn keys_wait(&self, judged: bool) -> bool {
        self.out.iter().any(|errand| match errand.purpose {
            Purpose::Tally => false,
            Purpose::Validate => judged,
            _ => true,
        })
    }

    /// Stops them all, and returns once none of them holds the book. They set out again by [`Errands::send`].
    pub fn stop(&mut self) {
        let jobs = self.out.iter_mut().filter_map(|errand| errand.job.take());
        let jobs: Vec<_> = jobs.chain(self.leaving.drain(..)).collect();
        jobs.iter().for_each(Job::cancel);
        jobs.into_iter().for_each(Job::wait);
    }

    /// Forgets the one that is out for this.
    fn forget(&mut self, purpose: Purpose) {
        self.leaving.retain_mut(|job| matches!(job.poll(), State::Running));
        for errand in self.out.extract_if(.., |errand| errand.purpose == purpose) {
            self.leaving.extend(errand.job.inspect(Job::cancel));
        }
    }

    /// Sends out those that are not on their way.
    fn send(&mut self, book: &Arc<Book>, findings: &Arc<Findings>) {
        for errand in self.out.iter_mut().filter(|errand| errand.job.is_none()) {
            let (book, findings, work) = (book.clone(), findings.clone(), errand.work.clone());
            errand.job = Some(Job::start(&self.wake, "", move |progress| work(&book, &findings, progress)));
        }
    }

    /// What one of them came back with.
    fn back(&mut self) -> Option<Option<Finish>> {
        for place in 0..self.out.len() {
            let found = match self.out[place].job.as_mut().map(Job::poll) {
                None | Some(State::Running) => continue,
                Some(State::Done(finish)) => finish,
                Some(State::Died) => None,
            };
            self.out.remove(place);
            return Some(found);
        }
        None
    }
}

impl OpenBook {
    /// Looks through the book, at once or with an errand.
    pub fn look(
        &mut self,
        purpose: Purpose,
        work: impl Fn(&Book, &Findings, &Progress) -> Option<Finish> + Send + Sync + 'static,
    ) {
        let rows: u64 = self.book.sheets().iter().map(|sheet| u64::from(sheet.rows())).sum();
        if rows <= AT_ONCE {
            if let Some(finish) = work(&self.book, &self.findings, &Progress::default()) {
                finish(self);
            }
            return;
        }
        self.errands.forget(purpose);
        self.errands.out.push(Errand { purpose, work: Arc::new(work), since: Instant::now(), job: None });
        self.errands.wake.after(LONG);
        self.errands.send(&self.book, &self.findings);
    }

    /// Takes what errands found, one by one: what the first changes may send the others out again.
    pub fn poll_errands(&mut self) {
        self.errands.send(&self.book, &self.findings);
        while let Some(found) = self.errands.back() {
            match found {
                Some(finish) => finish(self),
                None => self.result = Some(ResultLine::bad("Something in this program broke while looking for this.")),
            }
            self.errands.send(&self.book, &self.findings);
        }
    }

    /// Whether an errand is out that a key or click must wait for, as it may depend on it.
    pub fn keys_wait(&self) -> bool {
        self.errands.keys_wait(self.section().is_some_and(|section| self.view(section).filter.reads_findings()))
    }

    /// The book, to write to it: whoever reads it lets go first, so it is never copied.
    pub fn book_mut(&mut self) -> &mut Book {
        self.errands.stop();
        Arc::make_mut(&mut self.book)
    }
}
