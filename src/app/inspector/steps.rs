//! What was done to a record, in the details.

use crate::app::actions::UserAction;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint};
use crate::book::Section;
use crate::edit::Step;
use crate::session::Session;
use crate::session::deciding::travel::steps_in_words;
use crate::values::grouped;
use egui::Ui;

/// What was done to a record, the last first, as lines of the details; the last step can be undone here.
pub fn of_record(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    /// A record has few steps; of one that was turned over and over, the last ones tell.
    const SHOWN: usize = 8;
    let steps: Vec<_> = open.log().history(section, row).collect();
    for (nth, (place, step)) in steps.iter().rev().take(SHOWN).enumerate() {
        let words = step.command.words_for_one(step.effect.rows());
        let words = format!("{words} · step {}", grouped(*place as u64 + 1));
        theme::sentence(ui, theme::caption(words));
        if nth == 0 && open.look_only().is_none() && step.command.decides() {
            undo_link(ui, open, *place, step, out);
        }
    }
    if steps.len() > SHOWN {
        theme::label(ui, theme::caption(format!("and {} before", steps_in_words(steps.len() - SHOWN))));
    }
}

/// Undoes the last step of all, or puts this record alone back as it was before an earlier one.
fn undo_link(ui: &mut Ui, open: &Session, place: usize, step: &Step, out: &mut Requests) {
    let last = place + 1 == open.log().in_force();
    let records = step.effect.records();
    if last {
        let words = if records == 1 { "Undo this step".to_owned() } else { format!("Undo {}", grouped(records)) };
        if theme::link(ui, &words).hint("Undo this step (Ctrl Z).").clicked() {
            out.push(Request::Do(UserAction::Undo));
        }
    } else if open.targets().count() == 1 {
        let hint = "Put back what this step replaced, for this record only. That is a new step, which can be undone.";
        if theme::link(ui, "Undo for this record").hint(hint).clicked() {
            out.push(Request::Revert(place));
        }
    }
}
