//! The lines of suppliers: one for each GSTIN, grouped by PAN where one has several. What a line counts, which lines are
//! shown and in what order; pure functions from a book, as for the rows of a sheet.

mod column;
mod line;
mod list;
mod numbers;

pub use column::SupplierColumn;
pub use line::{SupplierLine, SupplierLines, all_lines, supplier_name};
pub use list::{PanGroup, SupplierEntry, SupplierFilter, SupplierList, SupplierSort, state_of};
use numbers::BySupplier;
pub use numbers::SupplierNumbers;
