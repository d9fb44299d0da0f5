//! What decisions give to the ITC in GSTR-2B, row by row of the table in rules/README.md. Whole books are in `credit_any`.

use crate::common;

use common::{Record, day, decided, invoice, note};
use ims_desk::book::{Action, Answer, Book, Decision, Section};
use ims_desk::edit::Change;
use ims_desk::rules::credit::{
    Credit, Figures, Held, Side, Sum, Uncounted, amended_again, counted_past, deemed, total,
};
use ims_desk::session::credit_words;
use ims_desk::values::{Day, Period};
use roaring::RoaringBitmap;

/// On this day the GSTR-2B of February 2026 is being closed.
fn today() -> Day {
    day("10-03-2026")
}

const NONE: Answer = Answer {
    kind: ims_desk::book::AnswerKind::None,
    heads: [0; 4],
    by_default: false,
    from_books: false,
    inexact: false,
};
const NEXT_YEAR: &str = "022027";

/// Decides a record, as a command would.
fn decide(book: &mut Book, section: Section, row: u32, action: Action, answer: Answer) {
    decided(book, section, row, Change { answer: Some(answer), ..Change::action(action) });
}

/// What a record gives with a decision, all heads together, in rupees.
fn gives(book: &mut Book, section: Section, row: u32, action: Action, answer: Answer) -> i64 {
    decide(book, section, row, action, answer);
    Credit::new(book, today()).value(Side::Yours, section, row).iter().sum::<i64>() / 100
}

fn rupees(sums: [i128; 4]) -> i128 {
    total(sums) / 100
}

fn of(records: u64, rupees: i128) -> (u64, i128) {
    (records, rupees)
}

fn sum(sum: Sum) -> (u64, i128) {
    (sum.records, sum.total() / 100)
}

#[test]
fn an_invoice_gives_its_tax_when_it_is_accepted_or_deemed_so() {
    let mut book = common::book_of("b2b", &[invoice("1")]);
    for (action, credit) in [(Action::Accept, 180), (Action::NoAction, 180), (Action::Reject, 0), (Action::Pending, 0)]
    {
        assert_eq!(gives(&mut book, Section::B2b, 0, action, NONE), credit, "{action:?}");
    }
}

#[test]
fn a_credit_note_takes_all_a_part_or_nothing() {
    let mut book = common::book_of("b2bcn", &[note("1")]);
    let part = Answer::part([0, 5_000, 5_000, 0]);
    for (action, answer, credit) in [
        (Action::Accept, Answer::FULL, -1_800),
        (Action::Accept, part, -100),
        (Action::Accept, Answer::NO, 0),
        (Action::Reject, NONE, 0),
        (Action::Pending, NONE, 0),
        (Action::NoAction, NONE, -1_800),
        // An answer that is set aside says nothing when the note is deemed accepted.
        (Action::NoAction, Answer::NO, -1_800),
    ] {
        assert_eq!(gives(&mut book, Section::B2bcn, 0, action, answer), credit, "{action:?} {answer:?}");
    }
    // Nor does one that the portal blocks.
    let mut blocked = common::book_of("b2bcn", &[note("1").with("itcRedReqBlocked", "Y")]);
    assert_eq!(gives(&mut blocked, Section::B2bcn, 0, Action::Accept, Answer::NO), -1_800);
}

#[test]
fn what_is_not_filed_gives_nothing_and_is_never_deemed_accepted() {
    let mut book = common::book_of("b2b", &[invoice("1").with("srcfilstatus", "NF")]);
    assert_eq!(gives(&mut book, Section::B2b, 0, Action::Accept, NONE), 0);
    assert_eq!(gives(&mut book, Section::B2b, 0, Action::NoAction, NONE), 0);
    let credit = Credit::new(&book, today());
    assert_eq!(deemed(&credit, |_, _| false).records, 0);
    assert_eq!(credit.uncounted(Section::B2b, 0), Some(Uncounted::NotFiled));
    assert_eq!(sum(Figures::of(&book, today()).not_filed), of(1, 180), "beside the figures");
}

/// An invoice of 180 and its amendment a month later, which is in the GSTR-2B being closed.
fn amended(igst: i64) -> Book {
    let original = invoice("1").with("rtnprd", "012026").with("idt", "10-01-2026");
    let amendment = invoice("1").amends("1", "10-01-2026").heads([igst, 0, 0, 0]);
    common::book(&[("b2b", &[original]), ("b2ba", &[amendment])])
}

#[test]
fn an_amendment_of_an_accepted_original_gives_the_difference() {
    for before in [Action::Accept, Action::NoAction] {
        let (mut up, mut down) = (amended(200), amended(100));
        decide(&mut up, Section::B2b, 0, before, NONE);
        decide(&mut down, Section::B2b, 0, before, NONE);
        assert_eq!(gives(&mut up, Section::B2ba, 0, Action::Accept, Answer::NO), 20, "a rise is not limited");
        assert_eq!(gives(&mut down, Section::B2ba, 0, Action::Accept, Answer::FULL), -80);
        assert_eq!(gives(&mut down, Section::B2ba, 0, Action::Accept, Answer::part([3_000, 0, 0, 0])), -30);
        assert_eq!(gives(&mut down, Section::B2ba, 0, Action::Accept, Answer::part([9_900, 0, 0, 0])), -80);
        assert_eq!(gives(&mut down, Section::B2ba, 0, Action::Accept, Answer::NO), 0);
        assert_eq!(gives(&mut down, Section::B2ba, 0, Action::NoAction, NONE), -80);
        assert_eq!(gives(&mut down, Section::B2ba, 0, Action::Reject, NONE), 0);
        assert_eq!(gives(&mut down, Section::B2ba, 0, Action::Pending, NONE), 0);
    }
}

#[test]
fn an_amendment_of_a_rejected_original_gives_all_of_itself() {
    let mut book = amended(100);
    decide(&mut book, Section::B2b, 0, Action::Reject, NONE);
    assert_eq!(gives(&mut book, Section::B2ba, 0, Action::Accept, NONE), 100);
}

#[test]
fn several_amendments_of_one_document_are_said_beside_the_figures() {
    let of_month =
        |period: &str, igst: i64| invoice("1").amends("1", "10-01-2026").heads([igst, 0, 0, 0]).with("rtnprd", period);
    let made = |second: Record| {
        let original = invoice("1").with("rtnprd", "012026").with("idt", "10-01-2026");
        common::book(&[("b2b", &[original]), ("b2ba", &[of_month("012026", 150), second])])
    };
    let again = amended_again(&made(of_month("022026", 130)), today()).unwrap();
    assert!(again.starts_with("2 amendments are of documents that were amended more than once, such as 1:"), "{again}");
    assert_eq!(amended_again(&amended(100), today()), None, "one amendment");
    // What is not filed counts nowhere.
    assert_eq!(amended_again(&made(of_month("022026", 130).with("srcfilstatus", "NF")), today()), None);
}

#[test]
fn an_amendment_whose_original_is_missing_or_pending_is_to_be_checked() {
    let mut alone = common::book_of("b2ba", &[invoice("1").amends("0", "10-01-2026")]);
    assert_eq!(gives(&mut alone, Section::B2ba, 0, Action::Accept, NONE), 0);
    assert_eq!(sum(Figures::of(&alone, today()).to_check), of(1, 180));
    let mut pending = amended(100);
    decide(&mut pending, Section::B2b, 0, Action::Pending, NONE);
    assert_eq!(gives(&mut pending, Section::B2ba, 0, Action::Accept, NONE), 0);
    assert_eq!(Credit::new(&pending, today()).uncounted(Section::B2ba, 0), Some(Uncounted::ToCheck));
}

/// An invoice of 180 and its amendment to 100, of the same GSTR-2B, with these words for "filed".
fn same_period(original: &str, amendment: &str) -> Book {
    let amendment = invoice("2").amends("1", "10-02-2026").heads([100, 0, 0, 0]).with("srcfilstatus", amendment);
    common::book(&[("b2b", &[invoice("1").with("srcfilstatus", original)]), ("b2ba", &[amendment])])
}

#[test]
fn of_one_period_only_the_amendment_gives_something() {
    let mut book = same_period("F", "F");
    assert_eq!(gives(&mut book, Section::B2b, 0, Action::Accept, NONE), 0);
    assert_eq!(gives(&mut book, Section::B2ba, 0, Action::Accept, NONE), 100);
}

#[test]
fn where_only_one_of_the_two_is_filed_that_one_counts() {
    let mut original = same_period("F", "NF");
    assert_eq!(gives(&mut original, Section::B2b, 0, Action::Accept, NONE), 180);
    assert_eq!(gives(&mut original, Section::B2ba, 0, Action::Accept, NONE), 0);
    let mut amendment = same_period("NF", "F");
    assert_eq!(gives(&mut amendment, Section::B2b, 0, Action::Accept, NONE), 0);
    assert_eq!(gives(&mut amendment, Section::B2ba, 0, Action::Accept, NONE), 100);
    let original = invoice("1").with("rtnprd", "012026").with("idt", "10-01-2026").with("srcfilstatus", "NF");
    let earlier = invoice("2").amends("1", "10-01-2026").heads([100, 0, 0, 0]);
    let mut book = common::book(&[("b2b", &[original]), ("b2ba", &[earlier])]);
    assert_eq!(gives(&mut book, Section::B2ba, 0, Action::NoAction, NONE), 100, "not the difference to nothing");
}

#[test]
fn a_quarterly_filer_has_one_gstr_2b_a_quarter() {
    let mut book = amended(100);
    book.facts.qrmp = true;
    assert_eq!(gives(&mut book, Section::B2b, 0, Action::Accept, NONE), 0, "January and February are one period");
    assert_eq!(gives(&mut book, Section::B2ba, 0, Action::Accept, NONE), 100);
}

#[test]
fn what_belongs_to_a_later_gstr_2b_is_in_no_figure() {
    let later = [invoice("1"), invoice("2").with("rtnprd", NEXT_YEAR), invoice("3").with("srcform", "R1A")];
    let mut book = common::book_of("b2b", &later);
    let figures = Figures::of(&book, today());
    assert_eq!(rupees(figures.as_it_stands), 180);
    assert_eq!(sum(figures.next), of(2, 360), "GSTR-1A counts in the period after");
    assert_eq!(deemed(&Credit::new(&book, today()), |_, _| false).records, 1);
    book.facts.closing = Period::new(2026, 3);
    assert_eq!(rupees(Figures::of(&book, today()).as_it_stands), 360);
}

#[test]
fn holding_back_what_would_count_is_a_fall_and_accepting_it_is_none() {
    let mut book = common::book(&[
        ("b2b", &[invoice("1"), invoice("2").with("action", "A"), invoice("3").with("action", "P"), invoice("4")]),
        ("b2bcn", &[note("5"), note("6").with("action", "P")]),
    ]);
    for (row, action) in [(0, Action::Accept), (1, Action::Pending), (2, Action::Accept), (3, Action::Reject)] {
        decide(&mut book, Section::B2b, row, action, NONE);
    }
    decide(&mut book, Section::B2bcn, 0, Action::Pending, NONE);
    decide(&mut book, Section::B2bcn, 1, Action::Accept, Answer::FULL);
    let figures = Figures::of(&book, today());
    assert_eq!(rupees(figures.as_it_stands), 3 * 180 - 1_800);
    assert_eq!(rupees(figures.after), 2 * 180 - 1_800);
    assert_eq!(sum(figures.waits), of(1, -180));
    assert_eq!(sum(figures.given_up), of(1, -180));
    assert_eq!(sum(figures.added), of(2, 180 + 1_800));
    assert_eq!(sum(figures.notes_pending), of(1, 1_800));
    assert_eq!(sum(figures.deducted), of(1, -1_800));
    assert_eq!((sum(figures.pending.now), sum(figures.pending.before)), (of(2, 180 - 1_800), of(0, 0)));
    assert_eq!(sum(figures.rejected.all()), of(1, 180));
}

#[test]
fn a_credit_note_that_is_pending_longer_than_one_period_may_be_deducted_all_the_same() {
    let mut book = common::book(&[("b2bcn", &[note("1"), note("2").with("rtnprd", "112025")])]);
    (0..2).for_each(|row| decide(&mut book, Section::B2bcn, row, Action::Pending, NONE));
    let figures = Figures::of(&book, today());
    assert_eq!((sum(figures.notes_pending), sum(figures.notes_over)), (of(2, 3_600), of(1, 1_800)));
    assert_eq!(sum(figures.pending_over), of(1, -1_800));
    let said = counted_past(&book, today(), &figures);
    assert!(said.iter().any(|said| said.ends_with("₹ 1,800.00 may be deducted all the same.")), "{said:?}");
    let step = credit_words::of_step(&credit_words::StepParts::of(&figures));
    assert!(step.contains("₹ 1,800.00 of it may be deducted all the same: credit notes may be Pending for one period only, and that may be over."), "{step}");
}

#[test]
fn what_the_portal_held_before_is_kept_apart_from_what_is_decided_now() {
    let held = [("R", "1"), ("R", "2"), ("P", "3"), ("N", "4")];
    let mut book = common::book_of("b2b", &held.map(|(action, number)| invoice(number).with("action", action)));
    decide(&mut book, Section::B2b, 1, Action::Pending, NONE);
    decide(&mut book, Section::B2b, 3, Action::Reject, NONE);
    let figures = Figures::of(&book, today());
    assert_eq!((sum(figures.rejected.now), sum(figures.rejected.before)), (of(1, 180), of(1, 180)));
    assert_eq!((sum(figures.pending.now), sum(figures.pending.before)), (of(1, 180), of(1, 180)));
}

#[test]
fn what_an_upload_said_is_how_it_is_unless_the_portal_refused_it() {
    use ims_desk::book::{Report, Stated};
    use ims_desk::edit::Command;
    let mut book = common::book_of("b2b", &[invoice("1"), invoice("2")]);
    (0..2).for_each(|row| decide(&mut book, Section::B2b, row, Action::Reject, NONE));
    assert_eq!(rupees(Figures::of(&book, today()).difference()), -360);
    let said = (0..2).map(|row| (Section::B2b, row, book.said(Section::B2b, row))).collect();
    Command::Uploaded { name: "first.json".into(), said }.apply(&mut book);
    assert_eq!(Figures::of(&book, today()).difference(), [0; 4]);
    let stated = Stated { number: "2".into(), ..Stated::default() };
    let report = Report { stated, code: "IMSSAV0010".into(), message: String::new() };
    Command::Errors { file: "errors.json".into(), reports: vec![report] }.apply(&mut book);
    let figures = Figures::of(&book, today());
    assert_eq!((rupees(figures.as_it_stands), rupees(figures.after)), (180, 0));
}

#[test]
fn a_changed_original_moves_its_amendment_too() {
    let book = amended(100);
    let credit = Credit::new(&book, today());
    let rows = [(Section::B2b, RoaringBitmap::from_iter([0]))];
    let reject = |section, row| Held::new(&book, section, row, Action::Reject, NONE);
    // 180 less, but the amendment counts in full instead of −80.
    let rejected = credit.if_decided(&rows, reject);
    assert_eq!((rupees(rejected.change), sum(rejected.by_amendments)), (0, of(1, 180)));
    let said = "Credit does not change. This includes 1 amendment not decided here: ₹ 180.00 more then, as its original counts differently.";
    assert_eq!(credit_words::if_decided(&rejected), said);
    let pending = |section, row| Held::new(&book, section, row, Action::Pending, NONE);
    assert_eq!(rupees(credit.if_decided(&rows, pending).change), -100);
}

#[test]
fn of_copies_that_differ_one_counts() {
    let twice = [invoice("1"), invoice("1").heads([200, 0, 0, 0])];
    let book = common::book_of("b2b", &twice);
    let figures = Figures::of(&book, today());
    assert_eq!((rupees(figures.as_it_stands), figures.no_action.records), (180, 1));
    let mut picked = book;
    ims_desk::edit::Command::Pick { keep: vec![(Section::B2b, 1)] }.apply(&mut picked);
    assert_eq!(rupees(Figures::of(&picked, today()).as_it_stands), 200);
}

#[test]
fn what_cannot_be_read_is_decided_on_the_portal_and_is_in_no_figure() {
    let book = common::book_of("b2b", &[invoice("1"), invoice("2").with("iamt", "a lot")]);
    let figures = Figures::of(&book, today());
    assert_eq!((rupees(figures.as_it_stands), figures.no_action.records), (180, 1));
    let deemed = deemed(&Credit::new(&book, today()), |_, _| false);
    assert_eq!((deemed.records, deemed.on_the_portal), (1, 1));
}

#[test]
fn deemed_acceptance_tells_gain_and_loss_apart() {
    let lone: &[Record] = &[invoice("9").amends("0", "10-01-2026")];
    let book = common::book(&[("b2b", &[invoice("1")]), ("b2ba", lone), ("b2bcn", &[note("2")])]);
    let deemed = deemed(&Credit::new(&book, today()), |section, _| section == Section::B2b);
    assert_eq!((deemed.records, deemed.gained, deemed.lost, deemed.to_check), (3, 18_000, 180_000, 1));
    assert_eq!((deemed.with_findings, deemed.tax_with_findings), (1, 18_000));
}

#[test]
fn an_answer_is_heard_only_where_an_upload_would_send_it() {
    let mut book = common::book_of("b2bcn", &[note("1")]);
    decide(&mut book, Section::B2bcn, 0, Action::Reject, Answer::NO);
    let decision = Decision { action: Action::Accept, ..book.sheet(Section::B2bcn).decision(0) };
    let credit = Credit::new(&book, today());
    let rows = [(Section::B2bcn, RoaringBitmap::from_iter([0]))];
    let accepted = |section, row| Held::decided(&book, section, row, decision);
    assert_eq!(credit.if_decided(&rows, accepted).change, [0; 4], "No keeps the credit, as Reject did");
}
