//! Records in whose place a later amendment counts (`superseded`).

use std::collections::HashMap;

use roaring::RoaringBitmap;

use crate::book::{Action, Book, Filing, Section};
use crate::values::{Day, Period};

/// When a record was reported, as far as the file tells: for putting reports of one document in order.
pub fn reported(book: &Book, section: Section, row: u32) -> Option<Period> {
    let records = book.sheet(section).records();
    let day = records.days[row as usize];
    Period::parse(records.periods.get(row).trim()).or((day != Day::NONE).then(|| Period::of(day)))
}

/// The rows of a section in whose place an amendment counts.
pub fn rows(book: &Book, section: Section) -> RoaringBitmap {
    let (sheet, mut rows) = (book.sheet(section), RoaringBitmap::new());
    if let Some(amendments) = section.amendment() {
        let replaced = |&&(row, amendment): &&(u32, u32)| counts_instead(book, (section, row), (amendments, amendment));
        rows.extend(sheet.amended().iter().filter(replaced).map(|pair| pair.0));
    }
    if section.is_amendment() {
        rows |= amended_again(book, section);
    }
    rows
}

/// Whether the amendment counts in the place of the other.
fn counts_instead(book: &Book, (of, row): (Section, u32), (section, amendment): (Section, u32)) -> bool {
    let filing = |section, row: u32| book.sheet(section).records().filings[row as usize];
    let sheet = book.sheet(section);
    let only_other_is_filed = filing(section, amendment) == Filing::NotFiled && filing(of, row) != Filing::NotFiled;
    sheet.in_force(amendment) && sheet.actions()[amendment as usize] != Action::Reject && !only_other_is_filed
}

/// Amendments that were amended once more: a later one names their number as the original's.
fn amended_again(book: &Book, section: Section) -> RoaringBitmap {
    let sheet = book.sheet(section);
    let records = sheet.records();
    let mut rows = RoaringBitmap::new();
    let mut by_number: HashMap<(u32, &str), Vec<u32>> = HashMap::new();
    for row in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
        let supplier = records.suppliers.ids()[row as usize];
        by_number.entry((supplier, records.numbers.folded(row))).or_default().push(row);
    }
    for later in (0..sheet.rows()).filter(|&row| sheet.in_force(row)) {
        let key = (records.suppliers.ids()[later as usize], records.original_numbers.folded(later));
        for &row in by_number.get(&key).into_iter().flatten() {
            let is_later = reported(book, section, row) < reported(book, section, later);
            if row != later && is_later && counts_instead(book, (section, row), (section, later)) {
                rows.insert(row);
            }
        }
    }
    rows
}
