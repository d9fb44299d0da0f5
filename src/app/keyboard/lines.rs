//! A page of lines in the place of the rows. It is a pane of F6 and has the keyboard whenever nothing else has it: on the line, or
//! the button beside it, that had it last, whatever lines come and go. Arrows, Home, End and pages go from line to line.

use egui::{Context, Id, Key, Modifiers, Rect, Response, Ui};

use super::panes::{self, Pane};
use super::rows;

/// A line is about so high: a page of the keyboard is as many as there is room for.
const LINE: f32 = 28.0;

/// What is known of a page.
#[derive(Clone, Default)]
struct Lines {
    /// The lines of this pass, each with what is beside it.
    now: Vec<Vec<Id>>,
    /// The same of the pass before.
    before: Vec<Vec<Id>>,
    /// What had the keyboard last on this page, and the place of its line.
    last: Option<Id>,
    place: usize,
    /// The line that had it last.
    line: Option<Id>,
}

impl Lines {
    /// What is to have the keyboard: what had it last, else its line, else the line in its place.
    fn target(&self, ctx: &Context) -> Option<Id> {
        let lines = self.now.iter().filter_map(|line| line.first());
        let same = self.line.filter(|id| lines.clone().any(|line| line == id));
        let at = self.now.get(self.place.min(self.now.len().saturating_sub(1))).and_then(|line| line.first().copied());
        self.last.filter(|id| is_drawn(ctx, *id)).or(same).or(at)
    }

    /// Notes what has the keyboard once all is drawn. Some: this is to have it.
    fn after(&mut self, ctx: &Context, (focused, wanted): (Option<Id>, bool), room: Rect) -> Option<Id> {
        let place = focused.and_then(|id| Lines::place_of(&self.now, id));
        if let (Some(place), Some(id)) = (place, focused) {
            (self.last, self.place, self.line) = (Some(id), place, self.now[place].first().copied());
            return None;
        }
        let gone = focused.is_some_and(|id| Some(id) == self.last && !is_drawn(ctx, id));
        let inside =
            |id: &Id| is_drawn(ctx, *id) && ctx.read_response(*id).is_some_and(|r| room.contains(r.rect.center()));
        if let Some(id) = focused.filter(inside).filter(|_| !gone && !wanted) {
            (self.last, self.place, self.line) = (Some(id), 0, None);
        }
        if wanted || gone || focused.is_none() { self.target(ctx) } else { None }
    }

    fn place_of(lines: &[Vec<Id>], id: Id) -> Option<usize> {
        lines.iter().position(|line| line.contains(&id))
    }
}

fn with<R>(ctx: &Context, page: &'static str, change: impl FnOnce(&mut Lines) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique(("lines", page)))))
}

/// Whether a control was drawn in this pass and can have the keyboard.
fn is_drawn(ctx: &Context, id: Id) -> bool {
    ctx.viewport(|viewport| viewport.this_pass.widgets.get(id).is_some_and(|control| control.enabled))
}

/// Draws a page; `covered`: something that lies over it has the keyboard.
pub fn page<R>(ui: &mut Ui, page: &'static str, covered: bool, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let ctx = ui.ctx().clone();
    panes::place(ui, Pane::Grid);
    with(&ctx, page, |lines| lines.before = std::mem::take(&mut lines.now));
    if !covered {
        by_keys(ui, page);
    }
    let drawn = contents(ui);
    let focused = ctx.memory(|memory| memory.focused());
    let wanted = panes::wanted(&ctx, Pane::Grid);
    let room = ui.max_rect();
    let mut lines = with(&ctx, page, |lines| lines.clone());
    let target = lines.after(&ctx, (focused, wanted), room);
    with(&ctx, page, |kept| *kept = lines);
    if let Some(target) = target.filter(|_| !covered) {
        ctx.memory_mut(|memory| memory.request_focus(target));
        ctx.request_repaint();
    }
    drawn
}
/// Adds a line, which can be clicked.
pub fn line(ui: &Ui, page: &'static str, response: &Response) {
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    with(ui.ctx(), page, |lines| lines.now.push(vec![response.id]));
}

/// Adds what is beside the last line.
pub fn beside(ui: &Ui, page: &'static str, response: &Response) {
    if response.enabled() {
        with(ui.ctx(), page, |lines| lines.now.last_mut().into_iter().for_each(|line| line.push(response.id)));
    }
}

/// Goes from line to line.
fn by_keys(ui: &Ui, page: &'static str) {
    let ctx = ui.ctx();
    let lines = with(ctx, page, |lines| lines.before.clone());
    let Some(focused) = ctx.memory(|memory| memory.focused()) else { return };
    let Some(place) = Lines::place_of(&lines, focused) else { return };
    let beside = |key: Key| matches!(key, Key::ArrowLeft | Key::ArrowRight);
    let known = |key: Key, held: Modifiers| held.is_none() && (by(key, 1).is_some() || beside(key));
    let screenful = ((ui.available_height() / LINE) as i64 - 1).max(1);
    let (mut place, mut within) = (place, lines[place].iter().position(|id| *id == focused).unwrap_or(0));
    for (key, _) in rows::taken(ui, focused, known) {
        if let Some(by) = by(key, screenful) {
            let last = lines.len() as i64 - 1;
            (place, within) = ((place as i64).saturating_add(by).clamp(0, last) as usize, 0);
        } else {
            let last = lines[place].len() - 1;
            within = if key == Key::ArrowRight { (within + 1).min(last) } else { within.saturating_sub(1) };
        }
    }
    let next = lines[place][within];
    if next != focused {
        ctx.memory_mut(|memory| memory.request_focus(next));
    }
}

fn by(key: Key, screenful: i64) -> Option<i64> {
    rows::rows_by(key, matches!(key, Key::Home | Key::End), screenful)
}
