//! The clients: the first screen once there is one. A line a client, found, sorted and opened by the keyboard.

pub mod board;
mod columns;
mod figures;
mod menu;
mod none;
mod state;
mod status;
mod table;

pub use crate::clients::{amount_of, file_of, gstin_of, name_of, words_of};
pub use state::ClientDesk;
pub use table::BoardTable;
