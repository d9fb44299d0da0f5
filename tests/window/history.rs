//! The history of a book, putting one step back for some rows, a record's own steps, and the command palette, through the
//! names of the window's controls.

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start};
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::Action::{Accept, NoAction, Pending, Reject};
use ims_desk::book::{Action, Section};

fn window_on(files: Vec<std::path::PathBuf>) -> Window {
    start([1440.0, 900.0], Store::in_memory(), files)
}

/// Invoices INV/1 to INV/4; the last is rejected with remarks.
fn window() -> Window {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("download.json");
    let invoice = |i: u32| {
        let record = common::invoice(&format!("INV/{i}"));
        if i == 4 { record.with("action", "R").with("remarks", "Goods not received") } else { record }
    };
    let invoices: Vec<_> = (1..=4).map(invoice).collect();
    std::fs::write(&path, common::download(&[("b2b", &invoices)])).unwrap();
    window_on(vec![path])
}

fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

fn row(window: &mut Window, number: &str) {
    let row = window.get_by_label_contains(&format!(": {number},")).rect();
    let at = row.left_center() + vec2(200.0, 0.0);
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(window);
}

fn decide(window: &mut Window, number: &str, key: Key) {
    row(window, number);
    press(window, Modifiers::NONE, key);
}

fn actions(window: &Window) -> Vec<Action> {
    window.state().book().unwrap().sheet(Section::B2b).actions().to_vec()
}

#[test]
fn the_history_lists_every_step_and_a_click_goes_there_and_back() {
    let mut window = window();
    for (number, key) in [("INV/1", Key::A), ("INV/2", Key::R), ("INV/3", Key::P)] {
        decide(&mut window, number, key);
    }
    click(&mut window, "History");
    let lines =
        ["Set 1 in B2B to Pending, step 3 · you are here", "Rejected 1 in B2B, step 2", "Accepted 1 in B2B, step 1"];
    let mut tops: Vec<f32> = lines.map(|line| window.get_by_label(line).rect().top()).to_vec();
    tops.push(window.get_by_label("As imported, the beginning").rect().top());
    assert!(tops.is_sorted(), "the newest comes first");

    click(&mut window, "Accepted 1 in B2B, step 1");
    assert_eq!(actions(&window), [Accept, NoAction, NoAction, Reject]);
    assert!(shows(&window, "Accepted 1 in B2B, step 1 · you are here"));
    assert!(shows(&window, "Rejected 1 in B2B, step 2 · undone"));
    assert!(shows(&window, "1 changed"));

    click(&mut window, "Set 1 in B2B to Pending, step 3 · undone");
    assert_eq!(actions(&window), [Accept, Reject, Pending, Reject]);
    assert!(shows(&window, "3 changed"));
}

#[test]
fn going_back_to_as_imported_takes_the_findings_of_the_steps_along() {
    let mut window = window();
    row(&mut window, "INV/4");
    assert!(!shows_part(&window, "Remarks are kept here and not sent"));
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows_part(&window, "Remarks are kept here and not sent"));
    press(&mut window, Modifiers::COMMAND, Key::H);
    click(&mut window, "As imported, the beginning");
    press(&mut window, Modifiers::COMMAND, Key::H);
    assert!(!shows_part(&window, "Remarks are kept here and not sent"));
    assert_eq!(actions(&window)[3], Reject);
}

#[test]
fn a_long_history_draws_only_the_lines_on_the_screen() {
    let mut window = window();
    row(&mut window, "INV/1");
    for i in 0..40 {
        press(&mut window, Modifiers::NONE, if i % 2 == 0 { Key::A } else { Key::R });
    }
    click(&mut window, "History");
    assert!(shows(&window, "Rejected 1 in B2B, step 40 · you are here"));
    assert!(!shows_part(&window, "step 1"), "too far below to be seen");
}

#[test]
fn a_step_is_reverted_for_the_selected_rows_only_and_that_is_a_step_of_its_own() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    click(&mut window, "History");
    row(&mut window, "INV/2");
    click(&mut window, "Revert 1 row");
    assert_eq!(actions(&window), [Accept, NoAction, Accept, Accept]);
    assert!(shows(&window, "Put back what step 1 replaced: 1 record, step 2 · you are here"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(actions(&window), [Accept; 4]);
}

#[test]
fn the_inspector_tells_what_was_done_to_the_record_and_with_how_many() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    decide(&mut window, "INV/2", Key::R);
    let (last, first) =
        (window.get_by_label("Rejected · step 2"), window.get_by_label("Accepted with 3 others · step 1"));
    assert!(last.rect().top() < first.rect().top());
    row(&mut window, "INV/1");
    assert!(!shows(&window, "Rejected · step 2"), "that was another record");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(!shows_part(&window, "· step"), "what was taken back is not told");
}

#[test]
fn the_palette_runs_what_is_found_by_its_name() {
    let mut window = window();
    row(&mut window, "INV/1");
    press(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "accept");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(actions(&window)[0], Accept);
    assert!(!shows(&window, "What do you want to do?"), "it closes");

    click(&mut window, "Commands");
    write(&mut window, "select");
    // "Select all" comes first, then "Select nothing", and so on in the order of the list.
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "4 selected"));
    press(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "select");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(!shows_part(&window, " selected"), "the second was run");
}

#[test]
fn the_palette_says_why_something_cannot_be_done_and_escape_closes_it() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "redo");
    assert!(shows(&window, "Redo: Nothing to redo."));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.query_all_by_label("Redo: Nothing to redo.").count(), 2, "the line, and the answer to Enter");
    // The keyboard is still with the field.
    write(&mut window, " no such thing");
    assert!(shows(&window, "Nothing that can be done is called so."));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "What do you want to do?"));
    assert_eq!(actions(&window), [NoAction, NoAction, NoAction, Reject]);
}

#[test]
fn the_palette_is_there_before_a_file_is_open() {
    let mut window = window_on(Vec::new());
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert!(shows(&window, "Generate upload: Open a file first."));
    write(&mut window, "keyboard");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "Keyboard shortcuts"));
}
