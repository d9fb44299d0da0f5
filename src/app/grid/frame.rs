//! What every table is drawn in: headings, the room for rows, scroll bars, the wheel.

use egui::accesskit::SortDirection;
use egui::{
    CursorIcon, Id, Popup, PopupKind, Pos2, Rect, RectAlign, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::Grid;
use super::bar::{BAR, scroll_bar};
use super::columns::{Across, Column, Placed};
use super::measures::{CHECKS, FUNNEL, PAD, WIDTHS};
use super::place::{Extent, Place, Sight};
use super::text;
use crate::app::keyboard::keys::menu_key;
use crate::app::keyboard::rows::click_modifiers;
use crate::app::theme::{self, Check, font, size, space, strong, tick, tokens};
use crate::book::Field;
use crate::values::grouped;

/// A table as it is on the screen.
pub(super) struct Frame<'a> {
    pub(super) columns: Vec<Column<'a>>,
    pub(super) across: Across,
    pub(super) headings: Rect,
    /// The room for rows.
    pub(super) body: Rect,
    /// All the room that it has.
    room: Rect,
    pub(super) extent: Extent,
    id: Id,
}

/// What was done to the headings.
pub(super) enum Heading {
    /// Clicked, perhaps with Shift.
    Clicked(usize, bool),
    /// The edge was double-clicked: as wide as its texts.
    Fit(usize),
    /// The checkbox.
    All,
    /// The funnel, below which is this heading.
    Funnel(usize, Rect),
    /// Clicked with the other button.
    Menu(usize, Pos2),
    /// Dragged before another column, or to the end.
    Moved(usize, Option<usize>),
}

/// How a column is sorted: which key it is, of how many, and whether it descends.
pub(super) type Sorted = Option<(usize, usize, bool)>;

impl<'a> Frame<'a> {
    /// Takes all the room there is, and follows the wheel. The first columns stay at the left.
    pub(super) fn begin(
        ui: &mut Ui,
        grid: &mut Grid,
        (columns, stay): (Vec<Column<'a>>, usize),
        rows: u64,
        pitch: f32,
    ) -> Frame<'a> {
        let room = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(room);
        let headings = Rect::from_min_size(room.min, vec2(room.width(), space::HEADINGS));
        let mut body = Rect::from_min_max(pos2(room.left(), headings.bottom()), room.max);
        // Where a bar below the rows would take the room of a whole one it lies over the last: what is gone to comes above it.
        let mut covered = 0.0;
        if Across::new(&columns, stay, body, &mut grid.sideways).range > 0.0 {
            match bar_has_room(body.height(), rows, pitch) {
                true => body.max.y -= BAR,
                false => covered = BAR,
            }
        }
        body.max.y = body.max.y.max(body.top() + pitch);
        let extent = Extent { rows, pitch, view: (body.height() - covered).max(pitch) };
        let id = ui.scope_id().with("grid");

        grid.page = ((body.height() / pitch) as u64).saturating_sub(1).max(1);
        grid.place = grid.sight.keep(grid.place, extent, Sight::held(ui, body, grid.several));
        if let Some(row) = grid.wanted.take() {
            grid.place = grid.place.showing(row.min(rows.saturating_sub(1)), extent);
        }
        if ui.rect_contains_pointer(room) {
            let wheel = ui.input_mut(|i| std::mem::take(&mut i.smooth_scroll_delta));
            grid.place = grid.place.moved(-f64::from(wheel.y), extent);
            grid.sideways -= wheel.x;
        }
        ui.painter().rect_filled(room, 0.0, tokens(ui).background);
        grid.place = grid.place.moved(0.0, extent);
        let across = Across::new(&columns, stay, body, &mut grid.sideways);
        Frame { columns, across, headings, body, room, extent, id }
    }

    /// The bars over the edges of the rows, drawn after them.
    pub(super) fn bars(&self, ui: &Ui, grid: &mut Grid) {
        let before = (grid.place, grid.sideways);
        let range = self.extent.range();
        if range > 0.0 {
            let track = Rect::from_min_max(pos2(self.body.right() - BAR, self.body.top()), self.body.max);
            let at = grid.place.points(self.extent) / range;
            let (bar, moved) = scroll_bar(ui, self.id.with("down"), track, self.extent.share(), at, &mut grid.grip);
            if let Some(at) = moved {
                grid.place = Place::at(at * range, self.extent);
                // A pixel may be a thousand rows: say which one this is.
                let row = grouped(grid.place.row + 1);
                let beside = pos2(track.left(), bar.interact_pointer_pos().map_or(track.top(), |at| at.y));
                let tip = Popup::from_response(&bar).kind(PopupKind::Tooltip).align(RectAlign::LEFT).gap(4.0);
                tip.at_position(beside)
                    .show(|ui| theme::label(ui, format!("Row {row} of {}", grouped(self.extent.rows))));
            }
        }
        if self.across.range > 0.0 {
            let track = Rect::from_min_max(pos2(self.across.frozen, self.room.bottom() - BAR), self.room.max);
            let at = f64::from(grid.sideways / self.across.range);
            let (_, moved) =
                scroll_bar(ui, self.id.with("across"), track, self.across.share.into(), at, &mut grid.grip);
            if let Some(at) = moved {
                grid.sideways = (at * f64::from(self.across.range)) as f32;
            }
        }
        if (grid.place, grid.sideways) != before {
            ui.ctx().request_repaint();
        }
    }

    /// The room in which a row is seen whole: no bar lies over it.
    pub(super) fn uncovered(&self) -> Rect {
        self.body.with_max_y(self.body.top() + self.extent.view)
    }

    /// What the rows have in common for the pointer and the keyboard.
    pub(super) fn body_response(&self, ui: &Ui) -> Response {
        ui.interact(self.body, self.id, Sense::DRAG | Sense::FOCUSABLE)
    }

    /// The rows on the screen, each with its place there.
    pub(super) fn rows(&self, ui: &Ui, place: Place) -> impl Iterator<Item = (u64, Rect)> + use<> {
        let Frame { body, extent, .. } = *self;
        let pixels = ui.pixels_per_point();
        // A line between two pixels would be two grey ones.
        let top = ((body.top() - place.offset) * pixels).round() / pixels;
        let count = ((body.height() + place.offset) / extent.pitch).ceil() as u64;
        let last = (place.row + count).min(extent.rows);
        (place.row..last).map(move |row| {
            let y = top + (row - place.row) as f32 * extent.pitch;
            (row, Rect::from_min_max(pos2(body.left(), y), pos2(body.right(), y + extent.pitch)))
        })
    }

    /// The row under a point of the screen, or the nearest one.
    pub(super) fn row_at(&self, place: Place, y: f32) -> Option<u64> {
        let last = self.extent.rows.checked_sub(1)?;
        let inside = y.clamp(self.body.top(), self.body.bottom() - 1.0);
        let down = ((inside - self.body.top() + place.offset) / self.extent.pitch) as u64;
        Some((place.row + down).min(last))
    }

    /// Draws the headings, and the line beside the frozen columns. With `check`, a checkbox for all rows.
    pub(super) fn headings(
        &self,
        ui: &mut Ui,
        grid: &mut Grid,
        check: Option<Check>,
        sorted: impl Fn(&Column) -> Sorted,
        filtered: impl Fn(&Column) -> bool,
    ) -> Option<Heading> {
        let t = tokens(ui);
        let mut done = None;
        ui.painter().rect_filled(self.headings, 0.0, t.panel);
        if let Some(check) = check {
            let size = vec2(space::CHECK, space::CHECK);
            let at = pos2(self.headings.left() + 3.0 + (CHECKS - 3.0) / 2.0, self.headings.center().y);
            if ui.put(Rect::from_center_size(at, size), |ui: &mut Ui| tick(ui, check, "All rows")).clicked() {
                done = Some(Heading::All);
            }
        }
        for placed in &self.across.placed {
            let column = &self.columns[placed.column];
            let (sorted, filtered) = (sorted(column), filtered(column));
            done = done.or(self.heading(ui, grid, placed, sorted, filtered));
        }
        // Edges reach over into the next heading, so they come after all headings.
        for placed in &self.across.placed {
            done = done.or(self.edge(ui, grid, placed));
        }
        ui.painter().hline(self.headings.x_range(), self.headings.bottom() - t.line_width / 2.0, t.line());
        let frozen = egui::Stroke::new(t.line_width.max(2.0), t.line);
        ui.painter().vline(self.across.frozen, self.headings.top()..=self.body.bottom(), frozen);
        done.or(self.moving(ui, grid))
    }

    fn heading(&self, ui: &Ui, grid: &mut Grid, placed: &Placed, sorted: Sorted, filtered: bool) -> Option<Heading> {
        let t = tokens(ui);
        let column = &self.columns[placed.column];
        let seen = placed.seen(self.headings);
        let response = ui.interact(seen, self.id.with(("heading", column.title)), Sense::click_and_drag());
        // Pages in the rail have the names of some of these columns.
        let of_register = column.field.is_some_and(Field::is_matched);
        let called = if of_register { format!("{} column", column.title) } else { column.title.to_owned() };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &called));
        let painter = ui.painter().with_clip_rect(seen.intersect(ui.clip_rect()));
        let held = grid.moving.is_some() && grid.moving == column.field;
        if (response.hovered() || held) && column.field.is_some() {
            painter.rect_filled(seen, 0.0, t.hover);
        }
        if response.has_focus() {
            crate::app::theme::paint_focus(&painter, seen, 0.0, t);
        }
        if response.drag_started_by(egui::PointerButton::Primary) && placed.column >= self.across.stay {
            grid.moving = column.field;
        }
        let named = column.funnel.then_some(());
        let funnel = named.and_then(|()| self.heading_text(ui, &painter, placed, sorted, filtered, &response));
        if funnel.is_some_and(|funnel| funnel.clicked()) {
            return Some(Heading::Funnel(placed.column, seen));
        }
        if !column.funnel {
            let arrow = sorted.map_or("", |(.., down)| if down { " ↓" } else { " ↑" });
            let title = format!("{}{arrow}", column.title);
            text::paint(&painter, placed.cell(self.headings), &title, strong(size::SMALL), column.right, t.text);
        }
        if response.secondary_clicked() || (response.has_focus() && menu_key(ui)) {
            let at = response.interact_pointer_pos().unwrap_or(seen.left_bottom());
            return Some(Heading::Menu(placed.column, at));
        }
        let shift = click_modifiers(ui).shift;
        response.clicked().then_some(Heading::Clicked(placed.column, shift))
    }

    /// Title and order, at the right where the column's texts stand there, and the funnel at the right edge. Gives what
    /// was done to the funnel.
    fn heading_text(
        &self,
        ui: &Ui,
        painter: &egui::Painter,
        placed: &Placed,
        sorted: Sorted,
        filtered: bool,
        heading: &Response,
    ) -> Option<Response> {
        let t = tokens(ui);
        let column = &self.columns[placed.column];
        let cell = placed.cell(self.headings);
        let arrow = sorted.map(|(key, keys, descending)| {
            let direction = if descending { SortDirection::Descending } else { SortDirection::Ascending };
            ui.accesskit_node_builder(heading.id, |node| node.set_sort_direction(direction));
            let arrow = if descending { "↓" } else { "↑" };
            let arrow = if keys > 1 { format!("{arrow}{}", key + 1) } else { arrow.to_owned() };
            text::line(painter, &arrow, strong(size::SMALL))
        });
        let room = arrow.as_ref().map_or(0.0, |arrow| arrow.size().x + 4.0);
        let rest = (cell.width() - 2.0 * PAD - room - FUNNEL).max(0.0);
        let title = text::line(painter, column.title, strong(size::SMALL)).size().x.min(rest);
        let left = if column.right { cell.right() - PAD - title - room - FUNNEL } else { cell.left() + PAD };
        // A cell that leaves the title its room between the usual edges.
        let title_cell = Rect::from_x_y_ranges(left - PAD..=left + title + PAD + 0.5, cell.y_range());
        text::paint(painter, title_cell, column.title, strong(size::SMALL), false, t.text);
        if let Some(arrow) = arrow {
            let at = pos2(left + title + 4.0, cell.center().y - arrow.size().y / 2.0);
            painter.galley(at, arrow, t.accent);
        }
        // At the edge, so that a click into the middle sorts.
        let right = cell.right() - PAD + 2.0;
        let place = Rect::from_x_y_ranges(right - FUNNEL..=right, cell.y_range());
        let seen = place.intersect(painter.clip_rect());
        if !seen.is_positive() {
            return None;
        }
        let funnel = ui.interact(seen, self.id.with(("funnel", column.title)), Sense::click());
        funnel.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Filter {}", column.title)));
        let colour = if filtered || funnel.hovered() { t.accent } else { t.muted };
        paint_funnel(painter, place.center() + vec2(1.0, 0.5), colour, filtered);
        if funnel.has_focus() {
            crate::app::theme::paint_focus(painter, seen.shrink2(vec2(0.0, 6.0)), 3.0, t);
        }
        Some(funnel)
    }

    /// A heading that is being dragged: a line shows where it would go; let go, it goes there.
    fn moving(&self, ui: &Ui, grid: &mut Grid) -> Option<Heading> {
        let moving = grid.moving?;
        let Some(pointer) = ui.input(|i| i.pointer.latest_pos()) else {
            grid.moving = None;
            return None;
        };
        ui.set_cursor_icon(CursorIcon::Grabbing);
        let mut free = self.across.placed.iter().filter(|placed| placed.column >= self.across.stay);
        // Left of its middle: before it.
        let before = free.find(|placed| pointer.x < (placed.x.min + placed.x.max) / 2.0);
        let end = self.across.placed.last().map_or(self.headings.right(), |placed| placed.x.max);
        let at = before.map_or(end, |placed| placed.x.min).clamp(self.across.frozen, self.headings.right() - 2.0);
        ui.painter().vline(at, self.headings.top()..=self.body.bottom(), egui::Stroke::new(2.0, tokens(ui).accent));
        if ui.input(|i| i.pointer.any_down()) {
            return None;
        }
        grid.moving = None;
        let from = self.columns.iter().position(|column| column.field == Some(moving))?;
        let last = self.across.placed.last().map_or(0, |placed| placed.column + 1);
        let to = before.map_or((last < self.columns.len()).then_some(last), |placed| Some(placed.column));
        Some(Heading::Moved(from, to))
    }

    /// The edge of a heading that makes its column wider and narrower.
    fn edge(&self, ui: &Ui, grid: &mut Grid, placed: &Placed) -> Option<Heading> {
        if !placed.clip.contains(placed.x.max - 1.0) {
            return None;
        }
        let column = &self.columns[placed.column];
        let edge = Rect::from_x_y_ranges(placed.x.max - 4.0..=placed.x.max + 3.0, self.headings.y_range());
        let response = ui.interact(edge, self.id.with(("edge", column.title)), Sense::CLICK | Sense::DRAG);
        let t = tokens(ui);
        if response.hovered() || response.dragged() {
            ui.set_cursor_icon(CursorIcon::ResizeHorizontal);
            ui.painter().vline(placed.x.max - 0.5, self.headings.y_range(), egui::Stroke::new(2.0, t.accent));
        } else {
            ui.painter().vline(placed.x.max - 0.5, self.headings.y_range().shrink(8.0), t.line());
        }
        if response.dragged() {
            grid.set_width(column.key, column.width + response.drag_delta().x);
        }
        response.double_clicked().then_some(Heading::Fit(placed.column))
    }
}

/// Whether a bar below the rows takes the room of no whole row; else it lies over the last one on the screen.
fn bar_has_room(height: f32, rows: u64, pitch: f32) -> bool {
    let left = height - (height / pitch).floor() * pitch;
    left >= BAR || rows as f32 * pitch + BAR <= height
}

/// How wide a heading is with its order and its funnel.
pub(super) fn room_of_heading(ui: &Ui, title: &str, order: &str) -> f32 {
    let wide = |text: &str| text::line(ui.painter(), text, strong(size::SMALL)).size().x;
    (wide(title) + wide(order.trim_start()) + 4.0 + 2.0 * PAD + FUNNEL + 1.0).ceil()
}

/// An outline, or filled where the column is filtered.
pub(in crate::app) fn paint_funnel(painter: &egui::Painter, centre: Pos2, colour: egui::Color32, filled: bool) {
    let corners = [(-4.5, -4.0), (4.5, -4.0), (1.2, 0.5), (1.2, 4.0), (-1.2, 3.0), (-1.2, 0.5)];
    let outline: Vec<Pos2> = corners.into_iter().map(|(x, y)| centre + vec2(x, y)).collect();
    if filled {
        let mouth = vec![outline[0], outline[1], centre + vec2(0.0, 1.8)];
        painter.add(egui::Shape::convex_polygon(mouth, colour, egui::Stroke::NONE));
        painter.rect_filled(Rect::from_min_max(outline[5], outline[3]), 0.0, colour);
    }
    painter.add(egui::Shape::closed_line(outline, egui::Stroke::new(1.0, colour)));
}

impl Grid {
    /// Makes a column so wide.
    pub(super) fn set_width(&mut self, title: &str, width: f32) {
        self.layout.set_width(title, WIDTHS.clamp(width));
    }

    /// Makes a column as wide as its heading and the texts on the screen, each with its mark.
    pub(super) fn fit(&mut self, ui: &Ui, (title, key, mark): (&str, &str, f32), texts: impl Iterator<Item = String>) {
        let heading = text::width(ui.painter(), title, strong(size::SMALL)) + FUNNEL + 20.0;
        let wide = |text: String| mark + text::width(ui.painter(), &text, font(size::GRID));
        let widest = texts.map(wide).fold(heading, f32::max);
        self.set_width(key, widest.ceil());
    }
}
