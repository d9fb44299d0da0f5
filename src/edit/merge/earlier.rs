//! What an older download had that a newer one has no more, for matching: the books may have it still.

use roaring::RoaringBitmap;

use super::{Comparison, Kind};
use crate::book::{Book, Section};

/// Adds the records of an older download that are gone from a newer one as rows of the past that are gone. The rows that there are
/// stay where they are.
pub fn remember_gone(book: &mut Book, older: &Book, comparison: &Comparison) {
    let (base, _) = book.add_files(older);
    for section in Section::ALL {
        let gone = comparison.sheet(section).fates.iter().filter(|fate| fate.kind == Kind::Gone);
        let mut rows = RoaringBitmap::new();
        for old in gone.filter_map(|fate| fate.old) {
            rows.insert(book.add_record(section, older, old, base));
        }
        book.sheet_mut(section).turn_rows(&RoaringBitmap::new(), &rows);
    }
}
