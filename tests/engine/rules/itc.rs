//! Rules about the answer to "ITC to be reduced?": I1 to I8.

use super::*;
use crate::common::{book, book_of, invoice, note};
use ims_desk::book::Section::*;
use ims_desk::book::{AnswerId, AnswerKind};
use ims_desk::rules::RuleId::*;

const ACCEPT: fn() -> Change = || Change::action(Action::Accept);

fn answer_of(book: &Book, section: Section, row: u32) -> Answer {
    book.answers().get(book.sheet(section).decision(row).answer)
}

#[test]
fn i1_refuses_an_accepted_credit_note_without_an_answer() {
    for (key, section, record) in [("b2bcn", B2bcn, note("1")), ("b2bcna", B2bcna, note("1").amends("0", "10-01-2026"))]
    {
        let unknown = record.clone().with("nt_num", "2").without("itcRedReqBlocked");
        let blocked = record.clone().with("nt_num", "3").with("itcRedReqBlocked", "Y");
        let mut book = book_of(key, &[record, unknown, blocked]);
        assert_eq!(refusal(&mut book, section, 0, &ACCEPT()), Some(I1), "{key}");
        assert_eq!(refusal(&mut book, section, 1, &ACCEPT()), Some(I1), "{key}: a missing flag allows the answer");
        assert_eq!(refusal(&mut book, section, 2, &ACCEPT()), None, "{key}: blocked");
        assert_eq!(refusal(&mut book, section, 0, &accepted(Answer::FULL)), None);
        act(&mut book, section, 0, Action::Accept);
        assert_eq!(weight(&book, section, 0, I1), Some(Weight::Blocks));
        assert_eq!(fix(&book, section, 0, I1), Some(Fix::AskAnswer));
    }
}

#[test]
fn i1_only_informs_of_a_note_that_was_accepted_without_an_answer_before() {
    let book = book_of("b2bcn", &[note("1").with("action", "A")]);
    assert_eq!(weight(&book, B2bcn, 0, I1), Some(Weight::Info));
}

#[test]
fn i1_does_not_speak_of_amended_invoices_and_debit_notes() {
    let mut book = book(&[
        ("b2ba", &[invoice("1").amends("0", "10-01-2026")]),
        ("b2bdna", &[note("2").amends("0", "10-01-2026")]),
    ]);
    assert_eq!(refusal(&mut book, B2ba, 0, &ACCEPT()), None);
    assert_eq!(refusal(&mut book, B2bdna, 0, &ACCEPT()), None);
}

#[test]
fn i1_a_default_answers_what_is_unanswered_and_never_replaces_an_answer() {
    let records = [
        note("1"),
        note("2").with("itcRedReq", "N").with("remarks", "ITC not availed"),
        note("3").with("itcRedReqBlocked", "Y"),
    ];
    let mut book = book_of("b2bcn", &records);
    let by_default = Answer::FULL.by_default();
    let change = Change { answer_if_missing: Some(by_default), ..ACCEPT() };
    let plan = plan(&book, B2bcn, &(0..3).collect(), &change, today());
    assert_eq!(plan.allowed.len(), 3);
    for row in 0..3 {
        decide(&mut book, B2bcn, row, change.clone());
    }
    assert_eq!(answer_of(&book, B2bcn, 0), by_default);
    assert_eq!(answer_of(&book, B2bcn, 1), Answer::NO);
    assert_eq!(answer_of(&book, B2bcn, 2), Answer::default());
    assert_eq!(book.answers().get(book.said(B2bcn, 0).answer), Answer::FULL, "an upload does not say who gave it");
}

#[test]
fn i2_refuses_an_answer_with_any_action_but_accept() {
    let mut book = book_of("b2bcn", &[note("1")]);
    for action in [Action::Reject, Action::Pending, Action::NoAction] {
        let change = Change { answer: Some(Answer::FULL), ..Change::action(action) };
        assert_eq!(refusal(&mut book, B2bcn, 0, &change), Some(I2), "{action:?}");
    }
    assert_eq!(refusal(&mut book, B2bcn, 0, &Change::answer(Answer::NO)), Some(I2), "it stands on No action");
}

#[test]
fn i2_refuses_an_answer_where_the_section_or_the_portal_takes_none() {
    let mut book = book(&[
        ("b2b", &[invoice("1")]),
        ("b2bdn", &[note("1")]),
        ("ecom", &[invoice("1")]),
        ("b2bcn", &[note("1").with("itcRedReqBlocked", "Y")]),
        ("b2ba", &[invoice("1").amends("0", "10-01-2026").with("itcRedReqBlocked", "Y")]),
    ]);
    for section in [B2b, B2bdn, Ecom, B2bcn, B2ba] {
        for answer in [Answer::FULL, Answer::NO, part([1, 0, 0, 0])] {
            assert_eq!(refusal(&mut book, section, 0, &accepted(answer)), Some(I2), "{section:?} {answer:?}");
        }
        assert_eq!(
            refusal(&mut book, section, 0, &accepted(Answer::default())),
            None,
            "{section:?}: no answer is none"
        );
    }
}

#[test]
fn i2_an_answer_is_set_aside_with_the_action_and_there_again_on_the_way_back() {
    let mut book = book_of(
        "b2bcn",
        &[note("1")
            .with("action", "A")
            .with("itcRedReq", "Y")
            .with("declCgst", 850)
            .with("declSgst", 850)
            .with("remarks", "In part")],
    );
    for action in [Action::Reject, Action::Pending, Action::NoAction] {
        assert_eq!(refusal(&mut book, B2bcn, 0, &Change::action(action)), None, "{action:?}");
        act(&mut book, B2bcn, 0, action);
        assert_eq!(weight(&book, B2bcn, 0, I2), None, "{action:?}");
        assert_eq!(book.said(B2bcn, 0).answer, AnswerId::NONE);
        assert_eq!(book.delta(B2bcn).count(), 1);
    }
    act(&mut book, B2bcn, 0, Action::Accept);
    assert_eq!(book.answers().get(book.said(B2bcn, 0).answer), part([0, 850, 850, 0]));
    assert_eq!(book.delta(B2bcn).count(), 0, "it says what was imported");
}

#[test]
fn i2_says_nothing_of_an_imported_answer_that_is_set_aside() {
    let records = [
        note("1").with("itcRedReq", "Y"),
        note("2").with("itcRedReq", "Y").with("itcRedReqBlocked", "Y").with("action", "A"),
    ];
    let mut book = book_of("b2bcn", &records);
    act(&mut book, B2bcn, 0, Action::Reject);
    assert_eq!((weight(&book, B2bcn, 0, I2), weight(&book, B2bcn, 1, I2)), (None, None));
    assert_eq!(book.said(B2bcn, 1).answer, AnswerId::NONE);
}

#[test]
fn i3_refuses_heads_below_zero_or_above_the_document() {
    let mut book = book(&[
        ("b2bcn", &[note("1")]),
        ("b2bcna", &[note("2").amends("0", "10-01-2026")]),
        ("b2ba", &[invoice("3").amends("0", "10-01-2026")]),
    ]);
    for (section, rupees, due) in [
        (B2bcn, [0, 901, 901, 0], Some(I3)),
        (B2bcn, [0, 0, 0, 1], Some(I3)),
        (B2bcn, [1, 0, 0, 0], Some(I3)),
        (B2bcn, [-1, 0, 0, 0], Some(I3)),
        (B2bcn, [0, 899, 899, 0], None),
        (B2bcna, [0, 0, 0, -1], Some(I3)),
        (B2bcna, [0, 901, 901, 0], None),
        (B2ba, [-1, 0, 0, 0], Some(I3)),
        (B2ba, [500, 0, 0, 0], None),
    ] {
        assert_eq!(refusal(&mut book, section, 0, &accepted(part(rupees))), due, "{section:?} {rupees:?}");
    }
    let paisa = accepted(Answer::part([0, 90_001, 90_001, 0]));
    assert_eq!(refusal(&mut book, B2bcn, 0, &paisa), Some(I3));
}

#[test]
fn i4_wants_cgst_and_sgst_declared_equally_unless_each_is_the_document_s_own() {
    let mut book = book_of("b2bcn", &[note("1").heads([0, 900, 901, 0])]);
    for (rupees, due) in [
        ([0, 850, 850, 0], None),
        ([0, 900, 901, 0], None),
        ([0, 900, 850, 0], Some(I4)),
        ([0, 850, 901, 0], Some(I4)),
        ([0, 0, 1, 0], Some(I4)),
    ] {
        assert_eq!(refusal(&mut book, B2bcn, 0, &accepted(part(rupees))), due, "{rupees:?}");
    }
}

#[test]
fn i5_warns_of_a_part_that_means_no_or_all_of_it() {
    let mut book =
        book(&[("b2bcn", &[note("1"), note("2"), note("3")]), ("b2bcna", &[note("4").amends("0", "10-01-2026")])]);
    accept(&mut book, B2bcn, 0, part([0; 4]));
    accept(&mut book, B2bcn, 1, part([0, 900, 900, 0]));
    accept(&mut book, B2bcn, 2, part([0, 900, 899, 0]));
    accept(&mut book, B2bcna, 0, part([0, 900, 900, 0]));
    let found: Vec<_> = (0..3).map(|row| weight(&book, B2bcn, row, I5)).collect();
    assert_eq!(found, [Some(Weight::Warns), Some(Weight::Warns), None]);
    assert_eq!(fix(&book, B2bcn, 0, I5), Some(Fix::Answer(Answer::NO)));
    assert_eq!(fix(&book, B2bcn, 1, I5), Some(Fix::Answer(Answer::FULL)));
    assert_eq!(weight(&book, B2bcna, 0, I5), None, "of an amendment only the difference falls");
    accept(&mut book, B2bcna, 0, part([0; 4]));
    assert_eq!(fix(&book, B2bcna, 0, I5), Some(Fix::Answer(Answer::NO)));
}

#[test]
fn i6_blocks_more_than_two_decimals() {
    let records = [
        note("1").with("itcRedReq", "Y").with("declCgst", 850.005).with("declSgst", 850.005).with("remarks", "In part"),
        note("2").with("itcRedReq", "Y").with("declCgst", "850.500").with("declSgst", 850.5).with("remarks", "In part"),
        note("3").with("itcRedReq", "Y").with("declCgst", 850.005).with("declSgst", 850.005).with("action", "A"),
    ];
    let mut book = book_of("b2bcn", &records);
    assert_eq!(refusal(&mut book, B2bcn, 0, &ACCEPT()), Some(I6));
    assert_eq!(refusal(&mut book, B2bcn, 1, &ACCEPT()), None);
    assert_eq!(weight(&book, B2bcn, 2, I6), Some(Weight::Info), "nobody touched it");
}

/// An amendment beside its original: tax before and after, and the original's action.
fn beside_original(before: i64, after: i64, original: &str) -> Book {
    let original = invoice("1").heads([before, 0, 0, 0]).with("action", original);
    book(&[("b2b", &[original]), ("b2ba", &[invoice("a").heads([after, 0, 0, 0]).amends("1", "10-02-2026")])])
}

#[test]
fn i7_asks_where_more_is_declared_than_can_fall() {
    for (before, after, original, declared, asked) in [
        (180, 100, "A", 80, false),
        (180, 100, "A", 81, true),
        (180, 200, "A", 1, true),
        (180, 100, "R", 100, false),
        (180, 100, "R", 101, true),
        (180, 100, "N", 81, true),
    ] {
        let mut book = beside_original(before, after, original);
        let asks = questions(&mut book, B2ba, 0, &accepted(part([declared, 0, 0, 0])));
        assert_eq!(asks.contains(&I7), asked, "{before} {after} {original} {declared}");
    }
}

#[test]
fn i7_of_an_amended_credit_note_what_falls_is_what_goes_up() {
    let original = note("1").heads([0, 900, 900, 0]);
    let amendment = note("a").heads([0, 1000, 1000, 0]).amends("1", "10-02-2026");
    let mut book = book(&[("b2bcn", &[original]), ("b2bcna", &[amendment])]);
    assert!(!questions(&mut book, B2bcna, 0, &accepted(part([0, 100, 100, 0]))).contains(&I7));
    assert!(questions(&mut book, B2bcna, 0, &accepted(part([0, 101, 101, 0]))).contains(&I7));
    act(&mut book, B2bcn, 0, Action::Reject);
    assert!(!questions(&mut book, B2bcna, 0, &accepted(part([0, 1000, 1000, 0]))).contains(&I7));
}

#[test]
fn i7_only_informs_where_the_original_is_not_in_the_book() {
    let mut book = book_of("b2ba", &[invoice("a").amends("1", "10-02-2026")]);
    assert!(!questions(&mut book, B2ba, 0, &accepted(part([5000, 0, 0, 0]))).contains(&I7));
    accept(&mut book, B2ba, 0, part([5000, 0, 0, 0]));
    assert_eq!(weight(&book, B2ba, 0, I7), Some(Weight::Info));
}

#[test]
fn i8_asks_where_the_portal_offers_a_reduction_and_nothing_is_answered() {
    for (key, section, record) in
        [("b2ba", B2ba, invoice("1")), ("b2bdna", B2bdna, note("1")), ("ecoma", Ecoma, invoice("1"))]
    {
        let open = record.amends("0", "10-01-2026");
        let (unknown, blocked) = (open.clone().without("itcRedReqBlocked"), open.clone().with("itcRedReqBlocked", "Y"));
        let mut book = book_of(key, &[open, unknown.with("rtnprd", "012026"), blocked.with("rtnprd", "122025")]);
        assert_eq!(questions(&mut book, section, 0, &ACCEPT()), [I8], "{key}");
        assert_eq!(questions(&mut book, section, 1, &ACCEPT()), [], "{key}: the file does not say");
        assert_eq!(questions(&mut book, section, 2, &ACCEPT()), [], "{key}: blocked");
        assert_eq!(questions(&mut book, section, 0, &accepted(Answer::FULL)), [], "{key}: answered");
        assert!(!questions(&mut book, section, 0, &Change::action(Action::Pending)).contains(&I8));
        act(&mut book, section, 0, Action::Accept);
        let finding = finding_on(&book, section, 0, I8, today()).unwrap();
        assert_eq!(finding.fix, Some(Fix::AskAnswer));
        let due = "The portal offers a reduction here. Did the amendment lower the tax, and had you taken the credit?";
        assert_eq!(finding.message, due);
        assert_eq!(book.answers().get(book.said(section, 0).answer).kind, AnswerKind::None, "no default");
    }
}

#[test]
fn the_answers_are_named_in_plain_words() {
    assert_eq!(Answer::FULL.name(), "Yes, full");
    assert_eq!(part([1, 0, 0, 0]).name(), "Yes, part");
    assert_eq!(Answer::NO.name(), "No");
}

#[test]
fn what_the_answers_mean_is_said_in_the_rules_words() {
    let declares = "You declare that this credit was never taken or is already reversed. If that is wrong, tax and interest \
                    fall on you (section 50(3)) and the supplier loses his reduction (section 34(2)).";
    assert_eq!(ims_desk::rules::itc::NO_DECLARES, declares);
    assert!(ims_desk::rules::itc::YES_DEDUCTS.contains("Table 4(A)(5)"));
    assert!(ims_desk::rules::itc::YES_DEDUCTS.contains("do not enter it again in 4(B)"));
}
