//! Scroll bars of our own: egui's map a place in `f32`, which is too coarse for a million rows. They lie over the edge of
//! what they scroll, thin until the pointer is on them.

use egui::{Id, Rect, Response, Sense, Ui, pos2, vec2};

use crate::app::theme::tokens;

/// The room in which a bar is held.
pub(in crate::app) const BAR: f32 = 10.0;
/// How thick it is, and under the pointer.
const THICK: (f32, f32) = (4.0, 8.0);
/// How short a handle may get.
const SHORTEST: f32 = 24.0;

/// A scroll bar, vertical or horizontal by the form of its track. `at` goes from 0 to 1; a changed one is given back.
/// `grip` remembers where the handle was taken.
pub(in crate::app) fn scroll_bar(
    ui: &Ui,
    id: Id,
    track: Rect,
    share: f64,
    at: f64,
    grip: &mut f64,
) -> (Response, Option<f64>) {
    let vertical = track.height() > track.width();
    let along = |p: egui::Pos2| f64::from(if vertical { p.y - track.top() } else { p.x - track.left() });
    let length = f64::from(if vertical { track.height() } else { track.width() });
    let handle = (length * share).max(SHORTEST.into()).min(length);
    let way = length - handle;
    let mut top = way * at;

    let response = ui.interact(track, id, Sense::DRAG);
    let mut moved = None;
    if let Some(pointer) = response.interact_pointer_pos().map(along)
        && way > 0.0
    {
        if ui.input(|i| i.pointer.primary_pressed()) {
            // Beside the handle: it jumps under the pointer.
            *grip = if (top..top + handle).contains(&pointer) { pointer - top } else { handle / 2.0 };
        }
        if response.is_pointer_button_down_on() {
            top = (pointer - *grip).clamp(0.0, way);
            moved = Some(top / way);
        }
    }

    let t = tokens(ui);
    let held = response.is_pointer_button_down_on() || response.hovered();
    let (strength, thick) = if held { (0.7, THICK.1) } else { (0.35, THICK.0) };
    let (top, handle) = (top as f32, handle as f32);
    let edge = if vertical { track.right() } else { track.bottom() } - thick - 1.0;
    let rect = if vertical {
        Rect::from_min_size(pos2(edge, track.top() + top), vec2(thick, handle))
    } else {
        Rect::from_min_size(pos2(track.left() + top, edge), vec2(handle, thick))
    };
    ui.painter().rect_filled(rect, thick / 2.0, t.muted.gamma_multiply(strength));
    (response, moved)
}
