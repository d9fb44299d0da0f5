//! The menu, the palette, the help: what can be done is found by the words that people use; through the names of the window's
//! controls.

use crate::common;

use common::window::{Window, click, press, screen, settle, shows, shows_part, start};
use common::{Folder, download, invoice, note};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn window() -> Window {
    let folder = Folder::new();
    let invoices = [
        invoice("1").with("tradenm", "Aarav Steel"),
        invoice("2").with("stin", "24AAAAA0000A1Z8").with("tradenm", "Bharat Supplies"),
    ];
    let file = folder.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &[note("3")])]));
    start([1280.0, 800.0], Store::in_memory(), vec![file])
}

/// What the palette does with a text and Enter.
fn run(window: &mut Window, text: &str) {
    press(window, CTRL, Key::K);
    window.event(Event::Text(text.to_owned()));
    settle(window);
    press(window, NONE, Key::Enter);
}

#[test]
fn the_palette_goes_to_sheets_views_and_suppliers_and_changes_settings() {
    let mut window = window();
    run(&mut window, "b2b-cn");
    assert!(shows(&window, "1 of 1 rows"));
    run(&mut window, "bharat");
    assert!(shows(&window, "1 of 3 rows"), "the records of one supplier in all sheets");
    run(&mut window, "show all rows");
    assert!(shows(&window, "3 of 3 rows"));
    run(&mut window, "b2b invoices");
    assert!(shows(&window, "2 of 2 rows"));
    run(&mut window, "changed");
    assert!(shows(&window, "0 of 2 rows"), "a view");
    run(&mut window, "dark");
    let dark = |window: &Window| window.ctx.global_style().visuals.dark_mode;
    assert!(dark(&window), "a setting");
}

#[test]
fn the_palette_finds_what_only_one_page_has_and_says_where_it_is_done() {
    let mut window = window();
    run(&mut window, "save for the suppliers");
    assert!(shows_part(&window, "Save for the suppliers: Go to Register first"), "{:#?}", screen(&window));
    press(&mut window, NONE, Key::Escape);
    run(&mut window, "suppliers as a table");
    assert!(shows_part(&window, "Go to Suppliers first"));
    press(&mut window, NONE, Key::Escape);
    click(&mut window, "Suppliers");
    run(&mut window, "suppliers as a table");
    assert!(shows(&window, "Save the table"), "{:#?}", screen(&window));
}

#[test]
fn the_field_of_the_palette_stays_where_it_is_while_one_types() {
    let mut window = window();
    press(&mut window, CTRL, Key::K);
    let field = "What do you want to do, or go to?";
    let at = |window: &Window| window.get_by_role_and_label(egui::accesskit::Role::TextInput, field).rect();
    let before = at(&window);
    for text in ["c", "re", "dit", "qwertz"] {
        window.event(Event::Text(text.to_owned()));
        settle(&mut window);
        assert_eq!(at(&window), before, "{text}");
    }
}

#[test]
fn all_of_the_menu_is_seen_in_the_smallest_window() {
    let mut window = window();
    click(&mut window, "Menu");
    let last = window.get_by_label("Version and licences…").rect();
    assert!(last.bottom() < 800.0, "{last}");
    press(&mut window, NONE, Key::Escape);
}

#[test]
fn the_palette_says_when_it_finds_nothing() {
    let mut window = window();
    press(&mut window, CTRL, Key::K);
    window.event(Event::Text("qwertz".into()));
    settle(&mut window);
    assert!(shows(&window, "No command found."));
}

#[test]
fn the_menu_is_in_groups() {
    let mut window = window();
    click(&mut window, "Menu");
    let at = |name: &str| window.get_by_label(name).rect();
    for (group, first) in [
        ("JSON for the portal", "Did you upload it?"),
        ("Program", "Settings…"),
        ("Decisions", "Load decisions…"),
        ("Rows", "Go to…"),
    ] {
        assert!(at(group).top() < at(first).top(), "{first} is under {group}");
    }
    let screen = window.ctx.content_rect();
    for name in ["Version and licences…", "Save view…"] {
        assert!(screen.contains_rect(at(name)), "{name} is on the screen without scrolling");
    }
}

#[test]
fn help_has_its_topics_and_a_button_that_closes_it() {
    let mut window = window();
    press(&mut window, NONE, Key::F1);
    for (page, words) in [
        ("What the actions mean", "You decide later"),
        ("The 14th and the 20th", "It is no deadline"),
        ("Error files", "Download the error file there"),
        ("Pages of the portal", "https://www.gst.gov.in"),
        ("Version and licences", env!("CARGO_PKG_VERSION")),
        ("Keyboard shortcuts", "Next undecided"),
    ] {
        click(&mut window, page);
        assert!(shows_part(&window, words), "{page}");
    }
    let columns = ["Decide", "Move and select", "Find and sort"].map(|task| window.get_by_label(task).rect().left());
    assert!(columns.is_sorted() && columns[0] < columns[2], "by task, in columns");
    let screen = window.ctx.content_rect();
    assert!(screen.contains_rect(window.get_by_label("Close").rect()));
    click(&mut window, "Close");
    assert!(!shows(&window, "Error files"));
}

#[test]
fn help_is_there_before_a_client_is_open() {
    let mut window = start([1280.0, 800.0], Store::in_memory(), Vec::new());
    run(&mut window, "version");
    assert!(shows_part(&window, env!("CARGO_PKG_VERSION")));
}
