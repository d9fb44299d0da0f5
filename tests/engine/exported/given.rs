//! The workbook to decide in, and back.

use std::collections::{BTreeMap, BTreeSet};

use ims_desk::book::{Action, Answer, AnswerKind, Book, Section};
use ims_desk::cells::{Kind, Workbook};
use ims_desk::disk::{Guard, RealDisk};
use ims_desk::edit::Change;
use ims_desk::exchange::given::{self, Against, Returned};
use ims_desk::values::Day;
use ims_desk::work::Progress;
use proptest::prelude::*;

use super::{a_book, a_change, about, lines, open, records, sheet};
use crate::common::{Folder, book, book_of, decided, invoice, note};

mod sorted;
mod untouched;
mod white;

/// A cell as a spreadsheet holds it.
#[derive(Clone, Debug, PartialEq)]
enum Held {
    Text(String),
    Number(f64),
    Day(Day),
    /// An error, as a formula gives it.
    Error,
    Empty,
}

/// A sheet that is edited and saved by another program.
#[derive(Clone, Debug)]
struct Grid {
    titles: Vec<String>,
    rows: Vec<Vec<Held>>,
}

fn written(book: &Book, folder: &Folder, notes: bool) -> Workbook {
    let path = folder.path("given.xlsx");
    let place = (&RealDisk as _, &*path, &Guard::default());
    given::write(book, &records(book), (&about(), notes), place, &Progress::default()).unwrap();
    open(&path)
}

impl Grid {
    fn of(workbook: &Workbook) -> Grid {
        let mut lines = lines(sheet(workbook, "Decide")).into_iter();
        let titles: Vec<String> = lines.next().unwrap().into_iter().map(|cell| cell.2).collect();
        let row = |cells: Vec<(u16, Kind, String)>| {
            let mut row = vec![Held::Empty; titles.len()];
            for (column, kind, text) in cells {
                row[usize::from(column)] = match kind {
                    Kind::Number => Held::Number(text.parse().unwrap()),
                    Kind::Date(day) => Held::Day(day),
                    _ => Held::Text(text),
                };
            }
            row
        };
        let rows = lines.map(row).collect();
        Grid { titles, rows }
    }

    fn column(&self, title: &str) -> usize {
        self.titles.iter().position(|known| known == title).unwrap_or_else(|| panic!("{title}"))
    }

    fn set(&mut self, row: usize, title: &str, held: Held) {
        let column = self.column(title);
        self.rows[row][column] = held;
    }

    /// Saved as other programs save it, and opened again.
    fn saved(&self, folder: &Folder) -> Workbook {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let sheet = workbook.add_worksheet();
        let date = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yy");
        for (column, title) in (0..).zip(&self.titles) {
            sheet.write_string(0, column, title).unwrap();
        }
        for (line, row) in (1..).zip(&self.rows) {
            for (column, held) in (0..).zip(row) {
                match held {
                    Held::Text(text) => drop(sheet.write_string(line, column, text).unwrap()),
                    Held::Number(number) => drop(sheet.write_number(line, column, *number).unwrap()),
                    Held::Day(day) => {
                        sheet.write_number_with_format(line, column, f64::from(day.0 + 25_569), &date).unwrap();
                    }
                    Held::Error => {
                        let formula = rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A");
                        sheet.write_formula(line, column, formula).unwrap();
                    }
                    Held::Empty => {}
                }
            }
        }
        let path = folder.path("back.xlsx");
        workbook.save(&path).unwrap();
        open(&path)
    }
}

fn back(book: &Book, workbook: &Workbook) -> Returned {
    given::read(book, workbook, Against::Given, &Progress::default()).unwrap()
}

fn refused(returned: Returned) -> Vec<(u64, String)> {
    returned.refused.in_order().into_iter().map(|refused| (refused.line, refused.reason)).collect()
}

/// What is to change, by record.
fn changes(returned: &Returned) -> BTreeMap<(Section, u32), Change> {
    returned.entries.iter().map(|entry| ((entry.section, entry.row), (*entry.change).clone())).collect()
}

/// What a user does to the white cells of a row so that it says this, and what that means: the plain model.
fn edit(book: &Book, (section, row): (Section, u32), wanted: &Change, grid: &mut Grid, line: usize) -> Change {
    let decision = book.sheet(section).decision(row);
    let mut meant = Change::default();
    if let Some(action) = wanted.action {
        grid.set(line, "Status", Held::Text(action.name().into()));
        meant.action = (action != decision.action).then_some(action);
    }
    for (title, text, old, of) in
        [("Remarks", &wanted.remarks, decision.remarks, 0), ("Internal note", &wanted.note, decision.note, 1)]
    {
        let Some(text) = text else { continue };
        grid.set(line, title, if text.is_empty() { Held::Empty } else { Held::Text(text.clone()) });
        // Blanks at the ends are no change.
        if text.trim() != book.text(old).trim() {
            let slot = if of == 0 { &mut meant.remarks } else { &mut meant.note };
            *slot = Some(text.clone());
        }
    }
    if let Some(answer) = wanted.answer {
        let heads = ["Declared IGST", "Declared CGST", "Declared SGST", "Declared cess"];
        grid.set(line, "ITC to be reduced?", Held::Text(answer.name().into()));
        for (title, head) in heads.into_iter().zip(answer.heads) {
            let held = if answer.kind == AnswerKind::Part { Held::Number(head as f64 / 100.0) } else { Held::Empty };
            grid.set(line, title, held);
        }
        let old = book.answers().get(decision.answer);
        let same = old.kind == answer.kind && old.heads == answer.heads;
        meant.answer = (!same).then_some(answer);
    }
    meant
}

/// What is done to a row that must not count.
#[derive(Clone, Debug)]
enum Damage {
    /// Any grey or hidden cell holds something else.
    Cell(usize, String),
    /// A grey or hidden cell is emptied.
    Emptied(usize),
    /// The columns from the repeated number on change places with those of the next row.
    PartSorted,
    /// The two hidden cells change places with those of the next row.
    MarksSwapped,
    /// White columns that are next to each other change places with those of the next row, and with them what is hidden between.
    WhitesSorted(usize, usize),
}

fn a_damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => (0..100usize, "[a-z0-9{}\":-]{1,12}").prop_map(|(column, text)| Damage::Cell(column, text)),
        2 => (0..100usize).prop_map(Damage::Emptied),
        2 => Just(Damage::PartSorted),
        1 => Just(Damage::MarksSwapped),
        3 => (0..7usize, 1..8usize).prop_map(|(from, more)| Damage::WhitesSorted(from, more)),
    ]
}

impl Damage {
    /// Carries it out. Gives the rows whose record or decision it makes uncertain.
    fn done(&self, grid: &mut Grid, row: usize) -> Vec<usize> {
        let first_white = grid.column("Status");
        let swap = |grid: &mut Grid, columns: Vec<usize>| {
            let next = (row + 1) % grid.rows.len();
            if next != row {
                for column in columns {
                    let held = grid.rows[row][column].clone();
                    grid.rows[row][column] = std::mem::replace(&mut grid.rows[next][column], held);
                }
            }
            if next == row { Vec::new() } else { vec![row, next] }
        };
        match self {
            Damage::Cell(column, text) => {
                let column = column % first_white;
                let text = Held::Text(format!("x{text}"));
                let other = grid.rows[row][column] != text;
                grid.rows[row][column] = text;
                if other { vec![row] } else { Vec::new() }
            }
            Damage::Emptied(column) => {
                let column = column % first_white;
                let was = std::mem::replace(&mut grid.rows[row][column], Held::Empty);
                if was == Held::Empty { Vec::new() } else { vec![row] }
            }
            Damage::PartSorted => {
                let from = grid.column("Number (again)");
                let columns = (from..grid.titles.len()).collect();
                swap(grid, columns)
            }
            Damage::WhitesSorted(from, more) => {
                // Every second column is white.
                let to = (from + more).min(7);
                swap(grid, (first_white + 2 * from..=first_white + 2 * to).collect())
            }
            Damage::MarksSwapped => {
                let columns = vec![grid.column("IMS Desk: record"), grid.column("IMS Desk: given")];
                swap(grid, columns)
            }
        }
    }
}

/// Makes each edit, one a row; what they mean, by record.
fn edited(
    book: &Book,
    records: &[(Section, u32)],
    edits: &[(usize, Change)],
    grid: &mut Grid,
) -> BTreeMap<(Section, u32), Change> {
    let (mut expected, mut done) = (BTreeMap::new(), BTreeSet::new());
    for (place, wanted) in edits {
        let line = place % records.len();
        if done.insert(line) {
            let meant = edit(book, records[line], wanted, grid, line);
            if meant != Change::default() {
                expected.insert(records[line], meant);
            }
        }
    }
    expected
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn a_workbook_that_comes_back_as_it_went_out_changes_nothing(recipe in a_book(), notes in any::<bool>()) {
        let book = recipe.book();
        let folder = Folder::new();
        let workbook = written(&book, &folder, notes);
        for workbook in [Grid::of(&workbook).saved(&folder), workbook] {
            let returned = back(&book, &workbook);
            prop_assert_eq!(returned.unchanged as usize, records(&book).len());
            prop_assert!(returned.differing.is_empty());
            prop_assert_eq!(changes(&returned), BTreeMap::new());
            prop_assert_eq!(refused(returned), []);
        }
    }

    #[test]
    fn what_was_edited_comes_back_and_nothing_else(
        recipe in a_book(),
        edits in proptest::collection::vec((0..1_000usize, a_change()), 0..10),
        order in any::<u64>(),
        gone in 0..4usize,
    ) {
        let book = recipe.book();
        let folder = Folder::new();
        let mut grid = Grid::of(&written(&book, &folder, true));
        let records = records(&book);
        let mut expected = edited(&book, &records, &edits, &mut grid);
        // Rows are deleted and sorted, and columns moved.
        for gone in records.iter().take(gone) {
            expected.remove(gone);
        }
        grid.rows.drain(..gone.min(grid.rows.len()));
        grid.rows.sort_by_key(|row| xxhash_rust::xxh3::xxh3_64_with_seed(format!("{row:?}").as_bytes(), order));
        let turn = order as usize % grid.titles.len();
        grid.titles.rotate_left(turn);
        grid.rows.iter_mut().for_each(|row| row.rotate_left(turn));
        let returned = back(&book, &grid.saved(&folder));
        prop_assert_eq!(changes(&returned), expected);
        prop_assert!(returned.differing.is_empty());
        prop_assert_eq!(refused(returned), []);
    }

    #[test]
    fn what_was_damaged_is_refused_and_never_a_wrong_decision(
        recipe in a_book(),
        edits in proptest::collection::vec((0..1_000usize, a_change()), 1..10),
        damages in proptest::collection::vec((0..1_000usize, a_damage()), 1..5),
    ) {
        let book = recipe.book();
        let folder = Folder::new();
        let mut grid = Grid::of(&written(&book, &folder, true));
        let records = records(&book);
        let mut expected = edited(&book, &records, &edits, &mut grid);
        let mut damaged = BTreeSet::new();
        for (place, damage) in &damages {
            let row = place % records.len();
            // Twice over one row may put it right again.
            let touched = [row, (row + 1) % records.len()];
            if touched.iter().all(|row| !damaged.contains(row)) {
                damaged.extend(damage.done(&mut grid, row));
            }
        }
        damaged.iter().for_each(|&row| drop(expected.remove(&records[row])));
        match given::read(&book, &grid.saved(&folder), Against::Given, &Progress::default()) {
            Err(_) => prop_assert_eq!(damaged.len(), records.len()),
            Ok(returned) => {
                prop_assert_eq!(changes(&returned), expected);
                let lines: BTreeSet<usize> = refused(returned).into_iter().map(|(line, _)| line as usize - 2).collect();
                prop_assert!(damaged.is_subset(&lines), "{damaged:?} {lines:?}");
            }
        }
    }
}

#[test]
fn white_is_what_may_be_changed_and_the_marks_are_hidden() {
    let book = book(&[("b2b", &[invoice("1")]), ("b2bcn", &[note("2")])]);
    let folder = Folder::new();
    let workbook = written(&book, &folder, false);
    let decide = sheet(&workbook, "Decide");
    let titles = Grid::of(&workbook).titles;
    let place = |title: &str| titles.iter().position(|known| known == title).unwrap() as u16;
    let between = (1..=6).map(|at| format!("IMS Desk: row {at}"));
    let hidden = ["IMS Desk: record", "IMS Desk: given"].map(str::to_owned).into_iter().chain(between);
    let hidden: Vec<u16> = hidden.map(|title| place(&title)).collect();
    assert_eq!(decide.hidden_columns, hidden.iter().map(|&column| (column, column)).collect::<Vec<_>>());
    let white = titles.iter().position(|title| title == "Status").unwrap();
    assert!(titles[white..].iter().step_by(2).all(|title| !title.starts_with("IMS Desk")), "{titles:?}");
    assert!(!titles.contains(&"Internal note".to_owned()));
    let mut zip = zip::ZipArchive::new(std::fs::File::open(folder.path("given.xlsx")).unwrap()).unwrap();
    let xml = std::io::read_to_string(zip.by_name("xl/worksheets/sheet2.xml").unwrap()).unwrap();
    assert!(xml.contains("<dataValidations count=\"2\">"), "{xml}");
    // Some words have a comma, which would end them in a list of the cell's own.
    for list in ["Lists!$A$1:$A$4", "Lists!$B$1:$B$3"] {
        assert!(xml.contains(&format!("<formula1>{list}</formula1>")), "{list} {xml}");
    }
    let lists = sheet(&workbook, "Lists");
    assert!(lists.hidden);
    let second = lines(lists).into_iter().flatten().filter(|cell| cell.0 == 1);
    assert_eq!(second.map(|cell| cell.2).collect::<Vec<_>>(), ["Yes, full", "Yes, part", "No"]);
    assert!(!xml.contains("sheetProtection"));
    // Excel sorts a table as a whole.
    assert!(xml.contains("<tableParts count=\"1\">"), "{xml}");
    let table = std::io::read_to_string(zip.by_name("xl/tables/table1.xml").unwrap()).unwrap();
    let columns = format!("<tableColumns count=\"{}\">", titles.len());
    assert!(table.contains("<autoFilter") && table.contains(&columns), "{table}");
}

#[test]
fn what_was_decided_in_the_meantime_is_not_overwritten() {
    let mut book = book_of("b2b", &[invoice("1"), invoice("2"), invoice("3")]);
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book, &folder, false));
    for row in 0..3 {
        grid.set(row, "Status", Held::Text("Reject".into()));
    }
    decided(&mut book, Section::B2b, 1, Change::action(Action::Pending));
    decided(&mut book, Section::B2b, 2, Change::remarks("mine"));
    let returned = back(&book, &grid.saved(&folder));
    assert_eq!(changes(&returned).keys().map(|key| key.1).collect::<Vec<_>>(), [0, 2]);
    let [differing] = returned.differing.as_slice() else { panic!("{:?}", returned.differing) };
    assert_eq!((differing.row, differing.line), (1, 3));
    let words = [&differing.given, &differing.theirs, &differing.ours].map(|white| white.action.as_str());
    assert_eq!(words, ["No action", "Reject", "Pending"]);
    assert_eq!(*differing.change, Change::action(Action::Reject));
}

#[test]
fn what_cannot_be_understood_is_refused_with_its_reason() {
    let book = book_of("b2bcn", &[note("1"), note("2"), note("3"), note("4"), note("5"), note("6")]);
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book, &folder, false));
    grid.set(0, "Status", Held::Empty);
    grid.set(1, "Status", Held::Text("maybe".into()));
    grid.set(2, "ITC to be reduced?", Held::Text("half".into()));
    grid.set(3, "Declared CGST", Held::Number(9.0));
    grid.set(4, "Taxable value", Held::Number(10_000.01));
    grid.set(5, "ITC to be reduced?", Held::Text("Yes, part".into()));
    grid.set(5, "Declared CGST", Held::Number(9.005));
    let twice = grid.rows[5].clone();
    grid.rows.push(twice);
    let reasons = refused(back(&book, &grid.saved(&folder)));
    let expected = [
        (2, "the status is empty: choose one of Accept, Reject, Pending, No action"),
        (3, "\"maybe\" is not a status: choose one of Accept, Reject, Pending, No action"),
        (4, "\"half\" is not an answer: \"Yes, full\", \"Yes, part\", \"No\""),
        (5, "amounts are declared, but \"ITC to be reduced?\" is not \"Yes, part\""),
        (6, "\"Taxable value\" is grey and was changed: it says \"10000.01\""),
        (7, "9.005: A declared amount has more than two decimals."),
        (8, "9.005: A declared amount has more than two decimals."),
    ];
    assert_eq!(reasons, expected.map(|(line, reason)| (line, reason.to_owned())));
}

#[test]
fn rows_that_say_different_things_about_one_record_are_both_refused() {
    let book = book_of("b2b", &[invoice("1"), invoice("2")]);
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book, &folder, false));
    let twice = grid.rows[0].clone();
    grid.rows.push(twice.clone());
    grid.set(0, "Status", Held::Text("Accept".into()));
    grid.set(2, "Status", Held::Text("Reject".into()));
    let returned = back(&book, &grid.saved(&folder));
    assert!(returned.entries.is_empty());
    assert_eq!(refused(returned).iter().map(|row| row.0).collect::<Vec<_>>(), [2, 4]);
}

#[test]
fn a_workbook_of_other_files_or_without_its_columns_is_refused_as_a_whole() {
    let folder = Folder::new();
    let grid = Grid::of(&written(&book_of("b2b", &[invoice("1")]), &folder, false));
    let other = book_of("b2b", &[invoice("2")]);
    let read = |grid: &Grid| given::read(&other, &grid.saved(&folder), Against::Given, &Progress::default()).err();
    assert_eq!(read(&grid).unwrap(), "no record of this workbook is in these files: it was made of others");
    let mut twice = grid.clone();
    let status = twice.column("Status");
    twice.titles[status + 1] = "Status".into();
    assert_eq!(read(&twice).unwrap(), "the column \"Status\" is there twice");
    for title in ["IMS Desk: given", "IMS Desk: row 3", "Number (again)"] {
        let mut without = grid.clone();
        let column = without.column(title);
        without.titles[column] = "gone".into();
        assert!(read(&without).unwrap().starts_with(&format!("the column \"{title}\" is missing")));
    }
    let changed = book_of("b2b", &[invoice("1").with("pos", "29")]);
    let mut grid = grid;
    grid.set(0, "Status", Held::Text("Accept".into()));
    let reasons = refused(back(&changed, &grid.saved(&folder)));
    assert!(reasons[0].1.starts_with("the portal says something else of this record"), "{reasons:?}");
}

#[test]
fn an_answer_that_is_set_aside_is_kept_where_there_are_no_other_decisions() {
    let mut decided_on = book_of("b2bcn", &[note("1"), note("2")]);
    decided(&mut decided_on, Section::B2bcn, 0, Change::answer(Answer::NO));
    decided(&mut decided_on, Section::B2bcn, 0, Change::action(Action::Pending));
    decided(&mut decided_on, Section::B2bcn, 1, Change::action(Action::Accept));
    decided(&mut decided_on, Section::B2bcn, 1, Change::answer(Answer::part([0, 500, 500, 0])));
    let folder = Folder::new();
    let workbook = written(&decided_on, &folder, false);
    let fresh = book_of("b2bcn", &[note("1"), note("2")]);
    let returned = given::read(&fresh, &workbook, Against::Portal, &Progress::default()).unwrap();
    let changes = changes(&returned);
    let first = &changes[&(Section::B2bcn, 0)];
    assert_eq!((first.action, first.answer, first.set_aside), (Some(Action::Pending), Some(Answer::NO), true));
    let second = &changes[&(Section::B2bcn, 1)];
    assert_eq!((second.action, second.answer), (Some(Action::Accept), Some(Answer::part([0, 500, 500, 0]))));
}
