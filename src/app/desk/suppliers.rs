//! The sheet of suppliers: drawing it, and carrying out what is asked of it.

use egui::{CentralPanel, Frame, Margin, Panel, Ui};

use crate::app::actions::UserAction;
use crate::app::desk::Desk;
use crate::app::desk::on_book::on_any_sheet;
use crate::app::dialogs::Dialog;
use crate::app::keyboard::panes::{self, Pane};
use crate::app::parts::result_bar;
use crate::app::requests::{Request, Requests};
use crate::app::suppliers::{SupplierDialog, SupplierGrid, bar};
use crate::app::theme::{self, space, tokens};
use crate::edit::Command;
use crate::rules::remarks;
use crate::session::suppliers::SupplierRequest;
use crate::session::{Scroll, Session};
use crate::store::Store;
use crate::view::suppliers::SupplierFilter;

impl Desk {
    /// Carries out what is asked of the sheet of suppliers.
    pub(crate) fn on_suppliers(&mut self, wanted: SupplierRequest) {
        let Some(open) = &mut self.open else { return };
        let SupplierRequest::Decide(ask) = wanted else { return open.on_suppliers(wanted) };
        let written = remarks::cleaned(&ask.remarks);
        if let Some((Command::Table { what, rows }, line)) = open.decide_suppliers(&ask) {
            self.apply_rows(what, rows, line);
            if ask.sends_remarks() && !written.is_empty() {
                self.store.remember_remarks(&written);
            }
        }
    }

    /// Does what a button or key is for while the suppliers are on the screen.
    pub(crate) fn act_on_suppliers(&mut self, action: UserAction) {
        let Some(open) = &mut self.open else { return };
        match action {
            UserAction::Accept
            | UserAction::Reject
            | UserAction::Pending
            | UserAction::NoAction
            | UserAction::Remarks => {
                self.dialog = Some(Dialog::Suppliers(Box::new(SupplierDialog::new(open, action.action()))));
            }
            UserAction::Copy => open.copy_suppliers(false),
            UserAction::CopyWithHeadings => open.copy_suppliers(true),
            UserAction::SelectAll => open.select_all_suppliers(),
            UserAction::InvertSelection => open.invert_suppliers(),
            UserAction::ClearSelection if open.suppliers().selected() == 0 => {
                let filter = SupplierFilter { text: String::new(), ..open.suppliers().filter().clone() };
                if filter != *open.suppliers().filter() {
                    open.filter_suppliers(filter);
                }
            }
            UserAction::ClearSelection => open.select_no_suppliers(),
            UserAction::ClearFilter => open.filter_suppliers(SupplierFilter::default()),
            UserAction::NextFinding => open.seek_supplier(1, |line| line.alerts > 0, "has alerts"),
            UserAction::PreviousFinding => open.seek_supplier(-1, |line| line.alerts > 0, "has alerts"),
            UserAction::NextUndecided => open.seek_supplier(1, undecided, "has something to decide"),
            UserAction::PreviousUndecided => open.seek_supplier(-1, undecided, "has something to decide"),
            _ => on_any_sheet(open, action),
        }
    }
}

fn undecided(line: &crate::view::suppliers::SupplierLine) -> bool {
    line.with(crate::book::Action::NoAction) > 0
}

/// Draws what can be done to the suppliers and what is shown; `details`: whether the focused one is shown in full.
pub fn actions(ui: &mut Ui, open: &Session, store: &Store, details: &mut bool, out: &mut Requests) {
    let frame = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(8, 0));
    Panel::top("action bar").exact_size(space::BAR).frame(frame).show(ui, |ui| {
        panes::show(ui, Pane::Actions, |ui| bar::show(ui, open, store, details, out));
    });
    if !open.suppliers().filter().is_empty() {
        Panel::top("chips").exact_size(space::CHIPS).frame(frame).show(ui, |ui| {
            panes::show(ui, Pane::Chips, |ui| bar::chips(ui, open, out));
        });
    }
}

/// Draws the table, with the line of the last action below it.
pub fn table(ui: &mut Ui, open: &mut Session, grid: &mut SupplierGrid, store: &Store, out: &mut Requests) {
    result_bar::passes(ui.ctx(), open, out);
    if let Some(line) = open.result() {
        let strip = Frame::new().fill(tokens(ui).background).inner_margin(Margin::symmetric(8, 4));
        // A panel keeps its height under its name: each line has a height of its own.
        let panel = Panel::bottom(("result", line.text.as_str())).resizable(false).frame(strip);
        panel.show(ui, |ui| panes::show(ui, Pane::Result, |ui| result_bar::show(ui, line, out)));
    }
    CentralPanel::no_frame().show(ui, |ui| {
        match open.take_supplier_scroll() {
            Some(Scroll::Top) => grid.go_to_top(),
            Some(Scroll::To(place)) => grid.reveal(place),
            None => {}
        }
        let (density, hidden) = (store.get().density, &store.get().hidden_supplier_columns);
        out.extend(grid.show(ui, open, density, hidden).into_iter().map(Request::from));
        panes::place(ui, Pane::Grid);
        if panes::wanted(ui.ctx(), Pane::Grid) || ui.ctx().memory(|m| m.focused().is_none()) {
            grid.focus(ui);
        }
        if open.suppliers().shown().is_empty() && !open.looks() {
            nothing_to_show(ui, open, out);
        }
    });
}

/// Why there is no line in the table, in the middle of it.
fn nothing_to_show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let middle = egui::Rect::from_center_size(ui.max_rect().center(), egui::vec2(360.0, 48.0));
    let layout = egui::Layout::top_down(egui::Align::Center);
    let mut ui = ui.new_child(egui::UiBuilder::new().max_rect(middle).layout(layout));
    if open.suppliers().filter().is_empty() {
        theme::label(&mut ui, egui::RichText::new("The files hold no records.").weak());
        return;
    }
    theme::label(&mut ui, egui::RichText::new("No supplier passes the filter.").weak());
    if crate::app::theme::link(&mut ui, "Show all suppliers").clicked() {
        out.push(SupplierRequest::Filter(SupplierFilter::default()).into());
    }
}
