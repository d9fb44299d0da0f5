//! What is asked of the list of clients.

use crate::clients::{ClientOrder, ClientRow};

/// What the user asks for of the list of clients.
#[derive(Clone, Debug)]
pub enum ClientsRequest {
    /// Show them in this order, and these of them.
    Order(ClientOrder),
    /// Mark the line at this place.
    Mark(usize),
    /// Tick a client, or take its tick away.
    Tick(ClientRow),
    /// Fold what is below a line, or show it.
    Fold(ClientRow),
    /// Open the download of a line.
    Open(ClientRow),
    /// Take a client off the list, or bring it back.
    Hide(ClientRow, bool),
    /// Say that GSTR-2B was recomputed after the upload, or that it was not.
    Recomputed(ClientRow, bool),
    /// Ask for name and return settings of a client.
    AskFacts(ClientRow),
    /// Keep these of the client of a GSTIN.
    Facts(String, String, crate::book::Facts),
    /// Ask what to look for in all clients of this PAN.
    AskSearch(String),
    /// Look for this in all clients of this PAN.
    Search(String, String),
    /// Open a download and find this in it.
    OpenAt(crate::store::Recent, String),
}
