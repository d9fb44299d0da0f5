//! Sorting a view: by several keys, stable, as people order things.

use super::cell::tax;
use super::counting::up_to;
use super::matched;
use super::numbers::{Order, by_numbers, by_texts_in_natural_order, numbers, original_numbers};
use crate::book::columns::TextColumn;
use crate::book::field::{AMOUNTS, DECLARED};
use crate::book::scope::{EachSheet, apart};
use crate::book::{Answer, AnswerKind, Book, Field, Records, Scope, TextId};
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
    let decided = matches!(field, Field::Action | Field::Answer | Field::Remarks | Field::Note);
    // A suggestion goes once the record is decided.
    decided || field == Field::Suggested || DECLARED.contains(&field)
}

/// Sorts the numbers of rows by the first key, where equal by the second, and so on; where all are equal the order stays.
/// None if it was stopped on the way.
pub(super) fn sort(book: &Book, scope: Scope, rows: &mut [u32], keys: &[SortKey], progress: &Progress) -> Option<()> {
    for key in keys.iter().rev() {
        by(book, scope, rows, *key, progress);
    }
    if progress.cancelled() { None } else { Some(()) }
}

/// Sorts by one key.
fn by(book: &Book, scope: Scope, rows: &mut [u32], key: SortKey, progress: &Progress) {
    let down = Order { descending: key.descending, progress };
    if let Some(amount) = AMOUNTS.iter().position(|&f| f == key.field) {
        let column = scope.each(|section| &*book.sheet(section).records().amounts[amount]);
        return with(rows, down, |row| signed(*column.at(row)));
    }
    /// Sorts by what is in a column of codes.
    macro_rules! codes {
        ($column:ident) => {{
            let column = scope.each(|section| &*book.sheet(section).records().$column);
            with(rows, down, |row| *column.at(row) as u64)
        }};
    }
    match key.field {
        Field::Sheet => with(rows, down, |row| apart(row).0 as u64),
        Field::Action => {
            let column = scope.each(|section| book.sheet(section).actions());
            with(rows, down, |row| *column.at(row) as u64);
        }
        field if field == Field::Answer || DECLARED.contains(&field) => by_answers(book, scope, rows, down, field),
        Field::Remarks => by_texts(book, rows, down, &scope.each(|section| book.sheet(section).remarks())),
        Field::Note => by_texts(book, rows, down, &scope.each(|section| book.sheet(section).notes())),
        Field::Tax => {
            let sheets = scope.each(|section| book.sheet(section).records());
            // No tax is so high that it is cut.
            let tax = |(records, row): (&&Records, usize)| Paise::try_from(tax(records, row as u32));
            with(rows, down, |row| signed(tax(sheets.of(row)).unwrap_or(Paise::MAX)));
        }
        Field::Number => by_numbers(rows, down, &numbers(book, scope)),
        Field::OriginalNumber => by_numbers(rows, down, &original_numbers(book, scope)),
        Field::Supplier => by_dictionary(book, scope, rows, down, |records| &records.suppliers, |text| text.to_owned()),
        Field::Name => by_dictionary(book, scope, rows, down, |records| &records.names, |text| text.to_lowercase()),
        Field::Period => {
            let key = |text: &str| (Period::parse(text), text.to_owned());
            by_dictionary(book, scope, rows, down, |records| &records.periods, key);
        }
        Field::Day => by_days(rows, down, &scope.each(|section| &*book.sheet(section).records().days)),
        Field::OriginalDay => by_days(rows, down, &scope.each(|section| &*book.sheet(section).records().original_days)),
        Field::Kind => codes!(kinds),
        Field::Place => codes!(places),
        Field::Form => codes!(forms),
        Field::Filing => codes!(filings),
        Field::PendingBlocked => codes!(pending_flags),
        Field::RemarksBlocked => codes!(remarks_flags),
        Field::ItcBlocked => codes!(itc_flags),
        Field::Match | Field::Suggested => with(rows, down, |row| matched::rank(book, scope.record(row), key.field)),
        Field::TaxDifference => with(rows, down, |row| {
            let (section, row) = scope.record(row);
            matched::difference(book, section, row).map_or(0, |by| signed(by).max(1))
        }),
        Field::Register => by_texts_in_natural_order(rows, down, |row| {
            let (section, row) = scope.record(row);
            matched::number(book, section, row)
        }),
        _ => {}
    }
}

/// By the answer, or by what it declares of a head. What declares nothing comes first.
fn by_answers(book: &Book, scope: Scope, rows: &mut [u32], order: Order, field: Field) {
    let column = scope.each(|section| book.sheet(section).answers());
    let head = DECLARED.iter().position(|&declared| declared == field);
    let key = |answer: Answer| match head {
        None => answer.kind as u64,
        Some(head) if answer.kind == AnswerKind::Part => signed(answer.heads[head]).max(1),
        Some(_) => 0,
    };
    with(rows, order, |row| key(book.answers().get(*column.at(row))));
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
fn by_days(rows: &mut [u32], order: Order, columns: &EachSheet<&[Day]>) {
    let day = |(column, row): (&&[Day], usize)| column.get(row).map_or(0, |day| signed(day.0.into()));
    with(rows, order, |row| day(columns.of(row)));
}

/// By texts that repeat. Each sheet has a dictionary of its own: their texts are ranked together, one sheet's behind the
/// other's.
fn by_dictionary<K: Ord>(
    book: &Book,
    scope: Scope,
    rows: &mut [u32],
    order: Order,
    column: fn(&Records) -> &TextColumn,
    key: impl Fn(&str) -> K,
) {
    let columns = scope.each(|section| column(book.sheet(section).records()));
    let ranks = ranks(columns.iter().flat_map(|column| column.texts()).map(|text| key(text)));
    let mut first = 0;
    let ids = scope.each(|section| {
        let column = column(book.sheet(section).records());
        let before = first;
        first += column.texts().len() as u32;
        (before, column.ids())
    });
    let id = |((before, ids), row): (&(u32, &[u32]), usize)| before + ids[row];
    by_ranks(rows, order, ranks, |row| id(ids.of(row)));
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

fn by_texts(book: &Book, rows: &mut [u32], order: Order, column: &EachSheet<&[TextId]>) {
    // Only texts that stand there are looked at: a book may have many more.
    let mut there = vec![None; book.texts().len()];
    rows.iter().map(|&row| *column.at(row)).for_each(|id| there[id.place() as usize] = Some(id));
    let ranks = ranks(there.iter().map(|id| id.map(|id| book.text(id).to_lowercase())));
    by_ranks(rows, order, ranks, |row| column.at(row).place());
}

/// Whether a column goes down after a click on its heading; none: it is no key any more. `first`: whether it goes down at first.
pub fn turned(now: Option<bool>, first: bool) -> Option<bool> {
    match now {
        None => Some(first),
        Some(descending) if descending == first => Some(!first),
        Some(_) => None,
    }
}

/// What a click on a heading does to the keys: the column alone, or with Shift as a further key; a column that is a key
/// already turns round, and with its third click is none any more.
pub fn clicked(keys: &mut Vec<SortKey>, field: Field, add: bool) {
    let old = keys.iter().position(|key| key.field == field);
    let next = turned(old.map(|place| keys[place].descending), false).map(|descending| SortKey { field, descending });
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

    proptest! {
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
