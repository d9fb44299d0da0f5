//! The answer to "ITC to be reduced?" that follows from the books, for credit notes.

use crate::book::{Answer, Book, EntrySum, EntryType, Heads, Mark, Returns, Section};
use crate::matching::agree::class::Class;
use crate::matching::result::Match;
use crate::rules::calendar;
use crate::values::{Day, Period};

/// An answer that the books propose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// The answer.
    pub answer: Answer,
    /// The remark that it needs, or nothing.
    pub remark: String,
    /// Someone should look before it is given.
    pub look: bool,
    /// The answer No, although the books and the portal do not agree on the amounts: what is true of one is not known to be true of
    /// the other, so it is shown and never given by itself.
    pub differs: bool,
}

/// What the books propose for a credit note of a match; none where nothing follows from them.
pub fn proposed(book: &Book, of: &Match, section: Section, row: u32, day: Day) -> Option<Proposed> {
    proposed_by(book, of, section, row, (day, book.match_settings().returns))
}

/// The same if purchase returns reduced the credit so.
pub fn proposed_by(
    book: &Book,
    of: &Match,
    section: Section,
    row: u32,
    (day, returns): (Day, Returns),
) -> Option<Proposed> {
    let (sheet, entries) = (book.sheet(section), book.register().entries());
    let asked = section.is_credit_note() && sheet.records().itc_open(section, row);
    let fits = of.class.is_pair() && !matches!(of.class, Class::Amended | Class::Gross);
    let notes = of.entries.iter().all(|&entry| entries.kind(entry) == EntryType::CreditNote);
    if !asked || !fits || of.entries.is_empty() || !notes {
        return None;
    }
    let month = of.entries.iter().filter_map(|&entry| month(book, entry)).min();
    let closing = calendar::closing(book, day);
    let earlier = month.filter(|&month| closed_with(book, month) < closing);
    let differs = || of.class == Class::Amounts || !agrees(book, of);
    let when_booked = returns == Returns::WhenBooked;
    let reduced_already = when_booked || earlier.is_some();
    if of.entries.iter().any(|&entry| entries.has(Mark::Ineligible, entry)) {
        let remark = match earlier {
            Some(month) => format!("Blocked credit, already reversed in Table 4(B)(1) of GSTR-3B of {month}"),
            None => "ITC not availed".to_owned(),
        };
        return Some(Proposed { answer: Answer::NO, remark, look: reduced_already, differs: differs() });
    }
    if reduced_already {
        let month = month.unwrap_or(closing);
        let remark = format!("ITC already reversed in GSTR-3B of {month}");
        return Some(Proposed { answer: Answer::NO, remark, look: true, differs: differs() });
    }
    let whole = |answer| Some(Proposed { answer, remark: String::new(), look: false, differs: false });
    let records = records_heads(book, of);
    let Some(booked) = booked_heads(book, of) else {
        return if agrees(book, of) { whole(Answer::FULL) } else { None };
    };
    if agrees(book, of) {
        return whole(Answer::FULL);
    }
    // Of several records it is not known which is reduced by how much.
    if of.records.len() > 1
        || (0..4).any(|head| booked[head] > records[head].saturating_add(book.match_settings().tolerance))
    {
        return None;
    }
    let heads: Heads = std::array::from_fn(|head| booked[head].clamp(0, records[head].max(0)));
    if heads == [0; 4] || (heads[1] != heads[2] && (heads[1], heads[2]) != (records[1], records[2])) {
        return None;
    }
    let remark = "ITC availed in part".to_owned();
    Some(Proposed { answer: Answer::part(heads), remark, look: false, differs: false })
}

/// Whether the tax of the books is that of the records, within tolerance: head by head, or as a whole where only that is given.
fn agrees(book: &Book, of: &Match) -> bool {
    let entries = book.register().entries();
    let (records, tolerance) = (records_heads(book, of), book.match_settings().tolerance.unsigned_abs());
    match booked_heads(book, of) {
        Some(booked) => (0..4).all(|head| records[head].abs_diff(booked[head]) <= tolerance),
        None => {
            let tax: Option<i64> = of.entries.iter().map(|&entry| entries.tax(entry)).sum();
            let of_records = records.iter().fold(0i64, |sum, &head| sum.saturating_add(head));
            tax.is_some_and(|tax| tax.abs_diff(of_records) <= tolerance)
        }
    }
}

/// The month of an entry: that in which it was entered, else that of its document.
fn month(book: &Book, entry: u32) -> Option<Period> {
    let entries = book.register().entries();
    let day = match entries.posting(entry) {
        Day::NONE => entries.date(entry),
        posting => posting,
    };
    (day != Day::NONE).then(|| Period::of(day))
}

/// The period with which a month is closed.
fn closed_with(book: &Book, month: Period) -> Period {
    if book.facts.qrmp { month.quarter_end() } else { month }
}

fn records_heads(book: &Book, of: &Match) -> Heads {
    let mut sum = [0; 4];
    for &(section, row) in &of.records {
        let heads = book.sheet(section).records().heads(row);
        sum.iter_mut().zip(heads).for_each(|(sum, head): (&mut i64, i64)| *sum = sum.saturating_add(head));
    }
    sum
}

/// The heads of the entries together; none where one gives only its whole tax, or none.
fn booked_heads(book: &Book, of: &Match) -> Option<Heads> {
    let (entries, mut sum) = (book.register().entries(), [0i64; 4]);
    for &entry in &of.entries {
        if !entries.has_heads(entry) {
            return None;
        }
        let heads = EntrySum::HEADS.map(|head| entries.sum(head, entry));
        sum.iter_mut().zip(heads).for_each(|(sum, head)| *sum = sum.saturating_add(head));
    }
    Some(sum)
}
