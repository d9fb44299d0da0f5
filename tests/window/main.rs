//! The window, driven through the names of its controls.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod all_sheets;
mod basics;
mod cancelled;
mod clients;
mod clients_damaged;
mod clients_marked;
mod clients_status;
mod clients_workbook;
mod clipboard;
mod clock;
mod columns;
#[path = "../common/mod.rs"]
mod common;
mod cover;
mod credit;
mod credit_links;
mod credit_page;
mod dialogs;
mod errors;
mod exported;
mod files;
mod fits;
mod frames;
mod grid;
mod grid_filters;
mod help;
mod history;
mod inspector;
mod interaction;
mod keeping;
mod keyboard;
mod large;
mod look_only;
mod main_screen;
mod many;
mod match_page;
mod matches;
mod newer;
mod order;
mod own_views;
mod paste;
mod questions;
mod reading;
mod register;
mod register_asked;
mod review;
mod saving;
mod set_aside;
mod suppliers;
mod views;
mod wrong_files;
