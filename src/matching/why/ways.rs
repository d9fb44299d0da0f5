//! What can be done with a record of which the amounts differ, each way with its money.

use crate::book::{Action, Book, Section};
use crate::matching::suggest::pending;
use crate::matching::why::words::rupees;
use crate::values::{Day, Paise};

/// A way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Accept, and put back what is too much.
    Reverse(Paise),
    /// Keep it Pending: so much waits.
    Wait(Paise),
    /// Accept; so much is to be claimed from the supplier.
    Claim(Paise),
    /// Accept, and put the tax back as none of it is claimed.
    Blocked(Paise),
}

impl Way {
    /// What is done.
    pub fn action(self) -> Action {
        match self {
            Way::Wait(_) => Action::Pending,
            Way::Reverse(_) | Way::Claim(_) | Way::Blocked(_) => Action::Accept,
        }
    }

    /// What that comes to, behind the action, on a line of its own.
    pub fn words(self) -> String {
        match self {
            Way::Reverse(tax) => format!("and reverse {} in 4(B)(2)", rupees(tax)),
            Way::Wait(tax) => format!("{} waits until the supplier amends", rupees(tax)),
            Way::Claim(tax) => format!("and claim {} from the supplier", rupees(tax)),
            Way::Blocked(tax) => format!("and reverse {} in 4(B)(1) if it is blocked or not claimed", rupees(tax)),
        }
    }

    /// The same within the sentence.
    pub(super) fn in_sentence(self) -> String {
        match self {
            Way::Reverse(tax) => format!("Accept and put {} in 4(B)(2)", rupees(tax)),
            Way::Wait(tax) => format!("keep Pending: {} waits", rupees(tax)),
            Way::Claim(tax) => format!("Accept; {} to be claimed from the supplier", rupees(tax)),
            Way::Blocked(_) => "Accept would be right; then the tax belongs in 4(B)(1)".to_owned(),
        }
    }
}

/// The ways where the tax differs, by the tax on the portal and in the books.
pub(super) fn of_amounts(
    book: &Book,
    (section, row): (Section, u32),
    (portal, books): (Paise, Paise),
    day: Day,
) -> Vec<Way> {
    let apart = portal.abs_diff(books) as Paise;
    match portal.cmp(&books) {
        _ if section.is_credit_note() => Vec::new(),
        std::cmp::Ordering::Equal => Vec::new(),
        std::cmp::Ordering::Less => vec![Way::Claim(apart)],
        std::cmp::Ordering::Greater if pending::is_lost(book, section, row, day) => vec![Way::Reverse(apart)],
        std::cmp::Ordering::Greater => vec![Way::Reverse(apart), Way::Wait(portal as Paise)],
    }
}

/// Ways as the end of a sentence.
pub(super) fn in_sentence(ways: &[Way]) -> String {
    ways.iter().map(|way| way.in_sentence()).collect::<Vec<_>>().join(", or ")
}
