//! Wishes about the open book alone: which sheet, filter and order, the selection, stepping through the log.

use std::collections::BTreeMap;

use super::actions::UserAction;
use super::by_words;
use super::errands::Purpose;
use super::grid::GridRequest;
use super::history;
use super::open_book::{OpenBook, Place};
use super::requests::{Line, Request};
use super::result_line::ResultLine;
use crate::book::{Field, Section};
use crate::edit::Command;
use crate::rules::Weight;
use crate::values::grouped;
use crate::view::selection::bitmap;
use crate::view::{self, ColumnFilter, Filter};

/// Wishes that only the book hears.
pub fn on_book(open: &mut OpenBook, request: Request) {
    match request {
        Request::Show(place) => {
            open.place = place;
            open.refresh();
        }
        Request::Filter(filter) => {
            if let Some(section) = open.section() {
                open.set_filter(section, filter);
            }
        }
        Request::Sort(keys) => {
            if let Some(section) = open.section() {
                open.set_sort(section, keys);
            }
        }
        Request::SelectNumbers(numbers) => {
            if let Some(section) = open.section() {
                by_words::select_numbers(open, section, &numbers);
            }
        }
        Request::Only(called, section, rows) => {
            open.place = Place::Sheet(section);
            open.set_filter(section, Filter { only: Some((called, rows)), ..Filter::default() });
        }
        Request::Grid(request) => on_grid(open, request),
        Request::Refused(wish) => open.refused(*wish),
        Request::SelectLike(section, row, field) => select_like(open, section, row, field),
        Request::Pick(keep) => {
            let words = open.apply(Command::Pick { keep });
            open.result = Some(ResultLine { undo: true, credit: open.moved, ..ResultLine::new(format!("{words}.")) });
        }
        Request::WasUploaded => {
            if let Some(upload) = open.awaited().cloned() {
                let words = open.apply(Command::Uploaded { name: upload.name, said: upload.said });
                open.answered();
                open.result = Some(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
            }
        }
        Request::Reveal(section, row) => open.reveal(section, row),
        Request::Travel(steps) => history::travel(open, steps),
        Request::Revert(place) => history::revert(open, place),
        Request::DiscardAll => discard_all(open),
        Request::Dismiss(Line::Result) => open.result = None,
        Request::Dismiss(Line::Banner) => open.banner.dismissed = true,
        Request::Dismiss(Line::Notes) => open.notes_seen = true,
        _ => {}
    }
}

fn on_grid(open: &mut OpenBook, request: GridRequest) {
    let Some(section) = open.section() else { return };
    let view = open.view_mut(section);
    match request {
        GridRequest::Click { row, shift: true, .. } | GridRequest::DragTo { row } => {
            view.selection.shift_click(&view.rows, row);
        }
        GridRequest::Click { row, ctrl: true, .. } => view.selection.ctrl_click(row),
        GridRequest::Click { row, .. } => view.selection.click(row),
        GridRequest::Move { by, extend } => {
            if let Some(place) = view.selection.move_focus(&view.rows, by, extend) {
                view.grid.reveal(place);
            }
        }
        GridRequest::ToggleFocus => view.selection.toggle_focus(),
        GridRequest::ToggleAll => view.selection.toggle_all(&view.rows),
        GridRequest::Sort { field, add } => {
            let mut keys = view.sort.clone();
            view::sort::clicked(&mut keys, field, add);
            open.set_sort(section, keys);
        }
        // Those need more than the book.
        GridRequest::Open(..) | GridRequest::Action(..) | GridRequest::Menu { .. } => {}
        GridRequest::Funnel(..) | GridRequest::ColumnMenu(..) => {}
    }
    open.refresh();
}

/// Selects the rows of the view that have the same value in a column.
pub fn select_like(open: &mut OpenBook, section: Section, row: u32, field: Field) {
    let same = ColumnFilter::same_as(&open.book, section, row, field);
    let same = Filter { columns: BTreeMap::from([(field, same)]), ..Filter::default() };
    let shown = open.view(section).set.clone();
    open.look(Purpose::Select, move |book, findings, progress| {
        let rows = bitmap(&view::rows_until(book, findings, section, &same, &[], progress)?) & &*shown;
        Some(Box::new(move |open| {
            open.view_mut(section).selection.rows = rows;
            open.refresh();
        }))
    });
}

/// Actions that only change how the book is looked at, or step through the log.
pub fn on_any_sheet(open: &mut OpenBook, action: UserAction) {
    match action {
        UserAction::Undo | UserAction::Redo => {
            let back = action == UserAction::Undo;
            if let Some(words) = open.step(back) {
                let text = if back { format!("Taken back: {words}.") } else { format!("Done again: {words}.") };
                open.result = Some(ResultLine { credit: open.moved, ..ResultLine::new(text) });
            }
        }
        UserAction::Validate => {
            open.validate_now();
        }
        UserAction::NextFinding | UserAction::PreviousFinding if open.triage.shown => {
            open.walk_errors(action == UserAction::NextFinding);
        }
        UserAction::NextFinding | UserAction::PreviousFinding if open.changes.shown => {
            open.walk_changes(action == UserAction::NextFinding);
        }
        UserAction::NextSheet => neighbour(open, 1),
        UserAction::PreviousSheet => neighbour(open, -1),
        _ => on_view(open, action),
    }
}

fn on_view(open: &mut OpenBook, action: UserAction) {
    let Some(section) = open.section() else { return };
    let view = open.view_mut(section);
    match action {
        UserAction::SelectAll => view.selection.all(&view.rows),
        UserAction::InvertSelection => view.selection.invert(&view.rows),
        UserAction::ClearSelection => view.selection.clear(),
        UserAction::ClearFilter => open.set_filter(section, Filter::default()),
        UserAction::FindNext => seek(open, section, 1, "found", |_, _| true),
        UserAction::FindPrevious => seek(open, section, -1, "found", |_, _| true),
        UserAction::NextFinding => seek(open, section, 1, "with a finding", |open, row| {
            open.findings.worst(section, row) >= Some(Weight::Warns)
        }),
        UserAction::PreviousFinding => seek(open, section, -1, "with a finding", |open, row| {
            open.findings.worst(section, row) >= Some(Weight::Warns)
        }),
        UserAction::NextUndecided => seek(open, section, 1, "undecided", undecided(section)),
        UserAction::PreviousUndecided => seek(open, section, -1, "undecided", undecided(section)),
        _ => {}
    }
    open.refresh();
}

fn undecided(section: Section) -> impl Fn(&OpenBook, u32) -> bool {
    move |open, row| open.book.sheet(section).actions()[row as usize] == crate::book::Action::NoAction
}

/// Goes to the next row of the view that fits, around its end if need be: a walk down one column, a few milliseconds
/// in a million rows.
fn seek(open: &mut OpenBook, section: Section, step: isize, called: &str, fits: impl Fn(&OpenBook, u32) -> bool) {
    let rows = open.view(section).rows.clone();
    let fits = |place: &usize| fits(open, rows[*place]);
    let from = open.focus_place;
    let found = if step > 0 {
        let from = from.map_or(0, |place| place + 1);
        (from..rows.len()).chain(0..from).find(fits)
    } else {
        // Without a focus the first step enters at the end that it comes from.
        let from = from.unwrap_or(rows.len());
        (0..from).rev().chain((from..rows.len()).rev()).find(fits)
    };
    match found {
        Some(place) => {
            let view = open.view_mut(section);
            view.selection.click(view.rows[place]);
            view.grid.reveal(place);
        }
        None => open.result = Some(ResultLine::new(format!("No row of this view is {called}."))),
    }
}

/// Goes to the next sheet with records, around the end.
fn neighbour(open: &mut OpenBook, step: isize) {
    let mut places: Vec<Place> = Section::ALL.map(Place::Sheet).to_vec();
    places.extend((0..open.book.others().len()).map(Place::Other));
    let from = places.iter().position(|&p| p == open.place).unwrap_or(0) as isize;
    let count = places.len() as isize;
    let full = |place: &Place| match place {
        Place::Sheet(section) => open.view(*section).counts.all() > 0,
        Place::Other(_) => true,
    };
    let next = (1..count).map(|i| places[(from + step * i).rem_euclid(count) as usize]).find(full);
    open.place = next.unwrap_or(open.place);
    open.refresh();
}

/// Puts every record back as imported, in one step.
fn discard_all(open: &mut OpenBook) {
    let count = open.changed();
    let differing = |section: Section| {
        let sheet = open.book.sheet(section);
        let differs = |row: &u32| !sheet.decision(*row).same_saying(sheet.baseline(*row));
        (section, (0..sheet.rows()).filter(differs).collect::<roaring::RoaringBitmap>())
    };
    let rows = Section::ALL.into_iter().map(differing).filter(|(_, rows)| !rows.is_empty()).collect();
    open.apply(Command::Restore { rows });
    let text = format!("{} records are as imported again.", grouped(count));
    open.result = Some(ResultLine { undo: true, credit: open.moved, ..ResultLine::new(text) });
}
