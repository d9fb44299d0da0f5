//! What deciding on suppliers would do: on which of their records, what is already so, what is refused and why, what only a
//! tick brings in, what the rules ask, and what it changes in the credit. It writes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Action, Answer, Book, Filing, Scope, Section, TextId};
use crate::edit::{self, Change, Command, RowChange, keeps_no_action};
use crate::rules::actions::{self, BOTH_REJECTED};
use crate::rules::credit::{Credit, Figures, HeadSums};
use crate::rules::{RuleId, remarks};
use crate::session::deciding::refused::{self, RefusedRows};
use crate::session::deciding::targets::is_yours;
use crate::session::deciding::unanswered::lacks_answer;
use crate::session::matched::answers::BooksAnswers;
use crate::session::result_line::LeftOut;
use crate::values::Day;
use crate::view::suppliers::SupplierNumbers;

/// What is asked for on suppliers: an action, or with none the remarks alone; and what else than records with No action it
/// is for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct SupplierAsk {
    /// The suppliers, by their numbers, in order.
    pub suppliers: Arc<[u32]>,
    /// The action; none if only remarks are written.
    pub action: Option<Action>,
    /// The remarks; nothing leaves those alone that are there.
    pub remarks: String,
    /// Also records that the user decided.
    pub yours: bool,
    /// Also records that the portal holds with these actions.
    pub held: BTreeSet<Action>,
    /// Also, with Pending, records whose supplier has not filed.
    pub not_filed: bool,
    /// What becomes of accepted credit notes that have no answer to "ITC to be reduced?".
    pub notes: NotesAnswer,
    /// Credit notes that have an answer from the books are left out as well, to be answered one by one.
    pub skip_books: bool,
    /// Accept the credit notes that cancel invoices among these with No, in place of rejecting both (rule A2).
    pub notes_with_no: bool,
}

/// What becomes of accepted credit notes without an answer to "ITC to be reduced?".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum NotesAnswer {
    /// They are left out, to be answered one by one.
    #[default]
    Skip,
    /// Yes, full.
    Full,
    /// No.
    No,
}

/// What deciding on suppliers would do.
#[derive(Clone, Debug, Default)]
pub struct SupplierPlan {
    /// The changes, a record at most once.
    pub changes: Vec<RowChange>,
    /// How many records each part of the question changes.
    pub parts: SupplierParts,
    /// Records that are so already.
    pub already: u64,
    /// Records that may not have it, each group with its reason.
    pub refused: Vec<LeftOut>,
    /// Records that the user decided, which only the tick brings in.
    pub yours: u64,
    /// Records that the portal holds with an action, which only the tick of that action brings in.
    pub held: BTreeMap<Action, u64>,
    /// Records whose supplier has not filed, by supplier: Pending leaves them out, and only the tick brings them in.
    pub not_filed: BTreeMap<u32, u64>,
    /// Credit notes that would be accepted and have no answer, not from the books either.
    pub unanswered: RowsBySheet,
    /// The books would answer some of these, but their amounts differ.
    pub doubtful: bool,
    /// Credit notes that have an answer from the books, and take it unless that is left out.
    pub from_books: BooksAnswers,
    /// Those of them that are left out.
    pub books_skipped: RowsBySheet,
    /// Credit notes that cancel invoices among these and would be rejected with them (rule A2).
    pub cancelling: u64,
    /// Records that take no remarks: they are decided without.
    pub without_remarks: u64,
    /// Records that would get remarks beside an action that sends none.
    pub not_sent: u64,
    /// What the rules ask, and of how many records.
    pub asks: Vec<(RuleId, u64, String)>,
    /// The records that would change and agree with the register, by their numbers in All; none without a register.
    pub agreeing: Option<RoaringBitmap>,
    /// What it changes in the credit, with its parts.
    pub figures: Figures,
    /// What each answer would change in it, where one is asked for several credit notes.
    pub by_answer: Vec<(NotesAnswer, HeadSums)>,
}

/// How many records a question changes, part by part: together they are all that it changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SupplierParts {
    /// Records with No action.
    pub no_action: u64,
    /// Records that a tick brings in.
    pub by_ticks: u64,
    /// Credit notes that are accepted with No, as the invoices that they cancel are rejected.
    pub accepted: u64,
}

impl SupplierParts {
    fn of(book: &Book, ask: &SupplierAsk, changes: &[RowChange]) -> SupplierParts {
        let mut parts = SupplierParts::default();
        for (section, row, change) in changes {
            let not_filed = book.sheet(*section).records().filings[*row as usize] == Filing::NotFiled;
            let untouched = whose(book, (*section, *row), ask.action) == Whose::None;
            *match () {
                () if change.action != ask.action => &mut parts.accepted,
                () if untouched && !(ask.action == Some(Action::Pending) && not_filed) => &mut parts.no_action,
                () => &mut parts.by_ticks,
            } += 1;
        }
        parts
    }
}

/// Rows, sheet by sheet.
pub type RowsBySheet = Vec<(Section, RoaringBitmap)>;

/// Whose a record's decision is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// No one's: it has No action.
    None,
    /// The user's: it was decided, answered or uploaded.
    Yours,
    /// The portal holds it with this action.
    Portals(Action),
}

/// `action`: what is asked for; if it is remarks alone, a record that has some
/// of the user's is the user's.
pub(super) fn whose(book: &Book, (section, row): (Section, u32), action: Option<Action>) -> Whose {
    let sheet = book.sheet(section);
    let remarked = || action.is_none() && sheet.decision(row).remarks != sheet.baseline(row).remarks;
    match sheet.actions()[row as usize] {
        _ if is_yours(book, section, row) || remarked() => Whose::Yours,
        Action::NoAction => Whose::None,
        action => Whose::Portals(action),
    }
}

impl SupplierAsk {
    /// What the records get: the remarks only where they are said.
    fn change(&self) -> Change {
        let remarks = remarks::cleaned(&self.remarks);
        let remarks = (!remarks.is_empty() && self.sends_remarks()).then_some(remarks);
        Change { action: self.action, remarks, ..Change::default() }
    }

    /// Whether remarks go with it.
    pub fn sends_remarks(&self) -> bool {
        match self.action {
            None => true,
            Some(Action::Accept) => self.notes == NotesAnswer::No,
            Some(action) => remarks::are_sent_with(action),
        }
    }

    /// Whether it sets a record to No action that has none: from then on that is the user's decision.
    fn keeps(&self, book: &Book, section: Section, row: u32) -> bool {
        self.action == Some(Action::NoAction) && keeps_no_action(book, section, row)
    }

    /// The records that it is for; counts in the plan what it is not for.
    fn candidates(&self, book: &Book, numbers: &SupplierNumbers, plan: &mut SupplierPlan) -> Vec<(Section, u32)> {
        let mut found = Vec::new();
        for (section, rows) in numbers.rows(book, self.suppliers.iter().copied()) {
            let sheet = book.sheet(section);
            for row in rows {
                let whose = whose(book, (section, row), self.action);
                if self.action == Some(sheet.actions()[row as usize]) && !self.keeps(book, section, row) {
                    plan.already += 1;
                    continue;
                }
                let ticked = match whose {
                    Whose::None => true,
                    Whose::Yours => self.yours,
                    // What this program does not know is decided by itself alone.
                    Whose::Portals(Action::Other) => continue,
                    Whose::Portals(action) => self.held.contains(&action),
                };
                // What a tick brings in is counted whatever is ticked.
                match whose {
                    Whose::Yours => plan.yours += 1,
                    Whose::Portals(action) => *plan.held.entry(action).or_default() += 1,
                    Whose::None => {}
                }
                let not_filed = sheet.records().filings[row as usize] == Filing::NotFiled;
                if self.action == Some(Action::Pending) && not_filed && ticked {
                    *plan.not_filed.entry(numbers.of_row(book, section, row)).or_default() += 1;
                    if !self.not_filed {
                        continue;
                    }
                }
                if ticked {
                    found.push((section, row));
                }
            }
        }
        found
    }
}

impl SupplierPlan {
    /// What would be done on a book on a day. `of_books`: a change with the
    /// answer that the books have for a credit note; `doubts`: whether they would answer it, but their amounts differ.
    pub fn of(
        book: &Book,
        numbers: &SupplierNumbers,
        ask: &SupplierAsk,
        of_books: impl Fn(Section, u32, &Change) -> Option<Change>,
        doubts: impl Fn(Section, u32) -> bool,
        day: Day,
    ) -> SupplierPlan {
        let books = (&of_books, &doubts);
        let mut plan = SupplierPlan::as_answered(book, numbers, ask, books, day);
        if plan.asks_answer() {
            let with = |notes| SupplierAsk { notes, ..ask.clone() };
            let change = |notes| match notes == ask.notes {
                true => plan.figures.difference(),
                false => SupplierPlan::as_answered(book, numbers, &with(notes), books, day).figures.difference(),
            };
            let answers = [NotesAnswer::Full, NotesAnswer::No, NotesAnswer::Skip];
            plan.by_answer = answers.map(|notes| (notes, change(notes))).into();
        }
        plan
    }

    /// The same with the answer that is chosen now.
    fn as_answered(
        book: &Book,
        numbers: &SupplierNumbers,
        ask: &SupplierAsk,
        books: (&impl Fn(Section, u32, &Change) -> Option<Change>, &impl Fn(Section, u32) -> bool),
        day: Day,
    ) -> SupplierPlan {
        let mut plan = SupplierPlan::default();
        let candidates = ask.candidates(book, numbers, &mut plan);
        let rows = plan.with_changes(book, ask, books, candidates);
        let planned = edit::plan_each(book, rows, day);
        plan.refused = refused::in_words(book, day, &RefusedRows::of_changes(&planned.refused));
        plan.ask(book, &planned, day);
        plan.changes = planned.allowed;
        plan.parts = SupplierParts::of(book, ask, &plan.changes);
        if ask.action.is_none() {
            let kept =
                |(section, row, _): &&RowChange| !remarks::are_sent_with(book.sheet(*section).actions()[*row as usize]);
            plan.not_sent = plan.changes.iter().filter(kept).count() as u64;
        }
        plan.agreeing = agreeing(book, &plan.changes);
        plan.figures = credit_of(book, &plan.changes, day);
        plan
    }

    /// How many records would change.
    pub fn count(&self) -> u64 {
        self.changes.len() as u64
    }

    /// Gives each record its change, but for those that have it and for credit notes that are answered one by one.
    fn with_changes(
        &mut self,
        book: &Book,
        ask: &SupplierAsk,
        (of_books, doubts): (&impl Fn(Section, u32, &Change) -> Option<Change>, &impl Fn(Section, u32) -> bool),
        records: Vec<(Section, u32)>,
    ) -> Vec<RowChange> {
        let own = |section, row, change: &Change| {
            let lacks = ask.action == Some(Action::Accept) && lacks_answer(book, section, row);
            lacks.then(|| of_books(section, row, change)).flatten()
        };
        let without_books = |&(section, row): &(Section, u32)| own(section, row, &Change::default()).is_none();
        self.find_unanswered(book, ask, records.iter().copied().filter(without_books));
        self.doubtful = self.unanswered.iter().any(|(section, rows)| rows.iter().any(|row| doubts(*section, row)));
        let cancelling = self.find_cancelling(book, ask, &records);
        let answer = match ask.notes {
            NotesAnswer::Full => Some(Answer::FULL),
            NotesAnswer::No => Some(Answer::NO),
            // One takes the portal's default, as it does on its sheet.
            NotesAnswer::Skip => (!self.asks_answer()).then(|| Answer::FULL.by_default()),
        };
        let changes = Changes::new(ask, answer);
        let lacks = |section, row| self.unanswered.iter().any(|(of, rows)| *of == section && rows.contains(row));
        let (mut already, mut without_remarks, mut skipped) = (0, 0, Vec::new());
        let mut rows = Vec::with_capacity(records.len());
        for (section, row) in records {
            let missing = lacks(section, row);
            if missing && answer.is_none() {
                continue;
            }
            if section == Section::B2bcn && cancelling.contains(row) {
                rows.push((section, row, accept_with_no(book, row)));
                continue;
            }
            if let Some(change) = own(section, row, &changes.spoken) {
                change.answer.into_iter().for_each(|answer| self.from_books.add(answer));
                match ask.skip_books {
                    true => skipped.push((section, row)),
                    false => rows.push((section, row, Arc::new(change))),
                }
                continue;
            }
            let sheet = book.sheet(section);
            let blocked = sheet.records().remarks_blocked(row);
            let change = changes.of(missing, blocked);
            let same = change.on(book).decision(book, section, row) == sheet.decision(row);
            if same && !ask.keeps(book, section, row) {
                already += 1;
                continue;
            }
            without_remarks +=
                u64::from(Arc::ptr_eq(change, &changes.silent) && changes.spoken.remarks.is_some() && blocked);
            rows.push((section, row, change.clone()));
        }
        (self.already, self.without_remarks) = (self.already + already, without_remarks);
        self.books_skipped = by_sheet(skipped.into_iter());
        rows
    }

    /// Accepted credit notes need an answer (rule I1): those that have none, not from the books either.
    fn find_unanswered(&mut self, book: &Book, ask: &SupplierAsk, records: impl Iterator<Item = (Section, u32)>) {
        if ask.action == Some(Action::Accept) {
            let lacks = |&(section, row): &(Section, u32)| lacks_answer(book, section, row);
            self.unanswered = by_sheet(records.filter(lacks));
        }
    }

    /// The credit notes that cancel invoices which are rejected with them (rule A2), if they are to be accepted with No.
    fn find_cancelling(&mut self, book: &Book, ask: &SupplierAsk, records: &[(Section, u32)]) -> RoaringBitmap {
        if ask.action != Some(Action::Reject) {
            return RoaringBitmap::new();
        }
        let able = |section: Section| {
            let sheet = book.sheet(section);
            let able = |row: &u32| !sheet.records().read_only(*row) && !sheet.has_rivals(*row);
            records.iter().filter(|record| record.0 == section).map(|record| record.1).filter(able).collect()
        };
        let invoices = (0..).zip(book.sheet(Section::B2b).actions()).filter(|&(_, action)| *action == Action::Reject);
        let invoices = invoices.map(|(row, _)| row).filter(|&row| book.sheet(Section::B2b).in_force(row));
        let invoices: RoaringBitmap = invoices.collect::<RoaringBitmap>() | able(Section::B2b);
        let mut notes = actions::cancelled(book, &invoices, &able(Section::B2bcn)).notes;
        let takes_no = |&row: &u32| book.sheet(Section::B2bcn).records().itc_open(Section::B2bcn, row);
        notes = notes.iter().filter(takes_no).collect();
        self.cancelling = notes.len();
        if ask.notes_with_no { notes } else { RoaringBitmap::new() }
    }

    /// What the rules ask, each sentence once.
    fn ask(&mut self, book: &Book, planned: &edit::EachPlan, day: Day) {
        if self.cancelling > 0 {
            self.asks.push((RuleId::A2, self.cancelling, BOTH_REJECTED.to_owned()));
        }
        for (&rule, records) in &planned.asks {
            for (section, rows) in by_sheet(records.iter().copied()) {
                let first = planned.allowed.iter().find(|(of, row, _)| *of == section && rows.contains(*row));
                let Some((_, _, change)) = first else { continue };
                let words =
                    edit::plan::question(book, section, (&rows, planned.asks[&rule].len() as u64), change, rule, day);
                match self.asks.iter_mut().find(|ask| ask.0 == rule && ask.2 == words) {
                    Some(ask) => ask.1 += rows.len(),
                    None => self.asks.push((rule, rows.len(), words)),
                }
            }
        }
    }

    /// The records that would change, sheet by sheet.
    pub fn rows(&self) -> RowsBySheet {
        by_sheet(self.changes.iter().map(|(section, row, _)| (*section, *row)))
    }
}

/// The changes that records share.
struct Changes {
    spoken: Arc<Change>,
    /// Without remarks.
    silent: Arc<Change>,
    /// Whether only credit notes that lack an answer get remarks: with Accept they go out nowhere else.
    notes_alone: bool,
    /// Whether it is for remarks alone: then one that takes none is refused.
    remarks_alone: bool,
}

impl Changes {
    fn new(ask: &SupplierAsk, answer_if_missing: Option<Answer>) -> Changes {
        let spoken = Change { answer_if_missing, ..ask.change() };
        Changes {
            silent: Arc::new(Change { remarks: None, ..spoken.clone() }),
            spoken: Arc::new(spoken),
            notes_alone: ask.action == Some(Action::Accept),
            remarks_alone: ask.action.is_none(),
        }
    }

    /// That of a record. `missing`: it is a credit note that lacks an answer; `blocked`: it takes no remarks.
    fn of(&self, missing: bool, blocked: bool) -> &Arc<Change> {
        let silent = (self.notes_alone && !missing) || (blocked && !self.remarks_alone);
        if silent { &self.silent } else { &self.spoken }
    }
}

/// A note that cancels a rejected invoice is accepted with No, and says why.
fn accept_with_no(book: &Book, row: u32) -> Arc<Change> {
    let sheet = book.sheet(Section::B2bcn);
    let silent = sheet.remarks()[row as usize] == TextId::NONE && !sheet.records().remarks_blocked(row);
    let remarks = silent.then(|| remarks::NOT_AVAILED.to_owned());
    Arc::new(Change { answer: Some(Answer::NO), remarks, ..Change::action(Action::Accept) })
}

/// Those of these records that agree with the register, as *Match* counts them.
fn agreeing(book: &Book, changes: &[RowChange]) -> Option<RoaringBitmap> {
    let columns = book.match_columns()?;
    let agree = changes.iter().filter(|(section, row, _)| columns.class(*section, *row).agrees());
    Some(agree.map(|(section, row, _)| Scope::All.number(*section, *row)).collect())
}

/// What changes do to the credit: tried on a copy.
fn credit_of(book: &Book, changes: &[RowChange], day: Day) -> Figures {
    if changes.is_empty() {
        return Figures::default();
    }
    let mut then = book.clone();
    let command = Command::table("", changes.iter().cloned());
    command.apply(&mut then);
    Figures::of_step(&Credit::new(book, day), &Credit::new(&then, day), &command.rows())
}

fn by_sheet(records: impl Iterator<Item = (Section, u32)>) -> RowsBySheet {
    let mut sheets = BTreeMap::<Section, Vec<u32>>::new();
    records.for_each(|(section, row)| sheets.entry(section).or_default().push(row));
    sheets.into_iter().map(|(section, rows)| (section, crate::values::rows::bitmap(&rows))).collect()
}
