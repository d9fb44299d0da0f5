//! Tables that go out to spreadsheets and come in from them: the decisions table, pasted cells, lists saved as tables,
//! workbooks, paper.

pub mod cell;
pub mod copied;
pub mod decisions;
pub mod given;
mod loosely;
mod meant;
pub mod paper;
pub mod paste;
pub mod refusals;
pub mod resolve;
pub mod rows;
pub mod saved;
pub mod workbook;
