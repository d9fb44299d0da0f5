//! The whole of matching: groups of suppliers side by side, the one step between them, and what is written down of it.

use std::collections::HashSet;
use std::ops::Range;

use super::bulk::{self, Slim, Sure};
use super::context::{Context, Flag};
use super::document::Document;
use super::result::{Matches, NOTHING};
use super::sides::{Grouped, Places, Side, Suppliers};
use super::written::{Outcome, Written};
use crate::book::{Book, FoundLinks, Section};
use crate::matching::agree::class::Class;
use crate::matching::agree::fields::Tolerances;
use crate::matching::agree::runs::Runs;
use crate::matching::steps::elsewhere;
use crate::matching::steps::group::{Group, State};
use crate::matching::steps::mistyped;
use crate::matching::steps::near::{self, Strays};
use crate::matching::steps::order;
use crate::matching::steps::rest::{self, PairedAtOnce};
use crate::matching::steps::superseded;
use crate::matching::suggest::suggestion;
use crate::rules::calendar;
use crate::values::Day;
use crate::work::{Progress, parts};

/// This many documents make a task of their own.
const A_TASK: usize = 16_384;

/// Matches the records of a book with the entries of its register, by its links and settings, as of a day. None if it was stopped.
pub fn matches(book: &Book, day: Day, progress: &Progress) -> Option<Matches> {
    matches_with(book, &book.links().find(book), day, progress)
}

/// The same where the links are found already.
pub fn matches_with(book: &Book, links: &FoundLinks, day: Day, progress: &Progress) -> Option<Matches> {
    let c = context((book, day), links, Suppliers::of(book, progress)?, progress);
    let sides = Sides::of(&c);
    if progress.cancelled() {
        return None;
    }
    progress.expect((sides.records.len() + sides.entries.len()) as u64);
    let done = parts::of_tasks(tasks(&sides), |groups| paired_groups(&c, &sides, groups, progress));
    let (mut sure, mut open) = (Vec::new(), Vec::new());
    for mut task in done {
        sure.append(&mut task.sure);
        open.append(&mut task.open);
    }
    if progress.cancelled() {
        return None;
    }
    let across = mistyped::step(&c, &mut open);
    if progress.cancelled() {
        return None;
    }
    let strays = Strays::of(&c);
    let finished = parts::of_tasks(chunks(open), |groups| {
        let finish = |open: Open<'_>| {
            let (elsewhere, gone) = (sides.elsewhere.group(open.at), sides.gone.group(open.at));
            if progress.cancelled() { None } else { Some(open.finished(elsewhere, gone, &strays, &sides.runs)) }
        };
        groups.into_iter().map_while(finish).collect::<Vec<_>>()
    });
    if progress.cancelled() {
        return None;
    }
    let mut written = Written::new(&c);
    written.sure(&sure);
    finished.into_iter().flatten().for_each(|outcome| written.add(outcome));
    written.across(across);
    written.superseded(&sides.superseded);
    written.links(&c, links.links.iter());
    let Written { records, entries, several, mut ties, large } = written;
    ties.sort_unstable_by_key(|tie| tie.record);
    let places = c.places;
    let Context { suppliers, .. } = c;
    let notes = if large { vec![too_many()] } else { Vec::new() };
    let record_groups = sides.records.reduced(|slim| slim.id);
    let entry_groups = sides.entries.reduced(|slim| slim.id);
    let mut matches =
        Matches { places, records, entries, several, ties, suppliers, record_groups, entry_groups, notes };
    suggestion::all(book, &mut matches, day);
    if progress.cancelled() { None } else { Some(matches) }
}

fn too_many() -> String {
    format!(
        "Some suppliers have more than {} documents that could be each other: they are paired by the least difference.",
        crate::matching::steps::assign::MOST
    )
}

/// What all groups share.
pub(super) fn context<'a>(
    (book, day): (&'a Book, Day),
    links: &FoundLinks,
    suppliers: Suppliers,
    progress: &'a Progress,
) -> Context<'a> {
    let entries = book.register().entries();
    let places = Places::of(book);
    let counting = || links.links.iter().filter(|link| !link.suspended);
    let number = |&(section, row): &(Section, u32)| places.number(section, row);
    Context {
        book,
        entries,
        settings: book.match_settings(),
        tolerances: Tolerances::of(book.match_settings()),
        closing: calendar::closing(book, day),
        places,
        suppliers,
        aparts: links.aparts.iter().map(|(record, entry)| (number(record), *entry)).collect(),
        linked_records: counting().flat_map(|link| link.records.iter().map(number)).collect(),
        linked_entries: counting().flat_map(|link| link.entries.iter().copied()).collect(),
        progress,
    }
}

/// Records and entries by groups.
#[derive(Default)]
struct Sides {
    /// Those that take part, superseded ones left out.
    records: Grouped<Slim>,
    entries: Grouped<Slim>,
    gone: Side,
    /// Entries of other registrations.
    elsewhere: Side,
    superseded: Vec<u32>,
    /// The runs of digits of all records' document numbers, where some entries have only the day on which they were entered.
    runs: Vec<Runs>,
}

impl Sides {
    fn of(c: &Context) -> Sides {
        let count = c.suppliers.groups();
        let of_entry = |row| (c.suppliers.group(c.suppliers.of_entry(c.entries, row)), row);
        let elsewhere = c.book.register().elsewhere();
        let of_elsewhere = |row| (c.suppliers.group(c.suppliers.of_elsewhere(elsewhere, row)), row);
        // The two sides side by side.
        let mut both = parts::of_tasks(vec![true, false], |records| {
            if records {
                return Sides::of_records(c, count);
            }
            let mut buffer = Vec::with_capacity(32);
            Sides {
                entries: Grouped::of(count, (0..c.entries.len()).map(of_entry), c.progress, |row| {
                    Slim::entry(c, row, &mut buffer)
                }),
                elsewhere: Grouped::of(count, (0..elsewhere.len()).map(of_elsewhere), c.progress, |row| row),
                ..Sides::default()
            }
        });
        let others = both.pop().unwrap_or_default();
        let records = both.pop().unwrap_or_default();
        Sides { entries: others.entries, elsewhere: others.elsewhere, ..records }
    }

    fn of_records(c: &Context, count: u32) -> Sides {
        let (mut superseded, mut buffer) = (Vec::new(), Vec::with_capacity(32));
        let mut taking_part: Vec<(u32, u32)> = Vec::with_capacity(c.places.len() as usize);
        let mut gone: Vec<(u32, u32)> = Vec::new();
        for section in Section::ALL {
            let (sheet, replaced) = (c.book.sheet(section), superseded::rows(c.book, section));
            let (some_aside, some_replaced) = (sheet.any_aside(), !replaced.is_empty());
            for row in 0..sheet.rows() {
                let id = c.places.number(section, row);
                let in_group = |id| (c.suppliers.group(c.suppliers.of_record(c.book, section, row)), id);
                if some_aside && !sheet.in_force(row) {
                    if sheet.gone().contains(row) && takes_part(c.book, section, row) {
                        gone.push(in_group(id));
                    }
                } else if some_replaced && replaced.contains(row) && !c.linked_records.contains(&id) {
                    superseded.push(id);
                } else if takes_part(c.book, section, row) || c.linked_records.contains(&id) {
                    taking_part.push(in_group(id));
                }
            }
        }
        let some_posted = c.entries.dates().contains(&Day::NONE);
        let mut runs = vec![Runs::UNKNOWN; if some_posted { c.places.len() as usize } else { 0 }];
        let records = Grouped::of(count, taking_part.iter().copied(), c.progress, |id| {
            let (section, row) = c.places.record(id);
            if let Some(runs) = runs.get_mut(id as usize) {
                *runs = Runs::of(c.book.sheet(section).records().numbers.folded(row));
            }
            Slim::record(c, id, section, row, &mut buffer)
        });
        Sides {
            records,
            runs,
            gone: Grouped::of(count, gone.iter().copied(), c.progress, |id| id),
            superseded,
            ..Sides::default()
        }
    }
}

/// A record that cannot be read in full takes part if it has a supplier and a number.
pub(super) fn takes_part(book: &Book, section: Section, row: u32) -> bool {
    let records = book.sheet(section).records();
    !records.read_only(row)
        || (!records.suppliers.get(row).trim().is_empty() && !records.numbers.folded(row).is_empty())
}

/// The groups, cut into tasks.
fn tasks(sides: &Sides) -> Vec<Range<u32>> {
    let (mut tasks, mut from, mut size) = (Vec::new(), 0, 0);
    let count = sides.records.groups();
    for group in 0..count {
        size += sides.records.group(group).len() + sides.entries.group(group).len();
        if size >= A_TASK || group + 1 == count {
            tasks.push(from..group + 1);
            (from, size) = (group + 1, 0);
        }
    }
    tasks
}

/// Groups in as many lists as make tasks of some size.
fn chunks(groups: Vec<Open<'_>>) -> Vec<Vec<Open<'_>>> {
    let (mut lists, mut list, mut size) = (Vec::new(), Vec::new(), 0);
    for one in groups {
        size += one.group.records.len() + one.group.entries.len();
        list.push(one);
        if size >= A_TASK / 4 {
            lists.push(std::mem::take(&mut list));
            size = 0;
        }
    }
    lists.push(list);
    lists
}

/// A group of which something is open.
pub(super) struct Open<'c> {
    /// The group.
    pub group: Group<'c>,
    /// Its number.
    pub at: u32,
    /// Its records that were paired at once, where that matters.
    sure: Vec<u32>,
}

impl<'c> Open<'c> {
    /// What of a group was not found at once, after its first steps; none where nothing is left.
    pub fn of(c: &'c Context<'c>, at: u32, bulk: &bulk::Bulk) -> Option<Open<'c>> {
        if bulk.records.is_empty() && bulk.entries.is_empty() {
            return None;
        }
        let mut group = Group::new(c, &bulk.records, &bulk.entries);
        hold_linked(c, &mut group);
        order::first_steps(&mut group);
        // Only for entries without a document's date it matters which records have their number beside their own.
        let some_posted = group.entries.iter().any(|entry| entry.day == Day::NONE);
        let sure = bulk.sure.iter().filter(|_| some_posted).map(|sure| sure.record).collect();
        Some(Open { group, at, sure })
    }

    /// The last steps; `elsewhere` are its entries of other registrations, `gone` its records that are gone, `strays` entries
    /// that may be of any supplier, `runs` the runs of digits of all records' numbers, where these are known.
    pub fn finished(mut self, elsewhere: &[u32], gone: &[u32], strays: &Strays, runs: &[Runs]) -> Outcome {
        let c = self.group.c;
        let group = &mut self.group;
        order::last_steps(group);
        elsewhere::mark(c, group, elsewhere);
        if c.book.register().is_complete() {
            near::mark(group, strays);
        }
        rest::finish(group, &PairedAtOnce { records: &self.sure, runs }, gone);
        Outcome::of(group)
    }
}

/// What a task came to.
struct Task<'c> {
    sure: Vec<Sure>,
    open: Vec<Open<'c>>,
}

fn paired_groups<'c>(c: &'c Context<'c>, sides: &Sides, groups: Range<u32>, progress: &Progress) -> Task<'c> {
    let mut task = Task { sure: Vec::new(), open: Vec::new() };
    for at in groups {
        let (records, entries) = (sides.records.group(at), sides.entries.group(at));
        if !progress.advance((records.len() + entries.len()) as u64) {
            break;
        }
        let mut bulk = bulk::pair(c, records, entries);
        task.open.extend(Open::of(c, at, &bulk));
        task.sure.append(&mut bulk.sure);
    }
    task
}

/// What the user linked is not open. Its class is written later.
fn hold_linked(c: &Context, group: &mut Group<'_>) {
    let hold = |documents: &[Document], states: &mut [State], linked: &HashSet<u32>| {
        for (document, state) in documents.iter().zip(states) {
            if linked.contains(&document.id) {
                (state.class, state.with) = (Class::Exact, NOTHING);
                state.flags.add(Flag::Link);
            }
        }
    };
    if !c.linked_records.is_empty() {
        hold(&group.records, &mut group.r, &c.linked_records);
    }
    if !c.linked_entries.is_empty() {
        hold(&group.entries, &mut group.e, &c.linked_entries);
    }
}
