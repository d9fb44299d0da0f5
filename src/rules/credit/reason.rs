//! In which part of the change a record is, and how much time there is for its credit.

use super::{Credit, CreditFigure, CreditTime, Held};
use crate::book::{Action, AnswerKind, Heads, Section};
use crate::rules::{actions, calendar};
use crate::values::Period;

use CreditFigure::*;

/// What says of a record, beside its decision, in which part of the change it is.
#[derive(Clone, Copy)]
pub(super) struct Weighed {
    /// Whether it is a credit note.
    pub(super) note: bool,
    /// Whether it is an amendment.
    pub(super) amendment: bool,
    /// Whether it cannot be said what it changes.
    pub(super) to_check: bool,
    /// How much time there is for its credit.
    pub(super) time: CreditTime,
    /// Whether it is a credit note that is Pending, and the one period in which it may be so may be over (rule A5).
    pub(super) over: bool,
}

/// The part of the change that a record is in which moves the credit by this: the first that fits. `held` and `was`: what is held
/// of it now, and its action before.
pub(super) fn reason(of: Weighed, moved: Heads, held: Held, was: Action) -> CreditFigure {
    let Weighed { note, amendment, to_check, time, .. } = of;
    let falls = moved.iter().map(|&head| i128::from(head)).sum::<i128>() < 0;
    // Nothing was decided on the amendment: it left the figures, as its original was made Pending.
    let original = held.takes() && to_check;
    let notes = |plain, amended| if amendment { amended } else { plain };
    match (falls, held.action, held.answer.kind) {
        (true, Action::Reject, _) => GivenUp,
        (true, action, _) if original || action == Action::Pending => match time {
            CreditTime::InTime if original => AmendmentsWait,
            CreditTime::InTime => Waits,
            CreditTime::LastReturn => WaitsLastReturn,
            CreditTime::Past => WaitsPast,
            CreditTime::Over => WaitsOver,
        },
        (true, _, AnswerKind::Part) if note => notes(NotesDeductedInPart, AmendedNotesDeductedInPart),
        (true, _, _) if note => notes(NotesDeducted, AmendedNotesDeducted),
        (true, _, _) if amendment => AmendmentsDown,
        (true, _, _) => NegativeIn,
        (false, _, _) if original => LowerAmendmentsWait,
        (false, Action::Pending, _) if note => notes(NotesKeptPending, AmendedNotesKeptPending),
        (false, Action::Reject, _) if note => notes(NotesNowRejected, AmendedNotesNowRejected),
        (false, _, AnswerKind::Part) if note => notes(NotesInPart, AmendedNotesInPart),
        (false, _, AnswerKind::No) if note => notes(NotesNotReduced, AmendedNotesNotReduced),
        (false, _, _) if note || amendment => AmendmentsUp,
        (false, Action::Pending | Action::Reject, _) => NegativeOut,
        (false, _, _) if was == Action::Pending => WasPending,
        (false, _, _) => WasRejected,
    }
}

impl Credit<'_> {
    /// What is to be weighed with a record beside its decision.
    pub(super) fn weighed(&self, section: Section, row: u32, to_check: bool, held: Action) -> Weighed {
        let note = section.is_credit_note();
        let ends = |day| actions::one_period_ends(self.book, section, row, day).is_some_and(|last| day > last);
        Weighed {
            note,
            over: note && held == Action::Pending && self.day.is_some_and(ends),
            amendment: section.is_amendment(),
            to_check,
            time: self.time(section, row),
        }
    }

    /// How many months the GSTR-2B of a record lies before the one being closed; none where that is not known.
    #[inline]
    pub(super) fn months(&self, section: Section, row: u32) -> i32 {
        calendar::gstr_2b_month(self.book, section, row).map_or(0, |month| self.months_of(month))
    }

    /// How many months the GSTR-2B for a month lies before the one being closed.
    #[inline]
    pub(super) fn months_of(&self, month: Period) -> i32 {
        self.closing.map_or(0, |closing| closing.months_since(self.closed_with(month)))
    }

    /// How much time there is for the credit of a record; that of a credit note is never lost.
    pub fn time(&self, section: Section, row: u32) -> CreditTime {
        if section.is_credit_note() {
            return CreditTime::InTime;
        }
        self.times.of(calendar::credit_document_day(self.book, section, row))
    }
}
