//! The columns of the lines of suppliers.

use super::SupplierLine;
use crate::book::Action;

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // see `name`
pub enum SupplierColumn {
    Name,
    Gstin,
    State,
    Records,
    ToDecide,
    Accepted,
    Rejected,
    Pending,
    NotFiled,
    Alerts,
    Errors,
    Taxable,
    Igst,
    Cgst,
    Sgst,
    Cess,
    AsItStands,
    After,
    Change,
}

use SupplierColumn::*;

impl SupplierColumn {
    /// All, in the order of the screen.
    pub const ALL: [SupplierColumn; 19] = [
        Name, Gstin, State, Records, ToDecide, Accepted, Rejected, Pending, NotFiled, Alerts, Errors, AsItStands,
        After, Change, Taxable, Igst, Cgst, Sgst, Cess,
    ];

    /// Its heading.
    pub fn name(self) -> &'static str {
        match self {
            Name => "Supplier",
            Gstin => "GSTIN",
            State => "State",
            Records => "Records",
            ToDecide => "To decide",
            Accepted => "Accepted",
            Rejected => "Rejected",
            Pending => "Pending",
            NotFiled => "Not filed",
            Alerts => "Alerts",
            Errors => "Portal errors",
            Taxable => "Taxable",
            Igst => "IGST",
            Cgst => "CGST",
            Sgst => "SGST",
            Cess => "Cess",
            AsItStands => "If nothing more is done",
            After => "With your decisions",
            Change => "Change",
        }
    }

    /// The one of this heading.
    pub fn called(name: &str) -> Option<SupplierColumn> {
        SupplierColumn::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Whether it holds amounts, in paise.
    pub fn is_amount(self) -> bool {
        matches!(self, Taxable | Igst | Cgst | Sgst | Cess | AsItStands | After | Change)
    }

    /// Whether it counts records.
    pub fn is_count(self) -> bool {
        matches!(self, Records | ToDecide | Accepted | Rejected | Pending | NotFiled | Alerts | Errors)
    }

    /// Whether it is ordered as a text.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Name | Gstin)
    }

    /// What a line has in it; of a column of texts nothing.
    pub fn number(self, line: &SupplierLine) -> i128 {
        match self {
            Name | Gstin | State => 0,
            Records => line.records.into(),
            ToDecide => line.with(Action::NoAction).into(),
            Accepted => line.with(Action::Accept).into(),
            Rejected => line.with(Action::Reject).into(),
            Pending => line.with(Action::Pending).into(),
            NotFiled => line.not_filed.into(),
            Alerts => line.alerts.into(),
            Errors => line.errors.into(),
            Taxable => line.taxable,
            Igst => line.heads[0],
            Cgst => line.heads[1],
            Sgst => line.heads[2],
            Cess => line.heads[3],
            AsItStands => line.as_it_stands,
            After => line.after,
            Change => line.change(),
        }
    }
}
