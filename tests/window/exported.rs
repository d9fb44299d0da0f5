//! Workbooks and paper out of the window, and a workbook to decide in that comes back, through the names of controls.

use std::path::{Path, PathBuf};

use crate::basics::fill;
use crate::common;

use common::window::{Window, click, click_row, drop_on, press, settle, shows, shows_part, start};
use common::{Folder, Record, SUPPLIER, download, invoice, names_in, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section};
use ims_desk::cells::{self, Kind, Workbook};
use ims_desk::edit::{Change, Command};
use ims_desk::work::Progress;

struct Scene {
    folder: Folder,
    window: Window,
}

fn scene_of(sections: &[(&str, &[Record])]) -> Scene {
    let folder = Folder::new();
    let file = folder.put("download.json", download(sections));
    let window = start([1440.0, 900.0], Store::in_memory(), vec![file]);
    Scene { folder, window }
}

fn scene() -> Scene {
    let rejected = invoice("3").with("action", "R").with("remarks", "Not ours");
    scene_of(&[("b2b", &[invoice("1"), invoice("0045"), rejected]), ("b2bcn", &[note("4")])])
}

impl Scene {
    /// Asks for something in the menu.
    fn ask(&mut self, action: &str) {
        click(&mut self.window, "Menu");
        click(&mut self.window, action);
    }

    fn actions(&self) -> Vec<Action> {
        self.window.state().book().unwrap().sheet(Section::B2b).actions().to_vec()
    }

    /// Writes a workbook to decide in of all sheets.
    fn give_out(&mut self) -> PathBuf {
        let path = self.folder.path("given.xlsx");
        self.ask("Workbook to decide in…");
        click(&mut self.window, "All sheets (4)");
        fill(&mut self.window, "Path of the workbook", path.to_str().unwrap());
        click(&mut self.window, "Save the workbook");
        assert!(shows(&self.window, "The workbook is written"));
        click(&mut self.window, "Close");
        path
    }
}

fn opened(path: &Path) -> Workbook {
    cells::read("w.xlsx", std::fs::read(path).unwrap(), &Progress::default()).unwrap().workbooks.remove(0)
}

fn names(workbook: &Workbook) -> Vec<String> {
    workbook.sheets.iter().map(|sheet| sheet.name.clone().unwrap_or_default()).collect()
}

/// The texts of a sheet, line by line, without empty cells.
fn lines(workbook: &Workbook, name: &str) -> Vec<Vec<String>> {
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name.as_deref() == Some(name)).unwrap();
    sheet.iter().map(|row| row.cells().map(|cell| cell.text.into_owned()).collect()).collect()
}

/// Saves the workbook as another program would, with these cells of column and document changed; `grey`: in a grey one.
fn edited(given: &Path, to: &Path, changes: &[(&str, &str, &str)]) {
    let workbook = opened(given);
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name.as_deref() == Some("Decide")).unwrap();
    let rows: Vec<Vec<(u16, Kind, String)>> = sheet
        .iter()
        .map(|row| row.cells().map(|cell| (cell.column, cell.kind, cell.text.into_owned())).collect())
        .collect();
    let place = |title: &str| rows[0].iter().find(|cell| cell.2 == title).unwrap().0;
    let number = place("Number (again)");
    let mut new = rust_xlsxwriter::Workbook::new();
    let out = new.add_worksheet();
    let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    for (line, row) in (0..).zip(&rows) {
        let document = row.iter().find(|cell| cell.0 == number).map(|cell| cell.2.as_str()).unwrap_or_default();
        for (column, kind, text) in row {
            match kind {
                Kind::Number => drop(out.write_number(line, *column, text.parse::<f64>().unwrap()).unwrap()),
                Kind::Date(day) => {
                    out.write_number_with_format(line, *column, f64::from(day.0 + 25_569), &date).unwrap();
                }
                _ => drop(out.write_string(line, *column, text).unwrap()),
            }
        }
        for (_, title, text) in changes.iter().filter(|change| line > 0 && change.0 == document) {
            out.write_string(line, place(title), *text).unwrap();
        }
    }
    new.save(to).unwrap();
}

#[test]
fn the_rows_on_the_screen_go_into_a_workbook_and_notes_only_if_they_are_ticked() {
    let mut scene = scene();
    let note = Command::decide(Section::B2b, [1].into_iter().collect(), Change::note("ask Meera"));
    scene.window.state_mut().carry_out(note);
    settle(&mut scene.window);
    for (place, ticked) in [("a.xlsx", false), ("b.xlsx", true)] {
        let path = scene.folder.path(place);
        scene.ask("Save as Excel workbook…");
        assert!(shows(&scene.window, "The rows on the screen (3)") && shows(&scene.window, "All of B2B (3)"));
        if ticked {
            click(&mut scene.window, "Internal notes too");
        }
        // The ending is added.
        fill(&mut scene.window, "Path of the workbook", path.with_extension("").to_str().unwrap());
        click(&mut scene.window, "Save the workbook");
        assert!(shows(&scene.window, "The workbook is written"));
        assert!(shows_part(&scene.window, "3 records, "));
        click(&mut scene.window, "Close");
        let workbook = opened(&path);
        assert_eq!(names(&workbook), ["About", "B2B"]);
        let rows = lines(&workbook, "B2B");
        assert_eq!(rows.len(), 4);
        assert!(rows.iter().flatten().any(|cell| cell == "0045"));
        assert_eq!(rows.iter().flatten().any(|cell| cell == "ask Meera"), ticked);
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_once_that_was_asked_and_a_download_never() {
    let mut scene = scene();
    let there = scene.folder.put("there.xlsx", "something of the user");
    scene.ask("Save as Excel workbook…");
    click(&mut scene.window, "The suppliers, a line each");
    fill(&mut scene.window, "Path of the workbook", there.to_str().unwrap());
    click(&mut scene.window, "Save the workbook");
    assert!(shows_part(&scene.window, "This file is there already"));
    assert_eq!(std::fs::read(&there).unwrap(), b"something of the user");
    click(&mut scene.window, "Replace");
    assert!(shows(&scene.window, "The workbook is written"));
    assert_eq!(names(&opened(&there)), ["About", "Suppliers"]);
    click(&mut scene.window, "Close");
    let gone = scene.folder.path("no such folder").join("a.xlsx");
    scene.ask("Save as Excel workbook…");
    fill(&mut scene.window, "Path of the workbook", gone.to_str().unwrap());
    click(&mut scene.window, "Save the workbook");
    assert!(shows_part(&scene.window, "cannot be written"), "the dialog is back and says why");
    assert!(shows(&scene.window, "Save the workbook"));
    press(&mut scene.window, Modifiers::NONE, Key::Escape);
    assert_eq!(scene.folder.names(), ["download.json", "there.xlsx"], "nothing is left behind");
}

#[test]
fn the_credit_is_a_workbook_with_the_figures_of_the_screen() {
    let mut scene = scene();
    scene.ask("Save as Excel workbook…");
    click(&mut scene.window, "The credit: the figures with their parts");
    let path = scene.folder.path("credit.xlsx");
    fill(&mut scene.window, "Path of the workbook", path.to_str().unwrap());
    click(&mut scene.window, "Save the workbook");
    assert!(shows(&scene.window, "The workbook is written"));
    let workbook = opened(&path);
    assert_eq!(names(&workbook), ["About", "Credit"]);
    assert!(lines(&workbook, "Credit").iter().any(|line| line[0] == "With your decisions"));
}

#[test]
fn the_review_is_a_workbook_once_something_is_decided() {
    let mut scene = scene();
    scene.ask("Save as Excel workbook…");
    assert!(!shows_part(&scene.window, "The review"));
    press(&mut scene.window, Modifiers::NONE, Key::Escape);
    click_row(&mut scene.window, "1");
    press(&mut scene.window, Modifiers::NONE, Key::R);
    scene.ask("Save as Excel workbook…");
    click(&mut scene.window, "The review: what is to be uploaded (1)");
    let path = scene.folder.path("review.xlsx");
    fill(&mut scene.window, "Path of the workbook", path.to_str().unwrap());
    click(&mut scene.window, "Save the workbook");
    let workbook = opened(&path);
    assert_eq!(names(&workbook), ["About", "To be written", "By supplier", "Alerts", "Credit"]);
    let rows = lines(&workbook, "To be written");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0][..2], ["Sheet", "On the portal"]);
    assert_eq!(rows[1][..2], ["B2B", "No action"]);
    assert!(rows[1].contains(&"Reject".to_owned()));
}

#[test]
fn a_workbook_to_decide_in_that_is_dropped_is_shown_and_applied_as_one_step() {
    let mut scene = scene();
    let given = scene.give_out();
    let back = scene.folder.path("back.xlsx");
    edited(
        &given,
        &back,
        &[
            ("1", "Status", "Reject"),
            ("1", "Remarks", "Duplicate"),
            ("0045", "Status", "Pending"),
            ("3", "Number", "77"),
        ],
    );
    drop_on(&mut scene.window, &back);
    assert!(shows(&scene.window, "This is a workbook to decide in. Take its decisions?"));
    assert!(shows_part(&scene.window, "2 records will change, 1 row says nothing new, 1 row is refused."));
    assert!(shows_part(&scene.window, "Reject 1 · Pending 1 · remarks 1"));
    assert!(shows_part(&scene.window, "\"Number\" is grey and was changed: it says \"77\""));
    assert_eq!(scene.actions(), [Action::NoAction, Action::NoAction, Action::Reject], "nothing yet");
    click(&mut scene.window, "Apply 2");
    assert_eq!(scene.actions(), [Action::Reject, Action::Pending, Action::Reject]);
    assert!(shows_part(&scene.window, "Decisions of back.xlsx: 2 records"));
    press(&mut scene.window, Modifiers::COMMAND, Key::Z);
    assert_eq!(scene.actions(), [Action::NoAction, Action::NoAction, Action::Reject], "one step");
}

#[test]
fn what_was_decided_here_in_the_meantime_stays_unless_the_workbook_is_picked() {
    let mut scene = scene();
    let given = scene.give_out();
    let back = scene.folder.path("back.xlsx");
    edited(&given, &back, &[("1", "Status", "Reject"), ("0045", "Status", "Reject")]);
    for number in ["1", "0045"] {
        click_row(&mut scene.window, number);
        press(&mut scene.window, Modifiers::NONE, Key::A);
    }
    drop_on(&mut scene.window, &back);
    assert!(shows_part(&scene.window, "0 records will change"));
    assert!(shows_part(&scene.window, "2 records were decided differently here in the meantime"));
    assert_eq!(scene.window.query_all_by_label("Given out: No action").count(), 2);
    assert!(shows(&scene.window, "Here now, 1: Accept") && shows(&scene.window, "The workbook, 1: Reject"));
    assert!(!shows_part(&scene.window, "Apply"), "nothing is picked");
    click(&mut scene.window, "The workbook, 0045: Reject");
    click(&mut scene.window, "Apply 1");
    assert_eq!(scene.actions(), [Action::Accept, Action::Reject, Action::Reject]);
    press(&mut scene.window, Modifiers::COMMAND, Key::Z);
    assert_eq!(scene.actions(), [Action::Accept, Action::Accept, Action::Reject]);
    drop_on(&mut scene.window, &back);
    click(&mut scene.window, "Take all of the workbook");
    click(&mut scene.window, "Apply 2");
    assert_eq!(scene.actions(), [Action::Reject, Action::Reject, Action::Reject]);
}

#[test]
fn a_workbook_to_decide_in_is_taken_wherever_files_are_opened_and_never_as_a_register() {
    let mut scene = scene();
    let given = scene.give_out();
    let back = scene.folder.path("back.xlsx");
    edited(&given, &back, &[("1", "Status", "Reject")]);
    let asks = "This is a workbook to decide in. Take its decisions?";
    press(&mut scene.window, Modifiers::COMMAND, Key::L);
    fill(&mut scene.window, "Path of the table", back.to_str().unwrap());
    click(&mut scene.window, "Read the table");
    assert!(shows(&scene.window, asks));
    press(&mut scene.window, Modifiers::NONE, Key::Escape);
    // As it went out: nothing to do, and no register.
    drop_on(&mut scene.window, &given);
    assert!(shows(&scene.window, asks) && shows_part(&scene.window, "0 records will change, 4 rows say nothing new"));
    click(&mut scene.window, "Close");
    assert!(scene.window.state().book().unwrap().register().entries().is_empty());
    // Of another client.
    let own = scene_of(&[("b2b", &[invoice("77")])]);
    let mut other = own.window;
    drop_on(&mut other, &back);
    assert!(shows_part(&other, "no record of this workbook is in these files: it was made of others"));
    // Without a client.
    let mut empty = start([1440.0, 900.0], Store::in_memory(), Vec::new());
    drop_on(&mut empty, &back);
    assert!(shows_part(&empty, "this is a workbook to decide in: open the client's download first"));
}

#[test]
fn pages_are_written_and_the_way_to_them_is_shown() {
    let mut scene = scene();
    click_row(&mut scene.window, "1");
    press(&mut scene.window, Modifiers::NONE, Key::R);
    let page = scene.folder.path("page.html");
    press(&mut scene.window, Modifiers::COMMAND, Key::P);
    fill(&mut scene.window, "Path of the page", page.to_str().unwrap());
    click(&mut scene.window, "Write the page");
    assert!(shows(&scene.window, "The page is written"));
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.contains("Summary for approval") && html.contains("1 decision is to be uploaded"));
    // Nothing of the system is started in a test: it is said where the file is.
    click(&mut scene.window, "Open it");
    assert!(shows_part(&scene.window, "The file could not be opened from here. It is "));
    click(&mut scene.window, "Close");
    press(&mut scene.window, Modifiers::COMMAND, Key::P);
    click(&mut scene.window, "Working paper: every decision, uploads, what was done");
    fill(&mut scene.window, "Path of the page", page.to_str().unwrap());
    click(&mut scene.window, "Write the page");
    click(&mut scene.window, "Replace");
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.contains("Working paper") && html.contains("by hand") && html.contains("Rejected 1 in B2B"), "{html}");
}

#[test]
fn each_supplier_gets_a_page_and_a_text_into_a_folder() {
    let mut scene = scene();
    let folder = scene.folder.path("letters");
    for again in [false, true] {
        scene.ask("To the supplier…");
        fill(&mut scene.window, "Folder", folder.to_str().unwrap());
        click(&mut scene.window, "Write the letters");
        if again {
            assert!(shows_part(&scene.window, "Files of these names are there already"));
            click(&mut scene.window, "Replace");
        }
        assert!(shows(&scene.window, "The letters are written") && shows_part(&scene.window, "2 files for 1 supplier"));
        click(&mut scene.window, "Close");
        assert_eq!(names_in(&folder), [format!("{SUPPLIER}.html"), format!("{SUPPLIER}.txt")]);
    }
    // Nothing to say to anyone.
    let mut none = scene_of(&[("b2b", &[invoice("1")])]);
    none.ask("To the supplier…");
    click(&mut none.window, "Write the letters");
    assert!(shows_part(&none.window, "There is nothing to say to any supplier."));
}
