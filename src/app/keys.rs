//! Keys become actions: letters only while no text field has the focus, and none while a dialog or menu is open.

use egui::Context;
use egui::text_selection::LabelSelectionState;

use super::actions::{ALL, UserAction};

/// The actions whose keys were pressed in this frame; the keys are used up.
pub fn pressed(ctx: &Context) -> Vec<UserAction> {
    if egui::Popup::is_any_open(ctx) {
        return Vec::new();
    }
    let typing = ctx.text_edit_focused();
    // Text selected in a label is copied by itself.
    let reading = ctx.with_plugin(|p: &mut LabelSelectionState| p.has_selection()).unwrap_or(false);
    let mut keys: Vec<_> = ALL
        .into_iter()
        .filter(|action| !(typing && action.yields_to_text()))
        .flat_map(|action| action.keys().iter().map(move |keys| (*keys, action)))
        .collect();
    // Fewer modifiers match while more are held, so those with more are asked first.
    keys.sort_by_key(|(keys, _)| std::cmp::Reverse(u8::from(keys.modifiers.shift) + u8::from(keys.modifiers.command)));
    let mut found = Vec::new();
    ctx.input_mut(|input| {
        // The system's keys for copying come as an event of their own, not as a key.
        if !typing && !reading && input.events.contains(&egui::Event::Copy) {
            input.events.retain(|event| *event != egui::Event::Copy);
            let headings = input.modifiers.shift;
            found.push(if headings { UserAction::CopyWithHeadings } else { UserAction::Copy });
        }
        for (keys, action) in keys {
            if input.consume_shortcut(&keys) {
                found.push(action);
            }
        }
    });
    found
}
