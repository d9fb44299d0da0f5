//! How people and programs write amounts, dates, numbers and types of documents in a cell.

pub(super) mod amount;
pub(super) mod date;
pub(super) mod held;
pub(super) mod kinds;
pub(super) mod number;
pub(super) mod text;
