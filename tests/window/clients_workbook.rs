//! The list of clients as a workbook, from the board and with a client open, covered and not.

use std::path::Path;

use crate::basics::fill;
use crate::clients::{DAIRY, KAROLIN, board, three};
use crate::common;

use common::Folder;
use common::window::{Window, click, press, shows, shows_part};
use egui::{Key, Modifiers};
use ims_desk::cells;
use ims_desk::work::Progress;

const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// The texts of a sheet, line by line, empty cells too.
fn sheet(path: &Path, name: &str) -> Vec<Vec<String>> {
    let workbook =
        cells::read("w.xlsx", std::fs::read(path).unwrap(), &Progress::default()).unwrap().workbooks.remove(0);
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name.as_deref() == Some(name)).unwrap();
    let line = |row: cells::Row<'_>| {
        let mut line = vec![String::new(); 17];
        row.cells().for_each(|cell| line[usize::from(cell.column)] = cell.text.into_owned());
        line
    };
    sheet.iter().map(line).collect()
}

fn ask_for_workbook(window: &mut Window) {
    click(window, "Menu");
    click(window, "Save as Excel workbook…");
}

fn save(window: &mut Window, path: &Path) {
    fill(window, "Path of the workbook", path.to_str().unwrap());
    click(window, "Save the workbook");
    assert!(shows(window, "The workbook is written"), "{}", path.display());
    click(window, "Close");
}

#[test]
fn the_list_goes_into_a_workbook_from_the_board_with_the_figures_that_it_shows() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    let path = folder.path("clients.xlsx");
    ask_for_workbook(&mut window);
    assert!(!shows_part(&window, "The suppliers, a line each"), "no client is open");
    save(&mut window, &path);
    let lines = sheet(&path, "Clients");
    assert_eq!(lines[0][..6], ["Client", "GSTIN", "Return", "Downloaded", "Records", "To decide"]);
    assert_eq!(lines[0][8..12], ["Status", "With your decisions", "Change", "Due"]);
    let names: Vec<_> = lines[1..].iter().map(|line| (line[0].as_str(), line[1].as_str())).collect();
    assert_eq!(names, [("Girnath Dairy", DAIRY), ("Karolin Infra", KAROLIN[0]), ("Karolin Infra", KAROLIN[1])]);
    for line in &lines[1..] {
        assert_eq!([&line[4], &line[5], &line[8]], ["2", "2", "New"]);
        assert!(shows_part(&window, "GSTR-3B due 20-11") && line[11] == "20-11 · 4 days", "{line:?}");
    }
    let about = sheet(&path, "About").concat().join("|");
    assert!(about.contains("3 of 3") && about.contains("all that are not hidden"), "{about}");
}

#[test]
fn a_covered_list_goes_out_covered() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, CTRL_SHIFT, Key::H);
    let path = folder.path("covered.xlsx");
    ask_for_workbook(&mut window);
    save(&mut window, &path);
    let lines = sheet(&path, "Clients");
    let names: Vec<_> = lines[1..].iter().map(|line| (line[0].as_str(), line[1].as_str())).collect();
    assert_eq!(names, [("G. D.", "24"), ("K. I.", "27"), ("K. I.", "29")]);
    for line in lines.iter().skip(1).chain(&sheet(&path, "About")) {
        for secret in ["Girnath", "Karolin", DAIRY, KAROLIN[0], ".json"] {
            assert!(!line.concat().contains(secret), "{secret}: {line:?}");
        }
    }
    assert!(lines[1..].iter().all(|line| line[9].is_empty() && line[10].is_empty()), "no amounts");
}

#[test]
fn what_is_found_and_what_is_decided_in_the_open_client_is_in_it() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    press(&mut window, Modifiers::NONE, Key::Enter);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::A);
    let path = folder.path("clients.xlsx");
    ask_for_workbook(&mut window);
    click(&mut window, "The clients as they are listed, a line each (3)");
    save(&mut window, &path);
    let lines = sheet(&path, "Clients");
    assert_eq!(lines[1][0], "Girnath Dairy");
    assert_eq!([&lines[1][5], &lines[1][7], &lines[1][8]], ["0", "2", "To review 2"]);
    assert_eq!([&lines[2][5], &lines[2][7], &lines[2][8]], ["2", "0", "New"]);
}

#[test]
fn text_behind_figures_does_not_touch_them() {
    let folder = Folder::new();
    three(&folder);
    let mut window = board(&folder);
    let path = folder.path("clients.xlsx");
    ask_for_workbook(&mut window);
    save(&mut window, &path);
    let mut workbook = zip::ZipArchive::new(std::fs::File::open(&path).unwrap()).unwrap();
    let mut part = |name: &str| std::io::read_to_string(workbook.by_name(name).unwrap()).unwrap();
    let (styles, sheets) =
        (part("xl/styles.xml"), [part("xl/worksheets/sheet1.xml"), part("xl/worksheets/sheet2.xml")]);
    let sheet = sheets.iter().find(|sheet| sheet.contains("<cols>") && sheet.contains("min=\"17\"")).unwrap();
    let formats: Vec<&str> = styles.split("<cellXfs").nth(1).unwrap().split("<xf ").skip(1).collect();
    let indented = |column: usize| {
        let of = sheet.split("<col ").skip(1).find(|col| col.starts_with(&format!("min=\"{column}\"")));
        let style = of.and_then(|col| col.split("style=\"").nth(1)?.split('"').next()?.parse::<usize>().ok());
        style.is_some_and(|style| formats[style].contains("indent=\"1\""))
    };
    let found: Vec<usize> = (1..=17).filter(|&column| indented(column)).collect();
    // Status behind what is changed, Due behind the change, and what is to look at behind the portal's errors.
    assert_eq!(found, [9, 12, 17]);
}
