//! Finding rows by what someone typed or pasted, and giving one row's decision to others.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::book::{Action, AnswerKind, Field, Section};
use crate::edit::Change;
use crate::session::background::Purpose;
use crate::session::deciding::decide::Decide;
use crate::session::result_line::ResultLine;
use crate::session::{Scroll, Session};
use crate::values::grouped;
use crate::view::selection::bitmap;
use crate::view::{self, ColumnFilter, Filter};

impl Session {
    /// Finds the values of a column in the rows that the other columns' filters let through.
    pub fn find_values(&mut self, section: Section, field: Field) {
        self.forget_values();
        let filter = self.view(section).filter.clone();
        self.look(Purpose::Values, move |book, findings, progress| {
            let values = view::distinct_until(book, findings, section, &filter, field, progress)?;
            Some(Box::new(move |open| open.values = Some(Arc::new(values))))
        });
    }

    /// No column's values are shown.
    pub fn forget_values(&mut self) {
        self.values = None;
    }
}

/// Goes to a document number of this sheet, else to that row of the view, else to a document number of another sheet.
/// Gives why it went nowhere.
pub fn go_to(open: &mut Session, section: Section, text: &str) -> Result<(), String> {
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
        view.scroll = Some(Scroll::To(place));
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

fn rows_of(open: &Session, section: Section) -> String {
    grouped(open.view(section).rows.len() as u64)
}

/// The first row in force with a document number, after the focused one if several have it.
fn numbered(open: &Session, section: Section, wanted: &str) -> Option<u32> {
    let sheet = open.book.sheet(section);
    let has = |row: &u32| sheet.records().numbers.folded(*row) == wanted && sheet.in_force(*row);
    let after = open.view(section).selection.focus.map_or(0, |focus| focus + 1);
    (after..sheet.rows()).chain(0..after.min(sheet.rows())).find(has)
}

/// Selects the records of a sheet with these document numbers, and says how many were found.
pub fn select_numbers(open: &mut Session, section: Section, numbers: &BTreeSet<String>) {
    let numbers = numbers.clone();
    let listed = ColumnFilter::Listed(numbers.clone());
    let filter = Filter { columns: BTreeMap::from([(Field::Number, listed)]), ..Filter::default() };
    open.look(Purpose::Select, move |book, findings, progress| {
        let rows = view::rows_until(book, findings, section, &filter, &[], progress)?;
        let column = &book.sheet(section).records().numbers;
        let found: HashSet<&str> = rows.iter().map(|&row| column.folded(row)).collect();
        let missing = numbers.iter().filter(|number| !found.contains(number.as_str())).cloned().collect();
        let words = found_in_words(numbers.len(), missing, rows.len() as u64);
        Some(Box::new(move |open| select_found(open, section, &rows, &words)))
    });
}

/// How many of the numbers were found; before and after what is said of their records.
fn found_in_words(wanted: usize, missing: Vec<String>, rows: u64) -> (String, String) {
    let of = format!("{} of {} numbers found", grouped((wanted - missing.len()) as u64), grouped(wanted as u64));
    let records = match rows {
        1 => "1 record selected".to_owned(),
        n => format!("{} records selected", grouped(n)),
    };
    let few = missing.iter().take(5).map(|number| number.to_uppercase()).collect::<Vec<_>>().join(", ");
    let not_found = match missing.len() {
        0 => String::new(),
        n if n > 5 => format!(" Not found: {few} and {} more.", grouped(n as u64 - 5)),
        _ => format!(" Not found: {few}."),
    };
    (format!("{of}: {records}."), not_found)
}

fn select_found(open: &mut Session, section: Section, rows: &[u32], (found, not_found): &(String, String)) {
    let view = open.view_mut(section);
    view.selection.rows = bitmap(rows);
    let first = view.rows.iter().position(|&row| view.selection.rows.contains(row));
    if let Some(place) = first {
        view.selection.focus = Some(view.rows[place]);
        view.scroll = Some(Scroll::To(place));
    }
    view.selection.anchor = view.selection.focus;
    open.refresh();
    let hidden = match open.targets.hidden {
        0 => String::new(),
        n => format!(" {} of them hidden by the filter.", grouped(n)),
    };
    open.result = Some(ResultLine::new(format!("{found}{hidden}{not_found}")));
}

/// What gives the focused row's action, remarks and answer to the selected rows; if there is none, why.
pub fn fill_down(open: &Session, section: Section) -> Result<Decide, String> {
    let focus = open.view(section).selection.focus.ok_or("Go to the row whose decision is to be copied.")?;
    let mut rows = open.targets.rows.clone();
    rows.remove(focus);
    if rows.is_empty() {
        return Err("Select the rows that are to get the decision of the focused row.".into());
    }
    let decision = open.book.sheet(section).decision(focus);
    if decision.action == Action::Other {
        return Err("The focused row has an action that cannot be chosen.".into());
    }
    let answer = open.book.answers().get(decision.answer);
    let change = Change {
        action: Some(decision.action),
        remarks: Some(open.book.text(decision.remarks).to_owned()),
        // An answer that is missing is asked for where it is needed.
        answer: (answer.kind != AnswerKind::None).then_some(answer),
        ..Change::default()
    };
    Ok(Decide { hidden: open.targets.hidden, ..Decide::rows(section, rows, change) })
}
