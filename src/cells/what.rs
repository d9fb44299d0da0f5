//! What a file is, by its content alone, and who reads it.

use super::encoding;
use super::refused::{Note, Refused, Why};
use super::sheet::{Dates, Sheet};
use super::text;
use crate::work::Progress;

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

/// What a file holds: one workbook, or of a zip of registers each of its files that is one.
#[derive(Debug)]
pub struct Opened {
    /// At least one.
    pub workbooks: Vec<Workbook>,
    /// Files in the zip that are none, each with the reason.
    pub left_out: Vec<(String, Refused)>,
}

/// Reads a file by its content. `name` is how messages name it. Errors: it is none of these kinds, or it is damaged.
pub fn read(name: &str, bytes: Vec<u8>, progress: &Progress) -> Result<Opened, Refused> {
    progress.expect(bytes.len() as u64);
    let workbook = of_text(name, bytes, progress)?;
    Ok(Opened { workbooks: vec![workbook], left_out: Vec::new() })
}

fn of_text(name: &str, bytes: Vec<u8>, progress: &Progress) -> Result<Workbook, Refused> {
    let (text, mut notes) = encoding::decode(bytes, progress)?;
    if text.trim_start().is_empty() {
        return Err(Refused::new(Why::Other, "This file is empty."));
    }
    let (sheet, more) = text::read(text, progress)?;
    notes.extend(more);
    Ok(Workbook { name: name.to_owned(), kind: FileKind::Text, dates: Dates::From1900, sheets: vec![sheet], notes })
}
