//! Lines that are no part of an entry, and why.

/// Why a line is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
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

impl Why {
    /// All reasons, in the order in which they are listed.
    pub const ALL: [Why; 10] = [
        Why::Blank,
        Why::Total,
        Why::Heading,
        Why::OtherRecipient,
        Why::OtherVoucher,
        Why::Cancelled,
        Why::Reversed,
        Why::Amount,
        Why::ErrorCell,
        Why::NoNumberNoAmount,
    ];

    /// Its name in what is written for other programs.
    pub fn key(self) -> &'static str {
        match self {
            Why::Blank => "blank",
            Why::Total => "total",
            Why::Heading => "heading",
            Why::OtherRecipient => "other-recipient",
            Why::OtherVoucher => "other-voucher",
            Why::Cancelled => "cancelled",
            Why::Reversed => "reversed",
            Why::Amount => "amount",
            Why::ErrorCell => "error-cell",
            Why::NoNumberNoAmount => "no-number-no-amount",
        }
    }

    /// The reason in words, for people.
    pub fn words(self) -> &'static str {
        match self {
            Why::Blank => "no number, date or amount",
            Why::Total => "a total",
            Why::Heading => "the heading again",
            Why::OtherRecipient => "another GSTIN of yours",
            Why::OtherVoucher => "not a purchase voucher",
            Why::Cancelled => "cancelled",
            Why::Reversed => "a document and its reversal",
            Why::Amount => "an amount that is not understood",
            Why::ErrorCell => "an error in a cell",
            Why::NoNumberNoAmount => "neither number nor amount",
        }
    }

    /// Whether the line's cells were not understood: if many are, the columns may be wrong.
    pub fn is_not_understood(self) -> bool {
        matches!(self, Why::Amount | Why::ErrorCell | Why::NoNumberNoAmount)
    }
}
