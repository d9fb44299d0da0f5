//! The key that confirms a dialog: Ctrl+Enter everywhere, and Enter unless the keyboard is in a field of several lines or on a
//! button, which Enter presses. A tick is Space's: on it Enter confirms.

use egui::{Context, Id, Key, Modifiers, Response, Ui};

use crate::app::theme::{box_with_keyboard, main_button, plain_button, tokens};

/// What is known of the dialog on the screen.
#[derive(Clone, Copy, Default)]
struct Confirm {
    /// The key was pressed in this pass.
    pressed: bool,
    /// A control on which Enter confirms has the keyboard.
    on: Option<Id>,
    /// The dialog has a field of several lines.
    lines: bool,
}

fn with<R>(ctx: &Context, change: impl FnOnce(&mut Confirm) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("confirm"))))
}

/// Begins a dialog: takes the key before any control can have it.
pub fn begin(ctx: &Context) {
    let focused = ctx.memory(|memory| memory.focused());
    let on = with(ctx, |confirm| confirm.on).into_iter().chain(box_with_keyboard(ctx));
    let free = focused.is_none_or(|focused| on.into_iter().any(|on| on == focused));
    let pressed = ctx.input_mut(|input| {
        let everywhere = input.consume_key(Modifiers::COMMAND, Key::Enter);
        everywhere || (free && input.consume_key(Modifiers::NONE, Key::Enter))
    });
    with(ctx, |confirm| *confirm = Confirm { pressed, ..Confirm::default() });
}

/// Ends it: what is drawn beside dialogs never sees the key.
pub fn end(ctx: &Context) {
    with(ctx, |confirm| confirm.pressed = false);
}

/// Whether the key was pressed.
pub fn pressed(ui: &Ui) -> bool {
    with(ui.ctx(), |confirm| confirm.pressed)
}

/// Enter on this control confirms: a field of one line, a choice.
pub fn leaves_enter(response: &Response) {
    if response.has_focus() {
        with(&response.ctx, |confirm| confirm.on = Some(response.id));
    }
}

/// Enter in this field makes a line.
pub fn makes_lines(response: &Response) {
    with(&response.ctx, |confirm| confirm.lines = true);
}

/// The main button of a dialog. True when it is clicked, or the key that confirms is pressed.
pub fn main(ui: &mut Ui, name: &str) -> bool {
    main_if(ui, true, name)
}

/// The same; greyed and without its key unless `able`.
pub fn main_if(ui: &mut Ui, able: bool, name: &str) -> bool {
    let Confirm { pressed, lines, .. } = with(ui.ctx(), |confirm| *confirm);
    let keys = if lines { "Ctrl Enter" } else { "Enter" };
    let button = ui.add_enabled(able, main_button(name).shortcut(keys));
    button.clicked() || (able && pressed)
}

/// The button that only closes: Esc does the same.
pub fn cancel(ui: &mut Ui, name: &str) -> bool {
    ui.add(plain_button(name).shortcut("Esc")).clicked()
}

/// A button that loses something: never the one that a key presses by itself.
pub fn dangerous(ui: &mut Ui, name: &str) -> bool {
    let look = tokens(ui).reject;
    ui.add(plain_button(name).look(&look)).clicked()
}
