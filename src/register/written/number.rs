//! The number of a document from its cell.

use std::borrow::Cow;

use crate::book::register::entries::LONGEST_NUMBER;
use crate::cells::{Cell, FileKind, Kind};
use crate::register::written::held::flag;
use crate::register::written::text;
use crate::values::Day;

/// A number of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct Number<'c> {
    /// As it is shown.
    pub(in crate::register) shown: Cow<'c, str>,
    /// As it is compared, where the text differs.
    pub(in crate::register) compared: Option<String>,
    damaged: bool,
    cell: bool,
}

impl Number<'_> {
    pub(in crate::register) fn flags(&self) -> u16 {
        let damaged = if self.damaged { flag::DAMAGED } else { 0 };
        damaged | if self.cell { flag::NUMBER_CELL } else { 0 }
    }
}

/// Reads the cell of a number.
pub(in crate::register) fn read<'c>(cell: &'c Cell<'_>, file: FileKind) -> Number<'c> {
    match cell.kind {
        Kind::Number => of_number(cell, file),
        Kind::Date(day) => {
            // What was typed is lost: a spreadsheet took it for a day.
            let shown = if day == Day::NONE { cell.text.trim().to_owned() } else { day.to_string() };
            Number { shown: shown.into(), compared: None, damaged: true, cell: true }
        }
        Kind::Text | Kind::Bool | Kind::Error => of_text(&cell.text),
    }
}

fn of_text(cell: &str) -> Number<'_> {
    let shown = text::shown(crate::values::beginning(cell, LONGEST_NUMBER + 4));
    if shown.is_empty() || ["-", "--", "NA", "N/A", "na", "nil", "NIL", "Nil"].contains(&shown) {
        return Number::default();
    }
    let plain = text::plain(shown);
    // "45.0" comes from a number cell on the way through another program.
    let whole = plain.strip_suffix(".0").or_else(|| plain.strip_suffix(".00"));
    let compared = match whole.filter(|whole| !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit())) {
        Some(whole) => Some(whole.to_owned()),
        None => (plain != shown).then(|| plain.to_string()),
    };
    let damaged =
        plain.starts_with('#') && plain.len() > 1 && !plain.bytes().any(|b| b.is_ascii_digit()) || is_exponent(&plain);
    Number { shown: shown.into(), compared, damaged, cell: false }
}

/// Whether a text is what a spreadsheet makes of a long number: `1.23457E+15`.
fn is_exponent(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let signed = exponent.strip_prefix('+');
    // "12E5" may be a number of a document; "1.2E5" and "1E+15" are none that people write.
    whole.len() == 1
        && digits(whole)
        && digits(fraction)
        && digits(signed.unwrap_or(exponent))
        && (signed.is_some() || mantissa.contains('.'))
}

fn of_number<'c>(cell: &'c Cell<'_>, file: FileKind) -> Number<'c> {
    let text = cell.text.trim();
    let exponent = text.contains(['E', 'e']);
    let mut digits = if exponent { expanded(text) } else { text.to_owned() };
    if let Some((whole, fraction)) = digits.split_once('.')
        && fraction.bytes().all(|b| b == b'0')
    {
        digits = whole.to_owned();
    }
    let zeros = usize::from(cell.format.zeros);
    if digits.bytes().all(|b| b.is_ascii_digit()) && digits.len() < zeros {
        digits = format!("{digits:0>zeros$}");
    }
    let is_double = !matches!(file, FileKind::Xlsx | FileKind::Text | FileKind::Html);
    let long = digits.trim_start_matches(['-', '0']).len() > 15;
    let lost = is_double || exponent || digits.bytes().rev().take(digits.len().saturating_sub(15)).all(|b| b == b'0');
    Number { shown: digits.into(), compared: None, damaged: long && lost, cell: true }
}

/// The digits of a number with an exponent; the text itself where there are too many.
fn expanded(text: &str) -> String {
    let (mantissa, exponent) = text.split_once(['E', 'e']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    match exponent.parse::<i32>() {
        Ok(exponent @ 0..=40) if fraction.len() <= exponent as usize => {
            format!("{whole}{fraction:0<width$}", width = exponent as usize)
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::Format;

    fn cell(kind: Kind, text: &str, zeros: u8) -> Cell<'_> {
        Cell { column: 0, kind, text: text.into(), format: Format { zeros, ..Format::default() } }
    }

    #[test]
    fn numbers_of_documents_come_out_of_number_cells_digit_by_digit() {
        for (text, zeros, file, shown, damaged) in [
            ("45", 0, FileKind::Xlsx, "45", false),
            ("45.0", 0, FileKind::Xlsx, "45", false),
            ("45", 4, FileKind::Xlsx, "0045", false),
            ("123456789012345", 0, FileKind::Xls, "123456789012345", false),
            ("1234567890123456", 0, FileKind::Xlsx, "1234567890123456", false),
            ("1234567890123450", 0, FileKind::Xlsx, "1234567890123450", true),
            ("1234567890123456", 0, FileKind::Xlsb, "1234567890123456", true),
            ("1.234567890123456E15", 0, FileKind::Xlsx, "1234567890123456", true),
            ("12.5", 0, FileKind::Xlsx, "12.5", false),
        ] {
            let cell = cell(Kind::Number, text, zeros);
            let number = read(&cell, file);
            assert_eq!((&*number.shown, number.damaged), (shown, damaged), "{text} {file:?}");
        }
    }

    #[test]
    fn texts_stay_as_they_are() {
        for (text, shown, compared, damaged) in [
            (" INV/1 ", "INV/1", None, false),
            ("=\"0045\"", "0045", None, false),
            ("'0045", "0045", None, false),
            ("45.0", "45.0", Some("45"), false),
            ("१२", "१२", Some("12"), false),
            ("1.23457E+15", "1.23457E+15", None, true),
            ("12E5", "12E5", None, false),
            ("1E5", "1E5", None, false),
            ("#####", "#####", None, true),
            ("#123", "#123", None, false),
            ("-", "", None, false),
        ] {
            let cell = cell(Kind::Text, text, 0);
            let number = read(&cell, FileKind::Text);
            assert_eq!(
                (&*number.shown, number.compared.as_deref(), number.damaged),
                (shown, compared, damaged),
                "{text}"
            );
        }
        let day = Day::parse("02-01-2026").unwrap();
        let cell = cell(Kind::Date(day), "46024", 0);
        let number = read(&cell, FileKind::Xlsx);
        assert_eq!((&*number.shown, number.damaged), ("02-01-2026", true));
    }
}
