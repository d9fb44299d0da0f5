//! The keys that the grid reads itself while it has the focus: those that move in it.

use egui::{Event, EventFilter, Key, Modifiers, Response, Ui};

use super::frame::Frame;
use super::{Grid, GridData, GridRequest};

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
        // Arrows move in the grid, not out of it; Escape is for the selection.
        let ours = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(body.id, ours));
        let mut pressed = Vec::new();
        ui.input_mut(|i| {
            i.events.retain(|event| {
                let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
                let known = !modifiers.alt && self.is_known(*key, *modifiers);
                if known {
                    pressed.push((*key, *modifiers));
                }
                !known
            });
        });
        for (key, modifiers) in pressed {
            self.press(frame, data, key, modifiers, asked);
        }
    }

    fn is_known(&self, key: Key, modifiers: Modifiers) -> bool {
        match key {
            Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End => true,
            // With Ctrl these change the sheet.
            Key::PageUp | Key::PageDown => !modifiers.command,
            Key::ArrowLeft | Key::ArrowRight | Key::Space | Key::Enter => modifiers.is_none(),
            _ => false,
        }
    }

    fn press(&mut self, frame: &Frame, data: &GridData, key: Key, modifiers: Modifiers, asked: &mut Vec<GridRequest>) {
        let page = self.page() as i64;
        let far = modifiers.command;
        let by = match key {
            Key::ArrowUp if far => i64::MIN,
            Key::ArrowDown if far => i64::MAX,
            Key::ArrowUp => -1,
            Key::ArrowDown => 1,
            Key::PageUp => -page,
            Key::PageDown => page,
            Key::Home if far => i64::MIN,
            Key::End if far => i64::MAX,
            Key::Space => return asked.push(GridRequest::ToggleFocus),
            Key::Enter => return self.menu_of_focus(frame, data),
            _ => return self.sideways(key),
        };
        asked.push(GridRequest::Move { by, extend: modifiers.shift });
    }

    fn sideways(&mut self, key: Key) {
        // Kept in its range when the next frame is drawn.
        self.sideways = match key {
            Key::ArrowLeft => self.sideways - STEP,
            Key::ArrowRight => self.sideways + STEP,
            Key::Home => 0.0,
            _ => f32::MAX,
        };
    }

    fn menu_of_focus(&mut self, frame: &Frame, data: &GridData) {
        let Some(row) = data.selection.focus else { return };
        // Only rows on the screen have a place for the menu.
        let first = self.place.row as usize;
        let shown = data.rows.iter().skip(first).take(self.page() + 2);
        if let Some(down) = shown.enumerate().find(|(_, other)| **other == row).map(|(down, _)| down) {
            let top = frame.body.top() - self.place.offset + down as f32 * frame.extent.pitch;
            let bottom = (top + frame.extent.pitch).min(frame.body.bottom());
            let rect = egui::Rect::from_x_y_ranges(frame.body.x_range(), top..=bottom);
            self.open_menu(frame, row, rect);
        }
    }
}
