//! What white cells say, and white columns that do not come back.

use ims_desk::book::{Answer, Section};
use ims_desk::edit::Change;
use ims_desk::exchange::given::{self, Against};
use ims_desk::values::Day;
use ims_desk::work::Progress;

use super::{Grid, Held, back, changes, refused, written};
use crate::common::{Folder, book_of, decided, note};

#[test]
fn a_declared_amount_of_text_is_read_as_a_table_reads_it_and_never_a_hundred_times_as_much() {
    let texts = ["4,50", "1 234,56", "1,234.50", "4.505", "4.50"];
    let notes: Vec<_> = (1..=texts.len()).map(|number| note(&number.to_string())).collect();
    let book = book_of("b2bcn", &notes);
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book, &folder, false));
    for (row, text) in texts.into_iter().enumerate() {
        grid.set(row, "Status", Held::Text("Accept".into()));
        grid.set(row, "ITC to be reduced?", Held::Text("Yes, part".into()));
        grid.set(row, "Declared CGST", Held::Text(text.into()));
    }
    let returned = back(&book, &grid.saved(&folder));
    let changes = changes(&returned);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[&(Section::B2bcn, 4)].answer, Some(Answer::part([0, 450, 0, 0])));
    let expected = [
        (2, "\"4,50\" is not an amount"),
        (3, "\"1 234,56\" is not an amount"),
        (4, "\"1,234.50\" is not an amount"),
        (5, "4.505: A declared amount has more than two decimals."),
    ];
    assert_eq!(refused(returned), expected.map(|(line, reason)| (line, reason.to_owned())));
}

#[test]
fn white_cells_say_what_the_spreadsheet_shows_or_are_refused() {
    let notes: Vec<_> = (1..=9).map(|number| note(&number.to_string())).collect();
    let book = book_of("b2bcn", &notes);
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book, &folder, false));
    let day = Day::new(2026, 1, 2).unwrap();
    for (row, held) in [
        Held::Day(day),
        Held::Number(0.1 + 0.2),
        Held::Number(45.0),
        Held::Number(1.234_567_890_123_457e19),
        Held::Error,
    ]
    .into_iter()
    .enumerate()
    {
        grid.set(row, "Remarks", held);
    }
    grid.set(5, "Status", Held::Error);
    grid.set(6, "ITC to be reduced?", Held::Text("Yes, part".into()));
    grid.set(6, "Declared CGST", Held::Day(day));
    grid.set(7, "ITC to be reduced?", Held::Text("Yes, part".into()));
    grid.set(7, "Declared CGST", Held::Error);
    grid.set(8, "Date", Held::Day(day));
    let returned = back(&book, &grid.saved(&folder));
    let remarks: Vec<Option<String>> = changes(&returned).into_values().map(|change| change.remarks).collect();
    assert_eq!(remarks, ["02-01-2026", "0.3", "45"].map(|text| Some(text.to_owned())));
    let reasons = refused(returned);
    assert_eq!(reasons.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [5, 6, 7, 8, 9, 10]);
    assert!(reasons[0].1.contains("is a number that the spreadsheet has shortened"), "{reasons:?}");
    for (row, title) in [(1, "Remarks"), (2, "Status"), (4, "Declared CGST")] {
        assert_eq!(reasons[row].1, format!("\"{title}\": \"#N/A\" is an error of the spreadsheet"));
    }
    assert_eq!(reasons[3].1, "\"02-01-2026\" is not an amount");
    assert_eq!(reasons[5].1, "\"Date\" is grey and was changed: it says \"02-01-2026\"");
}

#[test]
fn a_workbook_without_one_of_its_white_columns_is_refused_by_its_name() {
    let mut book = book_of("b2bcn", &[note("1"), note("2")]);
    decided(&mut book, Section::B2bcn, 0, Change::note("ask Meera"));
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book, &folder, true));
    grid.set(1, "Status", Held::Text("Reject".into()));
    let read = |grid: &Grid| given::read(&book, &grid.saved(&folder), Against::Given, &Progress::default());
    assert_eq!(read(&grid).unwrap().entries.len(), 1);
    for title in ["Status", "Remarks", "ITC to be reduced?", "Declared IGST", "Declared cess", "Internal note"] {
        let mut renamed = grid.clone();
        let column = renamed.column(title);
        renamed.titles[column] = "Decision of the client".into();
        let why = read(&renamed).err().unwrap_or_else(|| panic!("{title}"));
        assert_eq!(why, format!("the column \"{title}\" is missing, or its heading was changed"));
    }
    let mut none = grid.clone();
    let (status, remarks) = (none.column("Status"), none.column("Remarks"));
    (none.titles[status], none.titles[remarks]) = ("A".into(), "B".into());
    let both = "the columns \"Status\", \"Remarks\" are missing, or their headings were changed";
    assert_eq!(read(&none).err().unwrap(), both);
}

#[test]
fn yes_part_without_any_amount_is_refused_and_a_zero_is_an_amount() {
    let mut book = book_of("b2bcn", &[note("1"), note("2"), note("3"), note("4")]);
    decided(&mut book, Section::B2bcn, 2, Change::answer(Answer::part([0, 500, 500, 0])));
    decided(&mut book, Section::B2bcn, 3, Change::answer(Answer::part([0; 4])));
    let folder = Folder::new();
    let mut grid = Grid::of(&written(&book, &folder, false));
    for row in 0..2 {
        grid.set(row, "Status", Held::Text("Accept".into()));
        grid.set(row, "ITC to be reduced?", Held::Text("Yes, part".into()));
    }
    grid.set(1, "Declared IGST", Held::Number(0.0));
    for title in ["Declared IGST", "Declared CGST", "Declared SGST", "Declared cess"] {
        grid.set(2, title, Held::Empty);
    }
    let returned = back(&book, &grid.saved(&folder));
    let answers: Vec<_> = changes(&returned).into_iter().map(|((_, row), change)| (row, change.answer)).collect();
    assert_eq!(answers, [(1, Some(Answer::part([0; 4])))]);
    assert_eq!(returned.unchanged, 1);
    let refused = refused(returned);
    assert_eq!(refused.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4]);
    assert!(refused.iter().all(|(_, why)| why.contains("no amount is declared: fill in")), "{refused:?}");
}
