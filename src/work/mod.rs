//! Long work: on all cores at once, with progress that can be looked at and stopped, within the memory it may take.

pub mod allowance;
pub mod job;
pub mod parts;
pub mod progress;
pub mod turns;
pub mod wake;

pub use allowance::Allowance;
pub use progress::{Progress, Stopped};
