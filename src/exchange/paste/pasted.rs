//! Cells of a pasted text: rows and columns as spreadsheets put them on the clipboard.

use std::borrow::Cow;

use crate::exchange::rows::named_separator;

/// The cells of a text, row by row. Rows may be of different lengths.
pub(super) struct Cells<'t> {
    pub(super) rows: Vec<Vec<Cow<'t, str>>>,
}

/// More than any spreadsheet holds in a cell: a quote that is not closed within this many bytes is none.
const LONGEST: usize = 1 << 16;

/// Takes a text apart: by tabs; where there are none, by commas or semicolons if two headings stand between them.
pub(super) fn read<'t>(text: &'t str, is_heading: impl Fn(&str) -> bool) -> Cells<'t> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or("");
    let headed = |separator: &u8| {
        let cells = first.split(*separator as char).map(|cell| cell.trim().trim_matches('"'));
        cells.filter(|cell| is_heading(cell)).count() > 1
    };
    let guessed = || [b',', b';'].into_iter().find(headed).filter(|_| !text.contains('\t')).unwrap_or(b'\t');
    // Text of a file that a spreadsheet saved may say it in its first line.
    let (named, at) = named_separator(text).unwrap_or((None, 0));
    let separator = named.unwrap_or_else(guessed);
    let mut reader = Reader { text, at, separator, row_from: at, width: 0 };
    let mut rows = Vec::new();
    while reader.at < text.len() {
        reader.row_from = reader.at;
        rows.push(reader.row());
        if reader.width == 0 {
            reader.width = rows[0].len() - 1;
        }
    }
    Cells { rows }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    separator: u8,
    /// Where the row begins that is being read.
    row_from: usize,
    /// How many separators the first row has.
    width: usize,
}

impl<'t> Reader<'t> {
    fn row(&mut self) -> Vec<Cow<'t, str>> {
        let mut row = vec![self.cell()];
        let bytes = self.text.as_bytes();
        while bytes.get(self.at) == Some(&self.separator) {
            self.at += 1;
            row.push(self.cell());
        }
        // The line break, in any of its spellings.
        if bytes.get(self.at) == Some(&b'\r') {
            self.at += 1;
        }
        if bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
        row
    }

    fn cell(&mut self) -> Cow<'t, str> {
        if let Some(cell) = self.quoted() {
            return cell;
        }
        let rest = &self.text[self.at..];
        let length = rest.bytes().position(|b| self.ends(b)).unwrap_or(rest.len());
        self.at += length;
        rest[..length].into()
    }

    fn ends(&self, byte: u8) -> bool {
        byte == self.separator || matches!(byte, b'\r' | b'\n')
    }

    /// Whether a cell with several lines, which ends at `end`, would take whole rows into it: its first line and its last,
    /// read as lines alone, have as many cells as the first row.
    fn swallows(&self, cell: &str, end: usize) -> bool {
        if self.width == 0 || !cell.contains(['\n', '\r']) {
            return false;
        }
        let is_break = |c: char| matches!(c, '\n' | '\r');
        let rest = &self.text[self.row_from..];
        let first = &rest[..rest.find(is_break).unwrap_or(rest.len())];
        let from = self.text[..end].rfind(is_break).map_or(0, |at| at + 1);
        let last = &self.text[from..];
        let last = &last[..last.find(is_break).unwrap_or(last.len())];
        [first, last].iter().all(|line| line.bytes().filter(|&b| b == self.separator).count() == self.width)
    }

    /// A cell in quotes. A cell that only begins with a quote is none.
    fn quoted(&mut self) -> Option<Cow<'t, str>> {
        let inside = self.text[self.at..].strip_prefix('"')?;
        let bytes = inside.as_bytes();
        let (mut at, mut doubled) = (0, false);
        let length = loop {
            match *bytes.get(at).filter(|_| at < LONGEST)? {
                b'"' if bytes.get(at + 1) == Some(&b'"') => {
                    doubled = true;
                    at += 2;
                }
                b'"' if bytes.get(at + 1).is_none_or(|&b| self.ends(b)) => break at,
                b'"' => return None,
                _ => at += 1,
            }
        };
        let text = &inside[..length];
        if self.swallows(text, self.at + length + 2) {
            return None;
        }
        self.at += length + 2;
        Some(if doubled { text.replace("\"\"", "\"").into() } else { text.into() })
    }
}
