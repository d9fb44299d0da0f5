//! Where the heading of a sheet is, and which column means what.

pub(super) mod columns;
pub(super) mod fields;
pub(super) mod heading;
pub(super) mod heads;
pub(super) mod sample;
pub(super) mod table;
