//! The view: which rows of a sheet pass the filter, in what order, which of them are selected, and what they add up to.
//! Pure functions from a book to row numbers, sums and texts.

pub mod built_in;
pub mod cell;
mod codes;
pub mod column_filter;
mod counting;
pub mod distinct;
pub mod filter;
pub mod selection;
pub mod sort;
pub mod totals;
mod words;

use crate::book::{Book, Section};
use crate::rules::Findings;
use crate::work::Progress;

pub use built_in::BuiltIn;
pub use cell::{amount, cell};
pub use column_filter::ColumnFilter;
pub use distinct::{distinct, distinct_until};
pub use filter::Filter;
pub use selection::Selection;
pub use sort::{SortKey, natural};
pub use totals::{ByAction, Counts, Totals};
pub use words::found_in;

/// The rows of a sheet that pass the filter, in the order of the keys. Rows not in force are in no view.
pub fn rows(book: &Book, findings: &Findings, section: Section, filter: &Filter, keys: &[SortKey]) -> Vec<u32> {
    rows_until(book, findings, section, filter, keys, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
pub fn rows_until(
    book: &Book,
    findings: &Findings,
    section: Section,
    filter: &Filter,
    keys: &[SortKey],
    progress: &Progress,
) -> Option<Vec<u32>> {
    let mut rows = filter.rows(book, findings, section, progress)?;
    sort::sort(book, section, &mut rows, keys, progress)?;
    Some(rows)
}

/// Whether a command can change the view: the filter or a key reads what commands write.
pub fn reads_decisions(filter: &Filter, keys: &[SortKey]) -> bool {
    filter.reads_decisions() || keys.iter().any(|key| sort::is_decision(key.field))
}
