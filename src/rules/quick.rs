//! Which rules are worth asking about a row: a look down a few columns, so that of a million rows the rules themselves
//! are asked only of those of which they may speak.
//!
//! How it works, with an example: a rule has a bit. For a sheet of credit notes it is worked out once that Accept without an
//! answer may break I1, so `unanswered` has the bit of I1; that Reject is worth A2, so `by_action[Reject]` has the bit of A2.
//! A row that is accepted, answered and has no remarks collects no bit and costs four looks into columns. A rejected row
//! collects A2, and only A2's own function is called for it. Which text has characters that R5 speaks of is asked of the text.
//!
//! A rule that is asked in vain costs time; one that is not asked is missing. So a condition here may be wider than the
//! rule's own and never narrower, and the tests compare the outcome with that of asking every rule of every row.

use super::RuleId::{self, *};
use super::actions::{A6_INFORMS, credit_days, credit_ends_soon, provisional};
use super::{ALL_IDS, Given, Weight, form, remarks};
use crate::book::{
    Action, AnswerId, AnswerKind, Baselines, Book, Decision, Filing, Flag, ItcBlock, Meanings, Records, Section, Sheet,
    TextId, Trait, Traits,
};
use crate::values::rows::Marks;
use crate::values::{Day, gstin};

/// A set of rules, a bit each, by [`RuleId`].
pub type Rules = u32;

pub(super) const fn set(ids: &[RuleId]) -> Rules {
    let (mut bits, mut i) = (0, 0);
    while i < ids.len() {
        bits |= 1 << ids[i] as u8;
        i += 1;
    }
    bits
}

/// All of them.
pub(super) const EVERY: Rules = set(&ALL_IDS);
/// Rules that may ask or block: what a change is judged by.
const OF_CHANGE: Rules = set(&[A1, A2, R1, R2, R4, I1, I2, I3, I4, I6, I7, I8, F1, F8]);
/// Of these, rules that may block.
pub const BLOCKING: Rules = set(&[A1, R1, R2, I1, I2, I3, I4, I6, F1, F8]);
/// Rules about Pending where the portal blocks it: where it is decided, and where the portal holds it.
const OF_BLOCKED_PENDING: Rules = set(&[A1]);
const OF_HELD_PENDING: Rules = set(&[A8]);
/// Rules about remarks that are there: about their text, where the portal blocks them, and with an action that sends none.
const OF_REMARKS: Rules = set(&[R1, R5]);
const OF_BLOCKED_REMARKS: Rules = set(&[R2]);
const OF_UNSENT_REMARKS: Rules = set(&[R3]);
/// Rules about an answer that is being given, about one that leaves credit standing, and about one that says how much.
const OF_GIVEN: Rules = set(&[I2]);
const OF_NO: Rules = set(&[R4]);
const OF_PART: Rules = set(&[R4, I3, I4, I5, I6, I7]);

/// What is worth asking on one sheet.
pub struct Quick<'a> {
    meanings: Meanings<'a>,
    // Columns of the sheet.
    filings: &'a [Filing],
    baselines: &'a Baselines,
    pending_flags: &'a [Flag],
    traits: &'a [Traits],
    remarks_flags: &'a [Flag],
    itc_flags: &'a [Flag],
    /// The days that count for section 16(4), and up to which of them rule A6 may speak.
    credit_days: &'a [Day],
    credit_ends_soon: Day,
    /// By the action of the decision.
    by_action: [Rules; 5],
    /// Of an accepted record without an answer, by its flag.
    unanswered: [Rules; 3],
    /// Rows that have copies or errors of the portal: few, and every row is asked whether it is one.
    singled_out: Marks,
}

impl<'a> Quick<'a> {
    /// For a sheet of a book, on a day.
    pub fn new(book: &'a Book, section: Section, day: Day) -> Quick<'a> {
        let sheet = book.sheet(section);
        let copies = sheet.copies().groups().iter().flatten().copied();
        let errors = book.errors().list().iter().flat_map(|error| &error.records);
        let errors = errors.filter(|record| record.0 == section).map(|record| record.1);
        // Rules of sections: credit notes and amendments, amendments, sections that require an answer or offer one.
        let only = |takes: bool, ids: &[RuleId]| if takes { set(ids) } else { 0 };
        let amendments = only(section.is_amendment(), &[A4]);
        let reject = only(section.is_amendment() || section.is_credit_note(), &[A2]);
        let required = only(section.itc_block() == ItcBlock::Required, &[I1]);
        let offered = only(section.itc_block() == ItcBlock::OnAccept, &[I8]);
        let mut unanswered = [0; 3];
        unanswered[Flag::Unknown as usize] = required;
        unanswered[Flag::Open as usize] = required | offered;
        let mut by_action = [0; 5];
        by_action[Action::Accept as usize] = amendments;
        by_action[Action::Reject as usize] = amendments | reject;
        let limited = only(section.is_amendment() || section == Section::B2bcn, &[A5]);
        by_action[Action::Pending as usize] = amendments | limited;
        let Records { filings, baselines, pending_flags, traits, remarks_flags, itc_flags, .. } = sheet.records();
        let mut singled_out = Marks::default();
        copies.chain(errors).for_each(|row| singled_out.add(row));
        let (credit_days, credit_ends_soon) =
            (credit_days(section, sheet.records()), credit_ends_soon(day, A6_INFORMS));
        Quick {
            meanings: Meanings::of(book),
            filings,
            baselines,
            pending_flags,
            traits,
            remarks_flags,
            itc_flags,
            credit_days,
            credit_ends_soon,
            by_action,
            unanswered,
            singled_out,
        }
    }

    /// The same for decisions with values that the book does not have yet.
    pub fn with(self, meanings: Meanings<'a>) -> Quick<'a> {
        Quick { meanings, ..self }
    }

    /// What rule A3 says of a row: the only rule about decisions that is not left to [`Quick::of_decision`].
    #[inline(always)]
    pub(super) fn provisional(&self, row: u32, action: Action) -> Option<Weight> {
        // Of what cannot be read in full no rule about decisions speaks.
        provisional(self.filings[row as usize], action).filter(|_| !self.traits[row as usize].has(Trait::ReadOnly))
    }

    /// What of the rules about decisions, A3 apart, is worth asking of a row that has this decision.
    #[inline(always)]
    pub(super) fn of_decision(&self, row: u32, decision: Decision) -> Rules {
        let i = row as usize;
        let mut rules = self.by_action[decision.action as usize];
        if self.pending_flags[i] == Flag::Blocked {
            if decision.action == Action::Pending {
                rules |= OF_BLOCKED_PENDING;
            }
            if self.baselines.get(row).action == Action::Pending {
                rules |= OF_HELD_PENDING;
            }
        }
        if decision.action == Action::Pending && self.credit_days[i] <= self.credit_ends_soon {
            rules |= set(&[A6]);
        }
        if decision.remarks != TextId::NONE {
            if remarks::worth_asking(self.meanings.text(decision.remarks)) {
                rules |= OF_REMARKS;
            }
            if self.remarks_flags[i] == Flag::Blocked {
                rules |= OF_BLOCKED_REMARKS;
            }
            if !matches!(decision.action, Action::Reject | Action::Pending) {
                rules |= OF_UNSENT_REMARKS;
            }
        }
        rules |= match self.kind(decision.answer) {
            AnswerKind::None if decision.action == Action::Accept => self.unanswered[self.itc_flags[i] as usize],
            AnswerKind::None | AnswerKind::Full => 0,
            AnswerKind::No => OF_NO,
            AnswerKind::Part => OF_PART,
        };
        if self.singled_out.has(row) {
            rules |= set(&[F1, F7]);
        }
        rules
    }

    #[inline]
    fn kind(&self, answer: AnswerId) -> AnswerKind {
        // Most rows have none.
        if answer == AnswerId::NONE { AnswerKind::None } else { self.meanings.answer(answer).kind }
    }

    /// What of the rules that may ask or block is worth asking of a row that would get this decision.
    #[inline]
    pub fn of_change(&self, row: u32, decision: Decision, given: Given) -> Rules {
        let read_only = if self.traits[row as usize].has(Trait::ReadOnly) { set(&[F8]) } else { 0 };
        let answer = if given.answer { OF_GIVEN } else { 0 };
        read_only | answer | self.of_decision(row, decision) & OF_CHANGE
    }
}

/// What of the rules that look at the record alone is worth asking: what they say never changes.
pub(super) struct QuickRecords<'a> {
    sheet: &'a Sheet,
    /// By the id of the supplier.
    odd_suppliers: Vec<bool>,
}

impl<'a> QuickRecords<'a> {
    pub(super) fn new(book: &'a Book, section: Section) -> QuickRecords<'a> {
        let sheet = book.sheet(section);
        let suppliers = sheet.records().suppliers.texts().iter();
        QuickRecords { sheet, odd_suppliers: suppliers.map(|gstin| !gstin::check_digit_fits(gstin)).collect() }
    }

    pub(super) fn of_row(&self, row: u32) -> Rules {
        let i = row as usize;
        let records = self.sheet.records();
        let traits = records.traits[i];
        let mut rules = 0;
        if self.odd_suppliers[records.suppliers.ids()[i] as usize] {
            rules |= set(&[F2]);
        }
        if traits.has(Trait::NumberWasNumber) || !form::usual_number(records.numbers.get(row)) {
            rules |= set(&[F3]);
        }
        if traits.has(Trait::Odd) {
            rules |= set(&[F4]);
        }
        if form::value_differs(records, row) {
            rules |= set(&[F6]);
        }
        if traits.has(Trait::ReadOnly) {
            rules |= set(&[F8]);
        }
        rules
    }
}
