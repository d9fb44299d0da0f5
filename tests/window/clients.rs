//! The clients: the first screen once there is one, opened and left by the keyboard, their names, hiding and covering
//! them; through the names of the window's controls.

use crate::common;

use std::path::PathBuf;

use common::window::{Window, click, press, settle, shows, shows_part, start, start_by, wait_for};
use common::{Folder, RECIPIENT, download, invoice};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::{Clock, Store};
use ims_desk::book::{Action, Section};
use ims_desk::store::BookFacts;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
pub const SIZE: [f32; 2] = [1440.0, 900.0];
/// Two registrations of one PAN, and a third client.
pub const KAROLIN: [&str; 2] = ["27ZZZZZ9999Z1Z8", "29ZZZZZ9999Z1Z4"];
pub const DAIRY: &str = "24AAAAA0000A1Z8";

/// A download of a recipient with two invoices.
pub fn put(folder: &Folder, gstin: &str, name: &str) -> PathBuf {
    let records = [invoice(&format!("{name}/1")), invoice(&format!("{name}/2"))];
    folder.put(name, download(&[("b2b", &records)]).replace(RECIPIENT, gstin))
}

pub fn store(folder: &Folder) -> Store {
    Store::at(folder.path("ims-desk-data"))
}

/// A store in which these GSTINs have names.
pub fn named(folder: &Folder, names: &[(&str, &str)]) {
    let mut store = store(folder);
    for (gstin, name) in names {
        let facts = BookFacts { name: (*name).to_owned(), ..BookFacts::default() };
        store.change(|settings| drop(settings.books.insert((*gstin).to_owned(), facts)));
    }
    store.finish();
}

pub fn window(folder: &Folder, files: &[&str]) -> Window {
    start(SIZE, store(folder), files.iter().map(|name| folder.path(name)).collect())
}

/// 16 November 2026, noon in India.
pub fn clock() -> Clock {
    Clock::of(|| 1_794_810_600)
}

pub fn board(folder: &Folder) -> Window {
    start_by(SIZE, store(folder), Vec::new(), clock())
}

/// Three clients with names, of which none was decided on.
pub fn three(folder: &Folder) {
    for (gstin, name) in [(KAROLIN[0], "mumbai.json"), (KAROLIN[1], "bengaluru.json"), (DAIRY, "dairy.json")] {
        put(folder, gstin, name);
        drop(window(folder, &[name]));
    }
    copied(folder, 3);
    named(folder, &[(KAROLIN[0], "Karolin Infra"), (KAROLIN[1], "Karolin Infra"), (DAIRY, "Girnath Dairy")]);
}

/// Waits until a number of files have their copies, which are made in the background.
pub fn copied(folder: &Folder, files: usize) {
    fn copies(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let count = |path: PathBuf| match path.is_dir() {
            true => copies(&path),
            false => usize::from(path.extension().is_some_and(|end| end == "zip")),
        };
        entries.map(count).sum()
    }
    for _ in 0..1_000 {
        if copies(&folder.path("ims-desk-data")) >= files {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("no copies are made");
}

pub fn write(window: &mut Window, text: &str) {
    for c in text.chars() {
        window.event(Event::Text(c.to_string()));
    }
    settle(window);
}

pub fn opened(window: &Window) -> Option<String> {
    window.state().book().and_then(|book| book.recipient.gstin().map(str::to_owned))
}

#[test]
fn the_list_is_the_first_screen_once_there_is_a_client() {
    let folder = Folder::new();
    assert!(shows(&board(&folder), "Drop the JSON or zip from the portal here"), "there is none yet");
    three(&folder);
    let window = board(&folder);
    assert!(shows_part(&window, "3 kept here · October 2026 · GSTR-2B 14-11 · GSTR-3B due 20-11"));
    assert!(shows(&window, "Karolin Infra, 2 registrations"));
    for line in [
        format!("27 Maharashtra, {}, New", KAROLIN[0]),
        format!("29 Karnataka, {}, New", KAROLIN[1]),
        format!("Girnath Dairy, {DAIRY}, New"),
    ] {
        assert!(shows(&window, &line), "{line}");
    }
    assert!(shows(&window, "Records 6") && shows(&window, "To decide 6"));
}

#[test]
fn ctrl_w_comes_back_with_the_line_as_it_is_and_enter_opens_it_with_its_work() {
    let folder = Folder::new();
    put(&folder, DAIRY, "dairy.json");
    let mut window = window(&folder, &["dairy.json"]);
    press(&mut window, NONE, Key::A);
    press(&mut window, CTRL, Key::W);
    assert_eq!(opened(&window), None);
    assert!(shows(&window, &format!("{DAIRY}, To decide 1")));
    assert!(shows(&window, "Changed 1"));
    press(&mut window, NONE, Key::Enter);
    assert_eq!(window.state().book().unwrap().sheet(Section::B2b).actions()[0], Action::Accept);
    assert!(shows_part(&window, "Your work is back"));
}

#[test]
fn a_click_on_a_heading_sorts_and_a_status_filters() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    let dairy = format!("Girnath Dairy, {DAIRY}, New");
    let below = |window: &Window| {
        let y = |name: &str| window.get_by_label(name).rect().top();
        y(&dairy) > y("Karolin Infra, 2 registrations")
    };
    assert!(!below(&window));
    click(&mut window, "Sort by Client");
    assert!(below(&window), "the last name first");
    click(&mut window, "Sort by Client");
    assert!(!below(&window));
    click(&mut window, "New 3");
    assert!(shows(&window, &dairy));
    assert!(!shows(&window, "Done 0"), "a status that no client has is no button");
}

#[test]
fn ctrl_tab_goes_to_the_client_before_and_back() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder, &["mumbai.json"]);
    press(&mut window, CTRL, Key::Tab);
    assert_eq!(opened(&window).as_deref(), Some(DAIRY));
    press(&mut window, CTRL, Key::Tab);
    assert_eq!(opened(&window).as_deref(), Some(KAROLIN[0]));
    press(&mut window, CTRL, Key::W);
    press(&mut window, CTRL, Key::Tab);
    assert_eq!(opened(&window).as_deref(), Some(KAROLIN[0]), "from the list it is the last one");
}

#[test]
fn a_click_on_the_name_lists_all_clients_and_opens_another_one() {
    let folder = Folder::new();
    three(&folder);
    let mut window = window(&folder, &["mumbai.json"]);
    click(&mut window, "Karolin Infra");
    assert!(shows_part(&window, "Karolin Infra 29 Karnataka"));
    window.get_by_label_contains("Girnath Dairy").click();
    settle(&mut window);
    assert_eq!(opened(&window).as_deref(), Some(DAIRY));
}

#[test]
fn a_later_download_is_the_line_and_older_ones_fold_out_below() {
    let folder = Folder::new();
    put(&folder, DAIRY, "october.json");
    put(&folder, DAIRY, "november.json");
    drop(window(&folder, &["october.json"]));
    let mut window = window(&folder, &["november.json"]);
    if shows(&window, "Start with this one only") {
        click(&mut window, "Start with this one only");
    }
    press(&mut window, CTRL, Key::W);
    assert!(shows(&window, "1 client"));
    let line = window.get_by_label(&format!("{DAIRY}, New")).rect();
    let triangle = line.left_center() + egui::vec2(37.0, 0.0);
    window.hover_at(triangle);
    window.drag_at(triangle);
    window.drop_at(triangle);
    settle(&mut window);
    assert_eq!(opened(&window), None, "the triangle only folds");
    assert_eq!(window.query_all_by_label_contains(&format!("{DAIRY}, New")).count(), 2);
}

#[test]
fn a_client_is_hidden_and_brought_back_and_nothing_is_deleted() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    let dairy = format!("Girnath Dairy, {DAIRY}, New");
    let menu = |window: &mut Window, item: &str| {
        let at = window.get_by_label(&dairy).rect().center();
        window.hover_at(at);
        for pressed in [true, false] {
            let button = egui::PointerButton::Secondary;
            window.event(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
        }
        settle(window);
        click(window, item);
    };
    menu(&mut window, "Hide");
    assert!(!shows(&window, &dairy) && shows(&window, "2 clients"));
    assert!(shows_part(&window, "Nothing was moved or deleted"));
    drop(window);
    let mut window = board(&folder);
    assert!(!shows(&window, &dairy), "it stays hidden");
    click(&mut window, "Hidden 1");
    menu(&mut window, "Show in the list again");
    assert!(shows(&window, &dairy) && shows(&window, "3 clients"));
}

#[test]
fn hiding_is_refused_while_another_window_has_the_client() {
    let folder = Folder::new();
    three(&folder);
    let _other = window(&folder, &["dairy.json"]);
    let mut window = board(&folder);
    let dairy = format!("Girnath Dairy, {DAIRY}, New");
    let at = window.get_by_label(&dairy).rect().center();
    window.hover_at(at);
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        window.event(Event::PointerButton { pos: at, button, pressed, modifiers: NONE });
    }
    settle(&mut window);
    click(&mut window, "Hide");
    assert!(shows(&window, &dairy));
    assert!(shows_part(&window, "This client is open in another window"));
}

#[test]
fn a_covered_list_shows_initials_and_no_amounts_until_the_key_is_pressed_again() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, CTRL_SHIFT, Key::H);
    assert!(shows(&window, "G. D., 24, New") && shows(&window, "K. I., 2 registrations"));
    assert!(shows(&window, "27 Maharashtra, 27, New"), "a state is no secret");
    for secret in ["Girnath", "Karolin", DAIRY, KAROLIN[0]] {
        assert!(!shows_part(&window, secret), "{secret}");
    }
    press(&mut window, CTRL_SHIFT, Key::H);
    assert!(shows_part(&window, "Girnath Dairy"));
    // The open client is shown as ever; the others of the list at its name are not.
    press(&mut window, NONE, Key::Enter);
    press(&mut window, CTRL_SHIFT, Key::H);
    click(&mut window, "Girnath Dairy");
    assert!(shows_part(&window, "K. I.") && !shows_part(&window, "Karolin"));
}

#[test]
fn a_name_given_in_the_list_is_known_in_the_client() {
    let folder = Folder::new();
    put(&folder, DAIRY, "dairy.json");
    drop(window(&folder, &["dairy.json"]));
    let mut window = board(&folder);
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    settle(&mut window);
    click(&mut window, "Name and return settings…");
    write(&mut window, "Girnath Dairy");
    click(&mut window, "Quarterly (QRMP)");
    click(&mut window, "Save settings");
    assert!(shows_part(&window, "Girnath Dairy, "));
    press(&mut window, NONE, Key::Enter);
    assert!(shows(&window, "Girnath Dairy") && window.state().book().unwrap().facts.qrmp);
}

#[test]
fn the_menu_of_a_line_is_walked_by_keys() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, Modifiers::SHIFT, Key::F10);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::ArrowDown);
    press(&mut window, NONE, Key::Enter);
    assert!(shows_part(&window, "Nothing was moved or deleted"), "Hide is the third");
    assert!(shows(&window, "2 clients"));
}

#[test]
fn a_client_that_cannot_be_read_is_one_line_that_says_so() {
    let folder = Folder::new();
    three(&folder);
    let own = folder.path("ims-desk-data").join(DAIRY);
    let key = common::names_in(&own).into_iter().find(|name| own.join(name).is_dir()).unwrap();
    for name in common::names_in(&own.join(&key)) {
        if name.starts_with("journal") {
            std::fs::write(own.join(&key).join(name), "rubbish").unwrap();
        }
    }
    let window = board(&folder);
    assert!(shows(&window, &format!("Girnath Dairy, {DAIRY}, Cannot be read")));
    assert!(shows(&window, &format!("27 Maharashtra, {}, New", KAROLIN[0])));
}

#[test]
fn what_is_kept_and_in_no_list_is_a_client_as_well() {
    let folder = Folder::new();
    put(&folder, DAIRY, "dairy.json");
    let mut first = window(&folder, &["dairy.json"]);
    press(&mut first, NONE, Key::A);
    drop(first);
    copied(&folder, 1);
    for name in common::names_in(&folder.path("ims-desk-data")) {
        if name.starts_with("settings") || name.starts_with("clients") {
            std::fs::remove_file(folder.path("ims-desk-data").join(name)).unwrap();
        }
    }
    let mut window = board(&folder);
    assert!(shows(&window, &format!("{DAIRY}, To decide 1")));
    press(&mut window, NONE, Key::Enter);
    assert_eq!(window.state().book().unwrap().sheet(Section::B2b).actions()[0], Action::Accept);
}

#[test]
fn ctrl_w_with_a_dialog_open_does_nothing_and_says_so() {
    let folder = Folder::new();
    put(&folder, DAIRY, "october.json");
    let mut window = window(&folder, &["october.json"]);
    press(&mut window, NONE, Key::M);
    write(&mut window, "not saved");
    press(&mut window, CTRL, Key::W);
    assert!(shows(&window, "Save remarks") && window.state().book().is_some());
    assert!(shows_part(&window, "Close this dialog first"));
}

#[test]
fn what_is_in_memory_only_is_asked_about_before_the_client_is_left() {
    let folder = Folder::new();
    let file = put(&folder, DAIRY, "october.json");
    let mut window = start([1280.0, 800.0], Store::in_memory(), vec![file]);
    press(&mut window, NONE, Key::A);
    press(&mut window, CTRL, Key::W);
    assert!(shows(&window, "Your decisions are not saved"));
    click(&mut window, "Cancel");
    assert!(window.state().book().is_some());
    press(&mut window, CTRL, Key::W);
    click(&mut window, "Leave and lose them");
    assert!(window.state().book().is_none());
}

#[test]
fn all_that_are_ready_are_generated_and_ticks_choose_among_them() {
    let folder = Folder::new();
    three(&folder);
    for name in ["mumbai.json", "dairy.json"] {
        let mut window = window(&folder, &[name]);
        press(&mut window, CTRL, Key::A);
        press(&mut window, NONE, Key::A);
        press(&mut window, CTRL, Key::R);
        wait_for(&mut window, "Generate JSON");
    }
    let mut window = board(&folder);
    assert!(shows(&window, "2 ready") && shows(&window, "Ready 2"));
    let line = window.get_by_label(&format!("Girnath Dairy, {DAIRY}, Ready to generate")).rect();
    let tick = line.left_center() + egui::vec2(15.0, 0.0);
    window.hover_at(tick);
    window.drag_at(tick);
    window.drop_at(tick);
    settle(&mut window);
    assert_eq!(opened(&window), None, "the box only ticks");
    // One that is not ready cannot be ticked.
    let other = window.get_by_label(&format!("29 Karnataka, {}, New", KAROLIN[1])).rect();
    let box_of_other = other.left_center() + egui::vec2(15.0, 0.0);
    window.hover_at(box_of_other);
    window.drag_at(box_of_other);
    window.drop_at(box_of_other);
    settle(&mut window);
    assert!(shows(&window, "This client is not ready: New"));
    click(&mut window, "Generate JSON for 1…");
    wait_for(&mut window, "Girnath Dairy");
    assert!(!shows_part(&window, "It cannot be opened"));
}

#[test]
fn the_settings_of_a_client_say_whose_they_are_and_a_name_stays_with_its_registration() {
    let folder = Folder::new();
    three(&folder);
    named(&folder, &[(KAROLIN[1], "")]);
    let mut window = board(&folder);
    assert!(shows(&window, "ZZZZZ9999Z, 2 registrations"), "only one of them has the name");
    assert!(shows(&window, &format!("Karolin Infra, {}, New", KAROLIN[0])));
    press(&mut window, NONE, Key::End);
    window.key_press_modifiers(Modifiers::SHIFT, Key::F10);
    settle(&mut window);
    assert!(!shows_part(&window, "was recomputed"), "there is nothing to recompute");
    click(&mut window, "Name and return settings…");
    assert!(shows(&window, &format!("Of {}.", KAROLIN[1])));
}

#[test]
fn the_button_and_the_menu_generate_what_is_ready_at_every_width() {
    let folder = Folder::new();
    put(&folder, DAIRY, "dairy.json");
    let mut first = window(&folder, &["dairy.json"]);
    press(&mut first, CTRL, Key::A);
    press(&mut first, NONE, Key::A);
    press(&mut first, CTRL, Key::R);
    wait_for(&mut first, "Generate JSON");
    drop(first);
    for width in [1024.0, 1280.0, 1440.0] {
        let mut window = start_by([width, 800.0], store(&folder), Vec::new(), clock());
        assert!(shows(&window, "1 ready"), "{width}");
        let button = window.get_by_label("Generate JSON for 1…").rect();
        assert!(button.left() > 0.0 && button.right() <= width && button.bottom() <= 800.0, "{width}: {button}");
        click(&mut window, "Menu");
        assert!(shows(&window, "Generate JSON for all that are ready…"), "{width}");
    }
}
