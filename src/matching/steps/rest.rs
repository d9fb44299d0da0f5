//! What is left over when all steps are done, and what is known of records and entries beside their class.

use crate::book::{Book, Filing, Mark, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::fields;
use crate::matching::agree::runs::{Runs, Serials};
use crate::matching::context::{Context, Flag};
use crate::matching::document::{self, Document};
use crate::matching::steps::again;
use crate::matching::steps::candidates;
use crate::matching::steps::group::Group;
use crate::matching::steps::superseded;
use crate::rules::calendar;
use crate::values::{Day, Period, gstin};

/// Records of a group that were paired at once.
pub struct PairedAtOnce<'s> {
    /// Their numbers in the book.
    pub records: &'s [u32],
    /// The runs of digits of all records' document numbers, by their numbers in the book, where these are known.
    pub runs: &'s [Runs],
}

impl PairedAtOnce<'_> {
    fn runs_of(&self, record: u32) -> Runs {
        self.runs.get(record as usize).copied().unwrap_or(Runs::UNKNOWN)
    }
}

/// Gives every record and entry of a group that is not matched its class. `sure` are records of the group that were paired at
/// once; `gone` those that are gone from the portal.
pub fn finish(group: &mut Group<'_>, sure: &PairedAtOnce<'_>, gone: &[u32]) {
    let c = group.c;
    mark_reported_before(group);
    mark_postings(group, sure);
    let twice = again::of_matched(c, &group.records, &group.r);
    for (state, place) in group.r.iter_mut().zip(0..).filter(|(state, _)| !state.is_matched()) {
        state.class = if twice.binary_search(&place).is_ok() { Class::Twice } else { Class::Portal };
        state.with = u32::MAX;
    }
    let earlier = earlier(group, gone);
    let matched: Vec<bool> = group.e.iter().map(|state| state.is_matched()).collect();
    let first = |other: u32, place: u32| matched[other as usize] || other < place;
    let again = again::after_another(c, &group.entries, first);
    for (state, place) in group.e.iter_mut().zip(0..).filter(|(state, _)| !state.is_matched()) {
        let entry = &group.entries[place as usize];
        state.with = u32::MAX;
        let at = earlier.binary_search_by_key(&place, |gone| gone.0);
        let of_earlier_month = at.ok().map(|at| earlier[at].1);
        state.flags.set(Flag::Gone, of_earlier_month == Some(false));
        state.class = if of_earlier_month == Some(true) {
            Class::Earlier
        } else if again.binary_search(&place).is_ok() {
            Class::Duplicate
        } else if is_outside(c, entry) {
            Class::Outside
        } else {
            Class::Books
        };
    }
}

/// Reverse charge, import, no GSTIN or a malformed one: not expected in IMS.
fn is_outside(c: &Context, entry: &Document) -> bool {
    let has = |mark| c.entries.has(mark, entry.id);
    has(Mark::ReverseCharge) || has(Mark::Import) || !gstin::well_formed(c.suppliers.text(entry.supplier))
}

/// Marks records before which, in the order of return periods and rows, another reports the same document.
fn mark_reported_before(group: &mut Group<'_>) {
    let c = group.c;
    let order = |place: u32| {
        let id = group.records[place as usize].id;
        let (section, row) = c.places.record(id);
        (superseded::reported(c.book, section, row), id)
    };
    let again = again::after_another(c, &group.records, |other, place| order(other) < order(place));
    again.into_iter().for_each(|place| group.r[place as usize].flags.add(Flag::ReportedBefore));
}

/// Marks matches of entries of which only the day of entry is known, where that fits several records of their number.
fn mark_postings(group: &mut Group<'_>, sure: &PairedAtOnce<'_>) {
    let only_posting = |document: &Document| document.day == Day::NONE && document.posting != Day::NONE;
    let places = (0..).zip(&group.entries).filter(|(place, entry)| {
        let state = &group.e[*place as usize];
        only_posting(entry) && state.is_matched() && state.with != u32::MAX
    });
    let places: Vec<u32> = places.map(|(place, _)| place).collect();
    if places.is_empty() {
        return;
    }
    let c = group.c;
    let numbers = places.iter().flat_map(|&place| {
        let entry = &group.entries[place as usize];
        [Some(&entry.number), entry.raw()].into_iter().flatten()
    });
    let serials = Serials::of(numbers);
    let more = sure.records.iter().filter(|&&id| serials.may_agree(sure.runs_of(id))).filter_map(|&id| {
        let (section, row) = c.places.record(id);
        let own = c.book.sheet(section).records().numbers.folded(row);
        serials.may_agree_with(own).then(|| Document::record(c.book, &c.suppliers, id, section, row))
    });
    let own = group.records.iter().filter(|record| serials.may_agree_with(record.number.text()));
    let records: Vec<Document> = own.cloned().chain(more).collect();
    let keys = |document: &Document, keys: &mut Vec<u64>| document.number_keys(keys);
    let mine = candidates::keyed(c, &records, 0..records.len() as u32, keys);
    let theirs = candidates::keyed(c, &group.entries, places.into_iter(), keys);
    let mut fitting = vec![0u32; group.entries.len()];
    for (record, entry) in candidates::pairs(c, &records, &group.entries, &mine, &theirs) {
        let (r, e) = (&records[record as usize], &group.entries[entry as usize]);
        let fits = r.supplier == e.supplier
            && r.kind == e.kind
            && fields::entered_after(r.day, e.posting)
            && fields::numbers(&r.number, r.day, &e.number, e.raw(), e.posting).agrees();
        fitting[entry as usize] += u32::from(fits);
    }
    for (entry, _) in fitting.iter().enumerate().filter(|(_, many)| **many > 1) {
        let state = &mut group.e[entry];
        state.flags.add(Flag::PostingFitsSeveral);
        let (class, with) = (state.class, state.with);
        match class {
            Class::Several => {
                let records = group.several[with as usize].records.clone();
                records.into_iter().for_each(|place| group.r[place as usize].flags.add(Flag::PostingFitsSeveral));
            }
            _ => group.r[with as usize].flags.add(Flag::PostingFitsSeveral),
        }
    }
}

/// Whether the credit of a record that is gone could be taken before: its supplier had filed, and its GSTR-2B is closed. Else the
/// supplier may have withdrawn it.
pub fn is_of_earlier_month(book: &Book, closing: Period, section: Section, row: u32) -> bool {
    let filed = book.sheet(section).records().filings[row as usize] != Filing::NotFiled;
    filed && calendar::gstr_2b_period(book, section, row).is_some_and(|period| period < closing)
}

/// The open entries that would be well matched with a record that is gone from the portal, each with whether that was of an earlier
/// month.
fn earlier(group: &Group<'_>, gone: &[u32]) -> Vec<(u32, bool)> {
    if gone.is_empty() {
        return Vec::new();
    }
    let c = group.c;
    let document = |&id: &u32| {
        let (section, row) = c.places.record(id);
        Document::record(c.book, &c.suppliers, id, section, row)
    };
    let records: Vec<Document> = gone.iter().map(document).collect();
    let open = (0..group.e.len() as u32).filter(|&place| !group.e[place as usize].is_matched());
    let keys = |document: &Document, keys: &mut Vec<u64>| document.number_keys(keys);
    let mine = candidates::keyed(c, &records, 0..records.len() as u32, keys);
    let theirs = candidates::keyed(c, &group.entries, open, keys);
    let pairs = candidates::pairs(c, &records, &group.entries, &mine, &theirs);
    let fits = |&(record, entry): &(u32, u32)| {
        let (r, e) = (&records[record as usize], &group.entries[entry as usize]);
        document::compare(&c.suppliers, r, e, &c.tolerances).class <= Class::Date
    };
    let of_earlier_month = |record: u32| {
        let (section, row) = c.places.record(records[record as usize].id);
        is_of_earlier_month(c.book, c.closing, section, row)
    };
    let fitting = pairs.into_iter().filter(fits);
    let mut places: Vec<(u32, bool)> = fitting.map(|(record, entry)| (entry, of_earlier_month(record))).collect();
    // Of several records one whose credit could be taken says it.
    places.sort_unstable_by_key(|&(place, earlier)| (place, !earlier));
    places.dedup_by_key(|one| one.0);
    places
}
