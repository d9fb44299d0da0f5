//! A file that may be the wrong one: an older download, one part, one that was replaced. No key imports it.

use egui::{Key, Modifiers};
use ims_desk::book::Section::B2b;

use crate::clients::{DAIRY, board, three};
use crate::common::window::{Window, click, drop_on, press, shows, shows_part};
use crate::common::{Folder, Record, download, invoice, window};
use crate::newer::{A, N, R, Scene, action, scene};

const NONE: Modifiers = Modifiers::NONE;

fn of_period(scene: &Scene, name: &str, numbers: &[&str], period: &str) -> std::path::PathBuf {
    let records: Vec<Record> = numbers.iter().map(|number| invoice(number).with("rtnprd", period)).collect();
    scene.folder.put(name, download(&[("b2b", &records)]))
}

fn in_force(window: &Window) -> usize {
    let sheet = window.state().book().unwrap().sheet(B2b);
    (0..sheet.rows()).filter(|&row| sheet.in_force(row)).count()
}

#[test]
fn a_file_of_an_earlier_period_is_called_older_and_enter_does_not_import_it() {
    let scene = scene();
    let mut window = scene.worked_on();
    let older = of_period(&scene, "january.json", &["1"], "012026");
    drop_on(&mut window, &older);
    assert!(shows(&window, "An older download?"));
    assert!(shows_part(&window, "Its last records are of January 2026, those of what is open of February 2026"));
    press(&mut window, NONE, Key::Enter);
    assert!(!shows(&window, "An older download?"));
    assert_eq!((in_force(&window), action(&window, "4")), (6, R), "nothing was imported");
}

#[test]
fn a_part_of_a_download_is_not_imported_by_enter_and_all_parts_at_once_are_offered() {
    let scene = scene();
    let mut window = scene.worked_on();
    let part = of_period(&scene, "part.json", &["8", "9"], "022026");
    drop_on(&mut window, &part);
    assert!(shows_part(&window, "It may be one part of a download in several: then open all parts at once"));
    press(&mut window, NONE, Key::Enter);
    assert_eq!(in_force(&window), 6);
}

#[test]
fn what_was_replaced_by_mistake_is_asked_about_when_its_file_is_opened_again() {
    let scene = scene();
    let mut window = scene.merged();
    drop_on(&mut window, &scene.first);
    assert!(shows_part(&window, "Gone from the portal") && shows(&window, "first.json"));
    click(&mut window, "Import this download");
    assert_eq!(["1", "2", "3", "4", "7"].map(|number| action(&window, number)), [R, N, N, R, None]);
    drop_on(&mut window, &scene.first);
    assert!(shows(&window, "This download is open already"));
}

#[test]
fn f8_stays_with_the_decisions_that_wait() {
    let scene = scene();
    let mut window = scene.merged();
    click(&mut window, "B2B · 3, Taxable: 1,000.00 → 2,000.00, 2 more · 29AAAAA0000A1ZY");
    click(&mut window, "Keep as on the portal");
    assert!(shows_part(&window, "1 decision was set aside and waits for you. F8 goes to it."));
    for _ in 0..2 {
        press(&mut window, NONE, Key::F8);
        assert!(shows_part(&window, "Use my decision") && shows_part(&window, "You had decided: Reject."));
        assert_eq!(action(&window, "2"), A);
    }
}

#[test]
fn a_window_that_only_looks_asks_before_it_leaves_what_it_shows() {
    let scene = scene();
    let _first = scene.worked_on();
    let mut second = scene.window(&[&scene.first]);
    drop_on(&mut second, &scene.second);
    assert!(shows(&second, "A newer download") && shows_part(&second, "Until then nothing is imported."));
    assert!(!shows(&second, "Import this download"));
    press(&mut second, NONE, Key::Enter);
    assert!(!shows(&second, "A newer download"));
    assert_eq!(in_force(&second), 6);
}

#[test]
fn f5_reads_the_list_of_clients_again() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    std::fs::remove_dir_all(folder.path("ims-desk-data").join(DAIRY)).unwrap();
    press(&mut window, NONE, Key::F5);
    window::wait_for(&mut window, "1 client is no longer in the data folder");
    assert!(shows_part(&window, &format!("in the data folder: {DAIRY}.")));
}
