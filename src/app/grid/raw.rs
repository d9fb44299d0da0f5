//! A read-only sheet of texts, for sections that are only shown, with the look of the grid.

use egui::{Rect, Role, Sense, Ui, WidgetInfo};

use super::columns::RawHeading;
use super::frame::{Frame, Heading};
use super::{Density, Grid, columns, text};
use crate::app::theme::{Hint, drawn, font, size, tokens};

/// Shows a read-only sheet of texts in all the room there is. Only what is on the screen is asked for.
pub fn show_raw(
    ui: &mut Ui,
    grid: &mut Grid,
    headings: &[RawHeading],
    row_count: u32,
    cell: &mut dyn FnMut(u32, usize) -> String,
) {
    let layout = grid.layout.clone();
    let columns = columns::of_headings(headings, &layout);
    let frame = Frame::begin(ui, grid, (columns, layout.frozen()), row_count.into(), Density::Normal.pitch());
    for (row, rect) in frame.rows(ui, grid.place) {
        paint(ui, &frame, row as u32, rect, cell);
    }
    if let Some(Heading::Fit(column)) = frame.headings(ui, grid, None, |_| None, |_| false) {
        let texts = frame.rows(ui, grid.place).map(|(row, _)| cell(row as u32, column));
        grid.fit(ui, (frame.columns[column].title, frame.columns[column].key, 0.0), texts);
    }
    frame.bars(ui, grid);
}

fn paint(ui: &Ui, frame: &Frame, row: u32, rect: Rect, cell: &mut dyn FnMut(u32, usize) -> String) {
    let t = tokens(ui);
    let painter = ui.painter().with_clip_rect(frame.body.intersect(ui.clip_rect()));
    let response = ui.interact(rect.intersect(frame.body), ui.scope_id().with(("row", row)), Sense::hover());
    if response.hovered() {
        painter.rect_filled(rect, 0.0, t.hover);
    }
    painter.hline(rect.x_range(), rect.bottom() - 0.5, t.row_line());
    let mut texts = Vec::new();
    let mut cut = None;
    for placed in &frame.across.placed {
        let words = drawn(&cell(row, placed.column)).into_owned();
        let clip = placed.seen(rect).intersect(painter.clip_rect());
        let right = frame.columns[placed.column].right;
        text::paint(&painter.with_clip_rect(clip), placed.cell(rect), &words, font(size::GRID), right, t.text);
        let under_pointer = response.hover_pos().is_some_and(|at| clip.contains(at));
        let seen = painter.with_clip_rect(clip);
        if under_pointer && !text::is_whole(&seen, placed.cell(rect), &words, font(size::GRID), false) {
            cut = Some(words.clone());
        }
        texts.push(words);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Row, true, format!("Row {}: {}", row + 1, texts.join(", "))));
    if let Some(words) = cut {
        response.hint_at_pointer(words);
    }
}
