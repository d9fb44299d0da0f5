//! Sources: the portal's files, kept in memory as they were read.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::values::hex;

/// What kind of portal file a source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A download, or an API body that holds the same records.
    Download,
    /// An error file ("Processed with Error") or an API error report.
    Errors,
}

/// One portal file, or one entry of a zip.
#[derive(Clone)]
pub struct Source {
    /// The file's name, with the entry's behind it if it came from a zip.
    pub name: String,
    /// Where it was read from; none for the embedded sample and for standard input.
    pub path: Option<PathBuf>,
    /// What it is.
    pub kind: SourceKind,
    /// The whole text, byte for byte (a byte order mark left out); shared by all books that are made of it.
    pub text: Arc<String>,
    /// SHA-256 of the text.
    pub hash: [u8; 32],
    /// Facts of the envelope: key and value as they stand there.
    pub facts: Vec<(String, String)>,
}

/// What names a source of a book wherever it is remembered: enough to find the file again and to know that it is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceId {
    /// What it was called.
    pub name: String,
    /// Where it was read from.
    #[serde(default)]
    pub path: Option<PathBuf>,
    /// Its size in bytes, unpacked.
    pub bytes: u64,
    /// Its SHA-256 in base 16.
    pub sha256: String,
    /// Whether it is an error file.
    pub errors: bool,
}

impl SourceId {
    /// What is to be remembered of a source.
    pub fn of(source: &Source) -> SourceId {
        SourceId {
            name: source.name.clone(),
            path: source.path.clone(),
            bytes: source.text.len() as u64,
            sha256: hex(&source.hash),
            errors: source.kind == SourceKind::Errors,
        }
    }

    /// What is in the file, whatever it is called.
    pub fn content(&self) -> (u64, &str) {
        (self.bytes, &self.sha256)
    }
}

/// Where a record is: `start` counts bytes over all sources laid end to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u64,
    /// Length in bytes.
    pub len: u32,
}

/// The sources of a book in order.
#[derive(Clone, Default)]
pub struct Sources {
    list: Vec<Source>,
    starts: Vec<u64>,
    end: u64,
}

impl Sources {
    /// Adds a source behind the others.
    pub fn push(&mut self, source: Source) {
        self.starts.push(self.end);
        self.end += source.text.len() as u64;
        self.list.push(source);
    }

    /// Where the next source will begin.
    pub fn end(&self) -> u64 {
        self.end
    }

    /// All sources in order.
    pub fn list(&self) -> &[Source] {
        &self.list
    }

    /// The source in which a span lies, by its place in the list.
    pub fn index_of(&self, span: Span) -> usize {
        self.starts.partition_point(|&start| start <= span.start).saturating_sub(1)
    }

    /// The text at a span; empty if the span lies outside (it never does for a span of this book's records).
    pub fn text(&self, span: Span) -> &str {
        let i = self.index_of(span);
        let from = (span.start - self.starts.get(i).copied().unwrap_or(0)) as usize;
        self.list.get(i).and_then(|s| s.text.get(from..from + span.len as usize)).unwrap_or("")
    }
}
