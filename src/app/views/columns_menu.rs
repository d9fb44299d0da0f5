//! Which columns are shown: the menu of all columns, and the menu of one heading.

use egui::{Popup, PopupCloseBehavior, Pos2, ScrollArea, Ui};

use crate::app::actions::UserAction;
use crate::app::grid::{Grid, GridRequest, Layout};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, check_box, menu_item, plain_button};
use crate::book::{Field, Scope};
use crate::session::Session;
use crate::view::SortKey;

/// Draws the button that opens the menu of all columns.
pub fn button(ui: &mut Ui, open: &Session, scope: Scope, grid: &Grid, out: &mut Requests) {
    let layout = &open.view(scope).layout;
    let response = ui.add(plain_button("Columns")).hint("Choose which columns are shown.");
    let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name("Columns to show").width(220.0).show(|ui| {
        theme::label(ui, theme::caption("Drag a heading to move its column, or use its menu."));
        let most = ui.ctx().content_rect().height() - 260.0;
        ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
            for field in layout.all_of(open.book(), scope).into_iter().filter(|&field| Layout::is_free(scope, field)) {
                let mut shown = grid.shows(field);
                if check_box(ui, &mut shown, field.title()).changed() {
                    out.push(hide(open, scope, field, !shown));
                }
            }
        });
        ui.separator();
        let mut frozen = layout.supplier_is_frozen();
        let hint = "It stays at the left with the number while the others are scrolled.";
        if check_box(ui, &mut frozen, "Freeze supplier").hint(hint).changed() {
            out.push(freeze(open, scope, frozen));
        }
        let item = menu_item(UserAction::ResetColumns.name());
        if ui.add_enabled(!layout.is_usual(), item).hint(UserAction::ResetColumns.words()).clicked() {
            out.push(Request::Do(UserAction::ResetColumns));
        }
    });
}

/// The request that hides a column, or shows it again.
fn hide(open: &Session, scope: Scope, field: Field, hidden: bool) -> Request {
    let mut layout = open.view(scope).layout.clone();
    match hidden {
        true => layout.hide(scope, field, true),
        // It may be hidden by itself, as it is 0 throughout or as there is no room.
        false => layout.ask_for(field),
    }
    Request::Layout(scope, layout)
}

/// The request that makes the supplier stay at the left, or lets it go.
fn freeze(open: &Session, scope: Scope, frozen: bool) -> Request {
    let mut layout = open.view(scope).layout.clone();
    layout.freeze_supplier(frozen);
    Request::Layout(scope, layout)
}

/// The open menu of a heading.
pub struct HeadingMenu {
    /// The sheet.
    pub scope: Scope,
    /// The column.
    pub field: Field,
    /// Where.
    pub at: Pos2,
}

impl HeadingMenu {
    /// Draws it. False when it is to be closed.
    pub fn show(&self, ui: &Ui, open: &Session, out: &mut Requests) -> bool {
        let name = format!("Column {}", self.field.title());
        theme::menu_at(ui, "heading menu", self.at, (&name, 200.0), |ui| self.contents(ui, open, out))
    }

    fn contents(&self, ui: &mut Ui, open: &Session, out: &mut Requests) {
        let HeadingMenu { scope, field, at } = *self;
        for (name, descending) in [("Sort ascending", false), ("Sort descending", true)] {
            if ui.add(menu_item(name)).clicked() {
                out.push(Request::Sort(vec![SortKey { field, descending }]));
                ui.close();
            }
        }
        if ui.add(menu_item("Filter…")).clicked() {
            let heading = egui::Rect::from_min_size(at, egui::Vec2::ZERO);
            out.push(Request::Grid(GridRequest::Funnel(field, heading)));
            ui.close();
        }
        ui.separator();
        let view = open.view(scope);
        for (name, right) in [("Move left", false), ("Move right", true)] {
            let moved = view.layout.moved_by_one(scope, field, &view.columns_seen, right);
            if ui.add_enabled(moved.is_some(), menu_item(name)).clicked() {
                out.extend(moved.map(|layout| Request::Layout(scope, layout)));
                ui.close();
            }
        }
        if ui.add_enabled(Layout::is_free(scope, field), menu_item("Hide this column")).clicked() {
            out.push(hide(open, scope, field, true));
            ui.close();
        }
        let layout = &open.view(scope).layout;
        if field == Field::Name {
            let frozen = layout.supplier_is_frozen();
            if ui.add(menu_item(if frozen { "Unfreeze" } else { "Freeze at the left" })).clicked() {
                out.push(freeze(open, scope, !frozen));
                ui.close();
            }
        }
        let usual = layout.is_usual();
        if ui.add_enabled(!usual, menu_item(UserAction::ResetColumns.name())).clicked() {
            out.push(Request::Do(UserAction::ResetColumns));
            ui.close();
        }
    }
}
