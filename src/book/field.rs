//! The fields of a record, by the names that people use. What the portal calls them is known in `portal` alone.

use super::{Amount, ItcBlock, Scope, Section};

/// A field of a record or of its decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // the names say it; see `title`
pub enum Field {
    Action,
    Number,
    Supplier,
    Name,
    Day,
    Value,
    Taxable,
    Igst,
    Cgst,
    Sgst,
    Cess,
    /// The heads of tax together; no file has it.
    Tax,
    Answer,
    DeclaredIgst,
    DeclaredCgst,
    DeclaredSgst,
    DeclaredCess,
    Remarks,
    Kind,
    Place,
    Form,
    Period,
    Filing,
    OriginalNumber,
    OriginalDay,
    PendingBlocked,
    RemarksBlocked,
    ItcBlocked,
    Note,
    /// The record as a whole.
    Record,
    /// The section, which is a column where several sheets are shown together.
    Sheet,
    /// The class of its match with the register; no file has it, as the three below.
    Match,
    /// The number of its voucher, as it was booked.
    Register,
    /// By how much its tax is above that of the voucher.
    TaxDifference,
    /// What the match suggests; no decision.
    Suggested,
}

use Field::*;

/// The six amounts of a document, in the order in which records keep them.
pub const AMOUNTS: [Field; 6] = {
    let (mut fields, mut place) = ([Value; 6], 0);
    while place < fields.len() {
        fields[place] = of_amount(Amount::ALL[place]);
        place += 1;
    }
    fields
};

/// The field of an amount.
pub const fn of_amount(amount: Amount) -> Field {
    match amount {
        Amount::Value => Value,
        Amount::Taxable => Taxable,
        Amount::Igst => Igst,
        Amount::Cgst => Cgst,
        Amount::Sgst => Sgst,
        Amount::Cess => Cess,
    }
}

/// The declared heads of an answer "part".
pub const DECLARED: [Field; 4] = [DeclaredIgst, DeclaredCgst, DeclaredSgst, DeclaredCess];

/// What matching with the register adds, in the order of the screen.
pub const MATCHED: [Field; 4] = [Match, Register, TaxDifference, Suggested];

/// The heading of a column that had this one in an earlier version, or has it still: what was saved under it is understood.
pub fn heading_now(heading: &str) -> &str {
    if heading == "Reduce ITC?" { Answer.title() } else { heading }
}

impl Field {
    /// The heading of its column.
    pub fn title(self) -> &'static str {
        match self {
            Action => "Status",
            Number => "Number",
            Supplier => "GSTIN",
            Name => "Supplier",
            Day => "Date",
            Value => "Value",
            Taxable => "Taxable value",
            Igst => "IGST",
            Cgst => "CGST",
            Sgst => "SGST",
            Cess => "Cess",
            Tax => "Tax",
            Answer => "ITC to be reduced?",
            DeclaredIgst => "Declared IGST",
            DeclaredCgst => "Declared CGST",
            DeclaredSgst => "Declared SGST",
            DeclaredCess => "Declared cess",
            Remarks => "Remarks",
            Kind => "Type",
            Place => "Place of supply",
            Form => "Source",
            Period => "Return period",
            Filing => "Filing status",
            OriginalNumber => "Original number",
            OriginalDay => "Original date",
            PendingBlocked => "Pending blocked",
            RemarksBlocked => "Remarks blocked",
            ItcBlocked => "ITC blocked",
            Note => "Internal note",
            Record => "Record",
            Sheet => "Sheet",
            Match => "Match",
            Register => "Register",
            TaxDifference => "Tax difference",
            Suggested => "Suggested",
        }
    }

    /// The same over a column, where there is less room.
    pub fn heading(self) -> &'static str {
        match self {
            Taxable => "Taxable",
            TaxDifference => "Tax diff.",
            field => field.title(),
        }
    }

    /// Whether it holds money.
    pub fn is_amount(self) -> bool {
        AMOUNTS.contains(&self) || DECLARED.contains(&self) || matches!(self, Tax | TaxDifference)
    }

    /// Whether it is worked out from other fields, so that it differs only where they do.
    pub fn is_derived(self) -> bool {
        self == Tax || self.is_matched()
    }

    /// Whether it is there only where the book has a register.
    pub fn is_matched(self) -> bool {
        MATCHED.contains(&self)
    }

    /// Whether the user decides it, rather than the portal says it.
    pub fn is_decided(self) -> bool {
        matches!(self, Action | Answer | Remarks | Note) || DECLARED.contains(&self)
    }

    /// Whether it holds a day.
    pub fn is_day(self) -> bool {
        matches!(self, Day | OriginalDay)
    }

    /// All columns of a sheet, or of all of them together, those of the register among them, in the order of the screen.
    pub fn all_columns(of: impl Into<Scope>) -> Vec<Field> {
        let mut columns = Field::columns(of);
        let place = columns.iter().position(|&field| field == Day).unwrap_or(columns.len());
        columns.splice(place..place, MATCHED);
        columns
    }

    /// The columns of a sheet, or of all of them together, but for those of the register, in the order of the screen.
    pub fn columns(of: impl Into<Scope>) -> Vec<Field> {
        let of = of.into();
        let any = |has: fn(Section) -> bool| of.sections().iter().any(|&section| has(section));
        // What is decided on comes first: who, how much, and on credit notes the answer.
        let mut columns = vec![Action, Number];
        if of == Scope::All {
            columns.push(Sheet);
        }
        columns.extend([Name, Taxable, Igst, Cgst, Sgst, Cess, Tax]);
        let answered = any(|section| section.itc_block() != ItcBlock::Never);
        if answered {
            columns.push(Answer);
        }
        columns.extend([Day, Value, Supplier]);
        if answered {
            columns.extend(DECLARED);
        }
        columns.extend([Remarks, Kind, Place, Form, Period, Filing]);
        if any(Section::is_amendment) {
            columns.extend([OriginalNumber, OriginalDay]);
        }
        columns.extend([PendingBlocked, RemarksBlocked]);
        if answered {
            columns.push(ItcBlocked);
        }
        columns.push(Note);
        columns
    }

    /// Whether a record of a section can have it.
    pub fn is_of(self, section: Section) -> bool {
        match self {
            Answer | DeclaredIgst | DeclaredCgst | DeclaredSgst | DeclaredCess | ItcBlocked => {
                section.itc_block() != ItcBlock::Never
            }
            OriginalNumber | OriginalDay => section.is_amendment(),
            _ => true,
        }
    }
}
