//! Checking the summaries against the journals, in the background: what differs is made again, book by book.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use super::file::{ClientFile, keep_all, load};
use super::folders::{KeptBook, kept_books};
use super::mark::{ClientMark, client_folder};
use super::renew::renew;
use super::summary::{BookSummary, JudgedBy};
use crate::disk;
use crate::store::journal::JournalMark;
use crate::store::{BookFacts, Home};
use crate::values::Day;
use crate::work::Progress;
use crate::work::job::{Job, State};
use crate::work::wake::Wake;

/// What was found is shown so often.
const BETWEEN_PICTURES: Duration = Duration::from_millis(50);

/// What came of looking at one book, and at the end of all.
#[derive(Debug)]
pub enum CheckedBook {
    /// The summary of this folder is as the journal is; what the user said of the client.
    Same(String, ClientMark),
    /// This one was made again.
    Renewed(Box<BookSummary>, ClientMark),
    /// These are all the books that are kept.
    All(Vec<String>),
    /// The data folder cannot be read, for this reason: it is not known which books there are.
    Unreadable(String),
}

/// What is to be kept of a check.
#[derive(Debug, Default)]
pub struct CheckedAll {
    /// The summaries that were made again.
    pub renewed: Vec<BookSummary>,
    /// The folders of all books; none where they are not known, as it was stopped or the drive is gone.
    pub folders: Option<Vec<String>>,
    /// What the user said of clients, by the first part of their folders.
    pub marks: BTreeMap<String, ClientMark>,
}

/// A check that runs.
pub struct ClientCheck {
    job: Job<()>,
    found: Receiver<CheckedBook>,
}

impl ClientCheck {
    /// Begins to check all books of a data folder, by a day and by what is known of the recipients. `had`: there were some.
    pub fn start(wake: &Wake, home: Home, day: Day, books: BTreeMap<String, BookFacts>, had: bool) -> ClientCheck {
        let (tell, found) = mpsc::channel();
        let woken = wake.clone();
        let work = move |progress: &Progress| {
            // A folder that is not there any more has no names in it.
            let gone = if had { gone(&home) } else { None };
            if let Some(why) = gone {
                return send(&tell, CheckedBook::Unreadable(why));
            }
            let tell = |checked| {
                send(&tell, checked);
                // Many in one picture.
                woken.after(BETWEEN_PICTURES);
            };
            let CheckedAll { renewed, folders, marks } = check_all(&home, &load(&home), (day, &books), progress, tell);
            if let Some(folders) = folders {
                // What cannot be written is made again the next time.
                let _ = keep_all(&home, renewed, &folders, marks);
            }
        };
        ClientCheck { job: Job::start(wake, "Checking clients", work), found }
    }

    /// What was found since it was last asked.
    pub fn found(&self) -> Vec<CheckedBook> {
        self.found.try_iter().collect()
    }

    /// Whether it has ended; what it found last may still be waiting.
    pub fn ended(&mut self) -> bool {
        !matches!(self.job.poll(), State::Running)
    }
}

impl Drop for ClientCheck {
    fn drop(&mut self) {
        self.job.cancel();
    }
}

/// Why the data folder, in which there were books, cannot be read now.
fn gone(home: &Home) -> Option<String> {
    match home.disk.names(&home.folder) {
        Ok(names) if names.is_empty() => Some("nothing is there any more".to_owned()),
        Ok(_) => None,
        Err(e) => Some(disk::words(&e)),
    }
}

fn send(to: &Sender<CheckedBook>, checked: CheckedBook) {
    // It is dropped with the list that it was for.
    let _ = to.send(checked);
}

/// Looks at every book that is kept, those first that are quick.
pub fn check_all(
    home: &Home,
    known: &ClientFile,
    (day, books): (Day, &BTreeMap<String, BookFacts>),
    progress: &Progress,
    tell: impl Fn(CheckedBook),
) -> CheckedAll {
    let kept = match kept_books(home, known) {
        Ok(kept) => kept,
        Err(e) => {
            tell(CheckedBook::Unreadable(disk::words(&e)));
            return CheckedAll::default();
        }
    };
    progress.expect(kept.len() as u64);
    let mut marks: BTreeMap<String, ClientMark> = BTreeMap::new();
    let mut differ: Vec<(&KeptBook, ClientMark)> = Vec::new();
    for book in &kept {
        if progress.cancelled() {
            return CheckedAll::default();
        }
        let of = client_folder(&book.folder);
        // What cannot be read just now is as it was.
        let read = || ClientMark::read(home, of).unwrap_or_else(|_| known.mark(of));
        let said = marks.entry(of.to_owned()).or_insert_with(read).clone();
        let facts = book.gstin.as_ref().and_then(|gstin| books.get(gstin)).map(BookFacts::facts).unwrap_or_default();
        let same = known.of(&book.folder).is_some_and(|summary| {
            let journal = JournalMark::of(&*home.disk, &book.path(home));
            journal.is_ok_and(|journal| summary.is_of(&journal, &JudgedBy::by(day, &facts)))
        });
        match same {
            true => tell(CheckedBook::Same(book.folder.clone(), said)),
            false => differ.push((book, said)),
        }
    }
    let folders: Vec<String> = kept.iter().map(|book| book.folder.clone()).collect();
    tell(CheckedBook::All(folders.clone()));
    let mut renewed = Vec::new();
    for (book, said) in differ {
        let Some(summary) = renew(home, book, known.of(&book.folder), (day, books), progress) else { break };
        // Where the drive was pulled out meanwhile, nothing is wrong with the book.
        if summary.problem.is_some()
            && let Some(why) = gone(home)
        {
            tell(CheckedBook::Unreadable(why));
            return CheckedAll::default();
        }
        tell(CheckedBook::Renewed(Box::new(summary.clone()), said));
        renewed.push(summary);
        progress.advance(1);
    }
    CheckedAll { renewed, folders: Some(folders), marks }
}
