//! Asks about the open book alone: which sheet, filter and order, the selection, stepping through the log.

use crate::app::actions::UserAction;
use crate::app::grid::GridRequest;
use crate::app::requests::{Line, Request};
use crate::edit::Command;
use crate::rules::Weight;
use crate::session::deciding::travel;
use crate::session::result_line::ResultLine;
use crate::session::showing::find;
use crate::session::showing::walk::{discard_all, neighbour, seek, select_like, undecided};
use crate::session::{Place, RightSide, Scroll, Session};
use crate::view::{self, Filter};

/// Asks that only the book hears.
pub fn on_book(open: &mut Session, request: Request) {
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
                find::select_numbers(open, section, &numbers);
            }
        }
        Request::Only(called, section, rows) => {
            open.place = Place::Sheet(section);
            open.set_filter(section, Filter { only: Some((called, rows)), ..Filter::default() });
        }
        Request::Grid(request) => on_grid(open, request),
        Request::Refused(intent) => open.refused(*intent),
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
        Request::Travel(steps) => travel::travel(open, steps),
        Request::Revert(place) => travel::revert(open, place),
        Request::DiscardAll => discard_all(open),
        Request::Dismiss(Line::Result) => open.result = None,
        Request::Dismiss(Line::Banner) => open.banner.dismissed = true,
        Request::Dismiss(Line::Notes) => open.notes_seen = true,
        _ => {}
    }
}

fn on_grid(open: &mut Session, request: GridRequest) {
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
                view.scroll = Some(Scroll::To(place));
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

/// Actions that only change how the book is looked at, or step through the log.
pub fn on_any_sheet(open: &mut Session, action: UserAction) {
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
        UserAction::NextFinding | UserAction::PreviousFinding if open.side == RightSide::PortalErrors => {
            open.walk_errors(action == UserAction::NextFinding);
        }
        UserAction::NextFinding | UserAction::PreviousFinding if open.side == RightSide::NewerDownload => {
            open.walk_changes(action == UserAction::NextFinding);
        }
        UserAction::NextSheet => neighbour(open, 1),
        UserAction::PreviousSheet => neighbour(open, -1),
        _ => on_view(open, action),
    }
}

fn on_view(open: &mut Session, action: UserAction) {
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
