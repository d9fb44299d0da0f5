//! A button or a line of a menu for an action: its keys beside it, greyed with its reason where it cannot be done.

use egui::{Response, Ui, Widget};

use crate::app::actions::UserAction;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{Hint, menu_item, plain_button};
use crate::session::Session;

/// Where no client is open.
pub const NO_CLIENT: Option<&Session> = None;

/// A button for an action.
pub fn button<'s>(ui: &mut Ui, open: impl Into<Option<&'s Session>>, action: UserAction, out: &mut Requests) {
    button_called(ui, open, (action, action.name()), out);
}

/// The same with another name on it.
pub fn button_called<'s>(
    ui: &mut Ui,
    open: impl Into<Option<&'s Session>>,
    (action, name): (UserAction, &str),
    out: &mut Requests,
) {
    let keys = action.shortcut();
    let mut button = plain_button(name);
    if let Some(keys) = &keys {
        button = button.shortcut(keys);
    }
    if add(ui, open.into(), action, button).hint(action.words()).clicked() {
        out.push(Request::Do(action));
    }
}

/// A line of a menu for an action.
pub fn item<'s>(ui: &mut Ui, open: impl Into<Option<&'s Session>>, action: UserAction, out: &mut Requests) {
    let keys = action.shortcut();
    let mut line = menu_item(action.name());
    if let Some(keys) = &keys {
        line = line.shortcut(keys);
    }
    if add(ui, open.into(), action, line).clicked() {
        out.push(Request::Do(action));
        ui.close();
    }
}

fn add(ui: &mut Ui, open: Option<&Session>, action: UserAction, control: impl Widget) -> Response {
    let enabled = action.enabled(open);
    ui.add_enabled(enabled.is_ok(), control).disabled_hint(enabled.err().unwrap_or_default())
}
