//! The days of lines: the order of day and month of a whole column, and days that stand only on the first line of a day.

use crate::register::lines::cells::LineColumns;
use crate::register::written::date::{ReadDate, Seen};
use crate::register::written::held::flag;
use crate::values::Day;

/// The days of all lines.
pub(in crate::register) struct Days {
    /// Whether the month comes first in the columns of document and posting dates, and of original dates.
    pub(in crate::register) month_first: [bool; 3],
    /// On how many lines date cells seem to have day and month exchanged.
    pub(in crate::register) seem_exchanged: u32,
    /// On how many lines nothing says whether day or month comes first.
    pub(in crate::register) unknown_order: u32,
    /// In which of these columns the order is guessed: dates with slashes that can be read two ways, and no one said which.
    pub(in crate::register) guessed: [bool; 3],
    /// In which of these columns the days of date cells are exchanged, as the user said.
    exchanged: [bool; 3],
    /// The day of the document, filled up where it is only on the first line of a day.
    filled: Option<Filled>,
}

/// Which column is filled up, and its days.
struct Filled {
    column: usize,
    days: Vec<Day>,
    lines: usize,
}

impl Days {
    /// `set`: whether the month comes first, where the user said so. `exchange`: date cells that seem exchanged are put right.
    pub(in crate::register) fn of(lines: &LineColumns, set: Option<bool>, exchange: bool) -> Days {
        let month_first = lines.seen.map(|seen| set.unwrap_or_else(|| seen.month_first()));
        let most = |of: fn(Seen) -> u32| lines.seen.into_iter().map(of).max().unwrap_or(0);
        let mut days = Days {
            month_first,
            seem_exchanged: most(Seen::exchanged),
            unknown_order: most(Seen::unknown_order),
            guessed: lines.seen.map(|seen| set.is_none() && seen.is_guessed()),
            exchanged: lines.seen.map(|seen| exchange && seen.exchanged() > 0),
            filled: None,
        };
        days.filled = [0, 1].into_iter().find_map(|column| days.fill(lines, column));
        days
    }

    /// Document date, posting date or original date (0, 1, 2) of a line.
    pub(in crate::register) fn day(&self, lines: &LineColumns, column: usize, line: usize) -> Day {
        if let Some(filled) = self.filled.as_ref().filter(|filled| filled.column == column) {
            return filled.days[line];
        }
        self.own(lines, column, line).unwrap_or(Day::NONE)
    }

    fn own(&self, lines: &LineColumns, column: usize, line: usize) -> Option<Day> {
        let codes = [&lines.date, &lines.posting, &lines.original_date][column];
        match codes[line].read() {
            // Where it seems so, every date that is no open text is a cell.
            ReadDate::Day(day) if self.exchanged[column] => {
                let (year, month, of_month) = day.ymd();
                Day::new(year, of_month, month)
            }
            read => read.day(self.month_first[column]),
        }
    }

    /// Whether a date is there that is no day in this order.
    pub(in crate::register) fn is_bad(&self, lines: &LineColumns, line: usize) -> bool {
        let bad = |column: usize| {
            let read = [&lines.date, &lines.posting][column][line].read();
            matches!(read, ReadDate::Open(..)) && read.day(self.month_first[column]).is_none()
        };
        lines.has(line, flag::BAD_DATE) || bad(0) || bad(1)
    }

    /// How many lines were given the day of a line above.
    pub(in crate::register) fn filled_up(&self) -> usize {
        self.filled.as_ref().map_or(0, |filled| filled.lines)
    }

    /// The days of a column that has each day only once, on the first of its lines.
    fn fill(&self, lines: &LineColumns, column: usize) -> Option<Filled> {
        let other = 1 - column;
        let (mut last, mut up, mut down, mut open) = (None::<Day>, true, true, 0);
        for line in 0..lines.len() {
            if lines.flags[line] & (flag::HEADING | flag::TOTAL) != 0 {
                continue;
            }
            match self.own(lines, column, line) {
                Some(day) => {
                    up &= last.is_none_or(|last| last < day);
                    down &= last.is_none_or(|last| last > day);
                    last = Some(day);
                    if !up && !down {
                        return None;
                    }
                }
                None if !is_named(lines, line) || self.own(lines, other, line).is_some() => {}
                // The first document has none.
                None if last.is_none() || lines.has(line, flag::BAD_DATE) => return None,
                None => open += 1,
            }
        }
        if open == 0 {
            return None;
        }
        let (mut last, mut filled) = (Day::NONE, 0);
        let mut fill = |line: usize| {
            let own = self.own(lines, column, line);
            last = own.unwrap_or(last);
            let fills =
                own.is_none() && is_named(lines, line) && lines.flags[line] & (flag::HEADING | flag::TOTAL) == 0;
            filled += usize::from(fills);
            if own.is_some() || fills { last } else { Day::NONE }
        };
        let days = (0..lines.len()).map(&mut fill).collect();
        Some(Filled { column, days, lines: filled })
    }
}

fn is_named(lines: &LineColumns, line: usize) -> bool {
    !lines.has(line, flag::NO_NUMBER) || !lines.gstin.get(line as u32).is_empty()
}
