//! Sorting, adding up and choosing among values, on the largest sheet.

use ims_desk::book::Field;
use ims_desk::view::{self, Filter, SortKey, Totals};

use crate::looking::{Looked, SHEET};
use crate::plain::{by_prefix, counted, sorted};
use crate::race::{Work, race, whole};
use crate::table::{Aim, Table};

/// Sorting by each type of column.
pub fn sorts(table: &mut Table, on: Looked<'_>) {
    let plain = on.plain;
    let all = || 0..plain.days.len() as u32;
    let amounts = || sorted(plain.amounts[0].iter().copied().zip(0..).collect());
    let days = || sorted(plain.days.iter().copied().zip(0..).collect());
    let names = || counted(&plain.names.ids, &plain.names.ranks());
    let numbers = || by_prefix(plain, all().map(|row| ((0, plain.prefix(row)), row)).collect());
    let both = || {
        let ranks = plain.names.ranks();
        let rank = |row: u32| ranks[plain.names.ids[row as usize] as usize];
        by_prefix(plain, all().map(|row| ((rank(row), plain.prefix(row)), row)).collect())
    };
    let pairs = "sort_unstable on (key, row)";
    let lines: [(&str, &[Field], &str, Work<'_>); 5] = [
        ("sort: amount", &[Field::Value], pairs, whole(amounts)),
        ("sort: date", &[Field::Day], pairs, whole(days)),
        ("sort: supplier", &[Field::Name], "counting sort by the name's rank", whole(names)),
        ("sort: document number", &[Field::Number], "the same by 16-byte prefixes", whole(numbers)),
        ("sort: supplier, document number", &[Field::Name, Field::Number], "the same by rank and prefix", whole(both)),
    ];
    for (what, fields, name, plain_sort) in lines {
        let keys: Vec<SortKey> = fields.iter().map(|&field| SortKey { field, descending: false }).collect();
        let ours = whole(|| view::rows(on.book, on.findings, SHEET, &Filter::default(), &keys));
        let times = race(vec![ours, plain_sort]);
        let mut others = vec![(name.to_owned(), times[1].into())];
        others.extend(on.polars.beside(what, "polars, all cores"));
        table.line(what, times[0], others, &[Aim::Times(2.0)]);
    }
}

/// Totals, and the values of a column with how often they stand there.
pub fn sums(table: &mut Table, on: Looked<'_>) {
    let plain = on.plain;
    let all: Vec<u32> = (0..plain.days.len() as u32).collect();
    let sums = || plain.amounts.each_ref().map(|column| column.iter().map(|&v| i128::from(v)).sum::<i128>());
    let ours = whole(|| Totals::of(on.book, SHEET, all.iter().copied()));
    let times = race(vec![ours, whole(sums)]);
    let polars = on.polars.beside("totals of all amounts", "polars, all cores");
    let others = [("a plain column loop".to_owned(), times[1].into())].into_iter().chain(polars);
    table.line("totals of all amounts", times[0], others.collect(), &[]);

    let distinct = |field| whole(move || view::distinct(on.book, on.findings, SHEET, &Filter::default(), field));
    let counts = move || {
        let mut counts = vec![0u32; plain.names.texts.len()];
        plain.names.ids.iter().for_each(|&id| counts[id as usize] += 1);
        (counts, plain.names.ranks())
    };
    let what = "distinct values with counts: suppliers' names";
    on.race(table, what, distinct(Field::Name), ("counting, and the names sorted", whole(counts)), &[Aim::Ms(15.0)]);
    let sort = [SortKey { field: Field::Number, descending: false }];
    let sort = on.rows(Filter::default(), &sort);
    let what = "distinct values with counts: document numbers";
    let times = race(vec![distinct(Field::Number), sort]);
    let others = vec![("its own sort by number".to_owned(), times[1].into())];
    table.line(what, times[0], others, &[Aim::Times(2.0)]);
}
