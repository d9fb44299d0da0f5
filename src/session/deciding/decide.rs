//! Deciding: a change for some rows is planned, what must be asked is asked once, then it becomes one command.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Action, Answer, AnswerKind, Book, Filing, ItcBlock, Scope, Section, TextId};
use crate::edit::named::HOW_MANY;
use crate::edit::{self, Change, Command, SheetPlans};
use crate::rules::actions::{self, Alike, Cancelled};
use crate::rules::credit::{HeadSums, IfDecided};
use crate::rules::{calendar, remarks};
use crate::session::Session;
use crate::session::deciding::refused::{self, RefusedRows};
use crate::session::deciding::targets::differs_from_portal;
use crate::session::deciding::unanswered::{Unanswered, lacks_answer};
use crate::session::result_line::{LeftOut, ResultLine};
use crate::values::rows::Marks;
use crate::values::{Day, counted, grouped, plural};

/// A change that a user asks for for some rows of one sheet, or of all sheets together.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The sheet, or all of them.
    pub scope: Scope,
    /// The rows, by their numbers there: all in the view.
    pub rows: RoaringBitmap,
    /// The new values.
    pub change: Change,
    /// Some of the rows that get more than the others, as they were asked about: an answer, remarks.
    pub own: Vec<OwnChange>,
    /// Selected rows that the view hides and that stay as they are.
    pub hidden: u64,
    /// Whether the questions were answered with yes.
    pub confirmed: bool,
    /// Invoices that are rejected while the notes that cancel them are accepted with No (rule A2), beside the rest.
    pub cancelled: Option<Cancelled>,
    /// Rows that the user skipped on the way here.
    pub left_out: Vec<LeftOut>,
}

/// What some rows of a change get besides.
#[derive(Clone, Debug)]
pub struct OwnChange {
    /// The rows, by their numbers in the scope of the change.
    pub rows: RoaringBitmap,
    /// What they get on top of what all get.
    pub change: Change,
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
    pub fn targets(open: &Session, scope: impl Into<Scope>, change: Change) -> Decide {
        Decide { hidden: open.targets.hidden, ..Decide::rows(scope, open.targets.rows.clone(), change) }
    }

    /// A change for one row.
    pub fn row(section: Section, row: u32, change: Change) -> Decide {
        Decide::rows(section, RoaringBitmap::from_iter([row]), change)
    }

    /// A change for these rows.
    pub fn rows(scope: impl Into<Scope>, rows: RoaringBitmap, change: Change) -> Decide {
        let scope = scope.into();
        let (own, left_out) = (Vec::new(), Vec::new());
        Decide { scope, rows, change, own, hidden: 0, confirmed: false, cancelled: None, left_out }
    }

    /// The rows, sheet by sheet.
    pub fn sheets(&self) -> Vec<(Section, RoaringBitmap)> {
        self.scope.by_sheet(&self.rows)
    }

    /// The rows that get more than the others, with their whole change; what was asked last counts.
    fn own_changes(&self) -> Vec<(RoaringBitmap, Change)> {
        let mut others = self.rows.clone();
        let mut of = |own: &OwnChange| {
            let rows = &own.rows & &others;
            others -= &rows;
            (rows, own.change.over(&self.change))
        };
        self.own.iter().rev().map(&mut of).collect()
    }

    /// The change that a row gets.
    pub fn change_of(&self, section: Section, row: u32) -> Cow<'_, Change> {
        let number = self.scope.number(section, row);
        match self.own.iter().rev().find(|own| own.rows.contains(number)) {
            Some(own) => Cow::Owned(own.change.over(&self.change)),
            None => Cow::Borrowed(&self.change),
        }
    }

    /// What it would do.
    fn plans(&self, book: &Book, day: Day) -> SheetPlans {
        let of = |rows: &RoaringBitmap, change| edit::plan_sheets(book, &self.scope.by_sheet(rows), change, day);
        let own = self.own_changes();
        let others = own.iter().fold(self.rows.clone(), |others, (rows, _)| others - rows);
        own.iter().fold(of(&others, &self.change), |all, (rows, change)| all.joined(of(rows, change)))
    }

    /// The remarks that some of its rows get.
    pub fn remarks(&self) -> Option<&str> {
        let own = self.own.iter().rev().find_map(|own| own.change.remarks.as_deref());
        own.or(self.change.remarks.as_deref())
    }

    /// The record, if it is for one alone.
    pub fn only_record(&self) -> Option<(Section, u32)> {
        self.scope.only_record(&self.rows)
    }
}

/// What must be asked before something is decided.
pub enum Question {
    /// Accepted credit notes have no answer to "reduce ITC?".
    Answers(Decide, Unanswered),
    /// What the rules ask; and invoices with the notes that cancel them, if there are any (rule A2).
    Rules(Decide, SheetPlans, Option<Cancelled>),
}

/// Decides, or says what must be asked. `typed`: the change was typed in a dialog, which can show why it is refused.
pub fn decide(open: &mut Session, mut wanted: Decide, typed: bool) -> Decided {
    let missing = unanswered(open, &wanted);
    if asked_about(&missing, &mut wanted) {
        return Decided::Ask(Box::new(Question::Answers(wanted, missing)));
    }
    let plans = wanted.plans(&open.book, open.day);
    if !wanted.confirmed {
        let cancelled = cancelled_by(open, &wanted, &plans);
        if plans.asks() || cancelled.is_some() {
            return Decided::Ask(Box::new(Question::Rules(wanted, plans, cancelled)));
        }
    }
    if plans.changes() == 0 && plans.first_refused().is_some() && typed {
        let left_out = refusals(open, &wanted, &plans);
        return Decided::Refused(left_out.into_iter().map(|l| l.why).collect::<Vec<_>>().join(" "));
    }
    let line = match wanted.cancelled.take() {
        Some(cancelled) => reject_and_accept_with_no(open, wanted, &plans, &cancelled),
        None => carry_out(open, wanted, &plans, &missing),
    };
    open.result = Some(line);
    Decided::Done
}

/// Invoices and the notes that cancel them, where a change rejects one and the other is rejected or selected (rule A2).
fn cancelled_by(open: &Session, wanted: &Decide, plans: &SheetPlans) -> Option<Cancelled> {
    let (invoices, notes) = (Section::B2b, Section::B2bcn);
    if wanted.change.action != Some(Action::Reject) {
        return None;
    }
    let allowed = [invoices, notes].map(|section| plans.allowed_in(section));
    if allowed.iter().all(RoaringBitmap::is_empty) {
        return None;
    }
    let beside = |section: Section, alike: Alike| {
        let sheet = open.book.sheet(section);
        let able = |row: u32| sheet.in_force(row) && !sheet.records().read_only(row) && !sheet.has_rivals(row);
        let rejected = (0..).zip(sheet.actions()).filter(|&(_, action)| *action == Action::Reject).map(|(row, _)| row);
        // What is selected on the other sheet as well; of all sheets together it is in the change.
        let view = open.view(section);
        let selected =
            if wanted.scope == Scope::All { RoaringBitmap::new() } else { view.selection.visible(&view.set) };
        let mut beside = Marks::default();
        let alike = |row: u32| alike.has(&open.book, section, row);
        rejected.chain(&selected).filter(|&row| alike(row) && able(row)).for_each(|row| beside.add(row));
        beside.rows()
    };
    // Only pairs of which the change rejects one.
    let [own_invoices, own_notes] = &allowed;
    let mut cancelled = Cancelled::default();
    if !own_invoices.is_empty() {
        let alike = Alike::to(&open.book, invoices, own_invoices);
        cancelled = actions::cancelled(&open.book, own_invoices, &(beside(notes, alike) | own_notes));
    }
    let others = own_notes - &cancelled.notes;
    if !others.is_empty() {
        let alike = Alike::to(&open.book, notes, &others);
        let more = actions::cancelled(&open.book, &beside(invoices, alike), &others);
        cancelled.invoices |= more.invoices;
        cancelled.notes |= more.notes;
    }
    let takes_no = |&row: &u32| open.book.sheet(notes).records().itc_open(notes, row);
    cancelled.notes = cancelled.notes.iter().filter(takes_no).collect();
    (!cancelled.notes.is_empty()).then_some(cancelled)
}

/// Rejects invoices and accepts the notes that cancel them with No, with the rest of the change: one command.
fn reject_and_accept_with_no(
    open: &mut Session,
    wanted: Decide,
    plans: &SheetPlans,
    cancelled: &Cancelled,
) -> ResultLine {
    let mut left_out = refusals(open, &wanted, plans);
    let sheet = open.book.sheet(Section::B2bcn);
    let mut rows: BTreeMap<(Section, u32), Change> = BTreeMap::new();
    for (section, allowed) in plans.allowed() {
        rows.extend(allowed.iter().map(|row| ((section, row), wanted.change.clone())));
    }
    rows.extend(cancelled.invoices.iter().map(|row| ((Section::B2b, row), Change::action(Action::Reject))));
    for row in &cancelled.notes {
        let silent = sheet.remarks()[row as usize] == TextId::NONE && !sheet.records().remarks_blocked(row);
        let remarks = silent.then(|| remarks::NOT_AVAILED.to_owned());
        let change = Change { answer: Some(Answer::NO), remarks, ..Change::action(Action::Accept) };
        rows.insert((Section::B2bcn, row), change);
    }
    let rows = rows.into_iter().map(|((section, row), change)| (section, row, Arc::new(change))).collect();
    let planned = edit::plan_each(&open.book, rows, open.day);
    left_out.extend(refused::in_words(&open.book, open.day, &RefusedRows::of_changes(&planned.refused)));
    left_out.extend(wanted.left_out);
    let left_out = LeftOut::by_reason(left_out);
    if planned.allowed.is_empty() {
        return ResultLine { left_out, ..ResultLine::new("Nothing changed.") };
    }
    let what = "Rejected invoices, and accepted the notes that cancel them, answer No".to_owned();
    let words = open.apply(Command::Table { what, rows: planned.allowed });
    let text = format!("{words}.{}", hidden_words(wanted.hidden));
    ResultLine { undo: true, credit: open.moved, left_out, ..ResultLine::new(text) }
}

/// Accepted credit notes need an answer (rule I1). One without an answer takes the portal's default; several are asked about, and so
/// is the answer No of the books, with which the user declares something.
fn asked_about(missing: &Unanswered, wanted: &mut Decide) -> bool {
    if wanted.change.answer_if_missing.is_some() || (missing.by_books.is_empty() && missing.others.is_empty()) {
        return false;
    }
    let asks = missing.asks || missing.from_books.has(AnswerKind::No);
    if !asks {
        // Where each gets its own from the books this counts for none of them.
        wanted.change.answer_if_missing = Some(Answer::FULL.by_default());
    }
    asks
}

/// What a change would do to the credit: as the result line will say it.
pub fn credit_of(open: &Session, scope: Scope, rows: &RoaringBitmap, change: &Change) -> HeadSums {
    credit_of_plans(open, &edit::plan_sheets(&open.book, &scope.by_sheet(rows), change, open.day), change).change
}

/// The same of a change that was judged: credit notes that are accepted without an answer get that of the books.
pub fn credit_of_plans(open: &Session, plans: &SheetPlans, change: &Change) -> IfDecided {
    plans.credit(&open.book, change, open.day, |section, row| {
        takes_answer_of_books(change).then(|| open.answer_of_books(section, row)).flatten()
    })
}

/// Whether credit notes without an answer get that of the books, where these have one.
fn takes_answer_of_books(change: &Change) -> bool {
    change.action == Some(Action::Accept) && change.answer.is_none() && change.answer_if_missing.is_some()
}

/// The rows that must have an answer to "reduce ITC?" by a change, and have none.
fn unanswered(open: &Session, wanted: &Decide) -> Unanswered {
    if wanted.change.action != Some(Action::Accept) || wanted.change.answer.is_some() {
        return Unanswered::of(open, wanted.scope, RoaringBitmap::new());
    }
    let required = wanted.scope.sections().iter().filter(|section| section.itc_block() == ItcBlock::Required);
    let missing = required.map(|&section| {
        let rows = wanted.scope.rows(section, &wanted.rows);
        (section, rows.iter().filter(|&row| lacks_answer(&open.book, section, row)).collect::<RoaringBitmap>())
    });
    let missing: Vec<_> = missing.collect();
    let missing = wanted.scope.together(missing.iter().map(|(section, rows)| (*section, rows)));
    Unanswered::of(open, wanted.scope, missing)
}

fn carry_out(open: &mut Session, wanted: Decide, plans: &SheetPlans, missing: &Unanswered) -> ResultLine {
    let mut left_out = refusals(open, &wanted, plans);
    let allowed = plans.allowed();
    let (changed, not_filed) = (plans.changes(), not_filed(open, &allowed));
    let mut line = if allowed.is_empty() {
        ResultLine { bad: !left_out.is_empty(), ..ResultLine::new("Nothing changed.") }
    } else {
        let by_default = answered_by_default(&wanted, &allowed, missing);
        let (command, from_books) = command_of(open, &wanted, allowed, missing);
        let words = open.apply(command);
        let from_books = match from_books {
            0 => String::new(),
            n => format!(" {} from the books.", counted(n, "answer", "answers")),
        };
        let defaulted = by_default.map_or("", |_| " ITC to be reduced? Yes, full, by default.");
        let text = format!("{words}.{from_books}{defaulted}");
        ResultLine { undo: true, credit: open.moved, by_default, ..ResultLine::new(text) }
    };
    if wanted.change.action == Some(Action::NoAction) && line.undo {
        line.text += &no_action_means(changed, not_filed);
    }
    // Of one it is seen.
    let pending = wanted.change.action == Some(Action::Pending) && wanted.rows.len() > 1;
    if pending && not_filed > 0 && line.undo {
        let are = plural(not_filed, "is", "are");
        line.text += &format!(
            " {} of them {are} not filed: kept Pending, {} out of GSTR-2B also once filed.",
            grouped(not_filed),
            plural(not_filed, "it stays", "they stay")
        );
    }
    if plans.unchanged() > 0 {
        line.text += &format!(
            " {} {}, skipped.",
            grouped(plans.unchanged()),
            wanted.change.action.map_or("already like this", already)
        );
    }
    line.text += &hidden_words(wanted.hidden);
    left_out.extend(wanted.left_out);
    line.left_out = left_out;
    line
}

/// The credit note that gets the portal's default answer by a change: it was not chosen, so it is said.
fn answered_by_default(
    wanted: &Decide,
    allowed: &[(Section, RoaringBitmap)],
    missing: &Unanswered,
) -> Option<(Section, u32)> {
    if wanted.change.answer_if_missing != Some(Answer::FULL.by_default()) {
        return None;
    }
    let mut records = missing.others.iter().map(|number| wanted.scope.record(number));
    records.find(|(section, row)| allowed.iter().any(|(of, rows)| of == section && rows.contains(*row)))
}

/// How many records change that are not filed.
fn not_filed(open: &Session, allowed: &[(Section, RoaringBitmap)]) -> u64 {
    let of = |(section, rows): &(Section, RoaringBitmap)| {
        let filings = &open.book.sheet(*section).records().filings;
        rows.iter().filter(|&row| filings[row as usize] == Filing::NotFiled).count() as u64
    };
    allowed.iter().map(of).sum()
}

/// What becomes of records without an action. Those that are not filed do not count before they are.
fn no_action_means(records: u64, not_filed: u64) -> String {
    let (means, filed) = (calendar::NO_ACTION_MEANS, records.saturating_sub(not_filed));
    match (filed, not_filed) {
        (1, 0) => format!(" It is {means} when GSTR-2B is drawn up."),
        (_, 0) => format!(" They are {means} when GSTR-2B is drawn up."),
        (0, 1) => format!(" It is {means} only once the supplier's GSTR-1 is filed."),
        (0, _) => format!(" They are {means} only once the supplier's GSTR-1 is filed."),
        _ => format!(
            " {} {} {means} when GSTR-2B is drawn up, {} only once the supplier's GSTR-1 is filed.",
            grouped(filed),
            plural(filed, "is", "are"),
            grouped(not_filed)
        ),
    }
}

/// What carries a plan out: credit notes that are accepted without an answer get their own from the books, where these have
/// one. How many do.
fn command_of(
    open: &Session,
    wanted: &Decide,
    allowed: Vec<(Section, RoaringBitmap)>,
    missing: &Unanswered,
) -> (Command, u64) {
    let change = &wanted.change;
    let of_books = |section: Section, row: u32| missing.by_books.contains(wanted.scope.number(section, row));
    let records = allowed.iter().flat_map(|(section, rows)| rows.iter().map(move |row| (*section, row)));
    let answered = records.clone().filter(|&(section, row)| of_books(section, row)).count() as u64;
    let own_changes: Vec<_> = wanted.own_changes().into_iter().map(|(rows, own)| (rows, Arc::new(own))).collect();
    if answered == 0 && own_changes.is_empty() {
        return (Command::Decide { rows: allowed, change: change.clone() }, 0);
    }
    let (alike, books) = (Arc::new(change.clone()), open.books_as_matched());
    let of = |(section, row): (Section, u32)| {
        let from_books = of_books(section, row).then(|| books.answered(&open.book, (section, row), change)).flatten();
        let number = wanted.scope.number(section, row);
        let own = own_changes.iter().find(|(rows, _)| rows.contains(number));
        let shared = own.map_or(&alike, |(_, change)| change);
        (section, row, from_books.map_or_else(|| shared.clone(), Arc::new))
    };
    let did = if change.action == Some(Action::Accept) { "Accepted" } else { "Answered" };
    let what = match allowed.as_slice() {
        [(section, _)] => format!("{did} {HOW_MANY} in {}", section.sheet_name()),
        _ => format!("{did} {HOW_MANY} records"),
    };
    (Command::Table { what, rows: records.map(of).collect() }, answered)
}

fn hidden_words(hidden: u64) -> String {
    match hidden {
        0 => String::new(),
        n => format!(" {} hidden and did not change.", counted(n, "selected row is", "selected rows are")),
    }
}

/// The rows of a change that take no remarks, each group with its reason.
pub fn refused_remarks(open: &Session, wanted: &Decide) -> Vec<LeftOut> {
    let some = Decide { change: Change::remarks("…"), own: Vec::new(), ..wanted.clone() };
    refusals(open, &some, &some.plans(&open.book, open.day))
}

/// The refused rows, each group with its reason; as rows of the scope of the change.
fn refusals(open: &Session, wanted: &Decide, plans: &SheetPlans) -> Vec<LeftOut> {
    let groups = RefusedRows::gathered(plans.0.iter().flat_map(|&(section, ref plan)| {
        plan.refused.iter().map(move |&edit::Refusal { row, rule }| {
            (section, rule, row, move || Arc::new(wanted.change_of(section, row).into_owned()))
        })
    }));
    let in_words = refused::in_words(&open.book, open.day, &groups);
    in_words.into_iter().map(|group| group.within(wanted.scope)).collect()
}

/// Restores what the portal holds of rows of a sheet, or of all.
pub fn restore(open: &mut Session, scope: impl Into<Scope>, rows: &RoaringBitmap, hidden: u64) {
    let mut changed: Vec<(Section, RoaringBitmap)> = Vec::new();
    let mut held = [0; 5];
    for (section, rows) in scope.into().by_sheet(rows) {
        let sheet = open.book.sheet(section);
        let differs = |row: &u32| differs_from_portal(&open.book, section, *row);
        let differing: RoaringBitmap = rows.iter().filter(differs).collect();
        differing.iter().for_each(|row| held[sheet.baseline(row).action as usize] += 1);
        changed.extend((!differing.is_empty()).then_some((section, differing)));
    }
    if changed.is_empty() {
        open.result = Some(ResultLine::new("Nothing changed: already as the portal holds them."));
        return;
    }
    let actions = [Action::Accept, Action::Reject, Action::Pending, Action::NoAction, Action::Other].into_iter();
    let held = actions.map(|action| (held[action as usize], action)).filter(|(n, _)| *n > 0);
    let held: Vec<String> = held.map(|(n, action)| format!("{} {}", grouped(n), action.name())).collect();
    let words = open.apply(Command::Restore { rows: changed });
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
