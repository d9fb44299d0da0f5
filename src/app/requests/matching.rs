//! What can be asked for about the matches with a purchase register.

use crate::book::{Class, MatchSettings, Section};
use crate::matching::suggest::offer::Left;
use crate::session::matched::by_hand::ByHand;
use crate::view::BuiltIn;

/// Something about the matches.
#[derive(Clone, Debug)]
pub enum MatchRequest {
    /// Link, confirm, part.
    ByHand(ByHand),
    /// Find a voucher for a record among all vouchers.
    FindVoucher(Section, u32),
    /// Decide all records in view of a class as is suggested.
    Take(Class),
    /// The same, with yes to what is asked first.
    TakeAnswered(Class),
    /// Show the records of classes; of those only what is in a view, if one is named.
    Show(Vec<Class>, Option<BuiltIn>),
    /// Show what the button of a class leaves for a reason.
    ShowSkipped(Class, Left),
    /// Show the vouchers of a class.
    ShowVouchers(Class),
    /// The register is complete, or is not.
    Complete(bool),
    /// Show all rows of every sheet again.
    ShowAll,
    /// Work out what other settings would change.
    Try(MatchSettings),
    /// Try no others any more.
    StopTrying,
    /// Match by these settings from now on.
    Keep(MatchSettings),
}

impl MatchRequest {
    /// Whether it changes what the book's journal holds.
    pub fn edits(&self) -> bool {
        matches!(
            self,
            MatchRequest::ByHand(_) | MatchRequest::Take(_) | MatchRequest::TakeAnswered(_) | MatchRequest::Complete(_)
        )
    }
}
