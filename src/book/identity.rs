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
    /// A section that is none of ours, by its key: then no record is meant.
    pub elsewhere: String,
    /// The supplier's GSTIN.
    pub supplier: String,
    /// The document number.
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
        let number = self.folded_number();
        (number.is_empty() || number == records.numbers.folded(row))
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

/// For each of these the records in force that fit all it tells, in the order of the book; none where no number is told.
pub fn find(book: &Book, told: &[&Told]) -> Vec<Vec<(Section, u32)>> {
    let numbered = |told: &&&Told| !told.number.trim().is_empty();
    search(book, told, numbered).into_iter().map(|fit| fit.records).collect()
}

/// What fits what is told.
#[derive(Clone, Debug, Default)]
pub struct Fit {
    /// The records, in the order of the book.
    pub records: Vec<(Section, u32)>,
    /// There were so many that none of them is meant in particular.
    pub too_many: bool,
}

/// The same for error reports, which may leave the number out and mean all records of a supplier.
pub fn find_reported(book: &Book, told: &[&Told]) -> Vec<Fit> {
    search(book, told, |told| !told.number.trim().is_empty() || !told.supplier.trim().is_empty())
}

/// Reports that fit several records may fit so many in all: a file that tells of more tells of none in particular, and to
/// keep every error on every record would take more memory than there is.
const MOST: usize = 1_000_000;

fn search(book: &Book, told: &[&Told], may_be_found: impl Fn(&&&Told) -> bool) -> Vec<Fit> {
    let mut found = vec![Fit::default(); told.len()];
    let mut of_several = 0;
    for section in Section::ALL {
        let asked = told.iter().enumerate().filter(|(_, told)| may_be_found(told) && told.elsewhere.is_empty());
        let of_section = asked.filter(|(_, told)| told.section.is_none_or(|s| s == section));
        let wanted = Wanted::of(of_section.map(|(i, told)| (i, *told)));
        let sheet = book.sheet(section);
        let rows = if wanted.is_empty() { 0 } else { sheet.rows() };
        for row in (0..rows).filter(|&row| sheet.in_force(row)) {
            for i in wanted.like(&sheet.records, row) {
                let fit = &mut found[i];
                if fit.too_many || !told[i].fits(section, &sheet.records, row) {
                    continue;
                }
                of_several += usize::from(!fit.records.is_empty());
                if of_several > MOST && !fit.records.is_empty() {
                    *fit = Fit { records: Vec::new(), too_many: true };
                } else {
                    fit.records.push((section, row));
                }
            }
        }
    }
    found
}

type Places<K> = HashMap<K, Vec<usize>, BuildHasherDefault<Fnv>>;

/// Where among what is told somebody asks for a document number, with its supplier where that is told, as many suppliers
/// use the same numbers; or for a supplier alone.
#[derive(Default)]
struct Wanted {
    of_suppliers: Places<u64>,
    by_number: Places<String>,
    by_supplier: Places<String>,
}

impl Wanted {
    fn of<'t>(told: impl Iterator<Item = (usize, &'t Told)>) -> Wanted {
        let mut wanted = Wanted::default();
        for (i, told) in told {
            let (number, supplier) = (told.folded_number(), told.supplier.trim());
            let places = match (number.is_empty(), supplier.is_empty()) {
                (true, _) => wanted.by_supplier.entry(supplier.to_ascii_uppercase()).or_default(),
                (false, true) => wanted.by_number.entry(number).or_default(),
                (false, false) => wanted.of_suppliers.entry(partner_hash(supplier, &number)).or_default(),
            };
            places.push(i);
        }
        wanted
    }

    fn is_empty(&self) -> bool {
        self.of_suppliers.is_empty() && self.by_number.is_empty() && self.by_supplier.is_empty()
    }

    /// Those that may mean this record.
    fn like(&self, records: &Records, row: u32) -> impl Iterator<Item = usize> + '_ {
        let (number, supplier) = (records.numbers.folded(row), records.suppliers.get(row));
        let hash = || partner_hash(supplier, number);
        let named = if self.of_suppliers.is_empty() { None } else { self.of_suppliers.get(&hash()) };
        let others = if self.by_number.is_empty() { None } else { self.by_number.get(number) };
        let all = || self.by_supplier.get(&supplier.trim().to_ascii_uppercase());
        let all = if self.by_supplier.is_empty() { None } else { all() };
        named.into_iter().chain(others).chain(all).flatten().copied()
    }
}
