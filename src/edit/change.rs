//! A change: the new values that a command gives to rows. What it does not name stays as it is.

use crate::book::{
    Action, Answer, AnswerId, AnswerKind, Book, Decision, ItcBlock, Meanings, NewValues, Said, Section, TextId,
};
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
    /// The action is put back as it was: the user did not choose it. Only what takes a step back says so.
    pub not_chosen: bool,
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
    pub(crate) fn in_book(&self, book: &mut Book) -> Said {
        let (answer, remarks) = (book.take_answer(self.answer), book.take_text(&self.remarks));
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

    /// This change on top of a wider one: what it does not name is as that has it.
    pub fn over(&self, wider: &Change) -> Change {
        Change {
            action: self.action.or(wider.action),
            remarks: self.remarks.clone().or_else(|| wider.remarks.clone()),
            answer: self.answer.or(wider.answer),
            note: self.note.clone().or_else(|| wider.note.clone()),
            answer_if_missing: self.answer_if_missing.or(wider.answer_if_missing),
            set_aside: self.set_aside || wider.set_aside,
            uploaded: self.uploaded.clone().or_else(|| wider.uploaded.clone()),
            not_chosen: self.not_chosen || wider.not_chosen,
            pick: self.pick || wider.pick,
        }
    }

    /// The change in the ids of a book, and behind them ids for what the book does not have. Writes nothing.
    pub fn on(&self, book: &Book) -> InIds {
        let mut new = NewValues::NONE;
        InIds {
            action: self.action,
            remarks: self.remarks.as_deref().map(|text| new.text_id(book, text)),
            answer: self.answer.map(|answer| new.answer_id(book, answer)),
            note: self.note.as_deref().map(|text| new.text_id(book, text)),
            if_missing: self.answer_if_missing.map(|answer| new.answer_id(book, answer)),
            set_aside: self.set_aside,
            new,
        }
    }

    /// The same for a command that is carried out: texts and answers are put into the book's dictionaries.
    pub(super) fn put_into(&self, book: &mut Book) -> InIds {
        InIds {
            action: self.action,
            remarks: self.remarks.as_deref().map(|text| book.take_text(text)),
            answer: self.answer.map(|answer| book.take_answer(answer)),
            note: self.note.as_deref().map(|text| book.take_text(text)),
            if_missing: self.answer_if_missing.map(|answer| book.take_answer(answer)),
            set_aside: self.set_aside,
            new: NewValues::NONE,
        }
    }
}

/// A change in the ids of one book.
#[derive(Clone, Debug)]
pub struct InIds {
    pub(super) action: Option<Action>,
    pub(super) remarks: Option<TextId>,
    pub(super) answer: Option<AnswerId>,
    pub(super) note: Option<TextId>,
    if_missing: Option<AnswerId>,
    set_aside: bool,
    new: NewValues,
}

impl InIds {
    /// Gives an action as a button does: an accepted credit note without an answer gets the portal's default.
    pub(super) const fn action(action: Action) -> InIds {
        let if_missing = match action {
            Action::Accept => Some(AnswerId::FULL_BY_DEFAULT),
            _ => None,
        };
        let new = NewValues::NONE;
        InIds { action: Some(action), remarks: None, answer: None, note: None, if_missing, set_aside: false, new }
    }

    /// What the ids mean.
    pub fn meanings<'a>(&'a self, book: &'a Book) -> Meanings<'a> {
        Meanings::with(book, &self.new)
    }

    /// The decision that a row would get.
    pub fn decision(&self, book: &Book, section: Section, row: u32) -> Decision {
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
            && book.sheet(section).records().itc_open(section, row)
            && self.meanings(book).answer(new.answer).kind == AnswerKind::None
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
