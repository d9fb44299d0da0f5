//! What may become of a record beside GSTR-2B, and why a document of GSTR-2B may be without a record.

use crate::book::Gstr2bDocument;

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TieResult {
    /// As it was decided.
    AsDecided,
    /// Its supplier had not filed by the cut-off: it waits for GSTR-1, and nothing is to be looked into.
    WaitsForGstr1,
    /// It is not as it was decided here, as that is not uploaded yet.
    NotUploaded,
    /// It is there with other amounts.
    OtherAmounts,
    /// It was expected, and is not there.
    Missing,
    /// It is there, although it is rejected or Pending.
    Against,
    /// A credit note or an amendment of which the ITC is reduced otherwise.
    ReducedOtherwise,
    /// It is there, although it was not expected: not filed, of a later period, or replaced by its amendment.
    NotExpected,
    /// It is there with reverse charge, which is not in 4(A)(5).
    ReverseCharge,
    /// It is there, and an amount of its document cannot be read.
    CannotBeRead,
}

impl TieResult {
    /// All, in the order of the screen.
    pub const ALL: [TieResult; 10] = [
        TieResult::AsDecided,
        TieResult::WaitsForGstr1,
        TieResult::NotUploaded,
        TieResult::OtherAmounts,
        TieResult::Missing,
        TieResult::Against,
        TieResult::ReducedOtherwise,
        TieResult::NotExpected,
        TieResult::ReverseCharge,
        TieResult::CannotBeRead,
    ];

    /// On the screen.
    pub fn words(self) -> &'static str {
        match self {
            TieResult::AsDecided => "As decided",
            TieResult::WaitsForGstr1 => "Waits for the supplier's GSTR-1",
            TieResult::NotUploaded => "Decided here, not uploaded yet",
            TieResult::OtherAmounts => "With other amounts",
            TieResult::Missing => "Not in GSTR-2B",
            TieResult::Against => "In GSTR-2B against the decision",
            TieResult::ReducedOtherwise => "ITC reduced otherwise",
            TieResult::NotExpected => "In GSTR-2B, though not filed or of a later month here",
            TieResult::ReverseCharge => "Reverse charge in GSTR-2B",
            TieResult::CannotBeRead => "Cannot be read in GSTR-2B",
        }
    }

    /// Whether nothing is to be looked into.
    pub fn is_clear(self) -> bool {
        matches!(self, TieResult::AsDecided | TieResult::WaitsForGstr1 | TieResult::NotUploaded)
    }

    /// For scripts.
    pub fn key(self) -> &'static str {
        match self {
            TieResult::AsDecided => "as_decided",
            TieResult::WaitsForGstr1 => "waits_for_gstr_1",
            TieResult::NotUploaded => "not_uploaded",
            TieResult::OtherAmounts => "other_amounts",
            TieResult::Missing => "missing",
            TieResult::Against => "against_the_decision",
            TieResult::ReducedOtherwise => "reduced_otherwise",
            TieResult::NotExpected => "not_expected",
            TieResult::ReverseCharge => "reverse_charge",
            TieResult::CannotBeRead => "cannot_be_read",
        }
    }
}

/// Why a document of GSTR-2B is not among the records of IMS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotInIms {
    /// Reverse charge.
    ReverseCharge,
    /// No ITC as the place of supply is in another state.
    PlaceOfSupply,
    /// No ITC as the time is over.
    TimeLimit,
    /// No ITC for what the file does not say, or says in another way.
    NotAvailable,
    /// An input service distributor's document.
    Isd,
    /// An import.
    Import,
    /// A record here has its number and another date or kind, and is missing in GSTR-2B.
    DateOrKindDiffers,
    /// Not in this download: an earlier or later one may have it, or it is of GSTR-5.
    NotInThisDownload,
    /// It is in a list under a name of its own, such as that of what was rejected.
    ListedApart,
    /// An amount of it cannot be read.
    CannotBeRead,
}

impl NotInIms {
    /// All, in the order of the screen.
    pub const ALL: [NotInIms; 10] = [
        NotInIms::ReverseCharge,
        NotInIms::PlaceOfSupply,
        NotInIms::TimeLimit,
        NotInIms::NotAvailable,
        NotInIms::Isd,
        NotInIms::Import,
        NotInIms::DateOrKindDiffers,
        NotInIms::NotInThisDownload,
        NotInIms::ListedApart,
        NotInIms::CannotBeRead,
    ];

    /// On the screen.
    pub fn words(self) -> &'static str {
        match self {
            NotInIms::ReverseCharge => "Reverse charge",
            NotInIms::PlaceOfSupply => "No ITC: place of supply",
            NotInIms::TimeLimit => "No ITC: time limit",
            NotInIms::NotAvailable => "No ITC",
            NotInIms::Isd => "ISD",
            NotInIms::Import => "Imports",
            NotInIms::DateOrKindDiffers => "Its number is here with another date or kind",
            NotInIms::NotInThisDownload => "Not in this download: an earlier or later one, or GSTR-5",
            NotInIms::ListedApart => "Listed apart, such as rejected",
            NotInIms::CannotBeRead => "Cannot be read",
        }
    }

    /// For scripts.
    pub fn key(self) -> &'static str {
        match self {
            NotInIms::ReverseCharge => "reverse_charge",
            NotInIms::PlaceOfSupply => "place_of_supply",
            NotInIms::TimeLimit => "time_limit",
            NotInIms::NotAvailable => "not_available",
            NotInIms::Isd => "isd",
            NotInIms::Import => "import",
            NotInIms::DateOrKindDiffers => "date_or_kind_differs",
            NotInIms::NotInThisDownload => "not_in_this_download",
            NotInIms::ListedApart => "listed_apart",
            NotInIms::CannotBeRead => "cannot_be_read",
        }
    }

    pub(super) fn of(document: &Gstr2bDocument) -> NotInIms {
        if !document.unreadable.is_empty() {
            return NotInIms::CannotBeRead;
        }
        if document.listed_under.is_some() {
            return NotInIms::ListedApart;
        }
        if document.section.is_none() {
            let isd = document.list.to_ascii_lowercase().starts_with("isd");
            return if isd { NotInIms::Isd } else { NotInIms::Import };
        }
        if document.reverse_charge {
            return NotInIms::ReverseCharge;
        }
        match (document.unavailable, &*document.why_unavailable) {
            (false, _) => NotInIms::NotInThisDownload,
            (true, "P" | "p") => NotInIms::PlaceOfSupply,
            (true, "C" | "c") => NotInIms::TimeLimit,
            (true, _) => NotInIms::NotAvailable,
        }
    }
}
