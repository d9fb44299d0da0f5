//! Merging a newer download into a book: what became of each record, and the command that brings it in. Rows never move:
//! a newer version of a record is a new row, and the row before it is of the past, with its decision.

mod after;
mod bring;
mod compare;
mod earlier;
mod kind;
mod later;

pub use after::{TAKEN_UP, Took, became, decided_before, in_words, plan_take_up, set_aside, took, took_by, uploaded};
pub use bring::Turn;
pub(super) use bring::bring;
pub use compare::{Comparison, Fate, SheetComparison, compare, refusal};
pub use earlier::remember_gone;
pub use kind::{Kind, Version, kind, sets_aside};
pub use later::Later;
