//! The book that is open, with all that the window derives from it. Only its own functions change it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use egui::Context;
use roaring::RoaringBitmap;

use super::banner::Banner;
use super::errands::{Errands, Purpose};
use super::grid::{Grid, Layout};
use super::keeping::Keeping;
use super::newer::Changes;
use super::opening::Judged;
use super::refused::{Groups, Triage};
use super::result_line::{CreditMove, ResultLine};
use super::tally::Tally;
use super::targets::Targets;
use crate::book::{Action, Book, Facts, Section};
use crate::edit::{Command, Effect, Log};
use crate::rules::credit::{Credit, Figures, minus};
use crate::rules::{Finding, Findings, Weight};
use crate::store::journal::{Event, WroteUpload};
use crate::values::{Day, grouped};
use crate::view::distinct::DistinctValue;
use crate::view::selection::bitmap;
use crate::view::{self, Counts, Filter, Selection, SortKey, Totals};
use crate::work::parts;

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
    /// The rows shown, derived from filter and sort; of a large book those before, until the new ones are found.
    pub rows: Arc<Vec<u32>>,
    /// The same as a set.
    pub(super) set: Arc<RoaringBitmap>,
    /// What they add up to; amounts never change.
    pub(super) sums: Totals,
    /// A row to go to once it is shown.
    pub(super) goal: Option<u32>,
    /// The rows on their way are those of another filter: they are shown from the top.
    pub(super) filtered_anew: bool,
    /// Where the grid stands.
    pub grid: Grid,
    /// Rows by action.
    pub counts: Counts,
    /// The delta.
    pub changed: RoaringBitmap,
}

/// What a step that touches more rows does to the credit is known once the whole book is counted again.
const CREDIT_AT_ONCE: u64 = 50_000;

/// The book that is open.
pub struct OpenBook {
    /// The book. To write to it, [`OpenBook::book_mut`].
    pub book: Arc<Book>,
    /// What was done to it.
    pub log: Log,
    /// What the rules say of it.
    pub findings: Arc<Findings>,
    /// Who looks through it.
    pub(super) errands: Errands,
    /// The day by which they judge.
    pub day: Day,
    /// The day by which they are being judged.
    day_to_come: Day,
    /// When the newest download in the book was made, as far as the disk knows.
    pub(super) downloaded: Option<Day>,
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
    /// What is counted over the whole book; of a large one as of before, until it is counted again.
    pub tally: Tally,
    /// The revision that is or will be counted.
    tallied: u64,
    /// What the last step did to the credit.
    pub moved: CreditMove,
    /// What the rules say of the focused record, in words.
    pub inspected: Vec<Finding>,
    /// Where the focused record stands in the view, if that shows it.
    pub focus_place: Option<usize>,
    /// The values of a column, once they are known: what a funnel asked for last.
    pub values: Option<Arc<Vec<DistinctValue>>>,
    /// The sums in the status bar: over the selection, else over the view.
    pub totals: Totals,
    /// What the last action did.
    pub result: Option<ResultLine>,
    /// Whether the notes on reading were read.
    pub notes_seen: bool,
    /// What the portal refused.
    pub triage: Triage,
    /// What newer downloads changed.
    pub changes: Changes,
    /// How it is kept.
    pub keeping: Keeping,
    /// The uploads that were written, the last one last.
    pub uploads: Vec<WroteUpload>,
    /// Whether somebody still has to say if the last of them was uploaded.
    pub(super) awaiting: bool,
    /// Changes whenever something in the book, its findings or the day does.
    pub revision: u64,
    /// The state of the log that was last written to a file.
    pub(super) written: u64,
    /// Files that were read beside the book's own: they are never written over.
    pub(super) read: Vec<PathBuf>,
}

impl OpenBook {
    /// Lays the columns out as they are remembered, by sheet.
    pub fn lay_out(&mut self, layouts: &BTreeMap<String, Layout>) {
        for (section, view) in Section::ALL.into_iter().zip(&mut self.views) {
            if let Some(layout) = layouts.get(section.sheet_name()) {
                view.grid.layout = layout.clone().with_headings_of_today();
            }
        }
    }

    /// Puts a book on the desk.
    pub fn new(judged: Judged, ctx: &Context) -> OpenBook {
        let Judged { book, told, keeping, findings, day, name, downloaded, .. } = judged;
        let view = |section| {
            let rows = view::rows(&book, &findings, section, &Filter::default(), &[]);
            SheetView {
                filter: Filter::default(),
                sort: Vec::new(),
                selection: Selection::at(rows.first().copied()),
                set: Arc::new(bitmap(&rows)),
                sums: Totals::of(&book, section, rows.iter().copied()),
                rows: Arc::new(rows),
                goal: None,
                filtered_anew: false,
                grid: Grid::default(),
                counts: Counts::of(book.sheet(section)),
                changed: book.delta(section).collect(),
            }
        };
        let views: Vec<SheetView> = Section::ALL.into_iter().map(view).collect();
        let first = Section::ALL.into_iter().find(|&s| !views[s as usize].rows.is_empty());
        let place = match first {
            Some(section) => Place::Sheet(section),
            None if !book.others().is_empty() => Place::Other(0),
            None => Place::Sheet(Section::B2b),
        };
        let mut open = OpenBook {
            other_grids: book.others().iter().map(|_| Grid::default()).collect(),
            written: told.log.state(),
            read: Vec::new(),
            log: told.log,
            triage: Triage::default(),
            changes: Changes::default(),
            keeping,
            uploads: in_order(told.uploads),
            awaiting: told.awaiting,
            targets: Targets::default(),
            tally: Tally::default(),
            tallied: 0,
            moved: CreditMove::Silent,
            banner: Banner::default(),
            name,
            inspected: Vec::new(),
            focus_place: None,
            values: None,
            totals: Totals::default(),
            result: None,
            notes_seen: book.notes().is_empty(),
            revision: 1,
            errands: Errands::new(ctx),
            book: Arc::new(book),
            findings: Arc::new(findings),
            day,
            day_to_come: day,
            downloaded,
            place,
            views,
        };
        open.refresh();
        open
    }

    /// Looks at the book as another opening of the same book was looked at: rows have the same numbers in both.
    pub fn look_as(&mut self, before: OpenBook) {
        for (section, was) in Section::ALL.into_iter().zip(before.views) {
            let rows = self.book.sheet(section).rows();
            let view = self.view_mut(section);
            (view.filter, view.sort, view.selection, view.grid) = (was.filter, was.sort, was.selection, was.grid);
            view.selection.rows.remove_range(rows..);
            self.rebuild(section);
        }
        if matches!(before.place, Place::Sheet(_)) {
            self.place = before.place;
        }
        (self.banner.dismissed, self.notes_seen) = (before.banner.dismissed, before.notes_seen);
        self.refresh();
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
        let names: Vec<&str> = self.book.files().map(|source| file_name(&source.name)).collect();
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
        self.tally.blocked()
    }

    /// The figures of the credit.
    pub fn figures(&self) -> &Figures {
        &self.tally.figures
    }

    /// The credit before a step that touches these rows.
    fn credit_before(&mut self, touched: &[(Section, RoaringBitmap)]) -> CreditMove {
        // What an earlier step did would never be known: this one comes in between.
        if let Some(ResultLine { credit: credit @ CreditMove::Awaited(_), .. }) = &mut self.result {
            *credit = CreditMove::Silent;
        }
        let rows: u64 = touched.iter().map(|(_, rows)| rows.len()).sum();
        match rows {
            0 => CreditMove::Silent,
            // The whole book is counted again in any case: the window does not wait for these.
            n if n > CREDIT_AT_ONCE && self.all_counted() => CreditMove::Awaited(self.tally.figures.after),
            _ => CreditMove::By(Credit::new(&self.book, self.day).around(touched)),
        }
    }

    /// The same after it: what it did.
    fn credit_moved(&mut self, before: CreditMove, touched: &[(Section, RoaringBitmap)]) {
        self.moved = match before {
            CreditMove::By(before) => CreditMove::By(minus(Credit::new(&self.book, self.day).around(touched), before)),
            before => before,
        };
    }

    /// Whether what is counted over the whole book is so of the book as it is.
    pub(super) fn all_counted(&self) -> bool {
        self.tallied == self.revision && !self.errands.out_for(Purpose::Tally)
    }

    /// Carries a command out and gives its words.
    pub fn apply(&mut self, command: Command) -> String {
        let about = if command.moves_credit() { command.rows() } else { Vec::new() };
        let before = self.credit_before(&about);
        let was_written = self.log.state() == self.written;
        let only_said = matches!(command, Command::Uploaded { .. });
        self.errands.stop();
        let step = self.log.apply(Arc::make_mut(&mut self.book), command);
        self.keeping.tell(&Event::Do(step.command.clone()), &self.book);
        let (words, effect, pick) = (step.words(), touched(&step.effect), step.command.picks());
        // What was uploaded stands in a file already.
        if only_said && was_written {
            self.written = self.log.state();
        }
        self.credit_moved(before, &about);
        self.renew(&effect, pick);
        words
    }

    /// Takes the last step back, or an undone one forward; says which.
    pub fn step(&mut self, back: bool) -> Option<String> {
        let place = if back { self.log.in_force().checked_sub(1)? } else { self.log.in_force() };
        let step = self.log.steps().get(place)?;
        let about = if step.command.moves_credit() { touched(&step.effect) } else { Vec::new() };
        let before = self.credit_before(&about);
        self.errands.stop();
        let book = Arc::make_mut(&mut self.book);
        let step = if back { self.log.undo(book) } else { self.log.redo(book) }?;
        let (words, effect, pick) = (step.words(), touched(&step.effect), step.command.picks());
        self.keeping.tell(&Event::InForce(self.log.in_force()), &self.book);
        self.credit_moved(before, &about);
        self.renew(&effect, pick);
        Some(words)
    }

    /// Undoes or redoes until so many steps are in force.
    pub fn travel(&mut self, steps: usize) {
        let about = self.touched_until(steps);
        let before = self.credit_before(&about);
        let (mut sheets, mut pick) = (BTreeMap::<Section, RoaringBitmap>::new(), false);
        self.errands.stop();
        self.log.travel(Arc::make_mut(&mut self.book), steps, |_, step| {
            for effect in &step.effect.sheets {
                *sheets.entry(effect.section).or_default() |= &effect.rows;
            }
            pick |= step.command.picks();
        });
        self.keeping.tell(&Event::InForce(self.log.in_force()), &self.book);
        self.credit_moved(before, &about);
        self.renew(&sheets.into_iter().collect::<Vec<_>>(), pick);
    }

    /// The rows that the steps between now and so many in force touched, where they may change the credit.
    fn touched_until(&self, steps: usize) -> Vec<(Section, RoaringBitmap)> {
        let (now, then) = (self.log.in_force(), steps.min(self.log.steps().len()));
        let between = self.log.steps().get(now.min(then)..now.max(then)).unwrap_or_default();
        let mut sheets = BTreeMap::<Section, RoaringBitmap>::new();
        for effect in between.iter().filter(|step| step.command.moves_credit()).flat_map(|step| &step.effect.sheets) {
            *sheets.entry(effect.section).or_default() |= &effect.rows;
        }
        sheets.into_iter().collect()
    }

    /// Derives again what depends on rows that a command touched.
    fn renew(&mut self, touched: &[(Section, RoaringBitmap)], pick: bool) {
        let mut sections: Vec<Section> = Vec::new();
        for (section, rows) in touched {
            Arc::make_mut(&mut self.findings).renew(&self.book, *section, rows);
            self.count(*section, rows);
            sections.extend([Some(*section), section.amendment()].into_iter().flatten());
        }
        sections.sort_unstable();
        sections.dedup();
        for section in sections {
            let view = self.view(section);
            if pick || view::reads_decisions(&view.filter, &view.sort) {
                self.rebuild(section);
            }
        }
        self.revision += 1;
        self.refresh();
    }

    /// Judges by this day from now on. Decisions, view and selection stay.
    pub fn follow_the_day(&mut self, today: Day) {
        if today != self.day_to_come {
            self.validate(today, false);
        }
    }

    /// Judges every row again and says what came of it.
    pub fn validate_now(&mut self) {
        self.validate(self.day_to_come, true);
    }

    /// Judges every row by a day; whether to say what came of it.
    fn validate(&mut self, day: Day, say: bool) {
        self.day_to_come = day;
        self.look(Purpose::Validate, move |book, _, progress| {
            let findings = Findings::of_until(book, day, progress)?;
            Some(Box::new(move |open| open.judged(findings, day, say)))
        });
    }

    fn judged(&mut self, findings: Findings, day: Day, say: bool) {
        self.errands.stop();
        (self.findings, self.day) = (Arc::new(findings), day);
        if say {
            let words = format!("Validated: {}. Nothing was changed.", self.findings_in_words());
            self.result = Some(ResultLine::new(words));
        }
        for section in Section::ALL {
            if self.view(section).filter.reads_findings() {
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
            self.book_mut().facts = facts;
            self.validate(self.day_to_come, false);
        }
    }

    /// Counts a sheet again of which a command touched these rows.
    fn count(&mut self, section: Section, touched: &RoaringBitmap) {
        let rows: Vec<u32> = touched.iter().collect();
        let in_delta = |rows: &[u32]| rows.iter().copied().filter(|&row| self.book.in_delta(section, row)).collect();
        let now = bitmap(&parts::joined(parts::in_parts(&rows, in_delta)));
        let counts = Counts::of(self.book.sheet(section));
        let view = self.view_mut(section);
        view.counts = counts;
        view.changed -= touched;
        view.changed |= now;
    }

    /// Derives what depends on sheet, view and selection: targets and sums. Cheap while little is selected.
    pub fn refresh(&mut self) {
        if self.tallied != self.revision {
            self.tallied = self.revision;
            self.triage.groups = Groups::of(&self.book);
            self.renew_changes();
            let day = self.day;
            self.look(Purpose::Tally, move |book, findings, progress| {
                let tally = Tally::of(book, findings, day, progress)?;
                Some(Box::new(move |open| open.take_tally(tally)))
            });
        }
        let Some(section) = self.section() else {
            (self.targets, self.totals) = (Targets::default(), Totals::default());
            return;
        };
        let view = self.view(section);
        let targets = Targets::of(&self.book, section, self.day, &view.set, &view.selection);
        let totals = if view.selection.rows.is_empty() || targets.rows.is_empty() {
            view.sums
        } else {
            Totals::of(&self.book, section, targets.rows.iter())
        };
        let focus = view.selection.focus;
        let mut inspected = focus.map_or_else(Vec::new, |row| self.findings.in_words(&self.book, section, row));
        inspected.sort_by_key(|finding| std::cmp::Reverse(finding.weight));
        self.focus_place = focus.and_then(|focus| view.rows.iter().position(|&row| row == focus));
        (self.targets, self.totals, self.inspected) = (targets, totals, inspected);
    }

    /// Takes what was counted over the whole book.
    fn take_tally(&mut self, tally: Tally) {
        self.banner.renew(&self.book, self.downloaded, self.day, &tally);
        if let Some(ResultLine { credit, .. }) = &mut self.result
            && let CreditMove::Awaited(before) = *credit
        {
            *credit = CreditMove::By(minus(tally.figures.after, before));
        }
        self.tally = tally;
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

/// The records of each upload in the order of sheets and rows, so that one can be found.
fn in_order(mut uploads: Vec<WroteUpload>) -> Vec<WroteUpload> {
    uploads.iter_mut().for_each(|upload| upload.said.sort_unstable_by_key(|&(section, row, _)| (section, row)));
    uploads
}

fn touched(effect: &Effect) -> Vec<(Section, RoaringBitmap)> {
    effect.sheets.iter().map(|s| (s.section, s.rows.clone())).collect()
}

/// The last part of a path, entries of a zip kept: `a/b.zip › c.json` is `b.zip › c.json`.
fn file_name(name: &str) -> &str {
    let (path, _) = name.split_once(" › ").unwrap_or((name, ""));
    let start = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
    &name[start..]
}
