//! The line at the top, day by day: which date comes next, what is lost with it, and what it says first.

use super::*;
use crate::book::MovedDays;
use crate::portal::{self, Input};
use crate::work::Progress;

/// The sample: its recipient is in Maharashtra.
fn book() -> Book {
    let bytes = include_bytes!("../../../assets/sample.json").to_vec();
    portal::read(vec![Input { name: "sample.json".into(), path: None, bytes }], &Progress::default()).unwrap()
}

fn said(book: &Book, day: &str) -> DueWords {
    said_of(book, None, day)
}

fn said_of(book: &Book, downloaded: Option<&str>, day: &str) -> DueWords {
    let deemed = Deemed {
        records: 5_462,
        gained: 1_842_031_150,
        lost: 200_000,
        with_findings: 12,
        tax_with_findings: 90_000,
        to_check: 0,
        on_the_portal: 1,
    };
    let day = Day::parse(day).unwrap();
    let times = Times::of(book, downloaded.and_then(Day::parse), day).unwrap();
    words(book, day, times, &deemed, &Figures::default())
}

fn head(book: &Book, day: &str) -> String {
    said(book, day).head
}

#[test]
fn the_fourteenth_is_named_as_a_draft_and_no_deadline() {
    let book = book();
    assert_eq!(head(&book, "01-11-2026"), "", "there is time");
    assert_eq!(said(&book, "01-11-2026").left, "13 days to 14 November: draft GSTR-2B");
    let before = "14 November: draft GSTR-2B. You may change until you file GSTR-3B (due 20-11).";
    for (day, left) in [
        ("06-11-2026", "8 days to 14 November: draft GSTR-2B"),
        ("13-11-2026", "1 day to 14 November: draft GSTR-2B"),
        ("14-11-2026", "today: draft GSTR-2B"),
    ] {
        assert_eq!((head(&book, day).as_str(), said(&book, day).left.as_str()), (before, left), "{day}");
    }
    let after = head(&book, "15-11-2026");
    assert!(after.starts_with("20 November: GSTR-3B of October 2026 is due. After a change: upload, "), "{after}");
    assert!(after.ends_with("then press \"Recompute GSTR-2B\"."), "{after}");
    assert!(said(&book, "15-11-2026").more[0].contains("wait for \"Processed\""));
    assert_eq!(said(&book, "15-11-2026").left, "5 days to 20 November: GSTR-3B is due");
    assert_eq!(said(&book, "20-11-2026").left, "today: GSTR-3B is due");
    assert_eq!(head(&book, "21-11-2026"), "");
}

#[test]
fn credit_lost_is_said_apart_from_credit_gained() {
    let due = [
        "5,462 records of those to decide would be deemed accepted in GSTR-2B of October 2026: credit ₹ 1,84,18,311.50.",
        "That is ₹ 1,84,20,311.50 less ₹ 2,000.00 that credit notes and lower amendments take.",
        "₹ 900.00 of it is on 12 records with alerts.",
        "1 record is decided on the portal only.",
    ];
    assert_eq!(said(&book(), "06-11-2026").more, due);
}

#[test]
fn pending_credit_whose_time_ends_comes_before_every_other_date() {
    let book = book();
    let mut figures = Figures::default();
    figures.pending_past.add([3_413_600, 0, 0, 0]);
    let said = |day: &str, figures: &Figures| {
        let day = Day::parse(day).unwrap();
        words(&book, day, Times::of(&book, None, day).unwrap(), &Deemed::default(), figures)
    };
    let late = said("29-11-2026", &figures);
    assert_eq!(
        late.head,
        "30 November: the last day by law for credit of 2025-26. 1 record is Pending with tax of ₹ 34,136.00, filed or not: \
         accept, upload, recompute GSTR-2B, and file GSTR-3B of October 2026, if that is still unfiled."
    );
    assert_eq!(late.left, "1 day left");
    let today = said("30-11-2026", &figures);
    assert!(today.head.starts_with("Today, 30 November: the last day by law"), "{}", today.head);
    assert_eq!(today.left, "", "it is said once");
    assert_eq!(said("01-12-2026", &figures).head, "", "the time is over");
    let mut figures = Figures::default();
    figures.pending_last_return.add([18_000, 0, 0, 0]);
    let last = said("16-11-2026", &figures);
    assert_eq!(
        last.head,
        "20 November: GSTR-3B of October 2026 is due, the last return for 1 record Pending with tax of \
         ₹ 180.00, filed or not: accept before you file it, or the credit is lost."
    );
}

#[test]
fn a_quarterly_filer_has_no_gstr_2b_in_the_first_two_months_and_pays_by_pmt_06() {
    let mut book = book();
    book.facts.qrmp = true;
    for (day, pays) in [
        ("04-11-2026", "25 November: PMT-06 for October 2026."),
        ("14-11-2026", "25 November: PMT-06 for October 2026."),
        ("25-11-2026", "25 November: PMT-06 for October 2026."),
        ("10-12-2026", "25 December: PMT-06 for November 2026."),
    ] {
        let head = head(&book, day);
        assert!(head.starts_with(pays), "{day}: {head}");
        assert!(head.ends_with("the next GSTR-2B is that of October–December 2026, on 14-01-2027."), "{head}");
    }
    for day in ["03-11-2026", "26-11-2026", "26-12-2026", "25-01-2027"] {
        assert_eq!(head(&book, day), "", "{day}");
    }
    assert!(head(&book, "13-01-2027").starts_with("14 January: draft GSTR-2B."));
    assert!(head(&book, "13-01-2027").contains("(due 22-01)"));
    assert!(head(&book, "15-01-2027").starts_with("22 January: GSTR-3B of October–December 2026 is due."));
    book.recipient.content = Some("07AAAAA0000A1Z4".into());
    assert!(head(&book, "15-01-2027").starts_with("24 January: GSTR-3B of October–December 2026 is due."));
}

#[test]
fn every_day_of_three_years_names_a_date_to_come_and_no_gstr_2b_that_there_is_not() {
    for qrmp in [false, true] {
        let mut book = book();
        book.facts.qrmp = qrmp;
        let first = Day::parse("01-04-2025").unwrap().0;
        for day in (first..first + 1_096).map(Day) {
            let said = said(&book, &day.to_string());
            assert!(!said.left.starts_with('-'), "{day}: {}", said.left);
            if said.head.is_empty() {
                continue;
            }
            let (_, month, of_month) = day.ymd();
            let quarter_is_over = month % 3 == 1;
            let pays = said.head.contains("PMT-06");
            assert_eq!(pays, qrmp && !quarter_is_over, "{day}: {}", said.head);
            let of: u32 = said.head.split(' ').next().unwrap().parse().unwrap();
            assert!(of >= of_month && said.head.contains(Period::of(day).month_name()), "{day}: {}", said.head);
        }
    }
}

#[test]
fn a_download_from_before_suppliers_have_filed_is_to_be_made_again() {
    let book = book();
    let old = |made, day| said_of(&book, Some(made), day).more.last().cloned().unwrap();
    let due =
        "This download is of 09-11-2026: suppliers file until the 11th (IFF: 13th), so download again after the 14th.";
    assert_eq!(old("09-11-2026", "10-11-2026"), due);
    let after = old("09-11-2026", "16-11-2026");
    assert!(after.ends_with("so download again, as it is after the 14th."), "{after}");
    assert!(old("12-11-2026", "16-11-2026").contains("download again, as it is after the 14th"));
    assert!(!old("13-11-2026", "16-11-2026").contains("download again"));
    let mut banner = Banner::default();
    let day = |text| Day::parse(text).unwrap();
    banner.renew(&book, Day::parse("10-11-2026"), day("11-11-2026"), &Tally::default(), [0; 8]);
    assert_eq!(banner.old.as_deref(), Some("Downloaded 10-11, before the 13th"));
    banner.renew(&book, None, day("11-11-2026"), &Tally::default(), [0; 8]);
    assert_eq!(banner.old, None, "nothing is known of it");
}

#[test]
fn an_unfiled_return_before_is_said_to_hold_gstr_2b_back() {
    let mut book = book();
    let held = |book: &Book| head(book, "10-11-2026").contains("not before you file GSTR-3B of September 2026");
    assert!(!held(&book), "nothing is known");
    book.facts.last_3b = Period::new(2026, 8);
    assert!(held(&book));
    book.facts.last_3b = Period::new(2026, 9);
    assert!(!held(&book));
}

#[test]
fn days_that_were_moved_count_and_a_filed_return_ends_it() {
    let mut book = book();
    let moved = MovedDays { gstr_2b: Day::parse("16-11-2026"), gstr_3b: Day::parse("25-11-2026") };
    book.facts.moved.insert(Period::new(2026, 10).unwrap(), moved);
    assert!(head(&book, "15-11-2026").starts_with("16 November: draft GSTR-2B."));
    assert!(head(&book, "15-11-2026").contains("(due 25-11)"));
    assert!(head(&book, "24-11-2026").starts_with("25 November: GSTR-3B of October 2026 is due."));
    book.facts.last_3b = Period::new(2026, 10);
    assert_eq!(head(&book, "24-11-2026"), "");
}

#[test]
fn the_line_says_where_to_begin_until_it_is_put_away() {
    let (book, day) = (book(), Day::parse("01-11-2026").unwrap());
    let mut banner = Banner::default();
    banner.renew(&book, None, day, &Tally::default(), [2, 0, 0, 0, 1, 0, 0, 0]);
    assert_eq!(banner.said().map(|said| said.left.as_str()), Some("13 days to 14 November: draft GSTR-2B"));
    assert_eq!((all(&banner.to_decide), banner.to_decide.len()), (3, 2));
    assert_eq!((banner.period.as_str(), banner.due.as_str()), ("October 2026", "GSTR-3B due 20-11"));
    banner.renew(&book, None, day, &Tally::default(), [0; 8]);
    assert!(banner.said().is_some() && banner.is_quiet(), "all is decided: it keeps its place");
    banner.dismissed = true;
    banner.renew(&book, None, day, &Tally::default(), [1, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(banner.said(), None, "put away");
}
