//! The best whole set of pairs of one class: the most pairs; among those the least sum of
//! differences in tax, then in taxable value, then in days; then the list that comes first.

use crate::matching::document::Distance;
use crate::matching::steps::hungarian;
use crate::work::{Progress, parts};

/// A record and an entry that could be a pair, by their places in the order of records and of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The record.
    pub record: u32,
    /// The entry.
    pub entry: u32,
    /// How they differ.
    pub apart: Distance,
}

impl Pair {
    fn places(&self) -> (u32, u32) {
        (self.record, self.entry)
    }
}

/// A pair that was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The pair.
    pub pair: Pair,
    /// A record that could as well take the place of this one.
    pub other_record: Option<u32>,
    /// An entry that could as well take the place of this one.
    pub other_entry: Option<u32>,
}

/// How many pairs are looked at between two looks at the progress.
const LOOK: usize = 1_024;

/// Groups with more than this on one side are paired by least difference.
pub const MOST: usize = 200;

/// The best whole set, in the order of its records; and whether a group was too large to be looked at whole. `alike` says
/// whether two records, or two entries, are one document twice: then they are no tie.
pub fn best(
    mut pairs: Vec<Pair>,
    same_record: impl Fn(u32, u32) -> bool,
    same_entry: impl Fn(u32, u32) -> bool,
    progress: &Progress,
) -> (Vec<Taken>, bool) {
    parts::sort(&mut pairs, progress);
    pairs.dedup_by_key(|pair| pair.places());
    let (mut taken, mut large) = (Vec::new(), false);
    for group in connected(pairs, progress) {
        if progress.cancelled() {
            break;
        }
        let chosen = best_of(&group, &mut large);
        mark_ties(&group, &chosen, &same_record, &same_entry, &mut taken);
    }
    taken.sort_unstable_by_key(|taken| taken.pair.places());
    (taken, large)
}

/// The pairs that hang together, in groups; within a group in order.
fn connected(pairs: Vec<Pair>, progress: &Progress) -> Vec<Vec<Pair>> {
    let places = |of: fn(&Pair) -> u32| {
        let mut places: Vec<u32> = pairs.iter().map(of).collect();
        parts::sort(&mut places, progress);
        places.dedup();
        places
    };
    let (records, entries) = (places(|pair| pair.record), places(|pair| pair.entry));
    let place = |list: &[u32], wanted: u32| list.partition_point(|&place| place < wanted);
    let mut roots: Vec<u32> = (0..(records.len() + entries.len()) as u32).collect();
    for (step, pair) in pairs.iter().enumerate() {
        if step % LOOK == 0 && progress.cancelled() {
            return Vec::new();
        }
        let a = root(&mut roots, place(&records, pair.record) as u32);
        let b = root(&mut roots, (records.len() + place(&entries, pair.entry)) as u32);
        // The lower one, so that the groups come in the order of their first records.
        roots[a.max(b) as usize] = a.min(b);
    }
    let of = |pair: &Pair, roots: &mut Vec<u32>| root(roots, place(&records, pair.record) as u32);
    let mut by_group: Vec<(u32, Pair)> = pairs.iter().map(|pair| (of(pair, &mut roots), *pair)).collect();
    by_group.sort_by_key(|(group, _)| *group);
    let groups = by_group.chunk_by(|a, b| a.0 == b.0);
    groups.map(|group| group.iter().map(|(_, pair)| *pair).collect()).collect()
}

fn root(roots: &mut [u32], mut place: u32) -> u32 {
    while roots[place as usize] != place {
        roots[place as usize] = roots[roots[place as usize] as usize];
        place = roots[place as usize];
    }
    place
}

/// The best set of one group.
fn best_of(group: &[Pair], large: &mut bool) -> Vec<Pair> {
    if let [only] = group {
        return vec![*only];
    }
    let sides = Sides::of(group);
    let (n, m) = (sides.records.len(), sides.entries.len());
    if n == 1 || m == 1 {
        return group.iter().copied().min_by_key(|pair| (pair.apart, pair.places())).into_iter().collect();
    }
    if group.len() == n * m && group.iter().all(|pair| pair.apart == group[0].apart) {
        // Each could be paired with each: the first with the first.
        let places = sides.records.iter().zip(&sides.entries);
        return places.map(|(&record, &entry)| Pair { record, entry, apart: group[0].apart }).collect();
    }
    if n.max(m) > MOST {
        *large = true;
        return by_least_difference(group);
    }
    hungarian::best(group, &sides)
}

/// The records and the entries of a group, in order.
pub(in crate::matching) struct Sides {
    pub(in crate::matching) records: Vec<u32>,
    pub(in crate::matching) entries: Vec<u32>,
}

impl Sides {
    fn of(group: &[Pair]) -> Sides {
        let mut records: Vec<u32> = group.iter().map(|pair| pair.record).collect();
        records.dedup();
        let mut entries: Vec<u32> = group.iter().map(|pair| pair.entry).collect();
        entries.sort_unstable();
        entries.dedup();
        Sides { records, entries }
    }
}

/// Pairs in the order of their differences, each taken if both are free.
fn by_least_difference(group: &[Pair]) -> Vec<Pair> {
    let mut pairs = group.to_vec();
    pairs.sort_unstable_by_key(|pair| (pair.apart, pair.places()));
    let sides = Sides::of(group);
    let (mut free_records, mut free_entries) = (vec![true; sides.records.len()], vec![true; sides.entries.len()]);
    let place = |list: &[u32], wanted: u32| list.partition_point(|&place| place < wanted);
    pairs.retain(|pair| {
        let (r, e) = (place(&sides.records, pair.record), place(&sides.entries, pair.entry));
        let free = free_records[r] && free_entries[e];
        if free {
            (free_records[r], free_entries[e]) = (false, false);
        }
        free
    });
    pairs
}

/// Adds the pairs that were taken, each with what could take the place of one side: equal in all differences, left without a
/// pair, and not the same document once more.
fn mark_ties(
    group: &[Pair],
    chosen: &[Pair],
    same_record: &impl Fn(u32, u32) -> bool,
    same_entry: &impl Fn(u32, u32) -> bool,
    taken: &mut Vec<Taken>,
) {
    let plain = |pair: &Pair| Taken { pair: *pair, other_record: None, other_entry: None };
    if group.len() == 1 {
        taken.extend(chosen.iter().map(plain));
        return;
    }
    let mut chosen: Vec<Taken> = chosen.iter().map(plain).collect();
    chosen.sort_unstable_by_key(|taken| taken.pair.record);
    let mut by_entry: Vec<(u32, usize)> = chosen.iter().zip(0..).map(|(taken, at)| (taken.pair.entry, at)).collect();
    by_entry.sort_unstable();
    let of_record = |chosen: &[Taken], record| chosen.binary_search_by_key(&record, |taken| taken.pair.record).ok();
    let of_entry = |entry| by_entry.binary_search_by_key(&entry, |&(entry, _)| entry).ok().map(|at| by_entry[at].1);
    for pair in group {
        match (of_record(&chosen, pair.record), of_entry(pair.entry)) {
            (Some(at), None) if chosen[at].other_entry.is_none() => {
                let own = chosen[at].pair;
                if own.apart == pair.apart && !same_entry(own.entry, pair.entry) {
                    chosen[at].other_entry = Some(pair.entry);
                }
            }
            (None, Some(at)) if chosen[at].other_record.is_none() => {
                let own = chosen[at].pair;
                if own.apart == pair.apart && !same_record(own.record, pair.record) {
                    chosen[at].other_record = Some(pair.record);
                }
            }
            _ => {}
        }
    }
    taken.append(&mut chosen);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::cmp::Ordering;

    /// Whether one set is better than another, as the specification says it in words.
    fn compare(a: &[Pair], b: &[Pair]) -> Ordering {
        let sum = |set: &[Pair]| {
            let (mut tax, mut taxable, mut days) = (0u128, 0u128, 0u128);
            for pair in set {
                tax += u128::from(pair.apart.tax);
                taxable += u128::from(pair.apart.taxable);
                days += u128::from(pair.apart.days);
            }
            (tax, taxable, days)
        };
        let places = |set: &[Pair]| {
            let mut places: Vec<(u32, u32)> = set.iter().map(Pair::places).collect();
            places.sort_unstable();
            places
        };
        b.len().cmp(&a.len()).then_with(|| sum(a).cmp(&sum(b))).then_with(|| places(a).cmp(&places(b)))
    }

    /// Every set of pairs that can be taken together, one by one: slow, and right.
    fn slowly(pairs: &[Pair]) -> Vec<Pair> {
        fn go(pairs: &[Pair], set: &mut Vec<Pair>, best: &mut Vec<Pair>) {
            let Some((first, rest)) = pairs.split_first() else {
                if compare(set, best) == Ordering::Less {
                    best.clone_from(set);
                }
                return;
            };
            if set.iter().all(|pair| pair.record != first.record && pair.entry != first.entry) {
                set.push(*first);
                go(rest, set, best);
                set.pop();
            }
            go(rest, set, best);
        }
        let mut best = Vec::new();
        go(pairs, &mut Vec::new(), &mut best);
        best.sort_by_key(Pair::places);
        best
    }

    fn pair() -> impl Strategy<Value = Pair> {
        (0u32..5, 0u32..5, 0u64..3, 0u64..2, 0u32..2).prop_map(|(record, entry, tax, taxable, days)| Pair {
            record,
            entry,
            apart: Distance { tax, taxable, days },
        })
    }

    fn taken(pairs: &[Pair]) -> Vec<Pair> {
        best(pairs.to_vec(), |_, _| false, |_, _| false, &Progress::default())
            .0
            .into_iter()
            .map(|taken| taken.pair)
            .collect()
    }

    proptest! {
        #[test]
        fn the_set_is_the_best_of_all(mut pairs in proptest::collection::vec(pair(), 0..14)) {
            pairs.sort_by_key(Pair::places);
            pairs.dedup_by_key(|pair| pair.places());
            prop_assert_eq!(taken(&pairs), slowly(&pairs));
            pairs.reverse();
            let again = taken(&pairs);
            pairs.reverse();
            prop_assert_eq!(again, slowly(&pairs));
        }
    }

    fn at(record: u32, entry: u32, tax: u64) -> Pair {
        Pair { record, entry, apart: Distance { tax, ..Distance::default() } }
    }

    #[test]
    fn as_many_as_possible_come_before_the_least_difference() {
        assert_eq!(taken(&[at(0, 0, 0), at(0, 1, 90), at(1, 0, 90)]), [at(0, 1, 90), at(1, 0, 90)]);
    }

    #[test]
    fn what_could_take_the_place_of_one_side_is_a_tie() {
        let pairs = vec![at(0, 0, 5), at(0, 1, 5), at(0, 2, 6)];
        let (found, _) = best(pairs.clone(), |_, _| false, |_, _| false, &Progress::default());
        assert_eq!((found[0].pair, found[0].other_entry, found[0].other_record), (at(0, 0, 5), Some(1), None));
        let (found, _) = best(pairs, |_, _| false, |a, b| (a, b) == (0, 1), &Progress::default());
        assert_eq!(found[0].other_entry, None);
    }

    #[test]
    fn a_large_group_is_paired_by_least_difference_and_says_so() {
        let pairs = (0..300).flat_map(|i| [at(i, i, 2), at(i, i + 1, 1)]).collect();
        let (found, large) = best(pairs, |_, _| false, |_, _| false, &Progress::default());
        assert!(large && found.len() == 300 && found.iter().all(|taken| taken.pair.entry == taken.pair.record + 1));
    }

    #[test]
    fn two_hundred_on_each_side_are_looked_at_whole() {
        // Each record fits its own entry badly and the next one well, but for the last: whole is better than first come.
        let pairs: Vec<Pair> =
            (0..200).flat_map(|i| [at(i, i, 2), at(i, (i + 1) % 200, 1 + u64::from(i == 7) * 500)]).collect();
        let (found, large) = best(pairs, |_, _| false, |_, _| false, &Progress::default());
        assert!(!large && found.len() == 200 && found.iter().all(|taken| taken.pair.entry == taken.pair.record));
    }
}
