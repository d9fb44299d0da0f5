//! What the window asks of the sheet of suppliers.

use crate::book::{Scope, Section};
use crate::session::Session;
use crate::session::suppliers::SupplierAsk;
use crate::session::suppliers::select::Click;
use crate::view::sort::turned;
use crate::view::suppliers::{SupplierColumn, SupplierEntry, SupplierFilter, SupplierSort};

/// What is asked of the sheet of suppliers.
#[derive(Clone, Debug, PartialEq)]
pub enum SupplierRequest {
    /// A line was clicked.
    Click(SupplierEntry, Click),
    /// The focus moves by this number of lines, as far as it goes; with Shift the range grows.
    Move(i64, bool),
    /// The focused line is selected, or not any more.
    Toggle,
    /// All lines are selected, or none.
    ToggleAll,
    /// A heading was clicked: sort by it, or as a further key.
    Sort(SupplierColumn, bool),
    /// Sort by this alone.
    SortBy(SupplierSort),
    /// Show those that pass, in this order.
    Show(SupplierFilter, Vec<SupplierSort>),
    /// Show those that pass.
    Filter(SupplierFilter),
    /// Fold the suppliers of a PAN away, or show them.
    Fold(u32, bool),
    /// The same of all.
    FoldAll(bool),
    /// Show the records of a line.
    Open(SupplierEntry),
    /// Show those of one sheet.
    OpenIn(SupplierEntry, Section),
    /// Work out what this would do.
    Weigh(SupplierAsk),
    /// Show these records alone.
    ShowOnly(Scope, roaring::RoaringBitmap, &'static str),
    /// Do it.
    Decide(SupplierAsk),
}

impl SupplierRequest {
    /// Whether it is something that the user does, other than moving about in the lines.
    pub fn is_an_action(&self) -> bool {
        matches!(self, SupplierRequest::Decide(_) | SupplierRequest::Open(_) | SupplierRequest::OpenIn(..))
            || matches!(self, SupplierRequest::ShowOnly(..) | SupplierRequest::Filter(_) | SupplierRequest::Sort(..))
    }

    /// Whether it changes decisions.
    pub fn edits(&self) -> bool {
        matches!(self, SupplierRequest::Decide(_))
    }
}

impl Session {
    /// Carries out what is asked of the sheet of suppliers, but for deciding.
    pub fn on_suppliers(&mut self, wanted: SupplierRequest) {
        match wanted {
            SupplierRequest::Click(entry, click) => self.click_supplier(entry, click),
            SupplierRequest::Move(by, extend) => {
                let last = self.suppliers.shown.len().saturating_sub(1) as i64;
                let from = self.suppliers.focus_place().unwrap_or(0) as i64;
                self.move_among_suppliers(from.saturating_add(by).clamp(0, last) as usize, extend);
            }
            SupplierRequest::Toggle => self.toggle_focused_supplier(),
            SupplierRequest::ToggleAll => self.toggle_all_suppliers(),
            SupplierRequest::Sort(column, add) => {
                let mut keys = self.suppliers.sort.clone();
                clicked(&mut keys, column, add);
                self.sort_suppliers(keys);
            }
            SupplierRequest::SortBy(key) => self.sort_suppliers(vec![key]),
            SupplierRequest::Show(filter, sort) => {
                self.suppliers.sort = sort;
                self.filter_suppliers(filter);
            }
            SupplierRequest::Filter(filter) => self.filter_suppliers(filter),
            SupplierRequest::Fold(pan, folded) => self.fold_supplier(pan, folded),
            SupplierRequest::FoldAll(folded) => self.fold_all_suppliers(folded),
            SupplierRequest::Open(entry) => self.open_supplier(entry, None),
            SupplierRequest::OpenIn(entry, section) => self.open_supplier(entry, Some(section)),
            SupplierRequest::Weigh(ask) => self.weigh_suppliers(&ask),
            SupplierRequest::ShowOnly(scope, rows, called) => self.show_only(scope, called.to_owned(), rows),
            // A large one is carried out on a job, which is the window's.
            SupplierRequest::Decide(_) => {}
        }
    }
}

/// A click on a heading: names first go up, figures down; the next click turns it round, the third takes it out, and with Shift it
/// is a further key.
fn clicked(keys: &mut Vec<SupplierSort>, column: SupplierColumn, add: bool) {
    let old = keys.iter().position(|key| key.column == column);
    let down = turned(old.map(|place| keys[place].descending), column.is_amount() || column.is_count());
    let key = down.map(|descending| SupplierSort { column, descending });
    match (add, old, key) {
        (true, Some(place), Some(key)) => keys[place] = key,
        (true, Some(place), None) => drop(keys.remove(place)),
        (true, None, key) => keys.extend(key),
        (false, _, key) => *keys = key.into_iter().collect(),
    }
}
