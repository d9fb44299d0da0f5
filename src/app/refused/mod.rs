//! The errors of the portal on the screen.

pub mod panel;
