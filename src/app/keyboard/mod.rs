//! Keys: which action they mean, in what order they are taken, and which part of the window has them.

pub mod keys;
pub mod lines;
pub mod panes;
pub mod queue;
pub mod rows;
mod second_click;
pub mod tab;
