//! How matches and suggestions look: a match has a small mark of two or three strokes, a suggestion an outline and no fill, so
//! that it is never taken for a decision.

use egui::{
    Color32, Painter, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::paint::{line_of_text, paint_line_of_text, text_width};
use super::style::{font, tokens};
use super::tokens::{Look, Tokens, size, space};
use crate::book::MatchMark;

/// The colours of a mark.
pub fn match_look(t: &Tokens, mark: MatchMark) -> Look {
    match mark {
        MatchMark::Equal | MatchMark::Nearly => t.agrees,
        MatchMark::Differs => t.differs,
        MatchMark::OnlyPortal | MatchMark::OnlyBooks | MatchMark::Twice => t.missing,
        MatchMark::Aside => t.no_action,
    }
}

/// Paints a mark around a point, 11 points wide and high.
pub fn paint_match(painter: &Painter, centre: Pos2, mark: MatchMark, colour: Color32) {
    let stroke = Stroke::new(1.5, colour);
    let line = |points: &[(f32, f32)]| {
        let points: Vec<Pos2> = points.iter().map(|&(x, y)| centre + vec2(x, y)).collect();
        painter.add(Shape::line(points, stroke));
    };
    let wave = |y: f32| line(&[(-4.0, y + 0.8), (-2.0, y - 0.8), (0.0, y), (2.0, y + 0.8), (4.0, y - 0.8)]);
    match mark {
        MatchMark::Equal => line(&[(-4.0, 0.0), (-1.0, 3.0), (4.0, -3.5)]),
        MatchMark::Nearly => [-1.8, 1.8].into_iter().for_each(wave),
        MatchMark::Differs => {
            line(&[(-4.0, -1.6), (4.0, -1.6)]);
            line(&[(-4.0, 1.6), (4.0, 1.6)]);
            line(&[(-2.0, 4.0), (2.0, -4.0)]);
        }
        MatchMark::OnlyPortal => line(&[(2.0, -4.0), (-2.0, -4.0), (-2.0, 4.0), (2.0, 4.0)]),
        MatchMark::OnlyBooks => line(&[(-2.0, -4.0), (2.0, -4.0), (2.0, 4.0), (-2.0, 4.0)]),
        MatchMark::Twice => {
            line(&[(-2.0, -4.0), (-2.0, 4.0)]);
            line(&[(2.0, -4.0), (2.0, 4.0)]);
        }
        MatchMark::Aside => line(&[(-1.5, 0.0), (1.5, 0.0)]),
    }
}

/// The colour of a suggestion's word: that of the action, if it is one.
pub fn suggestion_colour(t: &Tokens, words: &str) -> Color32 {
    match words {
        "Accept?" => t.accept.colour,
        "Pending?" => t.pending.colour,
        "Check" => t.text,
        _ => t.muted,
    }
}

/// The height of a suggestion.
const HIGH: f32 = 17.0;
const PAD: f32 = 5.0;

/// How wide a suggestion is with its frame.
pub fn suggestion_width(painter: &Painter, words: &str) -> f32 {
    text_width(painter, words, font(size::CAPTION)) + 2.0 * PAD
}

/// Paints a suggestion with its left end there; gives its place. *Not filed* has no frame, as there is nothing to do.
pub fn paint_suggestion(painter: &Painter, left_centre: Pos2, words: &str, t: &Tokens) -> Rect {
    let galley = line_of_text(painter, words, font(size::CAPTION));
    let rect = Rect::from_min_size(left_centre - vec2(0.0, HIGH / 2.0), vec2(galley.size().x + 2.0 * PAD, HIGH));
    if words.is_empty() {
        return rect;
    }
    let framed = words != "Not filed";
    if framed {
        painter.rect_stroke(rect, space::RADIUS_MARK, Stroke::new(1.0, t.outline), StrokeKind::Inside);
    }
    let left = if framed { rect.left() + PAD } else { rect.left() };
    paint_line_of_text(painter, pos2(left, rect.center().y), galley, suggestion_colour(t, words));
    rect
}

/// A suggestion as a small part of a panel.
pub fn suggestion_chip(ui: &mut Ui, words: &str) -> Response {
    let t = tokens(ui);
    let wide = suggestion_width(ui.painter(), words);
    let (rect, response) = ui.allocate_exact_size(vec2(wide, HIGH), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    paint_suggestion(ui.painter(), rect.left_center(), words, t);
    response
}
