//! What leaves for spreadsheets and paper, and what comes back.

mod given;
mod paper;
mod workbook;

use std::path::Path;

use ims_desk::cells::{self, Kind, Sheet, Workbook};
use ims_desk::exchange::workbook::About;
use ims_desk::work::Progress;

use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::edit::Change;
use ims_desk::portal::{self, Input, sample};
use proptest::prelude::*;

use crate::common::{day, decided};

/// What is said on a first sheet.
pub fn about() -> About {
    About {
        title: "Records".into(),
        filter: "all".into(),
        notes: Vec::new(),
        day: day("11-11-2026"),
        now: 1_794_421_798,
    }
}

/// Opens a workbook.
pub fn open(path: &Path) -> Workbook {
    let opened = cells::read("back.xlsx", std::fs::read(path).unwrap(), &Progress::default()).unwrap();
    opened.workbooks.into_iter().next().unwrap()
}

/// A sheet by its name.
pub fn sheet<'w>(workbook: &'w Workbook, name: &str) -> &'w Sheet {
    workbook.sheets.iter().find(|sheet| sheet.name.as_deref() == Some(name)).unwrap()
}

/// The cells of a sheet, line by line: where, of which kind, and the text.
pub fn lines(sheet: &Sheet) -> Vec<Vec<(u16, Kind, String)>> {
    sheet.iter().map(|row| row.cells().map(|cell| (cell.column, cell.kind, cell.text.into_owned())).collect()).collect()
}

/// A made-up book.
pub fn sampled(rows: u64, seed: u64) -> Book {
    let mut bytes = Vec::new();
    sample::write(rows, seed, &mut bytes).unwrap();
    let input = Input { name: "made-up.json".into(), path: Some("/home/meera/clients/made-up.json".into()), bytes };
    portal::read(vec![input], &Progress::default()).unwrap()
}

/// All records in force.
pub fn records(book: &Book) -> Vec<(Section, u32)> {
    let of = |section: Section| (0..book.sheet(section).rows()).map(move |row| (section, row));
    Section::ALL.into_iter().flat_map(of).filter(|&(section, row)| book.sheet(section).in_force(row)).collect()
}

/// Anything that may be decided, allowed or not.
pub fn a_change() -> impl Strategy<Value = Change> {
    let answer = prop_oneof![
        Just(Answer::FULL),
        Just(Answer::NO),
        (0..100_000i64).prop_map(|paise| Answer::part([paise, 0, 5, 0])),
    ];
    let text = "[=+@'a1 <&-]{0,6}|secret note|न|[ -~]{0,40}";
    (
        proptest::option::of(0..4usize),
        proptest::option::of(text),
        proptest::option::of(text),
        proptest::option::of(answer),
    )
        .prop_map(|(action, remarks, note, answer)| Change {
            action: action.map(|action| Action::CHOICES[action]),
            remarks: remarks.and_then(|text| Change::remarks(&text).remarks),
            note: note.and_then(|text| Change::note(&text).note),
            answer,
            ..Change::default()
        })
}

/// How a made-up book with decisions is made.
#[derive(Clone, Debug)]
pub struct Recipe {
    rows: u64,
    seed: u64,
    changes: Vec<(usize, Change)>,
}

impl Recipe {
    /// The book.
    pub fn book(&self) -> Book {
        let mut book = sampled(self.rows, self.seed);
        let records = records(&book);
        for (place, change) in &self.changes {
            let (section, row) = records[place % records.len()];
            decided(&mut book, section, row, change.clone());
        }
        book
    }
}

/// Any made-up book with decisions.
pub fn a_book() -> impl Strategy<Value = Recipe> {
    let changes = proptest::collection::vec((0..1_000usize, a_change()), 0..12);
    (8..40u64, 0..50u64, changes).prop_map(|(rows, seed, changes)| Recipe { rows, seed, changes })
}
