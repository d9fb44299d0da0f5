//! The clients: a way back to their list, all that are known in it, a search, and a switch at the top left; through the names
//! of the window's controls.

use crate::common;

use common::window::{Window, click, press, settle, shows, shows_part, start};
use common::{Folder, download, invoice};
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// A download of one invoice.
fn put(folder: &Folder, name: &str) -> std::path::PathBuf {
    folder.put(name, download(&[("b2b", &[invoice(&format!("{name}/1")), invoice(&format!("{name}/2"))])]))
}

fn store(folder: &Folder) -> Store {
    Store::at(folder.path("ims-desk-data"))
}

fn window(folder: &Folder, files: &[&str]) -> Window {
    start([1280.0, 800.0], store(folder), files.iter().map(|name| folder.path(name)).collect())
}

fn write(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    settle(window);
}

#[test]
fn ctrl_w_goes_back_to_the_clients_and_a_click_opens_one_with_its_work() {
    let folder = Folder::new();
    for name in ["october.json", "november.json"] {
        put(&folder, name);
    }
    let mut window = window(&folder, &["october.json"]);
    press(&mut window, NONE, Key::A);
    press(&mut window, CTRL, Key::W);
    assert!(window.state().book().is_none());
    assert!(shows(&window, "Clients 1"));
    assert!(shows(&window, "1 to decide · 1 changed"), "how it was left");
    click(&mut window, "Open october.json");
    assert_eq!(window.state().book().unwrap().sheet(Section::B2b).actions()[0], Action::Accept);
    assert!(shows_part(&window, "Your work is back"));
}

#[test]
fn every_client_is_listed_and_found_by_what_is_known_of_it() {
    let folder = Folder::new();
    let names: Vec<String> = (1..=12).map(|i| format!("client-{i:02}.json")).collect();
    for name in &names {
        put(&folder, name);
        drop(window(&folder, &[name]));
    }
    let mut window = window(&folder, &[]);
    assert!(shows(&window, "Clients 12"), "not only the last eight");
    window.get_by_label("Find a client by name, GSTIN or period").focus();
    settle(&mut window);
    write(&mut window, "client-07");
    assert!(shows(&window, "Open client-07.json") && !shows(&window, "Open client-12.json"));
    click(&mut window, "Open client-07.json");
    assert!(shows(&window, "2 of 2 rows"));
}

#[test]
fn what_is_kept_and_in_no_list_is_listed_as_well() {
    let folder = Folder::new();
    put(&folder, "october.json");
    let mut first = window(&folder, &["october.json"]);
    press(&mut first, NONE, Key::A);
    drop(first);
    for name in common::names_in(&folder.path("ims-desk-data")) {
        if name.starts_with("settings") {
            std::fs::remove_file(folder.path("ims-desk-data").join(name)).unwrap();
        }
    }
    let mut window = window(&folder, &[]);
    assert!(shows(&window, "Clients 1"));
    click(&mut window, "Open october.json");
    assert_eq!(window.state().book().unwrap().sheet(Section::B2b).actions()[0], Action::Accept);
}

#[test]
fn a_click_on_the_name_switches_to_another_client() {
    let folder = Folder::new();
    for name in ["october.json", "november.json"] {
        put(&folder, name);
    }
    drop(window(&folder, &["october.json"]));
    let mut window = window(&folder, &["november.json"]);
    if shows(&window, "Start with this one only") {
        click(&mut window, "Start with this one only");
    }
    click(&mut window, common::RECIPIENT);
    let wanted = format!("{} · ", common::RECIPIENT);
    let other = window.query_all_by_label_contains(&wanted).last();
    other.expect("the other client is listed with its period").click();
    settle(&mut window);
    assert!(window.state().book().unwrap().sources().list()[0].name.ends_with("october.json"));
}

#[test]
fn ctrl_w_with_a_dialog_open_does_nothing_and_says_so() {
    let folder = Folder::new();
    put(&folder, "october.json");
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
    let file = put(&folder, "october.json");
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
