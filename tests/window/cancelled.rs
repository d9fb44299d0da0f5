//! An invoice and the note that cancels it: rejecting both is asked about, and one click rejects the invoice and accepts its
//! note with No (rule A2).

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start};
use common::{Folder, download, invoice, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, AnswerKind, Section};

const BOTH: &str = "Rejecting both makes the supplier pay tax on a cancelled supply.";
const ONE_CLICK: &str = "Reject the invoice I1, accept its note C1, answer No";

/// Invoices 1 and 2; the first note cancels invoice 1, the second nothing.
fn window() -> Window {
    let folder = Folder::new();
    let invoices = [invoice("I1"), invoice("I2").heads([7, 0, 0, 0])];
    let notes = [note("C1").heads([180, 0, 0, 0]), note("C2").heads([9, 0, 0, 0])];
    let file = folder.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &notes)]));
    start([1440.0, 900.0], Store::in_memory(), vec![file])
}

fn actions(window: &Window) -> Vec<Action> {
    let book = window.state().book().unwrap();
    [Section::B2b, Section::B2bcn].into_iter().flat_map(|section| book.sheet(section).actions().to_vec()).collect()
}

/// Selects the first row of a sheet.
fn first_of(window: &mut Window, sheet: &str) {
    click(window, sheet);
    window.get_by_label_contains("Row 1:").click();
    settle(window);
}

const N: Action = Action::NoAction;
const A: Action = Action::Accept;
const R: Action = Action::Reject;

#[test]
fn both_selected_are_decided_with_one_click_in_one_step() {
    let mut window = window();
    first_of(&mut window, "B2B-CN Credit notes");
    first_of(&mut window, "B2B Invoices");
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(shows_part(&window, BOTH), "both are selected");
    assert_eq!(actions(&window), [N, N, N, N]);
    click(&mut window, ONE_CLICK);
    assert_eq!(actions(&window), [R, N, A, N]);
    let book = window.state().book().unwrap();
    let sheet = book.sheet(Section::B2bcn);
    assert_eq!(book.answers().get(sheet.answers()[0]).kind, AnswerKind::No);
    assert_eq!(book.text(sheet.remarks()[0]), "ITC not availed", "the portal may ask for remarks with No");
    assert!(shows_part(&window, "accepted the notes that cancel them, answer No: 2 records."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(actions(&window), [N, N, N, N], "one step");
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(actions(&window), [R, N, A, N]);
}

#[test]
fn from_the_note_the_same_is_offered_where_the_invoice_is_selected_or_rejected() {
    let mut window = window();
    first_of(&mut window, "B2B Invoices");
    press(&mut window, Modifiers::NONE, Key::R);
    assert_eq!(actions(&window), [R, N, N, N], "nothing of a note is selected: nothing is asked");
    press(&mut window, Modifiers::NONE, Key::Escape);
    first_of(&mut window, "B2B-CN Credit notes");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(
        shows_part(&window, BOTH) && shows_part(&window, "Your credit is not reduced;"),
        "the other note is asked about too"
    );
    click(&mut window, ONE_CLICK);
    assert_eq!(actions(&window), [R, N, A, R], "the other note is rejected as it was asked for");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(actions(&window), [R, N, N, N]);
}

#[test]
fn both_can_still_be_rejected_or_left() {
    let mut window = window();
    first_of(&mut window, "B2B-CN Credit notes");
    first_of(&mut window, "B2B Invoices");
    press(&mut window, Modifiers::NONE, Key::R);
    click(&mut window, "Cancel");
    assert_eq!(actions(&window), [N, N, N, N]);
    press(&mut window, Modifiers::NONE, Key::R);
    click(&mut window, "Reject 1 record");
    assert_eq!(actions(&window), [R, N, N, N]);
}

#[test]
fn a_note_that_the_view_hides_or_that_takes_no_answer_is_not_offered() {
    let folder = Folder::new();
    let blocked = note("C1").heads([180, 0, 0, 0]).with("itcRedReqBlocked", "Y");
    let file = folder.put("download.json", download(&[("b2b", &[invoice("I1")]), ("b2bcn", &[blocked])]));
    let mut window = start([1440.0, 900.0], Store::in_memory(), vec![file]);
    first_of(&mut window, "B2B-CN Credit notes");
    first_of(&mut window, "B2B Invoices");
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(!shows(&window, ONE_CLICK));

    let mut window = self::window();
    first_of(&mut window, "B2B-CN Credit notes");
    click(&mut window, "More views");
    click(&mut window, "Changed");
    first_of(&mut window, "B2B Invoices");
    press(&mut window, Modifiers::NONE, Key::R);
    assert!(!shows(&window, ONE_CLICK), "a hidden row is never acted on unseen");
    assert_eq!(actions(&window), [R, N, N, N]);
}

#[test]
fn one_answer_for_notes_of_several_suppliers_proposes_to_decide_one_by_one() {
    let folder = Folder::new();
    let notes = [note("1"), note("2").with("stin", "24AAAAA0000A1Z8"), note("3")];
    let file = folder.put("download.json", download(&[("b2bcn", &notes)]));
    let mut window = start([1440.0, 900.0], Store::in_memory(), vec![file]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    assert!(shows(&window, "One answer for all 3 credit notes"));
    assert!(shows(&window, "The file does not say for how many of them you never took the credit."));
    let top = |name: &str| window.get_by_label_contains(name).rect().top();
    assert!(top("Answer one by one") < top("Yes, full") && top("Yes, full") < top("No: "));
    press(&mut window, Modifiers::NONE, Key::Enter);
    let accepted = |window: &Window| window.state().book().unwrap().sheet(Section::B2bcn).actions().contains(&A);
    assert!(!accepted(&window), "the one proposed decides nothing");
}

#[test]
fn one_answer_for_notes_of_one_supplier_proposes_the_portals_default() {
    let folder = Folder::new();
    let file = folder.put("download.json", download(&[("b2bcn", &[note("1"), note("2")])]));
    let mut window = start([1440.0, 900.0], Store::in_memory(), vec![file]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    let top = |name: &str| window.get_by_label_contains(name).rect().top();
    assert!(top("Yes, full") < top("No: ") && top("No: ") < top("Answer one by one"));
    window.get_by_label_contains("No: ").click();
    settle(&mut window);
    assert!(shows(&window, ims_desk::rules::itc::NO_DECLARES));
    window.get_by_label_contains("Yes, full").click();
    settle(&mut window);
    assert!(shows(&window, ims_desk::rules::itc::YES_DEDUCTS));
    press(&mut window, Modifiers::NONE, Key::Escape);
}
