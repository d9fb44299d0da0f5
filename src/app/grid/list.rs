//! A list of any number of rows, as exact as the grid: looked at, ordered by a heading, clicked. It fits its width.

use egui::accesskit::SortDirection;
use egui::{EventFilter, Key, Modifiers, Painter, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::action_look;
use super::bar::{BAR, scroll_bar};
use super::measures::PAD;
use super::place::{Extent, Place};
use super::text;
use crate::app::theme::{self, Hint, font, paint_chip, paint_focus, size, space, strong, tokens};
use crate::book::Action;

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct ListColumn {
    /// Its heading.
    pub title: &'static str,
    /// How wide it is; 0 takes the room that the others leave.
    pub width: f32,
    /// Whether its texts stand at the right.
    pub right: bool,
    /// Whether its heading can be clicked.
    pub sorts: bool,
}

/// What is in a cell.
pub enum ListCell {
    /// Text.
    Text(String),
    /// Text that matters less.
    Quiet(String),
    /// An action in these words, as a chip.
    Chip(String, Action),
}

/// What was done to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListClick {
    /// A row was clicked, or Enter pressed on it.
    Row(u64),
    /// The heading of a column was clicked.
    Heading(usize),
}

/// Where a list is.
#[derive(Clone, Copy, Debug, Default)]
pub struct List {
    place: Place,
    grip: f64,
    /// The row on which the keyboard is.
    row: u64,
}

/// What a list shows.
pub struct ListData<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its columns.
    pub columns: &'a [ListColumn],
    /// The column by which it is ordered, and whether downwards.
    pub sorted: Option<(usize, bool)>,
    /// How many rows it has.
    pub rows: u64,
}

impl List {
    /// Goes back to the first row.
    pub fn to_top(&mut self) {
        *self = List::default();
    }

    /// Draws this many points of it in all the width there is. Only cells on the screen are asked for.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        height: f32,
        data: &ListData<'_>,
        cell: &mut dyn FnMut(u64, usize) -> ListCell,
    ) -> Option<ListClick> {
        let (room, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::List, true, data.name));
        let headings = Rect::from_min_size(room.min, vec2(room.width(), space::HEADINGS));
        let body = Rect::from_min_max(headings.left_bottom(), pos2(room.right() - BAR, room.bottom()));
        let extent = Extent { rows: data.rows, pitch: space::ROW, view: body.height() };
        self.scroll(ui, room, body, extent);
        let xs = edges(data.columns, body);
        let mut clicked = self.keys(ui, &response, extent);
        clicked = self.headings(ui, &response, headings, data, &xs).or(clicked);
        let pixels = ui.pixels_per_point();
        let top = ((body.top() - self.place.offset) * pixels).round() / pixels;
        let count = ((extent.view + self.place.offset) / extent.pitch).ceil() as u64;
        for row in self.place.row..(self.place.row + count).min(data.rows) {
            let y = top + (row - self.place.row) as f32 * extent.pitch;
            let rect = Rect::from_min_max(pos2(body.left(), y), pos2(body.right(), y + extent.pitch));
            if self.line(ui, &response, body, rect, row, data, &xs, cell) {
                clicked = Some(ListClick::Row(row));
            }
        }
        clicked
    }

    fn scroll(&mut self, ui: &Ui, room: Rect, body: Rect, extent: Extent) {
        if ui.rect_contains_pointer(room) {
            let wheel = ui.input_mut(|i| std::mem::take(&mut i.smooth_scroll_delta));
            self.place = self.place.moved(-f64::from(wheel.y), extent);
        }
        self.place = self.place.moved(0.0, extent);
        let range = extent.range();
        if range > 0.0 {
            let track = Rect::from_min_max(body.right_top(), room.max);
            let at = self.place.points(extent) / range;
            let id = ui.scope_id().with("list down");
            if let (_, Some(at)) = scroll_bar(ui, id, track, extent.share(), at, &mut self.grip) {
                self.place = Place::at(at * range, extent);
            }
        }
    }

    /// Arrows and pages move, Enter clicks.
    fn keys(&mut self, ui: &Ui, response: &Response, extent: Extent) -> Option<ListClick> {
        let last = extent.rows.checked_sub(1)?;
        if !response.has_focus() {
            return None;
        }
        let ours = EventFilter { tab: false, horizontal_arrows: false, vertical_arrows: true, escape: false };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, ours));
        let page = ((extent.view / extent.pitch) as u64).saturating_sub(1).max(1);
        let pressed = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let moves: [(Key, &dyn Fn(u64) -> u64); 6] = [
            (Key::ArrowUp, &|row| row.saturating_sub(1)),
            (Key::ArrowDown, &|row| row + 1),
            (Key::PageUp, &|row| row.saturating_sub(page)),
            (Key::PageDown, &|row| row + page),
            (Key::Home, &|_| 0),
            (Key::End, &|_| last),
        ];
        for (key, to) in moves {
            if pressed(key) {
                self.row = to(self.row).min(last);
                self.place = self.place.showing(self.row, extent);
            }
        }
        pressed(Key::Enter).then_some(ListClick::Row(self.row))
    }

    fn headings(
        &self,
        ui: &Ui,
        list: &Response,
        rect: Rect,
        data: &ListData<'_>,
        xs: &[(f32, f32)],
    ) -> Option<ListClick> {
        let t = tokens(ui);
        ui.painter().rect_filled(rect, 0.0, t.panel);
        let mut clicked = None;
        for (i, (column, &(left, right))) in data.columns.iter().zip(xs).enumerate() {
            let cell = Rect::from_x_y_ranges(left..=right, rect.y_range());
            let arrow = match data.sorted {
                Some((by, down)) if by == i => Some(if down { "↓" } else { "↑" }),
                _ => None,
            };
            if column.sorts {
                let response = ui.interact(cell, list.id.with(("heading", i)), Sense::click());
                response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort by {}", column.title)));
                if let Some(arrow) = arrow {
                    let way = if arrow == "↓" { SortDirection::Descending } else { SortDirection::Ascending };
                    ui.accesskit_node_builder(response.id, |node| node.set_sort_direction(way));
                }
                if response.hovered() {
                    ui.painter().rect_filled(cell, 0.0, t.hover);
                }
                if response.has_focus() {
                    paint_focus(ui.painter(), cell, 0.0, t);
                }
                if response.clicked() {
                    clicked = Some(ListClick::Heading(i));
                }
            }
            let title = arrow.map_or_else(|| column.title.to_owned(), |arrow| format!("{} {arrow}", column.title));
            text::paint(ui.painter(), cell, &title, strong(size::GRID), column.right, t.text);
        }
        ui.painter().hline(rect.x_range(), rect.bottom() - t.line_width / 2.0, t.line());
        clicked
    }

    /// Draws a row; true if it was clicked.
    #[allow(clippy::too_many_arguments)]
    fn line(
        &mut self,
        ui: &Ui,
        list: &Response,
        body: Rect,
        rect: Rect,
        row: u64,
        data: &ListData<'_>,
        xs: &[(f32, f32)],
        cell: &mut dyn FnMut(u64, usize) -> ListCell,
    ) -> bool {
        let t = tokens(ui);
        let seen = rect.intersect(body);
        // Not focusable: the list is one stop for Tab, not one a row.
        let response = ui.interact(seen, list.id.with(("row", row)), Sense::CLICK);
        let painter = ui.painter().with_clip_rect(body.intersect(ui.clip_rect()));
        if response.hovered() {
            painter.rect_filled(rect, 0.0, t.hover);
        }
        painter.hline(rect.x_range(), rect.bottom() - 0.5, t.row_line());
        let mut words = Vec::new();
        let mut cut = None;
        for (i, (column, &(left, right))) in data.columns.iter().zip(xs).enumerate() {
            let place = Rect::from_x_y_ranges(left..=right, rect.y_range());
            let (text, whole) = paint_cell(&painter, t, place, cell(row, i), column.right);
            if !whole && response.hover_pos().is_some_and(|at| place.contains(at)) {
                cut = Some(theme::drawn(&text).into_owned());
            }
            words.push(theme::drawn(&text).into_owned());
        }
        if list.has_focus() && row == self.row {
            paint_focus(&painter, rect, 0.0, t);
            ui.accesskit_node_builder(list.id, |node| node.set_active_descendant(response.id.accesskit_id()));
        }
        words.retain(|text| !text.is_empty());
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, words.join(", ")));
        let clicked = response.clicked();
        if clicked {
            self.row = row;
        }
        if let Some(text) = cut {
            response.hint_at_pointer(text);
        }
        clicked
    }
}

/// Paints a cell; gives its words, and whether they were shown whole.
fn paint_cell(
    painter: &Painter,
    t: &crate::app::theme::Tokens,
    place: Rect,
    cell: ListCell,
    right: bool,
) -> (String, bool) {
    let (words, colour) = match cell {
        ListCell::Text(words) => (words, t.text),
        ListCell::Quiet(words) => (words, t.muted),
        ListCell::Chip(words, action) => {
            let painter = painter.with_clip_rect(place.intersect(painter.clip_rect()));
            paint_chip(&painter, place.left_center() + vec2(PAD, 0.0), &words, action_look(t, action));
            return (words, true);
        }
    };
    text::paint(painter, place, &words, font(size::GRID), right, colour);
    let whole = text::width(painter, &words, font(size::GRID)) <= place.width();
    (words, whole)
}

/// Left and right edge of each column.
fn edges(columns: &[ListColumn], body: Rect) -> Vec<(f32, f32)> {
    let fixed: f32 = columns.iter().map(|column| column.width).sum();
    let free = columns.iter().filter(|column| column.width == 0.0).count().max(1) as f32;
    let share = ((body.width() - fixed) / free).max(40.0);
    let mut left = body.left();
    let edge = |column: &ListColumn| {
        let from = left;
        left += if column.width == 0.0 { share } else { column.width };
        (from, left)
    };
    columns.iter().map(edge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_column_without_a_width_takes_what_is_left() {
        let column = |width| ListColumn { title: "", width, right: false, sorts: false };
        let body = Rect::from_min_size(pos2(10.0, 0.0), vec2(500.0, 100.0));
        let columns = [column(100.0), column(0.0), column(150.0)];
        assert_eq!(edges(&columns, body), [(10.0, 110.0), (110.0, 360.0), (360.0, 510.0)]);
    }
}
