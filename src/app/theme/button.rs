//! The button of all bars, dialogs and menus.

use egui::{
    Color32, CornerRadius, Painter, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::paint::{Key, MARK_GAP, line_of_text, paint_focus, paint_line_of_text, paint_mark, text_width};
use super::style::{font, strong, tokens};
use super::tokens::{Look, Tokens, size, space};

/// The one button of a screen that does what the screen is for.
pub fn main_button(text: &str) -> PushButton<'_> {
    PushButton::new(text, Kind::Main)
}

/// Any other button.
pub fn plain_button(text: &str) -> PushButton<'_> {
    PushButton::new(text, Kind::Plain)
}

/// A line of a menu: as wide as the menu, its shortcut at the right end.
pub fn menu_item(text: &str) -> PushButton<'_> {
    PushButton::new(text, Kind::MenuItem)
}

/// A button. Its text is its name; grey it with `ui.add_enabled`.
#[must_use = "add it with ui.add"]
pub struct PushButton<'a> {
    text: &'a str,
    shortcut: Option<&'a str>,
    look: Option<Look>,
    kind: Kind,
    on: bool,
    room_for: Option<&'a str>,
    named: Option<&'a str>,
    low: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Main,
    Plain,
    MenuItem,
}

/// Space between the edge of a button and what is in it.
const PAD: f32 = 10.0;
/// Space between a button's text and its shortcut.
const KEY_GAP: f32 = 8.0;

impl<'a> PushButton<'a> {
    fn new(text: &'a str, kind: Kind) -> Self {
        Self { text, shortcut: None, look: None, kind, on: false, room_for: None, named: None, low: false }
    }

    /// Shows the keys that do the same, as `Ctrl Z`.
    pub fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// Is as wide as if this were its text, so that it stays in its place while the text changes.
    pub fn room_for(mut self, text: &'a str) -> Self {
        self.room_for = Some(text);
        self
    }

    /// Is lower than others, so that those of lines below each other do not touch.
    pub fn low(mut self) -> Self {
        self.low = true;
        self
    }

    /// Is called by more than its text.
    pub fn named(mut self, name: &'a str) -> Self {
        self.named = Some(name);
        self
    }

    /// Shows that what it switches is on.
    pub fn switched_on(mut self, on: bool) -> Self {
        self.on = on;
        self
    }

    /// Shows the mark of an action before the text, both in its colour.
    pub fn look(mut self, look: &Look) -> Self {
        self.look = Some(*look);
        self
    }
}

impl Widget for PushButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let t = tokens(ui);
        let face = match self.kind {
            Kind::Main => strong(size::GRID),
            Kind::Plain | Kind::MenuItem => font(size::GRID),
        };
        let kept = self.room_for.map_or(0.0, |text| text_width(ui.painter(), text, face.clone()));
        let text = line_of_text(ui.painter(), self.text, face);
        let key = self.shortcut.map(|keys| Key::new(ui.painter(), keys));

        let before = self.look.map_or(0.0, |_| space::MARK + MARK_GAP);
        let after = key.as_ref().map_or(0.0, |key| KEY_GAP + key.width());
        let inner = before + text.size().x + after;
        let height = match self.kind {
            _ if self.low => space::BUTTON_IN_LINE,
            Kind::Main | Kind::Plain => space::BUTTON,
            Kind::MenuItem => space::MENU_ITEM,
        };
        let wide = inner + (kept - text.size().x).max(0.0) + 2.0 * PAD;
        let (rect, response) = ui.allocate_at_least(vec2(wide, height), Sense::click());
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.named.unwrap_or(self.text)));
        if self.on {
            ui.accesskit_node_builder(response.id, |node| node.set_toggled(egui::accesskit::Toggled::True));
        }
        if let Some(keys) = self.shortcut {
            ui.accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(keys));
        }
        if !ui.is_rect_visible(rect) {
            return response;
        }

        let painter = ui.painter();
        let colour = self.paint_ground(painter, rect, &response, t, enabled);
        let menu = self.kind == Kind::MenuItem;
        // A button that was given more room than it needs keeps its text in the middle.
        let left = if menu { rect.left() + PAD } else { rect.center().x - inner / 2.0 };
        if let Some(look) = &self.look {
            let at = pos2(left + space::MARK / 2.0, rect.center().y);
            paint_mark(painter, at, look.mark, look.colour);
        }
        let text_right = left + before + text.size().x;
        paint_line_of_text(painter, pos2(left + before, rect.center().y), text, colour);
        if let Some(key) = key {
            let (x, key_colour) = match self.kind {
                Kind::Main => (text_right + KEY_GAP, colour),
                Kind::Plain => (text_right + KEY_GAP, t.muted),
                Kind::MenuItem => (rect.right() - PAD - key.width(), t.muted),
            };
            key.paint(painter, pos2(x, rect.center().y), key_colour);
        }
        response
    }
}

impl PushButton<'_> {
    /// Paints what is behind the text and returns the colour for the text.
    fn paint_ground(&self, painter: &Painter, rect: Rect, r: &Response, t: &Tokens, enabled: bool) -> Color32 {
        let radius = CornerRadius::same(space::RADIUS);
        let touched = r.hovered() || r.highlighted();
        let pressed = r.is_pointer_button_down_on();
        let (fill, line, text) = match self.kind {
            // Greyed, its text would not be read on the accent.
            Kind::Main if !enabled => (t.panel, t.line(), t.text),
            Kind::Main if touched || pressed => (t.accent_hover, Stroke::NONE, t.on_accent),
            Kind::Main => (t.accent, Stroke::NONE, t.on_accent),
            _ => {
                let line = match self.kind {
                    Kind::MenuItem => Stroke::NONE,
                    _ => t.line(),
                };
                let fill = match (pressed, touched, self.kind) {
                    (true, _, _) => t.selection,
                    (_, true, _) => t.hover,
                    _ if self.on => t.selection,
                    (_, _, Kind::MenuItem) => Color32::TRANSPARENT,
                    _ => t.background,
                };
                (fill, line, self.look.map_or(t.text, |look| look.colour))
            }
        };
        painter.rect(rect, radius, fill, line, StrokeKind::Inside);
        if r.has_focus() {
            match self.kind {
                // The accent does not show on itself: a line inside in the colour of the text.
                Kind::Main => {
                    let line = Stroke::new(t.focus_width, t.on_accent);
                    painter.rect_stroke(rect.shrink(2.0), radius, line, StrokeKind::Inside);
                }
                _ => paint_focus(painter, rect, radius, t),
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::{Harness, kittest::NodeT, kittest::Queryable};

    use super::super::{Theme, apply};
    use super::*;

    #[test]
    fn a_button_is_found_by_its_text_alone_and_tells_its_keys() {
        let mut window = Harness::new_ui_state(
            |ui, clicked| {
                let button = plain_button("Undo").shortcut("Ctrl Z");
                *clicked |= ui.add(button).clicked();
            },
            false,
        );
        let node = window.get_by_label("Undo").accesskit_node();
        let keys = node.data().keyboard_shortcut();
        assert_eq!(keys, Some("Ctrl Z"));
        window.get_by_label("Undo").click();
        window.run();
        assert!(*window.state());
    }

    #[test]
    fn a_greyed_button_says_so_and_does_nothing() {
        let mut window = Harness::new_ui_state(
            |ui, clicked| {
                apply(ui.ctx(), Theme::Light);
                let button = main_button("Generate upload…");
                *clicked |= ui.add_enabled(false, button).clicked();
            },
            false,
        );
        let button = window.get_by_label("Generate upload…");
        assert!(button.accesskit_node().is_disabled());
        button.click();
        window.run();
        assert!(!*window.state());
    }

    #[test]
    fn menu_items_are_all_as_wide_as_the_menu() {
        let window = Harness::new_ui(|ui| {
            let layout = egui::Layout::top_down_justified(egui::Align::Min);
            ui.with_layout(layout, |ui| {
                ui.add(menu_item("Accept").shortcut("A"));
                ui.add(menu_item("Select same supplier"));
            });
        });
        let width = |name| window.get_by_label(name).rect().width();
        assert_eq!(width("Accept"), width("Select same supplier"));
    }
}
