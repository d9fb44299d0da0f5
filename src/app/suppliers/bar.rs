//! What to do to the selected suppliers and what is shown of them, in one row; and below it what they are filtered by.

use std::collections::BTreeSet;

use egui::{Align, Layout, Popup, PopupCloseBehavior, Ui};

use super::range::shown;
use crate::app::actions::UserAction;
use crate::app::grid::action_look;
use crate::app::keyboard::tab;
use crate::app::parts::action_bar::width_of;
use crate::app::parts::top_bar;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, check_box, filter_chip, menu_item, plain_button, space, tokens};
use crate::session::Session;
use crate::session::suppliers::SupplierRequest;
use crate::store::Store;
use crate::values::{grouped, short, state};
use crate::view::suppliers::{SupplierColumn, SupplierFilter, state_of};

const DECIDE: [UserAction; 5] =
    [UserAction::Accept, UserAction::Reject, UserAction::Pending, UserAction::NoAction, UserAction::Remarks];

/// Draws the row. `details`: whether the focused supplier is shown at the side, to be switched here.
pub fn show(ui: &mut Ui, open: &Session, store: &Store, details: &mut bool, out: &mut Requests) {
    ui.horizontal_centered(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add_space(2.0);
        let all = records_of_targets(open);
        // Where there is no room for the numbers they are in the names of the buttons and the tooltips alone.
        let wide = |text: &str| width_of(ui, text, None, false);
        let right = ["More", "Filter", "Columns", "Details"].into_iter().map(wide).sum::<f32>() + 16.0;
        let of = |action: UserAction| {
            let keys = action.shortcut().filter(|_| with_keys(ui));
            width_of(ui, &widest(action, all), keys.as_deref(), action.action().is_some())
        };
        let numbers = DECIDE.into_iter().map(of).sum::<f32>() <= ui.available_width() - right;
        for action in DECIDE {
            button(ui, open, action, (all, numbers), out);
        }
        let response = ui.add(plain_button("More"));
        Popup::menu(&response).accessible_name("More actions").width(220.0).show(|ui| {
            ui.with_layout(Layout::top_down_justified(Align::Min), |ui| more(ui, open, out));
        });
        tab::from_the_right(ui, |ui| {
            ui.add_space(2.0);
            let hint = if *details { "Hide the details." } else { "Show the supplier in full at the right." };
            if ui.add(plain_button("Details").switched_on(*details)).hint(hint).clicked() {
                *details = !*details;
            }
            columns(ui, store, out);
            filter(ui, open, out);
        });
    });
}

/// The text of a button: its name, and how many records it would change.
fn label(open: &Session, action: UserAction) -> String {
    let name = action.name().trim_end_matches('…');
    match (action.action(), open.about_suppliers()) {
        (Some(action), Some(about)) if !open.suppliers().targets().is_empty() => {
            format!("{name} {}", grouped(about.changes(action)))
        }
        _ => name.to_owned(),
    }
}

/// How many records those have that an action is for.
fn records_of_targets(open: &Session) -> u64 {
    open.suppliers().target_sums().records.into()
}

fn with_keys(ui: &Ui) -> bool {
    ui.ctx().content_rect().width() >= 1240.0
}

/// The widest text of a button where this number of records is of the selected suppliers: to decide on some moves no button.
fn widest(action: UserAction, all: u64) -> String {
    let name = action.name().trim_end_matches('…');
    if all > 0 && action.action().is_some() { format!("{name} {}", grouped(all)) } else { name.to_owned() }
}

fn button(ui: &mut Ui, open: &Session, action: UserAction, (all, numbers): (u64, bool), out: &mut Requests) {
    let enabled = action.enabled(Some(open));
    let (text, keys) = (label(open, action), action.shortcut());
    let widest = widest(action, if numbers { all } else { 0 });
    let mut button = plain_button(if numbers { &text } else { &widest }).room_for(&widest).named(&text);
    let look = action.action().map(|action| *action_look(tokens(ui), action));
    if let Some(look) = &look {
        button = button.look(look);
    }
    if let Some(keys) = keys.as_deref().filter(|_| with_keys(ui)) {
        button = button.shortcut(keys);
    }
    let about = "of the selected suppliers with No action; a question comes first";
    let mut hover = format!("{} Records {about} ({}).", action.words(), keys.as_deref().unwrap_or(""));
    if !numbers {
        hover += &format!("\n{text}");
    }
    let response = ui.add_enabled(enabled.is_ok(), button).hint(hover);
    if response.disabled_hint(enabled.err().unwrap_or_default()).clicked() {
        out.push(Request::Do(action));
    }
}

fn more(ui: &mut Ui, open: &Session, out: &mut Requests) {
    for action in [UserAction::Copy, UserAction::CopyWithHeadings, UserAction::SelectAll, UserAction::InvertSelection] {
        top_bar::item(ui, open, action, out);
    }
    if ui.add(menu_item("Save the suppliers as a table…")).clicked() {
        out.push(Request::AskForSupplierTable);
        ui.close();
    }
    let pans = !open.suppliers().list().pans.is_empty();
    for (words, folded) in [("Fold all PANs", true), ("Unfold all PANs", false)] {
        if ui.add_enabled(pans, menu_item(words)).clicked() {
            out.push(SupplierRequest::FoldAll(folded).into());
            ui.close();
        }
    }
}

/// Which columns are shown.
fn columns(ui: &mut Ui, store: &Store, out: &mut Requests) {
    let response = ui.add(plain_button("Columns")).hint("Choose which columns are shown.");
    let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name("Columns to show").width(220.0).show(|ui| {
        let hidden = &store.get().hidden_supplier_columns;
        for column in SupplierColumn::ALL.into_iter().filter(|column| *column != SupplierColumn::Name) {
            let mut on = !hidden.contains(column.name());
            if check_box(ui, &mut on, column.name()).changed() {
                let mut hidden: BTreeSet<String> = hidden.clone();
                if on {
                    hidden.remove(column.name())
                } else {
                    hidden.insert(column.name().to_owned())
                };
                out.push(Request::SupplierColumns(hidden));
            }
        }
    });
}

/// Views that a month's work goes through, and the states.
fn filter(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let response = ui.add(plain_button("Filter")).hint("Show some of the suppliers.");
    let popup = Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    popup.accessible_name("Suppliers to show").width(240.0).show(|ui| {
        let now = open.suppliers().filter();
        for (column, words) in [
            (SupplierColumn::ToDecide, "With something to decide"),
            (SupplierColumn::NotFiled, "GSTR-1 not filed"),
            (SupplierColumn::Pending, "With Pending records"),
            (SupplierColumn::Rejected, "With rejected records"),
            (SupplierColumn::Alerts, "With alerts"),
            (SupplierColumn::Errors, "With portal errors"),
        ] {
            let some = (Some(1), None);
            let mut on = now.ranges.get(&column) == Some(&some);
            if check_box(ui, &mut on, words).changed() {
                let mut filter = now.clone();
                if on {
                    filter.ranges.insert(column, some)
                } else {
                    filter.ranges.remove(&column)
                };
                out.push(SupplierRequest::Filter(filter).into());
            }
        }
        ui.separator();
        theme::label(ui, theme::caption("State"));
        egui::ScrollArea::vertical().max_height(240.0).show(ui, |ui| {
            for code in states(open) {
                let mut on = now.states.contains(&code);
                let name = format!("{code:02} {}", state::name(code).unwrap_or(""));
                if check_box(ui, &mut on, &name).changed() {
                    let mut filter = now.clone();
                    if on {
                        filter.states.insert(code)
                    } else {
                        filter.states.remove(&code)
                    };
                    out.push(SupplierRequest::Filter(filter).into());
                }
            }
        });
    });
}

/// The states of the suppliers of the book.
fn states(open: &Session) -> BTreeSet<u8> {
    let numbers = open.suppliers().numbers();
    (0..numbers.count()).filter_map(|supplier| state_of(&numbers.gstin(open.book(), supplier))).collect()
}

/// What the suppliers are filtered by, each part with an × to remove it.
pub fn chips(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let now = open.suppliers().filter();
    let mut wanted = None;
    let mut show = |ui: &mut Ui, words: String, without: SupplierFilter| {
        if filter_chip(ui, &words).remove.clicked() {
            wanted = Some(without);
        }
    };
    ui.horizontal_centered(|ui| {
        ui.add_space(space::STEP);
        if !now.text.trim().is_empty() {
            let without = SupplierFilter { text: String::new(), ..now.clone() };
            show(ui, format!("Find: {}", short(now.text.trim(), 40)), without);
        }
        for (&column, &(least, most)) in &now.ranges {
            let mut without = now.clone();
            without.ranges.remove(&column);
            let words = match (least, most) {
                (Some(least), Some(most)) => format!("{} to {}", shown(column, least), shown(column, most)),
                (Some(least), None) => format!("at least {}", shown(column, least)),
                (None, Some(most)) => format!("at most {}", shown(column, most)),
                (None, None) => continue,
            };
            show(ui, format!("{}: {words}", column.name()), without);
        }
        for &code in &now.states {
            let mut without = now.clone();
            without.states.remove(&code);
            show(ui, state::name(code).map_or_else(|| format!("State {code:02}"), str::to_owned), without);
        }
        let action = UserAction::SaveView;
        if ui.available_width() > 80.0 && theme::link(ui, action.name()).hint(action.words()).clicked() {
            out.push(Request::Do(action));
        }
    });
    out.extend(wanted.map(|without| SupplierRequest::Filter(without).into()));
}
