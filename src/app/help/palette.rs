//! The command palette: everything that can be done, found by its name.

use egui::{Align2, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::actions::{ALL, UserAction};
use crate::app::frame::parts::{entered, field, focus_once, quiet, refusal};
use crate::app::frame::scene::Scene;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, size, space, tokens};

/// The palette.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    text: String,
    focused: bool,
    /// The line that Enter runs, counted among those that were found.
    at: usize,
    refused: Option<String>,
}

impl Palette {
    pub fn show(&mut self, ui: &mut Ui, scene: &Scene<'_>, out: &mut Requests) -> bool {
        let step = ui.input_mut(|i| {
            let mut times = |key| i.count_and_consume_key(Modifiers::NONE, key) as isize;
            times(Key::ArrowDown) - times(Key::ArrowUp)
        });
        let response = field(ui, "What do you want to do?", &mut self.text, ui.available_width());
        focus_once(&response, &mut self.focused);
        if response.changed() || step != 0 {
            self.refused = None;
        }
        if response.changed() {
            self.at = 0;
        }
        let found = found(&self.text);
        self.at = self.at.saturating_add_signed(step).min(found.len().saturating_sub(1));
        refusal(ui, &self.refused);
        ui.add_space(space::STEP);
        let mut run = entered(ui, &response).then(|| found.get(self.at).copied()).flatten();
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(400.0).auto_shrink([false, true]).show(ui, |ui| {
            for (i, action) in found.iter().enumerate() {
                if line(ui, scene, *action, i == self.at, step != 0) {
                    run = Some(*action);
                }
            }
        });
        if found.is_empty() {
            quiet(ui, "Nothing that can be done is called so.");
        }
        if let Some(action) = run {
            match action.enabled(scene.open) {
                Ok(()) => {
                    out.push(Request::Do(action));
                    return false;
                }
                Err(why) => self.refused = Some(format!("{}: {why}", bare(action))),
            }
        }
        // After Enter too the keyboard stays with the field.
        if run.is_some() || entered(ui, &response) {
            response.request_focus();
        }
        true
    }
}

/// The name without the dots that tell of a dialog: they would stand before a colon.
fn bare(action: UserAction) -> &'static str {
    action.name().trim_end_matches('…')
}

/// The actions that a text finds: names that begin with it, then names with all its words, then what is explained with them.
fn found(text: &str) -> Vec<UserAction> {
    let text = text.trim().to_lowercase();
    let has_all = |of: &str| text.split_whitespace().all(|word| of.contains(word));
    let rank = |action: UserAction| {
        let name = action.name().to_lowercase();
        match () {
            () if name.starts_with(&text) => Some(0),
            () if has_all(&name) => Some(1),
            () if has_all(&action.words().to_lowercase()) => Some(2),
            () => None,
        }
    };
    let others = ALL.into_iter().filter(|action| *action != UserAction::Commands);
    let mut ranked: Vec<(u8, UserAction)> = others.filter_map(|action| Some((rank(action)?, action))).collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, action)| action).collect()
}

/// Draws an action; greyed with its reason where it cannot be done. True when it is clicked.
fn line(ui: &mut Ui, scene: &Scene<'_>, action: UserAction, current: bool, moved: bool) -> bool {
    let t = tokens(ui);
    let why = action.enabled(scene.open).err();
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), space::MENU_ITEM), Sense::click());
    let called = match &why {
        None => bare(action).to_owned(),
        Some(why) => format!("{}: {why}", bare(action)),
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
    let colour = if why.is_some() { t.muted } else { t.text };
    let font = theme::font(size::BODY);
    let name = painter.text(inner.left_center(), Align2::LEFT_CENTER, action.name(), font.clone(), colour);
    let keys = action.shortcut().unwrap_or_default();
    let keys = painter.text(inner.right_center(), Align2::RIGHT_CENTER, keys, font, t.muted);
    if let Some(why) = why {
        let between =
            Rect::from_min_max(pos2(name.right() + 12.0, rect.top()), pos2(keys.left() - 12.0, rect.bottom()));
        let painter = ui.painter().with_clip_rect(between.intersect(ui.clip_rect()));
        painter.text(between.left_center(), Align2::LEFT_CENTER, why, theme::font(size::CAPTION), t.muted);
    }
    response.on_hover_text(action.words()).clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_first_by_its_name() {
        for action in ALL.into_iter().filter(|action| *action != UserAction::Commands) {
            let same_start = |other: &&UserAction| other.name().starts_with(action.name());
            let found = found(action.name());
            let first = found.iter().find(|other| !same_start(other) || **other == action);
            assert_eq!(first, Some(&action));
        }
    }

    #[test]
    fn names_come_before_explanations_and_words_in_any_order_do() {
        assert_eq!(found("reject").first(), Some(&UserAction::Reject));
        assert_eq!(found("undecided next"), [UserAction::NextUndecided]);
        assert!(found("supplier").contains(&UserAction::Remarks), "its explanation names the supplier");
        assert_eq!(found("no such thing"), []);
        assert_eq!(found("  ").len(), ALL.len() - 1);
    }
}
