//! Which record is meant: what a table, a pasted block or an error report tells of a document, looked up in a book.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::columns::Fnv;
use super::partners::{partner_hash, same_text};
use super::{Book, Field, Form, Records, Section};
use crate::values::Day;

/// What is told of a record. What is empty is left open; all the rest must agree (portal-files.md section 4).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The section.
    pub section: Option<Section>,
    /// The supplier's GSTIN.
    pub supplier: String,
    /// The document number. Without one no record is found.
    pub number: String,
    /// The document date, as in the file or as `yyyy-mm-dd`.
    pub date: String,
    /// The return period as in the file.
    pub period: String,
    /// The form: what it means, and as it was told for one that is not in our list.
    pub form: Option<(Form, String)>,
    /// The number of the original document; heard of amendments alone.
    pub original_number: String,
    /// The date of the original document; heard of amendments alone.
    pub original_date: String,
}

impl Told {
    fn folded_number(&self) -> String {
        self.number.trim().to_lowercase()
    }

    fn fits(&self, section: Section, records: &Records, row: u32) -> bool {
        let i = row as usize;
        let same = |told: &str, held: &str| told.trim().is_empty() || same_text(told, held);
        let date = |told: &str, days: &[Day], field| {
            told.trim().is_empty()
                || day(told).is_some_and(|day| days.get(i) == Some(&day))
                || records.odd(row, field).is_some_and(|odd| same_text(told, odd))
        };
        let form = |(form, told): &(Form, String)| match records.odd(row, Field::Form) {
            Some(odd) => same_text(told, odd),
            None => *form != Form::Other && *form == records.forms[i],
        };
        self.folded_number() == records.numbers.folded(row)
            && same(&self.supplier, records.suppliers.get(row))
            && date(&self.date, &records.days, Field::Day)
            && same(&self.period, records.periods.get(row))
            && self.form.as_ref().is_none_or(form)
            && (!section.is_amendment()
                || same(&self.original_number, records.original_numbers.get(row))
                    && date(&self.original_date, &records.original_days, Field::OriginalDay))
    }
}

/// The day that a told date means.
pub fn day(text: &str) -> Option<Day> {
    Day::parse(text.trim()).or_else(|| Day::parse_iso(text.trim()))
}

/// For each of these the records in force that fit all it tells, in the order of the book.
pub fn find(book: &Book, told: &[&Told]) -> Vec<Vec<(Section, u32)>> {
    let mut found = vec![Vec::new(); told.len()];
    for section in Section::ALL {
        let of_section = told.iter().enumerate().filter(|(_, told)| told.section.is_none_or(|s| s == section));
        let wanted = Wanted::of(of_section.map(|(i, told)| (i, *told)));
        let sheet = book.sheet(section);
        let rows = if wanted.is_empty() { 0 } else { sheet.rows() };
        for row in (0..rows).filter(|&row| sheet.in_force(row)) {
            for i in wanted.like(&sheet.records, row) {
                if told[i].fits(section, &sheet.records, row) {
                    found[i].push((section, row));
                }
            }
        }
    }
    found
}

type Places<K> = HashMap<K, Vec<usize>, BuildHasherDefault<Fnv>>;

/// Where among what is told somebody asks for a document number; with its supplier where that is told, as many suppliers
/// use the same numbers.
#[derive(Default)]
struct Wanted {
    of_suppliers: Places<u64>,
    by_number: Places<String>,
}

impl Wanted {
    fn of<'t>(told: impl Iterator<Item = (usize, &'t Told)>) -> Wanted {
        let mut wanted = Wanted::default();
        for (i, told) in told.filter(|(_, told)| !told.number.trim().is_empty()) {
            let number = told.folded_number();
            let places = match told.supplier.trim() {
                "" => wanted.by_number.entry(number).or_default(),
                supplier => wanted.of_suppliers.entry(partner_hash(supplier, &number)).or_default(),
            };
            places.push(i);
        }
        wanted
    }

    fn is_empty(&self) -> bool {
        self.of_suppliers.is_empty() && self.by_number.is_empty()
    }

    /// Those that may mean this record.
    fn like(&self, records: &Records, row: u32) -> impl Iterator<Item = usize> + '_ {
        let number = records.numbers.folded(row);
        let hash = || partner_hash(records.suppliers.get(row), number);
        let named = if self.of_suppliers.is_empty() { None } else { self.of_suppliers.get(&hash()) };
        let others = if self.by_number.is_empty() { None } else { self.by_number.get(number) };
        named.into_iter().chain(others).flatten().copied()
    }
}
