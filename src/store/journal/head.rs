//! The head of a journal: which files the book was read from, and what that gave. Row numbers mean something only where
//! all of it is the same.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_128;

use super::frames::{claimed, frame};
use crate::book::{Book, SourceId, fingerprint};

/// The version of the journal's format. A newer one is refused, an older one is read.
pub const FORMAT: u32 = 1;

/// Rises when reading the same files gives other rows than before.
const READER: u32 = 1;

/// What is at the head of a journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The version of the format.
    pub format: u32,
    /// The version of the reader.
    pub reader: u32,
    /// The files in their order.
    pub sources: Vec<SourceId>,
    /// Rows of each sheet, in the order of the sections.
    pub rows: Vec<u32>,
    /// All identities in order, in base 16.
    pub fingerprint: String,
}

impl Head {
    /// The head of a book's journal: the files that it was read from at first.
    pub fn of(book: &Book) -> Head {
        // What was merged later the events tell.
        let (sources, rows) = book.as_read();
        Head {
            format: FORMAT,
            reader: READER,
            sources: book.sources().list().iter().take(sources).map(SourceId::of).collect(),
            rows: rows.to_vec(),
            fingerprint: format!("{:032x}", fingerprint::of_book(book)),
        }
    }

    /// Whether row numbers of one mean the same records in the other. Names and places of files do not matter.
    pub fn same_rows(&self, other: &Head) -> bool {
        self.reader == other.reader
            && self.rows == other.rows
            && self.fingerprint == other.fingerprint
            && self.sources.iter().map(SourceId::content).eq(other.sources.iter().map(SourceId::content))
    }

    /// Whether damaged bytes were a frame of this head and no event behind it, which would be missing.
    pub fn fills(&self, bytes: &[u8]) -> bool {
        let as_long = |text: &Head| serde_json::to_string(text).is_ok_and(|text| frame(&text).len() == bytes.len());
        self.nearly_ends(bytes) || claimed(bytes) == Some(bytes.len()) || as_long(self)
    }

    /// Whether damaged bytes end as a frame of this head does, but for a few bits: no other book has nearly its fingerprint.
    fn nearly_ends(&self, bytes: &[u8]) -> bool {
        const FEW: u32 = 8;
        let end = format!("{}\"}}\n", self.fingerprint);
        let Some(from) = bytes.len().checked_sub(end.len()) else { return false };
        bytes[from..].iter().zip(end.bytes()).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>() <= FEW
    }

    /// Whether enough of this head is left in damaged bytes to know that row numbers there mean the same records: all
    /// identities in order, or the same files in order, read by the same reader into as many rows.
    pub fn is_left_in(&self, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes);
        if self.nearly_ends(bytes) || text.contains(&format!("\"fingerprint\":\"{}\"", self.fingerprint)) {
            return true;
        }
        let rows: Vec<String> = self.rows.iter().map(u32::to_string).collect();
        let reader = format!("\"reader\":{},", self.reader);
        let mut rest = text.as_ref();
        let mut sources = self.sources.iter().map(|s| format!("\"bytes\":{},\"sha256\":\"{}\"", s.bytes, s.sha256));
        let mut find = |source: String| rest.find(&source).map(|at| rest = &rest[at + source.len()..]).is_some();
        text.contains(&reader)
            && text.contains(&format!("\"rows\":[{}]", rows.join(",")))
            && text.matches("\"sha256\":").count() == self.sources.len()
            && sources.all(&mut find)
    }

    /// Names the book by the contents of its files, in whatever order: 16 digits.
    pub fn key(&self) -> String {
        key_of(self.sources.iter().map(|s| s.sha256.as_str()).collect())
    }
}

/// What a book of files with these SHA-256, in base 16, is called.
pub fn key_of(mut hashes: Vec<&str>) -> String {
    hashes.sort_unstable();
    format!("{:016x}", xxh3_128(hashes.concat().as_bytes()) as u64)
}
