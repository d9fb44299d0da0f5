//! The palette, in which everything that can be done is found by its name, and the help.

pub mod goals;
mod others;
pub mod palette;
pub mod shortcuts;
pub mod topics;
