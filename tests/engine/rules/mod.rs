//! Every rule of the rules' table, asked through the library on a fixed day.

mod actions;
mod calendar;
mod form;
mod itc;
mod quick;
mod remarks;
mod weights;

use crate::common;
use common::day;
use ims_desk::book::{Action, Answer, Book, Section};
use ims_desk::edit::plan::explain;
use ims_desk::edit::{Change, Command, Log, Plan, plan};
use ims_desk::rules::{Case, Finding, Fix, RuleId, Weight};
use ims_desk::values::Day;

/// The day of all tests that do not speak of days.
fn today() -> Day {
    day("01-03-2026")
}

/// What one rule says of a record as it is.
fn finding_on(book: &Book, section: Section, row: u32, rule: RuleId, day: Day) -> Option<Finding> {
    Case::standing(book, section, row, day).findings().into_iter().find(|f| f.rule == rule)
}

/// The weight of one rule on a record as it is.
fn weight(book: &Book, section: Section, row: u32, rule: RuleId) -> Option<Weight> {
    finding_on(book, section, row, rule, today()).map(|f| f.weight)
}

/// What mends it.
fn fix(book: &Book, section: Section, row: u32, rule: RuleId) -> Option<Fix> {
    finding_on(book, section, row, rule, today()).and_then(|f| f.fix)
}

/// Gives a record a decision, whatever the rules say.
fn decide(book: &mut Book, section: Section, row: u32, change: Change) {
    Log::default().apply(book, Command::decide(section, [row].into_iter().collect(), change));
}

/// Gives a record an action, whatever the rules say.
fn act(book: &mut Book, section: Section, row: u32, action: Action) {
    decide(book, section, row, Change::action(action));
}

/// Accepts a record with an answer, whatever the rules say.
fn accept(book: &mut Book, section: Section, row: u32, answer: Answer) {
    decide(book, section, row, accepted(answer));
}

/// Accept, with an answer.
fn accepted(answer: Answer) -> Change {
    Change { answer: Some(answer), ..Change::action(Action::Accept) }
}

/// What a change would do to one record.
fn plan_of(book: &mut Book, section: Section, row: u32, change: &Change) -> Plan {
    plan(book, section, &[row].into_iter().collect(), change, today())
}

/// The rule that refuses a change of one record.
fn refusal(book: &mut Book, section: Section, row: u32, change: &Change) -> Option<RuleId> {
    plan_of(book, section, row, change).refused.first().map(|r| r.rule)
}

/// The rules that ask about a change of one record; it must be allowed.
fn questions(book: &mut Book, section: Section, row: u32, change: &Change) -> Vec<RuleId> {
    let plan = plan_of(book, section, row, change);
    assert!(plan.refused.is_empty(), "refused: {:?}", plan.refused);
    assert!(plan.allowed.contains(row), "not allowed");
    plan.asks.keys().copied().collect()
}

/// What a rule says of a change in words.
fn words(book: &mut Book, section: Section, row: u32, change: &Change, rule: RuleId) -> String {
    explain(book, section, row, change, rule, today()).message
}

/// Rupees as heads in paise.
fn heads(rupees: [i64; 4]) -> [i64; 4] {
    rupees.map(|r| r * 100)
}

/// "Part", with these rupees of IGST, CGST, SGST and cess.
fn part(rupees: [i64; 4]) -> Answer {
    Answer::part(heads(rupees))
}
