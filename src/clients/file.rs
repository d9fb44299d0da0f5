//! The summaries of all books in one file, `clients`, of which two take turns. It is derived: where it is missing or damaged, or
//! two windows wrote it at once, it is made again from the journals. It is packed: with hundreds of clients a slow pen drive reads
//! and writes a fifth of it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read, Write};

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::mark::ClientMark;
use super::summary::{BookSummary, FORMAT};
use crate::disk::twice;
use crate::store::Home;

/// The name of the file in the data folder.
const NAME: &str = "clients";
/// No summaries are longer, however small they are packed.
const MOST: u64 = 256 << 20;

/// All summaries, as they are on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientFile {
    format: u32,
    /// One for each book, in the order of their folders.
    pub books: Vec<BookSummary>,
    /// What the user said of clients, by the first part of their folders: a start shows no client that is hidden.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<String, ClientMark>,
}

impl ClientFile {
    /// Takes a summary in the place of the one of the same folder.
    pub fn take(&mut self, summary: BookSummary) {
        match self.books.binary_search_by(|book| book.folder.cmp(&summary.folder)) {
            Ok(at) => self.books[at] = summary,
            Err(at) => self.books.insert(at, summary),
        }
    }

    /// What was said of a client, by the first part of its folders.
    pub fn mark(&self, of: &str) -> ClientMark {
        self.marks.get(of).cloned().unwrap_or_default()
    }

    fn take_mark(&mut self, of: &str, mark: ClientMark) {
        match mark == ClientMark::default() {
            true => drop(self.marks.remove(of)),
            false => drop(self.marks.insert(of.to_owned(), mark)),
        }
    }

    /// The one of a folder.
    pub fn of(&self, folder: &str) -> Option<&BookSummary> {
        let at = self.books.binary_search_by(|book| book.folder.as_str().cmp(folder)).ok()?;
        self.books.get(at)
    }
}

/// Those of a data folder. None that can be read are none: they are made again.
pub fn load(home: &Home) -> ClientFile {
    let read = || {
        let kept = twice::load(&*home.disk, &home.folder.join(NAME)).ok()??;
        serde_json::from_slice::<ClientFile>(&unpacked(&kept.content)?).ok()
    };
    let mut file = read().unwrap_or_default();
    file.books.retain(|book| book.format == FORMAT && file.format == FORMAT && book.is_plausible());
    file.books.sort_by(|a, b| a.folder.cmp(&b.folder));
    file.books.dedup_by(|a, b| a.folder == b.folder);
    file
}

/// Keeps these summaries in the place of those of the same folders.
pub fn keep(home: &Home, summaries: Vec<BookSummary>) -> io::Result<()> {
    change(home, |file| summaries.into_iter().for_each(|summary| file.take(summary)))
}

/// Keeps what came of looking at all books: the summaries that were made again, those of no other folder than these, and what the
/// user said of all clients.
pub fn keep_all(
    home: &Home,
    summaries: Vec<BookSummary>,
    folders: &[String],
    marks: BTreeMap<String, ClientMark>,
) -> io::Result<()> {
    let folders: BTreeSet<&str> = folders.iter().map(String::as_str).collect();
    change(home, |file| {
        summaries.into_iter().for_each(|summary| file.take(summary));
        file.books.retain(|book| folders.contains(book.folder.as_str()));
        file.marks.clear();
        marks.into_iter().for_each(|(of, mark)| file.take_mark(&of, mark));
    })
}

/// Keeps what the user says of a client, by the first part of its folders: in its folder, and in the list, so that the next start
/// knows it at once.
pub fn keep_mark(home: &Home, of: &str, mark: &ClientMark) -> io::Result<()> {
    mark.keep(home, of)?;
    // Where this fails the check puts it there.
    let _ = change(home, |file| file.take_mark(of, mark.clone()));
    Ok(())
}

fn change(home: &Home, change: impl FnOnce(&mut ClientFile)) -> io::Result<()> {
    // The window writes when a book is left, and a thread while it checks.
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _one = ONE_AT_A_TIME.lock();
    // What another window wrote meanwhile stays.
    let there = load(home);
    let mut file = there.clone();
    file.format = FORMAT;
    change(&mut file);
    // The same again would only wear the pen drive.
    if file == there {
        return Ok(());
    }
    let text = serde_json::to_vec(&file).map_err(io::Error::other)?;
    twice::store(&*home.disk, &home.folder.join(NAME), &packed(&text)?)
}

/// A zip of one entry.
fn packed(text: &[u8]) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(NAME, options.compression_level(Some(1)))?;
    zip.write_all(text)?;
    Ok(zip.finish()?.into_inner())
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = Vec::new();
    zip.by_index(0).ok()?.take(MOST).read_to_end(&mut text).ok()?;
    Some(text)
}
