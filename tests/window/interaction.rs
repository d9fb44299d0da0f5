//! How the spreadsheet behaves, line by line: selecting, moving, deciding, sorting and sizing in the whole window.

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start};
use common::{Folder, Record, download, invoice, note};
use egui::accesskit::{Role, Toggled};
use egui::{Event, Key, Modifiers, Pos2, pos2, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SHIFT: Modifiers = Modifiers::SHIFT;

fn window_with(sections: &[(&str, &[Record])]) -> Window {
    let folder = Folder::new();
    let file = folder.put("download.json", download(sections));
    start([1440.0, 900.0], Store::in_memory(), vec![file])
}

/// Invoices INV/1 to INV/60 of three suppliers in turn; the first is worth most.
fn window() -> Window {
    let record = |i: u32| {
        let gstin = ["24AAAAA0000A1Z8", "29AAAAA0000A1ZY", "07AAAAA0000A1Z4"][i as usize % 3];
        invoice(&format!("INV/{i}")).with("stin", gstin).with("val", 5_000 - i)
    };
    window_with(&[("b2b", &(1..=60).map(record).collect::<Vec<_>>())])
}

fn place(window: &Window, number: &str) -> Pos2 {
    window.get_by_label_contains(&format!(": {number},")).rect().left_center() + vec2(200.0, 0.0)
}

fn click_at(window: &mut Window, at: Pos2, modifiers: Modifiers) {
    window.hover_at(at);
    for pressed in [true, false] {
        let button = egui::PointerButton::Primary;
        window.event_modifiers(Event::PointerButton { pos: at, button, pressed, modifiers }, modifiers);
    }
    window.event(Event::ModifiersChanged(NONE));
    settle(window);
}

fn row(window: &mut Window, number: &str) {
    let at = place(window, number);
    click_at(window, at, NONE);
}

/// The number of the focused record, as the details at the side name it.
fn focused(window: &Window) -> String {
    let all = window.root().children_recursive();
    let place = all.filter_map(|node| node.accesskit_node().value().or(node.accesskit_node().label()));
    let place = place.into_iter().find(|text| text.contains(" · row ")).unwrap_or_default();
    place.split(" · row ").nth(1).unwrap_or_default().to_owned()
}

fn actions(window: &Window) -> Vec<Action> {
    window.state().book().unwrap().sheet(Section::B2b).actions().to_vec()
}

#[test]
fn ranges_and_single_rows_are_added_with_shift_and_ctrl() {
    let mut window = window();
    row(&mut window, "INV/2");
    let at = place(&window, "INV/5");
    click_at(&mut window, at, SHIFT);
    assert!(shows(&window, "4 selected"));
    let at = place(&window, "INV/3");
    click_at(&mut window, at, CTRL);
    assert!(shows(&window, "3 selected"));
    press(&mut window, NONE, Key::R);
    let rejected: Vec<usize> = (0..60).filter(|&i| actions(&window)[i] == Action::Reject).collect();
    assert_eq!(rejected, [1, 3, 4]);
}

#[test]
fn keys_extend_the_selection_by_rows_pages_and_to_the_ends() {
    let mut window = window();
    row(&mut window, "INV/3");
    press(&mut window, SHIFT, Key::ArrowDown);
    assert!(shows(&window, "2 selected"));
    press(&mut window, CTRL | SHIFT, Key::End);
    assert!(shows(&window, "58 selected"));
    press(&mut window, CTRL | SHIFT, Key::Home);
    assert!(shows(&window, "3 selected"), "the range goes from where it began");
    press(&mut window, SHIFT, Key::PageDown);
    assert!(shows_part(&window, " selected") && !shows(&window, "3 selected"), "a page more");
    press(&mut window, SHIFT, Key::PageUp);
    assert!(shows(&window, "3 selected"));
    press(&mut window, NONE, Key::Escape);
    assert!(!shows_part(&window, " selected"));
}

#[test]
fn a_row_that_was_taken_out_of_the_selection_is_not_decided_on() {
    let mut window = window();
    let ways: [&[(Modifiers, Key)]; 3] = [
        &[(NONE, Key::ArrowDown), (NONE, Key::Escape)],
        &[(NONE, Key::ArrowDown), (NONE, Key::Space)],
        &[(CTRL, Key::A), (CTRL | SHIFT, Key::I)],
    ];
    for keys in ways {
        for &(modifiers, key) in keys {
            press(&mut window, modifiers, key);
        }
        assert!(!shows(&window, "1 selected") && !shows(&window, "60 selected"), "{keys:?}");
        for key in [Key::A, Key::R, Key::P, Key::N, Key::Delete, Key::M] {
            press(&mut window, NONE, key);
        }
        assert!(actions(&window).iter().all(|&action| action == Action::NoAction), "{keys:?}");
        assert!(shows_part(&window, "Keys act on no row."), "{keys:?}");
    }
    press(&mut window, NONE, Key::Space);
    press(&mut window, NONE, Key::A);
    assert_eq!(actions(&window).iter().filter(|&&action| action == Action::Accept).count(), 1);
}

#[test]
fn keys_move_by_rows_pages_and_to_the_ends() {
    let mut window = window();
    assert!(shows_part(&window, "Keys act on the marked row, INV/1."), "the first row has the focus after opening");
    assert!(!shows_part(&window, " selected"));
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(focused(&window), "2 of 60");
    for (modifiers, key, there) in [
        (CTRL, Key::ArrowDown, "60 of 60"),
        (NONE, Key::ArrowUp, "59 of 60"),
        (CTRL, Key::ArrowUp, "1 of 60"),
        (CTRL, Key::End, "60 of 60"),
        (CTRL, Key::Home, "1 of 60"),
    ] {
        press(&mut window, modifiers, key);
        assert_eq!(focused(&window), there, "{key:?}");
    }
    press(&mut window, NONE, Key::PageDown);
    let after: u32 = focused(&window).split(' ').next().unwrap().parse().unwrap();
    assert!((10..40).contains(&after), "a page of rows, not {after}");
    press(&mut window, NONE, Key::PageUp);
    assert_eq!(focused(&window), "1 of 60");
    // The last columns come with End, the first again with Home.
    assert!(!shows(&window, "Internal note"));
    press(&mut window, NONE, Key::End);
    assert!(shows(&window, "Internal note"));
    press(&mut window, NONE, Key::Home);
    assert!(!shows(&window, "Internal note"));
    press(&mut window, CTRL, Key::ArrowRight);
    assert!(shows(&window, "Internal note"));
    assert_eq!(focused(&window), "1 of 60");
}

#[test]
fn the_selection_survives_sorting() {
    let mut window = window();
    row(&mut window, "INV/1");
    let at = place(&window, "INV/2");
    click_at(&mut window, at, CTRL);
    window.get_by_role_and_label(Role::Button, "Value").click();
    settle(&mut window);
    assert!(shows(&window, "2 selected"));
    press(&mut window, NONE, Key::A);
    let accepted: Vec<usize> = (0..60).filter(|&i| actions(&window)[i] == Action::Accept).collect();
    assert_eq!(accepted, [0, 1], "the records, not the places");
}

#[test]
fn hidden_rows_are_never_acted_on_and_the_button_says_so() {
    let mut window = window();
    press(&mut window, CTRL, Key::A);
    press(&mut window, CTRL, Key::F);
    window.event(Event::Text("24AAAAA0000A1Z8".into()));
    settle(&mut window);
    assert!(shows(&window, "60 selected") && shows(&window, "Accept 60"), "a search hides none");
    click(&mut window, "Filter to these");
    assert!(shows(&window, "60 selected, 40 hidden"));
    assert!(shows(&window, "Accept 20"));
    for key in [Key::R, Key::Delete, Key::P] {
        press(&mut window, NONE, key);
    }
    let pending = actions(&window).iter().filter(|&&a| a == Action::Pending).count();
    let untouched = actions(&window).iter().filter(|&&a| a == Action::NoAction).count();
    assert_eq!((pending, untouched), (20, 40));
}

#[test]
fn the_box_in_the_headings_is_empty_half_or_full() {
    let mut window = window();
    let state = |window: &Window| window.get_by_label("All rows").accesskit_node().toggled();
    assert_eq!(state(&window), Some(Toggled::False));
    row(&mut window, "INV/2");
    assert_eq!(state(&window), Some(Toggled::Mixed));
    click(&mut window, "All rows");
    assert_eq!(state(&window), Some(Toggled::True));
    assert!(shows(&window, "60 selected"));
    click(&mut window, "All rows");
    assert_eq!(state(&window), Some(Toggled::False));
    assert!(!shows_part(&window, " selected"));
}

#[test]
fn the_menu_of_a_row_selects_all_rows_with_the_value_under_the_pointer() {
    let mut window = window();
    let column = window.get_by_role_and_label(Role::Button, "GSTIN").rect().center().x;
    let at = pos2(column, place(&window, "INV/4").y);
    window.hover_at(at);
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
    }
    settle(&mut window);
    assert!(shows(&window, "1 selected"), "the row itself");
    click(&mut window, "Select same supplier");
    assert!(shows(&window, "20 selected"));
    let at = pos2(window.get_by_role_and_label(Role::Button, "Date").rect().center().x, at.y);
    window.hover_at(at);
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
    }
    settle(&mut window);
    click(&mut window, "Select all with this date");
    assert!(shows(&window, "60 selected"));
}

#[test]
fn sheets_with_records_follow_each_other() {
    let mut window = window_with(&[("b2b", &[invoice("1")]), ("b2bcn", &[note("2"), note("3")])]);
    assert!(shows(&window, "1 of 1 rows"));
    press(&mut window, CTRL, Key::PageDown);
    assert!(shows(&window, "2 of 2 rows"), "empty sheets are passed over");
    press(&mut window, CTRL, Key::PageDown);
    assert!(shows_part(&window, "1 of 1 suppliers"));
    press(&mut window, CTRL, Key::PageDown);
    assert!(shows(&window, "If nothing more is done"), "the page Credit");
    press(&mut window, CTRL, Key::PageDown);
    assert!(shows(&window, "3 of 3 rows"), "around the end, to all of them");
    press(&mut window, CTRL, Key::PageDown);
    assert!(shows(&window, "1 of 1 rows"));
    for _ in 0..4 {
        press(&mut window, CTRL, Key::PageUp);
    }
    assert!(shows(&window, "2 of 2 rows"));
}

#[test]
fn findings_and_undecided_rows_are_gone_to_by_keys() {
    let odd =
        |number: &str| invoice(number).with("action", "P").with("ispendactblocked", "Y").with("idt", "10-02-2099");
    let decided = |number: &str| invoice(number).with("action", "A").with("idt", "10-02-2099");
    let mut window = window_with(&[("b2b", &[decided("1"), odd("2"), decided("3"), odd("4"), invoice("5")])]);
    let go = |window: &mut Window, modifiers, key, there: &str| {
        press(window, modifiers, key);
        assert_eq!(focused(window), there, "{key:?}");
    };
    click(&mut window, "Pending no longer allowed");
    assert!(shows(&window, "2 of 5 rows"));
    click(&mut window, "Show all rows");
    row(&mut window, "1");
    go(&mut window, NONE, Key::F8, "2 of 5");
    go(&mut window, NONE, Key::F8, "4 of 5");
    go(&mut window, SHIFT, Key::F8, "2 of 5");
    go(&mut window, NONE, Key::F7, "5 of 5");
    go(&mut window, NONE, Key::F7, "5 of 5");
    row(&mut window, "3");
    go(&mut window, SHIFT, Key::F7, "5 of 5");
    press(&mut window, NONE, Key::A);
    press(&mut window, NONE, Key::F7);
    assert!(shows(&window, "No row of this view is to decide."));
}

#[test]
fn delete_puts_back_what_the_portal_holds_and_n_takes_the_action_away() {
    let mut window = window_with(&[("b2b", &[invoice("1").with("action", "A"), invoice("2")])]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::R);
    press(&mut window, NONE, Key::Delete);
    assert_eq!(actions(&window), [Action::Accept, Action::NoAction]);
    assert!(shows_part(&window, "1 Accept, 1 No action"));
    press(&mut window, NONE, Key::N);
    assert_eq!(actions(&window), [Action::NoAction, Action::NoAction]);
    assert!(shows_part(&window, "deemed accepted"));
}

#[test]
fn accepting_credit_notes_says_by_how_much_the_credit_falls() {
    let held = |number| note(number).with("action", "P");
    let mut window = window_with(&[("b2bcn", &[held("1"), held("2"), note("3")])]);
    row(&mut window, "1");
    assert!(shows(&window, "Accept 1, credit falls by ₹ 1,800.00"));
    press(&mut window, CTRL, Key::A);
    // The third counts as accepted already.
    assert!(shows(&window, "Accept 3, credit falls by ₹ 3,600.00"));
    assert!(shows(&window, "Pending 1") && shows(&window, "Reject 3"));
}

#[test]
fn the_line_that_says_what_was_done_does_not_hide_the_row_of_which_it_speaks() {
    let mut window = window();
    row(&mut window, "INV/1");
    press(&mut window, NONE, Key::PageDown);
    let was = focused(&window);
    let number = format!("INV/{}", was.split(' ').next().unwrap());
    let seen = |window: &Window, number: &str| window.get_by_label_contains(&format!(": {number},")).rect();
    let (before, high) = (seen(&window, &number), seen(&window, &number).height());
    press(&mut window, NONE, Key::P);
    assert_eq!(focused(&window), was);
    let after = seen(&window, &number);
    assert!((after.height() - high).abs() < 0.5, "it is seen whole");
    assert!(after.bottom() < before.bottom(), "the line took the room where it was");
}

#[test]
fn document_numbers_are_sorted_as_people_count() {
    let mut window = window();
    click(&mut window, "Number");
    for (place, number) in [(1, "INV/1"), (2, "INV/2"), (10, "INV/10"), (11, "INV/11")] {
        assert!(shows_part(&window, &format!("Row {place}: {number},")), "{number}");
    }
    click(&mut window, "Number");
    assert!(shows_part(&window, "Row 1: INV/60,"));
    window.get_by_role_and_label(Role::Button, "Date").click_modifiers(SHIFT);
    window.event(Event::ModifiersChanged(NONE));
    settle(&mut window);
    assert!(shows(&window, "Sorted by Number descending, then Date"));
}

#[test]
fn a_double_click_on_the_edge_of_a_heading_fits_its_column() {
    let mut window = window();
    let before = window.get_by_label("Supplier").rect();
    let edge = pos2(before.right(), before.center().y);
    window.hover_at(edge);
    window.run();
    let button = egui::PointerButton::Primary;
    let press = |pressed| Event::PointerButton { pos: edge, button, pressed, modifiers: NONE };
    // So quickly that it is a double click.
    for _ in 0..2 {
        window.input_mut().events.extend([press(true), press(false)]);
        window.step();
    }
    settle(&mut window);
    let after = window.get_by_label("Supplier").rect();
    assert_ne!(after.width(), before.width());
    assert!(!shows_part(&window, "Sorted by"), "that was no click on the heading");
}

#[test]
fn the_window_is_zoomed_by_keys() {
    let mut window = window();
    let zoom = |window: &Window| window.ctx.zoom_factor();
    press(&mut window, CTRL, Key::Plus);
    assert!(zoom(&window) > 1.0);
    press(&mut window, CTRL, Key::Num0);
    assert_eq!(zoom(&window), 1.0);
    press(&mut window, CTRL, Key::Minus);
    assert!(zoom(&window) < 1.0);
}

#[test]
fn rows_are_compact_or_comfortable() {
    let mut window = window();
    let pitch = |window: &Window| place(window, "INV/2").y - place(window, "INV/1").y;
    assert_eq!(pitch(&window), 26.0);
    for (name, height) in [("Compact rows", 22.0), ("Comfortable rows", 32.0)] {
        click(&mut window, "Menu");
        click(&mut window, "Settings…");
        click(&mut window, name);
        press(&mut window, NONE, Key::Escape);
        assert_eq!(pitch(&window), height);
    }
}

#[test]
fn the_shortcuts_are_listed_by_f1_and_a_question_mark_which_can_still_be_typed() {
    let mut window = window();
    press(&mut window, NONE, Key::F1);
    assert!(shows(&window, "Keyboard shortcuts"));
    press(&mut window, NONE, Key::Escape);
    press(&mut window, SHIFT, Key::Questionmark);
    assert!(shows(&window, "Keyboard shortcuts"));
    press(&mut window, NONE, Key::Escape);
    press(&mut window, CTRL, Key::F);
    press(&mut window, SHIFT, Key::Questionmark);
    assert!(!shows(&window, "Keyboard shortcuts"));
}

#[test]
fn sums_are_of_the_selection_or_else_of_the_view() {
    let mut window = window_with(&[("b2b", &[invoice("1"), invoice("2"), invoice("3")]), ("b2ba", &[invoice("9")])]);
    assert!(shows(&window, "Taxable 3,000.00"));
    row(&mut window, "2");
    assert!(shows(&window, "Taxable 1,000.00"));
    press(&mut window, NONE, Key::Escape);
    assert!(shows(&window, "Taxable 3,000.00"));
    assert!(!shows(&window, "as on the documents"));
    press(&mut window, CTRL, Key::PageDown);
    assert!(shows(&window, "as on the documents"));
}

#[test]
fn the_top_bar_fits_a_small_window_and_nothing_is_lost() {
    let mut window = window();
    window.set_size(vec2(1024.0, 640.0));
    settle(&mut window);
    for name in ["Menu", "Undo", "Redo", "Commands", "Review and generate…", "Discard…", "Columns"] {
        let rect = window.get_by_label(name).rect();
        assert!(rect.left() >= 0.0 && rect.right() <= 1024.0 && rect.bottom() <= 640.0, "{name}: {rect:?}");
    }
    let gstin = window.get_by_label("27AAAAA0000A1Z2").rect();
    let find = window.get_by_label("Find in all columns").rect();
    assert!(gstin.right() < find.left());
    click(&mut window, "Menu");
    click(&mut window, "Validate");
    assert!(shows_part(&window, "Validated:"));
}
