//! Deciding: a change for some rows is planned, what must be asked is asked once, then it becomes one command.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use crate::book::{Action, Answer, AnswerKind, ItcBlock, Section, TextId};
use crate::edit::{self, Change, Command, Plan};
use crate::exchange::refusals::Refusals;
use crate::exchange::resolve::{self, Consent, Entry};
use crate::rules::actions::{self, Cancelled};
use crate::rules::credit::HeadSums;
use crate::rules::{RuleId, calendar, remarks};
use crate::session::Session;
use crate::session::result_line::{LeftOut, ResultLine};
use crate::values::{counted, grouped};

/// A change that a user asks for for some rows of one sheet.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The sheet.
    pub section: Section,
    /// The rows: all in the view.
    pub rows: RoaringBitmap,
    /// The new values.
    pub change: Change,
    /// Selected rows that the view hides and that stay as they are.
    pub hidden: u64,
    /// Whether the questions were answered with yes.
    pub confirmed: bool,
    /// Invoices that are rejected while the notes that cancel them are accepted with No (rule A2), beside the rest.
    pub cancelled: Option<Cancelled>,
    /// Rows that the user skipped on the way here.
    pub left_out: Vec<LeftOut>,
}

/// What came of it.
pub enum Decided {
    /// The book is as asked for; the result line says how.
    Done,
    /// Something must be asked first.
    Ask(Box<Question>),
    /// No row may have it: why.
    Refused(String),
}

impl Decide {
    /// A change for the rows that an action is for.
    pub fn targets(open: &Session, section: Section, change: Change) -> Decide {
        Decide { hidden: open.targets.hidden, ..Decide::rows(section, open.targets.rows.clone(), change) }
    }

    /// A change for one row.
    pub fn row(section: Section, row: u32, change: Change) -> Decide {
        Decide::rows(section, RoaringBitmap::from_iter([row]), change)
    }

    /// A change for these rows.
    pub fn rows(section: Section, rows: RoaringBitmap, change: Change) -> Decide {
        Decide { section, rows, change, hidden: 0, confirmed: false, cancelled: None, left_out: Vec::new() }
    }
}

/// What must be asked before something is decided.
pub enum Question {
    /// These accepted credit notes have no answer to "reduce ITC?".
    Answers(Decide, RoaringBitmap),
    /// What the rules ask; and invoices with the notes that cancel them, if there are any (rule A2).
    Rules(Decide, Plan, Option<Cancelled>),
}

/// Decides, or says what must be asked. `typed`: the change was typed in a dialog, which can show why it is refused.
pub fn decide(open: &mut Session, mut wanted: Decide, typed: bool) -> Decided {
    if let Some(missing) = missing_answers(open, &mut wanted) {
        return Decided::Ask(Box::new(Question::Answers(wanted, missing)));
    }
    let day = open.day;
    let plan = edit::plan(&open.book, wanted.section, &wanted.rows, &wanted.change, day);
    if !wanted.confirmed {
        let cancelled = cancelled_by(open, &wanted, &plan);
        if !plan.asks.is_empty() || cancelled.is_some() {
            return Decided::Ask(Box::new(Question::Rules(wanted, plan, cancelled)));
        }
    }
    if plan.allowed.is_empty() && !plan.refused.is_empty() && typed {
        let left_out = refusals(open, &wanted, &plan);
        return Decided::Refused(left_out.into_iter().map(|l| l.why).collect::<Vec<_>>().join(" "));
    }
    let line = match wanted.cancelled.take() {
        Some(cancelled) => reject_and_accept_with_no(open, wanted, &plan, &cancelled),
        None => carry_out(open, wanted, &plan),
    };
    open.result = Some(line);
    Decided::Done
}

/// Invoices and the notes that cancel them, where a change rejects one and the other is rejected or selected (rule A2).
fn cancelled_by(open: &Session, wanted: &Decide, plan: &Plan) -> Option<Cancelled> {
    let other = match wanted.section {
        _ if wanted.change.action != Some(Action::Reject) => return None,
        Section::B2b => Section::B2bcn,
        Section::B2bcn => Section::B2b,
        _ => return None,
    };
    let (sheet, view) = (open.book.sheet(other), open.view(other));
    let able = |section: Section, row: u32| {
        let sheet = open.book.sheet(section);
        sheet.in_force(row) && !sheet.records().read_only(row) && !sheet.has_rivals(row)
    };
    let rejected = (0..).zip(sheet.actions()).filter(|&(_, action)| *action == Action::Reject).map(|(row, _)| row);
    let beside: RoaringBitmap =
        rejected.chain(&view.selection.visible(&view.set)).filter(|&row| able(other, row)).collect();
    let (invoices, notes) = if other == Section::B2b { (&beside, &plan.allowed) } else { (&plan.allowed, &beside) };
    let mut cancelled = actions::cancelled(&open.book, invoices, notes);
    let takes_no = |&row: &u32| open.book.sheet(Section::B2bcn).records().itc_open(Section::B2bcn, row);
    cancelled.notes = cancelled.notes.iter().filter(takes_no).collect();
    (!cancelled.notes.is_empty()).then_some(cancelled)
}

/// Rejects invoices and accepts the notes that cancel them with No, with the rest of the change: one command.
fn reject_and_accept_with_no(open: &mut Session, wanted: Decide, plan: &Plan, cancelled: &Cancelled) -> ResultLine {
    let mut left_out = refusals(open, &wanted, plan);
    let sheet = open.book.sheet(Section::B2bcn);
    let mut rows: BTreeMap<(Section, u32), Change> =
        plan.allowed.iter().map(|row| ((wanted.section, row), wanted.change.clone())).collect();
    rows.extend(cancelled.invoices.iter().map(|row| ((Section::B2b, row), Change::action(Action::Reject))));
    for row in &cancelled.notes {
        let silent = sheet.remarks()[row as usize] == TextId::NONE && !sheet.records().remarks_blocked(row);
        let remarks = silent.then(|| remarks::NOT_AVAILED.to_owned());
        let change = Change { answer: Some(Answer::NO), remarks, ..Change::action(Action::Accept) };
        rows.insert((Section::B2bcn, row), change);
    }
    let entries = rows
        .into_iter()
        .map(|((section, row), change)| Entry { line: 0, section, row, change: change.into() })
        .collect();
    let (day, mut refused) = (open.day, Refusals::default());
    let changes = resolve::judge(&open.book, entries, &Consent::to_all(), day, &mut refused);
    for refused in refused.in_order() {
        for (section, row) in refused.records {
            let (rows, why) = (RoaringBitmap::from_iter([row]), refused.reason.clone());
            left_out.push(LeftOut { section, rows, why, called: "refused" });
        }
    }
    left_out.extend(wanted.left_out);
    if changes.is_empty() {
        return ResultLine { left_out, ..ResultLine::new("Nothing changed.") };
    }
    let what = "Rejected invoices, and accepted the notes that cancel them with No".to_owned();
    let words = open.apply(Command::Table { what, rows: changes });
    let text = format!("{words}.{}", hidden_words(wanted.hidden));
    ResultLine { undo: true, credit: open.moved, left_out, ..ResultLine::new(text) }
}

/// Accepted credit notes need an answer (rule I1): one takes the portal's default, several are asked about.
fn missing_answers(open: &Session, wanted: &mut Decide) -> Option<RoaringBitmap> {
    let change = &wanted.change;
    let asked_for = change.action == Some(Action::Accept) && wanted.section.itc_block() == ItcBlock::Required;
    if !asked_for || change.answer.is_some() || change.answer_if_missing.is_some() {
        return None;
    }
    let missing = unanswered(open, wanted.section, &wanted.rows);
    match missing.len() {
        0 => None,
        1 => {
            wanted.change.answer_if_missing = Some(Answer::FULL.by_default());
            None
        }
        _ => Some(missing),
    }
}

/// What a change would do to the credit: as the result line will say it.
pub fn credit_of(open: &Session, section: Section, rows: &RoaringBitmap, change: &Change) -> HeadSums {
    let day = open.day;
    let plan = edit::plan(&open.book, section, rows, change, day);
    edit::plan::credit(&open.book, section, &plan, change, day)
}

/// The rows that take an answer to "reduce ITC?" and have none.
fn unanswered(open: &Session, section: Section, rows: &RoaringBitmap) -> RoaringBitmap {
    let sheet = open.book.sheet(section);
    let answered = |row: u32| open.book.answers().get(sheet.answers()[row as usize]).kind != AnswerKind::None;
    let open_to = |row: u32| sheet.records().itc_open(section, row) && !sheet.records().read_only(row);
    rows.iter().filter(|&row| open_to(row) && !answered(row)).collect()
}

fn carry_out(open: &mut Session, wanted: Decide, plan: &Plan) -> ResultLine {
    let mut left_out = refusals(open, &wanted, plan);
    let mut line = if plan.allowed.is_empty() {
        ResultLine { bad: !left_out.is_empty(), ..ResultLine::new("Nothing changed.") }
    } else {
        let command =
            Command::Decide { section: wanted.section, rows: plan.allowed.clone(), change: wanted.change.clone() };
        let words = open.apply(command);
        ResultLine { undo: true, credit: open.moved, ..ResultLine::new(format!("{words}.")) }
    };
    if wanted.change.action == Some(Action::NoAction) && line.undo {
        line.text += &format!(" Undecided records are {} when GSTR-2B is drawn up.", calendar::NO_ACTION_MEANS);
    }
    if plan.unchanged > 0 {
        line.text += &format!(
            " {} {}, skipped.",
            grouped(plan.unchanged),
            wanted.change.action.map_or("already like this", already)
        );
    }
    line.text += &hidden_words(wanted.hidden);
    left_out.extend(wanted.left_out);
    line.left_out = left_out;
    line
}

fn hidden_words(hidden: u64) -> String {
    match hidden {
        0 => String::new(),
        n => format!(" {} hidden and did not change.", counted(n, "selected row is", "selected rows are")),
    }
}

/// The refused rows by rule, each with what the rule says of the first.
fn refusals(open: &Session, wanted: &Decide, plan: &Plan) -> Vec<LeftOut> {
    let mut by_rule: Vec<(RuleId, RoaringBitmap)> = Vec::new();
    for refusal in &plan.refused {
        match by_rule.iter_mut().find(|(rule, _)| *rule == refusal.rule) {
            Some((_, rows)) => drop(rows.insert(refusal.row)),
            None => by_rule.push((refusal.rule, RoaringBitmap::from_iter([refusal.row]))),
        }
    }
    let day = open.day;
    let explain = |rule, row| edit::plan::explain(&open.book, wanted.section, row, &wanted.change, rule, day).message;
    by_rule
        .into_iter()
        .map(|(rule, rows)| {
            let why = rows.min().map_or_else(String::new, |first| explain(rule, first));
            LeftOut { section: wanted.section, rows, why, called: "refused" }
        })
        .collect()
}

/// Restores what the portal holds of rows of a sheet.
pub fn restore(open: &mut Session, section: Section, rows: &RoaringBitmap, hidden: u64) {
    let sheet = open.book.sheet(section);
    let differs = |row: &u32| !sheet.decision(*row).same_saying(sheet.baseline(*row));
    let changed: RoaringBitmap = rows.iter().filter(differs).collect();
    if changed.is_empty() {
        open.result = Some(ResultLine::new("Nothing changed: already as the portal holds them."));
        return;
    }
    let mut held: Vec<String> = Vec::new();
    for action in [Action::Accept, Action::Reject, Action::Pending, Action::NoAction, Action::Other] {
        let n = changed.iter().filter(|&row| sheet.baseline(row).action == action).count() as u64;
        if n > 0 {
            held.push(format!("{} {}", grouped(n), action.name()));
        }
    }
    let words = open.apply(Command::Restore { rows: vec![(section, changed)] });
    let text = format!("{words}: {}.{}", held.join(", "), hidden_words(hidden));
    open.result = Some(ResultLine { undo: true, credit: open.moved, ..ResultLine::new(text) });
}

/// What a record is to which an action was given before.
pub fn already(action: Action) -> &'static str {
    match action {
        Action::Accept => "already Accepted",
        Action::Reject => "already Rejected",
        Action::Pending => "already Pending",
        Action::NoAction | Action::Other => "already without action",
    }
}
