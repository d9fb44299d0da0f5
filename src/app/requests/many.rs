//! What is asked for of many clients at once.

use crate::session::many::{Arrivals, Outcomes, ReadyUploads};
use std::path::PathBuf;

/// What a user asks for of many files, or of the uploads of many clients.
pub enum ManyRequest {
    /// Import what is ticked.
    TakeIn(Arrivals),
    /// Show the uploads of all clients, those that are ready first.
    AllReady,
    /// The same of the clients in these folders, named as the settings name them.
    Ready(Vec<String>),
    /// Write what is ticked into this folder.
    Write(ReadyUploads, PathBuf),
    /// Open the client of this GSTIN, and these files over it: a purchase register, a GSTR-2B.
    OpenWith(String, Vec<PathBuf>),
    /// Save what came of it as a table.
    SaveList(Outcomes, PathBuf),
}

impl From<ManyRequest> for super::Request {
    fn from(wanted: ManyRequest) -> super::Request {
        super::Request::Many(Box::new(wanted))
    }
}
