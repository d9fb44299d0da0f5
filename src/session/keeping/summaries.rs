//! What is kept of a book for those who do not open it: its line in the list of clients, and what became of its suppliers.

use crate::clients::{self, BookSummary, SeenBook};
use crate::session::Session;
use crate::store::journal::JournalMark;

impl Session {
    /// Writes what is known of the book for the list of clients and for the months to come. What cannot be written is made again
    /// from the journal.
    pub fn keep_summaries(&self) -> Option<BookSummary> {
        let summary = self.keep_own_summary()?;
        let (home, _) = self.keeping.folder()?;
        let _ = clients::keep(home, vec![summary.clone()]);
        Some(summary)
    }

    /// The same but for the list of clients, of which the summary is given: of many that are left, it is written once.
    pub(in crate::session) fn keep_own_summary(&self) -> Option<BookSummary> {
        self.keep_supplier_summary();
        self.client_summary()
    }

    /// What the list of clients shows of the book; none if it is not kept by this window.
    pub fn client_summary(&self) -> Option<BookSummary> {
        let (home, path) = self.keeping.folder()?;
        let folder = path.strip_prefix(&home.folder).ok()?.to_string_lossy().replace('\\', "/");
        self.keeping.flush();
        let journal = JournalMark::of(&*home.disk, path).ok()?;
        let before = || clients::load(home).of(&folder).map_or(0, |summary| summary.downloaded);
        Some(self.summed_up(&folder, journal, clients::downloaded_at(&self.book, path, before)))
    }

    /// The summary of the book as it is now, kept or only looked at: of this folder, this journal and this time of download.
    pub fn summed_up(&self, folder: &str, journal: JournalMark, downloaded: u64) -> BookSummary {
        let seen = SeenBook {
            book: &self.book,
            log: &self.log,
            findings: &self.findings,
            day: self.day,
            uploads: &self.uploads,
            awaiting: self.awaiting,
            downloaded,
        };
        BookSummary::of(folder, journal, &seen)
    }
}
