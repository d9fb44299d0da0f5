//! Why a file is not read, and what was tolerated in one that is.

use std::fmt;

use crate::values::grouped;
use crate::work::allowance::NO_ROOM;

/// Why a file is not read: one sentence that says what happened and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What kind of reason it is.
    pub why: Why,
    /// What is said, without the file's name.
    pub what: String,
}

/// Kinds of reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The user stopped it.
    Stopped,
    /// It cannot be read from the disk.
    Disk,
    /// It is damaged, cut off, or too large.
    Damaged,
    /// It has a password.
    Password,
    /// It is a file of the portal.
    Portal,
    /// It is of another kind.
    Other,
}

impl Refused {
    pub(super) fn new(why: Why, what: impl Into<String>) -> Refused {
        Refused { why, what: what.into() }
    }

    pub(super) fn damaged(what: impl Into<String>) -> Refused {
        Refused::new(Why::Damaged, what)
    }

    pub(super) fn other(what: impl Into<String>) -> Refused {
        Refused::new(Why::Other, what)
    }

    pub(super) fn stopped() -> Refused {
        Refused::new(Why::Stopped, "reading was stopped")
    }

    pub(super) fn too_large() -> Refused {
        Refused::damaged("This file is larger than 4 GB. Export a shorter period.")
    }

    pub(super) fn no_room() -> Refused {
        Refused::damaged(format!("This file {NO_ROOM}."))
    }

    pub(super) fn password() -> Refused {
        Refused::new(Why::Password, "This workbook has a password. Save it without one.")
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl std::error::Error for Refused {}

/// What was tolerated while a file was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The text is neither UTF-8 nor UTF-16.
    Windows1252,
    /// This many characters of a UTF-8 text are damaged.
    DamagedCharacters(u64),
    /// A last quote is never closed; it is taken as a character. The line.
    OpenQuote(u32),
    /// The content is of this kind, and the name says another.
    OtherName(&'static str),
    /// A sheet is hidden.
    HiddenSheet(String),
    /// This many rows of a sheet are hidden.
    HiddenRows(String, usize),
    /// This many columns of a sheet are hidden.
    HiddenColumns(String, usize),
    /// This many formulas of a sheet have no stored result.
    NoResult(String, u64),
    /// A file in the zip is left out, and why.
    LeftOut(String, String),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |n: u64, one: &str, many: &str| match n {
            1 => format!("1 {one}"),
            n => format!("{} {many}", grouped(n)),
        };
        match self {
            Note::Windows1252 => write!(f, "the text is neither UTF-8 nor UTF-16; it is read as Windows-1252"),
            Note::DamagedCharacters(n) => {
                write!(f, "{} not UTF-8; shown as \u{FFFD}", number(*n, "character is", "characters are"))
            }
            Note::OpenQuote(line) => write!(f, "line {line}: a quote is never closed; it is read as a character"),
            Note::OtherName(kind) => write!(f, "the file is {kind}, whatever its name says"),
            Note::HiddenSheet(sheet) => write!(f, "the sheet {sheet} is hidden"),
            Note::HiddenRows(sheet, n) => write!(f, "{sheet}: {} hidden", number(*n as u64, "row is", "rows are")),
            Note::HiddenColumns(sheet, n) => {
                write!(f, "{sheet}: {} hidden", number(*n as u64, "column is", "columns are"))
            }
            Note::NoResult(sheet, n) => write!(
                f,
                "{sheet}: {} no stored result; open the workbook and save it once",
                number(*n, "formula has", "formulas have")
            ),
            Note::LeftOut(file, why) => write!(f, "{file} is left out: {why}"),
        }
    }
}
