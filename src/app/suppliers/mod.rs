//! The sheet of suppliers: its lines, what can be done to them, one of them in full, and the question before they are decided.

pub mod bar;
mod columns;
pub mod details;
mod headings;
pub mod question;
mod range;
pub mod table;

pub use question::SupplierDialog;
pub use table::SupplierGrid;
