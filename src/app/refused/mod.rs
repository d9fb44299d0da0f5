//! The errors of the portal on the screen.

pub mod ask;
pub mod panel;
