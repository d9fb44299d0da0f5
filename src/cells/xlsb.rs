//! xlsb: the parts of xlsx as records of bytes.

use std::collections::HashMap;
use std::sync::Arc;

use super::binary::{Filler, Place, error, f64_at, long_text, short_number};
use super::compound::{u16_at, u32_at};
use super::format::Format;
use super::office::Relations;
use super::package::Package;
use super::packed::{Formats, Packer, Shared, Strings, Value};
use super::refused::Refused;
use super::sheet::Dates;
use super::workbook::{FileKind, Workbook};
use super::xlsx::Style;
use super::xml::Source;
use crate::work::Progress;

/// No record is longer.
const LONGEST: usize = 16 << 20;

/// Reads the workbook that is this part of a package.
pub(super) fn read(
    name: &str,
    package: &mut Package<'_>,
    part: &str,
    progress: &Progress,
) -> Result<Workbook, Refused> {
    let (dates, listed) = package.stream(part, progress, listed)?;
    let relations = Relations::of(package, part, progress)?;
    let parts = relations.all("worksheet");
    let strings = relations.first("sharedStrings").filter(|part| package.has(part));
    let all = parts.values().copied().chain(strings).map(|part| package.stated(part)).sum();
    progress.expect(all);
    let mut shared = Shared::default();
    let styles = match relations.first("styles").filter(|part| package.has(part)) {
        Some(part) => package.stream(part, progress, |source| styles(source, &mut shared.formats))?,
        None => Vec::new(),
    };
    if let Some(part) = strings {
        shared.strings = package.stream(part, progress, read_strings)?;
    }
    let shared = Arc::new(shared);
    let mut workbook = Workbook::new(name, FileKind::Xlsb, dates);
    for sheet in listed {
        let Some(part) = parts.get(&*sheet.id).copied() else { continue };
        let packer = package.stream(part, progress, |source| walk(source, &styles, &shared))?;
        let mut read = packer.sheet(sheet.name, dates, &shared)?;
        read.hidden = sheet.hidden;
        workbook.add(read, 0);
    }
    Ok(workbook)
}

fn damaged() -> Refused {
    Refused::damaged("This file is damaged or cut off. Export it again.")
}

/// Records as they come.
struct Records<'s> {
    source: &'s mut dyn Source,
    buffer: Vec<u8>,
    at: usize,
}

impl<'s> Records<'s> {
    fn of(source: &'s mut dyn Source) -> Records<'s> {
        Records { source, buffer: Vec::new(), at: 0 }
    }

    /// Sees to it that this many bytes are there. False at the end.
    fn fill(&mut self, bytes: usize) -> Result<bool, Refused> {
        while self.buffer.len() - self.at < bytes {
            self.buffer.drain(..self.at);
            self.at = 0;
            if !self.source.more(&mut self.buffer)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// A number in bytes of seven bits, at most this many.
    fn number(&mut self, most: u32) -> Result<Option<u32>, Refused> {
        let mut number = 0;
        for place in 0..most {
            if !self.fill(1)? {
                return if place == 0 { Ok(None) } else { Err(damaged()) };
            }
            let byte = self.buffer[self.at];
            self.at += 1;
            number |= u32::from(byte & 127) << (7 * place);
            if byte < 128 {
                break;
            }
        }
        Ok(Some(number))
    }

    fn next(&mut self) -> Result<Option<(u32, &[u8])>, Refused> {
        let Some(kind) = self.number(2)? else { return Ok(None) };
        let length = self.number(4)?.ok_or_else(damaged)? as usize;
        if length > LONGEST || !self.fill(length)? {
            return Err(damaged());
        }
        let from = self.at;
        self.at += length;
        Ok(Some((kind, &self.buffer[from..self.at])))
    }
}

struct Listed {
    name: String,
    id: String,
    hidden: bool,
}

fn listed(source: &mut dyn Source) -> Result<(Dates, Vec<Listed>), Refused> {
    let mut records = Records::of(source);
    let (mut dates, mut listed) = (Dates::From1900, Vec::new());
    while let Some((kind, data)) = records.next()? {
        match kind {
            153 if data.first().is_some_and(|flags| flags & 1 == 1) => dates = Dates::From1904,
            156 => {
                let sheet = (|| {
                    let (id, end) = long_text(data, 8)?;
                    let (name, _) = long_text(data, end)?;
                    Some(Listed { name, id, hidden: u32_at(data, 0)? != 0 })
                })();
                listed.push(sheet.ok_or_else(damaged)?);
            }
            _ => {}
        }
    }
    Ok((dates, listed))
}

fn styles(source: &mut dyn Source, formats: &mut Formats) -> Result<Vec<Style>, Refused> {
    let mut records = Records::of(source);
    let (mut spelled, mut styles, mut in_cells) = (HashMap::new(), Vec::new(), false);
    while let Some((kind, data)) = records.next()? {
        match kind {
            44 => {
                let number = u16_at(data, 0).ok_or_else(damaged)?;
                let (code, _) = long_text(data, 2).ok_or_else(damaged)?;
                spelled.insert(number, Format::spelled(&code));
            }
            617 => in_cells = true,
            618 => in_cells = false,
            47 if in_cells => {
                let number = u16_at(data, 2).ok_or_else(damaged)?;
                let format = spelled.get(&number).copied().unwrap_or_else(|| Format::built_in(number.into()));
                styles.push(Style::of(format, formats));
            }
            _ => {}
        }
    }
    Ok(styles)
}

fn read_strings(source: &mut dyn Source) -> Result<Strings, Refused> {
    let mut records = Records::of(source);
    let mut strings = Strings::default();
    while let Some((kind, data)) = records.next()? {
        if kind == 19 {
            let (text, _) = long_text(data, 1).ok_or_else(damaged)?;
            strings.push(&text)?;
        }
    }
    Ok(strings)
}

fn walk(source: &mut dyn Source, styles: &[Style], shared: &Shared) -> Result<Packer, Refused> {
    let mut records = Records::of(source);
    let mut filler = Filler::new(styles);
    let (mut row, mut next, mut in_data, mut ended) = (None, 0, false, false);
    while let Some((kind, data)) = records.next()? {
        match kind {
            145 => in_data = true,
            146 => (in_data, ended) = (false, true),
            0 if in_data => (row, next) = (Some(u32_at(data, 0).ok_or_else(damaged)?), 0),
            1..=18 | 62 if in_data => {
                let row = row.ok_or_else(damaged)?;
                cell(kind, data, row, &mut next, &mut filler, shared).ok_or_else(damaged)??;
            }
            _ => {}
        }
    }
    if ended { Ok(filler.packer) } else { Err(damaged()) }
}

/// A cell. From 12 on it lies beside the cell before it and does not say its column.
fn cell(
    kind: u32,
    data: &[u8],
    row: u32,
    next: &mut u32,
    filler: &mut Filler<'_>,
    shared: &Shared,
) -> Option<Result<(), Refused>> {
    let (beside, kind) = if (12..=18).contains(&kind) { (true, kind - 11) } else { (false, kind) };
    let at = if beside { 0 } else { 4 };
    let column = if beside { *next } else { u32_at(data, 0)? };
    *next = column.saturating_add(1);
    let place = Place { row, column, style: (u32_at(data, at)? & 0x00FF_FFFF) as usize };
    let value = data.get(at + 4..)?;
    Some(match kind {
        2 => filler.number(place, short_number(u32_at(value, 0)?)),
        3 | 11 => filler.push(place, Value::Error(error(*value.first()?))),
        4 | 10 => filler.push(place, Value::Bool(*value.first()? != 0)),
        5 | 9 => filler.number(place, f64_at(value, 0)?),
        6 | 8 => filler.push(place, Value::Text(&long_text(value, 0)?.0)),
        62 => filler.push(place, Value::Text(&long_text(value, 1)?.0)),
        7 => {
            let number = u32_at(value, 0)?;
            if number as usize >= shared.strings.len() {
                return None;
            }
            filler.push(place, Value::Shared(number))
        }
        _ => Ok(()),
    })
}
