//! Columns, copying, finding and selecting in the window, through the names of its controls.

use crate::common;

use std::path::{Path, PathBuf};

use common::window::{Window, click, click_row, press, settle, shows, shows_part, start};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand, Pos2, vec2};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

fn window_with(store: Store, path: PathBuf) -> Window {
    start([1440.0, 900.0], store, vec![path])
}

/// Invoices INV/1 to INV/9 of three suppliers in turn; INV/3 is rejected with remarks.
fn put(folder: &Path) -> PathBuf {
    let invoice = |i: u32| {
        let record = common::invoice(&format!("INV/{i}")).with("tradenm", format!("Supplier {}", i % 3));
        let gstin = ["24AAAAA0000A1Z8", "29AAAAA0000A1ZY", "07AAAAA0000A1Z4"][i as usize % 3];
        let record = record.with("stin", gstin).with("val", 1180 + i);
        if i == 3 { record.with("action", "R").with("remarks", "Goods not received") } else { record }
    };
    let path = folder.join("download.json");
    let invoices: Vec<_> = (1..=9).map(invoice).collect();
    std::fs::write(&path, common::download(&[("b2b", &invoices)])).unwrap();
    path
}

fn window() -> Window {
    let folder = tempfile::tempdir().unwrap();
    window_with(Store::in_memory(), put(folder.path()))
}

fn heading(window: &Window, name: &str) -> egui::Rect {
    window.get_by_role_and_label(Role::Button, name).rect()
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.run();
    window.drag_at(from);
    window.run();
    for step in 1..=5 {
        window.hover_at(from + (to - from) * step as f32 / 5.0);
        window.run();
    }
    window.drop_at(to);
    settle(window);
}

/// What the keys for copying copy.
fn copied(window: &mut Window, modifiers: Modifiers) -> String {
    // All in one frame: only the output of the last one is kept.
    window.input_mut().events.extend([Event::ModifiersChanged(modifiers), Event::Copy]);
    window.step();
    let commands = &window.output().platform_output.commands;
    let text = commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(window);
    text.unwrap_or_default()
}

fn hide(window: &mut Window, column: &str) {
    click(window, "Columns");
    window.get_by_role_and_label(Role::CheckBox, column).click();
    settle(window);
    press(window, Modifiers::NONE, Key::Escape);
}

#[test]
fn a_heading_dragged_over_another_takes_its_place() {
    let mut window = window();
    assert!(heading(&window, "Supplier").left() < heading(&window, "Date").left());
    let from = heading(&window, "Date").center();
    let to = heading(&window, "Supplier").left_center() + vec2(10.0, 0.0);
    drag(&mut window, from, to);
    assert!(heading(&window, "Date").left() < heading(&window, "Supplier").left());
    assert!(!shows_part(&window, "Sorted by"), "dragging is no click");
    // The frozen columns stay where they are.
    let from = heading(&window, "Number").center();
    let to = heading(&window, "GSTIN").right_center();
    drag(&mut window, from, to);
    assert!(heading(&window, "Number").left() < heading(&window, "Date").left());
}

#[test]
fn a_hidden_column_comes_back_with_a_reset() {
    let mut window = window();
    hide(&mut window, "GSTIN");
    assert!(!shows(&window, "Filter GSTIN"));
    click(&mut window, "Columns");
    click(&mut window, "Reset columns");
    assert!(shows(&window, "Filter GSTIN"));
}

#[test]
fn columns_are_remembered_for_the_next_book() {
    let folder = tempfile::tempdir().unwrap();
    let path = put(folder.path());
    let settings = folder.path().join("settings");
    let mut window = window_with(Store::at(settings.clone()), path.clone());
    hide(&mut window, "GSTIN");
    let edge = heading(&window, "Supplier").right_center();
    drag(&mut window, edge, edge + vec2(60.0, 0.0));
    let width = heading(&window, "Supplier").width();
    drop(window);
    let window = window_with(Store::at(settings), path);
    assert!(!shows(&window, "Filter GSTIN"));
    assert_eq!(heading(&window, "Supplier").width(), width);
}

#[test]
fn rows_are_copied_as_the_columns_that_are_shown() {
    let mut window = window();
    hide(&mut window, "GSTIN");
    click_row(&mut window, "INV/2");
    let text = copied(&mut window, Modifiers::COMMAND);
    assert!(text.starts_with("No action\tINV/2\tSupplier 2\t1000.00\t180.00\t"), "{text}");
    assert_eq!(text.lines().count(), 1);
    press(&mut window, Modifiers::COMMAND, Key::A);
    let text = copied(&mut window, Modifiers::COMMAND | Modifiers::SHIFT);
    assert!(text.starts_with("Status\tNumber\tSupplier\tTaxable value\tIGST\t"), "{text}");
    assert_eq!(text.lines().count(), 10);
}

#[test]
fn the_decision_of_the_focused_row_fills_the_selected_ones() {
    let mut window = window();
    click_row(&mut window, "INV/5");
    let range = window.get_by_label_contains(": INV/3,").rect().left_center() + vec2(200.0, 0.0);
    window.hover_at(range);
    window.event_modifiers(button(range, true, Modifiers::SHIFT), Modifiers::SHIFT);
    window.event_modifiers(button(range, false, Modifiers::SHIFT), Modifiers::SHIFT);
    settle(&mut window);
    assert!(shows(&window, "3 selected"));
    press(&mut window, Modifiers::COMMAND, Key::D);
    let book = window.state().book().unwrap();
    let sheet = book.sheet(Section::B2b);
    assert_eq!(sheet.actions()[2..6], [Action::Reject, Action::Reject, Action::Reject, Action::NoAction]);
    assert_eq!(book.text(sheet.remarks()[4]), "Goods not received");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().book().unwrap().sheet(Section::B2b).actions()[4], Action::NoAction);
}

fn button(pos: Pos2, pressed: bool, modifiers: Modifiers) -> Event {
    Event::PointerButton { pos, button: egui::PointerButton::Primary, pressed, modifiers }
}

#[test]
fn f3_walks_through_what_was_found() {
    let mut window = window();
    window.get_by_label("Find in all columns").focus();
    settle(&mut window);
    window.get_by_label("Find in all columns").type_text("07AAAAA0000A1Z4");
    settle(&mut window);
    assert!(shows(&window, "9 of 9 rows"), "none is hidden");
    assert!(shows(&window, "3 found"));
    press(&mut window, Modifiers::NONE, Key::F3);
    assert!(shows(&window, "1 of 3"));
    press(&mut window, Modifiers::NONE, Key::F3);
    assert!(shows(&window, "2 of 3"));
    press(&mut window, Modifiers::SHIFT, Key::F3);
    press(&mut window, Modifiers::SHIFT, Key::F3);
    assert!(shows(&window, "3 of 3"), "around the end");
}

#[test]
fn going_to_a_number_or_a_row_moves_the_focus() {
    let mut window = window();
    let go = |window: &mut Window, to: &str| {
        press(window, Modifiers::COMMAND, Key::G);
        window.get_by_label("Document number, or row of the view").type_text(to);
        settle(window);
        press(window, Modifiers::NONE, Key::Enter);
    };
    go(&mut window, "inv/7");
    assert_eq!(copied(&mut window, Modifiers::COMMAND).split('\t').nth(1), Some("INV/7"));
    go(&mut window, "2");
    assert_eq!(copied(&mut window, Modifiers::COMMAND).split('\t').nth(1), Some("INV/2"));
    go(&mut window, "77");
    assert!(shows(&window, "No record has the number 77, and this view has 9 rows."));
}

#[test]
fn rows_are_selected_by_a_list_and_what_is_missing_is_said() {
    let mut window = window();
    click(&mut window, "Menu");
    click(&mut window, "Select by list…");
    window.get_by_label("Document numbers").type_text("inv/2\nINV/4\nINV/99");
    settle(&mut window);
    click(&mut window, "Select them");
    assert!(shows(&window, "2 selected"));
    assert!(shows(&window, "2 of 3 numbers found: 2 records selected. Not found: INV/99."));
    press(&mut window, Modifiers::COMMAND | Modifiers::SHIFT, Key::I);
    assert!(shows(&window, "7 selected"));
}

#[test]
fn the_menu_of_a_row_filters_to_its_value_and_selects_its_supplier() {
    let mut window = window();
    let menu = |window: &mut Window| {
        let at = heading(window, "Supplier").center();
        let row = window.get_by_label_contains(": INV/2,").rect();
        let at = egui::pos2(at.x, row.center().y);
        window.hover_at(at);
        for pressed in [true, false] {
            let event = Event::PointerButton {
                pos: at,
                button: egui::PointerButton::Secondary,
                pressed,
                modifiers: Modifiers::NONE,
            };
            window.event(event);
        }
        settle(window);
    };
    menu(&mut window);
    click(&mut window, "Select same supplier");
    assert!(shows(&window, "3 selected"));
    menu(&mut window);
    click(&mut window, "Filter to this value");
    assert!(shows(&window, "3 of 9 rows"));
    assert!(shows(&window, "Supplier: Supplier 2"));
}

#[test]
fn the_menu_of_a_heading_hides_its_column_and_sorts_by_it() {
    let mut window = window();
    let open = |window: &mut Window| {
        let at = heading(window, "Value").left_center() + vec2(30.0, 0.0);
        window.hover_at(at);
        for pressed in [true, false] {
            let button = egui::PointerButton::Secondary;
            window.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        }
        settle(window);
    };
    open(&mut window);
    click(&mut window, "Sort descending");
    assert!(shows(&window, "Sorted by Value descending"));
    let before = heading(&window, "Value").left();
    open(&mut window);
    click(&mut window, "Move left");
    assert!(heading(&window, "Value").left() < before);
    open(&mut window);
    click(&mut window, "Hide this column");
    assert!(!shows(&window, "Filter Value"));
}
