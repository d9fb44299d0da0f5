//! What is counted over the whole book, again whenever something in it changes: the records of each built-in view, what
//! is blocked in the upload to come, the figures of the credit, and what would be deemed accepted.

use crate::book::{Book, Section};
use crate::rules::credit::{Credit, Deemed, Figures, KindSums, OrdinaryRecords};
use crate::rules::{Findings, Weight};
use crate::values::Day;
use crate::view::BuiltIn;
use crate::work::{Progress, parts};

/// The counts of a book.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    sheets: [OfSheet; 8],
    /// What would be deemed accepted.
    pub deemed: Deemed,
    /// The figures of the credit.
    pub figures: Figures,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct OfSheet {
    built_in: [u64; BuiltIn::ALL.len()],
    blocked: u64,
}

impl Tally {
    /// Counts; none if it was stopped on the way.
    pub fn of(book: &Book, findings: &Findings, day: Day, progress: &Progress) -> Option<Tally> {
        let credit = Credit::new(book, day);
        let mut tally = Tally { deemed: Deemed::on_the_portal(book), ..Tally::default() };
        for section in Section::ALL {
            let rows: Vec<u32> = (0..book.sheet(section).rows()).collect();
            let ordinary = OrdinaryRecords::new(credit, section);
            let counted = parts::in_parts(&rows, |part| {
                let (mut of_sheet, mut deemed) = (OfSheet::default(), Deemed::default());
                let (mut figures, mut kinds) = (Figures::default(), KindSums::default());
                for block in part.chunks(parts::BETWEEN_LOOKS).take_while(|_| !progress.cancelled()) {
                    block.iter().for_each(|&row| of_sheet.add(book, findings, section, row));
                    let single = block.iter().filter(|&&row| !kinds.take(&ordinary, row));
                    single
                        .filter_map(|&row| ordinary.standing(row))
                        .for_each(|standing| figures.add_standing(&standing));
                    block.iter().for_each(|&row| deemed.add(&credit, section, row, doubtful(findings)));
                }
                figures.add_kinds(&kinds);
                (of_sheet, deemed, figures)
            });
            if progress.cancelled() {
                return None;
            }
            for (part, deemed, figures) in counted {
                tally.sheets[section as usize].join(&part);
                tally.deemed.join(&deemed);
                tally.figures.join(&figures);
            }
        }
        Some(tally)
    }

    /// How many records of a sheet a built-in view has.
    pub fn in_view(&self, section: Section, view: BuiltIn) -> u64 {
        self.sheets[section as usize].built_in[view as usize]
    }

    /// How many records of the delta are blocked.
    pub fn blocked(&self) -> u64 {
        self.sheets.iter().map(|sheet| sheet.blocked).sum()
    }
}

fn doubtful(findings: &Findings) -> impl Fn(Section, u32) -> bool {
    |section, row| findings.worst(section, row).is_some_and(|worst| worst >= Weight::Warns)
}

impl OfSheet {
    fn add(&mut self, book: &Book, findings: &Findings, section: Section, row: u32) {
        let sheet = book.sheet(section);
        if !sheet.in_force(row) {
            return;
        }
        for view in BuiltIn::ALL {
            self.built_in[view as usize] += u64::from(view.passes(book, findings, section, row));
        }
        if book.in_delta(section, row) {
            self.blocked += u64::from(findings.worst(section, row) == Some(Weight::Blocks));
        }
    }

    fn join(&mut self, other: &OfSheet) {
        self.built_in.iter_mut().zip(other.built_in).for_each(|(count, more)| *count += more);
        self.blocked += other.blocked;
    }
}
