//! How many rows of the sheet on the screen each built-in view has, counted when the book changes and not at every frame.

use crate::book::{Book, Section};
use crate::rules::Findings;
use crate::view::BuiltIn;

/// The counts, and of what they are.
#[derive(Clone, Debug, Default)]
pub struct ViewCounts {
    of: Option<(Section, u64)>,
    counts: [u64; BuiltIn::ALL.len()],
}

impl ViewCounts {
    /// Counts again unless this sheet was counted at this revision.
    pub fn renew(&mut self, book: &Book, findings: &Findings, section: Section, revision: u64) {
        if self.of != Some((section, revision)) {
            self.of = Some((section, revision));
            self.counts = BuiltIn::ALL.map(|view| view.count(book, findings, section));
        }
    }

    /// How many rows a view has.
    pub fn count(&self, view: BuiltIn) -> u64 {
        self.counts[view as usize]
    }
}
