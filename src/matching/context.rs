//! What all groups of suppliers share while they are matched, and what is said of one match.

use std::collections::HashSet;

use super::sides::{Places, Suppliers};
use crate::book::{Book, Entries, MatchSettings};
use crate::matching::agree::fields::Tolerances;
use crate::values::Period;
use crate::work::Progress;

/// What matching reads.
pub struct Context<'a> {
    /// The book.
    pub book: &'a Book,
    /// The entries of its register.
    pub entries: &'a Entries,
    /// The settings.
    pub settings: &'a MatchSettings,
    /// What may differ, from the settings.
    pub tolerances: Tolerances,
    /// The return period that is being closed.
    pub closing: Period,
    /// Numbers of records.
    pub places: Places,
    /// The suppliers of both sides.
    pub suppliers: Suppliers,
    /// Pairs that the user marked as not the same: record, entry.
    pub aparts: HashSet<(u32, u32)>,
    /// Records that the user linked.
    pub linked_records: HashSet<u32>,
    /// Entries that the user linked.
    pub linked_entries: HashSet<u32>,
    /// Whether it should stop.
    pub progress: &'a Progress,
}

impl Context<'_> {
    /// Whether matching should stop: then what it comes to does not count any more.
    #[inline]
    pub fn stopped(&self) -> bool {
        self.progress.cancelled()
    }

    /// The same for one step of a long walk, asked now and then.
    #[inline]
    pub fn stopped_at(&self, step: usize) -> bool {
        step.is_multiple_of(LOOK) && self.stopped()
    }

    /// Whether the user said that they are not the same.
    pub fn is_apart(&self, record: u32, entry: u32) -> bool {
        !self.aparts.is_empty() && self.aparts.contains(&(record, entry))
    }
}

/// How many steps are done between two looks.
const LOOK: usize = 1_024;

/// What is known of a match beside its class, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flags(u32);

/// One of [`Flags`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Flag {
    /// Another could as well take the place of one side.
    Tie = 1,
    /// The user made or confirmed it.
    Link = 1 << 1,
    /// Another record before this one reports the same document.
    ReportedBefore = 1 << 2,
    /// Only the day of entry is given, and it fits several records.
    PostingFitsSeveral = 1 << 3,
    /// A record or an entry changed since the user linked them.
    Changed = 1 << 4,
    /// In sums of several of which none was taken.
    Doubtful = 1 << 5,
    /// An entry that is in no match is near.
    Near = 1 << 6,
    /// 31 March lies between the two dates.
    TwoYears = 1 << 7,
    /// The entry has no date.
    NoDate = 1 << 8,
    /// Every head of tax is equal or within tolerance.
    TaxWithin = 1 << 9,
    /// The numbers are N0 or N1.
    SameNumber = 1 << 10,
    /// The dates are D0 or D1.
    NearDates = 1 << 11,
    /// Several that were found by their amounts.
    ByAmounts = 1 << 12,
    /// Found because it is the only one that fits.
    Alone = 1 << 13,
    /// The amounts are A0 or A1.
    AmountsWithin = 1 << 14,
    /// With more than one record or more than one entry.
    Several = 1 << 15,
    /// It is booked under another registration of the recipient.
    BookedElsewhere = 1 << 16,
    /// A line of its number was left out of the register: cancelled, or not understood.
    LineLeftOut = 1 << 17,
    /// An entry that fits it as well as another record went to that one.
    LostTie = 1 << 18,
    /// It would be well matched with a record that is gone from the portal before its credit could be taken.
    Gone = 1 << 19,
}

impl Flags {
    /// Whether it has this one.
    #[inline]
    pub fn has(self, flag: Flag) -> bool {
        self.0 & flag as u32 != 0
    }

    /// Gives it this one.
    #[inline]
    pub fn add(&mut self, flag: Flag) {
        self.0 |= flag as u32;
    }

    /// Gives it this one if it is so.
    #[inline]
    pub fn set(&mut self, flag: Flag, is_so: bool) {
        if is_so {
            self.add(flag);
        }
    }

    /// The same without this one.
    pub fn without(self, flag: Flag) -> Flags {
        Flags(self.0 & !(flag as u32))
    }

    /// The same with this one if it is so.
    #[inline]
    pub fn with(mut self, flag: Flag, is_so: bool) -> Flags {
        self.set(flag, is_so);
        self
    }
}
