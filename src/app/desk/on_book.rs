//! Asks about the open book alone: which sheet, filter and order, the selection, stepping through the log.

use crate::app::actions::UserAction;
use crate::app::grid::GridRequest;
use crate::app::requests::{Line, Request};
use crate::book::{Book, Scope, Section};
use crate::edit::Command;
use crate::rules::{Findings, Weight};
use crate::session::deciding::travel;
use crate::session::result_line::ResultLine;
use crate::session::showing::listed;
use crate::session::showing::walk::{discard_all, neighbour, seek, select_like, undecided};
use crate::session::{Place, RightSide, Session};
use crate::view::selection::Select;
use crate::view::{self, Filter};

/// Asks that only the book hears.
pub fn on_book(open: &mut Session, request: Request) {
    match request {
        Request::Show(place) => {
            open.show_place(place);
        }
        Request::Filter(filter) => {
            if let Some(scope) = open.scope() {
                open.set_filter(scope, filter);
            }
        }
        Request::Sort(keys) => {
            if let Some(scope) = open.scope() {
                open.set_sort(scope, keys);
            }
        }
        Request::SelectListed(list) => {
            if let Some(scope) = open.scope() {
                listed::select(open, scope, list);
            }
        }
        Request::Find(text) => open.look_for(text),
        Request::EndFind => open.end_search(),
        Request::FindIn(section) => open.go_to_hits_of(section),
        Request::FilterToFound => open.filter_to_hits(),
        Request::Only(called, scope, rows) => open.show_only(scope, called, rows),
        Request::FollowLink(scope, filter) => open.follow_link(scope, filter),
        Request::EndLink => open.end_link(),
        Request::SearchValues(text) => open.search_values(text),
        Request::Grid(request) => on_grid(open, request),
        Request::Refused(wanted) => open.refused(*wanted),
        Request::SelectLike(section, row, field) => select_like(open, section, row, field),
        Request::Pick(keep) => open.apply_and_say(Command::Pick { keep }, ResultLine::default()),
        Request::WasUploaded => {
            if let Some(words) = open.was_uploaded() {
                open.say(ResultLine { undo: true, ..ResultLine::new(format!("{words}.")) });
            }
        }
        Request::CreditRecords(which, called) => open.show_credit_records(which, called),
        Request::ShowTied(result, why) => open.show_tied(result, why.as_deref()),
        Request::RemoveGstr2b => open.remove_gstr_2b(),
        Request::CopyCredit => open.copy_credit(),
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
    let Some(scope) = open.scope() else { return };
    match request {
        GridRequest::Click { row, shift: true, .. } | GridRequest::DragTo { row } => {
            open.select(scope, Select::UpTo(row));
        }
        GridRequest::Click { row, ctrl: true, .. } => open.select(scope, Select::AlsoRow(row)),
        GridRequest::Click { row, .. } => open.select(scope, Select::Row(row)),
        GridRequest::Move { by, extend } => open.select(scope, Select::Move { by, extend }),
        GridRequest::ToggleFocus => open.select(scope, Select::Focused),
        GridRequest::ToggleAll => open.select(scope, Select::AllOrNone),
        GridRequest::Sort { field, add } => {
            let mut keys = open.view(scope).sort.clone();
            view::sort::clicked(&mut keys, field, add);
            open.set_sort(scope, keys);
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
        UserAction::NextToCheck => open.walk_to_check(1),
        UserAction::PreviousToCheck => open.walk_to_check(-1),
        UserAction::Matches => open.show_place(Place::Match),
        UserAction::Credit => open.show_place(Place::Credit),
        UserAction::GoBack => open.go_back(),
        UserAction::Copy | UserAction::CopyWithHeadings if open.place() == Place::Credit => open.copy_credit(),
        UserAction::NextSheet => neighbour(open, 1),
        UserAction::PreviousSheet => neighbour(open, -1),
        _ => on_view(open, action),
    }
}

fn on_view(open: &mut Session, action: UserAction) {
    let Some(scope) = open.scope() else { return };
    match action {
        UserAction::SelectAll => open.select(scope, Select::All),
        UserAction::InvertSelection => open.select(scope, Select::TheOthers),
        UserAction::ClearSelection if open.search().is_on() => open.end_search(),
        UserAction::ClearSelection if open.shows_a_link() && !some_are_selected(open, scope) => open.leave_by_esc(),
        UserAction::ClearSelection => open.select(scope, Select::Nothing),
        UserAction::ClearFilter => open.set_filter(scope, Filter::default()),
        UserAction::FindNext => open.next_hit(1),
        UserAction::FindPrevious => open.next_hit(-1),
        UserAction::NextFinding => seek(open, scope, 1, "with an alert", alerts),
        UserAction::PreviousFinding => seek(open, scope, -1, "with an alert", alerts),
        UserAction::NextUndecided => seek(open, scope, 1, "to decide", undecided),
        UserAction::PreviousUndecided => seek(open, scope, -1, "to decide", undecided),
        _ => {}
    }
    open.refresh();
}

/// Whether more is selected of what is shown than the row with the focus, as a click or an arrow selects it.
fn some_are_selected(open: &Session, scope: Scope) -> bool {
    let view = open.view(scope);
    let shown = view.selection.visible(&view.set);
    shown.iter().any(|row| Some(row) != view.selection.focus)
}

/// Whether a record has an alert.
fn alerts(_: &Book, findings: &Findings, section: Section, row: u32) -> bool {
    findings.worst(section, row) >= Some(Weight::Warns)
}
