//! How far a long job is, and whether it should stop: shared between the job's thread and the window.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// How far a job is. Bytes or rows, as the job likes; both ends are guesses until it is done.
#[derive(Default)]
pub struct Progress {
    /// What the stages before this one came to.
    before: AtomicU64,
    done: AtomicU64,
    total: AtomicU64,
    records: AtomicU64,
    /// What one of the present stage counts for.
    unit: AtomicU64,
    cancelled: Arc<AtomicBool>,
}

impl Progress {
    /// A part of this job that counts by itself, and is stopped with it.
    pub fn within(&self) -> Progress {
        Progress { cancelled: self.cancelled.clone(), ..Progress::default() }
    }

    /// Says how much there is to do from now on; what was done counts as done.
    pub fn expect(&self, total: u64) {
        let done = self.done.load(Relaxed);
        self.before.store(done, Relaxed);
        self.total.store(done.saturating_add(total), Relaxed);
        self.unit.store(1, Relaxed);
    }

    /// The same for a stage that counts something else than those before, as rows after bytes: it gets as much of the whole as they.
    pub fn expect_as_much(&self, total: u64) {
        let unit = (self.done.load(Relaxed) / total.max(1)).max(1);
        self.expect(total.saturating_mul(unit));
        self.unit.store(unit, Relaxed);
    }

    /// What a count of the present stage comes to.
    fn counted(&self, many: u64) -> u64 {
        many.saturating_mul(self.unit.load(Relaxed).max(1))
    }

    /// Says how much of what is expected is done. False if the job should stop.
    pub fn reached(&self, done: u64) -> bool {
        self.done.store(self.before.load(Relaxed).saturating_add(self.counted(done)), Relaxed);
        !self.cancelled()
    }

    /// Says how much more is done. False if the job should stop.
    pub fn advance(&self, by: u64) -> bool {
        self.done.fetch_add(self.counted(by), Relaxed);
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

    /// Asks the job to stop.
    pub fn cancel(&self) {
        self.cancelled.store(true, Relaxed);
    }

    /// Whether it should.
    pub fn cancelled(&self) -> bool {
        self.cancelled.load(Relaxed)
    }

    /// Done and to do.
    pub fn now(&self) -> (u64, u64) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }
}

/// A job was stopped, as was asked for: what an error holds that says no more than that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stopped;

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it was stopped")
    }
}

impl std::error::Error for Stopped {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_job_counts_by_itself_and_stops_with_it() {
        let all = Progress::default();
        all.expect(2);
        let part = all.within();
        part.expect(10);
        assert!(part.advance(10));
        assert_eq!((all.now(), part.now()), ((0, 2), (10, 10)));
        all.cancel();
        assert!(!part.advance(1));
    }

    #[test]
    fn a_stage_counts_from_where_the_one_before_it_ended() {
        let progress = Progress::default();
        progress.expect(20);
        assert!(progress.advance(4) && progress.advance(6));
        assert_eq!(progress.now(), (10, 20));
        progress.expect(12);
        assert!(progress.reached(3));
        assert_eq!(progress.now(), (13, 22));
        progress.expect_as_much(5);
        assert!(progress.advance(2));
        assert_eq!(progress.now(), (17, 23), "five of what comes are as much as the thirteen before");
        progress.cancel();
        assert!(!progress.reached(5) && !progress.advance(1));
    }
}
