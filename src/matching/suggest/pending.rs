//! Until when a record can be kept pending, for what is suggested (rules A1, A5 and A6).

use crate::book::{Book, Section};
use crate::rules::calendar;
use crate::values::{Day, Period};

/// Whether keeping a record pending now would lose its credit: the portal blocks it, or its time ends before the next GSTR-2B.
pub fn is_lost(book: &Book, section: Section, row: u32, today: Day) -> bool {
    let records = book.sheet(section).records();
    let closing = calendar::closing(book, today);
    if records.pending_blocked(row) {
        return true;
    }
    let document = calendar::credit_document_day(book, section, row);
    if limited_to_one_period(section) {
        // May be one period: kept longer, it counts as accepted.
        let period = calendar::gstr_2b_period(book, section, row);
        return period.is_some_and(|period| Some(period) >= calendar::pending_limited_from() && period < closing);
    }
    ends(book, document, closing, today)
}

/// Rule A5 speaks of credit notes and amendments.
fn limited_to_one_period(section: Section) -> bool {
    section.is_credit_note() || section.is_amendment()
}

/// Rule A6: from the closing of the last GSTR-2B of the year on.
fn ends(book: &Book, document: Day, closing: Period, today: Day) -> bool {
    let last = calendar::last_return_for_credit(book, document);
    let by_law = calendar::section_16_4_ends(document);
    last.is_some_and(|last| closing >= last)
        || calendar::last_return_is_filed(book, document)
        || by_law.is_some_and(|end| today > end || Period::of(today) == Period::of(end))
}
