//! One figure for one act: the button, the question, the result line, the bar and the review.

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start_with};
use common::{Record, invoice, note};
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::Section;
use ims_desk::rules::credit::{Credit, Figures, minus, total};
use ims_desk::values::{Day, money};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn window(sections: &[(&str, &[Record])]) -> Window {
    start_with([1440.0, 900.0], Store::in_memory(), sections)
}

fn figures(window: &Window) -> Figures {
    Figures::of(window.state().book().unwrap(), Day::today())
}

fn rupees(sums: [i128; 4]) -> String {
    money::rupees(total(sums))
}

/// The bar shows what the book gives.
fn bar_agrees(window: &Window) -> Figures {
    let figures = figures(window);
    assert!(shows(window, "Change this month"));
    let plus = if total(figures.difference()) > 0 { "+" } else { "" };
    assert!(shows(window, &format!("{plus}{}", rupees(figures.difference()))), "{figures:?}");
    assert!(shows(window, &rupees(figures.after)));
    figures
}

fn answer_by_default(window: &mut Window) {
    window.get_by_label_contains("Accept all").click();
    settle(window);
}

#[test]
fn holding_back_what_counts_is_a_fall_and_undo_brings_it_back() {
    let held = |number| invoice(number).with("action", "A");
    let mut window = window(&[("b2b", &[held("1"), held("2"), invoice("3")])]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::P);
    assert!(shows(&window, "Set 3 in B2B to Pending."));
    // Which of these depends on the day: the invoices are of February 2026.
    let waits = ["waits", "Pending in its last return", "Pending too late", "Pending and lost"];
    assert!(waits.iter().any(|words| shows(&window, &format!("₹ 540.00 {words}."))));
    assert_eq!(rupees(bar_agrees(&window).difference()), "\u{2212}₹ 540.00");
    assert!(shows(&window, "Pending 3"), "in the bar, as in none of the buttons");
    press(&mut window, CTRL, Key::Z);
    assert!(shows_part(&window, "Credit rises by ₹ 540.00."));
    assert_eq!(bar_agrees(&window).difference(), [0; 4]);
}

#[test]
fn one_act_has_one_figure_from_the_button_to_the_review() {
    let notes = [
        note("1").with("action", "P"),
        note("2").with("action", "P"),
        note("3").with("action", "A").with("itcRedReq", "Y"),
        note("4"),
        note("5").with("action", "P").with("srcfilstatus", "NF"),
    ];
    let mut window = window(&[("b2bcn", &notes)]);
    press(&mut window, CTRL, Key::A);
    assert!(shows(&window, "Accept 4, credit falls by ₹ 3,600.00"));
    press(&mut window, NONE, Key::A);
    assert!(shows_part(&window, "Yes, full: credit falls by ₹ 3,600.00"));
    assert!(shows_part(&window, "No: credit rises by ₹ 1,800.00"), "the fourth would not be deducted");
    answer_by_default(&mut window);
    assert!(shows(&window, "Accepted 4 in B2B-CN. 1 already Accepted, skipped."));
    assert!(shows(&window, "Credit falls by ₹ 3,600.00.") && shows(&window, "Accept 0"));
    bar_agrees(&window);
    press(&mut window, CTRL, Key::R);
    assert!(shows_part(&window, "Change: deducted ₹ 3,600.00"));
    click(&mut window, "By supplier");
    assert!(shows_part(&window, "\u{2212}₹ 3,600.00"));
}

#[test]
fn the_button_says_the_whole_of_what_accepting_invoices_and_notes_together_does() {
    let held = |record: Record| record.with("action", "P");
    let invoices = [held(invoice("1")), held(invoice("2").heads([0, 5_000, 5_000, 0])), invoice("3")];
    let mut window = window(&[("b2b", &invoices), ("b2bcn", &[held(note("C1"))])]);
    click(&mut window, "All sheets");
    press(&mut window, CTRL, Key::A);
    let button = window.query_all_by_label_contains("Accept 4, credit ").next().expect("it says what it does");
    let said = button.accesskit_node().label().unwrap().trim_start_matches("Accept 4, c").to_owned();
    let rise = rupees(
        Credit::new(window.state().book().unwrap(), Day::today())
            .if_decided(&[(Section::B2b, (0..2).collect()), (Section::B2bcn, (0..1).collect())], |_, _| {
                ims_desk::rules::credit::Held::answered(ims_desk::book::Answer::FULL)
            })
            .change,
    );
    assert_eq!(said, format!("redit rises by {rise}"), "not what the note alone does");
    press(&mut window, NONE, Key::A);
    assert!(shows_part(&window, &format!("C{said}.")), "the result says the same");
}

#[test]
fn the_button_names_no_figure_where_the_question_proposes_to_skip_notes() {
    let of = |number: &str, stin: &str| note(number).with("action", "P").with("stin", stin);
    let mut window = window(&[("b2bcn", &[of("1", "24AAAAA0000A1Z8"), of("2", common::SUPPLIER)])]);
    press(&mut window, CTRL, Key::A);
    assert!(shows(&window, "Accept 2"), "as those that are skipped are in the number");
    press(&mut window, NONE, Key::A);
    assert!(shows_part(&window, "skip these now and show them: credit does not change"));
    assert!(shows_part(&window, "Yes, full: credit falls by ₹ 3,600.00"));
}

#[test]
fn a_question_before_rejecting_says_what_it_does_to_the_credit() {
    let mut window = window(&[("b2bcn", &[note("1"), note("2")])]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::R);
    assert!(shows(&window, "Credit rises by ₹ 3,600.00."));
}

#[test]
fn the_answer_to_reduce_itc_says_what_it_does_to_the_credit() {
    let mut window = window(&[("b2bcn", &[note("1").with("action", "A").with("itcRedReq", "Y")])]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::I);
    assert!(shows(&window, "Credit does not change."));
    click(&mut window, "No");
    assert!(shows(&window, "Credit rises by ₹ 1,800.00."));
    window.get_by_label_contains("Yes, part").click();
    settle(&mut window);
    // SGST follows.
    let role = egui::accesskit::Role::TextInput;
    window.get_by_role_and_label(role, "CGST of 900.00").type_text("100");
    settle(&mut window);
    assert!(shows(&window, "Credit rises by ₹ 1,600.00."));
}

#[test]
fn a_button_counts_the_rows_that_would_change_and_says_why_there_are_none() {
    let sections: &[(&str, &[Record])] = &[("b2b", &[invoice("1").with("action", "A"), invoice("2")])];
    let mut window = window(sections);
    press(&mut window, CTRL, Key::A);
    assert!(shows(&window, "Accept 1") && shows(&window, "Reject 2"));
    press(&mut window, NONE, Key::A);
    assert!(
        shows(&window, "Accepted 1 in B2B. 1 already Accepted, skipped.") && shows(&window, "Credit does not change.")
    );
    press(&mut window, NONE, Key::A);
    assert!(shows_part(&window, "already Accepted"));
    assert!(shows(&window, "Accept 0"));
}

#[test]
fn the_banner_counts_what_it_shows_in_every_sheet() {
    let mut window = window(&[
        (
            "b2b",
            &[invoice("1"), invoice("2").with("srcfilstatus", "NF"), invoice("3").with("action", "A"), invoice("4")],
        ),
        ("b2bcn", &[note("5"), note("6").with("action", "P")]),
    ]);
    click(&mut window, common::RECIPIENT);
    click(&mut window, "Return settings…");
    for (label, days) in [("GSTR-2B drawn up on", 3), ("GSTR-3B due on", 9)] {
        let role = egui::accesskit::Role::TextInput;
        window.get_by_role_and_label(role, label).focus();
        settle(&mut window);
        window.get_by_role_and_label(role, label).type_text(&Day(Day::today().0 + days).to_string());
        settle(&mut window);
    }
    click(&mut window, "Save settings");
    assert!(shows_part(&window, " left alone, ") && shows(&window, "4 to decide"));
    click(&mut window, "3");
    assert!(shows(&window, "3 of 6 rows"), "of two sheets: in the table of all");
    click(&mut window, "4 to decide");
    assert!(shows(&window, "4 of 6 rows"), "the one that is not filed is to decide as well");
}

/// A few random books and keys through the real window.
#[test]
fn result_line_bar_and_review_agree_whatever_is_done() {
    let record = || (prop::sample::select(vec!["A", "R", "P", "N"]), prop::bool::weighted(0.8), 1..5i64);
    let books = (prop::collection::vec(record(), 1..6), prop::collection::vec(record(), 1..5));
    let keys =
        prop::collection::vec((prop::bool::ANY, prop::sample::select(vec![Key::A, Key::P, Key::N, Key::Z])), 1..6);
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() });
    type Made = Vec<(&'static str, bool, i64)>;
    let run = |((invoices, notes), keys): ((Made, Made), Vec<(bool, Key)>)| {
        let made = |(i, (action, filed, tax)): (usize, &(&'static str, bool, i64)), record: fn(&str) -> Record| {
            let status = if *filed { "F" } else { "NF" };
            record(&(i + 1).to_string()).with("action", *action).with("srcfilstatus", status).heads([
                100 * tax,
                0,
                0,
                0,
            ])
        };
        let invoices: Vec<Record> = invoices.iter().enumerate().map(|r| made(r, invoice)).collect();
        let notes: Vec<Record> = notes.iter().enumerate().map(|r| made(r, note)).collect();
        let mut window = window(&[("b2b", &invoices), ("b2bcn", &notes)]);
        for (on_notes, key) in keys {
            let before = figures(&window);
            let book = window.state().book().unwrap().clone();
            let steps = window
                .state()
                .book()
                .map(|book| book.sheets().iter().map(|s| s.actions().to_vec()).collect::<Vec<_>>());
            if key == Key::Z {
                press(&mut window, CTRL, key);
            } else {
                click(&mut window, if on_notes { "B2B-CN Credit notes" } else { "B2B Invoices" });
                press(&mut window, CTRL, Key::A);
                press(&mut window, NONE, key);
                if shows_part(&window, "One answer for all") {
                    answer_by_default(&mut window);
                }
            }
            let moved = minus(bar_agrees(&window).after, before.after);
            let now = window
                .state()
                .book()
                .map(|book| book.sheets().iter().map(|s| s.actions().to_vec()).collect::<Vec<_>>());
            if steps != now {
                // Counted from the two books as a whole.
                let day = Day::today();
                let all = Section::ALL.map(|section| (section, (0..book.sheet(section).rows()).collect()));
                let now = window.state().book().unwrap();
                let step = Figures::of_step(&Credit::new(&book, day), &Credit::new(now, day), &all);
                prop_assert_eq!(step.difference(), moved);
                let words = match total(moved) {
                    _ if step.waits.total() < 0 => {
                        let waits = money::rupees(-step.waits.total());
                        let is = match &step {
                            of if of.waits_last_return.records > 0 => "Pending in its last return",
                            of if of.waits_past.records > 0 => "Pending too late",
                            of if of.waits_over.records > 0 => "Pending and lost",
                            _ => "waits",
                        };
                        format!("{waits} {is}")
                    }
                    0 => "Credit does not change.".to_owned(),
                    by if by < 0 => format!("Credit falls by {}.", money::rupees(-by)),
                    by => format!("Credit rises by {}.", money::rupees(by)),
                };
                prop_assert!(shows_part(&window, &words), "{}", words);
            }
        }
        let figures = figures(&window);
        press(&mut window, CTRL, Key::R);
        if shows(&window, "Review") {
            let [as_it_stands, after] = [figures.as_it_stands, figures.after].map(|sums| money::indian(total(sums)));
            for figure in [as_it_stands, after, money::signed(total(figures.difference()))] {
                prop_assert!(shows(&window, &figure), "{}", figure);
            }
        }
        Ok(())
    };
    runner.run(&(books, keys), run).unwrap();
}

#[test]
fn arrows_choose_the_one_answer_for_all_credit_notes() {
    let mut window = window(&[("b2bcn", &[note("C/1"), note("C/2")])]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "One answer for all 2 credit notes"));
    let chosen = |window: &Window| {
        let all = window.query_all_by_role(Role::RadioButton);
        let node = all
            .map(|node| node.accesskit_node())
            .find(|node| node.is_selected() == Some(true) || node.toggled() == Some(Toggled::True));
        node.and_then(|node| node.label()).unwrap_or_default()
    };
    assert!(chosen(&window).starts_with("Yes, full"));
    for (key, answer) in [
        (Key::ArrowDown, "No"),
        (Key::ArrowDown, "Answer one by one"),
        (Key::ArrowDown, "Yes, full"),
        (Key::ArrowUp, "Answer one by one"),
        (Key::ArrowUp, "No"),
    ] {
        press(&mut window, NONE, key);
        assert!(chosen(&window).starts_with(answer), "{key:?}: {}", chosen(&window));
    }
    assert!(shows(&window, "Remarks of these credit notes: why no credit is reduced"));
}
