//! What was done to a record, in the details.

use crate::app::theme;
use crate::book::Section;
use crate::session::Session;
use crate::session::deciding::travel::steps_in_words;
use crate::values::grouped;
use egui::{Label, Ui};

/// What was done to a record, the last first, as lines of the inspector.
pub fn of_record(ui: &mut Ui, open: &Session, section: Section, row: u32) {
    /// A record has few steps; of one that was turned over and over, the last ones tell.
    const SHOWN: usize = 8;
    let mut lines: Vec<String> = open
        .log()
        .history(section, row)
        .map(|(place, step)| {
            format!("{} · step {}", step.command.words_for_one(step.effect.rows()), grouped(place as u64 + 1))
        })
        .collect();
    lines.reverse();
    for line in lines.iter().take(SHOWN) {
        ui.add(Label::new(theme::caption(line)).wrap());
    }
    if lines.len() > SHOWN {
        ui.label(theme::caption(format!("and {} before", steps_in_words(lines.len() - SHOWN))));
    }
}
