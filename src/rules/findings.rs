//! The findings of a book: one bit per rule and row, and the worst weight of each row, kept up to date as rows change.

use super::{Case, Finding, RuleId, Weight};
use crate::book::{Book, Section};
use crate::values::Day;

/// What the rules say of every row, without words.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    sheets: [SheetFindings; 8],
    day: Option<Day>,
}

#[derive(Clone, Debug, Default)]
struct SheetFindings {
    /// A bit per rule, by [`RuleId`].
    rules: Vec<u32>,
    /// The worst weight, 0 for none.
    worst: Vec<u8>,
    /// How many rows have each worst weight.
    counts: [u32; 5],
}

impl Findings {
    /// Judges every row of a book.
    pub fn of(book: &Book, day: Day) -> Findings {
        let mut findings = Findings { day: Some(day), ..Findings::default() };
        for section in Section::ALL {
            let rows = book.sheet(section).rows();
            let sheet = &mut findings.sheets[section as usize];
            sheet.rules = vec![0; rows as usize];
            sheet.worst = vec![0; rows as usize];
            sheet.counts[0] = rows;
            (0..rows).for_each(|row| sheet.judge(book, section, row, day));
        }
        findings
    }

    /// Judges rows again that a command touched, with their partners and copies.
    pub fn renew(&mut self, book: &Book, section: Section, rows: impl Iterator<Item = u32>) {
        let Some(day) = self.day else { return };
        for row in rows {
            self.sheets[section as usize].judge(book, section, row, day);
            for &copy in book.sheet(section).copies.group(row) {
                self.sheets[section as usize].judge(book, section, copy, day);
            }
            if let Some(amendments) = section.amendment() {
                for amendment in book.sheet(section).amendments(row) {
                    self.sheets[amendments as usize].judge(book, amendments, amendment, day);
                }
            }
        }
    }

    /// The worst weight on a row.
    pub fn worst(&self, section: Section, row: u32) -> Option<Weight> {
        match self.sheets[section as usize].worst.get(row as usize)? {
            1 => Some(Weight::Info),
            2 => Some(Weight::Warns),
            3 => Some(Weight::Asks),
            4 => Some(Weight::Blocks),
            _ => None,
        }
    }

    /// Whether a rule speaks of a row.
    pub fn has(&self, section: Section, row: u32, rule: RuleId) -> bool {
        self.sheets[section as usize].rules.get(row as usize).is_some_and(|bits| bits & (1 << rule as u8) != 0)
    }

    /// How much a rule that speaks of a row weighs there.
    pub fn weight_of(&self, book: &Book, section: Section, row: u32, rule: RuleId) -> Option<Weight> {
        let day = self.day.filter(|_| self.has(section, row, rule))?;
        let mut weight = None;
        Case::standing(book, section, row, day).judge(|id, found| {
            if id == rule {
                weight = Some(found);
            }
        });
        weight
    }

    /// How many rows of a sheet have this as their worst weight.
    pub fn count(&self, section: Section, weight: Weight) -> u32 {
        self.sheets[section as usize].counts[weight as usize]
    }

    /// What the rules say of a row, in words.
    pub fn in_words(&self, book: &Book, section: Section, row: u32) -> Vec<Finding> {
        self.day.map_or_else(Vec::new, |day| Case::standing(book, section, row, day).findings())
    }
}

impl SheetFindings {
    fn judge(&mut self, book: &Book, section: Section, row: u32, day: Day) {
        let (mut bits, mut worst) = (0, 0);
        if book.sheet(section).in_force(row) {
            Case::standing(book, section, row, day).judge(|rule, weight| {
                bits |= 1 << rule as u8;
                worst = worst.max(weight as u8);
            });
        }
        let i = row as usize;
        self.counts[self.worst[i] as usize] -= 1;
        self.counts[worst as usize] += 1;
        self.rules[i] = bits;
        self.worst[i] = worst;
    }
}
