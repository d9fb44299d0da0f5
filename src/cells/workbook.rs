//! What comes of a file: workbooks with their sheets, and what was tolerated.

use super::refused::{Note, Refused};
use super::sheet::{Dates, Sheet};

/// What kind of file a workbook was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Excel since 2007.
    Xlsx,
    /// The same, in bytes.
    Xlsb,
    /// Excel before 2007.
    Xls,
    /// LibreOffice and others.
    Ods,
    /// A page with tables, mostly called `.xls`.
    Html,
    /// Lines cut into cells.
    Text,
}

impl FileKind {
    /// Its name in what is written for other programs.
    pub fn key(self) -> &'static str {
        match self {
            FileKind::Xlsx => "xlsx",
            FileKind::Xlsb => "xlsb",
            FileKind::Xls => "xls",
            FileKind::Ods => "ods",
            FileKind::Html => "html",
            FileKind::Text => "text",
        }
    }

    fn words(self) -> &'static str {
        match self {
            FileKind::Xlsx => "an Excel workbook (xlsx)",
            FileKind::Xlsb => "an Excel workbook (xlsb)",
            FileKind::Xls => "an Excel workbook (xls)",
            FileKind::Ods => "a LibreOffice workbook (ods)",
            FileKind::Html => "a web page",
            FileKind::Text => "a text table",
        }
    }

    /// Whether a file of this kind may have a name that ends so; any other name says nothing.
    fn fits(self, ending: &str) -> bool {
        match ending {
            "xlsx" | "xlsm" | "xltx" | "xltm" => self == FileKind::Xlsx,
            "xlsb" => self == FileKind::Xlsb,
            "xls" | "xlt" => self == FileKind::Xls,
            "ods" | "ots" => self == FileKind::Ods,
            "htm" | "html" => self == FileKind::Html,
            "csv" | "tsv" | "txt" => self == FileKind::Text,
            _ => true,
        }
    }
}

/// A workbook or a text table.
#[derive(Debug)]
pub struct Workbook {
    /// The file's name as it was given; of a file in a zip, both (`june.zip › b2b.csv`).
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// From which day it counts.
    pub dates: Dates,
    /// Its sheets in their order, hidden ones too; those without cells have no rows.
    pub sheets: Vec<Sheet>,
    /// What was tolerated.
    pub notes: Vec<Note>,
}

impl Workbook {
    pub(super) fn new(name: &str, kind: FileKind, dates: Dates) -> Workbook {
        let mut workbook = Workbook { name: name.to_owned(), kind, dates, sheets: Vec::new(), notes: Vec::new() };
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        if !kind.fits(&ending) {
            workbook.notes.push(Note::OtherName(kind.words()));
        }
        workbook
    }

    /// Adds a sheet, and notes what is hidden in it. `no_result`: how many formulas have no stored result.
    pub(super) fn add(&mut self, mut sheet: Sheet, no_result: u64) {
        sheet.no_result = no_result;
        let name = sheet.name.clone().unwrap_or_default();
        if sheet.rows() > 0 {
            if sheet.hidden {
                self.notes.push(Note::HiddenSheet(name.clone()));
            }
            let rows = sheet.hidden_rows();
            if rows > 0 {
                self.notes.push(Note::HiddenRows(name.clone(), rows));
            }
            let columns: usize = sheet.hidden_columns.iter().map(|(from, to)| usize::from(to - from) + 1).sum();
            if columns > 0 {
                self.notes.push(Note::HiddenColumns(name.clone(), columns));
            }
        }
        if no_result > 0 {
            self.notes.push(Note::NoResult(name, no_result));
        }
        self.sheets.push(sheet);
    }
}

/// What a file holds: one workbook, or of a zip of registers each of its files that is one.
#[derive(Debug)]
pub struct Opened {
    /// At least one.
    pub workbooks: Vec<Workbook>,
    /// Files in the zip that are none, each with the reason.
    pub left_out: Vec<(String, Refused)>,
}
