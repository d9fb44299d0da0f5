//! Files that are opened by mistake, through the names of the window's controls; and the sheets that are only shown.

use crate::common;

use std::path::{Path, PathBuf};

use common::window::{Window, click, drop_on, press, settle, shows, shows_part, start};
use common::{Folder, RECIPIENT, SUPPLIER, download, invoice};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use ims_desk::app::Store;
use ims_desk::book::{Action, Section::B2b};
use serde_json::json;

struct Scene {
    folder: Folder,
    download: PathBuf,
}

fn scene() -> Scene {
    let folder = Folder::new();
    let download = folder.put("download.json", download(&[("b2b", &[invoice("1"), invoice("2")])]));
    Scene { folder, download }
}

impl Scene {
    fn window(&self, files: &[&Path]) -> Window {
        let files = files.iter().map(|file| file.to_path_buf()).collect();
        start([1280.0, 800.0], Store::at(self.folder.path("ims-desk-data")), files)
    }

    fn table(&self, name: &str) -> PathBuf {
        self.folder.put(name, format!("section,stin,number,action\nb2b,{SUPPLIER},1,A\n"))
    }

    fn gstr_1(&self) -> PathBuf {
        let text = json!({"gstin": RECIPIENT, "fp": "102026", "b2b": [{"ctin": SUPPLIER, "inv": []}]}).to_string();
        self.folder.put("gstr1.json", text)
    }
}

/// What is said of the file, in a dialog.
fn refused(window: &mut Window, due: &str) {
    assert!(shows(window, "This cannot be opened") && shows_part(window, due), "{due}");
    assert!(!shows_part(window, "os error"));
    click(window, "Close");
}

fn type_path(window: &mut Window, field: &str, button: &str, path: &Path) {
    window.get_by_label(field).focus();
    settle(window);
    window.get_by_label(field).type_text(path.to_str().unwrap());
    settle(window);
    click(window, button);
}

#[test]
fn a_wrong_file_is_refused_by_name_however_it_is_opened() {
    let scene = scene();
    let (wrong, missing) = (scene.gstr_1(), scene.folder.path("missing.json"));
    let paper = scene.folder.put("paper.json", "%PDF-1.4");
    let mut window = scene.window(&[&wrong]);
    refused(&mut window, "This is your GSTR-1: what you sold.");
    for (path, due) in [(&wrong, "This is your GSTR-1"), (&missing, "there is no such file"), (&paper, "This is a PDF")]
    {
        drop_on(&mut window, path);
        refused(&mut window, due);
        press(&mut window, Modifiers::COMMAND, Key::O);
        type_path(&mut window, "Path of the file", "Open file", path);
        refused(&mut window, due);
    }
}

#[test]
fn over_an_open_book_a_wrong_file_is_refused_before_anything_is_asked() {
    let scene = scene();
    let mut window = scene.window(&[&scene.download]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    drop_on(&mut window, &scene.gstr_1());
    refused(&mut window, "This is your GSTR-1");
    let book = window.state().book().unwrap();
    assert_eq!((book.sheet(B2b).rows(), book.delta(B2b).count()), (2, 2), "the book and what was decided stay");
}

#[test]
fn a_table_of_decisions_asks_to_be_loaded_whatever_it_is_called() {
    let scene = scene();
    let mut window = scene.window(&[&scene.download]);
    let table = scene.table("anything.json");
    drop_on(&mut window, &table);
    assert!(shows(&window, "This is a table of decisions. Load it?"));
    assert!(shows(&window, "anything.json") && shows(&window, "Accept 1"), "what it would change is shown first");
    click(&mut window, "Cancel");
    assert_eq!(window.state().book().unwrap().delta(B2b).count(), 0, "nothing is loaded unasked");
    press(&mut window, Modifiers::COMMAND, Key::O);
    type_path(&mut window, "Path of the file", "Open file", &table);
    click(&mut window, "Apply 1");
    let book = window.state().book().unwrap();
    assert_eq!((book.sheet(B2b).actions()[0], book.sheet(B2b).actions()[1]), (Action::Accept, Action::NoAction));
}

#[test]
fn a_table_that_is_dropped_is_no_exception_and_one_that_decides_nothing_here_says_why() {
    let scene = scene();
    let mut window = scene.window(&[&scene.download]);
    let table = scene.folder.put("decisions.csv", format!("section,stin,number,action\nb2b,{SUPPLIER},404,A\n"));
    drop_on(&mut window, &table);
    assert!(shows(&window, "This is a table of decisions. Load it?"));
    assert!(shows(&window, "0 records will change, 1 line is refused."));
    assert!(shows_part(&window, "Line 2: no such record"));
    click(&mut window, "Close");
    let register = scene.folder.put("register.csv", "GSTIN of supplier,Invoice No.,Invoice date\n27A,1,2\n");
    drop_on(&mut window, &register);
    assert!(shows(&window, "Import purchase register"));
    assert!(shows_part(
        &window,
        "No column for the taxable value, the tax or the invoice value was found in register.csv."
    ));
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.state().book().unwrap().register().is_empty());
}

#[test]
fn without_a_book_a_table_of_decisions_says_what_to_open_first() {
    let scene = scene();
    let table = scene.table("decisions.csv");
    let mut window = scene.window(&[]);
    drop_on(&mut window, &table);
    refused(&mut window, "Open the download that it decides on first");
    // With its download it waits until that is open.
    let mut window = scene.window(&[&table, &scene.download]);
    assert!(shows(&window, "This is a table of decisions. Load it?"));
    click(&mut window, "Apply 1");
    assert_eq!(window.state().book().unwrap().sheet(B2b).actions()[0], Action::Accept);
}

#[test]
fn imports_are_a_sheet_with_names_sums_and_where_to_decide() {
    let scene = scene();
    // The columns come in the order of the keys.
    let bill = |number: &str, taxable: &str| {
        format!(
            r#"{{"boenum":"{number}","boedt":"18-11-2025","portcd":"INNSA1","txval":{taxable},"igst":18000,"cess":0,"action":"N"}}"#
        )
    };
    let bills = [bill("7", "1234567.50"), bill("8", "\"0.50\"")].join(",");
    let text = format!(r#"{{"imsDetails":{{"rtin":"{RECIPIENT}","impg":[{bills}],"later":[{{"key":"v"}}]}}}}"#);
    let file = scene.folder.put("imports.json", text);
    let mut window = scene.window(&[&file]);
    click(&mut window, "Import of goods: bill of entry · read-only");
    assert!(shows(&window, "2 records · Decide on the portal"));
    for heading in ["Bill of entry no.", "Bill of entry date", "Port code", "Taxable value", "IGST", "Cess"] {
        assert!(shows_part(&window, heading), "{heading}");
    }
    assert!(shows_part(&window, "Row 1: 7, 18-11-2025, INNSA1, 12,34,567.50, 18,000.00"));
    assert!(
        shows(&window, "Taxable value ₹ 12,34,568.00")
            && shows(&window, "IGST ₹ 36,000.00")
            && shows(&window, "2 rows")
    );
    click(&mut window, "LATER · read-only");
    assert!(shows(&window, "1 record · Decide on the portal") && shows_part(&window, "Row 1: v"));
}
