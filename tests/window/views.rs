//! Built-in views, book facts and the banner, driven through the names of the window's controls.

use crate::common;

use std::time::{Duration, Instant};

use common::window::{Window, click, settle, shows, start_with};
use common::{Folder, RECIPIENT, Record, invoice, note};
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::values::Day;

fn window_with(store: Store, sections: &[(&str, &[Record])]) -> Window {
    start_with([1280.0, 1000.0], store, sections)
}

fn window(sections: &[(&str, &[Record])]) -> Window {
    window_with(Store::in_memory(), sections)
}

#[test]
fn each_built_in_view_shows_its_rows_and_a_chip_of_its_name() {
    let not_filed = invoice("2").with("srcfilstatus", "Not Filed");
    let large = invoice("3").with("txval", 200_000).heads([36_000, 0, 0, 0]);
    let held = invoice("4").with("action", "P").with("ispendactblocked", "Y").with("idt", "10-02-2099");
    // Its credit ended years ago.
    let old = invoice("5").with("action", "P").with("idt", "10-02-2020").with("rtnprd", "022020");
    let broken = invoice("6").with("txval", "much");
    let mut window = window(&[("b2b", &[invoice("1"), not_filed, large, held, old, broken])]);
    let views =
        ["GSTR-1 not filed", "Over ₹ 1,00,000", "Pending no longer allowed", "Pending: last date near", "Read-only"];
    for view in views {
        click(&mut window, view);
        assert!(shows(&window, "1 of 6 rows"), "{view}");
        assert!(shows(&window, &format!("Remove filter: {view}")), "{view}: its chip");
    }
    click(&mut window, "Show all rows");
    assert!(shows(&window, "6 of 6 rows"));
    click(&mut window, "More views");
    click(&mut window, "Portal errors");
    assert!(shows(&window, "0 of 6 rows"));
}

#[test]
fn a_credit_note_leaves_the_view_of_those_to_answer_when_it_is_rejected() {
    let blocked = note("3").with("itcRedReqBlocked", "Y");
    let notes = [note("1"), note("2"), blocked, note("4").with("action", "R")];
    let mut window = window(&[("b2bcn", &notes)]);
    click(&mut window, "Credit notes to answer");
    assert!(shows(&window, "2 of 4 rows"));
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    settle(&mut window);
    window.key_press(egui::Key::P);
    settle(&mut window);
    assert!(shows(&window, "0 of 4 rows"), "a pending note needs no answer");
}

#[test]
fn amendments_are_found_whose_original_is_in_no_file() {
    let with = invoice("A-1").amends("1", "10-02-2026");
    let without = invoice("A-2").amends("77", "10-02-2026");
    let mut window = window(&[("b2b", &[invoice("1")]), ("b2ba", &[with, without])]);
    click(&mut window, "B2BA Amended invoices");
    click(&mut window, "Original invoice not found");
    assert!(shows(&window, "1 of 2 rows"));
}

/// Replaces what is in a field.
fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, label).focus();
    settle(window);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    settle(window);
    window.get_by_role_and_label(Role::TextInput, label).type_text(text);
    settle(window);
}

fn days_from_now(days: i32) -> String {
    Day(Day::today().0 + days).to_string()
}

#[test]
fn what_is_said_of_a_book_is_shown_and_remembered_by_its_gstin() {
    let home = Folder::new();
    let sections: &[(&str, &[Record])] = &[("b2b", &[invoice("1")])];
    let mut first = window_with(Store::at(home.path("data")), sections);
    click(&mut first, RECIPIENT);
    click(&mut first, "Return settings…");
    fill(&mut first, "Name of the client", "Demo Traders");
    click(&mut first, "Quarterly (QRMP)");
    fill(&mut first, "Last GSTR-3B filed (MM-YYYY)", "June");
    click(&mut first, "Save settings");
    assert!(shows(&first, "\"June\" is no period: write month and year, such as 10-2026."));
    fill(&mut first, "Last GSTR-3B filed (MM-YYYY)", "06-2026");
    click(&mut first, "Save settings");
    assert!(shows(&first, "Demo Traders") && shows(&first, RECIPIENT));
    drop(first);

    let again = window_with(Store::at(home.path("data")), sections);
    assert!(shows(&again, "Demo Traders"));
    let facts = &again.state().book().unwrap().facts;
    assert!(facts.qrmp);
    assert_eq!(facts.last_3b.unwrap().to_string(), "June 2026");
}

#[test]
fn findings_follow_the_facts() {
    // A pending credit note whose month's GSTR-3B was due long ago, unless that day is moved.
    let held = note("1").with("action", "P");
    let mut window = window(&[("b2bcn", &[held])]);
    click(&mut window, "Pending: last date near");
    assert!(shows(&window, "1 of 1 rows"));
    click(&mut window, RECIPIENT);
    click(&mut window, "Return settings…");
    // February's notes may be pending until the GSTR-3B of March is due.
    fill(&mut window, "GSTR-2B period being closed (MM-YYYY)", "03-2026");
    click(&mut window, "Save settings");
    click(&mut window, RECIPIENT);
    click(&mut window, "Return settings…");
    fill(&mut window, "GSTR-3B due on", "31-12-2099");
    click(&mut window, "Save settings");
    assert!(shows(&window, "0 of 1 rows"));
}

#[test]
fn the_banner_counts_what_is_to_decide_shows_it_and_can_be_put_away() {
    let mut window = window(&[("b2b", &[invoice("1"), invoice("2"), invoice("3").with("action", "A")])]);
    click(&mut window, RECIPIENT);
    click(&mut window, "Return settings…");
    fill(&mut window, "GSTR-2B drawn up on", &days_from_now(3));
    fill(&mut window, "GSTR-3B due on", &days_from_now(9));
    click(&mut window, "Save settings");
    let says = |window: &Window, part: &str| window.query_all_by_label_contains(part).next().is_some();
    assert!(says(&window, "3 days to "));
    assert!(says(&window, " count as accepted: ₹ 360.00"));
    click(&mut window, "2 to decide");
    assert!(shows(&window, "2 of 3 rows"));
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    settle(&mut window);
    window.key_press(egui::Key::R);
    settle(&mut window);
    assert!(says(&window, "Nothing is left to decide") && says(&window, "3 days to "), "it keeps its place");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::Z);
    settle(&mut window);
    click(&mut window, "Hide");
    assert!(!says(&window, "3 days to "));
}

#[test]
fn an_accepted_note_that_no_one_answered_is_answered_by_default() {
    let mut window = window(&[("b2bcn", &[note("1"), note("2").with("action", "R")])]);
    click(&mut window, "Credit notes to answer");
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    settle(&mut window);
    window.key_press(egui::Key::A);
    settle(&mut window);
    assert!(shows(&window, "1 of 2 rows"), "it stays while it is marked");
    click(&mut window, "Answered by default");
    assert!(shows(&window, "1 of 2 rows"));
}

#[test]
#[ignore = "measures time"]
fn views_and_banner_of_a_million_rows_are_counted_quickly() {
    use ims_desk::book::Section;
    use ims_desk::rules::{Findings, Weight, credit};
    use ims_desk::view::BuiltIn;

    let mut text = Vec::new();
    ims_desk::portal::sample::write(1_000_000, 1, &mut text).unwrap();
    let book = common::read(&String::from_utf8(text).unwrap());
    let findings = Findings::of(&book, Day::today());
    let start = Instant::now();
    for view in BuiltIn::ALL {
        let one = Instant::now();
        let count = view.count(&book, &findings, Section::B2b);
        println!("{}: {count} in {:?}", view.name(), one.elapsed());
    }
    let counted = start.elapsed();
    let start = Instant::now();
    let doubtful = |section, row| findings.worst(section, row).is_some_and(|worst| worst >= Weight::Warns);
    let deemed = credit::deemed(&credit::Credit::new(&book, Day::today()), doubtful);
    println!("views {counted:?}, banner {:?} of {} records", start.elapsed(), deemed.records);
    assert!(counted < Duration::from_millis(200) && start.elapsed() < Duration::from_millis(300));
}
