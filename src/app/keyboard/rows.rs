//! The keys and clicks of tables: the keys with which one moves among rows, and what was held with a click.

use egui::{Event, EventFilter, Id, Key, Modifiers, Ui};

/// The keys that a table with the keyboard takes in this frame, in their order; they are used up.
pub fn taken(ui: &Ui, table: Id, known: impl Fn(Key, Modifiers) -> bool) -> Vec<(Key, Modifiers)> {
    // Arrows move in the table, not out of it; Escape is for the selection.
    let ours = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(table, ours));
    let mut pressed = Vec::new();
    ui.input_mut(|i| {
        i.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let known = known(*key, *modifiers);
            if known {
                pressed.push((*key, *modifiers));
            }
            !known
        });
    });
    pressed
}

/// Whether a key moves in a table, selects in it or opens what has the focus.
pub fn is_of_rows(key: Key, modifiers: Modifiers) -> bool {
    match key {
        _ if modifiers.alt => false,
        Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End => true,
        // With Ctrl these change the sheet.
        Key::PageUp | Key::PageDown => !modifiers.command,
        Key::ArrowLeft | Key::ArrowRight => !modifiers.shift,
        Key::Space | Key::Enter => modifiers.is_none(),
        _ => false,
    }
}

/// By how many rows a key moves, `page` being a screenful; [`i64::MIN`] and [`i64::MAX`] are the ends, to which `far` leads. None:
/// it does not move from row to row.
pub fn rows_by(key: Key, far: bool, page: i64) -> Option<i64> {
    Some(match key {
        Key::ArrowUp | Key::Home if far => i64::MIN,
        Key::ArrowDown | Key::End if far => i64::MAX,
        Key::ArrowUp => -1,
        Key::ArrowDown => 1,
        Key::PageUp => -page,
        Key::PageDown => page,
        _ => return None,
    })
}

/// The keys that were held when the button was pressed or released in this frame, not those that are held by now.
pub fn click_modifiers(ui: &Ui) -> Modifiers {
    ui.input(|i| {
        let button = |event: &Event| match event {
            Event::PointerButton { modifiers, .. } => Some(*modifiers),
            _ => None,
        };
        i.events.iter().rev().find_map(button).unwrap_or(i.modifiers)
    })
}
