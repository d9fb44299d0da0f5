//! The findings of a book: one bit per rule and row, and the worst weight of each row, kept up to date as rows change.

use roaring::RoaringBitmap;

use super::calendar;
use super::quick::{EVERY, QuickRecords, Rules, set};
use super::{ALL_IDS, Case, Finding, Given, Quick, RuleId, Weight};
use crate::book::{Action, Book, BySection, Decision, Section, Sheet};
use crate::values::{Day, Period, rows};
use crate::work::{Progress, parts};

/// What the rules say of every row, without words.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    sheets: BySection<SheetFindings>,
    day: Option<Day>,
    closing: Option<Period>,
}

#[derive(Clone, Debug, Default)]
struct SheetFindings {
    /// Row by row.
    verdicts: Vec<Verdict>,
    /// What the rules about the record alone say, of a row set aside too: they are asked once.
    of_record: Vec<Verdict>,
    /// How many rows have each worst weight, those without findings first.
    counts: [u32; 5],
}

/// What the rules say of a row, in four bytes, as a book has many rows: a bit for each that speaks, by [`RuleId`], and above
/// them a bit for each weight that any of them has, the worst highest. So two verdicts join without a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Verdict(u32);

/// The lowest of the four bits for weights.
const LIGHTEST: u32 = 28;
const _: () = assert!(ALL_IDS.len() <= LIGHTEST as usize);

impl Verdict {
    const fn of(rule: RuleId, weight: Weight) -> Verdict {
        Verdict(set(&[rule]) | 1 << (LIGHTEST + weight as u32 - Weight::Info as u32))
    }

    #[inline]
    fn rules(self) -> Rules {
        self.0 & EVERY
    }

    /// The worst weight as a number; 0 for none.
    #[inline]
    fn worst(self) -> usize {
        4_usize.saturating_sub(self.0.leading_zeros() as usize)
    }

    #[inline]
    fn add(&mut self, rule: RuleId, weight: Weight) {
        self.0 |= Verdict::of(rule, weight).0;
    }
}

/// What was said of rows before they were judged again. A step that is taken back takes this back with it, so that no row is judged
/// for it.
#[derive(Debug, Default)]
pub struct SaidBefore {
    /// Rows of which something else is said now.
    sheets: BySection<Vec<(u32, Verdict)>>,
}

impl Findings {
    /// Judges every row of a book.
    pub fn of(book: &Book, day: Day) -> Findings {
        Findings::of_until(book, day, &Progress::default()).unwrap_or_default()
    }

    /// The same for a thread that can be stopped; none if it was.
    pub fn of_until(book: &Book, day: Day, progress: &Progress) -> Option<Findings> {
        let closing = Some(calendar::closing(book, day));
        let mut findings = Findings { day: Some(day), closing, ..Findings::default() };
        for section in Section::ALL {
            let sheet = &mut findings.sheets[section];
            sheet.grow(book, section, day, progress);
            let mut all = RoaringBitmap::new();
            all.insert_range(0..book.sheet(section).rows());
            sheet.judge(book, section, &all, day, progress, false);
        }
        if progress.cancelled() { None } else { Some(findings) }
    }

    /// Judges rows again that a command touched, with their partners and copies; each once. Gives what was said before.
    pub fn renew(&mut self, book: &Book, touched: &[(Section, RoaringBitmap)]) -> SaidBefore {
        let mut before = SaidBefore::default();
        let Some(day) = self.day else { return before };
        let mut worth = BySection::<RoaringBitmap>::default();
        for (section, touched) in touched {
            worth[*section] |= touched;
            let (sheet, has) =
                (book.sheet(*section), |group: &&Vec<u32>| group.iter().any(|&row| touched.contains(row)));
            worth[*section].extend(sheet.copies().groups().iter().filter(has).flatten());
            if let Some(amendments) = section.amendment() {
                let actions = book.sheet(amendments).actions();
                let mut rows = sheet.amendments_of(touched);
                // Of an amendment on which nothing is decided no rule looks at the original's decision.
                rows.retain(|&row| !matches!(actions[row as usize], Action::NoAction | Action::Other));
                worth[amendments] |= rows::bitmap(&rows);
            }
        }
        for section in Section::ALL {
            let sheet = &mut self.sheets[section];
            sheet.grow(book, section, day, &Progress::default());
            before.sheets[section] = sheet.judge(book, section, &worth[section], day, &Progress::default(), true);
        }
        before
    }

    /// Says again what was said before; the book must be as it was then. Gives what takes that back.
    pub fn take_back(&mut self, mut before: SaidBefore) -> SaidBefore {
        for section in Section::ALL {
            let sheet = &mut self.sheets[section];
            for (row, verdict) in &mut before.sheets[section] {
                let Some(place) = sheet.verdicts.get_mut(*row as usize) else { continue };
                sheet.counts[place.worst()] -= 1;
                sheet.counts[verdict.worst()] += 1;
                std::mem::swap(place, verdict);
            }
        }
        before
    }

    /// The GSTR-2B period that is being closed on the day by which they judge; none before any row was judged.
    pub fn closing(&self) -> Option<Period> {
        self.closing
    }

    /// The worst weight on a row.
    #[inline]
    pub fn worst(&self, section: Section, row: u32) -> Option<Weight> {
        match self.sheets[section].verdicts.get(row as usize)?.worst() {
            1 => Some(Weight::Info),
            2 => Some(Weight::Warns),
            3 => Some(Weight::Asks),
            4 => Some(Weight::Blocks),
            _ => None,
        }
    }

    /// Whether a rule speaks of a row.
    #[inline]
    pub fn has(&self, section: Section, row: u32, rule: RuleId) -> bool {
        self.sheets[section].verdicts.get(row as usize).is_some_and(|v| v.rules() & set(&[rule]) != 0)
    }

    /// How much a rule that speaks of a row weighs there.
    pub fn weight_of(&self, book: &Book, section: Section, row: u32, rule: RuleId) -> Option<Weight> {
        let day = self.day.filter(|_| self.has(section, row, rule))?;
        let mut weight = None;
        Case::standing(book, section, row, day).judge_by(set(&[rule]), |_, found| weight = Some(found));
        weight
    }

    /// How many rows of a sheet have this as their worst weight.
    pub fn count(&self, section: Section, weight: Weight) -> u32 {
        self.sheets[section].counts[weight as usize]
    }

    /// What the rules say of a row, in words.
    pub fn in_words(&self, book: &Book, section: Section, row: u32) -> Vec<Finding> {
        self.day.map_or_else(Vec::new, |day| Case::standing(book, section, row, day).findings())
    }
}

impl SheetFindings {
    /// Makes place for rows that are new, and asks the rules about their records.
    fn grow(&mut self, book: &Book, section: Section, day: Day, progress: &Progress) {
        let (known, rows) = (self.of_record.len(), book.sheet(section).rows() as usize);
        if known >= rows {
            return;
        }
        let quick = QuickRecords::new(book, section);
        self.verdicts.resize(rows, Verdict::default());
        self.of_record.resize(rows, Verdict::default());
        self.counts[0] += (rows - known) as u32;
        parts::in_stretches(&mut self.of_record[known..], |from, part| {
            for (row, verdict) in ((known + from) as u32..).zip(part) {
                if (row as usize).is_multiple_of(parts::BETWEEN_LOOKS) && progress.cancelled() {
                    break;
                }
                let rules = quick.of_row(row);
                if rules != 0 {
                    let case = Case::standing(book, section, row, day);
                    case.judge_by(rules, |rule, weight| verdict.add(rule, weight));
                }
            }
        });
    }

    /// Judges rows; not all of them if it was stopped on the way. If it keeps, it gives those of which something else was said before.
    fn judge(
        &mut self,
        book: &Book,
        section: Section,
        rows: &RoaringBitmap,
        day: Day,
        progress: &Progress,
        keeps: bool,
    ) -> Vec<(u32, Verdict)> {
        let (Some(first), Some(last)) = (rows.min(), rows.max()) else { return Vec::new() };
        let sheet = book.sheet(section);
        let judge = Judge {
            book,
            section,
            day,
            sheet,
            some_aside: sheet.any_aside(),
            of_record: &self.of_record,
            quick: Quick::new(book, section, day),
        };
        let end = self.verdicts.len().min(last as usize + 1);
        let Some(stretch) = self.verdicts.get_mut(first as usize..end) else { return Vec::new() };
        let changes = parts::in_stretches(stretch, |from, part| {
            let (from, mut change, mut said) = (first + from as u32, [0; 5], Vec::new());
            let blocks = (from..).step_by(parts::BETWEEN_LOOKS).zip(part.chunks_mut(parts::BETWEEN_LOOKS));
            for (from, block) in blocks.take_while(|_| !progress.cancelled()) {
                rows::each(rows.range(from..from + block.len() as u32)).for_each(|row| {
                    let verdict = judge.verdict(row);
                    let before = std::mem::replace(&mut block[(row - from) as usize], verdict);
                    if before != verdict {
                        change[before.worst()] -= 1;
                        change[verdict.worst()] += 1;
                        if keeps {
                            said.push((row, before));
                        }
                    }
                });
            }
            (change, said)
        });
        let (changes, said): (Vec<_>, Vec<_>) = changes.into_iter().unzip();
        for change in changes {
            self.counts.iter_mut().zip(change).for_each(|(count, by)| *count = count.wrapping_add_signed(by));
        }
        parts::joined(said)
    }
}

/// Says what the rules say of the rows of a sheet.
struct Judge<'a> {
    book: &'a Book,
    section: Section,
    day: Day,
    sheet: &'a Sheet,
    some_aside: bool,
    of_record: &'a [Verdict],
    quick: Quick<'a>,
}

impl Judge<'_> {
    // Inlined, it reads the columns without looking them up for every row.
    #[inline(always)]
    fn verdict(&self, row: u32) -> Verdict {
        if self.some_aside && !self.sheet.in_force(row) {
            return Verdict::default();
        }
        let decision = self.sheet.decision(row);
        let mut verdict = self.of_record[row as usize];
        if let Some(weight) = self.quick.provisional(row, decision.action) {
            verdict.add(RuleId::A3, weight);
        }
        let rules = self.quick.of_decision(row, decision);
        if rules != 0 {
            self.ask(row, decision, rules, &mut verdict);
        }
        verdict
    }

    // Few rows come here: the others are quicker without it in their way.
    #[inline(never)]
    fn ask(&self, row: u32, decision: Decision, rules: Rules, verdict: &mut Verdict) {
        let case = Case::proposed(self.book, self.section, row, decision, Given::default(), self.day);
        case.judge_by(rules, |rule, weight| verdict.add(rule, weight));
    }
}
