//! How the open book is kept: its journal and lock, what is saved, and the book that may only be looked at.

mod came_back;
pub mod journal;
pub mod look_only;
pub mod saving;
mod summaries;
pub mod waiting;
