//! Sorting a view: by several keys, stable, as people order things.

use std::cmp::Ordering;

use crate::book::columns::{ArenaColumn, TextColumn};
use crate::book::field::{AMOUNTS, DECLARED};
use crate::book::{AnswerKind, Book, Field, Section, TextId};
use crate::values::{Period, Progress, parts};

/// A column to sort by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SortKey {
    /// The column.
    pub field: Field,
    /// The largest first.
    pub descending: bool,
}

/// Whether a field is part of a decision, and so changed by commands.
pub fn is_decision(field: Field) -> bool {
    matches!(field, Field::Action | Field::Answer | Field::Remarks | Field::Note) || DECLARED.contains(&field)
}

/// Sorts rows by the first key, where equal by the second, and so on; where all are equal the order stays.
/// None if it was stopped on the way.
pub(super) fn sort(
    book: &Book,
    section: Section,
    rows: &mut [u32],
    keys: &[SortKey],
    progress: &Progress,
) -> Option<()> {
    for key in keys.iter().rev() {
        by(book, section, rows, *key, progress);
    }
    if progress.cancelled() { None } else { Some(()) }
}

/// Sorts by one key. What is compared stands beside the row while sorting: a random read costs more than a comparison.
fn by(book: &Book, section: Section, rows: &mut [u32], key: SortKey, progress: &Progress) {
    let sheet = book.sheet(section);
    let records = &sheet.records;
    let answer = |row: u32| book.answers.get(sheet.answers[row as usize]);
    let i = |row: u32| row as usize;
    let down = Order { descending: key.descending, progress };
    if let Some(amount) = AMOUNTS.iter().position(|&f| f == key.field) {
        return with(rows, down, |row| records.amounts[amount][i(row)]);
    }
    if let Some(head) = DECLARED.iter().position(|&f| f == key.field) {
        return with(rows, down, |row| (answer(row).kind == AnswerKind::Part).then(|| answer(row).heads[head]));
    }
    match key.field {
        Field::Action => with(rows, down, |row| sheet.actions[i(row)]),
        Field::Answer => with(rows, down, |row| answer(row).kind as u8),
        Field::Remarks => by_texts(book, rows, down, &sheet.remarks),
        Field::Note => by_texts(book, rows, down, &sheet.notes),
        Field::Number => by_numbers(rows, down, &records.numbers),
        Field::OriginalNumber => by_numbers(rows, down, &records.original_numbers),
        Field::Supplier => by_dictionary(rows, down, &records.suppliers, |text| text.to_owned()),
        Field::Name => by_dictionary(rows, down, &records.names, |text| text.to_lowercase()),
        Field::Period => by_dictionary(rows, down, &records.periods, |text| (Period::parse(text), text.to_owned())),
        Field::Day => with(rows, down, |row| records.days[i(row)]),
        Field::OriginalDay => with(rows, down, |row| records.original_days.get(i(row)).copied()),
        Field::Kind => with(rows, down, |row| records.kinds[i(row)]),
        Field::Place => with(rows, down, |row| records.places[i(row)]),
        Field::Form => with(rows, down, |row| records.forms[i(row)]),
        Field::Filing => with(rows, down, |row| records.filings[i(row)] as u8),
        Field::PendingBlocked => with(rows, down, |row| records.pending_flags[i(row)] as u8),
        Field::RemarksBlocked => with(rows, down, |row| records.remarks_flags[i(row)] as u8),
        Field::ItcBlocked => with(rows, down, |row| records.itc_flags[i(row)] as u8),
        _ => {}
    }
}

/// Which way round, and whether somebody still waits for it.
#[derive(Clone, Copy)]
pub(super) struct Order<'a> {
    pub(super) descending: bool,
    pub(super) progress: &'a Progress,
}

/// So many rows are sorted between two looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 15;

impl Order<'_> {
    /// The order is turned, not the list: equal rows keep theirs.
    fn turn(self, order: Ordering) -> Ordering {
        if self.descending { order.reverse() } else { order }
    }

    /// The rows in the order of what `key` gives of each, equal rows as they were; none if it was stopped on the way.
    fn sorted<K: Ord + Send>(self, rows: &[u32], key: impl Fn(u32) -> K + Sync) -> Option<Vec<(K, u32)>> {
        let mut pairs = parts::each(rows, self.progress, |&row| (key(row), row))?;
        let compare = |a: &(K, u32), b: &(K, u32)| self.turn(a.0.cmp(&b.0));
        parts::in_parts_mut(&mut pairs, |part| {
            for some in part.chunks_mut(BETWEEN_LOOKS).take_while(|_| !self.progress.cancelled()) {
                some.sort_by(compare);
            }
            // The library's sort finds what is in order already and only merges it.
            if !self.progress.cancelled() {
                part.sort_by(compare);
            }
        });
        if self.progress.cancelled() {
            return None;
        }
        pairs.sort_by(compare);
        Some(pairs)
    }
}

fn with<K: Ord + Send>(rows: &mut [u32], order: Order, key: impl Fn(u32) -> K + Sync) {
    if let Some(pairs) = order.sorted(rows, key) {
        rows.iter_mut().zip(pairs).for_each(|(row, pair)| *row = pair.1);
    }
}

fn by_dictionary<K: Ord>(rows: &mut [u32], order: Order, column: &TextColumn, key: impl Fn(&str) -> K) {
    let ranks = ranks(column.texts().iter().map(|text| key(text)));
    with(rows, order, |row| ranks[column.ids()[row as usize] as usize]);
}

/// The rank of each key among them all; equal keys have the same.
fn ranks<K: Ord>(keys: impl Iterator<Item = K>) -> Vec<u32> {
    let mut order: Vec<(K, usize)> = keys.enumerate().map(|(id, key)| (key, id)).collect();
    order.sort();
    let mut ranks = vec![0; order.len()];
    let mut rank = 0;
    for (place, (key, id)) in order.iter().enumerate() {
        rank += u32::from(place > 0 && order[place - 1].0 != *key);
        ranks[*id] = rank;
    }
    ranks
}

fn by_texts(book: &Book, rows: &mut [u32], order: Order, column: &[TextId]) {
    let mut ids: Vec<TextId> = rows.iter().map(|&row| column[row as usize]).collect();
    ids.sort_unstable();
    ids.dedup();
    let ranks = ranks(ids.iter().map(|&id| book.text(id).to_lowercase()));
    with(rows, order, |row| ids.binary_search(&column[row as usize]).ok().map(|place| ranks[place]));
}

/// Document numbers in natural order: `INV/9` before `INV/10`.
pub(super) fn by_numbers(rows: &mut [u32], order: Order, column: &ArenaColumn) {
    by_bytes(rows, order, column, 0);
}

/// Sorts by the natural bytes from `skip` on, sixteen at a time: where they are equal, by the next sixteen.
fn by_bytes(rows: &mut [u32], order: Order, column: &ArenaColumn, skip: usize) {
    let Some(mut pairs) = order.sorted(rows, |row| sixteen(column.folded(row), skip)) else { return };
    for equal in pairs.chunk_by_mut(|a, b| a.0 == b.0) {
        let ended = equal[0].0 & 0xff == 0;
        if equal.len() == 1 || ended {
            continue;
        }
        // Few rows are compared as they are, and so are texts that are no document numbers any more.
        if equal.len() < 8 || skip > 64 {
            equal.sort_by(|a, b| order.turn(natural(column.folded(a.1)).cmp(natural(column.folded(b.1)))));
            continue;
        }
        let mut rows: Vec<u32> = equal.iter().map(|pair| pair.1).collect();
        by_bytes(&mut rows, order, column, skip + 16);
        equal.iter_mut().zip(rows).for_each(|(pair, row)| pair.1 = row);
    }
    rows.iter_mut().zip(pairs).for_each(|(row, pair)| *row = pair.1);
}

/// Whether the numbers of two rows are equal in that order.
pub(super) fn same_number(column: &ArenaColumn, a: u32, b: u32) -> bool {
    natural(column.folded(a)).eq(natural(column.folded(b)))
}

/// Sixteen of the bytes in natural order; zeros after the end.
fn sixteen(text: &str, skip: usize) -> u128 {
    let mut bytes = natural(text).skip(skip);
    (0..16).fold(0, |head, _| head << 8 | u128::from(bytes.next().unwrap_or(0)))
}

/// The bytes of a text, each run of digits without its leading zeros and after its length: so bytes compare as people
/// order numbers, however long the run.
fn natural(text: &str) -> impl Iterator<Item = u8> {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut digits = 0; // of the run, still to come
    let mut length = None; // of the run, still to be told
    std::iter::from_fn(move || {
        let byte = *bytes.get(at)?;
        if digits == 0 && length.is_none() && byte.is_ascii_digit() {
            let run = bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            let zeros = bytes[at..at + run].iter().take_while(|&&b| b == b'0').count();
            // Of 000 the last zero is the number.
            let zeros = zeros.min(run - 1);
            at += zeros;
            digits = run - zeros;
            length = Some(digits);
        }
        // The length is told in the bytes of digits, so that numbers stand where ASCII has them; a nine says "and more".
        if let Some(left) = length {
            length = (left >= 9).then(|| left - 9);
            return Some(b'0' + left.min(9) as u8);
        }
        digits = usize::saturating_sub(digits, 1);
        at += 1;
        bytes.get(at - 1).copied()
    })
}

/// What a click on a heading does to the keys: the column alone, or with Shift as a further key; a column that is a key
/// already turns round, and with its third click is none any more.
pub fn clicked(keys: &mut Vec<SortKey>, field: Field, add: bool) {
    let old = keys.iter().position(|key| key.field == field);
    let next = match old.map(|place| keys[place].descending) {
        None => Some(SortKey { field, descending: false }),
        Some(false) => Some(SortKey { field, descending: true }),
        Some(true) => None,
    };
    match (add, old, next) {
        (true, Some(place), Some(key)) => keys[place] = key,
        (true, Some(place), None) => drop(keys.remove(place)),
        (true, None, key) => keys.extend(key),
        (false, _, key) => *keys = key.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(mut texts: Vec<&str>) -> Vec<&str> {
        texts.sort_by(|a, b| natural(a).cmp(natural(b)));
        texts
    }

    #[test]
    fn runs_of_digits_are_ordered_as_numbers() {
        let sorted =
            ["/1", "0", "2", "007", "10", "a-1", "a-2", "a-2b", "a-10", "a-10/3", "b", "inv/26-27/9", "inv/26-27/10"];
        let mut turned = sorted.to_vec();
        turned.reverse();
        assert_eq!(order(turned), sorted);
    }

    #[test]
    fn numbers_longer_than_any_integer_are_still_ordered_by_size() {
        let long = [
            "999999999",
            "1000000000",
            "99999999999999999999999999999999999999998",
            "99999999999999999999999999999999999999999",
            "100000000000000000000000000000000000000000",
        ];
        let mut turned = long.to_vec();
        turned.reverse();
        assert_eq!(order(turned), long);
    }

    #[test]
    fn the_first_bytes_never_contradict_the_whole() {
        let texts = ["inv/26-27/00000692", "inv/26-27/00000693", "inv/26-27/692", "", "0", "z", "12345678901234567890"];
        for a in texts {
            for b in texts {
                let whole = natural(a).cmp(natural(b));
                let head = |text| sixteen(text, 0);
                assert_eq!(head(a).cmp(&head(b)).then(whole), whole, "{a} {b}");
            }
        }
    }

    #[test]
    fn numbers_with_much_in_common_are_sorted_to_the_last_byte() {
        let text = |n: usize| format!("{}{}", "long/".repeat(n % 30), n * 7919 % 1000);
        let mut column = ArenaColumn::default();
        (0..2_000).for_each(|n| assert!(column.push(&text(n))));
        for descending in [false, true] {
            let mut rows: Vec<u32> = (0..2_000).collect();
            let mut expected = rows.clone();
            by_numbers(&mut rows, Order { descending, progress: &Progress::default() }, &column);
            expected.sort_by(|&a, &b| {
                let order = natural(column.folded(a)).cmp(natural(column.folded(b)));
                if descending { order.reverse() } else { order }
            });
            assert_eq!(rows, expected);
        }
    }

    #[test]
    fn a_heading_sorts_up_then_down_then_not_at_all() {
        let mut keys = Vec::new();
        let key = |field, descending| SortKey { field, descending };
        clicked(&mut keys, Field::Name, false);
        clicked(&mut keys, Field::Day, true);
        assert_eq!(keys, [key(Field::Name, false), key(Field::Day, false)]);
        clicked(&mut keys, Field::Name, true);
        assert_eq!(keys, [key(Field::Name, true), key(Field::Day, false)]);
        clicked(&mut keys, Field::Name, true);
        assert_eq!(keys, [key(Field::Day, false)]);
        clicked(&mut keys, Field::Value, false);
        assert_eq!(keys, [key(Field::Value, false)]);
        clicked(&mut keys, Field::Value, false);
        clicked(&mut keys, Field::Value, false);
        assert_eq!(keys, []);
    }
}
