//! What the rows of the view add up to, by head and by action: shown while no row is selected.

use egui::{Align, Layout, RichText, Ui, vec2};

use super::super::grid::{action_look, text};
use super::super::theme::{self, Hint, size, space, tokens};
use super::fields::table_of_amounts;
use crate::book::field::{AMOUNTS, of_amount};
use crate::book::{Action, Amount, Field, Scope, Section};
use crate::session::Session;
use crate::values::{counted, grouped, money, records};
use crate::view::Totals;

/// Draws them. `focus`: the record on which the keyboard is.
pub fn show(ui: &mut Ui, open: &Session, scope: Scope, focus: Option<(Section, u32)>) {
    let view = open.view(scope);
    theme::label(ui, theme::caption(scope.name()));
    theme::label(ui, theme::heading(format!("Totals of {}", counted(view.rows.len() as u64, "row", "rows"))));
    let sums = view.sums;
    table_of_amounts(ui, &|field| money::indian(amount(&sums, field)));
    let notes = scope.sections().iter().filter(|section| section.is_credit_note());
    if notes.into_iter().any(|&section| scope.section().is_some() || scope.has_rows_of(section, &view.set)) {
        theme::label(ui, theme::caption("Credit notes count negative."));
    }
    ui.separator();
    theme::label(ui, theme::semibold("Tax by action"));
    let Some((by_action, ..)) = &view.by_action else {
        theme::label(ui, theme::caption("Adding up…"));
        return;
    };
    ui.spacing_mut().item_spacing.y = 1.0;
    let actions = [Action::NoAction, Action::Accept, Action::Reject, Action::Pending];
    // Beside a long sum the counts are alone, and beside a longer one under the pointer: in all lines, so that they are read as one
    // column.
    let fits = |count: fn(u64) -> String| {
        actions.iter().all(|&action| has_room(ui, action, by_action.with(action), count)).then_some(count)
    };
    let count = fits(records).or_else(|| fits(grouped));
    for action in actions {
        of_action(ui, action, by_action.with(action), count);
    }
    if let Some((section, row)) = focus.filter(|&(section, row)| view.set.contains(scope.number(section, row))) {
        let number = open.book().sheet(section).records().numbers.get(row);
        ui.separator();
        let number = theme::drawn(number);
        let words = match view.selection.emptied {
            _ if open.look_only().is_some() => format!("The marked row is {number}. Click a row to see it in full."),
            true => format!("Keys act on no row. Press Space to select the marked one, {number}, or click a row."),
            false => format!("Keys act on the marked row, {number}. Click a row to see it in full."),
        };
        theme::sentence(ui, RichText::new(words).weak());
    }
}

fn amount(sums: &Totals, field: Field) -> i128 {
    match AMOUNTS.iter().position(|&amount| amount == field) {
        Some(place) => sums.amounts[place],
        None => sums.tax(),
    }
}

/// Whether the count of an action, so written, has room beside the sum.
fn has_room(ui: &Ui, action: Action, sums: &Totals, count: fn(u64) -> String) -> bool {
    let wide = |text: &str, face| text::width(ui.painter(), text, face);
    let chip = theme::chip_width(ui.painter(), action.name());
    let count = wide(&count(sums.rows), theme::font(size::CAPTION));
    let tax = wide(&money::indian(sums.tax()), theme::font(size::BODY));
    chip + count + tax + 4.0 * ui.spacing().item_spacing.x <= ui.available_width()
}

/// An action, how many have it, their tax in one sum and by head.
fn of_action(ui: &mut Ui, action: Action, sums: &Totals, count: Option<fn(u64) -> String>) {
    ui.add_space(space::STEP);
    let line = vec2(ui.available_width(), space::CHIP);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        theme::chip(ui, action.name(), action_look(tokens(ui), action)).hint(records(sums.rows));
        if let Some(count) = count {
            theme::label(ui, theme::caption(count(sums.rows))).hint(records(sums.rows));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            theme::label(ui, RichText::new(money::indian(sums.tax())));
        });
    });
    let heads = Amount::HEADS.iter().filter(|&&head| sums.amounts[head as usize] != 0);
    for &head in heads {
        let line = vec2(ui.available_width(), 14.0);
        ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
            ui.add_space(2.0 * space::STEP);
            theme::label(ui, theme::caption(of_amount(head).title()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                theme::label(ui, theme::caption(money::indian(sums.amounts[head as usize])));
            });
        });
    }
}
