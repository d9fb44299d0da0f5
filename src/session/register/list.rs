//! Which vouchers the sheet *Register* shows, and in what order.

use crate::book::EntryType;
use crate::matching::Class;
use crate::session::register::columns::{VoucherColumn, Vouchers};
use crate::values::Paise;
use crate::work::Progress;
use crate::work::parts::BETWEEN_LOOKS;

/// Which vouchers are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoucherFilter {
    /// Those of these classes; all if there are none.
    pub classes: Vec<Class>,
    /// Those of this type.
    pub kind: Option<EntryType>,
    /// Those of this part, by its place.
    pub part: Option<usize>,
    /// Those that have these words in number, supplier, GSTIN or own voucher.
    pub words: String,
}

/// The vouchers that are shown, with what is counted of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VoucherList {
    /// Their rows, in order.
    pub rows: Vec<u32>,
    /// How many vouchers there are of each class, in the order of [`Class::ALL`], of all that pass the rest of the filter.
    pub by_class: [u64; Class::ALL.len()],
    /// Their sums of taxable value and of tax; of credit notes with a minus.
    pub sums: [i128; 2],
}

impl VoucherFilter {
    /// Whether it depends on the matches.
    pub fn reads_matches(&self) -> bool {
        !self.classes.is_empty()
    }
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
        words.iter().all(|word| texts.iter().any(|text| has(text, word)))
    };
    let mut list = VoucherList::default();
    let rows = filter.part.map_or(0..entries.len(), |part| register.rows(part));
    for row in rows {
        if (row as usize).is_multiple_of(BETWEEN_LOOKS) && progress.cancelled() {
            return None;
        }
        if filter.kind.is_some_and(|kind| entries.kind(row) != kind) || !has_words(row) {
            continue;
        }
        let class = vouchers.class(row).filter(|class| *class != Class::None);
        class.iter().for_each(|class| list.by_class[*class as usize] += 1);
        if filter.classes.is_empty() || class.is_some_and(|class| filter.classes.contains(&class)) {
            list.rows.push(row);
            let sign = if entries.kind(row) == EntryType::CreditNote { -1 } else { 1 };
            let add = |sum: &mut i128, paise: Option<Paise>| *sum += sign * i128::from(paise.unwrap_or(0));
            add(&mut list.sums[0], vouchers.amount(row, VoucherColumn::Taxable));
            add(&mut list.sums[1], vouchers.amount(row, VoucherColumn::Tax));
        }
    }
    if let Some((column, down)) = sort {
        vouchers.sort(&mut list.rows, column, down);
    }
    Some(list)
}

/// Whether a text has a word, whatever the case.
fn has(text: &str, word: &str) -> bool {
    if text.is_ascii() && word.is_ascii() {
        let (text, word) = (text.as_bytes(), word.as_bytes());
        return text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
    }
    text.to_lowercase().contains(word)
}
