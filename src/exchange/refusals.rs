//! The refused rows of a table, however many: the first are kept with their reasons, and the rest is counted.

use std::collections::BTreeSet;

use crate::book::Section;
use crate::rules::RuleId;
use crate::values::{and_more, grouped};

/// How many refused rows are kept.
const KEPT: usize = 100_000;

/// Why a row of the table is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refused {
    /// Its line in the table, from 1; 0 for the upload as a whole.
    pub line: u64,
    /// The record that it names, for people: `GST-183 of 36AAAAA0000A1ZH`. Empty where it names none, or the reason does.
    pub about: String,
    /// Why, for people.
    pub reason: String,
    /// The rule, where it is one.
    pub rule: Option<RuleId>,
    /// Whether the rule only asks, so that a yes lets the row pass.
    pub asks: bool,
    /// The records that the row may mean: none where it fits none or cannot be read.
    pub records: Vec<(Section, u32)>,
}

impl Refused {
    /// Which record, and why.
    pub fn words(&self) -> String {
        if self.about.is_empty() { self.reason.clone() } else { format!("{}: {}", self.about, self.reason) }
    }

    /// The same as a line of a list: `Line 2: …`, with the rule behind it. `place` is what a line is called there.
    pub fn in_list(&self, place: &str) -> String {
        let words = self.words();
        match self.rule {
            None if self.line == 0 => words,
            Some(rule) => format!("{place} {}: {words} ({})", self.line, rule.name()),
            None => format!("{place} {}: {words}", self.line),
        }
    }
}

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

    /// Adds all of others.
    pub fn join(&mut self, others: Refusals) {
        self.records.extend(others.records);
        self.more += others.more;
        self.extend(others.kept);
    }

    /// Changes each that is kept.
    pub fn each(&mut self, change: impl FnMut(&mut Refused)) {
        self.kept.iter_mut().for_each(change);
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
            self.kept.push(Refused { reason, ..Refused::default() });
        }
        self.kept
    }
}

impl Extend<Refused> for Refusals {
    fn extend<T: IntoIterator<Item = Refused>>(&mut self, refused: T) {
        refused.into_iter().for_each(|refused| self.push(refused));
    }
}
