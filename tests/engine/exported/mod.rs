//! What leaves for spreadsheets and paper, and what comes back.

mod workbook;

use std::path::Path;

use ims_desk::cells::{self, Kind, Sheet, Workbook};
use ims_desk::exchange::workbook::About;
use ims_desk::work::Progress;

use crate::common::day;

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
