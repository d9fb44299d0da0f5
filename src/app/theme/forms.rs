//! How bars differ: by their form first, and then by colour.

use egui::{Color32, Painter, Rect, Stroke, StrokeKind, pos2};

use super::tokens::{Theme, Tokens};

/// The form of a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BarForm {
    /// A line around nothing.
    Outline,
    /// Lines at 45°.
    Hatched,
    /// Filled.
    Solid,
    /// Lines in both directions.
    Crossed,
    /// Lines from top to bottom.
    Upright,
}

/// Between two lines of a bar.
const GAP: f32 = 5.0;

/// Paints a bar.
pub fn paint_bar(painter: &Painter, rect: Rect, (form, colour): (BarForm, Color32), t: &Tokens) {
    let line = Stroke::new(if t.theme == Theme::HighContrast { 1.5 } else { 1.0 }, colour);
    if form == BarForm::Solid {
        painter.rect_filled(rect, 0.0, colour);
        return;
    }
    painter.rect(rect, 0.0, t.background, line, StrokeKind::Inside);
    let inside = painter.with_clip_rect(rect.intersect(painter.clip_rect()));
    let (height, mut from) = (rect.height(), rect.left() - rect.height());
    while form != BarForm::Outline && from < rect.right() {
        let across = if form == BarForm::Upright { 0.0 } else { height };
        inside.line_segment([pos2(from, rect.bottom()), pos2(from + across, rect.top())], line);
        if form == BarForm::Crossed {
            inside.line_segment([pos2(from, rect.top()), pos2(from + across, rect.bottom())], line);
        }
        from += GAP;
    }
}
