//! Deciding on suppliers: the question is worked out off the window's thread, what it asks is answered in it, and then it is one
//! command and one step to undo.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::book::Action;
use crate::edit::named::HOW_MANY;
use crate::edit::{Change, Command, RowChange};
use crate::rules::remarks;
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::deciding::decide::already;
use crate::session::deciding::unanswered::lacks_answer;
use crate::session::matched::answers::{NOT_BY_BOOKS, ONE_BY_ONE};
use crate::session::result_line::{LeftOut, ResultLine};
use crate::session::suppliers::{NotesAnswer, SupplierAsk, SupplierPlan};
use crate::values::rows::Marks;
use crate::values::{counted, grouped, plural};
use crate::view::suppliers::SupplierEntry;

/// What was asked for on suppliers, and what it would do.
#[derive(Clone, Debug, Default)]
pub struct SupplierQuestion {
    /// What was asked for.
    pub ask: SupplierAsk,
    /// The revision of the book that it was asked of.
    revision: u64,
    /// What it would do.
    pub plan: SupplierPlan,
}

impl Session {
    /// What an action would be asked for on the lines that it is for. Of one supplier the credit notes are proposed to be
    /// answered together, unless the books would answer some of them otherwise.
    pub fn ask_of_suppliers(&self, action: Option<Action>) -> SupplierAsk {
        let suppliers = self.suppliers.targets().clone();
        let together = suppliers.len() == 1 && !(action == Some(Action::Accept) && self.doubts_notes_of(&suppliers));
        let notes = if together { NotesAnswer::Full } else { NotesAnswer::Skip };
        SupplierAsk { suppliers, action, notes, ..SupplierAsk::default() }
    }

    /// Whether suppliers have credit notes without an answer which the books would answer, but their amounts differ.
    fn doubts_notes_of(&self, suppliers: &[u32]) -> bool {
        let (book, books) = (&*self.book, self.books_as_matched());
        let doubted = |section, row| lacks_answer(book, section, row) && books.doubts(book, section, row);
        let sheets = self.suppliers.numbers.rows(book, suppliers.iter().copied());
        sheets.into_iter().any(|(section, rows)| rows.into_iter().any(|row| doubted(section, row)))
    }

    /// Works out what an action on suppliers would do, if that is not known.
    pub fn weigh_suppliers(&mut self, ask: &SupplierAsk) {
        let (ask, revision) = (weighed(ask), self.revision);
        let purpose = Purpose::SupplierQuestion(hash(&ask, revision));
        if self.supplier_plan(&ask).is_some() || self.background.runs_for(purpose) {
            return;
        }
        let (day, numbers, books) = (self.day, self.suppliers.numbers.clone(), self.books_as_matched());
        self.look(purpose, move |book, _, _| {
            let of_books = |section, row, change: &Change| books.answered(book, (section, row), change);
            let doubts = |section, row| books.doubts(book, section, row);
            let plan = SupplierPlan::of(book, &numbers, &ask, of_books, doubts, day);
            let question = Arc::new(SupplierQuestion { ask: ask.clone(), revision, plan });
            Some(Box::new(move |open| open.suppliers.question = Some(question)))
        });
    }

    /// What this would do on the book as it is, if that is known.
    pub fn supplier_plan(&self, ask: &SupplierAsk) -> Option<&SupplierPlan> {
        self.weighed_suppliers(ask).map(|question| &question.plan)
    }

    /// The same to be kept: it is shown until what was asked since is known.
    pub fn weighed_suppliers(&self, ask: &SupplierAsk) -> Option<&Arc<SupplierQuestion>> {
        let question = self.suppliers.question.as_ref()?;
        (question.ask == weighed(ask) && question.revision == self.revision).then_some(question)
    }

    /// Carries out what was asked for, as it was weighed: gives the command and what is to be said behind it. None if the book
    /// changed since, nothing would change, or the remarks are longer than the portal takes.
    pub fn decide_suppliers(&mut self, ask: &SupplierAsk) -> Option<(Command, ResultLine)> {
        let remarks = remarks::cleaned(&ask.remarks);
        let fits = remarks.chars().count() <= remarks::LIMIT && (ask.action.is_some() || !remarks.is_empty());
        let plan = self.supplier_plan(ask).filter(|plan| fits && !plan.changes.is_empty())?;
        let rows = with_remarks(&plan.changes, &remarks);
        let command = Command::Table { what: self.words_of(ask.action, plan), rows };
        Some((command, self.line_of(ask, plan)))
    }

    /// The words of the step: `Accepted 3 records of Umbrivel Steel`.
    fn words_of(&self, action: Option<Action>, plan: &SupplierPlan) -> String {
        let done = match action {
            Some(Action::Accept) => "Accepted",
            Some(Action::Reject) => "Rejected",
            Some(Action::Pending) => "Set to Pending:",
            Some(_) => "Set to No action:",
            None => "Remarks written:",
        };
        let of = plural(plan.changes.len() as u64, "record of", "records of");
        let numbers = &self.suppliers.numbers;
        let mut changed = Marks::default();
        let suppliers = plan.changes.iter().map(|(section, row, _)| numbers.of_row(&self.book, *section, *row));
        suppliers.filter(|&supplier| supplier < numbers.count()).for_each(|supplier| changed.add(supplier));
        let changed = changed.rows();
        let whose = match changed.min() {
            Some(one) if changed.len() == 1 => self.supplier_called(SupplierEntry::Alone(one)),
            _ => counted(changed.len(), "supplier", "suppliers"),
        };
        format!("{done} {HOW_MANY} {of} {whose}")
    }

    fn line_of(&self, ask: &SupplierAsk, plan: &SupplierPlan) -> ResultLine {
        let mut text = String::new();
        if plan.already > 0 {
            text +=
                &format!(" {} {}, skipped.", grouped(plan.already), ask.action.map_or("already like this", already));
        }
        let not_filed: u64 = if ask.not_filed { 0 } else { plan.not_filed.values().sum() };
        if not_filed > 0 {
            text += &format!(" {} not filed and left out.", counted(not_filed, "record is", "records are"));
        }
        if plan.without_remarks > 0 {
            text += &format!(" {} no remarks.", counted(plan.without_remarks, "record takes", "records take"));
        }
        if plan.not_sent > 0 {
            text += &format!(" {}", remarks::kept(plan.not_sent, plan.count()));
        }
        if let Some(words) = plan.from_books.in_words().filter(|_| !ask.skip_books) {
            text += &format!(" {words}");
        }
        let mut left_out = plan.refused.clone();
        let unanswered = plan.unanswered.iter().filter(|_| plan.skips_notes(ask)).map(|rows| (rows, ONE_BY_ONE));
        let skipped = unanswered.chain(plan.books_skipped.iter().map(|rows| (rows, NOT_BY_BOOKS)));
        left_out.extend(LeftOut::by_reason(skipped.map(|((section, rows), why)| LeftOut {
            scope: (*section).into(),
            rows: rows.clone(),
            why: why.into(),
            called: "skipped",
        })));
        ResultLine { left_out, ..ResultLine::new(text) }
    }
}

impl SupplierPlan {
    /// How many credit notes have no answer to "ITC to be reduced?".
    pub fn notes_to_answer(&self) -> u64 {
        self.unanswered.iter().map(|(_, rows)| rows.len()).sum()
    }

    /// Whether an answer for them is asked for: one takes the portal's default, unless the books would answer otherwise.
    pub fn asks_answer(&self) -> bool {
        self.doubtful || self.notes_to_answer() > 1
    }

    /// Whether credit notes are left out, to be answered one by one.
    pub fn skips_notes(&self, ask: &SupplierAsk) -> bool {
        ask.notes == NotesAnswer::Skip && self.asks_answer()
    }
}

/// What a question is weighed by: that there are remarks, not which. So it is not weighed again with every letter typed.
fn weighed(ask: &SupplierAsk) -> SupplierAsk {
    // Where remarks are all that is asked, it is counted who gets them before they are typed.
    let some = ask.action.is_none() || !remarks::cleaned(&ask.remarks).is_empty();
    let remarks = if some { SOME_REMARKS } else { "" };
    SupplierAsk { remarks: remarks.to_owned(), ..ask.clone() }
}

/// Is weighed in place of any remarks.
const SOME_REMARKS: &str = "…";

/// The changes with the remarks that were typed.
fn with_remarks(changes: &[RowChange], remarks: &str) -> Vec<RowChange> {
    let mut turned: Vec<(Arc<Change>, Arc<Change>)> = Vec::new();
    let mut turn = |change: &Arc<Change>| {
        if change.remarks.as_deref() != Some(SOME_REMARKS) {
            return change.clone();
        }
        // All records share a few changes.
        if let Some((_, typed)) = turned.iter().find(|(weighed, _)| Arc::ptr_eq(weighed, change)) {
            return typed.clone();
        }
        let typed = Arc::new(Change { remarks: Some(remarks.to_owned()), ..(**change).clone() });
        turned.push((change.clone(), typed.clone()));
        typed
    };
    changes.iter().map(|(section, row, change)| (*section, *row, turn(change))).collect()
}

/// Names a question among those that may be weighed at once.
fn hash(ask: &SupplierAsk, revision: u64) -> u64 {
    let mut hasher = DefaultHasher::new();
    (ask, revision).hash(&mut hasher);
    hasher.finish()
}
