//! Slips of the pen: one character changed, missing or added, or two neighbours exchanged.

use std::cmp::Ordering;

use crate::matching::agree::number::hash;

/// How two texts differ that differ by one slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::matching) enum Slipped {
    Changed,
    Missing,
    Added,
    Exchanged,
}

/// How the second text differs from the first, if it is by one slip; both of four characters at least.
pub(in crate::matching) fn slip(a: &str, b: &str) -> Option<Slipped> {
    if a.is_ascii() && b.is_ascii() {
        return slip_of(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    slip_of(&a, &b)
}

fn slip_of<T: PartialEq>(a: &[T], b: &[T]) -> Option<Slipped> {
    if a.len().min(b.len()) < 4 || a.len().abs_diff(b.len()) > 1 {
        return None;
    }
    let same = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (x, y) = (&a[same..], &b[same..]);
    match a.len().cmp(&b.len()) {
        Ordering::Greater => (x[1..] == *y).then_some(Slipped::Missing),
        Ordering::Less => (*x == y[1..]).then_some(Slipped::Added),
        Ordering::Equal if x.is_empty() => None,
        Ordering::Equal if x[1..] == y[1..] => Some(Slipped::Changed),
        Ordering::Equal => {
            let exchanged = x.len() > 1 && x[0] == y[1] && x[1] == y[0] && x[2..] == y[2..];
            exchanged.then_some(Slipped::Exchanged)
        }
    }
}

/// What two numbers that may differ by one slip have in common: hashes of a number with each of its characters left out or
/// replaced. Two numbers that differ by a slip share one of them.
pub(in crate::matching) fn slip_keys(plain: &str, keys: &mut Vec<u64>) {
    keys.clear();
    let mut buffer = Vec::with_capacity(plain.len());
    keys.push(hash(plain.as_bytes()));
    for (at, c) in plain.char_indices() {
        buffer.clear();
        buffer.extend_from_slice(&plain.as_bytes()[..at]);
        buffer.extend_from_slice(&plain.as_bytes()[at + c.len_utf8()..]);
        keys.push(hash(&buffer));
    }
    keys.sort_unstable();
    keys.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_differ_by_a_slip_share_a_key() {
        for (a, b) in [("HO12", "HO21"), ("HO112", "HO12"), ("HO1012", "HO1092"), ("ABCD", "ABCDE")] {
            let (mut x, mut y) = (Vec::new(), Vec::new());
            slip_keys(a, &mut x);
            slip_keys(b, &mut y);
            assert!(slip(a, b).is_some() && x.iter().any(|key| y.contains(key)), "{a} and {b}");
        }
    }
}
