//! Times that can be compared: works take turns, so that whatever else the machine does hits all of them, and of each the
//! quickest turn counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Turns at least, and at most.
const TURNS: std::ops::RangeInclusive<usize> = 7..=400;
/// Between these it goes on so long.
const LONG: Duration = Duration::from_millis(400);

/// One work: it says itself how long what counts took.
pub type Work<'a> = Box<dyn FnMut() -> Duration + 'a>;

/// The quickest turn of each work.
pub fn race(works: Vec<Work<'_>>) -> Vec<Duration> {
    race_of(works, *TURNS.start())
}

/// The same for what takes long: this many turns at least.
pub fn race_of(mut works: Vec<Work<'_>>, turns: usize) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; works.len()];
    let begun = Instant::now();
    let mut turn = 0;
    while turn < turns || (turn < *TURNS.end() && begun.elapsed() < LONG) {
        for (best, work) in best.iter_mut().zip(&mut works) {
            *best = work().min(*best);
        }
        turn += 1;
    }
    best
}

/// How long something takes. Its result is let go only afterwards.
pub fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let result = black_box(work());
    let took = start.elapsed();
    drop(result);
    took
}

/// Something that is timed as a whole.
pub fn whole<'a, T: 'a>(mut work: impl FnMut() -> T + 'a) -> Work<'a> {
    Box::new(move || timed(&mut work))
}
