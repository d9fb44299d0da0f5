//! What can be done with a line of the list of clients.

use egui::{Pos2, Ui};

use super::state::ClientDesk;
use crate::app::requests::{ClientsRequest, Requests};
use crate::app::theme::{self, menu_item};
use crate::clients::{ClientRow, ClientStatus};

/// The menu of a line, open at a place.
pub(super) struct LineMenu {
    row: ClientRow,
    at: Pos2,
    /// A key opened it: its first line is to have the keyboard.
    by_key: bool,
}

impl LineMenu {
    /// That of a line; whether a key opened it.
    pub fn new(row: ClientRow, at: Pos2, by_key: bool) -> LineMenu {
        LineMenu { row, at, by_key }
    }

    /// Draws it. False once it closes.
    pub fn show(&mut self, ui: &Ui, desk: &ClientDesk, out: &mut Requests) -> bool {
        let mut by_key = std::mem::take(&mut self.by_key);
        theme::menu_at(ui, "client menu", self.at, ("Client", 260.0), |ui| {
            for (words, wanted) in of(desk, self.row) {
                let line = ui.add(menu_item(&words));
                if std::mem::take(&mut by_key) {
                    line.request_focus();
                }
                if line.clicked() {
                    out.push(wanted.into());
                    ui.close();
                }
            }
        })
    }
}

/// What can be done with a line.
fn of(desk: &ClientDesk, row: ClientRow) -> Vec<(String, ClientsRequest)> {
    let first = match row {
        ClientRow::Pan(at) | ClientRow::Client(at, _) | ClientRow::Older(at, _) => at,
    };
    let Some(client) = desk.all().list().get(first) else { return Vec::new() };
    let mut items = Vec::new();
    if !matches!(row, ClientRow::Pan(_)) {
        items.push(("Open".to_owned(), ClientsRequest::Open(row)));
    }
    if let ClientRow::Client(..) = row {
        if client.gstin.is_some() {
            items.push(("Name and return settings…".to_owned(), ClientsRequest::AskFacts(row)));
        }
        // Only where it is to be done; what was said can be taken back.
        let recomputed = client.mark.is_recomputed(client.times.closing);
        if recomputed || client.current.status == ClientStatus::Recompute {
            let words = if recomputed { "GSTR-2B was not recomputed" } else { "GSTR-2B was recomputed" };
            items.push((words.to_owned(), ClientsRequest::Recomputed(row, !recomputed)));
        }
        let words = if client.mark.hidden { "Show in the list again" } else { "Hide" };
        items.push((words.to_owned(), ClientsRequest::Hide(row, !client.mark.hidden)));
    }
    if let Some(pan) = client.pan() {
        items.push(("Search all registrations…".to_owned(), ClientsRequest::AskSearch(pan.to_owned())));
    }
    items
}
