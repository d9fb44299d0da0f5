//! Files that are opened over an open book: the portal's error files are attached, a newer download is brought in, whatever
//! else is opened in its place. Each is asked about.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::desk::Desk;
use super::dialogs::{AttachErrors, BringNewer, Dialog, IsTable};
use super::files::{BROKE, Task, absolute, name_of};
use super::jobs::{Job, State};
use super::newer::{Newer, Outcome};
use super::opening::written_at;
use super::refused::ErrorFiles;
use super::requests::After;
use crate::book::{Book, Section};
use crate::edit::Command;
use crate::edit::merge::{Comparison, Kind, compare, refusal};
use crate::portal::errors::{self, ErrorFile};
use crate::portal::what::WrongFile;
use crate::portal::{self, ReadError};
use crate::store::journal::WroteUpload;
use crate::work::Progress;

/// What files are to the book over which they are opened.
pub enum Found {
    /// Error files of the portal.
    Errors(Vec<ErrorFile>),
    /// A newer download.
    Newer(Arc<Newer>),
    /// A download that was brought in before.
    Had,
    /// Something else.
    Other,
}

/// A look at files.
pub type Looking = Job<Result<Found, ReadError>>;

impl Desk {
    /// Opens files; over an open book it is first looked what they are to it.
    pub(super) fn open_or_attach(&mut self, paths: Vec<PathBuf>) {
        let Some(open) = self.open.as_deref().filter(|_| !paths.is_empty()) else {
            return self.ask_before(After::Open(paths));
        };
        let names: Vec<String> = paths.iter().map(|path| name_of(path)).collect();
        // Only a book that is kept or may be kept takes anything.
        let book = open.keeping.look_only().is_none().then(|| open.book.clone());
        let (awaited, files) = (open.awaited().cloned(), paths.clone());
        let work = move |progress: &Progress| look(book.as_deref(), awaited.as_ref(), files, progress);
        self.task = Some(Task::Look(Job::start(&self.ctx, format!("Reading {}", names.join(", ")), work), paths));
    }

    /// Looks whether it is known what they are.
    pub(super) fn poll_look(&mut self, mut job: Looking, paths: Vec<PathBuf>) {
        let Some(open) = self.open.as_deref() else { return };
        match job.poll() {
            State::Running => self.task = Some(Task::Look(job, paths)),
            State::Done(_) if job.cancelled() => {}
            State::Done(Ok(Found::Errors(_))) if open.look_only().is_some() => {
                let why = open.look_only().unwrap_or_default();
                self.tell("Nothing was changed", format!("{why} Open the portal's errors there."));
            }
            State::Done(Ok(Found::Errors(found))) => {
                self.dialog = Some(Dialog::Attach(AttachErrors::new(open, ErrorFiles::of(found, paths))));
            }
            State::Done(Ok(Found::Newer(newer))) => {
                self.dialog = Some(Dialog::BringNewer(Box::new(BringNewer::new(open, newer))));
            }
            State::Done(Ok(Found::Had)) => {
                self.tell("A download that is here already", "It was brought into this book before.".into());
            }
            State::Done(Err(error)) if error.cancelled => {}
            State::Done(Err(error)) => self.cannot_open(&error, paths),
            State::Done(Ok(Found::Other)) => self.ask_before(After::Open(paths)),
            State::Died => self.tell("This cannot be opened", BROKE.into()),
        }
    }
}

impl Desk {
    /// Says why files cannot be opened. A table of decisions is asked about: over the open book, or once the files that came
    /// with it are open.
    pub(super) fn cannot_open(&mut self, error: &ReadError, paths: Vec<PathBuf>) {
        let named = absolute(Path::new(&error.file));
        let is_table = |path: &PathBuf| error.wrong == Some(WrongFile::Decisions) && absolute(path) == named;
        let (tables, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_table);
        match (tables.first(), &self.open) {
            (Some(_), None) if !others.is_empty() => {
                self.arriving.extend(tables);
                self.open_or_attach(others);
            }
            (Some(table), Some(open)) if others.is_empty() && open.keeping.look_only().is_none() => {
                self.dialog = Some(Dialog::IsTable(IsTable::new(table.clone())));
            }
            _ => self.tell("This cannot be opened", error.to_string()),
        }
    }
}

fn look(
    book: Option<&Book>,
    awaited: Option<&WroteUpload>,
    paths: Vec<PathBuf>,
    progress: &Progress,
) -> Result<Found, ReadError> {
    if let Some(found) = errors::open(&paths)? {
        return Ok(Found::Errors(found));
    }
    let Some(old) = book else { return Ok(Found::Other) };
    let new = portal::open(&paths, progress)?;
    // The same files once more: the book is read again.
    if hashes(old).eq(hashes(&new)) {
        return Ok(Found::Other);
    }
    let named = (old.recipient.gstin(), new.recipient.gstin());
    let same_recipient = matches!(named, (Some(a), Some(b)) if a == b);
    if refusal(old, &new).is_some() || (named.0.is_some() && named.1.is_some() && !same_recipient) {
        return Ok(Found::Other);
    }
    if had(old, &new) {
        return Ok(Found::Had);
    }
    let comparison = compare(old, &new);
    // Files that name nobody belong together only if they have records in common.
    if !same_recipient && !in_common(&comparison) {
        return Ok(Found::Other);
    }
    let if_uploaded = awaited.map(|upload| had_it_been_uploaded(old, upload, &new));
    let emptied = comparison.emptied(old);
    let (outcome, older) = (Outcome::of(&comparison), made_before(&new, old));
    Ok(Found::Newer(Arc::new(Newer { paths, book: Arc::new(new), outcome, if_uploaded, emptied, older })))
}

fn hashes(book: &Book) -> impl Iterator<Item = &[u8; 32]> {
    book.sources().list().iter().map(|source| &source.hash)
}

/// Whether the files of a newer download count in a book already.
fn had(old: &Book, new: &Book) -> bool {
    hashes(new).all(|hash| old.files().any(|file| file.hash == *hash))
}

fn in_common(comparison: &Comparison) -> bool {
    let met = |section| {
        let sheet = comparison.sheet(section);
        sheet.others > 0 || sheet.fates.iter().any(|fate| fate.old.is_some() && fate.new.is_some())
    };
    Section::ALL.into_iter().any(met)
}

/// What would become of the records, had the last upload been uploaded; and whether the newer download holds any of it.
fn had_it_been_uploaded(old: &Book, upload: &WroteUpload, new: &Book) -> (Outcome, bool) {
    let mut old = old.clone();
    Command::Uploaded { name: upload.name.clone(), said: upload.said.clone() }.apply(&mut old);
    let comparison = compare(&old, new);
    let holds = Section::ALL.into_iter().any(|section| {
        let confirmed = comparison
            .sheet(section)
            .fates
            .iter()
            .filter(|fate| matches!(fate.kind, Kind::Confirmed | Kind::DecidedSince));
        confirmed.filter_map(|fate| fate.old).any(|row| old.sheet(section).last_said(row).is_some())
    });
    (Outcome::of(&comparison), holds)
}

/// Whether every file of a download is older than those of the book, by the dates that the disk has of them.
fn made_before(new: &Book, old: &Book) -> bool {
    let newest = new.files().filter_map(written_at).max();
    let oldest = old.files().filter_map(written_at).max();
    newest.zip(oldest).is_some_and(|(new, old)| new < old)
}
