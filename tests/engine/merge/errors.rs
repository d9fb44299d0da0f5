//! What the portal found wrong with a record, and a newer download that has it again.

use super::*;
use ims_desk::book::{Report, Stated};

fn refuse(work: &mut Work, number: &str) {
    let stated = Stated { section: Some(B2b), number: number.into(), supplier: SUPPLIER.into(), ..Stated::default() };
    let report = Report { stated, code: "IMSSAV0010".into(), message: "Action differs".into() };
    work.do_it(Command::Errors { file: "errors.json".into(), reports: vec![report] });
}

fn codes(work: &Work, number: &str) -> Vec<String> {
    let errors = work.book.errors_of(B2b, work.row(B2b, number));
    errors.iter().map(|error| error.code.to_string()).collect()
}

/// Two invoices; the first was rejected and uploaded, and the portal refused it.
fn refused() -> Work {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    work.decide(B2b, "1", reject());
    work.upload();
    refuse(&mut work, "1");
    assert_eq!(codes(&work, "1"), ["IMSSAV0010"]);
    work
}

#[test]
fn an_error_stays_with_a_record_that_the_portal_has_not_taken() {
    let mut work = refused();
    let old = work.row(B2b, "1");
    work.merge_invoices(&[invoice("1"), invoice("2")]);
    let new = work.row(B2b, "1");
    assert_ne!(old, new, "the upload said nothing of this version");
    assert_eq!(codes(&work, "1"), ["IMSSAV0010"]);
    let (error, on) = work.book.errors().mark(0).unwrap();
    assert_eq!((on, error.records.as_slice(), work.book.is_open(0)), (Some((B2b, new)), &[(B2b, new)][..], true));
    assert!(Findings::of(&work.book, common::day("01-11-2026")).worst(B2b, new).is_some(), "rule F7 speaks of it");

    work.log.undo(&mut work.book);
    assert_eq!(
        (codes(&work, "1"), work.book.errors().mark(0).unwrap().1),
        (vec!["IMSSAV0010".into()], Some((B2b, old)))
    );
    work.log.redo(&mut work.book);
    assert_eq!(codes(&work, "1"), ["IMSSAV0010"]);
}

#[test]
fn an_error_that_came_later_lies_over_one_that_came_with_the_record_and_both_go_back() {
    let mut work = refused();
    work.merge_invoices(&[invoice("1"), invoice("2")]);
    refuse(&mut work, "1");
    assert_eq!(codes(&work, "1").len(), 2);
    work.merge_invoices(&[invoice("1").with("tradenm", "Another name"), invoice("2")]);
    assert_eq!(codes(&work, "1").len(), 2, "a name changes nothing in what was decided");
    for _ in 0..3 {
        work.log.undo(&mut work.book);
    }
    assert_eq!(codes(&work, "1").len(), 1);
    for _ in 0..3 {
        work.log.redo(&mut work.book);
    }
    assert_eq!(codes(&work, "1").len(), 2);
    work.decide(B2b, "1", accept());
    assert!(codes(&work, "1").is_empty(), "until the decision changes");
}

#[test]
fn an_error_ends_where_the_portal_holds_the_decision_or_the_supplier_changed_the_document() {
    let holds = invoice("1").with("action", "R").with("remarks", "Not ours");
    for later in [holds, invoice("1").heads([90, 0, 0, 0])] {
        let mut work = refused();
        work.merge_invoices(&[later, invoice("2")]);
        assert!(codes(&work, "1").is_empty() && !work.book.is_open(0));
        work.log.undo(&mut work.book);
        assert_eq!(codes(&work, "1"), ["IMSSAV0010"]);
    }
}
