//! What a change would do, asked before it is a command: which rows may have it, which may not and why, and what must be
//! asked first.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::Change;
use super::change::InIds;
use crate::book::{Action, Answer, Book, Decision, Section};
use crate::rules::actions::{MANY_REJECTIONS, asked_as_a_whole, rejection};
use crate::rules::credit::{Credit, Held, IfDecided};
use crate::rules::{BLOCKING, Case, Finding, Given, Quick, RuleId, Rules, Weight};
use crate::values::Day;
use crate::values::rows::{self, Marks};
use crate::work::parts;

/// Why a row may not have a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The row.
    pub row: u32,
    /// The rule that blocks.
    pub rule: RuleId,
}

/// What a change would do to rows of one sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// Rows that may have it, and would be different with it.
    pub allowed: RoaringBitmap,
    /// Rows that have it already.
    pub unchanged: u64,
    /// Rows that may not have it.
    pub refused: Vec<Refusal>,
    /// What must be asked, and for which of the allowed rows.
    pub asks: BTreeMap<RuleId, RoaringBitmap>,
}

/// What a change would do to rows of several sheets, sheet by sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetPlans(pub Vec<(Section, Plan)>);

impl SheetPlans {
    /// These and those of another change of other rows.
    pub fn joined(mut self, other: SheetPlans) -> SheetPlans {
        for (section, more) in other.0 {
            let Some((_, plan)) = self.0.iter_mut().find(|(of, _)| *of == section) else {
                self.0.push((section, more));
                continue;
            };
            plan.allowed |= more.allowed;
            plan.unchanged += more.unchanged;
            plan.refused.extend(more.refused);
            more.asks.into_iter().for_each(|(rule, rows)| *plan.asks.entry(rule).or_default() |= rows);
        }
        self
    }

    /// Rows that may have it, and would be different with it.
    pub fn allowed(&self) -> Vec<(Section, RoaringBitmap)> {
        let sheets = self.0.iter().filter(|(_, plan)| !plan.allowed.is_empty());
        sheets.map(|(section, plan)| (*section, plan.allowed.clone())).collect()
    }

    /// The same of one sheet.
    pub fn allowed_in(&self, section: Section) -> RoaringBitmap {
        let plan = self.0.iter().find(|(of, _)| *of == section);
        plan.map_or_else(RoaringBitmap::new, |(_, plan)| plan.allowed.clone())
    }

    /// How many rows would change.
    pub fn changes(&self) -> u64 {
        self.0.iter().map(|(_, plan)| plan.allowed.len()).sum()
    }

    /// Rows that have it already.
    pub fn unchanged(&self) -> u64 {
        self.0.iter().map(|(_, plan)| plan.unchanged).sum()
    }

    /// Whether something must be asked.
    pub fn asks(&self) -> bool {
        self.0.iter().any(|(_, plan)| !plan.asks.is_empty())
    }

    /// The first row that may not have it.
    pub fn first_refused(&self) -> Option<(Section, Refusal)> {
        self.0.iter().find_map(|(section, plan)| Some((*section, *plan.refused.first()?)))
    }

    /// What the change does to the credit; `own`: the answer that a record gets instead of the change's, if it has its own.
    pub fn credit(
        &self,
        book: &Book,
        change: &Change,
        day: Day,
        own: impl Fn(Section, u32) -> Option<Answer> + Sync,
    ) -> IfDecided {
        let change = change.on(book);
        let decided = |section: Section, row: u32| {
            if let Some(answer) = own(section, row) {
                return Held::new(book, section, row, Action::Accept, answer);
            }
            let decision = change.decision(book, section, row);
            Held::decided_by(change.meanings(book), book, section, row, decision)
        };
        Credit::new(book, day).if_decided(&self.allowed(), decided)
    }
}

/// Judges a change for every one of these rows.
pub fn plan(book: &Book, section: Section, rows: &RoaringBitmap, change: &Change, day: Day) -> Plan {
    plan_sheets(book, &[(section, rows.clone())], change, day).0.pop().map(|(_, plan)| plan).unwrap_or_default()
}

/// The same for rows of several sheets; many rejections are many wherever they are (rule A2).
pub fn plan_sheets(book: &Book, sheets: &[(Section, RoaringBitmap)], change: &Change, day: Day) -> SheetPlans {
    let judged = sheets.iter().map(|(section, rows)| (*section, judged(book, *section, rows, change, day)));
    let judged: Vec<_> = judged.collect();
    let many = judged.iter().map(|(_, (_, rejected))| rejected.len()).sum();
    let notes = judged.iter().find(|(section, _)| *section == Section::B2bcn);
    let notes = notes.map_or_else(RoaringBitmap::new, |(_, (_, rejected))| rejected.clone());
    let whole = |(section, (mut plan, own)): (Section, (Plan, RoaringBitmap))| {
        let asked = asked_as_a_whole(book, section, &own, many, &notes);
        if !asked.is_empty() {
            *plan.asks.entry(RuleId::A2).or_default() |= asked;
        }
        (section, plan)
    };
    SheetPlans(judged.into_iter().map(whole).collect())
}

/// Judges a change for rows of one sheet, but for what is asked of a change as a whole; and which rows it would reject.
fn judged(book: &Book, section: Section, rows: &RoaringBitmap, change: &Change, day: Day) -> (Plan, RoaringBitmap) {
    let change = change.on(book);
    let quick = Quick::new(book, section, day).with(change.meanings(book));
    let end = book.sheet(section).rows();
    let parts = parts::of_rows(rows, |rows| {
        let mut part = Part::default();
        let mut allowed = Marks::default();
        rows::each(rows).take_while(|&row| row < end).for_each(|row| {
            if part.allows(book, section, row, &change, day, &quick) {
                allowed.add(row);
            }
        });
        (part, allowed.rows())
    });
    let mut plan = Plan::default();
    let mut rejected = RoaringBitmap::new();
    for (part, allowed) in parts {
        plan.allowed |= allowed;
        rejected |= rows::bitmap(&part.rejected);
        plan.unchanged += part.unchanged;
        plan.refused.extend(part.refused);
        for (rule, rows) in part.asks {
            plan.asks.entry(rule).or_default().extend(rows);
        }
    }
    (plan, rejected)
}

/// What a change would do to a part of the rows; rows in ascending order.
#[derive(Default)]
struct Part {
    unchanged: u64,
    refused: Vec<Refusal>,
    asks: BTreeMap<RuleId, Vec<u32>>,
    rejected: Vec<u32>,
}

impl Part {
    /// Whether a row may have the change, and would be different with it, or the user's from now on.
    fn allows(&mut self, book: &Book, section: Section, row: u32, change: &InIds, day: Day, quick: &Quick) -> bool {
        let old = book.sheet(section).decision(row);
        let new = change.instead_of(old, book, section, row);
        let differs = new != old || (change.action == Some(Action::NoAction) && keeps_no_action(book, section, row));
        let rules = quick.of_change(row, new, change.given());
        // Of most rows no rule would say anything.
        if rules != 0 || new.action == Action::Reject {
            let case = Case::proposed(book, section, row, new, change.given(), day).with(change.meanings(book));
            let verdict = verdict_by(rules, &case, old);
            if let Some(rule) = verdict.blocked {
                self.refused.push(Refusal { row, rule });
                return false;
            }
            if differs {
                self.rejected.extend(verdict.newly_rejected.then_some(row));
                verdict.asks.into_iter().for_each(|rule| self.asks.entry(rule).or_default().push(row));
            }
        }
        self.unchanged += u64::from(!differs);
        differs
    }
}

/// Whether setting a record that can be decided on to No action says something new though it has none: the portal has none either,
/// nothing of it was uploaded, and the user did not choose so yet. From then on that is the user's decision.
#[inline]
pub fn keeps_no_action(book: &Book, section: Section, row: u32) -> bool {
    let sheet = book.sheet(section);
    let untouched =
        sheet.is_open(row) && sheet.baseline(row).action == Action::NoAction && sheet.last_said(row).is_none();
    untouched && sheet.in_force(row) && !sheet.records().read_only(row) && !sheet.has_rivals(row)
}

/// What the buttons would do, asked of one row after the other without writing anything.
pub struct Ahead<'a> {
    book: &'a Book,
    section: Section,
    day: Day,
    quick: Quick<'a>,
    /// The change that each action is, by the action's number.
    changes: [InIds; 5],
}

impl<'a> Ahead<'a> {
    /// On a sheet of a book, on a day.
    pub fn new(book: &'a Book, section: Section, day: Day) -> Ahead<'a> {
        let actions = [Action::NoAction, Action::Accept, Action::Reject, Action::Pending, Action::Other];
        Ahead { book, section, day, quick: Quick::new(book, section, day), changes: actions.map(InIds::action) }
    }

    /// The decision that a row would have after an action.
    pub fn decision(&self, row: u32, action: Action) -> Decision {
        self.changes[action as usize].decision(self.book, self.section, row)
    }

    /// Whether an action would change a row, or make what it has the user's choice: no rule blocks it, and the row is not so already.
    #[inline]
    pub fn changes(&self, row: u32, action: Action) -> bool {
        let old = self.book.sheet(self.section).decision(row);
        let new = self.changes[action as usize].instead_of(old, self.book, self.section, row);
        let rules = self.quick.of_change(row, new, Given::default()) & BLOCKING;
        let differs = new != old || (action == Action::NoAction && keeps_no_action(self.book, self.section, row));
        differs && (rules == 0 || self.allowed(rules, row, new, old))
    }

    // Few rows come here.
    #[inline(never)]
    fn allowed(&self, rules: Rules, row: u32, new: Decision, old: Decision) -> bool {
        let case = Case::proposed(self.book, self.section, row, new, Given::default(), self.day);
        verdict_by(rules, &case, old).blocked.is_none()
    }
}

/// What the rules say of one decision in place of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The first rule that blocks it.
    pub blocked: Option<RuleId>,
    /// Rules that ask; what stood there before and is not touched is not asked again.
    pub asks: Vec<RuleId>,
    /// Whether it is a rejection that was none before: many at once are asked about (rule A2).
    pub newly_rejected: bool,
}

/// Judges a case whose decision would take the place of `old`.
pub fn verdict(case: &Case, old: Decision) -> Verdict {
    verdict_by(Rules::MAX, case, old)
}

fn verdict_by(rules: Rules, case: &Case, old: Decision) -> Verdict {
    let new = case.decision;
    let mut verdict = Verdict {
        newly_rejected: new.action == Action::Reject && old.action != Action::Reject && case.written(),
        ..Verdict::default()
    };
    case.judge_by(rules, |rule, weight| match weight {
        Weight::Blocks => verdict.blocked = verdict.blocked.or(Some(rule)),
        Weight::Asks if !new.same_saying(old) && (rule != RuleId::A2 || old.action != Action::Reject) => {
            verdict.asks.push(rule)
        }
        _ => {}
    });
    verdict
}

/// A refusal or a question in words: what the rule says of the row with the change.
pub fn explain(book: &Book, section: Section, row: u32, change: &Change, rule: RuleId, day: Day) -> Finding {
    explain_for(book, (section, row), change, rule, day, false)
}

/// The same; `several`: the words are said of several records, of which this is the first.
pub fn explain_for(
    book: &Book,
    (section, row): (Section, u32),
    change: &Change,
    rule: RuleId,
    day: Day,
    several: bool,
) -> Finding {
    let change = change.on(book);
    let new = change.decision(book, section, row);
    let case = Case::proposed(book, section, row, new, change.given(), day).with(change.meanings(book));
    let mut weight = Weight::Info;
    case.judge(|id, w| {
        if id == rule {
            weight = w;
        }
    });
    case.of_several(several).finding(rule, weight)
}

/// What a rule asks before a change of these rows, in words: of many rejections once for all (rule A2), else what it says of the
/// first row. `many`: about how many rows it asks in all sheets together.
pub fn question(
    book: &Book,
    section: Section,
    (rows, many): (&RoaringBitmap, u64),
    change: &Change,
    rule: RuleId,
    day: Day,
) -> String {
    if rule == RuleId::A2 && many > MANY_REJECTIONS {
        return rejection(section).to_owned();
    }
    explain_for(book, (section, rows.min().unwrap_or(0)), change, rule, day, many > 1).message
}
