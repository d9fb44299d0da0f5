//! Workbooks and paper: what is written and where, what was written, and a workbook to decide in that came back.

pub mod ask;
pub mod back;
pub mod written;
