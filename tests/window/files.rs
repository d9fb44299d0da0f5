//! The files that the window writes: nothing that was read is written over, nothing is replaced without a question, and only
//! what holds everything counts as kept.

use crate::basics::{click_in_dialog, closing_is_stopped, fill};
use crate::common;

use std::path::{Path, PathBuf};

use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start};
use common::{Folder, SUPPLIER, download, invoice, note};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::Section::{B2b, B2bcn};
use ims_desk::book::{Action, Book};

struct Scene {
    folder: Folder,
    download: PathBuf,
}

/// Three invoices, one document in two copies, and a credit note.
fn scene() -> Scene {
    let folder = Folder::new();
    let mut invoices: Vec<_> = (1..=3).map(|n| invoice(&n.to_string())).collect();
    invoices.extend([invoice("4"), invoice("4").with("val", 1181)]);
    let download = folder.put("download.json", download(&[("b2b", &invoices), ("b2bcn", &[note("C1")])]));
    Scene { folder, download }
}

impl Scene {
    fn window(&self, store: Store) -> Window {
        start([1280.0, 800.0], store, vec![self.download.clone()])
    }
}

fn book(window: &Window) -> &Book {
    window.state().book().unwrap()
}

/// Accepts the first invoice.
fn accept_one(window: &mut Window) {
    let row = window.get_by_label_contains(": 1,").rect();
    let at = row.left_center() + egui::vec2(200.0, 0.0);
    window.hover_at(at);
    window.drag_at(at);
    window.drop_at(at);
    settle(window);
    press(window, Modifiers::NONE, Key::A);
    assert_eq!(book(window).sheet(B2b).actions()[0], Action::Accept);
}

/// Opens the dialog that asks where to write the upload, and names a file.
fn generate_to(window: &mut Window, path: &Path) {
    click(window, "Review and generate…");
    click_in_dialog(window, "Generate JSON");
    fill(window, "Path of the JSON", path.to_str().unwrap());
}

fn save_to(window: &mut Window, path: &Path) {
    press(window, Modifiers::COMMAND, Key::S);
    fill(window, "Path of the table", path.to_str().unwrap());
    click(window, "Save the table");
}

#[test]
fn another_file_is_replaced_only_after_a_question_numbered_parts_too() {
    let scene = scene();
    let mut window = scene.window(Store::in_memory());
    accept_one(&mut window);
    let (out, part) = (scene.folder.put("out.json", "older"), scene.folder.put("out-1.json", "older part"));
    let held = |path: &Path| std::fs::read_to_string(path).unwrap();
    generate_to(&mut window, &out);
    // The one of the dialog, not the one in the row of actions.
    window.get_all_by_label("More").last().unwrap().click();
    settle(&mut window);
    click(&mut window, "Several numbered files, each under 4 MB");
    click(&mut window, "Write the JSON");
    assert!(shows_part(&window, "This file is there already"), "the part is asked about");
    assert_eq!((held(&out), held(&part)), ("older".into(), "older part".into()));
    // Without parts it differs file, and asked about by itself.
    click(&mut window, "Several numbered files, each under 4 MB");
    assert!(!shows_part(&window, "This file is there already"));
    click(&mut window, "Write the JSON");
    assert!(shows_part(&window, "This file is there already"));
    assert_eq!((held(&out), held(&part)), ("older".into(), "older part".into()));
    click(&mut window, "Several numbered files, each under 4 MB");
    click(&mut window, "Write the JSON");
    click(&mut window, "Replace it");
    assert!(shows(&window, "The JSON is written"));
    assert_eq!(held(&out), "older");
    assert!(held(&part).contains("invdata"));
}

#[test]
fn what_was_read_is_not_written_over_and_neither_is_the_programs_own_folder() {
    let scene = scene();
    let own = scene.folder.path("ims-desk-data");
    let mut window = scene.window(Store::at(own.clone()));
    let table = scene.folder.put("table.csv", format!("section,stin,number,action\nb2b,{SUPPLIER},2,A\n"));
    drop_on(&mut window, &table);
    click(&mut window, "Apply 1");
    accept_one(&mut window);
    let hard = scene.folder.path("hard.json");
    std::fs::hard_link(&scene.download, &hard).unwrap();
    let read = |path: &Path| std::fs::read(path).unwrap();
    let before = (read(&scene.download), read(&table));
    for (out, words) in [
        (scene.download.clone(), "This is the download itself"),
        (hard, "This is the download itself"),
        (table.clone(), "never written over"),
        (own.join("upload.json"), "keeps its own work"),
    ] {
        generate_to(&mut window, &out);
        click(&mut window, "Write the JSON");
        if shows(&window, "Replace it") {
            click(&mut window, "Replace it");
        }
        assert!(shows_part(&window, words), "{}", out.display());
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    // Decisions go back into the table that they came from, after a question, but not into the download.
    save_to(&mut window, &scene.download);
    click(&mut window, "Replace it");
    assert!(shows_part(&window, "never written over"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!((read(&scene.download), read(&table)), before);
    save_to(&mut window, &table);
    click(&mut window, "Replace it");
    assert!(String::from_utf8(read(&table)).unwrap().starts_with("section,stin,number,date"));
    assert!(!own.join("upload.json").exists());
}

#[test]
fn in_memory_a_saved_table_counts_only_where_it_holds_everything() {
    let scene = scene();
    let mut window = scene.window(Store::in_memory());
    accept_one(&mut window);
    let table = scene.folder.path("table.csv");
    save_to(&mut window, &table);
    assert!(!closing_is_stopped(&mut window), "all decisions stand in the table");
    let record = invoice("2").with("error_msg", "no");
    let errors = format!(
        r#"{{"imsDetailsErr":{{"rtin":"{}","b2b":[{}]}}}}"#,
        common::RECIPIENT,
        serde_json::Value::Object(record.0)
    );
    drop_on(&mut window, &scene.folder.put("errors.json", errors));
    click(&mut window, "Show these errors here");
    std::fs::remove_file(&table).unwrap();
    assert!(closing_is_stopped(&mut window));
    click_in_dialog(&mut window, "Save decisions…");
    fill(&mut window, "Path of the table", table.to_str().unwrap());
    click(&mut window, "Save the table");
    assert!(table.is_file());
    assert!(shows_part(&window, "It does not hold: the portal's errors of errors.json"), "what is missing is named");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(closing_is_stopped(&mut window), "it does not count as kept");
}

#[test]
fn in_memory_an_upload_counts_only_where_it_says_everything() {
    let scene = scene();
    let answered = |default: bool| {
        let mut window = scene.window(Store::in_memory());
        if default {
            click(&mut window, "B2B-CN Credit notes");
            press(&mut window, Modifiers::COMMAND, Key::A);
            press(&mut window, Modifiers::NONE, Key::A);
            let sheet = book(&window).sheet(B2bcn);
            assert!(book(&window).answers().get(sheet.answers()[0]).by_default);
        } else {
            accept_one(&mut window);
        }
        let out = scene.folder.path(&format!("out-{default}.json"));
        generate_to(&mut window, &out);
        click(&mut window, "Write the JSON");
        assert!(out.is_file());
        click(&mut window, "Not yet");
        closing_is_stopped(&mut window)
    };
    assert!(!answered(false), "the upload says all that was decided");
    assert!(answered(true), "no upload says that an answer was taken by default");
}

#[test]
fn a_saved_table_brings_back_picked_copies_notes_and_what_was_uploaded() {
    let scene = scene();
    let mut window = scene.window(Store::in_memory());
    accept_one(&mut window);
    let out = scene.folder.path("out.json");
    generate_to(&mut window, &out);
    click(&mut window, "Write the JSON");
    click(&mut window, "Yes, I uploaded it");
    let table = scene.folder.path("table.csv");
    save_to(&mut window, &table);
    let mut again = scene.window(Store::in_memory());
    drop_on(&mut again, &table);
    click(&mut again, "Apply 1");
    assert_eq!(book(&again).sheet(B2b).actions()[0], Action::Accept);
    assert_eq!(book(&again).delta(B2b).count(), 0, "the portal knows it");
    press(&mut again, Modifiers::COMMAND, Key::Z);
    assert_eq!(book(&again).sheet(B2b).actions()[0], Action::NoAction, "one step to undo");
}
