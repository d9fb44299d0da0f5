//! Small things painted straight onto a painter, for the grid and for the widgets alike.

use std::borrow::Cow;
use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{Color32, CornerRadius, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};

use super::style::{font, strong};
use super::tokens::{Look, Tokens, size, space};
use crate::values::short;

/// The shape of an action, so that colour is never alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Filled circle: accept.
    Circle,
    /// Filled square: reject, blocks.
    Square,
    /// Filled triangle: pending, warns.
    Triangle,
    /// Open circle: no action.
    OpenCircle,
}

/// What a checkbox shows. `Some` is for a heading over rows of which only some are selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Empty.
    Off,
    /// A bar.
    Some,
    /// A tick.
    On,
}

impl From<bool> for Check {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// Space between the edge of a chip and what is in it.
const CHIP_PAD: f32 = 7.0;
/// Space between a mark or box and its text.
pub(super) const MARK_GAP: f32 = 7.0;

/// Lays out one line; its colour is given when it is painted.
pub(super) fn line_of_text(painter: &Painter, text: &str, font: egui::FontId) -> Arc<Galley> {
    painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER)
}

/// How wide a text is on one line.
pub fn text_width(painter: &Painter, text: &str, font: egui::FontId) -> f32 {
    line_of_text(painter, text, font).size().x
}

/// A text as a panel, a tooltip or a name for screen readers shows it: its beginning, however long it is. The whole can be
/// copied.
pub fn drawn(text: &str) -> Cow<'_, str> {
    const LONGEST: usize = 2_000;
    short(text, LONGEST)
}

/// Whether a text is an amount, a document number, a GSTIN or the like: cut, it would read as another. The name of a file is none,
/// nor is a word longer than any of these.
pub fn is_figure(text: &str) -> bool {
    const LONGEST: usize = 40;
    let text = text.trim_start_matches(['−', '-', '₹', ' ']);
    let ends = text.rsplit_once('.').map_or("", |(_, ends)| ends.trim_end_matches(['.', ',', ':', '"', '”']));
    let is_file = (2..=5).contains(&ends.len()) && ends.starts_with(|c: char| c.is_ascii_alphabetic());
    text.contains(|c: char| c.is_ascii_digit())
        && !text.contains(char::is_whitespace)
        && !is_file
        && text.chars().count() <= LONGEST
}

/// Lays out one line, cut with … at the end of its room. A figure in it is shown whole or not at all: where it is all that
/// there is to show, #### is for it.
pub fn cut_line(painter: &Painter, text: &str, font: egui::FontId, colour: Color32, room: f32) -> Arc<Galley> {
    let cut = |text: String| {
        let mut job = LayoutJob::simple_singleline(text, font.clone(), colour);
        job.wrap = TextWrapping::truncate_at_width(room.max(0.0));
        painter.layout_job(job)
    };
    // No line is so wide that it shows more.
    let text = &*short(text, 500);
    let galley = cut(text.to_owned());
    if !galley.elided {
        return galley;
    }
    // The last of those that are shown is the ellipsis.
    let shown = galley.rows.first().map_or(0, |row| row.glyphs.len().saturating_sub(1));
    let kept = match before_a_cut_figure(text, shown) {
        None => return galley,
        Some("") => {
            let one = line_of_text(painter, "#", font.clone()).size().x;
            painter.layout_no_wrap("#".repeat((room / one).clamp(1.0, 4.0) as usize), font.clone(), colour)
        }
        Some(words) => cut(format!("{words}…")),
    };
    let mut kept = Galley::clone(&kept);
    kept.elided = true;
    Arc::new(kept)
}

/// What is before the figure in which a text is cut that shows this many of its characters; none if no figure is cut.
fn before_a_cut_figure(text: &str, shown: usize) -> Option<&str> {
    let at = text.char_indices().nth(shown)?.0;
    let start =
        text[..at].rfind(char::is_whitespace).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let word = text[start..].split(char::is_whitespace).next().unwrap_or_default();
    // A sign of money belongs to its amount.
    (start < at && is_figure(word) || shown == 0 && is_figure(text))
        .then(|| text[..start].trim_end().trim_end_matches(['₹', '−', '-']).trim_end())
}

/// Paints one line with its left end at `left_centre`.
pub(super) fn paint_line_of_text(painter: &Painter, left_centre: Pos2, galley: Arc<Galley>, colour: Color32) {
    let top_left = left_centre - vec2(0.0, galley.size().y / 2.0);
    painter.galley(top_left, galley, colour);
}

/// Paints `mark` around `centre`, [`space::MARK`] wide and high.
pub fn paint_mark(painter: &Painter, centre: Pos2, mark: Mark, colour: Color32) {
    let radius = space::MARK / 2.0;
    match mark {
        Mark::Circle => {
            painter.circle_filled(centre, radius, colour);
        }
        Mark::Square => {
            let square = Rect::from_center_size(centre, vec2(space::MARK - 1.0, space::MARK - 1.0));
            painter.rect_filled(square, 1.0, colour);
        }
        Mark::Triangle => {
            let [left, right] = [centre.x - radius, centre.x + radius];
            let [top, bottom] = [centre.y - radius + 0.5, centre.y + radius - 1.0];
            let corners = vec![pos2(centre.x, top), pos2(right, bottom), pos2(left, bottom)];
            painter.add(Shape::convex_polygon(corners, colour, Stroke::NONE));
        }
        Mark::OpenCircle => {
            painter.circle_stroke(centre, radius - 1.0, Stroke::new(1.5, colour));
        }
    }
}

/// Paints a letter in a round mark: `!` for what is to be seen to, `i` for what is good to know. No action has this shape.
pub fn paint_sign(painter: &Painter, centre: Pos2, letter: char, look: &Look) {
    painter.circle(centre, 6.5, look.tint, Stroke::new(1.0, look.edge));
    let galley = line_of_text(painter, &letter.to_string(), strong(size::CAPTION));
    painter.galley(centre - galley.size() / 2.0, galley, look.colour);
}

/// Paints `!` in a filled square: an error of the portal.
pub fn paint_portal_error(painter: &Painter, centre: Pos2, colour: Color32, t: &Tokens) {
    let half = space::MARK / 2.0;
    painter.rect_filled(Rect::from_center_size(centre, vec2(space::MARK, space::MARK)), 1.0, colour);
    let line = Stroke::new(1.75, t.background);
    for (from, to) in [(-0.65, 0.15), (0.45, 0.75)] {
        painter.line_segment([centre + vec2(0.0, from * half), centre + vec2(0.0, to * half)], line);
    }
}

/// How wide [`paint_chip`] will paint `text`.
pub fn chip_width(painter: &Painter, text: &str) -> f32 {
    chip_width_of(&line_of_text(painter, text, font(size::SMALL)))
}

fn chip_width_of(galley: &Galley) -> f32 {
    // The text needs a little more room on its side than the mark, which is rounder, on the other.
    CHIP_PAD + space::MARK + MARK_GAP + galley.size().x + CHIP_PAD + 2.0
}

/// Paints a mark and `text` on their tint, the left end at `left_centre`. Returns where it is.
pub fn paint_chip(painter: &Painter, left_centre: Pos2, text: &str, look: &Look) -> Rect {
    let galley = line_of_text(painter, text, font(size::SMALL));
    let rect =
        Rect::from_min_size(left_centre - vec2(0.0, space::CHIP / 2.0), vec2(chip_width_of(&galley), space::CHIP));
    paint_ground(painter, rect, look);
    let mark = left_centre + vec2(CHIP_PAD + space::MARK / 2.0, 0.0);
    paint_mark(painter, mark, look.mark, look.colour);
    let text_at = left_centre + vec2(CHIP_PAD + space::MARK + MARK_GAP, 0.0);
    paint_line_of_text(painter, text_at, galley, look.colour);
    rect
}

/// Paints a small count on its tint, the right end at `right_centre`. Returns where it is.
pub fn paint_badge(painter: &Painter, right_centre: Pos2, text: &str, look: &Look) -> Rect {
    let galley = line_of_text(painter, text, strong(size::CAPTION));
    let height = 16.0;
    let width = (galley.size().x + 12.0).max(height);
    let rect = Rect::from_min_size(right_centre - vec2(width, height / 2.0), vec2(width, height));
    paint_ground(painter, rect, look);
    let text_at = rect.center() - vec2(galley.size().x / 2.0, 0.0);
    paint_line_of_text(painter, text_at, galley, look.colour);
    rect
}

fn paint_ground(painter: &Painter, rect: Rect, look: &Look) {
    let edge = if look.edge == look.tint { Stroke::NONE } else { Stroke::new(1.0, look.edge) };
    let radius = CornerRadius::same(space::RADIUS_CHIP);
    painter.rect(rect, radius, look.tint, edge, StrokeKind::Inside);
}

/// Paints a checkbox around `centre`, [`space::CHECK`] wide and high.
pub fn paint_check(painter: &Painter, centre: Pos2, check: Check, t: &Tokens) {
    let rect = Rect::from_center_size(centre, vec2(space::CHECK, space::CHECK));
    let (fill, edge) = match check {
        Check::Off => (t.background, Stroke::new(box_line(t), t.muted)),
        Check::Some | Check::On => (t.accent, Stroke::NONE),
    };
    painter.rect(rect, space::RADIUS_MARK, fill, edge, StrokeKind::Inside);
    let points = match check {
        Check::Off => return,
        Check::Some => vec![vec2(-3.5, 0.0), vec2(3.5, 0.0)],
        Check::On => vec![vec2(-3.5, 0.0), vec2(-1.0, 2.75), vec2(3.75, -3.0)],
    };
    let points = points.into_iter().map(|offset| centre + offset).collect();
    painter.add(Shape::line(points, Stroke::new(1.75, t.on_accent)));
}

/// Paints a radio button around `centre`, [`space::CHECK`] wide and high.
pub fn paint_radio(painter: &Painter, centre: Pos2, chosen: bool, t: &Tokens) {
    let radius = space::CHECK / 2.0;
    if chosen {
        painter.circle_filled(centre, radius, t.accent);
        painter.circle_filled(centre, 2.5, t.on_accent);
    } else {
        let edge = Stroke::new(box_line(t), t.muted);
        painter.circle(centre, radius - edge.width / 2.0, t.background, edge);
    }
}

/// The edge of an empty box must be seen, where the line between things need not.
fn box_line(t: &Tokens) -> f32 {
    t.line_width.max(1.25)
}

/// Paints the line around a widget that has the focus.
pub fn paint_focus(painter: &Painter, rect: Rect, radius: impl Into<CornerRadius>, t: &Tokens) {
    painter.rect_stroke(rect, radius, t.focus(), StrokeKind::Inside);
}

/// A shortcut beside its text: how wide it is, and how to paint it.
pub(super) struct Key(Arc<Galley>);

impl Key {
    pub(super) fn new(painter: &Painter, shortcut: &str) -> Self {
        Self(line_of_text(painter, shortcut, font(size::CAPTION)))
    }

    pub(super) fn width(&self) -> f32 {
        self.0.size().x
    }

    pub(super) fn paint(self, painter: &Painter, left_centre: Pos2, text: Color32) {
        paint_line_of_text(painter, left_centre, self.0, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_known_by_their_form() {
        for figure in ["12,34,567.00", "−5.00", "₹ 1,00,000.00", "20260400000006", "INV/25-26/0001", "27AAAAA0000A1Z2"]
        {
            assert!(is_figure(figure), "{figure}");
        }
        let file = "IMS-upload_29AAAAA0000A1ZY_2026-11-12_101530.json";
        for words in ["", "Accept", "Asha Steel 2 Pvt Ltd", "–", file, "GSTR2B_092026.xlsx,", &"1".repeat(41)] {
            assert!(!is_figure(words), "{words}");
        }
    }

    #[test]
    fn a_text_is_cut_before_a_figure_and_not_in_it() {
        assert_eq!(before_a_cut_figure("12,34,567.00", 4), Some(""));
        assert_eq!(before_a_cut_figure("₹ 12,34,567.00", 5), Some(""));
        assert_eq!(before_a_cut_figure("12,34,567.00", 0), Some(""));
        assert_eq!(before_a_cut_figure("INV/1 of Asha Steel", 12), None);
        assert_eq!(before_a_cut_figure("Rate differs, see 12345 of May", 21), Some("Rate differs, see"));
        assert_eq!(before_a_cut_figure("Rate differs, see 12345 of May", 18), None);
        assert_eq!(before_a_cut_figure("Marked IMS-upload_29AAAAA0000A1ZY_2026.json as uploaded", 30), None);
    }
}
