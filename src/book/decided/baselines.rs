//! The imported decisions of a sheet: a column with a dictionary, as most are alike.

use std::collections::HashMap;

use crate::book::columns::{QuickHasher, retain};
use crate::book::{Action, Decision};

/// The imported decisions, a row each.
#[derive(Clone, Default)]
#[cfg_attr(test, derive(Debug, PartialEq))]
pub struct Baselines {
    ids: Vec<u32>,
    list: Vec<Decision>,
    index: HashMap<Decision, u32, QuickHasher>,
}

impl Baselines {
    /// The decision of a row.
    #[inline]
    pub fn get(&self, row: u32) -> Decision {
        self.list[self.ids[row as usize] as usize]
    }

    /// The action of a row.
    #[inline]
    pub fn action(&self, row: u32) -> Action {
        self.list[self.ids[row as usize] as usize].action
    }

    /// All of them, row by row.
    pub fn iter(&self) -> impl Iterator<Item = Decision> {
        self.ids.iter().map(|&id| self.list[id as usize])
    }

    pub(in crate::book) fn push(&mut self, decision: Decision) {
        let id = self.id(decision);
        self.ids.push(id);
    }

    fn id(&mut self, decision: Decision) -> u32 {
        *self.index.entry(decision).or_insert_with(|| {
            self.list.push(decision);
            self.list.len() as u32 - 1
        })
    }

    /// Moves the rows of another column behind these. `here`: what a decision there is here; `ids`: the ids here of those
    /// there, as far as they are known.
    pub(in crate::book) fn append(
        &mut self,
        from: &mut Baselines,
        ids: &mut Vec<Option<u32>>,
        mut here: impl FnMut(Decision) -> Decision,
    ) {
        ids.resize(from.list.len(), None);
        self.ids.reserve(from.ids.len());
        for there in from.ids.drain(..).map(|id| id as usize) {
            let id = ids[there].unwrap_or_else(|| self.id(here(from.list[there])));
            ids[there] = Some(id);
            self.ids.push(id);
        }
    }

    pub(in crate::book) fn retain(&mut self, keep: &[bool]) {
        retain(&mut self.ids, keep);
    }
}
