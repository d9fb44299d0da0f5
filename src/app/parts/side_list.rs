//! Lists at the side of the rows (history, portal errors, changes of a newer download): their head, and lines of two texts
//! that a click or Enter chooses.

use std::borrow::Cow;

use egui::text::LayoutJob;
use egui::{Color32, FontId, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::app::keyboard::tab;
use crate::app::theme::{self, Hint, size, space, tokens};

/// The height of a line, in points.
pub const LINE: f32 = 46.0;

/// The head of a list; true when it is to be put away.
pub fn head(ui: &mut Ui, title: &str, back: &str) -> bool {
    let mut close = false;
    ui.add_space(3.0 * space::STEP);
    ui.horizontal(|ui| {
        theme::label(ui, theme::heading(title));
        tab::from_the_right(ui, |ui| {
            close = theme::link(ui, "Close").hint(back).clicked();
        });
    });
    close
}

/// Room for a line.
pub fn line(ui: &mut Ui) -> (Rect, Response) {
    line_of(ui, LINE)
}

/// Room for a line of another height.
pub fn line_of(ui: &mut Ui, height: f32) -> (Rect, Response) {
    ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click())
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

/// A text of a line of a list, and how it looks.
pub struct LineText<'t>(pub &'t str, pub FontId, pub Color32);

/// Paints the two texts of a line, each in its room; the first has two lines of smaller letters where one is too short for it. Whether
/// any of it was cut.
pub fn texts(ui: &Ui, rooms: [Rect; 2], first: LineText<'_>, second: LineText<'_>) -> bool {
    let wide = |words: &str| theme::text_width(ui.painter(), words, first.1.clone());
    let shown = with_short_file_name(first.0, |words| wide(words) <= rooms[0].width());
    let whole = theme::cut_line(ui.painter(), &shown, first.1.clone(), first.2, rooms[0].width());
    if !whole.elided {
        let top = rooms[0].top() + FIRST - whole.size().y / 2.0;
        ui.painter().galley(pos2(rooms[0].left(), top), whole, first.2);
        return text(ui, rooms[1], SECOND, second) | (shown != first.0);
    }
    let face = FontId { size: size::SMALL, ..first.1 };
    let on_two = |words: &str| {
        let mut job = LayoutJob::simple(words.to_owned(), face.clone(), first.2, rooms[0].width());
        job.wrap.max_rows = 2;
        ui.painter().layout_job(job)
    };
    // What is said behind a long file name is read too.
    let shown = with_short_file_name(first.0, |words| !on_two(words).elided);
    let both = on_two(&shown);
    let cut = both.elided || shown != first.0;
    ui.painter().galley(pos2(rooms[0].left(), rooms[0].top() + 1.0), both, first.2);
    text(ui, rooms[1], BELOW_TWO, second) | cut
}

/// The same words, the middle of a long file name among them left out, if they have room so; else as they are.
fn with_short_file_name(words: &str, fits: impl Fn(&str) -> bool) -> Cow<'_, str> {
    // Shorter, a name says nothing any more.
    const LEAST: usize = 16;
    let is_file = |word: &&str| {
        let ends = word.rsplit_once('.').map_or("", |(_, ends)| ends);
        (2..=5).contains(&ends.len()) && ends.chars().all(char::is_alphanumeric) && word.chars().count() > LEAST
    };
    let Some(file) = words.split([' ', ':', ',']).find(is_file).filter(|_| !fits(words)) else { return words.into() };
    let with = |name: &str| words.replacen(file, name, 1);
    let short = theme::in_the_middle(file, |name| fits(&with(name)));
    if short.chars().count() < LEAST { words.into() } else { with(&short).into() }
}

/// Paints one line of text at a height in its room, cut at the end of it; whether it was cut.
pub fn text(ui: &Ui, room: Rect, y: f32, LineText(words, font, colour): LineText<'_>) -> bool {
    let galley = theme::cut_line(ui.painter(), words, font, colour, room.width());
    let cut = galley.elided;
    ui.painter().galley(pos2(room.left(), room.top() + y - galley.size().y / 2.0), galley, colour);
    cut
}

/// Where the middle of the first and of the second text of a line is, from its top.
pub const FIRST: f32 = 14.0;
/// The second.
pub const SECOND: f32 = 33.0;
/// The second, below a first of two lines.
const BELOW_TWO: f32 = 39.0;

#[cfg(test)]
mod tests {
    use super::with_short_file_name;

    #[test]
    fn of_a_long_file_name_the_middle_is_left_out_and_the_words_around_it_stay() {
        let words = "Marked IMS-upload_27AAAAA0000A1Z2_2026-11-30_043746.json as uploaded";
        let short = |most: usize| with_short_file_name(words, |words| words.chars().count() <= most).into_owned();
        assert_eq!(short(44), "Marked IMS-upload_2…_043746.json as uploaded");
        assert_eq!(short(80), words);
        assert_eq!(short(25), words, "too little of the name would be left");
        let plain = "Newer download newer.json: 725 records changed";
        assert_eq!(with_short_file_name(plain, |_| false), plain);
    }
}
