//! Finding rows by what someone typed or pasted, and giving one row's decision to others.

use crate::book::{Action, AnswerKind, Scope, Section};
use crate::edit::Change;
use crate::session::deciding::decide::Decide;
use crate::session::{Scroll, Session};
use crate::values::grouped;

/// Goes to a document number of what is shown, else to that row of the view, else to a document number of another sheet.
/// Gives why it went nowhere.
pub fn go_to(open: &mut Session, scope: impl Into<Scope>, text: &str) -> Result<(), String> {
    let scope = scope.into();
    let wanted = text.trim().to_lowercase();
    if let Some((section, row)) = numbered_in(open, scope, &wanted) {
        open.reveal(section, row);
        return Ok(());
    }
    let place: Option<usize> = wanted.replace(',', "").parse().ok();
    let view = open.view_mut(scope);
    if let Some(place) = place.and_then(|place| place.checked_sub(1))
        && let Some(&row) = view.rows.get(place)
    {
        view.selection.click(row);
        view.scroll = Some(Scroll::To(place));
        open.refresh();
        return Ok(());
    }
    for other in Section::ALL.into_iter().filter(|&other| !scope.has(other)) {
        if let Some(row) = numbered(open, other, 0, &wanted) {
            open.reveal(other, row);
            return Ok(());
        }
    }
    Err(match place {
        Some(_) => format!("No record has the number {text}, and this view has {} rows.", rows_of(open, scope)),
        None => format!("No record has the number {text}."),
    })
}

fn rows_of(open: &Session, scope: Scope) -> String {
    grouped(open.view(scope).rows.len() as u64)
}

/// The first record in force with a document number, after the focused one if several have it.
fn numbered_in(open: &Session, scope: Scope, wanted: &str) -> Option<(Section, u32)> {
    let (first, after) = match open.view(scope).selection.focus.map(|focus| scope.record(focus)) {
        Some((section, row)) => (scope.sections().iter().position(|&of| of == section).unwrap_or(0), row + 1),
        None => (0, 0),
    };
    let sections = scope.sections();
    let begin = numbered(open, sections[first], after, wanted);
    let begin = begin.map(|row| (sections[first], row));
    // Around the end, and the sheet of the focus from its beginning last.
    let others = (1..=sections.len()).map(|step| sections[(first + step) % sections.len()]);
    begin.or_else(|| others.into_iter().find_map(|section| Some((section, numbered(open, section, 0, wanted)?))))
}

/// The first row in force of a sheet with a document number, from this row on.
fn numbered(open: &Session, section: Section, from: u32, wanted: &str) -> Option<u32> {
    let sheet = open.book.sheet(section);
    (from..sheet.rows()).find(|&row| sheet.records().numbers.folded(row) == wanted && sheet.in_force(row))
}

/// What gives the focused row's action, remarks and answer to the selected rows; if there is none, why.
pub fn fill_down(open: &Session, scope: impl Into<Scope>) -> Result<Decide, String> {
    let scope = scope.into();
    let focus = open.view(scope).selection.focus.ok_or("Go to the row whose decision is to be copied.")?;
    let mut rows = open.targets.rows.clone();
    rows.remove(focus);
    if rows.is_empty() {
        return Err("Select the rows that are to get the decision of the focused row.".into());
    }
    let (section, row) = scope.record(focus);
    let decision = open.book.sheet(section).decision(row);
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
    Ok(Decide { hidden: open.targets.hidden, ..Decide::rows(scope, rows, change) })
}
