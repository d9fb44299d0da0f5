//! What is counted and added up of one supplier.

use super::{BySupplier, SupplierNumbers};
use crate::book::{Action, Amount, Book, Filing, Heads, Section};
use crate::rules::credit::{self, Credit, HeadSums, sum, total};
use crate::rules::{Findings, RuleId, Weight};
use crate::values::Day;
use crate::work::Progress;

/// What is counted and added up of one supplier, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupplierLine {
    /// Records in force, read-only ones included.
    pub records: u32,
    by_action: [u32; 5],
    /// Records of which its GSTR-1 is not filed.
    pub not_filed: u32,
    /// Records with alerts: what warns, asks or blocks.
    pub alerts: u32,
    /// Records with which the portal found something wrong.
    pub errors: u32,
    /// Taxable value, of credit notes negative. Records that cannot be read in full give nothing here and below.
    pub taxable: i128,
    /// IGST, CGST, SGST and cess, of credit notes negative.
    pub heads: HeadSums,
    /// "If nothing more is done", all heads together.
    pub as_it_stands: i128,
    /// "With your decisions".
    pub after: i128,
    /// Its first record that has a name.
    named: Option<(Section, u32)>,
}

impl SupplierLine {
    /// How many records have an action.
    pub fn with(&self, action: Action) -> u32 {
        self.by_action[action as usize]
    }

    /// "Change this month".
    pub fn change(&self) -> i128 {
        self.after - self.as_it_stands
    }

    /// Adds a record.
    pub fn add(&mut self, book: &Book, findings: &Findings, credit: &Credit, section: Section, row: u32) {
        let sheet = book.sheet(section);
        let (records, i) = (sheet.records(), row as usize);
        self.records += 1;
        self.by_action[sheet.actions()[i] as usize] += 1;
        self.not_filed += u32::from(records.filings[i] == Filing::NotFiled);
        if let Some(worst) = findings.worst(section, row) {
            self.alerts += u32::from(worst >= Weight::Warns);
            self.errors += u32::from(findings.has(section, row, RuleId::F7));
        }
        if self.named.is_none() && records.names.ids()[i] != 0 {
            self.named = Some((section, row));
        }
        if records.read_only(row) {
            return;
        }
        let sign = if section.is_credit_note() { -1 } else { 1 };
        self.taxable += i128::from(sign * records.amount(row, Amount::Taxable));
        let own = credit.own(section, row);
        credit::add(&mut self.heads, own);
        let (as_it_stands, after) = match credit.plain(section, row) {
            Some(plain) => (plain.given(own), plain.given(own)),
            None => credit.before_and_after(section, row),
        };
        let all_heads = |heads: Heads| total(heads.map(i128::from));
        self.as_it_stands += all_heads(as_it_stands);
        self.after += all_heads(after);
    }

    /// Adds another line.
    pub fn join(&mut self, other: &SupplierLine) {
        self.records += other.records;
        self.by_action.iter_mut().zip(other.by_action).for_each(|(count, more)| *count += more);
        self.not_filed += other.not_filed;
        self.alerts += other.alerts;
        self.errors += other.errors;
        self.taxable += other.taxable;
        self.heads = sum([self.heads, other.heads]);
        self.as_it_stands += other.as_it_stands;
        self.after += other.after;
        self.named = self.named.or(other.named);
    }
}

/// The name of a supplier, as its first record in force has it.
pub fn supplier_name<'b>(book: &'b Book, line: &SupplierLine) -> &'b str {
    line.named.map_or("", |(section, row)| book.sheet(section).records().names.get(row).trim())
}

/// The lines of all suppliers of a book, on a day; none if it was stopped on the way.
pub fn all_lines(
    book: &Book,
    findings: &Findings,
    numbers: &SupplierNumbers,
    day: Day,
    progress: &Progress,
) -> Option<BySupplier<SupplierLine>> {
    let credit = Credit::new(book, day);
    numbers.gather(book, progress, |line: &mut SupplierLine, section, row| {
        line.add(book, findings, &credit, section, row);
    })
}
