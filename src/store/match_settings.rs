//! What the settings keep of purchase registers: layouts that were confirmed, and how each recipient's books are matched.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::settings::Settings;
use crate::book::{CreditUse, MatchSettings, Returns};
use crate::register::RegisterLayout;

/// How many layouts are remembered.
const LAYOUTS: usize = 200;

/// How far a record and an entry may differ and still agree, as the settings keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptMatching {
    /// In paise.
    pub tolerance: i64,
    /// In hundredths of a per cent.
    pub per_cent: u32,
    /// Days.
    pub days: u32,
    /// Only documents of one financial year belong together.
    pub same_year: bool,
    /// Several documents may be one by their amounts.
    pub several_by_amounts: bool,
    /// When purchase returns reduce credit: `2b`, `booked`, or nothing where the user was not asked.
    pub returns: String,
    /// Suggest Accept also where the supplier has not filed.
    pub unfiled: bool,
    /// Suppliers whose documents are booked with the tax inside: `claimed`, `blocked` or `exempt`.
    pub suppliers: BTreeMap<String, String>,
}

impl Default for KeptMatching {
    fn default() -> Self {
        KeptMatching::from(&MatchSettings::default())
    }
}

const USES: [(CreditUse, &str); 3] =
    [(CreditUse::Claimed, "claimed"), (CreditUse::Blocked, "blocked"), (CreditUse::ExemptUse, "exempt")];

impl From<&MatchSettings> for KeptMatching {
    fn from(settings: &MatchSettings) -> Self {
        let returns = match settings.returns {
            Returns::WhenBooked => "booked",
            Returns::InGstr2b if settings.returns_asked => "2b",
            Returns::InGstr2b => "",
        };
        let word = |(gstin, credit): (&String, &CreditUse)| {
            let word = USES.iter().find(|(known, _)| known == credit).map_or("", |(_, word)| word);
            (gstin.clone(), word.to_owned())
        };
        KeptMatching {
            tolerance: settings.tolerance,
            per_cent: settings.per_cent,
            days: settings.days,
            same_year: settings.same_year,
            several_by_amounts: settings.several_by_amounts,
            returns: returns.to_owned(),
            unfiled: settings.unfiled,
            suppliers: settings.suppliers.iter().map(word).collect(),
        }
    }
}

impl KeptMatching {
    /// The settings, every figure inside its limits. A word that is not known says nothing.
    pub fn settings(&self) -> MatchSettings {
        let credit = |(gstin, word): (&String, &String)| {
            let found = USES.iter().find(|(_, known)| known == word)?;
            Some((gstin.clone(), found.0))
        };
        let settings = MatchSettings {
            tolerance: self.tolerance,
            per_cent: self.per_cent,
            days: self.days,
            same_year: self.same_year,
            several_by_amounts: self.several_by_amounts,
            returns: if self.returns == "booked" { Returns::WhenBooked } else { Returns::InGstr2b },
            returns_asked: ["2b", "booked"].contains(&self.returns.as_str()),
            unfiled: self.unfiled,
            suppliers: self.suppliers.iter().filter_map(credit).collect(),
        };
        settings.within_limits()
    }
}

impl Settings {
    /// How a recipient's register is matched: as was said for it, else as usual.
    pub fn matching(&self, gstin: &str) -> MatchSettings {
        self.matchings.get(gstin).unwrap_or(&self.usual_matching).settings()
    }

    /// The layouts of registers that were confirmed, the last ones first. What cannot be read is none.
    pub fn register_layouts(&self) -> Vec<RegisterLayout> {
        self.registers.iter().filter_map(|json| RegisterLayout::from_json(json)).collect()
    }

    /// Remembers a layout in place of an earlier one of the same headings.
    pub fn remember_layout(&mut self, layout: &RegisterLayout) {
        let other = |json: &String| RegisterLayout::from_json(json).is_some_and(|known| known.hash() != layout.hash());
        self.registers.retain(other);
        self.registers.insert(0, layout.to_json());
        self.registers.truncate(LAYOUTS);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_matching_come_back_as_they_were() {
        let mut settings =
            MatchSettings { tolerance: 250, per_cent: 50, days: 3, same_year: false, ..MatchSettings::default() };
        (settings.returns, settings.returns_asked) = (Returns::WhenBooked, true);
        settings.suppliers.insert("27ZZZZZ9999Z1Z8".into(), CreditUse::ExemptUse);
        for settings in
            [settings, MatchSettings::default(), MatchSettings { returns_asked: true, ..MatchSettings::default() }]
        {
            let kept = serde_json::to_string(&KeptMatching::from(&settings)).unwrap();
            assert_eq!(serde_json::from_str::<KeptMatching>(&kept).unwrap().settings(), settings);
        }
        let wild: KeptMatching =
            serde_json::from_str(r#"{"tolerance": -5, "per_cent": 9999, "days": 4000, "returns": "never"}"#).unwrap();
        let read = wild.settings();
        assert_eq!((read.tolerance, read.per_cent, read.days, read.returns), (0, 500, 180, Returns::InGstr2b));
    }

    #[test]
    fn a_layout_takes_the_place_of_an_earlier_one_of_its_headings() {
        let layout = |headings: &[&str], ticked| RegisterLayout {
            headings: headings.iter().map(|h| h.to_string()).collect(),
            ticked,
            ..RegisterLayout::default()
        };
        let mut settings = Settings::default();
        settings.remember_layout(&layout(&["a", "b"], false));
        settings.remember_layout(&layout(&["c"], false));
        settings.remember_layout(&layout(&["a", "b"], true));
        settings.registers.push("what is this".into());
        assert_eq!(settings.register_layouts(), [layout(&["a", "b"], true), layout(&["c"], false)]);
        (0..300).for_each(|n| settings.remember_layout(&layout(&[&n.to_string()], true)));
        assert_eq!(settings.registers.len(), LAYOUTS);
    }
}
