//! Reading a journal again, and beginning a new generation of it.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::event::{Event, WroteUpload, merged_files};
use super::frames::{frame, frames};
use super::head::{FORMAT, Head, HeadSource};
use crate::book::Book;
use crate::disk::{self, Disk};
use crate::edit::merge::Later;
use crate::edit::{Command, Log};

/// How journal files are called, before their number.
const NAME: &str = "journal.";
/// Ends the beginning of a generation.
const COMPLETE: &str = "\"complete\"";
/// A journal with so many more events than its log has steps is written anew.
const WASTE: u64 = 500;

/// What a journal holds.
#[derive(Default)]
pub struct Resumed {
    /// The commands, carried out on the book.
    pub log: Log,
    /// The uploads that were written, the last one last.
    pub uploads: Vec<WroteUpload>,
    /// Whether somebody still has to say if the last one was uploaded.
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
    /// So many bytes at its end.
    pub bytes: u64,
}

impl Resumed {
    /// The same with the book it was told of, to tell it again.
    pub fn told<'a>(&'a self, book: &'a Book) -> Told<'a> {
        Told { book, log: &self.log, uploads: &self.uploads, awaiting: self.awaiting }
    }

    /// Whether to begin a new generation rather than to go on at the end of this one.
    pub fn wants_new_generation(&self) -> bool {
        self.kin != Kin::Same || self.dropped.is_some() || self.events > self.log.steps().len() as u64 + WASTE
    }
}

/// Where a generation stands.
pub fn path(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("{NAME}{generation}"))
}

fn generations(disk: &dyn Disk, folder: &Path) -> io::Result<Vec<u64>> {
    let names = disk.names(folder)?;
    let mut found: Vec<u64> = names.iter().filter_map(|n| n.strip_prefix(NAME)?.parse().ok()).collect();
    found.sort_unstable();
    Ok(found)
}

/// The head of the newest journal in a folder, if one can be read there.
pub fn head_in(disk: &dyn Disk, folder: &Path) -> Option<Head> {
    generations(disk, folder).ok()?.into_iter().rev().find_map(|generation| {
        let bytes = disk.read(&path(folder, generation)).ok()?;
        let head = frames(&bytes).next().and_then(|(text, _)| serde_json::from_str(text).ok())?;
        frames(&bytes).any(|(text, _)| text == COMPLETE).then_some(head)
    })
}

/// The newer downloads that the newest journal in a folder merges, each as its files: what [`resume_with`] needs.
pub fn later_in(disk: &dyn Disk, folder: &Path) -> Vec<Vec<HeadSource>> {
    let found = generations(disk, folder).ok().into_iter().flatten().rev().find_map(|generation| {
        let bytes = disk.read(&path(folder, generation)).ok()?;
        frames(&bytes).any(|(text, _)| text == COMPLETE).then(|| merges(&bytes))
    });
    let mut found = found.unwrap_or_default();
    found.dedup();
    found
}

/// Whether the newest journal in a folder tells of anything that was done.
pub fn any_steps_in(disk: &dyn Disk, folder: &Path) -> bool {
    let generations = generations(disk, folder).unwrap_or_default();
    let newest = generations.last().and_then(|&generation| disk.read(&path(folder, generation)).ok());
    newest.is_some_and(|bytes| frames(&bytes).skip(1).any(|(text, _)| text != COMPLETE))
}

fn merges(bytes: &[u8]) -> Vec<Vec<HeadSource>> {
    frames(bytes).filter_map(|(text, _)| merged_files(text)).collect()
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
    let failed = |e: io::Error| format!("{}: the journal cannot be read: {}", folder.display(), disk::words(&e));
    let generations = generations(disk, folder).map_err(failed)?;
    let mut damaged = None;
    for &generation in generations.iter().rev() {
        let file = path(folder, generation);
        let bytes = disk.read(&file).map_err(failed)?;
        let mut texts = frames(&bytes);
        let found = texts.next().and_then(|(text, _)| serde_json::from_str::<Value>(text).ok());
        let format = found.as_ref().and_then(|v| v.get("format")).and_then(Value::as_u64);
        if format.is_some_and(|format| format > u64::from(FORMAT)) {
            return Err(format!(
                "{}: written by a newer version of IMS Desk. Open the book with that version; nothing was changed.",
                file.display()
            ));
        }
        let found = found.and_then(|v| serde_json::from_value::<Head>(v).ok());
        let complete = frames(&bytes).any(|(text, _)| text == COMPLETE);
        let (Some(found), true) = (found, complete) else {
            // Never finished, unless it is the only one: then its beginning is damaged.
            damaged = damaged.or((!bytes.is_empty()).then_some(Dropped { file, bytes: bytes.len() as u64 }));
            continue;
        };
        let mut resumed = Resumed { generation, file: file.clone(), dropped: damaged, ..Resumed::default() };
        if !found.same_rows(head) {
            resumed.kin = Kin::OtherRows;
            resumed.events = texts.count() as u64;
            return Ok(resumed);
        }
        resumed.kin = Kin::Same;
        let missing = |files: &Vec<HeadSource>| !later.iter().any(|book| Later::named(files.clone()).is(book));
        if let Some(files) = merges(&bytes).into_iter().find(missing) {
            return Err(format!(
                "{}: this book goes on with a newer download, {}, which is needed to open it. Nothing was changed.",
                file.display(),
                Later::named(files).name()
            ));
        }
        resumed.replay(texts, book, later);
        if resumed.bytes < bytes.len() as u64 {
            resumed.dropped = Some(Dropped { file, bytes: bytes.len() as u64 - resumed.bytes });
        }
        return Ok(resumed);
    }
    Ok(Resumed { generation: generations.last().copied().unwrap_or(0), dropped: damaged, ..Resumed::default() })
}

impl Resumed {
    fn replay<'t>(&mut self, texts: impl Iterator<Item = (&'t str, usize)>, book: &mut Book, later: &[Arc<Book>]) {
        for (text, end) in texts {
            if text != COMPLETE {
                let Some(mut event) = Event::from_json(text, book) else { return };
                if let Event::Do(Command::Merge { later: wanted, .. }) = &mut event {
                    let Some(found) = later.iter().find(|book| wanted.is(book)) else { return };
                    wanted.found(found.clone());
                }
                match event {
                    Event::Do(command) => drop(self.log.apply(book, command)),
                    Event::InForce(steps) if steps > self.log.steps().len() => return,
                    Event::InForce(steps) => self.log.travel(book, steps, |_, _| {}),
                    Event::Recipient(gstin) => book.recipient.typed = Some(gstin),
                    Event::Wrote(upload) => {
                        self.uploads.push(upload);
                        self.awaiting = true;
                    }
                    Event::Answered => self.awaiting = false,
                }
                self.events += 1;
            }
            self.bytes = end as u64;
        }
    }
}

/// All that a journal has to tell of a book.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    /// The book as it stands.
    pub book: &'a Book,
    /// What was done to it.
    pub log: &'a Log,
    /// The uploads that were written.
    pub uploads: &'a [WroteUpload],
    /// Whether somebody still has to say if the last one was uploaded.
    pub awaiting: bool,
}

/// A generation that was begun.
pub struct Begun {
    /// Its number.
    pub generation: u64,
    /// Its file.
    pub file: PathBuf,
    /// The file's size in bytes.
    pub bytes: u64,
    /// Events in it.
    pub events: u64,
}

/// Writes a generation that tells all there is to tell, syncs it and reads it back; only then older ones go, but for the one
/// before it. Errors: what was there before still counts.
pub fn begin(disk: &dyn Disk, folder: &Path, head: &Head, told: Told<'_>) -> io::Result<Begun> {
    disk.make_folder(folder)?;
    let there = generations(disk, folder)?;
    let generation = there.last().copied().unwrap_or(0) + 1;
    let file = path(folder, generation);
    let mut bytes = frame(&serde_json::to_string(head)?);
    let events = told.events();
    events.iter().for_each(|event| bytes.extend(frame(&event.to_json(told.book))));
    bytes.extend(frame(COMPLETE));
    let mut sink = disk.write_from(&file, 0)?;
    sink.write_all(&bytes)?;
    sink.flush()?;
    sink.sync()?;
    drop(sink);
    if disk.read(&file)? != bytes {
        return Err(disk::differs());
    }
    for old in there.into_iter().filter(|&old| old + 1 < generation) {
        // One more old file harms nobody.
        let _ = disk.remove(&path(folder, old));
    }
    Ok(Begun { generation, file, bytes: bytes.len() as u64, events: events.len() as u64 })
}

impl Told<'_> {
    /// The events that tell it, and no more.
    fn events(&self) -> Vec<Event> {
        let steps = self.log.steps();
        let mut events: Vec<Event> = steps.iter().map(|step| Event::Do(step.command.clone())).collect();
        if self.log.in_force() < steps.len() {
            events.push(Event::InForce(self.log.in_force()));
        }
        events.extend(self.book.recipient.typed.clone().map(Event::Recipient));
        events.extend(self.uploads.iter().cloned().map(Event::Wrote));
        if !self.awaiting && !self.uploads.is_empty() {
            events.push(Event::Answered);
        }
        events
    }
}
