//! Steps that turn much of the book around: a newer download comes in, undo and redo go over one, a large table of decisions
//! is applied. That is done on a job with a copy of the decisions, while the window shows the last good state.

use std::iter::successors;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::desk::Desk;
use super::files::{BROKE, Task};
use super::grid::Grid;
use super::jobs::{Job, State};
use super::newer::Bring;
use super::open_book::{OpenBook, Place};
use super::opening::made_on;
use super::result_line::{CreditMove, ResultLine};
use crate::book::{Book, Section, Sheet};
use crate::edit::journal::Event;
use crate::edit::merge::Kind;
use crate::edit::{Command, Log, RowChange};
use crate::rules::Findings;
use crate::values::rows::bitmap;
use crate::values::{Day, Progress, grouped};
use crate::view::Counts;

/// What is to be done.
pub enum Rework {
    /// Bring a newer download in.
    Bring(Bring),
    /// Undo or redo until so many steps are in force.
    Travel(usize),
    /// Carry a command out; what else is to be said behind its words.
    Apply(Box<(Command, ResultLine)>),
}

/// A table of more rows is applied on a job.
const AT_ONCE: usize = 10_000;

/// The book, turned around, with what is derived from all of it.
pub struct Reworked {
    book: Book,
    log: Log,
    findings: Findings,
    sheets: Vec<(Counts, RoaringBitmap)>,
    /// What the journal is to be told, spelled.
    event: String,
    line: ResultLine,
    /// When the newest of its downloads was made.
    downloaded: Option<Day>,
    /// A newer download came in.
    brings: bool,
}

/// It is being done.
pub type Reworking = Job<Box<Reworked>>;

impl Desk {
    /// Carries such a step out.
    pub(super) fn rework(&mut self, rework: Rework) {
        let Some(open) = &mut self.open else { return };
        let mut rework = rework;
        if let Rework::Bring(bring) = &mut rework
            && let (true, Some(upload)) = (bring.uploaded, open.awaited().cloned())
        {
            open.apply(Command::Uploaded { name: upload.name, said: upload.said });
            open.answered();
        }
        let words = match &rework {
            Rework::Bring(_) => "Bringing the newer download in",
            Rework::Travel(_) => "Going to that step",
            Rework::Apply(..) => "Applying the decisions",
        };
        let (book, log, day) = (open.book.clone(), open.log.clone(), open.day);
        let work = move |_: &Progress| Box::new(rework.carry_out(Book::clone(&book), log, day));
        self.task = Some(Task::Rework(Job::start(&self.ctx, words, work)));
    }

    /// Applies a table of decisions as one step; `line` says what comes behind the step's words.
    pub(super) fn apply_rows(&mut self, what: String, rows: Vec<RowChange>, line: ResultLine) {
        let Some(open) = &mut self.open else { return };
        let large = rows.len() > AT_ONCE;
        let command = Command::Table { what, rows };
        if large {
            return self.rework(Rework::Apply(Box::new((command, line))));
        }
        let words = open.apply(command);
        open.result =
            Some(ResultLine { undo: true, credit: open.moved, text: format!("{words}.{}", line.text), ..line });
    }

    /// Looks whether it is done.
    pub(super) fn poll_rework(&mut self, mut job: Reworking) {
        match job.poll() {
            State::Running => self.task = Some(Task::Rework(job)),
            State::Done(_) if job.cancelled() => {}
            State::Done(reworked) => {
                let brings = reworked.brings;
                if let Some(open) = &mut self.open {
                    open.take_reworked(*reworked);
                    if brings {
                        self.history = false;
                        (open.changes.shown, open.triage.shown) = (true, false);
                    }
                }
                if brings {
                    self.copy_sources();
                }
            }
            State::Died => self.tell("Nothing was changed", BROKE.into()),
        }
    }
}

impl Rework {
    fn carry_out(self, mut book: Book, mut log: Log, day: Day) -> Reworked {
        let brings = matches!(self, Rework::Bring(_));
        let (event, line) = match self {
            Rework::Apply(apply) => {
                let (command, line) = *apply;
                let step = log.apply(&mut book, command);
                let text = format!("{}.{}", step.words(), line.text);
                (Event::Do(step.command.clone()), ResultLine { undo: true, text, ..line })
            }
            Rework::Bring(bring) => {
                let line = ResultLine { undo: true, ..ResultLine::new(brought(&bring)) };
                let step = log.apply(&mut book, Command::merge(bring.newer.book.clone(), bring.mine()));
                (Event::Do(step.command.clone()), line)
            }
            Rework::Travel(steps) => {
                let back = steps < log.in_force();
                log.travel(&mut book, steps, |_, _| {});
                let step = if back { log.steps().get(steps) } else { log.steps()[..steps].last() };
                let words = step.map_or_else(String::new, |step| step.words());
                let text = if back { format!("Taken back: {words}.") } else { format!("Done again: {words}.") };
                (Event::InForce(log.in_force()), ResultLine::new(text))
            }
        };
        let sheets = |section| (Counts::of(book.sheet(section)), book.delta(section).collect());
        Reworked {
            findings: Findings::of(&book, day),
            sheets: Section::ALL.map(sheets).into(),
            event: event.to_json(&book),
            downloaded: made_on(&book),
            book,
            log,
            line,
            brings,
        }
    }
}

/// What came in, in a sentence.
fn brought(bring: &Bring) -> String {
    let outcome = bring.outcome();
    let told = [
        (Kind::Changed, "changed by the supplier"),
        (Kind::Conflict, "decided otherwise elsewhere"),
        (Kind::NotTaken, "not taken by the portal"),
        (Kind::Confirmed, "confirmed"),
        (Kind::DecidedSince, "as uploaded, decided otherwise since"),
        (Kind::Elsewhere, "acted on elsewhere"),
        (Kind::Updated, "with another filing status, flag or name"),
        (Kind::Back, "there again"),
        (Kind::New, "new"),
        (Kind::Gone, "gone"),
    ];
    let counts = told.map(|(kind, words)| (outcome.count(kind), words));
    let words: Vec<String> =
        counts.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", grouped(n))).collect();
    match words.as_slice() {
        [] => "The newer download is in; no record has changed.".into(),
        words => format!("The newer download is in: {}.", words.join(", ")),
    }
}

impl OpenBook {
    /// Whether a newer download comes in or goes out between now and so many steps.
    pub(super) fn crosses_a_merge(&self, steps: usize) -> bool {
        let (from, to) = (steps.min(self.log.in_force()), steps.max(self.log.in_force()));
        let between = self.log.steps().get(from..to.min(self.log.steps().len())).unwrap_or_default();
        between.iter().any(|step| matches!(step.command, Command::Merge { .. }))
    }

    /// Takes the book as it is now.
    fn take_reworked(&mut self, reworked: Reworked) {
        // What a newer download brings is no decision: it has its own list.
        let known = self.all_counted() && !reworked.brings;
        let credit = if known { CreditMove::Awaited(self.tally.figures.after) } else { CreditMove::Silent };
        let Reworked { book, log, findings, sheets, event, line, downloaded, .. } = reworked;
        self.errands.stop();
        self.keeping.tell_spelled(&event);
        let before = std::mem::replace(&mut self.book, Arc::new(book));
        (self.log, self.findings, self.downloaded) = (log, Arc::new(findings), downloaded);
        self.other_grids.resize_with(self.book.others.len(), Grid::default);
        if let Place::Other(at) = self.place
            && at >= self.book.others.len()
        {
            self.place = Place::Sheet(Section::B2b);
        }
        self.notes_seen |= self.book.notes.is_empty();
        for (section, (counts, changed)) in Section::ALL.into_iter().zip(sheets) {
            let view = self.view_mut(section);
            (view.counts, view.changed) = (counts, changed);
            self.follow_versions(before.sheet(section));
            self.rebuild(section);
        }
        self.result = Some(ResultLine { credit, ..line });
        self.revision += 1;
        self.refresh();
    }

    /// Focus and selection go from rows that are not in force any more to the versions that are. `before`: the sheet as it
    /// was, which alone knows of what was taken back.
    fn follow_versions(&mut self, before: &Sheet) {
        let selection = &self.view(before.section).selection;
        let sheet = self.book.sheet(before.section);
        let version = |row: u32| {
            let newer = successors(Some(row), |&row| sheet.newer(row));
            let older = successors(Some(row), |&row| before.older(row));
            newer.chain(older).find(|&row| sheet.in_force(row))
        };
        let focus = selection.focus.and_then(version);
        let out = &selection.rows & sheet.not_in_force();
        let moved = bitmap(&out.iter().filter_map(version).collect::<Vec<u32>>());
        let rows = (&selection.rows - out) | moved;
        let selection = &mut self.view_mut(before.section).selection;
        (selection.rows, selection.focus, selection.anchor) = (rows, focus, focus);
    }
}
