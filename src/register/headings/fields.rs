//! The fields of an entry and the headings under which registers have them.

/// What a column of a register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)] // see `key`
pub enum RegisterField {
    Gstin,
    Own,
    Number,
    Voucher,
    Date,
    Posting,
    Name,
    Type,
    Taxable,
    Value,
    Igst,
    Cgst,
    Sgst,
    Cess,
    Tax,
    Rcm,
    Eligibility,
    Status,
    Rate,
    Import,
    OriginalNumber,
    OriginalDate,
    /// Goods, place of supply, narration: known and not used, but a line that has nothing else belongs to the one above.
    Item,
    /// What the portal says, in a comparison that an office made: left out.
    Portal,
}

use crate::book::EntrySum;
use RegisterField::*;

impl RegisterField {
    /// All fields, in the order of their names in the table.
    pub const ALL: [RegisterField; 24] = [
        Gstin,
        Own,
        Number,
        Voucher,
        Date,
        Posting,
        Name,
        Type,
        Taxable,
        Value,
        Igst,
        Cgst,
        Sgst,
        Cess,
        Tax,
        Rcm,
        Eligibility,
        Status,
        Rate,
        Import,
        OriginalNumber,
        OriginalDate,
        Item,
        Portal,
    ];

    /// Its name in options and in what is written for other programs.
    pub fn key(self) -> &'static str {
        match self {
            Gstin => "gstin",
            Own => "own",
            Number => "number",
            Voucher => "voucher",
            Date => "date",
            Posting => "posting",
            Name => "name",
            Type => "type",
            Taxable => "taxable",
            Value => "value",
            Igst => "igst",
            Cgst => "cgst",
            Sgst => "sgst",
            Cess => "cess",
            Tax => "tax",
            Rcm => "rcm",
            Eligibility => "eligibility",
            Status => "status",
            Rate => "rate",
            Import => "import",
            OriginalNumber => "original_number",
            OriginalDate => "original_date",
            Item => "item",
            Portal => "portal",
        }
    }

    /// The field of a name.
    pub fn of_key(key: &str) -> Option<RegisterField> {
        RegisterField::ALL.into_iter().find(|field| field.key() == key)
    }

    /// In words, for messages.
    pub fn name(self) -> &'static str {
        match self {
            Gstin => "the supplier's GSTIN",
            Own => "your own GSTIN",
            Number => "the invoice number",
            Voucher => "your own voucher number",
            Date => "the document date",
            Posting => "the posting date",
            Name => "the supplier's name",
            Type => "the type of document",
            Taxable => "the taxable value",
            Value => "the invoice value",
            Igst => "IGST",
            Cgst => "CGST",
            Sgst => "SGST",
            Cess => "cess",
            Tax => "the total tax",
            Rcm => "reverse charge",
            Eligibility => "eligibility for ITC",
            Status => "the status",
            Rate => "the rate",
            Import => "the bill of entry",
            OriginalNumber => "the original invoice number",
            OriginalDate => "the original invoice date",
            Item => "the goods",
            Portal => "what the portal says",
        }
    }

    /// Whether it is an amount.
    pub fn is_amount(self) -> bool {
        matches!(self, Taxable | Value | Igst | Cgst | Sgst | Cess | Tax)
    }

    /// The field that an amount is.
    pub fn of_sum(sum: EntrySum) -> RegisterField {
        [Taxable, Igst, Cgst, Sgst, Cess, Tax, Value][sum as usize]
    }

    /// Whether it is one of the four heads, of which several columns are added.
    pub fn is_head(self) -> bool {
        matches!(self, Igst | Cgst | Sgst | Cess)
    }

    /// Whether it may have several columns, which are added.
    pub fn has_several_columns(self) -> bool {
        self.is_head() || matches!(self, Taxable | Item | Portal | Rate)
    }

    /// Whether its values say something of a document.
    pub fn is_used(self) -> bool {
        !matches!(self, Item | Portal | Rate)
    }

    /// Whether it is a date.
    pub fn is_date(self) -> bool {
        matches!(self, Date | Posting | OriginalDate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_name_of_its_own() {
        for field in RegisterField::ALL {
            assert_eq!(RegisterField::of_key(field.key()), Some(field));
        }
    }
}
