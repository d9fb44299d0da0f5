//! One sentence for each match: why, or why not.

pub mod nearest;
mod returned;
pub mod sentence;
pub mod ways;
pub mod words;
