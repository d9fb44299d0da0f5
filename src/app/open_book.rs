//! The book that is open, with all that the window derives from it. Only its own functions change it.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;

use super::banner::Banner;
use super::book_facts::BookFacts;
use super::grid::{Grid, Layout};
use super::result_line::ResultLine;
use super::targets::Targets;
use super::view_counts::ViewCounts;
use crate::book::{Action, Book, Facts, Said, Section};
use crate::edit::{Command, Effect, Log};
use crate::rules::{Finding, Findings, Weight, credit};
use crate::values::{Day, grouped};
use crate::view::{self, Counts, Filter, Selection, SortKey, Totals};

/// Which sheet is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// One of the eight.
    Sheet(Section),
    /// A section that this program does not know, by its place in the book.
    Other(usize),
}

/// How one sheet is looked at, and what is counted of it.
pub struct SheetView {
    /// Which rows are shown.
    pub filter: Filter,
    /// In what order.
    pub sort: Vec<SortKey>,
    /// Which are selected.
    pub selection: Selection,
    /// The rows shown, derived from filter and sort.
    pub rows: Vec<u32>,
    /// Where the grid stands.
    pub grid: Grid,
    /// What the rows add up to; amounts never change, so only until the rows do.
    sums: Option<Totals>,
    /// Rows by action.
    pub counts: Counts,
    /// The delta.
    pub changed: RoaringBitmap,
    /// How many records of the delta are blocked.
    pub blocked: u64,
    /// What the delta does to the credit, so far as it counts now.
    pub credit: i128,
}

/// An upload that was written and of which nobody has said yet whether it was uploaded.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The name of its file.
    pub name: String,
    /// What it says of each record.
    pub said: Vec<(Section, u32, Said)>,
}

/// The book that is open.
pub struct OpenBook {
    /// The book.
    pub book: Book,
    /// What was done to it.
    pub log: Log,
    /// What the rules say of it.
    pub findings: Findings,
    /// The day by which they judge.
    pub day: Day,
    /// The sheet on the screen.
    pub place: Place,
    /// The eight sheets, in the order of [`Section::ALL`].
    pub views: Vec<SheetView>,
    /// The read-only sheets' grids.
    pub other_grids: Vec<Grid>,
    /// What an action would act on.
    pub targets: Targets,
    /// What the user calls the recipient; often nothing.
    pub name: String,
    /// That time presses, if it does.
    pub banner: Banner,
    /// How many rows of the sheet each built-in view has.
    pub built_in: ViewCounts,
    /// What the rules say of the focused record, in words.
    pub inspected: Vec<Finding>,
    /// The sums in the status bar: over the selection, else over the view.
    pub totals: Totals,
    /// What the last action did.
    pub result: Option<ResultLine>,
    /// Whether the notes on reading were read.
    pub notes_seen: bool,
    /// The last upload, until somebody says whether it was uploaded.
    pub generated: Option<Generated>,
    /// Changes whenever something in the book, its findings or the day does.
    pub revision: u64,
    /// The state of the log that was last written to a file.
    written: u64,
}

/// A book that was read and judged: what takes long, and can be done on a job's thread.
pub struct Judged {
    book: Book,
    findings: Findings,
    day: Day,
    name: String,
}

impl Judged {
    /// Judges a book as of today, by what is known of its recipient.
    pub fn today(mut book: Book, books: &BTreeMap<String, BookFacts>) -> Box<Judged> {
        let day = Day::today();
        let known = book.recipient.gstin().and_then(|gstin| books.get(gstin)).cloned().unwrap_or_default();
        book.facts = known.facts();
        Box::new(Judged { findings: Findings::of(&book, day), book, day, name: known.name })
    }
}

impl OpenBook {
    /// Lays the columns out as they are remembered, by sheet.
    pub fn lay_out(&mut self, layouts: &BTreeMap<String, Layout>) {
        for (section, view) in Section::ALL.into_iter().zip(&mut self.views) {
            if let Some(layout) = layouts.get(section.sheet_name()) {
                view.grid.layout = layout.clone();
            }
        }
    }

    /// Puts a book on the desk.
    pub fn new(judged: Judged) -> OpenBook {
        let Judged { book, findings, day, name } = judged;
        let view = |section| SheetView {
            filter: Filter::default(),
            sort: Vec::new(),
            selection: Selection::default(),
            rows: view::rows(&book, &findings, section, &Filter::default(), &[]),
            grid: Grid::default(),
            sums: None,
            counts: Counts::of(book.sheet(section)),
            changed: book.delta(section).collect(),
            blocked: 0,
            credit: 0,
        };
        let views: Vec<SheetView> = Section::ALL.into_iter().map(view).collect();
        let first = Section::ALL.into_iter().find(|&s| !views[s as usize].rows.is_empty());
        let place = match first {
            Some(section) => Place::Sheet(section),
            None if !book.others.is_empty() => Place::Other(0),
            None => Place::Sheet(Section::B2b),
        };
        let mut open = OpenBook {
            other_grids: book.others.iter().map(|_| Grid::default()).collect(),
            log: Log::default(),
            targets: Targets::default(),
            built_in: ViewCounts::default(),
            banner: Banner::default(),
            name,
            inspected: Vec::new(),
            totals: Totals::default(),
            result: None,
            notes_seen: book.notes.is_empty(),
            generated: None,
            revision: 1,
            written: 0,
            book,
            findings,
            day,
            place,
            views,
        };
        open.refresh();
        open
    }

    /// The section on the screen; none for a read-only sheet.
    pub fn section(&self) -> Option<Section> {
        match self.place {
            Place::Sheet(section) => Some(section),
            Place::Other(_) => None,
        }
    }

    /// How a sheet is looked at.
    pub fn view(&self, section: Section) -> &SheetView {
        &self.views[section as usize]
    }

    /// The same, to change it; call [`OpenBook::refresh`] after it.
    pub fn view_mut(&mut self, section: Section) -> &mut SheetView {
        &mut self.views[section as usize]
    }

    /// The names of the files, for the top bar.
    pub fn file_names(&self) -> String {
        let names: Vec<&str> = self.book.sources.list().iter().map(|s| file_name(&s.name)).collect();
        match names.as_slice() {
            [first, second, third, ..] if names.len() > 3 => {
                format!("{first}, {second}, {third} and {} more", names.len() - 3)
            }
            _ => names.join(", "),
        }
    }

    /// How many records the upload would write.
    pub fn changed(&self) -> u64 {
        self.views.iter().map(|v| v.changed.len()).sum()
    }

    /// How many of them are blocked.
    pub fn blocked(&self) -> u64 {
        self.views.iter().map(|v| v.blocked).sum()
    }

    /// What the decisions to be written do to the credit; of records that are filed and whose original is known.
    pub fn credit(&self) -> i128 {
        self.views.iter().map(|v| v.credit).sum()
    }

    fn credit_of(&self, section: Section, row: u32) -> i128 {
        match credit::effect(&self.book, section, row, self.book.sheet(section).decision(row)) {
            credit::Effect::Counted(heads) => heads.into_iter().map(i128::from).sum(),
            _ => 0,
        }
    }

    /// Whether something was decided that stands in no file yet.
    pub fn unwritten(&self) -> bool {
        self.log.state() != self.written
    }

    /// Says that all decisions stand in a file now. Internal notes do not stand in an upload.
    pub fn mark_written(&mut self, with_notes: bool) {
        let notes = || self.book.sheets.iter().any(|s| s.notes.iter().any(|&n| n != Default::default()));
        if with_notes || !notes() {
            self.written = self.log.state();
        }
    }

    /// Carries a command out and gives its words.
    pub fn apply(&mut self, command: Command) -> String {
        let was_written = !self.unwritten();
        let only_said = matches!(command, Command::Uploaded { .. });
        let step = self.log.apply(&mut self.book, command);
        let (words, effect, pick) = (step.words(), touched(&step.effect), matches!(step.command, Command::Pick { .. }));
        // What was uploaded stands in a file already.
        if only_said && was_written {
            self.written = self.log.state();
        }
        self.renew(&effect, pick);
        words
    }

    /// Takes the last step back, or an undone one forward; says which.
    pub fn step(&mut self, back: bool) -> Option<String> {
        let step = if back { self.log.undo(&mut self.book) } else { self.log.redo(&mut self.book) }?;
        let (words, effect, pick) = (step.words(), touched(&step.effect), matches!(step.command, Command::Pick { .. }));
        self.renew(&effect, pick);
        Some(words)
    }

    /// Undoes or redoes until so many steps are in force.
    pub fn travel(&mut self, steps: usize) {
        let (mut sheets, mut pick) = (BTreeMap::<Section, RoaringBitmap>::new(), false);
        self.log.travel(&mut self.book, steps, |_, step| {
            for effect in &step.effect.sheets {
                *sheets.entry(effect.section).or_default() |= &effect.rows;
            }
            pick |= matches!(step.command, Command::Pick { .. });
        });
        self.renew(&sheets.into_iter().collect::<Vec<_>>(), pick);
    }

    /// Derives again what depends on rows that a command touched.
    fn renew(&mut self, touched: &[(Section, RoaringBitmap)], pick: bool) {
        let mut sections: Vec<Section> = Vec::new();
        for (section, rows) in touched {
            self.findings.renew(&self.book, *section, rows.iter());
            sections.extend([Some(*section), section.amendment()].into_iter().flatten());
        }
        sections.sort_unstable();
        sections.dedup();
        for section in sections {
            self.count(section);
            let view = self.view(section);
            if pick || view::reads_decisions(&view.filter, &view.sort) {
                self.rebuild(section);
            }
        }
        self.revision += 1;
        self.refresh();
    }

    /// Judges every row again.
    pub fn validate(&mut self, day: Day) {
        self.day = day;
        self.findings = Findings::of(&self.book, day);
        for section in Section::ALL {
            self.count(section);
            let filter = &self.view(section).filter;
            if filter.weight.is_some() || filter.rule.is_some() || filter.which.is_some() {
                self.rebuild(section);
            }
        }
        self.revision += 1;
        self.refresh();
    }

    /// Takes what the user tells of the book. The rules read facts, so every row is judged again.
    pub fn take_facts(&mut self, name: &str, facts: Facts) {
        name.clone_into(&mut self.name);
        if facts != self.book.facts {
            self.book.facts = facts;
            self.validate(self.day);
        }
    }

    fn count(&mut self, section: Section) {
        let counts = Counts::of(self.book.sheet(section));
        let changed: RoaringBitmap = self.book.delta(section).collect();
        let blocks = |row: &u32| self.findings.worst(section, *row) == Some(Weight::Blocks);
        let blocked = changed.iter().filter(blocks).count() as u64;
        let credit = changed.iter().map(|row| self.credit_of(section, row)).sum();
        let view = self.view_mut(section);
        (view.counts, view.changed, view.blocked, view.credit) = (counts, changed, blocked, credit);
    }

    /// Makes the rows of a sheet's view again. Rows that leave it are no longer selected: nobody sees them.
    fn rebuild(&mut self, section: Section) {
        let rows = {
            let view = self.view(section);
            view::rows(&self.book, &self.findings, section, &view.filter, &view.sort)
        };
        let view = self.view_mut(section);
        let before = std::mem::replace(&mut view.rows, rows);
        view.sums = None;
        let shown: RoaringBitmap = sorted(&view.rows);
        let left = sorted(&before) - &shown;
        view.selection.rows -= &left;
        if let Some(focus) = view.selection.focus.filter(|&row| left.contains(row)) {
            // The row that comes after it takes its place.
            let place = before.iter().position(|&row| row == focus).unwrap_or(0);
            let next = before[place..].iter().chain(before[..place].iter().rev()).find(|&&row| shown.contains(row));
            view.selection.focus = next.copied();
            view.selection.anchor = view.selection.focus;
        }
    }

    /// Shows the rows that pass a filter. The selection stays: rows that it hides are not acted on.
    pub fn set_filter(&mut self, section: Section, filter: Filter) {
        let rows = view::rows(&self.book, &self.findings, section, &filter, &self.view(section).sort);
        let view = self.view_mut(section);
        (view.filter, view.rows, view.sums) = (filter, rows, None);
        view.grid.to_top();
        self.refresh();
    }

    /// Sorts the view.
    pub fn set_sort(&mut self, section: Section, sort: Vec<SortKey>) {
        let rows = view::rows(&self.book, &self.findings, section, &self.view(section).filter, &sort);
        let view = self.view_mut(section);
        (view.sort, view.rows) = (sort, rows);
        self.refresh();
    }

    /// Shows a record: its sheet, the view (cleared if it hides the record), the focus.
    pub fn reveal(&mut self, section: Section, row: u32) {
        self.place = Place::Sheet(section);
        if !self.view(section).rows.contains(&row) {
            self.set_filter(section, Filter::default());
            self.result = Some(ResultLine::new("The filter was cleared to show this record."));
        }
        let view = self.view_mut(section);
        if let Some(place) = view.rows.iter().position(|&r| r == row) {
            view.selection.click(row);
            view.grid.reveal(place);
        }
        self.refresh();
    }

    /// Derives what depends on sheet, view and selection: targets and sums. Cheap while little is selected.
    pub fn refresh(&mut self) {
        self.banner.renew(&self.book, &self.findings, self.day, self.revision);
        let Some(section) = self.section() else {
            (self.targets, self.totals) = (Targets::default(), Totals::default());
            return;
        };
        self.built_in.renew(&self.book, &self.findings, section, self.revision);
        let view = self.view(section);
        let targets = Targets::of(&self.book, section, &view.rows, &view.selection);
        let totals = if view.selection.rows.is_empty() || targets.rows.is_empty() {
            view.sums.unwrap_or_else(|| Totals::of(&self.book, section, view.rows.iter().copied()))
        } else {
            Totals::of(&self.book, section, targets.rows.iter())
        };
        let of_view = view.selection.rows.is_empty();
        let focus = view.selection.focus;
        let mut inspected = focus.map_or_else(Vec::new, |row| self.findings.in_words(&self.book, section, row));
        inspected.sort_by_key(|finding| std::cmp::Reverse(finding.weight));
        (self.targets, self.totals, self.inspected) = (targets, totals, inspected);
        if of_view {
            self.view_mut(section).sums = Some(totals);
        }
    }

    /// How many records carry findings that somebody should look at.
    pub fn with_findings(&self, section: Section) -> u64 {
        [Weight::Warns, Weight::Asks, Weight::Blocks]
            .into_iter()
            .map(|w| u64::from(self.findings.count(section, w)))
            .sum()
    }

    /// The findings of the book in words, for the line after validating.
    pub fn findings_in_words(&self) -> String {
        let count = |w| Section::ALL.into_iter().map(|s| u64::from(self.findings.count(s, w))).sum::<u64>();
        let [blocks, asks, warns] = [Weight::Blocks, Weight::Asks, Weight::Warns].map(count);
        let records = |n: u64| if n == 1 { "1 record".to_owned() } else { format!("{} records", grouped(n)) };
        match (blocks, asks + warns) {
            (0, 0) => "nothing blocks, nothing warns".to_owned(),
            (0, rest) => format!("nothing blocks, {} with warnings", records(rest)),
            (blocks, 0) => format!("{} blocked", records(blocks)),
            (blocks, rest) => format!("{} blocked, {} with warnings", records(blocks), grouped(rest)),
        }
    }

    /// How many rows of a sheet have an action.
    pub fn with_action(&self, section: Section, action: Action) -> u64 {
        self.view(section).counts.with(action).into()
    }
}

fn touched(effect: &Effect) -> Vec<(Section, RoaringBitmap)> {
    effect.sheets.iter().map(|s| (s.section, s.rows.clone())).collect()
}

/// A bitmap of rows in any order.
fn sorted(rows: &[u32]) -> RoaringBitmap {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows.into_iter().collect()
}

/// The last part of a path, entries of a zip kept: `a/b.zip › c.json` is `b.zip › c.json`.
fn file_name(name: &str) -> &str {
    let (path, _) = name.split_once(" › ").unwrap_or((name, ""));
    let start = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    &name[start..]
}
