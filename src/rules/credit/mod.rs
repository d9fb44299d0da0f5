//! What the decisions give to the ITC in the GSTR-2B being closed (rules/README.md, "What an action does to the credit").
//!
//! One record gives a value for each of two sides: what the portal holds, and what the user decided. All figures are sums
//! of these values ([`Figures`]), and what a command changes is the difference of two such sums. So the button, the
//! question, the result line, the bar and the review cannot disagree.
//!
//! An example: an invoice of ₹ 180 IGST on which nothing was done counts as accepted, so it gives 180 on both sides and
//! accepting it changes nothing. Kept Pending it gives 0 on the user's side: the credit falls by 180.
//!
//! Amounts are in paise; those of credit notes are negative.

mod deemed;
mod figure;
mod figures;
mod held;
mod if_decided;
mod kind;
mod reason;
mod standing;
mod times;
mod uncounted;
mod words;

use roaring::RoaringBitmap;

use super::calendar;
use crate::book::{Action, Answer, Book, BySection, Filing, Heads, Section};
use crate::values::{Day, Period, rows};
use crate::work::parts;

pub use deemed::{Deemed, deemed};
pub use figure::{CreditFigure, FigureSet};
pub use figures::{Figures, NowAndBefore, PARTS, Sum};
use held::BothHeld;
pub use held::Held;
pub use if_decided::IfDecided;
pub use kind::{Kind, KindSums, Ordinary, OrdinaryRecords};
pub use standing::Standing;
pub use times::{CreditTime, CreditTimes};
pub use uncounted::Uncounted;
pub use words::{amended_again, change_called, counted_past, of_record, this_time, waiting};

/// A sum of IGST, CGST, SGST and cess.
pub type HeadSums = [i128; 4];

/// All heads of a sum together.
#[inline]
pub fn total(sums: HeadSums) -> i128 {
    sums[0] + sums[1] + sums[2] + sums[3]
}

/// Which side is asked: what the portal holds, or what the user decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the portal holds: the imported action, or what the last upload said.
    Portal,
    /// The same with the decisions made here.
    Yours,
}

/// How a book counts in the GSTR-2B of one period.
#[derive(Clone, Copy)]
pub struct Credit<'a> {
    book: &'a Book,
    /// No record of a later GSTR-2B counts; none: all count.
    closing: Option<Period>,
    /// The recipient files by the quarter.
    quarterly: bool,
    /// Until when credit can be taken; without a day all is in time.
    times: CreditTimes,
    /// The day; none where each record is looked at in its own GSTR-2B.
    day: Option<Day>,
}

impl<'a> Credit<'a> {
    /// In the GSTR-2B that is being closed on a day.
    pub fn new(book: &'a Book, day: Day) -> Credit<'a> {
        let closing = calendar::closing(book, day);
        Credit { times: CreditTimes::new(book, day, closing), day: Some(day), ..Credit::closing(book, closing) }
    }

    /// In the GSTR-2B of this period.
    pub fn closing(book: &'a Book, closing: Period) -> Credit<'a> {
        Credit { book, closing: Some(closing), quarterly: book.facts.qrmp, times: CreditTimes::default(), day: None }
    }

    /// Each record in its own GSTR-2B, for a recipient who files by the quarter or by the month: what it gives there, as if that
    /// were the one being closed.
    pub fn of_each(book: &'a Book, quarterly: bool) -> Credit<'a> {
        Credit { book, closing: None, quarterly, times: CreditTimes::default(), day: None }
    }

    /// The GSTR-2B of a record, as far as that is known.
    #[inline]
    fn period(&self, section: Section, row: u32) -> Option<Period> {
        calendar::gstr_2b_month(self.book, section, row).map(|month| self.closed_with(month))
    }

    /// The period with which a month is closed.
    #[inline]
    fn closed_with(&self, month: Period) -> Period {
        if self.quarterly { month.quarter_end() } else { month }
    }

    /// Whether a record counts at all: it is in force and can be read. Of copies that differ (rule F1) one counts, the first,
    /// as they are one document.
    #[inline]
    pub fn counts(&self, section: Section, row: u32) -> bool {
        let sheet = self.book.sheet(section);
        let first = || {
            let group = sheet.copies().group(row);
            group.is_empty() || group.iter().find(|&&copy| sheet.in_force(copy)) == Some(&row)
        };
        sheet.in_force(row) && !sheet.records().read_only(row) && first()
    }

    /// Whether the supplier has filed; where the file does not say, it is taken for filed.
    #[inline]
    pub(super) fn filed(&self, section: Section, row: u32) -> bool {
        self.book.sheet(section).records().filings[row as usize] != Filing::NotFiled
    }

    /// Whether the record's GSTR-2B, as far as that is known, comes after the one being closed.
    #[inline]
    pub(super) fn next(&self, section: Section, row: u32) -> bool {
        self.months(section, row) < 0
    }

    /// Whether a record comes in this GSTR-2B if it is let in: it is filed and counts, and is of no later one.
    #[inline]
    fn comes(&self, section: Section, row: u32) -> bool {
        self.filed(section, row) && self.counts(section, row) && !self.next(section, row)
    }

    /// Whether two records belong to one GSTR-2B.
    fn same_period(&self, a: (Section, u32), b: (Section, u32)) -> bool {
        let period = |(section, row)| self.period(section, row);
        period(a).is_some() && period(a) == period(b)
    }

    /// Whether a record would be deemed accepted in this GSTR-2B: filed, and without action.
    pub fn deemed(&self, section: Section, row: u32) -> bool {
        self.book.sheet(section).actions()[row as usize] == Action::NoAction && self.comes(section, row)
    }

    /// The copies of a record, itself among them.
    fn copies(&self, section: Section, row: u32) -> impl Iterator<Item = u32> + 'a {
        let group = self.book.sheet(section).copies().group(row);
        group.iter().copied().chain(group.is_empty().then_some(row))
    }

    /// The original of an amendment, if the book has it: of copies the one that counts.
    fn original(&self, section: Section, row: u32) -> Option<(Section, u32)> {
        let (of, linked) = (section.original()?, self.book.sheet(section).original(row)?);
        self.copies(of, linked).find(|&copy| self.counts(of, copy)).map(|copy| (of, copy))
    }

    /// The amendments of a record that count.
    fn amendments(&self, section: Section, row: u32) -> impl Iterator<Item = (Section, u32)> + 'a {
        let (credit, sheet) = (*self, self.book.sheet(section));
        let amended = section.amendment().filter(|_| !sheet.amended().is_empty());
        let copies = amended.is_some().then(|| self.copies(section, row)).into_iter().flatten();
        let rows = copies.flat_map(|copy| sheet.amendments(copy));
        rows.filter_map(move |row| amended.map(|of| (of, row))).filter(move |&(of, row)| credit.counts(of, row))
    }

    /// The tax on the document itself.
    #[inline]
    pub fn own(&self, section: Section, row: u32) -> Heads {
        let heads = self.book.sheet(section).records().heads(row);
        if section.is_credit_note() { heads.map(|head| -head) } else { heads }
    }

    /// What is held of a record on a side.
    #[inline]
    pub(super) fn held(&self, side: Side, section: Section, row: u32) -> Held {
        match side {
            Side::Portal => Held::portals(self.book, section, row),
            Side::Yours => Held::yours(self.book, section, row),
        }
    }

    /// What a record gives on a side.
    pub fn value(&self, side: Side, section: Section, row: u32) -> Heads {
        self.value_if(section, row, self.held(side, section, row), |of, original| self.held(side, of, original))
    }

    /// What a record gives if it is accepted as it is.
    pub fn if_accepted(&self, section: Section, row: u32) -> Heads {
        let held = Held::answered(Held::yours(self.book, section, row).answer);
        self.value_if(section, row, held, |of, original| self.held(Side::Yours, of, original))
    }

    /// What a record gives if nothing more is done, and with the decisions made here.
    pub fn before_and_after(&self, section: Section, row: u32) -> (Heads, Heads) {
        self.both_given(section, row, || self.counted(section, row))
    }

    /// The same, where it can be said quicker what of it counts.
    #[inline]
    fn both_given(&self, section: Section, row: u32, counted: impl FnOnce() -> Counted) -> (Heads, Heads) {
        match self.comes(section, row) {
            true => self.given_on_both(section, row, &self.held_on_both(section, row), counted()),
            false => Default::default(),
        }
    }

    /// What is held of a record on either side.
    #[inline]
    fn held_on_both(&self, section: Section, row: u32) -> BothHeld {
        let [yours, portals] = [Side::Yours, Side::Portal].map(|side| self.held(side, section, row));
        BothHeld { yours, portals, same: yours == portals }
    }

    /// What a filed record that counts in this GSTR-2B gives on both sides, with what is held of it.
    fn given_on_both(&self, section: Section, row: u32, held: &BothHeld, counted: Counted) -> (Heads, Heads) {
        if !held.yours.takes() && !held.portals.takes() {
            return Default::default();
        }
        let own = self.own(section, row);
        // What an amendment gives depends on what is held of its original too.
        let original = match counted {
            Counted::Against(of, original) => Some(self.held_on_both(of, original)),
            _ => None,
        };
        let given = |held: Held, of: fn(&BothHeld) -> Held| match held.takes() {
            true => self
                .of_tax(counted, own, held, |_, _| original.as_ref().map(of).unwrap_or_default())
                .unwrap_or_default(),
            false => [0; 4],
        };
        let after = given(held.yours, |original| original.yours);
        let same = held.same && original.as_ref().is_none_or(|original| original.same);
        (if same { after } else { given(held.portals, |original| original.portals) }, after)
    }

    /// What a record gives if this is held of it, and that of its original.
    fn value_if(&self, section: Section, row: u32, held: Held, original: impl Fn(Section, u32) -> Held) -> Heads {
        match held.takes() && self.comes(section, row) {
            true => self.given(section, row, held, original),
            false => [0; 4],
        }
    }

    /// The same of a filed record that counts in this GSTR-2B, if it is let in.
    fn given(&self, section: Section, row: u32, held: Held, original: impl Fn(Section, u32) -> Held) -> Heads {
        match self.counted(section, row) {
            Counted::Nothing => [0; 4],
            counted => self.of_tax(counted, self.own(section, row), held, original).unwrap_or_default(),
        }
    }

    /// What this tax gives of a record, or of an amendment that came with it; none where that cannot be said.
    fn of_tax(
        &self,
        counted: Counted,
        tax: Heads,
        held: Held,
        original: impl Fn(Section, u32) -> Held,
    ) -> Option<Heads> {
        let (of, row) = match counted {
            Counted::Nothing | Counted::Unknown => return None,
            Counted::Own => return Some(held.limited(tax)),
            Counted::Against(of, original) => (of, original),
        };
        match Basis::by(original(of, row)) {
            Basis::Full => Some(held.limited(tax)),
            Basis::Difference => {
                let before = self.own(of, row);
                Some(held.limited(std::array::from_fn(|i| tax[i] - before[i])))
            }
            Basis::Unknown => None,
        }
    }

    /// Whether an amendment counts in place of a record: of one period only the amended record does. If that is not filed, the
    /// original counts.
    #[inline]
    pub(super) fn is_replaced(&self, section: Section, row: u32) -> bool {
        !section.is_amendment() && self.amendments(section, row).any(|by| self.replaces(by, (section, row)))
    }

    /// The same of one amendment of it that counts.
    #[inline]
    fn replaces(&self, amendment: (Section, u32), original: (Section, u32)) -> bool {
        self.filed(amendment.0, amendment.1) && self.same_period(amendment, original)
    }

    /// What an amendment changes that came with this tax; none where that cannot be said.
    pub(super) fn changes_to(&self, section: Section, row: u32, tax: Heads, answer: Answer) -> Option<Heads> {
        let original = |of, original| self.held(Side::Yours, of, original);
        self.of_tax(self.counted(section, row), tax, Held::answered(answer), original)
    }

    /// What of a record counts, whatever is decided on it.
    fn counted(&self, section: Section, row: u32) -> Counted {
        if !section.is_amendment() {
            return if self.is_replaced(section, row) { Counted::Nothing } else { Counted::Own };
        }
        match self.original(section, row) {
            None => Counted::Unknown,
            Some((of, original)) if !self.filed(of, original) => Counted::Own,
            Some(original) if self.same_period((section, row), original) => Counted::Own,
            Some((of, original)) => Counted::Against(of, original),
        }
    }

    /// Whether it cannot be said what an amendment changes: its original is not in this book, or is Pending.
    #[inline]
    fn is_to_check(&self, section: Section, row: u32) -> bool {
        section.is_amendment() && self.unknown(&self.counted(section, row))
    }

    fn unknown(&self, counted: &Counted) -> bool {
        match *counted {
            Counted::Nothing | Counted::Own => false,
            Counted::Unknown => true,
            Counted::Against(of, original) => Basis::by(self.held(Side::Yours, of, original)) == Basis::Unknown,
        }
    }

    /// Why a record gives nothing, whatever is decided on it.
    pub fn uncounted(&self, section: Section, row: u32) -> Option<Uncounted> {
        if !self.filed(section, row) {
            Some(Uncounted::NotFiled)
        } else if self.is_to_check(section, row) {
            Some(Uncounted::ToCheck)
        } else {
            self.next(section, row).then_some(Uncounted::Next)
        }
    }

    /// What a record changes in what is uploaded: its own difference, and that of the amendments which count otherwise
    /// because of it and are not in the upload themselves. Over all records of an upload it adds up to the whole change.
    pub fn change_by(&self, section: Section, row: u32) -> HeadSums {
        let others = self.amendments(section, row).filter(|&(of, row)| !self.book.in_delta(of, row));
        let mut change = [0; 4];
        for (section, row) in std::iter::once((section, row)).chain(others) {
            add(&mut change, self.value(Side::Yours, section, row));
            subtract(&mut change, self.value(Side::Portal, section, row));
        }
        change
    }

    /// What the user's decisions give on these records and on all that may count otherwise because of them: their copies,
    /// their amendments and their originals. Before and after a command, the difference is what the command changed.
    pub fn around(&self, touched: &[(Section, RoaringBitmap)]) -> HeadSums {
        sum(self.with_partners(touched).each().map(|(section, rows)| {
            sum(parts::of_rows(&rows, |rows| {
                let mut given = [0; 4];
                rows::each(rows).for_each(|row| add(&mut given, self.value(Side::Yours, section, row)));
                given
            }))
        }))
    }

    /// The same, one by one in the order of sheets and rows, for [`Figures::of_change`].
    pub fn values_around(&self, touched: &[(Section, RoaringBitmap)]) -> Vec<Heads> {
        let mut values = Vec::new();
        for (section, rows) in self.with_partners(touched).each() {
            values.extend(rows.iter().map(|row| self.value(Side::Yours, section, row)));
        }
        values
    }

    /// These records, and all that may count otherwise because of them.
    fn with_partners(&self, touched: &[(Section, RoaringBitmap)]) -> BySection<RoaringBitmap> {
        let mut around = BySection::<RoaringBitmap>::default();
        for (section, rows) in touched {
            let sheet = self.book.sheet(*section);
            let groups = sheet.copies().groups().iter().filter(|group| group.iter().any(|&row| rows.contains(row)));
            let mut rows = rows.clone();
            rows.extend(groups.flatten());
            rows.remove_range(sheet.rows()..);
            if let Some(amendment) = section.amendment() {
                around[amendment].extend(sheet.amendments_of(&rows));
            }
            if let Some(original) = section.original() {
                let linked = rows.iter().filter_map(|row| sheet.original(row));
                around[original].extend(linked.flat_map(|row| self.copies(original, row)));
            }
            around[*section] |= rows;
        }
        around
    }
}

/// What of a record counts, whatever is decided on it.
#[derive(Clone, Copy)]
enum Counted {
    /// Nothing: its amendment of the same period counts in its place.
    Nothing,
    /// Its own tax.
    Own,
    /// An amendment's own tax, or the difference to this original, by what is held of that.
    Against(Section, u32),
    /// It cannot be said: the original of an amendment is not in this book.
    Unknown,
}

/// What of an amendment counts by what is held of its original.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Basis {
    /// All of it.
    Full,
    /// The difference to its original.
    Difference,
    /// The original is Pending: never guessed.
    Unknown,
}

impl Basis {
    fn by(original: Held) -> Basis {
        match original.action {
            Action::Reject => Basis::Full,
            Action::Accept | Action::NoAction => Basis::Difference,
            Action::Pending | Action::Other => Basis::Unknown,
        }
    }
}

/// Adds amounts to a sum, head by head.
#[inline]
pub fn add(sums: &mut HeadSums, heads: Heads) {
    for head in 0..4 {
        sums[head] += i128::from(heads[head]);
    }
}

fn subtract(sums: &mut HeadSums, heads: Heads) {
    sums.iter_mut().zip(heads).for_each(|(sum, head)| *sum -= i128::from(head));
}

/// Sums added up.
pub fn sum(sums: impl IntoIterator<Item = HeadSums>) -> HeadSums {
    sums.into_iter().fold([0; 4], |all, one| std::array::from_fn(|i| all[i] + one[i]))
}

/// How much more the first sum is than the second.
pub fn minus(more: HeadSums, less: HeadSums) -> HeadSums {
    std::array::from_fn(|i| more[i] - less[i])
}
