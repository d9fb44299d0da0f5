//! What is counted and added up of one supplier.

use super::{BySupplier, SupplierNumbers};
use crate::book::{Action, Amount, Book, BySection, Filing, Heads, Records, Section, Sheet};
use crate::rules::credit::{Credit, HeadSums, OrdinaryRecords, sum};
use crate::rules::{Findings, RuleId, Weight};
use crate::values::Day;
use crate::values::exact_sums::ExactSums;
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

/// A line as it is kept of every supplier: there may be as many as records.
#[derive(Clone, Debug, Default)]
struct PackedLine {
    /// Taxable value, the heads, "If nothing more is done", "With your decisions".
    sums: ExactSums<7>,
    by_action: [u32; 5],
    not_filed: u32,
    alerts: u32,
    errors: u32,
    named: Option<(Section, u32)>,
}

impl PackedLine {
    fn unpacked(&self) -> SupplierLine {
        let [taxable, igst, cgst, sgst, cess, as_it_stands, after] = self.sums.all();
        SupplierLine {
            records: self.by_action.iter().sum(),
            by_action: self.by_action,
            not_filed: self.not_filed,
            alerts: self.alerts,
            errors: self.errors,
            taxable,
            heads: [igst, cgst, sgst, cess],
            as_it_stands,
            after,
            named: self.named,
        }
    }
}

/// The lines of all suppliers.
#[derive(Clone, Debug, Default)]
pub struct SupplierLines(BySupplier<PackedLine>);

impl SupplierLines {
    /// That of a supplier.
    #[inline]
    pub fn get(&self, supplier: u32) -> Option<SupplierLine> {
        self.0.get(supplier).map(PackedLine::unpacked)
    }

    /// All of them in the order of the numbers, those without records too.
    pub fn each(&self) -> impl Iterator<Item = (u32, SupplierLine)> {
        self.0.iter().map(|(supplier, line)| (supplier, line.unpacked()))
    }

    /// The suppliers that have records.
    pub(super) fn present(&self) -> Vec<u32> {
        let has_records = |line: &PackedLine| line.by_action.iter().any(|&count| count > 0);
        self.0.iter().filter(|(_, line)| has_records(line)).map(|(supplier, _)| supplier).collect()
    }
}

/// What the records of a section are asked for.
struct Asked<'a> {
    section: Section,
    sheet: &'a Sheet,
    records: &'a Records,
    findings: &'a Findings,
    ordinary: OrdinaryRecords<'a>,
}

impl Asked<'_> {
    /// Adds records to the lines of their suppliers: rows, each with the place of its line. What all of them give is found out first:
    /// the lines lie far from each other in memory, and the less is done between two, the more of them the processor fetches at once.
    fn add_all(&self, rows: &[(u32, u32)], lines: &mut [PackedLine]) {
        let given: Vec<Given> = rows.iter().map(|&(row, _)| self.given(row)).collect();
        for (&(row, place), given) in rows.iter().zip(given) {
            self.add(&mut lines[place as usize], row, given);
        }
    }

    #[inline(always)]
    fn add(&self, line: &mut PackedLine, row: u32, given: Given) {
        let (section, records, i) = (self.section, self.records, row as usize);
        line.by_action[self.sheet.actions()[i] as usize] += 1;
        line.not_filed += u32::from(records.filings[i] == Filing::NotFiled);
        if let Some(worst) = self.findings.worst(section, row) {
            line.alerts += u32::from(worst >= Weight::Warns);
            line.errors += u32::from(self.findings.has(section, row, RuleId::F7));
        }
        if line.named.is_none() && records.names.ids()[i] != 0 {
            line.named = Some((section, row));
        }
        if records.read_only(row) {
            return;
        }
        let taxable = records.amount(row, Amount::Taxable);
        let taxable = if section.is_credit_note() { -taxable } else { taxable };
        let [igst, cgst, sgst, cess] = self.ordinary.own(row);
        match given {
            Some([as_it_stands, after]) => line.sums.add([taxable, igst, cgst, sgst, cess, as_it_stands, after]),
            // One after the other.
            None => {
                line.sums.add([taxable, igst, cgst, sgst, cess, 0, 0]);
                let (as_it_stands, after) = self.ordinary.before_and_after(row);
                let both = as_it_stands.into_iter().zip(after);
                both.for_each(|(before, after)| line.sums.add([0, 0, 0, 0, 0, before, after]));
            }
        }
    }

    /// What a record gives, all heads together.
    #[inline(always)]
    fn given(&self, row: u32) -> Given {
        let (as_it_stands, after) = self.ordinary.before_and_after(row);
        Some([all_heads(as_it_stands)?, all_heads(after)?])
    }
}

/// What a record gives if nothing more is done and with the decisions made here; none where the heads of one record are more than 64
/// bits together.
type Given = Option<[i64; 2]>;

#[inline]
fn all_heads([igst, cgst, sgst, cess]: Heads) -> Option<i64> {
    igst.checked_add(cgst)?.checked_add(sgst)?.checked_add(cess)
}

/// The lines of all suppliers of a book, on a day; none if it was stopped on the way.
pub fn all_lines(
    book: &Book,
    findings: &Findings,
    numbers: &SupplierNumbers,
    day: Day,
    progress: &Progress,
) -> Option<SupplierLines> {
    let credit = Credit::new(book, day);
    let asked = BySection::of(|section| {
        let (sheet, ordinary) = (book.sheet(section), OrdinaryRecords::new(credit, section));
        Asked { section, sheet, records: sheet.records(), findings, ordinary }
    });
    let add = |section, rows: &[(u32, u32)], lines: &mut [PackedLine]| asked[section].add_all(rows, lines);
    numbers.gather_blocks(book, progress, add).map(SupplierLines)
}
