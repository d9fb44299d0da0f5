//! A purchase and its return that are booked under one document number: the match of the purchase says so.

use std::cell::OnceCell;

use crate::book::{Book, EntryType};
use crate::matching::agree::number;
use crate::matching::context::Flag;
use crate::matching::document::Document;
use crate::matching::result::Matches;

/// The returns of a register that no record has, by their numbers; found when they are first asked for.
#[derive(Default)]
pub(super) struct BookedReturns(OnceCell<Vec<(u64, u32)>>);

impl BookedReturns {
    /// The return that is booked under the number of a purchase; none where a record has it.
    pub(super) fn of(&self, book: &Book, matches: &Matches, purchase: &Document) -> Option<Document> {
        let key = purchase.number.key();
        if purchase.kind == EntryType::CreditNote || key == 0 {
            return None;
        }
        let entries = book.register().entries();
        let list = self.0.get_or_init(|| listed(book, matches));
        let from = list.partition_point(|one| one.0 < key);
        let same = list[from..].iter().take_while(|one| one.0 == key).map(|one| one.1);
        let of_supplier = same.filter(|&row| matches.suppliers.of_entry(entries, row) == purchase.supplier);
        of_supplier.map(|row| Document::entry_of(entries, purchase.supplier, row)).find(|returned| {
            let years = [returned.year(), purchase.year()];
            years.contains(&0) || years[0] == years[1]
        })
    }
}

fn listed(book: &Book, matches: &Matches) -> Vec<(u64, u32)> {
    let (entries, mut buffer) = (book.register().entries(), Vec::new());
    let alone = |&row: &u32| {
        let found = matches.entry(row);
        matches.pair_of(&found).is_none() && !found.flags.has(Flag::Several)
    };
    let returns = (0..entries.len()).filter(|&row| entries.kind(row) == EntryType::CreditNote).filter(alone);
    let mut list: Vec<(u64, u32)> = returns.map(|row| (number::key(entries.compared(row), &mut buffer), row)).collect();
    list.sort_unstable();
    list
}
