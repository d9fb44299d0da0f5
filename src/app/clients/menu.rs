//! What can be done with a line of the list of clients.

use super::state::ClientDesk;
use crate::app::requests::ClientsRequest;
use crate::clients::{ClientRow, ClientStatus};

/// What can be done with a line.
pub(super) fn of(desk: &ClientDesk, row: ClientRow) -> Vec<(String, ClientsRequest)> {
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
