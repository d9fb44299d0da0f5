//! The window: egui only. Everything it knows of the domain it asks of the other rooms.

mod actions;
mod clients;
mod clipboard;
mod credit;
mod deciding;
mod desk;
mod dialogs;
mod export;
mod frame;
pub mod grid;
mod help;
mod inspector;
mod keyboard;
mod many;
mod matched;
mod newer;
mod opening;
mod parts;
mod refused;
mod register;
mod renderer;
mod requests;
mod settings;
mod suppliers;
mod tables;
pub mod theme;
mod upload;
mod views;

use std::path::PathBuf;

pub use self::clipboard::{Clipboard, NotTaken};
pub use self::desk::Desk;
pub use crate::store::{Density, Looks, Renderer, Settings, Store};
pub use crate::values::clock::Clock;

/// What the program is called in window lists.
const NAME: &str = "IMS Desk";

/// Opens the window with these files and returns when it is closed. The error is for the user, who has seen it already where
/// there is no terminal.
pub fn run(files: &[PathBuf], renderer: Option<Renderer>) -> Result<(), String> {
    let ended = renderer::run(files, renderer);
    #[cfg(windows)]
    if let Err(why) = &ended {
        rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title(NAME).set_description(why).show();
    }
    ended
}
