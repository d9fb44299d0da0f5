//! Matching: which entries of the purchase register are the portal's records, how well they agree, and what that suggests
//! (matching/README.md). A pure function of the book, its register, its links and settings, and the day; it decides nothing.

pub mod agree;
mod bulk;
pub mod columns;
pub mod context;
pub mod document;
pub mod notes;
mod renew;
pub mod result;
mod run;
pub mod sides;
mod steps;
pub mod suggest;
pub mod why;
mod written;

pub use agree::class::Class;
pub use context::{Flag, Flags};
pub use result::{Found, Match, Matches};
pub use run::{matches, matches_with};
pub use steps::group::How;
pub use suggest::suggestion::{Suggested, Suggestion};
