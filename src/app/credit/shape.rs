//! How bars differ: by their form first, and then by colour.

use egui::{Color32, Painter, Rect, Stroke, StrokeKind, pos2};

use crate::app::theme::{Theme, Tokens};
use crate::session::credit::LineLook;
use crate::view::credit::NotComing;

/// The form of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A line around nothing.
    Outline,
    /// Lines at 45°.
    Hatched,
    /// Filled.
    Solid,
    /// Lines in both directions.
    Crossed,
}

/// Between two lines of a hatched bar.
const GAP: f32 = 5.0;

/// The form and the colour of a part of the change.
pub fn of_part(look: LineLook, t: &Tokens) -> Option<(Form, Color32)> {
    match look {
        LineLook::Waits => Some((Form::Hatched, t.pending.colour)),
        LineLook::TooLate => Some((Form::Crossed, t.pending.colour)),
        LineLook::GivenUp => Some((Form::Solid, t.reject.colour)),
        LineLook::Added => Some((Form::Outline, t.accept.colour)),
        LineLook::Deducted => Some((Form::Crossed, t.reject.colour)),
        LineLook::Plain | LineLook::Sum | LineLook::Part => None,
    }
}

/// The same of what does not come.
pub fn of_not_coming(why: NotComing, t: &Tokens) -> (Form, Color32) {
    match why {
        NotComing::NotFiled => (Form::Outline, t.muted),
        NotComing::Pending => (Form::Hatched, t.pending.colour),
        NotComing::Rejected => (Form::Solid, t.reject.colour),
    }
}

/// Paints a bar.
pub fn paint_bar(painter: &Painter, rect: Rect, (form, colour): (Form, Color32), t: &Tokens) {
    let line = Stroke::new(if t.theme == Theme::HighContrast { 1.5 } else { 1.0 }, colour);
    if form == Form::Solid {
        painter.rect_filled(rect, 0.0, colour);
        return;
    }
    painter.rect(rect, 0.0, t.background, line, StrokeKind::Inside);
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let (height, mut from) = (rect.height(), rect.left() - rect.height());
    while form != Form::Outline && from < rect.right() {
        inside.line_segment([pos2(from, rect.bottom()), pos2(from + height, rect.top())], line);
        if form == Form::Crossed {
            inside.line_segment([pos2(from, rect.top()), pos2(from + height, rect.bottom())], line);
        }
        from += GAP;
    }
}
