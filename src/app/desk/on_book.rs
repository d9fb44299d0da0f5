//! Asks about the open book alone: which sheet, filter and order, the selection, stepping through the log.

use crate::app::actions::UserAction;
use crate::app::grid::GridRequest;
use crate::app::requests::{Line, Request};
use crate::edit::Command;
use crate::rules::Weight;
use crate::session::deciding::travel;
use crate::session::result_line::ResultLine;
use crate::session::showing::listed;
use crate::session::showing::select::Select;
use crate::session::showing::walk::{discard_all, neighbour, seek, select_like, undecided};
use crate::session::{RightSide, Session};
use crate::view::{self, Filter};

/// Asks that only the book hears.
pub fn on_book(open: &mut Session, request: Request) {
    match request {
        Request::Show(place) => {
            open.show_place(place);
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
                listed::select(open, section, numbers);
            }
        }
        Request::Find(text) => open.look_for(text),
        Request::EndFind => open.end_search(),
        Request::FindIn(section) => open.go_to_hits_of(section),
        Request::FilterToFound => open.filter_to_hits(),
        Request::Only(called, section, rows) => open.show_only(section, called, rows),
        Request::Grid(request) => on_grid(open, request),
        Request::Refused(wanted) => open.refused(*wanted),
        Request::SelectLike(section, row, field) => select_like(open, section, row, field),
        Request::Pick(keep) => open.apply_and_say(Command::Pick { keep }, ResultLine::default()),
        Request::WasUploaded => {
            if let Some(words) = open.was_uploaded() {
                open.say(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
            }
        }
        Request::Reveal(section, row) => open.reveal(section, row),
        Request::Travel(steps) => travel::travel(open, steps),
        Request::Revert(place) => travel::revert(open, place),
        Request::DiscardAll => discard_all(open),
        Request::Dismiss(Line::Result) => open.hide_result(),
        Request::Dismiss(Line::Banner) => open.hide_banner(),
        Request::Dismiss(Line::Notes) => open.hide_notes(),
        _ => {}
    }
}

fn on_grid(open: &mut Session, request: GridRequest) {
    let Some(section) = open.section() else { return };
    match request {
        GridRequest::Click { row, shift: true, .. } | GridRequest::DragTo { row } => {
            open.select(section, Select::UpTo(row));
        }
        GridRequest::Click { row, ctrl: true, .. } => open.select(section, Select::AlsoRow(row)),
        GridRequest::Click { row, .. } => open.select(section, Select::Row(row)),
        GridRequest::Move { by, extend } => open.select(section, Select::Move { by, extend }),
        GridRequest::ToggleFocus => open.select(section, Select::Focused),
        GridRequest::ToggleAll => open.select(section, Select::AllOrNone),
        GridRequest::Sort { field, add } => {
            let mut keys = open.view(section).sort.clone();
            view::sort::clicked(&mut keys, field, add);
            open.set_sort(section, keys);
            open.refresh();
        }
        // Those need more than the book.
        GridRequest::Open(..) | GridRequest::Action(..) | GridRequest::Menu { .. } => {}
        GridRequest::Funnel(..) | GridRequest::ColumnMenu(..) => {}
    }
}

/// Actions that only change how the book is looked at, or step through the log.
pub fn on_any_sheet(open: &mut Session, action: UserAction) {
    match action {
        UserAction::Undo => open.undo(),
        UserAction::Redo => open.redo(),
        UserAction::Validate => {
            open.validate_now();
        }
        UserAction::NextFinding | UserAction::PreviousFinding if open.side() == RightSide::PortalErrors => {
            open.walk_errors(action == UserAction::NextFinding);
        }
        UserAction::NextFinding | UserAction::PreviousFinding if open.side() == RightSide::NewerDownload => {
            open.walk_changes(action == UserAction::NextFinding);
        }
        UserAction::NextSheet => neighbour(open, 1),
        UserAction::PreviousSheet => neighbour(open, -1),
        _ => on_view(open, action),
    }
}

fn on_view(open: &mut Session, action: UserAction) {
    let Some(section) = open.section() else { return };
    match action {
        UserAction::SelectAll => open.select(section, Select::All),
        UserAction::InvertSelection => open.select(section, Select::TheOthers),
        UserAction::ClearSelection if open.search().is_on() => open.end_search(),
        UserAction::ClearSelection => open.select(section, Select::Nothing),
        UserAction::ClearFilter => open.set_filter(section, Filter::default()),
        UserAction::FindNext => open.next_hit(1),
        UserAction::FindPrevious => open.next_hit(-1),
        UserAction::NextFinding => seek(open, section, 1, "with an alert", |open, row| {
            open.findings().worst(section, row) >= Some(Weight::Warns)
        }),
        UserAction::PreviousFinding => seek(open, section, -1, "with an alert", |open, row| {
            open.findings().worst(section, row) >= Some(Weight::Warns)
        }),
        UserAction::NextUndecided => seek(open, section, 1, "to decide", undecided(section)),
        UserAction::PreviousUndecided => seek(open, section, -1, "to decide", undecided(section)),
        _ => {}
    }
    open.refresh();
}
