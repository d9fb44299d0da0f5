//! What an upload would say, counted when the review is opened: by sheet, supplier and action with the tax, what it changes
//! in the credit, what blocks it, what the portal is known to refuse.

mod refusals;
mod suppliers;
mod walk;

use std::collections::BTreeMap;
use std::time::Duration;

use roaring::RoaringBitmap;

use crate::book::{Action, AnswerKind, Book, Scope, Section};
use crate::rules::credit::{Credit, Figures, Side, Uncounted, total};
use crate::rules::{Case, Finding, RuleId, Weight};
use crate::session::Session;

pub use refusals::{KnownRefusal, of_rule};
pub use suppliers::{By, SupplierReview, ordered};
pub use walk::{SLICE, Walk};

/// The review of a delta.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// The sheets with changes.
    pub sheets: Vec<SheetReview>,
    /// The figures of the records that will be written.
    pub written: Figures,
    /// Records that will be written.
    pub records: u64,
    /// Records that are left as they are on the portal.
    pub others: u64,
    /// Records of the file that are in no figure as a copy with other values counts in their place (rule F1).
    pub uncounted_copies: u64,
    /// What blocks, a group for each thing that a rule says.
    pub blocks: Vec<FindingGroup>,
    /// What the portal may refuse although nothing blocks it here.
    pub may_be_refused: Vec<FindingGroup>,
    /// The same beside the rules.
    pub refusals: Vec<KnownRefusal>,
    /// What else warns or was asked.
    pub warns: Vec<FindingGroup>,
    /// Answers to "reduce ITC?" taken by default, and the tax that they reverse.
    pub by_default: Listed,
    /// Answers to "reduce ITC?" that follow from the purchase register, and the tax that they reverse.
    pub from_books: Listed,
    /// Records whose supplier has not filed, and their tax.
    pub not_filed: Listed,
    /// Records of which a newer download set a decision aside that waits for the user: the upload says nothing of it.
    pub set_aside: Listed,
    /// Amendments whose original is not in this book.
    pub no_original: Listed,
    /// Amendments whose original is Pending: what they change is not known.
    pub open_original: Listed,
    /// Credit notes that will be accepted, by their answer, in the order of [`ANSWERS`].
    pub answers: [u64; 3],
    /// Those that need no answer, as the portal blocks the question on them.
    pub need_no_answer: u64,
    /// All credit notes that will be accepted, to be shown.
    pub notes: Listed,
    /// Records that will be rejected.
    pub rejected: Listed,
    /// Credit notes among them, and the tax that they add to the supplier's.
    pub rejected_notes: Listed,
    /// The suppliers, in the order in which they were met.
    pub suppliers: Vec<SupplierReview>,
}

/// The answers to "ITC to be reduced?" that credit notes are counted by.
pub const ANSWERS: [AnswerKind; 3] = [AnswerKind::Full, AnswerKind::Part, AnswerKind::No];

/// Records by sheet, and an amount of tax.
#[derive(Clone, Debug, Default)]
pub struct Listed {
    /// The records.
    pub rows: BTreeMap<Section, RoaringBitmap>,
    /// The tax, in paise.
    pub tax: i128,
}

impl Listed {
    /// Their sheet, if they are of one alone.
    pub fn only_sheet(&self) -> Option<Section> {
        self.rows.keys().next().copied().filter(|_| self.rows.len() == 1)
    }

    /// Where they are looked at together, with their numbers there: their sheet, or All if they are of several.
    pub fn in_one_scope(&self) -> (Scope, RoaringBitmap) {
        let scope = self.only_sheet().map_or(Scope::All, Scope::Sheet);
        (scope, scope.together(self.rows.iter().map(|(section, rows)| (*section, rows))))
    }

    fn add(&mut self, section: Section, row: u32, tax: i128) {
        self.rows.entry(section).or_default().insert(row);
        self.tax += tax;
    }

    /// How many records there are.
    pub fn records(&self) -> u64 {
        self.rows.values().map(RoaringBitmap::len).sum()
    }
}

/// What will be written of one sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetReview {
    /// The sheet.
    pub section: Section,
    /// The figures of its records that will be written.
    pub written: Figures,
    /// Of those accepted, the records that do not count in the GSTR-2B being closed.
    pub accepted_uncounted: u64,
}

/// Records of which one rule says the same, in whatever sheets.
#[derive(Clone, Debug)]
pub struct FindingGroup {
    /// The records.
    pub listed: Listed,
    /// What the rule says of the first of each sheet.
    pub finding: Finding,
}

/// A review while it is being counted.
#[derive(Clone, Debug, Default)]
pub struct Counting {
    review: Review,
    walk: Walk,
    suppliers: suppliers::Suppliers,
    earlier: refusals::Earlier,
    groups: BTreeMap<(Weight, Section, RuleId), RoaringBitmap>,
}

impl Counting {
    /// Counts for a slice; gives the review at the end.
    pub fn go_on(&mut self, open: &Session, slice: Duration) -> Option<Review> {
        let (mut walk, credit) = (self.walk, Credit::new(&open.book, open.day));
        let ended = walk.go_on(open, slice, |section, row| self.count(open, &credit, section, row));
        self.walk = walk;
        ended.then(|| std::mem::take(self).ended(open))
    }

    /// How far it is, from 0 to 1.
    pub fn part_done(&self, open: &Session) -> f32 {
        (self.walk.done as f64 / open.changed().max(1) as f64) as f32
    }

    fn count(&mut self, open: &Session, credit: &Credit, section: Section, row: u32) {
        let (book, review) = (&open.book, &mut self.review);
        let sheet = book.sheet(section);
        if review.sheets.last().is_none_or(|s| s.section != section) {
            review.sheets.push(SheetReview { section, written: Figures::default(), accepted_uncounted: 0 });
        }
        if let Some(of_sheet) = review.sheets.last_mut() {
            of_sheet.written.add(credit, section, row);
        }
        review.records += 1;
        let (own, uncounted) =
            (credit.own(section, row).into_iter().map(i128::from).sum(), credit.uncounted(section, row));
        let said = book.said(section, row);
        let answer = book.answers().get(sheet.answers()[row as usize]);
        if said.answer != Default::default() && answer.origin().is_some() {
            let falls = credit.value(Side::Yours, section, row).map(|head| i128::from(-head).max(0)).iter().sum();
            let list = if answer.by_default { &mut review.by_default } else { &mut review.from_books };
            list.add(section, row, falls);
        }
        match said.action {
            Action::Accept if section.is_credit_note() => {
                let kind = book.answers().get(said.answer).kind;
                review.notes.add(section, row, 0);
                match ANSWERS.iter().position(|&answer| answer == kind) {
                    Some(place) => review.answers[place] += 1,
                    // Where one is needed and missing, that blocks.
                    None => review.need_no_answer += u64::from(!sheet.records().itc_open(section, row)),
                }
            }
            Action::Reject => {
                review.rejected.add(section, row, own);
                if section.is_credit_note() {
                    review.rejected_notes.add(section, row, own.abs());
                }
            }
            _ => {}
        }
        if let (Action::Accept, Some(_), Some(of_sheet)) = (said.action, uncounted, review.sheets.last_mut()) {
            of_sheet.accepted_uncounted += 1;
        }
        match uncounted {
            Some(Uncounted::NotFiled) => review.not_filed.add(section, row, own),
            Some(Uncounted::ToCheck) if sheet.original(row).is_none() => review.no_original.add(section, row, own),
            Some(Uncounted::ToCheck) => review.open_original.add(section, row, own),
            Some(Uncounted::Next) | None => {}
        }
        let change = total(credit.change_by(section, row));
        self.suppliers.add(book, section, row, said.action, (change, uncounted.is_some()));
        self.earlier.look_at(book, section, row);
        self.judge(open, section, row);
    }

    fn judge(&mut self, open: &Session, section: Section, row: u32) {
        if open.findings.worst(section, row) < Some(Weight::Warns) {
            return;
        }
        Case::standing(&open.book, section, row, open.day).judge(|rule, weight| {
            // That a supplier has not filed is said with what the portal then refuses; so is what it refused before.
            if weight >= Weight::Warns && !matches!(rule, RuleId::A3 | RuleId::F7) {
                let weight = if weight == Weight::Asks { Weight::Warns } else { weight };
                self.groups.entry((weight, section, rule)).or_default().insert(row);
            }
        });
    }

    fn ended(self, open: &Session) -> Review {
        let mut review = self.review;
        let all: u64 = Section::ALL.into_iter().map(|s| u64::from(open.view(s).counts.all())).sum();
        review.others = all - review.records.min(all);
        review.uncounted_copies = Section::ALL.into_iter().map(|section| uncounted_copies(&open.book, section)).sum();
        let waiting = Section::ALL.into_iter().zip(open.changes().lists.picks.clone());
        review.set_aside.rows = waiting.filter(|(_, rows)| !rows.is_empty()).collect();
        review.suppliers = self.suppliers.list;
        for sheet in &review.sheets {
            review.written.join(&sheet.written);
        }
        for ((weight, section, rule), rows) in self.groups {
            let Some(first) = rows.min() else { continue };
            let case = Case::standing(&open.book, section, first, open.day);
            let finding = case.of_several(true).finding(rule, weight);
            let groups = match (weight, of_rule(rule)) {
                (Weight::Blocks, _) => &mut review.blocks,
                (_, Some(_)) => &mut review.may_be_refused,
                _ => &mut review.warns,
            };
            let says_the_same = |group: &&mut FindingGroup| {
                let known = &group.finding;
                // Where a fix only leads to another record, that differs from record to record.
                let mends = |finding: &Finding| finding.fix.filter(|fix| fix.edits());
                (known.rule, &known.message, mends(known)) == (rule, &finding.message, mends(&finding))
            };
            let listed = match groups.iter_mut().find(says_the_same) {
                Some(group) => &mut group.listed,
                None => {
                    groups.push(FindingGroup { listed: Listed::default(), finding });
                    let Some(new) = groups.last_mut() else { continue };
                    &mut new.listed
                }
            };
            *listed.rows.entry(section).or_default() |= rows;
        }
        for group in review.blocks.iter_mut().chain(&mut review.may_be_refused).chain(&mut review.warns) {
            if group.listed.records() == 1 {
                let Finding { section, row, rule, weight, .. } = group.finding;
                group.finding = Case::standing(&open.book, section, row, open.day).finding(rule, weight);
            }
        }
        review.refusals = refusals::beside_the_rules(&review, self.earlier, open);
        review
    }
}

/// Of copies that differ one counts.
fn uncounted_copies(book: &Book, section: Section) -> u64 {
    let sheet = book.sheet(section);
    let in_force = |group: &[u32]| group.iter().filter(|&&row| sheet.in_force(row)).count() as u64;
    sheet.copies().groups().iter().map(|group| in_force(group).saturating_sub(1)).sum()
}

impl Review {
    /// How many groups of records there are that the portal may refuse or that are worth a look.
    pub fn risks(&self) -> u64 {
        (self.may_be_refused.len() + self.refusals.len() + self.warns.len()) as u64
    }

    /// How many records block.
    pub fn blocked(&self) -> u64 {
        let mut blocked = Listed::default();
        for group in &self.blocks {
            for (&section, rows) in &group.listed.rows {
                *blocked.rows.entry(section).or_default() |= rows;
            }
        }
        blocked.records()
    }
}

#[cfg(test)]
mod tests;
