//! The window, driven through the names of its controls.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod basics;
mod columns;
#[path = "../common/mod.rs"]
mod common;
mod credit;
mod errors;
mod grid;
mod grid_filters;
mod history;
mod inspector;
mod interaction;
mod keeping;
mod keyboard;
mod large;
mod newer;
mod own_views;
mod paste;
mod review;
mod views;
