//! What the recipient's books say was bought: the parts of the purchase register with their entries, what the user linked, and how
//! far a record and an entry may differ.

pub mod class;
pub mod entries;
pub mod links;
pub mod match_columns;
pub mod match_settings;
pub mod parts;
