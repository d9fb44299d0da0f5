//! The palette, in which everything that can be done is found by its name, and the list of keys.

pub mod palette;
pub mod shortcuts;
