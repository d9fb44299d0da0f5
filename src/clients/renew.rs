//! Making the summary of a book again, from what is kept of it. It writes nothing and takes no lock, so it may be done while
//! another window has the book open.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::UNIX_EPOCH;

use super::folders::KeptBook;
use super::summary::{BookSummary, SeenBook};
use crate::book::{Book as OpenBook, SourceKind};
use crate::disk::plain;
use crate::portal;
use crate::rules::Findings;
use crate::store::copies;
use crate::store::journal::{self, Head, JournalMark, Resumed};
use crate::store::merged;
use crate::store::{BookFacts, Home};
use crate::values::Day;
use crate::work::Progress;

/// What is said of a book of which no journal says what its files were.
pub const STEPS_DAMAGED: &str = "the file of your steps is damaged. Open the download's own file to see what is left";

/// A book that is kept, read again with all that was done to it, to be looked at only. The error says why it cannot be.
pub fn read_again(home: &Home, kept: &KeptBook, progress: &Progress) -> Result<(OpenBook, Resumed), String> {
    let folder = kept.path(home);
    let head = journal::head_in(&*home.disk, &folder).ok_or(STEPS_DAMAGED)?;
    let mut book = match merged::inputs(home, &folder, &head.sources) {
        Ok(inputs) => portal::read(inputs, progress).map_err(|error| error.to_string())?,
        // No copies are kept, or one is gone: the files themselves may still be there.
        Err(why) => by_its_files(&head, progress).ok_or(why)?,
    };
    let head = Head::of(&book);
    let later = merged::books(home, &folder)?;
    let mut resumed = journal::resume_with(&*home.disk, &folder, &mut book, &head, &later)?;
    journal::take_over(&*home.disk, &folder, &mut book, &mut resumed, &head);
    Ok((book, resumed))
}

/// The book of these files, read from where they were; none unless they are there, and the same.
fn by_its_files(head: &Head, progress: &Progress) -> Option<OpenBook> {
    let paths: Vec<_> = head.sources.iter().map(|source| source.path.clone()).collect::<Option<_>>()?;
    // A pipe that has taken the place of a file would make this wait for ever.
    let all_there = paths.iter().all(|path| plain::metadata(path).is_ok());
    let book = all_there.then(|| portal::open(&paths, progress).ok()).flatten()?;
    (Head::of(&book).key() == head.key()).then_some(book)
}

/// Makes the summary of a book that is kept. None: it was stopped on the way.
pub fn renew(
    home: &Home,
    kept: &KeptBook,
    before: Option<&BookSummary>,
    (day, books): (Day, &BTreeMap<String, BookFacts>),
    progress: &Progress,
) -> Option<BookSummary> {
    let folder = kept.path(home);
    let damaged = |journal: JournalMark, why: &str| {
        // A journal without its head does not say them.
        let paths = Some(kept.paths(home)).filter(|paths| !paths.is_empty());
        let paths = paths.or_else(|| Some(before?.paths.clone())).unwrap_or_default();
        BookSummary::damaged(&kept.folder, kept.gstin.as_deref(), paths, journal, why)
    };
    let mark = match JournalMark::of(&*home.disk, &folder) {
        Ok(mark) => mark,
        Err(why) => return Some(damaged(JournalMark::default(), &why)),
    };
    let (mut book, resumed) = match read_again(home, kept, progress) {
        Ok(read) => read,
        Err(_) if progress.cancelled() => return None,
        Err(why) => return Some(damaged(mark, &why)),
    };
    let known = book.recipient.gstin().and_then(|gstin| books.get(gstin));
    book.facts = known.map_or_else(Default::default, BookFacts::facts);
    let findings = Findings::of_until(&book, day, progress)?;
    let seen = SeenBook {
        book: &book,
        log: &resumed.log,
        findings: &findings,
        day,
        uploads: &resumed.uploads,
        awaiting: resumed.awaiting,
        downloaded: downloaded_at(&book, &folder, || before.map_or(0, |before| before.downloaded)),
    };
    (!progress.cancelled()).then(|| BookSummary::of(&kept.folder, mark, &seen))
}

/// When the newest download in a book was made, as far as the disk knows: by its file, else as it was known before, else by the
/// copy that was made of it.
pub fn downloaded_at(book: &OpenBook, folder: &Path, before: impl FnOnce() -> u64) -> u64 {
    let made = |path: &Path| {
        let modified = std::fs::metadata(path).ok()?.modified().ok()?;
        let made = modified.duration_since(UNIX_EPOCH).ok()?.as_secs();
        // Some archives know no time and say 1980: there was no IMS before October 2024.
        (Some(Day::in_india(made)) >= Day::new(2024, 10, 1)).then_some(made)
    };
    let downloads = || book.files().filter(|source| source.kind == SourceKind::Download);
    let by_files = downloads().filter_map(|source| made(source.path.as_deref()?)).max();
    let by_copies = || downloads().filter_map(|source| made(&copies::path(folder, &source.hash))).max();
    by_files.or_else(|| Some(before()).filter(|&before| before > 0)).or_else(by_copies).unwrap_or(0)
}
