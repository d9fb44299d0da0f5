//! Journals on a disk in memory, framed here and not by the program.

use std::path::{Path, PathBuf};

use ims_desk::book::Book;
use ims_desk::edit::Log;
use ims_desk::store::journal::{Contents, Head, begin};
use xxhash_rust::xxh3::xxh3_64;

use crate::disk::FaultyDisk;

/// The folder of the book.
pub fn folder() -> &'static Path {
    Path::new("data/book")
}

/// The file of the first generation.
pub fn file() -> PathBuf {
    folder().join("journal.1")
}

/// A text in its frame: length and checksum before it, an end of line behind it.
pub fn frame(text: &str) -> Vec<u8> {
    format!("{:08x} {:016x} {text}\n", text.len(), xxh3_64(text.as_bytes())).into_bytes()
}

/// The journal of a book on which nothing was done yet.
pub fn begun(book: &Book) -> Vec<u8> {
    let disk = FaultyDisk::new();
    let stated = Contents { book, log: &Log::default(), uploads: &[], awaiting: false };
    begin(&disk, folder(), &Head::of(book), stated).unwrap();
    disk.get(file()).unwrap()
}

/// A disk with this journal.
pub fn holding(journal: impl Into<Vec<u8>>) -> FaultyDisk {
    let disk = FaultyDisk::new();
    disk.put(file(), journal);
    disk
}
