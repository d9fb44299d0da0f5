//! xlsx and xlsm: an own walk over the cells, so that texts and numbers stay as they are written.

use std::borrow::Cow;
use std::sync::Arc;

use super::format::Format;
use super::office::Relations;
use super::package::Package;
use super::packed::{Formats, Packer, Shared, Strings, Value};
use super::refused::Refused;
use super::sheet::Dates;
use super::workbook::{FileKind, Workbook};
use super::xml::{Mark, Source, Token, Xml, unescaped};
use crate::work::Progress;

/// A sheet has this many lines …
pub(super) const LINES: u32 = 1_048_576;
/// … and this many columns.
pub(super) const COLUMNS: u32 = 16_384;

/// Reads the workbook that is this part of a package.
pub(super) fn read(
    name: &str,
    package: &mut Package<'_>,
    part: &str,
    progress: &Progress,
) -> Result<Workbook, Refused> {
    let listed = listed(package, part, progress)?;
    let relations = Relations::of(package, part, progress)?;
    let parts = relations.all("worksheet");
    let wanted: Vec<(&Listed, &str)> =
        listed.sheets.iter().filter_map(|sheet| Some((sheet, parts.get(&*sheet.id).copied()?))).collect();
    let strings = relations.first("sharedStrings").filter(|part| package.has(part));
    let to_do = wanted.iter().map(|(_, part)| *part).chain(strings).map(|part| package.stated(part)).sum();
    progress.expect(to_do);
    let mut shared = Shared::default();
    let styles = match relations.first("styles").filter(|part| package.has(part)) {
        Some(part) => styles(package, part, &mut shared.formats, progress)?,
        None => Vec::new(),
    };
    if let Some(part) = strings {
        shared.strings = package.stream(part, progress, read_strings)?;
    }
    let shared = Arc::new(shared);
    let mut workbook = Workbook::new(name, FileKind::Xlsx, listed.dates);
    for (listed_sheet, part) in wanted {
        let walked = package.stream(part, progress, |source| walk(source, &styles, &shared))?;
        let mut sheet = walked.packer.sheet(listed_sheet.name.clone(), listed.dates, &shared)?;
        sheet.hidden = listed_sheet.hidden;
        sheet.hidden_columns = walked.hidden_columns;
        workbook.add(sheet, walked.no_result);
    }
    Ok(workbook)
}

/// What the workbook says of its sheets.
struct List {
    dates: Dates,
    sheets: Vec<Listed>,
}

struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

fn listed(package: &mut Package<'_>, part: &str, progress: &Progress) -> Result<List, Refused> {
    let mut source = package.part(part, progress)?;
    let mut xml = Xml::new(&mut source);
    let mut list = List { dates: Dates::From1900, sheets: Vec::new() };
    while let Some(token) = xml.next()? {
        let Token::Open(mark) = token else { continue };
        match mark.name {
            b"workbookPr" if mark.is("date1904") => list.dates = Dates::From1904,
            b"sheet" => list.sheets.push(Listed {
                name: mark.get("name").unwrap_or_default().into_owned(),
                id: mark.get("id").unwrap_or_default().into_owned(),
                hidden: mark.get("state").is_some_and(|state| state != "visible"),
            }),
            _ => {}
        }
    }
    Ok(list)
}

/// What a cell's style says of its number.
#[derive(Clone, Copy, Default)]
pub(super) struct Style {
    /// The place of its format.
    pub format: u32,
    pub date: bool,
}

fn styles(
    package: &mut Package<'_>,
    part: &str,
    formats: &mut Formats,
    progress: &Progress,
) -> Result<Vec<Style>, Refused> {
    let mut source = package.part(part, progress)?;
    let mut xml = Xml::new(&mut source);
    let mut spelled = std::collections::HashMap::new();
    let (mut styles, mut in_cells) = (Vec::new(), false);
    // Formats that are spelled out come before the cells' styles.
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(mark) => match mark.name {
                b"numFmt" => {
                    let id = mark.get("numFmtId").and_then(|id| id.trim().parse::<u32>().ok());
                    if let (Some(id), Some(code)) = (id, mark.get("formatCode")) {
                        spelled.entry(id).or_insert_with(|| Format::spelled(&code));
                    }
                }
                b"cellXfs" => in_cells = true,
                b"xf" if in_cells => {
                    let id = mark.get("numFmtId").and_then(|id| id.trim().parse().ok()).unwrap_or(0);
                    styles.push(Style::of(spelled.get(&id).copied().unwrap_or_else(|| Format::built_in(id)), formats));
                }
                _ => {}
            },
            Token::Close(b"cellXfs") => in_cells = false,
            _ => {}
        }
    }
    Ok(styles)
}

impl Style {
    pub fn of(format: Format, formats: &mut Formats) -> Style {
        Style { format: formats.place(format), date: format.date }
    }
}

/// Texts that cells share: the runs of each one after another, without what tells how to speak them.
fn read_strings(source: &mut dyn Source) -> Result<Strings, Refused> {
    let mut xml = Xml::new(source);
    let mut strings = Strings::default();
    let mut text = String::new();
    let (mut taking, mut spoken) = (false, false);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(mark) => match mark.name {
                b"si" => text.clear(),
                b"rPh" => spoken = true,
                b"t" => taking = !spoken,
                _ => {}
            },
            Token::Close(name) => match name {
                b"si" => strings.push(&decoded(&text))?,
                b"rPh" => spoken = false,
                b"t" => taking = false,
                _ => {}
            },
            Token::Text(raw) if taking => text.push_str(&unescaped(raw)),
            Token::Plain(raw) if taking => text.push_str(&String::from_utf8_lossy(raw)),
            _ => {}
        }
    }
    Ok(strings)
}

/// A text in which `_x000D_` means a character that XML cannot hold.
fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let hex = rest.get(2..6).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let code =
            hex.filter(|_| rest.as_bytes().get(6) == Some(&b'_')).and_then(|hex| u32::from_str_radix(hex, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                rest = &rest[7..];
            }
            None => {
                out.push_str("_x");
                rest = &rest[2..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What comes of a sheet.
struct Walked {
    packer: Packer,
    hidden_columns: Vec<(u16, u16)>,
    no_result: u64,
}

/// What a cell says it holds.
#[derive(Clone, Copy, Default, PartialEq)]
enum Type {
    #[default]
    Number,
    Shared,
    Text,
    Inline,
    Bool,
    Error,
    Date,
}

/// A sheet on the way.
struct Walk<'w> {
    walked: Walked,
    styles: &'w [Style],
    shared: &'w Shared,
    in_data: bool,
    /// The line of the open row, once it is known; of the one before, until then.
    line: u32,
    begun: bool,
    row_hidden: bool,
    /// The column behind the last.
    next: u32,
    /// Between a cell's marks. A damaged file closes cells that it never opened.
    in_cell: bool,
    cell: Open,
    /// The text of the open cell.
    text: String,
    taking: bool,
    inline: bool,
    spoken: bool,
}

/// The cell that is open.
#[derive(Clone, Copy, Default)]
struct Open {
    column: u32,
    kind: Type,
    style: usize,
    formula: bool,
    value: bool,
}

fn walk(source: &mut dyn Source, styles: &[Style], shared: &Shared) -> Result<Walked, Refused> {
    let mut xml = Xml::new(source);
    let walked = Walked { packer: Packer::default(), hidden_columns: Vec::new(), no_result: 0 };
    let mut walk = Walk {
        walked,
        styles,
        shared,
        in_data: false,
        line: 0,
        begun: false,
        row_hidden: false,
        next: 0,
        in_cell: false,
        cell: Open::default(),
        text: String::new(),
        taking: false,
        inline: false,
        spoken: false,
    };
    let mut any = false;
    while let Some(token) = xml.next()? {
        any = true;
        match token {
            Token::Open(mark) if walk.in_data => walk.open(mark)?,
            Token::Open(mark) => match mark.name {
                b"sheetData" => walk.in_data = true,
                b"col" => walk.columns(mark),
                _ => {}
            },
            Token::Close(name) if walk.in_data => walk.close(name)?,
            Token::Text(raw) if walk.taking => walk.text.push_str(&unescaped(raw)),
            Token::Plain(raw) if walk.taking => walk.text.push_str(&String::from_utf8_lossy(raw)),
            _ => {}
        }
    }
    if any {
        Ok(walk.walked)
    } else {
        Err(Refused::damaged("This file is damaged: a sheet of it is empty. Export it again."))
    }
}

impl Walk<'_> {
    fn columns(&mut self, mark: Mark<'_>) {
        let number = |name| mark.get(name).and_then(|n| n.trim().parse::<u32>().ok());
        if let (true, Some(from), Some(to)) = (mark.is("hidden"), number("min"), number("max"))
            && (1..=to.min(COLUMNS)).contains(&from)
        {
            self.walked.hidden_columns.push((from as u16 - 1, to.min(COLUMNS) as u16 - 1));
        }
    }

    #[inline]
    fn open(&mut self, mark: Mark<'_>) -> Result<(), Refused> {
        match mark.name {
            b"c" => self.open_cell(mark)?,
            b"v" => {
                self.cell.value = true;
                self.taking = true;
            }
            b"f" => self.cell.formula = true,
            b"is" => self.inline = true,
            b"rPh" => self.spoken = true,
            b"t" => self.taking = self.inline && !self.spoken,
            b"row" => {
                let (mut line, mut hidden) = (None, false);
                for (name, value) in mark.attributes() {
                    match name {
                        b"r" => line = digits(value),
                        b"hidden" => hidden = matches!(value, b"1" | b"true"),
                        _ => {}
                    }
                }
                (self.begun, self.next, self.row_hidden) = (false, 0, hidden);
                if let Some(line) = line {
                    self.begin(line)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, line: u32) -> Result<(), Refused> {
        if !(1..=LINES).contains(&line) {
            return Err(outside());
        }
        (self.line, self.begun) = (line, true);
        self.walked.packer.begin(line, self.row_hidden)
    }

    #[inline]
    fn open_cell(&mut self, mark: Mark<'_>) -> Result<(), Refused> {
        self.cell = Open { column: self.next, ..Open::default() };
        self.in_cell = true;
        self.text.clear();
        let mut line = None;
        for (name, value) in mark.attributes() {
            match name {
                b"r" => (self.cell.column, line) = place(value).ok_or_else(outside)?,
                b"s" => self.cell.style = digits(value).unwrap_or(0) as usize,
                b"t" => {
                    self.cell.kind = match value {
                        b"s" => Type::Shared,
                        b"str" => Type::Text,
                        b"inlineStr" => Type::Inline,
                        b"b" => Type::Bool,
                        b"e" => Type::Error,
                        b"d" => Type::Date,
                        _ => Type::Number,
                    }
                }
                _ => {}
            }
        }
        if self.cell.column >= COLUMNS {
            return Err(outside());
        }
        if !self.begun {
            self.begin(line.unwrap_or(self.line + 1))?;
        }
        self.next = self.cell.column + 1;
        Ok(())
    }

    #[inline]
    fn close(&mut self, name: &[u8]) -> Result<(), Refused> {
        match name {
            b"v" | b"t" => self.taking = false,
            b"c" if std::mem::take(&mut self.in_cell) => self.close_cell()?,
            b"rPh" => self.spoken = false,
            b"is" => self.inline = false,
            b"row" => {
                if !self.begun {
                    self.begin(self.line + 1)?;
                }
                self.walked.packer.end(1)?;
                self.begun = false;
            }
            b"sheetData" => self.in_data = false,
            _ => {}
        }
        Ok(())
    }

    #[inline]
    fn close_cell(&mut self) -> Result<(), Refused> {
        let Open { column, kind, style, formula, value } = self.cell;
        if formula && (!value || (self.text.is_empty() && kind != Type::Text)) {
            self.walked.no_result += 1;
            return self.walked.packer.push(column as u16, Value::NoResult, 0);
        }
        let style = self.styles.get(style).copied().unwrap_or_default();
        let text = &*self.text;
        let decoded;
        let (held, format) = match kind {
            Type::Number if text.is_empty() => return Ok(()),
            Type::Number => {
                let text = text.trim_ascii();
                if !is_number(text) {
                    (Value::Text(text), 0)
                } else if style.date {
                    (Value::Date(text), style.format)
                } else {
                    (Value::Number(text), style.format)
                }
            }
            Type::Shared if text.is_empty() => return Ok(()),
            Type::Shared => {
                let number = digits(text.trim_ascii().as_bytes());
                let number = number.filter(|&number| (number as usize) < self.shared.strings.len());
                let missing =
                    || Refused::damaged("This file is damaged: the text of a cell is missing. Export it again.");
                (Value::Shared(number.ok_or_else(missing)?), 0)
            }
            Type::Text | Type::Inline => {
                decoded = self::decoded(text);
                (Value::Text(&decoded), 0)
            }
            Type::Bool if text.is_empty() => return Ok(()),
            Type::Bool => (Value::Bool(matches!(text.trim_ascii(), "1" | "true" | "TRUE")), 0),
            Type::Error => (Value::Error(text), 0),
            Type::Date => (Value::Date(text.trim_ascii()), style.format),
        };
        self.walked.packer.push(column as u16, held, format)
    }
}

fn outside() -> Refused {
    Refused::damaged("This file is damaged: a cell of it lies outside of what a sheet can hold. Export it again.")
}

/// Column from 0 and line from 1 of a cell: `B7`.
#[inline]
fn place(name: &[u8]) -> Option<(u32, Option<u32>)> {
    let letters = name.iter().take(4).take_while(|b| b.is_ascii_alphabetic()).count();
    let column = name[..letters].iter().fold(0, |n, b| n * 26 + u32::from(b.to_ascii_uppercase() - b'A') + 1);
    Some((column.checked_sub(1)?, digits(&name[letters..])))
}

/// The number that some digits are; none if it is none, or too large.
#[inline]
fn digits(bytes: &[u8]) -> Option<u32> {
    if bytes.is_empty() || bytes.len() > 9 {
        return None;
    }
    bytes.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + u32::from(b - b'0')))
}

/// Whether a text looks as numbers do in workbooks.
pub(super) fn is_number(text: &str) -> bool {
    let bytes = text.as_bytes();
    let plain = bytes.strip_prefix(b"-").unwrap_or(bytes);
    !plain.is_empty()
        && (plain.iter().all(u8::is_ascii_digit)
            || (text.parse::<f64>().is_ok_and(f64::is_finite) && bytes.iter().any(u8::is_ascii_digit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read() {
        assert_eq!(place(b"A1"), Some((0, Some(1))));
        assert_eq!(place(b"xfd1048576"), Some((16_383, Some(1_048_576))));
        assert_eq!(place(b"AA"), Some((26, None)));
        assert_eq!(place(b"12"), None);
        assert_eq!(digits(b"1048576"), Some(1_048_576));
        assert_eq!(digits(b"99999999999"), None);
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_decoded() {
        assert_eq!(decoded("a_x000D_b"), "a\rb");
        assert_eq!(decoded("a_x00Db _x005F_x000D_"), "a_x00Db _x000D_");
    }

    #[test]
    fn numbers_look_like_numbers() {
        for text in ["0", "-5", "1.5", "1E-3", "1234567890123456789", "-0.30000000000000004"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "-", "1,5", "inf", "NaN", "1.5 Dr", "#N/A", "1e999"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
