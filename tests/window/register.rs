//! A purchase register in the window: dropped, confirmed, changed, imported as one step, kept, looked at, copied and saved for
//! the suppliers; through the names of the window's controls.

use std::path::PathBuf;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::book::Book;

use crate::basics::fill;
use crate::common::window::{Window, click, drop_on, press, settle, shows, shows_part, start, wait_for};
use crate::common::{Folder, Record, download, invoice, names_in, workbooks};

pub const HEAD: &str = "Party GSTIN,Party,Bill No,Bill Date,Vch Date,Taxable Value,IGST\n";

pub fn text() -> String {
    let lines = [
        "29AAAAA0000A1ZY,Test Works,1,10-02-2026,11-02-2026,1000,180",
        "29AAAAA0000A1ZY,Test Works,2,10-02-2026,12-02-2026,1000,180",
        "27ZZZZZ9999Z1Z8,Zed Traders,Z-10,12-02-2026,13-02-2026,500,90",
        "27ZZZZZ9999Z1Z8,Zed Traders,Z-9,13-02-2026,14-02-2026,250,45",
        ",Total,,,,2750,495",
    ];
    format!("{HEAD}{}\n", lines.join("\n"))
}

pub struct Scene {
    pub folder: Folder,
    download: PathBuf,
    pub register: PathBuf,
}

fn records() -> Vec<Record> {
    ["1", "2", "3"].map(invoice).into()
}

pub fn scene() -> Scene {
    let folder = Folder::new();
    let download = folder.put("download.json", download(&[("b2b", &records())]));
    let register = folder.put("books.csv", text());
    Scene { folder, download, register }
}

impl Scene {
    pub fn window(&self) -> Window {
        self.window_of([1440.0, 900.0])
    }

    pub fn window_of(&self, size: [f32; 2]) -> Window {
        start(size, Store::at(self.folder.path("ims-desk-data")), vec![self.download.clone()])
    }

    /// The download and this file opened together, as a start names them.
    pub fn window_with(&self, file: PathBuf) -> Window {
        let files = vec![self.download.clone(), file];
        start([1440.0, 900.0], Store::at(self.folder.path("ims-desk-data")), files)
    }

    pub fn imported(&self) -> Window {
        let mut window = self.window();
        drop_on(&mut window, &self.register);
        click(&mut window, "Match 4 vouchers");
        show_register(&mut window);
        window
    }
}

/// Goes to the sheet of the vouchers.
pub fn show_register(window: &mut Window) {
    window.get_by_role_and_label(Role::Button, "Register").click();
    settle(window);
}

pub fn book(window: &Window) -> &Book {
    window.state().book().unwrap()
}

pub fn numbers(window: &Window) -> Vec<String> {
    let entries = book(window).register().entries();
    (0..entries.len()).map(|row| entries.number(row).to_owned()).collect()
}

/// The vouchers on the screen, by their numbers, in order.
fn on_screen(window: &Window) -> Vec<String> {
    let row = |place: usize| {
        let start = format!("Voucher {place}: ");
        let node = window.query_all_by_label_contains(&start).next()?;
        let label = node.accesskit_node().label()?;
        let cells: Vec<&str> = label.strip_prefix(&start)?.split(", ").collect();
        ["1", "2", "Z-10", "Z-9"].into_iter().find(|number| cells.contains(number)).map(str::to_owned)
    };
    (1..=4).filter_map(row).collect()
}

#[test]
fn a_register_that_is_dropped_is_confirmed_before_anything_is_imported() {
    let scene = scene();
    for size in [[1280.0, 800.0], [1440.0, 900.0], [1920.0, 1080.0]] {
        let mut window = scene.window_of(size);
        drop_on(&mut window, &scene.register);
        assert!(shows(&window, "Import purchase register") && shows_part(&window, "books.csv"));
        for column in ["Column A: Supplier GSTIN", "Column C: Number", "Column D: Date", "Column F: Taxable"] {
            assert!(shows_part(&window, column), "{column}");
        }
        assert!(shows(&window, "books.csv, 4 vouchers") && shows(&window, "A total"));
        assert!(shows_part(&window, "Heading, line 1: Party GSTIN"));
        assert!(shows_part(&window, "Only with Yes is Pending suggested"));
        assert!(book(&window).register().is_empty());
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert!(!shows(&window, "Import purchase register") && book(&window).register().is_empty());
    }
}

#[test]
fn enter_imports_it_as_one_step_and_the_file_is_kept_for_the_next_start() {
    let scene = scene();
    let before = std::fs::read(&scene.register).unwrap();
    let mut window = scene.window();
    drop_on(&mut window, &scene.register);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(numbers(&window), ["1", "2", "Z-10", "Z-9"]);
    assert!(shows_part(&window, "Imported books.csv: 4 vouchers."));
    show_register(&mut window);
    assert_eq!(on_screen(&window), ["1", "2", "Z-10", "Z-9"]);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(book(&window).register().is_empty() && !shows_part(&window, "Voucher 1:"));
    press(&mut window, Modifiers::COMMAND, Key::Y);
    assert_eq!(numbers(&window).len(), 4);
    drop(window);
    std::fs::remove_file(&scene.register).unwrap();
    let mut window = scene.window();
    settle(&mut window);
    assert_eq!(numbers(&window), ["1", "2", "Z-10", "Z-9"]);
    assert_eq!(before, text().into_bytes());
}

#[test]
fn a_field_over_a_column_is_changed_by_a_click_and_the_amounts_change_with_it() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.register);
    let column = |window: &Window, part: &str| {
        window.query_all_by_label_contains(part).next().and_then(|node| node.accesskit_node().label())
    };
    let date = column(&window, "Column E:").unwrap();
    click(&mut window, &date);
    click(&mut window, "Date in column E");
    assert!(column(&window, "Column E:").unwrap().starts_with("Column E: Date"));
    assert!(column(&window, "Column D:").unwrap().starts_with("Column D: –"));
    click(&mut window, "Match 4 vouchers");
    let entries = book(&window).register().entries();
    assert_eq!(entries.date(0).to_string(), "11-02-2026");
}

#[test]
fn layout_and_match_settings_are_there_after_a_restart_and_when_returns_count_is_not_asked_again() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.register);
    click(&mut window, "Match 4 vouchers");
    click(&mut window, "Settings");
    click(&mut window, "When they are in the books");
    fill(&mut window, "amounts differ by at most ₹", "25");
    fill(&mut window, "dates differ by at most days", "3");
    click(&mut window, "Save settings");
    let settings = book(&window).match_settings().clone();
    assert_eq!((settings.tolerance, settings.days, settings.returns_asked), (25_00, 3, true));
    drop(window);
    let mut window = scene.window();
    assert_eq!(*book(&window).match_settings(), settings);
    click(&mut window, "Match");
    assert!(!shows(&window, "When they are in the books"), "it is asked once a client");
    let march = scene.folder.put("march.csv", text().replace("-02-2026", "-03-2026"));
    drop_on(&mut window, &march);
    assert!(shows_part(&window, "Read as you confirmed such a sheet before."));
    assert_eq!(numbers(&window).len(), 8);
}

#[test]
fn the_lines_left_out_are_listed_by_a_click_on_their_reason() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.register);
    click(&mut window, "A total");
    assert!(shows(&window, "Left out: a total") && shows_part(&window, "Line 6: Total"));
    assert!(!shows_part(&window, "Line 2: 29AAAAA0000A1ZY"));
    click(&mut window, "Back to the first lines");
    assert!(shows_part(&window, "Line 2: 29AAAAA0000A1ZY"));
}

#[test]
fn what_it_covers_and_whether_it_is_complete_is_kept_with_it() {
    let scene = scene();
    let mut window = scene.window();
    drop_on(&mut window, &scene.register);
    click(&mut window, "Complete: Yes");
    click(&mut window, "Match 4 vouchers");
    let part = &book(&window).register().parts()[0];
    assert!(part.complete == Some(true) && part.covers.is_some());
    drop(window);
    let window = scene.window();
    assert_eq!(book(&window).register().parts()[0].complete, Some(true));
}

#[test]
fn a_known_layout_opens_without_asking_and_the_same_file_asks_what_it_replaces() {
    let scene = scene();
    let mut window = scene.imported();
    let march = scene.folder.put("march.csv", text().replace("-02-2026", "-03-2026"));
    drop_on(&mut window, &march);
    assert!(!shows(&window, "Import purchase register"));
    assert!(shows_part(&window, "Imported march.csv: 4 vouchers."));
    assert!(shows_part(&window, "Read as you confirmed such a sheet before."));
    assert_eq!(numbers(&window).len(), 8);
    click(&mut window, "Change how it is read");
    assert!(shows(&window, "Import purchase register") && shows_part(&window, "march.csv"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    let newer = scene.folder.put("books.csv", text().replace(",1000,180", ",1100,198"));
    drop_on(&mut window, &newer);
    assert!(shows(&window, "Say first whether this replaces books.csv."));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(numbers(&window).len(), 8, "nothing is imported before that is said");
    assert!(window.get_by_label("Replace: books.csv").is_focused(), "Enter leads to the question");
    click(&mut window, "Replace: books.csv");
    click(&mut window, "Match 4 vouchers");
    assert_eq!((numbers(&window).len(), book(&window).register().parts().len()), (8, 2));
    assert!(shows_part(&window, "In the whole register: 6 as before, 2 changed"));
}

#[test]
fn a_register_of_which_no_voucher_agrees_is_doubted() {
    let scene = scene();
    let lines = |first: &str| {
        let line = |n: u32| format!("29AAAAA0000A1ZY,Test Works,{first}{n},10-12-2025,11-12-2025,70{n},13{n}\n");
        format!("{HEAD}{}", (10..22).map(line).collect::<String>())
    };
    for (first, doubted) in [("QQ/", true), ("", false)] {
        let register = scene.folder.put("others.csv", lines(first));
        let numbers: Vec<Record> = (10..22).map(|n| invoice(&n.to_string())).collect();
        let download = scene.folder.put("twelve.json", download(&[("b2b", &numbers)]));
        let store = Store::at(scene.folder.path(&format!("data-{doubted}")));
        let mut window = start([1440.0, 900.0], store, vec![download]);
        drop_on(&mut window, &register);
        click(&mut window, "Match 12 vouchers");
        let words = "None of the 12 vouchers agrees with a record. Is this the purchase register of this client?";
        assert_eq!(shows_part(&window, words), doubted, "{first}");
    }
}

#[test]
fn what_is_no_register_is_said_with_what_to_do() {
    let scene = scene();
    let mut window = scene.window();
    let statement = "GSTIN of supplier,Trade/Legal name,Invoice number,Invoice Date,Taxable Value,GSTR-2B Period,ITC Availability\n";
    let other = format!("Own GSTIN,{HEAD}29ZZZZZ9999Z1Z4,{}", text().lines().nth(1).unwrap());
    let locked = workbooks::compound(&[("EncryptedPackage", b"x")]);
    for (name, bytes, words) in [
        ("2b.csv", statement.as_bytes().to_vec(), "Import an export from your books."),
        ("other.csv", other.into_bytes(), "Open that client to import it."),
        ("locked.xlsx", locked, "This workbook has a password. Save it without one."),
    ] {
        let path = scene.folder.put(name, bytes);
        drop_on(&mut window, &path);
        assert!(shows_part(&window, words), "{name}");
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    for (name, bytes, words) in [
        (
            "mine.json",
            download(&[("b2b", &records())]),
            "This file is from the portal. A register is an export from your books.",
        ),
        ("bill.pdf", "%PDF-1.7".to_owned(), "This is a PDF. Export as Excel or CSV."),
    ] {
        let path = scene.folder.put(name, bytes);
        click(&mut window, "Menu");
        click(&mut window, "Import purchase register…");
        fill(&mut window, "Path of the register", &path.display().to_string());
        press(&mut window, Modifiers::NONE, Key::Enter);
        assert!(shows_part(&window, words), "{name}");
        press(&mut window, Modifiers::NONE, Key::Escape);
    }
    assert!(book(&window).register().is_empty());
}

#[test]
fn a_download_and_a_register_dropped_together_are_both_opened() {
    let scene = scene();
    let store = Store::at(scene.folder.path("other-data"));
    let mut window = start([1440.0, 900.0], store, vec![scene.download.clone(), scene.register.clone()]);
    settle(&mut window);
    assert!(shows(&window, "Import purchase register"));
    click(&mut window, "Match 4 vouchers");
    assert_eq!(numbers(&window).len(), 4);
}

#[test]
fn vouchers_are_found_filtered_and_sorted() {
    let scene = scene();
    let mut window = scene.imported();
    click(&mut window, "Number");
    assert_eq!(on_screen(&window), ["1", "2", "Z-9", "Z-10"]);
    click(&mut window, "Number");
    assert_eq!(on_screen(&window), ["Z-10", "Z-9", "2", "1"]);
    fill(&mut window, "Find vouchers", "zed");
    assert_eq!(on_screen(&window), ["Z-10", "Z-9"]);
    assert!(shows(&window, "credit notes negative"), "of the sums beside it");
    assert!(shows(&window, "2 of 4 vouchers"));
    click(&mut window, "Show all vouchers");
    assert_eq!(on_screen(&window).len(), 4);
}

#[test]
fn vouchers_are_removed_and_come_back_by_undo() {
    let scene = scene();
    let mut window = scene.imported();
    click(&mut window, "Remove…");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(book(&window).register().is_empty() && !shows_part(&window, "Voucher 1:"));
    assert!(shows_part(&window, "Removed 1 part of the purchase register."));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(numbers(&window).len(), 4);
}

#[test]
fn each_supplier_gets_a_table_of_his_own() {
    let scene = scene();
    let mut window = scene.imported();
    let out = scene.folder.path("out");
    std::fs::create_dir(&out).unwrap();
    click(&mut window, "Save for the suppliers…");
    fill(&mut window, "Folder", &out.display().to_string());
    click(&mut window, "Save the tables");
    wait_for(&mut window, "Saved 2 tables with 4 vouchers");
    let names = names_in(&out);
    assert!(names.len() == 2 && names[0].starts_with("27ZZZZZ9999Z1Z8") && names[1].starts_with("29AAAAA0000A1ZY"));
    let text = std::fs::read_to_string(out.join(&names[0])).unwrap();
    assert!(text.contains("Z-10") && !text.contains("29AAAAA0000A1ZY") && !text.contains("Zed"));
}

#[test]
fn a_register_that_is_missing_is_said_and_its_file_brings_it_back() {
    let scene = scene();
    drop(scene.imported());
    let data = scene.folder.path("ims-desk-data");
    let copies = |folder: &std::path::Path| -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry)
                } else if entry.extension().is_some_and(|e| e == "zip") {
                    found.push(entry)
                }
            }
        }
        found
    };
    let all = copies(&data);
    assert_eq!(all.len(), 2);
    all.iter().for_each(|copy| std::fs::remove_file(copy).unwrap());
    let mut window = scene.window();
    wait_for(&mut window, "Register not here: open books.csv again.");
    assert!(numbers(&window).is_empty());
    drop_on(&mut window, &scene.register);
    assert!(shows_part(&window, "books.csv is here again: 4 vouchers."));
    assert_eq!(numbers(&window).len(), 4);
}

#[test]
fn a_part_is_changed_from_its_copy() {
    let scene = scene();
    let mut window = scene.imported();
    std::fs::remove_file(&scene.register).unwrap();
    click(&mut window, "1 file");
    click(&mut window, "Change how books.csv is read");
    wait_for(&mut window, "Import purchase register");
    click(&mut window, "Complete: Yes");
    click(&mut window, "Match 4 vouchers");
    let parts = book(&window).register().parts();
    assert!(parts.len() == 1 && parts[0].complete == Some(true));
}

#[test]
fn vouchers_are_filtered_below_their_headings_as_records_are() {
    let scene = scene();
    let mut window = scene.imported();
    click(&mut window, "Filter Supplier");
    window.get_by_role_and_label(Role::CheckBox, "Test Works").click();
    settle(&mut window);
    click(&mut window, "Apply");
    assert_eq!(on_screen(&window), ["Z-10", "Z-9"]);
    assert!(shows(&window, "2 of 4 vouchers"));
    // The chip opens it again, and its × takes it away.
    click(&mut window, "Supplier: Zed Traders");
    assert!(shows(&window, "Select all"));
    press(&mut window, Modifiers::NONE, Key::Escape);
    click(&mut window, "Remove filter: Supplier: Zed Traders");
    assert_eq!(on_screen(&window).len(), 4);
    // An amount has a range.
    click(&mut window, "Filter Taxable");
    fill(&mut window, "From", "400");
    fill(&mut window, "To", "1000");
    click(&mut window, "Apply");
    assert_eq!(on_screen(&window), ["1", "2", "Z-10"]);
    // And what is searched among the values is a filter of its own.
    click(&mut window, "Filter Number");
    window.get_by_role_and_label(Role::TextInput, "Search values").type_text("z-");
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(on_screen(&window), ["Z-10"]);
    assert!(shows(&window, "Number contains “z-”"));
}

#[test]
fn a_column_of_vouchers_is_filtered_and_sorted_by_keyboard_alone() {
    let scene = scene();
    let mut window = scene.imported();
    press(&mut window, Modifiers::ALT, Key::ArrowDown);
    assert!(shows(&window, "Filter which column?"));
    window.event(egui::Event::Text("gstin".into()));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "Search values"));
    window.event(egui::Event::Text("27Z".into()));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(on_screen(&window), ["Z-10", "Z-9"]);
}
