//! LineColumns that are no part of an entry, and why.

/// LeftOut a line is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LeftOut {
    /// It has no number, no date and no amount.
    Blank,
    /// It is a total of other lines, or a balance.
    Total,
    /// It is the heading once more.
    Heading,
    /// It is of another registration of the recipient, or of another recipient.
    OtherRecipient,
    /// It is of a voucher that is no purchase.
    OtherVoucher,
    /// It was cancelled, or its entry sums to nothing.
    Cancelled,
    /// A document and its reversal.
    Reversed,
    /// An amount is not understood.
    Amount,
    /// A cell holds an error.
    ErrorCell,
    /// It has neither a number nor an amount.
    NoNumberNoAmount,
}

impl LeftOut {
    /// All reasons, in the order in which they are listed.
    pub const ALL: [LeftOut; 10] = [
        LeftOut::Blank,
        LeftOut::Total,
        LeftOut::Heading,
        LeftOut::OtherRecipient,
        LeftOut::OtherVoucher,
        LeftOut::Cancelled,
        LeftOut::Reversed,
        LeftOut::Amount,
        LeftOut::ErrorCell,
        LeftOut::NoNumberNoAmount,
    ];

    /// Its name in what is written for other programs.
    pub fn key(self) -> &'static str {
        match self {
            LeftOut::Blank => "blank",
            LeftOut::Total => "total",
            LeftOut::Heading => "heading",
            LeftOut::OtherRecipient => "other-recipient",
            LeftOut::OtherVoucher => "other-voucher",
            LeftOut::Cancelled => "cancelled",
            LeftOut::Reversed => "reversed",
            LeftOut::Amount => "amount",
            LeftOut::ErrorCell => "error-cell",
            LeftOut::NoNumberNoAmount => "no-number-no-amount",
        }
    }

    /// The reason in words, for people.
    pub fn words(self) -> &'static str {
        match self {
            LeftOut::Blank => "no number, date or amount",
            LeftOut::Total => "a total",
            LeftOut::Heading => "the heading again",
            LeftOut::OtherRecipient => "another GSTIN of yours",
            LeftOut::OtherVoucher => "not a purchase voucher",
            LeftOut::Cancelled => "cancelled",
            LeftOut::Reversed => "a document and its reversal",
            LeftOut::Amount => "an amount that is not understood",
            LeftOut::ErrorCell => "an error in a cell",
            LeftOut::NoNumberNoAmount => "neither number nor amount",
        }
    }

    /// Whether the line's cells were not understood: if many are, the columns may be wrong.
    pub fn is_not_understood(self) -> bool {
        matches!(self, LeftOut::Amount | LeftOut::ErrorCell | LeftOut::NoNumberNoAmount)
    }
}
