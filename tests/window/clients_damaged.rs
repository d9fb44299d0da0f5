//! A client whose file of steps is damaged, empty or gone: it opens with what is left, or says why it does not. It never opens as
//! an empty book.

use crate::clients::{DAIRY, KAROLIN, board, copied, named, put, window};
use crate::common;

use common::window::{Window, press, shows_part};
use common::{Folder, names_in};
use egui::{Key, Modifiers};
use ims_desk::book::{Action, Section};
use std::path::PathBuf;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// Two clients; of the first a record is decided. Gives its folder.
fn decided(folder: &Folder) -> PathBuf {
    put(folder, DAIRY, "dairy.json");
    put(folder, KAROLIN[0], "other.json");
    drop(window(folder, &["other.json"]));
    let mut first = window(folder, &["dairy.json"]);
    press(&mut first, NONE, Key::A);
    press(&mut first, CTRL, Key::W);
    drop(first);
    copied(folder, 2);
    named(folder, &[(DAIRY, "Abhrak Dairy"), (KAROLIN[0], "Vasudha Traders")]);
    std::fs::remove_file(folder.path("dairy.json")).unwrap();
    let own = folder.path("ims-desk-data").join(DAIRY);
    let key = names_in(&own).into_iter().find(|name| own.join(name).is_dir()).unwrap();
    own.join(key)
}

fn each_journal(own: &std::path::Path, damage: impl Fn(PathBuf)) {
    names_in(own).into_iter().filter(|name| name.starts_with("journal")).for_each(|name| damage(own.join(name)));
}

/// The folders in the data folder.
fn folders(folder: &Folder) -> Vec<String> {
    let data = folder.path("ims-desk-data");
    names_in(&data).into_iter().filter(|name| data.join(name).is_dir()).collect()
}

fn forget_settings(folder: &Folder) {
    let data = folder.path("ims-desk-data");
    for name in names_in(&data).into_iter().filter(|name| name.starts_with("settings") || name.starts_with("clients")) {
        std::fs::remove_file(data.join(name)).unwrap();
    }
}

fn is_back(window: &Window) {
    let book = window.state().book().unwrap_or_else(|| panic!("{:#?}", common::window::screen(window)));
    assert_eq!(book.recipient.gstin(), Some(DAIRY));
    assert_eq!(book.sheet(Section::B2b).rows(), 2);
    assert_eq!(book.sheet(Section::B2b).actions()[0], Action::Accept, "it comes back from the snapshot");
}

#[test]
fn a_client_without_its_steps_opens_from_its_copy_and_its_snapshot() {
    type Damage = fn(PathBuf);
    let damages: [Damage; 3] = [
        |journal| std::fs::write(journal, [0x9d; 700]).unwrap(),
        |journal| std::fs::write(journal, "").unwrap(),
        |journal| std::fs::remove_file(journal).unwrap(),
    ];
    for (n, damage) in damages.into_iter().enumerate() {
        for known in [true, false] {
            let folder = Folder::new();
            let own = decided(&folder);
            let before = folders(&folder);
            each_journal(&own, damage);
            if !known {
                forget_settings(&folder);
            }
            let mut window = board(&folder);
            assert!(shows_part(&window, "Cannot be read"), "{n} {known}");
            press(&mut window, NONE, Key::Home);
            press(&mut window, NONE, Key::Enter);
            is_back(&window);
            assert_eq!(folders(&folder), before, "no folder is made for it");
            press(&mut window, CTRL, Key::W);
            assert!(!shows_part(&window, "Cannot be read"), "{n} {known}");
        }
    }
}

#[test]
fn a_client_of_which_nothing_is_left_says_so_and_makes_no_book() {
    let folder = Folder::new();
    let own = decided(&folder);
    let before = folders(&folder);
    for name in names_in(&own).into_iter().filter(|name| name.ends_with(".zip")) {
        std::fs::remove_file(own.join(name)).unwrap();
    }
    each_journal(&own, |journal| std::fs::write(journal, "").unwrap());
    forget_settings(&folder);
    let mut window = board(&folder);
    press(&mut window, NONE, Key::Home);
    press(&mut window, NONE, Key::Enter);
    assert!(shows_part(
        &window,
        "The file of your steps is damaged. Open the download's own file to see what is left."
    ));
    assert!(window.state().book().is_none());
    assert_eq!(folders(&folder), before);
}
