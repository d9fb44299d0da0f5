//! A table of decisions meets a book: which record each row means, and whether the rules let it have the change.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::decisions::{Refused, Row, Table};
pub(crate) use super::loosely::record_called;
use super::meant::Meant;
pub use super::meant::{Entry, Reader};
use super::refusals::Refusals;
use crate::book::{Answer, Book, Section};
use crate::edit::{Change, RefusedChange, RowChange, plan_each_confirmed};
use crate::rules::actions::Rejected;
use crate::rules::{ALL_IDS, Case, RuleId, Weight};
use crate::values::Day;

/// What a table is allowed without asking again.
#[derive(Clone, Debug, Default)]
pub struct Consent {
    /// Rules that ask and are answered with yes.
    pub confirmed: BTreeSet<RuleId>,
    /// The answer for accepted credit notes that have none.
    pub answer_if_missing: Option<Answer>,
}

impl Consent {
    /// Yes to every question.
    pub fn to_all() -> Consent {
        Consent { confirmed: ALL_IDS.into_iter().collect(), answer_if_missing: None }
    }
}

/// What of a table can be applied to a book.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// A row at most once.
    pub changes: Vec<RowChange>,
    /// What cannot, in the order of the lines.
    pub refused: Vec<Refused>,
    /// Every record that the table names.
    pub named: BTreeSet<(Section, u32)>,
}

/// Finds the records and judges the changes. The book stays as it is.
pub fn resolve(book: &Book, table: &Table<'_>, consent: &Consent, reader: Reader, today: Day) -> Resolved {
    let (mut meant, mut refused) = (Meant::default(), Refusals::default());
    for block in table.blocks() {
        refused.extend(block.refused);
        meant.add(book, block.rows, reader, &mut refused);
    }
    let entries = meant.entries(book, None, &mut refused);
    settle(book, entries, refused, consent, today)
}

/// The same of rows whose records are known.
pub fn settle(book: &Book, entries: Vec<Entry>, mut refused: Refusals, consent: &Consent, today: Day) -> Resolved {
    let mut named: BTreeSet<_> = entries.iter().map(|e| (e.section, e.row)).collect();
    let changes = judge(book, entries, consent, today, &mut refused);
    named.append(&mut refused.records);
    Resolved { changes, refused: refused.in_order(), named }
}

/// The record that each row means; a record at most once. Rows that mean none, or several, are refused.
pub fn find(book: &Book, rows: Vec<Row>, reader: Reader, refused: &mut Refusals) -> Vec<Entry> {
    let mut meant = Meant::default();
    meant.add(book, rows, reader, refused);
    meant.entries(book, None, refused)
}

/// Changes with the answer for accepted credit notes that have none. Rows that shared a change before share it still.
struct Answered {
    if_missing: Option<Answer>,
    changes: HashMap<Arc<Change>, Arc<Change>>,
}

impl Answered {
    fn with(&mut self, change: Arc<Change>) -> Arc<Change> {
        if self.if_missing.is_none() {
            return change;
        }
        let whole = || Arc::new(Change { answer_if_missing: self.if_missing, ..(*change).clone() });
        self.changes.entry(change.clone()).or_insert_with(whole).clone()
    }
}

/// Judges all changes as if all were in force, and refuses those that a rule blocks or asks about without consent.
pub fn judge(
    book: &Book,
    entries: Vec<Entry>,
    consent: &Consent,
    today: Day,
    refused: &mut Refusals,
) -> Vec<RowChange> {
    let mut answered = Answered { if_missing: consent.answer_if_missing, changes: HashMap::new() };
    let (lines, changes): (Vec<_>, Vec<_>) =
        entries.into_iter().map(|e| (e.line, (e.section, e.row, answered.with(e.change)))).unzip();
    let plan = plan_each_confirmed(book, changes, today, |rule| consent.confirmed.contains(&rule));
    let rejected = Rejected::default();
    for change in &plan.refused {
        refused.push(refusal(book, lines[change.place], change, &rejected, today));
    }
    plan.allowed
}

fn refusal(book: &Book, line: u64, refused: &RefusedChange, rejected: &Rejected, today: Day) -> Refused {
    let RefusedChange { change: (section, row, change), rule, asks, .. } = refused;
    let change = change.on(book);
    let new = change.decision(book, *section, *row);
    let case = Case::proposed(book, *section, *row, new, change.given(), today).with(change.meanings(book));
    // Only its words are asked for.
    let reason = case.among(rejected).finding(*rule, Weight::Info).message;
    let about = record_called(book, *section, *row);
    Refused { line, about, reason, rule: Some(*rule), asks: *asks, records: vec![(*section, *row)] }
}
