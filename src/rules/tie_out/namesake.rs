//! Documents of GSTR-2B that have the number of a record and another date or kind: they may be that record, and are not taken to be it.

use std::collections::HashMap;

use super::{NotInIms, kind};
use crate::book::{Gstr2b, Section};
use crate::values::Day;

/// The documents without a record, by supplier and number in small letters.
pub(super) struct Namesakes<'f> {
    file: &'f Gstr2b,
    by_number: HashMap<(String, String), Vec<u32>>,
}

impl<'f> Namesakes<'f> {
    /// Those of a file that are not taken and are not in this download for no reason that the file gives.
    pub(super) fn of(file: &'f Gstr2b, taken: &[bool]) -> Namesakes<'f> {
        let mut by_number: HashMap<(String, String), Vec<u32>> = HashMap::new();
        for ((place, document), _) in (0u32..).zip(&file.documents).zip(taken).filter(|(_, taken)| !**taken) {
            if document.section.is_some() && NotInIms::of(document) == NotInIms::NotInThisDownload {
                by_number
                    .entry((document.supplier.to_string(), document.number.to_lowercase()))
                    .or_default()
                    .push(place);
            }
        }
        Namesakes { file, by_number }
    }

    /// Takes the first one that has the number of a record and differs in its date or in its kind alone; and what is to be said of the record.
    pub(super) fn take(
        &mut self,
        supplier: &str,
        number: &str,
        (section, day): (Section, Day),
    ) -> Option<(u32, &'static str)> {
        let places = self.by_number.get_mut(&(supplier.to_owned(), number.to_owned()))?;
        let differs = |&place: &u32| {
            let document = &self.file.documents[place as usize];
            match (document.section.map(kind) == Some(kind(section)), document.day == day) {
                (true, false) => Some("its number is in GSTR-2B with another date: compare the two"),
                (false, true) => Some("its number is in GSTR-2B as another kind of document: compare the two"),
                _ => None,
            }
        };
        let (at, words) = places.iter().enumerate().find_map(|(at, place)| Some((at, differs(place)?)))?;
        Some((places.remove(at), words))
    }
}
