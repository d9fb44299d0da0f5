//! Where in a workbook that came back the rows are, and in which column is what.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::out::{GivenColumn, columns};
use crate::book::Field;
use crate::cells::{Cell, Row, Sheet, Workbook};
use crate::exchange::workbook::RECIPIENT;
use crate::values::{counted, gstin};

use GivenColumn as G;

/// Whether a workbook is one that was given out.
pub fn is_given(workbook: &Workbook) -> bool {
    workbook.sheets.iter().any(|sheet| heading(sheet).is_some())
}

/// How many rows from above may hold the headings: people put titles over them.
const ABOVE: usize = 20;

/// The place of the row of headings.
pub(super) fn heading(sheet: &Sheet) -> Option<usize> {
    let titles = [G::Mark.title(), G::Kept.title()];
    (0..sheet.rows().min(ABOVE)).find(|&place| {
        let has = |title: &&str| sheet.row(place).is_some_and(|row| row.cells().any(|cell| cell.text.trim() == *title));
        titles.iter().any(has)
    })
}

/// Of whom a workbook is that was given out, as its first sheet says; none where that was taken away.
pub fn recipient(workbook: &Workbook) -> Option<String> {
    let said = |row: Row<'_>| {
        let mut cells = row.cells();
        let first = cells.next().filter(|cell| cell.text.trim() == RECIPIENT)?;
        let gstin = cells.next().filter(|cell| cell.column > first.column)?.text.trim().to_owned();
        gstin::well_formed(&gstin).then_some(gstin)
    };
    let of_sheet = |sheet: &Sheet| (0..sheet.rows().min(ABOVE)).find_map(|place| said(sheet.row(place)?));
    workbook.sheets.iter().find_map(of_sheet)
}

/// In which column of a sheet is what.
pub(super) struct Layout {
    pub columns: BTreeMap<u16, GivenColumn>,
    /// Whether there is a column of notes.
    pub notes: bool,
}

impl Layout {
    /// Of the row of headings at a place. The error says which column is missing or there twice.
    pub fn of(sheet: &Sheet, place: usize, notes: &mut Vec<String>) -> Result<Layout, String> {
        let known = columns(true);
        let mut found = BTreeMap::new();
        let mut others = 0;
        for cell in sheet.row(place).iter().flat_map(Row::cells) {
            let title = cell.text.trim();
            match known.iter().find(|column| column.title() == title) {
                Some(column) if found.values().any(|other| other == column) => {
                    return Err(format!("the column \"{title}\" is there twice"));
                }
                Some(column) => drop(found.insert(cell.column, *column)),
                None => others += 1,
            }
        }
        let missing = |column: &GivenColumn| !found.values().any(|other| other == column);
        // Without its white columns it would come back with no decisions, and that would not show.
        let certain = [G::Mark, G::Kept, G::NumberAgain, G::Of(Field::Number)];
        let notes_too = !missing(&G::Of(Field::Note));
        let own = columns(notes_too).into_iter().filter(|column| column.is_white() || matches!(column, G::Between(_)));
        let needed: Vec<GivenColumn> = certain.into_iter().chain(own).filter(missing).collect();
        if !needed.is_empty() {
            return Err(are_missing(&needed));
        }
        let all = columns(notes_too);
        let gone = all.iter().filter(|column| missing(column));
        notes.extend(gone.map(|column| format!("the column \"{}\" is missing, and is not compared", column.title())));
        if others > 0 {
            notes.push(format!("{} not of this program and left out", counted(others, "column is", "columns are")));
        }
        Ok(Layout { columns: found, notes: notes_too })
    }
}

/// Why a workbook without these columns cannot be taken.
pub(super) fn are_missing(columns: &[GivenColumn]) -> String {
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.title())).collect();
    let (are, them) = match columns {
        [_] => ("column", ("is", "its heading was")),
        _ => ("columns", ("are", "their headings were")),
    };
    format!("the {are} {} {} missing, or {} changed", names.join(", "), them.0, them.1)
}

/// The cells of a row by what they are.
pub(super) type ByColumn<'s> = Vec<(GivenColumn, Cell<'s>)>;

pub(super) fn cell<'r, 's>(cells: &'r ByColumn<'s>, wanted: GivenColumn) -> Option<&'r Cell<'s>> {
    cells.iter().find(|(column, _)| *column == wanted).map(|(_, cell)| cell)
}

pub(super) fn text<'r>(cells: &'r ByColumn<'_>, wanted: GivenColumn) -> &'r str {
    cell(cells, wanted).map_or("", |cell| cell.text.as_ref())
}

impl Layout {
    /// The cells of a row that hold something.
    pub fn cells(&self, row: &Row<'_>) -> ByColumn<'static> {
        let own = |cell: Cell<'_>| Cell {
            column: cell.column,
            kind: cell.kind,
            text: Cow::Owned(cell.text.into_owned()),
            format: cell.format,
        };
        let of = |cell: Cell<'_>| self.columns.get(&cell.column).map(|column| (*column, own(cell)));
        row.cells().filter_map(of).filter(|(_, cell)| !cell.text.trim().is_empty()).collect()
    }
}
