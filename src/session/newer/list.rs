//! What newer downloads made of the records, over all sheets: by kind of change, and by whether the upload took.

use roaring::RoaringBitmap;

use crate::book::{Book, BySection, Section};
use crate::edit::merge::{Kind, Took, Version, became, kind, set_aside, took};
use crate::edit::{Command, Log, SheetEffect};
use crate::session::newer::changes::Changes;
use crate::work::Progress;

/// What a group of the list has in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhatChanged {
    /// The kind of change, by the last download.
    Kind(Kind),
    /// The same by one before it, where that is still to be looked at.
    Earlier(Kind),
    /// Whether what was uploaded is on the portal.
    Took(Took),
}

impl WhatChanged {
    /// Whether the records of a group stand below it unless the user closes it: those that someone should look at.
    fn is_open(self) -> bool {
        match self {
            WhatChanged::Kind(kind) | WhatChanged::Earlier(kind) => {
                matches!(kind, Kind::Changed | Kind::Conflict | Kind::NotTaken)
            }
            WhatChanged::Took(took) => took != Took::Confirmed,
        }
    }
}

impl WhatChanged {
    /// The kind of change, by whichever download.
    pub fn kind(self) -> Option<Kind> {
        match self {
            WhatChanged::Kind(kind) | WhatChanged::Earlier(kind) => Some(kind),
            WhatChanged::Took(_) => None,
        }
    }

    /// Whether decisions are set aside by it.
    pub fn sets_aside(self) -> bool {
        matches!(self.kind(), Some(Kind::Changed | Kind::Conflict))
    }
}

/// Records that have something in common.
#[derive(Clone, Debug)]
pub struct ChangeGroup {
    /// What.
    pub what: WhatChanged,
    /// The records, sheet by sheet; those first of which a decision waited for the user when the list was made.
    pub records: Vec<(Section, u32)>,
}

/// The lists of a book.
#[derive(Clone, Default)]
pub struct Lists {
    /// The steps in force on which they depend, by their ids.
    pub key: Vec<u64>,
    kinds: Vec<ChangeGroup>,
    took: Vec<ChangeGroup>,
    /// Records of which a decision was set aside and about which no one has decided since.
    pub picks: [RoaringBitmap; 8],
    /// How many that were uploaded and are not on the portal an upload would still say.
    pub to_say_again: u64,
}

/// A line of the list.
#[derive(Clone, Copy)]
pub enum ChangeLine<'l> {
    /// The head of a group, and whether its records follow.
    Head(&'l ChangeGroup, bool),
    /// One of its records.
    Record(WhatChanged, Section, u32),
}

impl ChangeLine<'_> {
    /// The record on it.
    pub fn record(self) -> Option<(Section, u32)> {
        match self {
            ChangeLine::Head(..) => None,
            ChangeLine::Record(_, section, row) => Some((section, row)),
        }
    }
}

/// The steps on which the lists depend: merges, and uploads that were said to have been uploaded.
pub fn key(log: &Log) -> Vec<u64> {
    let steps = &log.steps()[..log.in_force()];
    let matter = |command: &Command| matches!(command, Command::Merge { .. } | Command::Uploaded { .. });
    let merged = steps.iter().any(|step| matches!(step.command, Command::Merge { .. }));
    let ids = steps.iter().filter(|step| merged && matter(&step.command)).map(|step| step.id);
    ids.collect()
}

/// What a merge did to the rows of a sheet.
pub struct MergedRows {
    section: Section,
    /// Those that it touched.
    rows: RoaringBitmap,
    /// Those that it changed between gone from the portal and not.
    turned: RoaringBitmap,
}

/// The rows that each merge in force touched, sheet by sheet; the last merge last.
pub fn merges(log: &Log) -> Vec<Vec<MergedRows>> {
    let steps = log.steps()[..log.in_force()].iter().filter(|step| matches!(step.command, Command::Merge { .. }));
    let merged = |s: &SheetEffect| MergedRows { section: s.section, rows: s.rows.clone(), turned: s.turned_gone() };
    steps.map(|step| step.effect.sheets.iter().map(merged).collect()).collect()
}

/// The kinds of the list in their order: what an earlier download left to be looked at comes behind what the last one did.
fn all_kinds() -> Vec<ChangeGroup> {
    let groups = Kind::ALL.into_iter().flat_map(|kind| {
        let earlier = matches!(kind, Kind::Changed | Kind::Conflict | Kind::Gone);
        [Some(WhatChanged::Kind(kind)), earlier.then_some(WhatChanged::Earlier(kind))]
    });
    groups.flatten().map(ChangeGroup::new).collect()
}

impl Lists {
    /// Those of a book with this log.
    pub fn of_log(book: &Book, log: &Log, decided: &BySection<RoaringBitmap>, progress: &Progress) -> Option<Lists> {
        Lists::of(book, &merges(log), decided, key(log), progress)
    }

    /// Looks through the rows that merges touched; none if it was stopped on the way.
    pub fn of(
        book: &Book,
        merges: &[Vec<MergedRows>],
        decided: &BySection<RoaringBitmap>,
        key: Vec<u64>,
        progress: &Progress,
    ) -> Option<Lists> {
        let mut kinds = all_kinds();
        let mut uploads: Vec<ChangeGroup> = [Took::NotThere, Took::Different, Took::Unknown, Took::Confirmed]
            .map(|took| ChangeGroup::new(WhatChanged::Took(took)))
            .into();
        let last = merges.last().map_or(&[][..], Vec::as_slice);
        let mut waiting: [RoaringBitmap; 8] = Default::default();
        for section in Section::ALL {
            let of = |merge: &[MergedRows]| -> RoaringBitmap {
                merge.iter().filter(|m| m.section == section).fold(RoaringBitmap::new(), |all, m| all | &m.rows)
            };
            let all = merges.iter().fold(RoaringBitmap::new(), |all, merge| all | of(merge));
            let (latest, sheet) = (of(last), book.sheet(section));
            let turned = last.iter().filter(|m| m.section == section).map(|m| &m.turned);
            let back = turned.fold(RoaringBitmap::new(), |all, turned| all | turned) - sheet.gone();
            let in_list = |row: &u32| sheet.in_force(*row) || sheet.gone().contains(*row);
            for row in all.iter().filter(in_list) {
                if row % 1024 == 0 && progress.cancelled() {
                    return None;
                }
                let came_back = back.contains(row) || sheet.older(row).is_some_and(|older| back.contains(older));
                let became = || match became(book, section, row) {
                    Some(Kind::Unchanged | Kind::Updated) if came_back => Some(Kind::Back),
                    _ if back.contains(row) => Some(Kind::Back),
                    kind => kind,
                };
                // What an earlier download changed is still to be looked at; what it merely brought is not news.
                let lasting = |kind| matches!(kind, Kind::Changed | Kind::Conflict | Kind::Gone);
                let news = || match latest.contains(row) {
                    true => became().map(WhatChanged::Kind),
                    false => became().filter(|&kind| lasting(kind)).map(WhatChanged::Earlier),
                };
                // A decision that waits is listed where it was set aside, whatever became of its record since.
                let waits = waits_since(book, decided, section, row).map(|(kind, by)| match by {
                    by if by == row && latest.contains(row) => WhatChanged::Kind(kind),
                    _ => WhatChanged::Earlier(kind),
                });
                if waits.is_some() {
                    waiting[section as usize].insert(row);
                }
                if let Some(what) = waits.or_else(news).filter(|what| what.kind() != Some(Kind::Unchanged)) {
                    kinds.iter_mut().filter(|g| g.what == what).for_each(|g| g.records.push((section, row)));
                }
            }
            // Every record that was uploaded, whether a download touched it or not.
            for row in (0..sheet.rows()).filter(in_list) {
                if row % 1024 == 0 && progress.cancelled() {
                    return None;
                }
                if let Some(took) = took(book, section, row) {
                    let group = uploads.iter_mut().filter(|g| g.what == WhatChanged::Took(took));
                    group.for_each(|g| g.records.push((section, row)));
                }
            }
        }
        // What waits for the user comes first. It keeps its place once it is decided: no line moves under the pointer.
        for group in &mut kinds {
            group.records.sort_by_key(|&(section, row)| !waiting[section as usize].contains(row));
        }
        let full = |groups: Vec<ChangeGroup>| groups.into_iter().filter(|group| !group.records.is_empty()).collect();
        Some(Lists { key, kinds: full(kinds), took: full(uploads), ..Lists::default() })
    }

    /// Whether no newer download is in force.
    pub fn is_empty(&self) -> bool {
        self.key.is_empty()
    }

    /// The groups of one of the two lists.
    pub fn groups(&self, of_upload: bool) -> &[ChangeGroup] {
        if of_upload { &self.took } else { &self.kinds }
    }

    /// Whether a decision on a record was set aside and no one has decided on it since.
    pub fn is_to_pick(&self, section: Section, row: u32) -> bool {
        self.picks[section as usize].contains(row)
    }

    /// How many such records there are.
    pub fn to_pick(&self) -> u64 {
        self.picks.iter().map(RoaringBitmap::len).sum()
    }
}

/// The rows about which the user decided in some step in force, as of a state of the log.
#[derive(Clone, Default)]
pub struct DecidedRows {
    state: u64,
    rows: BySection<RoaringBitmap>,
}

impl DecidedRows {
    /// Adds those of the steps that came since; looks through all steps where one was taken back.
    fn renew(&mut self, log: &Log) -> &BySection<RoaringBitmap> {
        let steps = log.since(self.state).unwrap_or_else(|| {
            self.rows = BySection::default();
            log.since(0).unwrap_or_default()
        });
        for step in steps.iter().filter(|step| step.command.decides()) {
            step.effect.sheets.iter().for_each(|sheet| self.rows[sheet.section] |= &sheet.rows);
        }
        self.state = log.state();
        &self.rows
    }
}

/// What became of a record when its decision was set aside, and the row of the version by which it was, if no one has decided about
/// it since: neither on this version of it nor on one between. So what was left as on the portal stays so, though a later download
/// brings the record again.
fn waits_since(book: &Book, decided: &BySection<RoaringBitmap>, section: Section, row: u32) -> Option<(Kind, u32)> {
    let (aside, _) = set_aside(book, section, row)?;
    let sheet = book.sheet(section);
    let mut since = std::iter::successors(Some(row), |&row| sheet.older(row)).take_while(|&row| row != aside);
    if since.any(|row| decided[section].contains(row)) {
        return None;
    }
    let version = |row| Version { book, section, row };
    let by = sheet.newer(aside)?;
    Some((kind(version(aside), version(by)), by))
}

/// How many decisions newer downloads set aside that still wait, and how many are on records that are gone from the portal.
pub fn not_in_force(book: &Book, log: &Log) -> (u64, u64) {
    let mut decided = DecidedRows::default();
    let decided = decided.renew(log);
    let (mut waiting, mut gone) = (0, 0);
    for section in Section::ALL {
        let sheet = book.sheet(section);
        let in_force = (0..sheet.rows()).filter(|&row| sheet.older(row).is_some() && sheet.in_force(row));
        waiting += in_force.filter(|&row| waits_since(book, decided, section, row).is_some()).count() as u64;
        let is_decided = |&row: &u32| Version { book, section, row }.is_decided();
        gone += sheet.gone().iter().filter(is_decided).count() as u64;
    }
    (waiting, gone)
}

/// Records of which a decision was set aside and about which no one has decided since.
fn open_picks(book: &Book, decided: &BySection<RoaringBitmap>, lists: &Lists) -> [RoaringBitmap; 8] {
    let mut picks: [RoaringBitmap; 8] = Default::default();
    let aside = lists.kinds.iter().filter(|g| g.what.sets_aside());
    for &(section, row) in aside.flat_map(|group| &group.records) {
        if waits_since(book, decided, section, row).is_some() {
            picks[section as usize].insert(row);
        }
    }
    picks
}

impl ChangeGroup {
    fn new(what: WhatChanged) -> ChangeGroup {
        ChangeGroup { what, records: Vec::new() }
    }

    /// The records of a group of which a decision can be picked, sheet by sheet.
    pub fn to_pick(&self, lists: &Lists) -> Vec<(Section, RoaringBitmap)> {
        self.by_sheet(|section, row| lists.is_to_pick(section, row))
    }

    /// Some of its records, sheet by sheet.
    pub fn by_sheet(&self, which: impl Fn(Section, u32) -> bool) -> Vec<(Section, RoaringBitmap)> {
        // Once through, as this is asked while drawing.
        let mut rows: [RoaringBitmap; 8] = Default::default();
        for &(section, row) in self.records.iter().filter(|&&(section, row)| which(section, row)) {
            rows[section as usize].insert(row);
        }
        Section::ALL.into_iter().zip(rows).filter(|(_, rows)| !rows.is_empty()).collect()
    }
}

impl Changes {
    /// The rows about which the user decided in some step in force.
    pub fn decided(&mut self, log: &Log) -> &BySection<RoaringBitmap> {
        self.decided.renew(log)
    }

    /// Looks again which decisions that were set aside still wait.
    pub fn renew_picks(&mut self, book: &Book, log: &Log) {
        if !self.lists.is_empty() {
            self.lists.picks = open_picks(book, self.decided.renew(log), &self.lists);
            let not_taken = self.lists.kinds.iter().filter(|g| g.what == WhatChanged::Kind(Kind::NotTaken));
            let records = not_taken.flat_map(|group| &group.records);
            self.lists.to_say_again = records.filter(|&&(section, row)| book.in_delta(section, row)).count() as u64;
        }
    }

    /// The groups that are shown.
    pub fn groups(&self) -> &[ChangeGroup] {
        self.lists.groups(self.of_upload)
    }

    fn is_open(&self, what: WhatChanged) -> bool {
        what.is_open() != self.turned.contains(&what)
    }

    /// Shows the records of a group.
    pub(super) fn unfold(&mut self, what: WhatChanged) {
        if !self.is_open(what) && !self.turned.remove(&what) {
            self.turned.insert(what);
        }
    }

    /// The group in which a record is, of those whose records are shown.
    pub fn group_of(&self, section: Section, row: u32) -> Option<&ChangeGroup> {
        let has = |group: &&ChangeGroup| self.is_open(group.what) && group.records.contains(&(section, row));
        self.groups().iter().find(has)
    }

    /// The records of which a decision that was set aside waits, in the order of the list.
    pub(super) fn waiting(&self) -> Vec<(WhatChanged, Section, u32)> {
        let groups = self.lists.groups(false).iter().filter(|group| group.what.sets_aside());
        let records = groups.flat_map(|group| group.records.iter().map(|&(section, row)| (group.what, section, row)));
        records.filter(|&(_, section, row)| self.lists.is_to_pick(section, row)).collect()
    }

    /// Whether the record that was gone to is among those shown.
    pub fn shows_at(&self) -> bool {
        self.at.is_some_and(|(section, row)| self.group_of(section, row).is_some())
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        let lines = |group: &ChangeGroup| 1 + if self.is_open(group.what) { group.records.len() } else { 0 };
        self.groups().iter().map(lines).sum()
    }

    /// The lines: each group with its records below it, if they are shown.
    pub fn lines(&self) -> impl Iterator<Item = ChangeLine<'_>> {
        self.groups().iter().flat_map(|group| {
            let open = self.is_open(group.what);
            let records = if open { group.records.as_slice() } else { &[] };
            let below = records.iter().map(|&(section, row)| ChangeLine::Record(group.what, section, row));
            std::iter::once(ChangeLine::Head(group, open)).chain(below)
        })
    }

    /// Some of the lines, without going through those before.
    pub fn lines_at(&self, range: std::ops::Range<usize>) -> Vec<ChangeLine<'_>> {
        let (mut lines, mut from) = (Vec::with_capacity(range.len()), 0);
        for group in self.groups() {
            let open = self.is_open(group.what);
            let below = if open { group.records.len() } else { 0 };
            let (start, end) = (range.start.max(from), range.end.min(from + 1 + below));
            for place in start..end {
                lines.push(match place - from {
                    0 => ChangeLine::Head(group, open),
                    n => ChangeLine::Record(group.what, group.records[n - 1].0, group.records[n - 1].1),
                });
            }
            from += 1 + below;
        }
        lines
    }
}

const EARLIER: &str = "by a download before the last one";

/// What a group is called, and what that means.
pub fn titles(what: WhatChanged) -> (&'static str, &'static str) {
    match what {
        WhatChanged::Kind(kind) => kind.in_two(),
        WhatChanged::Earlier(Kind::Conflict) => ("Earlier: decided differently elsewhere", EARLIER),
        WhatChanged::Earlier(Kind::Gone) => ("Earlier: gone from the portal", EARLIER),
        WhatChanged::Earlier(_) => ("Earlier: changed by the supplier", EARLIER),
        WhatChanged::Took(took) => (took.title(), took.meaning()),
    }
}
