//! The refused rows of a table, however many: the first are kept with their reasons, and the rest is counted.

use std::collections::BTreeSet;

use super::decisions::Refused;
use crate::book::Section;
use crate::values::{and_more, grouped};

/// How many refused rows are kept.
const KEPT: usize = 100_000;

/// Refused rows.
#[derive(Clone, Debug, Default)]
pub struct Refusals {
    kept: Vec<Refused>,
    more: u64,
    /// The records that they may mean, of all of them.
    pub records: BTreeSet<(Section, u32)>,
}

impl Refusals {
    /// Adds one.
    pub fn push(&mut self, refused: Refused) {
        self.records.extend(&refused.records);
        if self.kept.len() < KEPT {
            self.kept.push(refused);
        } else {
            self.more += 1;
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// All that are kept, in the order of their lines; behind them one without a line that counts the rest.
    pub fn in_order(mut self) -> Vec<Refused> {
        self.kept.sort_by_key(|refused| refused.line);
        if self.more > 0 {
            let reason = format!("{} rows are refused", and_more(grouped(self.more)));
            self.kept.push(Refused { line: 0, reason, rule: None, asks: false, records: Vec::new() });
        }
        self.kept
    }
}

impl Extend<Refused> for Refusals {
    fn extend<T: IntoIterator<Item = Refused>>(&mut self, refused: T) {
        refused.into_iter().for_each(|refused| self.push(refused));
    }
}
