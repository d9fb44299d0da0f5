//! Hashes that name records and books on disk: stable between runs, machines and versions of this program.

use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

use super::{Book, Field, Records, Section};

/// 128 bits of what makes a record the same document (portal/README.md section 4). Copies share it.
pub fn identity(section: Section, records: &Records, row: u32) -> u128 {
    let mut bytes = Vec::with_capacity(96);
    write_identity(section, records, row, &mut bytes);
    xxh3_128(&bytes)
}

fn write_identity(section: Section, records: &Records, row: u32, bytes: &mut Vec<u8>) {
    let i = row as usize;
    bytes.clear();
    // A text cannot hold the byte that ends it.
    let mut text = |text: &str| {
        bytes.extend(text.trim().bytes().map(|b| b.to_ascii_uppercase()));
        bytes.push(0xff);
    };
    text(section.sheet_name());
    text(records.suppliers.get(row));
    text(records.numbers.folded(row));
    text(records.periods.get(row));
    for field in [Field::Day, Field::Form, Field::OriginalDay] {
        text(records.odd(row, field).unwrap_or(""));
    }
    if section.is_amendment() {
        text(records.original_numbers.folded(row));
        bytes.extend(records.original_days[i].0.to_le_bytes());
    }
    bytes.extend(records.days[i].0.to_le_bytes());
    bytes.push(records.forms[i] as u8);
}

/// 128 bits of all identities of a book in their order, as it was read at first: equal only where a row number means the same
/// record.
pub fn of_book(book: &Book) -> u128 {
    let mut all = Xxh3::new();
    let mut bytes = Vec::with_capacity(96);
    for (section, rows) in Section::ALL.into_iter().zip(book.as_read().1) {
        let records = &book.sheet(section).records;
        all.update(&rows.to_le_bytes());
        for row in 0..rows {
            write_identity(section, records, row, &mut bytes);
            all.update(&bytes);
        }
    }
    all.digest128()
}

/// 64 bits of a record's text as the portal wrote it.
pub fn text(book: &Book, section: Section, row: u32) -> u64 {
    xxh3_64(book.sources.text(book.sheet(section).records.span(row)).as_bytes())
}
