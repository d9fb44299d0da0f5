//! What to do to the selection and what is shown, in one row: a button for each action with how many records it would
//! change, greyed with the reason; at the right the filter, the columns and the details.

use egui::{Align, Layout, Popup, Ui};

use crate::app::actions::UserAction;
use crate::app::grid::{Grid, action_look};
use crate::app::keyboard::tab;
use crate::app::parts::top_bar;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, plain_button, size, space, tokens};
use crate::app::views::{chips, columns_menu};
use crate::book::Scope;
use crate::session::Session;
use crate::session::credit_words;
use crate::values::grouped;

/// What can be done to a selection, in the order of the menu of a row.
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

/// This many of them are buttons where there is room; the others are in a menu.
const SHOWN: usize = 6;
/// The first of them decide; a line is between them and the others.
const DECIDE: usize = 4;

/// Draws the row. `details`: whether the record is shown at the side, to be switched here.
pub fn show(ui: &mut Ui, open: &Session, scope: Scope, grid: &Grid, details: &mut bool, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add_space(2.0);
        let right = ["Filter", "Columns", "Details"].iter().map(|text| width_of(ui, text, None, false)).sum::<f32>();
        let check = if open.has_register() { width_of(ui, &most_to_check(open), Some("F9"), false) } else { 0.0 };
        let right = right + check + 2.0 * space::STEP;
        let room = ui.available_width() - right;
        let fitting = Fitting::within(ui, open, room - width_of(ui, "More", None, false) - 8.0);
        for (place, action) in BUTTONS[..fitting.count].iter().enumerate() {
            if place == DECIDE {
                line(ui);
            }
            button(ui, open, *action, fitting, out);
        }
        more(ui, open, &BUTTONS[fitting.count..], out);
        money(ui, open, right);
        tab::from_the_right(ui, |ui| {
            ui.add_space(2.0);
            let hint = if *details { "Hide the details." } else { "Show the record in full at the right." };
            if ui.add(plain_button("Details").switched_on(*details)).hint(hint).clicked() {
                *details = !*details;
            }
            columns_menu::button(ui, open, scope, grid, out);
            chips::menu(ui, &open.view(scope).filter, out);
            to_check(ui, open, out);
            if let Some(words) = chips::order(&open.view(scope).sort) {
                ui.add(egui::Label::new(theme::caption(words)).truncate());
            }
        });
    });
}

/// How many records are to be checked against the register; a click goes to the next.
fn to_check(ui: &mut Ui, open: &Session, out: &mut Requests) {
    if !open.has_register() {
        return;
    }
    let words = open.to_check_in_words();
    let hint = UserAction::NextToCheck.words();
    if ui.add(plain_button(&words).shortcut("F9")).hint(hint).clicked() {
        out.push(Request::Do(UserAction::NextToCheck));
    }
}

/// The widest of what is said of the records that are to be checked: a decision makes them fewer, and no button moves for that.
fn most_to_check(open: &Session) -> String {
    format!("{} to check", grouped(open.view(Scope::All).counts.all().into()))
}

/// What there is room for. It goes by the selection and the window alone: what is done with the selection moves no button.
#[derive(Clone, Copy)]
struct Fitting {
    /// How many buttons; the others are in the menu.
    count: usize,
    keys: bool,
    numbers: bool,
}

impl Fitting {
    /// Buttons that decide nothing go into the menu before keys are left out, and numbers before a button that decides goes.
    fn within(ui: &Ui, open: &Session, room: f32) -> Fitting {
        let with = |keys, numbers| move |count| Fitting { count, keys, numbers };
        let some = || (DECIDE..=SHOWN).rev();
        let mut all = some().map(with(true, true)).chain(some().map(with(false, true)));
        let least = || some().map(with(false, false)).chain((1..DECIDE).rev().map(with(false, false)));
        let fits =
            |of: &Fitting| BUTTONS[..of.count].iter().map(|&action| of.width(ui, open, action)).sum::<f32>() <= room;
        let none = Fitting { count: 0, keys: false, numbers: false };
        all.find(fits).or_else(|| least().find(fits)).unwrap_or(none)
    }

    fn width(&self, ui: &Ui, open: &Session, action: UserAction) -> f32 {
        let shortcut = action.shortcut().filter(|_| self.keys);
        width_of(ui, &self.widest(open, action), shortcut.as_deref(), action.action().is_some())
    }

    /// The widest text that a button has with this selection, whatever is decided.
    fn widest(&self, open: &Session, action: UserAction) -> String {
        let (name, all) = (name(action), open.targets().count());
        match action.action() {
            _ if all == 0 || !self.numbers => name.to_owned(),
            Some(_) => format!("{name} {}", grouped(all)),
            None if all == 1 => name.to_owned(),
            None => format!("{name} {} of {}", grouped(all), grouped(all)),
        }
    }
}

/// A line between buttons that decide and the others.
fn line(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size([1.0, 16.0].into(), egui::Sense::hover());
    ui.painter().vline(rect.center().x, rect.y_range(), tokens(ui).line());
}

/// The text of a button: its name, and how many records it would change; of a dialog's, for how many of them it is.
fn label(open: &Session, action: UserAction) -> String {
    let all = open.targets().count();
    match (action.action(), action.allowed(open.targets())) {
        _ if all == 0 => name(action).to_owned(),
        (Some(_), allowed) => format!("{} {}", name(action), grouped(allowed.unwrap_or(0))),
        (None, Ok(n)) if n < all => format!("{} {} of {}", name(action), grouped(n), grouped(all)),
        (None, _) => name(action).to_owned(),
    }
}

/// A name that is short enough for a row of buttons.
fn name(action: UserAction) -> &'static str {
    match action {
        UserAction::ReduceItc => "ITC",
        action => action.name().trim_end_matches('…'),
    }
}

/// What accepting does to the credit, if it does anything and one figure says it ([`Targets::accepting`]).
///
/// [`Targets::accepting`]: crate::session::deciding::targets::Targets::accepting
fn credit_change(open: &Session) -> Option<String> {
    open.targets().accepting.filter(|change| *change != [0; 4]).map(credit_words::moves)
}

/// The same behind the buttons, where it moves none of them, if all of it has room; it is in the name and the tooltip of *Accept*
/// too. `right`: the room that is kept for what is at the right.
fn money(ui: &mut Ui, open: &Session, right: f32) {
    let Some(change) = credit_change(open) else { return };
    let words = format!("{}: {change}", name(UserAction::Accept));
    let face = theme::font(size::CAPTION);
    let wide = theme::text_width(ui.painter(), &words, face);
    if wide + ui.spacing().item_spacing.x <= ui.available_width() - right {
        theme::label(ui, theme::caption(words));
    }
}

fn button(ui: &mut Ui, open: &Session, action: UserAction, fitting: Fitting, out: &mut Requests) {
    let enabled = action.enabled(Some(open));
    let (text, shortcut) = (label(open, action), action.shortcut());
    let change = credit_change(open).filter(|_| action == UserAction::Accept && open.targets().count() > 0);
    let called = change.map_or_else(|| text.clone(), |change| format!("{text}, {change}"));
    let (shown, widest) = (if fitting.numbers { text.as_str() } else { name(action) }, fitting.widest(open, action));
    let mut button = plain_button(shown).room_for(&widest).named(&called);
    let look = action.action().map(|a| *action_look(tokens(ui), a));
    if let Some(look) = &look {
        button = button.look(look);
    }
    if let (Some(keys), true) = (&shortcut, fitting.keys) {
        button = button.shortcut(keys);
    }
    let response = ui.add_enabled(enabled.is_ok(), button).hint(hover(open, action, (shown, &called)));
    if response.disabled_hint(enabled.err().unwrap_or_default()).clicked() {
        out.push(Request::Do(action));
    }
}

/// The words of a tooltip: what it does, its key, what of its name it does not show, and what it will leave out.
fn hover(open: &Session, action: UserAction, (shown, called): (&str, &str)) -> String {
    let mut words = action.words();
    if let Some(keys) = action.shortcut() {
        words += &format!(" ({keys})");
    }
    if shown != called {
        words += &format!("\n{called}");
    }
    let hidden = open.targets().hidden;
    if hidden > 0 {
        words += &format!("\n{} selected rows are hidden and will not change.", grouped(hidden));
    }
    words
}

fn more(ui: &mut Ui, open: &Session, actions: &[UserAction], out: &mut Requests) {
    let response = ui.add(plain_button("More"));
    Popup::menu(&response).accessible_name("More actions").width(220.0).show(|ui| {
        ui.with_layout(Layout::top_down_justified(Align::Min), |ui| {
            let of_register: &[UserAction] = if open.has_register() { &[UserAction::ConfirmMatches] } else { &[] };
            for action in actions.iter().chain(&[UserAction::FillDown, UserAction::Paste]).chain(of_register) {
                top_bar::item(ui, open, *action, out);
            }
        });
    });
}

/// How wide a button is, with the space behind it.
pub fn width_of(ui: &Ui, text: &str, keys: Option<&str>, mark: bool) -> f32 {
    let measure = |text: &str, font| theme::text_width(ui.painter(), text, font);
    let key = keys.map_or(0.0, |keys| 8.0 + measure(keys, theme::font(size::CAPTION)));
    20.0 + if mark { 17.0 } else { 0.0 } + measure(text, theme::font(size::GRID)) + key + ui.spacing().item_spacing.x
}
