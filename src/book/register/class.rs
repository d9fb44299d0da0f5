//! What a match can be, strongest first, and what it can propose: words that matching, the view and the screen share.

use Class::*;

/// What a match is, strongest first; then what is left over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(missing_docs)] // see `title`
pub enum Class {
    Exact,
    Tolerance,
    Written,
    Date,
    Amended,
    Several,
    Gross,
    Amounts,
    Kind,
    Branch,
    Gstin,
    Number,
    Superseded,
    Twice,
    Portal,
    Earlier,
    Duplicate,
    Outside,
    Books,
    /// Takes no part: not in force, or without a supplier or a number.
    #[default]
    None,
}

impl Class {
    /// All in the order in which they are shown.
    pub const ALL: [Class; 19] = [
        Exact, Tolerance, Written, Date, Amended, Several, Gross, Amounts, Kind, Branch, Gstin, Number, Superseded,
        Twice, Portal, Earlier, Duplicate, Outside, Books,
    ];

    /// The name that scripts know.
    pub fn name(self) -> &'static str {
        [
            "exact",
            "tolerance",
            "written",
            "date",
            "amended",
            "several",
            "gross",
            "amounts",
            "kind",
            "branch",
            "gstin",
            "number",
            "superseded",
            "twice",
            "portal",
            "earlier",
            "duplicate",
            "outside",
            "books",
            "",
        ][self as usize]
    }

    /// The class of a name.
    pub fn parse(text: &str) -> Option<Class> {
        Class::ALL.into_iter().find(|class| class.name().eq_ignore_ascii_case(text.trim()))
    }

    /// In the words of the screen.
    pub fn title(self) -> &'static str {
        match self {
            Exact => "Matched",
            Tolerance => "Matched, round-off",
            Written => "Bill no. format differs",
            Date => "Date differs",
            Amended => "Amended by the supplier",
            Several => "Clubbed / split",
            Gross => "Booked with the tax inside",
            Amounts => "Amounts differ",
            Kind => "Type of document differs",
            Branch => "Supplier's other GSTIN",
            Gstin => "GSTIN missing or mistyped in the books",
            Number => "Bill no. differs",
            Superseded => "Replaced by its amendment",
            Twice => "Reported twice",
            Portal => "Not in books",
            Earlier => "On the portal before",
            Duplicate => "Booked twice",
            Outside => "Not expected in IMS",
            Books => "Not in IMS",
            None => "",
        }
    }

    /// In the words of the grid, where there is little room.
    pub fn short(self) -> &'static str {
        match self {
            Tolerance => "Round-off",
            Written => "Bill no. format",
            Gross => "Tax inside",
            Kind => "Type differs",
            Branch => "Other branch",
            Gstin => "GSTIN differs",
            Number => "Bill no. differs",
            Amended => "Amended",
            Superseded => "Superseded",
            Twice => "Twice",
            Earlier => "Earlier",
            Outside => "Not expected",
            class => class.title(),
        }
    }

    /// The mark in front of its word.
    pub fn mark(self) -> MatchMark {
        match self {
            Exact => MatchMark::Equal,
            Tolerance | Written | Date | Several => MatchMark::Nearly,
            Amended | Gross | Amounts | Kind | Branch | Gstin | Number => MatchMark::Differs,
            Portal => MatchMark::OnlyPortal,
            Books => MatchMark::OnlyBooks,
            Twice | Duplicate => MatchMark::Twice,
            Superseded | Earlier | Outside | None => MatchMark::Aside,
        }
    }

    /// Whether nothing differs in it but what rounding does.
    pub fn agrees(self) -> bool {
        matches!(self, Exact | Tolerance)
    }

    /// Whether a record and an entry are in it together.
    pub fn is_pair(self) -> bool {
        self <= Number
    }
}

/// The mark of a class: two or three strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchMark {
    /// All agrees.
    Equal,
    /// All but one thing agrees.
    Nearly,
    /// Something differs.
    Differs,
    /// Only on the portal.
    OnlyPortal,
    /// Only in the register.
    OnlyBooks,
    /// Reported or booked twice.
    Twice,
    /// Nothing to do.
    Aside,
}

/// What is suggested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Suggested {
    /// Nothing.
    #[default]
    Nothing,
    /// Accept.
    Accept,
    /// Keep it pending.
    Pending,
    /// Look at it.
    Look,
}

impl Suggested {
    /// As scripts read it.
    pub fn letter(self) -> &'static str {
        ["", "A", "P", "look"][self as usize]
    }

    /// As the screen shows it.
    pub fn words(self) -> &'static str {
        ["", "Accept?", "Pending?", "Check"][self as usize]
    }
}
