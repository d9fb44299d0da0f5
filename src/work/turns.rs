//! A few long pieces of work that share nothing: whichever core is free takes the next one.

use std::panic::resume_unwind;
use std::thread;

use parking_lot::Mutex;

use super::parts;

/// More threads than these wait for the disk only.
const MOST: usize = 4;

/// What becomes of each piece, in the order of the pieces.
pub fn in_turns<T: Send, R: Send>(pieces: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    let threads = parts::cores().min(MOST).min(pieces.len());
    let (next, done) = (Mutex::new(pieces.into_iter().enumerate()), Mutex::new(Vec::new()));
    let take = || {
        loop {
            // Not within the loop's head: the lock would be held while the work is done.
            let Some((place, piece)) = next.lock().next() else { return };
            let result = work(piece);
            done.lock().push((place, result));
        }
    };
    thread::scope(|scope| {
        // Where there is no thread to be had, this one does all.
        let others: Vec<_> =
            (1..threads).map_while(|_| thread::Builder::new().spawn_scoped(scope, take).ok()).collect();
        take();
        others.into_iter().for_each(|thread| thread.join().unwrap_or_else(|broke| resume_unwind(broke)));
    });
    let mut done = done.into_inner();
    done.sort_unstable_by_key(|&(place, _)| place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_worked_on_once_and_keeps_its_place() {
        for len in [0, 1, 2, 30] {
            let pieces: Vec<usize> = (0..len).collect();
            assert_eq!(in_turns(pieces.clone(), |piece| piece * 2), pieces.iter().map(|n| n * 2).collect::<Vec<_>>());
        }
    }
}
