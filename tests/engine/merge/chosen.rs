//! What the user chose is the user's decision, even if the portal held just that: a newer download that says otherwise waits for the
//! user, as with any other decision.

use super::*;
use ims_desk::store::journal::Snapshot;

fn no_action() -> Change {
    Change::action(Action::NoAction)
}

fn held(number: &str, action: &str) -> Record {
    invoice(number).with("action", action)
}

fn is_chosen(work: &Work, number: &str) -> bool {
    work.book.sheet(B2b).chosen().contains(work.row(B2b, number))
}

fn rows_of(work: &Work, number: &str) -> Vec<(Section, RoaringBitmap)> {
    vec![(B2b, rows(&[work.row(B2b, number)]))]
}

#[test]
fn no_action_that_the_user_chose_is_set_aside_where_someone_accepted_on_the_portal() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    work.decide(B2b, "1", no_action());
    let later = book(&[("b2b", &[held("1", "A"), held("2", "A")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::Conflict, Kind::Elsewhere], "the second was never decided");
    work.merge(later);
    assert_eq!((work.action("1"), is_chosen(&work, "1")), (Action::Accept, false), "the portal's until it is picked");
    let row = work.row(B2b, "1");
    assert_eq!(set_aside(&work.book, B2b, row).map(|(_, decision)| decision.action), Some(Action::NoAction));
    let plan = plan_take_up(&work.book, &[(B2b, rows(&[row]))], common::day("01-11-2026"));
    assert_eq!(plan.allowed.len(), 1);
    work.do_it(Command::Table { what: TAKEN_UP.into(), rows: plan.allowed });
    assert_eq!((work.action("1"), work.in_delta("1"), is_chosen(&work, "1")), (Action::NoAction, true, true));
}

#[test]
fn a_choice_goes_with_its_record_as_long_as_it_holds() {
    let mut work = Work::invoices(&[held("1", "N").with("srcfilstatus", "Not Filed"), held("2", "N"), held("3", "N")]);
    ["1", "2", "3"].iter().for_each(|number| work.decide(B2b, number, no_action()));
    work.do_it(Command::Restore { rows: rows_of(&work, "3") });
    let filed = held("1", "N").with("tradenm", "Asha Traders");
    work.merge_invoices(&[filed, held("2", "N").heads([200, 0, 0, 0]), held("3", "N")]);
    let chosen = ["1", "2", "3"].map(|number| is_chosen(&work, number));
    assert_eq!(chosen, [true, false, false], "the supplier changed the second, the third was restored");
    let waits = ["1", "2", "3"].map(|number| set_aside(&work.book, B2b, work.row(B2b, number)).is_some());
    assert_eq!(waits, [false, true, false], "as any decision on a document that the supplier changed");
    let later = book(&[("b2b", &["1", "2", "3"].map(|number| held(number, "A")))]);
    let kinds =
        compare(&work.book, &later).sheet(B2b).fates.iter().map(|fate| (fate.new, fate.kind)).collect::<Vec<_>>();
    // The first two changed as well: a name is none of the document.
    assert_eq!(kinds, [(Some(0), Kind::Conflict), (Some(1), Kind::Changed), (Some(2), Kind::Elsewhere)]);
}

#[test]
fn what_the_portal_took_and_holds_no_more_waits_for_the_user() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    ["1", "2"].iter().for_each(|number| work.decide(B2b, number, accept()));
    work.upload();
    work.merge_invoices(&[held("1", "A"), held("2", "A")]);
    assert_eq!(took(&work.book, B2b, work.row(B2b, "1")), Some(Took::Confirmed));
    let later = book(&[("b2b", &[held("1", "N"), held("2", "R")])]);
    assert_eq!(work.kind(&later, B2b), [Kind::Conflict; 2]);
    work.merge(later);
    assert_eq!([work.action("1"), work.action("2")], [Action::NoAction, Action::Reject], "the portal's counts");
    let aside = ["1", "2"].map(|number| set_aside(&work.book, B2b, work.row(B2b, number)).unwrap().1.action);
    assert_eq!(aside, [Action::Accept; 2]);
}

#[test]
fn undo_and_putting_one_record_back_take_the_choice_back_too() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2")]);
    let both = vec![(B2b, rows(&[0, 1]))];
    work.do_it(Command::Decide { rows: both, change: no_action() });
    let back = work.log.revert(&work.book, 0, &[(B2b, rows(&[0]))]).expect("the choice is put back");
    work.do_it(back);
    assert_eq!([is_chosen(&work, "1"), is_chosen(&work, "2")], [false, true]);
    assert_eq!(work.log.revert(&work.book, 0, &[(B2b, rows(&[0]))]), None, "nothing is left to put back");
    work.log.undo(&mut work.book);
    assert_eq!([is_chosen(&work, "1"), is_chosen(&work, "2")], [true, true]);
    work.log.undo(&mut work.book);
    assert!(work.book.sheet(B2b).chosen().is_empty());
    work.log.redo(&mut work.book);
    assert_eq!([is_chosen(&work, "1"), is_chosen(&work, "2")], [true, true]);
}

#[test]
fn a_snapshot_brings_choices_to_another_book_of_these_records_and_takes_others_back() {
    let mut work = Work::invoices(&[invoice("1"), invoice("2"), invoice("3")]);
    work.decide(B2b, "1", no_action());
    work.decide(B2b, "2", accept());
    let snapshot = Snapshot::from_bytes(&Snapshot::of(&work.book, 1, 2).to_bytes()).unwrap();
    let mut again = Work::invoices(&[invoice("1"), invoice("2"), invoice("3")]);
    again.decide(B2b, "3", no_action());
    for command in snapshot.restore(&mut again.book).commands {
        again.do_it(command);
    }
    assert_eq!(again.book.sheet(B2b).chosen(), work.book.sheet(B2b).chosen());
    assert_eq!(
        [again.action("1"), again.action("2"), again.action("3")],
        [Action::NoAction, Action::Accept, Action::NoAction]
    );
}
