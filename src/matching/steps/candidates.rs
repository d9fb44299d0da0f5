//! Which records and entries of a group may belong together by their numbers, without looking at each with each.

use crate::matching::context::Context;
use crate::matching::document::Document;
use crate::work::parts;

/// A record and an entry, by their places in the group.
pub type Places = (u32, u32);

/// The most pairs of one key that are all looked at; of more only those that are near by their amounts.
const MOST_OF_A_KEY: usize = 200 * 200;
/// How many pairs of a group are looked at each with each, for each of its documents.
const MOST_EACH: usize = 512;
/// Of more, each record is looked at with this many entries before and behind it in the order of amounts.
const AROUND: usize = 12;

/// A document with one of its keys.
type Keyed = (u64, u32);

/// The keys of these documents, sorted.
pub fn keyed(
    c: &Context,
    documents: &[Document],
    which: impl Iterator<Item = u32>,
    keys: impl Fn(&Document, &mut Vec<u64>) + Sync,
) -> Vec<Keyed> {
    let which: Vec<u32> = which.collect();
    let of_part = |places: &[u32]| {
        let (mut all, mut own) = (Vec::with_capacity(2 * places.len()), Vec::new());
        for (step, &place) in places.iter().enumerate() {
            if c.stopped_at(step) {
                break;
            }
            own.clear();
            keys(&documents[place as usize], &mut own);
            all.extend(own.iter().map(|&key| (key, place)));
        }
        all
    };
    let mut all = parts::joined(parts::in_parts(&which, of_part));
    parts::sort(&mut all, c.progress);
    all.dedup();
    all
}

/// The pairs that have a key in common, each once, in order.
pub fn pairs(c: &Context, records: &[Document], entries: &[Document], mine: &[Keyed], theirs: &[Keyed]) -> Vec<Places> {
    let mut found = Vec::new();
    let mut left = MOST_EACH * (mine.len() + theirs.len()).max(64);
    let (mut r, mut e) = (0, 0);
    let mut step = 0;
    while r < mine.len() && e < theirs.len() {
        step += 1;
        if c.stopped_at(step) {
            return Vec::new();
        }
        let (a, b) = (mine[r].0, theirs[e].0);
        if a < b {
            r += 1;
            continue;
        }
        if b < a {
            e += 1;
            continue;
        }
        let end = |list: &[Keyed], from: usize| from + list[from..].iter().take_while(|one| one.0 == a).count();
        let (end_r, end_e) = (end(mine, r), end(theirs, e));
        let (some_r, some_e) = (&mine[r..end_r], &theirs[e..end_e]);
        let all = some_r.len().saturating_mul(some_e.len());
        if all <= MOST_OF_A_KEY && all <= left {
            left -= all;
            for record in some_r {
                found.extend(some_e.iter().map(|entry| (record.1, entry.1)));
            }
        } else {
            around(c, records, entries, some_r, some_e, &mut found);
        }
        (r, e) = (end_r, end_e);
    }
    parts::sort(&mut found, c.progress);
    found.dedup();
    found
}

/// Of many that have one key, the pairs that are next to each other by their amounts: the first of equal ones with the first.
fn around(
    c: &Context,
    records: &[Document],
    entries: &[Document],
    mine: &[Keyed],
    theirs: &[Keyed],
    found: &mut Vec<Places>,
) {
    let by_amounts = |documents: &[Document], list: &[Keyed]| {
        let of = |&(_, place): &Keyed| {
            let document = &documents[place as usize];
            let taxable = document.amounts.taxable.or(document.amounts.value).unwrap_or(0);
            ((document.amounts.tax_or_zero(), taxable, document.day), place)
        };
        let mut sorted: Vec<_> = list.iter().map(of).collect();
        parts::sort(&mut sorted, c.progress);
        sorted
    };
    let (mine, theirs) = (by_amounts(records, mine), by_amounts(entries, theirs));
    let (mut at, mut equal) = (0, 0);
    for (place, (key, record)) in mine.iter().enumerate() {
        if c.stopped_at(place) {
            return;
        }
        equal = if place > 0 && mine[place - 1].0 == *key { equal + 1 } else { 0 };
        while at < theirs.len() && theirs[at].0 < *key {
            at += 1;
        }
        let middle = (at + equal).min(theirs.len());
        let some = middle.saturating_sub(AROUND)..(middle + AROUND).min(theirs.len());
        found.extend(theirs[some].iter().map(|(_, entry)| (*record, *entry)));
    }
}
