//! What a user may change of a record: action, remarks, answer to "reduce ITC?", internal note.

use std::collections::HashMap;

use crate::book::columns::Dictionary;
use crate::values::Paise;

/// What to do with a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Action {
    /// Undecided; deemed accepted when GSTR-2B is drawn up.
    #[default]
    NoAction,
    /// Accepted.
    Accept,
    /// Rejected.
    Reject,
    /// Kept pending.
    Pending,
    /// The portal holds an action that this program does not know; no one can choose it.
    Other,
}

impl Action {
    /// The four that a user may choose.
    pub const CHOICES: [Action; 4] = [Action::Accept, Action::Reject, Action::Pending, Action::NoAction];

    /// The action as a button says it.
    pub fn name(self) -> &'static str {
        match self {
            Action::NoAction => "No action",
            Action::Accept => "Accept",
            Action::Reject => "Reject",
            Action::Pending => "Pending",
            Action::Other => "Unknown",
        }
    }
}

/// Amounts of IGST, CGST, SGST and cess, in paise.
pub type Heads = [Paise; 4];

/// The heads' names in the order of [`Heads`].
pub const HEADS: [&str; 4] = ["IGST", "CGST", "SGST", "Cess"];

/// What is answered to "reduce ITC?".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AnswerKind {
    /// Not answered.
    #[default]
    None,
    /// Yes, full.
    Full,
    /// Yes, part.
    Part,
    /// No: never taken, or reversed already.
    No,
}

/// An answer to "reduce ITC?" with the heads of a partial one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Answer {
    /// All, part, nothing.
    pub kind: AnswerKind,
    /// The declared heads of "part"; zeros otherwise.
    pub heads: Heads,
    /// Whether a default gave it rather than the portal or the user.
    pub by_default: bool,
    /// Whether it follows from the purchase register rather than from what the portal or the user said.
    pub from_books: bool,
    /// Whether an imported head has more than two decimals (rule I6): then it is not what `heads` says to the paisa.
    pub inexact: bool,
}

impl Answer {
    /// Yes, full.
    pub const FULL: Answer = Answer { kind: AnswerKind::Full, ..Answer::UNANSWERED };
    /// No: never taken, or reversed already.
    pub const NO: Answer = Answer { kind: AnswerKind::No, ..Answer::UNANSWERED };
    const UNANSWERED: Answer =
        Answer { kind: AnswerKind::None, heads: [0; 4], by_default: false, from_books: false, inexact: false };

    /// Yes, so much of each head.
    pub fn part(heads: Heads) -> Answer {
        Answer { kind: AnswerKind::Part, heads, ..Answer::default() }
    }

    /// The same answer, as given by a default.
    pub fn by_default(self) -> Answer {
        Answer { by_default: true, ..self }
    }

    /// The same answer, as it follows from the purchase register.
    pub fn from_books(self) -> Answer {
        Answer { from_books: true, ..self }
    }

    /// The same answer without where it comes from: what an upload says of it.
    pub fn plain(self) -> Answer {
        Answer { by_default: false, from_books: false, ..self }
    }

    /// Where it comes from, if neither the portal nor the user gave it.
    pub fn origin(self) -> Option<&'static str> {
        let origins = [(self.by_default, "by default"), (self.from_books, "from the books")];
        origins.into_iter().find(|origin| origin.0).map(|origin| origin.1)
    }

    /// The answer in the words of the screen.
    pub fn name(self) -> &'static str {
        self.kind.name()
    }
}

impl AnswerKind {
    /// What is answered, in the words of the screen; nothing for no answer.
    pub fn name(self) -> &'static str {
        match self {
            AnswerKind::None => "",
            AnswerKind::Full => "Yes, full",
            AnswerKind::Part => "Yes, part",
            AnswerKind::No => "No",
        }
    }
}

/// A text of a book: see [`Texts`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextId(pub(in crate::book) u32);

impl TextId {
    /// No text.
    pub const NONE: TextId = TextId(0);

    /// Its place among the texts of its book.
    pub fn place(self) -> u32 {
        self.0
    }
}

/// The remarks and notes of a book, each text once.
#[derive(Clone, Default)]
pub struct Texts(Dictionary);

impl Texts {
    /// The id of a text; the empty text is [`TextId::NONE`].
    pub fn id(&mut self, text: &str) -> TextId {
        TextId(self.0.number(text))
    }

    /// The id of a text that is there.
    pub fn find(&self, text: &str) -> Option<TextId> {
        self.0.find(text).map(TextId)
    }

    /// How many there are, the empty one included.
    #[allow(clippy::len_without_is_empty)] // never empty
    pub fn len(&self) -> usize {
        self.0.texts().len()
    }

    /// The text of an id.
    pub fn get(&self, id: TextId) -> &str {
        self.0.texts().get(id.0 as usize).map_or("", |t| t)
    }

    /// About how much memory they take.
    pub(crate) fn bytes(&self) -> usize {
        self.0.bytes()
    }
}

/// An answer of a book: see [`Answers`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AnswerId(pub(in crate::book) u32);

impl AnswerId {
    /// Not answered.
    pub const NONE: AnswerId = AnswerId(0);

    /// Yes, all of it, by default. Every book knows it, so that what accepting would do can be asked without writing.
    pub const FULL_BY_DEFAULT: AnswerId = AnswerId(2);

    /// Its place among the answers of its book.
    pub fn place(self) -> u32 {
        self.0
    }
}

/// The answers of a book, each once.
#[derive(Clone)]
pub struct Answers {
    list: Vec<Answer>,
    ids: HashMap<Answer, AnswerId>,
}

impl Default for Answers {
    fn default() -> Self {
        let list = vec![Answer::default(), Answer::FULL, Answer::FULL.by_default()];
        let ids = list.iter().zip(0..).map(|(&answer, id)| (answer, AnswerId(id))).collect();
        Answers { list, ids }
    }
}

impl Answers {
    /// The id of an answer.
    pub fn id(&mut self, answer: Answer) -> AnswerId {
        if answer == Answer::default() {
            return AnswerId::NONE;
        }
        if let Some(id) = self.ids.get(&answer) {
            return *id;
        }
        if answer != answer.plain() {
            // So that `plain` always finds it.
            self.id(answer.plain());
        }
        let id = AnswerId(self.list.len() as u32);
        self.list.push(answer);
        self.ids.insert(answer, id);
        id
    }

    /// The id of an answer that is there.
    pub fn find(&self, answer: Answer) -> Option<AnswerId> {
        if answer == Answer::default() { Some(AnswerId::NONE) } else { self.ids.get(&answer).copied() }
    }

    /// The id of the same answer without its mark of where it comes from: what an upload says of it.
    #[inline]
    pub fn plain(&self, id: AnswerId) -> AnswerId {
        let answer = self.get(id);
        if answer.origin().is_none() {
            return id;
        }
        self.ids.get(&answer.plain()).copied().unwrap_or(id)
    }

    /// About how much memory they take.
    pub(crate) fn bytes(&self) -> usize {
        const AN_ANSWER: usize = 160;
        AN_ANSWER * self.list.len()
    }

    /// How many there are, the missing one included.
    #[allow(clippy::len_without_is_empty)] // never empty
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// The answer of an id.
    #[inline]
    pub fn get(&self, id: AnswerId) -> Answer {
        self.list.get(id.0 as usize).copied().unwrap_or_default()
    }
}

/// What the user may change of a record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decision {
    /// The action.
    pub action: Action,
    /// The answer to "reduce ITC?". Kept, not sent, while the action is not Accept.
    pub answer: AnswerId,
    /// The remarks. Kept, not sent, with an action that takes none.
    pub remarks: TextId,
    /// The internal note: never uploaded.
    pub note: TextId,
}

impl Decision {
    /// Whether everything of which an upload may speak is the same.
    #[inline]
    pub fn same_saying(self, other: Decision) -> bool {
        self.action == other.action && self.answer == other.answer && self.remarks == other.remarks
    }
}
