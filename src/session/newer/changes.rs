//! A newer download over the open book: it is compared and brought in, what it changed is gone through, what was set aside is
//! picked, and whether the last upload took is seen.

use crate::book::{Book, Section};
use crate::edit::merge::{Comparison, Kind};
use crate::session::background::Purpose;
use crate::session::newer::list::{Lists, What};
use crate::session::open_book::OpenBook;
use roaring::RoaringBitmap;
use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// A newer download that was read and compared with the open book.
pub struct Newer {
    /// Where it was read from.
    pub paths: Vec<PathBuf>,
    /// Its records.
    pub book: Arc<Book>,
    /// What would become of the records.
    pub outcome: Outcome,
    /// The same, had the last upload been uploaded, and whether the newer download holds anything of that; none if nobody
    /// has to be asked.
    pub if_uploaded: Option<(Outcome, bool)>,
    /// Sections of which it has no records, while the book has some.
    pub emptied: Vec<Section>,
    /// By the dates of the files it was made before the book's.
    pub older: bool,
}

/// What would become of the records of a book with a newer download.
#[derive(Clone, Debug)]
pub struct Outcome {
    counts: [u64; Kind::ALL.len()],
    /// The old rows that were acted on elsewhere and decided otherwise here.
    conflicts: Vec<(Section, RoaringBitmap)>,
}

impl Outcome {
    /// Counts a comparison.
    pub fn of(comparison: &Comparison) -> Outcome {
        let conflicts = |section| {
            let fates = comparison.sheet(section).fates.iter();
            let rows = fates.filter(|fate| fate.kind == Kind::Conflict).filter_map(|fate| fate.old);
            (section, rows.collect::<RoaringBitmap>())
        };
        Outcome {
            counts: Kind::ALL.map(|kind| comparison.count(kind)),
            conflicts: Section::ALL.into_iter().map(conflicts).filter(|(_, rows)| !rows.is_empty()).collect(),
        }
    }

    /// How many records are of a kind.
    pub fn count(&self, kind: Kind) -> u64 {
        Kind::ALL.iter().position(|&k| k == kind).map_or(0, |at| self.counts[at])
    }
}

impl fmt::Debug for Newer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Newer").field("paths", &self.paths).finish_non_exhaustive()
    }
}

/// How a newer download is brought in.
#[derive(Clone, Debug)]
pub struct Bring {
    /// The download.
    pub newer: Arc<Newer>,
    /// The last upload was uploaded before it was made.
    pub uploaded: bool,
    /// Where somebody acted otherwise elsewhere, what was decided here counts.
    pub mine: bool,
}

impl Bring {
    /// What it would make of the records.
    pub fn outcome(&self) -> &Outcome {
        match &self.newer.if_uploaded {
            Some((outcome, _)) if self.uploaded => outcome,
            _ => &self.newer.outcome,
        }
    }

    /// The old rows whose decision counts although somebody acted on them elsewhere.
    pub fn mine(&self) -> Vec<(Section, RoaringBitmap)> {
        if self.mine { self.outcome().conflicts.clone() } else { Vec::new() }
    }
}

/// The list of what newer downloads changed, and how it is gone through.
#[derive(Default)]
pub struct Changes {
    /// Whether it tells of the last upload rather than of all changes.
    pub of_upload: bool,
    /// Opened and closed by the user, against what is usual.
    pub turned: BTreeSet<What>,
    /// What became of the records.
    pub lists: Lists,
    /// The record that was shown last.
    pub at: Option<(Section, u32)>,
    /// It is to be scrolled to in so many frames.
    pub reveal: u8,
}

/// What a user wishes of it.
#[derive(Clone, Debug)]
pub enum NewerWish {
    /// Bring it in.
    Bring(Bring),
    /// Tell of the last upload, or of all changes.
    OfUpload(bool),
    /// Open or close a group.
    Turn(What),
    /// Go to a record.
    Show(Section, u32),
    /// Decide as was decided before it was set aside.
    TakeUp(Vec<(Section, RoaringBitmap)>),
    /// Leave what the portal holds.
    Leave(Vec<(Section, RoaringBitmap)>),
    /// Ask where to write the list.
    Export,
}

impl NewerWish {
    /// Whether it changes what the journal holds.
    pub fn edits(&self) -> bool {
        matches!(self, NewerWish::Bring(_) | NewerWish::TakeUp(_) | NewerWish::Leave(_))
    }
}

impl OpenBook {
    /// Carries out what needs nothing but the book.
    pub fn newer(&mut self, wish: NewerWish) {
        match wish {
            NewerWish::OfUpload(on) => self.changes.of_upload = on,
            NewerWish::Turn(what) => {
                if !self.changes.turned.remove(&what) {
                    self.changes.turned.insert(what);
                }
            }
            NewerWish::Show(section, row) => self.show_change(section, row),
            NewerWish::TakeUp(rows) => self.take_up(&rows),
            NewerWish::Leave(rows) => self.leave_set_aside(&rows),
            NewerWish::Bring(_) | NewerWish::Export => {}
        }
    }

    /// Derives the lists again where a step changed them.
    pub fn renew_changes(&mut self) {
        let key = crate::session::newer::list::key(&self.log);
        if key != self.changes.lists.key {
            let merges = crate::session::newer::list::merges(&self.log);
            self.look(Purpose::Changes, move |book, _, progress| {
                let lists = Lists::of(book, &merges, key.clone(), progress)?;
                Some(Box::new(move |open| {
                    open.changes.lists = lists;
                    open.renew_picks();
                }))
            });
        }
        self.renew_picks();
    }

    fn renew_picks(&mut self) {
        if !self.changes.lists.is_empty() {
            let picks = crate::session::newer::list::open_picks(&self.book, &self.log, &self.changes.lists);
            self.changes.lists.picks = picks;
        }
    }

    /// Goes to a record; one that is gone is shown in the list alone.
    fn show_change(&mut self, section: Section, row: u32) {
        self.changes.at = Some((section, row));
        self.changes.reveal = 2;
        if self.book.sheet(section).in_force(row) {
            self.reveal(section, row);
        }
    }

    /// Goes to the next or previous record of the list, around its end.
    pub fn walk_changes(&mut self, forward: bool) {
        let rows: Vec<(Section, u32)> = self.changes.lines().filter_map(|line| line.record()).collect();
        let at = self.changes.at.and_then(|at| rows.iter().position(|&row| row == at));
        let next = match (at, forward) {
            _ if rows.is_empty() => return,
            (None, true) => 0,
            (None, false) => rows.len() - 1,
            (Some(at), true) => (at + 1) % rows.len(),
            (Some(at), false) => at.checked_sub(1).unwrap_or(rows.len() - 1),
        };
        self.show_change(rows[next].0, rows[next].1);
    }
}
