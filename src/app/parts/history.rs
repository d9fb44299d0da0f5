//! The history panel: every step in words, newest first. A click goes there; one step can be put back for some rows alone.

use crate::app::actions::UserAction;
use crate::app::parts::side_list::{self, FIRST, LINE, SECOND};
use crate::app::parts::top_bar::name;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, size, space, tokens};
use crate::edit::Step;
use crate::session::Session;
use crate::session::deciding::travel::steps_in_words;
use crate::values::grouped;
use egui::{Rect, Role, ScrollArea, Ui, UiBuilder, pos2, vec2};

/// Draws the panel.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let (steps, in_force) = (open.log().steps(), open.log().in_force());
    if side_list::head(ui, "Every step", "The history (Ctrl H)") {
        out.push(Request::Do(UserAction::History));
    }
    ui.label(theme::caption(match steps.len() - in_force {
        _ if open.look_only().is_some() => format!("{} done.", steps_in_words(in_force)),
        0 => format!("{} done. A click goes to a step.", steps_in_words(steps.len())),
        undone => {
            format!("{} done, {} undone. A click goes to a step.", steps_in_words(in_force), grouped(undone as u64))
        }
    }));
    ui.add_space(space::STEP);
    ui.spacing_mut().item_spacing.y = 1.0;
    // As imported is below the first step.
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, LINE, steps.len() + 1, |ui, range| {
        for after in range.map(|place| steps.len() - place) {
            line(ui, open, after, out);
        }
    });
}

/// Draws the state after this many steps.
fn line(ui: &mut Ui, open: &Session, after: usize, out: &mut Requests) {
    let t = tokens(ui);
    let step = after.checked_sub(1).and_then(|place| open.log().steps().get(place));
    let (here, undone) = (after == open.log().in_force(), after > open.log().in_force());
    let words = step.map_or_else(|| "As imported".to_owned(), Step::words);
    let (rect, response) = side_list::line(ui);
    let place = match (step, here, undone) {
        (None, true, _) => "the beginning · you are here".to_owned(),
        (None, ..) => "the beginning".to_owned(),
        (_, true, _) => format!("step {} · you are here", grouped(after as u64)),
        (_, _, true) => format!("step {} · undone", grouped(after as u64)),
        _ => format!("step {}", grouped(after as u64)),
    };
    let role = if open.look_only().is_some() { Role::Label } else { Role::Button };
    name(&response, role, &format!("{words}, {place}"));
    side_list::ground(ui, &response, rect, here);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let colour = if undone { t.muted } else { t.text };
    let cut = side_list::text(ui, inner, FIRST, &words, theme::font(size::BODY), colour);
    side_list::text(ui, inner, SECOND, &place, theme::font(size::CAPTION), t.muted);
    let second = rect.top() + SECOND;
    let response = if cut { response.on_hover_text(words) } else { response };
    let may_change = open.look_only().is_none();
    if response.clicked() && may_change {
        out.push(Request::Travel(after));
    }
    let rows = step.filter(|_| !undone && may_change).map_or(0, |step| touched(open, step));
    if rows > 0 {
        revert_link(ui, Rect::from_min_max(pos2(inner.center().x, second - 9.0), inner.max), after, rows, out);
    }
}

/// Putting back what a step replaced, for the rows that an action would be for.
fn revert_link(ui: &mut Ui, rect: Rect, after: usize, rows: u64, out: &mut Requests) {
    let layout = egui::Layout::right_to_left(egui::Align::Min);
    let mut ui = ui.new_child(UiBuilder::new().id_salt(("revert", after)).max_rect(rect).layout(layout));
    let text = if rows == 1 { "Revert 1 row".to_owned() } else { format!("Revert {} rows", grouped(rows)) };
    let hint = "Put back what this step replaced, for the selected rows only. That is a new step, which can be undone.";
    if theme::link(&mut ui, &text).on_hover_text(hint).clicked() {
        out.push(Request::Revert(after - 1));
    }
}

/// How many of the rows that an action would be for a step changed the decisions of.
fn touched(open: &Session, step: &Step) -> u64 {
    let Some(section) = open.section() else { return 0 };
    if !step.command.decides() {
        return 0;
    }
    let of_sheet = step.effect.sheets.iter().filter(|sheet| sheet.section == section);
    of_sheet.map(|sheet| sheet.rows.intersection_len(&open.targets().rows)).sum()
}
