//! The matches with a purchase register: their overview and their settings.

mod columns;
mod complete;
mod head;
pub mod overview;
pub mod really_books;
pub mod settings;
