//! Views that the user saves, and remarks that are offered again.

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start};
use common::{Folder, download, invoice, note};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::Section;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// Invoices 1 to 6 of these suppliers in turn, and a credit note.
fn window_of(home: &Folder, suppliers: [&str; 2]) -> Window {
    let record = |i: u32| invoice(&i.to_string()).with("tradenm", suppliers[i as usize % 2]).with("val", 1000 + i);
    let invoices: Vec<_> = (1..=6).map(record).collect();
    let file = home.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &[note("7")])]));
    start([1440.0, 1100.0], Store::at(home.path("data")), vec![file])
}

fn window(home: &Folder) -> Window {
    window_of(home, ["Asha Steel", "Bharat Office"])
}

fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

/// Filters to one supplier, the dearest invoice first.
fn filter_and_sort(window: &mut Window) {
    click(window, "Filter Supplier");
    window.get_by_role_and_label(Role::CheckBox, "Asha Steel").click();
    settle(window);
    click(window, "Apply");
    for _ in 0..2 {
        window.get_by_role_and_label(Role::Button, "Value").click();
        settle(window);
    }
}

fn save(window: &mut Window, name: &str) {
    click(window, "Save view…");
    write(window, name);
    press(window, NONE, Key::Enter);
}

/// Whether the name of a control begins so.
fn starts(node: &egui_kittest::Node<'_>, name: &str) -> bool {
    node.accesskit_node().label().is_some_and(|label| label.starts_with(name))
}

fn menu_of(window: &mut Window, name: &str) {
    let at = window.get_by_role_and_label(Role::Button, name).rect().center();
    window.hover_at(at);
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
    }
    settle(window);
}

#[test]
fn a_saved_view_brings_its_filter_and_order_back_at_the_next_start() {
    let home = Folder::new();
    let mut first = window(&home);
    assert!(!shows(&first, "Save view…"), "nothing is filtered");
    filter_and_sort(&mut first);
    save(&mut first, "Bharat, dear first");
    assert!(!shows(&first, "Save view…"), "it is saved");
    assert!(shows(&first, "3 of 6 rows"));
    click(&mut first, "Show all rows");
    assert!(shows(&first, "6 of 6 rows"));
    drop(first);

    let mut again = window(&home);
    assert!(shows(&again, "Your views"));
    click(&mut again, "Bharat, dear first");
    assert!(shows(&again, "3 of 6 rows"));
    assert!(shows_part(&again, "Row 1: 5, Bharat Office"));
    assert!(shows(&again, "Sorted by Value descending"));
    // It is a view of this sheet.
    press(&mut again, CTRL, Key::PageDown);
    assert!(!shows(&again, "Bharat, dear first"));
}

#[test]
fn a_view_is_not_called_as_one_that_the_program_brings_along() {
    let home = Folder::new();
    let mut window = window(&home);
    filter_and_sort(&mut window);
    save(&mut window, "To Decide ");
    assert!(shows(&window, "Save view") && shows_part(&window, "A view at the left has this name already"));
    press(&mut window, CTRL, Key::A);
    write(&mut window, "Mine");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Mine"));
    menu_of(&mut window, "Mine");
    click(&mut window, "Rename…");
    press(&mut window, CTRL, Key::A);
    write(&mut window, "count as accepted");
    press(&mut window, NONE, Key::Enter);
    assert!(shows_part(&window, "A view at the left has this name already"));
    press(&mut window, NONE, Key::Escape);
    assert!(shows(&window, "Mine"));
}

#[test]
fn a_view_of_values_that_are_not_there_shows_no_rows() {
    let home = Folder::new();
    let mut first = window(&home);
    filter_and_sort(&mut first);
    save(&mut first, "Bharat");
    drop(first);
    let mut other = window_of(&home, ["Chandra Foods", "Deepak & Sons"]);
    click(&mut other, "Bharat");
    assert!(shows(&other, "0 of 6 rows"));
    assert!(shows(&other, "No row of this sheet passes the filter."));
    click(&mut other, "All");
    assert!(shows(&other, "6 of 6 rows"));
}

#[test]
fn a_view_is_renamed_replaced_and_removed() {
    let home = Folder::new();
    let mut window = window(&home);
    filter_and_sort(&mut window);
    save(&mut window, "Dear");
    menu_of(&mut window, "Dear");
    click(&mut window, "Rename…");
    press(&mut window, CTRL, Key::A);
    write(&mut window, "  ");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Give it a name."));
    write(&mut window, "Dearest");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Dearest") && !shows(&window, "Dear"));

    // Another filter under the same name takes its place.
    click(&mut window, "To decide");
    click(&mut window, "Save view…");
    write(&mut window, "dearest");
    assert!(shows(&window, "There is a view of this name."));
    click(&mut window, "Replace it");
    click(&mut window, "Show all rows");
    click(&mut window, "dearest");
    assert!(shows(&window, "Remove filter: To decide"));
    assert!(!shows_part(&window, "Remove filter: Supplier"));

    // By keys as well.
    window.get_by_role_and_label(Role::Button, "dearest").focus();
    settle(&mut window);
    press(&mut window, Modifiers::SHIFT, Key::F10);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::Enter);
    assert!(!shows(&window, "dearest"));
    assert!(shows(&window, "The view “dearest” is removed."));
    assert!(!shows(&window, "Your views"));
    drop(window);
    let again = self::window(&home);
    assert!(!shows(&again, "dearest"), "nor at the next start");
}

#[test]
fn that_there_is_nothing_to_save_is_said() {
    let home = Folder::new();
    let mut window = window(&home);
    press(&mut window, CTRL, Key::K);
    write(&mut window, "save view");
    assert!(shows_part(&window, "Save view: Filter or sort first"));
}

#[test]
fn remarks_that_were_written_are_offered_again_the_last_first() {
    let home = Folder::new();
    let mut first = window(&home);
    let long = "Goods were not received at all; the carrier has the proof of delivery and answers";
    for (at, remarks) in [(1, "Rate differs"), (2, long), (3, "Rate differs")] {
        press(&mut first, NONE, Key::R);
        press(&mut first, NONE, Key::M);
        write(&mut first, remarks);
        press(&mut first, CTRL, Key::Enter);
        press(&mut first, NONE, Key::ArrowDown);
        let book = first.state().book().unwrap();
        assert_eq!(book.text(book.sheet(Section::B2b).remarks()[at - 1]), remarks);
    }
    drop(first);

    let mut again = window(&home);
    press(&mut again, NONE, Key::R);
    press(&mut again, NONE, Key::M);
    assert!(shows(&again, "Written before"));
    assert!(shows(&again, "Not our invoice"), "and the templates");
    let button = |name: &str| again.get_all_by_role(Role::Button).find(|node| starts(node, name)).unwrap();
    let place = |name: &str| button(name).rect();
    let (last, before) = (place("Rate differs"), place("Goods were not received"));
    assert!(last.top() < before.top() || last.left() < before.left(), "the last one comes first");
    let buttons = again.get_all_by_role(Role::Button).filter(|node| starts(node, "Rate differs"));
    assert_eq!(buttons.count(), 1);
    button("Goods were not received").click();
    settle(&mut again);
    press(&mut again, CTRL, Key::Enter);
    let book = again.state().book().unwrap();
    assert_eq!(book.text(book.sheet(Section::B2b).remarks()[0]), long, "all of it, not what the button shows");
    assert!(!shows(&again, "Written before"), "the dialog is closed");
}
