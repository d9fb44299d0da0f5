//! A newer download on the screen: the list of what it changed, and what is said with a record.

pub mod bring;
pub mod panel;
pub mod take_up;
