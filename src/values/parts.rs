//! Long lists on all cores: a list is cut into as many parts as there are cores, each is worked through on a thread.

use std::panic::resume_unwind;
use std::thread;

use super::Progress;

/// Shorter lists are quicker done than a thread is started.
const SHORT: usize = 20_000;

/// After so many rows a part looks whether it should stop.
pub const BETWEEN_LOOKS: usize = 4_096;

/// What becomes of each part of a list, in the order of the parts.
pub fn in_parts<T: Sync, R: Send>(list: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    if list.len() < SHORT {
        return vec![work(list)];
    }
    let mut parts = list.chunks(part_of(list.len()));
    let Some(first) = parts.next() else { return Vec::new() };
    thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> = parts.map(|part| scope.spawn(move || work(part))).collect();
        let mut done = vec![work(first)];
        done.extend(others.into_iter().map(|thread| thread.join().unwrap_or_else(|broke| resume_unwind(broke))));
        done
    })
}

/// What becomes of each entry of a list, in their order; none if it was stopped on the way.
pub fn each<T: Sync, R: Send>(list: &[T], progress: &Progress, work: impl Fn(&T) -> R + Sync) -> Option<Vec<R>> {
    let parts = in_parts(list, |part| {
        let mut done = Vec::with_capacity(part.len());
        for some in part.chunks(BETWEEN_LOOKS) {
            if progress.cancelled() {
                break;
            }
            done.extend(some.iter().map(&work));
        }
        done
    });
    if progress.cancelled() { None } else { Some(joined(parts)) }
}

/// Does something to each part of a list.
pub fn in_parts_mut<T: Send>(list: &mut [T], work: impl Fn(&mut [T]) + Sync) {
    if list.len() < SHORT {
        return work(list);
    }
    let length = part_of(list.len());
    thread::scope(|scope| {
        let work = &work;
        let mut parts = list.chunks_mut(length);
        let first = parts.next();
        parts.for_each(|part| drop(scope.spawn(move || work(part))));
        first.into_iter().for_each(work);
    });
}

/// How long a part of a list is.
fn part_of(len: usize) -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    len.div_ceil(cores).max(1)
}

/// Lists one after another.
pub fn joined<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let all: usize = lists.iter().map(Vec::len).sum();
    let mut lists = lists.into_iter();
    let mut joined = lists.next().unwrap_or_default();
    joined.reserve_exact(all - joined.len());
    lists.for_each(|list| joined.extend(list));
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_in_their_order_and_with_nothing_lost() {
        for len in [0, 1, 3, SHORT - 1, SHORT, 3 * SHORT + 1] {
            let list: Vec<usize> = (0..len).collect();
            let doubled: Vec<usize> = list.iter().map(|n| n * 2).collect();
            assert_eq!(each(&list, &Progress::default(), |n| n * 2).as_ref(), Some(&doubled), "{len}");
            assert_eq!(joined(in_parts(&list, <[usize]>::to_vec)), list);
            let mut mine = list;
            in_parts_mut(&mut mine, |part| part.iter_mut().for_each(|n| *n *= 2));
            assert_eq!(mine, doubled);
        }
    }

    #[test]
    fn what_is_stopped_has_no_result() {
        let stopped = Progress::default();
        stopped.cancel();
        assert_eq!(each(&[1, 2], &stopped, |n| n * 2), None);
    }
}
