//! The table of suppliers. It draws only what is on the screen, and changes nothing itself.

use std::collections::BTreeSet;

use egui::{Id, Key, Modifiers, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::columns::{self, Placed};
use super::range::Range;
use crate::app::grid::bar::{BAR, scroll_bar};
use crate::app::grid::measures::CHECKS;
use crate::app::grid::place::{Extent, Place, Sight};
use crate::app::grid::text;
use crate::app::keyboard::rows::{self, click_modifiers};
use crate::app::theme::{self, Check, Hint, font, paint_check, size, space, strong, tokens};
use crate::session::Session;
use crate::session::suppliers::SupplierRequest;
use crate::session::suppliers::select::Click;
use crate::store::Density;
use crate::view::suppliers::{SupplierColumn, SupplierEntry};

/// How far the arrows scroll sideways.
const STEP: f32 = 80.0;
/// The room of the triangle of a PAN, and how far its suppliers are moved in.
pub(super) const FOLD: f32 = 14.0;

/// Where the table of suppliers is.
#[derive(Default)]
pub struct SupplierGrid {
    place: Place,
    sideways: f32,
    sight: Sight,
    wanted: Option<u64>,
    page: u64,
    grip: f64,
    dragged: Option<u64>,
    /// The line of this press is selected already.
    pressed: bool,
    id: Option<Id>,
    /// A menu or a dialog has the keys just now.
    pub yields: bool,
    pub(super) range: Option<Range>,
}

/// Where things are on the screen.
pub(super) struct Lines {
    pub(super) room: Rect,
    pub(super) headings: Rect,
    pub(super) body: Rect,
    pub(super) extent: Extent,
    pub(super) placed: Vec<Placed>,
    pub(super) across: f32,
}

impl SupplierGrid {
    /// Draws it in all the room there is.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        open: &Session,
        density: Density,
        hidden: &BTreeSet<String>,
    ) -> Vec<SupplierRequest> {
        let layout = self.layout(ui, open, density, hidden);
        ui.painter().rect_filled(layout.room, 0.0, tokens(ui).background);
        let body = ui.interact(layout.body, ui.scope_id().with("suppliers"), Sense::DRAG | Sense::FOCUSABLE);
        self.id = Some(body.id);
        if self.yields || self.range.is_some() {
            body.surrender_focus();
        }
        let mut asked = Vec::new();
        self.keys(ui, open, &body, &mut asked);
        self.drag(ui, open, &layout, &body, &mut asked);
        let pixels = ui.pixels_per_point();
        let top = ((layout.body.top() - self.place.offset) * pixels).round() / pixels;
        let count = ((layout.extent.view + self.place.offset) / layout.extent.pitch).ceil() as u64;
        for row in self.place.row..(self.place.row + count).min(layout.extent.rows) {
            let y = top + (row - self.place.row) as f32 * layout.extent.pitch;
            let rect = Rect::from_x_y_ranges(layout.body.x_range(), y..=y + layout.extent.pitch);
            if open.suppliers().focus().is_some()
                && open.suppliers().shown().get(row as usize) == open.suppliers().focus().as_ref()
            {
                self.sight.note(row, rect, layout.body);
            }
            self.line(ui, open, &layout, row, rect, &body, &mut asked);
        }
        self.pressed &= body.dragged();
        let named = || format!("Suppliers, {} lines", layout.extent.rows);
        body.widget_info(|| WidgetInfo::labeled(Role::Grid, true, named()));
        if let (true, Some(focus)) = (body.has_focus(), open.suppliers().focus()) {
            let focused = line_id(ui, focus);
            ui.accesskit_node_builder(body.id, |node| node.set_active_descendant(focused.accesskit_id()));
        }
        self.headings(ui, open, &layout, &mut asked);
        self.bars(ui, &layout);
        if let Some(range) = &mut self.range
            && !range.show(ui, open, &mut asked)
        {
            self.range = None;
        }
        asked
    }

    fn layout(&mut self, ui: &mut Ui, open: &Session, density: Density, hidden: &BTreeSet<String>) -> Lines {
        let sheet = open.suppliers();
        let room = ui.available_rect_before_wrap();
        ui.advance_cursor_after_rect(room);
        let headings = Rect::from_min_size(room.min, vec2(room.width(), space::HEADINGS));
        let mut body = Rect::from_min_max(pos2(room.left(), headings.bottom()), room.max);
        let columns = columns::shown(sheet, hidden);
        let left = room.left() + CHECKS;
        let (placed, across) = columns::place(ui.painter(), sheet, &columns, body, left, &mut self.sideways);
        if across > 0.0 {
            body.max.y -= BAR;
        }
        let pitch = density.pitch();
        body.max.y = body.max.y.max(body.top() + pitch);
        let extent = Extent { rows: sheet.shown().len() as u64, pitch, view: body.height() };
        self.page = ((body.height() / pitch) as u64).saturating_sub(1).max(1);
        self.place = self.sight.keep(self.place, extent, Sight::held(ui, body, sheet.targets().len() > 1));
        if let Some(row) = self.wanted.take() {
            self.place = self.place.showing(row.min(extent.rows.saturating_sub(1)), extent);
        }
        if ui.rect_contains_pointer(room) {
            let wheel = ui.input_mut(|i| std::mem::take(&mut i.smooth_scroll_delta));
            self.place = self.place.moved(-f64::from(wheel.y), extent);
            self.sideways -= wheel.x;
        }
        self.place = self.place.moved(0.0, extent);
        Lines { room, headings, body, extent, placed, across }
    }

    fn keys(&mut self, ui: &Ui, open: &Session, body: &Response, asked: &mut Vec<SupplierRequest>) {
        if !body.has_focus() {
            return;
        }
        for (key, modifiers) in rows::taken(ui, body.id, rows::is_of_rows) {
            self.press(open, key, modifiers, asked);
        }
    }

    fn press(&mut self, open: &Session, key: Key, modifiers: Modifiers, asked: &mut Vec<SupplierRequest>) {
        let far = modifiers.command;
        if let Some(by) = rows::rows_by(key, far, self.page as i64) {
            return asked.push(SupplierRequest::Move(by, modifiers.shift));
        }
        let focus = open.suppliers().focus();
        match key {
            Key::Space => asked.push(SupplierRequest::Toggle),
            Key::Enter => asked.extend(focus.map(SupplierRequest::Open)),
            Key::ArrowLeft | Key::ArrowRight => {
                let folded = key == Key::ArrowLeft;
                let pan = match focus {
                    Some(SupplierEntry::Pan(pan)) if open.suppliers().is_folded(pan) != folded => Some(pan),
                    Some(SupplierEntry::Under(supplier)) if folded => Some(open.suppliers().numbers().pan(supplier)),
                    _ => None,
                };
                match pan.filter(|_| !far) {
                    Some(pan) => asked.push(SupplierRequest::Fold(pan, folded)),
                    None => self.sideways += if folded { -STEP } else { STEP },
                }
            }
            Key::Home => self.sideways = 0.0,
            _ => self.sideways = f32::MAX,
        }
    }

    /// A press selects a line, dragging a range.
    fn drag(&mut self, ui: &Ui, open: &Session, layout: &Lines, body: &Response, asked: &mut Vec<SupplierRequest>) {
        let row_at = |place: Place, y: f32| {
            let inside = y.clamp(layout.body.top(), layout.body.bottom() - 1.0);
            let row = place.row + ((inside - layout.body.top() + place.offset) / layout.extent.pitch) as u64;
            let row = row.min(layout.extent.rows.checked_sub(1)?);
            Some((row, *open.suppliers().shown().get(row as usize)?))
        };
        if body.drag_started_by(egui::PointerButton::Primary) {
            body.request_focus();
            if let Some(from) = ui.input(|i| i.pointer.press_origin())
                && layout.extent.has_row(self.place, from.y - layout.body.top())
                && let Some((row, entry)) = row_at(self.place, from.y)
            {
                (self.dragged, self.pressed) = (Some(row), true);
                asked.push(match (entry, on_triangle(layout, entry, from)) {
                    (SupplierEntry::Pan(pan), true) => SupplierRequest::Fold(pan, !open.suppliers().is_folded(pan)),
                    _ => SupplierRequest::Click(entry, click_of(click_modifiers(ui), is_on_box(layout, from))),
                });
            }
        }
        if !body.dragged_by(egui::PointerButton::Primary) {
            self.dragged = None;
            return;
        }
        let Some(at) = body.interact_pointer_pos() else { return };
        let beyond = (at.y - layout.body.bottom()).max(0.0) + (at.y - layout.body.top()).min(0.0);
        if beyond != 0.0 {
            self.place = self.place.moved(f64::from(beyond) * 0.3, layout.extent);
            ui.request_repaint();
        }
        if let (Some(last), Some((row, entry))) = (self.dragged, row_at(self.place, at.y))
            && row != last
        {
            self.dragged = Some(row);
            asked.push(SupplierRequest::Click(entry, Click::Range));
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn line(
        &mut self,
        ui: &Ui,
        open: &Session,
        layout: &Lines,
        row: u64,
        rect: Rect,
        body: &Response,
        asked: &mut Vec<SupplierRequest>,
    ) {
        let sheet = open.suppliers();
        let Some(&entry) = sheet.shown().get(row as usize) else { return };
        let seen = rect.intersect(layout.body);
        // Not focusable: the table is one stop for Tab, not one a line.
        let response = ui.interact(seen, line_id(ui, entry), Sense::CLICK);
        self.paint(ui, open, layout, entry, rect, response.hovered(), body.has_focus());
        let selected = sheet.is_selected(entry);
        let words = format!(
            "Row {}: {}, {} records, {} to decide",
            row + 1,
            sheet.cell(open.book(), entry, SupplierColumn::Name),
            sheet.line(entry).records,
            sheet.cell(open.book(), entry, SupplierColumn::ToDecide),
        );
        response.widget_info(|| WidgetInfo::labeled(Role::Row, true, words.clone()));
        ui.accesskit_node_builder(response.id, |node| node.set_selected(selected == Some(true)));
        let at = response.interact_pointer_pos();
        let plain = click_modifiers(ui).is_none();
        if response.clicked() {
            body.request_focus();
            if !self.pressed {
                // Pressed and released within one frame, or clicked by a screen reader.
                let on_box = at.is_some_and(|at| is_on_box(layout, at));
                asked.push(match (entry, at.is_some_and(|at| on_triangle(layout, entry, at))) {
                    (SupplierEntry::Pan(pan), true) => SupplierRequest::Fold(pan, !sheet.is_folded(pan)),
                    _ => SupplierRequest::Click(entry, click_of(click_modifiers(ui), on_box)),
                });
            }
        }
        let on_name = at.is_none_or(|at| !is_on_box(layout, at) && !on_triangle(layout, entry, at));
        if response.double_clicked() && plain && on_name {
            asked.push(SupplierRequest::Open(entry));
        }
        self.hint(ui, open, layout, entry, rect, response);
    }

    #[allow(clippy::too_many_arguments)]
    fn paint(
        &self,
        ui: &Ui,
        open: &Session,
        layout: &Lines,
        entry: SupplierEntry,
        rect: Rect,
        hovered: bool,
        keys: bool,
    ) {
        let (t, sheet) = (tokens(ui), open.suppliers());
        let painter = ui.painter().with_clip_rect(layout.body.intersect(ui.clip_rect()));
        let selected = sheet.is_selected(entry);
        let ground = if selected == Some(true) { Some(t.selection) } else { hovered.then_some(t.hover) };
        if let Some(colour) = ground {
            painter.rect_filled(rect, 0.0, colour);
        }
        painter.hline(rect.x_range(), rect.bottom() - 0.5, t.row_line());
        let is_pan = matches!(entry, SupplierEntry::Pan(_));
        let face = || if is_pan { strong(size::GRID) } else { font(size::GRID) };
        for placed in &layout.placed {
            let clip = placed.seen(rect).intersect(painter.clip_rect());
            if !clip.is_positive() {
                continue;
            }
            let painter = painter.with_clip_rect(clip);
            let mut cell = placed.cell(rect);
            let words = sheet.cell(open.book(), entry, placed.column);
            if placed.column == SupplierColumn::Name {
                cell.min.x += if matches!(entry, SupplierEntry::Under(_)) { 2.0 * FOLD } else { FOLD };
            }
            let quiet = words == "–"
                || (placed.column.is_amount() && placed.column.number(&sheet.line(entry)) == 0)
                || matches!(placed.column, SupplierColumn::State | SupplierColumn::Gstin);
            let quiet = quiet || (placed.column == SupplierColumn::Name && matches!(entry, SupplierEntry::Under(_)));
            let colour = if quiet { t.muted } else { t.text };
            text::paint(&painter, cell, &theme::drawn(&words), face(), columns::is_right(placed.column), colour);
        }
        if let SupplierEntry::Pan(pan) = entry {
            let at = pos2(layout.room.left() + CHECKS + 6.0 + FOLD / 2.0, rect.center().y);
            paint_triangle(&painter, at, sheet.is_folded(pan), t.muted);
        }
        let check = match selected {
            Some(selected) => Check::from(selected),
            None => Check::Some,
        };
        paint_check(&painter, pos2(rect.left() + 3.0 + (CHECKS - 3.0) / 2.0, rect.center().y), check, t);
        if sheet.focus() == Some(entry) {
            let line = if keys { t.focus() } else { egui::Stroke::new(t.focus().width, t.line) };
            painter.hline(rect.x_range(), rect.top() + line.width / 2.0, line);
            painter.hline(rect.x_range(), rect.bottom() - line.width / 2.0, line);
        }
    }

    /// What was cut off, under the pointer.
    fn hint(&self, ui: &Ui, open: &Session, layout: &Lines, entry: SupplierEntry, rect: Rect, response: Response) {
        let Some(at) = response.hover_pos() else { return };
        let Some(placed) = layout.placed.iter().find(|placed| placed.x.intersection(placed.clip).contains(at.x)) else {
            return;
        };
        let words = open.suppliers().cell(open.book(), entry, placed.column);
        let painter = ui.painter().with_clip_rect(placed.seen(rect));
        let right = columns::is_right(placed.column);
        let mut cell = placed.cell(rect);
        if placed.column == SupplierColumn::Name {
            cell.min.x += 2.0 * FOLD;
        }
        if !text::is_whole(&painter, cell, &words, font(size::GRID), right) {
            response.hint_at_pointer(theme::drawn(&words).into_owned());
        }
    }

    fn bars(&mut self, ui: &Ui, layout: &Lines) {
        let before = (self.place, self.sideways);
        let range = layout.extent.range();
        if range > 0.0 {
            let track = Rect::from_min_max(pos2(layout.body.right() - BAR, layout.body.top()), layout.body.max);
            let (at, id) = (self.place.points(layout.extent) / range, ui.scope_id().with("suppliers down"));
            if let (_, Some(at)) = scroll_bar(ui, id, track, layout.extent.share(), at, &mut self.grip) {
                self.place = Place::at(at * range, layout.extent);
            }
        }
        if layout.across > 0.0 {
            let left = layout.placed.first().map_or(layout.room.left(), |placed| placed.x.max);
            let track = Rect::from_min_max(pos2(left, layout.room.bottom() - BAR), layout.room.max);
            let share = f64::from(track.width() / (track.width() + layout.across));
            let (at, id) = (f64::from(self.sideways / layout.across), ui.scope_id().with("suppliers across"));
            if let (_, Some(at)) = scroll_bar(ui, id, track, share, at, &mut self.grip) {
                self.sideways = (at * f64::from(layout.across)) as f32;
            }
        }
        if (self.place, self.sideways) != before {
            ui.ctx().request_repaint();
        }
    }

    /// Scrolls so that this line is on the screen, in the next frame.
    pub fn reveal(&mut self, place: usize) {
        self.wanted = Some(place as u64);
    }

    /// Goes back to the first line.
    pub fn go_to_top(&mut self) {
        self.place = Place::default();
        self.wanted = None;
    }

    /// Whether the filter of a column is open.
    pub fn menu_is_open(&self) -> bool {
        self.range.is_some()
    }

    /// Gives the table the keyboard, unless something that lies over it has it.
    pub fn focus(&self, ui: &Ui) {
        if let Some(id) = self.id.filter(|_| !self.yields && self.range.is_none()) {
            ui.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Whether the table has the keyboard.
    pub fn has_focus(&self, ctx: &egui::Context) -> bool {
        self.id.is_some_and(|id| ctx.memory(|memory| memory.has_focus(id)))
    }
}

fn click_of(modifiers: Modifiers, on_box: bool) -> Click {
    match modifiers {
        Modifiers { shift: true, .. } => Click::Range,
        Modifiers { command: true, .. } => Click::Toggle,
        _ if on_box => Click::Toggle,
        _ => Click::Alone,
    }
}

fn on_triangle(layout: &Lines, entry: SupplierEntry, at: egui::Pos2) -> bool {
    let left = layout.room.left() + CHECKS;
    matches!(entry, SupplierEntry::Pan(_)) && (left..left + FOLD + 4.0).contains(&at.x)
}

fn is_on_box(layout: &Lines, at: egui::Pos2) -> bool {
    at.x < layout.body.left() + CHECKS
}

fn line_id(ui: &Ui, entry: SupplierEntry) -> Id {
    ui.scope_id().with(("supplier", entry))
}

/// A triangle that points down where the suppliers of a PAN are shown, and to the right where they are folded away.
fn paint_triangle(painter: &egui::Painter, at: egui::Pos2, folded: bool, colour: egui::Color32) {
    let corners =
        if folded { [(-2.0, -4.0), (3.0, 0.0), (-2.0, 4.0)] } else { [(-4.0, -2.0), (4.0, -2.0), (0.0, 3.0)] };
    let corners = corners.map(|(x, y)| at + vec2(x, y)).to_vec();
    painter.add(egui::Shape::convex_polygon(corners, colour, egui::Stroke::NONE));
}
