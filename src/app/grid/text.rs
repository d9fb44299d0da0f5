//! Painting the texts of cells: laid out once, kept by egui, cut with an ellipsis.

use std::ops::Range;
use std::sync::Arc;

use egui::{Color32, FontId, Galley, Painter, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::super::theme::{self, Tokens, font, size};
use super::measures::{PAD, SLACK};
use crate::values::short;

/// No cell is so wide that it shows more characters.
const LONGEST: usize = 500;

/// A column of which no more than this is seen shows no figure.
const SLIVER: f32 = 56.0;

/// One line of text, its colour given when it is painted; the beginning of one that no cell shows whole.
pub(in crate::app) fn line(painter: &Painter, text: &str, font: FontId) -> Arc<Galley> {
    painter.layout_no_wrap(short(text, LONGEST).into_owned(), font, Color32::PLACEHOLDER)
}

/// How wide a cell must be to show a text whole.
pub(in crate::app) fn width(painter: &Painter, text: &str, font: FontId) -> f32 {
    line(painter, text, font).size().x + 2.0 * PAD
}

/// Whether a text is seen whole in its cell, of which the painter may show a part.
pub(in crate::app) fn is_whole(painter: &Painter, cell: Rect, text: &str, font: FontId, right: bool) -> bool {
    let wide = line(painter, text, font).size().x;
    let left = if right { cell.right() - PAD - wide } else { cell.left() + PAD };
    let seen = painter.clip_rect().x_range();
    wide <= cell.width() - 2.0 * PAD + SLACK && left >= seen.min && left + wide <= seen.max
}

/// Paints a text in a cell and gives its place.
pub(in crate::app) fn paint(
    painter: &Painter,
    cell: Rect,
    text: &str,
    font: FontId,
    right: bool,
    colour: Color32,
) -> Rect {
    let mut cell = cell;
    let seen = cell.width().min(painter.clip_rect().intersect(cell).width());
    if theme::is_figure(text) && seen < SLIVER && seen < cell.width() - 0.5 {
        // Of a column at the edge: short figures among cut ones would be read as a column of their own.
        return Rect::from_min_size(cell.left_center(), vec2(0.0, 0.0));
    }
    if theme::is_figure(text) && !is_whole(painter, cell, text, font.clone(), right) {
        // It finds room in what is seen of its cell, or #### is there.
        cell = Rect::from_x_y_ranges(cell.x_range().intersection(painter.clip_rect().x_range()), cell.y_range());
    }
    let room = cell.width() - 2.0 * PAD;
    let mut galley = line(painter, text, font.clone());
    if galley.size().x > room + SLACK {
        galley = theme::cut_line(painter, &short(text, LONGEST), font, Color32::PLACEHOLDER, room);
    }
    let size = galley.size();
    let left = if right { cell.right() - PAD - size.x } else { cell.left() + PAD };
    let at = pos2(left, cell.center().y - size.y / 2.0);
    painter.galley(at, galley, colour);
    Rect::from_min_size(at, size)
}

/// Marks a part of the text of a cell, before it is painted: all that is seen of a text in whose cut part it is.
pub(in crate::app) fn mark(painter: &Painter, cell: Rect, text: &str, part: Range<usize>, right: bool, t: &Tokens) {
    let wide = |text: &str| line(painter, text, font(size::GRID)).size().x;
    let (all, room) = (wide(text), cell.width() - 2.0 * PAD);
    let left = if right && all <= room { cell.right() - PAD - all } else { cell.left() + PAD };
    let (from, to) = (wide(&text[..part.start]), wide(&text[..part.end]));
    let seen = if all <= room || to <= room - 12.0 { left + from..=left + to } else { left..=left + room };
    let rect = Rect::from_x_y_ranges(seen, cell.y_range()).expand2(vec2(1.0, -4.0));
    paint_mark(painter, rect, t);
}

/// The ground of what was found.
pub(in crate::app) fn paint_mark(painter: &Painter, rect: Rect, t: &Tokens) {
    // Where a tint says nothing, a line does.
    let edge = if t.pending.edge == t.pending.tint { Stroke::NONE } else { Stroke::new(1.5, t.pending.edge) };
    painter.rect(rect, 2.0, t.found, edge, StrokeKind::Inside);
}

/// Underlines what is at fault: in waves what blocks, straight what warns, so that the colour is not alone.
pub(in crate::app) fn underline(painter: &Painter, under: Rect, wavy: bool, colour: Color32) {
    let y = under.bottom() - 0.5;
    let stroke = Stroke::new(1.0, colour);
    if !wavy {
        painter.hline(under.x_range(), y, stroke);
        return;
    }
    let steps = (under.width() / 2.0).ceil() as usize;
    let wave =
        |step: usize| pos2(under.left() + step as f32 * 2.0, y + if step.is_multiple_of(2) { 1.0 } else { -1.0 });
    painter.add(Shape::line((0..=steps).map(wave).collect(), stroke));
}
