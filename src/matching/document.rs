//! A record or an entry as matching sees it: both sides in one shape.

use std::cmp::Ordering;

use super::sides::Suppliers;
use crate::book::{Amount, Book, Entries, EntrySum, EntryType, Mark, Section};
use crate::matching::agree::class::{self, Agreement, Class};
use crate::matching::agree::fields::{self, AmountLevel, Amounts, DateLevel, Dates, SupplierLevel, Tolerances};
use crate::matching::agree::number::Number;
use crate::values::Day;

/// A record or an entry.
#[derive(Clone, Debug)]
pub struct Document {
    /// The record's number in the book, or the entry's row.
    pub id: u32,
    /// Its supplier.
    pub supplier: u32,
    /// Its type.
    pub kind: EntryType,
    /// Its day.
    pub day: Day,
    /// Of an entry: the day on which it was entered.
    pub posting: Day,
    /// Its amounts.
    pub amounts: Amounts,
    /// Its number; of an entry without a label and a date.
    pub number: Number,
    /// Of an entry: the number with its label, where it has one. Of an amendment: the original's number and day.
    pub other: Option<Box<(Number, Day)>>,
    /// The record is an amendment.
    pub amendment: bool,
}

/// The amounts of a record.
#[inline]
pub fn record_amounts(book: &Book, section: Section, row: u32) -> Amounts {
    let records = book.sheet(section).records();
    let amount = |amount| Some(records.amount(row, amount));
    Amounts::of_heads(amount(Amount::Taxable), records.heads(row), amount(Amount::Value))
}

/// The amounts of an entry.
#[inline]
pub fn entry_amounts(entries: &Entries, row: u32) -> Amounts {
    let (taxable, value) = (entries.amount(EntrySum::Taxable, row), entries.amount(EntrySum::Value, row));
    if entries.has_heads(row) {
        Amounts::of_heads(taxable, entries.heads(row), value)
    } else {
        Amounts { taxable, value, heads: None, tax: entries.tax(row) }
    }
}

/// Whether an entry's number has a label or a date around it.
#[inline]
pub fn has_label(entries: &Entries, row: u32) -> bool {
    entries.has_label(row)
}

impl Document {
    /// A record of the book.
    pub fn record(book: &Book, suppliers: &Suppliers, id: u32, section: Section, row: u32) -> Document {
        Unsplit::record(book, suppliers, id, section, row).split()
    }

    /// An entry of the register.
    pub fn entry(entries: &Entries, suppliers: &Suppliers, row: u32) -> Document {
        Document::entry_of(entries, suppliers.of_entry(entries, row), row)
    }

    /// An entry of this supplier.
    pub fn entry_of(entries: &Entries, supplier: u32, row: u32) -> Document {
        Unsplit::entry(entries, supplier, row).split()
    }

    /// The financial year it lies in, as far as is known.
    pub fn year(&self) -> i32 {
        let day = if self.day == Day::NONE { self.posting } else { self.day };
        if day == Day::NONE { 0 } else { day.financial_year_end() }
    }

    /// The number of an entry with its label.
    #[inline]
    pub fn raw(&self) -> Option<&Number> {
        self.other.as_ref().filter(|_| !self.amendment).map(|other| &other.0)
    }

    /// The number and the day of an amendment's original.
    #[inline]
    pub fn original(&self) -> Option<(&Number, Day)> {
        self.other.as_ref().filter(|_| self.amendment).map(|other| (&other.0, other.1))
    }

    /// What is equal for documents whose numbers may be N0 to N2 to each other.
    pub fn number_keys(&self, keys: &mut Vec<u64>) {
        keys.clear();
        let other = self.other.as_ref().map(|other| &other.0);
        for number in [Some(&self.number), other].into_iter().flatten() {
            number.written_keys(keys);
            if number.key() != 0 {
                keys.push(number.key());
            }
        }
        keys.sort_unstable();
        keys.dedup();
    }

    /// Whether two documents of one side are one document twice: same supplier, type, number, financial year and amounts.
    pub fn is_again(&self, other: &Document, tolerances: &Tolerances) -> bool {
        self.supplier == other.supplier
            && self.kind == other.kind
            && self.year() == other.year()
            && fields::amounts(&self.amounts, &other.amounts, tolerances) <= AmountLevel::Within
            && self.has_number_of(other)
    }

    /// Whether two documents of one side have one number (N0–N1), with or without a label.
    pub fn has_number_of(&self, other: &Document) -> bool {
        let one = |a: &Number, b: &Number| a.key() == b.key() && a.key() != 0;
        let raw = |document: &Document, number: &Number| document.raw().is_some_and(|raw| one(raw, number));
        one(&self.number, &other.number)
            || raw(self, &other.number)
            || raw(other, &self.number)
            || self.raw().is_some_and(|own| raw(other, own))
    }
}

/// What the columns have of a record or an entry. Its number is not split yet.
pub struct Unsplit<'b> {
    id: u32,
    supplier: u32,
    kind: EntryType,
    day: Day,
    posting: Day,
    amounts: Amounts,
    number: &'b str,
    damaged: bool,
    /// See [`Document::other`].
    other: Option<(&'b str, Day)>,
    amendment: bool,
}

impl<'b> Unsplit<'b> {
    /// A record of the book.
    #[inline]
    pub fn record(book: &'b Book, suppliers: &Suppliers, id: u32, section: Section, row: u32) -> Unsplit<'b> {
        let records = book.sheet(section).records();
        let amendment = section.is_amendment();
        Unsplit {
            id,
            supplier: suppliers.of_record(book, section, row),
            kind: fields::kind_of(section),
            day: records.days[row as usize],
            posting: Day::NONE,
            amounts: record_amounts(book, section, row),
            number: records.numbers.get(row),
            damaged: false,
            other: amendment.then(|| (records.original_numbers.get(row), records.original_days[row as usize])),
            amendment,
        }
    }

    /// An entry of this supplier.
    #[inline]
    pub fn entry(entries: &'b Entries, supplier: u32, row: u32) -> Unsplit<'b> {
        Unsplit {
            id: row,
            supplier,
            kind: entries.kind(row),
            day: entries.date(row),
            posting: entries.posting(row),
            amounts: entry_amounts(entries, row),
            number: entries.compared(row),
            damaged: entries.has(Mark::Damaged, row),
            other: has_label(entries, row).then(|| (entries.number(row), Day::NONE)),
            amendment: false,
        }
    }

    /// With its number split.
    pub fn split(self) -> Document {
        let mut number = Number::new(self.number);
        number.damaged = self.damaged;
        let other = self.other.map(|(number, day)| Box::new((Number::new(number), day)));
        let Unsplit { id, supplier, kind, day, posting, amounts, amendment, .. } = self;
        Document { id, supplier, kind, day, posting, amounts, number, other, amendment }
    }
}

/// What comparing a record with an entry came to.
#[derive(Clone, Copy, Debug)]
pub struct Compared {
    /// How far they agree.
    pub agreement: Agreement,
    /// What comparing their dates came to.
    pub dates: Dates,
    /// Their class.
    pub class: Class,
    /// They are of one supplier and type, and agree in number (N0–N2) and date (D0–D2).
    pub family: bool,
    /// Every head of tax is equal or within tolerance.
    pub tax_within: bool,
}

/// Compares a record with an entry.
pub fn compare(suppliers: &Suppliers, record: &Document, entry: &Document, tolerances: &Tolerances) -> Compared {
    let mut dates = fields::dates(record.day, entry.day, entry.posting, tolerances);
    let supplier = if record.supplier == entry.supplier {
        SupplierLevel::Same
    } else {
        fields::suppliers(suppliers.text(record.supplier), suppliers.text(entry.supplier))
    };
    let number = |number: &Number, day: Day| {
        let entry_day = if entry.day == Day::NONE { entry.posting } else { entry.day };
        fields::numbers(number, day, &entry.number, entry.raw(), entry_day)
    };
    let own = number(&record.number, record.day);
    let amended = record.original().is_some_and(|(original, day)| {
        let fits = fields::dates(day, entry.day, entry.posting, tolerances);
        let in_year = |dates: &Dates| dates.level <= DateLevel::Year;
        let fitting = (own.agrees() || number(original, day).agrees()) && (in_year(&dates) || in_year(&fits));
        if fitting && fits.level < dates.level {
            dates = fits;
        }
        fitting
    });
    let amounts = fields::amounts(&record.amounts, &entry.amounts, tolerances);
    let own_dates = if amended { fields::dates(record.day, entry.day, entry.posting, tolerances) } else { dates };
    let agreement = Agreement {
        supplier,
        same_kind: record.kind == entry.kind,
        number: own,
        date: own_dates.level,
        amounts,
        gross: is_gross(&record.amounts, &entry.amounts, tolerances),
        amended,
    };
    let class = class::of_pair(&agreement);
    let family =
        supplier == SupplierLevel::Same && agreement.same_kind && own.agrees() && own_dates.level <= DateLevel::Year;
    Compared {
        agreement,
        dates: if class == Class::Amended { dates } else { own_dates },
        class,
        family,
        tax_within: is_tax_within(&record.amounts, &entry.amounts, tolerances),
    }
}

/// The entry has no tax, though it is given, and its taxable value, or the value where that is not given, is the record's value.
fn is_gross(record: &Amounts, entry: &Amounts, tolerances: &Tolerances) -> bool {
    let no_tax = match entry.heads {
        Some(heads) => heads == [0; 4],
        None => entry.tax == Some(0),
    };
    let is_value = |amount: Option<i64>| match (record.value, amount) {
        (Some(value), Some(amount)) => tolerances.lets_pass(value, amount),
        _ => false,
    };
    // A taxable value that is given and differs has no tax inside: the tax may be in a column that is not known.
    no_tax && if entry.taxable.is_some() { is_value(entry.taxable) } else { is_value(entry.value) }
}

/// Every head of tax is within tolerance, whatever the taxable value.
fn is_tax_within(record: &Amounts, entry: &Amounts, tolerances: &Tolerances) -> bool {
    let tax_alone = |amounts: &Amounts| Amounts { taxable: None, value: None, ..*amounts };
    entry.tax.is_some() && fields::amounts(&tax_alone(record), &tax_alone(entry), tolerances) <= AmountLevel::Within
}

/// How far two documents differ: first in tax, then in taxable value, then in days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Distance {
    /// Paise of tax.
    pub tax: u64,
    /// Paise of taxable value.
    pub taxable: u64,
    /// Days.
    pub days: u32,
}

/// How a pair differs, for choosing between pairs.
pub fn apart(record: &Document, entry: &Document, dates: &Dates) -> Distance {
    Distance {
        tax: fields::tax_apart(&record.amounts, &entry.amounts),
        taxable: fields::taxable_apart(&record.amounts, &entry.amounts),
        days: dates.days,
    }
}

/// The day of an entry: that of its document, else that on which it was entered.
pub fn entry_day(entries: &Entries, row: u32) -> Day {
    match entries.date(row) {
        Day::NONE => entries.posting(row),
        day => day,
    }
}

/// The order of entries: by date, number, own voucher, amounts, then line.
pub fn entry_order(entries: &Entries, a: u32, b: u32) -> Ordering {
    let day = |row| entry_day(entries, row);
    let amounts = |row| EntrySum::ALL.map(|sum| entries.amount(sum, row));
    let folded = |row| entries.compared(row).trim().to_lowercase();
    day(a)
        .cmp(&day(b))
        .then_with(|| folded(a).cmp(&folded(b)))
        .then_with(|| entries.voucher(a).cmp(entries.voucher(b)))
        .then_with(|| amounts(a).cmp(&amounts(b)))
        .then_with(|| entries.first_line(a).cmp(&entries.first_line(b)))
        .then_with(|| a.cmp(&b))
}
