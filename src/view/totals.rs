//! What rows add up to.

use crate::book::scope::apart;
use crate::book::{Action, Amount, Book, Scope, Section, Sheet};
use crate::work::{Progress, parts};

/// The sums of the six amounts over some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many rows.
    pub rows: u64,
    /// The sums in paise, in the order of [`crate::book::Amount`]; of credit notes negative, of amendments as on the
    /// document.
    pub amounts: [i128; 6],
}

impl Totals {
    /// The sums over rows of one sheet, or of all.
    pub fn of(book: &Book, scope: impl Into<Scope>, rows: impl Iterator<Item = u32>) -> Totals {
        let scope = scope.into();
        let sheets = scope.each(|section| &book.sheet(section).records().amounts);
        let mut of_sheets = [Totals::default(); Section::ALL.len()];
        for number in rows {
            let (amounts, row) = sheets.of(number);
            let totals = &mut of_sheets[apart(number).0];
            totals.rows += 1;
            for (sum, column) in totals.amounts.iter_mut().zip(amounts.iter()) {
                *sum += i128::from(column[row]);
            }
        }
        let mut all = Totals::default();
        for (section, totals) in scope.sections().iter().zip(&mut of_sheets) {
            if section.is_credit_note() {
                totals.amounts.iter_mut().for_each(|sum| *sum = -*sum);
            }
            all.add(totals);
        }
        all
    }

    /// The same over a list of rows, on all cores.
    pub fn of_list(book: &Book, scope: Scope, rows: &[u32]) -> Totals {
        let parts = parts::in_parts(rows, |rows| Totals::of(book, scope, rows.iter().copied()));
        let mut all = Totals::default();
        parts.iter().for_each(|part| all.add(part));
        all
    }

    /// The four heads of tax together.
    pub fn tax(&self) -> i128 {
        Amount::HEADS.iter().map(|&head| self.amounts[head as usize]).sum()
    }

    /// Adds the sums of another sheet.
    pub fn add(&mut self, other: &Totals) {
        self.rows += other.rows;
        for (sum, more) in self.amounts.iter_mut().zip(other.amounts) {
            *sum += more;
        }
    }
}

/// What rows add up to, by the action that they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByAction([Totals; 5]);

impl ByAction {
    /// The sums over rows of one sheet, or of all; none if it was stopped on the way.
    pub fn of(book: &Book, scope: impl Into<Scope>, rows: &[u32], progress: &Progress) -> Option<ByAction> {
        let scope = scope.into();
        let actions = scope.each(|section| book.sheet(section).actions());
        let sums = parts::in_parts(rows, |part| {
            let mut rows: [Vec<u32>; 5] = Default::default();
            let mut sums = ByAction::default();
            for block in part.chunks(parts::BETWEEN_LOOKS).take_while(|_| !progress.cancelled()) {
                block.iter().for_each(|&row| rows[*actions.at(row) as usize].push(row));
                for (sum, rows) in sums.0.iter_mut().zip(&mut rows) {
                    sum.add(&Totals::of(book, scope, rows.drain(..)));
                }
            }
            sums
        });
        let mut all = ByAction::default();
        for part in &sums {
            all.0.iter_mut().zip(&part.0).for_each(|(sum, more)| sum.add(more));
        }
        if progress.cancelled() { None } else { Some(all) }
    }

    /// What the rows with this action add up to.
    pub fn with(&self, action: Action) -> &Totals {
        &self.0[action as usize]
    }
}

/// How many rows of a sheet have each action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts([u32; 5]);

impl Counts {
    /// Counts the rows in force: one walk down one column of bytes.
    pub fn of(sheet: &Sheet) -> Counts {
        let mut counts = [0; 5];
        sheet.actions().iter().for_each(|&action| counts[action as usize] += 1);
        if sheet.any_aside() {
            for row in &sheet.not_in_force() {
                counts[sheet.actions()[row as usize] as usize] -= 1;
            }
        }
        Counts(counts)
    }

    /// Those of several sheets together.
    pub fn sum<'c>(sheets: impl IntoIterator<Item = &'c Counts>) -> Counts {
        let mut all = Counts::default();
        for counts in sheets {
            all.0.iter_mut().zip(counts.0).for_each(|(sum, more)| *sum += more);
        }
        all
    }

    /// How many have this action.
    pub fn with(&self, action: Action) -> u32 {
        self.0[action as usize]
    }

    /// How many there are.
    pub fn all(&self) -> u32 {
        self.0.iter().sum()
    }
}
