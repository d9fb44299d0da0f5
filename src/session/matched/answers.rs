//! Answers to "ITC to be reduced?" that follow from the books, for the credit notes that the user accepts one by one or together.

use roaring::RoaringBitmap;

use crate::book::{Answer, AnswerKind, Scope, Section, TextId};
use crate::edit::Change;
use crate::matching::suggest::answer::{self, Proposed};
use crate::session::Session;

impl Session {
    /// What the books propose for a credit note; none where nothing follows from them.
    pub fn proposed_answer(&self, section: Section, row: u32) -> Option<Proposed> {
        let matched = self.matching.newest.as_ref().filter(|_| self.matches_are_current())?;
        if !section.is_credit_note() {
            return None;
        }
        answer::proposed(&self.book, &matched.matches.of_record(section, row), section, row, self.day)
    }

    /// Whether a record has an answer to "ITC to be reduced?".
    pub(in crate::session) fn is_answered(&self, section: Section, row: u32) -> bool {
        let answer = self.book.sheet(section).answers()[row as usize];
        self.book.answers().get(answer).kind != AnswerKind::None
    }

    /// The answer that a credit note gets from the books when it is accepted; none where it has one already.
    pub(in crate::session) fn answer_of_books(&self, section: Section, row: u32) -> Option<Answer> {
        let proposed = self.proposed_answer(section, row).filter(|_| !self.is_answered(section, row))?;
        Some(proposed.answer.from_books())
    }

    /// Those of some rows, by their numbers, for which the books propose an answer.
    pub(in crate::session) fn with_proposed_answer(&self, scope: Scope, rows: &RoaringBitmap) -> RoaringBitmap {
        if self.matching.newest.is_none() {
            return RoaringBitmap::new();
        }
        let proposed = |&number: &u32| {
            let (section, row) = scope.record(number);
            self.proposed_answer(section, row).is_some()
        };
        rows.iter().filter(proposed).collect()
    }

    /// A change with the answer that the books propose for a row, marked so, and the remark that it needs where there is none.
    pub(in crate::session) fn with_answer_of_books(
        &self,
        section: Section,
        row: u32,
        change: &Change,
    ) -> Option<Change> {
        let Proposed { answer, remark, .. } = self.proposed_answer(section, row)?;
        let sheet = self.book.sheet(section);
        // What was written for the answer No belongs to those that get it.
        let for_no = change.answer_if_missing.is_some_and(|answer| answer.kind == AnswerKind::No);
        let chosen = change.remarks.clone().filter(|_| !for_no);
        let silent = chosen.is_none()
            && sheet.remarks()[row as usize] == TextId::NONE
            && !sheet.records().remarks_blocked(row)
            && !remark.is_empty();
        let remarks = if silent { Some(remark) } else { chosen };
        Some(Change { answer: Some(Answer::from_books(answer)), answer_if_missing: None, remarks, ..change.clone() })
    }
}
