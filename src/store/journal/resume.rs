//! Reading a journal again: whatever is left of it is used, and what could not be is said.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::beside;
use super::contents::Contents;
use super::event::{Event, WroteUpload, done_at, merged_files};
use super::generations::{COMPLETE, Content, NEWER, Reading, Top, generations, load, path};
use super::head::Head;
use crate::book::{Book, BySection, SourceId};
use crate::disk::{self, Disk};
use crate::edit::merge::Later;
use crate::edit::{Command, Log};
use crate::values::{counted, grouped};

/// A journal with this many more events than its log has steps is written again.
const WASTE: u64 = 500;
/// A merge may leave this many times as many rows free as there are: each merge that was taken back and forgotten left some.
const SKIPPED: u64 = 64;

/// What a journal holds.
#[derive(Default)]
pub struct Resumed {
    /// The commands, carried out on the book.
    pub log: Log,
    /// The uploads that were written, the last one last.
    pub uploads: Vec<WroteUpload>,
    /// Whether it is still to be said whether the last one was uploaded.
    pub awaiting: bool,
    /// What could not be read.
    pub dropped: Option<Dropped>,
    /// Whose journal it is.
    pub kin: Kin,
    /// Its number; 0 if there is none.
    pub generation: u64,
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes, so far as it could be read.
    pub bytes: u64,
    /// Events in it.
    pub events: u64,
    /// What the user should know of how it came back.
    pub lines: Vec<String>,
    /// A new generation has to tell what came back, as not all of it is in this file.
    pub renew: bool,
}

/// Whose journal was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kin {
    /// There was none.
    #[default]
    None,
    /// This book's.
    Same,
    /// One of the same files, whose rows have other numbers: nothing of it was carried out.
    OtherRows,
}

/// What of a journal could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dropped {
    /// The file; it is kept as it is.
    pub file: PathBuf,
    /// Bytes at its end that could not be read.
    pub bytes: u64,
}

impl Resumed {
    /// The same with its book, to be written to a new journal.
    pub fn contents<'a>(&'a self, book: &'a Book) -> Contents<'a> {
        Contents { book, log: &self.log, uploads: &self.uploads, awaiting: self.awaiting }
    }

    /// Whether to begin a new generation rather than to go on at the end of this one.
    pub fn wants_new_generation(&self) -> bool {
        let wasteful = self.events > self.log.steps().len() as u64 + WASTE;
        self.kin != Kin::Same || self.dropped.is_some() || self.renew || wasteful
    }
}

/// The head of the newest journal in a folder, if one can be read there.
pub fn head_in(disk: &dyn Disk, folder: &Path) -> Option<Head> {
    newest(disk, folder, |_, reading| match reading.top {
        Top::Head(head) => Some(*head),
        _ => None,
    })
}

/// The newer downloads that the newest journal in a folder merges, each as its files: what [`resume_with`] needs.
pub fn later_in(disk: &dyn Disk, folder: &Path) -> Vec<Vec<SourceId>> {
    let mut found = newest(disk, folder, |_, reading| Some(merges(&reading))).unwrap_or_default();
    found.dedup();
    found
}

/// Whether the newest journal in a folder tells of anything that was done.
pub fn any_steps_in(disk: &dyn Disk, folder: &Path) -> bool {
    let any = |reading: &Reading| reading.behind > 0 || reading.texts.iter().any(|(text, _)| text != COMPLETE);
    newest(disk, folder, |_, reading| Some(any(&reading))).unwrap_or(false)
}

/// The answer of the newest journal that has one.
fn newest<T>(disk: &dyn Disk, folder: &Path, ask: impl Fn(u64, Reading) -> Option<T>) -> Option<T> {
    generations(disk, folder).ok()?.into_iter().find_map(|generation| {
        let bytes = load(disk, &path(folder, generation)).ok()??;
        match Reading::of(&bytes) {
            Content::Journal(reading) => ask(generation, reading),
            _ => None,
        }
    })
}

fn merges(reading: &Reading) -> Vec<Vec<SourceId>> {
    reading.texts.iter().filter_map(|(text, _)| merged_files(text)).collect()
}

/// Carries out on a book, which was just read, what its journal in this folder tells. Errors, in words: the journal cannot be
/// read at all, or a newer program wrote it; then nothing was carried out.
pub fn resume(disk: &dyn Disk, folder: &Path, book: &mut Book, head: &Head) -> Result<Resumed, String> {
    resume_with(disk, folder, book, head, &[])
}

/// The same for a journal that merges newer downloads, each read again as a book of its own. Errors, in words, and nothing was
/// carried out: one of them is missing.
pub fn resume_with(
    disk: &dyn Disk,
    folder: &Path,
    book: &mut Book,
    head: &Head,
    later: &[Arc<Book>],
) -> Result<Resumed, String> {
    let failed = |what: &Path, e: io::Error| {
        format!("{}: your earlier steps cannot be read: {}", what.display(), disk::words(&e))
    };
    let all = generations(disk, folder).map_err(|e| failed(folder, e))?;
    let mut resumed = Resumed::default();
    let mut broken: Option<(u64, Vec<u8>)> = None;
    for generation in all {
        let file = path(folder, generation);
        // Another thing than a file: see `strangers`.
        let Some(bytes) = load(disk, &file).map_err(|e| failed(&file, e))? else { continue };
        match Reading::of(&bytes) {
            Content::Unfinished => {}
            Content::Unreadable => resumed.lost(&file, bytes.len(), "nothing in it could be read"),
            Content::Journal(reading) => match rows(disk, folder, generation, &reading, head) {
                Rows::Newer => {
                    let file = file.display();
                    return Err(format!("{file}: {NEWER}. Open it with that version. Nothing was changed."));
                }
                Rows::Other => {
                    (resumed.kin, resumed.generation, resumed.file) = (Kin::OtherRows, generation, file);
                    resumed.events = (reading.texts.len() + reading.behind) as u64;
                    break;
                }
                Rows::Unknown => resumed.lost(&file, bytes.len(), "it no longer says which files it belongs to"),
                // An older one that is whole has more than the beginning of this one.
                Rows::Same if !reading.complete && broken.is_none() => broken = Some((generation, bytes)),
                Rows::Same if !reading.complete => {}
                Rows::Same => {
                    resumed.use_up(generation, file, &bytes, reading, book, later)?;
                    break;
                }
            },
        }
    }
    resumed.after_broken(folder, broken, book, later)?;
    Ok(resumed)
}

/// What the row numbers of a journal mean.
enum Rows {
    Same,
    Other,
    Unknown,
    Newer,
}

fn rows(disk: &dyn Disk, folder: &Path, generation: u64, reading: &Reading, head: &Head) -> Rows {
    match &reading.top {
        Top::Newer => Rows::Newer,
        Top::Head(found) if found.same_rows(head) => Rows::Same,
        Top::Head(_) => Rows::Other,
        Top::Damaged(bytes)
            if head.fills(bytes) && (head.is_left_in(bytes) || beside::vouches(disk, folder, generation, head)) =>
        {
            Rows::Same
        }
        Top::Damaged(_) | Top::Missing => Rows::Unknown,
    }
}

impl Resumed {
    /// A journal of which nothing could be used.
    fn lost(&mut self, file: &Path, bytes: usize, why: &str) {
        self.lines.push(format!("{}: {why}. It was left as it is.", file.display()));
        self.dropped.get_or_insert(Dropped { file: file.to_owned(), bytes: bytes as u64 });
    }

    /// Goes on with the older generation, or does what is left of the newer one, whose beginning is damaged.
    fn after_broken(
        &mut self,
        folder: &Path,
        broken: Option<(u64, Vec<u8>)>,
        book: &mut Book,
        later: &[Arc<Book>],
    ) -> Result<(), String> {
        let Some((generation, bytes)) = broken else { return Ok(()) };
        let file = path(folder, generation);
        if self.kin == Kin::Same {
            self.lines.push(format!(
                "The beginning of {} is damaged; the file was left as it is. Your steps are back from the file \
                 before it, without those made since.",
                file.display()
            ));
            self.dropped.get_or_insert(Dropped { file, bytes: bytes.len() as u64 });
            return Ok(());
        }
        match Reading::of(&bytes) {
            Content::Journal(reading) => self.use_up(generation, file, &bytes, reading, book, later),
            _ => Ok(()),
        }
    }

    /// Does what a journal tells, as far as it can be read.
    fn use_up(
        &mut self,
        generation: u64,
        file: PathBuf,
        bytes: &[u8],
        reading: Reading<'_>,
        book: &mut Book,
        later: &[Arc<Book>],
    ) -> Result<(), String> {
        let missing = |files: &Vec<SourceId>| !later.iter().any(|book| Later::named(files.clone()).is(book));
        if let Some(files) = merges(&reading).into_iter().find(missing) {
            return Err(format!(
                "{}: your work went on with a newer download, {}, which is needed to open it. Nothing was changed.",
                file.display(),
                Later::named(files).name()
            ));
        }
        (self.kin, self.generation, self.bytes) = (Kin::Same, generation, reading.begins as u64);
        let head_lost = matches!(reading.top, Top::Damaged(_));
        let unused = reading.texts.len() - self.replay(&reading.texts, book, later) + reading.behind;
        let left = bytes.len() as u64 - self.bytes;
        self.renew |= head_lost || reading.mended > 0;
        self.lines.extend(words(&file, head_lost, reading.mended, left, unused));
        if left > 0 {
            self.dropped.get_or_insert(Dropped { file: file.clone(), bytes: left });
        }
        self.file = file;
        Ok(())
    }

    /// Does what texts tell, and gives how many that were.
    fn replay(&mut self, texts: &[(Cow<'_, str>, usize)], book: &mut Book, later: &[Arc<Book>]) -> usize {
        for (done, (text, end)) in texts.iter().enumerate() {
            if text != COMPLETE {
                if self.act(text, book, later).is_none() {
                    return done;
                }
                self.events += 1;
            }
            self.bytes = *end as u64;
        }
        texts.len()
    }

    /// None: it cannot be done on this book, and nothing was.
    fn act(&mut self, text: &str, book: &mut Book, later: &[Arc<Book>]) -> Option<()> {
        let mut event = Event::from_json(text, book)?;
        if let Event::Do(Command::Merge { later: wanted, from, .. }) = &mut event {
            let found = later.iter().find(|book| wanted.is(book))?;
            if !within_reach(book, found, from) {
                return None;
            }
            wanted.found(found.clone());
        }
        match event {
            Event::Do(command) => {
                self.log.apply(book, command);
                self.log.stamp(done_at(text));
            }
            Event::InForce(steps) if steps > self.log.steps().len() => return None,
            Event::InForce(steps) => self.log.travel(book, steps, |_, _| {}),
            Event::Recipient(gstin) => book.recipient.typed = Some(gstin),
            Event::Wrote(upload) => {
                self.uploads.push(upload);
                self.awaiting = true;
            }
            Event::Answered => self.awaiting = false,
            Event::Reviewed => self.log.mark_reviewed(),
            Event::DecidedWith(known) => self.log.know_decided_with(&known),
        }
        Some(())
    }
}

/// Whether a merge leaves no more rows free than merges before it can have taken.
fn within_reach(book: &Book, later: &Book, from: &BySection<u32>) -> bool {
    let rows = |book: &Book| book.rows_given().iter().copied().map(u64::from).sum::<u64>();
    let most = SKIPPED * (1 + rows(book) + rows(later));
    from.iter().zip(*book.rows_given()).all(|(&from, rows)| u64::from(from.saturating_sub(rows)) <= most)
}

/// What could not be used of a journal, and what was put right in it.
fn words(file: &Path, head_lost: bool, mended: usize, left: u64, unused: usize) -> Option<String> {
    let file = file.display();
    match (left, unused) {
        (0, _) if head_lost => Some(format!(
            "The top of {file} was damaged, where no decisions are. All steps in it are back; the damaged file is \
             left as it is."
        )),
        (0, _) if mended > 0 => Some(format!(
            "{file} was damaged in one place, which was repaired. All steps in it are back; the damaged file is \
             left as it is."
        )),
        (0, _) => None,
        (left, 0) => Some(format!(
            "{file} was damaged: its last {} bytes could not be read. All that was done before them is back; the damaged \
             file is left as it is.",
            grouped(left)
        )),
        (left, unused) => Some(format!(
            "{file} was damaged: what was done before its last {} bytes is back. {} after that could not be done again, as \
             one before cannot be read. The damaged file is left as it is.",
            grouped(left),
            counted(unused as u64, "step", "steps")
        )),
    }
}
