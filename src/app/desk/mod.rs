//! The owner of all that the window shows. It draws, gathers what the user asks for, and carries it out.

pub mod arrival;
pub mod book_facts;
pub mod desk;
pub mod files;
pub mod handle;
pub mod heavy_steps;
pub mod look_again;
pub mod on_book;
pub mod opening;
pub mod own_views;
pub mod paste;
pub mod pasted_errors;
pub mod picker;
pub mod tasks;
pub mod turns;
