//! Commands on the purchase register: parts come, are replaced and go; and what a newer register says otherwise.

use std::collections::HashMap;

use super::comings::Comings;
use crate::book::{Book, ReadPart, Register, Section};

/// What an import changes in the parts of a register. Those that it replaces go, and the first of the new ones takes the place
/// of the first of these.
pub(super) fn import(register: &Register, parts: &[ReadPart], replaces: &[u32]) -> Comings<ReadPart> {
    let out = places(register, replaces);
    let first = out.first().copied().unwrap_or(register.parts().len() as u32);
    Comings::at(out, (first..).zip(parts.iter().cloned()).collect())
}

/// What it changes that parts are removed.
pub(super) fn remove(register: &Register, parts: &[u32]) -> Comings<ReadPart> {
    Comings::at(places(register, parts), Vec::new())
}

/// Places that there are, in order, each once.
fn places(register: &Register, places: &[u32]) -> Vec<u32> {
    let mut places: Vec<u32> =
        places.iter().copied().filter(|&place| (place as usize) < register.parts().len()).collect();
    places.sort_unstable();
    places.dedup();
    places
}

/// What a newer register says otherwise than the one before, by the identities of entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Entries that are as they were.
    pub same: usize,
    /// Entries with other amounts.
    pub changed: usize,
    /// Entries that were not there.
    pub new: usize,
    /// Entries that are not there any more.
    pub gone: usize,
    /// Links to entries that are changed: they stay, and are marked.
    pub links_changed: usize,
    /// Links to entries that are gone: they are suspended until these are back.
    pub links_suspended: usize,
    /// Records of these links that are decided.
    pub decided: usize,
}

/// What it would change in a book to import these parts in place of those.
pub fn difference(book: &Book, parts: &[ReadPart], replaces: &[u32]) -> Difference {
    let mut register = book.register().clone();
    import(&register, parts, replaces).swap_in(&mut register);
    let rows =
        |register: &Register| -> HashMap<u128, u32> { register.entries().identities().into_iter().zip(0..).collect() };
    let (old, new) = (rows(book.register()), rows(&register));
    // None: it is not in both.
    let changes = |identity: &u128| {
        let (before, after) = (*old.get(identity)?, *new.get(identity)?);
        Some(!register.entries().still_says(after, book.register().entries().content(before)))
    };
    let mut difference = Difference::default();
    for identity in new.keys() {
        match changes(identity) {
            Some(false) => difference.same += 1,
            Some(true) => difference.changed += 1,
            None => difference.new += 1,
        }
    }
    difference.gone = old.keys().filter(|identity| !new.contains_key(identity)).count();
    let found = book.links().find(book);
    for (link, found) in book.links().links.iter().zip(&found.links) {
        let there =
            |register: &HashMap<u128, u32>| link.entries.iter().all(|entry| register.contains_key(&entry.identity));
        let suspended = there(&old) && !there(&new);
        let changed = link
            .entries
            .iter()
            .any(|entry| new.contains_key(&entry.identity) && changes(&entry.identity).unwrap_or(true));
        difference.links_suspended += usize::from(suspended);
        difference.links_changed += usize::from(!suspended && changed);
        if suspended || changed {
            let decided = |&&(section, row): &&(Section, u32)| {
                let sheet = book.sheet(section);
                sheet.decision(row) != sheet.baseline(row)
            };
            difference.decided += found.records.iter().filter(decided).count();
        }
    }
    difference
}
