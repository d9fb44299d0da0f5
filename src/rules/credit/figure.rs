//! The figures of the credit that count records: their names, and sets of them. In which a record is: see [`Standing`].

use super::Standing;
use crate::book::Heads;

/// A figure that counts records. [`CreditFigure::words`] says what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // see `words`
pub enum CreditFigure {
    Waits,
    AmendmentsWait,
    WaitsLastReturn,
    WaitsPast,
    WaitsOver,
    GivenUp,
    WasPending,
    WasRejected,
    NegativeOut,
    NotesKeptPending,
    NotesNowRejected,
    NotesInPart,
    NotesNotReduced,
    AmendedNotesKeptPending,
    AmendedNotesNowRejected,
    AmendedNotesInPart,
    AmendedNotesNotReduced,
    AmendmentsUp,
    LowerAmendmentsWait,
    NotesDeducted,
    NotesDeductedInPart,
    AmendedNotesDeducted,
    AmendedNotesDeductedInPart,
    NegativeIn,
    AmendmentsDown,
    AcceptedNow,
    AcceptedBefore,
    Deemed,
    PendingNow,
    PendingBefore,
    RejectedNow,
    RejectedBefore,
    PendingNotes,
    RejectedNotes,
    NotFiled,
    ToCheck,
    Next,
    AnsweredFull,
    AnsweredPart,
    AnsweredNo,
    NotAnswered,
    PendingOfThisPeriod,
    PendingOneMonth,
    PendingThreeMonths,
    PendingSixMonths,
    PendingLonger,
    CountedPast,
    CountedOver,
}

use CreditFigure::*;

impl CreditFigure {
    /// How many there are.
    pub const COUNT: usize = CreditFigure::ALL.len();

    /// All of them.
    pub const ALL: [CreditFigure; 48] = [
        Waits,
        AmendmentsWait,
        WaitsLastReturn,
        WaitsPast,
        WaitsOver,
        GivenUp,
        WasPending,
        WasRejected,
        NegativeOut,
        NotesKeptPending,
        NotesNowRejected,
        NotesInPart,
        NotesNotReduced,
        AmendedNotesKeptPending,
        AmendedNotesNowRejected,
        AmendedNotesInPart,
        AmendedNotesNotReduced,
        AmendmentsUp,
        LowerAmendmentsWait,
        NotesDeducted,
        NotesDeductedInPart,
        AmendedNotesDeducted,
        AmendedNotesDeductedInPart,
        NegativeIn,
        AmendmentsDown,
        AcceptedNow,
        AcceptedBefore,
        Deemed,
        PendingNow,
        PendingBefore,
        RejectedNow,
        RejectedBefore,
        PendingNotes,
        RejectedNotes,
        NotFiled,
        ToCheck,
        Next,
        AnsweredFull,
        AnsweredPart,
        AnsweredNo,
        NotAnswered,
        PendingOfThisPeriod,
        PendingOneMonth,
        PendingThreeMonths,
        PendingSixMonths,
        PendingLonger,
        CountedPast,
        CountedOver,
    ];

    /// The parts of the change by their reason: a record that moves the credit is in one of them.
    pub const REASONS: [CreditFigure; 25] = [
        Waits,
        AmendmentsWait,
        WaitsLastReturn,
        WaitsPast,
        WaitsOver,
        GivenUp,
        WasPending,
        WasRejected,
        NegativeOut,
        NotesKeptPending,
        NotesNowRejected,
        NotesInPart,
        NotesNotReduced,
        AmendedNotesKeptPending,
        AmendedNotesNowRejected,
        AmendedNotesInPart,
        AmendedNotesNotReduced,
        AmendmentsUp,
        LowerAmendmentsWait,
        NotesDeducted,
        NotesDeductedInPart,
        AmendedNotesDeducted,
        AmendedNotesDeductedInPart,
        NegativeIn,
        AmendmentsDown,
    ];

    /// What waits, by whether it can: the first two are not lost.
    pub const WAITING: [CreditFigure; 5] = [Waits, AmendmentsWait, WaitsLastReturn, WaitsPast, WaitsOver];

    /// Pending records by age; each is in one of them.
    pub const AGES: [CreditFigure; 5] =
        [PendingOfThisPeriod, PendingOneMonth, PendingThreeMonths, PendingSixMonths, PendingLonger];

    /// What is in it, on the screen.
    pub fn words(self) -> &'static str {
        match self {
            Waits => "Waits: kept Pending",
            AmendmentsWait => "Waits: amendments, original Pending",
            WaitsLastReturn => "Pending in its last return",
            WaitsPast => "Pending too late",
            WaitsOver => "Pending and lost",
            GivenUp => "Given up: rejected",
            WasPending => "Added: counts now, was Pending",
            WasRejected => "Added: counts now, was rejected",
            NegativeOut => "Added: negative amounts, do not count now",
            NotesKeptPending => "Added: credit notes kept Pending",
            NotesNowRejected => "Added: credit notes rejected",
            NotesInPart => "Added: credit notes answered part",
            NotesNotReduced => "Added: credit notes answered No",
            AmendedNotesKeptPending => "Added: amended credit notes kept Pending",
            AmendedNotesNowRejected => "Added: amended credit notes rejected",
            AmendedNotesInPart => "Added: amended credit notes answered part",
            AmendedNotesNotReduced => "Added: amended credit notes answered No",
            AmendmentsUp => "Added: amendments",
            LowerAmendmentsWait => "Added: lower amendments, original Pending",
            NotesDeducted => "Deducted: credit notes in full",
            NotesDeductedInPart => "Deducted: credit notes in part",
            AmendedNotesDeducted => "Deducted: amended credit notes in full",
            AmendedNotesDeductedInPart => "Deducted: amended credit notes in part",
            NegativeIn => "Deducted: negative amounts, count now",
            AmendmentsDown => "Deducted: amendments",
            AcceptedNow => "Accepted now",
            AcceptedBefore => "Accepted on the portal before",
            Deemed => "No action: count as accepted",
            PendingNow => "Pending now",
            PendingBefore => "Pending on the portal before",
            RejectedNow => "Rejected now",
            RejectedBefore => "Rejected on the portal before",
            PendingNotes => "Pending credit notes",
            RejectedNotes => "Rejected credit notes",
            NotFiled => "Supplier's GSTR-1 not filed",
            ToCheck => "Amendments to check",
            Next => "Next GSTR-2B",
            AnsweredFull => "of the accepted: credit notes reduced in full",
            AnsweredPart => "of the accepted: credit notes reduced in part",
            AnsweredNo => "of the accepted: credit notes answered No",
            NotAnswered => "of the accepted: credit notes without an answer",
            PendingOfThisPeriod => "Pending, of this GSTR-2B",
            PendingOneMonth => "Pending, one month old",
            PendingThreeMonths => "Pending, 2 to 3 months old",
            PendingSixMonths => "Pending, 4 to 6 months old",
            PendingLonger => "Pending, older than 6 months",
            CountedPast => "of this past its last return",
            CountedOver => "of this past the time set by law",
        }
    }

    /// Its name for scripts.
    pub fn key(self) -> &'static str {
        match self {
            Waits => "waits_pending",
            AmendmentsWait => "waits_amendments",
            WaitsLastReturn => "waits_last_return",
            WaitsPast => "waits_past",
            WaitsOver => "waits_over",
            GivenUp => "given_up",
            WasPending => "added_was_pending",
            WasRejected => "added_was_rejected",
            NegativeOut => "added_negative",
            NotesKeptPending => "added_notes_pending",
            NotesNowRejected => "added_notes_rejected",
            NotesInPart => "added_notes_part",
            NotesNotReduced => "added_notes_no",
            AmendedNotesKeptPending => "added_amended_notes_pending",
            AmendedNotesNowRejected => "added_amended_notes_rejected",
            AmendedNotesInPart => "added_amended_notes_part",
            AmendedNotesNotReduced => "added_amended_notes_no",
            AmendmentsUp => "added_amendments",
            LowerAmendmentsWait => "added_amendments_wait",
            NotesDeducted => "deducted_notes_full",
            NotesDeductedInPart => "deducted_notes_part",
            AmendedNotesDeducted => "deducted_amended_notes_full",
            AmendedNotesDeductedInPart => "deducted_amended_notes_part",
            NegativeIn => "deducted_negative",
            AmendmentsDown => "deducted_amendments",
            AcceptedNow => "accepted_now",
            AcceptedBefore => "accepted_before",
            Deemed => "deemed",
            PendingNow => "pending_now",
            PendingBefore => "pending_before",
            RejectedNow => "rejected_now",
            RejectedBefore => "rejected_before",
            PendingNotes => "pending_notes",
            RejectedNotes => "rejected_notes",
            NotFiled => "not_filed",
            ToCheck => "to_check",
            Next => "next",
            AnsweredFull => "notes_full",
            AnsweredPart => "notes_part",
            AnsweredNo => "notes_no",
            NotAnswered => "notes_unanswered",
            PendingOfThisPeriod => "pending_this_period",
            PendingOneMonth => "pending_1_month",
            PendingThreeMonths => "pending_2_to_3_months",
            PendingSixMonths => "pending_4_to_6_months",
            PendingLonger => "pending_over_6_months",
            CountedPast => "counted_past",
            CountedOver => "counted_over",
        }
    }

    /// What a record gives to it.
    #[inline]
    pub fn of(self, standing: &Standing) -> Heads {
        match self {
            AcceptedNow | AcceptedBefore | Deemed | CountedPast | CountedOver => standing.after,
            AnsweredFull | AnsweredPart | AnsweredNo | NotAnswered => standing.after,
            part if REASONS.has(part) => standing.moved(),
            // The supplier's tax rises by what the credit does not fall.
            RejectedNotes => standing.own.map(|head| -head),
            _ => standing.own,
        }
    }

    /// The age of what is Pending for this many months.
    pub(super) fn aged(months: i32) -> CreditFigure {
        match months {
            ..=0 => PendingOfThisPeriod,
            1 => PendingOneMonth,
            2..=3 => PendingThreeMonths,
            4..=6 => PendingSixMonths,
            _ => PendingLonger,
        }
    }
}

/// The parts of the change.
const REASONS: FigureSet = FigureSet::of(&CreditFigure::REASONS);

/// Some figures together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FigureSet(u64);

impl FigureSet {
    /// Those of a list.
    pub const fn of(list: &[CreditFigure]) -> FigureSet {
        let (mut set, mut place) = (0, 0);
        while place < list.len() {
            set |= 1 << list[place] as u64;
            place += 1;
        }
        FigureSet(set)
    }

    /// Whether two sets have a figure in common.
    #[inline]
    pub fn meets(self, other: FigureSet) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether a figure is in it.
    #[inline]
    pub fn has(self, figure: CreditFigure) -> bool {
        self.0 & (1 << figure as u64) != 0
    }

    /// With one more.
    #[inline]
    pub(super) fn add(&mut self, figure: CreditFigure) {
        self.0 |= 1 << figure as u64;
    }

    /// Each of them.
    #[inline]
    pub fn each(self) -> impl Iterator<Item = CreditFigure> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = left.trailing_zeros() as usize;
            left &= left.wrapping_sub(1);
            CreditFigure::ALL.get(place).copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_found_in_a_set_of_it_alone_and_has_its_own_names() {
        for (place, figure) in CreditFigure::ALL.into_iter().enumerate() {
            assert_eq!(figure as usize, place);
            assert_eq!(FigureSet::of(&[figure]).each().collect::<Vec<_>>(), [figure]);
            for other in CreditFigure::ALL.into_iter().skip(place + 1) {
                assert_ne!((figure.words(), figure.key()), (other.words(), other.key()));
                assert!(!FigureSet::of(&[figure]).has(other));
            }
        }
    }
}
