//! The history panel: every step in words, newest first, with when it was done; single decisions of one kind in a row are one
//! line, which unfolds. A click goes to a step; one step can be put back for some rows alone.

use crate::app::actions::UserAction;
use crate::app::parts::side_list::{self, FIRST, LINE, LineText, SECOND};
use crate::app::parts::top_bar::name;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, size, space, tokens};
use crate::edit::Step;
use crate::session::Session;
use crate::session::deciding::travel::{Run, runs, steps_in_words};
use crate::session::steps::in_words;
use crate::values::{clock, counted, grouped};
use egui::{Context, Id, Rect, Role, ScrollArea, Ui, UiBuilder, pos2, vec2};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The lines of the panel, and of which state of the log they are.
#[derive(Clone, Default)]
struct Lines {
    of: (u64, usize, usize, String),
    /// The runs that are unfolded, by the step with which each begins.
    unfolded: BTreeSet<u64>,
    lines: Arc<Vec<Line>>,
}

/// A line of the panel.
#[derive(Clone, Copy)]
enum Line {
    /// The state after this many steps.
    After(usize),
    /// A run of single decisions, folded or not.
    Run(Run, bool),
}

fn with<R>(ctx: &Context, change: impl FnOnce(&mut Lines) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("history lines"))))
}

/// The lines, newest first: the steps in runs, and the beginning.
fn lines(ui: &Ui, open: &Session) -> Arc<Vec<Line>> {
    let steps = open.log().steps();
    let of = (steps.last().map_or(0, |step| step.id), steps.len(), open.log().in_force(), open.file_names());
    with(ui.ctx(), |kept| {
        if kept.of != of || kept.lines.is_empty() {
            let mut lines = Vec::new();
            for run in runs(steps, open.log().in_force()).into_iter().rev() {
                let unfolded = kept.unfolded.contains(&steps[run.first].id);
                if run.count() > 1 {
                    lines.push(Line::Run(run, unfolded));
                }
                if run.count() == 1 || unfolded {
                    lines.extend((run.first..=run.last).rev().map(|place| Line::After(place + 1)));
                }
            }
            lines.push(Line::After(0));
            (kept.of, kept.lines) = (of, Arc::new(lines));
        }
        kept.lines.clone()
    })
}

/// Draws the panel.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let (steps, in_force) = (open.log().steps(), open.log().in_force());
    if side_list::head(ui, "History", "The history (Ctrl H)") {
        out.push(Request::Do(UserAction::History));
    }
    theme::label(
        ui,
        theme::caption(match steps.len() - in_force {
            _ if open.look_only().is_some() => format!("{} done.", steps_in_words(in_force)),
            0 => format!("{} done. A click goes to a step.", steps_in_words(steps.len())),
            undone => {
                format!("{} done, {} undone. A click goes to a step.", steps_in_words(in_force), grouped(undone as u64))
            }
        }),
    );
    ui.add_space(space::STEP);
    ui.spacing_mut().item_spacing.y = 1.0;
    let (lines, now) = (lines(ui, open), clock::now());
    ScrollArea::vertical().auto_shrink([false, false]).show_rows(ui, LINE, lines.len(), |ui, range| {
        for line in lines.get(range).unwrap_or_default() {
            match *line {
                Line::After(after) => state(ui, open, after, now, out),
                Line::Run(run, unfolded) => fold(ui, open, run, unfolded, now),
            }
        }
    });
}

/// Draws a run of single decisions; a click unfolds it.
fn fold(ui: &mut Ui, open: &Session, run: Run, unfolded: bool, now: u64) {
    let t = tokens(ui);
    let steps = open.log().steps();
    let (first, last) = (&steps[run.first], &steps[run.last]);
    let words = run.words(steps);
    let mut place = format!("steps {} to {}", grouped(run.first as u64 + 1), grouped(run.last as u64 + 1));
    let times = [first, last].map(|step| time(step, now));
    match times {
        [_, last] if last.is_empty() => {}
        [first, last] if first == last || first.is_empty() => place += &format!(" · {last}"),
        [first, last] => place += &format!(" · {first} – {last}"),
    }
    let undone = run.first >= open.log().in_force();
    if undone {
        place += " · undone";
    }
    let (rect, response) = side_list::line(ui);
    name(&response, Role::Button, &format!("{words}, {place}"));
    side_list::ground(
        ui,
        &response,
        rect,
        !unfolded && (run.first + 1..=run.last + 1).contains(&open.log().in_force()),
    );
    let inner = rect.shrink2(vec2(10.0, 0.0));
    side_list::fold(ui, pos2(inner.left() + 4.0, rect.top() + FIRST), unfolded);
    let room = inner.with_min_x(inner.left() + 14.0);
    let colour = if undone { t.muted } else { t.text };
    let called = LineText(&words, theme::strong(size::BODY), colour);
    let cut = side_list::texts(ui, [room; 2], called, LineText(&place, theme::font(size::CAPTION), t.muted));
    let response = if cut { response.hint(format!("{words}\n{place}")) } else { response };
    if response.clicked() {
        let id = first.id;
        with(ui.ctx(), |kept| {
            if !kept.unfolded.remove(&id) {
                kept.unfolded.insert(id);
            }
            kept.lines = Arc::default();
        });
        ui.ctx().request_repaint();
    }
}

/// When a step was done; empty where that is not known.
fn time(step: &Step, now: u64) -> String {
    if step.when == 0 { String::new() } else { clock::to_the_minute(step.when, now) }
}

/// Draws the state after this many steps.
fn state(ui: &mut Ui, open: &Session, after: usize, now: u64, out: &mut Requests) {
    let t = tokens(ui);
    let step = after.checked_sub(1).and_then(|place| open.log().steps().get(place));
    let (here, undone) = (after == open.log().in_force(), after > open.log().in_force());
    let words = step.map_or_else(|| "As the portal holds it".to_owned(), |step| in_words(open.book(), step));
    let (rect, response) = side_list::line(ui);
    let mut place = match step {
        None => "the beginning".to_owned(),
        Some(_) => format!("step {}", grouped(after as u64)),
    };
    if here {
        place += " · you are here";
    } else if undone {
        place += " · undone";
    }
    let role = if open.look_only().is_some() { Role::Label } else { Role::Button };
    name(&response, role, &format!("{words}, {place}"));
    if let Some(when) = step.map(|step| time(step, now)).filter(|when| !when.is_empty()) {
        place = format!("{when} · {place}");
    }
    side_list::ground(ui, &response, rect, here);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let colour = if undone { t.muted } else { t.text };
    let may_change = open.look_only().is_none();
    let rows = step.filter(|_| !undone && may_change).map_or(0, |step| touched(open, step));
    // The link at the end of the second text lies over nothing.
    let link = if rows > 0 { link_room(ui, &revert_words(rows)) } else { 0.0 };
    let rooms = [inner, inner.with_max_x(inner.right() - link)];
    let first = LineText(&words, theme::font(size::BODY), colour);
    let cut = side_list::texts(ui, rooms, first, LineText(&place, theme::font(size::CAPTION), t.muted));
    let response = if cut { response.hint(format!("{words}\n{place}")) } else { response };
    if response.clicked() && may_change {
        out.push(Request::Travel(after));
    }
    if rows > 0 {
        let at = Rect::from_min_max(pos2(inner.right() - link, rect.top() + SECOND - 9.0), inner.max);
        revert_link(ui, at, after, rows, out);
    }
}

fn revert_words(rows: u64) -> String {
    format!("Revert {}", counted(rows, "row", "rows"))
}

/// The room that a link takes, with what is before it.
fn link_room(ui: &Ui, words: &str) -> f32 {
    let face = theme::font(size::BODY);
    theme::text_width(ui.painter(), words, face) + 8.0
}

/// Putting back what a step replaced, for the rows that an action would be for.
fn revert_link(ui: &mut Ui, rect: Rect, after: usize, rows: u64, out: &mut Requests) {
    let layout = egui::Layout::right_to_left(egui::Align::Min);
    let mut ui = ui.new_child(UiBuilder::new().id_salt(("revert", after)).max_rect(rect).layout(layout));
    let text = revert_words(rows);
    let hint = "Put back what this step replaced, for the selected rows only. That is a new step, which can be undone.";
    if theme::link(&mut ui, &text).hint(hint).clicked() {
        out.push(Request::Revert(after - 1));
    }
}

/// How many of the rows that an action would be for a step changed the decisions of.
fn touched(open: &Session, step: &Step) -> u64 {
    let Some(scope) = open.scope() else { return 0 };
    if !step.command.decides() {
        return 0;
    }
    let shown = step.effect.sheets.iter().filter(|sheet| scope.has(sheet.section));
    shown.map(|sheet| sheet.rows.intersection_len(&scope.rows(sheet.section, &open.targets().rows))).sum()
}
