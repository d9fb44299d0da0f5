//! Which client this is, at the top left; a click lists the others.

use egui::{Align, Label, Layout, Popup, RichText, Role, ScrollArea, Sense, Ui, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::opening::clients;
use crate::app::parts::side_list::fold;
use crate::app::parts::top_bar::{item, name};
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, menu_item, space, tokens};
use crate::session::Session;
use crate::store::{Recent, Store};

/// The list is not higher than this.
const MOST: f32 = 300.0;

/// Draws the name, and the list while it is open.
pub fn show(ui: &mut Ui, open: &Session, store: &Store, out: &mut Requests) {
    let gstin = open.book().recipient.gstin();
    let named = !open.name().is_empty();
    // A long name must leave room for the rest of the bar.
    let shown: String = match (gstin, named) {
        (_, true) => open.name().chars().take(36).collect(),
        (Some(gstin), false) => gstin.to_owned(),
        (None, false) => "Client not named".to_owned(),
    };
    let label = ui.add(Label::new(theme::semibold(shown.as_str())).sense(Sense::click()));
    let (sign, _) = ui.allocate_exact_size(vec2(10.0, space::BUTTON), Sense::hover());
    fold(ui, pos2(sign.center().x, sign.center().y), true);
    if label.has_focus() {
        theme::paint_focus(ui.painter(), label.rect.expand(3.0), 3.0, tokens(ui));
    }
    name(&label, Role::Button, &shown);
    let label = label.on_hover_text("Your client. A click lists all clients.");
    Popup::menu(&label).accessible_name("Clients").width(360.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| others(ui, open, store, out));
    });
    if let Some(gstin) = gstin.filter(|_| named) {
        ui.label(RichText::new(gstin).weak());
    }
}

fn others(ui: &mut Ui, open: &Session, store: &Store, out: &mut Requests) {
    let here = open.keeping().place().and_then(|(home, folder)| folder.strip_prefix(&home.folder).ok());
    let here = here.map(|folder| folder.to_string_lossy().replace('\\', "/"));
    let is_open = |recent: &Recent| recent.folder.is_some() && recent.folder == here;
    let clients = clients::all(store, &[]);
    let others: Vec<_> = clients.iter().filter(|client| !is_open(client.recent)).collect();
    ScrollArea::vertical().max_height(MOST).show(ui, |ui| {
        for client in others {
            let words = [client.title(), client.which()];
            let words = words.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
            let hint = client
                .recent
                .left
                .map_or_else(|| client.files(), |left| format!("{}\n{}", client.files(), clients::state(left)));
            if ui.add(menu_item(&words)).on_hover_text(hint).clicked() {
                out.push(Request::OpenRecent(client.recent.clone()));
                ui.close();
            }
        }
    });
    ui.separator();
    for action in [UserAction::Clients, UserAction::Open, UserAction::BookFacts, UserAction::Recipient] {
        item(ui, open, action, out);
    }
}
