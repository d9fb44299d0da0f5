//! The history of a book, putting one step back for some rows, a record's own steps, and the command palette, through the
//! names of the window's controls.

use crate::common;

use common::window::{Window, click, click_row, press, settle, shows, shows_part, start, start_with};
use common::{Record, invoice};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
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

fn decide(window: &mut Window, number: &str, key: Key) {
    click_row(window, number);
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
    let lines = [
        "Set to Pending: INV/3 · 29AAAAA0000A1ZY, step 3 · you are here",
        "Rejected: INV/2 · 29AAAAA0000A1ZY, step 2",
        "Accepted: INV/1 · 29AAAAA0000A1ZY, step 1",
    ];
    let mut tops: Vec<f32> = lines.map(|line| window.get_by_label(line).rect().top()).to_vec();
    tops.push(window.get_by_label("As the portal holds it, the beginning").rect().top());
    assert!(tops.is_sorted(), "the newest comes first");

    click(&mut window, "Accepted: INV/1 · 29AAAAA0000A1ZY, step 1");
    assert_eq!(actions(&window), [Accept, NoAction, NoAction, Reject]);
    assert!(shows(&window, "Accepted: INV/1 · 29AAAAA0000A1ZY, step 1 · you are here"));
    assert!(shows(&window, "Rejected: INV/2 · 29AAAAA0000A1ZY, step 2 · undone"));
    assert!(shows(&window, "1 changed"));

    click(&mut window, "Set to Pending: INV/3 · 29AAAAA0000A1ZY, step 3 · undone");
    assert_eq!(actions(&window), [Accept, Reject, Pending, Reject]);
    assert!(shows(&window, "3 changed"));
}

#[test]
fn going_back_to_as_imported_takes_the_findings_of_the_steps_along() {
    let mut window = window();
    click_row(&mut window, "INV/4");
    assert!(!shows_part(&window, "Remarks are kept here and not sent"));
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows_part(&window, "Remarks are kept here and not sent"));
    press(&mut window, Modifiers::COMMAND, Key::H);
    click(&mut window, "As the portal holds it, the beginning");
    press(&mut window, Modifiers::COMMAND, Key::H);
    assert!(!shows_part(&window, "Remarks are kept here and not sent"));
    assert_eq!(actions(&window)[3], Reject);
}

#[test]
fn a_long_history_draws_only_the_lines_on_the_screen() {
    let mut window = window();
    click_row(&mut window, "INV/1");
    for i in 0..40 {
        press(&mut window, Modifiers::NONE, if i % 2 == 0 { Key::A } else { Key::R });
    }
    click(&mut window, "History");
    assert!(shows(&window, "Rejected: INV/1 · 29AAAAA0000A1ZY, step 40 · you are here"));
    assert!(!shows_part(&window, "step 1"), "too far below to be seen");
}

#[test]
fn a_step_is_reverted_for_the_selected_rows_only_and_that_is_a_step_of_its_own() {
    let mut window = window();
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    click(&mut window, "History");
    click_row(&mut window, "INV/2");
    click(&mut window, "Revert 1 row");
    assert_eq!(actions(&window), [Accept, NoAction, Accept, Accept]);
    assert!(shows(&window, "Put back what step 1 replaced: INV/2 · 29AAAAA0000A1ZY, step 2 · you are here"));
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
    click_row(&mut window, "INV/1");
    assert!(!shows(&window, "Rejected · step 2"), "that was another record");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(!shows_part(&window, "· step"), "what was taken back is not told");
}

#[test]
fn the_palette_runs_what_is_found_by_its_name() {
    let mut window = window();
    click_row(&mut window, "INV/1");
    press(&mut window, Modifiers::COMMAND, Key::K);
    write(&mut window, "accept");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(actions(&window)[0], Accept);
    assert!(!shows(&window, "What do you want to do, or go to?"), "it closes");

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
    assert!(shows(&window, "No command found."));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "What do you want to do, or go to?"));
    assert_eq!(actions(&window), [NoAction, NoAction, NoAction, Reject]);
}

#[test]
fn the_palette_is_there_before_a_file_is_open() {
    let mut window = window_on(Vec::new());
    press(&mut window, Modifiers::COMMAND, Key::K);
    assert!(shows(&window, "Review and generate: Open a client or a file first."));
    write(&mut window, "keyboard");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "Keyboard shortcuts"));
}

#[test]
fn single_decisions_of_one_kind_are_folded_and_unfold_to_number_and_supplier() {
    let mut window = window();
    for number in ["INV/1", "INV/2", "INV/3"] {
        decide(&mut window, number, Key::A);
    }
    decide(&mut window, "INV/1", Key::P);
    click(&mut window, "History");
    let folded = |window: &Window| {
        window.query_all_by_label_contains("3 single decisions: Accepted, steps 1 to 3").next().is_some()
    };
    assert!(folded(&window));
    assert!(!shows_part(&window, "Accepted: INV/2"), "they are folded");
    window.get_by_label_contains("3 single decisions").click();
    settle(&mut window);
    assert!(folded(&window) && shows(&window, "Accepted: INV/2 · 29AAAAA0000A1ZY, step 2"));
    click(&mut window, "Accepted: INV/2 · 29AAAAA0000A1ZY, step 2");
    assert_eq!(actions(&window), [Accept, Accept, NoAction, Reject]);
    assert!(
        shows(&window, "2 single decisions: Accepted, steps 1 to 2")
            || shows_part(&window, "2 single decisions: Accepted")
    );
}

#[test]
fn when_a_step_was_done_is_there_after_a_new_start() {
    let folder = common::Folder::new();
    let file = folder.put("download.json", common::download(&[("b2b", &[common::invoice("INV/1")])]));
    let store = || Store::at(folder.path("ims-desk-data"));
    let mut first = start([1440.0, 900.0], store(), vec![file.clone()]);
    press(&mut first, Modifiers::NONE, Key::A);
    drop(first);
    let log = ims_desk_log(&folder);
    assert!(log.contains(",\"at\":"), "the journal says when");
    let mut again = start([1440.0, 900.0], store(), vec![file]);
    click(&mut again, "History");
    press(&mut again, Modifiers::NONE, Key::R);
    click(&mut again, "Close");
    drop(again);
    assert_eq!(ims_desk_log(&folder).matches(",\"at\":").count(), 2);
}

/// All that is in the journals of the one book.
fn ims_desk_log(folder: &common::Folder) -> String {
    let recipient = folder.path("ims-desk-data").join(common::RECIPIENT);
    let book = recipient.join(&common::names_in(&recipient)[0]);
    let journals = common::names_in(&book).into_iter().filter(|name| name.starts_with("journal."));
    journals.map(|name| std::fs::read_to_string(book.join(name)).unwrap()).collect()
}

#[test]
fn undo_and_redo_of_one_record_say_which_it_is() {
    let mut window = window();
    decide(&mut window, "INV/2", Key::R);
    // The mark is elsewhere by then.
    click_row(&mut window, "INV/4");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows_part(&window, "Undone: Rejected: INV/2 · 29AAAAA0000A1ZY."));
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert!(shows_part(&window, "Done again: Rejected: INV/2 · 29AAAAA0000A1ZY."));
}

#[test]
fn undo_and_redo_come_back_to_the_record_of_the_step() {
    let records: Vec<Record> = (0..90).map(|n| invoice(&format!("A/{n:02}"))).collect();
    let mut window = start_with([1280.0, 800.0], Store::in_memory(), &[("b2b", &records)]);
    let current = |window: &Window| {
        let rows =
            window.query_all_by_label_contains("Row ").filter(|row| row.accesskit_node().is_selected() == Some(true));
        rows.map(|row| row.accesskit_node().label().unwrap_or_default()).collect::<Vec<_>>()
    };
    click_row(&mut window, "A/01");
    press(&mut window, Modifiers::NONE, Key::A);
    press(&mut window, Modifiers::COMMAND, Key::End);
    assert!(!shows_part(&window, ": A/01,"), "it is out of sight");
    for (key, action) in [(Key::Z, "No action"), (Key::Y, "Accept")] {
        press(&mut window, Modifiers::COMMAND, Key::End);
        press(&mut window, Modifiers::COMMAND, key);
        let current = current(&window);
        assert!(current.len() == 1 && current[0].contains(": A/01,") && current[0].contains(action), "{current:?}");
    }
    // The next key is for that record.
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(window.get_by_label_contains(": A/01,").accesskit_node().label().unwrap().contains("Reject"));
}

#[test]
fn several_records_that_are_selected_stay_so_when_a_step_on_others_is_undone() {
    let mut window = window();
    decide(&mut window, "INV/2", Key::R);
    click_row(&mut window, "INV/3");
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::NONE, Key::A);
    let actions = window.state().book().unwrap().sheet(Section::B2b).actions()[1..4].to_vec();
    assert_eq!(actions, [Action::NoAction, Action::Accept, Action::Accept], "the next key is for those");
}

#[test]
fn undo_of_several_records_keeps_them_selected_and_goes_to_the_first() {
    let records: Vec<Record> = (0..90).map(|n| invoice(&format!("A/{n:02}"))).collect();
    let mut window = start_with([1280.0, 800.0], Store::in_memory(), &[("b2b", &records)]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    window.hover_at(egui::pos2(640.0, 400.0));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, -40.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    settle(&mut window);
    assert!(!shows_part(&window, ": A/00,"), "it is out of sight");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows(&window, "Accept 90"), "they are still selected");
    assert!(shows_part(&window, ": A/00,"));
}
