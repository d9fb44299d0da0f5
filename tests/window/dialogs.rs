//! Dialogs: what their buttons say and do, which key confirms them, and that the dangerous button is never the one that a key
//! presses; through the names of the window's controls.

use crate::common;

use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start, start_with};
use common::{Folder, Record, download, invoice, note};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::Action::{self, Accept, NoAction, Pending, Reject};
use ims_desk::book::{AnswerKind, Section};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

fn window(sections: &[(&str, &[Record])]) -> Window {
    start_with([1440.0, 900.0], Store::in_memory(), sections)
}

fn focused(window: &Window) -> String {
    let node = window.query_all_by(|node| node.is_focused()).last();
    node.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
}

fn write(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    settle(window);
}

fn disabled(window: &Window, role: Role, name: &str) -> bool {
    window.get_by_role_and_label(role, name).accesskit_node().is_disabled()
}

fn actions(window: &Window, section: Section) -> Vec<Action> {
    window.state().book().unwrap().sheet(section).actions().to_vec()
}

fn answer(window: &Window) -> (AnswerKind, [i64; 4], String) {
    let book = window.state().book().unwrap();
    let sheet = book.sheet(Section::B2bcn);
    let answer = book.answers().get(sheet.answers()[0]);
    (answer.kind, answer.heads, book.text(sheet.remarks()[0]).to_owned())
}

/// The answer to "ITC to be reduced?" of a credit note with CGST and SGST of 900 each.
fn asked() -> Window {
    let mut window = window(&[("b2bcn", &[note("C-1")])]);
    press(&mut window, NONE, Key::I);
    assert!(shows(&window, "C-1 of 29AAAAA0000A1ZY"));
    window
}

#[test]
fn a_part_is_typed_at_once_checked_while_it_is_typed_and_saved_by_enter() {
    let mut window = asked();
    click(&mut window, "Yes, part");
    assert_eq!(focused(&window), "CGST of 900.00", "the first head above 0");
    assert!(disabled(&window, Role::TextInput, "IGST of 0.00"), "nothing can be declared of a head of 0");
    write(&mut window, "901");
    assert!(shows_part(&window, "above the document's own"), "said while it is typed");
    assert!(disabled(&window, Role::Button, "Save answer"));
    press(&mut window, NONE, Key::Enter);
    assert_eq!(answer(&window).0, AnswerKind::None, "what is refused is not saved");
    press(&mut window, NONE, Key::Backspace);
    assert!(!shows_part(&window, "above the document's own"), "it leaves once the amount is right");
    write(&mut window, "x");
    assert!(shows_part(&window, "is no amount"));
    press(&mut window, NONE, Key::Backspace);
    click(&mut window, "ITC availed in part");
    window.get_by_role_and_label(Role::TextInput, "CGST of 900.00").focus();
    settle(&mut window);
    assert!(!disabled(&window, Role::Button, "Save answer"), "{:?}", common::window::screen(&window));
    assert_eq!(focused(&window), "CGST of 900.00");
    press(&mut window, NONE, Key::Enter);
    assert_eq!(answer(&window), (AnswerKind::Part, [0, 9_000, 9_000, 0], "ITC availed in part".to_owned()));
    assert_eq!(actions(&window, Section::B2bcn), [Accept]);
}

#[test]
fn an_answer_without_remarks_leads_back_to_them_or_is_saved_without() {
    let mut window = asked();
    click(&mut window, "No");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Save without remarks?"));
    std::thread::sleep(std::time::Duration::from_millis(5));
    click(&mut window, "Add remarks");
    assert_eq!(focused(&window), "Remarks (the portal may ask for a reason)", "they are asked for in the same place");
    write(&mut window, "never taken");
    press(&mut window, CTRL, Key::Enter);
    assert_eq!(answer(&window), (AnswerKind::No, [0; 4], "never taken".to_owned()));

    let mut window = asked();
    click(&mut window, "No");
    press(&mut window, NONE, Key::Enter);
    click(&mut window, "Save without remarks");
    assert_eq!(answer(&window), (AnswerKind::No, [0; 4], String::new()));
}

#[test]
fn the_amounts_of_an_answer_that_is_there_are_edited_at_once() {
    let part = note("C-1").with("action", "A").with("itcRedReq", "Y").with("declCgst", 100).with("declSgst", 100);
    let mut window = window(&[("b2bcn", &[part])]);
    press(&mut window, NONE, Key::I);
    assert_eq!(focused(&window), "CGST of 900.00");
}

#[test]
fn questions_say_in_their_buttons_what_they_do() {
    let notes = [note("C-1"), note("C-2"), note("C-3").with("action", "R")];
    let mut window = window(&[("b2bcn", &notes)]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::R);
    assert!(shows(&window, "Reject 2 records?") && shows(&window, "Reject 2 records"));
    assert!(!shows_part(&window, "Yes"), "no button says only yes");
    click(&mut window, "Reject 2 records");
    assert_eq!(actions(&window, Section::B2bcn), [Reject; 3]);
}

#[test]
fn what_loses_decisions_is_not_what_enter_does() {
    let mut window = window(&[("b2b", &[invoice("1"), invoice("2")])]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::A);
    click(&mut window, "Discard…");
    assert!(shows_part(&window, "2 records are restored as the portal holds them."));
    for (modifiers, key) in [(NONE, Key::Enter), (CTRL, Key::Enter)] {
        // A question hears keys once it was quiet for a moment.
        (0..4).for_each(|_| window.step());
        press(&mut window, modifiers, key);
        assert_eq!(actions(&window, Section::B2b), [Accept; 2]);
        assert!(!shows(&window, "Discard all"), "Enter keeps them");
        click(&mut window, "Discard…");
    }
    click(&mut window, "Discard all");
    assert_eq!(actions(&window, Section::B2b), [NoAction; 2]);
}

#[test]
fn a_file_that_is_there_is_not_replaced_by_enter() {
    let folder = Folder::new();
    let download = folder.put("download.json", download(&[("b2b", &[invoice("1")])]));
    let there = folder.put("there.csv", "mine");
    let mut window = start([1440.0, 900.0], Store::in_memory(), vec![download]);
    press(&mut window, NONE, Key::A);
    press(&mut window, CTRL, Key::S);
    press(&mut window, CTRL, Key::A);
    write(&mut window, there.to_str().unwrap());
    press(&mut window, NONE, Key::Enter);
    assert!(shows_part(&window, "This file is there already."));
    press(&mut window, NONE, Key::Enter);
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "mine");
    click(&mut window, "Replace it");
    assert_ne!(std::fs::read_to_string(&there).unwrap(), "mine");
}

#[test]
fn one_key_confirms_every_dialog_also_where_enter_makes_a_line() {
    let mut window = window(&[("b2b", &[invoice("1"), invoice("2"), invoice("3")])]);
    click(&mut window, "Menu");
    click(&mut window, "Select by list…");
    write(&mut window, "1");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Select by list"), "Enter makes a line here");
    write(&mut window, "3");
    press(&mut window, CTRL, Key::Enter);
    assert!(shows(&window, "2 selected"));

    press(&mut window, NONE, Key::M);
    write(&mut window, "Goods not received");
    press(&mut window, CTRL, Key::Enter);
    assert!(!shows(&window, "Save remarks") && shows_part(&window, "Wrote remarks on 2 in B2B"));

    // Enter closes what only says something.
    press(&mut window, NONE, Key::F1);
    press(&mut window, NONE, Key::Enter);
    assert!(!shows(&window, "What the actions mean"));
    click(&mut window, "Menu");
    click(&mut window, "Settings…");
    press(&mut window, CTRL, Key::Enter);
    assert!(!shows(&window, "Colours"));
}

#[test]
fn enter_on_another_button_of_a_dialog_presses_that_one() {
    let mut window = window(&[("b2b", &[invoice("1").with("action", "R")])]);
    press(&mut window, NONE, Key::M);
    write(&mut window, "x");
    while focused(&window) != "Cancel" {
        press(&mut window, NONE, Key::Tab);
    }
    press(&mut window, NONE, Key::Enter);
    assert!(!shows(&window, "Save remarks"));
    assert!(shows(&window, "0 changed"), "nothing was saved");
}

#[test]
fn templates_of_remarks_fit_the_action() {
    let window_on = |action: &str| {
        let record = if action == "A" { note("C-1").with("itcRedReq", "Y") } else { invoice("1") };
        let key = if action == "A" { "b2bcn" } else { "b2b" };
        let mut window = window(&[(key, &[record.with("action", action)])]);
        press(&mut window, NONE, Key::M);
        window
    };
    let rejected = window_on("R");
    for template in ["Goods not received", "Not our invoice", "Wrong GSTIN", "Rate or value differs", "Duplicate"] {
        assert!(shows(&rejected, template), "{template}");
    }
    assert!(!shows(&rejected, "ITC availed in part"), "that is of credit notes");
    let mut pending = window_on("P");
    assert!(shows(&pending, "Goods not received") && !shows(&pending, "Duplicate"));
    let accepted = window_on("A");
    assert!(shows(&accepted, "ITC availed in part") && !shows(&accepted, "Duplicate"));

    // What one wrote oneself is kept for the next time.
    click(&mut pending, "Rate or value differs");
    write(&mut pending, ", see mail of Monday");
    press(&mut pending, CTRL, Key::Enter);
    press(&mut pending, NONE, Key::M);
    assert!(shows(&pending, "Rate or value differs, see mail of Monday"));
}

#[test]
fn a_list_with_gstins_selects_the_records_of_these_suppliers_only() {
    const OTHER: &str = "24AAAAA0000A1Z8";
    let records = [invoice("1"), invoice("1").with("stin", OTHER), invoice("2"), invoice("3")];
    let mut window = window(&[("b2b", &records)]);
    let select = |window: &mut Window, list: &str| {
        click(window, "Menu");
        click(window, "Select by list…");
        window.event(egui::Event::Paste(list.to_owned()));
        settle(window);
        press(window, CTRL, Key::Enter);
    };
    select(&mut window, "1\n2");
    assert!(shows_part(
        &window,
        "2 of 2 numbers found: 3 records selected. 1 is of another supplier with the same number"
    ));
    select(&mut window, &format!("{OTHER}\t1\n2"));
    assert!(shows_part(&window, "2 of 2 numbers found: 2 records selected."));
    press(&mut window, NONE, Key::P);
    assert_eq!(actions(&window, Section::B2b), [NoAction, Pending, Pending, NoAction]);
}

/// Where the pieces of the review are.
fn places(window: &Window) -> Vec<egui::Rect> {
    let tabs = ["Summary", "By supplier", "Records", "Blocks", "Risks"].map(|tab| (Role::Tab, tab));
    let buttons = ["Back", "Generate JSON"].map(|button| (Role::Button, button));
    tabs.into_iter().chain(buttons).map(|(role, name)| window.get_by_role_and_label(role, name).rect()).collect()
}

#[test]
fn the_review_has_one_size_whatever_page_is_shown() {
    for size in [[1280.0, 800.0], [1440.0, 900.0], [1024.0, 640.0]] {
        let folder = Folder::new();
        let records: Vec<Record> = (0..60).map(|i| invoice(&i.to_string())).collect();
        let file = folder.put("download.json", download(&[("b2b", &records)]));
        let mut window = start(size, Store::in_memory(), vec![file]);
        press(&mut window, CTRL, Key::A);
        press(&mut window, NONE, Key::A);
        press(&mut window, CTRL, Key::R);
        let before = places(&window);
        for tab in ["By supplier", "Records", "Blocks", "Risks", "Summary"] {
            window.get_by_role_and_label(Role::Tab, tab).click();
            settle(&mut window);
            assert_eq!(places(&window), before, "{tab} at {size:?}");
        }
    }
}

#[test]
fn what_blocks_is_on_top_of_the_review_and_the_main_button_is_grey() {
    let folder = Folder::new();
    let before = folder.put("before.json", download(&[("b2b", &[invoice("1"), invoice("2")])]));
    let blocked = invoice("1").with("ispendactblocked", "Y");
    let after = folder.put("after.json", download(&[("b2b", &[blocked, invoice("2")])]));
    let mut window = start([1440.0, 900.0], Store::in_memory(), vec![before]);
    press(&mut window, NONE, Key::P);
    drop_on(&mut window, &after);
    click(&mut window, "Import this download");
    press(&mut window, CTRL, Key::R);
    assert!(disabled(&window, Role::Button, "Generate JSON"));
    let top = window.get_by_label("1 record blocks the JSON").rect().top();
    assert!(top < window.get_by_label("In this JSON").rect().top(), "above the table");
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "1 record blocks the JSON"), "Enter does nothing");
    window.get_by_role_and_label(Role::Tab, "Blocks").click();
    settle(&mut window);
    assert!(shows_part(&window, "Pending is blocked by the portal"));
}

#[test]
fn a_dialog_that_is_opened_again_begins_at_its_top() {
    let folder = Folder::new();
    let notes: Vec<Record> = (0..4).map(|n| note(&n.to_string())).collect();
    let file = folder.put("download.json", download(&[("b2bcn", &notes), ("b2b", &[invoice("1")])]));
    let mut window = start([1280.0, 560.0], Store::in_memory(), vec![file]);
    click(&mut window, "All sheets");
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::R);
    click(&mut window, "Reject 5 records");
    press(&mut window, CTRL, Key::R);
    let top = |window: &Window| window.get_by_label("In this JSON").rect().top();
    let before = top(&window);
    window.hover_at(window.get_by_label("In this JSON").rect().center());
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Line,
        delta: egui::vec2(0.0, -6.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: NONE,
    });
    settle(&mut window);
    assert!(top(&window) < before - 20.0, "it is scrolled");
    press(&mut window, NONE, Key::Escape);
    press(&mut window, CTRL, Key::R);
    assert_eq!(top(&window), before);
}

#[test]
fn the_review_counts_credit_notes_by_answer_and_what_is_rejected() {
    let answered = |number: &str| note(number).with("action", "P");
    let mut window = window(&[("b2bcn", &[answered("1"), answered("2"), note("3")])]);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::A);
    window.get_by_label_contains("Accept all 3").click();
    settle(&mut window);
    press(&mut window, CTRL, Key::R);
    assert!(shows_part(&window, "credit notes accepted. ITC to be reduced? Yes, full 3 · Yes, part 0 · No 0"));
    press(&mut window, NONE, Key::Escape);
    press(&mut window, NONE, Key::R);
    click(&mut window, "Reject 3 records");
    press(&mut window, CTRL, Key::R);
    assert!(shows_part(
        &window,
        "are rejected: the suppliers see it. 3 credit notes add ₹ 5,400.00 to the suppliers' tax"
    ));
}

#[test]
fn after_writing_the_folder_the_page_and_the_path_are_at_hand_and_sample_data_is_named() {
    let folder = Folder::new();
    let file = folder.put("download.json", download(&[("b2b", &[invoice("1")])]));
    let mut window = start([1280.0, 800.0], Store::in_memory(), vec![file]);
    press(&mut window, NONE, Key::A);
    press(&mut window, CTRL, Key::R);
    assert!(shows_part(&window, "Sample data: do not upload"));
    click(&mut window, "Generate JSON");
    click(&mut window, "Write the JSON");
    assert!(shows(&window, "The JSON is written"));
    assert!(shows_part(&window, "Sample data: do not upload"));
    let written = common::names_in(&folder.path(""));
    let name = written.iter().find(|name| name.starts_with("IMS-upload_")).unwrap();
    let [gstin, date, time] = name["IMS-upload_".len()..].split('_').collect::<Vec<_>>()[..] else { panic!("{name}") };
    assert_eq!((gstin, date.len(), time.len()), (common::RECIPIENT, 10, "102030.json".len()), "{name}");
    click(&mut window, "Copy path");
    assert!(shows(&window, "Path copied."));
    // Here no program of the system is started: then it is said where it is.
    click(&mut window, "Open folder");
    assert!(shows_part(&window, "The folder could not be opened from here. It is /"), "the path is named");
    click(&mut window, "Open portal page");
    assert!(shows_part(&window, "Its address is https://www.gst.gov.in"));
    click(&mut window, "Not yet");
    assert!(!shows(&window, "The JSON is written"));
}

#[test]
fn good_news_leaves_by_itself_and_warnings_stay() {
    let folder = Folder::new();
    let file =
        folder.put("download.json", download(&[("b2b", &[invoice("1"), invoice("2").with("ispendactblocked", "Y")])]));
    let mut window = start([1280.0, 800.0], Store::in_memory(), vec![file]);
    press(&mut window, CTRL, Key::C);
    assert!(shows(&window, "Copied 1 row."));
    for _ in 0..20 {
        window.step();
    }
    assert!(shows(&window, "Copied 1 row."), "there is time to read it");
    for _ in 0..40 {
        window.step();
    }
    settle(&mut window);
    assert!(!shows(&window, "Copied 1 row."));

    // The next action takes it away as well; moving about does not.
    press(&mut window, CTRL, Key::C);
    press(&mut window, NONE, Key::ArrowDown);
    assert!(shows(&window, "Copied 1 row."));
    press(&mut window, CTRL, Key::H);
    assert!(!shows(&window, "Copied 1 row."));
    press(&mut window, CTRL, Key::H);

    // What skipped rows stays until something else is said.
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::P);
    let skipped = "1 refused";
    assert!(shows_part(&window, skipped));
    for _ in 0..60 {
        window.step();
    }
    assert!(shows_part(&window, skipped));
}

#[test]
fn a_line_is_as_high_as_its_own_text() {
    let height = |window: &Window| {
        let rows = window.get_by_label_contains("Row 1:").rect();
        let dismiss = window.get_by_label("Dismiss").rect();
        (dismiss.height(), rows.top(), dismiss.bottom())
    };
    let blocked = invoice("2").with("ispendactblocked", "Y");
    let mut window = window(&[("b2b", &[invoice("1"), blocked])]);
    press(&mut window, CTRL, Key::C);
    let low = height(&window);
    press(&mut window, CTRL, Key::A);
    press(&mut window, NONE, Key::P);
    assert!(shows_part(&window, "1 refused"));
    let top = |window: &Window| window.get_by_label_contains("in B2B to Pending.").rect().top();
    let high = top(&window);
    press(&mut window, CTRL, Key::C);
    assert_eq!(height(&window), low, "it is low again");
    assert!(window.get_by_label("Copied 2 rows.").rect().top() > high);
}

#[test]
fn a_first_upload_takes_twelve_clicks_at_most() {
    let mut window = start([1280.0, 800.0], Store::in_memory(), Vec::new());
    let mut clicks = 0;
    let mut once = |window: &mut Window, name: &str| {
        clicks += 1;
        click(window, name);
    };
    once(&mut window, "Try with sample data");
    once(&mut window, "To decide");
    once(&mut window, "Accept 1");
    once(&mut window, "Reject 1");
    once(&mut window, "B2B-CN Credit notes");
    once(&mut window, "ITC");
    once(&mut window, "Save answer");
    once(&mut window, "Review and generate…");
    once(&mut window, "Generate JSON");
    assert!(shows_part(&window, "Path of the JSON"));
    let folder = Folder::new();
    let path = folder.path("up.json");
    press(&mut window, CTRL, Key::A);
    write(&mut window, path.to_str().unwrap());
    once(&mut window, "Write the JSON");
    assert!(shows(&window, "The JSON is written"));
    assert!(path.is_file());
    once(&mut window, "Not yet");
    assert!(clicks <= 12, "{clicks} clicks");
}

#[test]
fn a_part_without_an_amount_is_not_saved_and_one_of_zero_is_there_again() {
    let mut window = asked();
    click(&mut window, "Yes, part");
    assert!(shows(&window, ims_desk::rules::itc::NO_AMOUNT));
    assert!(disabled(&window, Role::Button, "Save answer"));
    write(&mut window, "0");
    assert!(!disabled(&window, Role::Button, "Save answer"));
    let zero = note("C-1").with("action", "A").with("itcRedReq", "Y").with("declCgst", 0).with("declSgst", 0);
    let mut window = self::window(&[("b2bcn", &[zero])]);
    press(&mut window, NONE, Key::I);
    assert!(!shows(&window, ims_desk::rules::itc::NO_AMOUNT));
    assert!(!disabled(&window, Role::Button, "Save answer"));
}
