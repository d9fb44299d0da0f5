//! Judging every row by the rules: on another day, when the user asks, when the facts of the client change.

use crate::book::{Facts, Scope};
use crate::rules::{Findings, Weight};
use crate::session::Session;
use crate::session::background::Purpose;
use crate::session::result_line::ResultLine;
use crate::values::{Day, grouped, records};
use std::sync::Arc;

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

    /// Judges every row by a day; whether to say what came of it.
    fn validate(&mut self, day: Day, say: bool) {
        self.day_to_come = day;
        self.look(Purpose::Validate, move |book, _, progress| {
            let findings = Findings::of_until(book, day, progress)?;
            Some(Box::new(move |open| open.judged(findings, day, say)))
        });
    }

    fn judged(&mut self, findings: Findings, day: Day, say: bool) {
        self.background.stop();
        (self.findings, self.day) = (Arc::new(findings), day);
        self.said_before = None;
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
            self.said_before = None;
            self.validate(self.day_to_come, false);
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
