//! A second click so soon after the first, at the same place, is for what the first was for. Where that gave way to something else in the
//! meantime (a menu that opened over it, a button that moved up, a line that came with its *Undo*), it is for nothing: a double click
//! on one button would press two.

use egui::{Context, Event, Id, PointerButton, Pos2, Rect};

/// Within this many seconds: people and systems differ in what a double click is, and half a second is the longest that is usual.
const SOON: f64 = 0.5;
/// Within this many points.
const NEAR: f32 = 6.0;
/// Rounding moves edges by less.
const SAME: f32 = 1.0;

/// The last click.
#[derive(Default)]
pub struct SecondClicks {
    last: Option<Click>,
    /// The press of a click was for nothing, so its end is too.
    stray: bool,
}

#[derive(Clone, Copy)]
struct Click {
    at: f64,
    pos: Pos2,
    on: Option<Control>,
}

/// What can be clicked at a place.
#[derive(Clone, Copy)]
struct Control {
    id: Id,
    rect: Rect,
}

impl Control {
    fn at(ctx: &Context, pos: Pos2) -> Option<Control> {
        let layer = ctx.layer_id_at(pos)?;
        ctx.viewport(|viewport| {
            let widgets = viewport.prev_pass.widgets.get_layer(layer);
            let clicked =
                |widget: &&egui::WidgetRect| widget.sense.senses_click() && widget.interact_rect.contains(pos);
            let top = widgets.filter(clicked).last()?;
            Some(Control { id: top.id, rect: top.rect })
        })
    }

    /// Whether it is the control of before. One that moved and is wider or narrower now says something else, though it has the same name:
    /// names go by the order of the controls.
    fn is(self, other: Control) -> bool {
        let as_wide = (self.rect.width() - other.rect.width()).abs() <= SAME;
        let there = self.rect.min.distance(other.rect.min) <= SAME;
        self.id == other.id && (as_wide || there)
    }
}

impl SecondClicks {
    /// Whether an event is part of a click that is for nothing. `at`: when it came, in seconds.
    pub fn is_stray(&mut self, ctx: &Context, event: &Event, at: f64) -> bool {
        let Event::PointerButton { pos, button: PointerButton::Primary, pressed, .. } = *event else { return false };
        if !pressed {
            return std::mem::take(&mut self.stray);
        }
        let on = Control::at(ctx, pos);
        let first = self.last.filter(|last| at - last.at < SOON && last.pos.distance(pos) <= NEAR);
        self.stray = first.is_some_and(|first| match (first.on, on) {
            (Some(first), Some(on)) => !first.is(on),
            // Where nothing could be clicked before, nothing was aimed at.
            (None, on) => on.is_some(),
            (Some(_), None) => false,
        });
        // Of many clicks each is for what the first was for.
        let on = if self.stray { first.and_then(|first| first.on) } else { on };
        self.last = Some(Click { at, pos, on });
        self.stray
    }
}
