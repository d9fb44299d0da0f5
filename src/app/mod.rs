//! The window: egui only. Everything it knows of the domain it asks of the other rooms.

mod look_only_bar;
mod desk_look_again;
mod due_banner;
mod travel;
mod pasted_errors;
mod attempts_card;
mod wake;
mod walk;
mod desk_paste;
mod desk_arrival;
mod desk_heavy_steps;
mod desk_opening;
mod write_upload;
mod save_tables;
mod paths;
mod tasks;
mod action_bar;
mod actions;
mod arrival;
mod banner;
mod bars;
mod book_facts;
mod by_words;
mod chips;
mod clock;
mod columns_menu;
mod crash;
mod credit_words;
mod decide;
mod desk;
mod dialogs;
mod enabled;
mod errands;
mod files;
mod funnel;
pub mod grid;
mod handle;
mod history;
mod inspector;
mod jobs;
mod keeping;
mod keys;
mod later;
mod look_only;
mod menu;
mod newer;
mod on_book;
mod open_book;
mod opening;
mod other_sheet;
mod own_views;
mod panes;
mod pasting;
mod picker;
mod queue;
mod rail;
mod refused;
mod renderer;
mod requests;
mod result_line;
mod review;
mod rework;
mod safety;
mod showing;
mod side_list;
mod start;
mod tally;
mod targets;
pub mod theme;
mod top_bar;
mod turns;

use crate::cli::window::Window;

pub use crate::store::{Density, Looks, Settings, Store};
pub use clock::Clock;
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
