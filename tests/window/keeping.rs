//! Work that is kept as it is done: a window that is closed, or torn away, and one that is opened again.

use crate::common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::disk::{Fault, FaultyDisk};
use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start, wait_for};
use common::{Folder, download, invoice, names_in, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};

const SIZE: [f32; 2] = [1280.0, 800.0];

fn file(folder: &Folder) -> PathBuf {
    let invoices: Vec<_> = (1..=5).map(|n| invoice(&n.to_string())).collect();
    folder.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &[note("1")])]))
}

fn window(home: &Path, files: &[&Path]) -> Window {
    start(SIZE, Store::at(home.to_owned()), files.iter().map(|p| p.to_path_buf()).collect())
}

fn accepted(window: &Window) -> usize {
    let actions = &window.state().book().unwrap().sheet(Section::B2b).actions();
    actions.iter().filter(|&&a| a == Action::Accept).count()
}

/// The folder of the one book of the recipient of these tests.
fn book_folder(home: &Path) -> PathBuf {
    let recipient = home.join(common::RECIPIENT);
    let books = names_in(&recipient);
    assert_eq!(books.len(), 1, "{books:?}");
    recipient.join(&books[0])
}

#[test]
fn decisions_history_and_undo_are_back_when_the_same_file_is_opened_again() {
    let folder = Folder::new();
    let (home, file) = (folder.path("ims-desk-data"), file(&folder));
    let mut first = window(&home, &[&file]);
    press(&mut first, Modifiers::COMMAND, Key::A);
    press(&mut first, Modifiers::NONE, Key::A);
    press(&mut first, Modifiers::COMMAND, Key::Z);
    press(&mut first, Modifiers::COMMAND, Key::Y);
    assert_eq!(accepted(&first), 5);
    wait_for(&mut first, "All steps saved");
    drop(first);

    // Under another name in another folder: what counts is what is in it.
    std::fs::create_dir(folder.path("elsewhere")).unwrap();
    let moved = folder.path("elsewhere/again.json");
    std::fs::rename(&file, &moved).unwrap();
    let mut second = window(&home, &[&moved]);
    assert_eq!(accepted(&second), 5);
    assert!(shows(&second, "Your work is back: 1 step."));
    press(&mut second, Modifiers::COMMAND, Key::Z);
    assert_eq!(accepted(&second), 0);
    press(&mut second, Modifiers::COMMAND, Key::Y);
    assert_eq!(accepted(&second), 5);
}

#[test]
fn a_recent_book_opens_from_its_kept_copy_alone() {
    let folder = Folder::new();
    let (home, file) = (folder.path("ims-desk-data"), file(&folder));
    let mut first = window(&home, &[&file]);
    press(&mut first, Modifiers::COMMAND, Key::A);
    press(&mut first, Modifiers::NONE, Key::P);
    let copied = || names_in(&book_folder(&home)).iter().any(|name| name.ends_with(".zip"));
    while !copied() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(first);
    std::fs::remove_file(&file).unwrap();

    let mut second = window(&home, &[]);
    common::window::press(&mut second, egui::Modifiers::NONE, egui::Key::Enter);
    assert!(shows(&second, "5 changed"));
    let book = second.state().book().unwrap();
    assert!(book.sheet(Section::B2b).actions().iter().all(|&a| a == Action::Pending));
    // And once more: it is the same book, not a second one.
    drop(second);
    book_folder(&home);
}

#[test]
fn the_same_file_opened_over_itself_loses_nothing() {
    let folder = Folder::new();
    let (home, file) = (folder.path("ims-desk-data"), file(&folder));
    let mut window = window(&home, &[&file]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    drop_on(&mut window, &file);
    assert!(shows(&window, "Your work is back: 1 step."));
    assert_eq!(accepted(&window), 5);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "All steps saved");
    assert_eq!(accepted(&window), 0);
}

#[test]
fn a_file_that_cannot_be_opened_leaves_the_book_kept_as_it_was() {
    let folder = Folder::new();
    let (home, file) = (folder.path("ims-desk-data"), file(&folder));
    let mut first = window(&home, &[&file]);
    press(&mut first, Modifiers::COMMAND, Key::A);
    press(&mut first, Modifiers::NONE, Key::A);
    let rubbish = folder.put("rubbish.json", "{");
    drop_on(&mut first, &rubbish);
    assert!(shows(&first, "This cannot be opened"));
    click(&mut first, "Close");
    press(&mut first, Modifiers::COMMAND, Key::Z);
    wait_for(&mut first, "All steps saved");
    drop(first);
    let second = window(&home, &[&file]);
    assert_eq!(accepted(&second), 0, "the undo was kept too");
    assert!(!second.state().book().unwrap().sheet(Section::B2b).actions().is_empty());
}

#[test]
fn a_second_window_on_the_same_book_may_only_look() {
    let folder = Folder::new();
    let (home, file) = (folder.path("ims-desk-data"), file(&folder));
    let mut first = window(&home, &[&file]);
    press(&mut first, Modifiers::COMMAND, Key::A);
    press(&mut first, Modifiers::NONE, Key::A);
    wait_for(&mut first, "All steps saved");

    let mut second = window(&home, &[&file]);
    assert!(shows_part(&second, "To look at only"));
    assert!(shows_part(&second, ", since ") && !shows_part(&second, "process"), "it says who holds it");
    assert_eq!(accepted(&second), 5);
    press(&mut second, Modifiers::COMMAND, Key::A);
    for key in [Key::R, Key::Delete] {
        press(&mut second, Modifiers::NONE, key);
    }
    press(&mut second, Modifiers::COMMAND, Key::Z);
    assert_eq!(accepted(&second), 5);
    assert!(shows_part(&second, "Nothing was changed. Open in another window"));
    drop(second);
    press(&mut first, Modifiers::COMMAND, Key::Z);
    wait_for(&mut first, "All steps saved");
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost_once_there_is_room() {
    let folder = Folder::new();
    let file = file(&folder);
    let (disk, home) = (FaultyDisk::new(), PathBuf::from("data"));
    let store = || Store::on(Arc::new(disk.clone()), home.clone());
    let mut first = start(SIZE, store(), vec![file.clone()]);
    press(&mut first, Modifiers::COMMAND, Key::A);
    wait_for(&mut first, "Saved as you go");
    for call in 0..40 {
        disk.fail(call, Fault::Full);
    }
    press(&mut first, Modifiers::NONE, Key::A);
    wait_for(&mut first, "Not saved:");
    assert!(shows_part(&first, "the disk is full"));
    assert_eq!(accepted(&first), 5);
    while disk.faults_left() > 0 {
        click(&mut first, "Try again");
    }
    wait_for(&mut first, "All steps saved");
    drop(first);
    let second = start(SIZE, store(), vec![file]);
    assert_eq!(accepted(&second), 5);
}

#[test]
fn work_moves_to_another_folder_with_everything_done_so_far() {
    let folder = Folder::new();
    let file = file(&folder);
    let in_the_way = folder.put("no-folder", "");
    let mut first = window(&in_the_way.join("ims-desk-data"), &[&file]);
    press(&mut first, Modifiers::COMMAND, Key::A);
    press(&mut first, Modifiers::NONE, Key::A);
    assert!(shows_part(&first, "Decisions in memory"));
    click(&mut first, "Change data folder…");
    let other = folder.path("other");
    std::fs::create_dir(&other).unwrap();
    first.get_by_label("Folder").focus();
    settle(&mut first);
    press(&mut first, Modifiers::COMMAND, Key::A);
    first.get_by_label("Folder").type_text(other.to_str().unwrap());
    settle(&mut first);
    click(&mut first, "Use this folder");
    wait_for(&mut first, "All steps saved");
    drop(first);
    let second = window(&other.join("ims-desk-data"), &[&file]);
    assert_eq!(accepted(&second), 5);
}

#[test]
fn what_was_written_is_listed_and_asked_about_after_a_new_start() {
    let folder = Folder::new();
    let (home, file) = (folder.path("ims-desk-data"), file(&folder));
    let mut first = window(&home, &[&file]);
    press(&mut first, Modifiers::COMMAND, Key::A);
    press(&mut first, Modifiers::NONE, Key::R);
    if shows(&first, "Continue") {
        click(&mut first, "Continue");
    }
    press(&mut first, Modifiers::COMMAND, Key::G);
    drop(first);
    let mut again = window(&home, &[&file]);
    click(&mut again, "Review and generate…");
    let upload = folder.path("upload.json");
    click(&mut again, "Generate JSON");
    again.get_by_label("Path of the JSON").focus();
    settle(&mut again);
    press(&mut again, Modifiers::COMMAND, Key::A);
    again.get_by_label("Path of the JSON").type_text(upload.to_str().unwrap());
    settle(&mut again);
    click(&mut again, "Write the JSON");
    click(&mut again, "Not yet");
    drop(again);

    let mut third = window(&home, &[&file]);
    assert!(shows(&third, "Did you upload it?"));
    click(&mut third, "Menu");
    click(&mut third, "JSON files…");
    assert!(shows_part(&third, "uploaded? You did not say yet"));
    assert!(shows_part(&third, "SHA-256"));
    click(&mut third, "Close");
    click(&mut third, "Did you upload it?");
    click(&mut third, "Yes, I uploaded it");
    assert!(shows(&third, "0 changed"));
    drop(third);
    let fourth = window(&home, &[&file]);
    assert!(shows(&fourth, "0 changed"));
    assert!(!shows(&fourth, "Did you upload it?"));
}
