//! The window: egui only. Everything it knows of the domain it asks of the other rooms.

pub mod grid;
pub mod theme;
