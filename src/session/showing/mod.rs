//! Which sheet and rows are on the screen, in what order, and going from one to another.

pub mod find;
pub mod lent;
pub mod listed;
pub mod rows;
pub mod search;
pub mod select;
pub mod sheet_view;
pub mod show;
pub mod values;
pub mod walk;
