//! The calendar: which GSTR-2B a record belongs to, and when things fall due (rules/README.md, the calendar).

use crate::book::{Book, Form, Section};
use crate::values::{Day, Period, gstin, state};

/// What happens to a record on which nothing is decided when GSTR-2B is drawn up. The one constant that says so; source:
/// the portal's IMS advisory ("No action" records are deemed accepted). No official text sets another clock.
pub const NO_ACTION_MEANS: &str = "deemed accepted";

/// Day of the month on which GSTR-2B is drawn up.
pub const GSTR_2B_DAY: u32 = 14;
/// Day of the month on which a monthly filer's GSTR-3B is due.
pub const GSTR_3B_DAY: u32 = 20;
/// Days of the month until which suppliers file for the month before: GSTR-1 monthly, and IFF or GSTR-1 by the quarter.
pub const GSTR_1_DAY: u32 = 11;
/// See [`GSTR_1_DAY`].
pub const IFF_DAY: u32 = 13;
/// Day of the month on which a quarterly filer pays for each of the first two months of a quarter, by PMT-06.
pub const PMT_06_DAY: u32 = 25;

/// Pending is limited to one period for some records of GSTR-2B periods from this one on (rule A5).
pub fn pending_limited_from() -> Option<Period> {
    Period::new(2025, 10)
}

/// The GSTR-2B period of a record, as far as the file tells: the supplier's return period (reported in GSTR-1A: the one
/// after), else the document's month. A quarterly filer has one GSTR-2B a quarter, so it is the quarter's last month. An
/// estimate, as the day of filing is not in the file.
pub fn gstr_2b_period(book: &Book, section: Section, row: u32) -> Option<Period> {
    gstr_2b_month(book, section, row).map(|month| closed_with(book, month))
}

/// The same for a monthly filer, whatever the recipient is.
#[inline]
pub fn gstr_2b_month(book: &Book, section: Section, row: u32) -> Option<Period> {
    let records = book.sheet(section).records();
    let by_day = || Some(records.days[row as usize]).filter(|&day| day != Day::NONE).map(Period::of);
    let period = records.period(row).or_else(by_day)?;
    Some(if records.forms[row as usize] == Form::R1a { period.plus(1) } else { period })
}

/// The day on which the recipient's GSTR-3B of a period is due; for a quarterly filer, of the quarter it lies in.
pub fn gstr_3b_due(book: &Book, period: Period) -> Option<Day> {
    let period = closed_with(book, period);
    if let Some(moved) = book.facts.moved.get(&period).and_then(|days| days.gstr_3b) {
        return Some(moved);
    }
    if !book.facts.qrmp {
        return period.plus(1).day(GSTR_3B_DAY);
    }
    let state = book.recipient.gstin().filter(|g| gstin::well_formed(g)).and_then(|g| state::code(&g[..2]));
    period.plus(1).day(state::qrmp_due_day(state.unwrap_or(0)))
}

/// The period with which this one is closed: for a quarterly filer the last month of its quarter.
pub(super) fn closed_with(book: &Book, period: Period) -> Period {
    if book.facts.qrmp { period.quarter_end() } else { period }
}

/// The day on which the recipient's GSTR-2B of a period is drawn up; for a quarterly filer, of the quarter it lies in.
pub fn gstr_2b_drawn_up(book: &Book, period: Period) -> Option<Day> {
    let period = closed_with(book, period);
    let moved = book.facts.moved.get(&period).and_then(|days| days.gstr_2b);
    moved.or_else(|| period.plus(1).day(GSTR_2B_DAY))
}

/// The GSTR-2B period that is being closed: what the user says, else the last one until its GSTR-3B is due or filed.
pub fn closing(book: &Book, day: Day) -> Period {
    book.facts.closing.map_or_else(|| proposed(book, day), |period| closed_with(book, period))
}

fn proposed(book: &Book, day: Day) -> Period {
    let current = closed_with(book, Period::of(day));
    let last = before(book, current);
    let filed = is_filed(book, last);
    let over = gstr_3b_due(book, last).is_some_and(|due| day > due);
    if filed || over { current } else { last }
}

/// How many months one return of the recipient is for.
fn months(book: &Book) -> i32 {
    if book.facts.qrmp { 3 } else { 1 }
}

/// Whether the user says that GSTR-3B of this period, or of a later one, is filed.
pub fn is_filed(book: &Book, period: Period) -> bool {
    book.facts.last_3b.is_some_and(|last| closed_with(book, last) >= period)
}

/// The period of the return before this one.
pub fn before(book: &Book, period: Period) -> Period {
    closed_with(book, period).plus(-months(book))
}

/// The period of a return in words; a quarterly filer's is named by its first and last month.
pub fn period_in_words(book: &Book, period: Period) -> String {
    let last = closed_with(book, period);
    if book.facts.qrmp { format!("{}–{last}", last.plus(-2).month_name()) } else { last.to_string() }
}

/// Whether the recipient gets a GSTR-2B for this month: a quarterly filer has none for the first two months of a quarter.
pub fn has_gstr_2b(book: &Book, month: Period) -> bool {
    closed_with(book, month) == month
}

/// The day until which the recipient pays for a month by PMT-06; none where GSTR-3B follows it.
pub fn pmt_06_due(book: &Book, month: Period) -> Option<Day> {
    if has_gstr_2b(book, month) { None } else { month.plus(1).day(PMT_06_DAY) }
}

/// The month that is paid by PMT-06 next, or on this day, and until when: the month before until it is paid, then this one.
pub fn next_pmt_06(book: &Book, day: Day) -> Option<(Period, Day)> {
    let months = [Period::of(day).plus(-1), Period::of(day)];
    months.into_iter().find_map(|month| Some((month, pmt_06_due(book, month).filter(|due| *due >= day)?)))
}

/// The day from which on a download has all that suppliers file in time for a period; it moves with the day of GSTR-2B.
pub fn all_filed_from(book: &Book, period: Period) -> Option<Day> {
    gstr_2b_drawn_up(book, period).map(|drawn_up| Day(drawn_up.0 - 1))
}

/// The last day on which a record of this GSTR-2B period may be pending where one period is allowed: the due day of the
/// GSTR-3B of the period after its own (rule A5).
pub fn one_period_pending_ends(book: &Book, period: Period) -> Option<Day> {
    let next = if book.facts.qrmp { period.quarter_end().plus(3) } else { period.plus(1) };
    gstr_3b_due(book, next)
}

/// The day of the document that says until when the credit of a record can be taken: of an amendment its original's.
pub fn credit_document_day(book: &Book, section: Section, row: u32) -> Day {
    let records = book.sheet(section).records();
    let days = if section.is_amendment() { &records.original_days } else { &records.days };
    days.get(row as usize).copied().unwrap_or(Day::NONE)
}

/// The last day for credit on a document under section 16(4): 30 November after the end of its financial year.
pub fn section_16_4_ends(document: Day) -> Option<Day> {
    if document == Day::NONE { None } else { Day::new(document.financial_year_end(), 11, 30) }
}

/// The period of the last return in which the recipient can take the credit of a document (rule A6): GSTR-3B of October
/// after its financial year; quarterly, of July to September.
pub fn last_return_for_credit(book: &Book, document: Day) -> Option<Period> {
    let october = if document == Day::NONE { None } else { Period::new(document.financial_year_end(), 10) };
    // The quarter of October is due after 30 November.
    october.map(|october| if book.facts.qrmp { october.plus(-1) } else { october })
}

/// Whether the user says that this return is filed.
pub fn last_return_is_filed(book: &Book, document: Day) -> bool {
    last_return_for_credit(book, document).is_some_and(|period| is_filed(book, period))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_ends_on_the_thirtieth_of_november_after_the_year() {
        let ends = |text| section_16_4_ends(Day::parse(text).unwrap()).unwrap().to_string();
        assert_eq!(ends("31-03-2026"), "30-11-2026");
        assert_eq!(ends("01-04-2026"), "30-11-2027");
        assert_eq!(section_16_4_ends(Day::NONE), None);
    }
}
