//! A change: the new values that a command gives to rows. What it does not name stays as it is.

use crate::book::{Action, Answer, AnswerId, AnswerKind, Book, Decision, ItcBlock, Said, Section, TextId};
use crate::rules::{Given, remarks};

/// New values for a decision; `None` leaves a part alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Change {
    /// The action.
    pub action: Option<Action>,
    /// The remarks; an empty text clears them.
    pub remarks: Option<String>,
    /// The answer to "reduce ITC?"; `Answer::default()` clears it.
    pub answer: Option<Answer>,
    /// The internal note; an empty text clears it.
    pub note: Option<String>,
    /// The answer for accepted credit notes that have none; never replaces one (rule I1).
    pub answer_if_missing: Option<Answer>,
    /// The answer is kept beside an action that does not send it, and not given with it (rule I2). Only a table that was
    /// saved says so.
    pub set_aside: bool,
    /// What the last upload said of the record. Only a table that was saved says so.
    pub uploaded: Option<Saying>,
    /// This copy of the record counts, and the others are set aside (rule F1). Only a table that was saved says so.
    pub pick: bool,
}

/// What an upload said of a record, with its texts written out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Saying {
    /// The action.
    pub action: Action,
    /// The answer to "reduce ITC?".
    pub answer: Answer,
    /// The remarks.
    pub remarks: String,
}

impl Saying {
    /// The same in the ids of a book.
    pub fn in_book(&self, book: &mut Book) -> Said {
        let (answer, remarks) = (book.answers.id(self.answer), book.texts.id(&self.remarks));
        Said { action: self.action, answer, remarks }
    }
}

impl Change {
    /// Sets the action.
    pub fn action(action: Action) -> Change {
        Change { action: Some(action), ..Change::default() }
    }

    /// Gives remarks, cleaned as rule R5 says.
    pub fn remarks(text: &str) -> Change {
        Change { remarks: Some(remarks::cleaned(text)), ..Change::default() }
    }

    /// Answers "reduce ITC?".
    pub fn answer(answer: Answer) -> Change {
        Change { answer: Some(answer), ..Change::default() }
    }

    /// Gives an internal note. One of blanks alone is none, as a cell of a table could not hold it.
    pub fn note(text: &str) -> Change {
        let text = if text.trim().is_empty() { "" } else { text };
        Change { note: Some(text.to_owned()), ..Change::default() }
    }

    /// Puts the change's texts and answers into the book's dictionaries.
    pub fn resolve(&self, book: &mut Book) -> Resolved {
        Resolved {
            action: self.action,
            remarks: self.remarks.as_deref().map(|t| book.texts.id(t)),
            answer: self.answer.map(|a| book.answers.id(a)),
            note: self.note.as_deref().map(|t| book.texts.id(t)),
            if_missing: self.answer_if_missing.map(|a| book.answers.id(a)),
            set_aside: self.set_aside,
        }
    }
}

impl Resolved {
    /// Gives an action as a button does: an accepted credit note without an answer gets the portal's default.
    pub(super) fn action(action: Action) -> Resolved {
        let if_missing = (action == Action::Accept).then_some(AnswerId::FULL_BY_DEFAULT);
        Resolved { action: Some(action), remarks: None, answer: None, note: None, if_missing, set_aside: false }
    }
}

/// A change in the ids of one book.
#[derive(Clone, Copy, Debug)]
pub struct Resolved {
    pub(super) action: Option<Action>,
    pub(super) remarks: Option<TextId>,
    pub(super) answer: Option<AnswerId>,
    pub(super) note: Option<TextId>,
    if_missing: Option<AnswerId>,
    set_aside: bool,
}

impl Resolved {
    /// The decision that a row would get.
    pub fn on(&self, book: &Book, section: Section, row: u32) -> Decision {
        self.instead_of(book.sheet(section).decision(row), book, section, row)
    }

    /// The decision that a row would get which has this one.
    #[inline]
    pub(super) fn instead_of(&self, old: Decision, book: &Book, section: Section, row: u32) -> Decision {
        let mut new = Decision {
            action: self.action.unwrap_or(old.action),
            answer: self.answer.unwrap_or(old.answer),
            remarks: self.remarks.unwrap_or(old.remarks),
            note: self.note.unwrap_or(old.note),
        };
        if let (Action::Accept, true, Some(default)) = (new.action, self.answers_by_row(section), self.if_missing)
            && book.sheet(section).records.itc_open(section, row)
            && book.answers.get(new.answer).kind == AnswerKind::None
        {
            new.answer = default;
        }
        new
    }

    /// Whether the answer that a row of a section would get depends on the row.
    pub(super) fn answers_by_row(&self, section: Section) -> bool {
        self.if_missing.is_some() && section.itc_block() == ItcBlock::Required
    }

    /// What of a decision the change gives.
    pub fn given(&self) -> Given {
        Given {
            remarks: self.remarks.is_some_and(|id| id != TextId::NONE),
            answer: !self.set_aside && self.answer.is_some_and(|id| id != AnswerId::NONE),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn a_note_of_blanks_alone_is_none_and_others_are_kept_as_they_are() {
        for (given, kept) in [(" ", ""), ("\t\u{2028}\n", ""), ("", ""), (" ask Meera ", " ask Meera ")] {
            assert_eq!(Change::note(given).note.as_deref(), Some(kept));
        }
    }
}
