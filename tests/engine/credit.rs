//! What an action does to the credit, row by row of the table at the end of rules.md.

use ims_desk::book::{Action, Answer, Book, Decision, Section};
use ims_desk::portal::{self, Input};
use ims_desk::rules::credit::{Effect, deemed, effect};
use ims_desk::values::Progress;

const SUPPLIER: &str = "29AAAAA0000A1ZY";

fn record(keys: &str, number: &str, igst: i64, more: &str) -> String {
    let (number_key, date_key) = if keys == "note" { ("nt_num", "nt_dt") } else { ("inum", "idt") };
    format!(
        r#"{{"stin":"{SUPPLIER}","{number_key}":"{number}","{date_key}":"08-10-2026","inv_typ":"R","val":1180,"txval":1000,"iamt":{igst},"camt":0,"samt":0,"cess":0,"pos":"27","srcform":"R1","action":"N"{more}}}"#
    )
}

fn book(sections: &[(&str, Vec<String>)]) -> Book {
    let body: Vec<String> =
        sections.iter().map(|(key, records)| format!("\"{key}\":[{}]", records.join(","))).collect();
    let bytes = format!(r#"{{"imsDetails":{{"rtin":"27AAAAA0000A1Z2",{}}}}}"#, body.join(",")).into_bytes();
    portal::read(vec![Input { name: "test".into(), path: None, bytes }], &Progress::default()).unwrap()
}

/// IGST in rupees that a decision adds to the credit, and how it is counted.
fn igst(book: &mut Book, section: Section, row: u32, action: Action, answer: Answer) -> (&'static str, i64) {
    let decision = Decision { action, answer: book.answers.id(answer), ..book.sheet(section).decision(row) };
    match effect(book, section, row, decision) {
        Effect::Counted(h) => ("counted", h[0] / 100),
        Effect::Provisional(h) => ("provisional", h[0] / 100),
        Effect::Apart(h) => ("apart", h[0] / 100),
    }
}

const NONE: Answer =
    Answer { kind: ims_desk::book::AnswerKind::None, heads: [0; 4], by_default: false, inexact: false };
const PERIOD: &str = r#","rtnprd":"102026","srcfilstatus":"F""#;

#[test]
fn an_invoice_gives_its_tax_when_it_is_accepted_or_deemed_so() {
    let mut book = book(&[("b2b", vec![record("", "A", 180, PERIOD)])]);
    for (action, credit) in [(Action::Accept, 180), (Action::NoAction, 180), (Action::Reject, 0), (Action::Pending, 0)]
    {
        assert_eq!(igst(&mut book, Section::B2b, 0, action, NONE), ("counted", credit), "{action:?}");
    }
}

#[test]
fn a_credit_note_takes_all_a_part_or_nothing() {
    let mut book = book(&[("b2bcn", vec![record("note", "A", 180, PERIOD)])]);
    let part = Answer::part([5_000, 0, 0, 0]);
    for (action, answer, credit) in [
        (Action::Accept, Answer::FULL, -180),
        (Action::Accept, part, -50),
        (Action::Accept, Answer::NO, 0),
        (Action::Reject, NONE, 0),
        (Action::Pending, NONE, 0),
        (Action::NoAction, NONE, -180),
        // An answer that is set aside says nothing when the note is deemed accepted.
        (Action::NoAction, Answer::NO, -180),
    ] {
        assert_eq!(igst(&mut book, Section::B2bcn, 0, action, answer), ("counted", credit), "{action:?} {answer:?}");
    }
}

#[test]
fn what_is_not_filed_is_provisional_and_never_deemed_accepted() {
    let mut book = book(&[("b2b", vec![record("", "A", 180, r#","rtnprd":"102026","srcfilstatus":"NF""#)])]);
    assert_eq!(igst(&mut book, Section::B2b, 0, Action::Accept, NONE), ("provisional", 180));
    assert_eq!(igst(&mut book, Section::B2b, 0, Action::NoAction, NONE), ("counted", 0));
    assert_eq!(deemed(&book, |_, _| false).records, 0);
}

fn amended(original_action: Action, amended_igst: i64) -> Book {
    let original = r#","rtnprd":"112026","srcfilstatus":"F","oinum":"A","oidt":"08-10-2026""#;
    let mut book =
        book(&[("b2b", vec![record("", "A", 180, PERIOD)]), ("b2ba", vec![record("", "B", amended_igst, original)])]);
    book.sheet_mut(Section::B2b).actions[0] = original_action;
    book
}

#[test]
fn an_amendment_of_an_accepted_original_counts_the_difference() {
    let mut up = amended(Action::Accept, 200);
    assert_eq!(igst(&mut up, Section::B2ba, 0, Action::Accept, NONE), ("counted", 20));
    let mut down = amended(Action::NoAction, 100);
    assert_eq!(igst(&mut down, Section::B2ba, 0, Action::Accept, Answer::FULL), ("counted", -80));
    assert_eq!(igst(&mut down, Section::B2ba, 0, Action::Accept, Answer::part([3_000, 0, 0, 0])), ("counted", -30));
    assert_eq!(igst(&mut down, Section::B2ba, 0, Action::Accept, Answer::NO), ("counted", 0));
    assert_eq!(igst(&mut down, Section::B2ba, 0, Action::NoAction, NONE), ("counted", -80));
    assert_eq!(igst(&mut down, Section::B2ba, 0, Action::Reject, NONE), ("counted", 0));
}

#[test]
fn an_amendment_of_a_rejected_original_counts_in_full() {
    let mut book = amended(Action::Reject, 100);
    assert_eq!(igst(&mut book, Section::B2ba, 0, Action::Accept, NONE), ("counted", 100));
}

#[test]
fn an_amendment_without_its_original_is_counted_apart() {
    let alone = r#","rtnprd":"112026","srcfilstatus":"F","oinum":"Z","oidt":"08-10-2026""#;
    let mut book = book(&[("b2ba", vec![record("", "B", 100, alone)])]);
    assert_eq!(igst(&mut book, Section::B2ba, 0, Action::Accept, NONE), ("apart", 100));
}

#[test]
fn an_amendment_of_the_same_period_replaces_its_original() {
    let same = r#","rtnprd":"102026","srcfilstatus":"F","oinum":"A","oidt":"08-10-2026""#;
    let mut book = book(&[("b2b", vec![record("", "A", 180, PERIOD)]), ("b2ba", vec![record("", "B", 100, same)])]);
    assert_eq!(igst(&mut book, Section::B2b, 0, Action::Accept, NONE), ("counted", 0));
    assert_eq!(igst(&mut book, Section::B2ba, 0, Action::Accept, NONE), ("counted", 100));
}

#[test]
fn deemed_acceptance_tells_gain_and_loss_apart() {
    let book = book(&[("b2b", vec![record("", "A", 180, PERIOD)]), ("b2bcn", vec![record("note", "C", 50, PERIOD)])]);
    let deemed = deemed(&book, |section, _| section == Section::B2b);
    assert_eq!((deemed.records, deemed.gained, deemed.lost), (2, 18_000, 5_000));
    assert_eq!((deemed.with_findings, deemed.tax_with_findings), (1, 18_000));
}
