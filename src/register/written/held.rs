//! What the lines of a sheet hold, as columns: marks, days, texts, amounts.

use std::collections::{BTreeMap, BTreeSet};

use crate::cells::Side;
use crate::register::written::date;
use crate::values::Paise;

/// What is known of a line, as bits.
pub(in crate::register) mod flag {
    /// The number's cell holds nothing.
    pub(crate) const NO_NUMBER: u16 = 1;
    /// Digits of the number were lost, or may have been.
    pub(crate) const DAMAGED: u16 = 2;
    /// The number came from a number cell.
    pub(crate) const NUMBER_CELL: u16 = 4;
    /// A cell of an amount is not understood.
    pub(crate) const BAD_AMOUNT: u16 = 8;
    /// A cell that is used holds an error.
    pub(crate) const ERROR: u16 = 16;
    /// A date is not understood.
    pub(crate) const BAD_DATE: u16 = 32;
    /// It names goods or a quantity.
    pub(crate) const ITEM: u16 = 64;
    /// A text cell begins with a word for a total.
    pub(crate) const TOTAL: u16 = 128;
    /// It is the heading once more.
    pub(crate) const HEADING: u16 = 256;
    /// Some cell of a column of amounts holds something.
    pub(crate) const AMOUNT: u16 = 512;
    /// It has a bill of entry or a port.
    pub(crate) const IMPORT: u16 = 1024;
    /// Under reverse charge.
    pub(crate) const REVERSE_CHARGE: u16 = 2048;
    /// It has text beside amounts: a name, goods, a type.
    pub(crate) const TEXT: u16 = 4096;
    /// The word for a total is that for a balance that is carried on: no sum of the lines above.
    pub(crate) const BALANCE: u16 = 8192;
    /// A cell that is used is a formula without a result.
    pub(crate) const NO_RESULT: u16 = 16384;
    /// Its supplier is that of a line above it.
    pub(crate) const SUPPLIER_ABOVE: u16 = 32768;
}

/// An amount cell that holds nothing.
pub(in crate::register) const EMPTY: Paise = Paise::MIN;

/// An amount cell that is not understood, one that holds an error, and a formula without a result. No amount is so small.
pub(in crate::register) const BAD: Paise = Paise::MIN + 1;
pub(in crate::register) const ERROR: Paise = Paise::MIN + 2;
pub(in crate::register) const NO_RESULT: Paise = Paise::MIN + 3;

/// A date as four bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct Code(u32);

impl Code {
    const OPEN: u32 = 1 << 31;
    const FAR: i32 = 1 << 30;

    pub(in crate::register) fn of(read: date::ReadDate) -> Code {
        match read {
            date::ReadDate::Empty | date::ReadDate::NotUnderstood => Code(0),
            date::ReadDate::Day(day) => Code((day.0 + Code::FAR) as u32),
            date::ReadDate::Open(a, b, y) => Code(Code::OPEN | u32::from(a) << 24 | u32::from(b) << 16 | u32::from(y)),
        }
    }

    pub(in crate::register) fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(in crate::register) fn read(self) -> date::ReadDate {
        if self.0 == 0 {
            date::ReadDate::Empty
        } else if self.0 & Code::OPEN != 0 {
            date::ReadDate::Open((self.0 >> 24 & 0x7f) as u8, (self.0 >> 16) as u8, self.0 as u16)
        } else {
            date::ReadDate::Day(crate::values::Day(self.0 as i32 - Code::FAR))
        }
    }
}

/// Texts end to end.
#[derive(Clone, Default)]
pub(in crate::register) struct Arena {
    text: String,
    ends: Vec<u32>,
}

impl Arena {
    pub(in crate::register) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
    }

    pub(in crate::register) fn get(&self, line: usize) -> &str {
        let Some(&end) = self.ends.get(line) else { return "" };
        let start = if line == 0 { 0 } else { self.ends[line - 1] };
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    pub(in crate::register) fn append(&mut self, from: Arena) {
        let base = self.text.len() as u32;
        self.text.push_str(&from.text);
        self.ends.extend(from.ends.into_iter().map(|end| base + end));
    }
}

/// The amounts of all lines: as much as there is in the cells, and no more, however many columns there are.
#[derive(Clone, Default)]
pub(in crate::register) struct LineAmounts {
    /// Where the amounts of each line end.
    ends: Vec<u32>,
    /// Of each amount its column, in the order of `Used::amounts`.
    columns: Vec<u8>,
    values: Vec<Paise>,
    /// LineAmounts that are marked `Dr` or `Cr`, by their places.
    sides: BTreeMap<u32, Side>,
}

impl LineAmounts {
    pub(in crate::register) fn push(&mut self, column: u8, value: Paise, side: Option<Side>) {
        if let Some(side) = side {
            self.sides.insert(self.values.len() as u32, side);
        }
        self.columns.push(column);
        self.values.push(value);
    }

    pub(in crate::register) fn end_line(&mut self) {
        self.ends.push(self.values.len() as u32);
    }

    fn places(&self, line: usize) -> std::ops::Range<usize> {
        let start = if line == 0 { 0 } else { self.ends[line - 1] };
        start as usize..self.ends[line] as usize
    }

    /// The amounts of a line, each with its column.
    pub(in crate::register) fn of(&self, line: usize) -> impl Iterator<Item = (usize, Paise)> + '_ {
        self.cells(line).filter(|(_, value)| *value > NO_RESULT)
    }

    /// Whether one of these columns holds a formula without a result on a line.
    pub(in crate::register) fn has_no_result(&self, line: usize, columns: &[usize]) -> bool {
        self.cells(line).any(|(column, value)| value == NO_RESULT && columns.contains(&column))
    }

    /// The same with cells that are not understood, hold an error, or have no result.
    fn cells(&self, line: usize) -> impl Iterator<Item = (usize, Paise)> + '_ {
        self.places(line).map(|place| (usize::from(self.columns[place]), self.values[place]))
    }

    /// What the cells of a line in columns that are used say of it, as flags.
    pub(in crate::register) fn flags(&self, line: usize, used: impl Fn(usize) -> bool) -> u16 {
        self.cells(line).filter(|(column, _)| used(*column)).fold(0, |flags, (_, value)| match value {
            BAD => flags | flag::BAD_AMOUNT,
            ERROR => flags | flag::ERROR,
            NO_RESULT => flags | flag::NO_RESULT,
            _ => flags | flag::AMOUNT,
        })
    }

    /// Lets go of what is in columns that are no amounts after all.
    pub(in crate::register) fn forget_unused(&mut self, used: impl Fn(usize) -> bool) {
        let own = self.columns.iter().zip(&mut self.values).filter(|(own, _)| !used(usize::from(**own)));
        own.for_each(|(_, value)| *value = BAD);
    }

    /// Turns the signs of a column.
    pub(in crate::register) fn reverse(&mut self, column: usize) {
        let own = self.columns.iter().zip(&mut self.values).filter(|(own, _)| usize::from(**own) == column);
        own.filter(|(_, value)| **value > NO_RESULT).for_each(|(_, value)| *value = value.saturating_neg());
    }

    /// `Dr` and `Cr`: one side of all columns of tax together is positive, that of most documents, and the other is negative, so that
    /// what is on a return has one sign. Another column follows them, on the side that it has beside them on most lines.
    /// `is_tax` says which columns are tax; `votes` which lines say what the side is, where some do.
    pub(in crate::register) fn settle_sides(&mut self, is_tax: &[bool], votes: impl Fn(usize) -> bool) {
        if self.sides.is_empty() {
            return;
        }
        let sides = Sides::of(self, is_tax);
        let voting = sides.lines.iter().any(|line| votes(line.line));
        let counts = |line: &SidesOfLine| !voting || votes(line.line);
        let tax = most(sides.lines.iter().filter(|line| counts(line)).filter_map(|line| line.tax));
        let mut positive = BTreeMap::<u8, Side>::new();
        for &column in self.sides.keys().map(|&place| &self.columns[place as usize]).collect::<BTreeSet<_>>() {
            let own = || sides.of_column(column);
            let beside = most(own().filter_map(|(line, side)| line.tax.map(|tax| same(side, tax))));
            let alone = || most(own().filter(|(line, _)| counts(line)).map(|(_, side)| side));
            let side = match (is_tax.get(usize::from(column)), tax, beside) {
                (Some(true), Some(tax), _) => tax,
                (_, Some(tax), Some(relation)) => same(tax, relation),
                _ => alone().unwrap_or(Side::Debit),
            };
            positive.insert(column, side);
        }
        for (&place, &side) in &self.sides {
            if positive.get(&self.columns[place as usize]) != Some(&side) {
                let value = &mut self.values[place as usize];
                *value = value.saturating_neg();
            }
        }
    }

    pub(in crate::register) fn append(&mut self, from: LineAmounts) {
        let base = self.values.len() as u32;
        self.ends.extend(from.ends.into_iter().map(|end| base + end));
        self.columns.extend(from.columns);
        self.values.extend(from.values);
        self.sides.extend(from.sides.into_iter().map(|(place, side)| (base + place, side)));
    }
}

/// The sides of the amounts of a line.
struct SidesOfLine {
    line: usize,
    /// The side that most of its taxes have.
    tax: Option<Side>,
    cells: Vec<(u8, Side)>,
}

/// The sides of the amounts of all lines that have some.
struct Sides {
    lines: Vec<SidesOfLine>,
}

impl Sides {
    fn of(amounts: &LineAmounts, is_tax: &[bool]) -> Sides {
        let (mut lines, mut line) = (Vec::<SidesOfLine>::new(), 0);
        for (&place, &side) in &amounts.sides {
            while amounts.ends[line] <= place {
                line += 1;
            }
            if lines.last().is_none_or(|last| last.line != line) {
                lines.push(SidesOfLine { line, tax: None, cells: Vec::new() });
            }
            if let Some(last) = lines.last_mut() {
                last.cells.push((amounts.columns[place as usize], side));
            }
        }
        for line in &mut lines {
            let of_tax = |cell: &&(u8, Side)| is_tax.get(usize::from(cell.0)) == Some(&true);
            line.tax = most(line.cells.iter().filter(of_tax).map(|cell| cell.1));
        }
        Sides { lines }
    }

    fn of_column(&self, column: u8) -> impl Iterator<Item = (&SidesOfLine, Side)> {
        let own = move |line: &SidesOfLine| line.cells.iter().find(|cell| cell.0 == column).map(|cell| cell.1);
        self.lines.iter().filter_map(move |line| Some((line, own(line)?)))
    }
}

/// The side that most are on; none where there is none.
fn most(sides: impl Iterator<Item = Side>) -> Option<Side> {
    let (debits, all) =
        sides.fold((0usize, 0usize), |(debits, all), side| (debits + usize::from(side == Side::Debit), all + 1));
    (all > 0).then_some(if 2 * debits >= all { Side::Debit } else { Side::Credit })
}

/// Debit where the two are the same side, credit where they are not.
fn same(a: Side, b: Side) -> Side {
    if a == b { Side::Debit } else { Side::Credit }
}
