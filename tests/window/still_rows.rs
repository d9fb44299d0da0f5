//! What is done by a key moves no row: a click that follows is for the row that was under the pointer before.

use crate::common;

use std::collections::BTreeMap;

use common::window::{Window, click, click_row, press, settle, start_by, start_with};
use common::{Folder, Record, download, invoice};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::{Clock, Store};
use ims_desk::book::Section;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// 1 November 2026, when no date is near, and 16 November, noon in India.
fn days() -> [Clock; 2] {
    [1_793_514_600, 1_794_810_600].map(|seconds| Clock::of(move || seconds))
}

fn window(records: &[Record], clock: Clock) -> Window {
    let folder = Folder::new();
    let files = vec![folder.put("october.json", download(&[("b2b", records)]))];
    start_by([1280.0, 800.0], Store::in_memory(), files, clock)
}

/// Where each row is that is on the screen.
fn places(window: &Window) -> BTreeMap<String, i32> {
    let rows = window.query_all_by_label_contains("Row ").filter_map(|row| {
        let label = row.accesskit_node().label().unwrap_or_default();
        let (name, _) = label.split_once(':').filter(|(name, _)| name.starts_with("Row "))?;
        Some((name.to_owned(), row.rect().top().round() as i32))
    });
    rows.collect()
}

fn assert_still(window: &mut Window, what: &str, does: impl FnOnce(&mut Window)) {
    let before = places(window);
    does(window);
    let after = places(window);
    let moved: Vec<_> = before.iter().filter(|(row, place)| after.get(*row).is_some_and(|now| now != *place)).collect();
    assert!(!after.is_empty() && moved.is_empty(), "{what} moves {moved:?}; they are {after:?} now");
}

#[test]
fn the_last_decision_and_the_first_pending_record_of_an_ending_year_move_no_row() {
    for clock in days() {
        // Credit of 2025-26 ends with GSTR-3B of October 2026.
        let records = ["1", "2", "3"].map(|number| invoice(number).with("idt", "10-03-2026"));
        let mut window = window(&records, clock);
        click_row(&mut window, "2");
        for key in [Key::P, Key::A, Key::N, Key::Delete] {
            assert_still(&mut window, key.name(), |window| press(window, NONE, key));
        }
        press(&mut window, CTRL, Key::A);
        for (modifiers, key) in [(NONE, Key::A), (CTRL, Key::Z), (CTRL, Key::Y), (NONE, Key::P)] {
            assert_still(&mut window, key.name(), |window| press(window, modifiers, key));
        }
        assert_still(&mut window, "putting the line away", |window| click(window, "Dismiss"));
    }
}

#[test]
fn in_a_long_list_no_decision_moves_a_row() {
    for (goes_to, number) in [(None, "A/05"), (Some((NONE, Key::PageDown)), "A/20"), (Some((CTRL, Key::End)), "A/80")] {
        let records: Vec<Record> = (0..90).map(|n| invoice(&format!("A/{n:02}"))).collect();
        let [clock, _] = days();
        let mut window = window(&records, clock);
        goes_to.iter().for_each(|&(modifiers, key)| press(&mut window, modifiers, key));
        click_row(&mut window, number);
        for (modifiers, key) in
            [(NONE, Key::A), (NONE, Key::P), (NONE, Key::Delete), (CTRL, Key::Z), (CTRL, Key::Z), (CTRL, Key::Y)]
        {
            let what = format!("{} after {goes_to:?}", key.name());
            assert_still(&mut window, &what, |window| press(window, modifiers, key));
        }
        assert_still(&mut window, "putting the line away", |window| click(window, "Dismiss"));
    }
}

/// The name of the row at a place on the screen.
fn row_at(window: &Window, at: egui::Pos2) -> Option<String> {
    let rows = window.query_all_by_label_contains("Row ");
    let mut names = rows.filter(|row| row.rect().contains(at)).filter_map(|row| row.accesskit_node().label());
    names.rfind(|name| name.starts_with("Row ")).map(|name| name.split(',').next().unwrap_or("").to_owned())
}

#[test]
fn no_row_moves_under_the_pointer_when_a_line_comes_over_the_last_and_a_key_brings_that_back_into_sight() {
    let records: Vec<Record> = (0..90).map(|n| invoice(&format!("A/{n:02}"))).collect();
    let [clock, _] = days();
    let mut window = window(&records, clock);
    press(&mut window, NONE, Key::PageDown);
    press(&mut window, NONE, Key::PageDown);
    let mut rows: Vec<(i32, String)> = places(&window).into_iter().map(|(row, top)| (top, row)).collect();
    rows.sort_unstable();
    let [.., (_, above_lowest), (_, lowest), _] = rows.as_slice() else { panic!("few rows: {rows:?}") };
    let start = format!("{above_lowest}:");
    let label = window.get_by_label_contains(&start).accesskit_node().label().unwrap();
    let number = label.split(": ").nth(1).and_then(|rest| rest.split(',').next()).unwrap().to_owned();
    click_row(&mut window, &number);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    // The pointer goes on to a row above.
    let above = window.get_by_label_contains(": A/30,").rect().left_center() + egui::vec2(200.0, 0.0);
    window.hover_at(above);
    window.run();
    let before = row_at(&window, above);
    for key in [Key::A, Key::P] {
        press(&mut window, NONE, key);
        assert_eq!(row_at(&window, above), before, "{}", key.name());
    }
    press(&mut window, NONE, Key::ArrowUp);
    press(&mut window, NONE, Key::ArrowDown);
    let line = window.get_by_label_contains("Set 2 ").rect().top();
    let start = format!("{lowest}:");
    let row = window.query_all_by_label_contains(&start).next().map(|row| row.rect());
    assert!(row.is_some_and(|row| row.bottom() <= line), "the marked row is in sight again: {row:?} {line}");
}

#[test]
fn a_click_below_the_last_row_is_for_no_record() {
    let mut window = start_with([1280.0, 800.0], Store::in_memory(), &[("b2b", &[invoice("1"), invoice("2")])]);
    for (page, first) in [("B2B Invoices", "1"), ("All sheets", "1"), ("Suppliers", "")] {
        click(&mut window, page);
        let decided = |window: &Window| window.state().book().unwrap().sheet(Section::B2b).actions().to_vec();
        let selected =
            |window: &Window| common::window::screen(window).iter().filter(|line| line.contains("Some(true)")).count();
        if !first.is_empty() {
            click_row(&mut window, first);
        }
        let before = (selected(&window), decided(&window));
        let below = egui::pos2(600.0, 560.0);
        window.hover_at(below);
        window.drag_at(below);
        window.drop_at(below);
        settle(&mut window);
        assert_eq!((selected(&window), decided(&window)), before, "{page}");
    }
}
