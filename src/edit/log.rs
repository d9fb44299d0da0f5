//! The log: the commands in order, and how many of them are in force.

use super::{Command, DecidedWith, Effect, RowsOfClass};
use crate::book::{Book, Section};

/// A command that was carried out, with what it replaced (or, once undone, what it would put there).
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The command.
    pub command: Command,
    /// What it replaced.
    pub effect: Effect,
    /// Unlike that of any other step of this log, undone and forgotten ones included.
    pub id: u64,
    /// When it was done: seconds since 1970, 0 where that is not known.
    pub when: u64,
}

impl Step {
    /// The step in words.
    pub fn words(&self) -> String {
        self.command.words(self.effect.records())
    }

    /// The record that it was for, if that was a single one: of a decision, of a link, or of an error that was dismissed.
    pub fn only_record(&self) -> Option<(Section, u32)> {
        let of_links = matches!(self.command, Command::Link { .. } | Command::Apart { .. } | Command::Unlink { .. });
        if !self.command.decides() && !of_links && !matches!(self.command, Command::Dismiss { .. }) {
            return None;
        }
        let mut sheets = self.effect.sheets.iter().filter(|sheet| !sheet.rows.is_empty());
        match (sheets.next(), sheets.next()) {
            (Some(sheet), None) if sheet.rows.len() == 1 => Some((sheet.section, sheet.rows.min()?)),
            _ => None,
        }
    }
}

/// The commands of a book in order. Undo has no limit in steps.
#[derive(Clone, Debug, Default)]
pub struct Log {
    steps: Vec<Step>,
    in_force: usize,
    last_id: u64,
    /// The review was looked at, and nothing was done, undone or redone since.
    reviewed: bool,
    decided_with: DecidedWith,
}

impl Log {
    /// Carries a command out. Steps that were undone before are forgotten.
    pub fn apply(&mut self, book: &mut Book, mut command: Command) -> &Step {
        self.steps.truncate(self.in_force);
        self.reviewed = false;
        if let Command::Merge { from, .. } = &mut command {
            // The journal has to find the same rows, though it does not hear of merges that were taken back and forgotten.
            from.iter_mut().zip(*book.rows_given()).for_each(|(from, rows)| *from = rows.max(*from));
        }
        let effect = command.apply(book);
        if let Command::Merge { later, .. } = &mut command {
            later.forget();
        }
        command.forget_entries();
        self.in_force += 1;
        self.last_id += 1;
        self.steps.push(Step { command, effect, id: self.last_id, when: 0 });
        &self.steps[self.in_force - 1]
    }

    /// Says when the last step in force was done: seconds since 1970.
    pub fn stamp(&mut self, when: u64) {
        if let Some(step) = self.in_force.checked_sub(1).and_then(|last| self.steps.get_mut(last)) {
            step.when = when;
        }
    }

    /// Takes the last step in force back; none if there is none.
    pub fn undo(&mut self, book: &mut Book) -> Option<&Step> {
        let last = self.in_force.checked_sub(1)?;
        self.steps[last].effect.swap(book);
        self.in_force = last;
        self.reviewed = false;
        self.steps.get(last)
    }

    /// Carries the last undone step out again; none if there is none.
    pub fn redo(&mut self, book: &mut Book) -> Option<&Step> {
        let step = self.steps.get_mut(self.in_force)?;
        step.effect.swap(book);
        self.in_force += 1;
        self.reviewed = false;
        self.steps.get(self.in_force - 1)
    }

    /// Undoes or redoes until this many steps are in force; calls `touched` with each step on the way.
    pub fn travel(&mut self, book: &mut Book, steps: usize, mut touched: impl FnMut(&Book, &Step)) {
        let target = steps.min(self.steps.len());
        while self.in_force != target {
            let back = self.in_force > target;
            let Some(step) = (if back { self.undo(book) } else { self.redo(book) }) else { return };
            touched(book, step);
        }
    }

    /// The steps in force that touched a record, by their places in the log.
    pub fn history(&self, section: Section, row: u32) -> impl Iterator<Item = (usize, &Step)> {
        self.steps[..self.in_force].iter().enumerate().filter(move |(_, step)| step.effect.touches(section, row))
    }

    /// All steps, those undone last.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many steps are in force.
    pub fn in_force(&self) -> usize {
        self.in_force
    }

    /// The review of the book as it is now was looked at. Whatever changes the book takes the mark away.
    pub fn mark_reviewed(&mut self) {
        self.reviewed = true;
    }

    /// Whether the review was looked at since the last change.
    pub fn reviewed(&self) -> bool {
        self.reviewed
    }

    /// Takes what is known of the matches with which records were decided.
    pub fn know_decided_with(&mut self, known: &[RowsOfClass]) {
        self.decided_with.know(known);
    }

    /// With which class of match records were decided.
    pub fn decided_with(&self) -> &DecidedWith {
        &self.decided_with
    }

    /// Names the state of the book: equal only for equal states of this log.
    pub fn state(&self) -> u64 {
        self.in_force.checked_sub(1).map_or(0, |last| self.steps[last].id)
    }

    /// The steps that are in force since the book was in a state; none if that state was taken back.
    pub fn since(&self, state: u64) -> Option<&[Step]> {
        let steps = &self.steps[..self.in_force];
        match state {
            0 => Some(steps),
            state => steps.iter().rposition(|step| step.id == state).map(|at| &steps[at + 1..]),
        }
    }
}
