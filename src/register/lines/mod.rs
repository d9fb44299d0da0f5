//! The lines under a heading: what their cells hold, which belong together, and the documents that they make.

pub(super) mod adding;
pub(super) mod arithmetic;
pub(super) mod cells;
pub(super) mod days;
pub(super) mod documents;
pub(super) mod join;
pub(super) mod left_out;
pub(super) mod suppliers;
pub(super) mod total;
