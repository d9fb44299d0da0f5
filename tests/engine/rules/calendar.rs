//! The calendar over all months: monthly recipients, and those who file by the quarter (QRMP).

use super::*;
use crate::common::book;
use ims_desk::rules::calendar::*;
use ims_desk::values::Period;

fn filer(qrmp: bool) -> Book {
    let mut book = book(&[]);
    book.facts.qrmp = qrmp;
    book
}

fn months() -> impl Iterator<Item = Period> {
    let first = Period::new(2025, 4);
    (0..36).filter_map(move |n| Some(first?.plus(n)))
}

#[test]
fn a_monthly_recipient_has_a_gstr_2b_for_every_month_and_pays_with_gstr_3b() {
    let book = filer(false);
    for month in months() {
        assert!(has_gstr_2b(&book, month));
        assert_eq!(pmt_06_due(&book, month), None);
        assert_eq!(gstr_2b_drawn_up(&book, month), month.plus(1).day(14));
        assert_eq!(gstr_3b_due(&book, month), month.plus(1).day(20));
        assert_eq!(all_filed_from(&book, month), month.plus(1).day(IFF_DAY));
        assert_eq!(period_in_words(&book, month), month.to_string());
    }
}

#[test]
fn a_quarterly_recipient_has_one_gstr_2b_a_quarter_and_pays_two_months_by_pmt_06() {
    let mut book = filer(true);
    for (state, day) in [("27", 22), ("07", 24)] {
        book.recipient.content = Some(format!("{state}AAAAA0000A1Z2"));
        for month in months() {
            let last_of_quarter = month.month() % 3 == 0;
            assert_eq!(has_gstr_2b(&book, month), last_of_quarter, "{month}");
            let pays = if last_of_quarter { None } else { month.plus(1).day(25) };
            assert_eq!(pmt_06_due(&book, month), pays, "{month}");
            assert_eq!(gstr_2b_drawn_up(&book, month), month.quarter_end().plus(1).day(14));
            assert_eq!(gstr_3b_due(&book, month), month.quarter_end().plus(1).day(day));
        }
    }
    let august = Period::new(2026, 8).unwrap();
    assert_eq!(period_in_words(&book, august), "July–September 2026");
}

#[test]
fn the_period_being_closed_is_the_last_one_until_its_gstr_3b_is_due_or_filed() {
    for (qrmp, on, due) in [
        (false, "20-11-2026", (2026, 10)),
        (false, "21-11-2026", (2026, 11)),
        (true, "22-10-2026", (2026, 9)),
        (true, "23-10-2026", (2026, 12)),
        (true, "10-11-2026", (2026, 12)),
    ] {
        let closes = closing(&filer(qrmp), self::day(on));
        assert_eq!(Some(closes), Period::new(due.0, due.1), "{on}");
    }
    let mut filed = filer(true);
    // Any month of a quarter names it.
    filed.facts.last_3b = Period::new(2026, 8);
    assert_eq!(Some(closing(&filed, day("12-10-2026"))), Period::new(2026, 12));
}

#[test]
fn who_files_by_the_quarter_pays_the_month_before_until_its_day_and_then_this_one() {
    for (on, next) in [
        ("25-11-2026", Some(((2026, 10), "25-11-2026"))),
        ("26-11-2026", Some(((2026, 11), "25-12-2026"))),
        ("26-12-2026", None),
        ("15-01-2027", Some(((2027, 1), "25-02-2027"))),
    ] {
        let next = next.map(|((year, month), due)| (Period::new(year, month).unwrap(), day(due)));
        assert_eq!(next_pmt_06(&filer(true), day(on)), next, "{on}");
        assert_eq!(next_pmt_06(&filer(false), day(on)), None, "{on}");
    }
}

#[test]
fn the_last_return_for_credit_is_that_of_october_or_of_the_quarter_before_it() {
    for month in months() {
        let document = month.day(28).unwrap();
        let year = document.financial_year_end();
        assert_eq!(last_return_for_credit(&filer(false), document), Period::new(year, 10), "{month}");
        assert_eq!(last_return_for_credit(&filer(true), document), Period::new(year, 9), "{month}");
    }
    assert_eq!(last_return_for_credit(&filer(false), Day::NONE), None);
    let (mut monthly, mut quarterly) = (filer(false), filer(true));
    (monthly.facts.last_3b, quarterly.facts.last_3b) = (Period::new(2026, 9), Period::new(2026, 7));
    let document = day("31-03-2026");
    assert!(!last_return_is_filed(&monthly, document) && last_return_is_filed(&quarterly, document));
    monthly.facts.last_3b = Period::new(2026, 10);
    assert!(last_return_is_filed(&monthly, document));
}
