//! Choices of which one holds, as one group: Tab comes to it once, and the arrows choose in it.

use std::fmt::Debug;
use std::hash::Hash;

use egui::{Context, EventFilter, Id, Key, Modifiers, Response, Role, Sense, Ui, WidgetInfo};

use super::paint::paint_radio;
use super::style::tokens;
use super::widgets::box_with_text;

/// A group of choices, while it is drawn.
pub struct Radios {
    id: Id,
    /// Those of the last pass.
    before: Drawn,
    now: Drawn,
    /// How many were drawn in this pass, those that cannot be chosen counted.
    count: usize,
    /// The one to which an arrow came.
    to: Option<Id>,
    /// It takes the keyboard where nothing has it.
    first: bool,
}

/// What was drawn of a group.
#[derive(Clone, Default)]
struct Drawn {
    /// The choices that can be chosen.
    ids: Vec<Id>,
    /// One of them holds.
    chosen: bool,
}

impl Radios {
    /// Begins the group of this name; each on the screen has another one.
    pub fn new(ctx: &Context, name: impl Hash + Debug) -> Radios {
        let id = Id::unique(("radios", name));
        let before: Drawn = ctx.data_mut(|data| data.remove_temp(id)).unwrap_or_default();
        let to = to_by_arrow(ctx, &before.ids);
        if let Some(to) = to {
            ctx.memory_mut(|memory| memory.request_focus(to));
        }
        Radios { id, before, now: Drawn::default(), count: 0, to, first: false }
    }

    /// The same for the main question of a dialog: its choice has the keyboard as long as nothing else has.
    pub fn with_keyboard(self) -> Radios {
        Radios { first: true, ..self }
    }

    /// Draws the next choice. True where the user chose it.
    pub fn one(&mut self, ui: &mut Ui, chosen: bool, text: &str) -> bool {
        self.draw(ui, chosen, text).1
    }

    /// The same, with what it was drawn as.
    pub fn draw(&mut self, ui: &mut Ui, chosen: bool, text: &str) -> (Response, bool) {
        let id = self.id.with(self.count);
        self.count += 1;
        // Tab comes to the one that holds, or to the first while none does.
        let first = self.now.ids.is_empty() && !self.before.chosen;
        let stops = chosen || first || ui.memory(|memory| memory.has_focus(id));
        let sense = if stops { Sense::click() } else { Sense::CLICK };
        let (response, at) = box_with_text(ui, text, Some((id, sense)));
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), chosen, text));
        paint_radio(ui.painter(), at, chosen, tokens(ui));
        if self.first && chosen && ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        if response.has_focus() {
            let arrows = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: false };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if ui.is_enabled() {
            self.now.ids.push(id);
            self.now.chosen |= chosen;
            ui.data_mut(|data| data.insert_temp(self.id, self.now.clone()));
        }
        let clicked = response.clicked() || (ui.is_enabled() && self.to == Some(id));
        (response, clicked)
    }

    /// Whether an arrow chose in this pass: the keyboard stays in the group.
    pub fn by_arrow(&self) -> bool {
        self.to.is_some()
    }
}

/// The choice to which an arrow goes from the one that has the keyboard, around the ends.
fn to_by_arrow(ctx: &Context, ids: &[Id]) -> Option<Id> {
    let from = ids.iter().position(|&id| ctx.memory(|memory| memory.has_focus(id)))?;
    let step = ctx.input_mut(|input| {
        let mut times = |key| input.count_and_consume_key(Modifiers::NONE, key) as isize;
        times(Key::ArrowDown) + times(Key::ArrowRight) - times(Key::ArrowUp) - times(Key::ArrowLeft)
    });
    let to = (from as isize + step).rem_euclid(ids.len() as isize) as usize;
    ids.get(to).copied().filter(|_| step != 0)
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT, Queryable};

    use super::*;
    use crate::app::theme::{Theme, apply};

    /// A window with a button, a group of which the third cannot be chosen, and a button.
    fn window() -> Harness<'static, usize> {
        Harness::new_ui_state(
            |ui, chosen| {
                apply(ui.ctx(), Theme::Light);
                let _ = ui.button("Before");
                let mut group = Radios::new(ui.ctx(), "rows");
                for (place, name) in ["Compact", "Normal", "None", "Comfortable"].into_iter().enumerate() {
                    ui.add_enabled_ui(name != "None", |ui| {
                        if group.one(ui, *chosen == place, name) {
                            *chosen = place;
                        }
                    });
                }
                let _ = ui.button("Behind");
            },
            1,
        )
    }

    fn focused(window: &Harness<'static, usize>) -> String {
        let all = window.root().children_recursive();
        let node = all.map(|node| node.accesskit_node()).find(|node| node.is_focused());
        node.and_then(|node| node.label()).unwrap_or_default()
    }

    fn press(window: &mut Harness<'static, usize>, key: Key) {
        window.key_press(key);
        window.run();
    }

    #[test]
    fn arrows_choose_around_the_ends_and_tab_passes_the_group_in_one_step() {
        let mut window = window();
        window.get_by_label("Before").focus();
        window.run();
        press(&mut window, Key::Tab);
        assert_eq!((focused(&window).as_str(), *window.state()), ("Normal", 1));
        for (key, chosen, name) in [
            (Key::ArrowDown, 3, "Comfortable"),
            (Key::ArrowRight, 0, "Compact"),
            (Key::ArrowLeft, 3, "Comfortable"),
            (Key::ArrowUp, 1, "Normal"),
            (Key::ArrowUp, 0, "Compact"),
        ] {
            press(&mut window, key);
            assert_eq!((*window.state(), focused(&window).as_str()), (chosen, name), "{key:?}");
        }
        press(&mut window, Key::Tab);
        assert_eq!(focused(&window), "Behind");
    }

    #[test]
    fn arrows_elsewhere_choose_nothing() {
        let mut window = window();
        window.get_by_label("Before").focus();
        window.run();
        press(&mut window, Key::ArrowRight);
        assert_eq!(*window.state(), 1);
        window.get_by_label("Comfortable").click();
        window.run();
        assert_eq!(*window.state(), 3, "a click chooses");
    }
}
