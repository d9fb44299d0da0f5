//! Entries whose GSTIN is missing or mistyped: the one step that looks beyond the suppliers of one PAN (`gstin`).

use std::collections::{HashMap, HashSet};

use crate::matching::agree::class::Class;
use crate::matching::context::{Context, Flag, Flags};
use crate::matching::document::{self, Distance, Document};
use crate::matching::run::Open;
use crate::matching::steps::assign::{self, Pair, Taken};
use crate::matching::steps::group::{Tie, flags_of};

/// A place in one of the groups.
type Place = (usize, u32);

/// A pair of two groups, made by this step.
#[derive(Clone, Copy, Debug)]
pub struct Across {
    /// The record's number.
    pub record: u32,
    /// The entry's row.
    pub entry: u32,
    /// What is known of it.
    pub flags: Flags,
}

/// What the step came to.
#[derive(Default)]
pub struct Found {
    /// The pairs.
    pub pairs: Vec<Across>,
    /// Pairs that could as well be others, by numbers and rows.
    pub ties: Vec<Tie>,
    /// Records that fit an entry as well as the record that it went to.
    pub losers: Vec<u32>,
    /// Some were too many to be looked at whole.
    pub large: bool,
}

/// How many records of one number are tried for an entry without a GSTIN.
const MOST: usize = 1_000;

/// Finds the pairs over all groups, and marks their places as matched elsewhere.
pub fn step(c: &Context, groups: &mut [Open<'_>]) -> Found {
    let entries = open_entries(c, groups);
    if entries.is_empty() {
        return Found::default();
    }
    let by_number = by_number(groups, &entries);
    let entry = |&(group, place): &Place| &groups[group].group.entries[place as usize];
    let mut pairs = Vec::new();
    let mut known = HashMap::new();
    let mut place_of_record = HashMap::new();
    for (at, place) in entries.iter().enumerate() {
        if c.stopped_at(at) {
            return Found::default();
        }
        let e = entry(place);
        for key in keys(e) {
            for &(group, record) in by_number.get(&key).into_iter().flatten().take(MOST) {
                let r = &groups[group].group.records[record as usize];
                let compared = document::compare(&c.suppliers, r, e, &c.tolerances);
                if compared.class == Class::Gstin && !c.is_apart(r.id, e.id) {
                    let apart = document::apart(r, e, &compared.dates);
                    pairs.push(Pair { record: r.id, entry: at as u32, apart });
                    known.insert((r.id, at as u32), flags_of(&compared));
                    place_of_record.insert(r.id, (group, record));
                }
            }
        }
    }
    let (taken, large) = assign::best(
        pairs.clone(),
        |a, b| {
            let document = |id: u32| {
                let (group, place): Place = place_of_record[&id];
                &groups[group].group.records[place as usize]
            };
            document(a).is_again(document(b), &c.tolerances)
        },
        |a, b| entry(&entries[a as usize]).is_again(entry(&entries[b as usize]), &c.tolerances),
        c.progress,
    );
    let row = |at: u32| entry(&entries[at as usize]).id;
    let mut found = Found { large, losers: losers(pairs, &taken), ..Found::default() };
    for one in &taken {
        let mut flags = known.get(&(one.pair.record, one.pair.entry)).copied().unwrap_or_default();
        if one.other_record.is_some() || one.other_entry.is_some() {
            flags.add(Flag::Tie);
            let other_entry = one.other_entry.map(row);
            found.ties.push(Tie { record: one.pair.record, other_record: one.other_record, other_entry });
        }
        found.pairs.push(Across { record: one.pair.record, entry: row(one.pair.entry), flags });
    }
    for one in taken {
        let (group, place) = place_of_record[&one.pair.record];
        mark(&mut groups[group].group.r[place as usize]);
        let (group, place) = entries[one.pair.entry as usize];
        mark(&mut groups[group].group.e[place as usize]);
    }
    found
}

/// The records without a pair that fit an entry as well as the one it went to.
fn losers(mut pairs: Vec<Pair>, taken: &[Taken]) -> Vec<u32> {
    let records: HashSet<u32> = taken.iter().map(|one| one.pair.record).collect();
    let won: HashMap<u32, Distance> = taken.iter().map(|one| (one.pair.entry, one.pair.apart)).collect();
    pairs.retain(|pair| !records.contains(&pair.record) && won.get(&pair.entry) == Some(&pair.apart));
    pairs.into_iter().map(|pair| pair.record).collect()
}

fn mark(state: &mut crate::matching::steps::group::State) {
    state.class = Class::Gstin;
    state.with = u32::MAX;
}

fn keys(entry: &Document) -> Vec<u64> {
    let numbers = [Some(&entry.number), entry.raw()];
    let mut keys: Vec<u64> = numbers.into_iter().flatten().map(|number| number.key()).filter(|&key| key != 0).collect();
    keys.dedup();
    keys
}

/// The open entries that may be of another supplier than they name, in order.
fn open_entries(c: &Context, groups: &[Open<'_>]) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for (at, Open { group, .. }) in groups.iter().enumerate() {
        let mistyped = |place: &u32| c.suppliers.may_be_mistyped(group.entries[*place as usize].supplier);
        places.extend(group.open_entries().filter(mistyped).map(|place| (at, place)));
    }
    let row = |&(group, place): &Place| groups[group].group.entries[place as usize].id;
    places.sort_by(|a, b| document::entry_order(c.entries, row(a), row(b)));
    places
}

/// The open records whose number one of these entries has, in order.
fn by_number(groups: &[Open<'_>], entries: &[Place]) -> HashMap<u64, Vec<Place>> {
    let wanted = entries.iter().flat_map(|&(group, place)| keys(&groups[group].group.entries[place as usize]));
    let mut found: HashMap<u64, Vec<Place>> = wanted.map(|key| (key, Vec::new())).collect();
    for (at, Open { group, .. }) in groups.iter().enumerate() {
        for place in group.open_records() {
            let key = group.records[place as usize].number.key();
            if let Some(places) = found.get_mut(&key) {
                places.push((at, place));
            }
        }
    }
    let id = |&(group, place): &Place| groups[group].group.records[place as usize].id;
    found.values_mut().for_each(|places| places.sort_by_key(id));
    found
}
