//! The lists of suppliers on the summary: of whom something is rejected or Pending, with documents and reasons. No reason is cut:
//! where there is no room for a supplier it is counted with the others, who are in the working paper.

use std::collections::BTreeMap;

use super::fit;
use super::gathered::OfSupplier;
use super::html::{Page, PaperRow, numbers, row, sum_row, words};
use super::sums::count;
use crate::rules::credit::{NowAndBefore, Sum};
use crate::values::{counted, grouped, money};

/// The parts of the page that the columns of words have.
const NAME: u8 = 22;
const DOCUMENTS: u8 = 24;
const REASON: u8 = 27;
/// Where more is found.
const WORKING: &str = "see the working paper";

/// A list of suppliers, each with its words.
pub(super) struct SuppliersOnPaper<'a> {
    list: &'a [OfSupplier],
    lines: Vec<SupplierLine>,
}

struct SupplierLine {
    name: String,
    documents: String,
    reasons: String,
    /// In quarters of a line.
    height: usize,
}

impl SupplierLine {
    fn new(name: String, documents: String, reasons: String) -> SupplierLine {
        let cells = [(&name, NAME), (&documents, DOCUMENTS), (&reasons, REASON)];
        let lines = cells.into_iter().map(|(text, percent)| fit::in_column(text, percent)).max().unwrap_or(1);
        SupplierLine { name, documents, reasons, height: fit::height(lines) }
    }
}

impl SuppliersOnPaper<'_> {
    /// Of suppliers, the largest first.
    pub fn of(list: &[OfSupplier]) -> SuppliersOnPaper<'_> {
        let mut of_name: BTreeMap<&str, u32> = BTreeMap::new();
        list.iter().for_each(|supplier| *of_name.entry(supplier.name.as_str()).or_default() += 1);
        let line = |supplier: &OfSupplier| {
            let alone = of_name.get(supplier.name.as_str()) == Some(&1);
            SupplierLine::new(name(supplier, alone), documents(supplier), reasons(supplier))
        };
        SuppliersOnPaper { list, lines: list.iter().map(line).collect() }
    }

    /// How much of the page all of them take, in quarters of a line.
    pub fn height(&self) -> usize {
        self.lines.iter().map(|line| line.height).sum()
    }

    /// Writes as many as there is room for, in quarters of a line.
    pub fn write(&self, page: &mut Page, title: &str, room: usize, (sums, notes): (&NowAndBefore, &Sum)) {
        page.element("h2", "", title);
        if self.list.is_empty() {
            page.element("p", "small", "None.");
            return;
        }
        let columns = [
            words("Supplier", NAME),
            words("Documents", DOCUMENTS),
            words("Reason", REASON),
            numbers("Now", 5),
            numbers("Before", 6),
            numbers("All", 5),
            numbers("Tax", 11),
        ];
        let counts = |now, before, tax| [count(now), count(before), count(now + before), money::indian(tax)];
        let mut rows: Vec<PaperRow> = Vec::new();
        let mut used = 0;
        for (supplier, line) in self.list.iter().zip(&self.lines) {
            // The largest is named whatever its reasons are.
            let first = rows.is_empty() && line.height > room;
            if used + line.height > room && !first {
                break;
            }
            used += if first { fit::height(1) } else { line.height };
            let reasons = if first { WORKING } else { &line.reasons };
            let words = [line.name.clone(), line.documents.clone(), reasons.to_owned()];
            rows.push(row(words.into_iter().chain(counts(supplier.now, supplier.before, supplier.tax))));
        }
        let rest = self.list.get(rows.len()..).unwrap_or_default();
        if !rest.is_empty() {
            let sum = |of: fn(&OfSupplier) -> u64| rest.iter().map(of).sum::<u64>();
            let others = counted(rest.len() as u64, "other supplier", "other suppliers");
            let words = [others, WORKING.to_owned(), String::new()];
            let tax = rest.iter().map(|supplier| supplier.tax).sum();
            rows.push(row(words.into_iter().chain(counts(sum(|s| s.now), sum(|s| s.before), tax))));
        }
        rows.push(all_of_them(sums, notes, counts(sums.now.records, sums.before.records, sums.all().total())));
        page.table(&columns, &rows);
    }
}

fn all_of_them(sums: &NowAndBefore, notes: &Sum, counts: [String; 4]) -> PaperRow {
    let of_notes = match notes.records {
        0 => String::new(),
        n => format!(" ({} {})", counted(n, "credit note", "credit notes"), money::indian(notes.total())),
    };
    let each = [("now", &sums.now, of_notes.as_str()), ("on the portal before", &sums.before, "")];
    let each = each.into_iter().filter(|(_, sum, _)| sum.records > 0);
    let each: Vec<String> =
        each.map(|(name, sum, notes)| format!("{name} {}{notes}", money::indian(sum.total()))).collect();
    let words = ["All".to_owned(), each.join(" · ")];
    PaperRow { joined: 2, ..sum_row(words.into_iter().chain(counts)) }
}

/// The supplier's name; with the code of its state where the list has more than one of this name.
fn name(supplier: &OfSupplier, alone: bool) -> String {
    match supplier.gstin.get(..2).filter(|_| !alone) {
        _ if supplier.name.is_empty() => supplier.gstin.clone(),
        Some(state) => format!("{} · {state}", supplier.name),
        None => supplier.name.clone(),
    }
}

fn documents(supplier: &OfSupplier) -> String {
    let all = supplier.numbers.len();
    let two = supplier.numbers.iter().take(2).map(|number| number.chars().count()).sum::<usize>() <= 20;
    let first = supplier.numbers.iter().take(if two { 2 } else { 1 }).cloned().collect::<Vec<_>>();
    match all - first.len() {
        0 => first.join(", "),
        more => format!("{} and {} more", first.join(", "), grouped(more as u64)),
    }
}

/// The reasons, most frequent first, each with how many it is of and none cut; where they are many the rest is counted.
fn reasons(supplier: &OfSupplier) -> String {
    /// All of them together.
    const TOGETHER: usize = 90;
    let mut reasons: Vec<(&String, &u64)> = supplier.reasons.iter().collect();
    reasons.sort_by_key(|(_, records)| std::cmp::Reverse(**records));
    if let [(one, _)] = reasons.as_slice() {
        return (*one).clone();
    }
    let mut text = String::new();
    for (place, (reason, records)) in reasons.iter().enumerate() {
        let one = format!("{reason} {}", grouped(**records));
        if place > 0 && text.chars().count() + one.chars().count() > TOGETHER {
            let others: u64 = reasons.iter().skip(place).map(|(_, records)| **records).sum();
            return format!("{text}, and {} more: {WORKING}", grouped(others));
        }
        text += if place > 0 { ", " } else { "" };
        text += &one;
    }
    text
}
