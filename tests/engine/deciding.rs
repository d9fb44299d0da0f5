//! Deciding on several records: what is said of those that are refused or not filed, which rows stay in a range, and what a table of
//! decisions changes.

use std::collections::BTreeMap;

use crate::common;
use crate::credit_any::today;

use common::{SUPPLIER, invoice, note};
use ims_desk::book::{Action, Book, Section};
use ims_desk::edit::Change;
use ims_desk::exchange::decisions;
use ims_desk::session::deciding::decide::{Decide, decide};
use ims_desk::session::files::opening::Judged;
use ims_desk::session::files::tables::{LoadedTable, loaded};
use ims_desk::session::{Place, Session};
use ims_desk::view::Filter;
use ims_desk::view::selection::Select;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;
use roaring::RoaringBitmap;

const B2B: Section = Section::B2b;

fn open(book: Book) -> Session {
    let wake = Wake::default();
    let judged = Judged::as_of(today(), book, &BTreeMap::new(), Err("a test".into()), &wake, &Progress::default());
    Session::new(judged, &wake)
}

fn act(open: &mut Session, rows: impl IntoIterator<Item = u32>, change: Change) {
    let mut wanted = Decide::rows(B2B, rows.into_iter().collect(), change);
    wanted.confirmed = true;
    decide(open, wanted, false);
}

fn why(open: &Session) -> Vec<(u64, &str)> {
    open.result().unwrap().left_out.iter().map(|group| (group.rows.len(), group.why.as_str())).collect()
}

#[test]
fn what_is_said_of_several_refused_records_speaks_of_several() {
    let blocked = |number: &str| invoice(number).with("ispendactblocked", "Y").with("isRemarksBlocked", "Y");
    let mut open = open(common::book_of("b2b", &[invoice("1"), blocked("2"), blocked("3")]));
    let pending = Change::action(Action::Pending);
    act(&mut open, 0..3, pending.clone());
    let several =
        "Pending is blocked by the portal on these records: accept or reject them. Left alone they count as accepted.";
    assert_eq!(why(&open), [(2, several)]);
    act(&mut open, [1], pending);
    let one = "Pending is blocked by the portal on this record: accept or reject it. Left alone it counts as accepted.";
    assert_eq!(why(&open), [(1, one)]);
    act(&mut open, 0..3, Change::remarks("Not ours"));
    let several = "Remarks are blocked by the portal on these records; with them it may refuse the whole file.";
    assert_eq!(why(&open), [(2, several)]);
}

#[test]
fn one_record_on_each_of_two_sheets_is_several_and_one_alone_is_one() {
    let blocked = |record: common::Record| record.with("ispendactblocked", "Y");
    let book = common::book(&[("b2b", &[blocked(invoice("1"))]), ("b2bcn", &[blocked(note("C1"))])]);
    let mut open = open(book);
    let scope = ims_desk::book::Scope::All;
    let all = scope.together([(B2B, &RoaringBitmap::from([0])), (Section::B2bcn, &RoaringBitmap::from([0]))]);
    let mut wanted = Decide::rows(scope, all, Change::action(Action::Pending));
    wanted.confirmed = true;
    decide(&mut open, wanted, false);
    assert_eq!(why(&open).len(), 1);
    assert!(why(&open)[0].1.contains("on these records") && why(&open)[0].0 == 2);
}

#[test]
fn no_action_says_apart_what_is_deemed_accepted_and_what_is_not_filed() {
    let accepted = |number: &str| invoice(number).with("action", "A");
    let late = |number: &str| accepted(number).with("srcfilstatus", "Not Filed");
    let mut open = open(common::book_of("b2b", &[accepted("1"), accepted("2"), late("3"), late("4")]));
    let none = || Change::action(Action::NoAction);
    let mut said = |rows: std::ops::Range<u32>| {
        act(&mut open, rows, none());
        let text = open.result().unwrap().text.clone();
        open.undo();
        text
    };
    assert!(said(0..2).contains(" They are deemed accepted when GSTR-2B is drawn up."));
    let both = "2 are deemed accepted when GSTR-2B is drawn up, 2 only once the supplier's GSTR-1 is filed.";
    assert!(said(0..4).contains(both), "{}", said(0..4));
    assert!(said(2..3).contains("It is deemed accepted only once the supplier's GSTR-1 is filed."));
    assert!(said(2..4).contains("They are deemed accepted only once the supplier's GSTR-1 is filed."));
}

#[test]
fn a_range_goes_on_where_it_began_when_the_decided_row_leaves_the_view() {
    let numbers: Vec<_> = (0..6).map(|n| invoice(&format!("K{n}"))).collect();
    for back in [false, true] {
        let mut open = open(common::book_of("b2b", &numbers));
        open.show_place(Place::Sheet(B2B));
        open.set_filter(B2B, Filter { actions: vec![Action::NoAction], ..Filter::default() });
        let by = |by| Select::Move { by, extend: false };
        open.select(B2B, by(if back { i64::MAX } else { i64::MIN }));
        let decided = if back { 5 } else { 0 };
        act(&mut open, [decided], Change::action(Action::Accept));
        assert_eq!(open.view(B2B).rows.len(), 6, "it stays as long as the mark is on it");
        let mut wanted = RoaringBitmap::new();
        for step in 1..=3 {
            open.select(B2B, Select::Move { by: if back { -1 } else { 1 }, extend: true });
            wanted.insert(if back { 5 - step } else { step });
            assert_eq!(open.view(B2B).selection.rows, wanted, "after {step}");
        }
    }
}

fn table(rows: &[&str]) -> String {
    let lines: String = rows.iter().map(|row| format!("b2b,{SUPPLIER},{row}\n")).collect();
    format!("section,stin,number,action,remarks\n{lines}")
}

fn load(open: &mut Session, rows: &[&str]) -> LoadedTable {
    let text = table(rows);
    loaded(open.book(), &decisions::read(text.as_bytes()).unwrap(), "t.csv".into(), true, today())
}

#[test]
fn a_table_counts_what_it_changes_and_says_what_is_so_already() {
    let held = |number: &str| invoice(number).with("action", "A");
    let mut open = open(common::book_of("b2b", &[held("1"), held("2"), invoice("3"), invoice("4")]));
    let read = load(&mut open, &["1,A,", "2,R,Not ours", "3,P,"]);
    assert_eq!((read.changes.changes.len(), read.changes.already, read.changes.marked), (2, 1, 0));
    assert_eq!(read.changes.in_words(), "Reject 1 · Pending 1 · remarks 1");
    // What a row has already is not counted beside what is new of it.
    act(&mut open, [2], Change::action(Action::Pending));
    let read = load(&mut open, &["1,A,", "2,A,", "3,P,Goods not received"]);
    assert_eq!((read.changes.in_words().as_str(), read.changes.already), ("remarks 1", 2));
    let nothing = load(&mut open, &["1,A,", "2,A,", "3,P,"]);
    assert!(nothing.changes.changes.is_empty() && nothing.confirmed.is_none() && nothing.changes.already == 3);
}

#[test]
fn no_action_in_a_table_is_a_decision_once() {
    let mut open = open(common::book_of("b2b", &[invoice("1"), invoice("2"), invoice("3").with("action", "R")]));
    let read = load(&mut open, &["1,N,", "2,N,", "3,N,"]);
    assert_eq!((read.changes.changes.len(), read.changes.marked), (3, 2));
    assert_eq!(read.changes.in_words(), "No action 1 · 2 are set to No action as your decision");
    assert!(read.changes.line().text.contains("2 are set to No action as your decision"));
    let command = ims_desk::edit::Command::table("Loaded", read.changes.changes.clone());
    let line = read.changes.line();
    open.apply_and_say(command, line);
    assert_eq!((0..3).filter(|&row| open.book().sheet(B2B).is_left_without_action(row)).count(), 3);
    let again = load(&mut open, &["1,N,", "2,N,", "3,N,"]);
    assert_eq!((again.changes.changes.len(), again.changes.already), (0, 3), "they are so already");
}

#[test]
fn a_saved_table_changes_nothing_on_the_book_that_it_was_saved_of() {
    let mut open = open(common::book_of("b2b", &[invoice("1"), invoice("2"), invoice("1").heads([90, 0, 0, 0])]));
    act(&mut open, [1], Change { remarks: Some("Not ours".into()), ..Change::action(Action::Reject) });
    open.apply_and_say(ims_desk::edit::Command::Pick { keep: vec![(B2B, 0)] }, Default::default());
    act(&mut open, [0], Change { note: Some("ask Meera".into()), ..Change::action(Action::Accept) });
    let mut text = Vec::new();
    ims_desk::exchange::saved::write(open.book(), &mut text).unwrap();
    let read = loaded(open.book(), &decisions::read(&text).unwrap(), "t.csv".into(), true, today());
    assert_eq!((read.changes.changes.len(), read.refused.len()), (0, 0), "{read:?}");
    assert!(read.changes.already >= 2);
}

#[test]
fn a_table_says_on_how_many_of_its_records_something_else_was_decided_here() {
    let mut open = open(common::book_of("b2b", &["1", "2", "3"].map(invoice)));
    act(&mut open, [0], Change::action(Action::Accept));
    act(&mut open, [1], Change::action(Action::Accept));
    let read = load(&mut open, &["1,A,", "2,R,Not ours", "3,P,"]);
    assert_eq!((read.changes.changes.len(), read.changes.already, read.changes.otherwise), (2, 1, 1));
}
