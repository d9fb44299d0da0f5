//! Commands of one page alone: each has a button or a link there and no key. The palette finds them too.

use crate::app::requests::{MatchRequest, RegisterRequest, Request};
use crate::book::{Class, Section};
use crate::session::matched::by_hand::ByHand;
use crate::session::newer::NewerRequest;
use crate::session::suppliers::SupplierRequest;
use crate::session::{Place, RightSide, Session};
use roaring::RoaringBitmap;

/// A command of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherCommand {
    /// Finds a voucher for the marked record among all vouchers.
    FindVoucher,
    /// The link of the marked record goes.
    UndoLink,
    /// Its marks "not the same" go.
    UndoNotTheSame,
    /// Decides the marked record as was decided before a newer download set that aside.
    UseMine,
    /// Leaves it as the portal holds it.
    KeepPortals,
    /// Tables of the vouchers that are shown, one for each supplier.
    ForSuppliers,
    /// The lines of suppliers as a table.
    SupplierTable,
    /// The figures of the credit as a table.
    CreditTable,
    /// What a newer download changed, as a table.
    ChangesTable,
    /// Puts the portal's GSTR-2B away.
    RemoveGstr2b,
    /// Folds the suppliers of every PAN.
    FoldAll,
    /// Unfolds them.
    UnfoldAll,
    /// Opens made-up data.
    Sample,
}

use OtherCommand::*;

impl OtherCommand {
    /// All of them.
    pub const ALL: [OtherCommand; 13] = [
        FindVoucher,
        UndoLink,
        UndoNotTheSame,
        UseMine,
        KeepPortals,
        ForSuppliers,
        SupplierTable,
        CreditTable,
        ChangesTable,
        RemoveGstr2b,
        FoldAll,
        UnfoldAll,
        Sample,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            FindVoucher => "Find a voucher to link…",
            UndoLink => "Undo link",
            UndoNotTheSame => "Undo \"not the same\"",
            UseMine => "Use my decision",
            KeepPortals => "Keep as on the portal",
            ForSuppliers => "Save for the suppliers…",
            SupplierTable => "Save the suppliers as a table…",
            CreditTable => "Save the figures of the credit…",
            ChangesTable => "Save the changes of the newer download…",
            RemoveGstr2b => "Remove GSTR-2B",
            FoldAll => "Fold all PANs",
            UnfoldAll => "Unfold all PANs",
            Sample => "Try with sample data",
        }
    }

    /// Other words for it.
    pub fn synonyms(self) -> &'static str {
        match self {
            FindVoucher => "link match register record by hand together",
            UndoLink => "unlink match register voucher free",
            UndoNotTheSame => "apart match register voucher again",
            UseMine => "set aside newer download conflict mine",
            KeepPortals => "set aside newer download conflict leave portal",
            ForSuppliers => "vendors parties vouchers register export csv send not in ims",
            SupplierTable => "vendors parties export csv list",
            CreditTable => "itc export csv gstr-3b",
            ChangesTable => "export csv list newer",
            RemoveGstr2b => "close take away compare 2b",
            FoldAll | UnfoldAll => "collapse expand groups registrations",
            Sample => "demo example test made-up",
        }
    }

    /// Whether it can be done now; if not, why.
    pub fn enabled(self, open: Option<&Session>) -> Result<(), String> {
        let need = |holds: bool, why: &str| if holds { Ok(()) } else { Err(why.to_owned()) };
        let Some(open) = open.filter(|_| self != Sample) else {
            return need(self == Sample, "Open a client or a file first.");
        };
        let suppliers = || need(open.place() == Place::Suppliers, "Go to Suppliers first.");
        let beside = || match (open.look_only(), open.beside()) {
            (Some(why), _) => Err(why),
            (_, Some(beside)) if open.matches_are_current() => Ok(beside),
            _ => Err("Go to a record that is matched with the register first.".to_owned()),
        };
        let waiting = || match (open.look_only(), waiting(open)) {
            (Some(why), _) => Err(why),
            (None, Some(_)) => Ok(()),
            (None, None) => Err("No decision on this record was set aside.".to_owned()),
        };
        match self {
            UseMine | KeepPortals => waiting(),
            FindVoucher => {
                beside().and_then(|beside| need(beside.class != Class::None, "It takes no part in matching."))
            }
            UndoLink => beside().and_then(|beside| need(beside.can_undo_link(), "This record is not linked.")),
            UndoNotTheSame => beside()
                .and_then(|beside| need(beside.not_the_same > 0, "It is marked with no voucher as not the same.")),
            ForSuppliers => {
                need(open.place() == Place::Register, "Go to Register first: it is for the vouchers shown there.")
                    .and_then(|()| need(!open.register_view().list.rows.is_empty(), "No voucher is shown."))
            }
            SupplierTable => suppliers(),
            FoldAll | UnfoldAll => suppliers()
                .and_then(|()| need(!open.suppliers().list().pans.is_empty(), "No PAN has several registrations.")),
            CreditTable => need(open.place() == Place::Credit, "Go to Credit first.")
                .and_then(|()| need(open.credit_page().is_some(), "The figures are being counted.")),
            ChangesTable => need(
                open.side() == RightSide::NewerDownload && !open.changes().groups().is_empty(),
                "Show the list Newer download first.",
            ),
            RemoveGstr2b => match open.look_only() {
                Some(why) => Err(why),
                None => need(open.book().gstr_2b().is_some(), "No GSTR-2B was opened."),
            },
            Sample => Ok(()),
        }
    }

    /// What does it, on the record that is marked.
    pub fn request(self, open: Option<&Session>) -> Option<Request> {
        let record = || open.and_then(Session::beside).map(|beside| (beside.section, beside.row));
        let by_hand = |what: fn(Section, u32) -> ByHand| {
            record().map(|(section, row)| MatchRequest::ByHand(what(section, row)).into())
        };
        let alone = || open.and_then(waiting).map(|(section, row)| vec![(section, RoaringBitmap::from_iter([row]))]);
        Some(match self {
            UseMine => return alone().map(|rows| NewerRequest::TakeUp(rows, false).into()),
            KeepPortals => return alone().map(|rows| NewerRequest::Leave(rows).into()),
            FindVoucher => return record().map(|(section, row)| MatchRequest::FindVoucher(section, row).into()),
            UndoLink => return by_hand(ByHand::UndoLink),
            UndoNotTheSame => return by_hand(ByHand::UndoNotTheSame),
            ForSuppliers => RegisterRequest::AskFolder.into(),
            SupplierTable => Request::AskForSupplierTable,
            CreditTable => Request::AskForCreditTable,
            ChangesTable => NewerRequest::Export.into(),
            RemoveGstr2b => Request::RemoveGstr2b,
            FoldAll => SupplierRequest::FoldAll(true).into(),
            UnfoldAll => SupplierRequest::FoldAll(false).into(),
            Sample => Request::OpenSample,
        })
    }
}

/// The marked record, where a decision on it that was set aside waits for the user.
fn waiting(open: &Session) -> Option<(Section, u32)> {
    open.focused().filter(|&(section, row)| open.changes().lists.is_to_pick(section, row))
}
