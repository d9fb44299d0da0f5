//! The keys that the grid reads itself while it has the focus: those that move in it.

use egui::{Key, Modifiers, Response, Ui};

use super::frame::Frame;
use super::{Grid, GridData, GridRequest};
use crate::app::keyboard::keys::menu_key;
use crate::app::keyboard::rows;
use crate::book::Field;

/// How far the arrows scroll sideways.
const STEP: f32 = 80.0;

impl Grid {
    pub(super) fn keys(
        &mut self,
        ui: &Ui,
        frame: &Frame,
        data: &GridData,
        body: &Response,
        asked: &mut Vec<GridRequest>,
    ) {
        if !body.has_focus() {
            return;
        }
        if menu_key(ui) {
            self.row_menu(frame, data, asked);
        }
        for (key, modifiers) in rows::taken(ui, body.id, rows::is_of_rows) {
            self.press(frame, data, key, modifiers, asked);
        }
    }

    fn press(&mut self, frame: &Frame, data: &GridData, key: Key, modifiers: Modifiers, asked: &mut Vec<GridRequest>) {
        let far = modifiers.command;
        let by = match key {
            Key::Space => return asked.push(GridRequest::ToggleFocus),
            Key::Enter => return self.menu_of_focus(frame, data),
            _ => rows::rows_by(key, far, self.page() as i64),
        };
        let Some(by) = by else { return self.sideways(key, far) };
        asked.push(GridRequest::Move { by, extend: modifiers.shift });
    }

    fn sideways(&mut self, key: Key, far: bool) {
        // Kept in its range when the next frame is drawn.
        self.sideways = match key {
            Key::ArrowLeft if far => 0.0,
            Key::ArrowRight if far => f32::MAX,
            Key::ArrowLeft => self.sideways - STEP,
            Key::ArrowRight => self.sideways + STEP,
            Key::Home => 0.0,
            _ => f32::MAX,
        };
    }

    fn menu_of_focus(&mut self, frame: &Frame, data: &GridData) {
        if let Some((row, rect)) = self.focused_row(frame, data) {
            self.open_menu(frame, row, rect);
        }
    }

    /// The focused row and where it is. Only rows on the screen have a place for a menu.
    fn focused_row(&self, frame: &Frame, data: &GridData) -> Option<(u32, egui::Rect)> {
        let row = data.selection.focus?;
        let first = self.place.row as usize;
        let mut shown = data.rows.iter().skip(first).take(self.page() + 2);
        let down = shown.position(|other| *other == row)?;
        let top = frame.body.top() - self.place.offset + down as f32 * frame.extent.pitch;
        let bottom = (top + frame.extent.pitch).min(frame.body.bottom());
        Some((row, egui::Rect::from_x_y_ranges(frame.body.x_range(), top..=bottom)))
    }

    /// What the second button of the mouse does, on the supplier of the focused row.
    fn row_menu(&self, frame: &Frame, data: &GridData, asked: &mut Vec<GridRequest>) {
        let Some((row, rect)) = self.focused_row(frame, data) else { return };
        if !data.selection.rows.contains(row) {
            asked.push(GridRequest::Click { row, ctrl: false, shift: false });
        }
        let at = egui::pos2(frame.across.frozen, rect.bottom());
        asked.push(GridRequest::Menu { row, field: Field::Supplier, at });
    }
}
