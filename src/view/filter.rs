//! The filter: which rows of a sheet are in the view.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::built_in::BuiltIn;
use super::column_filter::ColumnFilter;
use super::sort::is_decision;
use super::words;
use crate::book::{Action, Book, Field, Scope, Section};
use crate::rules::{Findings, RuleId, Weight};
use crate::work::{Progress, parts};

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
    /// The row is one of these, such as "the 37 refused": what they are called, and their numbers in what is shown.
    pub only: Option<(String, RoaringBitmap)>,
    /// Of each of these columns the cell passes.
    pub columns: BTreeMap<Field, ColumnFilter>,
}

impl Filter {
    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        !self.reads_decisions() && self.only.is_none() && self.columns.is_empty()
    }

    /// Whether it asks for the same as another, whatever is looked for in them.
    pub fn same_but_text(&self, other: &Filter) -> bool {
        let asked = |f: &Filter| (f.weight, f.rule, f.changed, f.which);
        asked(self) == asked(other)
            && self.actions == other.actions
            && self.only == other.only
            && self.columns == other.columns
    }

    /// Whether it asks for something that commands change.
    pub fn reads_decisions(&self) -> bool {
        let words = self.text.split_whitespace().next().is_some();
        let columns = self.columns.keys().any(|&field| is_decision(field));
        words || columns || self.reads_findings() || !self.actions.is_empty() || self.changed
    }

    /// Whether it asks for what matching with the register comes to.
    pub fn reads_matches(&self) -> bool {
        let words = self.text.split_whitespace().next().is_some();
        words || self.columns.keys().any(|field| field.is_matched()) || self.which.is_some_and(BuiltIn::is_of_register)
    }

    /// Leaves out what only a book with a register has.
    pub fn forget_register(&mut self) {
        self.columns.retain(|field, _| !field.is_matched());
        self.which.take_if(|which| which.is_of_register());
    }

    /// Whether it asks for what the rules say.
    pub fn reads_findings(&self) -> bool {
        self.weight.is_some() || self.rule.is_some() || self.which.is_some()
    }

    /// The numbers of the rows in force that pass, in the order in which they were read; none if it was stopped on the way.
    pub(super) fn rows(&self, book: &Book, findings: &Findings, scope: Scope, progress: &Progress) -> Option<Vec<u32>> {
        let mut all = Vec::new();
        for &section in scope.sections() {
            let only = self.only.as_ref().map(|(_, only)| scope.rows(section, only));
            let rows = scope.list(section, self.rows_of(book, findings, section, only, progress)?);
            // Of one sheet they are not copied.
            if all.is_empty() { all = rows } else { all.extend(rows) }
        }
        Some(all)
    }

    /// The rows of one sheet that pass; where `only` says so, of these.
    fn rows_of(
        &self,
        book: &Book,
        findings: &Findings,
        section: Section,
        only: Option<RoaringBitmap>,
        progress: &Progress,
    ) -> Option<Vec<u32>> {
        let count = book.sheet(section).rows();
        let all: Vec<u32> = match only {
            Some(only) => only.iter().take_while(|&row| row < count).collect(),
            None => (0..count).collect(),
        };
        if self.columns.is_empty() && !self.reads_decisions() && !book.sheet(section).any_aside() {
            return Some(all);
        }
        let passed = parts::in_parts(&all, |part| {
            // What is looked up once is looked up in every part: they run side by side.
            let mut keepers = self.keepers(book, findings, section, part);
            let mut passed = Vec::new();
            for block in part.chunks(parts::BETWEEN_LOOKS) {
                if progress.cancelled() {
                    break;
                }
                let mut rows = block.to_vec();
                keepers.iter_mut().for_each(|keep| keep(&mut rows));
                passed.extend(rows);
            }
            passed
        });
        if progress.cancelled() { None } else { Some(parts::joined(passed)) }
    }

    /// What a part of the rows must pass, one after the other: what is quick to ask is asked first.
    fn keepers<'a>(&'a self, book: &'a Book, findings: &'a Findings, section: Section, part: &[u32]) -> Vec<Keep<'a>> {
        let sheet = book.sheet(section);
        let mut keepers: Vec<Keep> = Vec::new();
        if sheet.any_aside() {
            keepers.push(by(|row| sheet.in_force(row)));
        }
        if !self.actions.is_empty() {
            keepers.push(by(|row| self.actions.contains(&sheet.actions()[row as usize])));
        }
        if let Some(weight) = self.weight {
            keepers.push(by(move |row| findings.worst(section, row).is_some_and(|worst| worst >= weight)));
        }
        if let Some(rule) = self.rule {
            keepers.push(by(move |row| findings.has(section, row, rule)));
        }
        if self.changed {
            keepers.push(by(move |row| book.in_delta(section, row)));
        }
        if let Some(which) = self.which {
            keepers.push(by(move |row| which.passes(book, findings, section, row)));
        }
        keepers.extend(self.columns.iter().map(|(&field, column)| column.keeper(book, section, field, part)));
        keepers.extend(self.text.split_whitespace().map(|word| words::keeper(book, section, word, part)));
        keepers
    }
}

/// Keeps of a block of rows those that pass. Blocks come in ascending order, and so do the rows in them.
pub(super) type Keep<'a> = Box<dyn FnMut(&mut Vec<u32>) + 'a>;

/// Keeps rows one by one.
pub(super) fn by<'a>(mut passes: impl FnMut(u32) -> bool + 'a) -> Keep<'a> {
    Box::new(move |rows| rows.retain(|&row| passes(row)))
}
