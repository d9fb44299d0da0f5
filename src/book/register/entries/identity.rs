//! What makes an entry the same document as one of an earlier register, and what may have changed in it since.

use std::collections::HashMap;

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
        let (mut seen, mut bytes) = (HashMap::<u128, u32>::new(), Vec::new());
        let rows = (0..self.len()).zip(self.gstins.ids()).filter(|(_, id)| wanted(**id));
        let identity = |(row, _)| {
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
        let mut bytes = [0; 57];
        for (sum, place) in EntrySum::ALL.into_iter().zip(bytes.chunks_exact_mut(8)) {
            place.copy_from_slice(&self.sum(sum, row).to_le_bytes());
        }
        bytes[56] = self.given.get(row as usize).copied().unwrap_or(0);
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
