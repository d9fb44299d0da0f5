//! What a button such as *Accept all exact* would do: which records, with which answers, and what it leaves and why. Data alone: a command is made of it elsewhere.

use crate::book::{Action, Answer, AnswerId, AnswerKind, Book, Decision, Filing, Section};
use crate::matching::agree::class::Class;
use crate::matching::result::Matches;
use crate::matching::suggest::answer;
use crate::matching::suggest::suggestion::{self, NOT_FILED, Suggested};
use crate::rules::{Case, Given, Rules, Weight};
use crate::values::Day;
use crate::work::{Progress, parts};

/// One record that would be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its section.
    pub section: Section,
    /// Its row.
    pub row: u32,
    /// Accept or Pending.
    pub action: Action,
    /// The answer that the books propose, and the remark that it needs.
    pub answer: Option<(Answer, String)>,
}

impl Offered {
    /// Whether it is a credit note with the answer No: the user declares something with it.
    pub fn declares(&self) -> bool {
        self.answer.as_ref().is_some_and(|(answer, _)| answer.kind == AnswerKind::No)
    }
}

/// Why a record of the class is left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Left {
    /// It is not in view.
    Hidden,
    /// The supplier has not filed.
    NotFiled,
    /// It has an action, imported or decided, or the user left it without one.
    Decided,
    /// What the user decided was set aside by a newer download, and waits.
    SetAside,
    /// A rule asks first.
    AsksFirst,
    /// A rule blocks it.
    Blocked,
    /// It is to be looked at.
    ToCheck,
}

impl Left {
    /// All, in the order in which they are shown.
    pub const ALL: [Left; 7] =
        [Left::Hidden, Left::NotFiled, Left::Decided, Left::SetAside, Left::AsksFirst, Left::Blocked, Left::ToCheck];

    /// Its name for scripts.
    pub fn key(self) -> &'static str {
        match self {
            Left::Decided => "with another decision",
            _ => self.words(),
        }
    }

    /// In words, behind a number: `31 not filed`.
    pub fn words(self) -> &'static str {
        match self {
            Left::Hidden => "hidden",
            Left::NotFiled => "not filed",
            Left::Decided => "decided already",
            Left::SetAside => "with a decision that a newer download set aside",
            Left::AsksFirst => "ask first",
            Left::Blocked => "blocked",
            Left::ToCheck => "to check",
        }
    }
}

/// What a button would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// The records that it would decide.
    pub records: Vec<Offered>,
    /// Those that it leaves, each with why.
    pub skipped: Vec<(Left, Section, u32)>,
}

impl Offer {
    /// How many are left, reason by reason; reasons of none are left out.
    pub fn left(&self) -> impl Iterator<Item = (Left, u64)> + '_ {
        let count = |why| self.skipped.iter().filter(|skipped| skipped.0 == why).count() as u64;
        Left::ALL.into_iter().map(move |why| (why, count(why))).filter(|(_, records)| *records > 0)
    }
}

/// The offer for all records of a class that are in view.
pub fn of_class(
    book: &Book,
    matches: &Matches,
    class: Class,
    day: Day,
    in_view: impl Fn(Section, u32) -> bool,
) -> Offer {
    of_class_until(book, matches, class, day, in_view, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
pub fn of_class_until(
    book: &Book,
    matches: &Matches,
    class: Class,
    day: Day,
    in_view: impl Fn(Section, u32) -> bool,
    progress: &Progress,
) -> Option<Offer> {
    let mut offer = Offer::default();
    for section in Section::ALL {
        for row in 0..book.sheet(section).rows() {
            if (row as usize).is_multiple_of(parts::BETWEEN_LOOKS) && progress.cancelled() {
                return None;
            }
            if !book.sheet(section).in_force(row) {
                continue;
            }
            if matches.record(section, row).class == class {
                match one(book, matches, section, row, day, &in_view) {
                    Ok(offered) => offer.records.push(offered),
                    Err(left) => offer.skipped.push((left, section, row)),
                }
            }
        }
    }
    Some(offer)
}

/// What would be done with one record; or why nothing.
pub fn one(
    book: &Book,
    matches: &Matches,
    section: Section,
    row: u32,
    day: Day,
    in_view: &impl Fn(Section, u32) -> bool,
) -> Result<Offered, Left> {
    let sheet = book.sheet(section);
    if !in_view(section, row) {
        return Err(Left::Hidden);
    }
    if !sheet.is_open(row) {
        return Err(Left::Decided);
    }
    let decision = sheet.decision(row);
    let action = match matches.record(section, row).suggested {
        Suggested::Accept => Action::Accept,
        Suggested::Pending => Action::Pending,
        Suggested::Look | Suggested::Nothing => {
            let not_filed = sheet.records().filings[row as usize] == Filing::NotFiled
                && suggestion::suggestion(book, matches, section, row, day).why == NOT_FILED;
            return Err(if not_filed { Left::NotFiled } else { Left::ToCheck });
        }
    };
    let keeps = book.answers().get(decision.answer) != Answer::default();
    let wanted = (action == Action::Accept && section.is_credit_note() && !keeps)
        .then(|| answer::proposed(book, &matches.of_record(section, row), section, row, day))
        .flatten();
    match judge(book, section, row, Decision { action, ..decision }, wanted.is_some(), day) {
        Some(Weight::Blocks) => Err(Left::Blocked),
        Some(Weight::Asks) => Err(Left::AsksFirst),
        _ => Ok(Offered { section, row, action, answer: wanted.map(|wanted| (wanted.answer, wanted.remark)) }),
    }
}

/// The heaviest that the rules say of a decision. An answer that comes with it is full by the rules' eyes: what they say of its
/// amounts was seen to when it was proposed.
fn judge(book: &Book, section: Section, row: u32, decision: Decision, answered: bool, day: Day) -> Option<Weight> {
    let decision = match answered {
        true => Decision { answer: AnswerId::FULL_BY_DEFAULT, ..decision },
        false => decision,
    };
    let given = Given { remarks: false, answer: answered };
    let mut heaviest = None;
    let case = Case::proposed(book, section, row, decision, given, day);
    case.judge_by(Rules::MAX, |_, weight| heaviest = heaviest.max(Some(weight)));
    heaviest
}

/// Whether nearly all entries are the portal's records to the letter of number and name: then it may be the portal's own list.
pub fn looks_like_the_portal(book: &Book, matches: &Matches) -> bool {
    const LEAST: u64 = 50;
    let entries = book.register().entries();
    let same = |entry: u32| {
        let of = matches.of_entry(entry);
        of.class == Class::Exact
            && of.records.iter().all(|&(section, row)| {
                let records = book.sheet(section).records();
                records.numbers.get(row) == entries.number(entry) && records.names.get(row) == entries.name(entry)
            })
    };
    let all = u64::from(entries.len());
    all >= LEAST && (0..entries.len()).filter(|&entry| same(entry)).count() as u64 * 100 > all * 99
}
