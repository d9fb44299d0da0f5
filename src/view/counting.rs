//! Sorting rows by numbers that are counted, not compared: the time grows with the rows alone.
//!
//! How it works, with an example: rows 0 to 4 have the numbers 2 0 2 1 0. Counting says two 0, one 1, two 2; so the 0 go to
//! places 0 and 1, the 1 to place 2, the 2 to places 3 and 4. Walking down the rows in their order and putting each into the
//! next free place of its number gives 1 4 3 0 2: rows with equal numbers keep their order, and none was compared with another.
//!
//! Long numbers are cut into digits of 11 bits and sorted by the last digit first, then by the one before it. As each pass
//! leaves equal ones as they are, the last pass leaves them sorted by all digits. With several cores each counts a part of the
//! rows, and the parts are joined number by number.

use crate::work::{Progress, parts};

/// Sorts by numbers up to `most`; equal ones stay as they are. Digit by digit, where they are long.
pub(super) fn up_to(rows: &mut [u32], most: u64, progress: &Progress, key: impl Fn(u32) -> u64 + Sync) {
    match u64::BITS - most.leading_zeros() {
        0 => {}
        1..=ONE_DIGIT => by_one_digit(rows, most as usize + 1, |row| key(row) as usize),
        bits @ ..=u32::BITS => by_digits(rows, bits, progress, |row| key(row) as u32),
        bits => by_digits(rows, bits, progress, key),
    }
}

/// Numbers of no more bits are counted as they are.
const ONE_DIGIT: u32 = 16;

/// Sorts by numbers below `count`: parts of the rows side by side, and then number by number from all parts.
fn by_one_digit(rows: &mut [u32], count: usize, number: impl Fn(u32) -> usize + Sync) {
    let parts = parts::in_parts(rows, |rows| {
        let mut sorted = vec![0; rows.len()];
        let ends = by_digit(rows, &mut sorted, count, &number);
        (sorted, ends)
    });
    let (mut at, mut from) = (0, vec![0; parts.len()]);
    for number in 0..count {
        for ((sorted, ends), from) in parts.iter().zip(&mut from) {
            let these = &sorted[*from..ends[number] as usize];
            rows[at..at + these.len()].copy_from_slice(these);
            (at, *from) = (at + these.len(), *from + these.len());
        }
    }
}

/// A digit of longer ones has at most this many bits: more places would not fit into the processor's first caches.
const DIGIT: u32 = 11;

/// Sorts by numbers of this many bits: by the last digit first, and each time equal ones stay as they are.
fn by_digits<K: Copy + Default + Into<u64> + Send>(
    rows: &mut [u32],
    bits: u32,
    progress: &Progress,
    key: impl Fn(u32) -> K + Sync,
) {
    let digits = bits.div_ceil(DIGIT);
    // What is counted is beside the row while sorting: a random read costs more than all the rest.
    let mut pairs = vec![(K::default(), 0); rows.len()];
    let mut sorted = pairs.clone();
    parts::in_stretches(&mut pairs, |from, part| {
        part.iter_mut().zip(&rows[from..]).for_each(|(pair, &row)| *pair = (key(row), row));
    });
    let width = bits.div_ceil(digits);
    for digit in 0..digits {
        if progress.cancelled() {
            return;
        }
        let values = 1 << width;
        by_digit(&pairs, &mut sorted, values, |pair| (pair.0.into() >> (digit * width)) as usize % values);
        std::mem::swap(&mut pairs, &mut sorted);
    }
    rows.iter_mut().zip(pairs).for_each(|(row, pair)| *row = pair.1);
}

/// Sorts by a number below `count`; equal ones stay as they are. Gives where each number ends.
fn by_digit<T: Copy>(list: &[T], sorted: &mut [T], count: usize, number: impl Fn(T) -> usize) -> Vec<u32> {
    let mut places = vec![0; count + 1];
    list.iter().for_each(|&one| places[number(one) + 1] += 1);
    for value in 1..count {
        places[value] += places[value - 1];
    }
    for &one in list {
        let place = &mut places[number(one)];
        sorted[*place as usize] = one;
        *place += 1;
    }
    places
}
