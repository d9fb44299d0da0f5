//! ods: the tables of LibreOffice and others. What is repeated is not written out but for what it holds, and only within
//! bounds.

use std::sync::Arc;

use memchr::memmem;

use super::format::{Format, Side};
use super::package::Package;
use super::packed::{Packer, Shared, Value};
use super::refused::Refused;
use super::sheet::Dates;
use super::workbook::{FileKind, Workbook};
use super::xlsx::{COLUMNS, LINES, is_number};
use super::xml::{Mark, Source, Token, Xml, unescaped};
use crate::work::Progress;

/// What is repeated may come to this many cells …
const MANY: u64 = 4_000_000;
/// … or to this many for each cell that is written, whichever is more.
const TIMES: u64 = 20;

/// Reads a workbook of LibreOffice.
pub(super) fn read(name: &str, package: &mut Package<'_>, progress: &Progress) -> Result<Workbook, Refused> {
    let manifest = package.part("META-INF/manifest.xml", progress)?.unwrap_or_default();
    if memmem::find(&manifest, b"encryption-data").is_some() {
        return Err(Refused::password());
    }
    progress.expect(package.stated("content.xml"));
    let walk = package.stream("content.xml", progress, walk)?;
    let shared = Arc::new(walk.shared);
    let mut workbook = Workbook::new(name, FileKind::Ods, Dates::From1900);
    for table in walk.tables {
        let mut sheet = table.packer.sheet(table.name, Dates::From1900, &shared)?;
        sheet.hidden = walk.hidden_styles.contains(&table.style);
        workbook.add(sheet, table.no_result);
    }
    Ok(workbook)
}

#[derive(Default)]
struct Table {
    name: String,
    style: String,
    packer: Packer,
    no_result: u64,
    /// The line of the row that is open.
    line: u32,
}

/// What a cell says it holds.
#[derive(Clone, Copy, Default, PartialEq)]
enum Type {
    #[default]
    Nothing,
    Text,
    Number,
    Date,
    Bool,
    Error,
}

#[derive(Default)]
struct Walk {
    shared: Shared,
    tables: Vec<Table>,
    hidden_styles: std::collections::HashSet<String>,
    /// The style of a table that is open.
    style: String,
    /// How deep in tables one is: a table in a cell is no sheet.
    depth: u32,
    in_row: bool,
    row_times: u32,
    /// The column of the open cell, and how often it is there.
    column: u32,
    times: u32,
    in_cell: bool,
    kind: Type,
    /// The value as written, and the text that is shown.
    value: String,
    shown: String,
    paragraphs: u32,
    in_text: bool,
    formula: bool,
    /// What is written, and what it comes to.
    written: u64,
    comes_to: u64,
    /// The same of the row that is open.
    row_comes_to: u64,
}

fn walk(source: &mut dyn Source) -> Result<Walk, Refused> {
    let mut xml = Xml::new(source);
    let mut walk = Walk::default();
    // Notes and drawings in a cell are no part of it.
    let (mut depth, mut skipped) = (0_u32, u32::MAX);
    while let Some(token) = xml.next()? {
        match token {
            Token::Open(mark) => {
                depth += 1;
                if skipped == u32::MAX {
                    if walk.in_cell && (mark.name == b"annotation" || mark.full.starts_with(b"draw:")) {
                        skipped = depth;
                    } else {
                        walk.open(mark)?;
                    }
                }
            }
            Token::Close(name) => {
                if skipped == u32::MAX {
                    walk.close(name)?;
                } else if skipped == depth {
                    skipped = u32::MAX;
                }
                depth = depth.saturating_sub(1);
            }
            Token::Text(raw) if walk.in_text && skipped == u32::MAX => walk.shown.push_str(&unescaped(raw)),
            Token::Plain(raw) if walk.in_text && skipped == u32::MAX => {
                walk.shown.push_str(&String::from_utf8_lossy(raw));
            }
            _ => {}
        }
    }
    if depth == 0 && !walk.tables.is_empty() {
        return Ok(walk);
    }
    Err(Refused::damaged("This file is damaged: it holds no sheet. Export it again."))
}

/// How often something is there.
fn times(mark: Mark<'_>, name: &str, most: u32) -> u32 {
    // However large the number is, it is as often as there is place for.
    mark.get(name).map_or(1, |n| n.trim().parse::<u64>().unwrap_or(1).clamp(1, most.into()) as u32)
}

impl Walk {
    fn open(&mut self, mark: Mark<'_>) -> Result<(), Refused> {
        match mark.name {
            b"style" => self.style = mark.get("name").unwrap_or_default().into_owned(),
            b"table-properties" if mark.get("display").is_some_and(|display| display == "false") => {
                self.hidden_styles.insert(std::mem::take(&mut self.style));
            }
            b"table" if mark.full.starts_with(b"table:") => {
                self.depth += 1;
                if self.depth == 1 {
                    // A damaged file leaves rows and cells open: they are no part of the next table.
                    (self.in_row, self.in_cell, self.in_text) = (false, false, false);
                    let get = |name| mark.get(name).unwrap_or_default().into_owned();
                    self.tables.push(Table {
                        name: get("name"),
                        style: get("style-name"),
                        line: 1,
                        ..Table::default()
                    });
                }
            }
            _ if self.depth != 1 => {}
            b"table-row" => {
                self.row_times = times(mark, "number-rows-repeated", u32::MAX);
                (self.in_row, self.column, self.row_comes_to) = (true, 0, 0);
                let hidden = mark.get("visibility").is_some_and(|is| is == "collapse" || is == "filter");
                if let Some(table) = self.tables.last_mut() {
                    table.packer.begin(table.line.min(LINES), hidden)?;
                }
            }
            b"table-cell" | b"covered-table-cell" if self.in_row => self.open_cell(mark),
            b"p" if self.in_cell => {
                self.in_text = true;
                if self.paragraphs > 0 {
                    self.shown.push('\n');
                }
                self.paragraphs += 1;
            }
            b"s" if self.in_text => {
                let count = times(mark, "c", 1_000);
                self.shown.extend(std::iter::repeat_n(' ', count as usize));
            }
            b"tab" if self.in_text => self.shown.push('\t'),
            b"line-break" if self.in_text => self.shown.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn open_cell(&mut self, mark: Mark<'_>) {
        self.times = times(mark, "number-columns-repeated", u32::MAX);
        (self.in_cell, self.in_text, self.formula, self.paragraphs) = (true, false, false, 0);
        self.kind = Type::Nothing;
        self.value.clear();
        self.shown.clear();
        let mut is_error = false;
        for (name, value) in mark.attributes() {
            match name {
                b"office:value-type" => {
                    self.kind = match value {
                        b"float" | b"currency" | b"percentage" => Type::Number,
                        b"date" => Type::Date,
                        b"boolean" => Type::Bool,
                        _ => Type::Text,
                    }
                }
                b"calcext:value-type" => is_error = value == b"error",
                b"office:value" | b"office:date-value" | b"office:boolean-value" | b"office:string-value" => {
                    self.value.push_str(&unescaped(value));
                }
                b"table:formula" => self.formula = true,
                _ => {}
            }
        }
        if is_error {
            self.kind = Type::Error;
        }
    }

    fn close(&mut self, name: &[u8]) -> Result<(), Refused> {
        match name {
            b"table" => self.depth = self.depth.saturating_sub(1),
            _ if self.depth != 1 => {}
            b"p" => self.in_text = false,
            b"table-cell" | b"covered-table-cell" if self.in_cell => {
                self.in_cell = false;
                self.close_cell()?;
            }
            b"table-row" if self.in_row => {
                (self.in_row, self.in_cell, self.in_text) = (false, false, false);
                self.close_row()?;
            }
            _ => {}
        }
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Refused> {
        let column = self.column;
        self.column = column.saturating_add(self.times);
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let no_result = self.formula && self.kind == Type::Nothing && self.shown.is_empty();
        table.no_result += u64::from(no_result);
        let shown = &*self.shown;
        let mut format = 0;
        let value = match self.kind {
            Type::Number if is_number(self.value.trim_ascii()) => {
                let number = self.value.trim_ascii();
                format = self.shared.formats.place(as_shown(number, shown));
                Value::Number(number)
            }
            Type::Date if !self.value.is_empty() => {
                format = self.shared.formats.place(Format { date: true, ..Format::default() });
                Value::Date(self.value.trim_ascii())
            }
            Type::Bool if !self.value.is_empty() => Value::Bool(self.value == "true"),
            Type::Error => Value::Error(shown),
            Type::Nothing if no_result => Value::NoResult,
            Type::Text if shown.is_empty() => Value::Text(&self.value),
            _ => Value::Text(shown),
        };
        let length = match value {
            Value::Text(text) | Value::Error(text) if text.is_empty() => return Ok(()),
            Value::Text(text) | Value::Error(text) | Value::Number(text) | Value::Date(text) => text.len(),
            _ => 0,
        };
        if self.column > COLUMNS {
            return Err(outside());
        }
        // Long texts count for several cells.
        let each = 1 + length as u64 / 16;
        self.written += each;
        self.row_comes_to += each * u64::from(self.times);
        bounded(self.comes_to + self.row_comes_to, self.written)?;
        for beside in 0..self.times {
            table.packer.push((column + beside) as u16, value, format)?;
        }
        Ok(())
    }

    fn close_row(&mut self) -> Result<(), Refused> {
        let Some(table) = self.tables.last_mut() else { return Ok(()) };
        let times = if self.row_comes_to > 0 { self.row_times } else { 1 };
        if self.row_comes_to > 0 && u64::from(table.line) + u64::from(times) - 1 > LINES.into() {
            return Err(outside());
        }
        self.comes_to = self.comes_to.saturating_add(self.row_comes_to.saturating_mul(times.into()));
        bounded(self.comes_to, self.written)?;
        table.packer.end(times)?;
        table.line = table.line.saturating_add(self.row_times);
        Ok(())
    }
}

fn outside() -> Refused {
    Refused::damaged("This file is damaged: a cell of it lies outside of what a sheet can hold. Save it as xlsx.")
}

fn bounded(comes_to: u64, written: u64) -> Result<(), Refused> {
    if comes_to > MANY && comes_to > written.saturating_mul(TIMES) {
        return Err(Refused::damaged("A sheet of this file repeats its cells millions of times. Save it as xlsx."));
    }
    Ok(())
}

/// What the text that is shown says of a number's format.
fn as_shown(number: &str, shown: &str) -> Format {
    let shown = shown.trim();
    let filled = shown.len() > 1 && shown.starts_with('0') && shown.bytes().all(|b| b.is_ascii_digit());
    let same = filled && shown.trim_start_matches('0') == number.trim_start_matches('0');
    let side = Side::at_end(shown);
    Format {
        date: false,
        zeros: if same { shown.len().min(255) as u8 } else { 0 },
        plus: side,
        minus: side,
        drops_minus: side.is_some() && number.starts_with('-') && !shown.contains(['-', '(', '−']),
    }
}
