//! What a newer download made of a record, said with the record; and the decision that was set aside.

use egui::Ui;

use crate::app::requests::Requests;
use crate::app::theme::{self, tokens};
use crate::book::{Field, Section};
use crate::edit::merge::{self, Kind, became, set_aside};
use crate::session::Session;
use crate::values::capital;
use crate::view;

/// Draws it; nothing for a record that is as it was read.
pub fn show(ui: &mut Ui, open: &Session, section: Section, row: u32, out: &mut Requests) {
    let Some(kind) = became(open.book(), section, row).filter(|kind| *kind != Kind::Unchanged) else { return };
    let waits = open.changes().lists.is_to_pick(section, row);
    let look = if waits { tokens(ui).pending } else { tokens(ui).no_action };
    theme::notice(ui, &look, |ui| {
        ui.set_width(ui.available_width());
        theme::label(ui, theme::caption("Newer download").color(look.colour));
        let (title, means) = merge::in_words(open.book(), section, row, kind);
        theme::sentence(ui, theme::semibold(format!("{title}.")));
        match set_aside(open.book(), section, row) {
            Some((older, _)) => {
                theme::sentence(ui, in_words(open, section, older, waits));
                crate::app::inspector::picks::picks(ui, open, section, row, out);
            }
            // What was set aside was taken up, or there was nothing to set aside.
            None if matches!(kind, Kind::Changed | Kind::Conflict) => {}
            None if means.is_empty() => {}
            None => drop(theme::sentence(ui, format!("{}.", capital(means)))),
        }
    });
}

/// What was decided on the version before, and whether it waits still or the user kept what the portal holds.
fn in_words(open: &Session, section: Section, older: u32, waits: bool) -> String {
    let cell = |field| view::cell(open.book(), section, older, field).into_owned();
    let mut words = format!("You had decided: {}", cell(Field::Action));
    for field in [Field::Answer, Field::Remarks] {
        let text = cell(field);
        if !text.is_empty() && Field::columns(section).contains(&field) {
            words += &format!(" · {}: {text}", field.title());
        }
    }
    words + if waits { ". It is set aside." } else { ". The portal's action counts." }
}
