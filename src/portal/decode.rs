//! From bytes to text: files and zip entries, read, unpacked and decoded.

use std::fmt;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;

use parking_lot::Mutex;

use super::archive::{self, Unpackable, WantedEntries};
use super::json::{Fault, line_and_column};
use super::notes::{Note, Notes};
use super::what::{self, What, WrongFile};
use crate::book::SourceKind;
use crate::disk;
use crate::work::allowance::NO_ROOM;
use crate::work::{Progress, Stopped, parts};

/// The bytes of one file, not yet looked at.
pub struct Input {
    /// How messages name it.
    pub name: String,
    /// Where it was read from, if from a disk.
    pub path: Option<PathBuf>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Why files cannot be opened as a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError {
    /// The file; empty where no file is named.
    pub file: String,
    /// Line and column, from 1, where there is one place to name.
    pub place: Option<(usize, usize)>,
    /// What is wrong, and what to do where we know.
    pub what: String,
    /// Whether the user asked it to stop.
    pub cancelled: bool,
    /// What the file is, where it is of another kind.
    pub wrong: Option<WrongFile>,
    /// The recipient whose file it is, where it is not of the one that is asked for.
    pub whose: Option<Box<GstinOfAnother>>,
}

/// The GSTIN of a recipient that is not the one that is asked for. In a box of its own, as an error is handed on by value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GstinOfAnother(pub String);

impl ReadError {
    /// The user stopped it.
    pub fn cancelled() -> ReadError {
        ReadError { cancelled: true, ..error("", CANCELLED) }
    }

    /// No file is known that could be read, and why.
    pub fn of_no_file(why: &str) -> ReadError {
        error("", why)
    }

    /// Whether the text does not even begin as JSON does.
    pub fn is_no_json(&self) -> bool {
        self.place == Some((1, 1))
    }

    /// As a window says it, a sentence where no file begins it: of a text that does not even begin as JSON does, the place says nothing.
    pub fn in_plain_words(&self) -> String {
        if self.is_no_json() {
            return format!("{}: {}", self.file, what::NO_JSON);
        }
        let mut words = self.to_string();
        if self.file.is_empty()
            && let Some(first) = words.get_mut(..1)
        {
            first.make_ascii_uppercase();
            words.push('.');
        }
        words
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            None if self.file.is_empty() => f.write_str(&self.what),
            Some((line, column)) => write!(f, "{}: line {line}, column {column}: {}", self.file, self.what),
            None => write!(f, "{}: {}", self.file, self.what),
        }
    }
}

impl std::error::Error for ReadError {}

pub(super) fn error(file: &str, what: impl Into<String>) -> ReadError {
    ReadError { file: file.to_owned(), place: None, what: what.into(), cancelled: false, wrong: None, whose: None }
}

pub(super) fn wrong_file(file: &str, wrong: WrongFile) -> ReadError {
    ReadError { wrong: Some(wrong.clone()), ..error(file, wrong.to_string()) }
}

pub(super) fn fault(file: &str, text: &str, fault: Fault) -> ReadError {
    let what = if fault.stopped { CANCELLED.to_owned() } else { fault.what };
    ReadError { place: Some(line_and_column(text, fault.at)), cancelled: fault.stopped, ..error(file, what) }
}

/// What is said where the job was stopped.
const CANCELLED: &str = "opening was cancelled";

/// Reads files from disk, as the first half of a job: the other is to understand them.
pub fn load_all(paths: &[PathBuf], progress: &Progress) -> Result<Vec<Input>, ReadError> {
    let size = |path: &PathBuf| std::fs::metadata(path).map_or(0, |file| file.len());
    progress.expect(2 * paths.iter().map(size).sum::<u64>());
    paths.iter().map(|path| load(path, progress)).collect()
}

/// What is said of a file, or of standard input, that cannot be read.
pub fn cannot_read(name: &str, e: &io::Error) -> ReadError {
    error(
        name,
        match e.kind() {
            io::ErrorKind::NotFound => "there is no such file: check its name, and whether the pen drive is in".into(),
            _ => format!("cannot be read: {}", disk::words(e)),
        },
    )
}

/// Reads one file from disk. Memory is reserved first, so that shortage is an error.
pub fn load(path: &Path, progress: &Progress) -> Result<Input, ReadError> {
    let name = path.display().to_string();
    let failed = |e: std::io::Error| match progress.cancelled() {
        true => ReadError { cancelled: true, ..error(&name, CANCELLED) },
        false => cannot_read(&name, &e),
    };
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if metadata.is_dir() {
        return Err(error(&name, "this is a folder: open the JSON or zip file in it"));
    }
    let mut file = File::open(path).map_err(failed)?;
    let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(size.saturating_add(1)).map_err(|_| error(&name, NO_ROOM))?;
    if size > BLOCK {
        // There is room for it, as was just found out.
        drop(bytes);
        bytes = in_blocks(path, size, progress).map_err(failed)?;
        file.seek(SeekFrom::Start(size as u64)).map_err(failed)?;
    }
    // All of a small file, and what a large one has grown by.
    file.read_to_end(&mut bytes).map_err(failed)?;
    Ok(Input { name, path: Some(path.to_owned()), bytes })
}

/// So much of a large file is read at once: a slow stick needs less than a tenth of a second for it.
const BLOCK: usize = 1 << 20;

/// The first bytes of a file, read on all cores: most of the time goes into memory that the program touches first. They
/// take turns, so that a disk that must seek is read nearly in order.
fn in_blocks(path: &Path, size: usize, progress: &Progress) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; size];
    let blocks = Mutex::new(bytes.chunks_mut(BLOCK).enumerate());
    let read = || {
        let mut file = File::open(path)?;
        loop {
            let Some((number, block)) = blocks.lock().next() else { return Ok(()) };
            file.seek(SeekFrom::Start((number * BLOCK) as u64))?;
            file.read_exact(block)?;
            if !progress.advance(block.len() as u64) {
                return Err(io::Error::other(Stopped));
            }
        }
    };
    let cores = parts::cores().min(MOST_READERS);
    thread::scope(|scope| {
        // Where there is no thread to be had, this one reads all.
        let threads: Vec<_> = (1..cores).map_while(|_| thread::Builder::new().spawn_scoped(scope, read).ok()).collect();
        let done = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|broke| resume_unwind(broke)));
        std::iter::once(read()).chain(done).collect::<io::Result<()>>()
    })?;
    Ok(bytes)
}

/// More threads than these do not read faster.
const MOST_READERS: usize = 4;

/// A file's text before it is read.
pub(super) struct Text {
    pub name: String,
    pub path: Option<PathBuf>,
    pub text: String,
    pub kind: SourceKind,
    pub byte_order_mark: bool,
}

/// The texts of files in the order given; zips stand for their entries.
pub(super) fn unpack_all(inputs: Vec<Input>, notes: &mut Vec<String>) -> Result<Vec<Text>, ReadError> {
    let mut texts = Vec::new();
    for input in inputs {
        if what::of_bytes(&input.bytes) != Some(What::Zip) {
            texts.push(decode(input)?);
            continue;
        }
        let InZip { entries, skipped: others, .. } = in_zip(&input, WantedEntries::default())?;
        let mut skipped = Notes::default();
        others.into_iter().for_each(|name| skipped.add(Note::SkippedEntry(name)));
        notes.extend(skipped.lines(&input.name));
        for (_, entry) in entries {
            texts.push(decode(entry)?);
        }
    }
    Ok(texts)
}

/// The text of a file, whatever it holds.
pub(super) fn decode_text(input: Input) -> Result<String, ReadError> {
    text_of(input).map(|(text, _)| text)
}

/// Files in a zip, each with its name in it and as a file of its own.
pub type ZipEntries = Vec<(String, Input)>;

/// What is in a zip.
pub struct InZip {
    /// Texts of the portal, as far as their names and first bytes say.
    pub entries: ZipEntries,
    /// The other files, where they are wanted as well.
    pub others: ZipEntries,
    /// The names of what is left out.
    pub skipped: Vec<String>,
}

/// The files in a zip that are wanted.
pub fn in_zip(zip: &Input, wanted: WantedEntries<'_>) -> Result<InZip, ReadError> {
    let unpacked = archive::unpack_wanted(&zip.bytes, wanted).map_err(|refused| match refused {
        Unpackable::Damaged(why) => error(&zip.name, why),
        Unpackable::Wrong(wrong) => wrong_file(&zip.name, wrong),
    })?;
    let of_its_own = |(entry, bytes): (String, Vec<u8>)| {
        let name = format!("{}{}{entry}", zip.name, archive::BEHIND);
        (entry, Input { name, path: zip.path.clone(), bytes })
    };
    Ok(InZip {
        entries: unpacked.entries.into_iter().map(of_its_own).collect(),
        others: unpacked.others.into_iter().map(of_its_own).collect(),
        skipped: unpacked.skipped,
    })
}

fn decode(input: Input) -> Result<Text, ReadError> {
    if let Some(What::Wrong(wrong)) = what::of_bytes(&input.bytes) {
        return Err(wrong_file(&input.name, wrong));
    }
    let (name, path) = (input.name.clone(), input.path.clone());
    let (text, byte_order_mark) = text_of(input)?;
    let kind = match what::of_text(&text) {
        What::Portal(kind) => kind,
        What::Wrong(wrong) => {
            // Of text that is nothing we know, the place helps those who made it.
            let place = matches!(wrong, WrongFile::Other(_)).then_some((1, 1));
            return Err(ReadError { place, ..wrong_file(&name, wrong) });
        }
        What::Zip => SourceKind::Download,
    };
    Ok(Text { name, path, text, kind, byte_order_mark })
}

/// The text of a file, and whether a mark stood before it.
fn text_of(mut input: Input) -> Result<(String, bool), ReadError> {
    let bytes = &mut input.bytes;
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(error(&input.name, "this is UTF-16 text, not UTF-8: download it again, or save it as UTF-8"));
    }
    let byte_order_mark = bytes.starts_with(&[0xEF, 0xBB, 0xBF]);
    if byte_order_mark {
        bytes.drain(..3);
    }
    let text = String::from_utf8(input.bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&e.as_bytes()[..at]);
        ReadError {
            place: Some(line_and_column(&before, at)),
            ..error(&input.name, "the text is not UTF-8 from here on: the file is damaged")
        }
    })?;
    if text.trim().is_empty() {
        return Err(error(&input.name, "the file is empty: download it again"));
    }
    Ok((text, byte_order_mark))
}

/// Whether a file on disk is surely none of errors, from its first bytes: a download may be large.
pub(super) fn begins_as_download(path: &Path) -> bool {
    const HEAD: u64 = 1 << 16;
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_ok() && what::is_surely_download(&String::from_utf8_lossy(&head))
}
