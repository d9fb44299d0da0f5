//! Where a sheet's heading is: the line, or the two lines under each other, that name the most fields; and what is above it.

use crate::cells::{Cell, Kind, Row, Sheet};
use crate::register::headings::columns::{self, Columns, Heading};
use crate::register::headings::fields::RegisterField;
use crate::register::headings::table::{self, HeadingMeaning};
use crate::register::written::kinds::{self, TypeWord as Word};
use crate::register::written::{amount, date, text};
use crate::values::{beginning, gstin};

/// In how many lines the heading is looked for.
pub(in crate::register) const FIRST_LINES: u32 = 60;
/// A heading has no more cells and no longer texts than these.
const MOST_CELLS: usize = 1_000;
const LONGEST: usize = 300;

/// A heading that was found.
#[derive(Clone, Debug, Default)]
pub(in crate::register) struct FoundHeading {
    /// The line, or the lower of the two.
    pub(in crate::register) line: u32,
    /// Where the first row below it is among the rows of the sheet.
    pub(in crate::register) below: usize,
    pub(in crate::register) headings: Vec<Heading>,
    pub(in crate::register) above: Above,
}

/// What is above the heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::register) struct Above {
    /// The recipient that the register names.
    pub(in crate::register) recipient: Option<String>,
    /// The type of note that a title names.
    pub(in crate::register) notes: Option<Word>,
    /// The texts, for what recognises registers by them.
    pub(in crate::register) texts: Vec<String>,
}

/// LineLeftOut there is no heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::register) enum NoHeading {
    /// No line has a number, a date and an amount, or two of them.
    NoLine,
    /// The best line lacks something: what, and the headings that are there.
    Missing(Vec<&'static str>, Vec<String>),
}

/// The columns that are chosen whatever their headings say, under these headings; and whether just these are those of a register that
/// the user confirmed.
type ChosenColumns<'s> = dyn Fn(&[Heading]) -> (Vec<(RegisterField, u16)>, bool) + 's;

/// Finds the heading. `at` is the line that the user chose; `set` are columns that are chosen whatever their headings say.
pub(in crate::register) fn find(
    sheet: &Sheet,
    at: Option<u32>,
    set: &ChosenColumns,
) -> Result<FoundHeading, NoHeading> {
    let first: Vec<(usize, Row<'_>)> =
        sheet.iter().enumerate().take_while(|(_, row)| row.line() <= at.unwrap_or(FIRST_LINES)).collect();
    // What the user confirmed comes before what has more fields.
    let mut best: Option<((bool, usize), usize, Vec<Heading>)> = None;
    let mut nearest: Option<(usize, Columns, Vec<Heading>)> = None;
    let mut consider = |place: usize, headings: Vec<Heading>| {
        let (chosen, confirmed) = set(&headings);
        let columns = columns::choose(&headings, &chosen, None);
        let (fields, missing) = (columns.fields(), columns.missing().len());
        if missing == 0 {
            if best.as_ref().is_none_or(|(most, ..)| (confirmed, fields) > *most) {
                best = Some(((confirmed, fields), place, headings));
            }
        } else if fields >= 2 && nearest.as_ref().is_none_or(|(most, ..)| fields > *most) {
            nearest = Some((fields, columns, headings));
        }
    };
    let texts: Vec<Vec<(u16, String)>> = first.iter().map(|(_, row)| cells(*row)).collect();
    for (i, (place, row)) in first.iter().enumerate() {
        let chosen = at.is_none_or(|at| row.line() == at);
        if chosen && texts[i].len() >= 3 {
            consider(*place, single(&texts[i]));
        }
        let Some((above, upper)) = i.checked_sub(1).map(|above| (&first[above].1, &texts[above])) else { continue };
        let together = above.line() + 1 == row.line() && at.is_none_or(|at| row.line() == at || above.line() == at);
        if together && !has_values(*above) && !has_values(*row) {
            consider(*place, joined(upper, &texts[i]));
        }
    }
    // The user chose the upper of two lines.
    if let Some(at) = at {
        let next = sheet.iter().enumerate().find(|(_, row)| row.line() == at + 1);
        if let (Some((place, row)), Some(upper)) =
            (next, texts.last().filter(|_| first.last().is_some_and(|(_, r)| r.line() == at)))
            && !has_values(row)
        {
            consider(place, joined(upper, &cells(row)));
        }
    }
    match (best, nearest) {
        (Some((_, place, headings)), _) => {
            let row = sheet.row(place);
            let two = headings.iter().any(|heading| heading.lower.is_some());
            let line = row.map_or(0, |row| row.line());
            let above = above(&first, &texts, line.saturating_sub(u32::from(two)));
            Ok(FoundHeading { line, below: place + 1, headings, above })
        }
        (None, Some((_, columns, headings))) => {
            Err(NoHeading::Missing(columns.missing(), headings.into_iter().map(|heading| heading.shown).collect()))
        }
        (None, None) => Err(NoHeading::NoLine),
    }
}

/// The texts of a row's cells, as far as they may be a heading.
fn cells(row: Row<'_>) -> Vec<(u16, String)> {
    let texts = row.cells().take(MOST_CELLS).filter(|cell| cell.kind == Kind::Text || cell.kind == Kind::Number);
    let text = |cell: Cell<'_>| (cell.column, beginning(text::shown(&cell.text), LONGEST).to_owned());
    texts.map(text).filter(|(_, text)| !text.is_empty()).collect()
}

fn single(cells: &[(u16, String)]) -> Vec<Heading> {
    let heading = |(column, shown): &(u16, String)| {
        let words = text::words(shown);
        Heading { column: *column, shown: shown.clone(), words, lower: None }
    };
    cells.iter().map(heading).collect()
}

/// Two lines as one heading: a group above several parts is above each of them.
fn joined(upper: &[(u16, String)], lower: &[(u16, String)]) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut group: Option<&str> = None;
    let (mut upper, mut lower) = (upper.iter().peekable(), lower.iter().peekable());
    loop {
        let next = [upper.peek().map(|c| c.0), lower.peek().map(|c| c.0)].into_iter().flatten().min();
        let Some(column) = next else { return headings };
        let above = upper.next_if(|cell| cell.0 == column).map(|cell| cell.1.as_str());
        let below = lower.next_if(|cell| cell.0 == column).map(|cell| cell.1.as_str());
        group = above.or(group);
        let heading = match (above.or(group), below) {
            (Some(above), Some(below)) => {
                let shown = format!("{above} {below}");
                let words = text::words(&shown);
                Heading { column, shown, words, lower: Some(text::words(below)) }
            }
            (_, Some(only)) | (Some(only), None) => {
                Heading { column, shown: only.to_owned(), words: text::words(only), lower: None }
            }
            (None, None) => continue,
        };
        headings.push(heading);
    }
}

/// Whether a row has numbers, dates or GSTINs: then it is no heading.
fn has_values(row: Row<'_>) -> bool {
    row.cells().take(MOST_CELLS).any(|cell| match cell.kind {
        Kind::Number | Kind::Date(_) | Kind::Bool | Kind::Error => true,
        Kind::Text => {
            let plain = text::plain(beginning(&cell.text, LONGEST)).into_owned();
            let has_digit = plain.bytes().any(|b| b.is_ascii_digit());
            has_digit
                && (gstin::well_formed(&plain)
                    || matches!(amount::read(&plain), amount::ReadAmount::Amount(..))
                    || matches!(
                        date::read(&plain, Default::default()),
                        date::ReadDate::Day(_) | date::ReadDate::Open(..)
                    ))
        }
    })
}

fn above(first: &[(usize, Row<'_>)], texts: &[Vec<(u16, String)>], line: u32) -> Above {
    let mut above = Above::default();
    for (_, cells) in first.iter().zip(texts).take_while(|((_, row), _)| row.line() < line) {
        for (place, (column, cell)) in cells.iter().enumerate() {
            above.notes = above.notes.or_else(|| kinds::of_title(cell));
            if *column <= 2 && above.recipient.is_none() {
                above.recipient = recipient(cell, &cells[place + 1..]);
            }
            above.texts.push(cell.clone());
        }
    }
    above
}

/// The GSTIN behind a label such as "GSTIN of recipient", in the same cell or in one to the right.
fn recipient(label: &str, right: &[(u16, String)]) -> Option<String> {
    let words = text::words(label);
    let own = (1..=words.len().min(6)).any(|length| {
        let means = table::meanings(&words[..length]);
        means.iter().any(|(meaning, how)| *meaning == HeadingMeaning::Field(RegisterField::Own) && !how.part)
    });
    if !own {
        return None;
    }
    std::iter::once(label).chain(right.iter().map(|(_, text)| text.as_str())).find_map(gstin::find)
}

/// Whether a row says the heading again, or numbers its columns: 1, 2, 3.
pub(in crate::register) fn is_again(row: Row<'_>, headings: &[Heading]) -> bool {
    let (mut same, mut other, mut counted) = (0, 0, 0);
    for cell in row.cells() {
        let shown = beginning(text::shown(&cell.text), LONGEST);
        let heading = headings.iter().find(|heading| heading.column == cell.column);
        let says = |heading: &Heading| {
            let words = text::words(shown);
            !words.is_empty() && (heading.words == words || heading.lower.as_ref() == Some(&words))
        };
        counted += usize::from(shown.trim_matches(['(', ')']).parse::<u16>().is_ok_and(|n| n == cell.column + 1));
        match heading.is_some_and(says) {
            true => same += 1,
            false => other += 1,
        }
    }
    same >= 2 && same > other || counted >= 3 && counted == same + other
}
