//! What the groups came to, written down record by record and entry by entry; links last, as they come first.

use super::bulk::Sure;
use super::context::{Context, Flag, Flags};
use super::document::{self, Document};
use super::result::{Found, NOTHING, SeveralFound};
use crate::book::FoundLink;
use crate::matching::agree::class::{self, Class};
use crate::matching::steps::group::{Group, How, State, Tie, flags_of};
use crate::matching::steps::mistyped;
use crate::matching::suggest::suggestion::Suggested;
use crate::values::Day;

/// What a group came to, by numbers and rows.
pub struct Outcome {
    records: Vec<(u32, Found)>,
    entries: Vec<(u32, Found)>,
    several: Vec<SeveralFound>,
    ties: Vec<Tie>,
    large: bool,
}

impl Outcome {
    /// Of a group that is done.
    pub fn of(group: &Group<'_>) -> Outcome {
        let found = |documents: &[Document], others: &[Document], states: &[State]| -> Vec<(u32, Found)> {
            let one = |(document, state): (&Document, &State)| {
                let with = match state.with {
                    NOTHING => NOTHING,
                    with if state.flags.has(Flag::Several) => with,
                    with => others[with as usize].id,
                };
                let found = Found { class: state.class, suggested: Suggested::Nothing, flags: state.flags, with };
                (document.id, found)
            };
            documents.iter().zip(states).map(one).collect()
        };
        let ids = |documents: &[Document], places: &[u32]| {
            let mut ids: Vec<u32> = places.iter().map(|&place| documents[place as usize].id).collect();
            ids.sort_unstable();
            ids.into()
        };
        let several = group.several.iter().map(|several| SeveralFound {
            records: ids(&group.records, &several.records),
            entries: ids(&group.entries, &several.entries),
            how: several.how,
        });
        let record = |place: u32| group.records[place as usize].id;
        let tie = |tie: &Tie| Tie {
            record: record(tie.record),
            other_record: tie.other_record.map(record),
            other_entry: tie.other_entry.map(|place| group.entries[place as usize].id),
        };
        Outcome {
            records: found(&group.records, &group.entries, &group.r),
            entries: found(&group.entries, &group.records, &group.e),
            several: several.collect(),
            ties: group.ties.iter().map(tie).collect(),
            large: group.large,
        }
    }
}

/// What is written down, record by record and entry by entry.
pub struct Written {
    /// By the numbers of the records.
    pub records: Vec<Found>,
    /// By the rows of the entries.
    pub entries: Vec<Found>,
    /// Matches of several.
    pub several: Vec<SeveralFound>,
    /// Pairs that could as well be others.
    pub ties: Vec<Tie>,
    /// Some were too many to be looked at whole.
    pub large: bool,
}

impl Written {
    /// Nothing yet.
    pub fn new(c: &Context) -> Written {
        let nothing = Found { with: NOTHING, ..Found::default() };
        Written {
            records: vec![nothing; c.places.len() as usize],
            entries: vec![nothing; c.entries.len() as usize],
            several: Vec::new(),
            ties: Vec::new(),
            large: false,
        }
    }

    /// The pairs that were found at once.
    pub fn sure(&mut self, sure: &[Sure]) {
        let flags = Sure::flags();
        for one in sure {
            let found = |with| Found { class: one.class, suggested: Suggested::Nothing, flags, with };
            self.records[one.record as usize] = found(one.entry);
            self.entries[one.entry as usize] = found(one.record);
        }
    }

    /// What a group came to.
    pub fn add(&mut self, mut outcome: Outcome) {
        let base = self.several.len() as u32;
        let put = |list: &mut Vec<Found>, found: Vec<(u32, Found)>| {
            for (id, mut found) in found {
                // A link is written later, but what else is known of it stays.
                if found.flags.has(Flag::Several) {
                    found.with += base;
                }
                list[id as usize] = found;
            }
        };
        put(&mut self.records, outcome.records);
        put(&mut self.entries, outcome.entries);
        self.several.append(&mut outcome.several);
        self.ties.append(&mut outcome.ties);
        self.large |= outcome.large;
    }

    /// Pairs of two groups.
    pub fn across(&mut self, mut across: mistyped::Found) {
        for one in across.pairs {
            let put = |found: &mut Found, with| {
                found.class = Class::Gstin;
                let before = found.flags.has(Flag::ReportedBefore);
                found.flags = one.flags.with(Flag::ReportedBefore, before);
                found.with = with;
            };
            put(&mut self.records[one.record as usize], one.entry);
            put(&mut self.entries[one.entry as usize], one.record);
        }
        for &record in &across.losers {
            self.records[record as usize].flags.add(Flag::LostTie);
        }
        self.ties.append(&mut across.ties);
        self.large |= across.large;
    }

    /// Records in whose place their amendments count.
    pub fn superseded(&mut self, numbers: &[u32]) {
        for &number in numbers {
            self.records[number as usize] = Found { class: Class::Superseded, with: NOTHING, ..Found::default() };
        }
    }

    /// Links: matches whatever their fields say.
    pub fn links<'l>(&mut self, c: &Context, links: impl Iterator<Item = &'l FoundLink>) {
        for link in links.filter(|link| !link.suspended) {
            let numbers: Vec<u32> = link.records.iter().map(|&(section, row)| c.places.number(section, row)).collect();
            let changed = link.record_changed || link.entry_changed;
            let (class, flags, with) = match (numbers.as_slice(), link.entries.as_slice()) {
                (&[number], &[row]) => {
                    let (class, flags) = of_link(c, number, row);
                    (class, flags, (row, number))
                }
                (numbers, entries) => {
                    let place = self.several.len() as u32;
                    let (records, entries) = (numbers.into(), entries.into());
                    self.several.push(SeveralFound { records, entries, how: How::Numbers });
                    (Class::Several, of_linked_several(c, numbers, &link.entries), (place, place))
                }
            };
            let flags = flags.with(Flag::Link, true).with(Flag::Changed, changed);
            let put = |found: &mut Found, with| {
                let before = found.flags.has(Flag::ReportedBefore);
                let flags = flags.with(Flag::ReportedBefore, before);
                *found = Found { class, suggested: Suggested::Nothing, flags, with };
            };
            numbers.iter().for_each(|&number| put(&mut self.records[number as usize], with.0));
            link.entries.iter().for_each(|&row| put(&mut self.entries[row as usize], with.1));
        }
    }
}

/// The two documents of a link, compared.
fn linked(c: &Context, number: u32, row: u32) -> document::Compared {
    let (section, of) = c.places.record(number);
    let record = Document::record(c.book, &c.suppliers, number, section, of);
    let entry = Document::entry(c.entries, &c.suppliers, row);
    document::compare(&c.suppliers, &record, &entry, &c.tolerances)
}

/// The class of a link of two: that of the fields; where no row of the table fits, that of the first field that differs.
fn of_link(c: &Context, number: u32, row: u32) -> (Class, Flags) {
    let compared = linked(c, number, row);
    let class = match compared.class {
        Class::None => class::of_difference(&compared.agreement),
        class => class,
    };
    let no_date = c.entries.date(row) == Day::NONE && c.entries.posting(row) == Day::NONE;
    (class, flags_of(&compared).with(Flag::NoDate, no_date))
}

fn of_linked_several(c: &Context, numbers: &[u32], rows: &[u32]) -> Flags {
    let mut all =
        Flags::default().with(Flag::Several, true).with(Flag::NearDates, true).with(Flag::AmountsWithin, true);
    let mut near = true;
    for &number in numbers {
        for &row in rows {
            let (_, flags) = of_link(c, number, row);
            near &= flags.has(Flag::NearDates);
            all.set(Flag::TwoYears, flags.has(Flag::TwoYears));
            all.set(Flag::NoDate, flags.has(Flag::NoDate));
        }
    }
    if near { all } else { all.without(Flag::NearDates) }
}
