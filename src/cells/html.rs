//! Pages with tables, as many programs call `.xls`: each table is a sheet. Nothing is fetched and nothing is run.

use std::collections::BTreeMap;
use std::sync::Arc;

use memchr::{memchr, memchr3, memmem};

use super::packed::{Packer, Shared, Value};
use super::refused::Refused;
use super::sheet::{Dates, Sheet};
use super::xlsx::{COLUMNS, LINES};
use crate::work::Progress;

/// After this many bytes one looks whether to stop.
const BETWEEN_LOOKS: usize = 1 << 16;
/// Stepping over cells that reach down from above takes this many steps for each byte at most.
const STEPS: u64 = 16;
/// Tables lie in each other at most so deep; what is deeper is part of the one above.
const DEEPEST: usize = 64;
/// A page has no more tables.
const TABLES: usize = 10_000;

/// Whether a page has a table.
pub(super) fn has_table(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let name = bytes.get(at + 1..at + 7).unwrap_or_default();
        name.eq_ignore_ascii_case(b"table ")
            || name.eq_ignore_ascii_case(b"table>")
            || (name.len() > 5 && name[..5].eq_ignore_ascii_case(b"table") && name[5].is_ascii_whitespace())
    })
}

/// Reads the tables of a page.
pub(super) fn read(text: &str, progress: &Progress) -> Result<Vec<Sheet>, Refused> {
    let shared = Arc::new(Shared::default());
    let steps = STEPS * text.len() as u64;
    let mut page = Page { open: Vec::new(), done: Vec::new(), count: 0, steps, missing: Missing::default() };
    page.walk(text, progress)?;
    while page.close_table()? {}
    // In the order in which they begin.
    page.done.sort_by_key(|table| table.number);
    let sheet = |table: Table| table.packer.sheet(format!("Table {}", table.number), Dates::From1900, &shared);
    page.done.into_iter().map(sheet).collect()
}

#[derive(Default)]
struct Table {
    number: usize,
    packer: Packer,
    line: u32,
    in_row: bool,
    /// The column behind the last cell of the row.
    column: u32,
    /// The open cell: its column, and its text.
    cell: Option<u32>,
    text: String,
    /// Whether white space is due before the next letter.
    space: bool,
    /// Columns that a cell from above takes: from which, up to before which, and down to which line.
    taken: BTreeMap<u32, (u32, u32)>,
}

struct Page {
    open: Vec<Table>,
    done: Vec<Table>,
    count: usize,
    steps: u64,
    missing: Missing,
}

/// What the rest of the page does not have: it is looked for once, or a page of beginnings would take for ever.
#[derive(Default)]
struct Missing {
    /// `>`, and one outside of quotes.
    end: bool,
    bare_end: bool,
    double_quote: bool,
    single_quote: bool,
    /// What closes a script and the like.
    closing: Vec<String>,
}

/// A mark: its name in small letters, and what follows in it.
struct Mark<'t> {
    name: String,
    closes: bool,
    rest: &'t str,
}

impl Page {
    fn walk(&mut self, text: &str, progress: &Progress) -> Result<(), Refused> {
        let bytes = text.as_bytes();
        let (mut at, mut looked) = (0, 0);
        while at < bytes.len() {
            if at - looked >= BETWEEN_LOOKS {
                if !progress.advance((at - looked) as u64) {
                    return Err(Refused::stopped());
                }
                looked = at;
            }
            // A text without marks is taken in pieces.
            let piece = text.floor_char_boundary(at + BETWEEN_LOOKS);
            let next = memchr(b'<', &bytes[at..piece]).map_or(piece, |ahead| at + ahead);
            self.text(&text[at..next]);
            at = next;
            let rest = &text[at..];
            if !rest.starts_with('<') {
                continue;
            }
            if rest.starts_with("<!--") {
                at += memmem::find(rest.as_bytes(), b"-->").map_or(rest.len(), |end| end + 3);
                continue;
            }
            let Some((mark, length)) = mark(rest, &mut self.missing) else {
                // A mark of less than, as people type it.
                self.text("<");
                at += 1;
                continue;
            };
            at += length;
            let name = mark.name.clone();
            self.mark(mark)?;
            if (name == "script" || name == "style" || name == "xml") && !self.missing.closing.contains(&name) {
                match behind(text, at, &name) {
                    Some(end) => at = end,
                    None => self.missing.closing.push(name),
                }
            }
        }
        Ok(())
    }

    fn text(&mut self, raw: &str) {
        let Some(table) = self.open.last_mut().filter(|table| table.cell.is_some()) else { return };
        if raw.is_empty() {
            return;
        }
        let decoded;
        let text = if raw.contains('&') {
            decoded = entities(raw);
            &*decoded
        } else {
            raw
        };
        for (place, word) in text.split(|c: char| c.is_whitespace()).enumerate() {
            table.space |= place > 0;
            if !word.is_empty() {
                if std::mem::take(&mut table.space) && !table.text.is_empty() {
                    table.text.push(' ');
                }
                table.text.push_str(word);
            }
        }
    }

    fn mark(&mut self, mark: Mark<'_>) -> Result<(), Refused> {
        match (&*mark.name, mark.closes) {
            ("table", false) if self.open.len() < DEEPEST && self.count < TABLES => {
                self.count += 1;
                self.open.push(Table { number: self.count, ..Table::default() });
            }
            ("table", true) => _ = self.close_table()?,
            ("tr", false) => {
                self.close_row()?;
                if let Some(table) = self.open.last_mut() {
                    table.line += 1;
                    (table.in_row, table.column) = (true, 0);
                    if table.line > LINES {
                        return Err(outside());
                    }
                    table.packer.begin(table.line, false)?;
                }
            }
            ("tr" | "thead" | "tbody" | "tfoot", true) => self.close_row()?,
            ("td" | "th", false) => self.open_cell(mark.rest)?,
            ("td" | "th", true) => self.close_cell()?,
            ("br" | "p" | "div" | "li", _) => {
                if let Some(table) = self.open.last_mut() {
                    table.space = true;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn open_cell(&mut self, attributes: &str) -> Result<(), Refused> {
        self.close_cell()?;
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        if !table.in_row {
            table.line += 1;
            (table.in_row, table.column) = (true, 0);
            table.packer.begin(table.line, false)?;
        }
        let mut column = table.column;
        while let Some((&from, &(to, line))) = table.taken.range(..=column).next_back() {
            if line < table.line {
                table.taken.remove(&from);
            } else if column < to {
                column = to;
            } else {
                break;
            }
            self.steps = self.steps.checked_sub(1).ok_or_else(outside)?;
        }
        let (wide, deep) = (span(attributes, "colspan"), span(attributes, "rowspan"));
        if column >= COLUMNS {
            return Err(outside());
        }
        table.column = column + wide;
        if deep > 1 {
            table.taken.insert(column, (table.column, table.line.saturating_add(deep - 1)));
        }
        table.cell = Some(column);
        table.text.clear();
        table.space = false;
        Ok(())
    }

    fn close_cell(&mut self) -> Result<(), Refused> {
        let Some(table) = self.open.last_mut() else { return Ok(()) };
        match table.cell.take() {
            Some(column) => table.packer.push(column as u16, Value::Text(&table.text), 0),
            None => Ok(()),
        }
    }

    fn close_row(&mut self) -> Result<(), Refused> {
        self.close_cell()?;
        if let Some(table) = self.open.last_mut().filter(|table| table.in_row) {
            table.in_row = false;
            table.packer.end(1)?;
        }
        Ok(())
    }

    /// Closes the innermost table. False if none is open.
    fn close_table(&mut self) -> Result<bool, Refused> {
        self.close_row()?;
        let Some(table) = self.open.pop() else { return Ok(false) };
        self.done.push(table);
        Ok(true)
    }
}

fn outside() -> Refused {
    Refused::damaged("A table of this page is larger than a sheet can be. Save it as xlsx.")
}

/// The mark at the beginning, and how long it is; none if it is none.
fn mark<'t>(rest: &'t str, missing: &mut Missing) -> Option<(Mark<'t>, usize)> {
    let inside = &rest[1..];
    let closes = inside.starts_with('/');
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    if missing.end || !inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?') {
        return None;
    }
    // No name that counts is long.
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'!' | b'?' | b':');
    let length = inside.bytes().take(32).take_while(in_name).count();
    let name = inside[..length].to_ascii_lowercase();
    let start = rest.len() - inside.len() + length;
    let behind = &rest.as_bytes()[start..];
    let mut at = 0;
    let end = loop {
        if missing.bare_end {
            break memchr(b'>', behind);
        }
        let Some(next) = memchr3(b'>', b'"', b'\'', &behind[at..]).map(|ahead| at + ahead) else {
            // Perhaps one is in quotes.
            missing.bare_end = true;
            continue;
        };
        let absent = match behind[next] {
            b'>' => break Some(next),
            b'"' => &mut missing.double_quote,
            _ => &mut missing.single_quote,
        };
        at = next + 1;
        if next > 0 && behind[next - 1] == b'=' && !*absent {
            match memchr(behind[next], &behind[at..]) {
                Some(ahead) => at += ahead + 1,
                None => *absent = true,
            }
        }
    };
    missing.end = end.is_none();
    let end = start + end?;
    Some((Mark { name, closes, rest: &rest[start..end] }, end + 1))
}

/// The mark that closes what is no text.
fn behind(text: &str, at: usize, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let closing = memmem::find_iter(&bytes[at..], b"</").find(|found| {
        let from = at + found + 2;
        bytes.get(from..from + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    });
    closing.map(|found| at + found)
}

/// How many columns or lines a cell takes.
fn span(attributes: &str, name: &str) -> u32 {
    if attributes.is_empty() {
        return 1;
    }
    let folded = attributes.to_ascii_lowercase();
    let value = folded.split(name).nth(1).and_then(|rest| rest.trim_start().strip_prefix('='));
    let value = value.map_or("", |value| value.trim_start().trim_start_matches(['"', '\'']));
    let digits = value.bytes().take(7).take_while(u8::is_ascii_digit).count();
    value[..digits].parse::<u32>().unwrap_or(1).clamp(1, LINES)
}

/// Text with its entities decoded; one that is not known stays as it is.
fn entities(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let length = rest.bytes().take(12).take_while(|b| b.is_ascii_alphanumeric() || *b == b'#').count();
        match entity(&rest[..length]) {
            Some(c) => {
                text.push(c);
                rest = &rest[length..];
                rest = rest.strip_prefix(';').unwrap_or(rest);
            }
            None => text.push('&'),
        }
    }
    text.push_str(rest);
    text
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|&c| c != '\0');
    }
    let named = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{A0}'),
        ("ensp", ' '),
        ("emsp", ' '),
        ("thinsp", ' '),
        ("ndash", '–'),
        ("mdash", '—'),
        ("minus", '−'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("bull", '•'),
        ("middot", '·'),
        ("hellip", '…'),
        ("copy", '©'),
        ("reg", '®'),
        ("trade", '™'),
        ("deg", '°'),
        ("sect", '§'),
        ("para", '¶'),
        ("frac12", '½'),
        ("times", '×'),
        ("divide", '÷'),
        ("plusmn", '±'),
        ("euro", '€'),
        ("pound", '£'),
        ("yen", '¥'),
        ("cent", '¢'),
        ("eacute", 'é'),
        ("zwnj", '\u{200C}'),
        ("zwj", '\u{200D}'),
    ];
    named.iter().find(|(known, _)| *known == name || known.eq_ignore_ascii_case(name)).map(|(_, c)| *c)
}
