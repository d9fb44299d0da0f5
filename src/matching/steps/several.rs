//! Several that are one: an invoice booked by several vouchers, or several invoices booked as one.

use std::collections::HashMap;
use std::ops::RangeInclusive;

use crate::matching::agree::class::Class;
use crate::matching::agree::fields::{self, Amounts, DateLevel};
use crate::matching::agree::number::Number;
use crate::matching::context::{Flag, Flags};
use crate::matching::document::Document;
use crate::matching::steps::group::{Group, How, Several, State};
use crate::matching::steps::sums;
use crate::values::{Day, Paise};
use crate::work::{Progress, parts};

/// Records and entries that sum up to each other, before it is known whether they are free.
#[derive(Clone, Debug)]
struct Sum {
    records: Vec<u32>,
    entries: Vec<u32>,
    days: u64,
    flags: Flags,
}

/// The most entries of a sum by number.
const MOST_BY_NUMBER: usize = 12;
/// More entries of one number are no invoice booked in parts: they are not tried.
const MOST_OF_A_NUMBER: usize = 200;
/// The most others that a number names.
const MOST_NAMES: usize = 12;
/// How many a sum by amounts has on the side of the several.
const BY_AMOUNTS: RangeInclusive<usize> = 2..=6;
/// How many of the nearest are tried.
const NEAREST: usize = 24;
/// Among this many a sum of three or more within tolerance is not there by chance.
const FEW: usize = 8;

/// One open record of several entries of its number; and entries whose number names several records.
pub fn by_number(group: &mut Group<'_>) {
    let (mut sums, mut doubtful) = (Vec::new(), Doubtful::default());
    let may = |state: &State| !state.is_matched();
    let mut family: Vec<(u32, u32)> = group
        .candidates
        .iter()
        .filter(|c| c.family && may(&group.r[c.record as usize]) && may(&group.e[c.entry as usize]))
        .map(|c| (c.record, c.entry))
        .collect();
    parts::sort(&mut family, group.c.progress);
    family.dedup();
    let progress = group.c.progress;
    for of_record in family.chunk_by(|a, b| a.0 == b.0).filter(|list| (2..=MOST_OF_A_NUMBER).contains(&list.len())) {
        if progress.cancelled() {
            return;
        }
        let record = of_record[0].0;
        let entries: Vec<u32> = of_record.iter().map(|pair| pair.1).collect();
        match entries_of(group, record, &entries, 2..=MOST_BY_NUMBER, true) {
            Found::One(entries) => sums.push(sum(group, vec![record], entries)),
            Found::Many(entries) => doubtful.add(&[record], &entries),
            Found::None => {}
        }
    }
    named(group, &mut sums, &mut doubtful);
    take(group, sums, doubtful, How::Numbers);
}

/// Entries whose number names several open records.
fn named(group: &Group<'_>, sums: &mut Vec<Sum>, doubtful: &mut Doubtful) {
    let all = |place: &u32| {
        let document = &group.entries[*place as usize];
        named_by(document).map(|names| (*place, names))
    };
    let open = (0..group.entries.len() as u32).filter(|&place| !group.e[place as usize].is_matched());
    let entries: Vec<(u32, Vec<Number>)> = open.filter_map(|place| all(&place)).collect();
    if entries.is_empty() {
        return;
    }
    let mut keyed: Vec<(u64, u32)> = Vec::new();
    let mut keys = Vec::new();
    for record in (0..group.records.len() as u32).filter(|&place| !group.r[place as usize].is_matched()) {
        group.records[record as usize].number_keys(&mut keys);
        keyed.extend(keys.iter().map(|&key| (key, record)));
    }
    keyed.sort_unstable();
    for (step, (entry, names)) in entries.into_iter().enumerate() {
        if group.c.stopped_at(step) {
            return;
        }
        let fitting: Vec<Vec<u32>> = names.iter().map(|name| fitting(group, &keyed, entry, name)).collect();
        let mut sets = Vec::new();
        choose(group, entry, &fitting, &mut Vec::new(), &mut sets);
        match sets.as_slice() {
            [] => {}
            [only] => sums.push(sum(group, only.clone(), vec![entry])),
            many => {
                let records: Vec<u32> = many.iter().flatten().copied().collect();
                doubtful.add(&records, &[entry]);
            }
        }
    }
}

/// The numbers that the number of an entry names: as it is compared, its digits those of any script; else as it is written.
pub(super) fn named_by(entry: &Document) -> Option<Vec<Number>> {
    [Some(&entry.number), entry.raw()].into_iter().flatten().find_map(|number| names_in(number.text()))
}

/// The numbers that a number names: parts between `,` `;` `&` `+` and "and".
fn names_in(text: &str) -> Option<Vec<Number>> {
    if !text.contains([',', ';', '&', '+']) && !text.contains(" AND ") {
        return None;
    }
    let parts = text.split([',', ';', '&', '+']).flat_map(|part| part.split(" AND "));
    let names: Vec<Number> = parts.map(str::trim).filter(|part| !part.is_empty()).map(Number::new).collect();
    (2..=MOST_NAMES).contains(&names.len()).then_some(names)
}

/// The open records that this name of an entry may mean.
fn fitting(group: &Group<'_>, keyed: &[(u64, u32)], entry: u32, name: &Number) -> Vec<u32> {
    let (document, mut keys) = (&group.entries[entry as usize], Vec::new());
    name.written_keys(&mut keys);
    keys.push(name.key());
    keys.sort_unstable();
    keys.dedup();
    let mut found = Vec::new();
    for key in keys {
        let from = keyed.partition_point(|one| one.0 < key);
        found.extend(keyed[from..].iter().take_while(|one| one.0 == key).map(|one| one.1).take(NEAREST));
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|&record| {
        let r = &group.records[record as usize];
        let dates = fields::dates(r.day, document.day, document.posting, &group.c.tolerances);
        r.supplier == document.supplier
            && r.kind == document.kind
            && dates.level <= DateLevel::Year
            && fields::numbers(&r.number, r.day, name, None, document.day).agrees()
            && !group.is_apart(record, entry)
    });
    found
}

/// Tries a record for each name; the sets that sum to the entry, a few at most.
fn choose(group: &Group<'_>, entry: u32, fitting: &[Vec<u32>], chosen: &mut Vec<u32>, sets: &mut Vec<Vec<u32>>) {
    const ENOUGH: usize = 8;
    let Some((first, rest)) = fitting.split_first() else {
        let (wanted, parts) = (&group.entries[entry as usize].amounts, amounts(&group.records, chosen));
        let mut set = chosen.clone();
        set.sort_unstable();
        if sums::is_sum(wanted, &parts, group.c.tolerances.amount) && !sets.contains(&set) {
            sets.push(set);
        }
        return;
    };
    for &record in first {
        if sets.len() < ENOUGH && !chosen.contains(&record) {
            chosen.push(record);
            choose(group, entry, rest, chosen, sets);
            chosen.pop();
        }
    }
}

fn amounts<'d>(documents: &'d [Document], places: &[u32]) -> Vec<&'d Amounts> {
    places.iter().map(|&place| &documents[place as usize].amounts).collect()
}

/// What was found that sums up to something.
enum Found {
    None,
    One(Vec<u32>),
    /// Several sets, and all that is in them.
    Many(Vec<u32>),
}

/// The set of these entries that sums to a record.
fn entries_of(group: &Group<'_>, record: u32, entries: &[u32], sizes: RangeInclusive<usize>, whole: bool) -> Found {
    find(&group.records[record as usize].amounts, &group.entries, entries, sizes, whole, group.c.tolerances.amount)
}

fn find(
    wanted: &Amounts,
    documents: &[Document],
    places: &[u32],
    sizes: RangeInclusive<usize>,
    whole: bool,
    tolerance: i64,
) -> Found {
    let parts = amounts(documents, places);
    if whole && sums::is_sum(wanted, &parts, tolerance) {
        return Found::One(places.to_vec());
    }
    let sets = sums::sets(wanted, &parts, sizes, tolerance);
    let of = |set: &Vec<usize>| set.iter().map(|&at| places[at]).collect::<Vec<u32>>();
    // Among many some sum to nearly anything: there only an exact sum says something.
    let by_chance = |set: &[usize]| {
        let some: Vec<&Amounts> = set.iter().map(|&at| parts[at]).collect();
        !whole && set.len() > 2 && parts.len() > FEW && !sums::is_sum(wanted, &some, 0)
    };
    match sets.as_slice() {
        [] => Found::None,
        [only] if by_chance(only) => Found::Many(of(only)),
        [only] => Found::One(of(only)),
        many => {
            let mut all: Vec<u32> = many.iter().flat_map(of).collect();
            all.sort_unstable();
            all.dedup();
            Found::Many(all)
        }
    }
}

fn sum(group: &Group<'_>, mut records: Vec<u32>, mut entries: Vec<u32>) -> Sum {
    records.sort_unstable();
    entries.sort_unstable();
    let (mut days, mut flags) = (0, Flags::default().with(Flag::NearDates, true));
    let mut near = true;
    for &record in &records {
        for &entry in &entries {
            let (r, e) = (&group.records[record as usize], &group.entries[entry as usize]);
            let dates = fields::dates(r.day, e.day, e.posting, &group.c.tolerances);
            days += u64::from(dates.days);
            near &= dates.level <= DateLevel::Near;
            flags.set(Flag::TwoYears, dates.two_years);
            flags.set(Flag::NoDate, e.day == Day::NONE && e.posting == Day::NONE);
        }
    }
    if !near {
        flags = Flags::default()
            .with(Flag::TwoYears, flags.has(Flag::TwoYears))
            .with(Flag::NoDate, flags.has(Flag::NoDate));
    }
    let flags = flags.with(Flag::AmountsWithin, true).with(Flag::TaxWithin, true).with(Flag::Several, true);
    Sum { records, entries, days, flags }
}

/// An open record and some open entries near it that sum to it; or the reverse.
pub fn by_amounts(group: &mut Group<'_>) {
    let (mut sums, mut doubtful) = (Vec::new(), Doubtful::default());
    let (records, entries): (Vec<u32>, Vec<u32>) = (group.open_records().collect(), group.open_entries().collect());
    let lists = Lists::new(&group.entries, &entries, group.c.progress);
    let found = parts::each(&records, group.c.progress, |&record| {
        let r = &group.records[record as usize];
        if !lists.may_sum_to(r, group.c.tolerances.amount) {
            return Found::None;
        }
        let near = lists.nearest(r, |entry| is_near(group, record, entry));
        entries_of(group, record, &near, BY_AMOUNTS, false)
    });
    for (&record, found) in records.iter().zip(found.unwrap_or_default()) {
        match found {
            Found::One(entries) => sums.push(sum(group, vec![record], entries)),
            Found::Many(entries) => doubtful.add(&[record], &entries),
            Found::None => {}
        }
    }
    let lists = Lists::new(&group.records, &records, group.c.progress);
    let found = parts::each(&entries, group.c.progress, |&entry| {
        let e = &group.entries[entry as usize];
        if !lists.may_sum_to(e, group.c.tolerances.amount) {
            return Found::None;
        }
        let near = lists.nearest(e, |record| is_near(group, record, entry));
        find(&e.amounts, &group.records, &near, BY_AMOUNTS, false, group.c.tolerances.amount)
    });
    for (&entry, found) in entries.iter().zip(found.unwrap_or_default()) {
        match found {
            Found::One(records) => sums.push(sum(group, records, vec![entry])),
            Found::Many(records) => doubtful.add(&records, &[entry]),
            Found::None => {}
        }
    }
    take(group, sums, doubtful, How::Amounts);
}

/// Whether the dates of two are within days, and the user did not mark them apart.
fn is_near(group: &Group<'_>, record: u32, entry: u32) -> bool {
    let (r, e) = (&group.records[record as usize], &group.entries[entry as usize]);
    fields::dates(r.day, e.day, e.posting, &group.c.tolerances).level <= DateLevel::Near
        && !group.is_apart(record, entry)
}

/// The amounts of which one is summed.
fn summed(amounts: &Amounts) -> impl Iterator<Item = Paise> + use<> {
    [amounts.taxable, amounts.value].into_iter().flatten()
}

/// Open documents of a side by supplier, type and day.
struct Lists {
    sorted: Vec<(u32, u8, i32, u32)>,
    /// Of each supplier and type the least amount above 0 that a part of a sum can have.
    least: HashMap<(u32, u8), Paise>,
}

/// The day by which a document is near to others.
fn day(document: &Document) -> i32 {
    let day = if document.day == Day::NONE { document.posting } else { document.day };
    day.0
}

impl Lists {
    fn new(documents: &[Document], places: &[u32], progress: &Progress) -> Lists {
        let key = |&place: &u32| {
            let document = &documents[place as usize];
            (document.supplier, document.kind as u8, day(document), place)
        };
        let mut sorted: Vec<_> = places.iter().map(key).collect();
        parts::sort(&mut sorted, progress);
        let mut least = HashMap::new();
        for of_kind in sorted.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let amounts = of_kind.iter().flat_map(|one| summed(&documents[one.3 as usize].amounts));
            if let Some(amount) = amounts.filter(|&amount| amount > 0).min() {
                least.insert((of_kind[0].0, of_kind[0].1), amount);
            }
        }
        Lists { sorted, least }
    }

    /// Whether two or more of these may sum to one of the other side: where all are of one amount none do.
    fn may_sum_to(&self, of: &Document, tolerance: Paise) -> bool {
        let most = summed(&of.amounts).max().unwrap_or(0);
        let least = self.least.get(&(of.supplier, of.kind as u8));
        least.is_some_and(|least| least.saturating_mul(2) <= most.saturating_add(tolerance))
    }

    /// The nearest documents to one of the other side that may belong to it, nearest first and then in order.
    fn nearest(&self, of: &Document, may: impl Fn(u32) -> bool) -> Vec<u32> {
        let key = (of.supplier, of.kind as u8);
        let middle = self.sorted.partition_point(|one| (one.0, one.1, one.2) < (key.0, key.1, day(of)));
        let same = |one: &&(u32, u8, i32, u32)| (one.0, one.1) == key;
        let behind = self.sorted[middle..].iter().take_while(same).take(4 * NEAREST).filter(|one| may(one.3));
        let before = self.sorted[..middle].iter().rev().take_while(same).take(4 * NEAREST).filter(|one| may(one.3));
        let of = |one: &(u32, u8, i32, u32)| (one.2.abs_diff(day(of)), one.3);
        let mut near: Vec<(u32, u32)> = behind.take(NEAREST).map(of).collect();
        near.extend(before.take(NEAREST).map(of));
        near.sort_unstable();
        near.truncate(NEAREST);
        near.into_iter().map(|one| one.1).collect()
    }
}

/// What is in sums of which none is taken.
#[derive(Default)]
struct Doubtful {
    records: Vec<u32>,
    entries: Vec<u32>,
}

impl Doubtful {
    fn add(&mut self, records: &[u32], entries: &[u32]) {
        self.records.extend(records);
        self.entries.extend(entries);
    }
}

/// Takes the sums: of two that share something the one with the least days, then the first. What is left of the other is
/// doubtful.
fn take(group: &mut Group<'_>, mut sums: Vec<Sum>, doubtful: Doubtful, how: How) {
    sums.sort_by(|a, b| (a.days, &a.records, &a.entries).cmp(&(b.days, &b.records, &b.entries)));
    sums.dedup_by(|a, b| (&a.records, &a.entries) == (&b.records, &b.entries));
    for place in doubtful.records {
        group.r[place as usize].flags.add(Flag::Doubtful);
    }
    for place in doubtful.entries {
        group.e[place as usize].flags.add(Flag::Doubtful);
    }
    let mut holder_of_record = HashMap::new();
    let mut holder_of_entry = HashMap::new();
    for (step, sum) in sums.into_iter().enumerate() {
        if group.c.stopped_at(step) {
            return;
        }
        let holders: Vec<u32> = (sum.records.iter().filter_map(|place| holder_of_record.get(place)))
            .chain(sum.entries.iter().filter_map(|place| holder_of_entry.get(place)))
            .copied()
            .collect();
        if holders.is_empty() {
            let with = group.several.len() as u32;
            sum.records.iter().for_each(|&place| _ = holder_of_record.insert(place, with));
            sum.entries.iter().for_each(|&place| _ = holder_of_entry.insert(place, with));
            put(group, sum, with, how);
            continue;
        }
        for with in holders {
            let Several { records, entries, .. } = group.several[with as usize].clone();
            records.iter().for_each(|&place| group.r[place as usize].flags.add(Flag::Tie));
            entries.iter().for_each(|&place| group.e[place as usize].flags.add(Flag::Tie));
        }
        for place in sum.records.iter().filter(|place| !holder_of_record.contains_key(place)) {
            group.r[*place as usize].flags.add(Flag::Doubtful);
        }
        for place in sum.entries.iter().filter(|place| !holder_of_entry.contains_key(place)) {
            group.e[*place as usize].flags.add(Flag::Doubtful);
        }
    }
}

/// Makes a sum a match.
fn put(group: &mut Group<'_>, sum: Sum, with: u32, how: How) {
    let flags = sum.flags.with(Flag::ByAmounts, how == How::Amounts);
    let state = State { class: Class::Several, with, flags, set_apart: false };
    sum.records.iter().for_each(|&place| group.r[place as usize] = state);
    sum.entries.iter().for_each(|&place| group.e[place as usize] = state);
    group.several.push(Several { records: sum.records, entries: sum.entries, how });
}
