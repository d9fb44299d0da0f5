//! Lists at the side of the rows (history, portal errors, changes of a newer download): their head, and lines of two texts
//! that a click or Enter chooses.

use egui::{Color32, FontId, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::app::keyboard::tab;
use crate::app::theme::{self, space, tokens};

/// The height of a line, in points.
pub const LINE: f32 = 46.0;

/// The head of a list; true when it is to be put away.
pub fn head(ui: &mut Ui, title: &str, back: &str) -> bool {
    let mut close = false;
    ui.add_space(3.0 * space::STEP);
    ui.horizontal(|ui| {
        ui.label(theme::heading(title));
        tab::from_the_right(ui, |ui| {
            close = theme::link(ui, "Close").on_hover_text(back).clicked();
        });
    });
    close
}

/// Room for a line.
pub fn line(ui: &mut Ui) -> (Rect, Response) {
    ui.allocate_exact_size(vec2(ui.available_width(), LINE), Sense::click())
}

/// The ground of a line; `here`: it is the one that was gone to.
pub fn ground(ui: &Ui, response: &Response, rect: Rect, here: bool) {
    theme::choice_ground(ui, response, rect, here);
    if here {
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        ui.painter().rect_filled(bar, space::RADIUS_MARK, tokens(ui).accent);
    }
}

/// Paints the sign before a group: whether what is in it is below.
pub fn fold(ui: &Ui, centre: Pos2, opened: bool) {
    const HALF: f32 = 3.5;
    let corners = if opened {
        [vec2(-HALF, -HALF / 2.0), vec2(HALF, -HALF / 2.0), vec2(0.0, HALF)]
    } else {
        [vec2(-HALF / 2.0, -HALF), vec2(HALF, 0.0), vec2(-HALF / 2.0, HALF)]
    };
    let corners = corners.map(|corner| centre + corner).into();
    ui.painter().add(Shape::convex_polygon(corners, tokens(ui).muted, Stroke::NONE));
}

/// Paints one line of text at a height in its room, cut at the end of it; whether it was cut.
pub fn text(ui: &Ui, room: Rect, y: f32, words: &str, font: FontId, colour: Color32) -> bool {
    let galley = theme::cut_line(ui.painter(), words, font, colour, room.width());
    let cut = galley.elided;
    ui.painter().galley(pos2(room.left(), room.top() + y - galley.size().y / 2.0), galley, colour);
    cut
}

/// Where the first and the second text of a line stand, from its top.
pub const FIRST: f32 = 14.0;
/// The second.
pub const SECOND: f32 = 33.0;
