//! What xls and xlsb have in common: numbers, errors and texts in bytes.

use std::fmt::Write;

use super::compound::u32_at;
use super::packed::{Packer, Value};
use super::refused::Refused;
use super::xlsx::{COLUMNS, LINES, Style};

/// Puts cells into a packer whose numbers come as doubles.
pub(super) struct Filler<'w> {
    pub packer: Packer,
    pub styles: &'w [Style],
    /// The line of the open row, from 0.
    row: Option<u32>,
    text: String,
}

/// The place of a cell, from 0, and its style.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub row: u32,
    pub column: u32,
    pub style: usize,
}

impl<'w> Filler<'w> {
    pub fn new(styles: &'w [Style]) -> Filler<'w> {
        Filler { packer: Packer::default(), styles, row: None, text: String::new() }
    }

    pub fn push(&mut self, place: Place, value: Value<'_>) -> Result<(), Refused> {
        if place.row >= LINES || place.column >= COLUMNS {
            return Err(Refused::damaged(
                "This file is damaged: a cell of it lies outside of what a sheet can hold. Export it again.",
            ));
        }
        if self.row != Some(place.row) {
            self.row = Some(place.row);
            self.packer.begin(place.row + 1, false)?;
        }
        let format = match value {
            Value::Number(_) | Value::Date(_) => self.style(place).format,
            _ => 0,
        };
        self.packer.push(place.column as u16, value, format)
    }

    fn style(&self, place: Place) -> Style {
        self.styles.get(place.style).copied().unwrap_or_default()
    }

    pub fn number(&mut self, place: Place, number: f64) -> Result<(), Refused> {
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        write_number(&mut text, number);
        let value = if !number.is_finite() {
            Value::Error("#NUM!")
        } else if self.style(place).date {
            Value::Date(&text)
        } else {
            Value::Number(&text)
        };
        let pushed = self.push(place, value);
        self.text = text;
        pushed
    }
}

/// The shortest text that is this number and no other.
fn write_number(text: &mut String, number: f64) {
    let size = number.abs();
    // A text takes any letters; nothing can fail.
    let _ = if number == 0.0 {
        write!(text, "0")
    } else if (1e-9..1e21).contains(&size) {
        write!(text, "{number}")
    } else {
        write!(text, "{number:E}")
    };
}

/// A number in four bytes: a double without its end, or an integer, each perhaps a hundred times too large.
pub(super) fn short_number(bits: u32) -> f64 {
    let number = if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from((bits as i32) >> 2) };
    if bits & 1 == 0 { number } else { number / 100.0 }
}

/// A double at a place.
pub(super) fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..)?.first_chunk::<8>().copied()?))
}

/// The text of an error.
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#GETTING_DATA",
    }
}

/// Text in UTF-16.
pub(super) fn wide(bytes: &[u8]) -> String {
    char::decode_utf16(bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])))
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// A text of xlsb: its length in characters, and UTF-16. Also where it ends.
pub(super) fn long_text(bytes: &[u8], at: usize) -> Option<(String, usize)> {
    let length = u32_at(bytes, at)? as usize;
    let end = length.checked_mul(2)?.checked_add(at + 4)?;
    Some((wide(bytes.get(at + 4..end)?), end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_short() {
        let text = |number| {
            let mut text = String::new();
            write_number(&mut text, number);
            text
        };
        assert_eq!(text(12345.67), "12345.67");
        assert_eq!(text(-0.0), "0");
        assert_eq!(text(123456789012345.0), "123456789012345");
        assert_eq!(text(1e300), "1E300");
        assert_eq!(text(0.1 + 0.2), "0.30000000000000004");
    }

    #[test]
    fn short_numbers_are_read() {
        assert_eq!(short_number((1_234_567 << 2) | 3), 12345.67);
        assert_eq!(short_number((-5_i32 << 2) as u32 | 2), -5.0);
        assert_eq!(short_number((1.5_f64.to_bits() >> 32) as u32), 1.5);
    }
}
