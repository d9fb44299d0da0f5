//! Workbooks and text tables, read into cells: what a cell holds, its text as written, what its number format says, and its
//! place. Nothing here knows a field of a register, and nothing is written. `README.md` says what is read and what is refused.

mod binary;
mod compound;
mod encoding;
mod format;
mod html;
mod ods;
mod office;
mod package;
mod packed;
mod refused;
mod sheet;
mod text;
mod what;
mod workbook;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

pub use format::{Format, Side};
pub use refused::{Note, Refused, Why};
pub use sheet::{Cell, Cells, Dates, Kind, Row, Sheet, letters};
pub use what::read;
pub use workbook::{FileKind, Opened, Workbook};
