//! The values that stand in a column, each once with how often, for choosing among them.

use super::codes::Codes;
use super::sort::Natural;
use super::{Filter, SortKey, cell, sort};
use crate::book::columns::ArenaColumn;
use crate::book::{Book, Field, Section};
use crate::rules::Findings;
use crate::work::{Progress, parts};

/// A value of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DistinctValue {
    /// A row that has it: its cell gives the text.
    pub row: u32,
    /// How many rows have it.
    pub count: u32,
}

/// The values of a column in order, over the rows that pass the filters of all other columns.
pub fn distinct(
    book: &Book,
    findings: &Findings,
    section: Section,
    filter: &Filter,
    field: Field,
) -> Vec<DistinctValue> {
    distinct_until(book, findings, section, filter, field, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
pub fn distinct_until(
    book: &Book,
    findings: &Findings,
    section: Section,
    filter: &Filter,
    field: Field,
    progress: &Progress,
) -> Option<Vec<DistinctValue>> {
    let mut others = filter.clone();
    others.columns.remove(&field);
    let rows = others.rows(book, findings, section, progress)?;
    let records = book.sheet(section).records();
    match field {
        Field::Number => of_numbers(&records.numbers, rows, progress),
        Field::OriginalNumber => of_numbers(&records.original_numbers, rows, progress),
        _ => Some(of_codes(book, section, field, &rows)),
    }
}

/// Nearly unique texts: equal ones stand together once they are sorted.
fn of_numbers(column: &ArenaColumn, mut rows: Vec<u32>, progress: &Progress) -> Option<Vec<DistinctValue>> {
    sort::by_numbers(&mut rows, sort::Order { descending: false, progress }, column);
    if progress.cancelled() {
        return None;
    }
    let apart = |&a: &u32, &b: &u32| !Natural::of(column, a).same_as(&Natural::of(column, b));
    let counted = parts::in_parts_between(&rows, apart, |rows| count(column, rows, progress));
    if progress.cancelled() { None } else { Some(parts::joined(counted)) }
}

/// The texts of rows in that order.
fn count(column: &ArenaColumn, rows: &[u32], progress: &Progress) -> Vec<DistinctValue> {
    // Texts that differ in capitals or leading zeros alone are equal in that order and may still be mixed.
    let mut values: Vec<DistinctValue> = Vec::new();
    let mut equal = 0; // where the values begin that may be the same text
    let mut last: Option<(usize, &str, Natural)> = None; // the place of the last row's value, its text, and its number
    for (n, &row) in rows.iter().enumerate() {
        if n % parts::BETWEEN_LOOKS == 0 && progress.cancelled() {
            break;
        }
        let text = column.get(row);
        if let Some((place, ..)) = last.filter(|last| last.1 == text) {
            values[place].count += 1;
            continue;
        }
        let number = Natural::of(column, row);
        if !last.is_some_and(|last| last.2.same_as(&number)) {
            equal = values.len();
        }
        let place = values[equal..].iter().position(|value| column.get(value.row) == text);
        let place = place.map_or(values.len(), |place| equal + place);
        match values.get_mut(place) {
            Some(value) => value.count += 1,
            None => values.push(DistinctValue { row, count: 1 }),
        }
        last = Some((place, text, number));
    }
    values
}

/// Texts that repeat: their codes are counted, then codes that show the same text are put together.
fn of_codes(book: &Book, section: Section, field: Field, rows: &[u32]) -> Vec<DistinctValue> {
    let codes = Codes::of(book, section, field);
    let mut counted = vec![DistinctValue { row: 0, count: 0 }; codes.count];
    let mut values = Vec::new();
    for &row in rows {
        match codes.of_row(row) {
            Some(code) => {
                let value = &mut counted[code];
                *value = DistinctValue { row, count: value.count + 1 };
            }
            None => values.push(DistinctValue { row, count: 1 }),
        }
    }
    values.extend(counted.into_iter().filter(|value| value.count > 0));
    let text = |value: &DistinctValue| cell(book, section, value.row, field);
    let mut texts: Vec<_> = values.iter().map(|value| (text(value), *value)).collect();
    texts.sort_by(|a, b| a.0.cmp(&b.0));
    texts.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1.count += later.1.count;
        }
        same
    });
    in_order(book, section, field, texts.into_iter().map(|(_, value)| value).collect())
}

/// In the order in which the column sorts.
fn in_order(book: &Book, section: Section, field: Field, values: Vec<DistinctValue>) -> Vec<DistinctValue> {
    let mut rows: Vec<u32> = values.iter().map(|value| value.row).collect();
    sort::sort(book, section, &mut rows, &[SortKey { field, descending: false }], &Progress::default());
    let mut by_row: Vec<DistinctValue> = values;
    by_row.sort_unstable_by_key(|value| value.row);
    let count = |row: u32| by_row.binary_search_by_key(&row, |value| value.row).map_or(0, |i| by_row[i].count);
    rows.into_iter().map(|row| DistinctValue { row, count: count(row) }).collect()
}
