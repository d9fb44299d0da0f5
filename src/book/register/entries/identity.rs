//! What makes an entry the same document as one of an earlier register, and what may have changed in it since.

use std::collections::HashMap;
use std::ops::Range;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use crate::book::register::entries::{Entries, EntrySum};

impl Entries {
    /// What makes it the same document as another entry, but for its ordinal among equals.
    fn base_identity(&self, row: u32, bytes: &mut Vec<u8>) -> u128 {
        bytes.clear();
        // A text cannot hold the byte that ends it.
        bytes.extend(self.gstin(row).bytes().map(|b| b.to_ascii_uppercase()));
        bytes.push(0xff);
        let number = self.number(row).trim();
        if number.is_ascii() {
            bytes.extend(number.bytes().map(|b| b.to_ascii_lowercase()));
        } else {
            bytes.extend(number.to_lowercase().bytes());
        }
        bytes.push(0xff);
        bytes.extend(self.date(row).0.to_le_bytes());
        bytes.push(self.kind(row) as u8);
        xxh3_128(bytes)
    }

    /// The identity of every entry: GSTIN, number, date, type, and an ordinal among equals in their order. The same in every
    /// run and on every machine.
    pub fn identities(&self) -> Vec<u128> {
        self.identities_of(|_| true).into_iter().map(|(_, identity)| identity).collect()
    }

    /// The rows and identities of the entries of some suppliers, which are chosen by their ids in [`Entries::gstins`].
    pub fn identities_of(&self, wanted: impl Fn(u32) -> bool) -> Vec<(u32, u128)> {
        let rows = (0..self.len()).zip(self.gstins.ids()).filter(|(_, id)| wanted(**id));
        self.identities_among(rows.map(|(row, _)| row))
    }

    /// The identities of these rows as if there were no others: the ordinals are counted among them.
    pub fn identities_within(&self, rows: Range<u32>) -> Vec<u128> {
        self.identities_among(rows).into_iter().map(|(_, identity)| identity).collect()
    }

    fn identities_among(&self, rows: impl Iterator<Item = u32>) -> Vec<(u32, u128)> {
        let (mut seen, mut bytes) = (HashMap::<u128, u32>::new(), Vec::new());
        let identity = |row| {
            let base = self.base_identity(row, &mut bytes);
            let ordinal = seen.entry(base).or_insert(0);
            *ordinal += 1;
            (row, with_ordinal(base, *ordinal - 1))
        };
        rows.map(identity).collect()
    }

    /// The identity of one entry.
    pub fn identity(&self, row: u32) -> u128 {
        let mut bytes = Vec::new();
        let base = self.base_identity(row, &mut bytes);
        let ids = self.gstins.ids();
        let own = ids.get(row as usize);
        let like = |other: &u32| ids.get(*other as usize) == own && self.dates[*other as usize] == self.date(row);
        let equals = (0..row).filter(like).filter(|&other| self.base_identity(other, &mut bytes) == base);
        let ordinal = equals.count() as u32;
        with_ordinal(base, ordinal)
    }

    /// 64 bits of what may change in an entry that stays the same document: its amounts.
    pub fn content(&self, row: u32) -> u64 {
        self.content_of(row, self.given.get(row as usize).copied().unwrap_or(0))
    }

    /// Whether its amounts are those of a content, or more than these alone: a newer register may have a column of the value of the
    /// document, or of the tax in all, that the one before lacked; and 0 where that one left a cell empty, or the other way round.
    pub fn still_says(&self, row: u32, content: u64) -> bool {
        let given = self.given.get(row as usize).copied().unwrap_or(0);
        if self.content_of(row, given) == content {
            return true;
        }
        let is_given = |sum: EntrySum| given & sum.bit() != 0;
        let free = EntrySum::ALL.into_iter().filter(|&sum| match sum {
            EntrySum::Value => is_given(sum) && is_given(EntrySum::Taxable),
            EntrySum::TotalTax => is_given(sum) && self.has_heads(row),
            sum => self.sum(sum, row) == 0,
        });
        let free = free.fold(0, |free, sum| free | sum.bit());
        // Each choice of the free ones, and with it all that are fixed.
        (0..1u8 << EntrySum::ALL.len())
            .any(|some| some & !free == 0 && self.content_of(row, given & !free | some) == content)
    }

    /// The content as if these amounts alone were given.
    fn content_of(&self, row: u32, given: u8) -> u64 {
        let mut bytes = [0; 57];
        for (sum, place) in EntrySum::ALL.into_iter().zip(bytes.chunks_exact_mut(8)) {
            let amount = if given & sum.bit() == 0 { 0 } else { self.sum(sum, row) };
            place.copy_from_slice(&amount.to_le_bytes());
        }
        bytes[56] = given;
        xxh3_64(&bytes)
    }
}

fn with_ordinal(base: u128, ordinal: u32) -> u128 {
    if ordinal == 0 {
        return base;
    }
    let mut bytes = [0; 20];
    bytes[..16].copy_from_slice(&base.to_le_bytes());
    bytes[16..].copy_from_slice(&ordinal.to_le_bytes());
    xxh3_128(&bytes)
}
