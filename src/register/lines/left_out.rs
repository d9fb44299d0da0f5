//! LineColumns that are no part of an entry, and why.

/// LineLeftOut a line is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LineLeftOut {
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
    /// It is of a register that a later one replaces.
    Replaced,
}

impl LineLeftOut {
    /// All reasons, in the order in which they are listed.
    pub const ALL: [LineLeftOut; 11] = [
        LineLeftOut::Blank,
        LineLeftOut::Total,
        LineLeftOut::Heading,
        LineLeftOut::OtherRecipient,
        LineLeftOut::OtherVoucher,
        LineLeftOut::Cancelled,
        LineLeftOut::Reversed,
        LineLeftOut::Amount,
        LineLeftOut::ErrorCell,
        LineLeftOut::NoNumberNoAmount,
        LineLeftOut::Replaced,
    ];

    /// Its name in what is written for other programs.
    pub fn key(self) -> &'static str {
        match self {
            LineLeftOut::Blank => "blank",
            LineLeftOut::Total => "total",
            LineLeftOut::Heading => "heading",
            LineLeftOut::OtherRecipient => "other-recipient",
            LineLeftOut::OtherVoucher => "other-voucher",
            LineLeftOut::Cancelled => "cancelled",
            LineLeftOut::Reversed => "reversed",
            LineLeftOut::Amount => "amount",
            LineLeftOut::ErrorCell => "error-cell",
            LineLeftOut::NoNumberNoAmount => "no-number-no-amount",
            LineLeftOut::Replaced => "replaced",
        }
    }

    /// The reason in words, for people.
    pub fn words(self) -> &'static str {
        match self {
            LineLeftOut::Blank => "no number, date or amount",
            LineLeftOut::Total => "a total",
            LineLeftOut::Heading => "the heading again",
            LineLeftOut::OtherRecipient => "another GSTIN of yours",
            LineLeftOut::OtherVoucher => "not a purchase voucher",
            LineLeftOut::Cancelled => "cancelled",
            LineLeftOut::Reversed => "a document and its reversal",
            LineLeftOut::Amount => "an amount that is not understood",
            LineLeftOut::ErrorCell => "an error in a cell",
            LineLeftOut::NoNumberNoAmount => "neither number nor amount",
            LineLeftOut::Replaced => "in a register that a later one replaces",
        }
    }

    /// Whether the line's cells were not understood: if many are, the columns may be wrong.
    pub fn is_not_understood(self) -> bool {
        matches!(self, LineLeftOut::Amount | LineLeftOut::ErrorCell | LineLeftOut::NoNumberNoAmount)
    }
}
