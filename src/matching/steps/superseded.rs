//! Records in whose place a later amendment counts (`superseded`).

use roaring::RoaringBitmap;

use crate::book::{Action, Book, Filing, Section};
use crate::matching::agree::number;
use crate::values::{Day, Period};

/// When a record was reported, as far as the file tells: for putting reports of one document in order.
pub fn reported(book: &Book, section: Section, row: u32) -> Option<Period> {
    let records = book.sheet(section).records();
    let day = records.days[row as usize];
    records.period(row).or((day != Day::NONE).then(|| Period::of(day)))
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
    let in_force = || (0..sheet.rows()).filter(|&row| sheet.in_force(row));
    let key = |row: u32, number: &str| (records.suppliers.ids()[row as usize], number::hash(number.as_bytes()));
    let mut by_number: Vec<((u32, u64), u32)> =
        in_force().map(|row| (key(row, records.numbers.folded(row)), row)).collect();
    by_number.sort_unstable();
    let mut rows = RoaringBitmap::new();
    for later in in_force() {
        let original = records.original_numbers.folded(later);
        let wanted = key(later, original);
        let from = by_number.partition_point(|one| one.0 < wanted);
        for &(_, row) in by_number[from..].iter().take_while(|one| one.0 == wanted) {
            let is_later = || reported(book, section, row) < reported(book, section, later);
            let is_original = row != later && records.numbers.folded(row) == original && is_later();
            if is_original && counts_instead(book, (section, row), (section, later)) {
                rows.insert(row);
            }
        }
    }
    rows
}
