//! Hashes that name records and books on disk: stable between runs, machines and versions of this program.

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use super::identity::Identity;
use super::{Book, Records, Section};

/// 128 bits of what makes a record the same document (portal/README.md section 4). Copies share it.
pub fn identity(section: Section, records: &Records, row: u32) -> u128 {
    let mut bytes = Vec::with_capacity(96);
    Identity::of(section, records, row).write(&mut bytes);
    xxh3_128(&bytes)
}

/// 128 bits of all identities of a book in their order, as it was read at first: equal only where a row number means the same
/// record.
pub fn of_book(book: &Book) -> u128 {
    let mut all = Xxh3::new();
    let mut bytes = Vec::with_capacity(96);
    for (section, rows) in book.as_read().1.each() {
        let records = &book.sheet(section).records;
        all.update(&rows.to_le_bytes());
        for row in 0..rows {
            Identity::of(section, records, row).write(&mut bytes);
            all.update(&bytes);
        }
    }
    all.digest128()
}

/// 64 bits of a record's text as the portal wrote it.
pub fn text(book: &Book, section: Section, row: u32) -> u64 {
    xxh3_64(book.sources.text(book.sheet(section).records.span(row)).as_bytes())
}
