//! What the credit changes by if records are decided, before they are: for buttons and questions.

use roaring::RoaringBitmap;

use super::{Credit, HeadSums, Held, Sum, add, subtract, sum};
use crate::book::Section;
use crate::values::rows;
use crate::work::parts;

/// What changes if records are decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IfDecided {
    /// The whole change.
    pub change: HeadSums,
    /// Among it: amendments that are not decided, and count otherwise because of it.
    pub by_amendments: Sum,
}

impl Credit<'_> {
    /// What changes if these records are decided like this, all together.
    pub fn if_decided(
        &self,
        touched: &[(Section, RoaringBitmap)],
        decided: impl Fn(Section, u32) -> Held + Sync,
    ) -> IfDecided {
        let after = |section, row| is_among(touched, section, row).then(|| decided(section, row));
        let mut all = IfDecided::default();
        for (section, rows) in touched {
            let parts = parts::of_rows(rows, |rows| {
                let mut part = IfDecided::default();
                for row in rows::each(rows) {
                    let (old, new) = (Held::yours(self.book, *section, row), decided(*section, row));
                    if !old.gives_as(new) && self.counts(*section, row) {
                        self.replace(&mut part, *section, row, new, &after);
                    }
                }
                part
            });
            for part in parts {
                all.change = sum([all.change, part.change]);
                all.by_amendments.join(&part.by_amendments);
            }
        }
        all
    }

    /// Adds what a record gives more with a new decision than with the old one, and what its amendments give more because of it.
    fn replace(
        &self,
        all: &mut IfDecided,
        section: Section,
        row: u32,
        new: Held,
        decided: &impl Fn(Section, u32) -> Option<Held>,
    ) {
        let yours = |of, row| Held::yours(self.book, of, row);
        let after = |of, row| decided(of, row).unwrap_or_else(|| yours(of, row));
        add(&mut all.change, self.value_if(section, row, new, after));
        subtract(&mut all.change, self.value_if(section, row, yours(section, row), yours));
        for (of, amendment) in self.amendments(section, row) {
            let (old, new) = (yours(of, amendment), after(of, amendment));
            // One that changes by its own decision is counted by itself.
            if old.gives_as(new) {
                let (is, was) = (self.value_if(of, amendment, new, after), self.value_if(of, amendment, old, yours));
                if is != was {
                    let moved = std::array::from_fn(|head| is[head] - was[head]);
                    add(&mut all.change, moved);
                    if decided(of, amendment).is_none() {
                        all.by_amendments.add(moved);
                    }
                }
            }
        }
    }
}

/// Whether a record is among those that are decided.
pub(super) fn is_among(touched: &[(Section, RoaringBitmap)], section: Section, row: u32) -> bool {
    touched.iter().any(|(of, rows)| *of == section && rows.contains(row))
}
