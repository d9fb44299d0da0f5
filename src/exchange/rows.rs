//! A table of text, row by row: comma, semicolon or tab, quotes as spreadsheets write them, any line ends, and the line of
//! the file in which each row begins. What cannot be taken apart for certain is an error: a shifted row would decide
//! something else than its writer meant.

use std::borrow::Cow;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRow<'t> {
    /// The line in which it begins, from 1.
    pub line: u64,
    /// Its cells, without their quotes.
    pub cells: Vec<Cow<'t, str>>,
}

impl TextRow<'_> {
    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The text of a table's bytes: UTF-8, or UTF-16 as spreadsheets save "Unicode text". The error says what it is instead.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, String> {
    let wide = |little: bool, bytes: &[u8]| {
        let unit = if little { u16::from_le_bytes } else { u16::from_be_bytes };
        let units: Vec<u16> =
            bytes.chunks(2).map(|pair| unit([pair[0], pair.get(1).copied().unwrap_or(b'?')])).collect();
        let whole = bytes.len().is_multiple_of(2);
        let text = String::from_utf16(&units).ok().filter(|_| whole);
        text.map(Cow::Owned).ok_or("the text is damaged UTF-16: save the table as \"CSV UTF-8\"".to_owned())
    };
    match bytes {
        [b'P', b'K', 3, 4, ..] | [0xD0, 0xCF, 0x11, 0xE0, ..] => {
            Err("this is an Excel workbook: in Excel, save it as \"CSV UTF-8\" and load that file".into())
        }
        [0xFF, 0xFE, rest @ ..] => wide(true, rest),
        [0xFE, 0xFF, rest @ ..] => wide(false, rest),
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => wide(true, bytes),
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => wide(false, bytes),
        _ => {
            let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            str::from_utf8(bytes).map(Cow::Borrowed).map_err(|e| {
                let line = line_breaks(&bytes[..e.valid_up_to()]) + 1;
                format!("line {line}: the text is not UTF-8: save the table as \"CSV UTF-8\"")
            })
        }
    }
}

/// How many line breaks there are: `\n`, `\r\n` or `\r`.
fn line_breaks(bytes: &[u8]) -> u64 {
    let mut count = 0;
    for (i, b) in bytes.iter().enumerate() {
        count += u64::from(*b == b'\n' || (*b == b'\r' && bytes.get(i + 1) != Some(&b'\n')));
    }
    count
}

/// A place in a text between two rows.
#[derive(Clone, Copy, Debug)]
pub struct TextPlace {
    at: usize,
    line: u64,
    separator: u8,
}

impl TextPlace {
    /// What comes between two cells.
    pub fn separator(self) -> u8 {
        self.separator
    }
}

/// Takes a text apart, row by row.
pub struct TextRows<'t> {
    text: &'t str,
    at: usize,
    line: u64,
    separator: u8,
}

/// A row with more cells is an error: no spreadsheet makes it, and its cells would take many times what its text takes.
const MOST_CELLS: usize = 16_384;

impl<'t> TextRows<'t> {
    /// Begins at the first row. What separates the cells is said by a first line `sep=;`, as spreadsheets write it, else it
    /// is whichever of comma, semicolon and tab divides the first row into most headings that are known.
    pub fn new(text: &'t str, is_heading: impl Fn(&str) -> bool) -> TextRows<'t> {
        let named = named_separator(text);
        let (at, line) = named.map_or((0, 1), |(_, at)| (at, 2));
        let rows = |separator| TextRows { text, at, line, separator };
        if let Some((Some(separator), _)) = named {
            return rows(separator);
        }
        let headings = |separator: u8| {
            let first = rows(separator).find(|row| row.as_ref().is_ok_and(|row| !row.is_blank()));
            let cells = first.and_then(Result::ok).map_or(Vec::new(), |row| row.cells);
            (cells.iter().filter(|cell| is_heading(cell)).count(), cells.len())
        };
        // The last of equals is taken: a header of one column is read with commas.
        rows([b'\t', b';', b','].into_iter().max_by_key(|separator| headings(*separator)).unwrap_or(b','))
    }

    /// Goes on at a place where reading the same text stopped before.
    pub fn from(text: &'t str, TextPlace { at, line, separator }: TextPlace) -> TextRows<'t> {
        TextRows { text, at, line, separator }
    }

    /// Where the next row begins.
    pub fn place(&self) -> TextPlace {
        TextPlace { at: self.at, line: self.line, separator: self.separator }
    }

    /// How many bytes lie before the next row.
    pub fn bytes(&self) -> usize {
        self.at
    }

    fn ends(&self, byte: u8) -> bool {
        byte == self.separator || matches!(byte, b'\r' | b'\n')
    }

    fn row(&mut self) -> Result<TextRow<'t>, String> {
        let line = self.line;
        let mut cells = vec![self.cell()?];
        let bytes = self.text.as_bytes();
        while bytes.get(self.at) == Some(&self.separator) {
            self.at += 1;
            if cells.len() == MOST_CELLS {
                return Err(format!("line {line}: the row has more than {MOST_CELLS} cells"));
            }
            cells.push(self.cell()?);
        }
        let rest = &bytes[self.at..];
        self.at += match rest {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        self.line += u64::from(!rest.is_empty());
        Ok(TextRow { line, cells })
    }

    fn cell(&mut self) -> Result<Cow<'t, str>, String> {
        let rest = &self.text[self.at..];
        if let Some(inside) = rest.strip_prefix('"') {
            return self.quoted(inside);
        }
        let length = rest.bytes().position(|b| self.ends(b)).unwrap_or(rest.len());
        self.at += length;
        Ok(rest[..length].into())
    }

    fn quoted(&mut self, inside: &'t str) -> Result<Cow<'t, str>, String> {
        let bytes = inside.as_bytes();
        let (mut at, mut doubled) = (0, false);
        loop {
            let Some(quote) = memchr::memchr(b'"', &bytes[at..]) else {
                return Err(format!(
                    "line {}: a quote opens here and never closes: all that follows would belong to this one cell",
                    self.line
                ));
            };
            at += quote;
            if bytes.get(at + 1) != Some(&b'"') {
                break;
            }
            (doubled, at) = (true, at + 2);
        }
        let text = &inside[..at];
        let line = self.line + line_breaks(text.as_bytes());
        if bytes.get(at + 1).is_some_and(|&b| !self.ends(b)) {
            return Err(format!(
                "line {line}: there is text after the quote that closes a cell: inside a cell a quote is written \
                 twice"
            ));
        }
        self.line = line;
        self.at += at + 2;
        Ok(if doubled { text.replace("\"\"", "\"").into() } else { text.into() })
    }
}

impl<'t> Iterator for TextRows<'t> {
    type Item = Result<TextRow<'t>, String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.text.len() {
            return None;
        }
        let row = self.row();
        if row.is_err() {
            self.at = self.text.len();
        }
        Some(row)
    }
}

/// The separator that the first line names as spreadsheets do, `sep=;`, and where the next line begins. It names none where
/// nothing follows, or more cells do, as in `sep=;,,,`: then a spreadsheet took the line for a row and wrote it again.
pub fn named_separator(text: &str) -> Option<(Option<u8>, usize)> {
    let end = text.find(['\r', '\n']).unwrap_or(text.len());
    let line = text[..end].trim_matches('"');
    let name = line.get(..4).filter(|name| name.eq_ignore_ascii_case("sep="))?;
    let is_one = |byte: u8| byte.is_ascii() && !byte.is_ascii_alphanumeric() && byte != b'"';
    let separator = match &line.as_bytes()[name.len()..] {
        [byte] if is_one(*byte) => Some(*byte),
        [] => None,
        [first, rest @ ..] if is_one(*first) && rest.iter().all(|b| b"\",;\t ".contains(b)) => None,
        _ => return None,
    };
    let next = end + if text[end..].starts_with("\r\n") { 2 } else { usize::from(end < text.len()) };
    Some((separator, next))
}

/// Writes rows with commas between the cells, each cell as it is to be read again.
pub struct Writer<W: std::io::Write>(pub W);

impl<W: std::io::Write> Writer<W> {
    /// Writes a row.
    pub fn row<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> std::io::Result<()> {
        for (i, cell) in cells.into_iter().enumerate() {
            let cell = cell.as_ref();
            if i > 0 {
                self.0.write_all(b",")?;
            }
            if cell.contains(['"', ',', ';', '\t', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
                write!(self.0, "\"{}\"", cell.replace('"', "\"\""))?;
            } else {
                self.0.write_all(cell.as_bytes())?;
            }
        }
        self.0.write_all(b"\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(text: &str) -> Vec<(u64, Vec<String>)> {
        let known = |cell: &str| ["a", "b", "c"].contains(&cell);
        let read = TextRows::new(text, known).map(|row| row.map(|row| (row.line, row.cells)));
        read.map(|row| row.map(|(line, cells)| (line, cells.into_iter().map(Cow::into_owned).collect())).unwrap())
            .collect()
    }

    fn error(text: &str) -> String {
        TextRows::new(text, |_| true).find_map(Result::err).unwrap()
    }

    #[test]
    fn every_row_knows_its_line_whatever_the_line_ends() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,\"two", "lines\"", "", "3,4"].join(end);
            let found = rows(&text);
            let lines: Vec<u64> = found.iter().map(|row| row.0).collect();
            assert_eq!(lines, [1, 2, 4, 5], "{end:?}");
            assert_eq!(found[1].1[1], format!("two{end}lines"));
            assert_eq!(found[3].1, ["3", "4"]);
        }
    }

    #[test]
    fn a_quote_that_never_closes_is_an_error_with_the_line_where_it_opened() {
        assert!(error("a,b\n1,2\n3,\"four\n5,6\n7,8\n").starts_with("line 3: a quote opens here"));
        assert!(error("a,b\n1,\"say \"\"no\"\" \n").starts_with("line 2: a quote opens here"));
        assert!(error("\"a,b").starts_with("line 1: a quote opens here"));
    }

    #[test]
    fn a_quote_inside_a_cell_that_is_not_doubled_is_an_error() {
        assert!(error("a,b\n1,\"say \"no\", then\"\n").starts_with("line 2: there is text after"));
        assert!(error("a,b\n\"x\ny\"z,1\n").starts_with("line 3: there is text after"));
        assert_eq!(rows("a,b\n5\" pipe,2\n")[1].1, ["5\" pipe", "2"]);
    }

    #[test]
    fn the_line_that_spreadsheets_put_first_names_the_separator() {
        for (first, between) in [("sep=;", ";"), ("SEP=|", "|"), ("\"sep=,\"", ","), ("sep=\t", "\t")] {
            for end in ["\n", "\r\n", "\r"] {
                let text = [first, &["a", "b"].join(between), &["1", "2"].join(between)].join(end);
                let found = rows(&text);
                assert_eq!(found[0], (2, vec!["a".to_owned(), "b".to_owned()]), "{first} {end:?}");
                assert_eq!(found[1].0, 3);
            }
        }
    }

    #[test]
    fn the_separator_is_the_one_that_gives_most_known_headings() {
        assert_eq!(rows("a;b;x,y,z,u;c")[0].1, ["a", "b", "x,y,z,u", "c"]);
        assert_eq!(rows("\"x;y;z;u;v\",a,b")[0].1, ["x;y;z;u;v", "a", "b"]);
        assert_eq!(rows("a\tb\n1\t2,5\n")[1].1, ["1", "2,5"]);
        assert_eq!(rows("a\n1,5\n")[1].1, ["1", "5"]);
    }

    #[test]
    fn the_unicode_text_of_spreadsheets_is_read_and_workbooks_are_refused() {
        let said = "a\tb\r\nSchöne ₹\t2\r\n";
        let little: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = said.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&[&[0xFF, 0xFE][..], &little].concat()).unwrap(), said);
        assert_eq!(text(&[&[0xFE, 0xFF][..], &big].concat()).unwrap(), said);
        assert_eq!(text(&little).unwrap(), said);
        assert_eq!(text(&big).unwrap(), said);
        assert!(text(&[&[0xFF, 0xFE, b'a'][..]].concat()).unwrap_err().contains("UTF-16"));
        assert!(text(b"PK\x03\x04rest").unwrap_err().contains("workbook"));
        assert!(text(b"a\r\xff").unwrap_err().starts_with("line 2"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(table in proptest::collection::vec(proptest::collection::vec("[ab,;\t\"\r\n' =-]{0,6}", 2..4), 1..6)) {
            let mut bytes = Vec::new();
            for row in &table {
                Writer(&mut bytes).row(row).unwrap();
            }
            let text = String::from_utf8(bytes).unwrap();
            let read: Vec<_> = TextRows { text: &text, at: 0, line: 1, separator: b',' }.map(|row| row.unwrap().cells).collect();
            prop_assert_eq!(read, table);
        }
    }
}
