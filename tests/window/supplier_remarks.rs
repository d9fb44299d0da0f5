//! Remarks on suppliers: what is typed arrives, and with remarks alone nothing is decided.

use crate::common;
use crate::suppliers::{STEEL, actions, click_line, of, on_suppliers};

use common::invoice;
use common::window::{Window, at_once, click, key, press, settle, shows, shows_part, typed};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::book::{Action, Section};

const NONE: Modifiers = Modifiers::NONE;
const SIZE: [f32; 2] = [1440.0, 900.0];

fn remarks(window: &Window) -> Vec<String> {
    let book = window.state().book().unwrap();
    book.sheet(Section::B2b).remarks().iter().map(|&id| book.text(id).to_owned()).collect()
}

/// Letter after letter, a frame each, without waiting for what each of them changes.
fn write(window: &mut Window, text: &str) {
    for letter in text.chars() {
        at_once(window, typed(&letter.to_string()));
    }
    settle(window);
}

/// Two invoices of Umbrivel Steel, one of them Accepted on the portal and not filed; one of Zintoba.
fn window() -> Window {
    let held = of(invoice("2"), STEEL, "Umbrivel Steel").with("action", "A").with("srcfilstatus", "Not Filed");
    let other = of(invoice("3"), "27ZZZZZ9999Z1Z8", "Zintoba").with("action", "R");
    on_suppliers(SIZE, &[("b2b", &[of(invoice("1"), STEEL, "Umbrivel Steel"), held, other])])
}

#[test]
fn every_letter_arrives_also_while_what_it_changes_is_being_counted() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, NONE, Key::P);
    window.get_by_role_and_label(Role::MultilineTextInput, "Remarks").focus();
    settle(&mut window);
    write(&mut window, "late = yes");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(remarks(&window), ["late = yes", "", ""]);
}

#[test]
fn what_is_typed_in_the_question_of_an_action_that_sends_remarks_is_the_remarks() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, NONE, Key::R);
    write(&mut window, "price");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(remarks(&window), ["price", "", ""]);
    assert_eq!(actions(&window)[0], Action::Reject);
}

#[test]
fn where_remarks_are_all_that_is_asked_they_are_typed_at_once_and_decide_nothing() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, NONE, Key::M);
    assert!(shows(&window, "Remarks 1"), "counted before anything is typed");
    assert!(shows_part(&window, "This record is not rejected or Pending: the remarks are kept here."));
    write(&mut window, "Goods late");
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(remarks(&window), ["Goods late", "", ""]);
    assert!(shows_part(&window, "the remarks are kept here"), "the result says it too");
    // The record still has no action, so Accept is for it without a tick; remarks again need one.
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "No action, change to Accept") && !shows_part(&window, "that you decided"));
    click(&mut window, "Cancel");
    press(&mut window, NONE, Key::M);
    assert!(shows(&window, "Remarks 0") && shows_part(&window, "and 1 "));
}

#[test]
fn what_a_tick_brings_in_is_counted_alike_whether_it_is_on_or_off() {
    let mut window = window();
    click_line(&mut window, "Umbrivel Steel");
    press(&mut window, NONE, Key::P);
    let tick = "and 1 that the portal holds as Accepted";
    assert!(shows(&window, tick));
    click(&mut window, tick);
    assert!(shows(&window, tick), "though the record is not filed and left out");
}

#[test]
fn a_step_names_only_suppliers_of_which_a_record_changed() {
    let mut window = window();
    at_once(&mut window, key(Modifiers::COMMAND, Key::A));
    settle(&mut window);
    press(&mut window, NONE, Key::R);
    press(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(actions(&window), [Action::Reject, Action::Accept, Action::Reject]);
    assert!(shows_part(&window, "Rejected 1 record of Umbrivel Steel."));
}
