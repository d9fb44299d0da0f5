//! The whole of matching: groups of suppliers side by side, the one step between them, and what is written down of it.

use std::collections::HashSet;
use std::ops::Range;

use super::agree::Tolerances;
use super::bulk::{self, Slim, Sure};
use super::class::{self, Class};
use super::context::{Context, Flag, Flags};
use super::document::{self, Document};
use super::elsewhere;
use super::group::{Group, State, Tie, flags_of};
use super::mistyped;
use super::near;
use super::rest;
use super::result::{Found, Matches, NOTHING, SeveralFound};
use super::several::How;
use super::sides::{Grouped, Places, Side, Suppliers};
use super::suggest::{self, Suggested};
use super::superseded;
use crate::book::{Book, FoundLinks, Section};
use crate::values::{Day, Progress, parts};

/// This many documents make a task of their own.
const A_TASK: usize = 16_384;

/// Matches the records of a book with the entries of its register, by its links and settings, as of a day. None if it was stopped.
pub fn matches(book: &Book, day: Day, progress: &Progress) -> Option<Matches> {
    matches_with(book, &book.links.find(book), day, progress)
}

/// The same where the links are found already.
pub fn matches_with(book: &Book, links: &FoundLinks, day: Day, progress: &Progress) -> Option<Matches> {
    let t = std::time::Instant::now();
    let c = context(book, links);
    eprintln!("context {:?}", t.elapsed());
    let sides = Sides::of(&c);
    progress.expect((sides.records.len() + sides.entries.len()) as u64);
    eprintln!("sides {:?}", t.elapsed());
    let tasks = tasks(&sides);
    let done = parts::of_tasks(tasks, |groups| paired_groups(&c, &sides, groups, progress));
    let (mut sure, mut groups, mut sure_of_group) = (Vec::new(), Vec::new(), Vec::new());
    for mut task in done {
        sure.append(&mut task.sure);
        groups.append(&mut task.groups);
        sure_of_group.append(&mut task.sure_of_group);
    }
    if progress.cancelled() {
        return None;
    }
    eprintln!("paired {:?}", t.elapsed());
    let across = mistyped::step(&c, &mut groups);
    let open: Vec<(Group<'_>, Vec<u32>, u32)> =
        groups.into_iter().zip(sure_of_group).map(|(group, (sure, at))| (group, sure, at)).collect();
    eprintln!("mistyped {:?}", t.elapsed());
    let complete = book.register.is_complete();
    let finished = parts::of_tasks(chunks(open), |groups| {
        let finish = |(mut group, sure, at): (Group<'_>, Vec<u32>, u32)| {
            if !progress.cancelled() {
                group.last_steps();
                elsewhere::mark(&c, &mut group, sides.elsewhere.group(at));
                if complete {
                    near::mark(&mut group, |_| true);
                }
                rest::finish(&mut group, &sure, sides.gone.group(at));
            }
            Outcome::of(&group)
        };
        groups.into_iter().map(finish).collect::<Vec<_>>()
    });
    if progress.cancelled() {
        return None;
    }
    eprintln!("finished {:?}", t.elapsed());
    let mut written = Written::new(&c, &sure);
    finished.into_iter().flatten().for_each(|outcome| written.add(outcome));
    written.across(across);
    written.superseded(&sides);
    written.links(&c, links);
    let Written { records, entries, several, mut ties, large } = written;
    ties.sort_unstable_by_key(|tie| tie.record);
    let places = c.places;
    let Context { suppliers, .. } = c;
    let mut notes = Vec::new();
    if large {
        notes.push(format!(
            "Some suppliers have more than {} documents that could be each other: they are paired by the least difference.",
            super::assign::MOST
        ));
    }
    let record_groups = sides.records.reduced(|slim| slim.id);
    let entry_groups = sides.entries.reduced(|slim| slim.id);
    let mut matches =
        Matches { places, records, entries, several, ties, suppliers, record_groups, entry_groups, notes };
    eprintln!("written {:?}", t.elapsed());
    suggest::all(book, &mut matches, day);
    eprintln!("suggested {:?}", t.elapsed());
    Some(matches)
}

fn context<'a>(book: &'a Book, links: &FoundLinks) -> Context<'a> {
    let entries = book.register.entries();
    let places = Places::of(book);
    let counting = || links.links.iter().filter(|link| !link.suspended);
    let number = |&(section, row): &(Section, u32)| places.number(section, row);
    Context {
        book,
        entries,
        settings: &book.match_settings,
        tolerances: Tolerances::of(&book.match_settings),
        places,
        suppliers: Suppliers::of(book),
        aparts: links.aparts.iter().map(|(record, entry)| (number(record), *entry)).collect(),
        linked_records: counting().flat_map(|link| link.records.iter().map(number)).collect(),
        linked_entries: counting().flat_map(|link| link.entries.iter().copied()).collect(),
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
}

impl Sides {
    fn of(c: &Context) -> Sides {
        let count = c.suppliers.groups();
        let of_entry = |row| (c.suppliers.group(c.suppliers.of_entry(c.entries, row)), row);
        let elsewhere = c.book.register.elsewhere();
        let of_elsewhere = |row| (c.suppliers.group(c.suppliers.of_elsewhere(elsewhere, row)), row);
        // The two sides side by side.
        let mut both = parts::of_tasks(vec![true, false], |records| {
            if records {
                return Sides::of_records(c, count);
            }
            let mut buffer = Vec::with_capacity(32);
            Sides {
                entries: Grouped::of(count, (0..c.entries.len()).map(of_entry), |row| Slim::entry(c, row, &mut buffer)),
                elsewhere: Grouped::of(count, (0..elsewhere.len()).map(of_elsewhere), |row| row),
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
        Sides {
            records: Grouped::of(count, taking_part.iter().copied(), |id| {
                let (section, row) = c.places.record(id);
                Slim::record(c, id, section, row, &mut buffer)
            }),
            gone: Grouped::of(count, gone.iter().copied(), |id| id),
            superseded,
            ..Sides::default()
        }
    }
}

/// A record that cannot be read in full takes part if it has a supplier and a number.
fn takes_part(book: &Book, section: Section, row: u32) -> bool {
    let records = &book.sheet(section).records;
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
fn chunks<'c>(groups: Vec<(Group<'c>, Vec<u32>, u32)>) -> Vec<Vec<(Group<'c>, Vec<u32>, u32)>> {
    let (mut lists, mut list, mut size) = (Vec::new(), Vec::new(), 0);
    for one in groups {
        size += one.0.records.len() + one.0.entries.len();
        list.push(one);
        if size >= A_TASK / 4 {
            lists.push(std::mem::take(&mut list));
            size = 0;
        }
    }
    lists.push(list);
    lists
}

/// What a task came to.
struct Task<'c> {
    sure: Vec<Sure>,
    groups: Vec<Group<'c>>,
    /// For each group: its records that were paired at once, if that matters; and its number.
    sure_of_group: Vec<(Vec<u32>, u32)>,
}

fn paired_groups<'c>(c: &'c Context<'c>, sides: &Sides, groups: Range<u32>, progress: &Progress) -> Task<'c> {
    let mut task = Task { sure: Vec::new(), groups: Vec::new(), sure_of_group: Vec::new() };
    for at in groups {
        let (records, entries) = (sides.records.group(at), sides.entries.group(at));
        if !progress.advance((records.len() + entries.len()) as u64) {
            break;
        }
        let mut bulk = bulk::pair(c, records, entries);
        if !bulk.records.is_empty() || !bulk.entries.is_empty() {
            let mut group = Group::new(c, &bulk.records, &bulk.entries);
            hold_linked(c, &mut group);
            group.first_steps();
            // Only for entries without a document's date it matters which records have their number beside their own.
            let some_posted = group.entries.iter().any(|entry| entry.day == Day::NONE);
            let sure: Vec<u32> = bulk.sure.iter().map(|sure| sure.record).collect();
            task.sure_of_group.push((if some_posted { sure } else { Vec::new() }, at));
            task.groups.push(group);
        }
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

/// What a group came to, by numbers and rows.
struct Outcome {
    records: Vec<(u32, Found)>,
    entries: Vec<(u32, Found)>,
    several: Vec<SeveralFound>,
    ties: Vec<Tie>,
    large: bool,
}

impl Outcome {
    fn of(group: &Group<'_>) -> Outcome {
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
struct Written {
    records: Vec<Found>,
    entries: Vec<Found>,
    several: Vec<SeveralFound>,
    ties: Vec<Tie>,
    large: bool,
}

impl Written {
    fn new(c: &Context, sure: &[Sure]) -> Written {
        let nothing = Found { with: NOTHING, ..Found::default() };
        let mut records = vec![nothing; c.places.len() as usize];
        let mut entries = vec![nothing; c.entries.len() as usize];
        let flags = Sure::flags();
        for one in sure {
            let found = |with| Found { class: one.class, suggested: Suggested::Nothing, flags, with };
            records[one.record as usize] = found(one.entry);
            entries[one.entry as usize] = found(one.record);
        }
        Written { records, entries, several: Vec::new(), ties: Vec::new(), large: false }
    }

    fn add(&mut self, mut outcome: Outcome) {
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

    fn across(&mut self, mut across: mistyped::Found) {
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
        self.ties.append(&mut across.ties);
        self.large |= across.large;
    }

    fn superseded(&mut self, sides: &Sides) {
        for &id in &sides.superseded {
            self.records[id as usize] = Found { class: Class::Superseded, with: NOTHING, ..Found::default() };
        }
    }

    fn links(&mut self, c: &Context, links: &FoundLinks) {
        for link in links.links.iter().filter(|link| !link.suspended) {
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
