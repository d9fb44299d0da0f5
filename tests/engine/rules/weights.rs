//! How much findings weigh, what a bulk change does with them, and what may not change by itself.

use super::*;
use crate::common::{Record, book, book_of, invoice, note};
use ims_desk::book::Section::*;
use ims_desk::rules::RuleId::*;
use ims_desk::rules::{ALL_IDS, Findings};

/// Imported decisions that would block or ask if they were made today.
fn untouched() -> Vec<Record> {
    vec![
        note("1").with("action", "A"),
        note("2").with("action", "A").with("itcRedReq", "N"),
        note("3")
            .with("action", "P")
            .with("ispendactblocked", "Y")
            .with("isRemarksBlocked", "Y")
            .with("remarks", "Late"),
        note("4")
            .with("action", "A")
            .with("itcRedReq", "Y")
            .with("declCgst", 5000)
            .with("declSgst", 6000)
            .with("remarks", "x"),
        note("5").with("action", "R").with("remarks", "y".repeat(300)),
    ]
}

#[test]
fn what_no_one_touched_stops_nothing() {
    let book = book_of("b2bcn", &untouched());
    let findings = Findings::of(&book, today());
    for row in 0..5 {
        let all = findings.in_words(&book, B2bcn, row);
        assert!(all.iter().all(|f| f.weight < Weight::Asks), "{row}: {all:?}");
    }
    for (row, rule) in [(0, I1), (1, R4), (2, A1), (2, R2), (3, I3), (3, I4), (4, R1), (4, A2)] {
        assert_eq!(weight(&book, B2bcn, row, rule), Some(Weight::Info), "{row} {rule:?}");
    }
}

#[test]
fn the_same_condition_counts_in_full_once_the_record_would_be_written() {
    let mut book = book_of("b2bcn", &untouched());
    for (row, rule, due) in [(0, I1, Weight::Blocks), (1, R4, Weight::Asks), (3, I3, Weight::Blocks)] {
        act(&mut book, B2bcn, row, Action::Reject);
        assert_eq!(weight(&book, B2bcn, row, rule), None, "{row} {rule:?}: it is rejected now");
        act(&mut book, B2bcn, row, Action::Accept);
        assert_eq!(weight(&book, B2bcn, row, rule), Some(Weight::Info), "{row} {rule:?}: it is as imported again");
        let said = book.said(B2bcn, row);
        let other = ims_desk::book::Said { action: Action::Reject, ..said };
        Log::default().apply(&mut book, Command::Uploaded { name: "up.json".into(), said: vec![(B2bcn, row, other)] });
        assert_eq!(weight(&book, B2bcn, row, rule), Some(due), "{row} {rule:?}: the last upload said something else");
    }
}

#[test]
fn a_bulk_change_goes_to_the_rows_that_may_have_it_and_names_the_others() {
    let records = [
        invoice("1"),
        invoice("2").with("ispendactblocked", "Y"),
        invoice("3").with("action", "P"),
        invoice("4").with("val", "?"),
        invoice("5"),
    ];
    let book = book_of("b2b", &records);
    let plan = plan(&book, B2b, &(0..5).collect(), &Change::action(Action::Pending), today());
    assert_eq!(plan.allowed.iter().collect::<Vec<_>>(), [0, 4]);
    assert_eq!(plan.refused.iter().map(|r| (r.row, r.rule)).collect::<Vec<_>>(), [(1, A1), (3, F8)]);
    assert_eq!(plan.unchanged, 1);
}

#[test]
fn planning_changes_no_decision() {
    let book = book_of("b2bcn", &untouched());
    let before: Vec<_> = (0..5).map(|row| book.sheet(B2bcn).decision(row)).collect();
    for action in Action::CHOICES {
        plan(&book, B2bcn, &(0..5).collect(), &Change::action(action), today());
    }
    Findings::of(&book, today());
    assert_eq!((0..5).map(|row| book.sheet(B2bcn).decision(row)).collect::<Vec<_>>(), before);
    assert_eq!(book.delta(B2bcn).count(), 0, "import changes nothing");
}

#[test]
fn missing_flags_are_noted_once_a_file_where_they_matter() {
    let bare = |record: Record| record.without("ispendactblocked").without("isRemarksBlocked");
    let silent = book(&[
        ("b2b", &[bare(invoice("1")), bare(invoice("2"))]),
        ("b2bdn", &[bare(note("3")).without("itcRedReqBlocked")]),
    ]);
    assert!(silent.notes().is_empty(), "{:?}", silent.notes());
    let stated = book_of("b2bcn", &[bare(note("1")), bare(note("2")), note("3").without("itcRedReqBlocked")]);
    assert_eq!(stated.notes().len(), 1, "{:?}", stated.notes());
}

#[test]
fn findings_kept_up_to_date_are_those_made_afresh() {
    let original = invoice("1").with("idt", "10-01-2026").with("rtnprd", "012026");
    let amendment = invoice("a").amends("1", "10-01-2026").with("action", "A");
    let mut book =
        book(&[("b2b", &[original, invoice("2"), invoice("2").with("action", "A")]), ("b2ba", &[amendment])]);
    let mut findings = Findings::of(&book, today());
    for (row, action) in [(0, Action::Pending), (0, Action::Accept), (1, Action::Reject), (0, Action::NoAction)] {
        act(&mut book, B2b, row, action);
        findings.renew(&book, &[(B2b, [row].into())]);
        let afresh = Findings::of(&book, today());
        for (section, rows) in [(B2b, 0..3), (B2ba, 0..1)] {
            for row in rows {
                assert_eq!(findings.worst(section, row), afresh.worst(section, row));
                let has = |f: &Findings| ALL_IDS.into_iter().filter(|&id| f.has(section, row, id)).collect::<Vec<_>>();
                assert_eq!(has(&findings), has(&afresh), "{section:?} {row} after {action:?}");
            }
            for weight in [Weight::Info, Weight::Warns, Weight::Asks, Weight::Blocks] {
                assert_eq!(findings.count(section, weight), afresh.count(section, weight));
            }
        }
    }
}
