//! Finding rows by what somebody typed or pasted, and giving one row's decision to others.

use std::collections::BTreeSet;

use roaring::RoaringBitmap;

use super::decide::Decide;
use super::open_book::OpenBook;
use super::result_line::ResultLine;
use crate::book::{Action, AnswerKind, Section};
use crate::edit::Change;
use crate::values::grouped;

/// Goes to a document number of this sheet, else to that row of the view, else to a document number of another sheet.
/// Gives why it went nowhere.
pub fn go_to(open: &mut OpenBook, section: Section, text: &str) -> Result<(), String> {
    let wanted = text.trim().to_lowercase();
    if let Some(row) = numbered(open, section, &wanted) {
        open.reveal(section, row);
        return Ok(());
    }
    let place: Option<usize> = wanted.replace(',', "").parse().ok();
    let view = open.view_mut(section);
    if let Some(place) = place.and_then(|place| place.checked_sub(1))
        && let Some(&row) = view.rows.get(place)
    {
        view.selection.click(row);
        view.grid.reveal(place);
        open.refresh();
        return Ok(());
    }
    for other in Section::ALL.into_iter().filter(|&other| other != section) {
        if let Some(row) = numbered(open, other, &wanted) {
            open.reveal(other, row);
            return Ok(());
        }
    }
    Err(match place {
        Some(_) => format!("No record has the number {text}, and this view has {} rows.", rows_of(open, section)),
        None => format!("No record has the number {text}."),
    })
}

fn rows_of(open: &OpenBook, section: Section) -> String {
    grouped(open.view(section).rows.len() as u64)
}

/// The first row in force with a document number, after the focused one if several have it.
fn numbered(open: &OpenBook, section: Section, wanted: &str) -> Option<u32> {
    let sheet = open.book.sheet(section);
    let has = |row: &u32| sheet.records.numbers.folded(*row) == wanted && sheet.in_force(*row);
    let after = open.view(section).selection.focus.map_or(0, |focus| focus + 1);
    (after..sheet.rows()).chain(0..after.min(sheet.rows())).find(has)
}

/// Selects the records of a sheet with these document numbers, and says how many were found.
pub fn select_numbers(open: &mut OpenBook, section: Section, numbers: &BTreeSet<String>) {
    let sheet = open.book.sheet(section);
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut rows = RoaringBitmap::new();
    for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
        if let Some(number) = numbers.get(sheet.records.numbers.folded(row)) {
            found.insert(number);
            rows.insert(row);
        }
    }
    let missing: Vec<&str> = numbers.iter().map(String::as_str).filter(|number| !found.contains(number)).collect();
    let of = format!("{} of {} numbers found", grouped(found.len() as u64), grouped(numbers.len() as u64));
    let records = match rows.len() {
        1 => "1 record selected".to_owned(),
        n => format!("{} records selected", grouped(n)),
    };
    let few = missing.iter().take(5).map(|number| number.to_uppercase()).collect::<Vec<_>>().join(", ");
    let not_found = match missing.len() {
        0 => String::new(),
        n if n > 5 => format!(" Not found: {few} and {} more.", grouped(n as u64 - 5)),
        _ => format!(" Not found: {few}."),
    };
    let view = open.view_mut(section);
    view.selection.rows = rows;
    let first = view.rows.iter().position(|&row| view.selection.rows.contains(row));
    if let Some(place) = first {
        view.selection.focus = Some(view.rows[place]);
        view.grid.reveal(place);
    }
    view.selection.anchor = view.selection.focus;
    open.refresh();
    let hidden = match open.targets.hidden {
        0 => String::new(),
        n => format!(" {} of them hidden by the filter.", grouped(n)),
    };
    open.result = Some(ResultLine::new(format!("{of}: {records}.{hidden}{not_found}")));
}

/// The wish to give the focused row's action, remarks and answer to the selected rows; if there is none, why.
pub fn fill_down(open: &OpenBook, section: Section) -> Result<Decide, String> {
    let focus = open.view(section).selection.focus.ok_or("Go to the row whose decision is to be copied.")?;
    let mut rows = open.targets.rows.clone();
    rows.remove(focus);
    if rows.is_empty() {
        return Err("Select the rows that are to get the decision of the focused row.".into());
    }
    let decision = open.book.sheet(section).decision(focus);
    if decision.action == Action::Other {
        return Err("The focused row has an action that nobody can choose.".into());
    }
    let answer = open.book.answers.get(decision.answer);
    let change = Change {
        action: Some(decision.action),
        remarks: Some(open.book.text(decision.remarks).to_owned()),
        // An answer that is missing is asked for where it is needed.
        answer: (answer.kind != AnswerKind::None).then_some(answer),
        ..Change::default()
    };
    Ok(Decide { hidden: open.targets.hidden, ..Decide::rows(section, rows, change) })
}
