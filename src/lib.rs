//! IMS Desk: a portal file is read into a book, looked at through a view, edited by commands, judged by rules, and the
//! changes leave as an upload.
//!
#![doc = include_str!("README.md")]

#[cfg(feature = "window")]
pub mod app;
pub mod book;
pub mod cells;
pub mod cli;
pub mod clients;
pub mod disk;
pub mod edit;
pub mod exchange;
pub mod matching;
pub mod portal;
pub mod register;
pub mod rules;
pub mod session;
pub mod store;
pub mod values;
pub mod view;
pub mod work;
