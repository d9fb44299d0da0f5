//! What an upload would say, counted once when the review is opened: by sheet and action, what blocks it, what warns.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::open_book::OpenBook;
use crate::book::{Action, Section};
use crate::rules::credit::{self, Effect, HeadSums};
use crate::rules::{Case, Finding, RuleId, Weight};

/// The review of a delta.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// The sheets with changes.
    pub sheets: Vec<SheetReview>,
    /// What the records that will be written do to the credit, head by head.
    pub credit: HeadSums,
    /// The same of records whose supplier has not filed.
    pub provisional: i128,
    /// The same of amendments whose original is not in the book, or pending.
    pub apart: i128,
    /// Records that will be written.
    pub records: u64,
    /// Records that are left as they are on the portal.
    pub others: u64,
    /// What blocks, a group for each sheet and rule.
    pub blocks: Vec<Group>,
    /// What warns or was asked.
    pub warns: Vec<Group>,
    /// How many answers to "reduce ITC?" were taken by default.
    pub by_default: u64,
}

/// What will be written of one sheet.
#[derive(Clone, Copy, Debug)]
pub struct SheetReview {
    /// The sheet.
    pub section: Section,
    /// Records by action, in the order of [`Action::CHOICES`].
    pub by_action: [u64; 4],
    /// What they do to the credit.
    pub credit: i128,
}

/// Records of one sheet of which one rule speaks.
#[derive(Clone, Debug)]
pub struct Group {
    /// The sheet.
    pub section: Section,
    /// The records.
    pub rows: RoaringBitmap,
    /// What the rule says of the first.
    pub finding: Finding,
}

impl Review {
    /// Counts the delta of a book.
    pub fn of(open: &OpenBook) -> Review {
        let mut review = Review::default();
        let mut groups: BTreeMap<(Weight, Section, RuleId), RoaringBitmap> = BTreeMap::new();
        for section in Section::ALL {
            let view = open.view(section);
            let mut sheet = SheetReview { section, by_action: [0; 4], credit: 0 };
            for row in &view.changed {
                let said = open.book.said(section, row);
                if let Some(i) = Action::CHOICES.iter().position(|&a| a == said.action) {
                    sheet.by_action[i] += 1;
                }
                sheet.credit += review.count_credit(open, section, row);
                let answered = said.answer != Default::default();
                let answer = open.book.answers.get(open.book.sheet(section).answers[row as usize]);
                review.by_default += u64::from(answered && answer.by_default);
                if open.findings.worst(section, row) >= Some(Weight::Warns) {
                    Case::standing(&open.book, section, row, open.day).judge(|rule, weight| {
                        if weight >= Weight::Warns {
                            let weight = if weight == Weight::Asks { Weight::Warns } else { weight };
                            groups.entry((weight, section, rule)).or_default().insert(row);
                        }
                    });
                }
            }
            if !view.changed.is_empty() {
                review.sheets.push(sheet);
            }
            review.records += view.changed.len();
            review.others += u64::from(view.counts.all()) - view.changed.len();
        }
        for ((weight, section, rule), rows) in groups {
            let Some(first) = rows.min() else { continue };
            let finding = Case::standing(&open.book, section, first, open.day).finding(rule, weight);
            let group = Group { section, rows, finding };
            if weight == Weight::Blocks { review.blocks.push(group) } else { review.warns.push(group) }
        }
        review
    }

    /// Adds what a record does to the credit where it belongs; gives what counts now.
    fn count_credit(&mut self, open: &OpenBook, section: Section, row: u32) -> i128 {
        let decision = open.book.sheet(section).decision(row);
        let effect = credit::effect(&open.book, section, row, decision);
        let sum: i128 = effect.heads().into_iter().map(i128::from).sum();
        match effect {
            Effect::Counted(heads) => {
                self.credit.iter_mut().zip(heads).for_each(|(all, head)| *all += i128::from(head));
                return sum;
            }
            Effect::Provisional(_) => self.provisional += sum,
            Effect::Apart(_) => self.apart += sum,
        }
        0
    }

    /// How many records block.
    pub fn blocked(&self) -> u64 {
        let mut by_sheet: BTreeMap<Section, RoaringBitmap> = BTreeMap::new();
        for group in &self.blocks {
            *by_sheet.entry(group.section).or_default() |= &group.rows;
        }
        by_sheet.values().map(RoaringBitmap::len).sum()
    }

    /// The sums of the columns.
    pub fn totals(&self) -> [u64; 4] {
        let mut totals = [0; 4];
        for sheet in &self.sheets {
            totals.iter_mut().zip(sheet.by_action).for_each(|(sum, n)| *sum += n);
        }
        totals
    }
}
