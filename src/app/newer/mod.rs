//! A newer download on the screen: the list of what it changed, and what is said with a record.

pub mod notice;
pub mod panel;
pub mod picks;
