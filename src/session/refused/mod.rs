//! What the portal refused: error files come onto the open book, their errors are gone through and mended, and what failed
//! is uploaded again.

mod attach;
pub mod attempts;
mod error_files;
mod groups;
mod triage;
mod walk;

pub use error_files::ErrorFiles;
pub use groups::{ErrorGroup, ErrorLine, Groups, Mend};
pub use triage::*;
