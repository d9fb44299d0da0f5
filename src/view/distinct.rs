//! The values that stand in a column, each once with how often, for choosing among them.

use super::codes::Codes;
use super::numbers::{self, Natural, Numbers, Order};
use super::{Filter, SortKey, cell, sort};
use crate::book::scope::apart;
use crate::book::{Book, Field, Scope};
use crate::rules::Findings;
use crate::work::{Progress, parts};

/// A value of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistinctValue {
    /// The number of a row that has it: its cell gives the text.
    pub row: u32,
    /// How many rows have it.
    pub count: u32,
}

/// The values of a column in order, over the rows that pass the filters of all other columns.
pub fn distinct(
    book: &Book,
    findings: &Findings,
    scope: impl Into<Scope>,
    filter: &Filter,
    field: Field,
) -> Vec<DistinctValue> {
    distinct_until(book, findings, scope, filter, field, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
pub fn distinct_until(
    book: &Book,
    findings: &Findings,
    scope: impl Into<Scope>,
    filter: &Filter,
    field: Field,
    progress: &Progress,
) -> Option<Vec<DistinctValue>> {
    let scope = scope.into();
    let mut others = filter.clone();
    others.columns.remove(&field);
    let rows = others.rows(book, findings, scope, progress)?;
    match field {
        Field::Number => of_numbers(&numbers::numbers(book, scope), rows, progress),
        Field::OriginalNumber => of_numbers(&numbers::original_numbers(book, scope), rows, progress),
        _ => Some(of_codes(book, scope, field, &rows)),
    }
}

/// Nearly unique texts: equal ones stand together once they are sorted.
fn of_numbers(column: &Numbers, mut rows: Vec<u32>, progress: &Progress) -> Option<Vec<DistinctValue>> {
    numbers::by_numbers(&mut rows, Order { descending: false, progress }, column);
    if progress.cancelled() {
        return None;
    }
    let apart = |&a: &u32, &b: &u32| !Natural::of(column, a).same_as(&Natural::of(column, b));
    let counted = parts::in_parts_between(&rows, apart, |rows| count(column, rows, progress));
    if progress.cancelled() { None } else { Some(parts::joined(counted)) }
}

/// The texts of rows in that order.
fn count(column: &Numbers, rows: &[u32], progress: &Progress) -> Vec<DistinctValue> {
    // Texts that differ in capitals or leading zeros alone are equal in that order and may still be mixed.
    let mut values: Vec<DistinctValue> = Vec::new();
    let mut equal = 0; // where the values begin that may be the same text
    let mut last: Option<(usize, &str, Natural)> = None; // the place of the last row's value, its text, and its number
    for (n, &row) in rows.iter().enumerate() {
        if n % parts::BETWEEN_LOOKS == 0 && progress.cancelled() {
            break;
        }
        let text = text_of(column, row);
        if let Some((place, ..)) = last.filter(|last| last.1 == text) {
            values[place].count += 1;
            continue;
        }
        let number = Natural::of(column, row);
        if !last.is_some_and(|last| last.2.same_as(&number)) {
            equal = values.len();
        }
        let place = values[equal..].iter().position(|value| text_of(column, value.row) == text);
        let place = place.map_or(values.len(), |place| equal + place);
        match values.get_mut(place) {
            Some(value) => value.count += 1,
            None => values.push(DistinctValue { row, count: 1 }),
        }
        last = Some((place, text, number));
    }
    values
}

/// The text of a row as it came.
fn text_of<'a>(column: &Numbers<'a>, number: u32) -> &'a str {
    let (column, row) = column.of(number);
    column.get(row as u32)
}

/// Texts that repeat: their codes are counted, then codes that show the same text are put together.
fn of_codes(book: &Book, scope: Scope, field: Field, rows: &[u32]) -> Vec<DistinctValue> {
    let codes = scope.each(|section| Codes::of(book, section, field));
    let mut counted: Vec<_> = codes.iter().map(|codes| vec![DistinctValue { row: 0, count: 0 }; codes.count]).collect();
    let mut values = Vec::new();
    for &row in rows {
        let (codes, at) = codes.of(row);
        match codes.of_row(at as u32) {
            Some(code) => {
                let value = &mut counted[apart(row).0][code];
                *value = DistinctValue { row, count: value.count + 1 };
            }
            None => values.push(DistinctValue { row, count: 1 }),
        }
    }
    values.extend(counted.into_iter().flatten().filter(|value| value.count > 0));
    let text = |value: &DistinctValue| {
        let (section, row) = scope.record(value.row);
        cell(book, section, row, field)
    };
    let mut texts: Vec<_> = values.iter().map(|value| (text(value), *value)).collect();
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    texts.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1.count += later.1.count;
        }
        same
    });
    in_order(book, scope, field, texts.into_iter().map(|(_, value)| value).collect())
}

/// In the order in which the column sorts.
fn in_order(book: &Book, scope: Scope, field: Field, values: Vec<DistinctValue>) -> Vec<DistinctValue> {
    let mut rows: Vec<u32> = values.iter().map(|value| value.row).collect();
    sort::sort(book, scope, &mut rows, &[SortKey { field, descending: false }], &Progress::default());
    let mut by_row: Vec<DistinctValue> = values;
    by_row.sort_unstable_by_key(|value| value.row);
    let count = |row: u32| by_row.binary_search_by_key(&row, |value| value.row).map_or(0, |i| by_row[i].count);
    rows.into_iter().map(|row| DistinctValue { row, count: count(row) }).collect()
}
