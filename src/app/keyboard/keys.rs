//! Keys become actions: letters only while no text field has the focus, and none while a dialog or menu is open. The queue
//! sees to it that there is one key at a time.

use egui::text_selection::LabelSelectionState;
use egui::{Context, Key, KeyboardShortcut, Modifiers, Ui};

use crate::app::actions::{ALL, UserAction};

/// The actions whose keys were pressed in this frame; the keys are used up. `in_grid`: whether the keyboard is with the rows.
pub fn pressed(ctx: &Context, in_grid: bool) -> Vec<UserAction> {
    let typing = ctx.text_edit_focused();
    // Text selected in a label is copied by itself.
    let reading = ctx.with_plugin(|p: &mut LabelSelectionState| p.has_selection()).unwrap_or(false);
    let mut keys: Vec<_> = ALL
        .into_iter()
        .filter(|action| !(typing && action.yields_to_text()) && (in_grid || !action.needs_grid()))
        .flat_map(|action| action.keys().iter().map(move |keys| (*keys, action)))
        // A question mark can be typed, whatever it is for elsewhere.
        .filter(|(keys, _)| !(typing && keys.logical_key == Key::Questionmark))
        .collect();
    // Fewer modifiers match while more are held, so those with more are asked first.
    let held = |keys: &KeyboardShortcut| {
        u8::from(keys.modifiers.shift) + u8::from(keys.modifiers.command) + u8::from(keys.modifiers.alt)
    };
    keys.sort_by_key(|(keys, _)| std::cmp::Reverse(held(keys)));
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

/// Takes the keys of commands with which a text field would edit: Ctrl+W, Ctrl+H and Ctrl+K. What they stand for was asked
/// before.
pub fn keep_from_fields(ctx: &Context) {
    ctx.input_mut(|input| {
        for key in [Key::W, Key::H, Key::K] {
            input.consume_key(Modifiers::COMMAND, key);
        }
    });
}

/// What is pasted onto the rows in this frame; it is used up.
pub fn pasted(ctx: &Context, in_grid: bool) -> Option<String> {
    if !in_grid || ctx.text_edit_focused() {
        return None;
    }
    let mut pasted = None;
    ctx.input_mut(|input| {
        input.events.retain_mut(|event| match event {
            egui::Event::Paste(text) => {
                pasted = Some(std::mem::take(text));
                false
            }
            _ => true,
        });
    });
    pasted
}

/// Whether the key for a context menu was pressed: the menu key, or Shift+F10. It is used up.
pub fn menu_key(ui: &Ui) -> bool {
    let shift_f10 = KeyboardShortcut::new(Modifiers::SHIFT, Key::F10);
    ui.input_mut(|input| input.consume_shortcut(&shift_f10) || input.consume_key(Modifiers::NONE, Key::Menu))
}
