//! An error file over the open book: it is attached, its errors are gone through and mended, what failed is uploaded again;
//! through the names of the window's controls.

use crate::common;

use std::path::PathBuf;

use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start};
use common::{Folder, RECIPIENT, SUPPLIER, download, invoice, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Book, Section};
use serde_json::{Value, json};

fn book(window: &Window) -> &Book {
    window.state().book().unwrap()
}

/// The rows of the delta.
fn delta(window: &Window) -> Vec<(Section, u32)> {
    Section::ALL.into_iter().flat_map(|s| book(window).delta(s).map(move |row| (s, row))).collect()
}

/// How many errors stand.
fn standing(window: &Window) -> usize {
    (0..book(window).errors().marks()).filter(|&mark| book(window).is_open(mark)).count()
}

/// A folder with a download: invoices 1 to 4, credit notes C1 and C2.
struct Scene {
    folder: Folder,
    download: PathBuf,
}

fn scene() -> Scene {
    let folder = Folder::new();
    let invoices = ["1", "2", "3", "4"].map(invoice);
    let notes = ["C1", "C2"].map(note);
    let download = folder.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &notes)]));
    Scene { folder, download }
}

impl Scene {
    fn window(&self) -> Window {
        start([1280.0, 800.0], Store::at(self.folder.path("ims-desk-data")), vec![self.download.clone()])
    }

    /// An error file of these errors: section, number, code, words.
    fn errors(&self, name: &str, errors: &[(&str, &str, &str, &str)]) -> PathBuf {
        let mut report = json!({});
        for (section, number, code, message) in errors {
            let error =
                json!({"stin": SUPPLIER, "inum": number, "rtnprd": "022026", "error_cd": code, "error_msg": message});
            match &mut report[*section] {
                Value::Array(list) => list.push(error),
                none => *none = json!([error]),
            }
        }
        self.folder.put(name, json!({"gstin": RECIPIENT, "error_report": report}).to_string())
    }

    /// Accepts every record of both sheets, writes the upload and says that it was uploaded, or does not say.
    fn upload(&self, window: &mut Window, name: &str, say: bool) {
        for sheet in ["B2bcn", "B2b"] {
            click(window, if sheet == "B2b" { "B2B Invoices" } else { "B2B-CN Credit notes" });
            press(window, Modifiers::COMMAND, Key::A);
            press(window, Modifiers::NONE, Key::A);
            if sheet == "B2bcn" {
                window.get_by_label_contains("Accept all").click();
                settle(window);
            }
        }
        self.write(window, name, None);
        click(window, if say { "Yes, I uploaded it" } else { "Not yet" });
    }

    /// From the review to the written file.
    fn write(&self, window: &mut Window, name: &str, which: Option<&str>) {
        press(window, Modifiers::COMMAND, Key::R);
        click(window, "Generate JSON");
        if let Some(which) = which {
            click(window, which);
        }
        let path = self.folder.path(name);
        window.get_by_label("Path of the JSON").focus();
        settle(window);
        press(window, Modifiers::COMMAND, Key::A);
        window.get_by_label("Path of the JSON").type_text(path.to_str().unwrap());
        settle(window);
        click(window, "Write the JSON");
    }

    /// What an upload says, section by section: numbers.
    fn numbers(&self, name: &str) -> Value {
        let upload: Value = serde_json::from_slice(&std::fs::read(self.folder.path(name)).unwrap()).unwrap();
        let mut found = json!({});
        for (section, records) in upload["invdata"].as_object().unwrap() {
            let number = |r: &Value| r.get("inum").or(r.get("nt_num")).unwrap().clone();
            found[section] = records.as_array().unwrap().iter().map(number).collect();
        }
        found
    }
}

#[test]
fn an_error_file_over_an_open_book_is_attached_in_one_step_that_can_be_undone() {
    let scene = scene();
    let mut window = scene.window();
    let errors = scene.errors("errors.json", &[("b2b", "1", "X1", "no"), ("b2b", "404", "X2", "gone")]);
    drop_on(&mut window, &errors);
    assert!(shows(&window, "An error file of the portal") && shows(&window, "errors.json"));
    click(&mut window, "Show these errors here");
    assert!(shows(&window, "2 errors: 1 on a record, 1 fits no record here."));
    assert!(shows(&window, "B2B Invoices, portal errors on 1"), "the rail counts it");
    assert_eq!((book(&window).errors_of(B2b, 0).len(), book(&window).errors().unmatched().count()), (1, 1));
    assert_eq!(book(&window).sheet(B2b).rows(), 4, "no record came of it");

    click(&mut window, "show");
    assert!(shows(&window, "X1, 1") && shows(&window, "Fits no record here · X2, 1"));
    assert!(shows(&window, &format!("Error on B2B {SUPPLIER} 404, errors.json")), "what fits nothing is listed");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((book(&window).errors().list().len(), shows(&window, "B2B Invoices")), (0, true));
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(book(&window).errors().list().len(), 2);
}

#[test]
fn errors_are_there_after_a_restart() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.errors("errors.json", &[("b2b", "1", "X1", "no"), ("b2b", "404", "X2", "gone")]));
    click(&mut window, "Show these errors here");
    drop(window);
    std::fs::remove_file(scene.folder.path("errors.json")).unwrap();
    let window = scene.window();
    assert_eq!((book(&window).errors_of(B2b, 0).len(), book(&window).errors().unmatched().count()), (1, 1));
    assert!(shows(&window, "2 portal errors"));
}

#[test]
fn an_error_file_may_be_opened_as_a_book_of_its_own() {
    let scene = scene();
    let mut window = scene.window();
    let record = invoice("7").with("error_msg", "no");
    let errors =
        scene.folder.put("own.json", json!({"imsDetailsErr": {"rtin": RECIPIENT, "b2b": [record.0]}}).to_string());
    drop_on(&mut window, &errors);
    click(&mut window, "Open it separately");
    assert_eq!((book(&window).sheet(B2b).rows(), book(&window).errors_of(B2b, 0).len()), (1, 1));
}

#[test]
fn errors_of_another_recipient_cannot_be_attached() {
    let scene = scene();
    let mut window = scene.window();
    let errors = scene.folder.put("other.json", r#"{"imsDetailsErr":{"rtin":"29ZZZZZ9999Z1Z4","b2b":[]}}"#);
    drop_on(&mut window, &errors);
    assert!(shows_part(&window, "It is of 29ZZZZZ9999Z1Z4"));
    assert!(window.get_by_label("Show these errors here").accesskit_node().is_disabled());
}

#[test]
fn an_error_report_can_be_pasted() {
    let scene = scene();
    let mut window = scene.window();
    let report = json!({"error_report": {"b2b": [{"stin": SUPPLIER, "inum": "3", "error_msg": "no"}]}});
    window.event(egui::Event::Paste(report.to_string()));
    settle(&mut window);
    assert!(shows(&window, "the pasted text") && !shows(&window, "Open it separately"));
    click(&mut window, "Show these errors here");
    assert_eq!(book(&window).errors_of(B2b, 2).len(), 1);
}

#[test]
fn another_download_is_no_error_file() {
    let scene = scene();
    let mut window = scene.window();
    let other = scene.folder.put("other.json", download(&[("b2b", &[invoice("9")])]));
    drop_on(&mut window, &other);
    assert!(!shows(&window, "Show these errors here"));
    click(&mut window, "Open it separately");
    assert_eq!(book(&window).sheet(B2b).rows(), 1);
}

#[test]
fn errors_are_walked_over_all_sheets_and_mended_one_by_one_and_all_at_once() {
    let scene = scene();
    let mut window = scene.window();
    scene.upload(&mut window, "first.json", true);
    assert_eq!(delta(&window), []);
    let errors = [
        ("cn", "C1", "IMSSAV0054", "No answer"),
        ("cn", "C2", "IMSSAV0054", "No answer"),
        ("b2b", "1", "IMSSAV0010", "Changed"),
        ("b2b", "2", "IMSSAV0015", "Busy"),
    ];
    drop_on(&mut window, &scene.errors("errors.json", &errors));
    click(&mut window, "Show these errors here");
    assert_eq!(delta(&window), [(B2b, 0), (B2b, 1), (B2bcn, 0), (B2bcn, 1)], "what failed is changed");
    click(&mut window, "show");
    assert!(shows(&window, "IMSSAV0054, 2") && shows(&window, "IMSSAV0010, 1"));

    press(&mut window, Modifiers::NONE, Key::F8);
    assert!(shows(&window, "IMSSAV0054 No answer") && shows(&window, "Answer \"ITC to be reduced?\"."));
    assert!(shows(&window, "B2B-CN Credit notes, portal errors on 2"));
    press(&mut window, Modifiers::NONE, Key::F8);
    press(&mut window, Modifiers::NONE, Key::F8);
    assert!(shows(&window, "IMSSAV0010 Changed"), "the next group, on another sheet");
    click(&mut window, "Restore portal action");
    assert_eq!((standing(&window), shows(&window, "This error is gone. F8 goes to the next.")), (3, true));
    press(&mut window, Modifiers::NONE, Key::F8);
    assert!(shows(&window, "IMSSAV0015 Busy"));
    assert!(!shows(&window, "Restore portal action"), "what only needs another try has no fix");
    // The other one puts the result line away.
    let above = |a: &egui_kittest::Node<'_>, b: &egui_kittest::Node<'_>| a.rect().top().total_cmp(&b.rect().top());
    window.get_all_by_label("Dismiss").min_by(above).unwrap().click();
    settle(&mut window);
    assert_eq!(standing(&window), 2);
}

#[test]
fn all_with_the_same_error_are_answered_in_one_step() {
    let scene = scene();
    let mut window = scene.window();
    scene.upload(&mut window, "first.json", true);
    let errors = [("cn", "C1", "IMSSAV0054", "No answer"), ("cn", "C2", "IMSSAV0054", "No answer")];
    drop_on(&mut window, &scene.errors("errors.json", &errors));
    click(&mut window, "Show these errors here");
    click(&mut window, "2 portal errors");
    click(&mut window, "Error on B2B-CN · C1, 29AAAAA0000A1ZY");
    click(&mut window, "Answer 2 in B2B-CN…");
    click(&mut window, "No");
    click(&mut window, "ITC not availed");
    click(&mut window, "Save answer");
    assert_eq!(standing(&window), 0);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(standing(&window), 2, "undo brings them back");
    click(&mut window, "Dismiss all 2");
    assert_eq!((standing(&window), delta(&window)), (0, vec![]));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!((standing(&window), delta(&window).len()), (2, 2));
}

#[test]
fn only_what_failed_is_uploaded_again_and_the_record_tells_every_attempt() {
    let scene = scene();
    let mut window = scene.window();
    // No one said whether it was uploaded: what came back says so.
    scene.upload(&mut window, "first.json", false);
    drop_on(&mut window, &scene.errors("errors.json", &[("b2b", "2", "IMSSAV0015", "Busy")]));
    assert!(shows(&window, "This came back for first.json, so it was uploaded"));
    click(&mut window, "Show these errors here");
    assert_eq!(delta(&window), [(B2b, 1)]);
    // Something else is changed besides.
    click(&mut window, "B2B Invoices, portal errors on 1");
    let row = window.get_by_label_contains(": 4,").rect();
    let at = row.left_center() + egui::vec2(200.0, 0.0);
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::P);
    assert_eq!(delta(&window), [(B2b, 1), (B2b, 3)]);

    scene.write(&mut window, "second.json", Some("Only what the portal refused (1)"));
    assert_eq!(scene.numbers("second.json"), json!({"b2b": ["2"]}));
    click(&mut window, "Yes, I uploaded it");
    assert_eq!((standing(&window), delta(&window)), (0, vec![(B2b, 3)]));

    drop_on(&mut window, &scene.errors("errors.json", &[("b2b", "2", "IMSSAV0010", "Changed")]));
    click(&mut window, "Show these errors here");
    let row = window.get_by_label_contains(": 2,").rect();
    let at = row.left_center() + egui::vec2(200.0, 0.0);
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(&mut window);
    for line in [
        "Attempt 1: first.json · Accept",
        "Refused: IMSSAV0015 Busy",
        "Attempt 2: second.json · Accept",
        "Refused: IMSSAV0010 Changed",
    ] {
        assert!(shows(&window, line), "{line}");
    }
    scene.write(&mut window, "third.json", None);
    assert_eq!(scene.numbers("third.json"), json!({"b2b": ["2", "4"]}), "everything changed");
}

#[test]
fn the_record_shows_its_error_and_it_can_be_dismissed_there() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(
        &mut window,
        &scene.errors("errors.json", &[("b2b", "1", "X1", "Not as it was"), ("b2b", "1", "X2", "Twice")]),
    );
    click(&mut window, "Show these errors here");
    press(&mut window, Modifiers::NONE, Key::F8);
    assert!(shows(&window, "The portal says: X1 Not as it was; X2 Twice"));
    window.get_all_by_label("Dismiss").next().unwrap().click();
    settle(&mut window);
    if standing(&window) == 2 {
        // The other one puts the result line away.
        window.get_all_by_label("Dismiss").next().unwrap().click();
        settle(&mut window);
    }
    assert_eq!(standing(&window), 0);
    assert!(shows(&window, "B2B Invoices"));
}

#[test]
fn opening_a_cell_shows_its_record_where_the_list_of_errors_was() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.errors("errors.json", &[("b2b", "1", "X1", "no")]));
    click(&mut window, "Show these errors here");
    click(&mut window, "show");
    assert!(shows(&window, "X1, 1"));
    let row = window.query_all_by_label_contains("Row 2:").next().unwrap().rect();
    let twice = [0, 1].into_iter().flat_map(|_| common::window::click_events(row.center(), Modifiers::NONE));
    common::window::at_once(&mut window, twice);
    assert!(!shows(&window, "X1, 1"), "the record is shown in full: {:#?}", common::window::screen(&window));
}
