//! Which vouchers the sheet *Register* shows, and in what order.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use roaring::RoaringBitmap;

use crate::book::{Book, EntryType, Section};
use crate::matching::Class;
use crate::session::register::columns::{VoucherColumn, Vouchers};
use crate::values::{Paise, Texts};
use crate::view::ColumnFilter;
use crate::view::column_filter::contains;
use crate::view::distinct::DistinctValue;
use crate::view::selection::bitmap;
use crate::work::Progress;
use crate::work::parts::BETWEEN_LOOKS;

/// Which vouchers are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoucherFilter {
    /// What the texts of a column must be.
    pub columns: BTreeMap<VoucherColumn, ColumnFilter>,
    /// Those of this part, by its place.
    pub part: Option<usize>,
    /// Those that have these words in number, supplier, GSTIN or own voucher.
    pub words: String,
}

/// The vouchers that are shown, with what is counted of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VoucherList {
    /// Their rows, in order.
    pub rows: Vec<u32>,
    /// The same as a set.
    pub set: RoaringBitmap,
    /// How many vouchers there are of each class, in the order of [`Class::ALL`], of all that pass the rest of the filter.
    pub by_class: [u64; Class::ALL.len()],
    /// Their sums of taxable value and of tax; of credit notes with a minus.
    pub sums: [i128; 2],
    /// The amount farthest from 0 in each of [`VoucherColumn::AMOUNTS`], of all vouchers that could be shown.
    pub longest: [Paise; VoucherColumn::AMOUNTS.len()],
}

impl VoucherFilter {
    /// All vouchers that have this text in a column.
    pub fn of(column: VoucherColumn, text: &str) -> VoucherFilter {
        VoucherFilter::default().with(column, Some(only(text)))
    }

    /// The vouchers of the supplier of a record; all where it has none.
    pub fn of_supplier(book: &Book, section: Section, row: u32) -> VoucherFilter {
        let supplier = book.sheet(section).records().suppliers.get(row).trim();
        let own =
            book.register().entries().gstins().texts().iter().find(|text| text.trim().eq_ignore_ascii_case(supplier));
        own.map_or_else(VoucherFilter::default, |text| VoucherFilter::of(VoucherColumn::Gstin, text))
    }

    /// The same with another filter of one column; none: all of it pass.
    pub fn with(&self, column: VoucherColumn, filter: Option<ColumnFilter>) -> VoucherFilter {
        let mut new = self.clone();
        match filter {
            Some(filter) => new.columns.insert(column, filter),
            None => new.columns.remove(&column),
        };
        new
    }

    /// The one text that a column must have, if its filter is so.
    pub fn one_of(&self, column: VoucherColumn) -> Option<&str> {
        match self.columns.get(&column)? {
            ColumnFilter::Chosen { values, except: false, .. } if values.len() == 1 => values.first(),
            _ => None,
        }
    }

    /// The filters of its columns in words, each with the filter without it.
    pub fn parts(&self) -> Vec<(String, VoucherColumn)> {
        self.columns.iter().map(|(column, filter)| (filter.words(column.title()), *column)).collect()
    }
}

/// The filter that passes one text alone.
pub fn only(text: &str) -> ColumnFilter {
    ColumnFilter::Chosen { values: Texts::from([text]), except: false, of: 0 }
}

/// Finds the vouchers that pass a filter, in order. None: it was stopped.
pub fn find(
    vouchers: Vouchers<'_>,
    filter: &VoucherFilter,
    sort: Option<(VoucherColumn, bool)>,
    progress: &Progress,
) -> Option<VoucherList> {
    let register = vouchers.book.register();
    let entries = register.entries();
    let words: Vec<String> = filter.words.split_whitespace().map(str::to_lowercase).collect();
    let has_words = |row: u32| {
        let texts = [entries.number(row), entries.name(row), entries.gstin(row), entries.voucher(row)];
        words.iter().all(|word| texts.iter().any(|text| contains(text, word)))
    };
    let by_class =
        filter.columns.get(&VoucherColumn::Match).map(|filter| vouchers.keeper(VoucherColumn::Match, filter));
    let others = filter.columns.iter().filter(|(column, _)| **column != VoucherColumn::Match);
    let others: Vec<_> = others.map(|(column, filter)| vouchers.keeper(*column, filter)).collect();
    let mut list = VoucherList::default();
    let rows = filter.part.map_or(0..entries.len(), |part| register.rows(part));
    for row in rows {
        if (row as usize).is_multiple_of(BETWEEN_LOOKS) && progress.cancelled() {
            return None;
        }
        for (longest, column) in list.longest.iter_mut().zip(VoucherColumn::AMOUNTS) {
            let amount = vouchers.amount(row, column).unwrap_or(0);
            if amount.unsigned_abs() > longest.unsigned_abs() {
                *longest = amount;
            }
        }
        if !others.iter().all(|keeps| keeps(row)) || !has_words(row) {
            continue;
        }
        let class = vouchers.class(row).filter(|class| *class != Class::None);
        class.iter().for_each(|class| list.by_class[*class as usize] += 1);
        if by_class.as_ref().is_none_or(|keeps| keeps(row)) {
            list.rows.push(row);
        }
    }
    list.sums = sums_of(vouchers, list.rows.iter().copied());
    list.set = bitmap(&list.rows);
    if let Some((column, down)) = sort {
        vouchers.sort(&mut list.rows, column, down);
    }
    Some(list)
}

/// The sums of taxable value and of tax of some vouchers; of credit notes with a minus.
pub fn sums_of(vouchers: Vouchers<'_>, rows: impl Iterator<Item = u32>) -> [i128; 2] {
    let entries = vouchers.book.register().entries();
    rows.fold([0; 2], |[taxable, tax], row| {
        let sign = if entries.kind(row) == EntryType::CreditNote { -1 } else { 1 };
        let of = |column| sign * i128::from(vouchers.amount(row, column).unwrap_or(0));
        [taxable + of(VoucherColumn::Taxable), tax + of(VoucherColumn::Tax)]
    })
}

/// The values of a column, each once with how often, over the vouchers that pass the rest of a filter; in the order in which the
/// column sorts. None: it was stopped.
pub fn distinct(
    vouchers: Vouchers<'_>,
    filter: &VoucherFilter,
    column: VoucherColumn,
    progress: &Progress,
) -> Option<Vec<DistinctValue>> {
    let rows = find(vouchers, &filter.with(column, None), None, progress)?.rows;
    let mut counted: HashMap<Cow<'_, str>, DistinctValue> = HashMap::new();
    for (n, row) in rows.into_iter().enumerate() {
        if n.is_multiple_of(BETWEEN_LOOKS) && progress.cancelled() {
            return None;
        }
        counted.entry(vouchers.filtered_text(row, column)).or_insert(DistinctValue { row, count: 0 }).count += 1;
    }
    let mut count: HashMap<u32, u32> = counted.into_values().map(|value| (value.row, value.count)).collect();
    let mut first: Vec<u32> = count.keys().copied().collect();
    first.sort_unstable();
    vouchers.sort(&mut first, column, false);
    Some(first.into_iter().filter_map(|row| Some(DistinctValue { row, count: count.remove(&row)? })).collect())
}
