//! The start screen, and asking which files to open.

pub mod client_search;
pub mod clients;
pub mod open_files;
pub mod start;
