//! What comes in and goes out: opening, what dropped files are, tables of decisions, the upload.

pub mod classify;
pub mod opening;
pub mod tables;
pub mod write_upload;
