//! A record that the user set to No action is decided, though the portal has none either: what takes suggestions leaves it, over a
//! newer download too, and the saved table holds it.

use std::sync::Arc;

use ims_desk::book::{Action, Book, Class, Section};
use ims_desk::edit::Command;
use ims_desk::exchange::{decisions, saved};
use ims_desk::matching::suggest::offer::Left;
use ims_desk::session::deciding::decide::restore;
use ims_desk::session::files::tables::loaded;
use ims_desk::session::heavy_steps::Rework;
use ims_desk::session::result_line::ResultLine;
use ims_desk::session::suppliers::{SupplierAsk, SupplierPlan};
use ims_desk::session::{Place, Session};
use ims_desk::view::selection::Select;
use ims_desk::view::suppliers::SupplierNumbers;
use roaring::RoaringBitmap;

use super::{act, action, open, said};
use crate::matching::given::{download, read, today};

const B2B: Section = Section::B2b;
const DOCUMENTS: [&str; 3] =
    ["29T A/1 08-06-2026 10000/1800", "29T A/2 08-06-2026 2000/360", "29T A/3 08-06-2026 3000/540"];

/// Both records were accepted and set to No action again.
fn two_set_to_no_action() -> Session {
    let unfiled = format!("{} unfiled", DOCUMENTS[0]);
    let mut open = open(&[&unfiled, DOCUMENTS[1], DOCUMENTS[2]], &DOCUMENTS);
    for row in [0, 1] {
        act(&mut open, B2B, row, Action::Accept);
        act(&mut open, B2B, row, Action::NoAction);
    }
    open
}

/// The row of a record as it is now.
fn row_of(open: &Session, number: &str) -> u32 {
    let sheet = open.book().sheet(B2B);
    (0..sheet.rows()).find(|&row| sheet.in_force(row) && sheet.records().numbers.get(row) == number).unwrap()
}

#[test]
fn what_was_set_to_no_action_stays_so_when_a_newer_download_brings_it_again() {
    let mut open = two_set_to_no_action();
    let newer = Command::merge(Arc::new(read(&download(&DOCUMENTS))), Vec::new());
    let work = Rework::Apply(Box::new((newer, ResultLine::default())));
    open.take_reworked(work.carry_out(Book::clone(open.book()), open.log().clone(), open.day()));
    assert_ne!(row_of(&open, "A/1"), 0, "its supplier filed: it is a new version");
    open.take_suggested(Class::Exact);
    assert_eq!(said(&open), "Accepted 1 that agree with the books. Left: 2 decided already.");
    let now = ["A/1", "A/2", "A/3"].map(|number| action(&open, B2B, row_of(&open, number)));
    assert_eq!(now, [Action::NoAction, Action::NoAction, Action::Accept]);
    open.undo();
    // What is restored is the portal's again.
    let rows = vec![(B2B, RoaringBitmap::from_iter([row_of(&open, "A/1")]))];
    open.apply_and_say(Command::Restore { rows }, ResultLine::default());
    open.take_suggested(Class::Exact);
    assert_eq!(said(&open), "Accepted 2 that agree with the books. Left: 1 decided already.");
}

#[test]
fn the_saved_table_gives_back_what_was_set_to_no_action() {
    let mut before = two_set_to_no_action();
    act(&mut before, B2B, 2, Action::Reject);
    let mut text = Vec::new();
    assert_eq!(saved::write(before.book(), &mut text).unwrap(), 3);

    let unfiled = format!("{} unfiled", DOCUMENTS[0]);
    let mut after = open(&[&unfiled, DOCUMENTS[1], DOCUMENTS[2]], &DOCUMENTS);
    let table = decisions::read(&text).unwrap();
    let read = loaded(after.book(), &table, "saved.csv".into(), false, today());
    after.apply_and_say(Command::table("Loaded", read.changes.changes), ResultLine::default());
    assert_eq!(after.book().sheet(B2B).chosen(), before.book().sheet(B2B).chosen());
    after.take_suggested(Class::Exact);
    assert_eq!(action(&after, B2B, 1), Action::NoAction);
    assert_eq!(saved::lost(after.book(), &text, today()), []);
}

#[test]
fn what_was_set_to_no_action_waits_for_a_tick_in_the_question_about_suppliers() {
    let open = two_set_to_no_action();
    let numbers = SupplierNumbers::of(open.book());
    let every = [numbers.of_row(open.book(), B2B, 0)].into();
    let ask = SupplierAsk { suppliers: every, action: Some(Action::Accept), ..SupplierAsk::default() };
    let plan = |ask: &SupplierAsk| SupplierPlan::of(open.book(), &numbers, ask, |_, _, _| None, |_, _| false, today());
    let without = plan(&ask);
    assert_eq!((without.count(), without.yours), (1, 2));
    let with = plan(&SupplierAsk { yours: true, ..ask });
    assert_eq!((with.parts.no_action, with.parts.by_ticks), (1, 2));
}

#[test]
fn a_record_without_an_action_that_is_set_to_no_action_is_decided_by_a_key_as_by_a_table() {
    let mut open = open(&DOCUMENTS, &DOCUMENTS);
    let before = open.log().in_force();
    open.select(B2B, Select::Row(0));
    assert_eq!(open.targets().changes(Action::NoAction), 1, "the button says so");
    act(&mut open, B2B, 0, Action::NoAction);
    assert!(said(&open).starts_with("Set 1 in B2B to No action"), "{}", said(&open));
    assert_eq!((open.log().in_force(), open.book().sheet(B2B).is_left_without_action(0)), (before + 1, true));
    assert_eq!(open.targets().changes(Action::NoAction), 0);
    act(&mut open, B2B, 0, Action::NoAction);
    assert_eq!(said(&open), "Nothing changed. 1 already without action, skipped.");
    // A table says the same of each.
    let text =
        "section,stin,number,date,action\nb2b,29TESTA1234B1Z6,A/1,08-06-2026,N\nb2b,29TESTA1234B1Z6,A/2,08-06-2026,N\n";
    let table = decisions::read(text.as_bytes()).unwrap();
    let read = loaded(open.book(), &table, "n.csv".into(), false, today());
    assert_eq!((read.changes.changes.len(), read.changes.marked, read.changes.already), (1, 1, 1));
    // What takes suggestions leaves it; restored, it is as if it was never touched.
    open.take_suggested(Class::Exact);
    assert_eq!(said(&open), "Accepted 2 that agree with the books. Left: 1 decided already.");
    open.undo();
    restore(&mut open, B2B, &RoaringBitmap::from_iter([0]), 0);
    assert_eq!(said(&open), "Restored the portal action of 1 in B2B: 1 No action.");
    assert!(open.book().sheet(B2B).chosen().is_empty());
    restore(&mut open, B2B, &RoaringBitmap::from_iter([0]), 0);
    assert_eq!(said(&open), "Nothing changed: already as the portal holds them.");
}

#[test]
fn a_record_whose_decision_a_newer_download_set_aside_is_left_until_the_user_picks() {
    let mut open = open(&DOCUMENTS, &DOCUMENTS);
    act(&mut open, B2B, 0, Action::Reject);
    let changed = ["29T A/1 08-06-2026 10000/1800 name=Asha", DOCUMENTS[1], DOCUMENTS[2]];
    let rejected = format!("{} action=P", DOCUMENTS[0]);
    for downloads in [[rejected.as_str(), DOCUMENTS[1], DOCUMENTS[2]], changed] {
        let newer = Command::merge(Arc::new(read(&download(&downloads))), Vec::new());
        let work = Rework::Apply(Box::new((newer, ResultLine::default())));
        open.take_reworked(work.carry_out(Book::clone(open.book()), open.log().clone(), open.day()));
    }
    assert_eq!(action(&open, B2B, row_of(&open, "A/1")), Action::NoAction, "the portal's");
    open.show_place(Place::Match);
    let exact = *open.overview().unwrap().of_class(Class::Exact);
    assert_eq!(exact.left().collect::<Vec<_>>(), [(Left::SetAside, 1)]);
    open.take_suggested(Class::Exact);
    assert_eq!(
        said(&open),
        "Accepted 2 that agree with the books. Left: 1 with a decision that a newer download set aside."
    );
    assert_eq!(action(&open, B2B, row_of(&open, "A/1")), Action::NoAction);
}
