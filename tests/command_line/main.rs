//! The program on the command line: its conduct, and the table of decisions.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod clients;
#[path = "../common/mod.rs"]
mod common;
mod conduct;
mod decisions;
mod export;
mod files;
#[path = "../engine/matching/given.rs"]
mod given;
mod hostile;
mod matching;
mod registers_wrong;
mod saved;
mod shapes;
mod spreadsheets;
mod tie_out;
