//! What the ids of texts and answers mean: those of a book, and behind them those that a change would bring. So a change is
//! judged by the rules without writing anything into the book.
//!
//! A book has the texts 0 to 7. Someone asks what remarks that are not among them would do: they get id 8 in [`NewValues`],
//! and [`Meanings`] knows all nine. The book still has eight; only a command that is carried out gives it the ninth.

use super::said::{Said, said};
use crate::book::{Answer, AnswerId, Answers, Book, Decision, Section, TextId, Texts};

/// Texts and answers that a book does not have yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewValues {
    texts: Vec<String>,
    answers: Vec<Answer>,
}

impl NewValues {
    /// None at all.
    pub const NONE: NewValues = NewValues { texts: Vec::new(), answers: Vec::new() };

    /// The id of a text: the book's, or the next one behind its own.
    pub fn text_id(&mut self, book: &Book, text: &str) -> TextId {
        book.texts.find(text).unwrap_or_else(|| {
            let place = place_of(&mut self.texts, |new| new == text, || text.to_owned());
            TextId((book.texts.len() + place) as u32)
        })
    }

    /// The id of an answer: the book's, or the next one behind its own.
    pub fn answer_id(&mut self, book: &Book, answer: Answer) -> AnswerId {
        if answer != answer.plain() {
            // So that `Meanings::plain` always finds it.
            self.answer_id(book, answer.plain());
        }
        book.answers.find(answer).unwrap_or_else(|| {
            let place = place_of(&mut self.answers, |new| *new == answer, || answer);
            AnswerId((book.answers.len() + place) as u32)
        })
    }
}

fn place_of<T>(list: &mut Vec<T>, is: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> usize {
    list.iter().position(is).unwrap_or_else(|| {
        list.push(new());
        list.len() - 1
    })
}

/// What the ids of decisions mean.
#[derive(Clone, Copy)]
pub struct Meanings<'a> {
    pub(in crate::book) texts: &'a Texts,
    pub(in crate::book) answers: &'a Answers,
    pub(in crate::book) new: &'a NewValues,
}

impl<'a> Meanings<'a> {
    /// Of a book as it is.
    #[inline]
    pub fn of(book: &'a Book) -> Meanings<'a> {
        static NOTHING: NewValues = NewValues::NONE;
        Meanings::with(book, &NOTHING)
    }

    /// Of a book and of what a change would bring to it.
    #[inline]
    pub fn with(book: &'a Book, new: &'a NewValues) -> Meanings<'a> {
        Meanings { texts: &book.texts, answers: &book.answers, new }
    }

    /// A remark or note.
    #[inline]
    pub fn text(self, id: TextId) -> &'a str {
        let place = id.0 as usize;
        if place < self.texts.len() {
            return self.texts.get(id);
        }
        self.new.texts.get(place - self.texts.len()).map_or("", |text| text)
    }

    /// An answer to "reduce ITC?".
    #[inline]
    pub fn answer(self, id: AnswerId) -> Answer {
        let place = id.0 as usize;
        if place < self.answers.len() {
            return self.answers.get(id);
        }
        self.new.answers.get(place - self.answers.len()).copied().unwrap_or_default()
    }

    /// The id of the same answer without its mark of where it comes from: what an upload says of it.
    #[inline]
    pub fn plain(self, id: AnswerId) -> AnswerId {
        if (id.0 as usize) < self.answers.len() {
            return self.answers.plain(id);
        }
        let answer = self.answer(id).plain();
        let behind = || self.new.answers.iter().position(|new| *new == answer);
        let new = || behind().map(|place| AnswerId((self.answers.len() + place) as u32));
        self.answers.find(answer).or_else(new).unwrap_or(id)
    }
}

impl Book {
    /// What an upload would say of a record if this were its decision, in ids with these meanings.
    #[inline]
    pub fn said_by(&self, meanings: Meanings<'_>, section: Section, row: u32, decision: Decision) -> Said {
        said(section, self.sheet(section).records.itc_open(section, row), decision, meanings)
    }

    /// What an upload would say of a record if this were its decision.
    #[inline]
    pub fn said_if(&self, section: Section, row: u32, decision: Decision) -> Said {
        self.said_by(Meanings::of(self), section, row, decision)
    }

    /// Whether an upload would say something of this record that the portal does not know, or refused, if this were its
    /// decision, in ids with these meanings.
    pub fn in_delta_by(&self, meanings: Meanings<'_>, section: Section, row: u32, decision: Decision) -> bool {
        let sheet = self.sheet(section);
        if !sheet.in_force(row) || sheet.records.read_only(row) {
            return false;
        }
        // Most rows were never touched: equal decisions say equal things.
        if sheet.last_said(row).is_none() && decision.same_saying(sheet.baseline(row)) {
            return false;
        }
        // What the portal refused it does not know, though an upload said it. That holds until it is said again or dismissed,
        // whatever was changed since that is not sent.
        let refused = sheet.last_said(row).is_some() && self.errors.is_refused(section, row);
        refused || self.said_by(meanings, section, row, decision) != self.known_to_portal(section, row)
    }
}
