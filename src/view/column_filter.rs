//! The filter of one column: values that were chosen, a range, a part of the text, blanks, or a pasted list.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::RangeInclusive;

use super::codes::Codes;
use super::filter::{Keep, by};
use super::{cell, words};
use crate::book::columns::{ArenaColumn, Fnv};
use crate::book::field::{AMOUNTS, DECLARED};
use crate::book::{AnswerKind, Book, Field, Records, Section};
use crate::values::{Day, Paise, Texts, grouped, money};
use crate::work::{Progress, parts};

/// What the cells of one column must be for their rows to be in the view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnFilter {
    /// The text is one of these, or none of these.
    Chosen {
        /// The texts as cells show them; the empty one means blanks.
        values: Texts,
        /// All but these.
        except: bool,
        /// Of how many they were chosen; 0 where no one knows.
        of: usize,
    },
    /// An amount between these, both included; either end may be open.
    Amounts(Option<Paise>, Option<Paise>),
    /// A day between these, both included; either end may be open.
    Days(Option<Day>, Option<Day>),
    /// The text contains this, in capitals or not.
    Contains(String),
    /// The text starts with this, in capitals or not.
    StartsWith(String),
    /// Blanks only.
    Blank,
    /// No blanks.
    NotBlank,
    /// The text is one of these, in capitals or not: a list that was pasted.
    Listed(Texts),
}

use ColumnFilter::*;

/// The text of a pasted or compared value: trimmed and in lower case, as document numbers are compared.
fn folded(text: &str) -> String {
    text.trim().to_lowercase()
}

/// The entries of a pasted list: one a line or cell. Where texts have no commas or semicolons, those divide too.
pub fn entries(text: &str, divides: bool) -> Texts {
    entries_until(text, divides, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
pub fn entries_until(text: &str, divides: bool, progress: &Progress) -> Option<Texts> {
    let divider = |c: char| matches!(c, '\n' | '\r' | '\t') || (divides && matches!(c, ',' | ';'));
    in_order(text.split(divider).map(folded).filter(|entry| !entry.is_empty()), progress)
}

/// Texts, each once, put in order on a thread that can be stopped; none if it was.
pub fn in_order<S: AsRef<str> + Ord + Send>(texts: impl Iterator<Item = S>, progress: &Progress) -> Option<Texts> {
    let goes_on = |n: usize| !n.is_multiple_of(parts::BETWEEN_LOOKS) || !progress.cancelled();
    let mut texts: Vec<S> = texts.enumerate().take_while(|(n, _)| goes_on(*n)).map(|(_, text)| text).collect();
    parts::sort(&mut texts, progress);
    if progress.cancelled() {
        return None;
    }
    texts.dedup();
    let texts = Texts::of_sorted(texts.iter().enumerate().take_while(|(n, _)| goes_on(*n)).map(|(_, text)| text));
    if progress.cancelled() { None } else { Some(texts) }
}

impl ColumnFilter {
    /// The filter that passes the rows with the same value as this one.
    pub fn same_as(book: &Book, section: Section, row: u32, field: Field) -> ColumnFilter {
        let text = cell(book, section, row, field);
        if text.is_empty() {
            return Blank;
        }
        let numbers = Numbers::of(book, section, field);
        match numbers.and_then(|numbers| numbers.of_row(row)) {
            Some(value) if field.is_day() => {
                let day = i32::try_from(value).ok().map(Day);
                Days(day, day)
            }
            Some(value) => Amounts(Some(value), Some(value)),
            None => Chosen { values: Texts::from([text]), except: false, of: 1 },
        }
    }

    /// The filter of a column of this title in words: `Supplier: 12 of 1,940`.
    pub fn words(&self, title: &str) -> String {
        match self {
            Chosen { values, except: false, .. } if values.len() == 1 => {
                let value = values.first().unwrap_or_default();
                format!("{title}: {}", if value.is_empty() { "blank" } else { value })
            }
            // A kept view does not know how many values there are.
            Chosen { values, except, of: 0 } => {
                let n = grouped(values.len() as u64);
                if *except { format!("{title}: all but {n}") } else { format!("{title}: {n} values") }
            }
            Chosen { values, except, of } => {
                let n = if *except { of.saturating_sub(values.len()) } else { values.len() };
                format!("{title}: {} of {}", grouped(n as u64), grouped(*of as u64))
            }
            Amounts(from, to) => range(title, from.map(rupees), to.map(rupees)),
            Days(from, to) => range(title, from.map(|d| d.to_string()), to.map(|d| d.to_string())),
            Contains(text) => format!("{title} contains “{text}”"),
            StartsWith(text) => format!("{title} starts with “{text}”"),
            Blank => format!("{title}: blank"),
            NotBlank => format!("{title}: not blank"),
            Listed(list) => format!("{title}: list of {}", grouped(list.len() as u64)),
        }
    }

    /// Whether a text passes; ranges are not about texts.
    pub fn passes(&self, text: &str) -> bool {
        match self {
            Chosen { values, except, .. } => values.contains(text) != *except,
            Contains(part) => folded(text).contains(&folded(part)),
            StartsWith(part) => folded(text).starts_with(&folded(part)),
            Blank => text.is_empty(),
            NotBlank => !text.is_empty(),
            Listed(list) => list.contains(&folded(text)),
            Amounts(..) | Days(..) => false,
        }
    }

    /// The same for many texts: what is compared with is made ready once.
    pub fn of_many(&self) -> impl Fn(&str) -> bool + Sync + '_ {
        let part = match self {
            Contains(part) | StartsWith(part) => folded(part),
            _ => String::new(),
        };
        move |text: &str| match self {
            Contains(_) => contains(text, &part),
            StartsWith(_) if text.is_ascii() && part.is_ascii() => {
                let (text, part) = (text.trim().as_bytes(), part.as_bytes());
                text.get(..part.len()).is_some_and(|start| start.eq_ignore_ascii_case(part))
            }
            _ => self.passes(text),
        }
    }

    /// What keeps those of a part of the rows that pass.
    pub(super) fn keeper<'a>(&'a self, book: &'a Book, section: Section, field: Field, part: &[u32]) -> Keep<'a> {
        let records = book.sheet(section).records();
        if let Some(numbers) = Numbers::of(book, section, field) {
            return match self {
                Amounts(from, to) => numbers.within(*from, *to),
                Days(from, to) => numbers.within(from.map(|d| d.0.into()), to.map(|d| d.0.into())),
                Blank => by(move |row| numbers.blank(row)),
                NotBlank => by(move |row| !numbers.blank(row)),
                _ => by(move |row| self.passes(&cell(book, section, row, field))),
            };
        }
        match field {
            Field::Number => self.keeper_of_numbers(&records.numbers, part),
            Field::OriginalNumber => self.keeper_of_numbers(&records.original_numbers, part),
            _ => self.keeper_of_codes(book, section, field),
        }
    }

    /// Nearly unique texts, compared as their folded copy.
    fn keeper_of_numbers<'a>(&'a self, column: &'a ArenaColumn, part: &[u32]) -> Keep<'a> {
        match self {
            Contains(text) => by(words::number_contains(column, &folded(text), part)),
            StartsWith(text) => {
                let text = folded(text);
                by(move |row| column.folded(row).starts_with(&text))
            }
            Listed(list) => {
                let list: Quick<&str> = list.iter().collect();
                let lengths: HashSet<usize> = list.iter().map(|text| text.len()).collect();
                let (shortest, longest) = (lengths.iter().min().copied(), lengths.iter().max().copied());
                let may_be = shortest.unwrap_or(1)..=longest.unwrap_or(0);
                by(move |row| is_in(&list, &may_be, column.folded(row)))
            }
            Chosen { values, except, .. } => {
                let values: Quick<&str> = values.iter().collect();
                by(move |row| values.contains(column.get(row)) != *except)
            }
            Blank => by(move |row| column.get(row).is_empty()),
            NotBlank => by(move |row| !column.get(row).is_empty()),
            Amounts(..) | Days(..) => by(|_| false),
        }
    }

    /// Texts that repeat: each is judged once.
    fn keeper_of_codes<'a>(&'a self, book: &'a Book, section: Section, field: Field) -> Keep<'a> {
        let codes = Codes::of(book, section, field);
        let mut known: Vec<Option<bool>> = vec![None; codes.count];
        by(move |row| {
            let look = || self.passes(&cell(book, section, row, field));
            match codes.of_row(row) {
                Some(code) => *known[code].get_or_insert_with(look),
                None => look(),
            }
        })
    }
}

/// Whether a text contains a part, which is in lower case, whatever the case of the text.
pub fn contains(text: &str, part: &str) -> bool {
    if text.is_ascii() && part.is_ascii() {
        let (text, part) = (text.as_bytes(), part.as_bytes());
        return part.is_empty() || text.windows(part.len()).any(|some| some.eq_ignore_ascii_case(part));
    }
    text.to_lowercase().contains(part)
}

type Quick<T> = HashSet<T, BuildHasherDefault<Fnv>>;

fn is_in(list: &Quick<&str>, lengths: &RangeInclusive<usize>, text: &str) -> bool {
    lengths.contains(&text.len()) && list.contains(text)
}

fn rupees(paise: Paise) -> String {
    money::indian(paise.into())
}

fn range(title: &str, from: Option<String>, to: Option<String>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => format!("{title} = {from}"),
        (Some(from), Some(to)) => format!("{title} {from} to {to}"),
        (Some(from), None) => format!("{title} ≥ {from}"),
        (None, Some(to)) => format!("{title} ≤ {to}"),
        (None, None) => title.to_owned(),
    }
}

/// A column of amounts or days.
struct Numbers<'a> {
    records: &'a Records,
    field: Field,
    column: Column<'a>,
}

enum Column<'a> {
    Amounts(&'a [Paise]),
    Tax,
    Days(&'a [Day]),
    Declared(&'a Book, Section, usize),
    Difference(&'a Book, Section),
}

impl<'a> Numbers<'a> {
    fn of(book: &'a Book, section: Section, field: Field) -> Option<Numbers<'a>> {
        let records = book.sheet(section).records();
        let place = |fields: &[Field]| fields.iter().position(|&f| f == field);
        let column = match field {
            Field::Day => Column::Days(&records.days),
            Field::Tax => Column::Tax,
            Field::TaxDifference => Column::Difference(book, section),
            Field::OriginalDay => Column::Days(&records.original_days),
            _ => match (place(&AMOUNTS), place(&DECLARED)) {
                (Some(amount), _) => Column::Amounts(&records.amounts[amount]),
                (_, Some(head)) => Column::Declared(book, section, head),
                _ => return None,
            },
        };
        Some(Numbers { records, field, column })
    }

    /// The value of a row; none where the cell is blank or shows a value that is not one of ours.
    fn of_row(&self, row: u32) -> Option<i64> {
        let i = row as usize;
        match self.column {
            _ if self.odd(row) => None,
            Column::Amounts(column) => column.get(i).copied(),
            Column::Tax => super::cell::known_tax(self.records, row).and_then(|tax| Paise::try_from(tax).ok()),
            Column::Days(column) => column.get(i).filter(|&&day| day != Day::NONE).map(|day| day.0.into()),
            Column::Difference(book, section) => super::matched::difference(book, section, row),
            Column::Declared(book, section, head) => {
                let answer = book.answers().get(book.sheet(section).answers()[i]);
                (answer.kind == AnswerKind::Part).then(|| answer.heads[head])
            }
        }
    }

    fn odd(&self, row: u32) -> bool {
        self.records.odd(row, self.field).is_some()
    }

    fn blank(&self, row: u32) -> bool {
        self.of_row(row).is_none() && !self.odd(row)
    }

    fn within(self, from: Option<i64>, to: Option<i64>) -> Keep<'a> {
        let wanted = from.unwrap_or(i64::MIN)..=to.unwrap_or(i64::MAX);
        by(move |row| self.of_row(row).is_some_and(|value| wanted.contains(&value)))
    }
}
