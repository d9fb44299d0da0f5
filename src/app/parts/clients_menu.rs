//! Which client this is, at the top left; a click lists all.

use egui::{Align, Id, Label, Layout, Popup, PopupCloseBehavior, RichText, Role, ScrollArea, Sense, Ui, pos2, vec2};

use crate::app::actions::UserAction;
use crate::app::clients::{ClientDesk, gstin_of, name_of};
use crate::app::frame::parts::search;
use crate::app::parts::side_list::fold;
use crate::app::parts::top_bar::{item, name};
use crate::app::requests::{ClientsRequest, Requests};
use crate::app::theme::{self, Hint, menu_item, space, tokens};
use crate::clients::{Client, ClientOrder, ClientRow};
use crate::session::Session;

/// The list is not higher than this.
const MOST: f32 = 360.0;
/// So much is shown of a longer name.
const LONGEST_NAME: usize = 36;
/// A list of more can be searched.
const FEW: u64 = 5;

/// Draws the name, and the list while it is open.
pub fn show(ui: &mut Ui, open: &Session, clients: (&ClientDesk, bool), out: &mut Requests) {
    let gstin = open.book().recipient.gstin();
    let named = !open.name().is_empty();
    // A long name must leave room for the rest of the bar; its end tells branches apart.
    let shown: String = match (gstin, named) {
        (_, true) => theme::in_the_middle(open.name(), |text| text.chars().count() <= LONGEST_NAME),
        (Some(gstin), false) => gstin.to_owned(),
        (None, false) => "Client not named".to_owned(),
    };
    let label = ui.add(Label::new(theme::semibold(shown.as_str())).sense(Sense::click()));
    let (sign, _) = ui.allocate_exact_size(vec2(10.0, space::BUTTON), Sense::hover());
    fold(ui, pos2(sign.center().x, sign.center().y), true);
    if label.has_focus() {
        theme::paint_focus(ui.painter(), label.rect.expand(3.0), 3.0, tokens(ui));
    }
    name(&label, Role::Button, if named { open.name() } else { &shown });
    let cut = if named && shown != open.name() { format!("{}\n", open.name()) } else { String::new() };
    let label = label.hint(format!("{cut}Your client. A click lists all clients."));
    let popup = Popup::menu(&label).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name("Clients").width(400.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| all(ui, open, clients, out));
    });
    if let Some(gstin) = gstin.filter(|_| named) {
        theme::label(ui, RichText::new(gstin).weak());
    }
}

fn all(ui: &mut Ui, open: &Session, (desk, covered): (&ClientDesk, bool), out: &mut Requests) {
    let here = open.keeping().place().and_then(|(home, folder)| folder.strip_prefix(&home.folder).ok());
    let here = here.map(|folder| folder.to_string_lossy().replace('\\', "/"));
    let wanted = Id::unique("clients of the menu");
    let mut text = ui.ctx().data(|data| data.get_temp::<String>(wanted)).unwrap_or_default();
    if desk.all().count(crate::clients::ClientFilter::All) > FEW {
        search(ui, "Find a client by name, GSTIN or status", &mut text, 380.0);
    }
    let mut rows = desk.all().shown(&ClientOrder { text: text.clone(), ..ClientOrder::default() });
    rows.retain(|row| desk.line(*row).is_some());
    ui.ctx().data_mut(|data| data.insert_temp(wanted, text));
    // Without one there would be an empty strip with a line below it.
    if !rows.is_empty() {
        list(ui, rows, &here, (desk, covered), out);
        ui.separator();
    }
    for action in
        [UserAction::Clients, UserAction::ClientBefore, UserAction::Open, UserAction::BookFacts, UserAction::Recipient]
    {
        item(ui, open, action, out);
    }
}

/// The clients that were found; `here` is the folder of the one that is open.
fn list(
    ui: &mut Ui,
    rows: Vec<ClientRow>,
    here: &Option<String>,
    (desk, covered): (&ClientDesk, bool),
    out: &mut Requests,
) {
    ScrollArea::vertical().max_height(MOST).show(ui, |ui| {
        for row in rows {
            let Some((client, line)) = desk.line(row) else { continue };
            let is_open = line.folder.is_some() && line.folder == *here;
            let words = words(desk, row, client, covered && !is_open);
            let words = format!("{words} · {}", line.status.words());
            if ui.add(menu_item(&words).switched_on(is_open)).hint(line.status.help()).clicked() {
                if let Some(recent) = desk.recent(row).filter(|_| !is_open) {
                    out.push(ClientsRequest::OpenAt(recent, String::new()).into());
                }
                ui.close();
            }
        }
    });
}

fn words(desk: &ClientDesk, row: ClientRow, client: &Client, covered: bool) -> String {
    let title = match row {
        // The state says which registration it is, if they share a name.
        ClientRow::Client(_, true) => {
            let pan = client.pan().unwrap_or_default();
            format!("{} {}", name_of(desk.all().name_of_pan(pan), covered), desk.all().name_below(client, covered))
        }
        _ => name_of(&client.title(), covered),
    };
    let gstin = client.gstin.as_deref().filter(|_| !client.name.is_empty());
    match gstin {
        Some(gstin) => format!("{title} · {}", gstin_of(gstin, covered)),
        None => title,
    }
}
