//! What the columns of a pasted block are: by their headings, by the columns on the screen, or by what is in them.

use std::borrow::Cow;
use std::collections::HashSet;

use super::decided;
use super::pasted::Cells;
use crate::book::field::{AMOUNTS, DECLARED};
use crate::book::{Field, Filing, Section};
use crate::exchange::cell::from_cell;
use crate::exchange::decisions::{self, Column};
use crate::portal::{keys, words};
use crate::values::{gstin, typed};

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// It names the sheet.
    Sheet,
    /// It holds a field of a record or of its decision.
    Of(Field),
    /// It holds what only the table of decisions has a column for.
    Only(Column),
}

/// The fields that say which record is meant.
const IDENTITY: [Field; 7] =
    [Field::Supplier, Field::Number, Field::Day, Field::Period, Field::Form, Field::OriginalNumber, Field::OriginalDay];

/// What people also write above columns, in small letters and digits alone.
const OTHER_HEADINGS: [(&str, Is); 26] = [
    ("sheet", Is::Sheet),
    ("gstinofsupplier", Is::Of(Field::Supplier)),
    ("gstinuinofsupplier", Is::Of(Field::Supplier)),
    ("suppliergstin", Is::Of(Field::Supplier)),
    ("suppliersgstin", Is::Of(Field::Supplier)),
    ("gstinuin", Is::Of(Field::Supplier)),
    ("invoicenumber", Is::Of(Field::Number)),
    ("invoiceno", Is::Of(Field::Number)),
    ("notenumber", Is::Of(Field::Number)),
    ("noteno", Is::Of(Field::Number)),
    ("documentnumber", Is::Of(Field::Number)),
    ("documentno", Is::Of(Field::Number)),
    ("docno", Is::Of(Field::Number)),
    ("billno", Is::Of(Field::Number)),
    ("invoicedate", Is::Of(Field::Day)),
    ("notedate", Is::Of(Field::Day)),
    ("documentdate", Is::Of(Field::Day)),
    ("docdate", Is::Of(Field::Day)),
    ("sourcereturnperiod", Is::Of(Field::Period)),
    ("decision", Is::Of(Field::Action)),
    ("remark", Is::Of(Field::Remarks)),
    ("reduceitc", Is::Of(Field::Answer)),
    ("whetheritctobereduced", Is::Of(Field::Answer)),
    ("notes", Is::Of(Field::Note)),
    ("originalinvoicenumber", Is::Of(Field::OriginalNumber)),
    ("originalinvoicedate", Is::Of(Field::OriginalDay)),
];

fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a heading says: the title of a column, a heading of the table of decisions, a key of the portal, or what people
/// write.
pub(super) fn heading(text: &str, section: Option<Section>) -> Option<Is> {
    // Longer than any of them: a remark, perhaps.
    if text.len() > 64 {
        return None;
    }
    let wanted = folded(text);
    let titled = || Field::columns(Section::B2bcna).into_iter().find(|field| folded(field.title()) == wanted);
    let of_table = || decisions::column(text).map(of_decisions);
    let others = || OTHER_HEADINGS.iter().find(|(known, _)| *known == wanted).map(|(_, is)| *is);
    // Whatever the sheet, the names of the others are understood as well.
    let section = section.unwrap_or(Section::B2b);
    let of_portal = || keys::key(text.trim(), section).and_then(|(key, _)| key.field()).map(Is::Of);
    titled().map(Is::Of).or_else(of_table).or_else(others).or_else(of_portal)
}

fn of_decisions(column: Column) -> Is {
    Is::Of(match column {
        Column::Section => return Is::Sheet,
        Column::ItcMark | Column::Uploaded | Column::Copy => return Is::Only(column),
        Column::Stin => Field::Supplier,
        Column::Number => Field::Number,
        Column::Date => Field::Day,
        Column::Period => Field::Period,
        Column::Form => Field::Form,
        Column::OriginalNumber => Field::OriginalNumber,
        Column::OriginalDate => Field::OriginalDay,
        Column::Action => Field::Action,
        Column::Remarks => Field::Remarks,
        Column::Itc => Field::Answer,
        Column::Igst => Field::Igst,
        Column::Cgst => Field::Cgst,
        Column::Sgst => Field::Sgst,
        Column::Cess => Field::Cess,
        Column::Note => Field::Note,
    })
}

/// Whether a first row is headings: it has one that is known, and nothing that is only in records.
pub(super) fn are_headings(row: &[Cow<str>], section: Option<Section>) -> bool {
    let record = |cell: &str| looks_like_gstin(cell) || typed::day(cell).is_some();
    row.iter().any(|cell| heading(cell, section).is_some()) && !row.iter().any(|cell| record(cell))
}

/// What the columns are by their headings; the others are not taken.
pub(super) fn by_headings(row: &[Cow<str>], section: Option<Section>) -> Result<Vec<Option<Is>>, String> {
    let mut columns: Vec<Option<Is>> = row.iter().map(|cell| heading(cell, section)).collect();
    // In the table of decisions these are the declared amounts; elsewhere they are those of the document.
    let of_table = row.iter().any(|cell| decisions::column(cell) == Some(Column::Itc));
    for (amount, declared) in AMOUNTS[2..].iter().zip(DECLARED).filter(|_| of_table) {
        if !columns.contains(&Some(Is::Of(declared))) {
            for column in columns.iter_mut().filter(|column| **column == Some(Is::Of(*amount))) {
                *column = Some(Is::Of(declared));
            }
        }
    }
    for column in &mut columns {
        *column = column.filter(|is| match is {
            Is::Of(field) => decided(*field) || IDENTITY.contains(field),
            Is::Sheet | Is::Only(_) => true,
        });
    }
    for (at, column) in columns.iter().enumerate().filter(|(_, column)| column.is_some()) {
        if let Some(before) = columns[..at].iter().position(|other| other == column) {
            let (one, two) = (row[before].trim(), row[at].trim());
            return Err(format!("The columns \"{one}\" and \"{two}\" say the same thing: leave one of them out."));
        }
    }
    Ok(columns)
}

/// Rows copied from the screen without headings: as many columns as it shows, each with what its field holds.
pub(super) fn as_shown(cells: &Cells, shown: &[Field]) -> Option<Vec<Option<Is>>> {
    let width = cells.rows.iter().map(Vec::len).max()?;
    let needed = [Field::Supplier, Field::Number];
    if width != shown.len() || !needed.iter().all(|field| shown.contains(field)) {
        return None;
    }
    let fits = |(column, field): (usize, &Field)| most(cells, column, |cell| may_be(*field, cell));
    if !shown.iter().enumerate().all(fits) {
        return None;
    }
    let take = |field: &Field| match field {
        Field::Sheet => Some(Is::Sheet),
        field => (decided(*field) || IDENTITY.contains(field)).then_some(Is::Of(*field)),
    };
    Some(shown.iter().map(take).collect())
}

/// Whether nine of ten cells of a column that hold something pass. A column of blanks does.
fn most(cells: &Cells, column: usize, passes: impl Fn(&str) -> bool) -> bool {
    let (mut all, mut passed) = (0, 0);
    for cell in cells.rows.iter().filter_map(|row| row.get(column)).map(|cell| from_cell(cell.trim())) {
        if !cell.is_empty() {
            all += 1;
            passed += usize::from(passes(cell));
        }
    }
    passed * 10 >= all * 9
}

fn looks_like_gstin(cell: &str) -> bool {
    let cell = cell.trim();
    cell.len() == 15 && gstin::find(cell).is_some_and(|found| found.len() == cell.len())
}

fn is_answer(cell: &str) -> bool {
    let origins = [super::BY_DEFAULT, super::FROM_BOOKS];
    let plain = origins.into_iter().find_map(|origin| cell.strip_suffix(origin)).unwrap_or(cell);
    matches!(&*super::answer(plain, false).to_ascii_lowercase(), "full" | "part" | "no")
}

/// Whether a cell may hold a field, as far as its text tells.
fn may_be(field: Field, cell: &str) -> bool {
    match field {
        Field::Action => words::action(cell).is_some(),
        Field::Supplier => looks_like_gstin(cell),
        Field::Number => cell.len() <= 64,
        Field::Sheet => Section::ALL.iter().any(|section| section.sheet_name() == cell),
        Field::Answer => is_answer(cell),
        Field::Filing => {
            [Filing::Filed.name(), Filing::NotFiled.name()].contains(&cell) || words::filing(cell) != Filing::Other
        }
        Field::PendingBlocked | Field::RemarksBlocked | Field::ItcBlocked => {
            cell == "not said" || words::yes_no(cell).is_some()
        }
        field if field.is_amount() => typed::amount(cell).is_some(),
        field if field.is_day() => typed::day(cell).is_some(),
        _ => true,
    }
}

/// What the columns are by what is in them: suppliers, numbers and dates, actions and answers; no more, as any text
/// may be remarks or a name.
pub(super) fn by_looks(cells: &Cells) -> Result<Vec<Option<Is>>, String> {
    let width = cells.rows.iter().map(Vec::len).max().unwrap_or(0);
    let mut columns = vec![None; width];
    let filled =
        |column: usize| cells.rows.iter().any(|row| row.get(column).is_some_and(|cell| !cell.trim().is_empty()));
    let like = |passes: &dyn Fn(&str) -> bool| {
        (0..width).filter(|&column| filled(column) && most(cells, column, passes)).collect::<Vec<_>>()
    };
    let suppliers = like(&looks_like_gstin);
    let actions = like(&|cell| words::action(cell).is_some());
    let dates = like(&|cell| typed::day(cell).is_some());
    // A column of "no" alone may say anything.
    let says_more = |column: &usize| {
        let mut cells = cells.rows.iter().filter_map(|row| row.get(*column)).map(|cell| cell.trim());
        cells.any(|cell| is_answer(cell) && words::yes_no(cell).is_none())
    };
    let answers: Vec<usize> = like(&is_answer).into_iter().filter(says_more).collect();
    for (found, field, called) in [
        (&suppliers, Field::Supplier, "GSTINs"),
        (&actions, Field::Action, "actions"),
        (&answers, Field::Answer, "answers"),
    ] {
        match found.as_slice() {
            [] => {}
            [column] => columns[*column] = Some(Is::Of(field)),
            _ => return Err(format!("Several columns look like {called}: copy the headings as well.")),
        }
    }
    if suppliers.is_empty() {
        return Ok(columns);
    }
    let number = (0..width)
        .filter(|c| columns[*c].is_none() && !dates.contains(c))
        .filter_map(|c| Some((likeness(cells, c)?, c)));
    // The leftmost of equals.
    if let Some((_, number)) = number.max_by_key(|&(likeness, column)| (likeness, std::cmp::Reverse(column))) {
        columns[number] = Some(Is::Of(Field::Number));
    }
    if let [date] = dates.as_slice() {
        columns[*date] = Some(Is::Of(Field::Day));
    }
    Ok(columns)
}

/// How much a column looks like document numbers, if it does: how many there are, then whether they are more than digits.
fn likeness(cells: &Cells, column: usize) -> Option<(usize, bool)> {
    let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-');
    let mut different: HashSet<&str> = HashSet::new();
    let mut more = false;
    for row in &cells.rows {
        let cell = row.get(column).map_or("", |cell| from_cell(cell.trim()));
        if cell.is_empty() && row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if cell.is_empty() || cell.len() > 16 || !cell.bytes().all(allowed) || !cell.bytes().any(|b| b.is_ascii_digit())
        {
            return None;
        }
        more |= !cell.bytes().all(|b| b.is_ascii_digit());
        different.insert(cell);
    }
    Some((different.len(), more))
}
