//! Everything that a user can ask for: its name, help and keys; when it can be done; the palette and the list of keys.

pub mod enabled;
mod on_suppliers;
mod synonyms;
mod user_action;

pub use user_action::{ALL, UserAction, shown};
