//! The upload: its review, where to write it, what was written, whose it is.

pub mod generate;
pub mod recipient;
pub mod review;
pub mod unwritten;
pub mod written;
