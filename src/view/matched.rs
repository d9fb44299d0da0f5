//! The columns and views that a purchase register adds: what is in them, and by what they are sorted, searched and filtered.

use std::borrow::Cow;

use super::BuiltIn;
use crate::book::register::match_columns::{SUGGESTIONS, suggestion_in_words};
use crate::book::{Book, Class, Field, Section, Suggested};
use crate::values::{Paise, counted, money};

/// The text of a cell.
pub(super) fn cell(book: &Book, section: Section, row: u32, field: Field) -> Cow<'_, str> {
    let Some(matched) = book.match_columns() else { return "".into() };
    match field {
        Field::Match => matched.class(section, row).short().into(),
        Field::Register => match matched.entries_of(section, row) {
            [] => "".into(),
            &[entry] => matched.entries().number(entry).into(),
            several => counted(several.len() as u64, "voucher", "vouchers").into(),
        },
        Field::TaxDifference => {
            difference(book, section, row).map_or_else(String::new, |by| money::indian(by.into())).into()
        }
        Field::Suggested => suggestion_in_words(book, section, row).into(),
        _ => "".into(),
    }
}

/// By how much a record's tax is above that of its voucher.
pub(super) fn difference(book: &Book, section: Section, row: u32) -> Option<Paise> {
    book.match_columns()?.tax_difference(book, section, row)
}

/// The number of a record's voucher; nothing where it has none, or several.
pub(super) fn number(book: &Book, section: Section, row: u32) -> &str {
    book.match_columns().and_then(|matched| matched.number(section, row)).unwrap_or_default()
}

/// What is suggested for a record as it is now: nothing once it is decided.
pub fn suggested_now(book: &Book, section: Section, row: u32) -> Suggested {
    match book.match_columns() {
        Some(matched) if book.sheet(section).is_open(row) => matched.suggested(section, row),
        _ => Suggested::Nothing,
    }
}

/// Whether a record is to be checked against the register: not where the supplier alone keeps it waiting.
pub fn is_to_check(book: &Book, section: Section, row: u32) -> bool {
    suggested_now(book, section, row) == Suggested::Look
        && book.match_columns().is_some_and(|matched| !matched.not_filed(section, row))
}

/// Whether a row in force is in a view of the register.
pub(super) fn passes(which: BuiltIn, book: &Book, section: Section, row: u32) -> bool {
    let Some(matched) = book.match_columns() else { return false };
    match which {
        BuiltIn::SuggestedAccept => suggested_now(book, section, row) == Suggested::Accept,
        BuiltIn::SuggestedPending => suggested_now(book, section, row) == Suggested::Pending,
        BuiltIn::ToCheck => is_to_check(book, section, row),
        BuiltIn::NotInBooks => matched.class(section, row) == Class::Portal,
        BuiltIn::AmountsDiffer => matched.class(section, row) == Class::Amounts,
        BuiltIn::BookedTwice => matched.is_booked_twice(section, row),
        BuiltIn::MatchChanged => matched.is_changed(section, row),
        _ => false,
    }
}

/// By what a column of few values is sorted.
pub(super) fn rank(book: &Book, (section, row): (Section, u32), field: Field) -> u64 {
    let Some(matched) = book.match_columns() else { return 0 };
    match field {
        Field::Match => matched.class(section, row) as u64,
        _ => suggested_now(book, section, row) as u64 * 2 + u64::from(!matched.not_filed(section, row)),
    }
}

/// How many codes a column has.
pub(super) fn codes(book: &Book, field: Field) -> usize {
    const SMALL: usize = 1 << 8;
    match (field, book.match_columns()) {
        // The numbers as booked, and the matches of several behind them.
        (Field::Register, Some(matched)) => matched.entries().len() as usize + 2,
        (Field::Suggested, _) => 2 * SMALL,
        _ => SMALL,
    }
}

/// The code of a row: rows of one code show the same text.
pub(super) fn code(book: &Book, section: Section, row: u32, field: Field) -> Option<usize> {
    let Some(matched) = book.match_columns() else { return Some(0) };
    let code = matched.code(section, row) as usize;
    match field {
        Field::Match => Some(code),
        Field::Suggested => Some(2 * code + usize::from(book.sheet(section).is_open(row))),
        Field::Register => match matched.entries_of(section, row) {
            [] => Some(0),
            &[entry] => Some(entry as usize + 1),
            _ => None,
        },
        _ => None,
    }
}

/// Finds a word, in lower case, in the columns of the register; none where it can be in none of them.
pub(super) fn look<'a>(book: &'a Book, section: Section, word: &str) -> Option<impl FnMut(u32) -> bool + use<'a>> {
    let matched = book.match_columns()?;
    let word = word.to_owned();
    let has = |text: &str| text.to_lowercase().contains(&word);
    let classes: Vec<bool> = Class::ALL.iter().map(|class| has(class.short())).collect();
    let any_suggestion = SUGGESTIONS.into_iter().any(has);
    Some(move |row: u32| {
        classes.get(matched.class(section, row) as usize).copied().unwrap_or(false)
            || number(book, section, row).to_lowercase().contains(&word)
            || (any_suggestion && suggestion_in_words(book, section, row).to_lowercase().contains(&word))
    })
}
