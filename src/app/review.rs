//! What an upload would say, counted once when the review is opened: by sheet and action, what blocks it, what warns.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::open_book::OpenBook;
use crate::book::{Action, Section};
use crate::rules::{Case, Finding, RuleId, Weight};

/// The review of a delta.
#[derive(Clone, Debug, Default)]
pub struct Review {
    /// Sheets with changes: section and records by action, in the order of [`Action::CHOICES`].
    pub sheets: Vec<(Section, [u64; 4])>,
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
            let mut by_action = [0; 4];
            for row in &view.changed {
                let said = open.book.said(section, row);
                if let Some(i) = Action::CHOICES.iter().position(|&a| a == said.action) {
                    by_action[i] += 1;
                }
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
                review.sheets.push((section, by_action));
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
        for (_, counts) in &self.sheets {
            totals.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
        totals
    }
}
