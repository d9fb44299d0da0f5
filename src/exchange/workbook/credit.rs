//! The page *Credit* as a sheet: the figures with the reasons of the change, what is beside them, what ends when, what does not come
//! and of whom, and what came of the decisions in the portal's GSTR-2B.

use super::look::Holds;
use super::new::NewColumn;
use super::tables::{CellValue, SmallTable};
use crate::book::{Book, HEADS};
use crate::rules::calendar;
use crate::rules::credit::{CreditFigure, Sum, change_called, counted_past, this_time, total, waiting};
use crate::values::Day;
use crate::view::credit::{CreditPage, CreditWalk, NotComing};
use crate::view::suppliers::SupplierNumbers;
use crate::work::Progress;

/// The sheet; `gstr_2b`: what came of the decisions in the portal's GSTR-2B, where one is beside them.
pub fn credit(book: &Book, day: Day, gstr_2b: Option<&str>) -> SmallTable {
    let numbers = SupplierNumbers::of(book);
    let page = CreditWalk::new(book, day, &numbers, None).page(&Progress::default()).unwrap_or_default();
    let mut columns = vec![
        NewColumn::new("ITC in GSTR-2B (this file only)", 52, Holds::Text),
        NewColumn::new("Records", 11, Holds::Count),
    ];
    columns.extend(HEADS.into_iter().chain(["Total"]).map(|title| NewColumn::new(title, 16, Holds::Amount)));
    let mut rows = figures(book, &page);
    let said = waiting(book, day, &page.figures).into_iter().chain(counted_past(book, day, &page.figures));
    rows.extend(said.chain(gstr_2b.map(str::to_owned)).map(|words| vec![CellValue::Text(words)]));
    rows.extend(beside(&page));
    rows.extend(dates(book, day, &page));
    for supplier in &page.not_coming {
        let gstin = numbers.gstin(book, supplier.supplier);
        for why in NotComing::ALL {
            let words =
                format!("Not coming {}: {} {gstin}, {}", this_time(book.facts.qrmp), supplier.name(book), why.words());
            rows.extend(some(&words, &supplier.parts[why as usize]));
        }
    }
    SmallTable { name: "Credit".to_owned(), columns, rows }
}

fn line(name: &str, records: Option<u64>, heads: [i128; 4]) -> Vec<CellValue> {
    let first = [CellValue::Text(name.to_owned()), records.map_or(CellValue::Empty, CellValue::Count)];
    first.into_iter().chain(heads.into_iter().chain([total(heads)]).map(CellValue::Amount)).collect()
}

/// A line, if it has any records.
fn some(name: &str, sum: &Sum) -> Option<Vec<CellValue>> {
    (sum.records > 0).then(|| line(name, Some(sum.records), sum.heads))
}

/// The three figures, and the change by its reasons.
fn figures(book: &Book, page: &CreditPage) -> Vec<Vec<CellValue>> {
    let figures = &page.figures;
    let mut rows = vec![line("If nothing more is done", None, figures.as_it_stands)];
    rows.extend(CreditFigure::REASONS.iter().filter_map(|reason| some(reason.words(), &page.of(*reason))));
    rows.push(line(change_called(book.facts.qrmp), None, figures.difference()));
    rows.push(line("With your decisions", None, figures.after));
    rows.push(line("GSTR-3B 4(A)(5) All other ITC, once uploaded", None, figures.after));
    let past = [CreditFigure::CountedPast, CreditFigure::CountedOver];
    rows.extend(past.iter().filter_map(|figure| some(figure.words(), &page.of(*figure))));
    rows
}

/// What is in none of the figures.
fn beside(page: &CreditPage) -> Vec<Vec<CellValue>> {
    let figures = &page.figures;
    let beside = [
        ("Not in these figures: rejected now", &figures.rejected.now),
        ("Not in these figures: rejected on the portal before", &figures.rejected.before),
        ("Not in these figures: Pending now", &figures.pending.now),
        ("Not in these figures: Pending on the portal before", &figures.pending.before),
        ("Not in these figures: supplier's GSTR-1 not filed", &figures.not_filed),
        ("Not in these figures: amendments to check", &figures.to_check),
        ("Not in these figures: next GSTR-2B", &figures.next),
    ];
    let rows = beside.into_iter().filter_map(|(name, sum)| some(name, sum));
    rows.chain(some("Tax added to suppliers by rejected credit notes", &page.of(CreditFigure::RejectedNotes))).collect()
}

/// The draft GSTR-2B, GSTR-3B, and the last returns for what is Pending.
fn dates(book: &Book, day: Day, page: &CreditPage) -> Vec<Vec<CellValue>> {
    let closing = calendar::closing(book, day);
    let period = calendar::period_in_words(book, closing);
    let past = |date: Day| if day > date { " (past)" } else { "" };
    let mut rows = Vec::new();
    if let Some(date) = calendar::gstr_2b_drawn_up(book, closing) {
        let deemed = page.of(CreditFigure::Deemed);
        let name = format!("{date}{}: draft GSTR-2B of {period}; left alone these count as accepted", past(date));
        rows.push(line(&name, Some(deemed.records), deemed.heads));
    }
    if let Some(date) = calendar::gstr_3b_due(book, closing) {
        rows.push(vec![CellValue::Text(format!("{date}{}: GSTR-3B of {period} is due", past(date)))]);
    }
    for (last, sum) in &page.last_returns {
        let due = last.and_then(|last| Some((last, calendar::gstr_3b_due(book, last)?)));
        rows.extend(due.map(|(last, date)| {
            let last = calendar::period_in_words(book, last);
            let name = format!(
                "{date}{}: GSTR-3B of {last}, the last return for these Pending records, tax on the documents",
                past(date)
            );
            line(&name, Some(sum.records), sum.heads)
        }));
    }
    rows
}
