//! Sums over all matches: what the books say cannot be claimed, and what differences were let pass.

use crate::book::{Book, Heads, Mark, MatchColumns, Section};
use crate::matching::agree::class::Class;
use crate::matching::context::Flag;
use crate::matching::result::{Match, Matches};
use crate::matching::suggest::suggestion;
use crate::rules::credit::{Credit, Side, add};
use crate::values::{Day, Paise};
use crate::work::{Progress, parts};

/// Sums over the matches of a book.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Of each class: tax of its records, or of its entries where it has no records, of credit notes negative; in the order of
    /// [`Class::ALL`].
    pub tax: [i128; Class::ALL.len()],
    /// Records, not credit notes, that give credit and whose entries are ineligible by the books: as the page *Credit* counts them.
    pub not_claimable: u64,
    /// What they give, by head.
    pub not_claimable_heads: [i128; 4],
    /// Matches whose tax differs within tolerance.
    pub rounded: u64,
    /// By how much the portal has more, and less, in these; of credit notes negative, so that both together are the difference
    /// between the two sums of tax.
    pub portal_more: i128,
    /// See above.
    pub portal_less: i128,
}

/// Works them out.
pub fn of(book: &Book, matches: &Matches, day: Day) -> Figures {
    of_until(book, matches, day, &Progress::default()).unwrap_or_default()
}

/// The same for a thread that can be stopped; none if it was.
pub fn of_until(book: &Book, matches: &Matches, day: Day, progress: &Progress) -> Option<Figures> {
    let credit = Credit::new(book, day);
    let mut figures = Figures::default();
    let entries = book.register().entries();
    for (done, of) in matches.all().enumerate() {
        if done % parts::BETWEEN_LOOKS == 0 && progress.cancelled() {
            return None;
        }
        let booked: i128 = of.entries.iter().map(|&entry| entries.credit(entry)).sum();
        let portal: i128 = of.records.iter().map(|&(section, row)| signed_tax(book, section, row)).sum();
        figures.tax[of.class as usize] += if of.records.is_empty() { booked } else { portal };
        if of.records.is_empty() || of.entries.is_empty() {
            continue;
        }
        if is_not_claimable(book, &of) {
            for &(section, row) in &of.records {
                let given = credit.value(Side::Yours, section, row);
                if counts_as_not_claimable(section, given) {
                    figures.not_claimable += 1;
                    add(&mut figures.not_claimable_heads, given);
                }
            }
        }
        let given = of.entries.iter().all(|&entry| entries.tax(entry).is_some());
        // An invoice booked as a note counts with the other sign there: that is no round-off.
        let same_kind = of.class != Class::Kind;
        if of.flags.has(Flag::AmountsWithin) && given && same_kind && booked != portal {
            figures.rounded += 1;
            figures.portal_more += (portal - booked).max(0);
            figures.portal_less += (booked - portal).max(0);
        }
    }
    Some(figures)
}

/// The tax of a record, of a credit note negative.
pub fn signed_tax(book: &Book, section: Section, row: u32) -> i128 {
    let tax: i128 = book.sheet(section).records().heads(row).into_iter().map(i128::from).sum();
    if section.is_credit_note() { -tax } else { tax }
}

/// Whether a record of which the books claim no credit is in 4(B)(1): it gives credit. What is not filed, Pending, rejected or of a
/// later GSTR-2B gives none.
pub fn counts_as_not_claimable(section: Section, given: Heads) -> bool {
    !section.is_credit_note() && given != [0; 4]
}

/// Whether the books say that no credit is claimed on the records of a match.
pub fn is_not_claimable(book: &Book, of: &Match) -> bool {
    let entries = book.register().entries();
    let Some(&(section, row)) = of.records.iter().find(|record| !record.0.is_credit_note()) else { return false };
    let gross = of.class == Class::Gross && suggestion::credit_is_given_up(book, section, row);
    !of.entries.is_empty() && (gross || of.entries.iter().any(|&entry| entries.has(Mark::Ineligible, entry)))
}

/// The same of one record, by the columns that a book shows of its matches.
pub fn is_not_claimable_by(book: &Book, columns: &MatchColumns, section: Section, row: u32) -> bool {
    let (with, entries) = (columns.entries_of(section, row), columns.entries());
    let gross = || columns.class(section, row) == Class::Gross && suggestion::credit_is_given_up(book, section, row);
    !section.is_credit_note()
        && !with.is_empty()
        && (with.iter().any(|&entry| entries.has(Mark::Ineligible, entry)) || gross())
}

/// By how much the portal's tax of a match is above that of the books; none where one side has none.
pub fn tax_difference(book: &Book, of: &Match) -> Option<Paise> {
    let entries = book.register().entries();
    if of.records.is_empty() || of.entries.is_empty() {
        return None;
    }
    let booked: Option<Paise> = of.entries.iter().map(|&entry| entries.tax(entry)).sum();
    let portal: Paise = of.records.iter().flat_map(|&(s, row)| book.sheet(s).records().heads(row)).sum();
    Some(portal.saturating_sub(booked?))
}
