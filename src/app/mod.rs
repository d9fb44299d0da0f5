//! The window: egui only. Everything it knows of the domain it asks of the other rooms.

mod action_bar;
mod actions;
mod attempts_card;
mod bars;
mod book_facts;
mod chips;
mod columns_menu;
mod desk;
mod desk_arrival;
mod desk_heavy_steps;
mod desk_look_again;
mod desk_opening;
mod desk_paste;
mod dialogs;
mod due_banner;
mod enabled;
mod files;
mod funnel;
pub mod grid;
mod handle;
mod history;
mod inspector;
mod keys;
mod look_only_bar;
mod menu;
mod newer;
mod on_book;
mod other_sheet;
mod own_views;
mod panes;
mod pasted_errors;
mod picker;
mod queue;
mod rail;
mod scene;
mod steps_of_record;
mod refused;
mod renderer;
mod requests;
mod safety;
mod side_list;
mod start;
mod tasks;
pub mod theme;
mod top_bar;
mod turns;

use crate::cli::window::Window;

pub use crate::store::{Density, Looks, Settings, Store};
pub use crate::values::clock::Clock;
pub use desk::Desk;

/// What the program is called in window lists.
const NAME: &str = "IMS Desk";

/// Opens the window and returns when it is closed. The error is for the user, who has been told where there is no terminal.
pub fn run(window: &Window) -> Result<(), String> {
    let ended = renderer::run(window);
    #[cfg(windows)]
    if let Err(why) = &ended {
        rfd::MessageDialog::new().set_level(rfd::MessageLevel::Error).set_title(NAME).set_description(why).show();
    }
    ended
}
