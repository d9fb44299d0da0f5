//! The records of a book meet those of a later one: which of them are the same document (portal/README.md section 4).
//!
//! How it works, with an example: the old book has invoices 1, 2 and 2 (copies), the new one has 1, 2 and 3. All six come with
//! the hash of their identity and are sorted by it, so that the same documents stand side by side. The run of 1 has one old and
//! one new record: they are counterparts. The run of 3 is new alone. The run of 2 has two old records and one new: if the text
//! of the new one is that of one of the old to the letter, these two are counterparts; if not, it is not known which became
//! which, and all three are unclear. A record without supplier or number has only its text: it is like one with the same text.

use std::cmp::Ordering;
use std::collections::HashMap;

use roaring::RoaringBitmap;
use xxhash_rust::xxh3::xxh3_64;

use super::identity::Identity;
use super::{Book, Records, Section};
use crate::work::parts;

/// The records of one section of two books.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meeting {
    /// The same document: a row of the old book, and one of the new.
    pub both: Vec<(u32, u32)>,
    /// Rows of the old book that are in force there and that the new one has not.
    pub only_old: Vec<u32>,
    /// Rows of the new book that the old one has not.
    pub only_new: Vec<u32>,
    /// Several records of one identity, so that no one can tell which became which: rows of the old book and of the new.
    pub unclear: Vec<(Vec<u32>, Vec<u32>)>,
}

/// A record on its way to its like.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Comer {
    hash: u64,
    new: bool,
    row: u32,
}

struct Host<'b> {
    section: Section,
    old: &'b Book,
    new: &'b Book,
}

/// Lets the records of a section meet. Of the old book those in force come, and those that were gone from the portal, which
/// may be there again. In the order of the rows.
pub fn meet(old: &Book, new: &Book, section: Section) -> Meeting {
    let host = Host { section, old, new };
    let mut comers = host.comers();
    comers.sort_unstable();
    let mut meeting = Meeting::default();
    for run in comers.chunk_by(|a, b| a.hash == b.hash) {
        // Nearly every record meets just one.
        if let &[a, b] = run
            && a.new != b.new
            && host.same(a, b)
        {
            meeting.both.push((a.row, b.row));
            continue;
        }
        // Different identities with one hash are possible, so each is compared in full.
        let mut comers = run.to_vec();
        comers.sort_by(|&a, &b| host.order(a, b));
        comers.chunk_by(|&a, &b| host.same(a, b)).for_each(|same| host.seat(same, &mut meeting));
    }
    meeting.both.sort_unstable();
    meeting.only_old.sort_unstable();
    meeting.only_new.sort_unstable();
    meeting.unclear.sort_unstable();
    meeting
}

impl Host<'_> {
    fn comers(&self) -> Vec<Comer> {
        let sheet = self.old.sheet(self.section);
        let old: Vec<u32> = (0..sheet.rows()).filter(|&row| sheet.in_force(row) || sheet.gone.contains(row)).collect();
        let new: Vec<u32> = (0..self.new.sheet(self.section).rows()).collect();
        let comers = |rows: &[u32], new: bool| {
            let comers = |part: &[u32]| {
                part.iter().map(|&row| Comer { hash: self.hash(new, row), new, row }).collect::<Vec<_>>()
            };
            parts::joined(parts::in_parts(rows, comers))
        };
        let mut all = comers(&old, false);
        all.extend(comers(&new, true));
        all
    }

    fn book(&self, new: bool) -> &Book {
        if new { self.new } else { self.old }
    }

    fn records(&self, new: bool) -> &Records {
        &self.book(new).sheet(self.section).records
    }

    fn text(&self, comer: Comer) -> &str {
        self.book(comer.new).portal_text(self.section, comer.row)
    }

    fn identity(&self, comer: Comer) -> Identity<'_> {
        Identity::of(self.section, self.records(comer.new), comer.row)
    }

    /// A record that cannot be identified is only like one with the same text.
    fn hash(&self, new: bool, row: u32) -> u64 {
        let identity = Identity::of(self.section, self.records(new), row);
        if identity.is_known() {
            identity.hash()
        } else {
            xxh3_64(self.book(new).portal_text(self.section, row).as_bytes())
        }
    }

    fn is_known(&self, comer: Comer) -> bool {
        self.identity(comer).is_known()
    }

    fn same(&self, a: Comer, b: Comer) -> bool {
        self.order(a, b) == Ordering::Equal
    }

    /// An order in which those that are the same stand together.
    fn order(&self, a: Comer, b: Comer) -> Ordering {
        match (self.is_known(a), self.is_known(b)) {
            (true, true) => self.identity(a).order(self.identity(b)),
            (false, false) => self.text(a).cmp(self.text(b)),
            (a, b) => a.cmp(&b),
        }
    }

    /// Puts records of one identity in their places.
    fn seat(&self, same: &[Comer], meeting: &mut Meeting) {
        let gone = &self.old.sheet(self.section).gone;
        let (mut old, mut new): (Vec<Comer>, Vec<Comer>) = same.iter().partition(|c| !c.new);
        let in_force = old.iter().any(|c| !gone.contains(c.row));
        if in_force {
            old.retain(|c| !gone.contains(c.row));
        }
        let (alone, vanished) = (old.len() <= 1 && new.len() <= 1, new.is_empty());
        // Copies whose text is the same to the last byte are the same record, whatever the others are.
        let text = |comer: Comer| if alone { "" } else { self.text(comer) };
        let mut free: HashMap<&str, Vec<Comer>> = HashMap::new();
        old.iter().rev().for_each(|&o| free.entry(text(o)).or_default().push(o));
        let mut met = RoaringBitmap::new();
        new.retain(|&n| {
            let like = free.get_mut(text(n)).and_then(Vec::pop);
            if let Some(o) = like {
                met.insert(o.row);
                meeting.both.push((o.row, n.row));
            }
            like.is_none()
        });
        old.retain(|o| in_force && !met.contains(o.row)); // what was gone stays gone
        let certain = vanished || (!in_force && met.is_empty()) || same.iter().any(|c| !self.is_known(*c));
        let rows = |comers: &[Comer]| comers.iter().map(|c| c.row).collect::<Vec<_>>();
        if certain {
            meeting.only_old.extend(rows(&old));
            meeting.only_new.extend(rows(&new));
        } else if !old.is_empty() || !new.is_empty() {
            meeting.unclear.push((rows(&old), rows(&new)));
        }
    }
}
