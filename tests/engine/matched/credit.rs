//! The page *Credit* of a client with a register: what of the credit the books do not claim, and vouchers that are not in IMS. Each is
//! counted again here, record by record.

use ims_desk::book::{Action, Class, Scope, Section};
use ims_desk::session::credit::CreditLine;
use ims_desk::session::{Place, Session};
use ims_desk::view::credit::CreditRecords;

use super::{act, open};

/// The line of 4(B)(1).
fn not_claimable(open: &mut Session) -> CreditLine {
    open.show_place(Place::Credit);
    let shown = open.credit_page().expect("it is counted at once");
    let line = shown.figures().into_iter().find(|line| line.words.contains("4(B)(1)"));
    line.expect("with a register there is such a line")
}

/// How many records its link shows.
fn opened(open: &mut Session, line: &CreditLine) -> u64 {
    let Some((_, which)) = line.opens else { return 0 };
    open.show_credit_records(which, line.called());
    let rows = open.view(Scope::All).rows.len() as u64;
    open.go_back();
    assert_eq!(open.place(), Place::Credit);
    rows
}

#[test]
fn what_the_books_do_not_claim_is_counted_while_it_is_in_the_credit_and_opens_its_records() {
    let records = [
        "27Z A/1 12-06-2026 1000/90+90",
        "27Z A/2 13-06-2026 2000/180+180",
        "29T H/12 08-06-2026 10000/1800",
        "27Z A/3 14-06-2026 3000/270+270",
    ];
    let lines = [
        "27Z A/1 12-06-2026 1000/90+90 ineligible",
        "27Z A/2 13-06-2026 2000/180+180",
        "29T H/12 08-06-2026 10000/1800 ineligible",
        "27Z Z/9 14-06-2026 500/45+45",
    ];
    let mut open = open(&records, &lines);
    let line = not_claimable(&mut open);
    assert_eq!((line.opens.map(|opens| opens.0), line.heads), (Some(2), [180_000, 9_000, 9_000, 0]));
    assert_eq!(line.opens.map(|opens| opens.1), Some(CreditRecords::NotClaimable));
    assert_eq!(opened(&mut open, &line), 2);
    let page = open.credit_page().unwrap();
    assert_eq!(page.vouchers, Some((1, 9_000)), "Z/9 is in the books alone");
    // What is kept Pending is in no credit, and so in nothing that the books do not claim of it.
    act(&mut open, Section::B2b, 0, Action::Pending);
    let line = not_claimable(&mut open);
    assert_eq!((line.opens.map(|opens| opens.0), line.heads), (Some(1), [180_000, 0, 0, 0]));
    assert_eq!(opened(&mut open, &line), 1);
    act(&mut open, Section::B2b, 2, Action::Reject);
    let line = not_claimable(&mut open);
    assert_eq!((line.opens, line.heads), (None, [0; 4]));
}

#[test]
fn vouchers_that_are_not_in_ims_are_counted_as_the_page_match_counts_them() {
    let records = ["27Z A/1 12-06-2026 1000/90+90"];
    let lines =
        ["27Z A/1 12-06-2026 1000/90+90", "27Z Z/9 14-06-2026 500/45+45", "27Z CN/3 15-06-2026 100/9+9 type=credit"];
    let mut open = open(&records, &lines);
    open.show_place(Place::Credit);
    let on_credit = open.credit_page().unwrap().vouchers;
    open.show_place(Place::Match);
    let books = *open.overview().unwrap().of_class(Class::Books);
    assert_eq!(on_credit, Some((2, 7_200)), "the credit note takes credit away");
    assert_eq!(on_credit, Some((books.records, books.books)));
}

/// One figure for 4(B)(1): what is not filed, Pending or of the next GSTR-2B gives no credit, so nothing of it is reversed.
#[test]
fn the_page_match_counts_what_cannot_be_claimed_as_the_page_credit_does() {
    let ineligible = |line: &str| format!("{line} ineligible");
    let records = [
        "27Z A/1 12-06-2026 1000/90+90",
        "27Z A/2 13-06-2026 2000/180+180 unfiled",
        "27Z A/3 14-06-2026 3000/270+270",
        "27Z A/4 15-06-2026 4000/360+360 period=072026",
    ];
    let lines: Vec<String> =
        records.iter().map(|line| ineligible(&line.split(' ').take(4).collect::<Vec<_>>().join(" "))).collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let mut open = open(&records, &lines);
    act(&mut open, Section::B2b, 2, Action::Pending);
    let line = not_claimable(&mut open);
    assert_eq!((line.opens.map(|opens| opens.0), line.total()), (Some(1), 18_000));
    open.show_place(Place::Match);
    let overview = open.overview().unwrap();
    assert_eq!((overview.figures.not_claimable, overview.figures.not_claimable_heads), (1, line.heads));
    assert_eq!(overview.of_class(Class::Exact).not_claimable, (1, 18_000), "of what the button would accept");
}
