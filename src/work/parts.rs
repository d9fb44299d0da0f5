//! Long lists on all cores: a list is cut into as many parts as there are cores, each is worked through on a thread.

use std::io;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread;

use parking_lot::Mutex;
use roaring::RoaringBitmap;
use roaring::bitmap::Iter;

use crate::work::Progress;

/// Shorter lists are quicker done than a thread is started.
pub const SHORT: usize = 20_000;

/// After this many rows a part looks whether it should stop.
pub const BETWEEN_LOOKS: usize = 4_096;

/// What becomes of each part of a list, in the order of the parts.
pub fn in_parts<T: Sync, R: Send>(list: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    if list.len() < SHORT {
        return vec![work(list)];
    }
    side_by_side(list.chunks(part_of(list.len())), work)
}

/// The same of parts that are cut only between two entries which are `apart`.
pub fn in_parts_between<T: Sync, R: Send>(
    list: &[T],
    apart: impl Fn(&T, &T) -> bool,
    work: impl Fn(&[T]) -> R + Sync,
) -> Vec<R> {
    let length = if list.len() < SHORT { SHORT } else { part_of(list.len()) };
    let (mut parts, mut rest) = (Vec::new(), list);
    while !rest.is_empty() {
        let end = (length..rest.len()).find(|&place| apart(&rest[place - 1], &rest[place]));
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        parts.push(part);
        rest = after;
    }
    side_by_side(parts.into_iter(), work)
}

/// Lets go of something large on a thread: giving back the memory of a million rows would cost a frame.
pub fn forget(large: impl Send + 'static) {
    // Where there is no thread for it, it is let go here.
    drop(thread::Builder::new().spawn(move || drop(large)));
}

/// Why a thread could not be started: the system says that something is in use, where there is no memory left for it.
pub fn no_thread(_: io::Error) -> io::Error {
    io::ErrorKind::OutOfMemory.into()
}

/// Does something to each part of a list.
pub fn in_parts_mut<T: Send>(list: &mut [T], work: impl Fn(&mut [T]) + Sync) {
    in_stretches(list, |_, part| work(part));
}

/// Does something to each part of a list, whose first place in the list is stated; what comes of it, in the order of the
/// parts.
pub fn in_stretches<T: Send, R: Send>(list: &mut [T], work: impl Fn(usize, &mut [T]) -> R + Sync) -> Vec<R> {
    if list.len() < SHORT {
        return vec![work(0, list)];
    }
    let length = part_of(list.len());
    side_by_side((0..).step_by(length).zip(list.chunks_mut(length)), |(from, part)| work(from, part))
}

/// What becomes of each part of a set of rows, in the order of the parts.
pub fn of_rows<R: Send>(rows: &RoaringBitmap, work: impl Fn(Iter<'_>) -> R + Sync) -> Vec<R> {
    if rows.len() < SHORT as u64 {
        return vec![work(rows.iter())];
    }
    let length = part_of(rows.len() as usize);
    let first = (0..rows.len() as u32).step_by(length).map(|place| rows.select(place).unwrap_or(u32::MAX));
    let first: Vec<u32> = first.collect();
    let next = first[1..].iter().map(|&next| next - 1).chain([u32::MAX]);
    side_by_side(first.iter().zip(next), |(&first, last)| work(rows.range(first..=last)))
}

/// What becomes of tasks of very different size, each on the next thread that is free; in their order.
pub fn of_tasks<T: Send, R: Send>(tasks: Vec<T>, work: impl Fn(T) -> R + Sync) -> Vec<R> {
    side_by_side(tasks.into_iter(), work)
}

/// Works on parts side by side; what becomes of each, in their order. Where there is no thread to be had, this one does all.
fn side_by_side<P: Send, R: Send>(parts: impl Iterator<Item = P>, work: impl Fn(P) -> R + Sync) -> Vec<R> {
    let parts: Vec<P> = parts.collect();
    let threads = parts.len().min(cores()).saturating_sub(1);
    let waiting = Mutex::new(parts.into_iter().enumerate());
    let work = || {
        let next = || waiting.lock().next();
        std::iter::from_fn(next).map(|(place, part)| (place, work(part))).collect::<Vec<_>>()
    };
    let mut done = thread::scope(|scope| {
        let others = (0..threads).map_while(|_| thread::Builder::new().spawn_scoped(scope, work).ok());
        let others: Vec<_> = others.collect();
        let mut done = work();
        done.extend(others.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|broke| resume_unwind(broke))));
        done
    });
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What becomes of each entry of a list, in their order; none if it was stopped on the way.
pub fn each<T: Sync, R: Send>(list: &[T], progress: &Progress, work: impl Fn(&T) -> R + Sync) -> Option<Vec<R>> {
    in_batches(list, progress, BETWEEN_LOOKS, |some, done: &mut Vec<R>| done.extend(some.iter().map(&work)))
}

/// The same in two steps. Some hundred are read before the first is worked on: where each lies far from the other in memory, the
/// processor waits for many at once.
pub fn each_read<T: Sync, M, R: Send>(
    list: &[T],
    progress: &Progress,
    read: impl Fn(&T) -> M + Sync,
    work: impl Fn(M) -> R + Sync,
) -> Option<Vec<R>> {
    const AT_ONCE: usize = 256;
    in_batches(list, progress, AT_ONCE, |some, done: &mut Vec<R>| {
        let read: Vec<M> = some.iter().map(&read).collect();
        done.extend(read.into_iter().map(&work));
    })
}

fn in_batches<T: Sync, R: Send>(
    list: &[T],
    progress: &Progress,
    size: usize,
    work: impl Fn(&[T], &mut Vec<R>) + Sync,
) -> Option<Vec<R>> {
    let parts = in_parts(list, |part| {
        let mut done = Vec::with_capacity(part.len());
        for some in part.chunks(size) {
            if progress.cancelled() {
                break;
            }
            work(some, &mut done);
        }
        done
    });
    if progress.cancelled() { None } else { Some(joined(parts)) }
}

/// How many are sorted between two looks.
const SORTED_AT_ONCE: usize = 65_536;

/// Sorts a list on all cores: parts of it, which are then joined. In any order if it was stopped on the way.
pub fn sort<T: Ord + Send>(list: &mut [T], progress: &Progress) {
    if list.len() <= SORTED_AT_ONCE {
        return list.sort_unstable();
    }
    let sorted = |part: &mut [T]| {
        if !progress.cancelled() {
            part.sort_unstable();
        }
    };
    side_by_side(list.chunks_mut(SORTED_AT_ONCE), sorted);
    // Two sorted parts under each other are joined by sorting them in the way that sees what is sorted already.
    let join = |two: &mut [T]| {
        if !progress.cancelled() {
            two.sort();
        }
    };
    let mut width = SORTED_AT_ONCE;
    while width < list.len() && !progress.cancelled() {
        width *= 2;
        side_by_side(list.chunks_mut(width), join);
    }
}

/// How long a part of a list is.
fn part_of(len: usize) -> usize {
    len.div_ceil(cores()).max(1)
}

/// How many threads can work at once.
pub fn cores() -> usize {
    // The system reads files to tell.
    static CORES: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, usize::from));
    *CORES
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
    fn lists_of_any_length_are_sorted() {
        for len in [0, 1, SORTED_AT_ONCE, SORTED_AT_ONCE + 1, 3 * SORTED_AT_ONCE + 7] {
            let mut list: Vec<u64> = (0..len as u64).map(|n| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40).collect();
            let mut wanted = list.clone();
            wanted.sort_unstable();
            sort(&mut list, &Progress::default());
            assert!(list == wanted, "{len}");
        }
    }

    #[test]
    fn parts_come_back_in_their_order_and_with_nothing_lost() {
        for len in [0, 1, 3, SHORT - 1, SHORT, 3 * SHORT + 1] {
            let list: Vec<usize> = (0..len).collect();
            let doubled: Vec<usize> = list.iter().map(|n| n * 2).collect();
            assert_eq!(each(&list, &Progress::default(), |n| n * 2).as_ref(), Some(&doubled), "{len}");
            let read = each_read(&list, &Progress::default(), |n| n + 1, |n| n * 2 - 2);
            assert_eq!(read.as_ref(), Some(&doubled), "{len}");
            assert_eq!(joined(in_parts(&list, <[usize]>::to_vec)), list);
            let tens = in_parts_between(&list, |a, b| a / 10 != b / 10, <[usize]>::to_vec);
            assert!(tens.iter().all(|part| part.first().is_some_and(|first| first % 10 == 0)));
            assert_eq!(joined(tens), list);
            let rows: RoaringBitmap = (7..).step_by(3).take(len).collect();
            assert_eq!(joined(of_rows(&rows, |rows| rows.collect::<Vec<u32>>())), rows.iter().collect::<Vec<u32>>());
            let mut mine = list;
            let from = in_stretches(&mut mine, |from, part| {
                let first = part.first().copied();
                part.iter_mut().for_each(|n| *n *= 2);
                (from, first.unwrap_or(from))
            });
            assert_eq!(mine, doubled);
            assert!(from.iter().all(|(from, first)| from == first), "{from:?}");
        }
    }

    #[test]
    fn what_is_stopped_has_no_result() {
        let stopped = Progress::default();
        stopped.cancel();
        assert_eq!(each(&[1, 2], &stopped, |n| n * 2), None);
        assert_eq!(each_read(&[1, 2], &stopped, |n| n + 1, |n| n * 2), None);
    }
}
