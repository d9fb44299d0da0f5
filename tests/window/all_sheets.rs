//! The table of all sheets, through the names of its controls: it does what a sheet does, over several sections at once.

use crate::common;

use common::window::{Window, click, click_row, press, settle, shows, shows_part, start, start_with};
use common::{Folder, SUPPLIER, download, invoice, note};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::Action::{self, Accept, NoAction, Pending, Reject};
use ims_desk::book::{AnswerKind, Section};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const SIZE: [f32; 2] = [1280.0, 800.0];

/// Three invoices, of which one may not be Pending, one debit note, two credit notes of two suppliers.
fn window() -> Window {
    let b2b = [
        invoice("INV/1"),
        invoice("INV/2").with("ispendactblocked", "Y"),
        invoice("INV/3").with("stin", "24AAAAA0000A1Z8").with("tradenm", "Aravali Steel"),
    ];
    let debit = [note("DN/1")];
    let credit = [note("CN/1"), note("CN/2").with("stin", "24AAAAA0000A1Z8").with("tradenm", "Aravali Steel")];
    let sections: [(&str, &[common::Record]); 3] = [("b2b", &b2b), ("b2bdn", &debit), ("b2bcn", &credit)];
    let mut window = start_with(SIZE, Store::in_memory(), &sections);
    click(&mut window, "All sheets");
    window
}

fn actions(window: &Window) -> Vec<Action> {
    let book = window.state().book().unwrap();
    Section::ALL.into_iter().flat_map(|section| book.sheet(section).actions().to_vec()).collect()
}

/// The rows on the screen, from above: their names without the place.
fn rows(window: &Window) -> Vec<String> {
    let rows = window.query_all_by_role(Role::Row);
    let name = |row: egui_kittest::Node<'_>| row.accesskit_node().label().unwrap_or_default();
    rows.map(name).filter_map(|name| Some(name.split_once(": ")?.1.split(',').next()?.to_owned())).collect()
}

#[test]
fn it_is_first_in_the_rail_with_what_is_to_decide_in_all_sheets() {
    let mut window = window();
    assert_eq!(window.get_by_label("All sheets").value().as_deref(), Some("6 of 6 to decide"));
    assert!(shows(&window, "All, 6 rows") && shows(&window, "6 of 6 rows"));
    assert_eq!(rows(&window), ["INV/1", "INV/2", "INV/3", "DN/1", "CN/1", "CN/2"]);
    assert!(window.get_by_label("All sheets").rect().top() < window.get_by_label("B2B Invoices").rect().top());
    assert!(shows(&window, "Filter Sheet"), "the sheet is a column");
    press(&mut window, CTRL, Key::PageDown);
    assert!(shows(&window, "B2B, 3 rows"), "the next sheet");
    assert!(!shows(&window, "Filter Sheet"), "a sheet by itself has no such column");
    press(&mut window, CTRL, Key::PageUp);
    assert!(shows(&window, "All, 6 rows"));
}

#[test]
fn an_action_on_several_sheets_is_one_step_and_what_is_refused_is_listed() {
    let mut window = window();
    press(&mut window, CTRL, Key::A);
    assert!(shows(&window, "Reject 6") && shows(&window, "Pending 5"), "the buttons count what would change");
    press(&mut window, NONE, Key::P);
    assert_eq!(actions(&window), [Pending, NoAction, Pending, Pending, Pending, Pending]);
    assert!(shows_part(&window, "Set 5 records to Pending."), "one step over three sheets");
    assert!(shows_part(&window, "1 refused: "));
    click(&mut window, "show");
    assert!(shows(&window, "1 of 6 rows") && shows(&window, "Remove filter: 1 refused"));
    assert_eq!(rows(&window), ["INV/2"], "the link shows exactly what it counts");
    press(&mut window, CTRL, Key::Z);
    assert_eq!(actions(&window), [NoAction; 6], "one undo");
    press(&mut window, CTRL, Key::Y);
    assert_eq!(actions(&window).iter().filter(|action| **action == Pending).count(), 5);
}

#[test]
fn credit_notes_among_others_ask_for_their_answer_once() {
    let mut window = window();
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "One answer for all 2 credit notes"));
    click(&mut window, "Accept the other 4, show these 2");
    assert_eq!(actions(&window), [Accept, Accept, Accept, Accept, NoAction, NoAction]);
    assert_eq!(rows(&window), ["CN/1", "CN/2"], "and shows those that are left");
    assert!(shows(&window, "All, 2 rows"));
}

#[test]
fn notes_that_are_answered_no_get_their_remarks_in_the_step_that_accepts_the_rest() {
    let mut window = window();
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::A);
    window.get_by_label_contains("No: ").click();
    settle(&mut window);
    click(&mut window, "ITC not availed");
    click(&mut window, "Accept all 6");
    assert_eq!(actions(&window), [Accept; 6]);
    assert!(shows_part(&window, "Accepted 6 records.") && !shows_part(&window, "skipped"));
    let remarks = |window: &Window, section: Section| -> Vec<String> {
        let book = window.state().book().unwrap();
        book.sheet(section).remarks().iter().map(|&text| book.text(text).to_owned()).collect()
    };
    assert_eq!(remarks(&window, Section::B2bcn), ["ITC not availed"; 2]);
    assert_eq!(remarks(&window, Section::B2b), [""; 3], "the others keep theirs");
    let book = window.state().book().unwrap();
    let kinds = book.sheet(Section::B2bcn).answers().iter().map(|&answer| book.answers().get(answer).kind);
    assert_eq!(kinds.collect::<Vec<_>>(), [AnswerKind::No; 2]);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(actions(&window), [NoAction; 6], "one undo");
    assert_eq!(remarks(&window, Section::B2bcn), [""; 2]);
}

#[test]
fn the_last_row_of_a_view_says_that_nothing_is_left_and_goes_with_the_next_arrow() {
    let mut window = window();
    click(&mut window, "To decide");
    let last = [NoAction, NoAction, Accept, Accept, Accept, Accept];
    press(&mut window, CTRL, Key::End);
    for _ in 0..4 {
        press(&mut window, NONE, Key::A);
        press(&mut window, NONE, Key::ArrowUp);
    }
    assert_eq!((actions(&window), rows(&window)), (last.to_vec(), vec!["INV/1".to_owned(), "INV/2".to_owned()]));
    press(&mut window, NONE, Key::A);
    press(&mut window, NONE, Key::ArrowUp);
    press(&mut window, NONE, Key::R);
    assert_eq!(rows(&window), ["INV/1"], "the row that was decided last is still there");
    assert!(shows(&window, "Done: all records are decided."));
    let done = actions(&window);
    assert_eq!(done[..2], [Reject, Accept]);
    for key in [Key::ArrowDown, Key::P, Key::ArrowUp, Key::N] {
        press(&mut window, NONE, key);
        assert_eq!((actions(&window), rows(&window)), (done.clone(), Vec::new()), "{key:?}");
    }
    assert!(shows(&window, "Done: all records are decided."));
    window.query_all_by_label("Show all rows").last().unwrap().click();
    settle(&mut window);
    assert!(shows(&window, "All, 6 rows"));
}

#[test]
fn decided_and_undecided_rows_are_walked_over_all_sheets() {
    let mut window = window();
    click_row(&mut window, "INV/3");
    press(&mut window, NONE, Key::R);
    for number in ["DN/1", "CN/1", "CN/2", "INV/1"] {
        press(&mut window, NONE, Key::F7);
        assert!(shows(&window, number), "{number} is in the details");
    }
    click(&mut window, "To decide");
    assert_eq!(rows(&window), ["INV/1", "INV/2", "DN/1", "CN/1", "CN/2"]);
    click(&mut window, "Changed");
    assert_eq!(rows(&window), ["INV/3"]);
    assert_eq!(actions(&window)[2], Reject);
}

#[test]
fn the_details_say_of_which_sheet_the_focused_record_is() {
    let mut window = window();
    click_row(&mut window, "CN/1");
    assert!(shows(&window, "B2B-CN · row 5 of 6"));
    press(&mut window, NONE, Key::M);
    assert!(shows(&window, "Remarks on 1 record"));
    window.event(Event::Text("why this note".into()));
    settle(&mut window);
    click(&mut window, "Save remarks");
    let book = window.state().book().unwrap();
    assert_eq!(book.text(book.sheet(Section::B2bcn).remarks()[0]), "why this note");
    press(&mut window, CTRL, Key::G);
    window.event(Event::Text("DN/1".into()));
    settle(&mut window);
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "B2B-DN · row 4 of 6"), "going to a number stays in the table of all");
}

#[test]
fn the_sheet_is_filtered_and_sorted_by_as_any_column() {
    let mut window = window();
    click(&mut window, "Filter Sheet");
    for sheet in ["B2B", "B2B-DN"] {
        window.get_by_role_and_label(Role::CheckBox, sheet).click();
        settle(&mut window);
    }
    click(&mut window, "Apply");
    assert_eq!(rows(&window), ["CN/1", "CN/2"], "what was unticked is hidden");
    click(&mut window, "Remove filter: Sheet: B2B-CN");
    for _ in 0..2 {
        window.get_by_role_and_label(Role::Button, "Sheet").click();
        settle(&mut window);
    }
    assert_eq!(rows(&window), ["CN/1", "CN/2", "DN/1", "INV/1", "INV/2", "INV/3"]);
    window.get_by_role_and_label(Role::Button, "Number").click();
    settle(&mut window);
    assert_eq!(rows(&window), ["CN/1", "CN/2", "DN/1", "INV/1", "INV/2", "INV/3"]);
}

#[test]
fn what_is_looked_for_is_walked_over_all_sheets() {
    let mut window = window();
    press(&mut window, CTRL, Key::F);
    window.event(Event::Text("aravali".into()));
    settle(&mut window);
    assert!(shows(&window, "2 found"));
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "1 of 2") && shows(&window, "B2B · row 3 of 6"));
    press(&mut window, NONE, Key::F3);
    assert!(shows(&window, "2 of 2") && shows(&window, "B2B-CN · row 6 of 6"));
    assert!(!shows(&window, "also in"), "there is no other sheet");
    click(&mut window, "Filter to these");
    assert_eq!(rows(&window), ["INV/3", "CN/2"]);
}

#[test]
fn rows_are_copied_with_their_sheet_and_pasted_by_identity() {
    let mut window = window();
    press(&mut window, CTRL, Key::A);
    window.event(Event::Copy);
    settle(&mut window);
    assert!(shows_part(&window, "Copied 6 rows"));
    // As a spreadsheet gives it back: in another order, with actions filled in.
    let pasted =
        format!("Sheet\tGSTIN\tNumber\tStatus\nB2B-CN\t{SUPPLIER}\tCN/1\tPending\nB2B\t{SUPPLIER}\tINV/1\tAccept\n");
    window.event(Event::Paste(pasted));
    settle(&mut window);
    click(&mut window, "Apply 2");
    assert_eq!(actions(&window), [Accept, NoAction, NoAction, NoAction, Pending, NoAction]);
    press(&mut window, CTRL, Key::Z);
    assert_eq!(actions(&window), [NoAction; 6]);
    // One value fills the selection, whatever the sheets.
    press(&mut window, CTRL, Key::A);
    window.event(Event::Paste("Pending".into()));
    settle(&mut window);
    assert_eq!(actions(&window).iter().filter(|action| **action == Pending).count(), 5);
}

#[test]
fn views_and_columns_of_the_table_of_all_are_kept() {
    let home = Folder::new();
    let (invoices, notes) = ([invoice("INV/1"), invoice("INV/2").with("tradenm", "Asha")], [note("CN/1")]);
    let file = home.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &notes)]));
    let open = || {
        let mut window = start(SIZE, Store::at(home.path("data")), vec![file.clone()]);
        click(&mut window, "All sheets");
        window
    };
    let mut window = open();
    click(&mut window, "Filter Sheet");
    window.get_by_role_and_label(Role::CheckBox, "B2B-CN").click();
    settle(&mut window);
    click(&mut window, "Apply");
    click(&mut window, "Save view…");
    window.event(Event::Text("Invoices alone".into()));
    settle(&mut window);
    press(&mut window, NONE, Key::Enter);
    click(&mut window, "Columns");
    window.get_by_role_and_label(Role::CheckBox, "Supplier").click();
    settle(&mut window);
    press(&mut window, NONE, Key::Escape);
    assert!(!shows(&window, "Filter Supplier"));
    drop(window);
    let mut window = open();
    assert!(!shows(&window, "Filter Supplier"), "the columns are as they were left");
    assert_eq!(rows(&window).len(), 3);
    click(&mut window, "Invoices alone");
    assert_eq!(rows(&window), ["INV/1", "INV/2"]);
    click(&mut window, "B2B Invoices");
    assert!(!shows(&window, "Invoices alone"), "it is a view of the table of all");
    assert!(shows(&window, "Filter Supplier"));
}

#[test]
fn what_the_portal_holds_is_restored_over_several_sheets_in_one_step() {
    let mut window = window();
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::P);
    press(&mut window, NONE, Key::Delete);
    assert_eq!(actions(&window), [NoAction; 6]);
    assert!(shows_part(&window, "Restored the portal action of 5 records: 5 No action."));
    press(&mut window, CTRL, Key::Z);
    assert_eq!(actions(&window).iter().filter(|action| **action == Pending).count(), 5);
}
