//! Answers to "ITC to be reduced?" that follow from the books, for the credit notes that the user accepts one by one or together.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Answer, AnswerKind, Book, Scope, Section, TextId};
use crate::edit::Change;
use crate::matching::suggest::answer::{self, Proposed};
use crate::session::Session;
use crate::session::matched::Matched;
use crate::values::{Day, counted, grouped};

/// The books as they were matched last, if that holds.
pub(in crate::session) struct BooksAsMatched {
    matched: Option<Arc<Matched>>,
    day: Day,
}

impl BooksAsMatched {
    /// The answer that a credit note gets from the books when it is accepted; none where it has one already, or where the amounts
    /// differ.
    pub(in crate::session) fn answer(&self, book: &Book, section: Section, row: u32) -> Option<Answer> {
        let proposed = given(book, self.matched.as_ref()?, (section, row), self.day)?;
        (!is_answered(book, section, row)).then(|| proposed.answer.from_books())
    }

    /// Whether the books would answer a credit note, but their amounts differ: then no answer is proposed.
    pub(in crate::session) fn doubts(&self, book: &Book, section: Section, row: u32) -> bool {
        let matched = self.matched.as_ref().filter(|_| !is_answered(book, section, row));
        let proposed = matched.and_then(|matched| proposed(book, matched, (section, row), self.day));
        proposed.is_some_and(|proposed| proposed.differs)
    }

    /// A change with the answer that the books propose for a row, marked so, and the remark that it needs where there is none.
    pub(in crate::session) fn answered(
        &self,
        book: &Book,
        (section, row): (Section, u32),
        change: &Change,
    ) -> Option<Change> {
        let Proposed { answer, remark, .. } = given(book, self.matched.as_ref()?, (section, row), self.day)?;
        let sheet = book.sheet(section);
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

/// Why credit notes are skipped that have no answer.
pub const ONE_BY_ONE: &str = "Answer \"ITC to be reduced?\" one by one: I opens the question for a record.";
/// The same of those that have one from the books.
pub const NOT_BY_BOOKS: &str = "Not answered from the books: I opens the question for a record.";

/// How many credit notes take their answer from the books, by the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BooksAnswers([u64; 3]);

impl BooksAnswers {
    const KINDS: [AnswerKind; 3] = [AnswerKind::No, AnswerKind::Full, AnswerKind::Part];

    /// Counts one.
    pub fn add(&mut self, answer: Answer) {
        let of_kind = BooksAnswers::KINDS.iter().zip(&mut self.0).find(|(kind, _)| **kind == answer.kind);
        of_kind.into_iter().for_each(|(_, count)| *count += 1);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0 == [0; 3]
    }

    /// Whether any has this answer.
    pub fn has(&self, kind: AnswerKind) -> bool {
        BooksAnswers::KINDS.iter().zip(self.0).any(|(of, count)| *of == kind && count > 0)
    }

    /// How many they are, in a sentence that names each answer; none if there are none.
    pub fn in_words(&self) -> Option<String> {
        let each = BooksAnswers::KINDS.iter().zip(self.0).filter(|(_, count)| *count > 0);
        let each: Vec<String> = each.map(|(kind, count)| format!("{} {}", kind.name(), grouped(count))).collect();
        let all: u64 = self.0.iter().sum();
        let notes = counted(all, "credit note takes its answer", "credit notes take their answer");
        (all > 0).then(|| format!("{notes} from the books: {}.", each.join(" · ")))
    }
}

fn proposed(book: &Book, matched: &Matched, (section, row): (Section, u32), day: Day) -> Option<Proposed> {
    if !section.is_credit_note() {
        return None;
    }
    answer::proposed(book, &matched.matches.of_record(section, row), section, row, day)
}

/// What a credit note takes when it is accepted without a look at it.
fn given(book: &Book, matched: &Matched, record: (Section, u32), day: Day) -> Option<Proposed> {
    proposed(book, matched, record, day).filter(|proposed| !proposed.differs)
}

fn is_answered(book: &Book, section: Section, row: u32) -> bool {
    book.answers().get(book.sheet(section).answers()[row as usize]).kind != AnswerKind::None
}

impl Session {
    /// What the books propose for a credit note; none where nothing follows from them.
    pub fn proposed_answer(&self, section: Section, row: u32) -> Option<Proposed> {
        let matched = self.matching.newest.as_ref().filter(|_| self.matches_are_current())?;
        proposed(&self.book, matched, (section, row), self.day)
    }

    /// The answer that a credit note gets from the books when it is accepted; none where it has one already, or where the amounts
    /// differ.
    pub fn answer_of_books(&self, section: Section, row: u32) -> Option<Answer> {
        let proposed = self.proposed_answer(section, row).filter(|_| !self.is_answered(section, row))?;
        let proposed = Some(proposed).filter(|proposed| !proposed.differs)?;
        Some(proposed.answer.from_books())
    }

    /// What the books answer for some credit notes, by their numbers.
    pub fn answers_of_books(&self, scope: Scope, rows: &RoaringBitmap) -> BooksAnswers {
        let mut answers = BooksAnswers::default();
        let records = rows.iter().map(|number| scope.record(number));
        let own = records.filter_map(|(section, row)| self.answer_of_books(section, row));
        own.for_each(|answer| answers.add(answer));
        answers
    }

    /// Whether a record has an answer to "ITC to be reduced?".
    pub(in crate::session) fn is_answered(&self, section: Section, row: u32) -> bool {
        is_answered(&self.book, section, row)
    }

    /// What the books are matched with now, to ask on a thread what they propose.
    pub(in crate::session) fn books_as_matched(&self) -> BooksAsMatched {
        let matched = self.matching.newest.as_ref().filter(|_| self.matches_are_current());
        BooksAsMatched { matched: matched.cloned(), day: self.day }
    }

    /// Those of some rows, by their numbers, that get an answer from the books.
    pub(in crate::session) fn with_answer_of_books(&self, scope: Scope, rows: &RoaringBitmap) -> RoaringBitmap {
        if self.matching.newest.is_none() {
            return RoaringBitmap::new();
        }
        let proposed = |&number: &u32| {
            let (section, row) = scope.record(number);
            self.proposed_answer(section, row).is_some_and(|proposed| !proposed.differs)
        };
        rows.iter().filter(proposed).collect()
    }
}
