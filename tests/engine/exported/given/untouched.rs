//! Rows that are as they were given out ask for nothing, whatever became of their records and however often they are there.

use ims_desk::book::{Action, Book, Section};
use ims_desk::cells::Workbook;
use ims_desk::edit::Change;
use ims_desk::exchange::given::{self, Against, Returned};
use ims_desk::work::Progress;

use super::{Grid, Held, back, changes, refused, written};
use crate::common::{Folder, Record, SUPPLIER, book_of, decided, invoice};

fn as_all(book: &Book, workbook: &Workbook) -> Returned {
    given::read(book, workbook, Against::Portal, &Progress::default()).unwrap()
}

/// Four invoices; of the newer download the second says something else, the third is gone.
fn older() -> Vec<Record> {
    ["1", "2", "3", "4"].map(invoice).into()
}

fn newer() -> Book {
    book_of("b2b", &[invoice("1"), invoice("2").with("pos", "29"), invoice("4")])
}

/// What a refusal names and says.
fn named(returned: Returned) -> Vec<(u64, String, String)> {
    let refused = returned.refused.in_order().into_iter();
    refused.map(|refused| (refused.line, refused.about, refused.reason)).collect()
}

#[test]
fn after_a_newer_download_only_rows_that_were_changed_are_refused_and_each_names_its_record() {
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book_of("b2b", &older()), &folder, false));
    let newer = newer();
    for read in [back, as_all] {
        let returned = read(&newer, &grid.saved(&folder));
        assert_eq!((returned.unchanged, returned.entries.len()), (4, 0));
        assert_eq!(refused(returned), []);
    }
    (0..4).for_each(|row| grid.set(row, "Status", Held::Text("Reject".into())));
    for read in [back, as_all] {
        let returned = read(&newer, &grid.saved(&folder));
        assert_eq!((returned.unchanged, returned.entries.len()), (0, 2));
        let named = named(returned);
        let about: Vec<_> = named.iter().map(|(line, about, _)| (*line, about.as_str())).collect();
        assert_eq!(about, [(3, &*format!("2 of {SUPPLIER}")), (4, &*format!("3 of {SUPPLIER}"))]);
        assert!(named[0].2.starts_with("the portal says something else"), "{named:?}");
    }
}

#[test]
fn what_was_decided_before_it_was_given_out_is_not_lost_where_there_are_no_other_decisions() {
    let mut decided_on = book_of("b2b", &older());
    (0..4).for_each(|row| decided(&mut decided_on, Section::B2b, row, Change::action(Action::Reject)));
    let folder = Folder::new();
    let workbook = written(&decided_on, &folder, false);
    let returned = as_all(&newer(), &workbook);
    assert_eq!((returned.unchanged, returned.entries.len()), (0, 2));
    assert_eq!(refused(returned).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [3, 4]);
    // Where the portal holds it by now it asks for nothing; and where the book has the decisions, either.
    let uploaded = book_of("b2b", &["1", "2", "3", "4"].map(|number| invoice(number).with("action", "R")));
    assert_eq!(as_all(&uploaded, &workbook).unchanged, 4);
    let returned = back(&newer(), &workbook);
    assert_eq!((returned.unchanged, refused(returned)), (4, Vec::new()));
}

#[test]
fn a_workbook_of_other_files_is_refused_although_nothing_in_it_was_changed() {
    let folder = Folder::new();
    let workbook = written(&book_of("b2b", &older()), &folder, false);
    let other = book_of("b2b", &[invoice("9")]);
    for against in [Against::Given, Against::Portal] {
        let why = given::read(&other, &workbook, against, &Progress::default()).err().unwrap();
        assert_eq!(why, "no record of this workbook is in these files: it was made of others");
    }
}

/// What earlier versions hid beside the white cells.
fn of_earlier_version(grid: &mut Grid) {
    let column = grid.column("IMS Desk: given");
    for row in &mut grid.rows {
        let Held::Text(kept) = &mut row[column] else { panic!("{row:?}") };
        let between = |from: &str, to: &str| kept.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned();
        let (record, white, place) =
            (between("\"record\":\"", "\""), between("\"given\":", ",\"place\""), between("\"place\":", ","));
        let sum = xxhash_rust::xxh3::xxh3_64(format!("[\"{record}\",{white},{place}]").as_bytes());
        *kept = format!("{{\"record\":\"{record}\",\"given\":{white},\"place\":{place},\"sum\":\"{sum:016x}\"}}");
    }
}

#[test]
fn workbooks_of_earlier_versions_still_come_back() {
    let mut decided_on = book_of("b2b", &older());
    decided(&mut decided_on, Section::B2b, 2, Change::action(Action::Reject));
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&decided_on, &folder, false));
    of_earlier_version(&mut grid);
    grid.set(3, "Status", Held::Text("Pending".into()));
    let returned = back(&newer(), &grid.saved(&folder));
    assert_eq!(changes(&returned).into_values().collect::<Vec<_>>(), [Change::action(Action::Pending)]);
    assert_eq!((returned.unchanged, refused(returned)), (3, Vec::new()));
    // Whether the third was decided is not said there, but something is.
    let returned = as_all(&newer(), &grid.saved(&folder));
    assert_eq!((returned.unchanged, returned.entries.len()), (2, 1));
    assert_eq!(refused(returned).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4]);
}

/// A workbook in which the sheet was copied.
fn with_a_copy(grid: &Grid, copy: &Grid, folder: &Folder) -> Workbook {
    let mut workbook = grid.saved(folder);
    let mut sheets = copy.saved(folder).sheets;
    workbook.sheets[0].name = Some("Decide".into());
    sheets[0].name = Some("Decide (2)".into());
    workbook.sheets.append(&mut sheets);
    workbook
}

#[test]
fn a_copy_of_a_row_that_is_as_given_out_contradicts_nothing_and_others_are_named_with_their_sheets() {
    let mut book = book_of("b2b", &older());
    decided(&mut book, Section::B2b, 3, Change::action(Action::Pending));
    let folder = Folder::new();
    let untouched = Grid::of(&written(&book, &folder, false));
    let mut grid = untouched.clone();
    grid.set(0, "Status", Held::Text("Reject".into()));
    grid.set(3, "Status", Held::Text("Accept".into()));
    for (first, second) in [(&grid, &untouched), (&untouched, &grid)] {
        let workbook = with_a_copy(first, second, &folder);
        let returned = back(&book, &workbook);
        let due = [Change::action(Action::Reject), Change::action(Action::Accept)];
        assert_eq!(changes(&returned).into_values().collect::<Vec<_>>(), due);
        assert_eq!((returned.unchanged, refused(returned)), (6, Vec::new()));
        // Where there are no other decisions, what was decided before gives way to what was changed since.
        let returned = as_all(&book_of("b2b", &older()), &workbook);
        assert_eq!(changes(&returned).into_values().collect::<Vec<_>>(), due);
        assert_eq!(refused(returned), []);
    }
    let mut other = untouched.clone();
    other.set(0, "Status", Held::Text("Accept".into()));
    let returned = back(&book, &with_a_copy(&grid, &other, &folder));
    let why = "line 2 of \"Decide\", line 2 of \"Decide (2)\" say different things about one record";
    let of = |sheet: &str| (2, format!("1 of {SUPPLIER} in \"{sheet}\""), why.to_owned());
    assert_eq!(named(returned), [of("Decide"), of("Decide (2)")]);
}

#[test]
fn what_is_decided_on_one_line_of_two_sheets_keeps_that_line() {
    let book = book_of("b2b", &older());
    let folder = Folder::new();
    let grid = Grid::of(&written(&book, &folder, false));
    let mut second = grid.clone();
    second.set(2, "Status", Held::Text("Reject".into()));
    let returned = back(&book, &with_a_copy(&grid, &second, &folder));
    assert_eq!(returned.entries.iter().map(|entry| entry.line).collect::<Vec<_>>(), [4]);
}
