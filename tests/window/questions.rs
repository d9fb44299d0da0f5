//! What the questions count and say before anything is done, through the names of their controls.

use crate::basics::{click_in_dialog, fill};
use crate::common;
use crate::matches::{Voucher, import, open};

use common::window::{Window, at_once, click, click_row, key, press, settle, shows, shows_part, start, typed};
use common::{Folder, Record, SUPPLIER, download, invoice, note};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, AnswerKind, EntryType, Section};
use ims_desk::rules::itc::NO_DECLARES;

const NONE: Modifiers = Modifiers::NONE;
const TAKE: &str = "Take these answers; else they are skipped, to be answered one by one";

fn actions(window: &Window, section: Section) -> Vec<Action> {
    window.state().book().unwrap().sheet(section).actions().to_vec()
}

fn answers(window: &Window) -> Vec<AnswerKind> {
    let book = window.state().book().unwrap();
    book.sheet(Section::B2bcn).answers().iter().map(|&id| book.answers().get(id).kind).collect()
}

/// Two notes that the books answer No.
fn answered_by_books() -> Window {
    let mut window = open(&[("b2bcn", &[note("C/1"), note("C/2")])]);
    let booked = |number| Voucher(number, 10_000, 1_800, EntryType::CreditNote);
    import(&mut window, &[booked("C/1"), booked("C/2")]);
    window
}

#[test]
fn one_note_that_the_books_answer_no_is_accepted_once_what_that_declares_was_read() {
    let mut window = answered_by_books();
    click_row(&mut window, "C/1");
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, NO_DECLARES) && actions(&window, Section::B2bcn)[0] == Action::NoAction);
    click(&mut window, "Save answer");
    assert_eq!((actions(&window, Section::B2bcn)[0], answers(&window)[0]), (Action::Accept, AnswerKind::No));
    let book = window.state().book().unwrap();
    let remarks = book.text(book.sheet(Section::B2bcn).remarks()[0]);
    assert!(remarks.starts_with("ITC already reversed in GSTR-3B of "), "the remark that it needs: {remarks}");
}

#[test]
fn of_a_remark_with_a_month_to_fill_in_the_month_is_typed_at_once() {
    let mut window = answered_by_books();
    click_row(&mut window, "C/1");
    press(&mut window, NONE, Key::A);
    click(&mut window, "Blocked credit, already reversed in Table 4(B)(1) of GSTR-3B of (month)");
    window.event(egui::Event::Text("May 2026".into()));
    settle(&mut window);
    click(&mut window, "Save answer");
    let book = window.state().book().unwrap();
    let remarks = book.text(book.sheet(Section::B2bcn).remarks()[0]);
    assert_eq!(remarks, "Blocked credit, already reversed in Table 4(B)(1) of GSTR-3B of May 2026");
}

#[test]
fn several_notes_that_the_books_answer_are_a_question_with_a_tick_and_what_no_declares() {
    let mut window = answered_by_books();
    click_row(&mut window, "C/1");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "Take the answers of the books?") && shows(&window, NO_DECLARES));
    assert!(shows(&window, "2 credit notes take their answer from the books: No 2."));
    click(&mut window, TAKE);
    assert!(!shows(&window, NO_DECLARES) && shows(&window, "Show these 2"));
    click(&mut window, TAKE);
    click(&mut window, "Accept all 2");
    assert_eq!(answers(&window), [AnswerKind::No; 2]);
}

#[test]
fn the_question_of_suppliers_has_the_same_tick_and_says_the_same() {
    let mut window = answered_by_books();
    click(&mut window, "Suppliers");
    press(&mut window, NONE, Key::Home);
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "2 credit notes take their answer from the books: No 2."));
    assert!(shows(&window, NO_DECLARES));
    click(&mut window, TAKE);
    assert!(!shows(&window, NO_DECLARES) && shows(&window, "Accept 0"));
    click(&mut window, TAKE);
    // One on the button above the lines, one in the question.
    window.query_all_by_label("Accept 2").last().unwrap().click();
    settle(&mut window);
    assert_eq!(answers(&window), [AnswerKind::No; 2]);
}

#[test]
fn where_the_amounts_of_the_books_differ_no_answer_is_chosen_beforehand() {
    let mut window = open(&[("b2bcn", &[note("C/1")])]);
    import(&mut window, &[Voucher("C/1", 9_000, 1_620, EntryType::CreditNote)]);
    click_row(&mut window, "C/1");
    for key in [Key::I, Key::A] {
        press(&mut window, NONE, key);
        assert!(shows_part(&window, "The books would answer No, but their amounts differ"), "{key:?}");
        press(&mut window, Modifiers::COMMAND, Key::Enter);
        assert!(shows(&window, "Save answer"), "nothing is chosen: the key saves nothing");
        assert_eq!(answers(&window), [AnswerKind::None]);
        press(&mut window, NONE, Key::Escape);
    }
    press(&mut window, NONE, Key::A);
    click(&mut window, "Yes, full");
    click(&mut window, "Save answer");
    assert_eq!(answers(&window), [AnswerKind::Full]);
}

#[test]
fn enter_saves_remarks_as_they_have_no_lines_and_the_keys_after_it_are_for_the_next_record() {
    let mut window = open(&[("b2b", &[invoice("1"), invoice("2")])]);
    click_row(&mut window, "1");
    // All at once, as a hurried hand types.
    let keys = |keys: &[Key]| keys.iter().flat_map(|&of| key(NONE, of)).collect::<Vec<_>>();
    let all = [keys(&[Key::R, Key::M]), typed("Not ours"), keys(&[Key::Enter, Key::ArrowDown, Key::A])].concat();
    at_once(&mut window, all);
    assert_eq!(actions(&window, Section::B2b), [Action::Reject, Action::Accept]);
    let book = window.state().book().unwrap();
    let remarks: Vec<&str> = book.sheet(Section::B2b).remarks().iter().map(|&id| book.text(id)).collect();
    assert_eq!(remarks, ["Not ours", ""]);
}

fn with_table(records: &[Record], rows: &[&str]) -> (Window, Folder) {
    let folder = Folder::new();
    let files = vec![folder.put("download.json", download(&[("b2b", records)]))];
    let lines: String = rows.iter().map(|row| format!("b2b,{SUPPLIER},{row}\n")).collect();
    folder.put("saved.csv", format!("section,stin,number,action\n{lines}"));
    (start([1440.0, 900.0], Store::in_memory(), files), folder)
}

fn load(window: &mut Window, folder: &Folder) {
    press(window, Modifiers::COMMAND, Key::L);
    fill(window, "Path of the table", folder.path("saved.csv").to_str().unwrap());
    click(window, "Read the table");
}

#[test]
fn a_table_of_what_is_so_already_makes_no_step() {
    let held = |number: &str| invoice(number).with("action", "A");
    let (mut window, folder) = with_table(&[held("1"), held("2")], &["1,A", "2,A"]);
    load(&mut window, &folder);
    assert!(shows(&window, "0 records will change, 2 are already as the table says."));
    assert!(!shows_part(&window, "Apply "));
    press(&mut window, NONE, Key::Escape);
    assert!(!shows_part(&window, "Loaded decisions"));
}

#[test]
fn a_table_says_how_many_change_and_how_many_are_so_already() {
    let (mut window, folder) = with_table(
        &[invoice("1").with("action", "A"), invoice("2").with("action", "A"), invoice("3")],
        &["1,A", "2,R", "3,N"],
    );
    load(&mut window, &folder);
    assert!(
        shows_part(&window, "Loaded decisions from saved.csv: 2 records."),
        "{:#?}",
        common::window::screen(&window)
    );
    assert!(shows_part(
        &window,
        "1 is set to No action as your decision: nothing is uploaded for that. 1 is already as the table says."
    ));
}

#[test]
fn remarks_are_for_the_records_that_take_some_and_the_others_are_named() {
    let blocked = |number: &str| invoice(number).with("isRemarksBlocked", "Y");
    let mut window =
        open(&[("b2b", &[invoice("R/1"), blocked("R/2"), blocked("R/3"), invoice("R/4"), invoice("R/5")])]);
    click_row(&mut window, "R/1");
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(shows(&window, "Remarks 3 of 5"));
    press(&mut window, NONE, Key::M);
    assert!(shows(&window, "Remarks on 3 records"));
    assert!(shows_part(&window, "2 in B2B: Remarks are blocked by the portal on these records"));
    assert!(shows_part(&window, "3 of them are not rejected or Pending"), "of those that get some");
    click_in_dialog(&mut window, "show");
    assert!(shows(&window, "2 of 5 rows") && !shows(&window, "Remarks on 3 records"));
}

#[test]
fn a_question_says_whose_decisions_the_other_records_are() {
    let held = |number: &str| invoice(number).with("action", "R");
    let mut window =
        open(&[("b2b", &[held("R/1"), held("R/2"), invoice("R/3")]), ("b2bcn", &[note("C/1"), note("C/2")])]);
    for number in ["R/1", "R/2"] {
        click_row(&mut window, number);
        press(&mut window, NONE, Key::A);
    }
    click(&mut window, "All sheets");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, NONE, Key::R);
    assert!(shows(&window, "Reject the other 3"), "{:#?}", common::window::screen(&window));
    assert!(shows(&window, "You decided 2 of the other 3 before: these decisions would change."));
}

#[test]
fn a_record_that_was_set_to_no_action_is_a_decision_that_would_change() {
    let mut window =
        open(&[("b2b", &[invoice("R/1"), invoice("R/2"), invoice("R/3")]), ("b2bcn", &[note("C/1"), note("C/2")])]);
    click_row(&mut window, "R/2");
    press(&mut window, NONE, Key::A);
    press(&mut window, NONE, Key::N);
    click(&mut window, "All sheets");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, NONE, Key::R);
    assert!(shows(&window, "You decided 1 of the other 3 before: these decisions would change."));
}

#[test]
fn records_that_are_not_filed_are_spoken_of_as_several() {
    let late = |number: &str| invoice(number).with("srcfilstatus", "Not Filed");
    let mut window = open(&[("b2b", &[late("1"), late("2")])]);
    click(&mut window, "Suppliers");
    press(&mut window, NONE, Key::Home);
    press(&mut window, NONE, Key::P);
    assert!(shows(&window, "Nothing to do: they enter GSTR-2B when filed; Pending would keep them out."));
    // What the tick brings in is not said to have No action already in the first line.
    click(&mut window, "and 2 not filed");
    assert!(shows(&window, "By the ticks"));
}

/// An amendment for which the portal offers a reduction.
fn offered(number: &str) -> Record {
    invoice(number).amends("A-0", "10-02-2026").with("itcRedReqBlocked", "N")
}

#[test]
fn answer_it_first_answers_only_what_was_asked_about_and_the_rest_is_accepted_with_it() {
    let held = note("C/1").with("action", "A").with("itcRedReq", "N");
    let mut window = open(&[("b2b", &[invoice("1")]), ("b2ba", &[offered("B/1")]), ("b2bcn", &[held])]);
    click(&mut window, "All sheets");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, NONE, Key::A);
    assert!(shows(&window, "1 of 2 records"), "the note is accepted already");
    click(&mut window, "Answer it first");
    assert!(
        shows_part(&window, "B/1 of ")
            && shows(&window, "1 other record changes in the same step, as you chose before.")
    );
    // The portal has no default for it.
    press(&mut window, NONE, Key::Enter);
    assert_eq!(actions(&window, Section::B2ba), [Action::NoAction]);
    click(&mut window, "Yes, full");
    click(&mut window, "Save answer");
    for section in [Section::B2b, Section::B2ba] {
        assert_eq!(actions(&window, section), [Action::Accept]);
    }
    let book = window.state().book().unwrap();
    let answer = |section: Section| book.answers().get(book.sheet(section).answers()[0]).kind;
    assert_eq!((answer(Section::B2ba), answer(Section::B2bcn)), (AnswerKind::Full, AnswerKind::No));
    assert_eq!(answer(Section::B2b), AnswerKind::None);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(actions(&window, Section::B2b), [Action::NoAction], "one step");
    assert_eq!(actions(&window, Section::B2ba), [Action::NoAction]);
}

#[test]
fn remarks_that_were_asked_for_are_not_written_over_those_of_others() {
    let accepted = |number| note(number).with("action", "A").with("itcRedReq", "Y");
    let mut window = open(&[("b2bcn", &[accepted("C/1").with("remarks", "its own"), accepted("C/2")])]);
    click(&mut window, "B2B-CN");
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, NONE, Key::I);
    click(&mut window, "No");
    click(&mut window, "Save answer");
    assert!(shows(&window, "1 of 2 records"));
    click(&mut window, "Add remarks");
    assert!(shows_part(&window, "C/2 of ") && shows(&window, NO_DECLARES));
    window.get_by_role_and_label(Role::MultilineTextInput, "Remarks (the portal may ask for a reason)").focus();
    settle(&mut window);
    at_once(&mut window, typed("never taken"));
    click(&mut window, "Save answer");
    let book = window.state().book().unwrap();
    let remarks = book.sheet(Section::B2bcn).remarks().iter().map(|&id| book.text(id));
    assert_eq!(remarks.collect::<Vec<_>>(), ["its own", "never taken"]);
    assert_eq!(answers(&window), [AnswerKind::No; 2]);
}
