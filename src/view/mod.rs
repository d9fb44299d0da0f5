//! The view: which rows of a sheet, or of all sheets together, pass the filter, in what order, which of them are selected, and what they add up to.
//! Pure functions from a book to row numbers, sums and texts.

pub mod built_in;
pub mod cell;
mod codes;
pub mod column_filter;
mod counting;
pub mod credit;
pub mod distinct;
pub mod filter;
mod filter_parts;
pub mod matched;
mod numbers;
pub mod selection;
pub mod sort;
pub mod suppliers;
pub mod totals;
mod words;

use crate::book::{Book, Scope};
use crate::rules::Findings;
use crate::work::Progress;

pub use built_in::BuiltIn;
pub use cell::{amount, cell};
pub use column_filter::ColumnFilter;
pub use distinct::{distinct, distinct_until};
pub use filter::Filter;
pub use filter_parts::{FilterPart, weight_name};
pub use numbers::natural;
pub use selection::Selection;
pub use sort::SortKey;
pub use totals::{ByAction, Counts, Totals};
pub use words::found_in;

/// The rows of a sheet, or of all, that pass the filter, in the order of the keys: their numbers. Rows not in force are in no
/// view.
pub fn rows(book: &Book, findings: &Findings, scope: impl Into<Scope>, filter: &Filter, keys: &[SortKey]) -> Vec<u32> {
    rows_until(book, findings, scope, filter, keys, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
pub fn rows_until(
    book: &Book,
    findings: &Findings,
    scope: impl Into<Scope>,
    filter: &Filter,
    keys: &[SortKey],
    progress: &Progress,
) -> Option<Vec<u32>> {
    let scope = scope.into();
    let mut rows = filter.rows(book, findings, scope, progress)?;
    sort::sort(book, scope, &mut rows, keys, progress)?;
    Some(rows)
}

/// Whether matching with the register can change the view: the filter or a key reads what it comes to.
pub fn reads_matches(filter: &Filter, keys: &[SortKey]) -> bool {
    filter.reads_matches() || keys.iter().any(|key| key.field.is_matched())
}

/// Whether a command can change the view: the filter or a key reads what commands write.
pub fn reads_decisions(filter: &Filter, keys: &[SortKey]) -> bool {
    filter.reads_decisions() || keys.iter().any(|key| sort::is_decision(key.field))
}
