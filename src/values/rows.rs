//! Sets of rows, made and walked as quickly as a bulk action on a million needs it.

use roaring::RoaringBitmap;
use roaring::bitmap::Iter;

/// A set in the making. Setting bits one by one and making the set of them at once is far quicker than putting rows into
/// it.
#[derive(Clone, Debug, Default)]
pub struct Marks(Vec<u8>);

impl Marks {
    /// Puts a row into the set.
    #[inline]
    pub fn add(&mut self, row: u32) {
        let place = row as usize / 8;
        if place >= self.0.len() {
            self.0.resize((2 * place).clamp(1_000, (1 << 29) - 1), 0);
        }
        self.0[place] |= 1 << (row % 8);
    }

    /// Whether a row is in the set: far quicker than of the set that is made of it.
    #[inline]
    pub fn has(&self, row: u32) -> bool {
        self.0.get(row as usize / 8).is_some_and(|bits| bits >> (row % 8) & 1 != 0)
    }

    /// The set.
    pub fn rows(&self) -> RoaringBitmap {
        self.rows_from(0)
    }

    /// The set with each row that much higher; a multiple of eight.
    pub fn rows_from(&self, first: u32) -> RoaringBitmap {
        let end = self.0.iter().rposition(|&bits| bits != 0).map_or(0, |last| last + 1);
        RoaringBitmap::from_lsb0_bytes(first, &self.0[..end])
    }
}

/// Rows are marked in stretches of this length: numbers may be far apart, and few stretches have any.
const STRETCH: u32 = 1 << 24;

/// Rows in any order as a set.
pub fn bitmap(rows: &[u32]) -> RoaringBitmap {
    if rows.len() < 1_000 {
        return rows.iter().copied().collect();
    }
    let mut stretches: Vec<Marks> = Vec::new();
    for &row in rows {
        let at = (row / STRETCH) as usize;
        if at >= stretches.len() {
            stretches.resize_with(at + 1, Marks::default);
        }
        stretches[at].add(row % STRETCH);
    }
    let some = (0..).zip(&stretches).filter(|(_, marks)| !marks.0.is_empty());
    some.map(|(at, marks)| marks.rows_from(at * STRETCH)).fold(RoaringBitmap::new(), |all, part| all | part)
}

/// Rows of a set, run by run: what is selected together often is together. Quickest with `for_each`.
// Not by `next_many`: of 65,536 rows that the set keeps as one run it gives none (roaring 0.12).
pub fn each(mut rows: Iter<'_>) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || rows.next_range()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_walked_as_the_set_itself_walks_them(
            runs in proptest::collection::vec((0u32..400_000, 1u32..90_000), 0..6),
            single in proptest::collection::vec(0u32..400_000, 0..40),
            holes in proptest::collection::vec((0u32..400_000, 1u32..30_000, 2usize..9), 0..4),
            (from, length) in (0u32..400_000, 1u32..300_000),
        ) {
            let mut set: RoaringBitmap = single.into_iter().collect();
            for (from, length) in runs {
                set.insert_range(from..from + length);
            }
            for (from, length, every) in holes {
                (from..from + length).step_by(every).for_each(|row| _ = set.remove(row));
            }
            let range = from..from + length;
            prop_assert!(each(set.range(range.clone())).eq(set.range(range)));
            prop_assert!(each(set.iter()).eq(set.iter()));
        }
    }

    #[test]
    fn sets_have_the_rows_they_were_made_of_and_are_walked_in_order() {
        for rows in [
            vec![],
            vec![9, 3, 4],
            (0..200_000).chain([3_000_000, 300_001]).collect(),
            (0..9_000).map(|n| n * 50).collect(),
        ] {
            let set = bitmap(&rows);
            let mut marks = Marks::default();
            rows.iter().for_each(|&row| marks.add(row));
            for row in rows.iter().flat_map(|&row| [row.saturating_sub(1), row, row + 1, row + 8]).chain([u32::MAX]) {
                assert_eq!(marks.has(row), set.contains(row), "{row}");
            }
            let mut sorted: Vec<u32> = rows;
            sorted.sort_unstable();
            assert_eq!(set.iter().collect::<Vec<_>>(), sorted);
            assert_eq!(each(set.iter()).collect::<Vec<_>>(), sorted);
            let within = |row: &u32| (4..150_000).contains(row);
            assert!(each(set.range(4..150_000)).eq(sorted.iter().copied().filter(within)));
        }
    }

    #[test]
    fn a_set_of_numbers_that_are_far_apart_is_made_as_well() {
        let far = 7 << 29;
        let rows: Vec<u32> = (0..900).chain(far + 5..far + 70_000).chain([u32::MAX]).collect();
        let set = bitmap(&rows);
        assert_eq!(set.iter().collect::<Vec<_>>(), rows);
    }
}
