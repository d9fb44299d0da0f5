//! Sorting a view: by several keys, stable, as people order things.
//!
//! Document numbers are sorted by heads. How it works, with an example: of `INV/9` and `INV/10` people want the 9 first, though
//! its letters come last. So each run of digits is written with its length in front: `inv/19` and `inv/210`, which compare
//! letter by letter as people count. The first 21 of these letters, six bits each, are the *head*: one number of 128 bits that
//! is kept beside the row, so that a million rows are sorted without looking at their texts again. The two lowest bits say
//! whether the head is all of the text, goes on, or has a letter that shares its code with others; only where two equal heads
//! go on, or share, are the texts themselves compared.

use super::cell::tax;
use super::counting::up_to;
use crate::book::columns::{ArenaColumn, TextColumn};
use crate::book::field::{AMOUNTS, DECLARED};
use crate::book::{Answer, AnswerKind, Book, Field, Section, TextId};
use crate::values::{Day, Paise, Period};
use crate::work::{Progress, parts};

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

/// Sorts by one key.
fn by(book: &Book, section: Section, rows: &mut [u32], key: SortKey, progress: &Progress) {
    let sheet = book.sheet(section);
    let records = sheet.records();
    let answer = |row: u32| book.answers().get(sheet.answers()[row as usize]);
    let i = |row: u32| row as usize;
    let down = Order { descending: key.descending, progress };
    if let Some(amount) = AMOUNTS.iter().position(|&f| f == key.field) {
        return with(rows, down, |row| signed(records.amounts[amount][i(row)]));
    }
    if let Some(head) = DECLARED.iter().position(|&f| f == key.field) {
        // What declares nothing comes first.
        let declared =
            |answer: Answer| if answer.kind == AnswerKind::Part { signed(answer.heads[head]).max(1) } else { 0 };
        return with(rows, down, |row| declared(answer(row)));
    }
    match key.field {
        Field::Action => with(rows, down, |row| sheet.actions()[i(row)] as u64),
        Field::Answer => with(rows, down, |row| answer(row).kind as u64),
        Field::Remarks => by_texts(book, rows, down, sheet.remarks()),
        Field::Note => by_texts(book, rows, down, sheet.notes()),
        // No tax is so high that it is cut.
        Field::Tax => with(rows, down, |row| signed(Paise::try_from(tax(records, row)).unwrap_or(Paise::MAX))),
        Field::Number => by_numbers(rows, down, &records.numbers),
        Field::OriginalNumber => by_numbers(rows, down, &records.original_numbers),
        Field::Supplier => by_dictionary(rows, down, &records.suppliers, |text| text.to_owned()),
        Field::Name => by_dictionary(rows, down, &records.names, |text| text.to_lowercase()),
        Field::Period => by_dictionary(rows, down, &records.periods, |text| (Period::parse(text), text.to_owned())),
        Field::Day => by_days(rows, down, &records.days),
        Field::OriginalDay => by_days(rows, down, &records.original_days),
        Field::Kind => with(rows, down, |row| records.kinds[i(row)] as u64),
        Field::Place => with(rows, down, |row| records.places[i(row)].into()),
        Field::Form => with(rows, down, |row| records.forms[i(row)] as u64),
        Field::Filing => with(rows, down, |row| records.filings[i(row)] as u64),
        Field::PendingBlocked => with(rows, down, |row| records.pending_flags[i(row)] as u64),
        Field::RemarksBlocked => with(rows, down, |row| records.remarks_flags[i(row)] as u64),
        Field::ItcBlocked => with(rows, down, |row| records.itc_flags[i(row)] as u64),
        _ => {}
    }
}

/// Which way round, and whether someone still waits for it.
#[derive(Clone, Copy)]
pub(super) struct Order<'a> {
    pub(super) descending: bool,
    pub(super) progress: &'a Progress,
}

impl Order<'_> {
    /// The order is turned, not the list: equal rows keep theirs.
    fn turn(self, head: u128) -> u128 {
        if self.descending { !head } else { head }
    }
}

/// A number that may be negative as one that may not, in the same order.
fn signed(value: i64) -> u64 {
    value as u64 ^ 1 << 63
}

/// Sorts by numbers.
fn with(rows: &mut [u32], order: Order, key: impl Fn(u32) -> u64 + Sync) {
    let ends = parts::in_parts(rows, |rows| {
        rows.iter().fold((u64::MAX, 0), |(least, most), &row| (least.min(key(row)), most.max(key(row))))
    });
    let (least, most) = ends.into_iter().fold((u64::MAX, 0), |all, part| (all.0.min(part.0), all.1.max(part.1)));
    // The order is turned, not the list: equal rows keep theirs.
    let place = |row| if order.descending { most - key(row) } else { key(row) - least };
    up_to(rows, most.saturating_sub(least), order.progress, place);
}

/// Rows without a day come first.
fn by_days(rows: &mut [u32], order: Order, column: &[Day]) {
    with(rows, order, |row| column.get(row as usize).map_or(0, |day| signed(day.0.into())));
}

fn by_dictionary<K: Ord>(rows: &mut [u32], order: Order, column: &TextColumn, key: impl Fn(&str) -> K) {
    let ranks = ranks(column.texts().iter().map(|text| key(text)));
    let ids = column.ids();
    by_ranks(rows, order, ranks, |row| ids[row as usize]);
}

/// Sorts by the ranks of what is in the rows.
fn by_ranks(rows: &mut [u32], order: Order, mut ranks: Vec<u32>, id: impl Fn(u32) -> u32 + Sync) {
    let most = ranks.iter().copied().max().unwrap_or(0);
    if order.descending {
        ranks.iter_mut().for_each(|rank| *rank = most - *rank);
    }
    up_to(rows, most.into(), order.progress, |row| ranks[id(row) as usize].into());
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
    // Only texts that stand there are looked at: a book may have many more.
    let mut there = vec![None; book.texts().len()];
    rows.iter().map(|&row| column[row as usize]).for_each(|id| there[id.place() as usize] = Some(id));
    let ranks = ranks(there.iter().map(|id| id.map(|id| book.text(id).to_lowercase())));
    by_ranks(rows, order, ranks, |row| column[row as usize].place());
}

/// Document numbers in natural order: `INV/9` before `INV/10`. By their heads, and where those are equal by all their bytes.
pub(super) fn by_numbers(rows: &mut [u32], order: Order, column: &ArenaColumn) {
    let mut pairs = vec![(0, 0); rows.len()];
    parts::in_stretches(&mut pairs, |from, part| {
        let rows = rows[from..].chunks(BETWEEN_LOOKS);
        for (some, rows) in part.chunks_mut(BETWEEN_LOOKS).zip(rows).take_while(|_| !order.progress.cancelled()) {
            for (pair, &row) in some.iter_mut().zip(rows) {
                *pair = (order.turn(head(column.folded(row))), row);
            }
            some.sort_by_key(|pair| pair.0);
        }
        // The library's sort finds what is in order already and only merges it.
        if !order.progress.cancelled() {
            part.sort_by_key(|pair| pair.0);
        }
    });
    if order.progress.cancelled() {
        return;
    }
    pairs.sort_by_key(|pair| pair.0);
    for equal in pairs.chunk_by_mut(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
        match order.turn(equal[0].0) & END {
            ENDED => {}
            GOES_ON => by_bytes(equal, order, column, 16),
            _ => by_bytes(equal, order, column, 0),
        }
    }
    rows.iter_mut().zip(pairs).for_each(|(row, pair)| *row = pair.1);
}

/// How many rows are sorted between two looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 15;

/// Puts rows in order by their natural bytes from `skip` on, before which they are equal: by sixteen, and where those are
/// equal by the next sixteen.
fn by_bytes(equal: &mut [(u128, u32)], order: Order, column: &ArenaColumn, skip: usize) {
    if skip > 64 {
        // Such long texts are no document numbers any more: they are compared as a whole.
        let mut whole: Vec<(Vec<u8>, u32)> =
            equal.iter().map(|pair| (natural(column.folded(pair.1)), pair.1)).collect();
        whole.sort_by(|a, b| if order.descending { b.0.cmp(&a.0) } else { a.0.cmp(&b.0) });
        equal.iter_mut().zip(whole).for_each(|(pair, whole)| pair.1 = whole.1);
        return;
    }
    equal.iter_mut().for_each(|pair| pair.0 = order.turn(sixteen(column.folded(pair.1), skip)));
    equal.sort_by_key(|pair| pair.0);
    for equal in equal.chunk_by_mut(|a, b| a.0 == b.0).filter(|equal| equal.len() > 1) {
        if order.turn(equal[0].0) & 0xff != 0 {
            by_bytes(equal, order, column, skip + 16);
        }
    }
}

/// A document number as that order sees it.
#[derive(Clone, Copy)]
pub(super) struct Natural<'a> {
    text: &'a str,
    head: u128,
}

impl<'a> Natural<'a> {
    /// The number of a row.
    pub(super) fn of(column: &'a ArenaColumn, row: u32) -> Natural<'a> {
        let text = column.folded(row);
        Natural { text, head: head(text) }
    }

    /// Whether two are equal in that order.
    pub(super) fn same_as(&self, other: &Natural<'_>) -> bool {
        self.head == other.head
            && (self.head & END == ENDED || self.text == other.text || natural(self.text) == natural(other.text))
    }
}

/// In the last two bits of a head: the number ended with it, goes on, or has a character that has no code of its own.
const END: u128 = 3;
const ENDED: u128 = 0;
const GOES_ON: u128 = 1;
const SHARED: u128 = 2;

/// The first 21 of the bytes in natural order, six bits each, which is all of a usual document number; after them how it
/// ends.
fn head(text: &str) -> u128 {
    let (mut head, mut left, mut end) = (0, 21, ENDED);
    each_natural(text, |byte| {
        if left == 0 || end == SHARED {
            end = end.max(GOES_ON);
            return;
        }
        // In the order of the bytes. Several share a code where there is none to spare: then nothing is stated after it.
        let (code, own) = match byte {
            0..=b' ' => (1, false),
            b'!'..=b'@' => (byte - b'!' + 2, true),
            b'A'..=b'`' => (34, false),
            b'a'..=b'z' => (byte - b'a' + 35, true),
            _ => (61, false),
        };
        left -= 1;
        head |= u128::from(code) << (2 + 6 * left);
        if !own {
            end = SHARED;
        }
    });
    head | end
}

/// Sixteen of the bytes in natural order; zeros after the end.
fn sixteen(text: &str, skip: usize) -> u128 {
    let (mut head, wanted) = ([0; 16], skip..skip + 16);
    let mut place = 0;
    each_natural(text, |byte| {
        if wanted.contains(&place) {
            head[place - skip] = byte;
        }
        place += 1;
    });
    u128::from_be_bytes(head)
}

/// All the bytes in natural order.
pub fn natural(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(2 * text.len());
    each_natural(text, |byte| bytes.push(byte));
    bytes
}

/// The bytes of a text, each run of digits without its leading zeros and after its length: so bytes compare as people
/// order numbers, however long the run.
fn each_natural(text: &str, mut tell: impl FnMut(u8)) {
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if !byte.is_ascii_digit() {
            tell(byte.max(1)); // a zero means the end
            rest = after;
            continue;
        }
        let run = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let zeros = rest.iter().take_while(|&&b| b == b'0').count();
        // Of 000 the last zero is the number.
        let (digits, after) = rest[zeros.min(run - 1)..].split_at(run - zeros.min(run - 1));
        // The length is stated in the bytes of digits, so that numbers stand where ASCII has them; a nine says "and more".
        let mut left = digits.len();
        while left >= 9 {
            tell(b'9');
            left -= 9;
        }
        tell(b'0' + left as u8);
        digits.iter().for_each(|&digit| tell(digit));
        rest = after;
    }
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
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn order(mut texts: Vec<&str>) -> Vec<&str> {
        texts.sort_by_key(|text| natural(text));
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
        for a in TEXTS {
            for b in TEXTS {
                let whole = natural(a).cmp(&natural(b));
                let first = |text| sixteen(text, 0);
                assert_eq!(first(a).cmp(&first(b)).then(whole), whole, "{a:?} {b:?}");
                assert_eq!(head(a).cmp(&head(b)).then(whole), whole, "{a:?} {b:?}");
                assert!(head(a) != head(b) || whole.is_eq() || head(a) & END != ENDED, "{a:?} {b:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_numbers_are_sorted_as_their_natural_bytes_are(
            texts in vec(prop_oneof!["[a-c0-2/ é~A\u{0}\u{7f}-]{0,8}", "(inv/26-27/)?[0-9]{0,22}", "[0-9/]{0,40}"], 0..40),
            descending in any::<bool>(),
        ) {
            let mut column = ArenaColumn::default();
            texts.iter().for_each(|text| assert!(column.push(text)));
            let mut rows: Vec<u32> = (0..texts.len() as u32).collect();
            let mut expected = rows.clone();
            by_numbers(&mut rows, Order { descending, progress: &Progress::default() }, &column);
            let compare = |a: &u32, b: &u32| natural(column.folded(*a)).cmp(&natural(column.folded(*b)));
            expected.sort_by(|a, b| if descending { compare(b, a) } else { compare(a, b) });
            prop_assert_eq!(rows, expected);
        }

        #[test]
        fn counting_digits_sorts_as_comparing_does(
            keys in vec(prop_oneof![0..4u64, any::<u64>(), any::<u32>().prop_map(u64::from)], 0..60),
            descending in any::<bool>(),
        ) {
            let mut rows: Vec<u32> = (0..keys.len() as u32).rev().collect();
            let mut expected = rows.clone();
            with(&mut rows, Order { descending, progress: &Progress::default() }, |row| keys[row as usize]);
            let key = |row: &u32| keys[*row as usize];
            expected.sort_by(|a, b| if descending { key(b).cmp(&key(a)) } else { key(a).cmp(&key(b)) });
            prop_assert_eq!(rows, expected);
        }
    }

    const TEXTS: [&str; 16] = [
        "inv/26-27/00000692",
        "inv/26-27/00000693",
        "inv/26-27/692",
        "",
        "0",
        "z",
        "12345678901234567890",
        "12345678901234567891",
        "123456789012345678901",
        "a b",
        "a c",
        "a_b",
        "a{b",
        "aé",
        "aéz",
        "a-b-c-d-e-f-g-h-i-j-kl",
    ];

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
                let order = natural(column.folded(a)).cmp(&natural(column.folded(b)));
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
