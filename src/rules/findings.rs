//! The findings of a book: one bit per rule and row, and the worst weight of each row, kept up to date as rows change.

use roaring::RoaringBitmap;

use super::quick::{QuickRecords, Rules, set};
use super::{Case, Finding, Quick, RuleId, Weight};
use crate::book::{Book, Section};
use crate::values::{Day, Progress, parts};

/// What the rules say of every row, without words.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    sheets: [SheetFindings; 8],
    day: Option<Day>,
}

#[derive(Clone, Debug, Default)]
struct SheetFindings {
    /// A bit per rule, by [`RuleId`].
    rules: Vec<Rules>,
    /// Rules about the record alone that speak of it, of a row set aside too: they are asked once.
    of_record: Vec<Rules>,
    /// The worst weight, 0 for none.
    worst: Vec<u8>,
    /// How many rows have each worst weight.
    counts: [u32; 5],
}

impl Findings {
    /// Judges every row of a book.
    pub fn of(book: &Book, day: Day) -> Findings {
        Findings::of_until(book, day, &Progress::default()).unwrap_or_default()
    }

    /// The same for a thread that can be stopped; none if it was.
    pub fn of_until(book: &Book, day: Day, progress: &Progress) -> Option<Findings> {
        let mut findings = Findings { day: Some(day), ..Findings::default() };
        for section in Section::ALL {
            let rows: Vec<u32> = (0..book.sheet(section).rows()).collect();
            let records = QuickRecords::new(book, section);
            findings.sheets[section as usize] = SheetFindings {
                rules: vec![0; rows.len()],
                of_record: parts::each(&rows, progress, |&row| records.of_row(row))?,
                worst: vec![0; rows.len()],
                counts: [rows.len() as u32, 0, 0, 0, 0],
            };
            findings.sheets[section as usize].judge(book, section, &rows, day, progress)?;
        }
        Some(findings)
    }

    /// Judges rows again that a command touched, with their partners and copies.
    pub fn renew(&mut self, book: &Book, section: Section, touched: &RoaringBitmap) {
        let Some(day) = self.day else { return };
        let sheet = book.sheet(section);
        let mut rows = touched.clone();
        for copies in sheet.copies.groups().iter().filter(|group| group.iter().any(|&row| touched.contains(row))) {
            rows.extend(copies);
        }
        let mut renew = |section: Section, rows: &RoaringBitmap| {
            let rows: Vec<u32> = rows.iter().take_while(|&row| row < book.sheet(section).rows()).collect();
            self.sheets[section as usize].grow(book, section);
            let _ = self.sheets[section as usize].judge(book, section, &rows, day, &Progress::default());
        };
        renew(section, &rows);
        if let Some(amendments) = section.amendment() {
            let amended = sheet.amended().iter().filter(|(original, _)| touched.contains(*original));
            renew(amendments, &amended.map(|&(_, amendment)| amendment).collect());
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
    /// Makes place for rows that a newer download brought.
    fn grow(&mut self, book: &Book, section: Section) {
        let (known, rows) = (self.of_record.len() as u32, book.sheet(section).rows());
        if known < rows {
            let records = QuickRecords::new(book, section);
            self.of_record.extend((known..rows).map(|row| records.of_row(row)));
            self.rules.resize(rows as usize, 0);
            self.worst.resize(rows as usize, 0);
            self.counts[0] += rows - known;
        }
    }

    /// Judges rows; none if it was stopped on the way, and then nothing is changed.
    fn judge(&mut self, book: &Book, section: Section, rows: &[u32], day: Day, progress: &Progress) -> Option<()> {
        let sheet = book.sheet(section);
        let quick = Quick::new(book, section);
        let judged = parts::each(rows, progress, |&row| {
            let (mut bits, mut worst) = (0, 0);
            if !sheet.in_force(row) {
                return (bits, worst);
            }
            let rules = quick.of_decision(row, sheet.decision(row)) | self.of_record[row as usize];
            if rules != 0 {
                Case::standing(book, section, row, day).judge_by(rules, |rule, weight| {
                    bits |= set(&[rule]);
                    worst = worst.max(weight as u8);
                });
            }
            (bits, worst)
        })?;
        for (&row, (bits, worst)) in rows.iter().zip(judged) {
            let i = row as usize;
            self.counts[self.worst[i] as usize] -= 1;
            self.counts[worst as usize] += 1;
            self.rules[i] = bits;
            self.worst[i] = worst;
        }
        Some(())
    }
}
