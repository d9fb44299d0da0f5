//! What is drawn of one sheet: the rows, what can be done to them, and what is at the right.

use crate::app::desk::Desk;
use crate::app::grid::{Grid, GridData};
use crate::app::keyboard::panes::{self, Pane};
use crate::app::parts::{action_bar, history, rail, result_bar};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, space, tokens};
use crate::app::views::chips;
use crate::app::{inspector, newer, refused, register, suppliers};
use crate::book::{Action, Scope};
use crate::session::{Place, RightSide, Scroll, Session};
use crate::store::Density;
use crate::store::kept_view::OwnView;
use egui::{CentralPanel, Context, Frame, Margin, Panel, Ui};
use std::time::Duration;

/// Draws what is at the right; `details`: whether the focused record is shown there.
pub fn side(ui: &mut Ui, open: &mut Session, details: bool, out: &mut Requests) {
    let frame = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(12, 0));
    let panel = |name: &'static str, width| Panel::right(name).exact_size(width).resizable(false).frame(frame);
    match (open.side(), open.scope()) {
        (RightSide::History, _) => {
            let panel = panel("history", space::SIDE_LIST);
            panel.show(ui, |ui| panes::show(ui, Pane::Side, |ui| history::show(ui, open, out)));
        }
        (RightSide::PortalErrors, _) => {
            let panel = panel("portal errors", space::SIDE_LIST);
            panel.show(ui, |ui| panes::show(ui, Pane::Side, |ui| refused::panel::show(ui, open, out)));
        }
        (RightSide::NewerDownload, _) => {
            let panel = panel("newer download", space::SIDE_LIST);
            panel.show(ui, |ui| panes::show(ui, Pane::Side, |ui| newer::panel::show(ui, open, out)));
        }
        (RightSide::Details, Some(scope)) if details => {
            let room = if open.has_register() { space::INSPECTOR_MATCHED } else { space::INSPECTOR };
            let panel = panel("inspector", room);
            panel.show(ui, |ui| panes::show(ui, Pane::Side, |ui| inspector::show(ui, open, scope, out)));
        }
        (RightSide::Details, None) if details && open.place() == Place::Suppliers => {
            let panel = panel("inspector", space::INSPECTOR);
            panel.show(ui, |ui| panes::show(ui, Pane::Side, |ui| suppliers::details::show(ui, open, out)));
        }
        (RightSide::Details, None) if details && open.place() == Place::Register => {
            let panel = panel("inspector", space::INSPECTOR_MATCHED);
            panel.show(ui, |ui| panes::show(ui, Pane::Side, |ui| register::details::show(ui, open, out)));
        }
        (RightSide::Details, _) => {}
    }
}

/// Draws what can be done to the selection and what is shown, over rows and details; `details`: whether these are shown.
pub fn actions(
    ui: &mut Ui,
    open: &Session,
    grid: &Grid,
    scope: Scope,
    own_views: &[OwnView],
    details: &mut bool,
    out: &mut Requests,
) {
    let bar = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(8, 0));
    Panel::top("action bar").exact_size(space::BAR).frame(bar).show(ui, |ui| {
        panes::show(ui, Pane::Actions, |ui| action_bar::show(ui, open, scope, grid, details, out));
    });
    if chips::any(open, scope) {
        Panel::top("chips").exact_size(space::CHIPS).frame(bar).show(ui, |ui| {
            panes::show(ui, Pane::Chips, |ui| chips::show(ui, open, scope, own_views, out));
        });
    }
}

/// Draws the rows of a sheet, with the line of the last action below them.
pub fn sheet(ui: &mut Ui, open: &mut Session, grid: &mut Grid, scope: Scope, density: Density, out: &mut Requests) {
    result_bar::panel(ui, open, out);
    CentralPanel::no_frame().show(ui, |ui| {
        grid.layout = open.lend_layout(scope);
        match open.take_scroll(scope) {
            Some(Scroll::Top) => grid.to_top(),
            Some(Scroll::To(place)) => grid.reveal(place),
            None => {}
        }
        let (view, locked) = (open.view(scope), open.look_only());
        let data = GridData {
            book: open.book(),
            findings: open.findings(),
            scope,
            rows: &view.rows,
            sort: &view.sort,
            filtered: &view.filter.columns,
            selection: &view.selection,
            selected: if view.selection.rows.is_empty() { 0 } else { open.targets().count() },
            revision: open.revision(),
            day: open.day(),
            density,
            locked: locked.as_deref(),
            found: open.search().hits(scope).map(|rows| (open.search().words(), rows)),
        };
        out.extend(grid.show(ui, &data).into_iter().map(Request::Grid));
        // The keys belong to the grid unless something else wants them.
        panes::place(ui, Pane::Grid);
        if panes::wanted(ui.ctx(), Pane::Grid) || ui.ctx().memory(|m| m.focused().is_none()) {
            grid.focus(ui);
        }
        if open.view(scope).rows.is_empty() || nothing_left(open, scope).is_some() {
            nothing_to_show(ui, open, scope, out);
        }
        open.lay_out(scope, std::mem::take(&mut grid.layout));
        open.see_columns(scope, grid.columns_seen());
    });
}

/// That nothing belongs to the view that is shown, as one whose records are all decided. The last of them may still be there, until
/// the mark leaves it.
fn nothing_left(open: &Session, scope: Scope) -> Option<String> {
    let view = open.view(scope);
    if view.rows.len() > 1 || view.filter.is_empty() {
        return None;
    }
    let (name, ..) = rail::views(open, scope).into_iter().find(|(_, filter, n)| *n == 0 && *filter == view.filter)?;
    Some(match (view.filter.actions.as_slice(), scope) {
        ([Action::NoAction], Scope::All) => "Done: all records are decided.".to_owned(),
        ([Action::NoAction], _) => "Done: all records of this sheet are decided.".to_owned(),
        _ => format!("Nothing is left in \"{name}\"."),
    })
}

/// Why there is no row in the grid, in the middle of it.
fn nothing_to_show(ui: &mut Ui, open: &Session, scope: Scope, out: &mut Requests) {
    let middle = egui::Rect::from_center_size(ui.max_rect().center(), egui::vec2(360.0, 48.0));
    let layout = egui::Layout::top_down(egui::Align::Center);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(middle).layout(layout));
    if open.view(scope).counts.all() == 0 {
        let of = if scope == Scope::All { "that can be decided on here" } else { "of this sheet" };
        theme::label(&mut ui, egui::RichText::new(format!("The files hold no records {of}.")).weak());
        return;
    }
    let words = nothing_left(open, scope).unwrap_or_else(|| "No row of this sheet passes the filter.".to_owned());
    theme::label(&mut ui, egui::RichText::new(words).weak());
    if theme::link(&mut ui, "Show all rows").clicked() {
        out.push(Request::Do(crate::app::actions::UserAction::ClearFilter));
    }
}

impl Desk {
    /// Rows that were decided stay where they are while the pointer is busy, and until a second click can no longer be one with
    /// the first.
    pub(crate) fn hold_rows(&mut self, ctx: &Context) {
        let Some(open) = &mut self.open else { return };
        // One after the other: each of them locks the context.
        let longest = ctx.options(|options| options.input_options.max_double_click_delay);
        let (down, since) = ctx.input(|i| (i.pointer.any_down(), i.pointer.time_since_last_click()));
        let rest = longest - f64::from(since);
        let busy = down || rest > 0.0;
        open.hold_rows(busy);
        if busy && rest > 0.0 {
            ctx.request_repaint_after(Duration::from_secs_f64(rest + 0.01));
        }
    }
}
