//! The parts of the window between which F6 moves the keyboard. Each remembers which of its controls had it last.

use egui::{Context, FocusDirection, Id, Pos2, Rect, Ui, UiBuilder};

/// A part of the window, in the order of F6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Pane {
    Top,
    LookOnly,
    Banner,
    Notes,
    Rail,
    Actions,
    Chips,
    Grid,
    Result,
    Side,
    Pending,
}

const ALL: [Pane; 11] = [
    Pane::Top,
    Pane::LookOnly,
    Pane::Banner,
    Pane::Notes,
    Pane::Rail,
    Pane::Actions,
    Pane::Chips,
    Pane::Grid,
    Pane::Result,
    Pane::Side,
    Pane::Pending,
];

/// What is known of the panes from the last frame.
#[derive(Clone, Copy, Default)]
struct Panes {
    /// Where they stand; none if one is not shown, or not drawn yet.
    places: [Option<Rect>; ALL.len()],
    /// The same of the frame before.
    before: [Option<Rect>; ALL.len()],
    /// The control that had the keyboard last.
    last: [Option<Id>; ALL.len()],
    /// The one that is to have the keyboard, and whether the way goes forward.
    wanted: Option<(Pane, bool)>,
}

impl Panes {
    /// The next pane that is shown.
    fn after(&self, pane: Pane, forward: bool) -> Pane {
        let step = if forward { 1 } else { ALL.len() - 1 };
        let places = (1..=ALL.len()).map(|i| (pane as usize + i * step) % ALL.len());
        let shown = |pane: &Pane| self.places[*pane as usize].or(self.before[*pane as usize]).is_some();
        places.map(|place| ALL[place]).find(shown).unwrap_or(pane)
    }
}

fn with<R>(ctx: &Context, change: impl FnOnce(&mut Panes) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("panes"))))
}

/// Begins a frame: no pane is drawn yet.
pub fn begin(ctx: &Context) {
    with(ctx, |panes| panes.before = std::mem::take(&mut panes.places));
}

/// Moves the keyboard to the next pane, or to the one before, in the next frame.
pub fn step(ctx: &Context, forward: bool) {
    let here = ctx.memory(|memory| memory.focused()).and_then(|id| ctx.read_response(id)).map(|r| r.rect.center());
    with(ctx, |panes| {
        let at = here.and_then(|at| {
            ALL.into_iter().find(|pane| panes.places[*pane as usize].is_some_and(|place| place.contains(at)))
        });
        panes.wanted = Some((panes.after(at.unwrap_or(Pane::Grid), forward), forward));
    });
}

/// Whether this pane is to have the keyboard now. Asked by the grid, which takes it itself.
pub fn wanted(ctx: &Context, pane: Pane) -> bool {
    with(ctx, |panes| {
        let wanted = panes.wanted.is_some_and(|(wanted, _)| wanted == pane);
        if wanted {
            panes.wanted = None;
        }
        wanted
    })
}

/// Where a place of the window comes in the order of panes. A page without a pane of its own is in the place of the rows, the
/// facts at the foot come last.
pub fn order_at(ctx: &Context, at: Pos2) -> usize {
    with(ctx, |panes| {
        let place = |pane: Pane| panes.places[pane as usize].or(panes.before[pane as usize]);
        let inside = ALL.into_iter().find(|pane| place(*pane).is_some_and(|place| place.contains(at)));
        let below = place(Pane::Pending).is_some_and(|foot| at.y > foot.bottom());
        inside.map_or(if below { ALL.len() } else { Pane::Grid as usize }, |pane| pane as usize)
    })
}

/// Says where a pane is that looks after the keyboard itself.
pub fn place(ui: &Ui, pane: Pane) {
    let rect = ui.max_rect();
    with(ui.ctx(), |panes| panes.places[pane as usize] = Some(rect));
}

/// Draws a pane. If it is to have the keyboard, the control gets it that had it last, else the first one.
pub fn show<R>(ui: &mut Ui, pane: Pane, contents: impl FnOnce(&mut Ui) -> R) -> R {
    place(ui, pane);
    let ctx = ui.ctx().clone();
    let i = pane as usize;
    let forward = with(&ctx, |panes| panes.wanted.filter(|(wanted, _)| *wanted == pane).map(|(_, forward)| forward));
    let last = with(&ctx, |panes| panes.last[i]).filter(|id| ctx.read_response(*id).is_some_and(|r| r.enabled()));
    match (forward.is_some(), last) {
        (true, Some(id)) => ctx.memory_mut(|memory| memory.request_focus(id)),
        (true, None) => focus_first(ui),
        _ => {}
    }
    // What is in it has the same names whichever panes are before it: the keyboard stays where it is while lines come and go.
    let own = UiBuilder::new().scope_id(ui.scope_id().with(("pane", i)));
    let drawn = ui.scope_builder(own, contents).inner;
    if let Some(forward) = forward {
        let empty = last.is_none() && nothing_took_it(ui);
        with(&ctx, |panes| panes.wanted = empty.then(|| (panes.after(pane, forward), forward)));
        ctx.request_repaint();
    }
    let rect = ui.max_rect();
    let focused = ctx.memory(|memory| memory.focused());
    let inside = focused.filter(|id| ctx.read_response(*id).is_some_and(|r| rect.contains(r.rect.center())));
    if inside.is_some() {
        with(&ctx, |panes| panes.last[i] = inside);
    }
    drawn
}

/// Gives the keyboard to the first control that is drawn after this.
fn focus_first(ui: &Ui) {
    let before = ui.scope_id().with("before the first control");
    let layer = ui.layer_id();
    ui.memory_mut(|memory| {
        memory.request_focus(before);
        memory.move_focus(FocusDirection::Next);
        memory.interested_in_focus(before, layer);
    });
}

/// Whether there was no control that could take the keyboard; then no one has it.
fn nothing_took_it(ui: &Ui) -> bool {
    let after = ui.scope_id().with("after the last control");
    let layer = ui.layer_id();
    ui.memory_mut(|memory| {
        if memory.focused().is_some() {
            return false;
        }
        // It would go to whatever is drawn next, if no one takes it here.
        memory.interested_in_focus(after, layer);
        memory.surrender_focus(after);
        true
    })
}
