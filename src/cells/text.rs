//! Text tables: lines cut into cells by a separator, cells in quotes.

use std::borrow::Cow;

use memchr::{memchr, memchr2, memchr3};

use super::format::Format;
use super::refused::{Note, Refused};
use super::sheet::{Cell, Dates, Held, Kind, RowAt, Sheet};
use crate::work::Progress;

/// What may separate cells, the likelier before.
const SEPARATORS: [u8; 4] = [b'\t', b',', b';', b'|'];
/// This many lines say what does.
const LOOKED_AT: usize = 50;
/// A spreadsheet's sheet has this many columns; what is beyond them in a line of text is no table.
const COLUMNS: u16 = 16_384;
/// After this many bytes one looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 20;

/// The text of a table.
#[derive(Debug)]
pub(super) struct TextTable {
    pub text: String,
    separator: u8,
    /// The place of a quote that is none, as no other closes it.
    no_quote: usize,
}

/// Reads a text as a table.
pub(super) fn read(text: String, progress: &Progress) -> Result<(Sheet, Vec<Note>), Refused> {
    if u32::try_from(text.len()).is_err() {
        return Err(Refused::too_large());
    }
    let (skipped, separator) = match said(&text) {
        Some((skipped, separator)) => (skipped, separator),
        None => (0, separator(&text)),
    };
    let mut table = TextTable { text, separator, no_quote: usize::MAX };
    let rows = table.rows(skipped, progress)?;
    let mut notes = Vec::new();
    if table.no_quote != usize::MAX {
        let before = &table.text.as_bytes()[..table.no_quote];
        notes.push(Note::OpenQuote(1 + line_ends(before)));
    }
    let held = Held::Text(table);
    let (hidden_columns, dates) = (Vec::new(), Dates::From1900);
    let sheet = Sheet { name: None, hidden: false, hidden_columns, no_result: 0, dates, rows, held };
    Ok((sheet, notes))
}

/// The separator that a first line `sep=;` names, and how long that line is.
fn said(text: &str) -> Option<(usize, u8)> {
    let rest = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &text.as_bytes()[4..])?;
    let (&separator, rest) = rest.split_first()?;
    let end = match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        [] => 0,
        _ => return None,
    };
    (separator.is_ascii() && !matches!(separator, b'"' | b'\r' | b'\n')).then_some((5 + end, separator))
}

/// What separates the cells: whatever cuts most of the first lines into the same number of cells.
fn separator(text: &str) -> u8 {
    let score = |separator: u8| {
        // A quoted cell may be long, but not so long.
        let bytes = &text.as_bytes()[..text.len().min(LOOKED_AT * 65_536)];
        let (mut counts, mut from, mut no_quote) = (Vec::new(), 0, usize::MAX);
        while from < bytes.len() && counts.len() < LOOKED_AT {
            let mut fields = Fields::<false> { bytes, separator, no_quote, at: from, ended: false };
            let mut count = 0_usize;
            while let Some(field) = fields.next() {
                count += 1;
                if field.open {
                    no_quote = field.start - 1;
                    fields = Fields { no_quote, at: from, ended: false, ..fields };
                    count = 0;
                }
            }
            if something(&bytes[from..fields.at], separator) {
                counts.push(count);
            }
            from = fields.at;
        }
        let same = |count: usize| counts.iter().filter(|&&other| other == count).count();
        counts.iter().filter(|&&count| count > 1).map(|&count| (same(count), count)).max().unwrap_or((0, 0))
    };
    // Of equals the first stays.
    SEPARATORS.into_iter().rev().max_by_key(|&separator| score(separator)).filter(|&s| score(s).0 > 0).unwrap_or(b',')
}

/// How many lines end in some bytes.
fn line_ends(bytes: &[u8]) -> u32 {
    let mut ends = 0;
    let mut at = 0;
    while let Some(found) = memchr2(b'\n', b'\r', &bytes[at..]) {
        at += found + 1;
        if bytes[at - 1] == b'\r' && bytes.get(at) == Some(&b'\n') {
            at += 1;
        }
        ends += 1;
    }
    ends
}

impl TextTable {
    /// Where the lines are in which there is something.
    fn rows(&mut self, from: usize, progress: &Progress) -> Result<Vec<RowAt>, Refused> {
        let bytes = self.text.as_bytes();
        let has_quotes = memchr(b'"', bytes).is_some();
        let mut rows = Vec::new();
        let (mut at, mut line, mut looked) = (from, 1 + line_ends(&bytes[..from]), 0);
        while at < bytes.len() {
            if at - looked > BETWEEN_LOOKS {
                if !progress.advance((at - looked) as u64) {
                    return Err(Refused::stopped());
                }
                looked = at;
            }
            let mut end = at + memchr2(b'\n', b'\r', &bytes[at..]).unwrap_or(bytes.len() - at);
            let mut lines = 1;
            if has_quotes && memchr(b'"', &bytes[at..end]).is_some() {
                let mut fields =
                    Fields::<false> { bytes, separator: self.separator, no_quote: self.no_quote, at, ended: false };
                loop {
                    match fields.next() {
                        Some(field) if field.open => {
                            // No quote closes this one: it is a character.
                            self.no_quote = field.start - 1;
                            fields = Fields { no_quote: self.no_quote, at, ended: false, ..fields };
                        }
                        Some(field) => end = field.after,
                        None => break,
                    }
                }
                if end > at {
                    lines += line_ends(&bytes[at..end]);
                }
            }
            if something(&bytes[at..end], self.separator) {
                if rows.len() == rows.capacity() {
                    rows.try_reserve(1).map_err(|_| Refused::no_room())?;
                }
                rows.push(RowAt { line, start: at as u32, length: (end - at) as u32 });
            }
            at = end + usize::from(bytes.get(end) == Some(&b'\r') && bytes.get(end + 1) == Some(&b'\n')) + 1;
            line += lines;
        }
        progress.advance((bytes.len() - looked) as u64);
        Ok(rows)
    }

    pub fn cells(&self, start: usize, end: usize) -> TextCells<'_> {
        let bytes = &self.text.as_bytes()[..end];
        let ended = start == end;
        let fields = Fields::<true> { bytes, separator: self.separator, no_quote: self.no_quote, at: start, ended };
        TextCells { text: &self.text, fields, column: 0 }
    }
}

/// Whether a line holds more than separators, quotes and spaces.
fn something(line: &[u8], separator: u8) -> bool {
    line.iter().any(|&b| b != separator && !matches!(b, b' ' | b'"' | b'\t' | b'\r' | b'\n'))
}

/// The fields of a line, up to its end outside of quotes; where the bytes are those of one row, up to their end.
struct Fields<'t, const IN_ROW: bool> {
    bytes: &'t [u8],
    separator: u8,
    no_quote: usize,
    at: usize,
    /// The line's last field is behind us; `at` is behind the line's end.
    ended: bool,
}

/// A field: where its text is.
struct Field {
    start: usize,
    end: usize,
    /// Where what separates or ends is.
    after: usize,
    quoted: bool,
    /// It has quotes in quotes.
    doubled: bool,
    /// Its quote is never closed.
    open: bool,
}

impl<const IN_ROW: bool> Fields<'_, IN_ROW> {
    #[inline]
    fn next(&mut self) -> Option<Field> {
        if self.ended {
            return None;
        }
        let start = self.at;
        let field = if self.bytes.get(start) == Some(&b'"') && start != self.no_quote {
            self.quoted(start + 1)
        } else {
            let end = self.end_from(start);
            Field { start, end, after: end, quoted: false, doubled: false, open: false }
        };
        self.ended = self.bytes.get(field.after).is_none_or(|&b| b != self.separator);
        self.at = field.after + 1;
        if self.ended && self.bytes.get(field.after) == Some(&b'\r') && self.bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
        self.at = self.at.min(self.bytes.len());
        // A line may end with a separator: then an empty field comes last.
        Some(field)
    }

    #[inline]
    fn end_from(&self, from: usize) -> usize {
        let rest = &self.bytes[from..];
        // Most fields are short.
        let near = &rest[..rest.len().min(24)];
        let found = if IN_ROW {
            near.iter().position(|&b| b == self.separator)
        } else {
            near.iter().position(|&b| b == self.separator || b == b'\n' || b == b'\r')
        };
        if let Some(end) = found {
            return from + end;
        }
        let far = &rest[near.len()..];
        let end = if IN_ROW { memchr(self.separator, far) } else { memchr3(self.separator, b'\n', b'\r', far) };
        from + near.len() + end.unwrap_or(far.len())
    }

    #[inline]
    fn quoted(&self, start: usize) -> Field {
        let (mut at, mut doubled) = (start, false);
        loop {
            let Some(quote) = self.bytes.get(at..).and_then(|rest| memchr(b'"', rest)) else {
                let end = self.bytes.len();
                return Field { start, end, after: end, quoted: true, doubled, open: true };
            };
            let quote = at + quote;
            if self.bytes.get(quote + 1) != Some(&b'"') {
                // What is between the quote and the separator stays a part of the text.
                let after = self.end_from(quote + 1);
                return Field { start, end: quote, after, quoted: true, doubled, open: false };
            }
            doubled = true;
            at = quote + 2;
        }
    }
}

/// The cells of a line.
pub(super) struct TextCells<'s> {
    text: &'s str,
    fields: Fields<'s, true>,
    column: u16,
}

impl<'s> TextCells<'s> {
    #[inline]
    pub fn next(&mut self) -> Option<Cell<'s>> {
        while self.column < COLUMNS {
            let field = self.fields.next()?;
            let column = self.column;
            self.column += 1;
            let text = self.of(&field);
            if !text.is_empty() {
                return Some(Cell { column, kind: Kind::Text, text, format: Format::default() });
            }
        }
        None
    }

    #[inline]
    fn of(&self, field: &Field) -> Cow<'s, str> {
        let text = &self.text[field.start..field.end];
        if !field.quoted || (!field.doubled && field.after == field.end + 1) {
            return Cow::Borrowed(text);
        }
        let mut whole = if field.doubled { text.replace("\"\"", "\"") } else { text.to_owned() };
        whole.push_str(self.text.get(field.end + 1..field.after).unwrap_or_default());
        Cow::Owned(whole)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(text: &str) -> (Sheet, Vec<Note>) {
        read(text.to_owned(), &Progress::default()).unwrap()
    }

    /// Line, column and text of every cell.
    fn cells(text: &str) -> Vec<(u32, u16, String)> {
        let (sheet, _) = table(text);
        sheet.iter().flat_map(|row| row.cells().map(move |cell| (row.line(), cell.column, cell.text.into()))).collect()
    }

    fn at(line: u32, column: u16, text: &str) -> (u32, u16, String) {
        (line, column, text.to_owned())
    }

    #[test]
    fn the_separator_is_what_cuts_most_lines_alike() {
        for separator in ["\t", ",", ";", "|"] {
            let lines = [
                "Shree Traders, Pune; a firm",
                "",
                "No,Date,Amount",
                "1,02-05-2026,\"1,23,456.00\"",
                "2,03-05-2026,5",
                "3,03-05-2026,6",
            ];
            let text = lines.map(|line| line.replace(',', separator)).join("\n").replace("1\t23", "1,23");
            assert_eq!(table(&text).0.iter().nth(2).map(|row| row.cells().count()), Some(3), "{separator:?}");
        }
        assert_eq!(cells("1,5\tA\n2,5\tB\n"), [at(1, 0, "1,5"), at(1, 1, "A"), at(2, 0, "2,5"), at(2, 1, "B")]);
        assert_eq!(cells("sep=;\r\na,b;c\n"), [at(2, 0, "a,b"), at(2, 1, "c")]);
        assert_eq!(cells("a b\nc"), [at(1, 0, "a b"), at(2, 0, "c")]);
    }

    #[test]
    fn lines_are_those_of_the_file() {
        let text = "a,b\r\n\r\n\"x\r\ny\",z\r\n,,\rlast,1";
        let want = [at(1, 0, "a"), at(1, 1, "b"), at(3, 0, "x\r\ny"), at(3, 1, "z"), at(6, 0, "last"), at(6, 1, "1")];
        assert_eq!(cells(text), want);
        assert_eq!(table("\n\n,,\n").0.rows(), 0);
    }

    #[test]
    fn quotes_hold_separators_line_ends_and_quotes() {
        assert_eq!(cells("\"a\"\"b,\",c\n"), [at(1, 0, "a\"b,"), at(1, 1, "c")]);
        assert_eq!(cells("=\"0045\",\"\",d\n"), [at(1, 0, "=\"0045\""), at(1, 2, "d")]);
        assert_eq!(cells("\"a\" b,c\n"), [at(1, 0, "a b"), at(1, 1, "c")]);
    }

    #[test]
    fn a_quote_that_is_never_closed_takes_no_line_away() {
        let text = "a,b\n1,\"5 inch\n2,c\n3,\"\"\n4,d\n";
        let (sheet, notes) = table(text);
        assert_eq!(sheet.rows(), 5);
        assert_eq!(notes, [Note::OpenQuote(2)]);
        assert_eq!(cells(text)[3], at(2, 1, "\"5 inch"));
        assert_eq!(cells("\""), []);
    }

    #[test]
    fn reading_stops_when_it_should() {
        let stopped = Progress::default();
        stopped.cancel();
        let text = "a,b\n".repeat(1 << 20);
        assert_eq!(read(text, &stopped).err(), Some(Refused::stopped()));
    }

    proptest! {
        #[test]
        fn what_is_quoted_comes_back(rows in prop::collection::vec(prop::collection::vec("[a\"',;|\t\r\n ₹]{0,6}", 2..5), 1..8)) {
            let line = |row: &Vec<String>| row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",");
            let text: String = std::iter::once("sep=,\n".to_owned()).chain(rows.iter().map(|row| line(row) + "\n")).collect();
            let mut want = Vec::new();
            for row in &rows {
                if row.iter().any(|cell| something(cell.as_bytes(), b',')) {
                    want.extend(row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()).map(|(column, cell)| (column as u16, cell.clone())));
                }
            }
            let got: Vec<(u16, String)> = cells(&text).into_iter().map(|(_, column, text)| (column, text)).collect();
            prop_assert_eq!(got, want);
        }

        #[test]
        fn any_text_is_cut_without_loss(text in "[a1\",;\t\r\n]{0,60}") {
            let (sheet, _) = table(&text);
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
            let found: usize = sheet.iter().flat_map(|row| row.cells().map(|cell| letters(&cell.text))).sum();
            prop_assert_eq!(found, letters(&text));
            prop_assert!(sheet.iter().map(|row| row.line()).is_sorted_by(|a, b| a < b));
        }
    }
}
