//! Pasting decisions onto the rows, through the names of the window's controls: which records get them, what is asked and
//! said before, and that what was copied means the same when it is pasted.

use crate::common;

use common::window::{Window, click, click_row, press, settle, shows, shows_part, start};
use common::{Record, SUPPLIER, invoice, note};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::Action::{Accept, NoAction, Pending, Reject};
use ims_desk::book::{Action, Answer, Book, Section};

const OTHER: &str = "24AAAAA0000A1Z8";

fn window_of(sections: &[(&str, &[Record])]) -> Window {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("download.json");
    std::fs::write(&path, common::download(sections)).unwrap();
    start([1440.0, 900.0], Store::in_memory(), vec![path])
}

/// Invoices; A-3 takes no Pending, A-4 has remarks.
fn invoices() -> Vec<Record> {
    vec![
        invoice("A-1"),
        invoice("A-2"),
        invoice("A-3").with("ispendactblocked", "Y"),
        invoice("A-4").with("action", "R").with("remarks", "Goods not received"),
    ]
}

fn window() -> Window {
    window_of(&[("b2b", &invoices())])
}

fn paste(window: &mut Window, text: &str) {
    window.event(Event::Paste(text.to_owned()));
    settle(window);
}

fn select_all(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::A);
}

fn book(window: &Window) -> &Book {
    window.state().book().unwrap()
}

fn actions(window: &Window, section: Section) -> Vec<Action> {
    book(window).sheet(section).actions().to_vec()
}

fn remarks(window: &Window) -> Vec<String> {
    let book = book(window);
    book.sheet(Section::B2b).remarks().iter().map(|&id| book.text(id).to_owned()).collect()
}

fn notes(window: &Window) -> Vec<String> {
    let book = book(window);
    book.sheet(Section::B2b).notes().iter().map(|&id| book.text(id).to_owned()).collect()
}

fn copied(window: &mut Window, modifiers: Modifiers) -> String {
    window.event(Event::ModifiersChanged(modifiers));
    window.input_mut().events.push(Event::Copy);
    window.step();
    let found = window.output().platform_output.commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    settle(window);
    found.unwrap()
}

#[test]
fn rows_find_their_records_by_identity_whatever_their_order_and_become_one_step() {
    let mut window = window();
    click_row(&mut window, "A-2");
    paste(
        &mut window,
        &format!(
            "Status\tInvoice No.\tGSTIN\tValue\tRemarks\r\nReject\ta-2\t{SUPPLIER}\t5\tsent back\r\nAccept\tA-1\t{SUPPLIER}\t6\t\r\n"
        ),
    );
    assert!(shows(&window, "2 records will change."));
    assert!(shows(&window, "Accept 1 · Reject 1 · remarks 1"));
    assert!(shows(&window, "Columns taken: Status, Invoice No. as Number, GSTIN, Remarks."));
    assert!(shows(&window, "Not taken: Value."));
    assert_eq!(actions(&window, Section::B2b), [NoAction, NoAction, NoAction, Reject], "nothing before it is applied");
    click(&mut window, "Apply 2");
    assert_eq!(actions(&window, Section::B2b), [Accept, Reject, NoAction, Reject]);
    assert_eq!(remarks(&window)[1], "sent back");
    assert!(shows(&window, "Pasted decisions: 2 records."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(actions(&window, Section::B2b), [NoAction, NoAction, NoAction, Reject]);
    assert_eq!(remarks(&window)[1], "");
}

#[test]
fn refused_and_unmatched_rows_are_listed_with_their_reasons_and_can_be_shown_afterwards() {
    let mut window = window();
    let rows = [("A-1", "P"), ("A-3", "P"), ("A-9", "A"), ("A-8", "maybe")];
    let rows: String = rows.iter().map(|(number, action)| format!("{SUPPLIER}\t{number}\t{action}\n")).collect();
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{rows}"));
    assert!(shows(&window, "1 record will change, 3 pasted rows skipped."));
    assert!(shows_part(&window, &format!("Row 3: A-3 of {SUPPLIER}: Pending is blocked by the portal")));
    assert!(shows(&window, &format!("Row 4: no such record in B2B: A-9 of {SUPPLIER}")));
    assert!(shows_part(&window, &format!("Row 5: A-8 of {SUPPLIER}: \"maybe\" is not an action")));
    click(&mut window, "Apply 1");
    assert_eq!(actions(&window, Section::B2b), [Pending, NoAction, NoAction, Reject]);
    assert!(shows_part(&window, "2 rows were left out"));
    assert!(shows_part(&window, "1 refused: Pending is blocked"));
    click(&mut window, "show");
    assert!(shows(&window, "1 of 4 rows"));
    assert!(shows_part(&window, ": A-3,"));
}

#[test]
fn a_row_that_says_which_record_and_cannot_be_read_leads_to_its_record() {
    let mut window = window();
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{SUPPLIER}\tA-1\tP\n{SUPPLIER}\tA-2\tmaybe\n"));
    click(&mut window, "Apply 1");
    assert!(shows_part(&window, "1 refused: \"maybe\" is not an action"));
    click(&mut window, "show");
    assert!(shows(&window, "1 of 4 rows"));
    assert!(shows_part(&window, ": A-2,"));
}

#[test]
fn a_number_of_another_supplier_or_of_another_sheet_is_not_meant() {
    let mut window = window_of(&[("b2b", &invoices()), ("b2bdn", &[note("D-1")])]);
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{OTHER}\tA-1\tA\n{SUPPLIER}\tD-1\tA\n"));
    assert!(shows(&window, "0 records will change, 2 pasted rows skipped."));
    click(&mut window, "Close");
    paste(&mut window, &format!("Sheet\tGSTIN\tNumber\tAction\nB2B-DN\t{SUPPLIER}\tD-1\tA\n"));
    click(&mut window, "Apply 1");
    assert_eq!(actions(&window, Section::B2bdn), [Accept]);
    assert_eq!(actions(&window, Section::B2b), [NoAction, NoAction, NoAction, Reject]);
}

#[test]
fn records_that_are_alike_but_for_the_original_are_kept_apart_by_it_or_not_touched() {
    let amended = |original: &str| invoice("A-1").amends(original, "01-01-2026").with("action", "N");
    let mut window = window_of(&[("b2ba", &[amended("X-1"), amended("X-2")])]);
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{SUPPLIER}\tA-1\tP\n"));
    let why = "2 records fit: copy the column \"Original number\" as well to say which";
    assert!(shows(&window, &format!("Row 2: A-1 of {SUPPLIER}: {why}")));
    click(&mut window, "Close");
    paste(&mut window, &format!("GSTIN\tNumber\tAction\tOriginal number\n{SUPPLIER}\tA-1\tP\tX-2\n"));
    click(&mut window, "Apply 1");
    assert_eq!(actions(&window, Section::B2ba), [NoAction, Pending]);
}

#[test]
fn rows_that_say_different_things_of_one_record_are_left_out() {
    let mut window = window();
    let rows = format!("{SUPPLIER}\tA-1\tA\n{SUPPLIER}\tA-1\tR\n{SUPPLIER}\tA-2\tR\n{SUPPLIER}\tA-2\tR\n");
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{rows}"));
    assert!(shows(&window, &format!("Row 2: A-1 of {SUPPLIER}: lines 2, 3 say different things about one record")));
    click(&mut window, "Apply 1");
    assert_eq!(actions(&window, Section::B2b), [NoAction, Reject, NoAction, Reject]);
}

#[test]
fn one_action_fills_the_selected_rows_unless_a_field_has_the_keyboard() {
    let mut window = window();
    window.get_by_role_and_label(Role::TextInput, "Find in all columns").focus();
    settle(&mut window);
    paste(&mut window, "R");
    assert_eq!(actions(&window, Section::B2b), [NoAction, NoAction, NoAction, Reject]);
    press(&mut window, Modifiers::NONE, Key::Backspace);
    click_row(&mut window, "A-2");
    paste(&mut window, "Pending\r\n");
    assert_eq!(actions(&window, Section::B2b), [NoAction, Pending, NoAction, Reject]);
}

#[test]
fn hidden_rows_get_nothing_of_a_value() {
    let mut window = window();
    select_all(&mut window);
    click(&mut window, "To decide");
    assert!(shows_part(&window, "1 hidden"));
    paste(&mut window, "A");
    assert_eq!(actions(&window, Section::B2b), [Accept, Accept, Accept, Reject]);
    assert!(shows_part(&window, "1 selected row is hidden and did not change."));
}

#[test]
fn one_text_asks_whether_it_is_remarks_or_a_note() {
    let mut window = window();
    click_row(&mut window, "A-1");
    paste(&mut window, "Ask Meera");
    assert!(shows(&window, "What is this text for 1 row?"));
    assert!(shows_part(&window, "Ask Meera"));
    click(&mut window, "Internal note: never uploaded");
    click(&mut window, "Write the notes");
    assert_eq!(notes(&window), ["Ask Meera", "", "", ""]);
    assert_eq!(remarks(&window), ["", "", "", "Goods not received"]);
}

#[test]
fn a_column_needs_as_many_values_as_rows_and_shows_its_first_and_last_pairing() {
    let mut window = window();
    select_all(&mut window);
    paste(&mut window, "A\nR\n");
    assert!(shows(&window, "You copied 2 values, but 4 rows are selected."));
    assert_eq!(actions(&window, Section::B2b), [NoAction, NoAction, NoAction, Reject]);
    paste(&mut window, "A\nR\n\nA\n");
    assert!(shows_part(&window, &format!("First: A-1 of {SUPPLIER} gets A")));
    assert!(shows_part(&window, &format!("Last: A-4 of {SUPPLIER} gets A")));
    click(&mut window, "Apply 3");
    assert_eq!(actions(&window, Section::B2b), [Accept, Reject, NoAction, Accept]);
}

#[test]
fn a_column_of_texts_goes_in_the_order_of_the_view() {
    let mut window = window();
    click(&mut window, "Number");
    click(&mut window, "Number");
    select_all(&mut window);
    paste(&mut window, "four\nthree\ntwo\none\n");
    assert!(shows_part(&window, &format!("First: A-4 of {SUPPLIER} gets four")));
    click(&mut window, "Internal note: never uploaded");
    click(&mut window, "Write the notes");
    assert!(shows_part(&window, "Last: A-1"));
    click(&mut window, "Apply 4");
    assert_eq!(notes(&window), ["one", "two", "three", "four"]);
}

#[test]
fn accepted_credit_notes_without_an_answer_are_left_out_or_given_one() {
    let mut window = window_of(&[("b2bcn", &[note("C-1"), note("C-2")])]);
    let rows = format!("GSTIN\tNumber\tAction\n{SUPPLIER}\tC-1\tA\n{SUPPLIER}\tC-2\tP\n");
    paste(&mut window, &rows);
    assert!(shows(&window, "1 credit note needs an answer to \"ITC to be reduced?\" and would be skipped."));
    click(&mut window, "Answer them \"Yes, full\"");
    click(&mut window, "Apply 2");
    assert_eq!(actions(&window, Section::B2bcn), [Accept, Pending]);
    let book = book(&window);
    assert_eq!(book.answers().get(book.sheet(Section::B2bcn).answers()[0]), Answer::FULL.by_default());
}

#[test]
fn what_a_rule_asks_about_needs_a_yes() {
    let many: Vec<Record> = (0..150).map(|i| invoice(&format!("M-{i}"))).collect();
    let mut window = window_of(&[("b2b", &many)]);
    let rows: String = (0..150).map(|i| format!("{SUPPLIER}\tM-{i}\tR\n")).collect();
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{rows}"));
    assert!(shows(&window, "0 records will change, 150 pasted rows skipped."));
    assert!(shows(&window, "150 of them are skipped because of a warning; the list says which."));
    click(&mut window, "Apply all 150, those with a warning too");
    assert!(actions(&window, Section::B2b).iter().all(|action| *action == Reject));
}

#[test]
fn what_was_copied_changes_nothing_when_it_is_pasted_back_and_all_when_it_is_undone() {
    for modifiers in [Modifiers::COMMAND, Modifiers::COMMAND | Modifiers::SHIFT] {
        let mut window = window_of(&[("b2bcn", &[note("0045"), note("\"Q\"/2").with("stin", OTHER), note("C-3")])]);
        let rows = format!(
            "{SUPPLIER}\t0045\tA\tpart\t850\t850\tsee our letter\t\n{OTHER}\t\"\"\"Q\"\"/2\"\tP\t\t\t\tlate, \"broken\"\t\"x\ny\"\n"
        );
        paste(&mut window, &format!("stin\tnumber\taction\titc\tcgst\tsgst\tremarks\tnote\n{rows}"));
        click(&mut window, "Apply 2");
        select_all(&mut window);
        let text = copied(&mut window, modifiers);
        paste(&mut window, &text);
        assert!(shows(&window, "0 records will change, 3 have these decisions already, skipped."), "{text}");
        click(&mut window, "Close");
        let state = |window: &Window| {
            let sheet = book(window).sheet(Section::B2bcn);
            (0..3).map(|row| sheet.decision(row)).collect::<Vec<_>>()
        };
        let decided = state(&window);
        press(&mut window, Modifiers::COMMAND, Key::Z);
        assert_ne!(state(&window), decided);
        paste(&mut window, &text);
        click(&mut window, "Apply 2");
        assert_eq!(state(&window), decided);
    }
}

#[test]
fn why_something_was_not_pasted_goes_when_the_user_goes_on() {
    let mut window = window();
    select_all(&mut window);
    paste(&mut window, "A\nR\n");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert!(shows_part(&window, "You copied 2 values"), "moving about in the rows is nothing else");
    click(&mut window, "Suppliers");
    assert!(!shows_part(&window, "You copied 2 values"));
}

#[test]
fn from_the_menu_there_is_a_box_to_paste_into() {
    let mut window = window();
    click(&mut window, "Menu");
    click(&mut window, "Paste decisions…");
    assert!(window.get_by_label("Read what was pasted").accesskit_node().is_disabled());
    window.get_by_label("Rows or values").type_text("A\nR\n");
    settle(&mut window);
    click(&mut window, "Read what was pasted");
    assert!(shows(&window, "You copied 2 values, but 1 row is selected."));
    let rows: String = (0..2_000).map(|i| format!("{SUPPLIER}\tB-{i}\tA\n")).collect();
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{rows}{SUPPLIER}\tA-1\tA\n"));
    assert!(shows(&window, "2,002 lines were pasted."));
    click(&mut window, "Read what was pasted");
    assert!(shows(&window, "1 record will change, 2,000 pasted rows skipped."));
    assert!(!shows_part(&window, "Row 1000:"), "only the lines on the screen are drawn");
    click(&mut window, "Apply 1");
    assert_eq!(actions(&window, Section::B2b), [Accept, NoAction, NoAction, Reject]);
}

#[test]
fn records_that_the_filter_hides_are_said() {
    let mut window = window();
    click(&mut window, "To decide");
    paste(&mut window, &format!("GSTIN\tNumber\tAction\n{SUPPLIER}\tA-1\tA\n{SUPPLIER}\tA-4\tA\n"));
    assert!(shows(&window, "1 of them is hidden by the filter."));
    click(&mut window, "Apply 2");
    assert_eq!(actions(&window, Section::B2b), [Accept, NoAction, NoAction, Accept]);
}

#[test]
fn what_is_copied_is_no_formula_and_comes_back_as_it_was() {
    let records = || {
        vec![
            invoice("=1+1").with("action", "R").with("remarks", "@SUM(1)"),
            invoice("-2").with("action", "R").with("remarks", "-"),
            invoice("3").with("action", "R").with("remarks", "'tis"),
        ]
    };
    let mut window = window_of(&[("b2b", &records())]);
    select_all(&mut window);
    let text = copied(&mut window, Modifiers::COMMAND | Modifiers::SHIFT);
    let cells: Vec<&str> = text.lines().flat_map(|line| line.split('\t')).collect();
    for cell in ["'=1+1", "'@SUM(1)", "'-2", "'-", "''tis"] {
        assert!(cells.contains(&cell), "{cell}: {text}");
    }
    assert!(cells.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{text}");
    let mut other = window_of(&[("b2b", &[invoice("=1+1"), invoice("-2"), invoice("3")])]);
    paste(&mut other, &text);
    click(&mut other, "Apply 3");
    assert_eq!(remarks(&other), ["@SUM(1)", "-", "'tis"]);
}

#[test]
fn a_period_that_lost_its_zero_in_a_spreadsheet_is_the_same_period() {
    let mut window = window();
    let rows = format!("{SUPPLIER}\tA-1\t22026\tA\n{SUPPLIER}\tA-2\t32026\tA\n");
    paste(&mut window, &format!("GSTIN\tNumber\tReturn period\tAction\n{rows}"));
    assert!(shows(&window, &format!("Row 3: A-2 of {SUPPLIER}: in B2B its period is 022026, not 32026")));
    click(&mut window, "Apply 1");
    assert_eq!(actions(&window, Section::B2b), [Accept, NoAction, NoAction, Reject]);
}
