//! Several records of one identity, and records that cannot be identified, in a newer download.

use super::{Work, accept, reject};
use crate::common::{self, book, invoice};
use ims_desk::book::Action;
use ims_desk::book::Section::B2b;
use ims_desk::edit::Command;
use ims_desk::edit::merge::{Kind, compare};
use ims_desk::rules::{Findings, RuleId};
use ims_desk::view::{self, Counts, Filter};

#[test]
fn several_records_of_one_identity_are_left_alone_and_named() {
    let copies = [invoice("1"), invoice("1").heads([200, 0, 0, 0])];
    let third = invoice("1").heads([300, 0, 0, 0]);
    // Two copies here and one other there; one here and two there.
    let mut work = Work::invoices(&copies);
    let later = book(&[("b2b", std::slice::from_ref(&third))]);
    let comparison = compare(&work.book, &later);
    assert_eq!(
        (comparison.sheet(B2b).unclear.as_slice(), comparison.count(Kind::Unclear)),
        (&[(vec![0, 1], vec![0])][..], 1)
    );
    work.merge(later);
    assert_eq!(view::rows(&work.book, &Findings::default(), B2b, &Filter::default(), &[]), [0, 1]);
    assert!(work.book.notes().last().unwrap().contains("is there several times"), "{:?}", work.book.notes());

    let mut work = Work::invoices(std::slice::from_ref(&copies[0]));
    work.decide(B2b, "1", reject());
    work.merge_invoices(&[copies[0].clone(), third.clone()]);
    assert_eq!((work.action("1"), work.in_delta("1")), (Action::Reject, true));
    assert_eq!(work.book.sheet(B2b).rows(), 1);

    // The same copies in both are what they were; of one that was picked the copy set aside does not count.
    let mut work = Work::invoices(&copies);
    let comparison = compare(&work.book, &book(&[("b2b", &copies)]));
    assert_eq!(comparison.count(Kind::Unchanged), 2);
    work.do_it(Command::Pick { keep: vec![(B2b, 1)] });
    work.decide(B2b, "1", accept());
    let filed = copies[1].clone().with("tradenm", "Asha Traders");
    work.merge_invoices(&[filed]);
    assert_eq!((work.row(B2b, "1"), work.action("1")), (2, Action::Accept));
    assert!(!work.book.sheet(B2b).has_rivals(2));
    // Back to before the pick there are two again, and rule F1 speaks.
    while work.log.undo(&mut work.book).is_some() {}
    let findings = Findings::of(&work.book, common::day("01-03-2026"));
    assert!(findings.has(B2b, 0, RuleId::F1) && findings.has(B2b, 1, RuleId::F1));
}

#[test]
fn new_copies_that_contradict_each_other_both_come_and_cannot_be_decided() {
    let mut work = Work::invoices(&[]);
    work.merge_invoices(&[invoice("1"), invoice("1").heads([200, 0, 0, 0])]);
    let findings = Findings::of(&work.book, common::day("01-03-2026"));
    assert!(findings.has(B2b, 0, RuleId::F1) && findings.has(B2b, 1, RuleId::F1));
    work.log.undo(&mut work.book);
    assert_eq!(Counts::of(work.book.sheet(B2b)).all(), 0);
}

#[test]
fn records_that_cannot_be_identified_are_the_same_only_to_the_letter() {
    let nameless = |value: i64| invoice("1").without("inum").with("val", value);
    let work = Work::invoices(&[nameless(1), nameless(2)]);
    let later = book(&[("b2b", &[nameless(2), nameless(3)])]);
    let comparison = compare(&work.book, &later);
    assert_eq!([Kind::Unchanged, Kind::New, Kind::Gone].map(|kind| comparison.count(kind)), [1, 1, 1]);
}
