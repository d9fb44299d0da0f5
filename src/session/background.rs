//! Looking through the whole of a large book: on a thread, while the window shows the last good state until it comes back.
//!
//! Such a search shares the book. To write to the book, [`Background::stop`] stops all searches first (they let go within a
//! few milliseconds); [`Background::send`] starts them again on the book as it then is. So the book is never copied.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::book::{Book, Scope};
use crate::rules::Findings;
use crate::work::Progress;
use crate::work::job::{Job, State};
use crate::work::wake::Wake;

/// The window says that it looks for something once that takes longer.
const LONG: Duration = Duration::from_millis(200);

/// What a search is for. A newer one takes the place of an older one for the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The rows of the view of a sheet, or of all.
    View(Scope),
    /// Rows to select.
    Select,
    /// What an action would act on.
    Targets,
    /// The values of a column.
    Values,
    /// Those of them that have what is searched.
    ValueSearch,
    /// The filter of a column, of what was ticked or pasted.
    Filter,
    /// The next record of a walk.
    Walk,
    /// What is looked for in all columns.
    Search,
    /// Where the rows that have it are on the screen.
    Places,
    /// What the rows of the view add up to by action.
    Sums,
    /// The findings.
    Validate,
    /// The text of rows to copy.
    Copy,
    /// What is counted over the whole book.
    Counts,
    /// The figures of the page *Credit*.
    CreditPage,
    /// The records beside the portal's GSTR-2B.
    TieOut,
    /// The records behind one of them.
    CreditRecords,
    /// What newer downloads changed.
    Changes,
    /// The vouchers that the sheet *Register* shows.
    Vouchers,
    /// Matching with the register.
    Match,
    /// What the overview of the matches counts.
    Overview,
    /// The focused record beside its voucher.
    Beside,
    /// What other settings of matching would change.
    MatchSettings,
    /// The lines of suppliers.
    Suppliers,
    /// Which of them are shown.
    SupplierList,
    /// What other downloads say of them.
    OtherDownloads,
    /// The focused one, sheet by sheet.
    FocusedSupplier,
    /// What an action on suppliers would do; each question has a number.
    SupplierQuestion(u64),
}

/// What is done with what was found, to the owner of the book.
pub type Finish<Owner> = Box<dyn FnOnce(&mut Owner) + Send>;

/// Looks through the book; none if it was stopped on the way.
type Work<Owner> = dyn Fn(&Book, &Findings, &Progress) -> Option<Finish<Owner>> + Send + Sync;

struct Search<Owner> {
    purpose: Purpose,
    work: Arc<Work<Owner>>,
    since: Instant,
    /// None while it is stopped.
    job: Option<Job<Option<Finish<Owner>>>>,
}

/// The searches that run.
pub struct Background<Owner> {
    wake: Wake,
    running: Vec<Search<Owner>>,
    /// What these find is not wanted any more, but they hold the book until they stop.
    leaving: Vec<Job<Option<Finish<Owner>>>>,
}

impl<Owner: 'static> Background<Owner> {
    /// None runs yet; their ends wake this window.
    pub fn new(wake: &Wake) -> Background<Owner> {
        Background { wake: wake.clone(), running: Vec::new(), leaving: Vec::new() }
    }

    /// Whether one runs for this.
    pub fn runs_for(&self, purpose: Purpose) -> bool {
        self.running.iter().any(|search| search.purpose == purpose)
    }

    /// Whether one of them takes so long that the window should say so.
    pub fn takes_long(&self) -> bool {
        self.running.iter().any(|search| search.since.elapsed() >= LONG)
    }

    /// Whether any runs.
    pub fn any(&self) -> bool {
        !self.running.is_empty()
    }

    /// Whether one runs that a key or click may depend on; none waits for what is only counted, or for rows that are not on
    /// the screen. `judged`: what is shown depends on the findings.
    pub fn keys_wait(&self, shown: Option<Scope>, judged: bool) -> bool {
        self.running.iter().any(|search| match search.purpose {
            Purpose::Counts | Purpose::Search | Purpose::Places | Purpose::Sums => false,
            Purpose::FocusedSupplier | Purpose::OtherDownloads => false,
            Purpose::CreditPage
            | Purpose::TieOut
            | Purpose::Match
            | Purpose::Overview
            | Purpose::Beside
            | Purpose::MatchSettings => false,
            Purpose::View(scope) => Some(scope) == shown,
            Purpose::Validate => judged,
            _ => true,
        })
    }

    /// Stops them all, and returns once none of them holds the book.
    pub fn stop(&mut self) {
        let jobs = self.running.iter_mut().filter_map(|search| search.job.take());
        let jobs: Vec<_> = jobs.chain(self.leaving.drain(..)).collect();
        jobs.iter().for_each(Job::cancel);
        jobs.into_iter().for_each(Job::wait);
    }

    /// Ends what runs for this; what it finds is not wanted any more.
    pub fn end(&mut self, purpose: Purpose) {
        for search in self.running.extract_if(.., |search| search.purpose == purpose) {
            self.leaving.extend(search.job.inspect(Job::cancel));
        }
    }

    /// Adds one; it begins with [`Background::send`].
    pub fn add(
        &mut self,
        purpose: Purpose,
        work: impl Fn(&Book, &Findings, &Progress) -> Option<Finish<Owner>> + Send + Sync + 'static,
    ) {
        self.leaving.retain_mut(|job| matches!(job.poll(), State::Running));
        self.end(purpose);
        self.running.push(Search { purpose, work: Arc::new(work), since: Instant::now(), job: None });
        self.wake.after(LONG);
    }

    /// Starts those that do not run.
    pub fn send(&mut self, book: &Arc<Book>, findings: &Arc<Findings>) {
        for search in self.running.iter_mut().filter(|search| search.job.is_none()) {
            let (book, findings, work) = (book.clone(), findings.clone(), search.work.clone());
            search.job = Some(Job::start(&self.wake, "", move |progress| work(&book, &findings, progress)));
        }
    }

    /// What one of them found; within it none if it broke.
    pub fn found(&mut self) -> Option<Option<Finish<Owner>>> {
        for place in 0..self.running.len() {
            let found = match self.running[place].job.as_mut().map(Job::poll) {
                None | Some(State::Running) => continue,
                Some(State::Done(finish)) => finish,
                Some(State::Died) => None,
            };
            self.running.remove(place);
            return Some(found);
        }
        None
    }
}
