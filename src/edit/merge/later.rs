//! The newer download that a command brings in: named by its files, and with its records as long as no one has taken them.

use std::fmt;
use std::sync::Arc;

use crate::book::{Book, SourceId};
use crate::values::last_part;

/// A newer download.
#[derive(Clone)]
pub struct Later {
    /// Its files in their order.
    pub files: Vec<SourceId>,
    /// Its records; none once they are rows of the book, or as long as the files were not read again.
    book: Option<Arc<Book>>,
}

impl Later {
    /// A download that was read as a book of its own.
    pub fn of(book: Arc<Book>) -> Later {
        Later { files: book.sources().list().iter().map(SourceId::of).collect(), book: Some(book) }
    }

    /// A download of which only the files' names are known.
    pub fn named(files: Vec<SourceId>) -> Later {
        Later { files, book: None }
    }

    /// The records.
    pub fn book(&self) -> Option<&Arc<Book>> {
        self.book.as_ref()
    }

    /// Takes the records of a book that is made of these files.
    pub fn found(&mut self, book: Arc<Book>) {
        self.book = Some(book);
    }

    /// Lets go of the records: they are rows of the book.
    pub fn forget(&mut self) {
        self.book = None;
    }

    /// Whether a book is made of these files; what they are called does not matter.
    pub fn is(&self, book: &Book) -> bool {
        let found = book.sources().list().iter().map(SourceId::of);
        self.files.iter().map(SourceId::content).eq(found.collect::<Vec<_>>().iter().map(SourceId::content))
    }

    /// The files in words.
    pub fn name(&self) -> String {
        self.files.iter().map(|file| last_part(&file.name)).collect::<Vec<_>>().join(", ")
    }
}

impl PartialEq for Later {
    fn eq(&self, other: &Later) -> bool {
        self.files == other.files
    }
}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Later").field(&self.files).finish()
    }
}
