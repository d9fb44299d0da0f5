//! The first lines below a heading: what is under a column says whether it can be what its heading says.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::cells::{Cell, Dates, Kind, Row};
use crate::register::headings::fields::RegisterField;
use crate::register::written::{amount, date, kinds, text};
use crate::values::{beginning, gstin};

/// How many lines are looked at, and how many cells at most.
const LINES: usize = 2_000;
const CELLS: usize = 200_000;

/// Cells of the first lines, by column.
pub(in crate::register) struct Sample<'s> {
    cells: HashMap<u16, Vec<Cell<'s>>>,
    dates: Dates,
}

impl<'s> Sample<'s> {
    pub(in crate::register) fn of(rows: impl Iterator<Item = Row<'s>>, dates: Dates) -> Sample<'s> {
        let (mut cells, mut left) = (HashMap::<u16, Vec<Cell<'s>>>::new(), CELLS);
        for row in rows.take(LINES) {
            for cell in row.cells().take(left) {
                left -= 1;
                cells.entry(cell.column).or_default().push(cell);
            }
        }
        Sample { cells, dates }
    }

    /// Of the values of a column how many can be read as a field, and how many there are.
    pub(in crate::register) fn share(&self, column: u16, field: RegisterField) -> (usize, usize) {
        let cells = self.cells.get(&column).map_or(&[][..], Vec::as_slice);
        let all = cells.iter().filter(|cell| !cell.text.trim().is_empty());
        all.fold((0, 0), |(good, all), cell| (good + usize::from(self.reads(cell, field)), all + 1))
    }

    fn reads(&self, cell: &Cell<'_>, field: RegisterField) -> bool {
        let beginning = beginning(&cell.text, 300);
        let plain = || text::plain(beginning);
        if field.is_amount() || field == RegisterField::Rate {
            return match cell.kind {
                Kind::Number => true,
                Kind::Text => amount::read(plain().trim_end_matches('%')) != amount::ReadAmount::NotUnderstood,
                Kind::Date(_) | Kind::Bool | Kind::Error => false,
            };
        }
        match field {
            RegisterField::Gstin | RegisterField::Own => gstin::well_formed(&gstin_of(beginning)),
            _ if field.is_date() => match cell.kind {
                Kind::Date(_) => true,
                _ => date::read(&cell.text, self.dates) != date::ReadDate::NotUnderstood,
            },
            RegisterField::Type => kinds::is_known(&plain()),
            RegisterField::Number | RegisterField::Voucher | RegisterField::OriginalNumber => cell.kind != Kind::Error,
            RegisterField::Name => cell.kind == Kind::Text,
            _ => true,
        }
    }
}

/// A GSTIN as it is compared: in capitals, without spaces.
pub(in crate::register) fn gstin_of(text: &str) -> Cow<'_, str> {
    // Nearly all are as they should be.
    if text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let plain = text::plain(text);
    let capitals = plain.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect();
    Cow::Owned(capitals)
}
