//! Carrying commands out, taking them back and doing them again, and what each did to the credit.

use crate::book::{Book, Heads, Scope, Section};
use crate::edit::{Command, Effect, Step};
use crate::rules::credit::{Credit, Figures};
use crate::session::credit_words::StepParts;
use crate::session::matched::Concern;
use crate::session::result_line::{CreditMove, ResultLine};
use crate::session::{Scroll, Session};
use crate::store::journal::Event;
use crate::values::clock;
use crate::view::selection::bitmap;
use crate::view::{self, Counts};
use crate::work::parts;
use roaring::RoaringBitmap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a step that touches more rows does to the credit is known once the whole book is counted again.
const CREDIT_AT_ONCE: u64 = 50_000;

/// A step in words: of a single record which it is.
pub fn in_words(book: &Book, step: &Step) -> String {
    let Some((section, row)) = step.only_record() else { return step.words() };
    let records = book.sheet(section).records();
    let trade = records.names.get(row);
    let from = if trade.is_empty() { records.suppliers.get(row) } else { trade };
    format!("{}: {} · {from}", step.command.words_for_one(1), records.numbers.get(row))
}

/// The credit before a step.
enum CreditBefore {
    /// Nothing is to be said of it.
    Silent,
    /// What each record gave on which it may depend.
    Of(Vec<Heads>),
    /// Of the whole book.
    OfAll(Box<StepParts>),
}

impl Session {
    /// The credit before a step that touches these rows.
    fn credit_before(&mut self, touched: &[(Section, RoaringBitmap)]) -> CreditBefore {
        // What an earlier step did would never be known: this one comes in between.
        if let Some(ResultLine { credit: credit @ CreditMove::Awaited(_), .. }) = &mut self.result {
            *credit = CreditMove::Silent;
        }
        let rows: u64 = touched.iter().map(|(_, rows)| rows.len()).sum();
        match rows {
            0 => CreditBefore::Silent,
            // The whole book is counted again in any case: the window does not wait for these.
            n if n > CREDIT_AT_ONCE && self.all_counted() => {
                CreditBefore::OfAll(Box::new(StepParts::of_all(&self.tally.figures)))
            }
            _ => CreditBefore::Of(Credit::new(&self.book, self.day).values_around(touched)),
        }
    }

    /// The same after it: what it did.
    fn credit_moved(&mut self, before: CreditBefore, touched: &[(Section, RoaringBitmap)]) {
        self.moved = match before {
            CreditBefore::Silent => CreditMove::Silent,
            CreditBefore::OfAll(before) => CreditMove::Awaited(*before),
            CreditBefore::Of(values) => {
                let figures = Figures::of_change(&Credit::new(&self.book, self.day), touched, &values);
                CreditMove::By(StepParts::of(&figures))
            }
        };
    }

    /// Carries a command out and gives its words.
    pub(super) fn apply(&mut self, command: Command) -> String {
        let about = if command.moves_credit() { command.rows() } else { Vec::new() };
        let before = self.credit_before(&about);
        let was_written = self.log.state() == self.written;
        let only_said = matches!(command, Command::Uploaded { .. });
        self.background.stop();
        let now = clock::now();
        self.log.apply(Arc::make_mut(&mut self.book), command);
        self.log.stamp(now);
        let step = &self.log.steps()[self.log.in_force() - 1];
        self.keeping.tell_at(&Event::Do(step.command.clone()), now, &self.book);
        let (words, effect, pick) = (step.words(), touched(&step.effect), step.command.picks());
        let concern = Concern::of(&step.command, effect.iter().map(|sheet| sheet.0));
        // What was uploaded is in a file already.
        if only_said && was_written {
            self.written = self.log.state();
        }
        self.credit_moved(before, &about);
        self.outdate_matches(concern);
        self.findings.step_done(self.log.in_force() - 1, &self.book, &effect);
        self.renew(&effect, pick);
        self.matches_follow(concern, &effect);
        words
    }

    /// Carries a command out and says so; what `line` holds comes behind the command's words.
    pub fn apply_and_say(&mut self, command: Command, line: ResultLine) {
        let words = self.apply(command);
        self.say(ResultLine { undo: true, credit: self.moved, text: format!("{words}.{}", line.text), ..line });
    }

    /// Takes the last step back and says so.
    pub fn undo(&mut self) {
        if let Some(words) = self.step(true) {
            self.say(ResultLine { credit: self.moved, ..ResultLine::new(format!("Undone: {words}.")) });
        }
    }

    /// Does again what was taken back last, and says so.
    pub fn redo(&mut self) {
        if let Some(words) = self.step(false) {
            self.say(ResultLine { credit: self.moved, ..ResultLine::new(format!("Done again: {words}.")) });
        }
    }

    /// Takes the last step back, or an undone one forward; says which.
    fn step(&mut self, back: bool) -> Option<String> {
        let place = if back { self.log.in_force().checked_sub(1)? } else { self.log.in_force() };
        let step = self.log.steps().get(place)?;
        let about = if step.command.moves_credit() { touched(&step.effect) } else { Vec::new() };
        let before = self.credit_before(&about);
        self.background.stop();
        let book = Arc::make_mut(&mut self.book);
        let step = if back { self.log.undo(book) } else { self.log.redo(book) }?;
        let (words, effect, pick) = (in_words(&self.book, step), touched(&step.effect), step.command.picks());
        let concern = Concern::of(&step.command, effect.iter().map(|sheet| sheet.0));
        self.keeping.tell(&Event::InForce(self.log.in_force()), &self.book);
        self.credit_moved(before, &about);
        self.outdate_matches(concern);
        self.findings.step_turned(place, &self.book, &effect);
        self.renew(&effect, pick);
        self.matches_follow(concern, &effect);
        self.go_to_first_of(&effect);
        Some(words)
    }

    /// Goes to the first record of the view that a step touched which was taken back or done again. Several that are selected stay so: the
    /// user chose them for the next key. What the view hides stays hidden.
    fn go_to_first_of(&mut self, touched: &[(Section, RoaringBitmap)]) {
        let Some(scope) = self.scope() else { return };
        let touched = touched.iter().filter(|(section, _)| scope.has(*section));
        let touched = scope.together(touched.map(|(section, rows)| (*section, rows)));
        let view = self.view_mut(scope);
        let shown = touched & &*view.set;
        if shown.is_empty() {
            return;
        }
        let Some(place) = view.rows.iter().position(|&row| shown.contains(row)) else { return };
        let first = view.rows[place];
        match view.selection.rows.len() {
            0 => view.selection.focus_on(first),
            _ if shown.is_subset(&view.selection.rows) => view.selection.focus_on(first),
            1 => view.selection.click(first),
            _ => return,
        }
        view.scroll = Some(Scroll::To(place));
        self.refresh();
    }

    /// Undoes or redoes until this many steps are in force.
    pub(super) fn travel(&mut self, steps: usize) {
        let about = self.touched_until(steps);
        let before = self.credit_before(&about);
        let (mut sheets, mut pick) = (BTreeMap::<Section, RoaringBitmap>::new(), false);
        let mut concern = Concern::Nothing;
        self.background.stop();
        self.log.travel(Arc::make_mut(&mut self.book), steps, |_, step| {
            for effect in &step.effect.sheets {
                *sheets.entry(effect.section).or_default() |= &effect.rows;
            }
            pick |= step.command.picks();
            let sections = step.effect.sheets.iter().map(|sheet| sheet.section);
            concern = concern.with(Concern::of(&step.command, sections));
        });
        self.keeping.tell(&Event::InForce(self.log.in_force()), &self.book);
        self.credit_moved(before, &about);
        let touched: Vec<_> = sheets.into_iter().collect();
        self.outdate_matches(concern);
        self.findings.steps_turned(&self.book, &touched);
        self.renew(&touched, pick);
        self.matches_follow(concern, &touched);
    }

    /// The rows that the steps between now and this many in force touched, where they may change the credit.
    fn touched_until(&self, steps: usize) -> Vec<(Section, RoaringBitmap)> {
        let (now, then) = (self.log.in_force(), steps.min(self.log.steps().len()));
        let between = self.log.steps().get(now.min(then)..now.max(then)).unwrap_or_default();
        let mut sheets = BTreeMap::<Section, RoaringBitmap>::new();
        for effect in between.iter().filter(|step| step.command.moves_credit()).flat_map(|step| &step.effect.sheets) {
            *sheets.entry(effect.section).or_default() |= &effect.rows;
        }
        sheets.into_iter().collect()
    }

    /// Derives again what depends on rows that a command touched, what the rules say of them apart.
    pub(super) fn renew(&mut self, touched: &[(Section, RoaringBitmap)], pick: bool) {
        let mut sections: Vec<Section> = Vec::new();
        for (section, rows) in touched {
            self.count(*section, rows);
            sections.extend([Some(*section), section.amendment()].into_iter().flatten());
        }
        sections.sort_unstable();
        sections.dedup();
        let all = (!sections.is_empty()).then_some(Scope::All);
        for scope in all.into_iter().chain(sections.into_iter().map(Scope::Sheet)) {
            let view = self.view(scope);
            if pick || view::reads_decisions(&view.filter, &view.sort) {
                self.follow_decision(scope, touched, pick);
            }
        }
        self.revision += 1;
        self.refresh();
    }

    /// Counts a sheet again of which a command touched these rows.
    pub(super) fn count(&mut self, section: Section, touched: &RoaringBitmap) {
        let rows: Vec<u32> = touched.iter().collect();
        let in_delta = |rows: &[u32]| rows.iter().copied().filter(|&row| self.book.in_delta(section, row)).collect();
        let now = bitmap(&parts::joined(parts::in_parts(&rows, in_delta)));
        let counts = Counts::of(self.book.sheet(section));
        self.view_mut(section).counts = counts;
        for scope in [Scope::All, Scope::Sheet(section)] {
            let view = self.view_mut(scope);
            view.changed -= scope.numbers(section, touched);
            view.changed |= scope.numbers(section, &now);
        }
        self.count_all();
    }

    /// Counts all sheets together.
    pub(super) fn count_all(&mut self) {
        let counts = Section::ALL.map(|section| self.view(section).counts);
        self.view_mut(Scope::All).counts = Counts::sum(&counts);
    }
}

fn touched(effect: &Effect) -> Vec<(Section, RoaringBitmap)> {
    effect.sheets.iter().map(|s| (s.section, s.rows.clone())).collect()
}
