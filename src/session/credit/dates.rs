//! What ends when: the draft GSTR-2B, GSTR-3B, the last return for the credit of each year.

use crate::book::Book;
use crate::rules::calendar;
use crate::rules::credit::{CreditFigure, FigureSet, Sum};
use crate::values::{Day, Period, counted, grouped, plural};
use crate::view::credit::{CreditPage, CreditRecords};

/// A day, what ends on it, and for how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditDate {
    /// The day.
    pub day: Day,
    /// What is to be known of it.
    pub words: String,
    /// Whether the day is over.
    pub past: bool,
    /// The records that it is about, what they are called, and what they give.
    pub opens: Option<(Sum, CreditRecords, String)>,
}

/// What the figure beside a day is: of a document that is amended less may count.
const BY_DOCUMENTS: &str = "The figure is the tax on the documents.";

/// The days of a book, in order.
pub(super) fn of(book: &Book, day: Day, page: &CreditPage) -> Vec<CreditDate> {
    let closing = calendar::closing(book, day);
    let mut dates: Vec<CreditDate> =
        [draft(book, day, closing, page), gstr_3b(book, day, closing, page), pmt_06(book, day)]
            .into_iter()
            .flatten()
            .chain(page.last_returns.iter().filter_map(|(&last, sum)| last_return(book, day, closing, last?, sum)))
            .collect();
    dates.extend(past_notes(day, page));
    dates.extend(page.notes_until.range(day..).map(|(&until, sum)| notes(until, sum)));
    dates.sort_by_key(|date| date.day);
    dates.iter_mut().for_each(|date| date.past = day > date.day);
    dates
}

/// The draft GSTR-2B, which is no deadline.
fn draft(book: &Book, day: Day, closing: Period, page: &CreditPage) -> Option<CreditDate> {
    let drawn_up = calendar::gstr_2b_drawn_up(book, closing)?;
    let due = calendar::gstr_3b_due(book, closing).map_or_else(String::new, |due| format!(" (due {due})"));
    let deemed = page.of(CreditFigure::Deemed);
    let left = match deemed.records {
        0 => "Nothing is left without an action.".to_owned(),
        1 => "Left alone, 1 record counts as accepted.".to_owned(),
        n => format!("Left alone, {} records count as accepted.", grouped(n)),
    };
    let change = if day > drawn_up {
        "The draft GSTR-2B is there. After a change: upload, then recompute GSTR-2B"
    } else {
        "Draft GSTR-2B. If you change anything after it: upload, then recompute GSTR-2B"
    };
    let words = format!("{change}. You may change until you file GSTR-3B{due}. {left}");
    let which = CreditRecords::Figures(FigureSet::of(&[CreditFigure::Deemed]));
    let opens = (deemed.records > 0).then(|| (deemed, which, "Count as accepted".to_owned()));
    Some(CreditDate { day: drawn_up, words, past: false, opens })
}

/// GSTR-3B of the period, where no credit ends with it: else that line says it.
fn gstr_3b(book: &Book, day: Day, closing: Period, page: &CreditPage) -> Option<CreditDate> {
    if page.last_returns.contains_key(&Some(closing)) {
        return None;
    }
    let due = calendar::gstr_3b_due(book, closing)?;
    let words = format!("GSTR-3B of {} {} due.", calendar::period_in_words(book, closing), is_or_was(day, due));
    Some(CreditDate { day: due, words, past: false, opens: None })
}

/// Pending credit notes that may stay so for one period, by the day on which it ends.
fn notes(until: Day, sum: &Sum) -> CreditDate {
    let pending = counted(sum.records, "record", "records");
    let words = format!(
        "Credit notes may stay Pending for one period only, then they count in full: {pending} Pending. {BY_DOCUMENTS}"
    );
    let called = format!("Credit notes Pending until {until}");
    CreditDate { day: until, words, past: false, opens: Some((*sum, CreditRecords::NotesUntil(until, until), called)) }
}

/// Those for which that day is over, together: there may be some of many months.
fn past_notes(day: Day, page: &CreditPage) -> Option<CreditDate> {
    let past = || page.notes_until.range(..day);
    let (first, last) = (*past().next()?.0, *past().next_back()?.0);
    let mut sum = Sum::default();
    past().for_each(|(_, of_day)| sum.join(of_day));
    let pending = counted(sum.records, "record", "records");
    let them = plural(sum.records, "it", "them");
    let words = format!(
        "The one period that credit notes may stay Pending may be past: {pending} Pending. Accept or reject {them}. {BY_DOCUMENTS}"
    );
    let called = "Credit notes Pending too long".to_owned();
    Some(CreditDate {
        day: last,
        words,
        past: false,
        opens: Some((sum, CreditRecords::NotesUntil(first, last), called)),
    })
}

/// Who files by the quarter pays for its first two months by PMT-06, and has no GSTR-2B of them: the month that comes next, or the
/// one before until its GSTR-3B follows.
fn pmt_06(book: &Book, day: Day) -> Option<CreditDate> {
    let before = Period::of(day).plus(-1);
    let past = || Some((before, calendar::pmt_06_due(book, before)?));
    let (month, due) = calendar::next_pmt_06(book, day).or_else(past)?;
    let words = format!("PMT-06 for {month}. You file by the quarter (QRMP): there is no GSTR-2B of that month.");
    Some(CreditDate { day: due, words, past: false, opens: None })
}

fn is_or_was(day: Day, due: Day) -> &'static str {
    if day > due { "was" } else { "is" }
}

/// The last return for the credit of what is Pending of one year.
fn last_return(book: &Book, day: Day, closing: Period, last: Period, sum: &Sum) -> Option<CreditDate> {
    let due = calendar::gstr_3b_due(book, last)?;
    // The return of October is the last for the credit of the year that ended in March before it.
    let ends = Day::new(last.year(), 11, 30)?;
    let year = crate::values::day::financial_year(last.year());
    let (of, pending) = (calendar::period_in_words(book, last), counted(sum.records, "record", "records"));
    let words = if calendar::is_filed(book, last) {
        format!("Too late: GSTR-3B of {of}, the last return for credit of {year}, is filed. {pending} still Pending.")
    } else if day > ends {
        format!("Too late: the time for credit of {year} ended on {ends} by law. {pending} still Pending.")
    } else if day > due {
        format!(
            "GSTR-3B of {of}, the last return for credit of {year}, was due. {pending} Pending: the credit comes only if that \
             return is still unfiled. Accept, upload, recompute GSTR-2B, then file by {ends}."
        )
    } else if last == closing {
        format!(
            "GSTR-3B of {of} is due. Filing it is the last chance for credit of {year}: {pending} Pending (by law {ends}, \
             if you file later)."
        )
    } else {
        format!("Last return for credit of {year}: GSTR-3B of {of}. {pending} Pending (by law {ends}).")
    };
    let words = format!("{words} {BY_DOCUMENTS}");
    let called = format!("Pending, last return {of}");
    Some(CreditDate {
        day: due,
        words,
        past: false,
        opens: Some((*sum, CreditRecords::LastReturn(Some(last)), called)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_notes_pending_too_long_are_one_line_that_opens_all_of_them() {
        let on = |text| Day::parse(text).unwrap();
        let mut page = CreditPage::default();
        for (until, tax) in [("20-09-2026", -100), ("20-11-2026", -20), ("20-12-2026", -3)] {
            page.notes_until.entry(on(until)).or_default().add([tax, 0, 0, 0]);
        }
        let past = past_notes(on("29-11-2026"), &page).unwrap();
        let (sum, records, _) = past.opens.unwrap();
        assert_eq!((past.day, sum.records, sum.total()), (on("20-11-2026"), 2, -120));
        assert_eq!(records, CreditRecords::NotesUntil(on("20-09-2026"), on("20-11-2026")));
        assert_eq!(past_notes(on("20-09-2026"), &page), None, "on the day itself there is still time");
    }
}
