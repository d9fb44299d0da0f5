//! What to do to the selection: a button for each action with how many records it would change, greyed with the reason.

use egui::{Align, Layout, Popup, Ui};

use crate::app::actions::UserAction;
use crate::app::grid::action_look;
use crate::app::parts::top_bar;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, plain_button, size, tokens};
use crate::session::Session;
use crate::session::credit_words;
use crate::values::grouped;

/// The buttons in their order. The last ones go into a menu where there is no room.
pub const BUTTONS: [UserAction; 8] = [
    UserAction::Accept,
    UserAction::Reject,
    UserAction::Pending,
    UserAction::NoAction,
    UserAction::Remarks,
    UserAction::ReduceItc,
    UserAction::Note,
    UserAction::AsImported,
];

/// Draws the bar.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        ui.add_space(4.0);
        let room = ui.available_width();
        let widths = |keys| BUTTONS.map(|action| width(ui, open, action, keys)).iter().sum::<f32>();
        let keys = widths(true) <= room;
        let mut rest = room - if keys || widths(false) <= room { 0.0 } else { width_of(ui, "More", None, false) };
        for (i, action) in BUTTONS.into_iter().enumerate() {
            rest -= width(ui, open, action, keys);
            if rest < 0.0 {
                more(ui, open, &BUTTONS[i..], out);
                break;
            }
            button(ui, open, action, keys, out);
        }
    });
}

/// The text of a button: its name, and how many records it would change; of a dialog's, for how many of them it is.
fn label(open: &Session, action: UserAction) -> String {
    let all = open.targets().count();
    match (action.action(), action.allowed(open.targets())) {
        _ if all == 0 => action.name().to_owned(),
        (Some(_), allowed) => {
            format!("{} {}{}", action.name(), grouped(allowed.unwrap_or(0)), credit_change(open, action))
        }
        (None, Ok(n)) if n < all => format!("{} {} of {}", action.name(), grouped(n), grouped(all)),
        (None, _) => action.name().to_owned(),
    }
}

/// What accepting credit notes does to the credit, if it does anything.
fn credit_change(open: &Session, action: UserAction) -> String {
    match open.targets().accepting {
        change if action != UserAction::Accept || change == [0; 4] => String::new(),
        change => format!(", {}", credit_words::moves(change)),
    }
}

fn button(ui: &mut Ui, open: &Session, action: UserAction, keys: bool, out: &mut Requests) {
    let enabled = action.enabled(Some(open));
    let (text, shortcut) = (label(open, action), action.shortcut());
    let mut button = plain_button(&text);
    let look = action.action().map(|a| *action_look(tokens(ui), a));
    if let Some(look) = &look {
        button = button.look(look);
    }
    if let (Some(keys), true) = (&shortcut, keys) {
        button = button.shortcut(keys);
    }
    let response = ui.add_enabled(enabled.is_ok(), button).on_hover_text(hover(open, action));
    if response.on_disabled_hover_text(enabled.err().unwrap_or_default()).clicked() {
        out.push(Request::Do(action));
    }
}

/// The words of a tooltip: what it does, its key, and what it will leave out.
fn hover(open: &Session, action: UserAction) -> String {
    let mut words = action.words();
    if let Some(keys) = action.shortcut() {
        words += &format!(" ({keys})");
    }
    let hidden = open.targets().hidden;
    if hidden > 0 {
        words += &format!("\n{} selected rows are hidden and will not change.", grouped(hidden));
    }
    words
}

fn more(ui: &mut Ui, open: &Session, actions: &[UserAction], out: &mut Requests) {
    let response = ui.add(plain_button("More"));
    Popup::menu(&response).accessible_name("More actions").width(200.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            for action in actions {
                top_bar::item(ui, open, *action, out);
            }
        });
    });
}

fn width(ui: &Ui, open: &Session, action: UserAction, keys: bool) -> f32 {
    let shortcut = action.shortcut().filter(|_| keys);
    width_of(ui, &label(open, action), shortcut.as_deref(), action.action().is_some())
}

/// How wide a button is, with the space behind it.
fn width_of(ui: &Ui, text: &str, keys: Option<&str>, mark: bool) -> f32 {
    let measure = |text: &str, font| ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::BLACK).size().x;
    let key = keys.map_or(0.0, |keys| 8.0 + (measure(keys, theme::font(size::CAPTION)) + 10.0).max(17.0));
    20.0 + if mark { 17.0 } else { 0.0 } + measure(text, theme::font(size::GRID)) + key + ui.spacing().item_spacing.x
}
