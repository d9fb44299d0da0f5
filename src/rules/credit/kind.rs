//! Ordinary records: those in which nothing is to be weighed against a different record. Most are so. How one counts follows from a few
//! facts and its tax, so that they are added up kind by kind, and each kind is counted once: far quicker than record by record.
//!
//! An example: a thousand invoices, filed and of this GSTR-2B, that the portal holds as Pending and the user accepts. They are of one
//! kind. One with a tax of 1 paisa on each head would give 0 if nothing more is done and 1 with the decisions; so all of them
//! together give 0 and their own tax.

use super::reason::Weighed;
use super::standing::Facts;
use super::{Counted, Credit, CreditTime, HeadSums, Held, Side, Standing, Sum};
use crate::book::{Action, Answer, AnswerKind, Filing, Form, Heads, Records, Section, Sheet};
use crate::rules::actions::credit_days;
use crate::values::exact_sums::ExactSums;
use crate::values::rows::Marks;
use crate::values::{Day, Period};
use crate::work::parts;

/// What is known of an ordinary record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordinary {
    /// What the user decided.
    pub yours: Action,
    /// What the portal holds.
    pub before: Action,
    /// Whether the supplier has filed.
    pub filed: bool,
    /// Whether it is a credit note that is accepted with the answer that all of its tax is reduced.
    in_full: bool,
    /// How many months its GSTR-2B lies before the one being closed.
    months: i32,
}

impl Ordinary {
    /// What it gives if nothing more is done and with the decisions made here, with this tax of its own.
    #[inline]
    pub fn given(&self, own: Heads) -> (Heads, Heads) {
        let given = |action| if self.filed && takes(action) { own } else { [0; 4] };
        (given(self.before), given(self.yours))
    }
}

#[inline]
fn takes(action: Action) -> bool {
    matches!(action, Action::Accept | Action::NoAction)
}

/// The ordinary records of a section, which are asked one after the other: from columns that are looked up once.
pub struct OrdinaryRecords<'a> {
    credit: Credit<'a>,
    section: Section,
    note: bool,
    sheet: &'a Sheet,
    records: &'a Records,
    /// What is weighed by itself whatever is decided: it does not count, has copies, or does not count with all of its own tax.
    single: Marks,
    /// Of amendments: what counts of each.
    counted: Vec<Counted>,
    /// In place of these an amendment counts.
    replaced: Marks,
    /// For each text of a period: how many months its GSTR-2B lies before the one being closed, without and with GSTR-1A.
    months: Vec<[Option<i32>; 2]>,
    /// The days that say how much time there is for the credit; of credit notes none, as theirs is never lost.
    credit_days: &'a [Day],
}

impl<'a> OrdinaryRecords<'a> {
    /// Those of a section, as a book counts.
    pub fn new(credit: Credit<'a>, section: Section) -> OrdinaryRecords<'a> {
        let sheet = credit.book.sheet(section);
        let (records, note) = (sheet.records(), section.is_credit_note());
        let mut single = Marks::default();
        sheet.copies().groups().iter().flatten().for_each(|&row| single.add(row));
        let counted = counted_amendments(&credit, section);
        let not_own = (0..).zip(&counted).filter(|(_, counted)| !matches!(counted, Counted::Own));
        not_own.for_each(|(row, _)| single.add(row));
        let mut replaced = Marks::default();
        for row in replaced_originals(&credit, section) {
            replaced.add(row);
            single.add(row);
        }
        sheet.not_in_force().iter().for_each(|row| single.add(row));
        let before_closing = |period: Option<Period>, later| period.map(|month| credit.months_of(month.plus(later)));
        let months = records.period_texts().iter().map(|&period| [0, 1].map(|later| before_closing(period, later)));
        let credit_days = if note { &[] } else { credit_days(section, records) };
        let months = months.collect();
        OrdinaryRecords { credit, section, note, sheet, records, single, counted, replaced, months, credit_days }
    }

    /// A record, if it is an ordinary one: it counts with all of its own tax and has no copies, it is of no later GSTR-2B, and no
    /// answer leaves some of it.
    #[inline(always)]
    pub fn get(&self, row: u32) -> Option<Ordinary> {
        if self.records.read_only(row) || self.single.has(row) {
            return None;
        }
        let yours = self.sheet.actions()[row as usize];
        let before = match self.sheet.last_said(row) {
            None => self.records.baselines.action(row),
            Some(_) if self.credit.book.errors().is_refused(self.section, row) => return None,
            Some(said) => said.action,
        };
        if yours == Action::Other || before == Action::Other || self.answers_limit(row) {
            return None;
        }
        let in_full = if self.note { self.in_full(row, [yours, before])? } else { false };
        let months = self.months(row);
        let filed = self.records.filings[row as usize] != Filing::NotFiled;
        (months >= 0).then_some(Ordinary { yours, before, filed, in_full, months })
    }

    /// Whether a credit note is accepted with the answer that all of its tax is reduced; none where an answer leaves some of it, and
    /// where one is Pending, as it is asked of each how long it may be so.
    #[inline]
    fn in_full(&self, row: u32, [yours, before]: [Action; 2]) -> Option<bool> {
        let answer = |side, action| match action {
            Action::Accept => self.credit.held(side, self.section, row).answer.kind,
            _ => AnswerKind::None,
        };
        let answers = [answer(Side::Yours, yours), answer(Side::Portal, before)];
        let limits = answers.iter().any(|kind| matches!(kind, AnswerKind::No | AnswerKind::Part));
        let single = limits || yours == Action::Pending || before == Action::Pending;
        (!single).then_some(answers[0] == AnswerKind::Full)
    }

    /// Whether an answer could say how much is taken of a document that is no credit note: only where its tax is below 0.
    #[inline(always)]
    fn answers_limit(&self, row: u32) -> bool {
        self.section.is_amendment() && !self.note && self.records.heads(row).iter().any(|&head| head < 0)
    }

    /// The same as [`Credit::months`].
    #[inline(always)]
    fn months(&self, row: u32) -> i32 {
        let later = self.records.forms[row as usize] == Form::R1a;
        let known = self.months.get(self.records.periods.ids()[row as usize] as usize);
        known.and_then(|months| months[usize::from(later)]).unwrap_or_else(|| self.credit.months(self.section, row))
    }

    /// The kind of an ordinary record with this tax of its own; none where one head has tax and another less than none.
    #[inline(always)]
    pub fn kind(&self, row: u32, ordinary: Ordinary, own: Heads) -> Option<Kind> {
        let note = self.note;
        let against = own.iter().any(|&head| if note { head > 0 } else { head < 0 });
        let day = self.credit_days.get(row as usize);
        let time = day.map_or(CreditTime::InTime, |&day| self.credit.times.of(day));
        let amendment = self.section.is_amendment();
        (!against).then_some(Kind { note, amendment, taxed: own != [0; 4], time, ordinary })
    }

    /// What a record gives if nothing more is done, and with the decisions made here: the same as [`Credit::before_and_after`].
    #[inline(always)]
    pub fn before_and_after(&self, row: u32) -> (Heads, Heads) {
        match self.get(row) {
            Some(ordinary) => ordinary.given(self.own(row)),
            None => self.credit.both_given(self.section, row, || self.counted(row)),
        }
    }

    /// The same as [`Credit::standing`].
    pub fn standing(&self, row: u32) -> Option<Standing> {
        self.credit.standing_if(self.section, row, || self.months(row), || self.counted(row))
    }

    fn counted(&self, row: u32) -> Counted {
        match self.counted.get(row as usize) {
            Some(&counted) => counted,
            None if self.replaced.has(row) => Counted::Nothing,
            // An amendment of a copy may count in place of it.
            None if !self.sheet.copies().group(row).is_empty() => self.credit.counted(self.section, row),
            None => Counted::Own,
        }
    }

    /// The tax on the document itself: the same as [`Credit::own`].
    #[inline(always)]
    pub fn own(&self, row: u32) -> Heads {
        let heads = self.records.heads(row);
        if self.note { heads.map(|head| -head) } else { heads }
    }
}

/// What counts of each amendment of a section; none of a section of other documents.
fn counted_amendments(credit: &Credit, section: Section) -> Vec<Counted> {
    if !section.is_amendment() {
        return Vec::new();
    }
    let mut counted = vec![Counted::Unknown; credit.book.sheet(section).rows() as usize];
    parts::in_stretches(&mut counted, |from, part| {
        (from as u32..).zip(part).for_each(|(row, counted)| *counted = credit.counted(section, row));
    });
    counted
}

/// The records of a section in whose place an amendment counts.
fn replaced_originals(credit: &Credit, section: Section) -> Vec<u32> {
    let Some(of) = section.amendment() else { return Vec::new() };
    let replaced = |pairs: &[(u32, u32)]| -> Vec<u32> {
        let replaces = |&&(row, by): &&(u32, u32)| credit.counts(of, by) && credit.replaces((of, by), (section, row));
        pairs.iter().filter(replaces).map(|&(row, _)| row).collect()
    };
    parts::joined(parts::in_parts(credit.book.sheet(section).amended(), replaced))
}

/// All that decides, beside its tax, how an ordinary record counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    note: bool,
    amendment: bool,
    /// Whether it has any tax.
    taxed: bool,
    time: CreditTime,
    ordinary: Ordinary,
}

impl Kind {
    /// More months than this are counted alike.
    const MOST_MONTHS: i32 = 7;
    /// How many kinds there are.
    const COUNT: usize = 1 << 14;

    /// Its place among all kinds.
    #[inline]
    fn place(&self) -> usize {
        let Ordinary { yours, before, filed, in_full, months } = self.ordinary;
        let months = months.clamp(0, Kind::MOST_MONTHS) as usize;
        let two = |first: bool, second: bool| usize::from(first) << 1 | usize::from(second);
        let flags = two(self.note, self.taxed) << 2 | two(self.amendment, in_full);
        // Two bits each for the time and the actions (`Other` is no ordinary record's), three for the months.
        let actions = (yours as usize & 3) << 2 | before as usize & 3;
        ((flags << 2 | self.time as usize) << 4 | actions) << 4 | months << 1 | usize::from(filed)
    }

    /// The tax of one record of this kind: 1 paisa on each head, if it has any.
    fn paisa(&self) -> i64 {
        match (self.taxed, self.note) {
            (false, _) => 0,
            (true, false) => 1,
            (true, true) => -1,
        }
    }

    /// What one record of this kind gives that has a tax of 1 paisa on each head, and in which figures it is.
    pub fn one(&self) -> Standing {
        let own = [self.paisa(); 4];
        let Ordinary { yours, before, filed, in_full, months } = self.ordinary;
        // A Pending credit note is no ordinary record.
        let weighed =
            Weighed { note: self.note, amendment: self.amendment, to_check: false, time: self.time, over: false };
        let yours = Held { action: yours, answer: if in_full { Answer::FULL } else { Answer::default() } };
        Facts { own, given: self.ordinary.given(own), yours, before, filed, next: false, months, weighed }.standing()
    }

    /// What all records with this tax of their own give to a figure to which [`Kind::one`] gives this.
    pub fn times(&self, one: HeadSums, own: &Sum) -> HeadSums {
        let paisa = i128::from(self.paisa());
        std::array::from_fn(|head| one[head] * paisa * own.heads[head])
    }
}

/// Records added up kind by kind.
#[derive(Default)]
pub struct KindSums {
    /// For each place of a kind, one more than where it is in the list; 0 for one that is not there.
    at: Vec<u16>,
    list: Vec<(Kind, u64, ExactSums<4>)>,
}

impl KindSums {
    /// Adds a record, if it is an ordinary one that has a kind; whether it was. What was not is weighed by itself.
    #[inline]
    pub fn take(&mut self, records: &OrdinaryRecords, row: u32) -> bool {
        let own = records.own(row);
        let kind = records.get(row).and_then(|ordinary| records.kind(row, ordinary, own));
        kind.inspect(|&kind| self.add(kind, own)).is_some()
    }

    /// Adds a record of a kind, by its own tax.
    #[inline]
    pub fn add(&mut self, kind: Kind, own: Heads) {
        if self.at.is_empty() {
            self.at.resize(Kind::COUNT, 0);
        }
        let at = &mut self.at[kind.place()];
        if *at == 0 {
            self.list.push((kind, 0, ExactSums::default()));
            *at = self.list.len() as u16;
        }
        let (_, records, sums) = &mut self.list[usize::from(*at) - 1];
        *records += 1;
        sums.add(own);
    }

    /// Each kind, and what its records are together.
    pub fn each(&self) -> impl Iterator<Item = (Kind, Sum)> {
        self.list.iter().map(|(kind, records, sums)| (*kind, Sum { records: *records, heads: sums.all() }))
    }
}
