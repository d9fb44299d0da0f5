//! A second click, so soon after the first that both may be one double click: where what was clicked first gave way to something else, it
//! is for nothing.

use crate::common;

use common::window::{Window, at_once, click_events, key, press, start_with};
use common::{Record, invoice};
use egui::{Event, Key, Modifiers, Pos2, pos2};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

const NONE: Modifiers = Modifiers::NONE;

fn window() -> Window {
    let records: Vec<Record> = (0..60).map(|n| invoice(&format!("A/{n:02}"))).collect();
    start_with([1280.0, 800.0], Store::in_memory(), &[("b2b", &records)])
}

fn with(window: &Window, action: Action) -> usize {
    let book = window.state().book().unwrap();
    book.sheet(Section::B2b).actions().iter().filter(|&&of| of == action).count()
}

/// Where *Undo* is in the line that says what was done.
fn undo_at() -> Pos2 {
    let mut window = window();
    press(&mut window, NONE, Key::A);
    window.get_by_label("Undo this").rect().center()
}

fn later(window: &mut Window, seconds: f64, events: Vec<Event>) {
    let time = window.ctx.input(|input| input.time) + seconds;
    window.input_mut().time = Some(time);
    at_once(window, events);
}

#[test]
fn undo_that_comes_up_under_the_pointer_does_not_take_the_second_click() {
    let (mut window, at) = (window(), undo_at());
    later(&mut window, 1.0, [click_events(at, NONE), key(NONE, Key::P), click_events(at, NONE)].concat());
    assert_eq!(with(&window, Action::Pending), 1, "it is not undone");
    // Anyone who sees the button and clicks means it.
    later(&mut window, 1.0, click_events(at, NONE));
    assert_eq!(with(&window, Action::Pending), 0);
}

#[test]
fn a_menu_that_opens_over_its_row_does_not_take_the_second_click() {
    let mut window = window();
    // The lowest rows, whose menu opens upwards over them: anywhere that the status can be clicked.
    for y in [620.0, 640.0, 660.0, 680.0, 700.0] {
        for x in [215.0, 225.0, 235.0, 245.0, 255.0, 265.0, 275.0, 285.0, 295.0, 305.0] {
            let at = pos2(x, y);
            later(&mut window, 1.0, click_events(at, NONE));
            later(&mut window, 1.0, key(NONE, Key::Escape));
            later(&mut window, 1.0, key(NONE, Key::A));
            let accepted = with(&window, Action::Accept);
            later(&mut window, 1.0, [click_events(at, NONE), click_events(at, NONE)].concat());
            later(&mut window, 1.0, key(NONE, Key::Escape));
            assert_eq!(with(&window, Action::Accept), accepted, "a double click at {at} changes nothing");
        }
    }
}
