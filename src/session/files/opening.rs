//! A book comes onto the desk: files, or kept copies of them, are read and judged on a job, with all that was done to the
//! book before.

use crate::book::{Book, Source, SourceKind, Sources};
use crate::disk::{self, plain};
use crate::edit::merge::Later;
use crate::portal::{self, ReadError};
use crate::rules::Findings;
use crate::session::keeping::journal::{Keeping, Opened};
use crate::store::BookFacts;
use crate::store::Home;
use crate::store::copies;
use crate::store::journal::{self, Resumed};
use crate::store::merged::from_copies;
use crate::values::Day;
use crate::work::Progress;
use crate::work::job::Job;
use crate::work::wake::Wake;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// A book that was read and judged: what takes long, and can be done on a job's thread.
pub struct Judged {
    /// The book.
    pub book: Book,
    /// What its journal said.
    pub came_back: Resumed,
    /// How it is kept.
    pub keeping: Keeping,
    /// What the rules say of it.
    pub findings: Findings,
    /// The day by which they judge.
    pub day: Day,
    /// When its newest download was made, as far as the disk knows.
    pub downloaded: Option<Day>,
    /// What the user calls the recipient.
    pub name: String,
    /// What the user should know of how it came back.
    pub lines: Vec<String>,
    /// Whether the files that were opened would bring back records that a different download replaced since: that is asked.
    pub brings_back: bool,
}

impl Judged {
    /// Takes up what was done to a book before, and judges it as of a day by what is known of its recipient.
    pub fn as_of(
        day: Day,
        mut book: Book,
        books: &BTreeMap<String, BookFacts>,
        home: Result<Home, String>,
        wake: &Wake,
        progress: &Progress,
    ) -> Judged {
        let opened = Keeping::open(home, &mut book, wake);
        Judged::of(day, book, books, opened, progress)
    }

    /// The same of a book of which it is read already what was done to it.
    pub(in crate::session) fn of(
        day: Day,
        mut book: Book,
        books: &BTreeMap<String, BookFacts>,
        opened: Opened,
        progress: &Progress,
    ) -> Judged {
        let Opened { came_back, keeping, lines } = opened;
        let known = book.recipient.gstin().and_then(|gstin| books.get(gstin)).cloned().unwrap_or_default();
        book.facts = known.facts();
        // None if it was stopped on the way; then no one will look at it.
        let findings = Findings::of_until(&book, day, progress).unwrap_or_default();
        let downloaded = made_on(&book);
        Judged { findings, book, came_back, keeping, day, downloaded, name: known.name, lines, brings_back: false }
    }
}

/// When a file was written, as far as the disk knows.
pub fn written_at(source: &Source) -> Option<SystemTime> {
    std::fs::metadata(source.path.as_deref()?).ok()?.modified().ok()
}

/// The day on which the newest download in a book was made. A file that was copied since may look newer, never older.
pub fn made_on(book: &Book) -> Option<Day> {
    let downloads = book.files().filter(|source| source.kind == SourceKind::Download);
    let newest = downloads.filter_map(written_at).max()?;
    let made = Day::in_india(newest.duration_since(UNIX_EPOCH).ok()?.as_secs());
    // Some archives know no time and say 1980: there was no IMS before October 2024.
    (Some(made) >= Day::new(2024, 10, 1)).then_some(made)
}

/// What is not a file any more, though it was one when it was opened, may make who opens it wait for ever.
pub fn only_files(paths: &[PathBuf]) -> Result<(), ReadError> {
    paths.iter().try_for_each(|path| match plain::metadata(path) {
        Err(e) if plain::is_not_plain(&e) => {
            let file = path.display().to_string();
            let what = format!("cannot be read: {}", disk::words(&e));
            Err(ReadError { file, place: None, what, cancelled: false, wrong: None, whose: None })
        }
        _ => Ok(()),
    })
}

/// The book in which a download that was opened by itself is already: the work goes on there.
pub fn had_by(home: &Home, book: &Book, progress: &Progress) -> Option<Book> {
    let gstin = book.recipient.gstin()?;
    let folders = home.books_of(gstin).into_iter();
    let mut had = folders.filter(|folder| {
        let merged = journal::later_in(&*home.disk, folder);
        merged.into_iter().any(|files| Later::named(files).is(book))
    });
    portal::read(from_copies(home, &had.next()?)?, progress).ok()
}

/// Copies the sources of a book into its folder, where they are not there already.
pub fn copy_sources(wake: &Wake, (home, folder): (&Home, &Path), sources: &Arc<Sources>) -> Copying {
    let (home, folder, sources) = (home.clone(), folder.to_owned(), sources.clone());
    let copy = move |sources: &Arc<Sources>| {
        sources.list().iter().try_for_each(|source| copies::keep(&*home.disk, &folder, source))
    };
    Job::start(wake, "Copying", move |_| copy(&sources).map_err(|e| disk::words(&e)))
}

/// Copies of a book's sources on their way into its folder.
pub type Copying = Job<Result<(), String>>;
