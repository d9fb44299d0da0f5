//! Editing: commands change a book, and the log can take each back.

pub mod change;
mod comings;
pub mod command;
pub mod journal;
pub mod links;
pub mod log;
pub mod merge;
pub mod plan;
pub mod register;
mod revert;

pub use change::{Change, Saying};
pub use command::{Command, Effect};
pub use log::{Log, Step};
pub use plan::{Ahead, Plan, Refusal, plan};
