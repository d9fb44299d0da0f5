//! The start screen, and asking which files to open.

pub mod clients;
pub mod open_files;
pub mod start;
