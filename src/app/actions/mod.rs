//! Everything that a user can ask for: its name, help and keys; when it can be done; the palette and the list of keys.

pub mod enabled;
pub mod list;
pub mod palette;
pub mod shortcuts;
