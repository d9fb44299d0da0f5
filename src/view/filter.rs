//! The filter: which rows of a sheet are in the view.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::built_in::BuiltIn;
use super::column_filter::ColumnFilter;
use super::sort::is_decision;
use super::words::Words;
use crate::book::{Action, Book, Field, Section};
use crate::rules::{Findings, RuleId, Weight};

/// What rows must be to be in the view; what is not asked is not looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// All words of this, split at spaces, must be found in some column.
    pub text: String,
    /// The action is one of these.
    pub actions: Vec<Action>,
    /// The worst finding weighs at least this.
    pub weight: Option<Weight>,
    /// This rule speaks of the row.
    pub rule: Option<RuleId>,
    /// The row is in the delta.
    pub changed: bool,
    /// The row is in this view.
    pub which: Option<BuiltIn>,
    /// The row is one of these, such as "the 37 refused": what they are called, and the rows.
    pub only: Option<(String, RoaringBitmap)>,
    /// Of each of these columns the cell passes.
    pub columns: BTreeMap<Field, ColumnFilter>,
}

impl Filter {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        !self.reads_decisions() && self.only.is_none() && self.columns.is_empty()
    }

    /// Whether it asks for something that commands change.
    pub fn reads_decisions(&self) -> bool {
        let words = self.text.split_whitespace().next().is_some();
        let columns = self.columns.keys().any(|&field| is_decision(field));
        let findings = self.weight.is_some() || self.rule.is_some() || self.which.is_some();
        words || columns || findings || !self.actions.is_empty() || self.changed
    }

    /// The rows in force that pass, in the order in which they were read.
    pub(super) fn rows(&self, book: &Book, findings: &Findings, section: Section) -> Vec<u32> {
        let sheet = book.sheet(section);
        let mut rows: Vec<u32> = match &self.only {
            Some((_, only)) => only.iter().take_while(|&row| row < sheet.rows()).collect(),
            None => (0..sheet.rows()).collect(),
        };
        // What is quick to ask is asked first.
        if sheet.any_aside() {
            rows.retain(|&row| sheet.in_force(row));
        }
        if !self.actions.is_empty() {
            rows.retain(|&row| self.actions.contains(&sheet.actions[row as usize]));
        }
        if let Some(weight) = self.weight {
            rows.retain(|&row| findings.worst(section, row).is_some_and(|worst| worst >= weight));
        }
        if let Some(rule) = self.rule {
            rows.retain(|&row| findings.has(section, row, rule));
        }
        if self.changed {
            rows.retain(|&row| book.in_delta(section, row));
        }
        if let Some(which) = self.which {
            rows.retain(|&row| which.passes(book, findings, section, row));
        }
        for (&field, column) in &self.columns {
            column.retain(book, section, field, &mut rows);
        }
        for word in self.text.split_whitespace() {
            let mut words = Words::new(book, section, word);
            rows.retain(|&row| words.found_in(row));
        }
        rows
    }
}
