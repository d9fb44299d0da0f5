//! Which sheets are looked at together: one of them, or all eight as one table. A row is (section, row) everywhere; among
//! the rows of a scope each has one number, so that sets and lists of them are the same for one sheet and for all.
//!
//! Of one sheet the number is the row. Of all sheets the section is in the three highest bits and the row in the others: the
//! number of a record never changes, whatever comes to the book, and sorted numbers are in the order of sheets and rows.

use super::{BySection, Section};
use crate::values::rows::{self, Marks};
use roaring::RoaringBitmap;

/// How many bits of a number are the row: half a billion records of one section are more than any memory holds.
const BITS: u32 = 29;
const ROW: u32 = (1 << BITS) - 1;

/// The sheets that are looked at together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// All eight.
    All,
    /// One of them.
    Sheet(Section),
}

impl From<Section> for Scope {
    fn from(section: Section) -> Scope {
        Scope::Sheet(section)
    }
}

impl Scope {
    /// All scopes in the order of the screen.
    pub const EACH: [Scope; 9] = {
        let (mut each, mut place) = ([Scope::All; 9], 0);
        while place < Section::ALL.len() {
            each[place + 1] = Scope::Sheet(Section::ALL[place]);
            place += 1;
        }
        each
    };

    /// Its place among [`Scope::EACH`].
    pub fn place(self) -> usize {
        match self {
            Scope::All => 0,
            Scope::Sheet(section) => section as usize + 1,
        }
    }

    /// What it is called: as the sheet, or *All*.
    pub fn name(self) -> &'static str {
        match self {
            Scope::All => "All",
            Scope::Sheet(section) => section.sheet_name(),
        }
    }

    /// The one of this name.
    pub fn called(name: &str) -> Option<Scope> {
        Scope::EACH.into_iter().find(|scope| scope.name() == name)
    }

    /// Its sheets.
    pub fn sections(self) -> &'static [Section] {
        match self {
            Scope::All => &Section::ALL,
            Scope::Sheet(section) => &Section::ALL[section as usize..=section as usize],
        }
    }

    /// The sheet, if it is one.
    pub fn section(self) -> Option<Section> {
        match self {
            Scope::All => None,
            Scope::Sheet(section) => Some(section),
        }
    }

    /// Whether a sheet is one of its sheets.
    pub fn has(self, section: Section) -> bool {
        self == Scope::All || self == Scope::Sheet(section)
    }

    /// The record with a number.
    #[inline]
    pub fn record(self, number: u32) -> (Section, u32) {
        let (at, row) = apart(number);
        let sections = self.sections();
        (sections[at.min(sections.len() - 1)], row)
    }

    /// The record of these numbers, if it is one alone.
    pub fn only_record(self, numbers: &RoaringBitmap) -> Option<(Section, u32)> {
        numbers.min().filter(|_| numbers.len() == 1).map(|number| self.record(number))
    }

    /// The number of a record of one of its sheets.
    #[inline]
    pub fn number(self, section: Section, row: u32) -> u32 {
        self.first(section) | row
    }

    /// The number that the first row of a sheet has.
    fn first(self, section: Section) -> u32 {
        match self {
            Scope::All => (section as u32) << BITS,
            Scope::Sheet(_) => 0,
        }
    }

    /// The numbers of rows of one of its sheets, in their order.
    pub fn list(self, section: Section, mut rows: Vec<u32>) -> Vec<u32> {
        let first = self.first(section);
        if first != 0 {
            rows.iter_mut().for_each(|row| *row |= first);
        }
        rows
    }

    /// The same of a set; of a sheet that is not in it none.
    pub fn numbers(self, section: Section, rows: &RoaringBitmap) -> RoaringBitmap {
        match self {
            Scope::Sheet(own) if own == section => rows.clone(),
            Scope::Sheet(_) => RoaringBitmap::new(),
            Scope::All => {
                let mut marks = Marks::default();
                rows::each(rows.iter()).for_each(|row| marks.add(row));
                marks.rows_from(self.first(section))
            }
        }
    }

    /// The rows of a sheet among these numbers.
    pub fn rows(self, section: Section, numbers: &RoaringBitmap) -> RoaringBitmap {
        match self {
            Scope::Sheet(own) if own == section => numbers.clone(),
            Scope::Sheet(_) => RoaringBitmap::new(),
            Scope::All => {
                let first = self.first(section);
                let mut marks = Marks::default();
                rows::each(numbers.range(first..=first | ROW)).for_each(|number| marks.add(number & ROW));
                marks.rows()
            }
        }
    }

    /// Whether any row of a sheet is among these numbers.
    pub fn has_rows_of(self, section: Section, numbers: &RoaringBitmap) -> bool {
        let first = self.first(section);
        self.has(section) && numbers.range_cardinality(first..=first | ROW) > 0
    }

    /// The records with these numbers, sheet by sheet; a sheet without any is not named.
    pub fn by_sheet(self, numbers: &RoaringBitmap) -> Vec<(Section, RoaringBitmap)> {
        let sheets = self.sections().iter().map(|&section| (section, self.rows(section, numbers)));
        sheets.filter(|(_, rows)| !rows.is_empty()).collect()
    }

    /// The numbers of records that are named sheet by sheet.
    pub fn together<'r>(self, sheets: impl IntoIterator<Item = (Section, &'r RoaringBitmap)>) -> RoaringBitmap {
        sheets.into_iter().map(|(section, rows)| self.numbers(section, rows)).fold(RoaringBitmap::new(), |a, b| a | b)
    }

    /// Something of each of its sheets, to be looked up by number.
    pub fn each<T>(self, of: impl FnMut(Section) -> T) -> EachSheet<T> {
        EachSheet(self.sections().iter().copied().map(of).collect())
    }
}

/// The place of a number's sheet among the sheets of its scope, and its row there.
#[inline]
pub fn apart(number: u32) -> (usize, u32) {
    ((number >> BITS) as usize, number & ROW)
}

/// Something of each sheet of a scope, such as one column of it.
pub struct EachSheet<T>(Vec<T>);

impl<T> EachSheet<T> {
    /// That of the sheet of a number, and the row there.
    #[inline]
    pub fn of(&self, number: u32) -> (&T, usize) {
        let (at, row) = apart(number);
        (&self.0[at], row as usize)
    }

    /// Each, in the order of the sheets.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T> EachSheet<&[T]> {
    /// The value of a number in its column.
    #[inline]
    pub fn at(&self, number: u32) -> &T {
        let (column, row) = self.of(number);
        &column[row]
    }
}

/// Sets of rows sheet by sheet, of those that have any.
pub fn with_rows(rows: BySection<RoaringBitmap>) -> Vec<(Section, RoaringBitmap)> {
    rows.each().filter(|(_, rows)| !rows.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_record_has_one_number_and_a_number_one_record(section in 0usize..8, row in 0u32..=ROW) {
            let section = Section::ALL[section];
            for scope in [Scope::All, Scope::Sheet(section)] {
                prop_assert_eq!(scope.record(scope.number(section, row)), (section, row));
            }
            prop_assert_eq!(Scope::Sheet(section).number(section, row), row);
        }

        #[test]
        fn sets_go_apart_by_sheet_and_come_together_again(
            records in proptest::collection::btree_set((0usize..8, 0u32..200_000), 0..60),
            run in (0usize..8, 0u32..90_000, 0u32..70_000),
        ) {
            let mut sheets = BySection::<RoaringBitmap>::of(|_| RoaringBitmap::new());
            for &(section, row) in &records {
                sheets[Section::ALL[section]].insert(row);
            }
            sheets[Section::ALL[run.0]].insert_range(run.1..run.1 + run.2);
            let named = with_rows(sheets);
            let together = Scope::All.together(named.iter().map(|(section, rows)| (*section, rows)));
            prop_assert_eq!(together.len(), named.iter().map(|(_, rows)| rows.len()).sum::<u64>());
            prop_assert_eq!(Scope::All.by_sheet(&together), named);
            let list: Vec<u32> = together.iter().collect();
            prop_assert_eq!(rows::bitmap(&list), together, "in the order of sheets and rows");
        }
    }

    #[test]
    fn every_scope_has_its_name_and_its_place() {
        for (place, scope) in Scope::EACH.into_iter().enumerate() {
            assert_eq!((scope.place(), Scope::called(scope.name())), (place, Some(scope)));
        }
        assert_eq!(Scope::called("B2C"), None);
    }
}
