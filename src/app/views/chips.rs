//! What is shown: a menu to filter by, a chip for each part of the filter and for what is looked for, and the order.

use egui::{Popup, PopupCloseBehavior, Rect, Ui};

use crate::app::actions::UserAction;
use crate::app::grid::GridRequest;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, Radios, check_box, filter_chip, plain_button};
use crate::app::views::search_bar;
use crate::book::{Action, Scope};
use crate::rules::Weight;
use crate::session::Session;
use crate::store::kept_view::{OwnView, can_be_kept};
use crate::values::and_more;
use crate::view::{Filter, FilterPart, SortKey, weight_name};

/// Whether there is a chip to show: something is filtered or looked for.
pub fn any(open: &Session, scope: Scope) -> bool {
    !open.view(scope).filter.is_empty() || open.search().is_on()
}

/// Draws the row. `own`: the views that the user made.
pub fn show(ui: &mut Ui, open: &Session, scope: Scope, own: &[OwnView], out: &mut Requests) {
    let view = open.view(scope);
    let filter = &view.filter;
    let saved = own.iter().any(|own| own.scope == scope && own.filter == *filter && own.sort == view.sort);
    ui.horizontal_centered(|ui| {
        ui.add_space(2.0);
        if open.search().is_on() {
            search_bar::show(ui, open, scope, out);
        }
        match row(ui, filter.parts()) {
            Some(ChipClick::Removed(part)) => out.push(Request::Filter(filter.without(part))),
            Some(ChipClick::Opened(FilterPart::Column(field), chip)) => {
                out.push(Request::Grid(GridRequest::Funnel(field, chip)));
            }
            Some(ChipClick::Opened(..)) => {}
            None => {}
        }
        if open.shows_a_link() {
            end_link(ui, open, out);
        } else if !filter.is_empty() && theme::link(ui, UserAction::ClearFilter.name()).clicked() {
            out.push(Request::Do(UserAction::ClearFilter));
        }
        let action = UserAction::SaveView;
        // Where there is no room it is in the menu.
        let room = ui.available_width() > 80.0;
        if room && can_be_kept(filter, &view.sort).is_ok() && !saved {
            let link = theme::link(ui, action.name()).hint(action.words());
            if link.clicked() {
                out.push(Request::Do(action));
            }
        }
    });
}

/// What was clicked on a chip.
pub enum ChipClick<T> {
    /// Its ×.
    Removed(T),
    /// It, which is here: its filter is to be shown.
    Opened(T, Rect),
}

/// Draws a chip for each part of a filter as far as there is room, and how many more there are.
pub fn row<T>(ui: &mut Ui, mut parts: Vec<(String, T)>) -> Option<ChipClick<T>> {
    let mut done = None;
    let rest = parts.split_off(how_many_fit(ui, &parts));
    for (text, of) in parts {
        let chip = filter_chip(ui, &text);
        if chip.remove.clicked() {
            done = Some(ChipClick::Removed(of));
        } else if chip.body.clicked() {
            done = Some(ChipClick::Opened(of, chip.body.rect));
        }
    }
    if !rest.is_empty() {
        let names = rest.into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        theme::label(ui, theme::caption(and_more(names.len()))).hint(names.join("\n"));
    }
    done
}

/// The way back from what a link filtered: to the page that has the link, or to the rows before.
pub fn end_link(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let (words, hint, request) = match open.way_back() {
        Some(page) => {
            let action = UserAction::GoBack;
            let keys = action.shortcut().unwrap_or_default();
            let hint = format!("{} {keys}, Esc", action.words());
            (format!("Back to {}", page.page_name()), hint, Request::Do(action))
        }
        None => {
            let hint = "Esc. The rows of before also come back when you go elsewhere.".to_owned();
            ("Rows as before".to_owned(), hint, Request::EndLink)
        }
    };
    if theme::link(ui, &words).hint(hint).clicked() {
        out.push(request);
    }
}

/// How many chips there is room for, the words behind them counted.
fn how_many_fit<T>(ui: &Ui, parts: &[(String, T)]) -> usize {
    let width = |(text, _): &(String, T)| {
        let font = theme::font(theme::size::SMALL);
        theme::text_width(ui.painter(), text, font) + 40.0
    };
    let mut room = ui.available_width() - 180.0;
    if parts.iter().map(width).sum::<f32>() <= room {
        return parts.len();
    }
    // "and 3 more" is there too.
    room -= 80.0;
    let fits = |part: &&(String, T)| {
        room -= width(part);
        room >= 0.0
    };
    parts.iter().take_while(fits).count()
}

/// The menu to filter by, behind its button.
pub fn menu(ui: &mut Ui, filter: &Filter, out: &mut Requests) {
    let response = ui.add(plain_button("Filter"));
    let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name("Filter").width(200.0).show(|ui| {
        let mut new = filter.clone();
        theme::label(ui, theme::caption("Status"));
        for action in Action::CHOICES {
            let mut on = new.actions.contains(&action);
            if check_box(ui, &mut on, action.name()).changed() {
                if on { new.actions.push(action) } else { new.actions.retain(|&a| a != action) }
            }
        }
        theme::label(ui, theme::caption("Alerts"));
        let choices = [None, Some(Weight::Info), Some(Weight::Warns), Some(Weight::Asks), Some(Weight::Blocks)];
        let mut group = Radios::new(ui.ctx(), "alerts");
        for weight in choices {
            if group.one(ui, new.weight == weight, weight.map_or("All records", weight_name)) {
                new.weight = weight;
            }
        }
        theme::label(ui, theme::caption("Decisions"));
        check_box(ui, &mut new.changed, "Changed only");
        if new != *filter {
            out.push(Request::Filter(new));
        }
    });
}

/// `Sorted by supplier, then date descending`; none in the order of the file.
pub fn order(sort: &[SortKey]) -> Option<String> {
    let keys: Vec<String> = sort
        .iter()
        .map(|key| format!("{}{}", key.field.title(), if key.descending { " descending" } else { "" }))
        .collect();
    (!keys.is_empty()).then(|| format!("Sorted by {}", keys.join(", then ")))
}
