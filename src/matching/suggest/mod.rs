//! What a match proposes for its records, with the answer for credit notes, and what a button for many would do.

pub mod answer;
pub mod figures;
pub mod offer;
pub(super) mod pending;
pub mod suggestion;
