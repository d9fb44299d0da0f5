//! Going to a step of the history, and putting back what one step replaced for some rows.

use crate::edit::Step;
use crate::session::Session;
use crate::session::result_line::ResultLine;
use crate::values::{counted, grouped};

/// Goes to where this many steps are in force.
pub fn travel(open: &mut Session, steps: usize) {
    if steps == open.log.in_force() {
        return;
    }
    open.travel(steps);
    let at = open.log.in_force();
    let text = match open.log.steps()[..at].last() {
        None => "All steps are undone: everything is as the portal holds it.".to_owned(),
        Some(step) => format!("Back at step {}: {}.", grouped(at as u64), step.words()),
    };
    open.result = Some(ResultLine { credit: open.moved, ..ResultLine::new(text) });
}

/// Puts back what a step replaced, for the rows that an action would be for.
pub fn revert(open: &mut Session, place: usize) {
    let Some(scope) = open.scope() else { return };
    let command = open.log.revert(&open.book, place, &scope.by_sheet(&open.targets.rows));
    match command {
        None => open.say(ResultLine::new("Nothing changed: these rows are as they were before that step.")),
        Some(command) => open.apply_and_say(command, ResultLine::default()),
    }
}

/// Steps that follow each other and are said in one line: single decisions of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The place of the first step.
    pub first: usize,
    /// The place of the last one.
    pub last: usize,
}

impl Run {
    /// How many steps it is.
    pub fn count(&self) -> usize {
        self.last - self.first + 1
    }

    /// The run in words: `90 single decisions: Rejected`.
    pub fn words(&self, steps: &[Step]) -> String {
        let done = steps[self.first].command.words_for_one(1);
        format!("{} single decisions: {done}", grouped(self.count() as u64))
    }
}

/// The steps in runs, in their order. Those that are undone are in no run with those that are in force.
pub fn runs(steps: &[Step], in_force: usize) -> Vec<Run> {
    let decision = |step: &&Step| step.command.decides();
    let single = |step: &Step| {
        Some(step).filter(decision)?.only_record().map(|(section, _)| (section, step.command.words_for_one(1)))
    };
    let mut runs: Vec<Run> = Vec::new();
    let mut kind = None;
    for (place, step) in steps.iter().enumerate() {
        let of = single(step);
        match runs.last_mut() {
            Some(run) if of.is_some() && of == kind && place != in_force => run.last = place,
            _ => runs.push(Run { first: place, last: place }),
        }
        kind = of;
    }
    runs
}

/// `1 step`, `12 steps`.
pub fn steps_in_words(steps: usize) -> String {
    counted(steps as u64, "step", "steps")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Action, Section};
    use crate::edit::{Change, Command, Log};
    use crate::portal::{self, Input, sample};
    use crate::work::Progress;

    #[test]
    fn single_decisions_of_one_kind_in_a_row_are_one_run() {
        let mut bytes = Vec::new();
        sample::write(40, 1, &mut bytes).unwrap();
        let input = Input { name: "sample".into(), path: None, bytes };
        let mut book = portal::read(vec![input], &Progress::default()).unwrap();
        let mut log = Log::default();
        let decide = |rows: &[u32], action| {
            Command::decide(Section::B2b, rows.iter().copied().collect(), Change::action(action))
        };
        for (rows, action) in [
            (&[0][..], Action::Accept),
            (&[1], Action::Accept),
            (&[2], Action::Reject),
            (&[3], Action::Reject),
            (&[4, 5], Action::Reject),
            (&[6], Action::Reject),
        ] {
            log.apply(&mut book, decide(rows, action));
        }
        let run = |first, last| Run { first, last };
        assert_eq!(runs(log.steps(), 6), [run(0, 1), run(2, 3), run(4, 4), run(5, 5)]);
        assert_eq!(runs(log.steps(), 1), [run(0, 0), run(1, 1), run(2, 3), run(4, 4), run(5, 5)], "one is undone");
        assert_eq!(run(2, 3).words(log.steps()), "2 single decisions: Rejected");
    }
}
