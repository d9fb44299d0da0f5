//! The shapes of how far a client is: never colour alone.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use crate::app::theme::{Tokens, paint_portal_error, space};
use crate::clients::{Client, ClientFilter, ClientLine, ClientStatus};

/// The room of the shape before the words.
pub(super) const SIGN: f32 = 16.0;

/// What a line says: the number of what is to decide or to review is in its own column.
pub(super) fn words(status: ClientStatus) -> String {
    match status {
        ClientStatus::ToDecide(_) | ClientStatus::ToReview(_) => status.name().to_owned(),
        status => status.words(),
    }
}

/// What the tick of a client is for, and why it is grey where it is.
pub(super) fn why_ticked(client: &Client, line: &ClientLine) -> String {
    if ClientFilter::Ready.passes(client) {
        return "Tick those whose JSON is to be generated. Without any tick it is all that are ready.".to_owned();
    }
    format!("Not ready to generate: {}. {}", line.status.words(), line.status.help())
}

/// The colour of a status.
pub(super) fn colour(status: ClientStatus, t: &Tokens) -> Color32 {
    match status {
        ClientStatus::Errors(_) | ClientStatus::Damaged => t.reject.colour,
        ClientStatus::New | ClientStatus::Ready | ClientStatus::Written => t.accent,
        ClientStatus::Recompute => t.pending.colour,
        ClientStatus::Done => t.accept.colour,
        ClientStatus::Uploaded | ClientStatus::Unread => t.muted,
        ClientStatus::ToDecide(_) | ClientStatus::ToReview(_) => t.text,
    }
}

/// Paints the shape of a status around a point.
pub(super) fn paint(painter: &Painter, centre: Pos2, status: ClientStatus, t: &Tokens) {
    let (colour, half) = (colour(status, t), space::MARK / 2.0);
    let line = Stroke::new(1.5, colour);
    let at = |x: f32, y: f32| centre + vec2(x * half, y * half);
    let square = Rect::from_center_size(centre, vec2(space::MARK, space::MARK));
    match status {
        ClientStatus::New => {
            painter.rect_stroke(square, 1.0, line, StrokeKind::Inside);
        }
        ClientStatus::ToDecide(_) | ClientStatus::ToReview(_) => {
            painter.rect_stroke(square, 1.0, line, StrokeKind::Inside);
            let left = Rect::from_min_max(square.min, pos2(centre.x, square.max.y));
            painter.rect_filled(left, 1.0, colour);
        }
        ClientStatus::Ready => {
            let corners = vec![at(-0.7, -0.9), at(0.9, 0.0), at(-0.7, 0.9)];
            painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
        }
        ClientStatus::Written => {
            painter.line_segment([at(0.0, 1.0), at(0.0, -0.8)], line);
            painter.line_segment([at(-0.6, -0.2), at(0.0, -0.8)], line);
            painter.line_segment([at(0.6, -0.2), at(0.0, -0.8)], line);
        }
        ClientStatus::Uploaded => {
            for x in [-0.45, 0.45] {
                let bar = Rect::from_center_size(at(x, 0.0), vec2(2.5, space::MARK - 1.0));
                painter.rect_filled(bar, 0.0, colour);
            }
        }
        ClientStatus::Errors(_) | ClientStatus::Damaged => {
            paint_portal_error(painter, centre, colour, t);
        }
        ClientStatus::Recompute => {
            painter.line_segment([at(0.0, -1.0), at(0.0, 0.4)], line);
            painter.line_segment([at(-0.6, -0.15), at(0.0, 0.45)], line);
            painter.line_segment([at(0.6, -0.15), at(0.0, 0.45)], line);
            painter.line_segment([at(-0.8, 0.95), at(0.8, 0.95)], line);
        }
        ClientStatus::Done => {
            painter.line_segment([at(-0.9, 0.0), at(-0.25, 0.7)], Stroke::new(2.0, colour));
            painter.line_segment([at(-0.25, 0.7), at(0.9, -0.7)], Stroke::new(2.0, colour));
        }
        ClientStatus::Unread => {
            painter.circle_stroke(centre, half - 2.0, line);
        }
    }
}
