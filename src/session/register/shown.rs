//! How the vouchers are looked at: filter, order, selection; found in the background where there are many.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::book::{Book, Entries, Section};
use crate::exchange::copied::{Copied, CopiedCell};
use crate::session::background::Purpose;
use crate::session::copying::{COPIED_AT_ONCE, text_only};
use crate::session::matched::Matched;
use crate::session::register::columns::{VoucherColumn, Vouchers};
use crate::session::register::list::{self, VoucherFilter, VoucherList};
use crate::session::result_line::ResultLine;
use crate::session::{Place, Session};
use crate::values::counted;
use crate::view::Selection;
use crate::view::selection::Select;
use crate::work::Progress;

/// How the vouchers are looked at.
#[derive(Default)]
pub struct RegisterView {
    /// Which are shown.
    pub filter: VoucherFilter,
    /// By which column they are ordered, and whether downwards.
    pub sort: Option<(VoucherColumn, bool)>,
    /// Which are selected.
    pub selection: Selection,
    /// Those that are shown, or were until the new ones are found.
    pub list: Arc<VoucherList>,
    /// The sums of taxable value and of tax of the selected vouchers that are shown; of all that are shown where none is selected.
    pub sums: [i128; 2],
    /// Changes whenever others are shown.
    pub version: u64,
    /// Of what the list is.
    of: Option<(Arc<Entries>, Option<Arc<Matched>>)>,
}

/// Up to this many vouchers, those to show are found at once.
const AT_ONCE: u32 = 5_000;

impl Session {
    /// What the vouchers of the register as it is are matched with: while they are being matched again, what that came to last.
    pub fn voucher_matches(&self) -> Option<Arc<Matched>> {
        self.matches().filter(|matched| matched.is_of(&self.book)).cloned()
    }

    /// The vouchers, to look at.
    pub fn vouchers<'a>(&'a self, matched: &'a Option<Arc<Matched>>) -> Vouchers<'a> {
        of_book(&self.book, matched)
    }

    /// How the vouchers are looked at.
    pub fn register_view(&self) -> &RegisterView {
        &self.register.view
    }

    /// Shows the vouchers that pass a filter.
    pub fn filter_vouchers(&mut self, filter: VoucherFilter) {
        self.register.view.filter = filter;
        self.find_vouchers();
    }

    /// Orders the vouchers by a column; by the same once more the other way round, then as they are in the books.
    pub fn sort_vouchers(&mut self, column: VoucherColumn) {
        let view = &mut self.register.view;
        view.sort = match view.sort {
            Some((by, false)) if by == column => Some((column, true)),
            Some((by, true)) if by == column => None,
            _ => Some((column, false)),
        };
        self.find_vouchers();
    }

    /// Selects among the vouchers that are shown. Gives the place of the one to which the focus moved.
    pub fn select_vouchers(&mut self, what: Select) -> Option<usize> {
        let view = &mut self.register.view;
        let place = view.selection.select_in(&view.list.rows, &view.list.set, what);
        self.sum_vouchers();
        self.renew_voucher_in_full();
        place
    }

    /// Finds the vouchers again if the register, or what they are matched with, has changed.
    pub(in crate::session) fn renew_vouchers(&mut self) {
        if matches!(self.place, Place::Register | Place::Match) && !self.has_register() {
            let full = |section: &Section| self.view(*section).counts.all() > 0;
            self.place = Place::Sheet(Section::ALL.into_iter().find(full).unwrap_or(Section::B2b));
        }
        let entries = self.book.register().shared();
        let others = self.register.view.of.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &entries));
        let matches = self.voucher_matches();
        let view = &mut self.register.view;
        let known = |(_, with): &(_, Option<Arc<Matched>>)| match (with, &matches) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        if !others && view.of.as_ref().is_some_and(known) {
            return;
        }
        if others {
            // None of before is shown, not even until the new ones are found.
            view.selection = Selection::default();
            view.filter.part = None;
            view.list = Arc::default();
        }
        view.of = Some((entries, matches));
        self.find_vouchers();
    }

    fn find_vouchers(&mut self) {
        let matches = self.register.view.of.as_ref().and_then(|(_, matches)| matches.clone());
        let (filter, sort) = (self.register.view.filter.clone(), self.register.view.sort);
        let work = move |book: &Book, progress: &Progress| list::find(of_book(book, &matches), &filter, sort, progress);
        if self.book.register().entries().len() <= AT_ONCE {
            self.background.end(Purpose::Vouchers);
            if let Some(list) = work(&self.book, &Progress::default()) {
                self.take_vouchers(list);
            }
            return;
        }
        self.background.add(Purpose::Vouchers, move |book, _, progress| {
            let list = work(book, progress)?;
            Some(Box::new(move |open: &mut Session| open.take_vouchers(list)))
        });
        self.background.send(&self.book, &self.findings);
    }

    fn take_vouchers(&mut self, list: VoucherList) {
        let view = &mut self.register.view;
        view.version += 1;
        view.list = Arc::new(list);
        self.sum_vouchers();
        self.renew_voucher_in_full();
    }

    /// Sums what is selected. Of more than half of very many the rest is summed, which is quicker.
    fn sum_vouchers(&mut self) {
        let (view, there) = (&self.register.view, self.book.register().entries().len());
        let (all, own) = (&view.list.set, &view.selection.rows & &view.list.set);
        let of = |rows: RoaringBitmap| {
            list::sums_of(of_book(&self.book, &None), rows.into_iter().filter(|row| *row < there))
        };
        let sums = match own.len() {
            0 => view.list.sums,
            count if count > all.len() / 2 => {
                let rest = of(all - &own);
                [0, 1].map(|at| view.list.sums[at] - rest[at])
            }
            _ => of(own),
        };
        self.register.view.sums = sums;
    }

    /// Copies the selected vouchers that are shown, in their order; all that are shown if none is selected.
    pub fn copy_vouchers(&mut self, headings: bool) {
        let (list, selection) = (self.register.view.list.clone(), self.register.view.selection.rows.clone());
        let matches = self.voucher_matches();
        let count = list.rows.len() as u64;
        self.look_within(COPIED_AT_ONCE, count, Purpose::Copy, move |book, _, progress| {
            let vouchers = of_book(book, &matches);
            let some = !selection.is_empty() && list.rows.iter().any(|row| selection.contains(*row));
            // The register may have changed since.
            let there = book.register().entries().len();
            let shown = list.rows.iter().copied().filter(|row| *row < there && (!some || selection.contains(*row)));
            let cell = |row: u32, column: VoucherColumn| CopiedCell {
                text: vouchers.text(row, column),
                amount: if column.is_amount() { vouchers.amount(row, column) } else { None },
            };
            let rows = shown.map(|row| VoucherColumn::ALL.map(|column| cell(row, column)));
            let titles = VoucherColumn::ALL.map(VoucherColumn::title);
            let copied = Copied::cells(headings.then_some(&titles[..]), rows, progress)?;
            Some(Box::new(move |open: &mut Session| {
                let text = format!("Copied {}.", counted(copied.rows, "voucher", "vouchers"));
                open.say(match copied.no_table() {
                    None => ResultLine::new(text),
                    Some(why) => text_only(&copied, &why),
                });
                open.copied = Some(copied);
            }))
        });
    }
}

/// The vouchers of a book with what they are matched with.
fn of_book<'a>(book: &'a Book, matched: &'a Option<Arc<Matched>>) -> Vouchers<'a> {
    Vouchers { book, matches: matched.as_deref().map(|matched| &matched.matches) }
}
