//! The window: egui only. Everything it knows of the domain it asks of the other rooms.

mod action_bar;
mod actions;
mod banner;
mod bars;
mod book_facts;
mod by_words;
mod chips;
mod clock;
mod columns_menu;
mod crash;
mod decide;
mod desk;
mod dialogs;
mod errands;
mod files;
mod funnel;
pub mod grid;
mod handle;
mod history;
mod home;
mod inspector;
mod jobs;
mod keeping;
mod keys;
mod menu;
mod on_book;
mod open_book;
mod opening;
mod other_sheet;
mod own_views;
mod panes;
mod paste;
mod pasting;
mod picker;
mod rail;
mod requests;
mod result_line;
mod review;
mod safety;
mod settings;
mod settings_file;
mod showing;
mod start;
mod tally;
mod targets;
pub mod theme;
mod top_bar;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

pub use desk::Desk;
pub use settings::{Density, Looks, Settings, Store};

/// What the program is called in window lists.
const NAME: &str = "IMS Desk";

/// Opens the window, with these files if any are named, and returns when it is closed. The error is one sentence.
pub fn run(files: Vec<PathBuf>) -> Result<(), String> {
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon/icon-256.png")).unwrap_or_default();
    let viewport = egui::ViewportBuilder::default()
        .with_title(NAME)
        .with_app_id("ims-desk")
        .with_icon(icon)
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([1024.0, 640.0]);
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Glow,
        centered: true,
        ..eframe::NativeOptions::default()
    };
    let store = Store::beside_program();
    if let Ok(home) = store.home() {
        crash::watch(home);
    }
    let start = || {
        let creator: eframe::AppCreator =
            Box::new(|cc| Ok(Box::new(Desk::new(&cc.egui_ctx, store, files).with_native_dialogs())));
        eframe::run_native(NAME, options, creator).map_err(|e| e.to_string())
    };
    // OpenGL drivers that are half there can make the libraries below panic rather than answer.
    let ended = catch_unwind(AssertUnwindSafe(start)).unwrap_or_else(|_| Err("the graphics library gave up".into()));
    ended.map_err(|why| {
        // Some libraries name their own source before what is wrong.
        let why = if why.contains(".rs:") { why.rsplit(": ").next().unwrap_or_default() } else { &why };
        format!(
            "The window cannot be opened ({}): it needs a display with OpenGL; without one, use the command line: \
             ims-desk check FILE, ims-desk apply FILE --decisions TABLE --out UPLOAD.",
            why.trim_end_matches('.')
        )
    })
}
