//! Steps that turn much of the book around: a newer download comes in, undo and redo go over one, a large table of decisions
//! is applied. That is done on a job with a copy of the decisions, while the window shows the last good state.

use crate::book::{Book, Scope, Section};
use crate::edit::{Command, Log};
use crate::rules::Findings;
use crate::session::credit_words::StepParts;
use crate::session::files::opening::made_on;
use crate::session::matched::Concern;
use crate::session::newer::Bring;
use crate::session::register::take;
use crate::session::result_line::{CreditMove, ResultLine};
use crate::session::{Place, Session};
use crate::store::journal::Event;
use crate::values::Day;
use crate::values::clock;
use crate::values::rows::bitmap;
use crate::view::Counts;
use crate::work::parts;
use roaring::RoaringBitmap;
use std::iter::successors;
use std::sync::Arc;

/// What is to be done.
pub enum Rework {
    /// Bring a newer download in.
    Bring(Bring),
    /// Undo or redo until this many steps are in force.
    Travel(usize),
    /// Carry a command out; what else is to be said behind its words.
    Apply(Box<(Command, ResultLine)>),
    /// Import a purchase register; of one that was read without asking, what is said of that.
    Register(Box<(Command, Option<String>)>),
}

/// The book, turned around, with what is derived from all of it.
pub struct Reworked {
    book: Book,
    log: Log,
    findings: Findings,
    sheets: Vec<(Counts, RoaringBitmap)>,
    /// What the journal is to be said, spelled.
    event: String,
    line: ResultLine,
    /// When the newest of its downloads was made.
    downloaded: Option<Day>,
    /// A newer download came in.
    pub brings: bool,
    /// A newer download came in or was taken out: what it changes in the credit is no decision.
    turns: bool,
    /// A purchase register came in.
    pub imports: bool,
}

impl Rework {
    /// Does it, on a copy of the book.
    pub fn carry_out(self, mut book: Book, mut log: Log, day: Day) -> Reworked {
        let (brings, imports) = (matches!(self, Rework::Bring(_)), matches!(self, Rework::Register(_)));
        let turns = match self {
            Rework::Travel(steps) => merges_between(&log, steps),
            _ => brings,
        };
        let (event, line) = match self {
            Rework::Apply(apply) => {
                let (command, line) = *apply;
                let step = log.apply(&mut book, command);
                let text = format!("{}.{}", step.words(), line.text);
                (Event::Do(step.command.clone()), ResultLine { undo: true, text, ..line })
            }
            Rework::Register(import) => {
                let (command, known) = *import;
                let words = take::words(&book, &command, known.as_deref());
                let part = known.is_some().then(|| take::first_place(&book, &command));
                let step = log.apply(&mut book, command);
                let text = format!("{}.{words}", step.words());
                (Event::Do(step.command.clone()), ResultLine { undo: true, part, ..ResultLine::new(text) })
            }
            Rework::Bring(bring) => {
                let line = ResultLine { undo: true, ..ResultLine::new(bring.outcome().as_result()) };
                let step = log.apply(&mut book, Command::merge(bring.newer.book.clone(), bring.mine()));
                (Event::Do(step.command.clone()), line)
            }
            Rework::Travel(steps) => {
                let back = steps < log.in_force();
                log.travel(&mut book, steps, |_, _| {});
                let step = if back { log.steps().get(steps) } else { log.steps()[..steps].last() };
                let words = step.map_or_else(String::new, |step| step.words());
                let marked = if back { still_marked(&log, steps) } else { String::new() };
                let text = if back { format!("Undone: {words}.{marked}") } else { format!("Done again: {words}.") };
                (Event::InForce(log.in_force()), ResultLine::new(text))
            }
        };
        let done = matches!(event, Event::Do(_)).then(clock::now);
        done.iter().for_each(|&now| log.stamp(now));
        let sheets = |section| (Counts::of(book.sheet(section)), book.delta(section).collect());
        Reworked {
            findings: Findings::of(&book, day),
            sheets: Section::ALL.map(sheets).into(),
            event: event.to_json_at(done.unwrap_or(0), &book),
            downloaded: made_on(&book),
            book,
            log,
            line,
            brings,
            turns,
            imports,
        }
    }
}

/// Of a newer download that was taken back: that the upload which was marked before it is marked still, so that what it says is not
/// in the next one.
fn still_marked(log: &Log, steps: usize) -> String {
    let undone = log.steps().get(steps).map(|step| &step.command);
    let before = log.steps()[..steps].last().map(|step| &step.command);
    match (undone, before) {
        (Some(Command::Merge { .. }), Some(Command::Uploaded { name, .. })) => {
            format!(" {name} is still marked as uploaded: undo once more to take that back.")
        }
        _ => String::new(),
    }
}

/// Whether a newer download comes in or goes out between now and this many steps.
fn merges_between(log: &Log, steps: usize) -> bool {
    let (from, to) = (steps.min(log.in_force()), steps.max(log.in_force()));
    let between = log.steps().get(from..to.min(log.steps().len())).unwrap_or_default();
    between.iter().any(|step| matches!(step.command, Command::Merge { .. }))
}

impl Session {
    /// Whether a newer download, or a large register, comes in or goes out between now and this many steps.
    pub fn crosses_a_merge(&self, steps: usize) -> bool {
        let (from, to) = (steps.min(self.log.in_force()), steps.max(self.log.in_force()));
        if take::crosses_many(&self.log, (from, to), self.book.register().entries().len()) {
            return true;
        }
        merges_between(&self.log, steps)
    }

    /// Takes the book as it is now.
    pub fn take_reworked(&mut self, reworked: Reworked) {
        // What a newer download brings is no decision, nor is it when it goes again: it has its own list.
        // Nor does a register that comes in change the credit.
        let known = self.all_counted() && !reworked.turns && !reworked.imports;
        let credit =
            if known { CreditMove::Awaited(StepParts::of_all(&self.tally.figures)) } else { CreditMove::Silent };
        let Reworked { book, log, findings, sheets, event, line, downloaded, turns, .. } = reworked;
        self.background.stop();
        self.keeping.tell_spelled(&event);
        let before = std::mem::replace(&mut self.book, Arc::new(book));
        (self.log, self.findings, self.downloaded) = (log, findings.into(), downloaded);
        if let Place::Other(at) = self.place
            && at >= self.book.others().len()
        {
            self.place = Place::Sheet(Section::B2b);
        }
        self.notes_seen |= self.book.notes().is_empty();
        let mut all = RoaringBitmap::new();
        for (section, (counts, changed)) in Section::ALL.into_iter().zip(sheets) {
            all |= Scope::All.numbers(section, &changed);
            let view = self.view_mut(section);
            (view.counts, view.changed) = (counts, changed);
        }
        self.view_mut(Scope::All).changed = all;
        self.count_all();
        for scope in Scope::EACH {
            self.follow_versions(scope, &before);
            // Rows come and go above the marked one, which stays in sight.
            self.view_mut(scope).follows |= turns;
            self.rebuild(scope);
        }
        parts::forget(before);
        self.result = Some(ResultLine { credit, ..line });
        self.revision += 1;
        self.outdate_matches(Concern::Inputs);
        self.refresh();
        self.match_again();
    }

    /// Focus and selection go from rows that are not in force any more to the versions that are. `before`: the book as it
    /// was, which alone knows of what was taken back.
    fn follow_versions(&mut self, scope: Scope, before: &Book) {
        let selection = &self.view(scope).selection;
        let version = |number: u32| {
            let (section, row) = scope.record(number);
            let (sheet, before) = (self.book.sheet(section), before.sheet(section));
            let newer = successors(Some(row), |&row| sheet.newer(row));
            let older = successors(Some(row), |&row| before.older(row));
            let row = newer.chain(older).find(|&row| sheet.in_force(row));
            row.map(|row| scope.number(section, row))
        };
        let focus = selection.focus.and_then(version);
        let out: Vec<_> = scope.sections().iter().map(|&s| (s, self.book.sheet(s).not_in_force())).collect();
        let out = &selection.rows & scope.together(out.iter().map(|(section, rows)| (*section, rows)));
        let moved = bitmap(&out.iter().filter_map(version).collect::<Vec<u32>>());
        let rows = (&selection.rows - out) | moved;
        let selection = &mut self.view_mut(scope).selection;
        (selection.rows, selection.focus, selection.anchor) = (rows, focus, focus);
    }
}
