//! What this book is, the find box, undo and redo, and the menu.

use egui::{Align, Key, Layout, Role, TextEdit, Ui, vec2};

use crate::app::actions::UserAction;
use crate::app::clients::ClientDesk;
pub use crate::app::frame::action::{button, item};
use crate::app::keyboard::tab;
use crate::app::parts::{clients_menu, menu};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, size, space, tokens};
use crate::app::views::search_bar::find_box;
use crate::session::suppliers::SupplierRequest;
use crate::session::{Place, Session};
use crate::view::suppliers::SupplierFilter;

/// Draws the bar.
pub fn show(ui: &mut Ui, open: &Session, clients: (&ClientDesk, bool), out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        ui.add_space(space::STEP);
        clients_menu::show(ui, open, clients, out);
        tab::from_the_right(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
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
                let what = egui::RichText::new(download(open)).weak();
                ui.add(egui::Label::new(what).truncate()).hint(full_names(open));
            });
        });
    });
}

/// The period that is being closed; once the line with the dates is put away, until when.
fn download(open: &Session) -> String {
    let banner = open.banner();
    let due = banner.said().is_none() && !banner.due.is_empty();
    let parts = [banner.period.as_str(), if due { &banner.due } else { "" }];
    parts.into_iter().filter(|part| !part.is_empty()).map(|part| format!("· {part}")).collect::<Vec<_>>().join(" ")
}

fn full_names(open: &Session) -> String {
    open.book().sources().list().iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join("\n")
}

/// How wide the find box is.
const FIND: f32 = 230.0;

fn find(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let of_suppliers = open.place() == Place::Suppliers;
    if open.scope().is_none() && !of_suppliers {
        return;
    }
    let mut text = if of_suppliers { open.suppliers().filter().text.clone() } else { open.search().text().to_owned() };
    let hint = if of_suppliers { "Find a supplier" } else { "Find in all columns" };
    let edit = TextEdit::singleline(&mut text)
        .id(find_box())
        .hint_text(hint)
        .desired_width(FIND - 2.0 * ui.spacing().button_padding.x)
        .min_size(vec2(0.0, space::BUTTON))
        .align(egui::Align2::LEFT_CENTER);
    let response = ui.add(edit);
    ui.accesskit_node_builder(response.id, |node| node.set_label(hint));
    if text.is_empty() {
        let at = response.rect.right_center() - vec2(10.0, 0.0);
        let keys = UserAction::Find.shortcut().unwrap_or_default();
        ui.painter().text(at, egui::Align2::RIGHT_CENTER, keys, theme::font(size::CAPTION), tokens(ui).muted);
    }
    let filtered = |text| SupplierFilter { text, ..open.suppliers().filter().clone() };
    let left_by = |key| response.lost_focus() && ui.input(|i| i.key_pressed(key));
    if of_suppliers {
        // As one types: there is one line a supplier, and what does not fit goes.
        if response.changed() {
            out.push(SupplierRequest::Filter(filtered(text)).into());
        } else if left_by(Key::Escape) {
            out.push(SupplierRequest::Filter(filtered(String::new())).into());
        }
    } else if response.changed() {
        out.push(Request::Find(text));
    } else if left_by(Key::Escape) {
        out.push(Request::EndFind);
    } else if left_by(Key::Enter) && open.search().is_on() {
        out.push(Request::Do(UserAction::FindNext));
    }
}

/// The buttons from right to left.
const BUTTONS: [UserAction; 4] = [UserAction::Commands, UserAction::History, UserAction::Redo, UserAction::Undo];

/// What a control is called by screen readers, with a value behind it.
pub fn name(response: &egui::Response, role: Role, name: &str) {
    response.widget_info(|| egui::WidgetInfo::labeled(role, true, name));
}
