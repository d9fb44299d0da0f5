//! The records that the rules refuse, in groups with one sentence each.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Book, Scope, Section};
use crate::edit::{self, Change, RefusedChange};
use crate::rules::RuleId;
use crate::session::result_line::LeftOut;
use crate::values::Day;

/// Rows of a sheet that one rule refuses.
pub(in crate::session) struct RefusedRows {
    /// The sheet.
    pub section: Section,
    /// The rule.
    pub rule: RuleId,
    /// The rows.
    pub rows: RoaringBitmap,
    /// What the first of them was to get.
    pub change: Arc<Change>,
}

impl RefusedRows {
    /// Those of refused changes, by sheet and rule.
    pub fn of_changes(refused: &[RefusedChange]) -> Vec<RefusedRows> {
        let mut groups = RefusedRows::gathered(refused.iter().map(|refused| {
            let (section, row, change) = &refused.change;
            (*section, refused.rule, *row, || change.clone())
        }));
        groups.sort_by_key(|group| (group.section, group.rule));
        groups
    }

    /// Those of refused rows, each with its change, which is asked for only of the first of a group.
    pub fn gathered(
        refused: impl Iterator<Item = (Section, RuleId, u32, impl FnOnce() -> Arc<Change>)>,
    ) -> Vec<RefusedRows> {
        let mut groups: Vec<RefusedRows> = Vec::new();
        for (section, rule, row, change) in refused {
            let Some(group) = groups.iter_mut().find(|group| (group.section, group.rule) == (section, rule)) else {
                groups.push(RefusedRows { section, rule, rows: RoaringBitmap::from_iter([row]), change: change() });
                continue;
            };
            if group.rows.min().is_some_and(|first| row < first) {
                group.change = change();
            }
            group.rows.insert(row);
        }
        groups
    }

    fn why(&self, book: &Book, day: Day, several: bool) -> String {
        let first = (self.section, self.rows.min().unwrap_or_default());
        edit::plan::explain_for(book, first, &self.change, self.rule, day, several).message
    }
}

/// Puts groups into words; those of which the same is said are one, over all sheets where they lie in several. What is said of one
/// record names it alone.
pub(in crate::session) fn in_words(book: &Book, day: Day, groups: &[RefusedRows]) -> Vec<LeftOut> {
    let by_rule =
        |rule: RuleId| -> u64 { groups.iter().filter(|group| group.rule == rule).map(|group| group.rows.len()).sum() };
    let mut words: Vec<String> = groups.iter().map(|group| group.why(book, day, by_rule(group.rule) > 1)).collect();
    for (place, group) in groups.iter().enumerate().filter(|(_, group)| group.rows.len() == 1) {
        let alone = words.iter().enumerate().all(|(other, said)| other == place || *said != words[place]);
        if alone {
            words[place] = group.why(book, day, false);
        }
    }
    LeftOut::by_reason(groups.iter().zip(words).map(|(group, why)| {
        let scope = Scope::from(group.section);
        LeftOut { scope, rows: group.rows.clone(), why, called: "refused" }
    }))
}
