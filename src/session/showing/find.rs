//! Finding rows by what someone typed or pasted, and giving one row's decision to others.

use std::sync::Arc;

use crate::book::{Action, AnswerKind, Field, Section};
use crate::edit::Change;
use crate::session::background::Purpose;
use crate::session::deciding::decide::Decide;
use crate::session::{Scroll, Session};
use crate::values::grouped;
use crate::view;

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
