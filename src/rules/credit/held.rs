//! What is held of a record: an action, and the answer that an upload would send with it.

use crate::book::{Action, Answer, AnswerKind, Book, Decision, Heads, Meanings, Said, Section};

/// What of a decision the credit depends on: an action, and with Accept the answer to "ITC to be reduced?".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Held {
    pub(super) action: Action,
    pub(super) answer: Answer,
}

impl Held {
    /// A decision on a record; an answer counts only where an upload would send it.
    pub fn new(book: &Book, section: Section, row: u32, action: Action, answer: Answer) -> Held {
        Held::with_answer(book, section, row, action, || answer)
    }

    /// The same, where the answer is looked up only if it counts: a record that lies far from the last one costs a wait for
    /// memory with each column that is read.
    #[inline]
    fn with_answer(book: &Book, section: Section, row: u32, action: Action, answer: impl FnOnce() -> Answer) -> Held {
        let sent = action == Action::Accept && book.sheet(section).records().itc_open(section, row);
        Held { action, answer: if sent { answer() } else { Answer::default() } }
    }

    /// A decision that a record has or may get.
    pub fn decided(book: &Book, section: Section, row: u32, decision: Decision) -> Held {
        Held::decided_by(Meanings::of(book), book, section, row, decision)
    }

    /// The same of a decision with values that the book does not have yet.
    pub fn decided_by(meanings: Meanings<'_>, book: &Book, section: Section, row: u32, decision: Decision) -> Held {
        let said = book.said_by(meanings, section, row, decision);
        Held { action: said.action, answer: meanings.answer(said.answer) }
    }

    /// Accepted with this answer.
    pub fn answered(answer: Answer) -> Held {
        Held { action: Action::Accept, answer }
    }

    /// What the user decided.
    #[inline]
    pub fn yours(book: &Book, section: Section, row: u32) -> Held {
        let sheet = book.sheet(section);
        let answer = || book.answers().get(sheet.decision(row).answer).plain();
        Held::with_answer(book, section, row, sheet.actions()[row as usize], answer)
    }

    /// The action.
    pub fn action(self) -> Action {
        self.action
    }

    /// The answer, where one is sent.
    pub fn answer(self) -> Answer {
        self.answer
    }

    /// What the portal holds (see [`Book::held_by_portal`]).
    #[inline]
    pub fn portals(book: &Book, section: Section, row: u32) -> Held {
        let sheet = book.sheet(section);
        if sheet.last_said(row).is_some() {
            let Said { action, answer, .. } = book.held_by_portal(section, row);
            return Held { action, answer: book.answers().get(answer) };
        }
        let imported = sheet.baseline(row);
        let answer = || book.answers().get(imported.answer).plain();
        Held::with_answer(book, section, row, imported.action, answer)
    }

    /// Whether it lets the record into GSTR-2B: accepted, or without action and so deemed accepted.
    #[inline]
    pub fn takes(self) -> bool {
        matches!(self.action, Action::Accept | Action::NoAction)
    }

    /// Whether it certainly gives what another gives, on every record.
    pub(super) fn gives_as(self, other: Held) -> bool {
        self == other || (self.takes() && other.takes() && !self.limits() && !other.limits())
    }

    /// Whether its answer leaves something of a credit note's tax in the credit.
    fn limits(self) -> bool {
        matches!(self.answer.kind, AnswerKind::No | AnswerKind::Part)
    }

    /// A fall is limited to what is declared; a rise is not.
    #[inline]
    pub fn limited(self, heads: Heads) -> Heads {
        match self.answer.kind {
            AnswerKind::None | AnswerKind::Full => heads,
            AnswerKind::No => heads.map(|head| head.max(0)),
            AnswerKind::Part => std::array::from_fn(|i| match heads[i] {
                head if head < 0 => -self.answer.heads[i].clamp(0, head.saturating_neg()),
                head => head,
            }),
        }
    }
}

/// What is held of a record on either side.
pub(super) struct BothHeld {
    pub(super) yours: Held,
    pub(super) portals: Held,
    /// Whether they are the same.
    pub(super) same: bool,
}
