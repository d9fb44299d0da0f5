//! A table of texts whose rows are selected and whose headings are clicked, with the look of the grid.

use egui::{Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo};
use roaring::RoaringBitmap;

use super::bar::BAR;
use super::columns::RawHeading;
use super::frame::{Frame, Heading};
use super::matched::MARK;
use super::measures::PAD;
use super::{Density, Grid, columns, frame, text};
use crate::app::keyboard::rows::{self, click_modifiers};
use crate::app::theme::{Check, Hint, drawn, font, match_look, paint_check, paint_focus, paint_match, size, tokens};
use crate::book::MatchMark;

/// What a table shows.
pub struct TableData<'a> {
    /// Its columns.
    pub headings: &'a [RawHeading],
    /// Its rows, in order.
    pub rows: &'a [u32],
    /// The column by which they are ordered, and whether downwards.
    pub sorted: Option<(usize, bool)>,
    /// The columns that are filtered.
    pub filtered: &'a [usize],
    /// Those that are selected, among them some that are not shown.
    pub selected: &'a RoaringBitmap,
    /// How many of the rows are.
    pub selected_here: u64,
    /// The one that keys act from.
    pub focus: Option<u32>,
    /// How high they are.
    pub density: Density,
    /// What a row is called, before its number.
    pub called: &'a str,
}

/// What a cell of a table shows.
pub struct TextCell {
    /// Its text.
    pub text: String,
    /// It is muted.
    pub quiet: bool,
    /// The mark before it, in its colour.
    pub mark: Option<MatchMark>,
}

/// What was done to a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TableClick {
    /// A row was clicked; with Ctrl or on its box; with Shift.
    Row(u32, bool, bool),
    /// The heading of a column was clicked.
    Heading(usize),
    /// The funnel of a column, below which is this heading.
    Funnel(usize, Rect),
    /// The box in the headings.
    All,
    /// A key moves the focus so far; with Shift.
    Move(i64, bool),
    /// Space.
    Focused,
}

/// Shows a table in all the room there is. Only what is on the screen is asked for.
pub fn show_table(
    ui: &mut Ui,
    grid: &mut Grid,
    data: &TableData<'_>,
    cell: &mut dyn FnMut(u32, usize) -> TextCell,
) -> Vec<TableClick> {
    grid.several = data.selected_here > 1;
    let layout = grid.layout.clone();
    let mut columns = columns::of_headings(data.headings, &layout);
    // The arrow costs the heading no letters, unless the user made the column narrow.
    if let Some(column) = data.sorted.and_then(|(by, _)| columns.get_mut(by)).filter(|c| layout.width(c.key).is_none())
    {
        column.width = column.width.max(frame::room_of_heading(ui, column.title, " ↓"));
    }
    // The bar at the right lies over no amount.
    columns::give_room(&mut columns, data.headings, &layout, ui.available_width() - BAR);
    let frame = Frame::begin(ui, grid, (columns, 2), data.rows.len() as u64, data.density.pitch());
    let body = frame.body_response(ui);
    body.widget_info(|| WidgetInfo::labeled(Role::Grid, true, data.called));
    grid.id = Some(body.id);
    let mut clicks = Vec::new();
    keys(ui, grid, &body, &mut clicks);
    for (place, rect) in frame.rows(ui, grid.place) {
        let Some(&row) = data.rows.get(place as usize) else { continue };
        if data.focus == Some(row) {
            grid.sight.note(place, rect, frame.uncovered());
        }
        clicks.extend(paint(ui, &frame, data, (place, row), rect, body.has_focus(), cell));
    }
    let check = match data.selected_here {
        0 => Check::Off,
        n if n >= data.rows.len() as u64 => Check::On,
        _ => Check::Some,
    };
    let place_of = |title: &str| data.headings.iter().position(|heading| heading.title == title);
    let sorted = |column: &columns::Column| {
        let (by, down) = data.sorted?;
        (place_of(column.title) == Some(by)).then_some((0, 1, down))
    };
    let filtered = |column: &columns::Column| place_of(column.title).is_some_and(|at| data.filtered.contains(&at));
    grid.note_headings(&frame);
    match frame.headings(ui, grid, Some(check), sorted, filtered) {
        Some(Heading::Fit(column)) => {
            let shown = frame.rows(ui, grid.place).filter_map(|(place, _)| data.rows.get(place as usize));
            let texts = shown.map(|&row| cell(row, column).text);
            grid.fit(ui, (frame.columns[column].title, frame.columns[column].key, 0.0), texts);
        }
        Some(Heading::Clicked(column, _)) => clicks.push(TableClick::Heading(column)),
        Some(Heading::Funnel(column, heading)) => clicks.push(TableClick::Funnel(column, heading)),
        Some(Heading::All) => clicks.push(TableClick::All),
        _ => {}
    }
    frame.bars(ui, grid);
    clicks
}

fn keys(ui: &Ui, grid: &Grid, body: &egui::Response, clicks: &mut Vec<TableClick>) {
    if !body.has_focus() {
        return;
    }
    // The ends of a line are the ends of the table: it has no cells to go to.
    let is_end = |key: Key| matches!(key, Key::Home | Key::End);
    let known = |key: Key, modifiers: Modifiers| match key {
        Key::PageUp | Key::PageDown => !modifiers.command,
        Key::ArrowUp | Key::ArrowDown | Key::Space => true,
        key => is_end(key),
    };
    for (key, modifiers) in rows::taken(ui, body.id, known) {
        match rows::rows_by(key, modifiers.command || is_end(key), grid.page() as i64) {
            Some(by) => clicks.push(TableClick::Move(by, modifiers.shift)),
            None => clicks.push(TableClick::Focused),
        }
    }
}

fn paint(
    ui: &Ui,
    frame: &Frame,
    data: &TableData<'_>,
    (place, row): (u64, u32),
    rect: Rect,
    focused: bool,
    cell: &mut dyn FnMut(u32, usize) -> TextCell,
) -> Option<TableClick> {
    let t = tokens(ui);
    let painter = ui.painter().with_clip_rect(frame.body.intersect(ui.clip_rect()));
    let seen = rect.intersect(frame.body);
    let response = ui.interact(seen, ui.scope_id().with(("row", row)), Sense::CLICK);
    let selected = data.selected.contains(row);
    if selected {
        painter.rect_filled(rect, 0.0, t.selection);
    } else if response.hovered() {
        painter.rect_filled(rect, 0.0, t.hover);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, t.row_line());
    let check_box = Rect::from_min_size(rect.min, egui::vec2(super::measures::CHECKS, rect.height()));
    let check = if selected { Check::On } else { Check::Off };
    paint_check(&painter, check_box.center() + egui::vec2(1.5, 0.0), check, t);
    let mut texts = Vec::new();
    let mut cut = None;
    for placed in &frame.across.placed {
        let TextCell { text: words, quiet, mark } = cell(row, placed.column);
        let words = drawn(&words).into_owned();
        let clip = placed.seen(rect).intersect(painter.clip_rect());
        let right = frame.columns[placed.column].right;
        let mut colour = if quiet { t.muted } else { t.text };
        let seen = painter.with_clip_rect(clip);
        let mut room = placed.cell(rect);
        if let Some(mark) = mark {
            colour = match_look(t, mark).colour;
            paint_match(&seen, room.left_center() + egui::vec2(PAD + 5.0, 0.0), mark, colour);
            room.min.x += MARK;
        }
        text::paint(&seen, room, &words, font(size::GRID), right, colour);
        let under_pointer = response.hover_pos().is_some_and(|at| clip.contains(at));
        if under_pointer && !text::is_whole(&seen, room, &words, font(size::GRID), right) {
            cut = Some(words.clone());
        }
        texts.push(words);
    }
    if focused && data.focus == Some(row) {
        paint_focus(&painter, rect, 0.0, t);
    }
    let texts: Vec<String> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    let called = format!("{} {}: {}", data.called, place + 1, texts.join(", "));
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, selected, &called));
    let modifiers = click_modifiers(ui);
    let on_box = response.interact_pointer_pos().is_some_and(|at| check_box.contains(at));
    let clicked = response.clicked();
    if let Some(text) = cut {
        response.hint_at_pointer(text);
    }
    clicked.then_some(TableClick::Row(row, modifiers.command || on_box, modifiers.shift))
}

impl Grid {
    /// Brings a row into sight, by its place among those that are shown.
    pub fn show_place(&mut self, place: Option<usize>) {
        self.wanted = place.map(|place| place as u64).or(self.wanted);
    }
}
