//! The command palette: everything that can be done or gone to, found by its name.

use egui::{Align2, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::frame::parts::{entered, field, focus_once, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::help::goals::{Goal, Line, found};
use crate::app::requests::Requests;
use crate::app::theme::{self, size, space, tokens};

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    text: String,
    focused: bool,
    /// The line that Enter runs, counted among those that were found.
    at: usize,
    refused: Option<String>,
    /// What the text finds; none until it was looked for.
    found: Option<Vec<Line>>,
}

impl Palette {
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let step = ui.input_mut(|i| {
            let mut times = |key| i.count_and_consume_key(Modifiers::NONE, key) as isize;
            times(Key::ArrowDown) - times(Key::ArrowUp)
        });
        let response = field(ui, "What do you want to do, or go to?", &mut self.text, ui.available_width());
        focus_once(&response, &mut self.focused);
        if response.changed() || step != 0 {
            self.refused = None;
        }
        if response.changed() {
            (self.at, self.found) = (0, None);
        }
        let found = self.found.get_or_insert_with(|| found(&self.text, scene.open, scene.store, scene.covered));
        self.at = self.at.saturating_add_signed(step).min(found.len().saturating_sub(1));
        refusal(ui, &self.refused);
        ui.add_space(space::STEP);
        let mut run = entered(ui, &response).then(|| found.get(self.at)).flatten();
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(400.0).auto_shrink([false, true]).show(ui, |ui| {
            for (i, one) in found.iter().enumerate() {
                if ui.push_id(i, |ui| line(ui, scene, one, i == self.at, step != 0)).inner {
                    run = Some(one);
                }
            }
        });
        if found.is_empty() {
            quiet(ui, "No command found.");
        }
        let asked = run.is_some();
        if let Some(one) = run {
            match one.enabled(scene.open) {
                Ok(()) => {
                    out.extend(one.requests(scene.open, scene.store));
                    return false;
                }
                Err(why) => self.refused = Some(format!("{}: {why}", one.bare())),
            }
        }
        // After a click too the keyboard stays with the field.
        if asked {
            response.request_focus();
        }
        true
    }
}

/// Draws a line; greyed with its reason where it cannot be gone to. True when it is clicked.
fn line(ui: &mut Ui, scene: &Scene<'_>, one: &Line, current: bool, moved: bool) -> bool {
    let t = tokens(ui);
    let why = one.enabled(scene.open).err();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::MENU_ITEM), Sense::click());
    let called = match &why {
        None if one.kind.is_empty() => one.bare().to_owned(),
        None => format!("{}: {}", one.kind, one.name),
        Some(why) => format!("{}: {why}", one.bare()),
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, why.is_none(), current, &called));
    if current && moved {
        response.scroll_to_me(None);
    }
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    theme::choice_ground(ui, &response, rect, current);
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let painter = ui.painter().with_clip_rect(inner.intersect(ui.clip_rect()));
    let colour = if why.is_some() { t.off } else { t.text };
    let font = theme::font(size::BODY);
    let name = painter.text(inner.left_center(), Align2::LEFT_CENTER, &one.name, font.clone(), colour);
    let keys = match one.goal {
        Goal::Do(action) => action.shortcut().unwrap_or_default(),
        _ => one.kind.to_owned(),
    };
    let colour = if why.is_some() { t.off } else { t.muted };
    let keys = painter.text(inner.right_center(), Align2::RIGHT_CENTER, keys, font, colour);
    // Why it cannot be done, or what it does, is said in the line: a tooltip would lie over the lines below.
    let said = why.or_else(|| match one.goal {
        Goal::Do(action) if current || response.hovered() => Some(action.words()),
        _ => None,
    });
    if let Some(said) = said {
        let between =
            Rect::from_min_max(pos2(name.right() + 12.0, rect.top()), pos2(keys.left() - 12.0, rect.bottom()));
        let line = said.lines().next().unwrap_or_default();
        let words = theme::cut_line(ui.painter(), line, theme::font(size::CAPTION), colour, between.width().max(0.0));
        let at = pos2(between.left(), between.center().y - words.size().y / 2.0);
        ui.painter().galley(at, words, colour);
    }
    response.clicked()
}
