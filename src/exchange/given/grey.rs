//! Whether the grey cells of a row are as the book has them.

use super::layout::{ByColumn, Layout, cell};
use super::out::GivenColumn;
use super::white;
use crate::book::{Book, Field, Section};
use crate::cells::{Cell, Kind};
use crate::exchange::decisions::{Reason, excerpt};
use crate::exchange::workbook::{day, held};
use crate::values::{money, typed};
use crate::view;

use GivenColumn as G;

/// Whether all grey cells are as the book has them.
pub(super) fn grey(
    book: &Book,
    (section, row): (Section, u32),
    cells: &ByColumn<'_>,
    layout: &Layout,
) -> Result<(), Reason> {
    for &column in layout.columns.values().filter(|column| !column.is_white()) {
        let cell = cell(cells, column);
        let words = |text: &str| is_text(cell, text);
        let same = match column {
            G::Mark | G::Kept | G::Between(_) => true,
            G::SheetName => words(section.sheet_name()),
            G::NumberAgain => words(book.sheet(section).records().numbers.get(row)),
            G::Of(field) => is_field(book, section, row, field, cell),
        };
        if !same {
            let found = cell.map_or("".into(), white::shown);
            return Err((
                format!("\"{}\" is grey and was changed: it says \"{}\"", column.title(), excerpt(&found)),
                None,
            ));
        }
    }
    Ok(())
}

fn is_text(cell: Option<&Cell<'_>>, text: &str) -> bool {
    white::folded(cell.map_or("", |cell| &cell.text)) == white::folded(&held(text))
}

/// Whether a cell says what the book says in a field.
fn is_field(book: &Book, section: Section, row: u32, field: Field, found: Option<&Cell<'_>>) -> bool {
    let Some(cell) = found else { return view::cell(book, section, row, field).trim().is_empty() };
    if field.is_amount() {
        if let Some(paise) = view::amount(book, section, row, field) {
            return match cell.kind {
                Kind::Number => white::paise(&cell.text) == Some(paise),
                _ => {
                    cell.text == money::plain(paise.into())
                        || typed::amount(&cell.text).is_some_and(|amount| amount.exact && amount.paise == paise)
                }
            };
        }
    } else if let (Some(day), Kind::Date(held)) = (day(book, section, row, field), cell.kind) {
        return day == held;
    }
    is_text(found, &view::cell(book, section, row, field))
}
