//! What the window says about saving is true, whatever other programs do to the data folder.

use crate::common;

use std::path::{Path, PathBuf};

use common::window::{Window, click, press, settle, shows_part, start, wait_for};
use common::{Folder, download, invoice, names_in};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};
use ims_desk::disk::RealDisk;
use ims_desk::disk::twice;

const SIZE: [f32; 2] = [1280.0, 800.0];

/// A data folder and a download.
struct Place {
    folder: Folder,
    home: PathBuf,
    file: PathBuf,
}

impl Place {
    fn new() -> Place {
        let folder = Folder::new();
        let invoices: Vec<_> = (1..=5).map(|n| invoice(&n.to_string())).collect();
        let file = folder.put("download.json", download(&[("b2b", &invoices)]));
        Place { home: folder.path("ims-desk-data"), folder, file }
    }

    fn open(&self) -> Window {
        self.open_in(&self.home)
    }

    fn open_in(&self, home: &Path) -> Window {
        start(SIZE, Store::at(home.to_owned()), vec![self.file.clone()])
    }

    /// The folder of the book.
    fn book(&self) -> PathBuf {
        let recipient = self.home.join(common::RECIPIENT);
        recipient.join(&names_in(&recipient)[0])
    }

    fn journal(&self) -> PathBuf {
        self.book().join("journal.1")
    }

    /// How many are accepted for who opens the book after this window was killed: it sees what is on the disk now.
    fn accepted_after_a_kill(&self) -> usize {
        let copy = self.folder.path("after-the-kill");
        let _ = std::fs::remove_dir_all(&copy);
        copy_folder(&self.home, &copy);
        accepted(&self.open_in(&copy))
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir(to).unwrap();
    for name in names_in(from) {
        let (from, to) = (from.join(&name), to.join(&name));
        if from.is_dir() { copy_folder(&from, &to) } else { std::fs::copy(from, to).map(drop).unwrap() }
    }
}

fn accepted(window: &Window) -> usize {
    let actions = &window.state().book().unwrap().sheet(Section::B2b).actions();
    actions.iter().filter(|&&a| a == Action::Accept).count()
}

fn accept_all(window: &mut Window) {
    press(window, Modifiers::COMMAND, Key::A);
    press(window, Modifiers::NONE, Key::A);
}

#[test]
fn a_journal_that_is_removed_or_replaced_is_written_again_before_saved_is_said() {
    for how in 0..4 {
        let place = Place::new();
        let mut window = place.open();
        wait_for(&mut window, "Saved as you go");
        let (journal, empty) = (place.journal(), std::fs::read(place.journal()).unwrap());
        accept_all(&mut window);
        wait_for(&mut window, "All steps saved");
        match how {
            0 => std::fs::remove_file(&journal).unwrap(),
            // As programs do that synchronise folders: first beside it, then under its name.
            1 => {
                std::fs::write(place.book().join("new"), empty).unwrap();
                std::fs::rename(place.book().join("new"), &journal).unwrap();
            }
            2 => std::fs::write(&journal, "something else").unwrap(),
            _ => {
                std::fs::copy(&journal, place.book().join("new")).unwrap();
                std::fs::rename(place.book().join("new"), &journal).unwrap();
            }
        }
        press(&mut window, Modifiers::COMMAND, Key::Z);
        press(&mut window, Modifiers::COMMAND, Key::Y);
        wait_for(&mut window, "All steps saved");
        assert_eq!(place.accepted_after_a_kill(), 5, "{how}");
    }
}

#[test]
fn a_journal_that_is_removed_while_nothing_is_done_is_written_again() {
    let place = Place::new();
    let mut window = place.open();
    accept_all(&mut window);
    wait_for(&mut window, "All steps saved");
    std::fs::remove_file(place.journal()).unwrap();
    for _ in 0..1_000 {
        settle(&mut window);
        if place.book().join("journal.2").exists() || place.journal().exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    wait_for(&mut window, "All steps saved");
    assert_eq!(place.accepted_after_a_kill(), 5);
}

#[test]
fn a_data_folder_that_is_deleted_is_said_and_made_again_when_the_user_says_so() {
    let place = Place::new();
    let mut window = place.open();
    wait_for(&mut window, "Saved as you go");
    std::fs::remove_dir_all(&place.home).unwrap();
    accept_all(&mut window);
    wait_for(&mut window, "Not saved:");
    assert!(!shows_part(&window, "All steps saved"));
    click(&mut window, "Try again");
    wait_for(&mut window, "All steps saved");
    assert_eq!(place.accepted_after_a_kill(), 5);
}

#[test]
fn a_data_folder_that_was_moved_is_said_until_it_is_back() {
    let place = Place::new();
    let mut window = place.open();
    wait_for(&mut window, "Saved as you go");
    let away = place.folder.path("away");
    std::fs::rename(&place.home, &away).unwrap();
    accept_all(&mut window);
    wait_for(&mut window, "Not saved:");
    // The settings may have made a new one, in which no book is.
    let _ = std::fs::remove_dir_all(&place.home);
    std::fs::rename(&away, &place.home).unwrap();
    wait_for(&mut window, "All steps saved");
    assert_eq!(place.accepted_after_a_kill(), 5);
}

#[test]
fn a_data_folder_in_whose_place_a_file_is_put_is_said() {
    let place = Place::new();
    let mut window = place.open();
    wait_for(&mut window, "Saved as you go");
    std::fs::remove_dir_all(&place.home).unwrap();
    std::fs::write(&place.home, "a file").unwrap();
    accept_all(&mut window);
    wait_for(&mut window, "Not saved:");
    click(&mut window, "Try again");
    wait_for(&mut window, "Decisions in memory");
    assert_eq!(std::fs::read(&place.home).unwrap(), b"a file");
    std::fs::remove_file(&place.home).unwrap();
    click(&mut window, "Try again");
    wait_for(&mut window, "All steps saved");
    assert_eq!(place.accepted_after_a_kill(), 5);
}

/// A book of which five records were accepted, and the window closed.
fn closed() -> Place {
    let place = Place::new();
    let mut window = place.open();
    accept_all(&mut window);
    wait_for(&mut window, "All steps saved");
    while !names_in(&place.book()).iter().any(|name| name.ends_with(".zip")) {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    drop(window);
    place
}

#[test]
fn a_damaged_head_loses_nothing_and_what_is_said_is_true() {
    let place = closed();
    let mut bytes = std::fs::read(place.journal()).unwrap();
    bytes[40] ^= 4;
    std::fs::write(place.journal(), &bytes).unwrap();
    let window = place.open();
    assert_eq!(accepted(&window), 5);
    assert!(shows_part(&window, "All steps in it are back"));
    drop(window);
    assert_eq!(std::fs::read(place.journal()).unwrap(), bytes);
    let window = place.open();
    assert_eq!(accepted(&window), 5);
    assert!(!shows_part(&window, "damaged"), "it is said once");
}

#[test]
fn without_its_journal_a_book_comes_back_from_the_snapshot() {
    let place = closed();
    std::fs::remove_file(place.journal()).unwrap();
    let window = place.open();
    assert_eq!(accepted(&window), 5);
    assert!(shows_part(&window, "The file of your steps is missing. Decisions on 5 records are back"));
    drop(window);
    let window = place.open();
    assert_eq!(accepted(&window), 5);
    assert!(shows_part(&window, "Your work is back: 1 step."));
}

#[test]
fn that_nothing_is_left_of_a_book_is_said() {
    let place = closed();
    let snapshots: Vec<_> = names_in(&place.book()).into_iter().filter(|name| name.starts_with("snapshot.")).collect();
    for name in snapshots.iter().map(String::as_str).chain(["journal.1"]) {
        std::fs::remove_file(place.book().join(name)).unwrap();
    }
    let window = place.open();
    assert_eq!(accepted(&window), 0);
    assert!(shows_part(&window, "the file of your steps and the backup are missing"));
}

#[test]
fn a_snapshot_that_is_not_understood_is_said_and_left_alone() {
    let place = closed();
    std::fs::remove_file(place.journal()).unwrap();
    let snapshot = place.book().join("snapshot");
    for _ in 0..2 {
        twice::store(&RealDisk, &snapshot, b"{\"format\":7}\n").unwrap();
    }
    let read = |name: &str| std::fs::read(place.book().join(name)).unwrap();
    let before = (read("snapshot.1"), read("snapshot.2"));
    let window = place.open();
    assert!(shows_part(&window, "the backup cannot be used"));
    drop(window);
    assert_eq!(before, (read("snapshot.1"), read("snapshot.2")));
}

#[test]
fn a_journal_of_a_newer_program_is_not_written_over_however_often_one_tries() {
    let place = closed();
    let text = r#"{"format":99,"anything":"else"}"#;
    let framed = format!("{:08x} {:016x} {text}\n", text.len(), xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
    std::fs::write(place.book().join("journal.2"), &framed).unwrap();
    let names = names_in(&place.book());
    let mut window = place.open();
    assert!(shows_part(&window, "written by a newer version of IMS Desk"));
    for _ in 0..2 {
        click(&mut window, "Try again");
        assert!(shows_part(&window, "written by a newer version of IMS Desk"));
    }
    accept_all(&mut window);
    wait_for(&mut window, "Decisions in memory");
    click(&mut window, "Try again");
    drop(window);
    assert_eq!(names_in(&place.book()), names);
    // Once it is gone, all is there as it was.
    std::fs::remove_file(place.book().join("journal.2")).unwrap();
    assert_eq!(accepted(&place.open()), 5);
}

#[cfg(unix)]
#[test]
fn pipes_and_folders_all_over_the_data_folder_neither_stop_the_window_nor_hide_any_work() {
    let place = closed();
    let book = place.book();
    let zip = names_in(&book).into_iter().find(|name| name.ends_with(".zip"));
    let pipes = ["settings.json.3", "settings.json", "starting.txt", "crash-report.txt", "crash-report-read.txt"];
    let pipes = pipes.map(|name| place.home.join(name)).into_iter();
    let mut taken: Vec<PathBuf> =
        pipes.chain(["lock.holder.txt", "journal.3", "snapshot.5"].map(|n| book.join(n))).collect();
    taken.extend(zip.map(|name| book.join(name)));
    for pipe in &taken {
        let _ = std::fs::remove_file(pipe);
        assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    }
    for folder in ["settings.json.4", "27AAAAA0000A1Z3"] {
        std::fs::create_dir(place.home.join(folder)).unwrap();
    }
    std::fs::create_dir(book.join("journal.4")).unwrap();
    // A folder of the same name that sorts first, with nothing in it that is work.
    let decoy = place.home.join("11AAAAA0000A1Z3").join(book.file_name().unwrap());
    std::fs::create_dir_all(&decoy).unwrap();
    std::fs::write(decoy.join("desktop.ini"), "").unwrap();
    let mut window = place.open();
    assert_eq!(accepted(&window), 5);
    for name in ["journal.3", "journal.4", "snapshot.5", "lock.holder.txt"] {
        assert!(shows_part(&window, &format!("{name} is not a file and was left alone")), "{name}");
    }
    press(&mut window, Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "All steps saved");
    drop(window);
    let store = Store::at(place.home.clone());
    for name in ["settings.json.3", "settings.json.4", "settings.json", "starting.txt", "crash-report.txt"] {
        let alone = format!("{} is not a file of IMS Desk and was left alone.", place.home.join(name).display());
        assert!(store.problem().unwrap().contains(&alone), "{name}");
    }
    assert_eq!(accepted(&place.open()), 0, "undone, as it was saved");
    for path in taken {
        use std::os::unix::fs::FileTypeExt;
        assert!(std::fs::metadata(&path).unwrap().file_type().is_fifo(), "{}", path.display());
    }
}

#[test]
fn settings_that_cannot_be_read_do_not_keep_books_from_being_saved() {
    let place = closed();
    std::fs::write(place.home.join("settings.json.7"), "ims-desk 9 from a newer version\n").unwrap();
    let mut window = place.open();
    assert_eq!(accepted(&window), 5);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    wait_for(&mut window, "All steps saved");
    assert_eq!(place.accepted_after_a_kill(), 0);
}

#[test]
fn the_question_about_unsaved_decisions_has_its_buttons_in_one_line() {
    let folder = Folder::new();
    let file = folder.put("october.json", download(&[("b2b", &[invoice("A/1")])]));
    let mut window = start([1024.0, 640.0], Store::in_memory(), vec![file]);
    press(&mut window, Modifiers::NONE, Key::A);
    press(&mut window, Modifiers::COMMAND, Key::W);
    let at = |name: &str| window.get_by_label(name).rect().center().y;
    let (lose, cancel) = (at("Leave and lose them"), at("Cancel"));
    assert!((lose - cancel).abs() < 1.0, "Cancel is below the others");
}
