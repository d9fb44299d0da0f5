//! The journal files of a folder, and what of each can be read. Names are taken as this program writes them and in no other
//! spelling; what is not a plain file is left alone.

use std::borrow::Cow;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::beside;
use super::contents::Contents;
use super::frames::{Piece, frame, is_begun, pieces};
use super::head::{FORMAT, Head};
use crate::disk::{self, Disk, plain};

/// How journal files are called, before their number.
const NAME: &str = "journal.";
/// Ends the beginning of a generation.
pub const COMPLETE: &str = "\"complete\"";

/// Where a generation is.
pub fn path(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("{NAME}{generation}"))
}

/// The number in the name of a journal.
fn number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix(NAME)?;
    let number: u64 = digits.parse().ok()?;
    (number > 0 && number.to_string() == digits).then_some(number)
}

/// The numbers of a folder's journals, the newest first.
pub fn generations(disk: &dyn Disk, folder: &Path) -> io::Result<Vec<u64>> {
    let names = disk.names(folder)?;
    let mut found: Vec<u64> = names.iter().filter_map(|name| number(name)).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    Ok(found)
}

/// Whether a file of a book's folder holds what was decided.
pub fn is_ours(name: &str) -> bool {
    number(name).is_some() || name.strip_prefix(super::snapshot::SNAPSHOT).is_some_and(|rest| rest.starts_with('.'))
}

/// The bytes of a journal; none if something else than a plain file has its name. Errors: it is there and cannot be read.
pub fn load(disk: &dyn Disk, file: &Path) -> io::Result<Option<Vec<u8>>> {
    match disk.read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if plain::is_not_plain(&e) || e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(e),
    }
}

/// The first frame of a journal.
pub enum Top<'t> {
    /// It names the files that the book was read from.
    Head(Box<Head>),
    /// A newer program wrote it.
    Newer,
    /// It is damaged: what is there instead.
    Damaged(&'t [u8]),
    /// It is not there: who knows what else is not.
    Missing,
}

/// What of a journal can be read.
pub struct Reading<'t> {
    pub top: Top<'t>,
    /// The texts behind the head, up to the first that is damaged, each with where it ends.
    pub texts: Vec<(Cow<'t, str>, usize)>,
    /// Whether the mark that the beginning is complete is among them.
    pub complete: bool,
    /// How many texts can be read behind the first that is damaged.
    pub behind: usize,
    /// Texts in which a bit that had flipped was put right.
    pub mended: usize,
    /// Where the head ends.
    pub begins: usize,
}

/// What the bytes of a file with the name of a journal are.
pub enum Content<'t> {
    /// Its beginning was never finished: there is nothing in it that does not stand elsewhere.
    Unfinished,
    /// Nothing in it can be read.
    Unreadable,
    /// A journal.
    Journal(Reading<'t>),
}

impl<'t> Reading<'t> {
    /// Reads what can be read.
    pub fn of(bytes: &'t [u8]) -> Content<'t> {
        let mut reading: Option<Reading> = None;
        let (mut damaged, mut complete_behind) = (false, false);
        for piece in pieces(bytes) {
            match (piece, &mut reading) {
                (Piece::Text(text, end), none @ None) => *none = Some(Reading::begin(text, end)),
                (Piece::Text(text, end), Some(reading)) => reading.add(text, end, damaged, &mut complete_behind),
                (Piece::Gap(gap), Some(reading)) if !damaged && !reading.complete && is_mark(gap) => {
                    reading.complete = true;
                    reading.mended += 1;
                    let end = reading.texts.last().map_or(reading.begins, |(_, end)| *end) + gap.len();
                    reading.texts.push((Cow::Borrowed(COMPLETE), end));
                }
                (Piece::Gap(gap), none @ None) if gap.len() < bytes.len() => *none = Some(Reading::without_head(gap)),
                (Piece::Gap(_), _) => damaged = true,
            }
        }
        // Zeros are what a crash leaves where nothing was written.
        let written = &bytes[..bytes.len() - bytes.iter().rev().take_while(|&&b| b == 0).count()];
        match reading {
            None if is_begun(written) => Content::Unfinished,
            None => Content::Unreadable,
            Some(reading) => {
                let has_head = matches!(reading.top, Top::Head(_));
                let unfinished = has_head && !reading.complete && reading.behind == 0 && !complete_behind;
                if unfinished { Content::Unfinished } else { Content::Journal(reading) }
            }
        }
    }

    fn begin(text: Cow<'t, str>, end: usize) -> Reading<'t> {
        let value = serde_json::from_str::<Value>(&text).ok();
        let format = value.as_ref().and_then(|v| v.get("format")).and_then(Value::as_u64);
        let head = value.and_then(|v| serde_json::from_value::<Head>(v).ok());
        let top = match (format, head) {
            (Some(format), _) if format > u64::from(FORMAT) => Top::Newer,
            (_, Some(head)) => Top::Head(Box::new(head)),
            (_, None) => Top::Missing,
        };
        let mended = usize::from(matches!(text, Cow::Owned(_)));
        Reading { top, texts: Vec::new(), complete: false, behind: 0, mended, begins: end }
    }

    fn without_head(gap: &'t [u8]) -> Reading<'t> {
        let begins = gap.len();
        Reading { top: Top::Damaged(gap), texts: Vec::new(), complete: false, behind: 0, mended: 0, begins }
    }

    fn add(&mut self, text: Cow<'t, str>, end: usize, damaged: bool, complete_behind: &mut bool) {
        self.mended += usize::from(matches!(text, Cow::Owned(_)));
        let complete = text == COMPLETE;
        if damaged {
            *complete_behind |= complete;
            self.behind += usize::from(!complete);
        } else {
            self.complete |= complete;
            self.texts.push((text, end));
        }
    }
}

/// Whether damaged bytes were the mark that the beginning is complete: as long, and the same for the most part.
fn is_mark(gap: &[u8]) -> bool {
    let mark = frame(COMPLETE);
    gap.len() == mark.len() && 3 * gap.iter().zip(&mark).filter(|(a, b)| a == b).count() > 2 * mark.len()
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

/// Writes a generation that tells all there is to tell, syncs it and reads it back; only then older ones go that it takes
/// the place of, but for the one before it. What is not understood stays. Errors: what was there before still counts.
pub fn begin(disk: &dyn Disk, folder: &Path, head: &Head, stated: Contents<'_>) -> io::Result<Begun> {
    disk.make_folder(folder)?;
    let there = There::of(disk, folder, head)?;
    let generation = there.next.ok_or_else(|| io::Error::other("no number is left for another file"))?;
    let file = path(folder, generation);
    let mut bytes = frame(&serde_json::to_string(head)?);
    let events = stated.events();
    events.iter().for_each(|(event, when)| bytes.extend(frame(&event.to_json_at(*when, stated.book))));
    bytes.extend(frame(COMPLETE));
    if let Err(e) = write(disk, &file, &bytes) {
        // Half of it would be in the way, most of all on a disk that is full.
        let _ = disk.remove(&file);
        return Err(e);
    }
    for old in there.replaced {
        // One more old file harms no one.
        let _ = disk.remove(&path(folder, old));
    }
    Ok(Begun { generation, file, bytes: bytes.len() as u64, events: events.len() as u64 })
}

fn write(disk: &dyn Disk, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut sink = disk.create(file)?;
    sink.write_all(bytes)?;
    sink.flush()?;
    sink.sync()?;
    drop(sink);
    if disk.read(file)? == bytes { Ok(()) } else { Err(disk::differs()) }
}

/// The generations that are there before another one is begun.
struct There {
    /// The number of the next one.
    next: Option<u64>,
    /// Those that the next one takes the place of, but for the newest that is whole.
    replaced: Vec<u64>,
}

impl There {
    /// Errors: one cannot be read, or a newer program wrote it, so nothing may take its place.
    fn of(disk: &dyn Disk, folder: &Path, head: &Head) -> io::Result<There> {
        let all = generations(disk, folder)?;
        let (mut newest, mut whole, mut replaced, mut unfinished) = (0, false, Vec::new(), Vec::new());
        for &generation in &all {
            let Some(bytes) = load(disk, &path(folder, generation))? else { continue };
            match Reading::of(&bytes) {
                Content::Unreadable => continue,
                Content::Unfinished => unfinished.push(generation),
                Content::Journal(reading) => match reading.top {
                    Top::Newer => return Err(io::Error::new(ErrorKind::Unsupported, NEWER)),
                    Top::Head(found) if found.same_rows(head) && reading.is_whole(bytes.len()) => {
                        if whole {
                            replaced.push(generation);
                        }
                        whole = true;
                    }
                    _ => {}
                },
            }
            newest = newest.max(generation);
        }
        // The snapshot may be of a generation that is missing: what is newer must look newer.
        let snapshot = beside::snapshot(disk, folder).filter(|snapshot| snapshot.is_of(head) == Some(true));
        let made = snapshot.map_or(0, |snapshot| snapshot.made_at().0);
        newest = newest.max(made);
        // One that was whole when the snapshot was made was cut since: it is left as it is.
        replaced.extend(unfinished.into_iter().filter(|&generation| generation > made));
        // A number above all that are understood, and free.
        let mut next = newest.checked_add(1);
        while let Some(number) = next.filter(|number| all.contains(number)) {
            next = number.checked_add(1);
        }
        Ok(There { next, replaced })
    }
}

/// Why a journal of a newer program is not touched.
pub const NEWER: &str = "written by a newer version of IMS Desk";

impl Reading<'_> {
    /// Whether all of a file of this size can be read, without anything put right.
    fn is_whole(&self, bytes: usize) -> bool {
        let end = self.texts.last().map_or(self.begins, |(_, end)| *end);
        self.complete && self.mended == 0 && end == bytes
    }
}
