//! How far a long job is, and the wish to stop it: shared between the job's thread and the window.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// How far a job is. Bytes or rows, as the job likes; both ends are guesses until it is done.
#[derive(Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    records: AtomicU64,
    cancelled: AtomicBool,
}

impl Progress {
    /// Says how much there is to do.
    pub fn expect(&self, total: u64) {
        self.total.store(total, Relaxed);
    }

    /// Says how much is done. False if somebody wishes the job to stop.
    pub fn reached(&self, done: u64) -> bool {
        self.done.store(done, Relaxed);
        !self.cancelled()
    }

    /// Says how many more records were read.
    pub fn count(&self, records: u64) {
        self.records.fetch_add(records, Relaxed);
    }

    /// How many records were read so far.
    pub fn records(&self) -> u64 {
        self.records.load(Relaxed)
    }

    /// Wishes the job to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    /// Whether somebody wishes so.
    pub fn cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Done and to do.
    pub fn now(&self) -> (u64, u64) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }
}
