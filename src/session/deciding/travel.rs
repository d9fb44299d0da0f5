//! Going to a step of the history, and putting back what one step replaced for some rows.

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
        None => "All steps are taken back: everything is as imported.".to_owned(),
        Some(step) => format!("Back at step {}: {}.", grouped(at as u64), step.words()),
    };
    open.result = Some(ResultLine { credit: open.moved, ..ResultLine::new(text) });
}

/// Puts back what a step replaced, for the rows that an action would be for.
pub fn revert(open: &mut Session, place: usize) {
    let Some(section) = open.section() else { return };
    let command = open.log.revert(&open.book, place, section, &open.targets.rows);
    match command {
        None => open.say(ResultLine::new("Nothing changed: these rows are as they were before that step.")),
        Some(command) => open.apply_and_say(command, ResultLine::default()),
    }
}

/// `1 step`, `12 steps`.
pub fn steps_in_words(steps: usize) -> String {
    counted(steps as u64, "step", "steps")
}
