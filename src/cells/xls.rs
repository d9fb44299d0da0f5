//! xls: the records of Excel 5 to 2003, walked one by one. Only what they hold takes memory; what they say of extents and
//! counts is not believed.

use std::collections::HashMap;
use std::sync::Arc;

use encoding_rs::{Encoding, WINDOWS_1252};

use super::binary::{Filler, Place, error, f64_at, short_number, wide};
use super::compound::{Compound, u16_at, u32_at};
use super::format::Format;
use super::packed::{Shared, Value};
use super::refused::Refused;
use super::sheet::Dates;
use super::workbook::{FileKind, Workbook};
use super::xlsx::Style;
use crate::work::Progress;

const BOF: u16 = 0x0809;
const EOF: u16 = 0x000A;
const CONTINUE: u16 = 0x003C;
/// After this many records one looks whether to stop.
const BETWEEN_LOOKS: u64 = 4_096;

/// Reads an older workbook.
pub(super) fn read(name: &str, bytes: &[u8], progress: &Progress) -> Result<Workbook, Refused> {
    progress.expect(bytes.len() as u64);
    let file = Compound::open(bytes)?;
    if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
        return Err(Refused::password());
    }
    let stream = match file.stream("Workbook")? {
        Some(stream) => stream,
        None => file.stream("Book")?.ok_or_else(|| {
            Refused::other("This is a document of an older Office program. Export the register as Excel or CSV.")
        })?,
    };
    let globals = Globals::read(&stream, progress)?;
    let Globals { dates, sheets, shared, styles, old, encoding, .. } = globals;
    let shared = Arc::new(shared);
    let mut workbook = Workbook::new(name, FileKind::Xls, dates);
    for bound in sheets {
        let mut walk = Walk { filler: Filler::new(&styles), shared: &shared, old, encoding, waits: None };
        walk.sheet(&stream, bound.start, progress)?;
        let mut sheet = walk.filler.packer.sheet(bound.name, dates, &shared)?;
        sheet.hidden = bound.hidden;
        workbook.add(sheet, 0);
    }
    Ok(workbook)
}

fn damaged() -> Refused {
    Refused::damaged("This file is damaged or cut off. Export it again.")
}

/// Records one after another.
struct Records<'b> {
    bytes: &'b [u8],
    at: usize,
    count: u64,
}

impl<'b> Records<'b> {
    fn next(&mut self, progress: &Progress) -> Result<Option<(u16, &'b [u8])>, Refused> {
        self.count += 1;
        if self.count.is_multiple_of(BETWEEN_LOOKS) && progress.cancelled() {
            return Err(Refused::stopped());
        }
        let Some(kind) = u16_at(self.bytes, self.at) else { return Ok(None) };
        let length = usize::from(u16_at(self.bytes, self.at + 2).ok_or_else(damaged)?);
        let data = self.bytes.get(self.at + 4..self.at + 4 + length).ok_or_else(damaged)?;
        self.at += 4 + length;
        Ok(Some((kind, data)))
    }
}

struct Bound {
    name: String,
    start: usize,
    hidden: bool,
}

/// What comes before the sheets.
struct Globals {
    dates: Dates,
    sheets: Vec<Bound>,
    shared: Shared,
    styles: Vec<Style>,
    /// It is of Excel 5 or 95: texts are bytes.
    old: bool,
    encoding: &'static Encoding,
    spelled: HashMap<u16, Format>,
    /// The format of each style, until all formats are known.
    waiting: Vec<u16>,
}

impl Globals {
    fn read(stream: &[u8], progress: &Progress) -> Result<Globals, Refused> {
        let mut records = Records { bytes: stream, at: 0, count: 0 };
        let old = match records.next(progress)? {
            Some((BOF, data)) => u16_at(data, 0) != Some(0x0600),
            _ => return Err(damaged()),
        };
        let mut globals = Globals {
            dates: Dates::From1900,
            sheets: Vec::new(),
            shared: Shared::default(),
            styles: Vec::new(),
            old,
            encoding: WINDOWS_1252,
            spelled: HashMap::new(),
            waiting: Vec::new(),
        };
        loop {
            let at = records.at;
            let Some((kind, data)) = records.next(progress)? else { return Err(damaged()) };
            match kind {
                EOF => break,
                0x00FC => {
                    let mut texts = Texts::of(stream, at).ok_or_else(damaged)?;
                    texts.read(&mut globals.shared, progress)?;
                    records.at = texts.end;
                }
                _ => globals.record(kind, data)?,
            }
        }
        for format in std::mem::take(&mut globals.waiting) {
            let spelled = globals.spelled.get(&format).copied();
            let format = spelled.unwrap_or_else(|| Format::built_in(format.into()));
            globals.styles.push(Style::of(format, &mut globals.shared.formats));
        }
        Ok(globals)
    }

    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), Refused> {
        match kind {
            0x002F => return Err(Refused::password()),
            0x0022 if u16_at(data, 0) == Some(1) => self.dates = Dates::From1904,
            0x0042 => self.encoding = code_page(u16_at(data, 0).unwrap_or(1252)),
            0x041E => {
                let number = u16_at(data, 0).ok_or_else(damaged)?;
                let code = if self.old {
                    let length = usize::from(*data.get(2).ok_or_else(damaged)?);
                    data.get(3..3 + length).map(|text| self.encoding.decode(text).0.into_owned())
                } else {
                    text_of(data.get(2..).unwrap_or_default(), true)
                };
                self.spelled.insert(number, Format::spelled(&code.unwrap_or_default()));
            }
            0x00E0 => self.waiting.push(u16_at(data, 2).ok_or_else(damaged)?),
            0x0085 => {
                let start = u32_at(data, 0).ok_or_else(damaged)? as usize;
                let (Some(state), Some(kind)) = (data.get(4), data.get(5)) else { return Err(damaged()) };
                let rest = data.get(6..).unwrap_or_default();
                let name = if self.old {
                    rest.split_first().map(|(_, name)| self.encoding.decode(name).0.into_owned())
                } else {
                    text_of(rest, false)
                };
                // Charts and macros are none.
                if *kind == 0 {
                    self.sheets.push(Bound { name: name.unwrap_or_default(), start, hidden: state & 3 != 0 });
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn code_page(number: u16) -> &'static Encoding {
    match number {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        65001 => encoding_rs::UTF_8,
        _ => WINDOWS_1252,
    }
}

/// A text with its length before it, in two bytes or in one, and a mark that says how wide its characters are.
fn text_of(data: &[u8], long: bool) -> Option<String> {
    let (length, at) = if long { (usize::from(u16_at(data, 0)?), 2) } else { (usize::from(*data.first()?), 1) };
    let is_wide = data.get(at)? & 1 == 1;
    // A mark of runs or of speech has no place in these texts.
    let bytes = data.get(at + 1..)?;
    if is_wide { Some(wide(bytes.get(..2 * length)?)) } else { Some(narrow(bytes.get(..length)?)) }
}

/// Text of which only the lower bytes are written.
fn narrow(bytes: &[u8]) -> String {
    bytes.iter().map(|&b| char::from(b)).collect()
}

/// The shared texts: one record and those that continue it. A text may be cut anywhere; where its characters go on, a mark
/// says again how wide they are.
struct Texts<'b> {
    stream: &'b [u8],
    /// Where the bytes of this record are.
    at: usize,
    stop: usize,
    /// Behind the last record.
    end: usize,
}

impl<'b> Texts<'b> {
    fn of(stream: &'b [u8], record: usize) -> Option<Texts<'b>> {
        let length = usize::from(u16_at(stream, record + 2)?);
        let end = record + 4 + length;
        Some(Texts { stream, at: record + 12, stop: end, end })
    }

    /// Goes on in the next record, if it continues this one.
    fn go_on(&mut self) -> Option<()> {
        if u16_at(self.stream, self.end)? != CONTINUE {
            return None;
        }
        let length = usize::from(u16_at(self.stream, self.end + 2)?);
        self.at = self.end + 4;
        self.end = self.at + length;
        self.stop = self.end.min(self.stream.len());
        Some(())
    }

    /// The next bytes, wherever they are; at most what is in one record.
    fn some(&mut self, most: usize) -> Option<&'b [u8]> {
        while self.at >= self.stop {
            self.go_on()?;
        }
        let some = &self.stream[self.at..self.stop.min(self.at + most)];
        self.at += some.len();
        Some(some)
    }

    fn number(&mut self, bytes: usize) -> Option<u32> {
        let mut number = 0;
        for place in 0..bytes {
            number |= u32::from(*self.some(1)?.first()?) << (8 * place);
        }
        Some(number)
    }

    fn skip(&mut self, mut bytes: u64) -> Option<()> {
        while bytes > 0 {
            bytes -= self.some(usize::try_from(bytes).unwrap_or(usize::MAX))?.len() as u64;
        }
        Some(())
    }

    fn read(&mut self, shared: &mut Shared, progress: &Progress) -> Result<(), Refused> {
        let mut count = 0_u64;
        loop {
            count += 1;
            if count.is_multiple_of(BETWEEN_LOOKS) && progress.cancelled() {
                return Err(Refused::stopped());
            }
            // However many there should be: they end where the records do.
            if self.at >= self.stop && self.go_on().is_none() {
                break;
            }
            let Some(text) = self.text() else { break };
            shared.strings.push(&text)?;
        }
        while self.go_on().is_some() {}
        Ok(())
    }

    fn text(&mut self) -> Option<String> {
        let mut left = self.number(2)? as usize;
        let mark = self.number(1)?;
        let mut is_wide = mark & 1 == 1;
        let runs = if mark & 8 != 0 { self.number(2)? } else { 0 };
        let speech = if mark & 4 != 0 { self.number(4)? } else { 0 };
        let (mut text, mut half) = (String::new(), Vec::new());
        while left > 0 {
            if self.at >= self.stop {
                self.go_on()?;
                is_wide = self.number(1)? & 1 == 1;
                continue;
            }
            if is_wide {
                let bytes = self.some(2 * left)?;
                // Characters are never cut in two.
                half.extend_from_slice(&bytes[..bytes.len() & !1]);
                left -= (bytes.len() / 2).max(1).min(left);
            } else {
                let bytes = self.some(left)?;
                half.extend(bytes.iter().flat_map(|&b| [b, 0]));
                left -= bytes.len();
            }
        }
        text.push_str(&wide(&half));
        self.skip(4 * u64::from(runs) + u64::from(speech))?;
        Some(text)
    }
}

/// A sheet on the way.
struct Walk<'w> {
    filler: Filler<'w>,
    shared: &'w Shared,
    old: bool,
    encoding: &'static Encoding,
    /// A formula whose result is the text that comes next.
    waits: Option<Place>,
}

impl Walk<'_> {
    fn sheet(&mut self, stream: &[u8], start: usize, progress: &Progress) -> Result<(), Refused> {
        let mut records = Records { bytes: stream, at: start, count: 0 };
        // Charts in a sheet are sheets in it.
        let mut depth = 0;
        while let Some((kind, data)) = records.next(progress)? {
            match kind {
                BOF => depth += 1,
                _ if depth == 0 => break,
                EOF if depth == 1 => return Ok(()),
                EOF => depth -= 1,
                _ if depth == 1 => self.record(kind, data)?,
                _ => {}
            }
        }
        Err(damaged())
    }

    fn record(&mut self, kind: u16, data: &[u8]) -> Result<(), Refused> {
        match kind {
            0x0203 | 0x027E | 0x00FD | 0x0204 | 0x00D6 | 0x0205 | 0x0006 | 0x0206 | 0x0406 => {
                self.cell(kind, data).ok_or_else(damaged)?
            }
            0x00BD => self.several(data).ok_or_else(damaged)?,
            0x0207 => match self.waits.take() {
                Some(place) => {
                    let text = self.text(data).ok_or_else(damaged)?;
                    self.filler.push(place, Value::Text(&text))
                }
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn text(&self, data: &[u8]) -> Option<String> {
        if self.old {
            let length = usize::from(u16_at(data, 0)?);
            return Some(self.encoding.decode(data.get(2..2 + length)?).0.into_owned());
        }
        text_of(data, true)
    }

    fn cell(&mut self, kind: u16, data: &[u8]) -> Option<Result<(), Refused>> {
        let place =
            Place { row: u16_at(data, 0)?.into(), column: u16_at(data, 2)?.into(), style: u16_at(data, 4)?.into() };
        Some(match kind {
            0x0203 => self.filler.number(place, f64_at(data, 6)?),
            0x027E => self.filler.number(place, short_number(u32_at(data, 6)?)),
            0x00FD => {
                let number = u32_at(data, 6)?;
                if number as usize >= self.shared.strings.len() {
                    return None;
                }
                self.filler.push(place, Value::Shared(number))
            }
            0x0204 | 0x00D6 => {
                let text = self.text(data.get(6..)?)?;
                self.filler.push(place, Value::Text(&text))
            }
            0x0205 => {
                let (value, is_error) = (*data.get(6)?, *data.get(7)?);
                let value = if is_error == 0 { Value::Bool(value != 0) } else { Value::Error(error(value)) };
                self.filler.push(place, value)
            }
            _ => return self.formula(place, data.get(6..14)?),
        })
    }

    fn formula(&mut self, place: Place, result: &[u8]) -> Option<Result<(), Refused>> {
        self.waits = None;
        if u16_at(result, 6)? != 0xFFFF {
            return Some(self.filler.number(place, f64_at(result, 0)?));
        }
        Some(match result[0] {
            0 => {
                self.waits = Some(place);
                Ok(())
            }
            1 => self.filler.push(place, Value::Bool(result[2] != 0)),
            2 => self.filler.push(place, Value::Error(error(result[2]))),
            _ => Ok(()),
        })
    }

    /// Several short numbers beside each other.
    fn several(&mut self, data: &[u8]) -> Option<Result<(), Refused>> {
        let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
        let numbers = data.get(4..data.len().checked_sub(2)?)?;
        for (beside, number) in numbers.chunks_exact(6).enumerate() {
            let place =
                Place { row: row.into(), column: u32::from(first) + beside as u32, style: u16_at(number, 0)?.into() };
            if let Err(refused) = self.filler.number(place, short_number(u32_at(number, 2)?)) {
                return Some(Err(refused));
            }
        }
        Some(Ok(()))
    }
}
