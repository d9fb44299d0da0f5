//! Commands on links: what the user says of records and entries. None of them changes a decision.

use std::collections::{HashMap, HashSet};

use super::comings::Comings;
use crate::book::{Apart, Link, LinkedEntry, LinkedRecord, Links};

/// What changes among links and apart marks; carrying it out once more takes it back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinksChange {
    links: Comings<Link>,
    aparts: Comings<Apart>,
}

impl LinksChange {
    pub(super) fn swap(&mut self, links: &mut Links) {
        self.links.swap(&mut links.links);
        self.aparts.swap(&mut links.aparts);
    }
}

/// Links come. Their records and entries are freed from other links, of which the rest stays; marks that part them go.
pub(super) fn link(links: &Links, new: &[Link]) -> LinksChange {
    let (mut records, mut entries) = (HashMap::new(), HashMap::new());
    let mut coming = Vec::new();
    for link in new {
        // A record or an entry is in one link: of those that come together the first counts.
        let own =
            rest(link, |record| !records.contains_key(&record.key()), |entry| !entries.contains_key(&entry.identity));
        let Some(own) = own else { continue };
        let place = coming.len();
        records.extend(own.records.iter().map(|record| (record.key(), place)));
        entries.extend(own.entries.iter().map(|entry| (entry.identity, place)));
        coming.push(own);
    }
    let mut out = Vec::new();
    let mut left = Vec::new();
    for (place, link) in (0..).zip(&links.links) {
        let stays = |record: &LinkedRecord| !records.contains_key(&record.key());
        let remains = |entry: &LinkedEntry| !entries.contains_key(&entry.identity);
        if !link.records.iter().all(stays) || !link.entries.iter().all(remains) {
            out.push(place);
            left.extend(rest(link, stays, remains));
        }
    }
    left.extend(coming);
    let together = |(record, entry): &Apart| {
        let place = records.get(&record.key());
        place.is_some() && place == entries.get(&entry.identity)
    };
    let aparts = places(&links.aparts, together);
    LinksChange {
        links: Comings::at_the_end(links.links.len(), out, left),
        aparts: Comings::at_the_end(links.aparts.len(), aparts, Vec::new()),
    }
}

/// Pairs are marked apart. A link that holds both loses the entry, or the record if it has no other entry.
pub(super) fn apart(links: &Links, pairs: &[Apart]) -> LinksChange {
    let key = |(record, entry): &Apart| (record.key(), entry.identity);
    let wanted: HashSet<_> = pairs.iter().map(key).collect();
    let mut known: HashSet<_> = links.aparts.iter().map(key).collect();
    let new: Vec<Apart> = pairs.iter().filter(|pair| known.insert(key(pair))).copied().collect();
    let (mut out, mut left) = (Vec::new(), Vec::new());
    for (place, link) in (0..).zip(&links.links) {
        let parts = |record: &LinkedRecord, entry: &LinkedEntry| wanted.contains(&(record.key(), entry.identity));
        let with_none = |entry: &LinkedEntry| !link.records.iter().any(|record| parts(record, entry));
        if link.entries.iter().all(with_none) {
            continue;
        }
        out.push(place);
        let less_entries = rest(link, |_| true, with_none);
        left.extend(
            less_entries.or_else(|| rest(link, |record| !link.entries.iter().any(|e| parts(record, e)), |_| true)),
        );
    }
    LinksChange {
        links: Comings::at_the_end(links.links.len(), out, left),
        aparts: Comings::at_the_end(links.aparts.len(), Vec::new(), new),
    }
}

/// Links and apart marks go.
pub(super) fn undo(links: &Links, gone: &[Link], aparts: &[Apart]) -> LinksChange {
    let named = |link: &Link| {
        let records: Vec<_> = link.records.iter().map(LinkedRecord::key).collect();
        (records, link.entries.iter().map(|entry| entry.identity).collect::<Vec<_>>())
    };
    let gone: HashSet<_> = gone.iter().map(named).collect();
    let key = |(record, entry): &Apart| (record.key(), entry.identity);
    let free: HashSet<_> = aparts.iter().map(key).collect();
    let out = places(&links.links, |link| gone.contains(&named(link)));
    let freed = places(&links.aparts, |pair| free.contains(&key(pair)));
    LinksChange {
        links: Comings::at_the_end(links.links.len(), out, Vec::new()),
        aparts: Comings::at_the_end(links.aparts.len(), freed, Vec::new()),
    }
}

/// A link with those of its records and entries that stay; none if one of the two sides is left empty.
fn rest(link: &Link, record: impl Fn(&LinkedRecord) -> bool, entry: impl Fn(&LinkedEntry) -> bool) -> Option<Link> {
    let records: Box<[_]> = link.records.iter().copied().filter(|own| record(own)).collect();
    let entries: Box<[_]> = link.entries.iter().copied().filter(|own| entry(own)).collect();
    (!records.is_empty() && !entries.is_empty()).then_some(Link { kind: link.kind, records, entries })
}

fn places<T>(list: &[T], wanted: impl Fn(&T) -> bool) -> Vec<u32> {
    (0..).zip(list).filter(|(_, thing)| wanted(thing)).map(|(place, _)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{LinkKind, Section};

    fn record(n: u128) -> LinkedRecord {
        LinkedRecord { section: Section::B2b, supplier: 0, identity: n, ordinal: 0, text: 0 }
    }

    fn entry(n: u128) -> LinkedEntry {
        LinkedEntry { supplier: 0, identity: n, content: 0 }
    }

    fn of(records: &[u128], entries: &[u128]) -> Link {
        let records = records.iter().map(|n| record(*n)).collect();
        Link { kind: LinkKind::Linked, records, entries: entries.iter().map(|n| entry(*n)).collect() }
    }

    /// What a change makes of links, and that it can be taken back.
    fn changed(links: &Links, mut change: LinksChange) -> Links {
        let mut after = links.clone();
        change.swap(&mut after);
        let result = after.clone();
        change.swap(&mut after);
        assert_eq!(&after, links);
        change.swap(&mut after);
        assert_eq!(after, result);
        result
    }

    #[test]
    fn a_link_frees_its_documents_from_others() {
        let links = Links {
            links: vec![of(&[1, 2], &[11]), of(&[3], &[13])],
            aparts: vec![(record(1), entry(12)), (record(5), entry(5))],
        };
        let after = changed(&links, link(&links, &[of(&[1], &[12])]));
        assert_eq!(after.links, [of(&[3], &[13]), of(&[2], &[11]), of(&[1], &[12])]);
        assert_eq!(after.aparts, [(record(5), entry(5))]);
        let after = changed(&links, link(&links, &[of(&[9], &[13])]));
        assert_eq!(after.links, [of(&[1, 2], &[11]), of(&[9], &[13])]);
        // Of links that come together the first has a document.
        let after = changed(&links, link(&links, &[of(&[7], &[17]), of(&[7, 8], &[18]), of(&[7], &[19])]));
        assert_eq!(after.links[2..], [of(&[7], &[17]), of(&[8], &[18])]);
    }

    #[test]
    fn what_is_marked_apart_is_in_no_link_together() {
        let links = Links { links: vec![of(&[1, 2], &[11]), of(&[3], &[13, 14]), of(&[4], &[15])], aparts: Vec::new() };
        let pairs = [(record(1), entry(11)), (record(3), entry(13)), (record(4), entry(15)), (record(4), entry(15))];
        let after = changed(&links, apart(&links, &pairs));
        assert_eq!(after.links, [of(&[2], &[11]), of(&[3], &[14])]);
        assert_eq!(after.aparts, pairs[..3]);
        let freed = changed(&after, undo(&after, &[of(&[3], &[14])], &pairs[..1]));
        assert_eq!((freed.links.len(), freed.aparts.len()), (1, 2));
    }
}
