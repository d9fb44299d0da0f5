//! Which record is meant: what a table, a pasted block or an error report tells of a document, looked up in a book.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::columns::Fnv;
use super::partners::same_text;
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
        same(&self.supplier, records.suppliers.get(row))
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
        let mut wanted: HashMap<String, Vec<usize>, BuildHasherDefault<Fnv>> = HashMap::default();
        for (i, told) in told.iter().enumerate().filter(|(_, told)| told.section.is_none_or(|s| s == section)) {
            let number = told.number.trim().to_lowercase();
            if !number.is_empty() {
                wanted.entry(number).or_default().push(i);
            }
        }
        if wanted.is_empty() {
            continue;
        }
        let sheet = book.sheet(section);
        for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
            for &i in wanted.get(sheet.records.numbers.folded(row)).into_iter().flatten() {
                if told[i].fits(section, &sheet.records, row) {
                    found[i].push((section, row));
                }
            }
        }
    }
    found
}
