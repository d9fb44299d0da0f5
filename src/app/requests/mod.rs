//! What drawing code asks the desk to do: data, never a dialog.

mod clients;
mod export;
mod many;
mod matching;
mod own_view;
mod register;
mod request;

pub use clients::ClientsRequest;
pub use export::ExportRequest;
pub use many::ManyRequest;
pub use matching::MatchRequest;
pub use own_view::OwnViewRequest;
pub use register::{RegisterRequest, SharedImport};
pub use request::*;
