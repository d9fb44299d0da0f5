//! What the portal refused: error files come onto the open book, their errors are gone through and mended, and what failed
//! is uploaded again.

mod attach;
pub mod attempts;
mod groups;
mod triage;

pub use attach::ErrorFiles;
pub use groups::{Group, Groups, Line, Mend};
pub use triage::*;
