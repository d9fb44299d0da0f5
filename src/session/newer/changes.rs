//! A newer download over the open book: it is compared and brought in, what it changed is gone through, what was set aside is
//! picked, and whether the last upload took is seen.

use crate::book::{Book, Section};
use crate::edit::merge::{Comparison, Fate, Kind, Version, sets_aside};
use crate::session::newer::list::{DecidedRows, Lists, WhatChanged};
use crate::values::{Period, grouped, lowered, records};
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
    /// The same, had the last upload been uploaded, and whether the newer download holds anything of that; none if no one
    /// has to be asked.
    pub if_uploaded: Option<(Outcome, bool)>,
    /// Sections of which it has no records, while the book has some.
    pub emptied: Vec<Section>,
    /// Why it seems to be older than what counts in the book, if it does.
    pub older: Option<Older>,
}

/// Why a download seems to be older than what is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Older {
    /// By the dates of the files.
    ByDate,
    /// Its last return period is before that of what is open.
    ByPeriods {
        /// Its own.
        ends: Period,
        /// That of what is open.
        open: Period,
    },
}

impl Older {
    /// The reason as a sentence.
    pub fn in_words(self) -> String {
        match self {
            Older::ByDate => "By its date this file is older than what is open.".to_owned(),
            Older::ByPeriods { ends, open } => {
                format!(
                    "Its last records are of {ends}, those of what is open of {open}: it looks like an older download."
                )
            }
        }
    }
}

impl Newer {
    /// Whether it has no record in common with what is open.
    pub fn is_apart(&self) -> bool {
        let met = Kind::ALL.into_iter().filter(|kind| !matches!(kind, Kind::New | Kind::Gone));
        met.map(|kind| self.outcome.count(kind)).sum::<u64>() == 0
    }

    /// Whether it may not be what to go on with: it seems older, of other months, or a part only. Then no key imports it.
    pub fn is_doubtful(&self) -> bool {
        self.older.is_some() || self.is_apart() || !self.emptied.is_empty()
    }
}

/// What would become of the records of a book with a newer download.
#[derive(Clone, Debug)]
pub struct Outcome {
    counts: [u64; Kind::ALL.len()],
    /// The old rows that were acted on elsewhere and decided otherwise here.
    conflicts: Vec<(Section, RoaringBitmap)>,
    /// How many decisions are set aside, as the supplier changed the record.
    pub set_aside: u64,
}

impl Outcome {
    /// Counts a comparison of a book with a newer download.
    pub fn of(comparison: &Comparison, (old, new): (&Book, &Book)) -> Outcome {
        let sets_aside = |section: Section, fate: &&Fate| {
            let version = |book, row| Version { book, section, row };
            let versions = fate.old.zip(fate.new).filter(|_| fate.kind == Kind::Changed);
            versions.is_some_and(|(o, n)| {
                let new = version(new, n);
                sets_aside(version(old, o), new, new.baseline())
            })
        };
        let set_aside = |section| {
            let fates = comparison.sheet(section).fates.iter();
            fates.filter(|fate| sets_aside(section, fate)).count() as u64
        };
        let conflicts = |section| {
            let fates = comparison.sheet(section).fates.iter();
            let rows = fates.filter(|fate| fate.kind == Kind::Conflict).filter_map(|fate| fate.old);
            (section, rows.collect::<RoaringBitmap>())
        };
        Outcome {
            counts: Kind::ALL.map(|kind| comparison.count(kind)),
            conflicts: Section::ALL.into_iter().map(conflicts).filter(|(_, rows)| !rows.is_empty()).collect(),
            set_aside: Section::ALL.into_iter().map(set_aside).sum(),
        }
    }

    /// What becomes of the records, kind by kind; nothing of those that stay as they were.
    pub fn in_words(&self) -> Vec<String> {
        self.words_of(|kind| !matches!(kind, Kind::Unchanged | Kind::Unclear))
    }

    /// What came in, in a sentence or two: how many records the step changes and in what, and apart from these what the portal has
    /// not taken.
    pub fn as_result(&self) -> String {
        let changed: u64 = Kind::ALL.into_iter().filter(|kind| kind.is_change()).map(|kind| self.count(kind)).sum();
        let mut said = match changed {
            0 => "The newer download is in: no record has changed.".to_owned(),
            _ => format!(
                "The newer download is in, {} changed: {}.",
                records(changed),
                self.words_of(Kind::is_change).join(", ")
            ),
        };
        let not_taken = self.words_of(|kind| kind == Kind::NotTaken);
        not_taken.iter().for_each(|words| said += &format!(" {words}."));
        said
    }

    fn words_of(&self, which: impl Fn(Kind) -> bool) -> Vec<String> {
        let kinds = Kind::ALL.into_iter().filter(|&kind| which(kind) && self.count(kind) > 0);
        kinds.map(|kind| format!("{} {}", grouped(self.count(kind)), lowered(kind.title()))).collect()
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
    /// Where someone acted otherwise elsewhere, what was decided here counts.
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

    /// The old rows whose decision counts although someone acted on them elsewhere.
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
    pub turned: BTreeSet<WhatChanged>,
    /// What became of the records.
    pub lists: Lists,
    /// What the user decided about by now.
    pub(super) decided: DecidedRows,
    /// The record that was shown last.
    pub at: Option<(Section, u32)>,
    /// The record that was marked then: one that is gone is shown in full as long as it is.
    pub(super) beside: Option<(Section, u32)>,
    /// It is to be scrolled to in this many frames.
    pub(super) reveal: u8,
}

/// What a user asks for of it.
#[derive(Clone, Debug)]
pub enum NewerRequest {
    /// Bring it in.
    Bring(Bring),
    /// Tell of the last upload, or of all changes.
    OfUpload(bool),
    /// Open or close a group.
    Turn(WhatChanged),
    /// Go to a record.
    Show(Section, u32),
    /// Decide as was decided before it was set aside; whether the questions were answered with yes.
    TakeUp(Vec<(Section, RoaringBitmap)>, bool),
    /// Leave what the portal holds.
    Leave(Vec<(Section, RoaringBitmap)>),
    /// Ask where to write the list.
    Export,
}

impl NewerRequest {
    /// Whether it changes what the journal holds.
    pub fn edits(&self) -> bool {
        match self {
            NewerRequest::Bring(_) | NewerRequest::TakeUp(..) | NewerRequest::Leave(_) => true,
            NewerRequest::OfUpload(_) | NewerRequest::Turn(_) | NewerRequest::Show(..) | NewerRequest::Export => false,
        }
    }
}
