//! With which class of match records were decided. It is no decision and no step: it says what a match is compared with that
//! changes later, and outlives a restart.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use crate::book::{Class, Section};

/// Records of a sheet, and the class of their matches when they were decided.
pub type RowsOfClass = (Section, RoaringBitmap, Class);

/// The classes of all decided records of which they are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DecidedWith(BTreeMap<(Section, Class), RoaringBitmap>);

impl DecidedWith {
    /// No class is known.
    pub const UNKNOWN: u8 = u8::MAX;

    /// Takes what is known of records in the place of what was.
    pub(super) fn know(&mut self, known: &[RowsOfClass]) {
        for (section, rows, class) in known {
            for ((of, _), others) in &mut self.0 {
                if of == section {
                    *others -= rows;
                }
            }
            *self.0.entry((*section, *class)).or_default() |= rows;
        }
        self.0.retain(|_, rows| !rows.is_empty());
    }

    /// All that is known.
    pub fn all(&self) -> Vec<RowsOfClass> {
        self.0.iter().map(|((section, class), rows)| (*section, rows.clone(), *class)).collect()
    }

    /// The classes of the rows of a sheet, by number; [`DecidedWith::UNKNOWN`] where it is not known.
    pub fn classes(&self, section: Section, rows: u32) -> Vec<u8> {
        let mut classes = vec![DecidedWith::UNKNOWN; rows as usize];
        for ((_, class), known) in self.0.iter().filter(|((of, _), _)| *of == section) {
            known.iter().filter(|&row| row < rows).for_each(|row| classes[row as usize] = *class as u8);
        }
        classes
    }
}
