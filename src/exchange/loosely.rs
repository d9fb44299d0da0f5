//! Which records the rows of a table mean, also where a spreadsheet changed them on the way: it takes zeros before a month or
//! a number away, and writes dates in its own way. Of rows that mean none it says what is nearly them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::decisions::{Row, excerpt};
use crate::book::{Book, Field, Section, Stated, lookup};
use crate::portal::words;
use crate::values::Period;

type Records = Arc<[(Section, u32)]>;

/// What rows mean, row by row.
pub(super) struct Found {
    /// The records that fit all that a row says.
    pub fit: Vec<Records>,
    /// Of a row that cannot be read, or that fits none: the records that have its supplier and number, or where there is none
    /// the number with the zeros before it that a spreadsheet takes away. Else none.
    pub near: Vec<Records>,
}

/// Finds the records of rows.
pub(super) fn find(book: &Book, rows: &[Row]) -> Found {
    let stated: Vec<&Stated> = rows.iter().map(|row| &row.stated).collect();
    let mut fit = lookup::find(book, &stated);
    // A period may be of five digits in the file too: then both are meant, and which is not known.
    let with_zero = |(place, stated): (usize, &&Stated)| {
        with_its_zero(&stated.period).map(|period| (place, Stated { period, ..(*stated).clone() }))
    };
    for (place, more) in found_each(book, stated.iter().enumerate().filter_map(with_zero).collect()) {
        fit[place] = if fit[place].is_empty() { more } else { fit[place].iter().chain(&*more).copied().collect() };
    }
    let mut near = vec![Records::from([]); rows.len()];
    let unclear = |place: &usize| fit[*place].is_empty() || (fit[*place].len() > 1 && rows[*place].change.is_err());
    let loosely = |place: usize| (place, by_number(stated[place]));
    for (place, records) in found_each(book, (0..rows.len()).filter(unclear).map(loosely).collect()) {
        near[place] = records;
    }
    let without = |place: &usize| fit[*place].is_empty() && near[*place].is_empty();
    for (place, records) in with_their_zeros(book, &stated, (0..rows.len()).filter(without)) {
        near[place] = records;
    }
    for ((row, fit), near) in rows.iter().zip(&mut fit).zip(&mut near) {
        if let (true, Some(record)) = (fit.is_empty(), by_mark(book, row, near)) {
            (*fit, *near) = (Arc::from([record]), Arc::from([]));
        }
    }
    Found { fit, near }
}

/// The records of each, with its place.
fn found_each(book: &Book, stated: Vec<(usize, Stated)>) -> Vec<(usize, Records)> {
    let found = lookup::find(book, &stated.iter().map(|(_, stated)| stated).collect::<Vec<_>>());
    stated.into_iter().map(|(place, _)| place).zip(found).collect()
}

/// The supplier, as suppliers are compared, and the number without zeros before it.
type WithoutZeros = (Section, String, String);

/// The records that have the number of a row with zeros before it: `0045` of a row that says `45`.
fn with_their_zeros(book: &Book, stated: &[&Stated], places: impl Iterator<Item = usize>) -> Vec<(usize, Records)> {
    let key = |section, supplier: &str, number: &str| (section, supplier.trim().to_uppercase(), number.to_owned());
    let digits = |number: &str| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    let asked = |place: usize| {
        let (of, number) = (stated[place], stated[place].number.trim());
        let may_be = digits(number) && !number.starts_with('0');
        may_be.then_some(of.section).flatten().map(|section| (place, key(section, &of.supplier, number)))
    };
    let asked: Vec<(usize, WithoutZeros)> = places.filter_map(asked).collect();
    let mut found: HashMap<&WithoutZeros, Vec<(Section, u32)>> =
        asked.iter().map(|(_, key)| (key, Vec::new())).collect();
    let sections: BTreeSet<Section> = asked.iter().map(|(_, key)| key.0).collect();
    for section in sections {
        let sheet = book.sheet(section);
        let records = sheet.records();
        for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
            let number = records.numbers.folded(row);
            if number.starts_with('0') && digits(number) {
                let key = key(section, records.suppliers.get(row), number.trim_start_matches('0'));
                found.get_mut(&key).into_iter().for_each(|records| records.push((section, row)));
            }
        }
    }
    let found: HashMap<_, Records> = found.into_iter().map(|(key, records)| (key, records.into())).collect();
    asked.iter().filter_map(|(place, key)| Some((*place, found.get(key)?.clone()))).collect()
}

/// What a row states of section, supplier and number.
fn by_number(stated: &Stated) -> Stated {
    Stated {
        section: stated.section,
        supplier: stated.supplier.clone(),
        number: stated.number.clone(),
        ..Stated::default()
    }
}

/// The record that a row means whose date or period a spreadsheet made unreadable, or whose number lost its zeros: the one
/// that is near, if the mark of the very record says so too. A date or period that can be read contradicts the mark.
fn by_mark(book: &Book, row: &Row, near: &[(Section, u32)]) -> Option<(Section, u32)> {
    let stated = &row.stated;
    if row.copy.is_empty() || stated.section.is_none() {
        return None;
    }
    let unreadable = |field: Field| match field {
        Field::Day => lookup::day(&stated.date).is_none(),
        Field::OriginalDay => lookup::day(&stated.original_date).is_none(),
        Field::Period => odd_period(stated),
        _ => false,
    };
    let marked = |&&(section, of): &&(Section, u32)| {
        let sheet = book.sheet(section);
        sheet.copies().group(of).is_empty()
            && book.mark(section, of) == row.copy
            && differing(book, stated, (section, of)).into_iter().all(unreadable)
    };
    let mut all = near.iter().filter(marked);
    all.next().copied().filter(|_| all.next().is_none())
}

/// A period of five digits whose leading zero a spreadsheet took away: `52026` is `052026`.
fn with_its_zero(period: &str) -> Option<String> {
    let period = period.trim();
    let whole = format!("0{period}");
    (period.len() == 5 && Period::parse(&whole).is_some()).then_some(whole)
}

/// A date by which a row says which record, and that is none.
pub(super) fn odd_date(stated: &Stated) -> Option<&str> {
    let amended = stated.section.is_some_and(Section::is_amendment);
    let dates = [Some(&stated.date), Some(&stated.original_date).filter(|_| amended)];
    let odd = |date: &&String| !date.trim().is_empty() && lookup::day(date).is_none();
    dates.into_iter().flatten().find(odd).map(String::as_str)
}

/// Whether a row says which record by a period that is none: neither a month of a year nor a month.
pub(super) fn odd_period(stated: &Stated) -> bool {
    let period = stated.period.trim();
    let month = || period.len() <= 2 && period.parse::<u32>().is_ok_and(|month| (1..=12).contains(&month));
    !period.is_empty() && Period::parse(period).is_none() && with_its_zero(period).is_none() && !month()
}

/// A document for people: `GST-183 of 36AAAAA0000A1ZH`.
pub(super) fn called(number: &str, supplier: &str) -> String {
    format!("{} of {}", excerpt(number.trim()), excerpt(supplier.trim()))
}

/// A record for people.
pub(crate) fn record_called(book: &Book, section: Section, row: u32) -> String {
    let records = book.sheet(section).records();
    called(records.numbers.get(row), records.suppliers.get(row))
}

/// Why a row fits no record, and the document that it names, where that is not among the words: a date that is none; the one
/// record of its number is of another date or period; or there is none.
pub(super) fn none_fits(book: &Book, stated: &Stated, near: &[(Section, u32)]) -> (String, String) {
    let named = called(&stated.number, &stated.supplier);
    if let Some(date) = odd_date(stated) {
        let why = format!("\"{}\" is not a date: dates are written 01-10-2025 or 2025-10-01", excerpt(date));
        return (why, named);
    }
    let of = stated.section.map_or("these files", Section::sheet_name);
    if let (&[record], Some(_)) = (near, stated.section) {
        let differences = differences(book, stated, record);
        if !differences.is_empty() {
            return (format!("in {of} its {}", differences.join(", and its ")), named);
        }
    }
    (format!("no such record in {of}: {named}"), String::new())
}

/// The fields in which a record says something else than a row. A period that lost its zero is the same.
fn differing(book: &Book, stated: &Stated, (section, row): (Section, u32)) -> Vec<Field> {
    let records = book.sheet(section).records();
    let lost_zero = with_its_zero(&stated.period).is_some_and(|period| period == records.periods.get(row).trim());
    let differing = stated.differences(section, records, row);
    differing.filter(|field| *field != Field::Period || !lost_zero).collect()
}

/// What a record says otherwise than a row, each with both values.
fn differences(book: &Book, stated: &Stated, (section, row): (Section, u32)) -> Vec<String> {
    let records = book.sheet(section).records();
    let i = row as usize;
    let odd = |field, known: String| records.odd(row, field).map_or(known, str::to_owned);
    let both = |field| match field {
        Field::Day => ("date", odd(field, records.days[i].to_string()), stated.date.as_str()),
        Field::Period => ("period", records.periods.get(row).to_owned(), stated.period.as_str()),
        Field::Form => {
            let said = stated.form.as_ref().map_or("", |(_, text)| text);
            ("form", odd(field, words::form_code(records.forms[i]).to_owned()), said)
        }
        Field::OriginalNumber => {
            let held = records.original_numbers.get(row).to_owned();
            ("original number", held, stated.original_number.as_str())
        }
        _ => ("original date", odd(field, records.original_days[i].to_string()), stated.original_date.as_str()),
    };
    let in_words = |field| {
        let (name, held, said) = both(field);
        let held = if held.trim().is_empty() { "empty".into() } else { excerpt(&held).into_owned() };
        format!("{name} is {held}, not {}", excerpt(said.trim()))
    };
    let (number, said) = (records.numbers.get(row).trim(), stated.number.trim());
    let lost_zeros = (!number.eq_ignore_ascii_case(said)).then(|| format!("number is {number}, not {}", excerpt(said)));
    lost_zeros.into_iter().chain(differing(book, stated, (section, row)).into_iter().map(in_words)).collect()
}
