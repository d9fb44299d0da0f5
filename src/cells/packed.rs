//! The cells of a workbook's sheet, one after another in few bytes: a mark (kind, format, whether it is beside the cell
//! before it), and a text or the number of a shared one.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::format::Format;
use super::refused::Refused;
use super::sheet::{Cell, Dates, HIDDEN, Held, Kind, RowAt, Sheet};
use crate::values::Day;

/// What the sheets of a workbook have in common.
#[derive(Debug, Default)]
pub(super) struct Shared {
    pub strings: Strings,
    pub formats: Formats,
}

/// Texts by their numbers.
#[derive(Debug, Default)]
pub(super) struct Strings {
    text: String,
    ends: Vec<u32>,
}

impl Strings {
    /// Adds one.
    pub fn push(&mut self, text: &str) -> Result<(), Refused> {
        self.text.try_reserve(text.len()).map_err(|_| Refused::no_room())?;
        self.text.push_str(text);
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| Refused::too_large())?);
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn get(&self, number: u32) -> Option<&str> {
        let end = *self.ends.get(number as usize)?;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
        self.text.get(start as usize..end as usize)
    }
}

/// What formats say, each once.
#[derive(Debug, Default)]
pub(super) struct Formats {
    list: Vec<Format>,
    places: HashMap<Format, u32>,
}

impl Formats {
    /// The place of a format.
    pub fn place(&mut self, format: Format) -> u32 {
        *self.places.entry(format).or_insert_with(|| {
            self.list.push(format);
            self.list.len() as u32 - 1
        })
    }

    pub fn get(&self, place: u32) -> Format {
        self.list.get(place as usize).copied().unwrap_or_default()
    }
}

/// What a cell holds before it is packed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Value<'t> {
    Text(&'t str),
    /// The number of a shared text.
    Shared(u32),
    Number(&'t str),
    Date(&'t str),
    Bool(bool),
    Error(&'t str),
    /// A formula of which the file has no result.
    NoResult,
}

const TEXT: u8 = 0;
const SHARED: u8 = 1;
const NUMBER: u8 = 2;
const DATE: u8 = 3;
const BOOL: u8 = 4;
/// An error; without a text a formula that has no result.
const ERROR: u8 = 5;
const KIND: u8 = 7;
/// The cell's column is the one behind that of the cell before it.
const BESIDE: u8 = 8;
/// The format's place is behind the mark.
const FORMAT_BEHIND: u8 = 15;

/// The packed cells of a sheet.
#[derive(Debug)]
pub(super) struct Packed {
    pub bytes: Vec<u8>,
    shared: Arc<Shared>,
}

impl Packed {
    pub fn cells(&self, start: usize, end: usize, dates: Dates) -> PackedCells<'_> {
        let rest = self.bytes.get(start..end).unwrap_or_default();
        PackedCells { rest, next: 0, dates, shared: &self.shared }
    }
}

/// The cells of a packed row.
pub(super) struct PackedCells<'s> {
    rest: &'s [u8],
    /// The column behind the last.
    next: u16,
    dates: Dates,
    shared: &'s Shared,
}

impl<'s> PackedCells<'s> {
    #[inline]
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    #[inline]
    fn number(&mut self) -> Option<u32> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
            shift += 7;
            if shift > 28 {
                return None;
            }
        }
    }

    #[inline]
    fn text(&mut self) -> Option<Cow<'s, str>> {
        let length = self.number()? as usize;
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(String::from_utf8_lossy(text))
    }

    #[inline]
    pub fn next(&mut self) -> Option<Cell<'s>> {
        loop {
            let cell = self.any()?;
            // A shared text may be empty, and a formula has no result.
            if !cell.text.is_empty() {
                return Some(cell);
            }
        }
    }

    /// The columns in which formulas have no result.
    pub fn no_results(mut self) -> impl Iterator<Item = u16> {
        let any = std::iter::from_fn(move || self.any());
        any.filter(|cell| cell.kind == Kind::Error && cell.text.is_empty()).map(|cell| cell.column)
    }

    #[inline]
    fn any(&mut self) -> Option<Cell<'s>> {
        let mark = self.byte()?;
        let skipped = if mark & BESIDE == 0 { self.number()? } else { 0 };
        let column = self.next.saturating_add(skipped as u16);
        self.next = column.saturating_add(1);
        let format = match mark >> 4 {
            FORMAT_BEHIND => self.number()?,
            place => place.into(),
        };
        let (kind, text) = match mark & KIND {
            TEXT => (Kind::Text, self.text()?),
            SHARED => {
                let number = self.number()?;
                (Kind::Text, Cow::Borrowed(self.shared.strings.get(number).unwrap_or_default()))
            }
            NUMBER => (Kind::Number, self.text()?),
            DATE => {
                let text = self.text()?;
                (Kind::Date(self.dates.of_text(&text).unwrap_or(Day::NONE)), text)
            }
            BOOL => (Kind::Bool, Cow::Borrowed(if self.byte()? == 0 { "FALSE" } else { "TRUE" })),
            _ => (Kind::Error, self.text()?),
        };
        Some(Cell { column, kind, text, format: self.shared.formats.get(format) })
    }
}

/// Packs a sheet's cells as they come.
#[derive(Default)]
pub(super) struct Packer {
    bytes: Vec<u8>,
    rows: Vec<RowAt>,
    /// The line of the row that is open, and [`HIDDEN`].
    line: u32,
    start: usize,
    /// The column behind the last of the open row.
    next: u32,
    /// Cells of the open row do not come from the left.
    mixed: bool,
    /// Rows do not come from the top.
    rows_mixed: bool,
    /// How many cells there are.
    pub cells: u64,
}

impl Packer {
    /// Begins a row; `line` from 1.
    pub fn begin(&mut self, line: u32, hidden: bool) -> Result<(), Refused> {
        self.end(1)?;
        self.line = line | if hidden { HIDDEN } else { 0 };
        Ok(())
    }

    /// Adds a cell to the row that is open. What holds nothing is left out.
    #[inline]
    pub fn push(&mut self, column: u16, held: Value<'_>, format: u32) -> Result<(), Refused> {
        let (kind, text) = match held {
            Value::Text(text) => (TEXT, text),
            Value::Shared(_) => (SHARED, "-"),
            Value::Number(text) => (NUMBER, text),
            Value::Date(text) => (DATE, text),
            Value::Bool(_) => (BOOL, "-"),
            Value::Error(text) => (ERROR, text),
            Value::NoResult => (ERROR, "-"),
        };
        if text.is_empty() {
            return Ok(());
        }
        if self.bytes.capacity() - self.bytes.len() < text.len() + 24 {
            self.bytes.try_reserve(text.len() + 24).map_err(|_| Refused::no_room())?;
        }
        // A row that is not in order is put in order at its end, which needs all columns.
        let column = u32::from(column);
        self.mixed |= column < self.next;
        let skipped = column.wrapping_sub(self.next);
        let beside = if skipped == 0 { BESIDE } else { 0 };
        let format_in_mark = if format < FORMAT_BEHIND.into() { format as u8 } else { FORMAT_BEHIND };
        self.bytes.push(kind | beside | format_in_mark << 4);
        if skipped != 0 {
            // Columns to the left are counted around: 16 bits are enough to come there.
            number(&mut self.bytes, skipped & 0xFFFF);
        }
        if format_in_mark == FORMAT_BEHIND {
            number(&mut self.bytes, format);
        }
        match held {
            Value::Shared(place) => number(&mut self.bytes, place),
            Value::Bool(is) => self.bytes.push(is.into()),
            Value::NoResult => number(&mut self.bytes, 0),
            _ => {
                number(&mut self.bytes, text.len() as u32);
                self.bytes.extend_from_slice(text.as_bytes());
            }
        }
        self.next = column + 1;
        self.cells += 1;
        Ok(())
    }

    /// Ends the row that is open, if there is one; it comes this many times, one below the other.
    pub fn end(&mut self, times: u32) -> Result<(), Refused> {
        if self.bytes.len() > self.start {
            if self.mixed {
                self.put_in_order();
            }
            let start = u32::try_from(self.start).map_err(|_| Refused::too_large())?;
            let length = u32::try_from(self.bytes.len() - self.start).map_err(|_| Refused::too_large())?;
            self.rows.try_reserve(times as usize).map_err(|_| Refused::no_room())?;
            let above = self.rows.last().map_or(0, |row| row.line & !HIDDEN);
            self.rows_mixed |= self.line & !HIDDEN <= above;
            self.rows.extend((0..times).map(|below| RowAt { line: self.line + below, start, length }));
        }
        (self.start, self.next, self.mixed) = (self.bytes.len(), 0, false);
        Ok(())
    }

    /// Puts the cells of the open row in order from the left; of several in one column the last stays.
    fn put_in_order(&mut self) {
        let row = self.bytes.split_off(self.start);
        let mut cells: Vec<(u16, u8, &[u8])> = Vec::new();
        let mut next = 0_u16;
        let mut rest = PackedCells { rest: &row, next: 0, dates: Dates::From1900, shared: &Shared::default() };
        while let Some(mark) = rest.byte() {
            let skipped = if mark & BESIDE == 0 { rest.number().unwrap_or(0) } else { 0 };
            let column = next.wrapping_add(skipped as u16);
            next = column.wrapping_add(1);
            let from = rest.rest;
            if mark >> 4 == FORMAT_BEHIND {
                rest.number();
            }
            match mark & KIND {
                SHARED => _ = rest.number(),
                BOOL => _ = rest.byte(),
                _ => _ = rest.text(),
            }
            cells.push((column, mark, &from[..from.len() - rest.rest.len()]));
        }
        cells.sort_by_key(|cell| cell.0);
        let mut next = 0;
        for (place, &(column, mark, content)) in cells.iter().enumerate() {
            if cells.get(place + 1).is_some_and(|later| later.0 == column) {
                self.cells -= 1;
                continue;
            }
            let skipped = u32::from(column) - next;
            self.bytes.push(mark & !BESIDE | if skipped == 0 { BESIDE } else { 0 });
            if skipped != 0 {
                number(&mut self.bytes, skipped);
            }
            self.bytes.extend_from_slice(content);
            next = u32::from(column) + 1;
        }
    }

    /// The sheet, when all rows are in.
    pub fn sheet(mut self, name: String, dates: Dates, shared: &Arc<Shared>) -> Result<Sheet, Refused> {
        self.end(1)?;
        if self.rows_mixed {
            self.rows.sort_by_key(|row| row.line & !HIDDEN);
        }
        let held = Held::Packed(Packed { bytes: self.bytes, shared: Arc::clone(shared) });
        Ok(Sheet {
            name: Some(name),
            hidden: false,
            hidden_columns: Vec::new(),
            no_result: 0,
            dates,
            rows: self.rows,
            held,
        })
    }
}

#[inline]
fn number(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
}
