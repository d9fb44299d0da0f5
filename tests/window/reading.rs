//! What a tester sees: Tab goes as one reads, what is decided on is in sight, and a key acts on the record that is marked.

use egui::accesskit::Role;
use egui::{Key, Modifiers, Rect};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::{Action, Answer, Section};

use crate::common::window::{Window, click, drop_on, press, settle, shows, shows_part, start, start_with, wait_for};
use crate::common::{Folder, Record, download, invoice, names_in, note};
use crate::register::show_register;

const NONE: Modifiers = Modifiers::NONE;
const SMALL: [f32; 2] = [1280.0, 800.0];

fn invoices(count: u32) -> Vec<Record> {
    (1..=count).map(|n| invoice(&format!("INV/{n}"))).collect()
}

fn actions(window: &Window, section: Section) -> Vec<Action> {
    window.state().book().unwrap().sheet(section).actions().to_vec()
}

/// Where the control is that has the keyboard.
fn focused(window: &Window) -> Option<(String, Rect)> {
    let mut all = window.root().children_recursive();
    let node = all.find(|node| node.accesskit_node().is_focused())?;
    Some((node.accesskit_node().label().unwrap_or_default(), node.rect()))
}

/// Presses Tab so often, and gives what had the keyboard after each.
fn tabs(window: &mut Window, times: usize) -> Vec<(String, Rect)> {
    let mut seen = Vec::new();
    for _ in 0..times {
        press(window, NONE, Key::Tab);
        seen.extend(focused(window));
    }
    seen
}

/// Of controls that follow each other in one line, each is right of the one before.
fn read_from_the_left(seen: &[(String, Rect)], line: impl Fn(&Rect) -> bool) -> usize {
    let mut pairs = 0;
    for two in seen.windows(2).filter(|two| line(&two[0].1) && line(&two[1].1)) {
        assert!(two[1].1.left() > two[0].1.left(), "{} comes after {}", two[1].0, two[0].0);
        pairs += 1;
    }
    pairs
}

#[test]
fn tab_goes_from_left_to_right_in_bars_and_in_the_feet_of_dialogs() {
    let mut window = start_with(SMALL, Store::in_memory(), &[("b2b", &invoices(4))]);
    press(&mut window, NONE, Key::F6);
    let mut seen: Vec<_> = focused(&window).into_iter().collect();
    seen.extend(tabs(&mut window, 45));
    let top = |rect: &Rect| rect.center().y < 40.0;
    let actions = |rect: &Rect| (66.0..106.0).contains(&rect.center().y) && rect.left() > 170.0;
    let once = seen.iter().skip(1).position(|(name, _)| *name == seen[0].0).map_or(seen.len(), |at| at + 1);
    assert!(read_from_the_left(&seen[..once], top) + read_from_the_left(&seen[..once], actions) >= 3, "{seen:?}");

    press(&mut window, Modifiers::COMMAND, Key::G);
    let go_to = tabs(&mut window, 3);
    let names: Vec<&str> = go_to.iter().map(|(name, _)| name.as_str()).collect();
    let (cancel, go) = (names.iter().position(|name| *name == "Cancel"), names.iter().position(|name| *name == "Go"));
    assert!(cancel.zip(go).is_some_and(|(cancel, go)| cancel + 1 == go), "{names:?}");
    press(&mut window, Modifiers::SHIFT, Key::Tab);
    assert!(focused(&window).is_some(), "and back");
}

#[test]
fn a_key_and_the_arrow_decide_each_record_of_a_filtered_view_in_turn() {
    let mut window = start_with(SMALL, Store::in_memory(), &[("b2b", &invoices(5))]);
    click(&mut window, "To decide");
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowUp);
    for key in [Key::A, Key::A, Key::A] {
        press(&mut window, NONE, key);
    }
    let decided = |window: &Window| -> Vec<bool> {
        actions(window, Section::B2b).into_iter().map(|action| action != Action::NoAction).collect()
    };
    assert_eq!(decided(&window), [true, false, false, false, false], "the same key once more is for the same record");
    assert!(shows(&window, "5 of 5 rows"), "it stays while it is marked");
    press(&mut window, NONE, Key::ArrowDown);
    assert!(shows(&window, "4 of 5 rows"), "it leaves with the mark");
    press(&mut window, NONE, Key::P);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::A);
    assert_eq!(decided(&window), [true, true, true, false, false], "none was passed over");
    press(&mut window, NONE, Key::F7);
    press(&mut window, NONE, Key::A);
    assert_eq!(decided(&window), [true, true, true, true, false], "F7 passes none over either");
}

#[test]
fn after_many_left_the_view_no_key_acts_before_a_record_is_chosen() {
    let mut window = start_with(SMALL, Store::in_memory(), &[("b2b", &invoices(5))]);
    click(&mut window, "To decide");
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowUp);
    press(&mut window, Modifiers::SHIFT, Key::ArrowDown);
    for key in [Key::A, Key::A, Key::ArrowDown, Key::A] {
        press(&mut window, NONE, key);
    }
    let accepted = actions(&window, Section::B2b).iter().filter(|action| **action == Action::Accept).count();
    assert_eq!(accepted, 3, "two at once, then the one that the arrow came to");
    assert_eq!(actions(&window, Section::B2b)[2], Action::Accept);
}

#[test]
fn a_default_answer_is_said_and_can_be_changed_at_once() {
    let notes: Vec<Record> = (1..=2).map(|n| note(&format!("CN/{n}"))).collect();
    let mut window = start_with(SMALL, Store::in_memory(), &[("b2bcn", &notes)]);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowUp);
    press(&mut window, NONE, Key::A);
    assert!(shows_part(&window, "ITC to be reduced? Yes, full, by default"));
    press(&mut window, NONE, Key::ArrowDown);
    click(&mut window, "Change the answer");
    click(&mut window, "No");
    click(&mut window, "ITC not availed");
    click(&mut window, "Save answer");
    let book = window.state().book().unwrap();
    let answers = book.sheet(Section::B2bcn).answers();
    let kinds: Vec<_> = answers.iter().map(|id| book.answers().get(*id).kind).collect();
    assert_ne!(kinds[0], Answer::FULL.kind, "the first note, of which the line speaks, and not the marked one");
    assert_eq!(kinds[1], Answer::default().kind);
}

/// A client with a register of two vouchers.
fn with_register(size: [f32; 2], folder: &Folder) -> Window {
    let file = folder.put("download.json", download(&[("b2b", &invoices(3))]));
    let register = folder.put(
        "books.csv",
        "Party GSTIN,Party,Bill No,Bill Date,Taxable Value,IGST\n29AAAAA0000A1ZY,Test Works,INV/1,10-02-2026,1000,180\n27ZZZZZ9999Z1Z8,Zed Traders,Z-10,12-02-2026,500,90\n",
    );
    let mut window = start(size, Store::at(folder.path("ims-desk-data")), vec![file]);
    drop_on(&mut window, &register);
    click(&mut window, "Match 2 vouchers");
    settle(&mut window);
    window
}

#[test]
fn match_and_suggestion_are_in_sight_beside_the_details() {
    let folder = Folder::new();
    let mut window = with_register(SMALL, &folder);
    for sheet in ["B2B", "All"] {
        for _ in 0..12 {
            if shows(&window, &format!("{sheet}, 3 rows")) {
                break;
            }
            press(&mut window, Modifiers::COMMAND, Key::PageDown);
        }
        assert!(shows(&window, &format!("{sheet}, 3 rows")));
        let details = window.get_by_label("Details").rect();
        assert!(details.right() <= SMALL[0], "the details are open");
        for heading in ["Filter Match", "Filter Suggested"] {
            let heading = window.get_by_label(heading).rect();
            assert!(heading.right() <= SMALL[0] - 292.0 + 1.0, "{sheet}: {heading:?}");
        }
    }
}

#[test]
fn what_goes_to_suppliers_has_a_folder_of_its_own() {
    let folder = Folder::new();
    let mut window = with_register(SMALL, &folder);
    show_register(&mut window);
    click(&mut window, "Save for the suppliers…");
    let field = window.get_by_role_and_label(Role::TextInput, "Folder");
    let proposed = std::path::PathBuf::from(field.accesskit_node().value().unwrap());
    assert_ne!(proposed, folder.path(""), "not the folder of the register");
    assert!(proposed.file_name().unwrap().to_string_lossy().contains("for-suppliers"));
    assert!(!proposed.exists());
    click(&mut window, "Save the tables");
    wait_for(&mut window, "Saved 2 tables with 2 vouchers");
    assert_eq!(names_in(&proposed).len(), 2);
}

#[test]
fn a_file_that_is_dropped_answers_the_dialog_that_asks_for_it() {
    let folder = Folder::new();
    let mut window = with_register(SMALL, &folder);
    let more = folder.put(
        "more.csv",
        "Party GSTIN,Party,Bill No,Bill Date,Taxable Value,IGST\n29AAAAA0000A1ZY,Test Works,INV/2,10-02-2026,1000,180\n",
    );
    press(&mut window, Modifiers::COMMAND, Key::K);
    for c in "Import register".chars() {
        window.event(egui::Event::Text(c.to_string()));
    }
    settle(&mut window);
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Path of the register"));
    drop_on(&mut window, &more);
    assert!(!shows(&window, "Path of the register"), "it is read");
}
