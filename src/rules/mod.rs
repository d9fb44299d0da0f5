//! The rules: what the portal would refuse, what deserves a question, what is worth knowing (rules/README.md).
//!
//! A rule is a function of the book, a row, the day and the settings. It judges a [`Case`]: the record with a decision
//! that it has or may get, so the same rules speak before a command and after it.
//!
#![doc = include_str!("README.md")]

pub mod actions;
pub mod calendar;
pub mod credit;
pub mod findings;
pub mod form;
pub mod gstr_3b;
pub mod itc;
mod quick;
pub mod refused;
pub mod remarks;
pub mod tie_out;

use self::actions::Rejected;
use crate::book::{Answer, Book, Decision, Field, Meanings, Said, Section, Sheet};
use crate::values::{Day, short};

pub use findings::{Findings, SaidBefore};
pub use quick::{BLOCKING, Quick, Rules};

/// How much a finding weighs (rules/README.md, weights).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Weight {
    /// Shown where one looks for it; not counted.
    Info = 1,
    /// Shown; stops no one.
    Warns,
    /// The window asks once; without a window it must be confirmed.
    Asks,
    /// Refused; a record in the delta that has it stops the upload.
    Blocks,
}

impl Weight {
    /// The weight's name, as scripts read it.
    pub fn name(self) -> &'static str {
        ["info", "warns", "asks", "blocks"][self as usize - 1]
    }
}

/// A rule of rules/README.md by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // see rules/README.md, and the function of the same name
pub enum RuleId {
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    A8,
    R1,
    R2,
    R3,
    R4,
    R5,
    I1,
    I2,
    I3,
    I4,
    I5,
    I6,
    I7,
    I8,
    F1,
    F2,
    F3,
    F4,
    F5,
    F6,
    F7,
    F8,
}

impl RuleId {
    /// The rule's number, such as `A1`.
    pub fn name(self) -> String {
        format!("{self:?}")
    }

    /// What it is about, in a few words: the name of a filter by it.
    pub fn title(self) -> &'static str {
        match self {
            A1 => "Pending not allowed",
            A2 => "Rejections to confirm",
            A3 => "Decided before GSTR-1 is filed",
            A4 => "Amendments before their original",
            A5 => "Pending for one period only",
            A6 => "Last return for the credit",
            A8 => "Time for Pending is over",
            R1 => "Remarks too long",
            R2 => "Remarks not allowed",
            R3 => "Remarks that are not sent",
            R4 => "Remarks missing",
            R5 => "Characters in remarks",
            I1 => "Answer missing",
            I2 => "Answer not allowed",
            I3 => "Declared out of range",
            I4 => "CGST and SGST declared differently",
            I5 => "Part that means full or No",
            I6 => "More than two decimals",
            I7 => "Declared above the difference",
            I8 => "Reduction offered",
            F1 => "Copies that differ",
            F2 => "Supplier's GSTIN wrong",
            F3 => "Form of the number",
            F4 => "Not a known value",
            F5 => "Recipient's GSTIN",
            F6 => "Value and taxes differ",
            F7 => "Portal errors",
            F8 => "Cannot be read in full",
        }
    }

    /// The rule of a number, in either case.
    pub fn parse(text: &str) -> Option<RuleId> {
        ALL_IDS.into_iter().find(|id| id.name().eq_ignore_ascii_case(text.trim()))
    }
}

use RuleId::*;

/// All rules that there are, F5 (which is about the whole book) included.
pub const ALL_IDS: [RuleId; 28] =
    [A1, A2, A3, A4, A5, A6, A8, R1, R2, R3, R4, R5, I1, I2, I3, I4, I5, I6, I7, I8, F1, F2, F3, F4, F5, F6, F7, F8];

/// A click that mends a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Clear the remarks.
    ClearRemarks,
    /// Clear the answer to "reduce ITC?".
    ClearAnswer,
    /// Give this answer.
    Answer(Answer),
    /// Ask for the answer.
    AskAnswer,
    /// Ask for remarks.
    AskRemarks,
    /// Go to this record.
    GoTo(Section, u32),
    /// Ask which of two copies counts.
    PickCopy,
    /// Put back what was imported.
    PutBack,
}

impl Fix {
    /// Whether it changes the record, rather than leads somewhere.
    pub fn edits(self) -> bool {
        !matches!(self, Fix::GoTo(..))
    }

    /// The fix as a link says it.
    pub fn name(self) -> &'static str {
        match self {
            Fix::ClearRemarks => "Clear the remarks",
            Fix::ClearAnswer => "Clear the answer",
            Fix::Answer(answer) if answer == Answer::FULL => "Answer \"Yes, full\"",
            Fix::Answer(_) => "Answer \"No\"",
            Fix::AskAnswer => "Answer \"ITC to be reduced?\"",
            Fix::AskRemarks => "Write remarks",
            Fix::GoTo(..) => "Go to the original",
            Fix::PickCopy => "Pick one copy",
            Fix::PutBack => "Restore portal action",
        }
    }
}

/// What a rule says of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The section.
    pub section: Section,
    /// The row.
    pub row: u32,
    /// The rule.
    pub rule: RuleId,
    /// Its weight here.
    pub weight: Weight,
    /// Where it shows.
    pub field: Field,
    /// What it means, for people.
    pub message: String,
    /// What would mend it.
    pub fix: Option<Fix>,
}

/// Which parts of a decision a change gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// Remarks that are not empty.
    pub remarks: bool,
    /// An answer to "reduce ITC?".
    pub answer: bool,
}

/// A record with a decision that it has or may get.
pub struct Case<'a> {
    /// The book.
    pub book: &'a Book,
    /// The record's sheet.
    pub sheet: &'a Sheet,
    /// Its section.
    pub section: Section,
    /// Its row.
    pub row: u32,
    /// The decision to judge.
    pub decision: Decision,
    /// What the ids in the decision mean.
    pub meanings: Meanings<'a>,
    /// What a change gives just now; nothing for a decision that is there.
    pub given: Given,
    /// Today.
    pub day: Day,
    /// What is rejected in the book, where many cases are put into words.
    pub rejected: Option<&'a Rejected>,
    /// Its words are said of several records at once.
    pub several: bool,
}

impl<'a> Case<'a> {
    /// The record with the decision that it has.
    pub fn standing(book: &'a Book, section: Section, row: u32, day: Day) -> Case<'a> {
        let decision = book.sheet(section).decision(row);
        Case::proposed(book, section, row, decision, Given::default(), day)
    }

    /// The record with a decision that a change would give it.
    pub fn proposed(
        book: &'a Book,
        section: Section,
        row: u32,
        decision: Decision,
        given: Given,
        day: Day,
    ) -> Case<'a> {
        let meanings = Meanings::of(book);
        let sheet = book.sheet(section);
        Case { book, sheet, section, row, decision, meanings, given, day, rejected: None, several: false }
    }

    /// The same where the decision has values that the book does not have yet.
    pub fn with(self, meanings: Meanings<'a>) -> Case<'a> {
        Case { meanings, ..self }
    }

    /// The same, one of many: what they all look for in the whole book is looked for once.
    pub fn among(self, rejected: &'a Rejected) -> Case<'a> {
        Case { rejected: Some(rejected), ..self }
    }

    /// The same where its words are said of several records at once: then they name nothing that one record has alone.
    pub fn of_several(self, several: bool) -> Case<'a> {
        Case { several, ..self }
    }

    /// What an upload would say of the decision.
    pub fn said(&self) -> Said {
        self.book.said_by(self.meanings, self.section, self.row, self.decision)
    }

    /// Whether an upload would say it: the record would be in the delta.
    pub fn written(&self) -> bool {
        self.book.in_delta_by(self.meanings, self.section, self.row, self.decision)
    }

    /// The answer of the decision.
    pub fn answer(&self) -> Answer {
        self.meanings.answer(self.decision.answer)
    }

    /// The answer that would be said.
    pub fn said_answer(&self) -> Answer {
        self.meanings.answer(self.said().answer)
    }

    /// Whether the record takes an answer to "reduce ITC?".
    pub fn itc_open(&self) -> bool {
        self.sheet.records().itc_open(self.section, self.row)
    }

    /// The original of an amendment: its section and row.
    pub fn original(&self) -> Option<(Section, u32)> {
        Some((self.section.original()?, self.sheet.original(self.row)?))
    }

    /// What the rules say, without words: rule and weight. A rule that blocks or asks stops an upload only through a
    /// record that would be written, and a change only through what it gives; otherwise it is information.
    pub fn judge(&self, found: impl FnMut(RuleId, Weight)) {
        self.judge_by(Rules::MAX, found);
    }

    /// The same of some rules only.
    pub fn judge_by(&self, rules: Rules, mut found: impl FnMut(RuleId, Weight)) {
        let asked = if self.sheet.records().read_only(self.row) { quick::set(&[F7, F8]) } else { quick::EVERY };
        let mut rest = rules & asked;
        while rest != 0 {
            let rule = &RULES[rest.trailing_zeros() as usize];
            rest &= rest - 1; // takes the lowest bit away
            let Some(mut weight) = (rule.judge)(self) else { continue };
            let structural = matches!(rule.id, F1 | F8);
            if weight >= Weight::Asks && !structural && self.given == Given::default() && !self.written() {
                weight = Weight::Info;
            }
            found(rule.id, weight);
        }
    }

    /// What the rules say, in words.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        self.judge(|id, weight| findings.push(self.finding(id, weight)));
        findings
    }

    /// What one rule says, in words.
    pub fn finding(&self, id: RuleId, weight: Weight) -> Finding {
        let words = (RULES[id as usize].words)(self);
        Finding {
            section: self.section,
            row: self.row,
            rule: id,
            weight,
            field: words.field,
            message: short(&words.message, LONGEST).into_owned(),
            fix: words.fix,
        }
    }
}

/// A message quotes what is in a file, which may be longer than anybody reads, in characters.
const LONGEST: usize = 2_000;

/// What a rule says in words.
pub struct Words {
    field: Field,
    message: String,
    fix: Option<Fix>,
}

impl Words {
    fn new(field: Field, message: impl Into<String>) -> Words {
        Words { field, message: message.into(), fix: None }
    }

    fn fix(self, fix: Fix) -> Words {
        Words { fix: Some(fix), ..self }
    }
}

/// A rule: how it judges, and how it says so.
struct Rule {
    id: RuleId,
    judge: fn(&Case) -> Option<Weight>,
    words: fn(&Case) -> Words,
}

const fn rule(id: RuleId, judge: fn(&Case) -> Option<Weight>, words: fn(&Case) -> Words) -> Rule {
    Rule { id, judge, words }
}

/// Every rule about a record, each at the place of its bit. F5, about the book, is [`form::recipient`].
static RULES: [Rule; ALL_IDS.len()] = [
    rule(A1, actions::a1, actions::a1_words),
    rule(A2, actions::a2, actions::a2_words),
    rule(A3, actions::a3, actions::a3_words),
    rule(A4, actions::a4, actions::a4_words),
    rule(A5, actions::a5, actions::a5_words),
    rule(A6, actions::a6, actions::a6_words),
    rule(A8, actions::a8, actions::a8_words),
    rule(R1, remarks::r1, remarks::r1_words),
    rule(R2, remarks::r2, remarks::r2_words),
    rule(R3, remarks::r3, remarks::r3_words),
    rule(R4, remarks::r4, remarks::r4_words),
    rule(R5, remarks::r5, remarks::r5_words),
    rule(I1, itc::i1, itc::i1_words),
    rule(I2, itc::i2, itc::i2_words),
    rule(I3, itc::i3, itc::i3_words),
    rule(I4, itc::i4, itc::i4_words),
    rule(I5, itc::i5, itc::i5_words),
    rule(I6, itc::i6, itc::i6_words),
    rule(I7, itc::i7, itc::i7_words),
    rule(I8, itc::i8, itc::i8_words),
    rule(F1, form::f1, form::f1_words),
    rule(F2, form::f2, form::f2_words),
    rule(F3, form::f3, form::f3_words),
    rule(F4, form::f4, form::f4_words),
    rule(F5, |_| None, |_| Words::new(Field::Record, "")),
    rule(F6, form::f6, form::f6_words),
    rule(F7, form::f7, form::f7_words),
    rule(F8, form::f8, form::f8_words),
];

const _: () = {
    let mut place = 0;
    while place < RULES.len() {
        assert!(RULES[place].id as usize == place);
        place += 1;
    }
};
