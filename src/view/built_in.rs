//! Views that the program brings along: sets of records that a month's work goes through, each by its name.

use super::matched;
use crate::book::{Action, Amount, AnswerKind, Book, Filing, ItcBlock, Section};
use crate::rules::credit::Credit;
use crate::rules::{Findings, RuleId, Weight};
use crate::values::Paise;

/// What counts as a large document: above ₹ 1,00,000, in paise.
const LARGE: Paise = 10_000_000;

/// The views in the rail that are an action, a weight or a change: all, to decide, changed, alerts, blocked, Pending.
pub const PLAIN_VIEWS: [&str; 6] = ["All", "To decide", "Changed", "Alerts", "Blocked", "Pending"];

/// A view that the program brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // see `name` and `words`
pub enum BuiltIn {
    Deemed,
    PortalErrors,
    NotFiled,
    ToAnswer,
    ByDefault,
    RunningOut,
    NowBlocked,
    WithoutOriginal,
    ReadOnly,
    Large,
    SuggestedAccept,
    SuggestedPending,
    ToCheck,
    NotInBooks,
    AmountsDiffer,
    BookedTwice,
    MatchChanged,
}

impl BuiltIn {
    /// All, in the order of the rail.
    pub const ALL: [BuiltIn; 17] = [
        BuiltIn::Deemed,
        BuiltIn::PortalErrors,
        BuiltIn::NotFiled,
        BuiltIn::ToAnswer,
        BuiltIn::ByDefault,
        BuiltIn::RunningOut,
        BuiltIn::NowBlocked,
        BuiltIn::WithoutOriginal,
        BuiltIn::ReadOnly,
        BuiltIn::Large,
        BuiltIn::SuggestedAccept,
        BuiltIn::SuggestedPending,
        BuiltIn::ToCheck,
        BuiltIn::NotInBooks,
        BuiltIn::AmountsDiffer,
        BuiltIn::BookedTwice,
        BuiltIn::MatchChanged,
    ];

    /// Whether a book has it only with a register.
    pub fn is_of_register(self) -> bool {
        use BuiltIn::*;
        matches!(
            self,
            SuggestedAccept | SuggestedPending | ToCheck | NotInBooks | AmountsDiffer | BookedTwice | MatchChanged
        )
    }

    /// Its name in the rail and on its chip: short, as the rail is narrow.
    pub fn name(self) -> &'static str {
        match self {
            BuiltIn::Deemed => "Count as accepted",
            BuiltIn::PortalErrors => "Portal errors",
            BuiltIn::NotFiled => "GSTR-1 not filed",
            BuiltIn::ToAnswer => "Credit notes to answer",
            BuiltIn::ByDefault => "Answered by default",
            BuiltIn::RunningOut => "Pending: last date near",
            BuiltIn::NowBlocked => "Pending no longer allowed",
            BuiltIn::WithoutOriginal => "Original invoice not found",
            BuiltIn::ReadOnly => "Read-only",
            BuiltIn::Large => "Over ₹ 1,00,000",
            BuiltIn::SuggestedAccept => "Suggested Accept",
            BuiltIn::SuggestedPending => "Suggested Pending",
            BuiltIn::ToCheck => "To check",
            BuiltIn::NotInBooks => "Not in books",
            BuiltIn::AmountsDiffer => "Amounts differ",
            BuiltIn::BookedTwice => "Booked twice",
            BuiltIn::MatchChanged => "Decided, match changed",
        }
    }

    /// The one of this name, which may be that of an earlier version.
    pub fn called(name: &str) -> Option<BuiltIn> {
        let now = match name {
            "Supplier not filed" => BuiltIn::NotFiled.name(),
            "Pending, time short" => BuiltIn::RunningOut.name(),
            "Pending, now blocked" => BuiltIn::NowBlocked.name(),
            "Without their original" => BuiltIn::WithoutOriginal.name(),
            name => name,
        };
        BuiltIn::ALL.into_iter().find(|view| view.name() == now)
    }

    /// What is in it, for tooltips.
    pub fn words(self) -> &'static str {
        match self {
            BuiltIn::Deemed => {
                "Records with No action of suppliers who filed GSTR-1: left alone they count as accepted in the GSTR-2B \
                 being closed."
            }
            BuiltIn::PortalErrors => "Records with which the portal found something wrong.",
            BuiltIn::NotFiled => "Records of suppliers whose GSTR-1 is not filed: what you decide is provisional.",
            BuiltIn::ToAnswer => {
                "Credit notes without an answer to \"ITC to be reduced?\" that are accepted, without action, or Pending longer \
                 than the portal allows. Left alone they reduce ITC in full."
            }
            BuiltIn::ByDefault => {
                "Accepted records whose answer to \"ITC to be reduced?\" was not chosen but taken by default."
            }
            BuiltIn::RunningOut => "Pending records whose last date is near or over.",
            BuiltIn::NowBlocked => "Records that are Pending on the portal, which allows Pending no longer.",
            BuiltIn::WithoutOriginal => "Amendments whose original invoice is not in these files.",
            BuiltIn::ReadOnly => "Records that cannot be read in full: decide on them on the portal.",
            BuiltIn::Large => "Documents of a value above ₹ 1,00,000.",
            BuiltIn::SuggestedAccept => "Records without an action that agree with the register: Accept is suggested.",
            BuiltIn::SuggestedPending => "Records without an action that are not in the books: Pending is suggested.",
            BuiltIn::ToCheck => "Records without an action to check against the register, one by one: F9.",
            BuiltIn::NotInBooks => "Records that the register has no voucher for.",
            BuiltIn::AmountsDiffer => "Records whose amounts differ from their voucher's.",
            BuiltIn::BookedTwice => "Records whose voucher is in the register twice.",
            BuiltIn::MatchChanged => "Decided records whose match with the register has changed since.",
        }
    }

    /// Whether a row in force is in it.
    pub fn passes(self, book: &Book, findings: &Findings, section: Section, row: u32) -> bool {
        let sheet = book.sheet(section);
        let has = |rule| findings.has(section, row, rule);
        let warns = |rule| findings.weight_of(book, section, row, rule) == Some(Weight::Warns);
        match self {
            BuiltIn::Deemed => {
                sheet.actions()[row as usize] == Action::NoAction
                    && sheet.records().filings[row as usize] != Filing::NotFiled
                    && findings.closing().is_some_and(|closing| Credit::closing(book, closing).deemed(section, row))
            }
            BuiltIn::PortalErrors => has(RuleId::F7),
            BuiltIn::NotFiled => has(RuleId::A3),
            BuiltIn::ToAnswer => {
                let filed = sheet.records().filings[row as usize] != Filing::NotFiled;
                let counts = match sheet.actions()[row as usize] {
                    Action::Accept => true,
                    // Left alone it reduces ITC in full; what is not filed does not yet.
                    Action::NoAction => filed,
                    Action::Pending => filed && has(RuleId::A8),
                    _ => false,
                };
                section.itc_block() == ItcBlock::Required
                    && counts
                    && sheet.records().itc_open(section, row)
                    && !sheet.records().read_only(row)
                    && book.answers().get(sheet.decision(row).answer).kind == AnswerKind::None
            }
            BuiltIn::ByDefault => {
                sheet.actions()[row as usize] == Action::Accept
                    && sheet.records().itc_open(section, row)
                    && book.answers().get(sheet.decision(row).answer).by_default
            }
            BuiltIn::RunningOut => warns(RuleId::A5) || warns(RuleId::A6),
            BuiltIn::NowBlocked => has(RuleId::A8),
            BuiltIn::WithoutOriginal => section.is_amendment() && sheet.original(row).is_none(),
            BuiltIn::ReadOnly => has(RuleId::F8),
            BuiltIn::Large => sheet.records().amount(row, Amount::Value) > LARGE,
            which => matched::passes(which, book, section, row),
        }
    }

    /// How many rows in force of a sheet are in it.
    pub fn count(self, book: &Book, findings: &Findings, section: Section) -> u64 {
        let sheet = book.sheet(section);
        let rows = (0..sheet.rows()).filter(|&row| sheet.in_force(row));
        rows.filter(|&row| self.passes(book, findings, section, row)).count() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_known_by_their_names_of_today_and_of_earlier_versions() {
        for view in BuiltIn::ALL {
            assert_eq!(BuiltIn::called(view.name()), Some(view));
        }
        assert_eq!(BuiltIn::called("Supplier not filed"), Some(BuiltIn::NotFiled));
        assert_eq!(BuiltIn::called("Pending, time short"), Some(BuiltIn::RunningOut));
        assert_eq!(BuiltIn::called("Pending, now blocked"), Some(BuiltIn::NowBlocked));
        assert_eq!(BuiltIn::called("Without their original"), Some(BuiltIn::WithoutOriginal));
        assert_eq!(BuiltIn::called("Held"), None);
    }
}
