//! Filtering and finding, on the largest sheet.

use std::collections::BTreeMap;

use ims_desk::book::{Action, Book, Field, Section};
use ims_desk::rules::{Findings, Weight};
use ims_desk::values::Day;
use ims_desk::view::{self, BuiltIn, ColumnFilter, Filter, SortKey};

use crate::outside::Outside;
use crate::plain::{Plain, rows};
use crate::race::{Work, race, whole};
use crate::table::{Aim, Table};

/// The largest sheet.
pub const SHEET: Section = Section::B2b;
/// What is filtered by; the same in `others.py`.
const PART: &str = "26-27/00";
const AMOUNTS: std::ops::RangeInclusive<i64> = 1_000_000..=50_000_000;
const FROM: &str = "05-10-2026";
/// One supplier of this many is chosen.
const EVERY: usize = 7;

/// The rows that a plain loop finds.
type Loop<'a> = Box<dyn Fn() -> Vec<u32> + 'a>;

/// What is looked at.
#[derive(Clone, Copy)]
pub struct Looked<'a> {
    /// The book.
    pub book: &'a Book,
    /// What the rules say of it.
    pub findings: &'a Findings,
    /// The same as plain columns.
    pub plain: &'a Plain,
    /// What others take.
    pub polars: &'a Outside,
}

impl<'a> Looked<'a> {
    /// The rows that pass, in the order of the keys.
    pub fn rows(self, filter: Filter, keys: &'a [SortKey]) -> Work<'a> {
        whole(move || view::rows(self.book, self.findings, SHEET, &filter, keys))
    }

    /// Races this program's work with a plain one and puts both into the table, with what polars takes.
    pub fn race(self, table: &mut Table, what: &str, ours: Work<'a>, (name, plain): (&str, Work<'a>), aims: &[Aim]) {
        let times = race(vec![ours, plain]);
        let mut others = vec![(name.to_owned(), times[1].into())];
        others.extend(self.polars.beside(what, "polars, all cores"));
        table.line(what, times[0], others, aims);
    }
}

/// Four filters, each alone and all together.
pub fn filters(table: &mut Table, on: Looked<'_>) {
    let plain = on.plain;
    let from = Day::parse(FROM).expect("a day");
    let chosen: Vec<&String> = plain.names.texts.iter().step_by(EVERY).collect();
    let names = ColumnFilter::Chosen {
        values: chosen.iter().map(|name| name.to_string()).collect(),
        except: false,
        of: plain.names.texts.len(),
    };
    let filters = [
        (Field::Number, ColumnFilter::Contains(PART.into())),
        (Field::Name, names),
        (Field::Value, ColumnFilter::Amounts(Some(*AMOUNTS.start()), Some(*AMOUNTS.end()))),
        (Field::Day, ColumnFilter::Days(Some(from), None)),
    ];
    let one = |n: usize| Filter { columns: BTreeMap::from([filters[n].clone()]), ..Filter::default() };
    let every_name = || {
        let mut wanted = vec![false; plain.names.texts.len()];
        wanted.iter_mut().step_by(EVERY).for_each(|wanted| *wanted = true);
        rows(&plain.names.ids, |id| wanted[id as usize])
    };
    let four = move || {
        let mut left = every_name();
        left.retain(|&row| AMOUNTS.contains(&plain.amounts[0][row as usize]));
        left.retain(|&row| plain.days[row as usize] >= from.0);
        left.retain(|&row| plain.number(row).contains(PART));
        left
    };
    let all = Filter { columns: filters.clone().into(), ..Filter::default() };
    let action = Filter { actions: vec![Action::NoAction], ..Filter::default() };
    let lines: [(&str, Filter, Loop<'_>, f64); 6] = [
        ("filter: text in document numbers", one(0), Box::new(|| plain.numbers_with(PART)), 10.0),
        ("filter: set of suppliers' names", one(1), Box::new(every_name), 10.0),
        ("filter: range of amounts", one(2), Box::new(|| rows(&plain.amounts[0], |v| AMOUNTS.contains(&v))), 10.0),
        ("filter: range of dates", one(3), Box::new(|| rows(&plain.days, |day| day >= from.0)), 10.0),
        ("filter: action", action, Box::new(|| rows(&plain.actions, |a| a == Action::NoAction as u8)), 10.0),
        ("filter: the first four together", all, Box::new(four), 25.0),
    ];
    for (what, filter, plain_loop, aim) in lines {
        let found = view::rows(on.book, on.findings, SHEET, &filter, &[]);
        assert_eq!(found, plain_loop(), "{what}: both find the same");
        on.race(table, what, on.rows(filter, &[]), ("a plain column loop", whole(plain_loop)), &[Aim::Ms(aim)]);
    }
    for (what, filter) in [
        ("filter: with findings", Filter { weight: Some(Weight::Warns), ..Filter::default() }),
        ("filter: running out", Filter { which: Some(BuiltIn::RunningOut), ..Filter::default() }),
    ] {
        let one_byte = whole(|| rows(&plain.actions, |action| action == Action::NoAction as u8));
        let beside = ("a plain loop over one byte a row", one_byte);
        on.race(table, what, on.rows(filter, &[]), beside, &[Aim::Ms(10.0)]);
    }
}

/// The search box: words in all columns.
pub fn finds(table: &mut Table, on: Looked<'_>) {
    let plain = on.plain;
    for (what, text) in [
        ("find in all text columns: a word", "traders"),
        ("find in all text columns: digits", "4512"),
        ("find in all text columns: two words", "traders 27"),
        ("find in all text columns: nothing", "qqqqq"),
    ] {
        let filter = Filter { text: text.into(), ..Filter::default() };
        let loops = move || {
            let mut found: Vec<u8> = vec![0; plain.days.len()];
            for (n, word) in text.split(' ').enumerate() {
                let contains = |text: &str| text.to_lowercase().contains(word);
                for column in [&plain.names, &plain.suppliers] {
                    let judged = column.judged(contains);
                    found.iter_mut().zip(&column.ids).for_each(|(f, &id)| *f |= u8::from(judged[id as usize]) << n);
                }
                plain.numbers_with(word).iter().for_each(|&row| found[row as usize] |= 1 << n);
            }
            let all = (1 << text.split(' ').count()) - 1;
            rows(&found, |found| found == all)
        };
        let beside = ("plain loops: names, GSTINs, numbers", whole(loops));
        on.race(table, what, on.rows(filter, &[]), beside, &[Aim::Ms(30.0)]);
    }
}
