//! Matching: which entries of the purchase register are the portal's records, how well they agree, and what that suggests
//! (matching/README.md). A pure function of the book, its register, its links and settings, and the day; it decides nothing.

mod again;
pub mod agree;
mod alone;
pub mod answer;
pub mod assign;
mod bulk;
mod candidates;
pub mod class;
pub mod context;
mod damage;
pub mod document;
mod elsewhere;
pub mod figures;
mod group;
mod hungarian;
mod mistyped;
mod near;
pub mod nearest;
pub mod number;
pub mod offer;
mod pending;
mod renew;
mod rest;
pub mod result;
mod run;
mod several;
pub mod sides;
mod slip;
mod steps;
pub mod suggest;
mod sums;
mod superseded;
pub mod why;
mod words;
mod written;
pub mod years;

pub use class::Class;
pub use context::{Flag, Flags};
pub use result::{Found, Match, Matches};
pub use run::{matches, matches_with};
pub use group::How;
pub use suggest::{Suggested, Suggestion};
