//! In which part of the change a record is, and how much time there is for its credit.

use super::{Credit, CreditFigure, CreditTime, Held};
use crate::book::{Action, AnswerKind, Heads, Section};
use crate::rules::calendar;

use CreditFigure::*;

impl Credit<'_> {
    /// The part of the change that a record is in which moves the credit by so much: the first that fits. `held` and `was`: what
    /// is held of it now, and its action before.
    pub(super) fn reason(&self, section: Section, row: u32, moved: Heads, held: Held, was: Action) -> CreditFigure {
        let falls = moved.iter().map(|&head| i128::from(head)).sum::<i128>() < 0;
        let note = section.is_credit_note();
        // Nothing was decided on the amendment: it left the figures, as its original was made Pending.
        let original = held.takes() && self.is_to_check(section, row);
        match (falls, held.action, held.answer.kind) {
            (true, Action::Reject, _) => GivenUp,
            (true, action, _) if original || action == Action::Pending => match self.time(section, row) {
                CreditTime::InTime if original => AmendmentsWait,
                CreditTime::InTime => Waits,
                CreditTime::LastReturn => WaitsLastReturn,
                CreditTime::Past => WaitsPast,
                CreditTime::Over => WaitsOver,
            },
            (true, _, AnswerKind::Part) if note => NotesDeductedInPart,
            (true, _, _) if note => NotesDeducted,
            (true, _, _) => AmendmentsDown,
            (false, _, _) if original => LowerAmendmentsWait,
            (false, Action::Pending, _) if note => NotesKeptPending,
            (false, Action::Reject, _) if note => NotesNowRejected,
            (false, _, AnswerKind::Part) if note => NotesInPart,
            (false, _, AnswerKind::No) if note => NotesNotReduced,
            (false, _, _) if note || section.is_amendment() => AmendmentsUp,
            (false, _, _) if was == Action::Pending => WasPending,
            (false, _, _) => WasRejected,
        }
    }

    /// How much time there is for the credit of a record; that of a credit note is never lost.
    pub fn time(&self, section: Section, row: u32) -> CreditTime {
        if section.is_credit_note() {
            return CreditTime::InTime;
        }
        self.times.of(calendar::credit_document_day(self.book, section, row))
    }
}
