//! What is in the records of a portal file, key by key.

use std::collections::BTreeMap;

use super::json::members;
use super::keys;
use crate::book::Section;
use crate::values::short;

/// How many different values of a key are shown …
const SAMPLES: usize = 3;
/// … each cut to this many characters.
const SAMPLE_LENGTH: usize = 40;

/// A key as it was seen in the records of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyReport {
    /// In how many records.
    pub count: u64,
    /// How often with each kind of value.
    pub kinds: BTreeMap<String, u64>,
    /// Some of its values.
    pub samples: Vec<String>,
    /// Whether this program knows it.
    pub known: bool,
    /// The key that it is read as.
    pub meaning: Option<String>,
}

/// How many different keys are reported …
const MOST: usize = 1_000;
/// … each cut to this many characters.
const LONGEST: usize = 200;

/// The keys of some records, and how often others were seen where there are too many to report.
pub type Keys = (BTreeMap<String, KeyReport>, u64);

/// The keys of these records of a section.
pub fn keys_of<'a>(records: impl Iterator<Item = &'a str>, section: Section) -> Keys {
    let mut found = gathered(records);
    for (name, report) in &mut found.0 {
        let known = keys::key(name, section).map(|(key, _)| key.name(section).to_owned());
        (report.known, report.meaning) = (known.is_some(), known);
    }
    found
}

/// The keys of records that are only shown; none of them is known in a section that is not.
pub fn keys_of_shown<'a>(records: impl Iterator<Item = &'a str>, is_known: bool) -> Keys {
    let mut found = gathered(records);
    for (name, report) in &mut found.0 {
        let known = super::other::title(name).filter(|_| is_known);
        (report.known, report.meaning) = (known.is_some(), known.map(str::to_owned));
    }
    found
}

fn gathered<'a>(records: impl Iterator<Item = &'a str>) -> Keys {
    let mut found: BTreeMap<String, KeyReport> = BTreeMap::new();
    let mut others = 0;
    for record in records {
        for (name, value) in members(record) {
            let name = short(&name, LONGEST);
            if !found.contains_key(&*name) {
                if found.len() == MOST {
                    others += 1;
                    continue;
                }
                found.insert(name.clone().into_owned(), KeyReport::default());
            }
            let Some(report) = found.get_mut(&*name) else { continue };
            report.count += 1;
            *report.kinds.entry(format!("{:?}", value.kind)).or_default() += 1;
            if report.samples.len() < SAMPLES {
                let sample: String = value.raw.chars().take(SAMPLE_LENGTH).collect();
                if !report.samples.contains(&sample) {
                    report.samples.push(sample);
                }
            }
        }
    }
    (found, others)
}
