//! The lines of suppliers stay where they are when something is decided, so that the next key is for the line below.

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start_with};
use common::{Record, invoice};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;

const NONE: Modifiers = Modifiers::NONE;
const NAMES: [(&str, &str, usize); 4] = [
    ("24AAAAA0000A1Z8", "Umbrivel Steel", 4),
    ("27ZZZZZ9999Z1Z8", "Zintoba Polymers", 3),
    ("29BBBBB1111B1Z4", "Korvane Paints", 2),
    ("33CCCCC2222C1Z2", "Lumbrick Tiles", 1),
];

/// Four suppliers with four to one records to decide, sorted by that.
fn window() -> Window {
    let records: Vec<Record> = NAMES
        .into_iter()
        .flat_map(|(stin, name, count)| {
            (0..count).map(move |n| invoice(&format!("{name}/{n}")).with("stin", stin).with("tradenm", name))
        })
        .collect();
    let mut window = start_with([1440.0, 900.0], Store::in_memory(), &[("b2b", &records)]);
    click(&mut window, "Suppliers");
    window.get_by_role_and_label(Role::Button, "To decide").click();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::Home);
    window
}

/// Accepts all of the marked line, or of the selected ones.
fn accept(window: &mut Window, count: usize) {
    press(window, NONE, Key::A);
    assert!(shows_part(window, "Accept · "), "the question");
    window.query_all_by_label(&format!("Accept {count}")).last().unwrap().click();
    settle(window);
}

fn is_row(window: &Window, row: usize, name: &str) -> bool {
    shows_part(window, &format!("Row {row}: {name},"))
}

#[test]
fn a_supplier_stays_in_its_place_when_it_is_decided_and_goes_once_the_mark_leaves_it() {
    let mut window = window();
    accept(&mut window, 4);
    assert!(shows(&window, "Row 1: Umbrivel Steel, 4 records, – to decide"), "its figures are those of now");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows(&window, "Row 1: Umbrivel Steel, 4 records, 4 to decide"));
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert!(is_row(&window, 1, "Umbrivel Steel"));
    press(&mut window, NONE, Key::ArrowDown);
    assert!(is_row(&window, 1, "Zintoba Polymers") && is_row(&window, 4, "Umbrivel Steel"));
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "Accept · Zintoba Polymers"), "the next key is for the line below");
}

#[test]
fn a_supplier_that_no_longer_passes_the_filter_stays_until_the_mark_leaves_it() {
    let mut window = window();
    click(&mut window, "Filter");
    click(&mut window, "With something to decide");
    press(&mut window, NONE, Key::Escape);
    press(&mut window, Modifiers::COMMAND, Key::Home);
    accept(&mut window, 4);
    assert!(is_row(&window, 1, "Umbrivel Steel"));
    press(&mut window, NONE, Key::ArrowDown);
    assert!(is_row(&window, 1, "Zintoba Polymers") && !shows_part(&window, ": Umbrivel Steel,"));
}

#[test]
fn suppliers_that_are_decided_together_stay_until_others_are_selected_or_a_heading_is_clicked() {
    let mut window = window();
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    accept(&mut window, 7);
    assert!(is_row(&window, 1, "Umbrivel Steel") && is_row(&window, 2, "Zintoba Polymers"));
    press(&mut window, NONE, Key::ArrowDown);
    assert!(is_row(&window, 1, "Korvane Paints"));
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "Accept · Korvane Paints"), "the mark went to the line below those that were decided");
    press(&mut window, NONE, Key::Escape);
    accept(&mut window, 2);
    assert!(is_row(&window, 1, "Korvane Paints"));
    window.get_by_role_and_label(Role::Button, "To decide").click();
    settle(&mut window);
    assert!(is_row(&window, 4, "Lumbrick Tiles"), "sorted again, the other way round");
}

/// A press and its release at a place, as a hand makes them, a second after the last.
fn click_at(window: &mut Window, at: egui::Pos2) {
    (0..60).for_each(|_| window.step());
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(window);
}

#[test]
fn a_click_at_the_place_of_a_tick_is_for_that_tick_whatever_came_in_with_it() {
    let of = |number: &str| invoice(number).with("stin", NAMES[0].0).with("tradenm", NAMES[0].1);
    let held =
        [of("1").with("action", "A"), of("2").with("action", "P"), of("3").with("srcfilstatus", "Not Filed"), of("4")];
    let mut window = start_with([1440.0, 900.0], Store::in_memory(), &[("b2b", &held)]);
    click(&mut window, "Suppliers");
    press(&mut window, NONE, Key::R);
    let tick = "and 1 that the portal holds as Accepted";
    let at = window.get_by_label(tick).rect().left_center() + egui::vec2(8.0, 0.0);
    click_at(&mut window, at);
    assert!(shows(&window, "Reject 3") && shows(&window, "By the ticks"));
    assert_eq!(window.get_by_label(tick).rect().left_center() + egui::vec2(8.0, 0.0), at, "it stays where it is");
    click_at(&mut window, at);
    assert!(shows(&window, "Reject 2"), "the same tick, off again");
}
