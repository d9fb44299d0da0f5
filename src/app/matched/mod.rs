//! The matches with a purchase register: their overview and their settings.

pub mod overview;
pub mod really_books;
pub mod settings;
