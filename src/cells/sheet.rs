//! A sheet as rows of those cells that hold something, and how one looks at them.

use std::borrow::Cow;

use super::format::{Format, Side};
use super::packed::{Packed, PackedCells};
use super::text::{TextCells, TextTable};
use crate::values::Day;

/// A sheet of a workbook, or a text table. Rows and cells that hold nothing are not in it.
#[derive(Debug)]
pub struct Sheet {
    /// Its name; none of a text table.
    pub name: Option<String>,
    /// Whether the workbook hides it.
    pub hidden: bool,
    /// First and last of hidden columns, from 0.
    pub hidden_columns: Vec<(u16, u16)>,
    /// How many of its formulas have no stored result.
    pub no_result: u64,
    /// How its numbers are days.
    pub dates: Dates,
    pub(super) rows: Vec<RowAt>,
    pub(super) held: Held,
}

/// Where a row is.
#[derive(Clone, Copy, Debug)]
pub(super) struct RowAt {
    /// Its line from 1, and [`HIDDEN`].
    pub line: u32,
    pub start: u32,
    pub length: u32,
}

/// Marks the line of a hidden row. No line is so far down.
pub(super) const HIDDEN: u32 = 1 << 31;

/// What the cells are taken from.
#[derive(Debug)]
pub(super) enum Held {
    Packed(Packed),
    Text(TextTable),
}

impl Sheet {
    /// How many rows hold something.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A row by its place among those that hold something, in the order of lines. None behind the last.
    pub fn row(&self, place: usize) -> Option<Row<'_>> {
        self.rows.get(place).map(|&at| Row { sheet: self, at })
    }

    /// All rows that hold something, in the order of lines.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Row<'_>> + DoubleEndedIterator {
        self.rows.iter().map(|&at| Row { sheet: self, at })
    }

    /// How many rows that hold something are hidden.
    pub fn hidden_rows(&self) -> usize {
        self.rows.iter().filter(|row| row.line & HIDDEN != 0).count()
    }

    /// The bytes of memory that rows and cells take, without strings that sheets share.
    pub fn bytes(&self) -> usize {
        let held = match &self.held {
            Held::Packed(packed) => packed.bytes.capacity(),
            Held::Text(table) => table.text.capacity(),
        };
        held + self.rows.capacity() * size_of::<RowAt>()
    }
}

/// A row that holds something.
#[derive(Clone, Copy)]
pub struct Row<'s> {
    sheet: &'s Sheet,
    at: RowAt,
}

impl<'s> Row<'s> {
    /// Its line in the sheet, or in the text file; the first is 1.
    pub fn line(&self) -> u32 {
        self.at.line & !HIDDEN
    }

    /// Whether the workbook hides it.
    pub fn hidden(&self) -> bool {
        self.at.line & HIDDEN != 0
    }

    /// Its cells that hold something, from the left. To walk over them is quick, to walk twice takes twice the time.
    pub fn cells(&self) -> Cells<'s> {
        let (start, end) = (self.at.start as usize, self.at.start as usize + self.at.length as usize);
        match &self.sheet.held {
            Held::Packed(packed) => Cells(Walk::Packed(packed.cells(start, end, self.sheet.dates))),
            Held::Text(table) => Cells(Walk::Text(table.cells(start, end))),
        }
    }

    /// The columns of its formulas that have no stored result; they are none of its [`Row::cells`].
    pub fn no_results(&self) -> impl Iterator<Item = u16> + use<'s> {
        let (start, end) = (self.at.start as usize, self.at.start as usize + self.at.length as usize);
        let packed = match &self.sheet.held {
            Held::Packed(packed) if self.sheet.no_result > 0 => Some(packed),
            Held::Packed(_) | Held::Text(_) => None,
        };
        let dates = self.sheet.dates;
        packed.into_iter().flat_map(move |packed| packed.cells(start, end, dates).no_results())
    }
}

/// The cells of a row.
pub struct Cells<'s>(Walk<'s>);

enum Walk<'s> {
    Packed(PackedCells<'s>),
    Text(TextCells<'s>),
}

impl<'s> Iterator for Cells<'s> {
    type Item = Cell<'s>;

    #[inline]
    fn next(&mut self) -> Option<Cell<'s>> {
        match &mut self.0 {
            Walk::Packed(cells) => cells.next(),
            Walk::Text(cells) => cells.next(),
        }
    }
}

/// A cell that holds something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'s> {
    /// Its column; A is 0.
    pub column: u16,
    /// What it holds.
    pub kind: Kind,
    /// Its text as written in the file: of a number no digit is lost. In xls and xlsb, where numbers are doubles, the
    /// shortest text of the number. Never empty.
    pub text: Cow<'s, str>,
    /// What its number format says; of a text nothing.
    pub format: Format,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text. In text tables and HTML every cell is text.
    Text,
    /// A number.
    Number,
    /// A number that is shown as a day, or a day that is spelled out (`2026-06-14`): the day, or [`Day::NONE`] where there is
    /// no such day, or only a time.
    Date(Day),
    /// `TRUE` or `FALSE`.
    Bool,
    /// `#N/A` and the like.
    Error,
}

impl Cell<'_> {
    /// Whether the number format marks this number as debit or credit, and which.
    pub fn side(&self) -> Option<Side> {
        if self.is_below_zero() { self.format.minus } else { self.format.plus }
    }

    /// Whether the number is below 0 and shown without its minus: the side that is shown says it.
    pub fn side_is_its_minus(&self) -> bool {
        self.is_below_zero() && self.format.minus.is_some() && self.format.drops_minus
    }

    fn is_below_zero(&self) -> bool {
        self.kind == Kind::Number && self.text.starts_with('-')
    }
}

/// The letters of a column: 0 is A, 26 is AA.
pub fn letters(column: u16) -> String {
    let (mut rest, mut letters) = (u32::from(column) + 1, Vec::new());
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// From which day a workbook counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dates {
    /// 1 is 1 January 1900, and 60 is a day that never was.
    #[default]
    From1900,
    /// 0 is 1 January 1904.
    From1904,
}

impl Dates {
    /// The day of a number; times are dropped. None where spreadsheets have no day.
    pub fn day(self, number: f64) -> Option<Day> {
        const LAST: f64 = 2_958_466.0;
        const TO_1970: i32 = 25_569;
        const BETWEEN: i32 = 1_462;
        let first = if self == Dates::From1900 { 1.0 } else { 0.0 };
        if !(first..LAST).contains(&number) {
            return None;
        }
        let number = number as i32;
        let of_1900 = match self {
            Dates::From1904 => number + BETWEEN,
            Dates::From1900 if number == 60 => return None,
            Dates::From1900 if number < 60 => number + 1,
            Dates::From1900 => number,
        };
        Some(Day(of_1900 - TO_1970))
    }

    /// The day that a cell's text is: a number, or `2026-06-14` with a time or without.
    pub(super) fn of_text(self, text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        if bytes.len() == 5 && bytes.iter().all(u8::is_ascii_digit) {
            return self.day(bytes.iter().fold(0, |n, b| n * 10 + u32::from(b - b'0')).into());
        }
        match text.parse() {
            Ok(number) => self.day(number),
            Err(_) => {
                text.get(..10).and_then(Day::parse_iso).filter(|_| matches!(bytes.get(10), None | Some(b'T' | b' ')))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_days_of_their_system() {
        let day = |text| Day::parse_iso(text);
        assert_eq!(Dates::From1900.day(46187.0), day("2026-06-14"));
        assert_eq!(Dates::From1900.day(46187.99), day("2026-06-14"));
        assert_eq!(Dates::From1904.day(44725.0), day("2026-06-14"));
        assert_eq!(Dates::From1900.day(1.0), day("1900-01-01"));
        assert_eq!(Dates::From1900.day(59.0), day("1900-02-28"));
        assert_eq!(Dates::From1900.day(61.0), day("1900-03-01"));
        for none in [60.0, 0.5, -1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Dates::From1900.day(none), None, "{none}");
        }
        assert_eq!(Dates::From1904.day(0.0), day("1904-01-01"));
        for text in ["46187", "46187.25", "2026-06-14", "2026-06-14T10:00:00", "4.6187E4"] {
            assert_eq!(Dates::From1900.of_text(text), day("2026-06-14"), "{text}");
        }
        for text in ["14-06-2026", "2026-06-145", "PT1H", ""] {
            assert_eq!(Dates::From1900.of_text(text), None, "{text}");
        }
    }

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")] {
            assert_eq!(letters(column), name);
        }
    }
}
