//! The menu of a row: what can be done to the selection, to its like, and with its text.

use egui::{Pos2, Ui};

use crate::app::actions::UserAction;
use crate::app::parts::action_bar::BUTTONS;
use crate::app::parts::top_bar::item;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, menu_item};
use crate::book::{Field, Section};
use crate::session::Session;
use crate::view::ColumnFilter;

/// An open menu.
pub struct RowMenu {
    /// The sheet.
    pub section: Section,
    /// The row.
    pub row: u32,
    /// The column.
    pub field: Field,
    /// Where.
    pub at: Pos2,
}

impl RowMenu {
    /// Draws it. False when it is to be closed.
    pub fn show(&self, ui: &Ui, open: &Session, out: &mut Requests) -> bool {
        theme::menu_at(ui, "row menu", self.at, ("Row", 240.0), |ui| {
            for action in BUTTONS {
                item(ui, open, action, out);
            }
            ui.separator();
            let title = self.field.title();
            let title = if title.chars().all(char::is_uppercase) { title.to_owned() } else { title.to_lowercase() };
            let like = format!("Select all with this {title}");
            if ui.add(menu_item(UserAction::SelectSupplier.name())).clicked() {
                out.push(Request::SelectLike(self.section, self.row, Field::Supplier));
                ui.close();
            }
            if self.field != Field::Supplier && ui.add(menu_item(&like)).clicked() {
                out.push(Request::SelectLike(self.section, self.row, self.field));
                ui.close();
            }
            if ui.add(menu_item("Copy this value")).clicked() {
                out.push(Request::CopyValue(self.section, self.row, self.field));
                ui.close();
            }
            if ui.add(menu_item("Filter to this value")).clicked() {
                let column = ColumnFilter::same_as(open.book(), self.section, self.row, self.field);
                let shown = open.scope().unwrap_or(self.section.into());
                let filter = open.view(shown).filter.clone();
                out.push(Request::Filter(filter.with_column(self.field, Some(column))));
                ui.close();
            }
            ui.separator();
            for action in [UserAction::Copy, UserAction::CopyWithHeadings, UserAction::Paste, UserAction::FillDown] {
                item(ui, open, action, out);
            }
        })
    }
}
