//! One document twice on one side: reported twice by the supplier, or booked twice.

use crate::matching::context::Context;
use crate::matching::document::Document;
use crate::matching::steps::group::State;
use crate::work::parts;

/// Documents that may be one: of one supplier, type and number, by their places; sorted by tax within.
fn families(c: &Context, documents: &[Document]) -> Vec<Vec<u32>> {
    let mut keyed: Vec<(u64, u32, u8, i64, u32)> = Vec::new();
    for (document, place) in documents.iter().zip(0..) {
        if c.stopped_at(place as usize) {
            return Vec::new();
        }
        let key = |number: &crate::matching::agree::number::Number| {
            (number.key(), document.supplier, document.kind as u8, document.amounts.tax_or_zero(), place)
        };
        keyed.push(key(&document.number));
        keyed.extend(document.raw().map(key));
    }
    parts::sort(&mut keyed, c.progress);
    let same = |a: &(u64, u32, u8, i64, u32), b: &(u64, u32, u8, i64, u32)| (a.0, a.1, a.2) == (b.0, b.1, b.2);
    let families = keyed.chunk_by(same).filter(|family| family.len() > 1 && family[0].0 != 0);
    families.map(|family| family.iter().map(|one| one.4).collect()).collect()
}

/// In a family of very many one document is looked for only among this many next to it by tax.
const AROUND: usize = 50;

/// For each document the first of its family that is chosen and is the same document, if there is one.
fn same_as(
    c: &Context,
    documents: &[Document],
    family: &[u32],
    wanted: impl Fn(u32) -> bool,
    chosen: impl Fn(u32, u32) -> bool,
    mut found: impl FnMut(u32, u32),
) {
    for (at, &place) in family.iter().enumerate() {
        if c.stopped_at(at + 1) {
            return;
        }
        if !wanted(place) {
            continue;
        }
        let near = &family[at.saturating_sub(AROUND)..(at + AROUND).min(family.len())];
        let is_same = |&&other: &&u32| {
            other != place
                && chosen(place, other)
                && documents[place as usize].is_again(&documents[other as usize], &c.tolerances)
        };
        if let Some(&other) = near.iter().find(is_same) {
            found(place, other);
        }
    }
}

/// The open documents that are one with something matched.
pub fn of_matched(c: &Context, documents: &[Document], states: &[State]) -> Vec<u32> {
    let (mut again, state) = (Vec::new(), |place: u32| &states[place as usize]);
    for family in families(c, documents) {
        let chosen = |_: u32, other: u32| state(other).is_matched();
        same_as(c, documents, &family, |place| !state(place).is_matched(), chosen, |place, _| again.push(place));
    }
    again.sort_unstable();
    again.dedup();
    again
}

/// The documents before which, in this order, there is the same document once more.
pub fn after_another(c: &Context, documents: &[Document], before: impl Fn(u32, u32) -> bool) -> Vec<u32> {
    let mut again = Vec::new();
    for family in families(c, documents) {
        let chosen = |place: u32, other: u32| before(other, place);
        same_as(c, documents, &family, |_| true, chosen, |place, _| again.push(place));
    }
    again.sort_unstable();
    again.dedup();
    again
}
