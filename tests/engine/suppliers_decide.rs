//! Deciding on suppliers: what it would do for random books and commands, beside a plain recount; and that it is one step.

use std::collections::{BTreeMap, BTreeSet};

use crate::common;
use crate::credit_any::{KEYS, Step, World, books, step, today};

use common::section;
use ims_desk::book::{Action, Answer, Book, Decision, Filing, Section};
use ims_desk::edit::{Change, Command};
use ims_desk::rules::credit::{Figures, minus, total};
use ims_desk::session::files::opening::Judged;
use ims_desk::session::suppliers::{NotesAnswer, SupplierAsk, SupplierParts, SupplierPlan};
use ims_desk::session::{Place, Session};
use ims_desk::view::suppliers::SupplierNumbers;
use ims_desk::work::Progress;
use ims_desk::work::wake::Wake;
use proptest::prelude::*;

const SUPPLIERS: [&str; 4] = ["27ZZZZZ9999Z1Z8", "29ZZZZZ9999Z1Z4", "24AAAAA0000A1Z8", "27TESTA1234B1ZA"];

fn world(seeds: &[Vec<crate::credit_any::Seed>], whose: &[usize], steps: &[Step]) -> World {
    let mut world = World::of(seeds, false, |key, row, record| {
        record.with("stin", SUPPLIERS[whose[(key / 2 * 5 + row) % whose.len()]])
    });
    world.read();
    for step in steps {
        world.carry_out(step);
        world.read();
    }
    world
}

fn ask() -> impl Strategy<Value = SupplierAsk> {
    let action = prop::option::weighted(0.9, prop::sample::select(Action::CHOICES.to_vec()));
    let held =
        prop::collection::btree_set(prop::sample::select(vec![Action::Accept, Action::Reject, Action::Pending]), 0..3);
    let notes = prop::sample::select(vec![NotesAnswer::Skip, NotesAnswer::Full, NotesAnswer::No]);
    let remarks = prop::sample::select(vec!["", "Not ours"]);
    (
        prop::collection::btree_set(0..4u32, 0..4),
        action,
        remarks,
        any::<bool>(),
        held,
        any::<bool>(),
        notes,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(suppliers, action, remarks, yours, held, not_filed, notes, skip_books, notes_with_no)| {
            SupplierAsk {
                suppliers: suppliers.into_iter().collect(),
                action,
                remarks: remarks.into(),
                yours,
                held,
                not_filed,
                notes,
                skip_books,
                notes_with_no,
            }
        })
}

fn without_ticks(ask: SupplierAsk) -> SupplierAsk {
    SupplierAsk { yours: false, held: BTreeSet::new(), not_filed: false, ..ask }
}

fn decisions(book: &Book) -> BTreeMap<(Section, u32), Decision> {
    let of = |section: Section| {
        (0..book.sheet(section).rows()).map(move |row| ((section, row), book.sheet(section).decision(row)))
    };
    Section::ALL.into_iter().flat_map(of).collect()
}

fn untouched(book: &Book, section: Section, row: u32, action: Option<Action>) -> bool {
    let sheet = book.sheet(section);
    let (now, was) = (sheet.decision(row), sheet.baseline(row));
    // With remarks beside No action nothing is decided; but they are not written over without the tick.
    let undecided = action.is_some() && now.action == Action::NoAction && was.action == Action::NoAction;
    let same = now.action == was.action && now.answer == was.answer && (undecided || now.remarks == was.remarks);
    same && sheet.last_said(row).is_none() && !sheet.is_left_without_action(row)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn while_the_ticks_are_off_no_decision_of_the_user_or_the_portal_changes(
        (seeds, _) in books(),
        whose in prop::collection::vec(0..4usize, 1..20),
        steps in prop::collection::vec(step(), 0..8),
        ask in ask(),
    ) {
        let mut world = world(&seeds, &whose, &steps);
        let numbers = SupplierNumbers::of(&world.book);
        let plan = SupplierPlan::of(&world.book, &numbers, &without_ticks(ask.clone()), |_, _, _| None, |_, _| false, today());
        let before = decisions(&world.book);
        let rows = plan.changes.clone();
        for (section, row, _) in &rows {
            prop_assert!(untouched(&world.book, *section, *row, ask.action), "{:?} {}", section, row);
            prop_assert_eq!(world.book.sheet(*section).baseline(*row).action, Action::NoAction);
        }
        let unchanged: Vec<_> = before.keys().filter(|record| !rows.iter().any(|(s, r, _)| (*s, *r) == **record)).copied().collect();
        let step = world.log.apply(&mut world.book, Command::table("Test", rows));
        let _ = step;
        let after = decisions(&world.book);
        for record in unchanged {
            prop_assert_eq!(before[&record], after[&record]);
        }
        world.log.undo(&mut world.book);
        prop_assert_eq!(decisions(&world.book), before, "one step takes all of it back");
    }

    #[test]
    fn every_record_of_the_suppliers_is_counted_once_and_the_credit_is_foretold(
        (seeds, _) in books(),
        whose in prop::collection::vec(0..4usize, 1..20),
        steps in prop::collection::vec(step(), 0..8),
        ask in ask(),
        booked in prop::collection::vec(any::<bool>(), 1..4),
    ) {
        let mut world = world(&seeds, &whose, &steps);
        let numbers = SupplierNumbers::of(&world.book);
        // Of some credit notes the books know the answer.
        let of_books = |_: Section, row: u32, change: &Change| {
            booked[row as usize % booked.len()].then(|| Change { answer: Some(Answer::NO.from_books()), ..change.clone() })
        };
        let plan = SupplierPlan::of(&world.book, &numbers, &ask, of_books, |_, _| false, today());
        let gstins: Vec<String> = ask.suppliers.iter().map(|&s| numbers.gstin(&world.book, s).into_owned()).collect();
        let (mut already, mut yours, mut held, mut not_filed, mut left) = (0, 0, BTreeMap::new(), 0, 0);
        for doc in world.docs.iter().filter(|doc| gstins.contains(&doc.supplier)) {
            let (of, row) = (section(KEYS[doc.key]), doc.row);
            let sheet = world.book.sheet(of);
            let now = sheet.actions()[row as usize];
            // Where the portal has no action either, No action is the user's decision from then on.
            let able = !sheet.records().read_only(row) && !sheet.has_rivals(row);
            let said = sheet.last_said(row).is_some()
                || sheet.baseline(row).action != Action::NoAction
                || sheet.is_left_without_action(row);
            if ask.action == Some(now) && (now != Action::NoAction || !able || said) {
                already += 1;
                continue;
            }
            let mine = !untouched(&world.book, of, row, ask.action);
            let ticked = if mine { ask.yours } else { now == Action::NoAction || ask.held.contains(&now) };
            let late = ask.action == Some(Action::Pending) && sheet.records().filings[row as usize] == Filing::NotFiled;
            if mine { yours += 1 } else if now != Action::NoAction { *held.entry(now).or_insert(0u64) += 1 }
            not_filed += u64::from(late && ticked);
            if late && ticked && !ask.not_filed {
                continue;
            }
            left += u64::from(ticked);
        }
        prop_assert_eq!((plan.yours, &plan.held), (yours, &held));
        prop_assert_eq!(plan.not_filed.values().sum::<u64>(), not_filed);
        let refused: u64 = plan.refused.iter().map(|group| group.rows.len()).sum();
        let skipped = if plan.skips_notes(&ask) { plan.notes_to_answer() } else { 0 };
        let by_books: u64 = plan.books_skipped.iter().map(|(_, rows)| rows.len()).sum();
        prop_assert!(by_books == 0 || ask.skip_books);
        let skipped = skipped + by_books;
        prop_assert_eq!(plan.count() + refused + skipped + plan.already - already, left, "{:?}", plan);
        prop_assert!(plan.refused.iter().all(|group| !group.why.is_empty()));
        for (of, row, _) in &plan.changes {
            prop_assert!(gstins.contains(&numbers.gstin(&world.book, numbers.of_row(&world.book, *of, *row)).into_owned()));
        }
        // What it says of the credit is what it does.
        let (before, was) = (Figures::of(&world.book, today()), world.book.clone());
        world.log.apply(&mut world.book, Command::table("Test", plan.changes.clone()));
        let after = Figures::of(&world.book, today());
        prop_assert_eq!(plan.figures.difference(), minus(after.after, before.after));
        // Its parts are what was done to which records, whatever is ticked and answered.
        let (mut no_action, mut by_ticks, mut accepted) = (0, 0, 0);
        let (then, now) = (decisions(&was), decisions(&world.book));
        let kept: BTreeSet<(Section, u32)> = match ask.action {
            Some(Action::NoAction) => plan.changes.iter().map(|(of, row, _)| (*of, *row)).collect(),
            _ => BTreeSet::new(),
        };
        for (&(of, row), decision) in then.iter().filter(|(record, decision)| now[record] != **decision || kept.contains(record)) {
            let late = was.sheet(of).records().filings[row as usize] == Filing::NotFiled;
            if ask.action == Some(Action::Reject) && now[&(of, row)].action == Action::Accept {
                accepted += 1;
            } else if decision.action == Action::NoAction && untouched(&was, of, row, ask.action) && !(late && ask.action == Some(Action::Pending)) {
                no_action += 1;
            } else {
                by_ticks += 1;
            }
        }
        prop_assert_eq!(plan.parts, SupplierParts { no_action, by_ticks, accepted });
        prop_assert_eq!(no_action + by_ticks + accepted, plan.count());
        let parts = [plan.figures.waits, plan.figures.given_up, plan.figures.added, plan.figures.deducted];
        prop_assert_eq!(parts.iter().map(|part| part.total()).sum::<i128>(), total(plan.figures.difference()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn each_button_counts_what_its_question_changes_while_the_ticks_are_off(
        (seeds, _) in books(),
        whose in prop::collection::vec(0..4usize, 1..20),
        steps in prop::collection::vec(step(), 0..8),
        one in any::<bool>(),
    ) {
        let mut open = open(world(&seeds, &whose, &steps).book);
        if !one {
            open.select_all_suppliers();
        }
        for action in Action::CHOICES {
            let ask = open.ask_of_suppliers(Some(action));
            open.weigh_suppliers(&ask);
            let Some(about) = open.about_suppliers() else { continue };
            prop_assert_eq!(about.changes(action), open.supplier_plan(&ask).unwrap().count(), "{:?}", action);
        }
    }
}

fn open(book: Book) -> Session {
    let wake = Wake::default();
    let judged = Judged::as_of(today(), book, &BTreeMap::new(), Err("a test".into()), &wake, &Progress::default());
    let mut open = Session::new(judged, &wake);
    open.show_place(Place::Suppliers);
    open
}

/// Weighs an action on the focused or selected suppliers and carries it out.
fn decide(open: &mut Session, ask: &SupplierAsk) -> u64 {
    open.weigh_suppliers(ask);
    let count = open.supplier_plan(ask).unwrap().count();
    if let Some((command, line)) = open.decide_suppliers(ask) {
        open.apply_and_say(command, line);
    }
    count
}

fn two_suppliers() -> Book {
    let of = |number: &str, stin: &str, name: &str| common::invoice(number).with("stin", stin).with("tradenm", name);
    let records = [
        of("1", SUPPLIERS[2], "Umbrivel Steel"),
        of("2", SUPPLIERS[2], "Umbrivel Steel").with("ispendactblocked", "Y"),
        of("3", SUPPLIERS[2], "Umbrivel Steel").with("action", "A"),
        of("4", SUPPLIERS[3], "Parvuno Steel").with("srcfilstatus", "Not Filed"),
        of("5", SUPPLIERS[3], "Parvuno Steel"),
    ];
    let note = |number: &str| common::note(number).with("stin", SUPPLIERS[2]).with("tradenm", "Umbrivel Steel");
    common::book(&[("b2b", &records), ("b2bcn", &[note("C1"), note("C2")])])
}

#[test]
fn one_command_over_several_sheets_is_one_step_with_its_words() {
    let mut open = open(two_suppliers());
    open.select_all_suppliers();
    let before = decisions(open.book());
    let ask = open.ask_of_suppliers(Some(Action::Pending));
    assert_eq!(ask.suppliers.len(), 2);
    // Two invoices and two notes: one is blocked, one held as accepted, one of a supplier who has not filed.
    assert_eq!(decide(&mut open, &ask), 4);
    let line = open.result().unwrap();
    assert!(line.text.starts_with("Set to Pending: 4 records of 2 suppliers."), "{}", line.text);
    assert!(line.text.contains("1 record is not filed and left out."), "{}", line.text);
    assert_eq!(line.left_out.iter().map(|group| group.rows.len()).sum::<u64>(), 1);
    assert_eq!(open.log().in_force(), 1);
    let changed: Vec<_> = decisions(open.book()).into_iter().filter(|(record, now)| before[record] != *now).collect();
    assert_eq!(changed.len(), 4);
    open.undo();
    assert_eq!(decisions(open.book()), before);
}

#[test]
fn ticks_bring_in_what_was_decided_what_the_portal_holds_and_what_is_not_filed() {
    let mut open = open(two_suppliers());
    open.select_all_suppliers();
    let plain = open.ask_of_suppliers(Some(Action::Pending));
    let held = SupplierAsk { held: BTreeSet::from([Action::Accept]), ..plain.clone() };
    let late = SupplierAsk { not_filed: true, ..held.clone() };
    for (ask, count) in [(&plain, 4), (&held, 5), (&late, 6)] {
        open.weigh_suppliers(ask);
        assert_eq!(open.supplier_plan(ask).unwrap().count(), count);
    }
    assert_eq!(decide(&mut open, &late), 6);
    // Now they are the user's, and N leaves them without the tick: it keeps only what has no action as the user's decision, once.
    let back = open.ask_of_suppliers(Some(Action::NoAction));
    assert_eq!(decide(&mut open, &back), 1);
    assert_eq!(decide(&mut open, &back), 0);
    assert_eq!(decide(&mut open, &SupplierAsk { yours: true, ..back }), 6);
}

#[test]
fn credit_notes_without_an_answer_are_left_out_until_one_is_given() {
    let mut open = open(two_suppliers());
    open.select_all_suppliers();
    let ask = open.ask_of_suppliers(Some(Action::Accept));
    open.weigh_suppliers(&ask);
    let plan = open.supplier_plan(&ask).unwrap();
    assert_eq!((plan.notes_to_answer(), plan.skips_notes(&ask), plan.count(), plan.already), (2, true, 4, 1));
    let full = SupplierAsk { notes: NotesAnswer::Full, ..ask };
    assert_eq!(decide(&mut open, &full), 6);
    let sheet = open.book().sheet(Section::B2bcn);
    assert!((0..2).all(|row| open.book().answers().get(sheet.answers()[row]) == Answer::FULL));
}

#[test]
fn a_note_that_cancels_a_rejected_invoice_is_asked_about_and_may_be_accepted_with_no() {
    let invoice = common::invoice("1").heads([180, 0, 0, 0]);
    let note = common::note("C1").heads([180, 0, 0, 0]);
    let mut open = open(common::book(&[("b2b", &[invoice]), ("b2bcn", &[note])]));
    let ask = open.ask_of_suppliers(Some(Action::Reject));
    open.weigh_suppliers(&ask);
    let plan = open.supplier_plan(&ask).unwrap();
    assert_eq!((plan.cancelling, plan.count()), (1, 2));
    assert!(plan.asks.iter().any(|ask| ask.2.contains("Rejecting both")), "{:?}", plan.asks);
    let better = SupplierAsk { notes_with_no: true, ..ask };
    assert_eq!(decide(&mut open, &better), 2);
    let actions = |section| open.book().sheet(section).actions()[0];
    assert_eq!((actions(Section::B2b), actions(Section::B2bcn)), (Action::Reject, Action::Accept));
}

#[test]
fn remarks_go_with_the_action_and_records_that_take_none_are_decided_without() {
    let records = [common::invoice("1"), common::invoice("2").with("isRemarksBlocked", "Y")];
    let mut open = open(common::book_of("b2b", &records));
    let ask = SupplierAsk { remarks: " Not ours ".into(), ..open.ask_of_suppliers(Some(Action::Reject)) };
    assert_eq!(decide(&mut open, &ask), 2);
    let sheet = open.book().sheet(Section::B2b);
    let remarks = [0, 1].map(|row: usize| open.book().text(sheet.remarks()[row]));
    assert_eq!(remarks, ["Not ours", ""]);
    assert!(open.result().unwrap().text.contains("1 record takes no remarks."));
    let long = SupplierAsk { remarks: "x".repeat(251), yours: true, ..open.ask_of_suppliers(Some(Action::Pending)) };
    open.weigh_suppliers(&long);
    assert!(open.decide_suppliers(&long).is_none(), "longer than the portal takes");
}

#[test]
fn an_action_is_for_the_lines_that_are_seen_and_no_others() {
    let mut open = open(two_suppliers());
    open.select_all_suppliers();
    let filter = ims_desk::view::suppliers::SupplierFilter { text: "parvuno".into(), ..Default::default() };
    open.filter_suppliers(filter);
    let ask = open.ask_of_suppliers(Some(Action::Accept));
    let named = |supplier: &u32| open.suppliers().numbers().gstin(open.book(), *supplier).into_owned();
    assert_eq!(ask.suppliers.iter().map(named).collect::<Vec<_>>(), [SUPPLIERS[3]]);
}
