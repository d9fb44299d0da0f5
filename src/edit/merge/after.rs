//! After a merge: what became of a record, whether its upload took, and the decisions that were set aside.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::kind::{Kind, Version, kind, sets_aside};
use crate::book::{Action, Book, Decision, Said, Section};
use crate::edit::{Change, EachPlan, RowChange, plan_each};
use crate::values::Day;

/// Whether what was uploaded of a record is on the portal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Took {
    /// The portal holds it.
    Confirmed,
    /// The portal holds what it held before.
    NotThere,
    /// The portal holds something else, or the record differs or is gone.
    Different,
    /// No download says so: it was uploaded since, or several records of one document were left alone.
    Unknown,
}

impl Took {
    /// In a few words: those of [`Kind`], where it is the same.
    pub fn title(self) -> &'static str {
        match self {
            Took::Confirmed => Kind::Confirmed.title(),
            Took::NotThere => Kind::NotTaken.title(),
            Took::Different => "Different on the portal",
            Took::Unknown => "Not known yet",
        }
    }

    /// What that means.
    pub fn meaning(self) -> &'static str {
        match self {
            Took::Confirmed => "it holds what you uploaded",
            Took::NotThere => "it holds what it held before",
            Took::Different => "decided elsewhere, changed or gone",
            Took::Unknown => "a newer download will say",
        }
    }
}

/// What became of a record with the download that brought this row, or took it away. None: it is as it was when it was read.
pub fn became(book: &Book, section: Section, row: u32) -> Option<Kind> {
    let sheet = book.sheet(section);
    if sheet.gone().contains(row) {
        return Some(Kind::Gone);
    }
    match sheet.older(row) {
        Some(older) => Some(kind(Version { book, section, row: older }, Version { book, section, row })),
        None => (row >= book.as_read().1[section]).then_some(Kind::New),
    }
}

/// The same in words that hold for the decision as it is now: what it is, and what that means. A decision that agreed with
/// the portal when the download came in may have changed since, and the other way round; what was to be uploaded again may be.
pub fn in_words(book: &Book, section: Section, row: u32, kind: Kind) -> (&'static str, &'static str) {
    let sheet = book.sheet(section);
    let as_held = sheet.in_force(row) && sheet.decision(row).same_saying(sheet.baseline(row));
    match kind {
        Kind::NotTaken | Kind::DecidedSince | Kind::Confirmed if sheet.last_said(row).is_some() => {
            let (title, _) = kind.in_two();
            return (title, "you have uploaded the record again since");
        }
        Kind::NotTaken if as_held => return (kind.title(), "you have given your decision up since"),
        Kind::Elsewhere if !as_held => return (kind.title(), "you have decided since"),
        Kind::Confirmed | Kind::DecidedSince => {}
        _ => return kind.in_two(),
    }
    let uploaded = sheet.older(row).is_some_and(|older| sheet.last_said(older).is_some());
    match (as_held, uploaded) {
        (true, _) => Kind::Confirmed.in_two(),
        (false, true) => Kind::DecidedSince.in_two(),
        (false, false) => ("The portal holds what you had decided", "your decision has changed since"),
    }
}

/// What the last upload said of a record, whichever of its versions it was: the row of that version.
pub fn uploaded(book: &Book, section: Section, row: u32) -> Option<(u32, Said)> {
    let sheet = book.sheet(section);
    let mut versions = std::iter::successors(Some(row), |&row| sheet.older(row));
    versions.find_map(|row| Some((row, sheet.last_said(row)?)))
}

/// Whether what the last upload said of a record is on the portal, as far as a newer download says; none where none said anything of it.
pub fn took(book: &Book, section: Section, row: u32) -> Option<Took> {
    let (said, _) = uploaded(book, section, row)?;
    if book.sheet(section).gone().contains(row) {
        return Some(Took::Different);
    }
    if said == row {
        return Some(Took::Unknown);
    }
    Some(took_by(book, section, said, row))
}

/// Whether what was uploaded of a version of a record is on the portal, as far as a later version of it says.
pub fn took_by(book: &Book, section: Section, said: u32, row: u32) -> Took {
    let version = |row| Version { book, section, row };
    match kind(version(said), version(row)) {
        Kind::Confirmed | Kind::DecidedSince => Took::Confirmed,
        Kind::NotTaken => Took::NotThere,
        _ => Took::Different,
    }
}

/// The row of the last version before this one on which the user decided.
pub fn decided_before(book: &Book, section: Section, row: u32) -> Option<u32> {
    let sheet = book.sheet(section);
    let mut before = std::iter::successors(sheet.older(row), |&row| sheet.older(row));
    before.find(|&row| Version { book, section, row }.is_decided())
}

/// The decision on a version before this one that was set aside, with the row of that version: the last that the user made, unless
/// it went over to a later version, or the user decided on this one since, or the portal has come to hold it.
pub fn set_aside(book: &Book, section: Section, row: u32) -> Option<(u32, Decision)> {
    let version = |row| Version { book, section, row };
    let (now, older) = (version(row), version(decided_before(book, section, row)?));
    let newer = version(book.sheet(section).newer(older.row)?);
    let aside = !now.is_decided() && matches!(kind(older, newer), Kind::Changed | Kind::Conflict);
    (aside && sets_aside(older, now, now.decision())).then(|| (older.row, older.decision()))
}

/// The changes that decide rows in force as was decided before it was set aside. Whether each may have it is asked before, as
/// of any change: see [`plan_take_up`].
fn taken_up(book: &Book, section: Section, rows: &RoaringBitmap) -> Vec<RowChange> {
    let change = |row: u32| {
        let (_, decision) = set_aside(book, section, row)?;
        let now = book.sheet(section).decision(row);
        let change = Change {
            action: (decision.action != Action::Other).then_some(decision.action),
            // What is so already is not given again: a rule may forbid to give it.
            remarks: (decision.remarks != now.remarks).then(|| book.text(decision.remarks).to_owned()),
            answer: (decision.answer != now.answer).then(|| book.answers().get(decision.answer)),
            ..Change::default()
        };
        Some((section, row, Arc::new(change)))
    };
    rows.iter().filter(|&row| book.sheet(section).in_force(row)).filter_map(change).collect()
}

/// What was done when decisions were taken up, as a sentence begins.
pub const TAKEN_UP: &str = "Used decisions that were set aside";

/// What taking up again what was set aside would do, in all these sheets at once: which records may have it, which may not and
/// why, and what must be asked first. What it allows becomes a table of changes named [`TAKEN_UP`].
pub fn plan_take_up(book: &Book, rows: &[(Section, RoaringBitmap)], day: Day) -> EachPlan {
    plan_each(book, rows.iter().flat_map(|(section, rows)| taken_up(book, *section, rows)).collect(), day)
}
