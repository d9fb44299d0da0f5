//! Credit whose last return is past is never said to be merely waiting, and amendments whose original is Pending are not deducted.

use crate::common;

use common::{day, decided, invoice, note};
use ims_desk::book::{Action, Book, Section};
use ims_desk::edit::Change;
use ims_desk::rules::calendar;
use ims_desk::rules::credit::{Credit, CreditFigure, CreditTime, CreditTimes, Figures, counted_past, waiting};
use ims_desk::values::{Day, Period};
use ims_desk::view::credit::{CreditPage, CreditWalk};
use ims_desk::view::suppliers::SupplierNumbers;
use ims_desk::work::Progress;

fn decide(book: &mut Book, section: Section, row: u32, action: Action) {
    decided(book, section, row, Change::action(action));
}

fn page(book: &Book, day: Day) -> CreditPage {
    CreditWalk::new(book, day, &SupplierNumbers::of(book), None).page(&Progress::default()).unwrap()
}

fn of(page: &CreditPage, figure: CreditFigure) -> (u64, i128) {
    let sum = page.of(figure);
    (sum.records, sum.total() / 100)
}

/// Invoices of February 2026, of which the last return is GSTR-3B of October 2026: one is made Pending, one was Pending and is
/// accepted; and one of this year that is made Pending.
fn late() -> Book {
    let records = [
        invoice("1"),
        invoice("2").with("action", "P"),
        invoice("3").with("idt", "10-08-2026").with("rtnprd", "082026").heads([50, 0, 0, 0]),
    ];
    let mut book = common::book_of("b2b", &records);
    decide(&mut book, Section::B2b, 0, Action::Pending);
    decide(&mut book, Section::B2b, 1, Action::Accept);
    decide(&mut book, Section::B2b, 2, Action::Pending);
    book
}

#[test]
fn what_is_past_its_last_return_is_not_said_to_wait() {
    let book = late();
    let on = day("29-11-2026");
    assert_eq!(calendar::closing(&book, on), Period::new(2026, 11).unwrap());
    let page = page(&book, on);
    assert_eq!(of(&page, CreditFigure::Waits), (1, -50));
    assert_eq!(of(&page, CreditFigure::WaitsPast), (1, -180));
    assert_eq!(of(&page, CreditFigure::CountedPast), (1, 180), "accepted now, in a GSTR-2B after its last return");
    assert_eq!((page.figures.waits.records, page.figures.waits.total()), (2, -230_00), "the part is the sum of both");
    assert_eq!(
        waiting(&book, on, &page.figures),
        [
            "Of what waits ₹ 50.00 is not lost: it comes with the GSTR-2B in which you accept it.",
            "₹ 180.00 comes only if GSTR-3B of October 2026 is still unfiled (by law until 30-11-2026).",
        ]
    );
    let of_one = |row| ims_desk::rules::credit::of_record(&book, on, Section::B2b, row).unwrap_or_default();
    assert_eq!(
        of_one(0),
        "Its credit of ₹ 180.00 comes only if GSTR-3B of October 2026 is still unfiled (by law until 30-11-2026)."
    );
    assert!(
        of_one(2).starts_with("Its credit of ₹ 50.00 waits: ")
            && of_one(2).ends_with("GSTR-3B of October 2027 (due 20-11-2027).")
    );
    let counted = "Of the figure with your decisions ₹ 180.00 comes only if GSTR-3B of October 2026 is still unfiled (by law until \
                   30-11-2026).";
    assert_eq!(counted_past(&book, on, &page.figures), [counted]);
    assert_eq!((page.figures.pending_past.records, page.figures.pending_past.total()), (1, 180_00));
}

#[test]
fn what_only_this_return_can_take_is_lost_unless_it_is_accepted_before() {
    let book = late();
    let figures = Figures::of(&book, day("12-11-2026"));
    assert_eq!(figures.waits_last_return.total(), -180_00);
    assert_eq!((figures.waits_past.records, figures.counted_past.records), (0, 0));
    let said = waiting(&book, day("12-11-2026"), &figures);
    let last = "₹ 180.00 is lost unless you accept it before you file GSTR-3B of October 2026 (due 20-11-2026): that is its last \
                return.";
    assert_eq!(said[1], last);
}

#[test]
fn what_is_past_due_comes_only_if_unfiled_also_where_the_user_still_closes_that_return() {
    let mut book = late();
    book.facts.closing = Period::new(2026, 10);
    let figures = |on| Figures::of(&book, day(on));
    assert_eq!(figures("20-11-2026").waits_last_return.total(), -180_00);
    let late = figures("21-11-2026");
    assert_eq!((late.waits_past.total(), late.waits_last_return.records), (-180_00, 0));
    let said = "₹ 180.00 comes only if GSTR-3B of October 2026 is still unfiled (by law until 30-11-2026).";
    assert_eq!(waiting(&book, day("21-11-2026"), &late)[1], said);
}

#[test]
fn what_is_past_the_law_or_whose_last_return_is_filed_is_lost() {
    let mut book = late();
    for filed in [false, true] {
        let on = day(if filed { "22-11-2026" } else { "01-12-2026" });
        book.facts.last_3b = Period::new(2026, 10).filter(|_| filed);
        let figures = Figures::of(&book, on);
        assert_eq!((figures.waits_over.total(), figures.waits_past.records), (-180_00, 0), "filed: {filed}");
        assert_eq!(figures.counted_over.total(), 180_00);
        assert_eq!(waiting(&book, on, &figures)[1], "₹ 180.00 is lost: the time to take it is over.");
        assert!(counted_past(&book, on, &figures)[0].ends_with("GSTR-2B may give no ITC for it."));
    }
}

#[test]
fn what_is_rejected_can_be_changed_only_while_its_credit_can_still_come() {
    let mut book = late();
    decide(&mut book, Section::B2b, 0, Action::Reject);
    decide(&mut book, Section::B2b, 2, Action::Reject);
    let said =
        |book: &Book, on: &str, row| ims_desk::rules::credit::of_record(book, day(on), Section::B2b, row).unwrap();
    assert_eq!(
        said(&book, "12-11-2026", 0),
        "Rejected: no credit. You can change it until you file GSTR-3B of October 2026 (due 20-11-2026)."
    );
    assert_eq!(
        said(&book, "29-11-2026", 0),
        "Rejected: no credit. Accepted instead, its credit of ₹ 180.00 comes only if GSTR-3B of October 2026 is still unfiled (by \
         law until 30-11-2026)."
    );
    assert!(said(&book, "29-11-2026", 2).contains("until you file GSTR-3B of November 2026"));
    assert_eq!(said(&book, "01-12-2026", 0), "Rejected: no credit. The time to take it is over.");
}

#[test]
fn where_all_of_it_is_in_time_it_is_said_in_one_sentence() {
    let mut book = common::book_of("b2b", &[invoice("1")]);
    decide(&mut book, Section::B2b, 0, Action::Pending);
    let on = day("10-03-2026");
    let said = "What waits is not lost: ₹ 180.00 comes with the GSTR-2B in which you accept it.";
    assert_eq!(waiting(&book, on, &Figures::of(&book, on)), [said]);
}

#[test]
fn the_time_of_a_document_is_that_of_its_year_on_every_day() {
    for qrmp in [false, true] {
        let mut book = common::book_of("b2b", &[invoice("1")]);
        book.facts.qrmp = qrmp;
        let facts =
            [(None, None), (Period::new(2026, 9), None), (Period::new(2026, 10), None), (None, Period::new(2026, 10))];
        for (filed, closed) in facts {
            (book.facts.last_3b, book.facts.closing) = (filed, closed);
            let first = day("01-04-2026").0;
            for on in (first..first + 640).map(Day) {
                let closing = calendar::closing(&book, on);
                let times = CreditTimes::new(&book, on, closing);
                for document in ["31-03-2024", "15-02-2025", "31-03-2026", "01-04-2026", "31-03-2027", "01-04-2027"] {
                    let document = day(document);
                    // As the calendar says it of one document.
                    let last = calendar::last_return_for_credit(&book, document).unwrap();
                    let over = calendar::is_filed(&book, last) || on > calendar::section_16_4_ends(document).unwrap();
                    let expected = match () {
                        () if over => CreditTime::Over,
                        () if last < closing || on > calendar::gstr_3b_due(&book, last).unwrap() => CreditTime::Past,
                        () if last == closing => CreditTime::LastReturn,
                        () => CreditTime::InTime,
                    };
                    assert_eq!(times.of(document), expected, "{document} on {on}, by the quarter: {qrmp}");
                }
                assert_eq!(times.of(Day::NONE), CreditTime::InTime, "not known");
            }
        }
    }
}

#[test]
fn an_amendment_leaves_with_its_pending_original_and_is_not_deducted() {
    let day = day("10-03-2026");
    for (amended, figure, change) in
        [(280, CreditFigure::AmendmentsWait, -100), (80, CreditFigure::LowerAmendmentsWait, 100)]
    {
        let original = invoice("1").with("rtnprd", "012026");
        let mut book = common::book(&[
            ("b2b", &[original]),
            ("b2ba", &[invoice("1a").amends("1", "10-02-2026").heads([amended, 0, 0, 0])]),
        ]);
        decide(&mut book, Section::B2b, 0, Action::Pending);
        let page = page(&book, day);
        assert_eq!(of(&page, figure), (1, change));
        assert_eq!(page.figures.deducted.records, 0, "no one deducted anything");
        assert_eq!(of(&page, CreditFigure::Waits), (1, -180));
        let credit = Credit::new(&book, day);
        let before = common::book(&[
            ("b2b", &[invoice("1").with("rtnprd", "012026")]),
            ("b2ba", &[invoice("1a").amends("1", "10-02-2026").heads([amended, 0, 0, 0])]),
        ]);
        let touched = [(Section::B2b, [0].into_iter().collect())];
        let step = Figures::of_step(&Credit::new(&before, day), &credit, &touched);
        assert_eq!(
            (step.deducted.records, step.waits.total() + step.added.total()),
            (0, (change.min(0) - 180 + change.max(0)) * 100)
        );
    }
}

#[test]
fn of_a_later_gstr_2b_nothing_is_said_not_to_come_this_month() {
    let later = "082026";
    let records = [
        invoice("1").with("srcfilstatus", "Not Filed"),
        invoice("2").with("srcfilstatus", "Not Filed").with("rtnprd", later),
        invoice("3").with("rtnprd", later).with("action", "P"),
        invoice("4").with("action", "R"),
    ];
    let book = common::book(&[("b2b", &records), ("b2bcn", &[note("5").with("action", "P")])]);
    let page = page(&book, day("10-03-2026"));
    let parts: Vec<u64> = page.not_coming.iter().flat_map(|of| of.parts).map(|sum| sum.records).collect();
    assert_eq!(parts, [1, 0, 1]);
}

#[test]
fn pending_credit_notes_are_due_in_the_period_after_their_own_and_before_october_2025_in_none() {
    let of = |number: &str, date: &str, period: &str| {
        note(number).with("nt_dt", date).with("rtnprd", period).with("action", "P")
    };
    let notes = [
        of("1", "10-09-2025", "092025"),
        of("2", "10-01-2026", "012026"),
        of("3", "11-01-2026", "012026"),
        of("4", "10-02-2026", "022026"),
    ];
    let page = page(&common::book_of("b2bcn", &notes), day("10-03-2026"));
    let until: Vec<_> = page.notes_until.iter().map(|(day, sum)| (day.to_string(), sum.records)).collect();
    assert_eq!(until, [("20-03-2026".to_owned(), 2), ("20-04-2026".to_owned(), 1)]);
    assert_eq!(page.of(CreditFigure::PendingNotes).records, 4);
}

#[test]
fn of_what_is_deducted_it_is_never_said_that_its_credit_comes() {
    let of = |on: &str, record: common::Record, action| {
        let mut book = common::book_of("b2bcn", &[record.with("idt", "10-09-2026").with("rtnprd", "092026")]);
        decide(&mut book, Section::B2bcn, 0, action);
        ims_desk::rules::credit::of_record(&book, day(on), Section::B2bcn, 0).unwrap_or_default()
    };
    assert_eq!(
        of("12-10-2026", note("CN/1"), Action::Reject),
        "Rejected: nothing is deducted. You can change it until you file GSTR-3B of September 2026 (due 20-10-2026)."
    );
    assert_eq!(
        of("12-10-2026", note("CN/1"), Action::Pending),
        "Pending: not deducted in this GSTR-2B. It may be so for one tax period only; then it counts as accepted."
    );
    assert_eq!(
        of("29-12-2026", note("CN/1"), Action::Pending),
        "Pending: not deducted in this GSTR-2B. It may be so for one tax period only, and that may be over."
    );
    let unfiled = || note("CN/1").with("srcfilstatus", "Not Filed");
    assert_eq!(
        of("12-10-2026", unfiled(), Action::NoAction),
        "Its tax of ₹ 1,800.00 is deducted once the supplier files GSTR-1."
    );
}

#[test]
fn negative_amounts_that_count_no_more_are_not_said_to_count_now() {
    let negative = |number: &str| invoice(number).heads([-90, 0, 0, 0]);
    let mut book = common::book_of("b2b", &[negative("1"), negative("2"), negative("3").with("action", "R")]);
    decide(&mut book, Section::B2b, 0, Action::Pending);
    decide(&mut book, Section::B2b, 1, Action::Reject);
    decide(&mut book, Section::B2b, 2, Action::Accept);
    let page = page(&book, day("10-03-2026"));
    assert_eq!(of(&page, CreditFigure::NegativeOut), (2, 180));
    assert_eq!(of(&page, CreditFigure::NegativeIn), (1, -90));
    assert_eq!((page.figures.added.total(), page.figures.deducted.total()), (180_00, -90_00));
    let untrue = [CreditFigure::WasRejected, CreditFigure::AmendmentsDown];
    assert!(untrue.into_iter().all(|figure| page.of(figure).records == 0));
}
