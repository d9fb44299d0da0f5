//! The purchase register: importing it, the sheet of its vouchers, the tables for the suppliers.

pub mod ask;
pub mod confirm;
pub mod details;
pub mod remove;
pub mod sheet;
mod sought;
pub mod suppliers;
