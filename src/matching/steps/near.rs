//! Numbers that are only near (N3): which pairs to look at, and which open entry is near a record that is not in the books.

use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{self, AmountLevel, DateLevel, SupplierLevel};
use crate::matching::agree::number::{self, Number, NumberLevel};
use crate::matching::context::{Context, Flag};
use crate::matching::document::Document;
use crate::matching::steps::candidates;
use crate::matching::steps::group::{Candidate, Group, State};
use crate::matching::steps::several;
use crate::values::Day;
use crate::work::parts;

/// The open pairs whose numbers look alike, end with each other, or were damaged in a spreadsheet.
pub fn candidates(group: &Group<'_>) -> Vec<Candidate> {
    let alike = |document: &Document, keys: &mut Vec<u64>| keys.push(number::alike_key(&document.number));
    let serial = |document: &Document, keys: &mut Vec<u64>| keys.extend(number::serial_key(&document.number));
    let ends = |document: &Document, keys: &mut Vec<u64>| number::ending_keys(&document.number, keys);
    let mut places = by_keys(group, alike, alike);
    places.extend(by_keys(group, serial, ends));
    places.extend(by_keys(group, ends, serial));
    places.extend(damaged(group));
    parts::sort(&mut places, group.c.progress);
    places.dedup();
    let found = parts::each(&places, group.c.progress, |&(record, entry)| group.candidate(record, entry));
    let found = found.unwrap_or_default().into_iter().flatten();
    found.filter(|candidate| candidate.class == Class::Number).collect()
}

fn by_keys(
    group: &Group<'_>,
    of_record: impl Fn(&Document, &mut Vec<u64>) + Sync,
    of_entry: impl Fn(&Document, &mut Vec<u64>) + Sync,
) -> Vec<candidates::Places> {
    let mine = candidates::keyed(group.c, &group.records, group.open_records(), of_record);
    let theirs = candidates::keyed(group.c, &group.entries, group.open_entries(), of_entry);
    let none = |list: &[(u64, u32)]| list.partition_point(|one| one.0 == 0);
    let (mine, theirs) = (&mine[none(&mine)..], &theirs[none(&theirs)..]);
    candidates::pairs(group.c, &group.records, &group.entries, mine, theirs)
}

/// Pairs of which one number was perhaps damaged, with those next to them by tax.
fn damaged(group: &Group<'_>) -> Vec<candidates::Places> {
    let mut found = Vec::new();
    let by_tax = |documents: &[Document], places: &mut dyn Iterator<Item = u32>| {
        let key = |place: u32| (documents[place as usize].amounts.tax_or_zero(), place);
        let mut list: Vec<(i64, u32)> = places.map(key).collect();
        list.sort_unstable();
        list
    };
    let records = by_tax(&group.records, &mut group.open_records());
    let entries = by_tax(&group.entries, &mut group.open_entries());
    for entry in group.open_entries().filter(|&place| group.entries[place as usize].number.looks_damaged()) {
        let tax = group.entries[entry as usize].amounts.tax_or_zero();
        found.extend(around(&records, tax, group).map(|record| (record, entry)));
    }
    for record in group.open_records().filter(|&place| group.records[place as usize].number.looks_damaged()) {
        let tax = group.records[record as usize].amounts.tax_or_zero();
        found.extend(around(&entries, tax, group).map(|entry| (record, entry)));
    }
    found
}

/// Those whose tax can agree with this one, a few hundred at most.
fn around<'l>(list: &'l [(i64, u32)], tax: i64, group: &Group<'_>) -> impl Iterator<Item = u32> + 'l {
    const MOST: usize = 200;
    let of_tolerance = group.c.tolerances.amount.saturating_mul(4);
    // An entry's tax may be the larger one, so the per cent are taken a little more widely.
    let of_per_cent = (i128::from(tax.unsigned_abs()) * i128::from(group.c.tolerances.percent) / 9_000) as i64;
    let reach = of_tolerance.max(of_per_cent);
    let from = list.partition_point(|one| one.0 < tax.saturating_sub(reach));
    let most = tax.saturating_add(reach);
    list[from..].iter().take_while(move |one| one.0 <= most).take(MOST).map(|one| one.1)
}

/// More than this is not looked at: then something is taken to be near.
const MOST: usize = 1_000_000;

/// Marks the open records near which there is something in the books: an open entry of the supplier and type, by number and
/// date, or by amounts and date; an open entry with the record's number under any GSTIN of the PAN or of any type; an entry that
/// names the record among others; an entry with its number whose GSTIN is missing or mistyped (`strays`).
pub fn mark(group: &mut Group<'_>, strays: &Strays) {
    mark_by_number(group, strays);
    mark_named(group);
    mark_of_supplier(group);
}

/// Entries whose GSTIN is missing or cannot be, by their numbers: they may be of any supplier.
#[derive(Default)]
pub struct Strays {
    documents: Vec<Document>,
    keyed: Vec<(u64, u32)>,
}

impl Strays {
    /// Those of the register. None are sought where nothing follows from them.
    pub fn of(c: &Context) -> Strays {
        if !c.book.register().is_complete() {
            return Strays::default();
        }
        let mistyped: Vec<bool> = c.suppliers.all().map(|supplier| c.suppliers.may_be_mistyped(supplier)).collect();
        let some = (0..c.entries.len()).filter(|&row| mistyped[c.suppliers.of_entry(c.entries, row) as usize]);
        let rows: Vec<u32> = some.collect();
        let document = |&row: &u32| Document::entry(c.entries, &c.suppliers, row);
        let documents = parts::each(&rows, c.progress, document).unwrap_or_default();
        let keys = |document: &Document, keys: &mut Vec<u64>| document.number_keys(keys);
        let keyed = candidates::keyed(c, &documents, 0..documents.len() as u32, keys);
        Strays { documents, keyed }
    }

    /// Whether one of them may be this record. Of very many with its number one is taken to be.
    fn has_one_like(&self, c: &Context, record: &Document, keys: &mut Vec<u64>) -> bool {
        const MOST: usize = 64;
        record.number_keys(keys);
        keys.iter().any(|&key| {
            let from = self.keyed.partition_point(|one| one.0 < key);
            let some = self.keyed[from..].iter().take_while(|one| one.0 == key);
            some.take(MOST + 1).enumerate().any(|(at, one)| {
                let entry = &self.documents[one.1 as usize];
                let supplier = fields::suppliers(c.suppliers.text(record.supplier), c.suppliers.text(entry.supplier));
                at == MOST || supplier != SupplierLevel::Other && has_number(c, record, entry, &entry.number)
            })
        })
    }
}

/// Whether a number of an entry is the record's (N0–N2), within its financial year.
fn has_number(c: &Context, record: &Document, entry: &Document, number: &Number) -> bool {
    let dates = fields::dates(record.day, entry.day, entry.posting, &c.tolerances);
    let day = if entry.day == Day::NONE { entry.posting } else { entry.day };
    dates.level <= DateLevel::Year && fields::numbers(&record.number, record.day, number, entry.raw(), day).agrees()
}

fn unmatched(states: &[State]) -> impl Iterator<Item = u32> + '_ {
    (0..).zip(states).filter(|(_, state)| !state.is_matched()).map(|(place, _)| place)
}

/// By the number alone: whatever the GSTIN, of the PAN or missing, and whatever the type.
fn mark_by_number(group: &mut Group<'_>, strays: &Strays) {
    let c = group.c;
    let keys = |document: &Document, keys: &mut Vec<u64>| document.number_keys(keys);
    let mine = candidates::keyed(c, &group.records, unmatched(&group.r), keys);
    let theirs = candidates::keyed(c, &group.entries, unmatched(&group.e), keys);
    for (record, entry) in candidates::pairs(c, &group.records, &group.entries, &mine, &theirs) {
        let (r, e) = (&group.records[record as usize], &group.entries[entry as usize]);
        let near = !group.is_apart(record, entry) && has_number(c, r, e, &e.number);
        group.r[record as usize].flags.set(Flag::Near, near);
    }
    if strays.documents.is_empty() {
        return;
    }
    let (places, mut keys): (Vec<u32>, _) = (unmatched(&group.r).collect(), Vec::new());
    for (step, place) in places.into_iter().enumerate() {
        if c.stopped_at(step) {
            return;
        }
        let near = strays.has_one_like(c, &group.records[place as usize], &mut keys);
        group.r[place as usize].flags.set(Flag::Near, near);
    }
}

/// By an entry, matched or not, whose number names the record among others.
fn mark_named(group: &mut Group<'_>) {
    let c = group.c;
    let mut named: Vec<Document> = Vec::new();
    for entry in &group.entries {
        let names = several::named_by(entry).unwrap_or_default();
        named.extend(names.into_iter().map(|number| Document { number, other: None, ..entry.clone() }));
    }
    if named.is_empty() {
        return;
    }
    let keys = |document: &Document, keys: &mut Vec<u64>| document.number_keys(keys);
    let mine = candidates::keyed(c, &group.records, unmatched(&group.r), keys);
    let theirs = candidates::keyed(c, &named, 0..named.len() as u32, keys);
    for (record, entry) in candidates::pairs(c, &group.records, &named, &mine, &theirs) {
        let near =
            has_number(c, &group.records[record as usize], &named[entry as usize], &named[entry as usize].number);
        group.r[record as usize].flags.set(Flag::Near, near);
    }
}

/// By number, or by amounts, of the entries of the supplier and type.
fn mark_of_supplier(group: &mut Group<'_>) {
    let key = |document: &Document| (document.supplier, document.kind as u8);
    let mut entries: Vec<((u32, u8), u32)> = group
        .e
        .iter()
        .zip(0..)
        .filter(|(state, _)| !state.is_matched())
        .map(|(_, place): (_, u32)| (key(&group.entries[place as usize]), place))
        .collect();
    entries.sort_unstable();
    let records: Vec<u32> =
        (0..).zip(&group.r).filter(|(_, state)| !state.is_matched()).map(|(place, _)| place).collect();
    let mut left = MOST;
    for (step, record) in records.into_iter().enumerate() {
        if group.c.stopped_at(step) {
            return;
        }
        let own = key(&group.records[record as usize]);
        let from = entries.partition_point(|one| one.0 < own);
        let of_supplier = entries[from..].iter().take_while(|one| one.0 == own);
        let mut near = false;
        for (_, entry) in of_supplier {
            near = left == 0 || is_near(group, record, *entry);
            left = left.saturating_sub(1);
            if near {
                break;
            }
        }
        group.r[record as usize].flags.set(Flag::Near, near);
    }
}

fn is_near(group: &Group<'_>, record: u32, entry: u32) -> bool {
    let (r, e) = (&group.records[record as usize], &group.entries[entry as usize]);
    let tolerances = &group.c.tolerances;
    let date = fields::dates(r.day, e.day, e.posting, tolerances).level;
    if date > DateLevel::Year {
        return false;
    }
    let by_amounts =
        date <= DateLevel::Near && fields::amounts(&r.amounts, &e.amounts, tolerances) <= AmountLevel::Within;
    by_amounts || group.compare(record, entry).agreement.number <= NumberLevel::Neighbour
}
