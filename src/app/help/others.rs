//! Commands of one page alone: each has a button or a link there and no key. The palette finds them too.

use crate::app::requests::{RegisterRequest, Request};
use crate::session::newer::NewerRequest;
use crate::session::suppliers::SupplierRequest;
use crate::session::{Place, RightSide, Session};

/// A command of one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OtherCommand {
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
    pub const ALL: [OtherCommand; 8] =
        [ForSuppliers, SupplierTable, CreditTable, ChangesTable, RemoveGstr2b, FoldAll, UnfoldAll, Sample];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
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
        match self {
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

    /// What does it.
    pub fn request(self) -> Request {
        match self {
            ForSuppliers => RegisterRequest::AskFolder.into(),
            SupplierTable => Request::AskForSupplierTable,
            CreditTable => Request::AskForCreditTable,
            ChangesTable => NewerRequest::Export.into(),
            RemoveGstr2b => Request::RemoveGstr2b,
            FoldAll => SupplierRequest::FoldAll(true).into(),
            UnfoldAll => SupplierRequest::FoldAll(false).into(),
            Sample => Request::OpenSample,
        }
    }
}
