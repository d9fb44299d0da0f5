//! The JSON that scripts read, streamed: one object, written member by member.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::json;

use super::print;
use crate::book::{Action, Amount, Book, PortalError, Section};
use crate::exchange::decisions::Refused;
use crate::portal::keys;
use crate::rules::credit::{Credit, HeadSums, add, minus};
use crate::rules::{Finding, Findings, refused};
use crate::values::{Day, grouped, money};
use crate::view::suppliers::{SupplierLine, SupplierNumbers, all_lines, supplier_name};
use crate::work::Progress;

/// An object being written: members, and lists that are written element by element.
pub struct Object<'o> {
    out: &'o mut dyn Write,
    first: bool,
}

impl<'o> Object<'o> {
    /// Opens the object.
    pub fn open(out: &'o mut dyn Write) -> io::Result<Self> {
        out.write_all(b"{")?;
        Ok(Object { out, first: true })
    }

    fn name(&mut self, name: &str) -> io::Result<()> {
        let comma = if self.first { "" } else { "," };
        self.first = false;
        write!(self.out, "{comma}\"{name}\":")
    }

    /// Writes a member.
    pub fn member(&mut self, name: &str, value: &impl Serialize) -> io::Result<()> {
        self.name(name)?;
        print::json(self.out, value)
    }

    /// Writes a member that is a list.
    pub fn list<T: Serialize>(&mut self, name: &str, values: impl Iterator<Item = T>) -> io::Result<()> {
        self.name(name)?;
        self.out.write_all(b"[")?;
        for (i, value) in values.enumerate() {
            if i > 0 {
                self.out.write_all(b",")?;
            }
            print::json(self.out, &value)?;
        }
        self.out.write_all(b"]")
    }

    /// Closes the object.
    pub fn close(self) -> io::Result<()> {
        self.out.write_all(b"}\n")?;
        self.out.flush()
    }
}

/// One sheet as scripts read it.
#[derive(Serialize)]
pub struct SheetReport {
    section: String,
    /// Rows of all kinds.
    pub rows: u64,
    changed: u64,
    read_only: bool,
    actions: serde_json::Value,
    totals: serde_json::Value,
}

impl SheetReport {
    /// Counts and sums of a section's sheet.
    pub fn of(book: &Book, section: Section) -> SheetReport {
        let sheet = book.sheet(section);
        let rows = || (0..sheet.rows()).filter(|&row| sheet.in_force(row));
        let count = |action: Action| rows().filter(|&row| sheet.actions()[row as usize] == action).count();
        let sum = |amount: Amount| {
            let amounts = rows()
                .filter(|&row| !sheet.records().read_only(row))
                .map(|row| i128::from(sheet.records().amount(row, amount)));
            amounts.sum()
        };
        SheetReport {
            section: keys::section_key(section).to_owned(),
            rows: rows().count() as u64 + book.only_counted(section),
            changed: book.delta(section).count() as u64,
            read_only: false,
            actions: json!({"N": count(Action::NoAction), "A": count(Action::Accept), "R": count(Action::Reject), "P": count(Action::Pending)}),
            totals: totals(sum),
        }
    }

    /// All sheets: the eight sections, then those that are only shown.
    pub fn all(book: &Book) -> Vec<SheetReport> {
        let others = book.others().iter().map(|other| SheetReport {
            section: other.key.clone(),
            rows: other.spans.len() as u64 + other.only_counted,
            changed: 0,
            read_only: true,
            actions: json!({"N": 0, "A": 0, "R": 0, "P": 0}),
            totals: totals(|amount| other.sum(amount)),
        });
        Section::ALL.into_iter().map(|section| SheetReport::of(book, section)).chain(others).collect()
    }

    /// The sheet in a line for people.
    pub fn line(&self) -> String {
        let action = |letter: &str| self.actions[letter].to_string();
        let read_only = if self.read_only { "  read-only" } else { "" };
        format!(
            "{:<8} {:>9} rows  {:>9} no action  {:>9} accepted  {:>9} rejected  {:>9} pending  {:>9} changed  value {}{read_only}",
            self.section,
            self.rows,
            action("N"),
            action("A"),
            action("R"),
            action("P"),
            self.changed,
            self.totals["val"].as_str().unwrap_or("")
        )
    }
}

/// The sums of a sheet under the portal's names for invoices, whatever the section calls them.
fn totals(sum: impl Fn(Amount) -> i128) -> serde_json::Value {
    let sum = |amount| money::plain(sum(amount));
    json!({
        "val": sum(Amount::Value), "txval": sum(Amount::Taxable), "iamt": sum(Amount::Igst),
        "camt": sum(Amount::Cgst), "samt": sum(Amount::Sgst), "cess": sum(Amount::Cess),
    })
}

/// One supplier as scripts read it.
#[derive(Serialize)]
pub struct SupplierReport {
    stin: String,
    name: String,
    records: u32,
    actions: serde_json::Value,
    not_filed: u32,
    alerts: u32,
    portal_errors: u32,
    totals: serde_json::Value,
    figures: serde_json::Value,
}

/// What is added up of one supplier beside the line of the window.
#[derive(Clone, Default)]
struct SupplierSums {
    value: i128,
    as_it_stands: HeadSums,
    after: HeadSums,
}

impl SupplierReport {
    /// All suppliers with records, in the order in which they stand in the files.
    pub fn all(book: &Book, findings: &Findings, today: Day) -> Vec<SupplierReport> {
        let (numbers, credit) = (SupplierNumbers::of(book), Credit::new(book, today));
        let progress = Progress::default();
        let lines = all_lines(book, findings, &numbers, today, &progress).unwrap_or_default();
        let sums = numbers.gather(book, &progress, |sums: &mut SupplierSums, section, row| {
            let records = book.sheet(section).records();
            if !records.read_only(row) {
                let value = i128::from(records.amount(row, Amount::Value));
                sums.value += if section.is_credit_note() { -value } else { value };
            }
            let (as_it_stands, after) = credit.before_and_after(section, row);
            add(&mut sums.as_it_stands, as_it_stands);
            add(&mut sums.after, after);
        });
        let sums = sums.unwrap_or_default();
        let present = lines.each().filter(|(_, line)| line.records > 0);
        let with_sums = present.filter_map(|(supplier, line)| Some((supplier, line, sums.get(supplier)?)));
        with_sums.map(|(supplier, line, sums)| SupplierReport::of(book, &numbers, supplier, &line, sums)).collect()
    }

    fn of(
        book: &Book,
        numbers: &SupplierNumbers,
        supplier: u32,
        line: &SupplierLine,
        sums: &SupplierSums,
    ) -> SupplierReport {
        let [igst, cgst, sgst, cess] = line.heads.map(money::plain);
        SupplierReport {
            stin: numbers.gstin(book, supplier).into_owned(),
            name: supplier_name(book, line).to_owned(),
            records: line.records,
            actions: json!({
                "N": line.with(Action::NoAction), "A": line.with(Action::Accept), "R": line.with(Action::Reject),
                "P": line.with(Action::Pending),
            }),
            not_filed: line.not_filed,
            alerts: line.alerts,
            portal_errors: line.errors,
            totals: json!({
                "val": money::plain(sums.value), "txval": money::plain(line.taxable), "iamt": igst, "camt": cgst,
                "samt": sgst, "cess": cess,
            }),
            figures: json!({
                "as_it_stands": heads(sums.as_it_stands), "after": heads(sums.after),
                "difference": heads(minus(sums.after, sums.as_it_stands)),
            }),
        }
    }
}

/// Sums by head under the portal's names.
pub(super) fn heads(sums: HeadSums) -> serde_json::Value {
    let [igst, cgst, sgst, cess] = sums.map(money::plain);
    json!({"iamt": igst, "camt": cgst, "samt": sgst, "cess": cess})
}

/// A finding as scripts read it.
pub fn finding(book: &Book, finding: &Finding) -> serde_json::Value {
    let records = book.sheet(finding.section).records();
    json!({
        "section": keys::section_key(finding.section), "row": finding.row,
        "stin": records.suppliers.get(finding.row), "number": records.numbers.get(finding.row),
        "rule": finding.rule.name(), "weight": finding.weight.name(),
        "field": keys::field_name(finding.field, finding.section), "message": finding.message,
    })
}

/// A refused row of a decisions table as scripts read it.
pub fn refused(refused: &Refused) -> serde_json::Value {
    let record = Some(&refused.about).filter(|about| !about.is_empty());
    let reason = with_option(refused.reason.clone(), refused);
    json!({"line": refused.line, "record": record, "reason": reason, "rule": refused.rule.map(|r| r.name())})
}

/// The errors of the portal that are on no record, a line each; of very many only the first.
pub fn all_unmatched(book: &Book) -> impl Iterator<Item = String> + '_ {
    const MOST: usize = 100;
    let more = book.errors().unmatched().count().saturating_sub(MOST) as u64;
    let more = (more > 0).then(|| format!("… and {} more errors that fit no record", grouped(more)));
    book.errors().unmatched().take(MOST).map(unmatched).chain(more)
}

/// An error of the portal that is on no record, in a line.
fn unmatched(error: &PortalError) -> String {
    let PortalError { about, code, message, .. } = error;
    let words = format!("{about} {code} {message} {}", refused::hint(error));
    format!("Portal error that fits no record: {}", words.trim())
}

/// Which record is refused and why; where the rule only asks, with the option that says yes.
pub fn reason(refused: &Refused) -> String {
    with_option(refused.words(), refused)
}

fn with_option(words: String, refused: &Refused) -> String {
    match refused.rule.filter(|_| refused.asks) {
        Some(rule) => format!("{words} (confirm with --confirm {})", rule.name()),
        None => words,
    }
}
