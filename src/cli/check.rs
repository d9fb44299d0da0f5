//! `check`: reads, validates, prints sheets, counts and findings.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use super::print::{Lines, complain};
use super::report::{self, Object, SheetReport, SupplierReport};
use super::{Exit, Failure, in_line, is_standard, not_onto, open_with_errors, printed};
use super::{credit, decided};
use crate::book::{Book, Section};
use crate::portal::keys;
use crate::rules::actions::Rejected;
use crate::rules::{Case, Finding, Findings, RuleId, Weight};
use crate::values::{Day, Period, and_more, grouped, plural};

/// Options of `check`.
#[derive(clap::Args)]
pub struct CheckOptions {
    /// Portal files: .json or .zip; - is standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// An error file of the portal; may be given several times
    #[arg(long, value_name = "FILE")]
    errors: Vec<PathBuf>,
    /// Decisions to check with: a table (CSV), or a workbook of `export --decide` that came back
    #[arg(long, value_name = "CSV")]
    decisions: Option<PathBuf>,
    /// The GSTR-2B period being closed, MMYYYY; by the calendar if it is not given
    #[arg(long, value_name = "MMYYYY", value_parser = period)]
    period: Option<Period>,
    /// Prints one JSON object
    #[arg(long)]
    json: bool,
}

/// Reads a period as the portal writes it.
pub(super) fn period(text: &str) -> Result<Period, String> {
    Period::parse(text).ok_or_else(|| format!("{text}: not a period; write MMYYYY, such as 102026"))
}

/// How many findings of a rule are listed one by one.
const FIRST: usize = 10;

/// Runs `check`.
pub fn run(options: &CheckOptions) -> Result<Exit, Failure> {
    let read = || options.files.iter().chain(&options.errors).chain(&options.decisions);
    if read().filter(|path| is_standard(path)).count() > 1 {
        return Err(Failure("standard input can be only one of the files".into()));
    }
    not_onto(read())?;
    let mut book = open_with_errors(&options.files, &options.errors)?;
    let today = Day::today();
    book.facts.closing = options.period;
    let refused = match &options.decisions {
        Some(path) => decided::apply(&mut book, path, today)?,
        None => Vec::new(),
    };
    refused.iter().for_each(|refused| complain(&format!("line {}: {}", refused.line, report::reason(refused))));
    let mut out = BufWriter::new(io::stdout().lock());
    let blocked = printed(if options.json { json(&book, today, &mut out) } else { text(&book, today, &mut out) })?;
    printed(out.flush())?;
    Ok(if blocked || !refused.is_empty() { Exit::Refused } else { Exit::Done })
}

/// All findings of a book, sheet by sheet and row by row.
fn findings<'b>(book: &'b Book, rejected: &'b Rejected, today: Day) -> impl Iterator<Item = Finding> + 'b {
    Section::ALL.into_iter().flat_map(move |section| {
        let sheet = book.sheet(section);
        let rows = (0..sheet.rows()).filter(|&row| sheet.in_force(row));
        rows.flat_map(move |row| Case::standing(book, section, row, today).among(rejected).findings())
    })
}

fn json(book: &Book, today: Day, out: &mut dyn Write) -> io::Result<bool> {
    let mut blocked = false;
    let mut object = Object::open(out)?;
    object.member("rtin", &book.recipient.gstin())?;
    object.list("files", book.sources().list().iter().map(|s| &s.name))?;
    object.member("unmatched_errors", &book.errors().unmatched().count())?;
    object.list("sheets", SheetReport::all(book).iter())?;
    object.list("suppliers", SupplierReport::all(book, &Findings::of(book, today), today).iter())?;
    object.member("credit", &credit::report(book, today))?;
    object.list(
        "findings",
        findings(book, &Rejected::default(), today).map(|f| {
            blocked |= f.weight == Weight::Blocks;
            report::finding(book, &f)
        }),
    )?;
    object.list("notes", book.notes().iter())?;
    object.close()?;
    Ok(blocked)
}

fn text(book: &Book, today: Day, out: &mut dyn Write) -> io::Result<bool> {
    let mut out = Lines(out);
    out.line(format_args!("Recipient: {}", book.recipient.gstin().unwrap_or("not named by the file")))?;
    for sheet in SheetReport::all(book).iter().filter(|s| s.rows > 0) {
        out.line(sheet.line())?;
    }
    let mut by_rule: BTreeMap<(std::cmp::Reverse<Weight>, RuleId), (u64, Vec<Finding>)> = BTreeMap::new();
    for finding in findings(book, &Rejected::default(), today) {
        let (count, first) = by_rule.entry((std::cmp::Reverse(finding.weight), finding.rule)).or_default();
        *count += 1;
        if first.len() < FIRST {
            first.push(finding);
        }
    }
    for ((weight, rule), (count, first)) in &by_rule {
        let records = plural(*count, "record", "records");
        out.line("")?;
        out.line(format_args!("{}: {} {records} (rule {})", weight.0.name(), grouped(*count), rule.name()))?;
        for f in first {
            let records = book.sheet(f.section).records();
            let (supplier, number) = (records.suppliers.get(f.row), records.numbers.get(f.row));
            let (supplier, number, message) = (in_line(supplier), in_line(number), in_line(&f.message));
            let section = keys::section_key(f.section);
            out.line(format_args!("  {section} row {} {supplier} {number}: {message}", f.row))?;
        }
        if *count > FIRST as u64 {
            out.line(format_args!("  {}", and_more(count - FIRST as u64)))?;
        }
    }
    for line in report::all_unmatched(book) {
        out.line("")?;
        out.line(in_line(&line))?;
    }
    if !book.notes().is_empty() {
        out.line("")?;
        out.line("Problems in the file:")?;
    }
    for note in book.notes() {
        out.line(format_args!("  {note}"))?;
    }
    Ok(by_rule.keys().any(|(weight, _)| weight.0 == Weight::Blocks))
}
