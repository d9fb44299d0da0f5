//! What dialogs are made of.

pub mod action;
pub mod confirm;
pub mod expanded;
pub mod foot;
pub mod in_full;
pub mod message;
pub mod parts;
pub mod paste_box;
pub mod scene;
