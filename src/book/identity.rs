//! What makes two records the same document (portal/README.md section 4), in one place for all who ask: whether two are the
//! same, in which order the same stand together, quick hashes of them, and their names on disk.
//!
//! Supplier, number, date, period and form must agree; of amendments the original's number and date too. Texts are compared
//! without the spaces around them and in either case. A date or form that is not in our lists counts as it is written.

use std::cmp::Ordering;
use std::hash::Hasher;

use super::columns::Fnv;
use super::{Field, Form, Records, Section};
use crate::values::Day;

/// The identity of a record.
#[derive(Clone, Copy)]
pub struct Identity<'r> {
    section: Section,
    records: &'r Records,
    row: u32,
}

impl<'r> Identity<'r> {
    /// Of a record of a section.
    pub fn of(section: Section, records: &'r Records, row: u32) -> Identity<'r> {
        Identity { section, records, row }
    }

    /// The supplier as it is written.
    pub(super) fn supplier(self) -> &'r str {
        self.records.suppliers.get(self.row)
    }

    /// The document number in lower case, without the spaces around it.
    pub(super) fn number(self) -> &'r str {
        self.records.numbers.folded(self.row)
    }

    fn day(self) -> Day {
        self.records.days[self.row as usize]
    }

    pub(super) fn period(self) -> &'r str {
        self.records.periods.get(self.row)
    }

    fn form(self) -> Form {
        self.records.forms[self.row as usize]
    }

    /// The number and the day of the original; none but of amendments.
    fn original(self) -> Option<(&'r str, Day)> {
        let of = |records: &'r Records| {
            (records.original_numbers.folded(self.row), records.original_days[self.row as usize])
        };
        self.section.is_amendment().then(|| of(self.records))
    }

    /// A day or form that is not in our lists, as it is written; else nothing.
    fn odd(self, field: Field) -> &'r str {
        self.records.odd(self.row, field).unwrap_or("")
    }

    /// Whether a record can be identified: it has a supplier and a number.
    pub(super) fn is_known(self) -> bool {
        !self.supplier().is_empty() && !self.number().is_empty()
    }

    /// Whether two records of one section are the same document, whatever books they stand in.
    pub fn same(self, other: Identity<'_>) -> bool {
        self.order(other) == Ordering::Equal
    }

    /// An order of the records of a section in which those that are the same document stand together.
    pub(super) fn order(self, other: Identity<'_>) -> Ordering {
        let (a, b) = (self, other);
        let odd = |field| by_text(a.odd(field), b.odd(field));
        by_text(a.supplier(), b.supplier())
            .then_with(|| a.number().cmp(b.number()))
            .then_with(|| a.day().cmp(&b.day()))
            .then_with(|| odd(Field::Day))
            .then_with(|| by_text(a.period(), b.period()))
            .then_with(|| a.form().cmp(&b.form()))
            .then_with(|| odd(Field::Form))
            .then_with(|| a.original().cmp(&b.original()))
            .then_with(|| if a.section.is_amendment() { odd(Field::OriginalDay) } else { Ordering::Equal })
    }

    /// The fields of the identity, beside supplier and number, by which two records of one section differ.
    pub fn differences(self, other: Identity<'_>) -> Vec<Field> {
        let (a, b) = (self, other);
        let odd = |field| a.odd(field) != b.odd(field);
        let number = |id: Identity<'r>| id.original().map(|(number, _)| number);
        let day = |id: Identity<'r>| id.original().map(|(_, day)| day);
        let (own, others) = ((number(a), day(a)), other.original().unzip());
        [
            (Field::Day, a.day() != b.day() || odd(Field::Day)),
            (Field::Period, a.period() != b.period()),
            (Field::Form, a.form() != b.form() || odd(Field::Form)),
            (Field::OriginalNumber, own.0 != others.0),
            (Field::OriginalDay, own.1 != others.1 || odd(Field::OriginalDay)),
        ]
        .into_iter()
        .filter_map(|(field, differs)| differs.then_some(field))
        .collect()
    }

    /// A 64-bit hash, equal for equal identities: for one run of the program.
    pub(super) fn hash(self) -> u64 {
        let mut hash = Fnv::default();
        write_folded(&mut hash, self.supplier());
        self.hash_behind(hash, |hash| write_folded(hash, self.period()))
    }

    /// The same where the supplier is in the hash already and someone knows how to write the period.
    pub(super) fn hash_behind(self, mut supplier: Fnv, period: impl FnOnce(&mut Fnv)) -> u64 {
        let hash = &mut supplier;
        hash.write(self.number().as_bytes());
        hash.write_i32(self.day().0);
        period(hash);
        hash.write_u8(self.form() as u8);
        if let Some((number, day)) = self.original() {
            hash.write(number.as_bytes());
            hash.write_i32(day.0);
        }
        supplier.finish()
    }

    /// Writes it for a hash that names it on disk: the same for all time.
    pub(super) fn write(self, bytes: &mut Vec<u8>) {
        bytes.clear();
        // A text cannot hold the byte that ends it.
        let mut text = |text: &str| {
            bytes.extend(text.trim().bytes().map(|b| b.to_ascii_uppercase()));
            bytes.push(0xff);
        };
        text(self.section.sheet_name());
        text(self.supplier());
        text(self.number());
        text(self.period());
        [Field::Day, Field::Form, Field::OriginalDay].into_iter().for_each(|field| text(self.odd(field)));
        if let Some((number, day)) = self.original() {
            text(number);
            bytes.extend(day.0.to_le_bytes());
        }
        bytes.extend(self.day().0.to_le_bytes());
        bytes.push(self.form() as u8);
    }
}

/// Whether two texts of an identity are the same.
pub(super) fn same_text(a: &str, b: &str) -> bool {
    a.trim().eq_ignore_ascii_case(b.trim())
}

/// An order of texts in which those that are the same stand together.
fn by_text(a: &str, b: &str) -> Ordering {
    let upper = |text: &'_ str| text.trim().bytes().map(|b| b.to_ascii_uppercase()).collect::<Vec<_>>();
    if same_text(a, b) { Ordering::Equal } else { upper(a).cmp(&upper(b)) }
}

/// Writes a text as it is compared.
pub(super) fn write_folded(hash: &mut Fnv, text: &str) {
    let text = text.trim();
    let mut buffer = [0u8; 32];
    if text.len() <= buffer.len() {
        let buffer = &mut buffer[..text.len()];
        buffer.copy_from_slice(text.as_bytes());
        buffer.make_ascii_uppercase();
        hash.write(buffer);
    } else {
        hash.write(text.to_ascii_uppercase().as_bytes());
    }
}
