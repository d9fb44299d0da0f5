//! Many clients at once, by the names of the window's controls: files that are dropped together, and the uploads of all that are
//! ready.

use crate::basics::fill;
use crate::common;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use common::gstr_2b::statement;
use common::window::{Window, click, press, settle, shows, shows_part, start, wait_for};
use common::{Folder, RECIPIENT, Record, download, invoice, names_in};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use ims_desk::app::Store;
use ims_desk::values::gstin;

const SIZE: [f32; 2] = [1280.0, 800.0];

/// The GSTIN of a client that is made up.
fn client(number: u32) -> String {
    let first = format!("27AAAAA{number:04}A1Z");
    let digit = gstin::check_digit(&first) as char;
    first + &digit.to_string()
}

fn invoices_of(number: u32, invoices: std::ops::Range<u32>) -> String {
    let invoices: Vec<Record> = invoices.map(|n| invoice(&format!("INV-{n}")).with("action", "P")).collect();
    download(&[("b2b", &invoices)]).replace(RECIPIENT, &client(number))
}

fn window(folder: &Folder, files: Vec<PathBuf>) -> Window {
    start(SIZE, Store::at(folder.path("ims-desk-data")), files)
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|e| e.to_string())
    }
}

/// Drops files on the window, all at once.
fn drop_all(window: &mut Window, files: &[PathBuf]) {
    for file in files {
        window.input_mut().dropped_files.push(Arc::new(Dropped(file.clone())));
    }
    settle(window);
}

/// The clients of which something is kept.
fn clients_in(folder: &Folder) -> Vec<String> {
    let kept = folder.path("ims-desk-data");
    let mut clients = if kept.is_dir() { names_in(&kept) } else { Vec::new() };
    clients.retain(|name| gstin::well_formed(name));
    clients
}

/// Opens a client from its file, accepts all of it and looks at the review or not, and goes back to the clients.
fn decided(window: &mut Window, file: &Path, reviewed: bool) {
    drop_all(window, &[file.to_owned()]);
    press(window, Modifiers::COMMAND, Key::A);
    press(window, Modifiers::NONE, Key::A);
    if reviewed {
        press(window, Modifiers::COMMAND, Key::R);
        assert!(shows(window, "Review"));
        press(window, Modifiers::NONE, Key::Escape);
    }
    press(window, Modifiers::COMMAND, Key::W);
}

#[test]
fn a_folder_dropped_on_the_window_is_shown_line_by_line_before_anything_happens() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("in")).unwrap();
    (1..=3).for_each(|n| drop(folder.put(&format!("in/{n}.json"), invoices_of(n, 0..n + 1))));
    folder.put("in/letter.pdf", "%PDF-1.7");
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &[folder.path("in")]);
    assert!(shows(&window, "Open 4 files"));
    assert!(shows(&window, "3 new clients · 1 left out. Nothing happens before you confirm."));
    assert!(shows(&window, "New client with 3 records"));
    assert!(shows_part(&window, "This is a PDF."));
    assert!(clients_in(&folder).is_empty(), "nothing happened yet");

    window.get_by_role_and_label(Role::CheckBox, "2.json").click();
    settle(&mut window);
    click(&mut window, "Import 2 files");
    assert!(shows(&window, "2 done · 2 left out"));
    assert!(shows(&window, "You left it out."));
    assert_eq!(clients_in(&folder), [client(1), client(3)]);

    click(&mut window, "Save list");
    assert!(shows_part(&window, "Saved: "));
    let list = names_in(&folder.path("in")).into_iter().find(|name| name.starts_with("IMS-files_")).unwrap();
    let list = std::fs::read_to_string(folder.path("in").join(list)).unwrap();
    assert_eq!(list.lines().count(), 5, "{list}");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(!shows(&window, "2 done · 2 left out"));
}

#[test]
fn enter_in_the_field_of_the_list_saves_it_and_does_not_only_close() {
    let folder = Folder::new();
    let files: Vec<PathBuf> = (1..=2).map(|n| folder.put(&format!("{n}.json"), invoices_of(n, 0..n))).collect();
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &files);
    click(&mut window, "Import 2 files");
    assert!(shows(&window, "2 done"));
    let field = |window: &Window| window.get_by_role_and_label(Role::TextInput, "Save this list as").is_focused();
    assert!(!field(&window), "it is beside what the dialog is for");
    window.get_by_role_and_label(Role::TextInput, "Save this list as").focus();
    settle(&mut window);
    assert!(field(&window));
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows_part(&window, "Saved: "), "{:#?}", common::window::screen(&window));
    assert!(folder.names().iter().any(|name| name.starts_with("IMS-files_")));
}

#[test]
fn a_folder_named_at_the_start_is_looked_at_as_one_that_is_dropped() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("in")).unwrap();
    (1..=2).for_each(|n| drop(folder.put(&format!("in/{n}.json"), invoices_of(n, 0..n + 1))));
    let mut window = window(&folder, vec![folder.path("in")]);
    assert!(shows(&window, "Open 2 files"));
    click(&mut window, "Import 2 files");
    assert_eq!(clients_in(&folder).len(), 2);
}

#[test]
fn several_files_of_one_client_are_opened_as_one_is() {
    let folder = Folder::new();
    let files = [folder.put("1.json", invoices_of(1, 0..2)), folder.put("2.json", invoices_of(1, 2..3))];
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &files);
    assert_eq!(window.state().book().map(|book| book.sheet(ims_desk::book::Section::B2b).rows()), Some(3));
}

#[test]
fn one_zip_with_files_of_several_clients_goes_to_each_of_them() {
    use std::io::Write;
    let folder = Folder::new();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 1..=2 {
        zip.start_file(format!("{n}.json"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(invoices_of(n, 0..n).as_bytes()).unwrap();
    }
    let zip = folder.put("all.zip", zip.finish().unwrap().into_inner());
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &[zip]);
    assert!(shows(&window, "Open 2 files"));
    click(&mut window, "Import 2 files");
    assert!(shows(&window, "2 done"));
}

#[test]
fn a_zip_with_the_registers_of_several_clients_is_looked_at_entry_by_entry() {
    use std::io::Write;
    let folder = Folder::new();
    let files: Vec<PathBuf> = (1..=2).map(|n| folder.put(&format!("{n}.json"), invoices_of(n, 0..n))).collect();
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &files);
    click(&mut window, "Import 2 files");
    click(&mut window, "Close");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 1..=2 {
        zip.start_file(format!("{n}/june.csv"), zip::write::SimpleFileOptions::default()).unwrap();
        let table = format!(
            "GSTIN of recipient,{}\nGSTIN of supplier,Invoice No,Invoice Date,Taxable Value,IGST\n\
             29AAAAA0000A1ZY,INV-1,10-02-2026,1000,180\n",
            client(n)
        );
        zip.write_all(table.as_bytes()).unwrap();
    }
    let zip = folder.put("registers.zip", zip.finish().unwrap().into_inner());
    drop_all(&mut window, &[zip]);
    assert!(shows(&window, "Open 2 files"));
    assert!(shows_part(&window, "registers.zip › 1/june.csv") && shows_part(&window, "registers.zip › 2/june.csv"));
}

#[test]
fn the_client_that_is_open_is_put_down_before_a_file_is_taken_in_for_it() {
    let folder = Folder::new();
    let first = folder.put("first.json", invoices_of(1, 0..2));
    let newer = folder.put("newer.json", invoices_of(1, 0..4));
    let other = folder.put("other.json", invoices_of(2, 0..4));
    let mut window = window(&folder, vec![first]);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    drop_all(&mut window, &[newer, other]);
    assert!(shows(&window, "Newer download: 2 new"), "what was decided just now counts");
    click(&mut window, "Import 2 files");
    assert!(shows(&window, "2 done"));
    assert!(window.state().book().is_none(), "the list of clients is shown");
}

#[test]
fn gstr_2b_comes_with_the_download_of_its_client_and_among_several_it_says_why_not() {
    let folder = Folder::new();
    let downloads = [1, 2].map(|n| folder.put(&format!("{n}.json"), invoices_of(n, 0..n + 1)));
    let statement = folder.put("2b.json", statement(&[]).to_string().replace(RECIPIENT, &client(1)));
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &[downloads[0].clone(), downloads[1].clone(), statement.clone()]);
    assert!(shows_part(&window, "open that client first, then this by itself"));
    click(&mut window, "Cancel");
    drop_all(&mut window, &[statement, downloads[0].clone()]);
    wait_for(&mut window, "GSTR-2B of October 2026");
    assert!(window.state().book().is_some_and(|book| book.gstr_2b().is_some()), "it is beside its client");
}

#[test]
fn files_that_name_no_client_ask_whose_they_are() {
    let folder = Folder::new();
    let first = folder.put("first.json", invoices_of(1, 0..2));
    let table =
        "GSTIN of supplier,Invoice No,Invoice Date,Taxable Value,IGST\n29AAAAA0000A1ZY,INV-1,10-02-2026,1000,180\n";
    let register = folder.put("june.csv", table);
    let other = folder.put("other.json", invoices_of(2, 0..4));
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &[first.clone(), register.clone(), other.clone()]);
    assert!(shows_part(&window, "confirm its columns"), "what cannot be imported here is said before");
    assert!(!shows(&window, "Say whose these are"));
    click(&mut window, "Import 2 files");
    assert!(shows(&window, "2 done · 1 left out"));
    assert!(shows_part(&window, "confirm its columns"));
}

#[test]
fn all_that_are_ready_are_generated_and_the_others_say_why_not() {
    let folder = Folder::new();
    let files: Vec<PathBuf> = (1..=3).map(|n| folder.put(&format!("{n}.json"), invoices_of(n, 0..n + 1))).collect();
    let mut window = window(&folder, Vec::new());
    decided(&mut window, &files[0], true);
    decided(&mut window, &files[1], true);
    decided(&mut window, &files[2], false);
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.input_mut().events.extend("Generate JSON for all".chars().map(|c| Event::Text(c.to_string())));
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(shows(&window, "Not ready (1)"));
    assert!(shows(&window, "Its review was not looked at since its last change."));
    assert!(shows(&window, "2 clients, 5 records"));
    let field = window.get_by_role_and_label(Role::TextInput, "Folder for the JSON files");
    let out = PathBuf::from(field.accesskit_node().value().unwrap());
    click(&mut window, "Generate JSON for 2");
    assert!(shows(&window, "2 done"));
    assert!(shows_part(&window, "A table of them is beside them"));
    let names = names_in(&out);
    assert_eq!(names.len(), 3, "{names:?}");
    assert!((1..=2).all(|n| names.iter().any(|name| name.contains(&client(n)))));
    assert!(shows(&window, "Open folder"));
    click(&mut window, "Close");
    drop_all(&mut window, &files[..1]);
    assert!(shows(&window, "Did you upload it?"), "the client knows of it");
}

#[test]
fn who_covers_the_clients_covers_them_in_the_lists_of_many_as_well() {
    let folder = Folder::new();
    let files: Vec<PathBuf> = (1..=2).map(|n| folder.put(&format!("{n}.json"), invoices_of(n, 0..n + 1))).collect();
    let mut window = window(&folder, Vec::new());
    files.iter().for_each(|file| decided(&mut window, file, true));
    press(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::H);
    click(&mut window, "Generate JSON for 2…");
    assert!(shows(&window, "Generate JSON for all that are ready"));
    assert!((1..=2).all(|n| !shows_part(&window, &client(n))) && shows(&window, "27"));
}

#[test]
fn the_list_of_clients_is_renewed_when_files_were_taken_in_and_when_uploads_were_written() {
    let folder = Folder::new();
    let files: Vec<PathBuf> = (1..=2).map(|n| folder.put(&format!("{n}.json"), invoices_of(n, 0..n + 1))).collect();
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &files);
    click(&mut window, "Import 2 files");
    click(&mut window, "Close");
    assert!(shows(&window, "2 clients") && shows(&window, "Records 5"));
    assert!(!shows_part(&window, "Not read yet"));
    for file in &files {
        decided(&mut window, file, true);
    }
    assert!(shows(&window, "2 ready") && shows(&window, "Ready 2"));
    click(&mut window, "Generate JSON for 2…");
    click(&mut window, "Generate JSON for 2");
    assert!(shows(&window, "2 done"));
    click(&mut window, "Close");
    assert!(shows(&window, "0 ready") && shows(&window, "JSON written 2"));
    assert!(shows_part(&window, "JSON written: uploaded?"), "it was not said yet");
}

#[test]
fn a_register_opened_from_the_list_asks_of_which_client_it_is_and_is_confirmed_there() {
    let folder = Folder::new();
    let files: Vec<PathBuf> = (1..=2).map(|n| folder.put(&format!("{n}.json"), invoices_of(n, 0..n + 1))).collect();
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &files);
    click(&mut window, "Import 2 files");
    click(&mut window, "Close");
    let table =
        "GSTIN of supplier,Invoice No,Invoice Date,Taxable Value,IGST\n29AAAAA0000A1ZY,INV-1,10-02-2026,1000,180\n";
    let register = folder.put(&format!("{} june.csv", client(2)), table);
    drop_all(&mut window, &[register]);
    assert!(shows(&window, "Of which client is this purchase register?"));
    click(&mut window, "Open its client");
    assert_eq!(window.state().book().unwrap().recipient.gstin(), Some(client(2).as_str()), "its name proposes it");
    assert!(shows_part(&window, "june.csv"));
    assert!(shows_part(&window, "Import"));
}

#[test]
fn a_text_that_is_no_json_is_refused_in_plain_words() {
    let folder = Folder::new();
    let letter = folder.put("letter.json", "Dear supplier,\nplease send the invoices again.\n");
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &[letter]);
    assert!(shows_part(&window, "this is text, not the portal's JSON"));
    assert!(!shows_part(&window, "column 1"));
}

#[test]
fn lists_that_this_program_wrote_are_no_purchase_registers() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("in")).unwrap();
    let files: Vec<PathBuf> = (1..=2).map(|n| folder.put(&format!("in/{n}.json"), invoices_of(n, 0..n + 1))).collect();
    let mut window = window(&folder, Vec::new());
    drop_all(&mut window, &[folder.path("in")]);
    click(&mut window, "Import 2 files");
    click(&mut window, "Save list");
    click(&mut window, "Close");
    files.iter().for_each(|file| decided(&mut window, file, true));
    click(&mut window, "Generate JSON for 2…");
    fill(&mut window, "Folder for the JSON files", folder.path("in").to_str().unwrap());
    click(&mut window, "Generate JSON for 2");
    assert!(shows(&window, "2 done"));
    click(&mut window, "Close");
    drop_all(&mut window, &[folder.path("in")]);
    let said = window.query_all_by_label_contains("a list that IMS Desk wrote").count();
    assert_eq!(said, 2, "that of the files, and that of the uploads");
    assert!(!shows_part(&window, "Purchase register"));
}
