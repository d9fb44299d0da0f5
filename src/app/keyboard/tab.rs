//! Tab goes from control to control as one reads: from pane to pane, and in each from left to right, also where a line is laid
//! out from the right.
//!
//! egui goes in the order in which controls are drawn. So each line that is drawn from the right is noted, and the next control
//! is chosen here, from those of the pass before.

use std::collections::HashSet;

use egui::{Align, Context, FocusDirection, Id, Key, LayerId, Layout, Modifiers, Rect, Ui, WidgetRect};

use super::panes;

/// The lines that were drawn from the right, each as one reads it.
#[derive(Clone, Default)]
struct Lines {
    now: Vec<Vec<Id>>,
    before: Vec<Vec<Id>>,
}

fn with<R>(ctx: &Context, change: impl FnOnce(&mut Lines) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("lines from the right"))))
}

/// Lays a line out from the right. Tab goes through it from the left.
pub fn from_the_right<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| as_one_reads(ui, add)).inner
}

/// Draws something, through which Tab goes as one reads, in whatever order it is drawn.
pub fn as_one_reads<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let (ctx, layer) = (ui.ctx().clone(), ui.layer_id());
    let before = ctx.viewport(|viewport| viewport.this_pass.widgets.get_layer(layer).count());
    let drawn = add(ui);
    let controls: Vec<(Id, Rect)> =
        ctx.viewport(|viewport| controls(viewport.this_pass.widgets.get_layer(layer).skip(before)));
    if controls.len() > 1 {
        with(&ctx, |lines| lines.now.push(read(controls)));
    }
    drawn
}

/// Those that can have the keyboard.
fn controls<'a>(widgets: impl Iterator<Item = &'a WidgetRect>) -> Vec<(Id, Rect)> {
    let able = widgets.filter(|widget| widget.enabled && widget.sense.is_focusable());
    able.map(|widget| (widget.id, widget.rect)).collect()
}

/// Line by line, each from the left.
fn read(mut controls: Vec<(Id, Rect)>) -> Vec<Id> {
    controls.sort_by(|(_, a), (_, b)| a.center().y.total_cmp(&b.center().y));
    let mut lines: Vec<Vec<(Id, Rect)>> = Vec::new();
    for control in controls {
        match lines.last_mut() {
            Some(line) if line[0].1.y_range().contains(control.1.center().y) => line.push(control),
            _ => lines.push(vec![control]),
        }
    }
    lines.iter_mut().for_each(|line| line.sort_by(|(_, a), (_, b)| a.left().total_cmp(&b.left())));
    lines.into_iter().flatten().map(|(id, _)| id).collect()
}

/// Begins a pass, before anything is drawn: if Tab was pressed, the next control has the keyboard.
pub fn step(ctx: &Context) {
    with(ctx, |lines| lines.before = std::mem::take(&mut lines.now));
    let pressed = |modifiers| {
        ctx.input(|input| {
            input.events.iter().any(|event| match event {
                egui::Event::Key { key: Key::Tab, pressed: true, modifiers: held, .. } => *held == modifiers,
                _ => false,
            })
        })
    };
    let forward = match (pressed(Modifiers::NONE), pressed(Modifiers::SHIFT)) {
        (true, _) => true,
        (_, true) => false,
        _ => return,
    };
    let order = top_layer(ctx).map(|layer| order(ctx, layer)).unwrap_or_default();
    let here = ctx.memory(|memory| memory.focused()).and_then(|id| order.iter().position(|other| *other == id));
    let count = order.len();
    let next = match (here, forward) {
        (Some(place), true) => place + 1,
        (Some(place), false) => place + count - 1,
        (None, true) => 0,
        (None, false) => count.saturating_sub(1),
    };
    let Some(&next) = order.get(next % count.max(1)) else { return };
    ctx.memory_mut(|memory| {
        memory.move_focus(FocusDirection::None);
        memory.request_focus(next);
    });
}

/// What lies over all else, with controls in it: a menu, a dialog, or the window itself.
fn top_layer(ctx: &Context) -> Option<LayerId> {
    let layers: Vec<LayerId> = ctx.viewport(|viewport| {
        let layers = viewport.prev_pass.widgets.layers();
        layers.filter(|(_, widgets)| !controls(widgets.iter()).is_empty()).map(|(layer, _)| *layer).collect()
    });
    ctx.memory(|memory| {
        let able = layers.into_iter().filter(|layer| memory.allows_interaction(*layer));
        able.max_by_key(|layer| (layer.order, memory.areas().top_layer_id(layer.order) == Some(*layer)))
    })
}

/// All controls of a layer as one reads them.
fn order(ctx: &Context, layer: LayerId) -> Vec<Id> {
    let controls = ctx.viewport(|viewport| controls(viewport.prev_pass.widgets.get_layer(layer)));
    let lines = with(ctx, |lines| lines.before.clone());
    let mut panes: Vec<(usize, Id)> = Vec::with_capacity(controls.len());
    let mut taken = HashSet::new();
    for (id, rect) in controls {
        let pane = if layer == LayerId::background() { panes::order_at(ctx, rect.center()) } else { 0 };
        // A line within a line is part of it.
        let line = lines.iter().rev().find(|line| line.contains(&id));
        let line = line.map_or(std::slice::from_ref(&id), Vec::as_slice);
        panes.extend(line.iter().filter(|id| taken.insert(**id)).map(|id| (pane, *id)));
    }
    panes.sort_by_key(|(pane, _)| *pane);
    panes.into_iter().map(|(_, id)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    #[test]
    fn lines_are_read_from_the_left_and_one_after_the_other() {
        let at = |name: &str, x: f32, y: f32| (Id::unique(name), Rect::from_min_size(pos2(x, y), vec2(50.0, 20.0)));
        let drawn =
            vec![at("third", 200.0, 0.0), at("fourth", 0.0, 30.0), at("second", 100.0, 3.0), at("first", 0.0, 0.0)];
        assert_eq!(read(drawn), ["first", "second", "third", "fourth"].map(Id::unique));
    }
}
