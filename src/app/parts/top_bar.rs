//! What this book is, the find box, undo and redo, and the menu.

use egui::{Align, Id, Layout, Role, TextEdit, Ui, vec2};

use crate::app::actions::UserAction;
use crate::app::parts::{clients_menu, menu};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, menu_item, plain_button, space};
use crate::session::Session;
use crate::store::Store;
use crate::values::grouped;
use crate::view::Filter;

/// The find box, so that Ctrl+F finds it.
pub fn find_box() -> Id {
    Id::unique("find box")
}

/// Draws the bar.
pub fn show(ui: &mut Ui, open: &Session, store: &Store, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        ui.add_space(space::STEP);
        clients_menu::show(ui, open, store, out);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            menu::show(ui, open, out);
            let narrow = ui.ctx().content_rect().width() < space::INSPECTOR_FOLDS;
            for action in BUTTONS {
                // They are in the menu as well.
                if !(narrow && menu::has(action)) {
                    button(ui, open, action, out);
                }
            }
            find(ui, open, out);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let names = egui::RichText::new(open.file_names()).weak();
                ui.add(egui::Label::new(names).truncate()).on_hover_text(full_names(open));
            });
        });
    });
}

fn full_names(open: &Session) -> String {
    open.book().sources().list().iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("\n")
}

/// A button for an action, greyed with its reason where it cannot be done.
pub fn button(ui: &mut Ui, open: &Session, action: UserAction, out: &mut Requests) {
    let enabled = action.enabled(Some(open));
    let keys = action.shortcut();
    let mut button = plain_button(action.name());
    if let Some(keys) = &keys {
        button = button.shortcut(keys);
    }
    let response = ui.add_enabled(enabled.is_ok(), button).on_hover_text(action.words());
    let response = response.on_disabled_hover_text(enabled.err().unwrap_or_default());
    if response.clicked() {
        out.push(Request::Do(action));
    }
}

fn find(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let Some(section) = open.section() else { return };
    let filter = &open.view(section).filter;
    let mut text = filter.text.clone();
    let width = (ui.available_width() * 0.45).clamp(160.0, 300.0);
    let edit = TextEdit::singleline(&mut text)
        .id(find_box())
        .hint_text("Find in all columns · Ctrl F")
        .desired_width(width)
        .min_size(vec2(0.0, space::BUTTON))
        .align(egui::Align2::LEFT_CENTER);
    if let Some(words) = hits(open, section) {
        ui.label(theme::caption(words));
    }
    let response = ui.add(edit);
    ui.accesskit_node_builder(response.id, |node| node.set_label("Find in all columns"));
    if response.changed() {
        out.push(Request::Filter(Filter { text, ..filter.clone() }));
    }
}

/// Which of the rows that were found has the focus: `3 of 17`.
fn hits(open: &Session, section: crate::book::Section) -> Option<String> {
    let view = open.view(section);
    if view.filter.text.trim().is_empty() {
        return None;
    }
    let of = grouped(view.rows.len() as u64);
    Some(
        open.focus_place()
            .map_or_else(|| format!("{of} found"), |place| format!("{} of {of}", grouped(place as u64 + 1))),
    )
}

/// The buttons from right to left.
const BUTTONS: [UserAction; 5] =
    [UserAction::Commands, UserAction::History, UserAction::Validate, UserAction::Redo, UserAction::Undo];

/// A line of a menu for an action.
pub fn item(ui: &mut Ui, open: &Session, action: UserAction, out: &mut Requests) {
    let enabled = action.enabled(Some(open));
    let keys = action.shortcut();
    let mut line = menu_item(action.name());
    if let Some(keys) = &keys {
        line = line.shortcut(keys);
    }
    let response = ui.add_enabled(enabled.is_ok(), line).on_disabled_hover_text(enabled.err().unwrap_or_default());
    if response.clicked() {
        out.push(Request::Do(action));
        ui.close();
    }
}

/// What a control is called by screen readers, with a value behind it.
pub fn name(response: &egui::Response, role: Role, name: &str) {
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, name));
}
