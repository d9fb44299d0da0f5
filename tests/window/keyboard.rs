//! The window without a mouse: panes, menus, columns and dialogs by keys alone, and the whole job from opening to the file.

use crate::common;

use common::window::{Window, press, settle, shows, shows_part, start, start_with};
use common::{Folder, Record, invoice};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

/// What has the keyboard.
fn focused(window: &Window) -> String {
    let mut all = window.root().children_recursive();
    let node = all.find(|node| node.accesskit_node().is_focused());
    node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

/// The rows, as a pane.
const ROWS: &str = "the rows";

/// Whether the rows have the keyboard: as a whole, or the focused one of them.
fn in_rows(window: &Window) -> bool {
    focused(window).starts_with("Row ") || window.get_by_role(Role::Grid).accesskit_node().is_focused()
}

/// Presses Tab until this has the keyboard.
fn tab_to(window: &mut Window, name: &str) {
    let mut seen = Vec::new();
    for _ in 0..80 {
        press(window, NONE, Key::Tab);
        seen.push(focused(window));
        if seen.last().is_some_and(|last| last == name) {
            return;
        }
    }
    panic!("Tab does not come to {name}, only to {seen:?}");
}

/// Types into what has the keyboard.
fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

/// Runs an action of the palette.
fn command(window: &mut Window, name: &str) {
    press(window, CTRL, Key::K);
    write(window, name);
    press(window, NONE, Key::Enter);
}

fn actions(window: &Window, section: Section) -> Vec<Action> {
    window.state().book().unwrap().sheet(section).actions().to_vec()
}

fn count(window: &Window, section: Section, action: Action) -> usize {
    actions(window, section).iter().filter(|&&a| a == action).count()
}

/// Invoices INV/1 to INV/6 of two suppliers in turn.
fn window() -> Window {
    let folder = Folder::new();
    let record = |i: u32| {
        let name = ["Asha Steel", "Bharat Office"][i as usize % 2];
        let gstin = ["24AAAAA0000A1Z8", "29AAAAA0000A1ZY"][i as usize % 2];
        invoice(&format!("INV/{i}")).with("stin", gstin).with("tradenm", name).with("val", 1180 + i)
    };
    let invoices: Vec<_> = (1..=6).map(record).collect();
    let file = folder.put("download.json", common::download(&[("b2b", &invoices)]));
    start([1440.0, 900.0], Store::in_memory(), vec![file])
}

/// Presses Tab until something whose name begins so has the keyboard.
fn tab_to_start(window: &mut Window, start: &str) {
    for _ in 0..80 {
        press(window, NONE, Key::Tab);
        if focused(window).starts_with(start) {
            return;
        }
    }
    panic!("Tab does not come to {start}");
}

/// Presses F6 until this has the keyboard.
fn pane_of(window: &mut Window, name: &str) {
    for _ in 0..10 {
        if focused(window).starts_with(name) || (name == ROWS && in_rows(window)) {
            return;
        }
        press(window, NONE, Key::F6);
    }
    panic!("F6 does not come to {name}");
}

/// Replaces what is in the field that has the keyboard.
fn fill(window: &mut Window, text: &str) {
    press(window, CTRL, Key::A);
    write(window, text);
}

#[test]
fn the_whole_job_is_done_without_a_mouse() {
    let home = Folder::new();
    let mut window = start([1440.0, 900.0], Store::in_memory(), Vec::new());
    tab_to(&mut window, "Try with sample data");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "183 of 183 rows"));
    let before = actions(&window, Section::B2bcn);
    let undecided = count(&window, Section::B2bcn, Action::NoAction);

    // To the credit notes, and of these to the undecided ones.
    while !shows(&window, "B2B-CN, 24 rows") {
        press(&mut window, CTRL, Key::PageDown);
    }
    pane_of(&mut window, "All sheets");
    tab_to(&mut window, "To decide");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, &format!("{undecided} of 24 rows")));
    pane_of(&mut window, ROWS);
    press(&mut window, CTRL, Key::A);
    assert!(shows(&window, &format!("{undecided} selected")));

    // Accepted; that no credit is reduced is the answer, without remarks for now.
    press(&mut window, NONE, Key::A);
    assert!(shows_part(&window, "One answer for all"));
    press(&mut window, NONE, Key::ArrowUp);
    assert!(focused(&window).starts_with("No: "), "the choice has the keyboard, and arrows choose");
    tab_to_start(&mut window, "Accept all");
    press(&mut window, NONE, Key::Enter);
    tab_to_start(&mut window, "Save without remarks");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(count(&window, Section::B2bcn, Action::NoAction), 0);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(actions(&window, Section::B2bcn), before);
    press(&mut window, CTRL, Key::Y);
    assert_eq!(count(&window, Section::B2bcn, Action::NoAction), 0);

    // A finding is looked for, and mended where it is stated.
    command(&mut window, "Show all rows");
    let fix = "Write remarks";
    for _ in 0..24 {
        press(&mut window, NONE, Key::F8);
        if shows(&window, fix) {
            break;
        }
    }
    press(&mut window, NONE, Key::F6);
    if focused(&window) != fix {
        tab_to(&mut window, fix);
    }
    press(&mut window, NONE, Key::Enter);
    write(&mut window, "Credit was never taken");
    press(&mut window, CTRL, Key::Enter);
    assert!(!shows(&window, fix), "the finding is gone");

    // One note is rejected after all.
    pane_of(&mut window, ROWS);
    press(&mut window, CTRL | Modifiers::SHIFT, Key::End);
    press(&mut window, CTRL, Key::End);
    press(&mut window, NONE, Key::P);
    let decided = actions(&window, Section::B2bcn);
    assert_eq!(*decided.last().unwrap(), Action::Pending);

    // Reviewed, and written.
    press(&mut window, CTRL, Key::R);
    assert!(shows(&window, "Review"));
    tab_to(&mut window, "Generate JSON");
    press(&mut window, NONE, Key::Enter);
    let path = home.path("upload.json");
    fill(&mut window, path.to_str().unwrap());
    tab_to(&mut window, "Write the JSON");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "The JSON is written"));

    let upload: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    let written = upload["invdata"]["b2bcn"].as_array().unwrap();
    let changed = decided.iter().zip(&before).filter(|(now, before)| now != before).count();
    assert_eq!(written.len(), changed);
    let said = |key: &str, value: &str| written.iter().filter(|record| record[key] == value).count();
    assert_eq!(
        said("action", "P"),
        decided.iter().zip(&before).filter(|(n, b)| n != b && **n == Action::Pending).count()
    );
    assert_eq!(said("remarks", "Credit was never taken"), 1);
    tab_to(&mut window, "Yes, I uploaded it");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "0 changed"));
}

#[test]
fn f6_goes_from_pane_to_pane_and_comes_back_to_where_the_keyboard_was() {
    let mut window = window();
    assert!(in_rows(&window), "the rows have it at first");
    press(&mut window, CTRL, Key::A);
    let mut seen = Vec::new();
    for _ in 0..7 {
        press(&mut window, NONE, Key::F6);
        seen.push(focused(&window));
    }
    let panes =
        ["Show", "27AAAAA0000A1Z2", "6 to decide", "All sheets", "Accept 6", "Row 1: INV/1, Bharat Office, No action"];
    assert_eq!(seen[..6], panes);
    assert_eq!(seen[6], "Show");
    // A decision makes the bar at the foot able, and the line of what was done.
    press(&mut window, SHIFT, Key::F6);
    press(&mut window, NONE, Key::A);
    press(&mut window, NONE, Key::F6);
    assert_eq!(focused(&window), "Dismiss");
    press(&mut window, NONE, Key::F6);
    assert_eq!(focused(&window), "Show", "where it was in the details");
    press(&mut window, NONE, Key::F6);
    assert_eq!(focused(&window), "Review and generate…");
    tab_to(&mut window, "Discard…");
    (0..3).for_each(|_| press(&mut window, SHIFT, Key::F6));
    assert!(in_rows(&window));
    (0..3).for_each(|_| press(&mut window, NONE, Key::F6));
    assert_eq!(focused(&window), "Discard…", "where it was");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Discard all"));
}

#[test]
fn letters_decide_only_while_the_rows_have_the_keyboard() {
    let mut window = window();
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::F6);
    assert!(!in_rows(&window));
    for key in [Key::A, Key::R, Key::P, Key::Delete, Key::M] {
        press(&mut window, NONE, key);
    }
    assert!(shows(&window, "0 changed"));
    assert!(!shows(&window, "Save remarks"));
    // Escape gives the keyboard back to the rows, and leaves the selection as it is.
    press(&mut window, NONE, Key::Escape);
    assert!(in_rows(&window));
    assert!(shows(&window, "6 selected"));
    press(&mut window, NONE, Key::R);
    assert_eq!(count(&window, Section::B2b, Action::Reject), 6);
    press(&mut window, NONE, Key::Escape);
    assert!(!shows_part(&window, " selected"));
}

#[test]
fn arrows_walk_down_the_rail() {
    let mut window = window();
    pane_of(&mut window, "All sheets");
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(focused(&window), "B2B Invoices");
    press(&mut window, NONE, Key::ArrowUp);
    assert_eq!(focused(&window), "All sheets");
    for _ in 0..12 {
        press(&mut window, NONE, Key::ArrowDown);
    }
    assert_eq!(focused(&window), "All");
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::Space);
    assert!(shows(&window, "Remove filter: To decide"));
}

#[test]
fn a_column_is_filtered_by_keys_alone() {
    let mut window = window();
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    assert_eq!(focused(&window), "Filter which column?");
    write(&mut window, "supp");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(focused(&window), "Search values");
    tab_to(&mut window, "Bharat Office");
    press(&mut window, NONE, Key::Space);
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Supplier: Asha Steel"));
    assert!(shows(&window, "3 of 6 rows"));
    // The rows have the keyboard again.
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::A);
    assert_eq!(count(&window, Section::B2b, Action::Accept), 3);
}

#[test]
fn rows_are_sorted_by_keys_alone() {
    let mut window = window();
    command(&mut window, "Sort by");
    write(&mut window, "val");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Sorted by Value"));
    command(&mut window, "Sort by");
    write(&mut window, "val");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Sorted by Value descending"));
    command(&mut window, "Sort by");
    write(&mut window, "supplier");
    press(&mut window, SHIFT, Key::Enter);
    assert!(shows(&window, "Sorted by Value descending, then Supplier"));
    command(&mut window, "Sort by");
    write(&mut window, "no such column");
    assert!(shows(&window, "No column is called so."));
}

#[test]
fn the_menu_of_a_row_opens_by_its_key_and_its_lines_are_chosen_with_the_arrows() {
    for (modifiers, key) in [(SHIFT, Key::F10), (NONE, Key::Menu)] {
        let mut window = window();
        press(&mut window, NONE, Key::ArrowDown);
        press(&mut window, modifiers, key);
        assert!(shows(&window, "Copy this value"));
        press(&mut window, NONE, Key::ArrowDown);
        assert_eq!(focused(&window), "Accept");
        press(&mut window, NONE, Key::ArrowDown);
        assert_eq!(focused(&window), "Reject");
        press(&mut window, NONE, Key::Enter);
        assert!(!shows(&window, "Copy this value"), "it closes");
        assert_eq!(actions(&window, Section::B2b)[..3], [Action::NoAction, Action::Reject, Action::NoAction]);
        press(&mut window, modifiers, key);
        while focused(&window) != "Select same supplier" {
            press(&mut window, NONE, Key::ArrowDown);
        }
        press(&mut window, NONE, Key::Enter);
        assert!(shows(&window, "3 selected"));
        assert!(!shows(&window, "Copy this value"));
        press(&mut window, modifiers, key);
        press(&mut window, NONE, Key::Escape);
        assert!(!shows(&window, "Copy this value"));
        assert!(shows(&window, "3 selected"), "Escape closed the menu and nothing else");
        assert!(in_rows(&window));
    }
}

#[test]
fn enter_opens_the_actions_of_the_focused_row() {
    let mut window = window();
    press(&mut window, NONE, Key::Enter);
    for _ in 0..3 {
        press(&mut window, NONE, Key::ArrowDown);
    }
    assert_eq!(focused(&window), "Pending");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(actions(&window, Section::B2b)[..2], [Action::Pending, Action::NoAction]);
    // The arrows are with the rows again.
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::A);
    assert_eq!(actions(&window, Section::B2b)[..2], [Action::Pending, Action::Accept]);
}

#[test]
fn the_menu_of_a_heading_opens_by_its_key() {
    let mut window = window();
    tab_to(&mut window, "Value");
    press(&mut window, SHIFT, Key::F10);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(focused(&window), "Sort descending");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Sorted by Value descending"));
    assert!(!shows(&window, "Sort ascending"));
}

#[test]
fn the_menu_at_the_top_is_walked_with_the_arrows() {
    let mut window = window();
    pane_of(&mut window, "27AAAAA0000A1Z2");
    tab_to(&mut window, "Menu");
    press(&mut window, NONE, Key::Enter);
    for action in ["Validate", "History", "Settings…", "Save view…"] {
        assert!(shows(&window, action), "{action}");
    }
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(focused(&window), "Clients");
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(focused(&window), "The client before");
    tab_to(&mut window, "Settings…");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Compact rows"));
    press(&mut window, NONE, Key::Escape);
    assert!(!shows(&window, "Compact rows"));
}

#[test]
fn the_row_that_a_key_goes_to_is_never_under_the_bar_below_the_rows() {
    const BAR: f32 = 10.0;
    let records: Vec<Record> = (1..=80).map(|n| invoice(&format!("INV-{n:02}"))).collect();
    let rows = |window: &Window, number: &str| window.get_by_label_contains(&format!(": {number},")).rect();
    let windows = (0..5)
        .map(|step| 800.0 + 6.0 * step as f32)
        .map(|height| (height, start_with([1280.0, height], Store::in_memory(), &[("b2b", &records)])));
    let windows: Vec<(f32, Window)> = windows.collect();
    // Where the bar lies over the rows, they reach down to the end of the room.
    let below = windows.iter().map(|(height, window)| height - window.get_by_label("B2B, 80 rows").rect().bottom());
    let below = below.fold(f32::MAX, f32::min);
    for (height, mut window) in windows {
        for _ in 0..45 {
            press(&mut window, Modifiers::NONE, Key::F7);
        }
        let end = height - below - BAR + 0.5;
        let row = rows(&window, "INV-46");
        assert!(row.bottom() <= end && row.height() > 20.0, "{height}: {row} above {end}");
        press(&mut window, Modifiers::COMMAND, Key::End);
        let row = rows(&window, "INV-80");
        assert!(row.bottom() <= end && row.height() > 20.0, "{height}: the last, {row} above {end}");
    }
}
