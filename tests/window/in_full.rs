//! What is shown in full at the right goes with the mark: it begins at the top for another record, and its buttons are of the
//! record that is marked.

use crate::common;
use crate::newer;

use common::window::{Window, click, click_row, drop_on, press, settle, shows_part, start};
use common::{Folder, RECIPIENT, Record, SUPPLIER, download, invoice};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use serde_json::json;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// Turns the wheel over the details.
fn scroll_details(window: &mut Window) {
    window.hover_at(egui::pos2(1160.0, 400.0));
    window.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: vec2(0.0, -4.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: NONE,
    });
    settle(window);
}

fn top_of(window: &Window, heading: &str) -> f32 {
    window.get_by_label(heading).rect().top()
}

#[test]
fn the_details_begin_at_the_top_for_another_record_and_stay_where_they_are_for_the_same() {
    let folder = Folder::new();
    let file = folder.put("download.json", download(&[("b2b", &["A-1", "A-2"].map(invoice))]));
    let mut window = start([1280.0, 600.0], Store::in_memory(), vec![file]);
    click_row(&mut window, "A-1");
    let top = top_of(&window, "A-1");
    scroll_details(&mut window);
    let scrolled = top_of(&window, "A-1");
    assert!(scrolled < top, "they scroll: {scrolled} {top}");
    press(&mut window, NONE, Key::A);
    assert_eq!(top_of(&window, "A-1"), scrolled, "a decision on the same record moves nothing");
    press(&mut window, NONE, Key::ArrowDown);
    assert_eq!(top_of(&window, "A-2"), top);
}

fn with_errors(errors: &[(&str, &str)]) -> Window {
    let folder = Folder::new();
    let file = folder.put("download.json", download(&[("b2b", &["A-1", "A-2", "A-3"].map(invoice))]));
    let report =
        |&(number, words): &(&str, &str)| json!({"stin": SUPPLIER, "inum": number, "error_cd": "", "error_msg": words});
    let reports: Vec<_> = errors.iter().map(report).collect();
    let report = json!({"gstin": RECIPIENT, "error_report": {"b2b": reports}});
    let mut window = start([1280.0, 800.0], Store::in_memory(), vec![file]);
    drop_on(&mut window, &folder.put("errors.json", report.to_string()));
    click(&mut window, "Show these errors here");
    click(&mut window, "show");
    window
}

#[test]
fn the_error_in_full_is_that_of_the_marked_record() {
    let mut window = with_errors(&[("A-1", "first"), ("A-2", "second"), ("404", "third")]);
    let in_full = |window: &Window, words: &str| window.query_all_by_label(words).any(|node| node.rect().top() > 500.0);
    // The line below the rows has a button of the same name.
    let buttons =
        |window: &Window| window.query_all_by_label("Dismiss").filter(|node| node.rect().left() > 900.0).count();
    click_row(&mut window, "A-1");
    assert!(in_full(&window, "first"));
    click_row(&mut window, "A-2");
    assert!(in_full(&window, "second") && !in_full(&window, "first"));
    click_row(&mut window, "A-3");
    assert!(!in_full(&window, "second") && buttons(&window) == 0, "nothing here is of a record that is not marked");
    click(&mut window, &format!("Error on B2B {SUPPLIER} 404, errors.json"));
    assert!(in_full(&window, "third"), "what fits no record is shown when it is gone to");
    click_row(&mut window, "A-3");
    click_row(&mut window, "A-1");
    assert!(in_full(&window, "first") && !in_full(&window, "third"));
}

#[test]
fn the_changed_record_in_full_goes_when_another_record_is_marked() {
    let scene = newer::scene();
    let mut window = scene.merged();
    press(&mut window, NONE, Key::F8);
    assert!(shows_part(&window, "Use my decision"), "of the record that was gone to");
    press(&mut window, CTRL, Key::End);
    assert!(!shows_part(&window, "Use my decision"));
}

#[test]
fn the_marked_row_stays_in_sight_when_a_newer_download_is_taken_back() {
    let folder = Folder::new();
    let records: Vec<Record> = (0..60).map(|n| invoice(&format!("B/{n:02}"))).collect();
    let more: Vec<Record> = (0..60).map(|n| invoice(&format!("A/{n:02}"))).collect();
    let first = folder.put("first.json", download(&[("b2b", &records)]));
    let second = folder.put("second.json", download(&[("b2b", &[more, records].concat())]));
    let mut window = start([1280.0, 800.0], Store::in_memory(), vec![first]);
    drop_on(&mut window, &second);
    click(&mut window, "Import this download");
    window.get_by_role_and_label(Role::Button, "Number").click();
    settle(&mut window);
    press(&mut window, CTRL, Key::G);
    window.get_by_label("Document number, or row of the view").type_text("B/05");
    settle(&mut window);
    press(&mut window, NONE, Key::Enter);
    assert!(shows_part(&window, ": B/05,"));
    press(&mut window, CTRL, Key::Z);
    assert!(shows_part(&window, "Undone: "));
    assert!(shows_part(&window, ": B/05,"), "it is the sixth row now");
    press(&mut window, CTRL, Key::Y);
    assert!(shows_part(&window, ": B/05,"));
}
