//! Judging every row by the rules: on another day, when the user asks, when the facts of the client change.

use crate::book::{Book, Facts, Scope, Section};
use crate::rules::{Findings, SaidBefore, Weight};
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::values::{Day, grouped, records};
use roaring::RoaringBitmap;
use std::ops::Deref;
use std::sync::Arc;

/// What the rules say of the book; and what they said before the last step, so that no row is judged for taking that back. Findings that
/// take the place of these know of no step.
pub(in crate::session) struct Judgement {
    findings: Arc<Findings>,
    /// The place of that step in the log, and what was said before it was done, or taken back.
    before: Option<(usize, SaidBefore)>,
}

impl From<Findings> for Judgement {
    fn from(findings: Findings) -> Judgement {
        Judgement { findings: Arc::new(findings), before: None }
    }
}

impl Deref for Judgement {
    type Target = Arc<Findings>;

    fn deref(&self) -> &Arc<Findings> {
        &self.findings
    }
}

impl Judgement {
    /// Judges the rows again that a new step touched. `place`: its place in the log.
    pub fn step_done(&mut self, place: usize, book: &Book, touched: &[(Section, RoaringBitmap)]) {
        self.before = Some((place, self.judge(book, touched)));
    }

    /// The same of a step that was taken back or done again: if it was the last one, what was said before it is right again.
    pub fn step_turned(&mut self, place: usize, book: &Book, touched: &[(Section, RoaringBitmap)]) {
        let before = match self.before.take() {
            Some((of, before)) if of == place => Arc::make_mut(&mut self.findings).take_back(before),
            _ => self.judge(book, touched),
        };
        self.before = Some((place, before));
    }

    /// The same of several steps at once.
    pub fn steps_turned(&mut self, book: &Book, touched: &[(Section, RoaringBitmap)]) {
        self.judge(book, touched);
        self.before = None;
    }

    fn judge(&mut self, book: &Book, touched: &[(Section, RoaringBitmap)]) -> SaidBefore {
        Arc::make_mut(&mut self.findings).renew(book, touched)
    }
}

impl Session {
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

    /// Judges every row again, as something changed that the rules read.
    pub(in crate::session) fn judge_all(&mut self) {
        self.validate(self.day_to_come, false);
    }

    /// Judges every row by a day; whether to say what came of it.
    fn validate(&mut self, day: Day, say: bool) {
        self.day_to_come = day;
        // What the rules read has changed.
        self.findings.before = None;
        self.look(Purpose::Validate, move |book, _, progress| {
            let findings = Findings::of_until(book, day, progress)?;
            Some(Box::new(move |open| open.judged(findings, day, say)))
        });
    }

    fn judged(&mut self, findings: Findings, day: Day, say: bool) {
        self.background.stop();
        (self.findings, self.day) = (findings.into(), day);
        if say {
            let words = format!("Validated: {}. Nothing was changed.", self.findings_in_words());
            self.result = Some(ResultLine::new(words));
        }
        for scope in Scope::EACH {
            if self.view(scope).filter.reads_findings() {
                self.rebuild(scope);
            }
        }
        self.revision += 1;
        self.refresh();
        self.match_by_day();
    }

    /// Takes what the user tells of the book. The rules read facts, so every row is judged again.
    pub fn take_facts(&mut self, name: &str, facts: Facts) {
        name.clone_into(&mut self.name);
        if facts != self.book.facts {
            self.book_mut().facts = facts;
            self.judge_all();
        }
    }

    /// How many records of a sheet, or of all, carry findings that someone should look at.
    pub fn with_findings(&self, scope: impl Into<Scope>) -> u64 {
        let scope = scope.into();
        [Weight::Warns, Weight::Asks, Weight::Blocks].into_iter().map(|weight| self.with_weight(scope, weight)).sum()
    }

    /// The findings of the book in words, for the line after validating.
    fn findings_in_words(&self) -> String {
        let [blocks, asks, warns] =
            [Weight::Blocks, Weight::Asks, Weight::Warns].map(|weight| self.with_weight(Scope::All, weight));
        match (blocks, asks + warns) {
            (0, 0) => "nothing blocks, nothing warns".to_owned(),
            (0, rest) => format!("nothing blocks, {} with warnings", records(rest)),
            (blocks, 0) => format!("{} blocked", records(blocks)),
            (blocks, rest) => format!("{} blocked, {} with warnings", records(blocks), grouped(rest)),
        }
    }
}
