//! What is due for a recipient on a day, from the return settings alone: the same calendar as that of an open book.

use crate::book::{Book as OpenBook, Facts, NewBook};
use crate::rules::calendar;
use crate::values::{Day, Period};

/// A due date within this number of days is near.
const NEAR: i32 = 3;

/// The days of a recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientTimes {
    /// The day by which they are.
    pub day: Day,
    /// Files by the quarter.
    pub quarterly: bool,
    /// The GSTR-2B period that is being closed.
    pub closing: Period,
    /// When its GSTR-2B is drawn up.
    pub drawn_up: Day,
    /// Until when its GSTR-3B is due.
    pub due: Day,
    /// Until when the GSTR-3B before was due.
    pub due_before: Day,
    /// In the first two months of a quarter: until when PMT-06 is paid.
    pub pmt_06: Option<Day>,
    /// From which day on a download has all that monthly filers report, and all others too.
    pub filed_from: [Day; 2],
}

impl ClientTimes {
    /// Those of a recipient.
    pub fn of(gstin: Option<&str>, facts: &Facts, day: Day) -> ClientTimes {
        // The calendar asks a book; one without records will do.
        let mut book = OpenBook::new(NewBook::default());
        book.facts = facts.clone();
        book.recipient.typed = gstin.map(str::to_owned);
        let closing = calendar::closing(&book, day);
        // Those of a quarter that is not being closed yet do not count.
        let paid = calendar::next_pmt_06(&book, day).filter(|(month, _)| month.quarter_end() == closing);
        let pmt_06 = paid.map(|(_, due)| due);
        // Where there is no GSTR-2B this month, its month counts: suppliers report for it all the same.
        let filed = match paid {
            Some((month, _)) => month.plus(1).day(calendar::IFF_DAY),
            None => calendar::all_filed_from(&book, closing),
        };
        let filed = filed.unwrap_or(Day::NONE);
        let days = (calendar::IFF_DAY - calendar::GSTR_1_DAY) as i32;
        ClientTimes {
            day,
            quarterly: facts.qrmp,
            closing,
            drawn_up: calendar::gstr_2b_drawn_up(&book, closing).unwrap_or(Day::NONE),
            due: calendar::gstr_3b_due(&book, closing).unwrap_or(Day::NONE),
            due_before: calendar::gstr_3b_due(&book, calendar::before(&book, closing)).unwrap_or(Day::NONE),
            pmt_06,
            filed_from: [Day(filed.0.saturating_sub(days)), filed],
        }
    }

    /// What comes next: the day, what it is, and whether it is near.
    pub fn next(&self) -> (Day, &'static str, bool) {
        let (day, what) = match self.pmt_06 {
            Some(due) if due < self.drawn_up => (due, "PMT-06"),
            _ if self.day <= self.drawn_up => (self.drawn_up, "draft GSTR-2B"),
            _ => (self.due, "GSTR-3B"),
        };
        (day, what, (self.day.0..=self.day.0.saturating_add(NEAR)).contains(&day.0))
    }

    /// `20-11 · 4 days`; in the first two months of a quarter `GSTR-2B 14-01 · PMT-06 25-11`.
    pub fn in_words(&self) -> String {
        if let Some(due) = self.pmt_06 {
            return format!("GSTR-2B {} · PMT-06 {}", short(self.drawn_up), short(due));
        }
        let (day, _, _) = self.next();
        let left = match day.0.saturating_sub(self.day.0) {
            ..0 => "over".to_owned(),
            0 => "today".to_owned(),
            1 => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        format!("{} · {left}", short(day))
    }

    /// Why a download of this moment (seconds since 1970) should be made again: it may lack what suppliers filed later.
    pub fn too_early(&self, downloaded: u64) -> Option<&'static str> {
        let made = Day::in_india(downloaded);
        let [monthly, all] = self.filed_from;
        let misses = |from: Day| downloaded > 0 && made < from && self.day >= from;
        if misses(monthly) { Some("before the 11th") } else { misses(all).then_some("before the 13th") }
    }
}

/// `20-11`.
pub(super) fn short(day: Day) -> String {
    day.to_string().chars().take(5).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(day: &str, qrmp: bool) -> ClientTimes {
        let facts = Facts { qrmp, ..Facts::default() };
        ClientTimes::of(Some("27AAAAA0000A1Z2"), &facts, Day::parse(day).unwrap())
    }

    /// 10 November 2026, 12:00 in India, and a number of days later.
    fn noon(days: u64) -> u64 {
        1_794_292_200 + days * 86_400
    }

    #[test]
    fn what_is_due_next_goes_with_the_day() {
        assert_eq!(times("11-11-2026", false).in_words(), "14-11 · 3 days");
        assert_eq!(times("14-11-2026", false).in_words(), "14-11 · today");
        assert_eq!(times("16-11-2026", false).in_words(), "20-11 · 4 days");
        assert_eq!(times("19-11-2026", false).in_words(), "20-11 · 1 day");
        assert_eq!(times("21-11-2026", false).in_words(), "14-12 · 23 days");
        assert!(times("17-11-2026", false).next().2 && !times("16-11-2026", false).next().2);
    }

    #[test]
    fn who_files_by_the_quarter_pays_by_pmt_06_in_its_first_two_months() {
        assert_eq!(times("16-11-2026", true).in_words(), "GSTR-2B 14-01 · PMT-06 25-11");
        assert_eq!(times("16-12-2026", true).in_words(), "GSTR-2B 14-01 · PMT-06 25-12");
        assert_eq!(times("29-11-2026", true).in_words(), "GSTR-2B 14-01 · PMT-06 25-12", "October is paid");
        assert_eq!(times("28-12-2026", true).in_words(), "14-01 · 17 days");
        assert_eq!(times("16-01-2027", true).in_words(), "22-01 · 6 days");
        assert_eq!(times("23-01-2027", true).in_words(), "GSTR-2B 14-04 · PMT-06 25-02");
        assert_eq!(times("17-11-2026", true).next(), (Day::parse("25-11-2026").unwrap(), "PMT-06", false));
    }

    #[test]
    fn a_download_is_too_early_only_once_a_later_one_would_have_more() {
        assert_eq!(Day::in_india(noon(0)).to_string(), "10-11-2026");
        assert_eq!(times("10-11-2026", false).too_early(noon(0)), None, "there is no better one yet");
        assert_eq!(times("11-11-2026", false).too_early(noon(0)), Some("before the 11th"));
        assert_eq!(times("16-11-2026", false).too_early(noon(2)), Some("before the 13th"));
        assert_eq!(times("16-11-2026", false).too_early(noon(3)), None);
        assert_eq!(times("16-11-2026", false).too_early(0), None, "of which it is not known when it was made");
        assert_eq!(times("16-11-2026", true).too_early(noon(0)), Some("before the 11th"));
    }
}
