//! The portal's files: every field name and file shape is known in this room and nowhere else.
//!
#![doc = include_str!("README.md")]

pub mod archive;
pub mod decode;
pub mod errors;
mod excel;
pub mod gstr_2b;
pub mod inspect;
pub mod json;
pub mod keys;
mod list;
pub mod notes;
pub mod other;
pub mod read;
pub mod record;
pub mod sample;
pub mod upload;
pub mod what;
pub mod words;

pub use decode::{InZip, Input, ReadError, cannot_read, in_zip, load};
pub use read::{open, read};
