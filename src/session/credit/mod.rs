//! The page *Credit*: its figures, counted off the window's thread whenever the page is on the screen and something has changed,
//! and the ways from a figure to its records.

pub mod dates;
pub mod lines;
pub mod of_record;
pub mod statement;
pub mod statement_lines;
pub mod table;

use std::sync::Arc;

use crate::book::{Book, Class, Section};
use crate::matching::suggest::figures::is_not_claimable_by;
use crate::rules::calendar;
use crate::rules::credit::{self, Figures};
use crate::session::background::Purpose;
use crate::session::credit::statement::StatementDesk;
use crate::session::matched::Matched;
use crate::session::{Place, Session};
use crate::values::{Day, Period};
use crate::view::credit::{CreditPage, CreditRecords, CreditWalk, NotClaimable};
use crate::view::suppliers::SupplierNumbers;

pub use dates::CreditDate;
pub use lines::{CreditLine, LineLook};
pub use of_record::SaidOfRecord;

/// What the page shows.
pub struct CreditShown {
    /// The figures.
    pub page: CreditPage,
    /// The numbers of the suppliers in them.
    pub numbers: Arc<SupplierNumbers>,
    /// The GSTR-2B being closed.
    pub closing: Period,
    /// The day by which it was counted.
    pub day: Day,
    /// The recipient files by the quarter.
    pub quarterly: bool,
    /// What ends when.
    pub dates: Vec<CreditDate>,
    /// What is to be said of what waits, is rejected, and counts too late.
    pub said: Vec<String>,
    /// Vouchers of the register that are not in IMS, and their tax; none without a register.
    pub vouchers: Option<(u64, i128)>,
}

/// What is kept of the page.
#[derive(Default)]
pub struct CreditDesk {
    shown: Option<Arc<CreditShown>>,
    /// The revision that is counted, or is being counted.
    counted: u64,
    numbers: Arc<SupplierNumbers>,
    /// The portal's GSTR-2B beside it.
    statement: StatementDesk,
}

impl CreditDesk {
    /// Whether files of GSTR-2B are being read.
    pub fn works(&self) -> bool {
        self.statement.works()
    }
}

impl Session {
    /// What the page *Credit* shows, once it is counted; of a large book as of before, until it is counted again.
    pub fn credit_page(&self) -> Option<&Arc<CreditShown>> {
        self.credit.shown.as_ref()
    }

    /// Counts it again if it is on the screen and something changed since.
    pub(in crate::session) fn renew_credit(&mut self) {
        self.renew_comparison();
        if self.place != Place::Credit || self.credit.counted == self.revision {
            return;
        }
        self.credit.counted = self.revision;
        let (day, known) = (self.day, self.credit.numbers.clone());
        let matched = self.voucher_matches();
        self.look(Purpose::CreditPage, move |book, _, progress| {
            let fits = known.count() > 0 && known.fits(book);
            let numbers = if fits { known.clone() } else { Arc::new((*known).clone().with_all_of(book)) };
            let columns = book.match_columns();
            let not_claimable = columns
                .map(|columns| move |section: Section, row: u32| is_not_claimable_by(book, columns, section, row));
            let not_claimable = not_claimable.as_ref().map(|of| of as &NotClaimable);
            let page = CreditWalk::new(book, day, &numbers, not_claimable).page(progress)?;
            let closing = calendar::closing(book, day);
            let shown = CreditShown {
                dates: dates::of(book, day, &page),
                said: said(book, day, &page.figures),
                vouchers: matched.as_deref().map(|matched| not_in_ims(book, matched)),
                closing,
                day,
                quarterly: book.facts.qrmp,
                page,
                numbers: numbers.clone(),
            };
            Some(Box::new(move |open| {
                open.credit.numbers = numbers;
                open.credit.shown = Some(Arc::new(shown));
            }))
        });
    }

    /// Shows the records behind a figure in the table of all sheets, and nothing else; what they are called as a filter.
    pub fn show_credit_records(&mut self, which: CreditRecords, called: String) {
        let (day, numbers) = (self.day, self.credit.numbers.clone());
        self.look(Purpose::CreditRecords, move |book, _, progress| {
            let columns = book.match_columns();
            let not_claimable = columns
                .map(|columns| move |section: Section, row: u32| is_not_claimable_by(book, columns, section, row));
            let not_claimable = not_claimable.as_ref().map(|of| of as &NotClaimable);
            let records = CreditWalk::new(book, day, &numbers, not_claimable).records(which, progress)?;
            let called = called.clone();
            Some(Box::new(move |open| open.show_all_of(called, &records)))
        });
    }
}

/// What is to be known beside the three figures.
fn said(book: &Book, day: Day, figures: &Figures) -> Vec<String> {
    let mut said = credit::waiting(book, day, figures);
    if figures.given_up.records > 0 {
        let closing = calendar::closing(book, day);
        let due = calendar::gstr_3b_due(book, closing).map_or_else(String::new, |due| format!(" (due {due})"));
        let period = calendar::period_in_words(book, closing);
        said.push(format!(
            "What is rejected gives no credit. Until you file GSTR-3B of {period}{due} you can change it, unless the time for its \
             credit is over."
        ));
    }
    said.extend(credit::counted_past(book, day, figures));
    said.extend(credit::amended_again(book, day));
    said
}

/// Vouchers of the register that are not in IMS, and their tax, of credit notes negative: as *Match* counts them.
fn not_in_ims(book: &Book, matched: &Matched) -> (u64, i128) {
    let entries = book.register().entries();
    let alone = (0..entries.len()).filter(|&entry| matched.matches.entry(entry).class == Class::Books);
    alone.fold((0, 0), |(count, tax), entry| (count + 1, tax + entries.credit(entry)))
}
