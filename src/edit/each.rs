//! What many changes would do together, each of one row: a table, or decisions that are taken up again.
//!
//! They are judged as if all of them were in force, as records of one supplier may depend on each other: a credit note may be
//! rejected only with a question if its invoice is rejected by the same table. What is refused is taken out, and the rest is
//! judged again, until nothing more is refused.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::plan::{Verdict, verdict};
use super::{Command, RowChange};
use crate::book::{Book, BySection, Section};
use crate::rules::actions::asked_as_a_whole;
use crate::rules::{Case, RuleId};
use crate::values::{Day, rows::bitmap};

/// A change of one row that is refused.
#[derive(Clone, Debug, PartialEq)]
pub struct RefusedChange {
    /// The place of the change among all that were asked about.
    pub place: usize,
    /// The change.
    pub change: RowChange,
    /// The rule that blocks it, or asks and was not answered with yes.
    pub rule: RuleId,
    /// Whether it only asks.
    pub asks: bool,
}

/// What many changes would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EachPlan {
    /// The changes that may be made, in the order in which they were asked about.
    pub allowed: Vec<RowChange>,
    /// Those that may not.
    pub refused: Vec<RefusedChange>,
    /// What must be asked of those that may be made, and of which records.
    pub asks: BTreeMap<RuleId, Vec<(Section, u32)>>,
}

/// Judges changes, a row at most once, without writing them. A question is no hindrance: it is among `asks`.
pub fn plan_each(book: &Book, changes: Vec<RowChange>, day: Day) -> EachPlan {
    plan_each_confirmed(book, changes, day, |_| true)
}

/// The same where the answers are known: a change is refused by a rule that asks and is not confirmed.
pub fn plan_each_confirmed(
    book: &Book,
    changes: Vec<RowChange>,
    day: Day,
    confirmed: impl Fn(RuleId) -> bool,
) -> EachPlan {
    let mut plan = EachPlan::default();
    let mut rows = changes;
    let mut places: Vec<usize> = (0..rows.len()).collect();
    // A copy: the book itself stays as it is.
    let mut tried = book.clone();
    loop {
        let (judged, verdicts) = judge_together(&mut tried, rows, day);
        let before = judged.len();
        let mut kept = (Vec::new(), Vec::new());
        for ((place, change), verdict) in places.into_iter().zip(judged).zip(&verdicts) {
            let unconfirmed = verdict.asks.iter().copied().find(|&rule| !confirmed(rule));
            match verdict.blocked.or(unconfirmed) {
                None => {
                    kept.0.push(place);
                    kept.1.push(change);
                }
                Some(rule) => plan.refused.push(RefusedChange { place, change, rule, asks: verdict.blocked.is_none() }),
            }
        }
        (places, rows) = kept;
        if rows.len() == before {
            for ((section, row, _), verdict) in rows.iter().zip(verdicts) {
                verdict.asks.into_iter().for_each(|rule| plan.asks.entry(rule).or_default().push((*section, *row)));
            }
            plan.allowed = rows;
            return plan;
        }
    }
}

/// What the rules say of changes that are all in force; they are taken back before it returns.
fn judge_together(book: &mut Book, rows: Vec<RowChange>, day: Day) -> (Vec<RowChange>, Vec<Verdict>) {
    let old: Vec<_> = rows.iter().map(|&(section, row, _)| book.sheet(section).decision(row)).collect();
    let given: Vec<_> = rows.iter().map(|(_, _, change)| change.on(book).given()).collect();
    let command = Command::Table { what: String::new(), rows };
    let mut effect = command.apply(book);
    let Command::Table { rows, .. } = command else { return (Vec::new(), Vec::new()) };
    let judged = rows.iter().zip(old.into_iter().zip(given)).map(|(&(section, row, _), (old, given))| {
        let decision = book.sheet(section).decision(row);
        verdict(&Case::proposed(book, section, row, decision, given, day), old)
    });
    let mut verdicts: Vec<Verdict> = judged.collect();
    let rejected = |of: Section| {
        let own = rows.iter().zip(&verdicts).filter(|(row, verdict)| row.0 == of && verdict.newly_rejected);
        bitmap(&own.map(|(row, _)| row.1).collect::<Vec<_>>())
    };
    let rejected = BySection::of(rejected);
    let many = rejected.iter().map(RoaringBitmap::len).sum();
    let asked =
        BySection::of(|section| asked_as_a_whole(book, section, &rejected[section], many, &rejected[Section::B2bcn]));
    for ((section, row, _), verdict) in rows.iter().zip(&mut verdicts) {
        if asked[*section].contains(*row) && !verdict.asks.contains(&RuleId::A2) {
            verdict.asks.push(RuleId::A2);
        }
    }
    effect.swap(book);
    (rows, verdicts)
}
