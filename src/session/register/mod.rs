//! The purchase register of the open book: from a file to vouchers in the book, how these are looked at, and how the files are
//! kept.

pub mod change;
pub mod columns;
pub mod fetch;
pub mod import;
pub mod keep;
pub mod likely;
pub mod list;
pub mod replaces;
pub mod shown;
pub mod source;
pub mod suppliers;
pub mod take;

use crate::book::RegisterPart;
use crate::session::Session;
use crate::session::register::fetch::FetchedParts;
use crate::session::register::keep::{CopiedFile, FileCopy};
use crate::session::register::shown::RegisterView;
use crate::work::Progress;
use crate::work::job::Job;
use crate::work::wake::Wake;
use std::collections::BTreeMap;

/// What the open book knows of its register beside the vouchers: how they are looked at, and where its files are.
pub struct RegisterDesk {
    wake: Wake,
    /// How the vouchers are looked at.
    view: RegisterView,
    /// Files whose vouchers are being read again.
    fetching: Option<Job<FetchedParts>>,
    /// Why files cannot be had, by their hashes: they are not tried again.
    not_here: BTreeMap<[u8; 32], String>,
    /// Files of which a copy is to be kept.
    to_copy: Vec<FileCopy>,
    /// Those that are being copied.
    copying: Option<Job<Vec<CopiedFile>>>,
}

impl RegisterDesk {
    /// Nothing is known yet.
    pub fn new(wake: &Wake) -> RegisterDesk {
        RegisterDesk {
            wake: wake.clone(),
            view: RegisterView::default(),
            fetching: None,
            not_here: BTreeMap::new(),
            to_copy: Vec::new(),
            copying: None,
        }
    }

    /// Starts a job whose end wakes the window.
    pub(in crate::session) fn start<T: Send + 'static>(
        &self,
        words: &str,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Job<T> {
        Job::start(&self.wake, words, work)
    }

    /// Whether something is being read or written.
    pub fn works(&self) -> bool {
        self.fetching.is_some() || self.copying.is_some()
    }
}

impl Session {
    /// Whether the book has a purchase register.
    pub fn has_register(&self) -> bool {
        !self.book.register().is_empty()
    }

    /// The parts of the register whose file is not here, and why.
    pub fn parts_not_here(&self) -> Vec<(&RegisterPart, &str)> {
        let parts = self.book.register().parts().iter().filter(|part| part.missing);
        parts.filter_map(|part| Some((part, self.register.not_here.get(&part.hash)?.as_str()))).collect()
    }

    /// Whether the vouchers of the register are being read again.
    pub fn fetches_register(&self) -> bool {
        self.register.fetching.is_some()
    }
}
