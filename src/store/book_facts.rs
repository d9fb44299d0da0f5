//! What the user tells of a book, as the settings keep it: its name and the facts of the calendar.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::book::{Facts, MovedDays};
use crate::values::{Day, Period};

/// The facts of one recipient as the settings keep them: periods as `MMYYYY`, days as `dd-mm-yyyy`, nothing where
/// nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BookFacts {
    /// What the user calls the recipient.
    pub name: String,
    /// Files quarterly.
    pub qrmp: bool,
    /// The period of the last GSTR-3B filed.
    pub last_3b: String,
    /// The GSTR-2B period being closed, where the proposal is wrong.
    pub closing: String,
    /// Days that were moved, by period: when GSTR-2B is drawn up, when GSTR-3B is due.
    pub moved: BTreeMap<String, [String; 2]>,
}

impl BookFacts {
    /// The same for the settings.
    pub fn of(name: &str, facts: &Facts) -> BookFacts {
        let text = |period: Option<Period>| period.map_or_else(String::new, Period::portal);
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        let moved = facts.moved.iter().map(|(period, days)| (period.portal(), [day(days.gstr_2b), day(days.gstr_3b)]));
        BookFacts {
            name: name.to_owned(),
            qrmp: facts.qrmp,
            last_3b: text(facts.last_3b),
            closing: text(facts.closing),
            moved: moved.collect(),
        }
    }

    /// The same for the calendar. What cannot be read counts as not said.
    pub fn facts(&self) -> Facts {
        let days =
            |[gstr_2b, gstr_3b]: &[String; 2]| MovedDays { gstr_2b: Day::parse(gstr_2b), gstr_3b: Day::parse(gstr_3b) };
        let moved = self.moved.iter().filter_map(|(period, moved)| Some((Period::parse(period)?, days(moved))));
        Facts {
            qrmp: self.qrmp,
            last_3b: Period::parse(&self.last_3b),
            closing: Period::parse(&self.closing),
            moved: moved.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_come_back_from_the_settings_as_they_were() {
        let october = Period::new(2026, 10).unwrap();
        let moved = MovedDays { gstr_2b: None, gstr_3b: Day::new(2026, 11, 25) };
        let facts = Facts { qrmp: true, last_3b: None, closing: Some(october), moved: [(october, moved)].into() };
        let kept = BookFacts::of("Demo Traders", &facts);
        let again: BookFacts = serde_json::from_str(&serde_json::to_string(&kept).unwrap()).unwrap();
        assert_eq!((again.name.as_str(), again.facts()), ("Demo Traders", facts));
    }
}
