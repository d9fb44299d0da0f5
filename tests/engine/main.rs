//! Books, rules, commands, merging and views, without files and without a window.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod all_sheets;
mod arriving;
mod cells;
mod circles;
mod clients_any;
#[path = "../common/mod.rs"]
mod common;
mod copies;
mod credit;
mod credit_any;
mod credit_late;
mod credit_page_any;
mod deciding;
mod documents;
mod exported;
mod identity;
mod matched;
mod matching;
mod merge;
mod merge_any;
mod merge_command;
mod merge_large;
mod refused;
mod register;
mod register_import;
mod register_suppliers;
mod rules;
mod suppliers_any;
mod suppliers_decide;
mod tie_out;
mod undo;
mod view;
mod walls;
mod words;
