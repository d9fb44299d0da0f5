//! Whether the credit of a document can still wait: until its last return, and until the end that the law sets (rules/README.md, the
//! calendar). What is past its last return is never said to be merely waiting.

use crate::book::Book;
use crate::rules::calendar;
use crate::values::{Day, Period};

/// How much time there is for the credit of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum CreditTime {
    /// A later return can take it too.
    #[default]
    InTime,
    /// The return that is being closed is the last one for it, and is not past due.
    LastReturn,
    /// Its last return comes before the one being closed, or is past due: the credit comes only if that return is not filed yet.
    Past,
    /// Its last return is filed, or the time set by law is over.
    Over,
}

/// The times of all documents on a day. It is known by the financial year alone, so that three days part them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CreditTimes {
    /// Documents until this day, and not of one of the days below, have their last return now. None of these days: all are in time.
    last: Option<Day>,
    past: Option<Day>,
    over: Option<Day>,
}

impl CreditTimes {
    /// Those of a book on a day, in the GSTR-2B of a period.
    pub fn new(book: &Book, day: Day, closing: Period) -> CreditTimes {
        let last = |year| last_return(book, year);
        // The last year of which something holds is this one, or the one before.
        let until = |year: i32, holds: bool| if holds { year } else { year - 1 };
        let this = day.ymd().0;
        let by_law = until(this, law_ends(this).is_some_and(|ends| day > ends));
        let filed = book.facts.last_3b.map(|of| of.year());
        let filed = filed.map(|year| until(year, last(year).is_some_and(|last| calendar::is_filed(book, last))));
        let over = filed.map_or(by_law, |filed| filed.max(by_law));
        let due = last(this).and_then(|last| calendar::gstr_3b_due(book, last));
        let due = until(this, due.is_some_and(|due| day > due));
        let before = until(closing.year(), last(closing.year()).is_some_and(|last| last < closing));
        let past = over.max(due).max(before);
        let now = until(closing.year(), last(closing.year()) == Some(closing)).max(past);
        let march = |year| Day::new(year, 3, 31);
        CreditTimes { last: march(now), past: march(past), over: march(over) }
    }

    /// How much time there is for the credit of a document of this day; of one without a date that is not known.
    #[inline]
    pub fn of(&self, document: Day) -> CreditTime {
        let by = |until: Option<Day>| until.is_some_and(|until| document <= until);
        match () {
            () if document == Day::NONE || !by(self.last) => CreditTime::InTime,
            () if by(self.over) => CreditTime::Over,
            () if by(self.past) => CreditTime::Past,
            () => CreditTime::LastReturn,
        }
    }

    /// The return that must not be filed yet for the credit of what is past, and the end by law.
    pub fn of_past(&self, book: &Book) -> Option<(Period, Day)> {
        let year = self.past.filter(|_| self.past != self.over)?.ymd().0;
        Some((last_return(book, year)?, law_ends(year)?))
    }
}

/// The last return for the credit of the year that ends in March of this one.
fn last_return(book: &Book, year: i32) -> Option<Period> {
    calendar::last_return_for_credit(book, Day::new(year, 3, 31)?)
}

/// The end that the law sets for it.
fn law_ends(year: i32) -> Option<Day> {
    calendar::section_16_4_ends(Day::new(year, 3, 31)?)
}
