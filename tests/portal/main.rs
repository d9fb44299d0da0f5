//! Portal files in, uploads out: reading, refusing, error files and the round trip of the fixtures.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_input;
#[path = "../common/mod.rs"]
mod common;
mod gstr_2b;
mod missing_keys;
mod only_shown;
mod portal_errors;
mod reading;
mod round_trip;
mod wrapped_reports;
mod wrong_files;
