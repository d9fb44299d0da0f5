//! Settings of matching: how far a record and an entry may differ and still agree.

use std::collections::{BTreeMap, BTreeSet};

use crate::values::{Paise, money};

/// When a purchase return reduces the credit in the books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Returns {
    /// When the supplier's note is in GSTR-2B.
    #[default]
    InGstr2b,
    /// When it is booked.
    WhenBooked,
}

impl Returns {
    /// Both.
    pub const ALL: [Returns; 2] = [Returns::InGstr2b, Returns::WhenBooked];

    /// In the words of the screen, as they go on in a line.
    pub fn in_words(self) -> &'static str {
        match self {
            Returns::InGstr2b => "when the supplier's note is in GSTR-2B",
            Returns::WhenBooked => "when they are in the books",
        }
    }
}

/// What the user says of the credit on a supplier's documents that are booked with the tax inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreditUse {
    /// The credit is claimed.
    Claimed,
    /// Blocked by section 17(5).
    Blocked,
    /// For exempt use.
    ExemptUse,
}

impl CreditUse {
    /// All of them.
    pub const ALL: [CreditUse; 3] = [CreditUse::Claimed, CreditUse::Blocked, CreditUse::ExemptUse];

    /// In the words of the screen.
    pub fn name(self) -> &'static str {
        match self {
            CreditUse::Claimed => "Claimed",
            CreditUse::Blocked => "Blocked (17(5))",
            CreditUse::ExemptUse => "Exempt use",
        }
    }
}

/// The settings, kept with the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchSettings {
    /// Taxable value and each head may differ by so much.
    pub tolerance: Paise,
    /// The same in hundredths of a per cent of the portal's figure; whichever is more counts.
    pub per_cent: u32,
    /// How many days dates may differ by.
    pub days: u32,
    /// Only documents of one financial year belong together.
    pub same_year: bool,
    /// Several documents may be one by their amounts.
    pub several_by_amounts: bool,
    /// When purchase returns reduce credit.
    pub returns: Returns,
    /// Whether the user was asked that.
    pub returns_asked: bool,
    /// Suggest Accept also where the supplier has not filed.
    pub unfiled: bool,
    /// What the user said of suppliers, by GSTIN, whose documents are booked with the tax inside.
    pub suppliers: BTreeMap<String, CreditUse>,
}

impl Default for MatchSettings {
    fn default() -> Self {
        MatchSettings {
            tolerance: 100,
            per_cent: 0,
            days: 10,
            same_year: true,
            several_by_amounts: true,
            returns: Returns::InGstr2b,
            returns_asked: false,
            unfiled: false,
            suppliers: BTreeMap::new(),
        }
    }
}

impl MatchSettings {
    /// How far amounts may differ: `equal`, `within ₹ 1.00`, `within ₹ 1.00 or 5.00 %`.
    pub fn tolerance_in_words(&self) -> String {
        let (rupees, per_cent) = (money::rupees(self.tolerance.into()), money::plain(self.per_cent.into()));
        match (self.tolerance, self.per_cent) {
            (0, 0) => "equal".to_owned(),
            (_, 0) => format!("within {rupees}"),
            (0, _) => format!("within {per_cent} %"),
            _ => format!("within {rupees} or {per_cent} %"),
        }
    }

    /// What other settings change, in a few words: `₹ 1.00 → ₹ 500.00, 10 days → 5 days`.
    pub fn differences(&self, now: &MatchSettings) -> String {
        let (rupees, per_cent) =
            (|paise: Paise| money::rupees(paise.into()), |hundredths: u32| money::plain(hundredths.into()));
        let mut words = Vec::new();
        if self.tolerance != now.tolerance {
            words.push(format!("{} → {}", rupees(self.tolerance), rupees(now.tolerance)));
        }
        if self.per_cent != now.per_cent {
            words.push(format!("{} % → {} %", per_cent(self.per_cent), per_cent(now.per_cent)));
        }
        if self.days != now.days {
            words.push(format!("{} days → {} days", self.days, now.days));
        }
        for (what, before, now) in [
            ("same financial year only", self.same_year, now.same_year),
            ("clubbed and split by amounts", self.several_by_amounts, now.several_by_amounts),
            ("Accept also where GSTR-1 is not filed", self.unfiled, now.unfiled),
        ] {
            if before != now {
                words.push(format!("{what}: {}", if now { "on" } else { "off" }));
            }
        }
        if (self.returns, self.returns_asked) != (now.returns, now.returns_asked) {
            let answer = if now.returns_asked { now.returns.in_words() } else { "not answered" };
            words.push(format!("purchase returns: {answer}"));
        }
        let suppliers: BTreeSet<&String> = self.suppliers.keys().chain(now.suppliers.keys()).collect();
        for supplier in suppliers.into_iter().filter(|&of| self.suppliers.get(of) != now.suppliers.get(of)) {
            let credit = now.suppliers.get(supplier).map_or("not said", |credit| credit.name());
            words.push(format!("credit on {supplier}: {credit}"));
        }
        words.join(", ")
    }

    /// The most that [`MatchSettings::tolerance`] may be: ₹ 10,000.
    pub const MOST_TOLERANCE: Paise = 10_000_00;
    /// The most that [`MatchSettings::per_cent`] may be: 5 %.
    pub const MOST_PER_CENT: u32 = 5_00;
    /// The most that [`MatchSettings::days`] may be.
    pub const MOST_DAYS: u32 = 180;

    /// The same with every figure inside its limits.
    pub fn within_limits(mut self) -> MatchSettings {
        self.tolerance = self.tolerance.clamp(0, MatchSettings::MOST_TOLERANCE);
        self.per_cent = self.per_cent.min(MatchSettings::MOST_PER_CENT);
        self.days = self.days.min(MatchSettings::MOST_DAYS);
        self
    }
}
