//! A table of decisions meets a book: which record each row means, and whether the rules let it have the change.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::decisions::{Refused, Row, Table};
use super::meant::Meant;
pub use super::meant::{Entry, Reader};
use super::refusals::Refusals;
use crate::book::{Answer, Book, Section};
use crate::edit::plan::verdict;
use crate::edit::{Change, Command, RowChange};
use crate::rules::actions::{MANY_REJECTIONS, Rejected, rejected_with_their_notes};
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

/// Finds the records and judges the changes. The book stays as it is but for its dictionaries.
pub fn resolve(book: &mut Book, table: &Table<'_>, consent: &Consent, reader: Reader, today: Day) -> Resolved {
    let (mut meant, mut refused) = (Meant::default(), Refusals::default());
    for block in table.blocks() {
        refused.extend(block.refused);
        meant.add(book, block.rows, reader, &mut refused);
    }
    let entries = meant.entries(&mut refused);
    let mut named: BTreeSet<_> = entries.iter().map(|e| (e.section, e.row)).collect();
    let changes = judge(book, entries, consent, reader, today, &mut refused);
    named.append(&mut refused.records);
    Resolved { changes, refused: refused.in_order(), named }
}

/// The record that each row means; a record at most once. Rows that mean none, or several, are refused.
pub fn find(book: &Book, rows: Vec<Row>, reader: Reader, refused: &mut Refusals) -> Vec<Entry> {
    let mut meant = Meant::default();
    meant.add(book, rows, reader, refused);
    meant.entries(refused)
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

/// Judges all changes as if all were in force, as partners may depend on each other; what is refused is taken out and the
/// rest is judged again, until nothing more is refused.
pub fn judge(
    book: &mut Book,
    entries: Vec<Entry>,
    consent: &Consent,
    reader: Reader,
    today: Day,
    refused: &mut Refusals,
) -> Vec<RowChange> {
    let rejected = Rejected::default();
    let mut answered = Answered { if_missing: consent.answer_if_missing, changes: HashMap::new() };
    let (mut lines, mut rows): (Vec<_>, Vec<_>) =
        entries.into_iter().map(|e| (e.line, (e.section, e.row, answered.with(e.change)))).unzip();
    loop {
        let old: Vec<_> = rows.iter().map(|&(section, row, _)| book.sheet(section).decision(row)).collect();
        let given: Vec<_> = rows.iter().map(|(_, _, change)| change.resolve(book).given()).collect();
        let command = Command::Table { what: String::new(), rows };
        let mut effect = command.apply(book);
        let Command::Table { rows: judged, .. } = command else { return Vec::new() };
        let verdicts: Vec<_> = judged
            .iter()
            .zip(old.iter().zip(given))
            .map(|(&(section, row, _), (&old, given))| {
                let decision = book.sheet(section).decision(row);
                verdict(&Case::proposed(book, section, row, decision, given, today), old)
            })
            .collect();
        let invoices = judged.iter().zip(&verdicts).filter(|(r, v)| r.0 == Section::B2b && v.newly_rejected);
        let with_notes = rejected_with_their_notes(book, invoices.map(|(r, _)| r.1));
        effect.swap(book);
        let many = verdicts.iter().filter(|v| v.newly_rejected).count() as u64 > MANY_REJECTIONS;
        let (before, mut kept) = (judged.len(), (Vec::new(), Vec::new()));
        for ((line, change), verdict) in lines.into_iter().zip(judged).zip(verdicts) {
            let (section, row) = (change.0, change.1);
            let a2 = many && verdict.newly_rejected || section == Section::B2b && with_notes.contains(row);
            let asked = verdict.asks.iter().copied().chain(a2.then_some(RuleId::A2));
            let unconfirmed = asked.into_iter().find(|rule| !consent.confirmed.contains(rule));
            match verdict.blocked.or(unconfirmed) {
                None => {
                    kept.0.push(line);
                    kept.1.push(change);
                }
                Some(rule) => {
                    let why = in_words(book, &change, rule, &rejected, today);
                    refused.push(refusal(
                        line,
                        &change,
                        rule,
                        why,
                        verdict.blocked.is_none() && reader == Reader::CommandLine,
                    ));
                }
            }
        }
        (lines, rows) = kept;
        if rows.len() == before {
            return rows;
        }
    }
}

/// What a rule says of a row with its change.
fn in_words(
    book: &mut Book,
    (section, row, change): &RowChange,
    rule: RuleId,
    rejected: &Rejected,
    today: Day,
) -> String {
    let change = change.resolve(book);
    let new = change.on(book, *section, *row);
    let case = Case::proposed(book, *section, *row, new, change.given(), today).among(rejected);
    // Only its words are asked for.
    case.finding(rule, Weight::Info).message
}

fn refusal(line: u64, (section, row, _): &RowChange, rule: RuleId, words: String, can_confirm: bool) -> Refused {
    let how = if can_confirm { format!(" (confirm with --confirm {})", rule.name()) } else { String::new() };
    Refused { line, reason: words + &how, rule: Some(rule), records: vec![(*section, *row)] }
}
