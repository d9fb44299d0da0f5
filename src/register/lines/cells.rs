//! The lines of a sheet as columns: what each cell of a used column holds, read once, on all cores.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::book::columns::TextColumn;
use crate::cells::{Cell, Dates, FileKind, Kind, Row, Sheet};
use crate::register::headings::columns::Heading;
use crate::register::headings::columns::{Columns, Role};
use crate::register::headings::fields::RegisterField;
use crate::register::headings::heading;
use crate::register::headings::sample::gstin_of;
use crate::register::written::amount;
use crate::register::written::date::{self, Seen};
use crate::register::written::held::{Arena, BAD, Code, EMPTY, ERROR, LineAmounts, NO_RESULT, flag};
use crate::register::written::number::{self, Number};
use crate::register::written::text;
use crate::values::{Paise, beginning};
use crate::work::{Progress, parts};

/// The lines below a heading that hold something.
#[derive(Clone, Default)]
pub(in crate::register) struct LineColumns {
    /// Their numbers in the sheet.
    pub(in crate::register) line: Vec<u32>,
    pub(in crate::register) flags: Vec<u16>,
    pub(in crate::register) gstin: TextColumn,
    pub(in crate::register) own: TextColumn,
    pub(in crate::register) name: TextColumn,
    pub(in crate::register) kind: TextColumn,
    pub(in crate::register) eligibility: TextColumn,
    pub(in crate::register) status: TextColumn,
    pub(in crate::register) number: Arena,
    /// Numbers that are compared by another text than is shown.
    pub(in crate::register) compared: BTreeMap<u32, Box<str>>,
    pub(in crate::register) voucher: Arena,
    pub(in crate::register) original: Arena,
    pub(in crate::register) date: Vec<Code>,
    pub(in crate::register) posting: Vec<Code>,
    pub(in crate::register) original_date: Vec<Code>,
    pub(in crate::register) amounts: LineAmounts,
    pub(in crate::register) seen: [Seen; 3],
}

/// What the columns of a sheet are read as.
pub(in crate::register) struct Used {
    slots: Vec<Slot>,
    /// Columns of amounts: their places among the chosen columns.
    pub(in crate::register) amounts: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Slot {
    None,
    Amount(u8),
    Field(RegisterField),
}

impl Used {
    pub(in crate::register) fn of(columns: &Columns) -> Used {
        let last = columns.list.iter().map(|chosen| chosen.column as usize + 1).max().unwrap_or(0);
        let mut used = Used { slots: vec![Slot::None; last], amounts: Vec::new() };
        for (place, chosen) in columns.list.iter().enumerate() {
            let amount = match chosen.role {
                Role::Field(field) => field.is_amount(),
                Role::Either | Role::HeadOrTaxable(_) => true,
            };
            used.slots[chosen.column as usize] = match chosen.role {
                // A register has a ledger for each rate and head, and no more than these.
                _ if amount && used.amounts.len() < 200 => {
                    used.amounts.push(place);
                    Slot::Amount(used.amounts.len() as u8 - 1)
                }
                Role::Field(field) => Slot::Field(field),
                Role::Either | Role::HeadOrTaxable(_) => Slot::None,
            };
        }
        used
    }
}

/// How a sheet is read into lines.
pub(in crate::register) struct LineReader<'r> {
    pub(in crate::register) used: &'r Used,
    pub(in crate::register) headings: &'r [Heading],
    pub(in crate::register) file: FileKind,
    pub(in crate::register) dates: Dates,
}

impl LineReader<'_> {
    /// Reads the rows from a place on; none if it was stopped.
    pub(in crate::register) fn read(&self, sheet: &Sheet, from: usize, progress: &Progress) -> Option<LineColumns> {
        let places: Vec<u32> = (from as u32..sheet.rows() as u32).collect();
        let read = parts::in_parts(&places, |places| {
            let mut lines = LineColumns::default();
            let mut cells = Vec::new();
            for some in places.chunks(parts::BETWEEN_LOOKS) {
                if !progress.advance(some.len() as u64) {
                    break;
                }
                some.iter()
                    .filter_map(|&place| sheet.row(place as usize))
                    .for_each(|row| self.line(row, &mut cells, &mut lines));
                progress.count(some.len() as u64);
            }
            lines
        });
        if progress.cancelled() { None } else { Some(joined(read)) }
    }

    fn line<'s>(&self, row: Row<'s>, cells: &mut Vec<Cell<'s>>, lines: &mut LineColumns) {
        let mut line = Line::default();
        cells.clear();
        cells.extend(row.cells());
        for cell in cells.iter() {
            let slot = self.used.slots.get(cell.column as usize).copied().unwrap_or(Slot::None);
            match slot {
                Slot::None => line.flags |= if cell.kind == Kind::Text { flag::TEXT } else { 0 },
                Slot::Amount(place) => self.amount(cell, place, &mut line, lines),
                Slot::Field(field) => self.field(cell, field, &mut line, lines),
            }
        }
        for column in row.no_results() {
            match self.used.slots.get(usize::from(column)) {
                Some(&Slot::Amount(place)) => lines.amounts.push(place, NO_RESULT, None),
                Some(Slot::Field(field)) if field.is_used() => line.flags |= flag::NO_RESULT,
                _ => {}
            }
        }
        line.keep(row, cells, self, lines);
    }

    fn amount(&self, cell: &Cell<'_>, place: u8, line: &mut Line<'_>, lines: &mut LineColumns) {
        let (read, side) = match cell.kind {
            Kind::Error => return lines.amounts.push(place, ERROR, None),
            Kind::Date(_) | Kind::Bool => (amount::ReadAmount::NotUnderstood, None),
            Kind::Number | Kind::Text => (amount::read(&cell.text), cell.side()),
        };
        match read {
            amount::ReadAmount::Empty => {}
            amount::ReadAmount::NotUnderstood => {
                line.flags |= flag::BAD_AMOUNT;
                lines.amounts.push(place, BAD, None);
            }
            amount::ReadAmount::Amount(paise, said) => {
                line.flags |= flag::AMOUNT;
                let value = if cell.side_is_its_minus() { paise.saturating_abs() } else { paise };
                lines.amounts.push(place, value, said.or(side));
            }
        }
    }

    fn field<'c>(&self, cell: &'c Cell<'_>, field: RegisterField, line: &mut Line<'c>, lines: &mut LineColumns) {
        if cell.kind == Kind::Error && field != RegisterField::Number {
            line.flags |= if field.is_date() { flag::ERROR } else { 0 };
            return;
        }
        match field {
            RegisterField::Number => line.number = Some(number::read(cell, self.file)),
            RegisterField::Date | RegisterField::Posting | RegisterField::OriginalDate => {
                let read = match cell.kind {
                    Kind::Date(day) if day != crate::values::Day::NONE => date::ReadDate::Day(day),
                    Kind::Date(_) => date::ReadDate::NotUnderstood,
                    _ => date::read(&cell.text, self.dates),
                };
                let place = [RegisterField::Date, RegisterField::Posting, RegisterField::OriginalDate]
                    .iter()
                    .position(|f| *f == field)
                    .unwrap_or(0);
                if read == date::ReadDate::NotUnderstood && place < 2 {
                    line.flags |= flag::BAD_DATE;
                }
                lines.seen[place].add(read, matches!(cell.kind, Kind::Date(_)));
                lines.seen[place].add_slashes(read, &cell.text);
                line.dates[place] = Code::of(read);
            }
            RegisterField::Gstin => push_at(&mut lines.gstin, lines.line.len(), &gstin_of(beginning(&cell.text, 100))),
            RegisterField::Own => push_at(&mut lines.own, lines.line.len(), &gstin_of(beginning(&cell.text, 100))),
            RegisterField::Voucher => line.voucher = number::read(cell, self.file).shown,
            RegisterField::OriginalNumber => line.original = number::read(cell, self.file).shown,
            RegisterField::Name | RegisterField::Type | RegisterField::Eligibility | RegisterField::Status => {
                let plain = text::plain(beginning(&cell.text, 1_000));
                line.flags |= if plain.is_empty() { 0 } else { flag::TEXT };
                let column = match field {
                    RegisterField::Name => &mut lines.name,
                    RegisterField::Type => &mut lines.kind,
                    RegisterField::Eligibility => &mut lines.eligibility,
                    _ => &mut lines.status,
                };
                push_at(column, lines.line.len(), &plain);
            }
            RegisterField::Rcm => {
                line.flags |= if crate::register::written::kinds::is_yes(beginning(&cell.text, 100)) {
                    flag::REVERSE_CHARGE
                } else {
                    0
                }
            }
            RegisterField::Import => line.flags |= if is_something(&cell.text) { flag::IMPORT } else { 0 },
            RegisterField::Item => line.flags |= if is_something(&cell.text) { flag::ITEM | flag::TEXT } else { 0 },
            _ => {}
        }
    }
}

fn is_something(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && !["-", "--", "NA", "N/A", "nil", "NIL", "0"].contains(&text)
}

/// Gives a line its text, and all lines before it that have none the empty one.
fn push_at(column: &mut TextColumn, line: usize, text: &str) {
    while column.ids().len() < line {
        column.push("");
    }
    if column.ids().len() == line {
        column.push(text);
    }
}

/// One line while it is read.
#[derive(Default)]
struct Line<'c> {
    flags: u16,
    number: Option<Number<'c>>,
    voucher: Cow<'c, str>,
    original: Cow<'c, str>,
    dates: [Code; 3],
}

impl Line<'_> {
    fn keep(mut self, row: Row<'_>, cells: &[Cell<'_>], reader: &LineReader<'_>, lines: &mut LineColumns) {
        let at = lines.line.len();
        // A word for a total is no number of a document, in whichever column it is.
        let mut number = self.number.take().filter(|number| !number.shown.is_empty());
        let nothing_else = self.dates[..2].iter().all(|date| date.is_empty()) && lines.gstin.get(at as u32).is_empty();
        let no_number = |number: &Number<'_>| {
            is_total(&number.shown) && (nothing_else || !number.shown.bytes().any(|b| b.is_ascii_digit()))
        };
        if number.as_ref().is_some_and(no_number) {
            number = None;
        }
        if number.is_none()
            && let Some(label) = cells.iter().find(|cell| cell.kind == Kind::Text && is_total(&cell.text))
        {
            let words = text::words(beginning(&label.text, 60));
            let balance =
                ["opening", "closing", "carried", "brought"].iter().any(|word| words.iter().any(|own| own == word));
            self.flags |= flag::TOTAL | if balance { flag::BALANCE } else { 0 };
        }
        match number {
            Some(number) => {
                self.flags |= number.flags();
                if let Some(compared) = number.compared {
                    lines.compared.insert(at as u32, compared.into());
                }
                lines.number.push(&number.shown);
            }
            None => {
                self.flags |= flag::NO_NUMBER;
                lines.number.push("");
            }
        }
        // Below the heading most lines are data: only those without an amount can be the heading again.
        let odd = self.flags & (flag::AMOUNT | flag::BAD_AMOUNT) != flag::AMOUNT || self.flags & flag::BAD_DATE != 0;
        if odd && heading::is_again(row, reader.headings) {
            self.flags |= flag::HEADING;
        }
        lines.amounts.end_line();
        lines.line.push(row.line());
        lines.flags.push(self.flags);
        lines.voucher.push(&self.voucher);
        lines.original.push(&self.original);
        let [date, posting, original] = self.dates;
        lines.date.push(date);
        lines.posting.push(posting);
        lines.original_date.push(original);
    }
}

/// Whether a text begins with a word for a total.
fn is_total(cell: &str) -> bool {
    const TOTALS: [&[&str]; 13] = [
        &["total"],
        &["grand", "total"],
        &["sub", "total"],
        &["subtotal"],
        &["opening"],
        &["closing"],
        &["carried", "forward"],
        &["brought", "forward"],
        &["carried", "over"],
        &["brought", "over"],
        &["कुल"],
        &["योग"],
        &["totals"],
    ];
    let trimmed = cell.trim_start();
    // Quick: nearly no text begins so.
    let Some(first) = trimmed.chars().next() else { return false };
    if !matches!(first.to_ascii_lowercase(), 't' | 'g' | 's' | 'o' | 'c' | 'b' | 'क' | 'य' | '\'' | '*' | '-') {
        return false;
    }
    // SAP marks its totals with stars.
    if trimmed.trim_end().bytes().all(|b| b == b'*') {
        return true;
    }
    let words = text::words(beginning(trimmed, 60));
    TOTALS.iter().any(|total| words.len() >= total.len() && words.iter().zip(*total).all(|(word, own)| word == own))
}

fn joined(parts: Vec<LineColumns>) -> LineColumns {
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        let base = all.line.len();
        all.line.extend(part.line);
        all.flags.extend(part.flags);
        for (own, from) in [
            (&mut all.gstin, &part.gstin),
            (&mut all.own, &part.own),
            (&mut all.name, &part.name),
            (&mut all.kind, &part.kind),
            (&mut all.eligibility, &part.eligibility),
            (&mut all.status, &part.status),
        ] {
            if !from.ids().is_empty() {
                while own.ids().len() < base {
                    own.push("");
                }
                own.extend_from(from, 0..from.ids().len());
            }
        }
        all.number.append(part.number);
        all.compared.extend(part.compared.into_iter().map(|(at, text)| (at + base as u32, text)));
        all.voucher.append(part.voucher);
        all.original.append(part.original);
        all.date.extend(part.date);
        all.posting.extend(part.posting);
        all.original_date.extend(part.original_date);
        all.amounts.append(part.amounts);
        for (own, from) in all.seen.iter_mut().zip(part.seen) {
            own.join(from);
        }
    }
    all
}

impl LineColumns {
    /// How many there are.
    pub(in crate::register) fn len(&self) -> usize {
        self.line.len()
    }

    /// Says of each line what its amounts say, now that it is known which columns are amounts.
    pub(in crate::register) fn mark_amounts(&mut self, used: &[bool]) {
        let is_used = |column: usize| used.get(column).copied().unwrap_or(false);
        for line in 0..self.len() {
            let of_cells = flag::AMOUNT | flag::BAD_AMOUNT;
            // A field's formula without a result stays one.
            self.flags[line] = self.flags[line] & !of_cells | self.amounts.flags(line, is_used);
        }
        self.amounts.forget_unused(is_used);
    }

    pub(in crate::register) fn has(&self, line: usize, flag: u16) -> bool {
        self.flags[line] & flag != 0
    }

    /// The amount of a line in a column of amounts; [`EMPTY`] where the cell holds nothing.
    pub(in crate::register) fn amount(&self, column: usize, line: usize) -> Paise {
        self.amounts.of(line).find(|(own, _)| *own == column).map_or(EMPTY, |(_, value)| value)
    }

    /// A line's number as it is compared.
    pub(in crate::register) fn compared(&self, line: usize) -> &str {
        match self.compared.get(&(line as u32)) {
            Some(compared) if !self.compared.is_empty() => compared,
            _ => self.number.get(line),
        }
    }
}
