//! A newer download over the open book: summed up, brought in as one step, gone through, picked from, kept; through the
//! names of the window's controls.

use crate::common;

use std::path::{Path, PathBuf};

use common::window::{Window, click, click_row, drop_on, press, settle, shows, shows_part, start};
use common::{Folder, Record, download, invoice};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::Section::B2b;
use ims_desk::book::{Action, Book};

/// A folder with a download of invoices 1 to 6, and the same a week later.
pub struct Scene {
    pub folder: Folder,
    pub first: PathBuf,
    pub second: PathBuf,
}

fn records() -> Vec<Record> {
    ["1", "2", "3", "4", "5", "6"].map(invoice).into()
}

/// 1 is as it was, 2 was accepted elsewhere, 3 has another value, 4 is gone, 5 and 6 are as they were, 7 is new.
pub fn a_week_later() -> Vec<Record> {
    let mut records = records();
    records[1] = invoice("2").with("action", "A");
    records[2] = invoice("3").with("val", 2360).with("txval", 2000).with("iamt", 360);
    records.remove(3);
    records.push(invoice("7"));
    records
}

pub fn scene() -> Scene {
    let folder = Folder::new();
    let first = folder.put("first.json", download(&[("b2b", &records())]));
    let second = folder.put("second.json", download(&[("b2b", &a_week_later())]));
    Scene { folder, first, second }
}

impl Scene {
    pub fn window(&self, files: &[&Path]) -> Window {
        let files = files.iter().map(|path| path.to_path_buf()).collect();
        start([1280.0, 800.0], Store::at(self.folder.path("ims-desk-data")), files)
    }

    /// The first download with invoices 1 to 4 rejected.
    pub fn worked_on(&self) -> Window {
        let mut window = self.window(&[&self.first]);
        for number in ["1", "2", "3", "4"] {
            reject(&mut window, number);
        }
        window
    }

    /// The same with the second download brought in.
    pub fn merged(&self) -> Window {
        let mut window = self.worked_on();
        drop_on(&mut window, &self.second);
        click(&mut window, "Import this download");
        window
    }
}

fn book(window: &Window) -> &Book {
    window.state().book().unwrap()
}

fn reject(window: &mut Window, number: &str) {
    press(window, Modifiers::COMMAND, Key::G);
    window.get_by_label("Document number, or row of the view").type_text(number);
    settle(window);
    press(window, Modifiers::NONE, Key::Enter);
    press(window, Modifiers::NONE, Key::R);
    if shows(window, "Reject") && shows_part(window, "Do it all the same") {
        click(window, "Do it all the same");
    }
}

/// What is decided on the record in force with this number.
pub fn action(window: &Window, number: &str) -> Option<Action> {
    let sheet = book(window).sheet(B2b);
    let row = (0..sheet.rows()).find(|&row| sheet.in_force(row) && sheet.records().numbers.get(row) == number)?;
    Some(sheet.actions()[row as usize])
}

fn actions(window: &Window) -> Vec<Option<Action>> {
    ["1", "2", "3", "4", "5", "6", "7"].map(|number| action(window, number)).into()
}

pub const A: Option<Action> = Some(Action::Accept);
pub const R: Option<Action> = Some(Action::Reject);
pub const N: Option<Action> = Some(Action::NoAction);

#[test]
fn a_newer_download_is_summed_up_before_anything_is_changed() {
    let scene = scene();
    let mut window = scene.worked_on();
    drop_on(&mut window, &scene.second);
    assert!(shows(&window, "A newer download") && shows(&window, "second.json"));
    for kind in ["Changed by the supplier", "Gone from the portal", "Decided differently elsewhere"] {
        assert!(shows_part(&window, kind), "{kind}");
    }
    assert!(shows(&window, "Changed by the supplier · 1 decision is set aside"));
    assert_eq!(actions(&window), [R, R, R, R, N, N, None]);
    click(&mut window, "Cancel");
    assert_eq!(actions(&window), [R, R, R, R, N, N, None]);
    assert!(!shows(&window, "Newer download"));
}

#[test]
fn no_decision_is_said_to_be_set_aside_where_none_was_made() {
    let scene = scene();
    let mut window = scene.window(&[&scene.first]);
    drop_on(&mut window, &scene.second);
    assert!(shows(&window, "Changed by the supplier · no decision is set aside"));
}

#[test]
fn it_comes_in_as_one_step_that_can_be_undone_and_done_again() {
    let scene = scene();
    let mut window = scene.merged();
    // Of 2 and 3 the decision is set aside; 4 is gone.
    assert_eq!(actions(&window), [R, A, N, None, N, N, N]);
    assert!(shows_part(
        &window,
        "The newer download is in, 4 records changed: 1 changed by the supplier, 1 decided differently elsewhere, 1 gone from the portal, 1 new."
    ));
    assert!(shows(&window, "Changed by the supplier, 1") && shows(&window, "Gone from the portal, 1"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    let moved = ["given up.", "Credit falls by", "Credit rises by", "Credit does not change."];
    assert!(moved.iter().all(|words| !shows_part(&window, words)), "it is no decision that went");
    assert_eq!(actions(&window), [R, R, R, R, N, N, None]);
    assert!(!shows(&window, "Changed by the supplier, 1"), "the list knows that it was taken back");
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(actions(&window), [R, A, N, None, N, N, N]);
    assert!(shows(&window, "Changed by the supplier, 1"));
    press(&mut window, Modifiers::COMMAND, Key::H);
    assert!(shows_part(&window, "Newer download second.json: 4 records changed"), "as many as were said to change");
}

#[test]
fn a_record_that_a_newer_download_changed_is_not_said_to_be_decided_here() {
    let scene = scene();
    let mut window = scene.window(&[&scene.first]);
    let nothing = "As the portal holds it: nothing decided here yet.";
    reject(&mut window, "1");
    drop_on(&mut window, &scene.second);
    click(&mut window, "Import this download");
    click_row(&mut window, "3");
    click(&mut window, "Details");
    assert!(shows(&window, nothing), "the supplier changed it");
    click_row(&mut window, "1");
    assert!(!shows(&window, nothing));
}

#[test]
fn what_waits_for_the_user_is_first_in_its_group_and_keeps_its_place() {
    let scene = scene();
    let mut window = scene.window(&[&scene.first]);
    ["5", "6"].iter().for_each(|number| reject(&mut window, number));
    let mut records = a_week_later();
    for (place, number) in [(0, "1"), (3, "5"), (4, "6")] {
        records[place] = invoice(number).with("val", 2360).with("txval", 2000).with("iamt", 360);
    }
    let second = scene.folder.put("changed.json", download(&[("b2b", &records)]));
    drop_on(&mut window, &second);
    click(&mut window, "Import this download");
    let tops = |window: &Window| {
        ["5", "6", "1", "3"].map(|number| {
            window.get_by_label_contains(&format!("B2B · {number}, Taxable: 1,000.00 → 2,000.00")).rect().top()
        })
    };
    let before = tops(&window);
    assert!(before.is_sorted(), "those with a decision first: {before:?}");
    click(&mut window, "B2B · 6, Taxable: 1,000.00 → 2,000.00, 2 more · 29AAAAA0000A1ZY");
    click(&mut window, "Use my decision");
    assert_eq!(tops(&window), before, "no line moves under the pointer");
}

#[test]
fn the_selection_goes_over_to_the_new_versions_of_its_records() {
    let scene = scene();
    let mut window = scene.worked_on();
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert!(shows(&window, "6 selected"));
    drop_on(&mut window, &scene.second);
    click(&mut window, "Import this download");
    assert!(shows(&window, "5 selected"), "one record is gone");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows(&window, "5 selected"));
}

#[test]
fn what_was_decided_here_can_count_for_all_that_was_acted_on_elsewhere() {
    let scene = scene();
    let mut window = scene.worked_on();
    drop_on(&mut window, &scene.second);
    click(&mut window, "keep what I decided here");
    click(&mut window, "Import this download");
    assert_eq!(action(&window, "2"), R);
    assert!(shows_part(&window, "1 decision was set aside and waits for you."), "that on 3");
}

#[test]
fn in_the_table_of_all_sheets_the_selection_follows_its_record_into_a_newer_download() {
    let scene = scene();
    let mut window = scene.worked_on();
    click(&mut window, "All sheets");
    click_row(&mut window, "3");
    drop_on(&mut window, &scene.second);
    click(&mut window, "Import this download");
    assert!(shows(&window, "1 selected"));
    assert_eq!(action(&window, "3"), N, "it differs now, and what was decided is set aside");
    click(&mut window, "Accept 1");
    assert_eq!(action(&window, "3"), A, "the record that was meant");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(action(&window, "3"), R);
    assert!(
        shows(&window, "1 selected") && shows_part(&window, "Accept 1, credit rises by"),
        "and back to what it was"
    );
}

#[test]
fn what_is_gone_is_shown_with_what_was_decided_on_it() {
    let scene = scene();
    let mut window = scene.merged();
    click(&mut window, "Gone from the portal, 1");
    click(&mut window, "B2B · 4, Reject · 29AAAAA0000A1ZY");
    assert!(shows(&window, "4 is gone from the portal"));
    assert!(shows_part(&window, "Kept here with what was decided: Reject."));
}

#[test]
fn the_old_values_of_a_changed_record_stand_beside_the_new_ones_in_the_inspector() {
    let scene = scene();
    let mut window = scene.merged();
    click(&mut window, "B2B · 3, Taxable: 1,000.00 → 2,000.00, 2 more · 29AAAAA0000A1ZY");
    click(&mut window, "Close");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows_part(&window, "You had decided: Reject. It is set aside."));
    assert!(shows(&window, "Before the newer download") && shows(&window, "Value differs"));
}

#[test]
fn f8_goes_through_the_list_over_all_groups_that_are_open() {
    let scene = scene();
    let mut window = scene.merged();
    press(&mut window, Modifiers::NONE, Key::F8);
    assert!(shows_part(&window, "You had decided: Reject. It is set aside."));
    let focused = |window: &Window| ["2", "3"].map(|number| shows(window, number));
    let first = focused(&window);
    press(&mut window, Modifiers::NONE, Key::F8);
    press(&mut window, Modifiers::NONE, Key::F8);
    assert_eq!(focused(&window), first, "two records wait: the third step is the first again");
}

#[test]
fn a_merged_book_is_back_with_all_its_work_though_both_files_are_gone() {
    let scene = scene();
    let mut window = scene.merged();
    click(&mut window, "B2B · 3, Taxable: 1,000.00 → 2,000.00, 2 more · 29AAAAA0000A1ZY");
    click(&mut window, "Use my decision");
    reject(&mut window, "7");
    let before = actions(&window);
    wait_until_copied(&mut window, &scene, 2);
    drop(window);
    std::fs::remove_file(&scene.first).unwrap();
    std::fs::remove_file(&scene.second).unwrap();

    let mut again = scene.window(&[]);
    press(&mut again, Modifiers::NONE, Key::Enter);
    assert_eq!(actions(&again), before);
    press(&mut again, Modifiers::COMMAND, Key::H);
    assert!(shows_part(&again, "Newer download second.json"));
}

#[test]
fn without_its_newer_download_a_merged_book_says_so_and_changes_nothing_on_the_disk() {
    let scene = scene();
    let mut window = scene.merged();
    wait_until_copied(&mut window, &scene, 2);
    drop(window);
    std::fs::remove_file(&scene.second).unwrap();
    let folder = book_folder(&scene);
    for copy in zips(&folder) {
        std::fs::remove_file(copy).unwrap();
    }
    let journals = |folder: &Path| {
        let names = common::names_in(folder).into_iter().filter(|name| name.starts_with("journal."));
        names.map(|name| std::fs::read(folder.join(name)).unwrap()).collect::<Vec<_>>()
    };
    let before = journals(&folder);
    let mut again = scene.window(&[&scene.first]);
    settle(&mut again);
    assert!(shows_part(&again, "Your work went on with a newer download, second.json, which is not where it was"));
    drop(again);
    assert_eq!(journals(&folder), before);
}

#[test]
fn a_download_that_was_brought_in_opens_the_book_in_which_it_is() {
    let scene = scene();
    let mut window = scene.merged();
    wait_until_copied(&mut window, &scene, 2);
    drop(window);
    let again = scene.window(&[&scene.second]);
    assert_eq!(actions(&again), [R, A, N, None, N, N, N]);
}

#[test]
fn a_newer_download_that_is_opened_by_itself_finds_the_earlier_work_of_its_recipient() {
    let scene = scene();
    let mut window = scene.worked_on();
    wait_until_copied(&mut window, &scene, 1);
    drop(window);
    let mut again = scene.window(&[&scene.second]);
    assert!(shows(&again, "There is work on this client already"));
    click(&mut again, "Go on with that work");
    assert!(shows(&again, "A newer download") && shows(&again, "second.json"));
    click(&mut again, "Import this download");
    assert_eq!(actions(&again), [R, A, N, None, N, N, N]);
}

#[test]
fn what_was_opened_as_a_book_of_its_own_is_not_asked_about_again() {
    let scene = scene();
    let mut window = scene.worked_on();
    drop_on(&mut window, &scene.second);
    click(&mut window, "Open it separately");
    assert_eq!(actions(&window), [N, A, N, None, N, N, N]);
    assert!(!shows(&window, "There is work on this client already"));
}

#[test]
fn work_that_is_open_in_another_window_is_not_offered() {
    let scene = scene();
    let mut first = scene.worked_on();
    wait_until_copied(&mut first, &scene, 1);
    let mut second = scene.window(&[&scene.second]);
    assert!(!shows(&second, "There is work on this client already"));
    reject(&mut second, "1");
    assert_eq!(actions(&second), [R, A, N, None, N, N, N]);
    drop(first);
}

#[test]
fn the_same_file_again_and_another_recipients_download_are_opened_as_before() {
    let scene = scene();
    let mut window = scene.worked_on();
    drop_on(&mut window, &scene.first);
    assert!(!shows(&window, "A newer download"));
    assert_eq!(actions(&window), [R, R, R, R, N, N, None]);
    let other = download(&[("b2b", &[invoice("9")])]).replace(common::RECIPIENT, "29AAAAA0000A1ZY");
    let other = scene.folder.put("other.json", other);
    drop_on(&mut window, &other);
    assert!(!shows(&window, "A newer download"));
    assert_eq!(action(&window, "9"), N);
}

#[test]
fn a_download_that_is_in_the_book_already_is_not_brought_in_again() {
    let scene = scene();
    let mut window = scene.merged();
    drop_on(&mut window, &scene.second);
    assert!(shows(&window, "This download is open already"));
}

#[test]
fn whether_the_upload_took_is_a_list_that_can_be_saved() {
    let scene = scene();
    let mut window = scene.worked_on();
    upload(&mut window, &scene);
    click(&mut window, "Yes, I uploaded it");
    // The portal took 1, not 2; 3 differs document now, 4 is gone.
    let mut records = a_week_later();
    records[0] = invoice("1").with("action", "R");
    records[1] = invoice("2");
    let after = scene.folder.put("after.json", download(&[("b2b", &records)]));
    drop_on(&mut window, &after);
    click(&mut window, "Import this download");
    click(&mut window, "Did my upload take?");
    assert!(shows_part(&window, "1 confirmed, 1 not taken, 2 different."));
    click(&mut window, "Save this list as a table…");
    let table = scene.folder.path("took.csv");
    window.get_by_label("Path of the table").focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label("Path of the table").type_text(table.to_str().unwrap());
    settle(&mut window);
    click(&mut window, "Save the table");
    let text = std::fs::read_to_string(&table).unwrap();
    let stated: Vec<(&str, &str)> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>())
        .map(|cells| (cells[0], cells[4]))
        .collect();
    assert_eq!(
        stated,
        [
            ("Not taken by the portal", "2"),
            ("Different on the portal", "4"),
            ("Different on the portal", "3"),
            ("Confirmed by the portal", "1")
        ]
    );
    // What did not take is to be uploaded again, what did is not.
    let delta: Vec<&str> =
        book(&window).delta(B2b).map(|row| book(&window).sheet(B2b).records().numbers.get(row)).collect();
    assert_eq!(delta, ["2"]);
}

#[test]
fn an_upload_that_no_one_answered_for_is_asked_about_when_the_newer_download_holds_it() {
    let scene = scene();
    let mut window = scene.worked_on();
    upload(&mut window, &scene);
    click(&mut window, "Not yet");
    let mut records = records();
    for (place, number) in ["1", "2", "3"].into_iter().enumerate() {
        records[place] = invoice(number).with("action", "R");
    }
    let after = scene.folder.put("after.json", download(&[("b2b", &records)]));
    drop_on(&mut window, &after);
    assert!(shows(&window, "up.json was uploaded before this download was made"));
    assert!(shows_part(
        &window,
        "Two steps, which can be undone: the upload is marked, then the download is brought in."
    ));
    click(&mut window, "Import this download");
    click(&mut window, "Did my upload take?");
    assert!(shows_part(&window, "3 confirmed, 1 not taken, 0 different."));
    // It takes two steps back, which is said: else what the upload says would be in no later one.
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(shows_part(&window, "up.json is still marked as uploaded: undo once more to take that back."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(book(&window).delta(B2b).count(), 4);
}

/// From the review to the written file.
fn upload(window: &mut Window, scene: &Scene) {
    press(window, Modifiers::COMMAND, Key::R);
    click(window, "Generate JSON");
    window.get_by_label("Path of the JSON").focus();
    settle(window);
    press(window, Modifiers::COMMAND, Key::A);
    let path = scene.folder.path("up.json");
    window.get_by_label("Path of the JSON").type_text(path.to_str().unwrap());
    settle(window);
    click(window, "Write the JSON");
}

/// The folder of the book of the first download.
fn book_folder(scene: &Scene) -> PathBuf {
    let recipient = scene.folder.path("ims-desk-data").join(common::RECIPIENT);
    let books = common::names_in(&recipient);
    assert_eq!(books.len(), 1, "{books:?}");
    recipient.join(&books[0])
}

fn zips(folder: &Path) -> Vec<PathBuf> {
    let names = common::names_in(folder).into_iter().filter(|name| name.ends_with(".zip"));
    names.map(|name| folder.join(name)).collect()
}

fn wait_until_copied(window: &mut Window, scene: &Scene, files: usize) {
    for _ in 0..400 {
        settle(window);
        let folder = book_folder(scene);
        if zips(&folder).len() == files && shows_part(window, "All steps saved") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("no copies are made");
}

#[test]
fn a_question_that_is_cancelled_leaves_nothing_behind_for_the_next_opening() {
    let scene = scene();
    let mut window = scene.worked_on();
    wait_until_copied(&mut window, &scene, 1);
    drop(window);
    // Not kept, so that leaving it is asked about.
    let mut window = scene.window(&[]);
    drop_on(&mut window, &scene.second);
    assert!(shows(&window, "There is work on this client already"), "it was not opened as a book of its own");
}
