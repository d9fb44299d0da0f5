//! Long work on a thread of its own, so that the window never waits.

use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::values::{counted, grouped};
use crate::work::Progress;
use crate::work::wake::Wake;

/// One piece of work on its thread. Dropping it lets the thread go on to its end, unheard.
pub struct Job<T> {
    words: String,
    since: Instant,
    progress: Arc<Progress>,
    result: Arc<Mutex<Option<T>>>,
    thread: Option<JoinHandle<()>>,
}

/// How a job is.
pub enum State<T> {
    /// Not done.
    Running,
    /// Done, with what came of it.
    Done(T),
    /// It ended without a result: a fault in this program, or no thread to be had.
    Died,
}

/// Wakes the window at the end of a job, however it ends.
struct AtTheEnd(Wake);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        self.0.now();
    }
}

impl<T: Send + 'static> Job<T> {
    /// Starts work. The words say what is going on.
    pub fn start(wake: &Wake, words: impl Into<String>, work: impl FnOnce(&Progress) -> T + Send + 'static) -> Job<T> {
        let progress = Arc::new(Progress::default());
        let result = Arc::new(Mutex::new(None));
        let (shared, slot, wake) = (progress.clone(), result.clone(), AtTheEnd(wake.clone()));
        let thread = std::thread::Builder::new().name("job".into()).spawn(move || {
            let _wake = wake;
            let done = work(&shared);
            *slot.lock() = Some(done);
        });
        Job { words: words.into(), since: Instant::now(), progress, result, thread: thread.ok() }
    }

    /// What is going on.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// How far it is, from 0 to 1.
    pub fn part_done(&self) -> f32 {
        match self.progress.now() {
            (_, 0) => 0.0,
            (done, total) => (done as f64 / total as f64).min(1.0) as f32,
        }
    }

    /// How many records it has read and how fast, once it has read some.
    pub fn pace(&self) -> Option<String> {
        self.pace_of("record", "records")
    }

    /// The same of what it reads instead of records.
    pub fn pace_of(&self, one: &str, many: &str) -> Option<String> {
        pace(self.progress.records(), self.since.elapsed(), (one, many))
    }

    /// Asks it to stop.
    pub fn cancel(&self) {
        self.progress.cancel();
    }

    /// Whether someone asked for that.
    pub fn cancelled(&self) -> bool {
        self.progress.cancelled()
    }

    /// Returns once the thread has ended.
    pub fn wait(self) {
        if let Some(thread) = self.thread {
            // A thread that broke has let go as well.
            let _ = thread.join();
        }
    }

    /// How it is. A result is given once.
    pub fn poll(&mut self) -> State<T> {
        // Asked before the slot is looked into, so that a result put there in between is not missed.
        let ended = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
        match self.result.lock().take() {
            Some(result) => State::Done(result),
            None if ended => State::Died,
            None => State::Running,
        }
    }
}

fn pace(read: u64, time: Duration, (one, many): (&str, &str)) -> Option<String> {
    let a_second = read as f64 / time.as_secs_f64().max(0.001);
    (read > 0).then(|| format!("{} · {} a second", counted(read, one, many), grouped(a_second as u64)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pace_is_shown_once_something_was_read() {
        let two_seconds = Duration::from_secs(2);
        let pace = |read, time| pace(read, time, ("record", "records"));
        assert_eq!(pace(0, two_seconds), None);
        assert_eq!(pace(1_234_568, two_seconds).as_deref(), Some("12,34,568 records · 6,17,284 a second"));
        assert!(pace(1, Duration::ZERO).is_some());
    }

    fn wait<T: Send + 'static>(job: &mut Job<T>) -> State<T> {
        loop {
            match job.poll() {
                State::Running => std::thread::yield_now(),
                ended => return ended,
            }
        }
    }

    #[test]
    fn the_result_of_a_job_arrives_once() {
        let mut job = Job::start(&Wake::default(), "Adding", |_| 1 + 1);
        assert!(matches!(wait(&mut job), State::Done(2)));
        // The thread may still be on its way out.
        assert!(matches!(wait(&mut job), State::Died));
    }

    #[test]
    fn a_job_hears_that_it_should_stop() {
        let mut job = Job::start(&Wake::default(), "Waiting", |progress| {
            while progress.reached(1) {
                std::thread::yield_now();
            }
            "stopped"
        });
        job.cancel();
        assert!(matches!(wait(&mut job), State::Done("stopped")));
    }

    #[test]
    fn a_job_that_breaks_is_not_waited_for() {
        let mut job: Job<u32> = Job::start(&Wake::default(), "Breaking", |_| std::panic::resume_unwind(Box::new(())));
        assert!(matches!(wait(&mut job), State::Died));
    }
}
