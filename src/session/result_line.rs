//! The line that says what the last action did, with ways to see what it skipped and to undo it.

use roaring::RoaringBitmap;

use crate::book::{Scope, Section};
use crate::session::Session;
use crate::session::credit_words::{self, StepParts};
use crate::values::grouped;

/// What the last action did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResultLine {
    /// What happened.
    pub text: String,
    /// Rows that it skipped, each group with its reason.
    pub left_out: Vec<LeftOut>,
    /// It is about errors of the portal: a link shows their list.
    pub shows_errors: bool,
    /// What it did to the credit.
    pub credit: CreditMove,
    /// A part of the purchase register that came in without a question, by its place: a link shows how it is read.
    pub part: Option<u32>,
    /// A credit note that got the portal's default answer to "ITC to be reduced?": a link asks for another.
    pub by_default: Option<(Section, u32)>,
    /// Whether "Undo" takes it back.
    pub undo: bool,
    /// It was done, but this is to be known.
    pub remark: Option<String>,
    /// Whether it is about something that could not be done.
    pub bad: bool,
    /// The user tried it and knows now: it goes when the user goes on to something else. What is wrong with files or the drive stays.
    pub tried: bool,
}

/// What a step did to the credit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum CreditMove {
    /// It says nothing of it.
    #[default]
    Silent,
    /// By this, head by head, and in parts.
    By(StepParts),
    /// It will be known when the whole book is counted again: so much was the credit before.
    Awaited(StepParts),
}

impl Session {
    /// Says what an action did, in the line below the rows.
    pub fn say(&mut self, line: ResultLine) {
        self.result = Some(line);
    }

    /// Says something more that went wrong, behind what was said to be wrong before.
    pub fn say_also_wrong(&mut self, text: &str) {
        let before = self.result.take().filter(|line| line.bad).map(|line| line.text + " ");
        self.result = Some(ResultLine::bad(before.unwrap_or_default() + text));
    }

    /// Good news without a link was read: it leaves.
    pub fn good_news_passes(&mut self) {
        self.result = self.result.take().filter(|line| !line.passes());
    }

    /// The user goes on to something else: what could not be done just before was read.
    pub fn refusal_passes(&mut self) {
        self.result = self.result.take().filter(|line| !line.tried);
    }

    /// The user put the line away.
    pub fn hide_result(&mut self) {
        self.result = None;
    }
}

/// Rows that an action skipped.
#[derive(Clone, Debug, PartialEq)]
pub struct LeftOut {
    /// The sheet, or all of them.
    pub scope: Scope,
    /// The rows, by their numbers there.
    pub rows: RoaringBitmap,
    /// Why, in a sentence.
    pub why: String,
    /// What the rows are called as a filter, such as "refused".
    pub called: &'static str,
}

impl LeftOut {
    /// Groups of which each has another reason: those with one reason are one, over all sheets where they lie in several.
    pub fn by_reason(groups: impl IntoIterator<Item = LeftOut>) -> Vec<LeftOut> {
        let mut all = Vec::<LeftOut>::new();
        for group in groups {
            match all.iter_mut().find(|known| known.why == group.why && known.called == group.called) {
                Some(known) if known.scope == group.scope => known.rows |= group.rows,
                Some(known) => {
                    known.rows = known.in_all() | group.in_all();
                    known.scope = Scope::All;
                }
                None => all.push(group),
            }
        }
        all
    }

    /// The rows by their numbers in All.
    fn in_all(&self) -> RoaringBitmap {
        let sheets = self.scope.by_sheet(&self.rows);
        Scope::All.together(sheets.iter().map(|(section, rows)| (*section, rows)))
    }

    /// The same, as rows of all sheets together where that is the scope.
    pub(in crate::session) fn within(self, scope: Scope) -> LeftOut {
        match scope {
            Scope::All => LeftOut { rows: self.in_all(), scope, ..self },
            Scope::Sheet(_) => self,
        }
    }

    /// `37 refused`.
    pub fn words(&self) -> String {
        format!("{} {}", grouped(self.rows.len()), self.called)
    }
}

impl ResultLine {
    /// A line that only says something.
    pub fn new(text: impl Into<String>) -> ResultLine {
        ResultLine { text: text.into(), ..ResultLine::default() }
    }

    /// What it did to the credit, in a sentence.
    pub fn credit_words(&self) -> Option<String> {
        match self.credit {
            CreditMove::By(step) => Some(credit_words::of_step(&step)),
            CreditMove::Silent | CreditMove::Awaited(_) => None,
        }
    }

    /// Whether it is good news without a link: it leaves by itself.
    pub fn passes(&self) -> bool {
        !self.bad && !self.undo && !self.shows_errors && self.left_out.is_empty() && self.remark.is_none()
    }

    /// A line that says what was done, and what is to be known of it.
    pub fn with_remark(text: impl Into<String>, remark: impl Into<String>) -> ResultLine {
        ResultLine { remark: Some(remark.into()), ..ResultLine::new(text) }
    }

    /// A line that says why what the user tried cannot be done.
    pub fn refused(text: impl Into<String>) -> ResultLine {
        ResultLine { tried: true, ..ResultLine::bad(text) }
    }

    /// A line that says what could not be done.
    pub fn bad(text: impl Into<String>) -> ResultLine {
        ResultLine { bad: true, ..ResultLine::new(text) }
    }
}
