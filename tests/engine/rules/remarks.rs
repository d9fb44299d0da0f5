//! Rules about remarks: R1 to R5.

use super::*;
use crate::common::{book_of, invoice, note};
use ims_desk::book::Section::*;
use ims_desk::book::{Field, TextId};
use ims_desk::rules::RuleId::*;

fn rejected_with(text: &str) -> Change {
    Change { action: Some(Action::Reject), ..Change::remarks(text) }
}

#[test]
fn r1_takes_250_characters_and_refuses_more() {
    let mut book = book_of("b2b", &[invoice("1")]);
    assert_eq!(refusal(&mut book, B2b, 0, &rejected_with(&"x".repeat(250))), None);
    assert_eq!(refusal(&mut book, B2b, 0, &rejected_with(&"x".repeat(251))), Some(R1));
    let message = words(&mut book, B2b, 0, &rejected_with(&"x".repeat(251)), R1);
    assert!(message.contains("250") && message.contains("251"), "{message}");
}

#[test]
fn r1_counts_characters_not_bytes() {
    let mut book = book_of("b2b", &[invoice("1")]);
    assert_eq!(refusal(&mut book, B2b, 0, &rejected_with(&"₹".repeat(250))), None);
    assert_eq!(refusal(&mut book, B2b, 0, &rejected_with(&"₹".repeat(251))), Some(R1));
}

#[test]
fn r1_counts_after_line_breaks_became_spaces() {
    let mut book = book_of("b2b", &[invoice("1")]);
    let text = format!("{}\r\n{}", "x".repeat(124), "y".repeat(125));
    assert_eq!(refusal(&mut book, B2b, 0, &rejected_with(&text)), None);
}

#[test]
fn r2_refuses_remarks_where_the_portal_blocks_them() {
    let mut book = book_of("b2b", &[invoice("1").with("isRemarksBlocked", "Y"), invoice("2")]);
    assert_eq!(refusal(&mut book, B2b, 0, &rejected_with("Not ours")), Some(R2));
    assert_eq!(refusal(&mut book, B2b, 1, &rejected_with("Not ours")), None);
    assert_eq!(refusal(&mut book, B2b, 0, &Change::action(Action::Reject)), None);
}

#[test]
fn r2_refuses_an_action_that_would_send_earlier_remarks_and_is_mended_by_clearing_them() {
    let record = invoice("1").with("isRemarksBlocked", "Y").with("remarks", "Earlier").with("action", "P");
    let mut book = book_of("b2b", &[record]);
    assert_eq!(weight(&book, B2b, 0, R2), Some(Weight::Info), "nobody touched it");
    assert_eq!(refusal(&mut book, B2b, 0, &Change::action(Action::Reject)), Some(R2));
    assert_eq!(refusal(&mut book, B2b, 0, &Change::action(Action::Accept)), None, "an Accept sends none");
    assert_eq!(refusal(&mut book, B2b, 0, &rejected_with("")), None);
    act(&mut book, B2b, 0, Action::Reject);
    assert_eq!(weight(&book, B2b, 0, R2), Some(Weight::Blocks));
    assert_eq!(fix(&book, B2b, 0, R2), Some(Fix::ClearRemarks));
    decide(&mut book, B2b, 0, Change::remarks(""));
    assert_eq!(weight(&book, B2b, 0, R2), None);
}

#[test]
fn r3_says_where_remarks_are_kept_and_not_sent() {
    let records = [invoice("1").with("remarks", "Kept")];
    let mut book = book_of("b2b", &records);
    for (action, kept) in
        [(Action::NoAction, true), (Action::Accept, true), (Action::Reject, false), (Action::Pending, false)]
    {
        act(&mut book, B2b, 0, action);
        assert_eq!(weight(&book, B2b, 0, R3), kept.then_some(Weight::Info), "{action:?}");
        assert_eq!(book.said(B2b, 0).remarks == TextId::NONE, kept, "{action:?}");
        assert_eq!(book.text(book.sheet(B2b).decision(0).remarks), "Kept");
    }
}

#[test]
fn r3_speaks_of_an_accept_only_where_the_answer_sends_no_remarks() {
    let mut book = book_of("b2bcn", &[note("1").with("remarks", "Kept")]);
    for (answer, kept) in [(Answer::FULL, true), (Answer::NO, false), (part([0, 850, 850, 0]), false)] {
        accept(&mut book, B2bcn, 0, answer);
        assert_eq!(weight(&book, B2bcn, 0, R3), kept.then_some(Weight::Info), "{answer:?}");
        assert_eq!(book.said(B2bcn, 0).remarks == TextId::NONE, kept, "{answer:?}");
    }
}

#[test]
fn r4_asks_where_accept_with_no_or_part_lacks_remarks() {
    for (key, section, record) in [("b2bcn", B2bcn, note("1")), ("b2bdna", B2bdna, note("1").amends("0", "10-01-2026"))]
    {
        let mut book = book_of(key, &[record]);
        for (answer, asked) in [(Answer::NO, true), (part([0, 850, 850, 0]), true), (Answer::FULL, false)] {
            let asks = questions(&mut book, section, 0, &accepted(answer));
            assert_eq!(asks.contains(&R4), asked, "{key} {answer:?}");
            let with_remarks = Change { remarks: Some("ITC not availed".into()), ..accepted(answer) };
            assert!(!questions(&mut book, section, 0, &with_remarks).contains(&R4));
        }
        accept(&mut book, section, 0, Answer::NO);
        assert_eq!(fix(&book, section, 0, R4), Some(Fix::AskRemarks));
    }
}

#[test]
fn r4_offers_its_templates() {
    let due = [
        "Blocked credit, already reversed in Table 4(B)(1) of GSTR-3B of …",
        "ITC not availed",
        "ITC already reversed in GSTR-3B of …",
        "ITC availed in part",
    ];
    assert_eq!(ims_desk::rules::remarks::TEMPLATES, due);
}

#[test]
fn r5_turns_control_characters_and_line_breaks_into_spaces() {
    let change = Change::remarks("one\ntwo\r\nthree\tfour\u{7}five\u{85}six");
    assert_eq!(change.remarks.as_deref(), Some("one two three four five six"));
}

#[test]
fn r5_warns_of_characters_that_the_portal_may_refuse() {
    let mut book = book_of("b2b", &[invoice("1")]);
    for text in ["<b", "b>", "a \"quote\"", "back\\slash", "A & B", "it's", "one; two", "₹ 500", "नहीं", "caf\u{e9}"]
    {
        decide(&mut book, B2b, 0, rejected_with(text));
        assert_eq!(weight(&book, B2b, 0, R5), Some(Weight::Warns), "{text}");
        assert_eq!(finding_on(&book, B2b, 0, R5, today()).unwrap().field, Field::Remarks);
    }
    for text in ["Not ours", "See INV/26-27/0001, dated 10-02-2026 (two copies): 50% + 3 = #4 @ 5_6 *!?", ""] {
        decide(&mut book, B2b, 0, rejected_with(text));
        assert_eq!(weight(&book, B2b, 0, R5), None, "{text}");
    }
}

#[test]
fn an_internal_note_has_no_limit_no_rule_and_is_never_said() {
    let mut book = book_of("b2b", &[invoice("1").with("isRemarksBlocked", "Y")]);
    let note = Change::note(&"<long>\n".repeat(1000));
    assert_eq!(questions(&mut book, B2b, 0, &note), []);
    decide(&mut book, B2b, 0, note);
    assert_eq!(book.delta(B2b).count(), 0);
    assert!([R1, R2, R3, R5].into_iter().all(|rule| weight(&book, B2b, 0, rule).is_none()));
}
