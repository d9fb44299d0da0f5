//! Workbooks (xlsx) that go out: records, tables and a first sheet that says what this is. Text is text to the letter and
//! never a formula, amounts are numbers with Indian grouping, days are days.

mod about;
mod credit;
mod listing;
mod look;
mod matches;
mod new;
mod review;
mod tables;
mod whole;

pub use about::{About, RECIPIENT, SheetPart};
pub use credit::credit;
pub use listing::Listing;
pub(super) use listing::{day, field_cell, of_field, on_portal};
pub use look::{Holds, Tint};
pub use matches::MatchSheets;
pub use new::{MOST_LINES, NewColumn, NewSheet, NewWorkbook, Unwritten};
pub(super) use new::{allowed, held};
pub use review::review;
pub use tables::{CellValue, SmallTable, suppliers};
pub use whole::{Export, TableExport};
