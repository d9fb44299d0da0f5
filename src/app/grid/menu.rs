//! The menu of a status cell: the four actions, those that the rules block greyed with the reason.

use egui::{Align, Layout, Popup, PopupKind, Ui};

use super::{GridData, action_look};
use crate::app::theme::{Hint, menu_item, tokens};
use crate::book::{Action, Decision};
use crate::rules::{Case, Given, Weight};

/// Why a row may not have an action.
fn refusal(data: &GridData, row: u32, action: Action) -> Option<String> {
    let GridData { book, scope, day, locked, .. } = *data;
    let (section, row) = scope.record(row);
    if let Some(why) = locked {
        return Some(why.to_owned());
    }
    let decision = Decision { action, ..book.sheet(section).decision(row) };
    let case = Case::proposed(book, section, row, decision, Given::default(), day);
    // What blocks an answer that is still missing is asked for, not refused.
    let mut blocking = None;
    case.judge(|rule, weight| {
        if weight == Weight::Blocks && rule != crate::rules::RuleId::I1 {
            blocking = blocking.or(Some(rule));
        }
    });
    blocking.map(|rule| case.finding(rule, Weight::Blocks).message)
}

/// Shows the menu and gives the action that was chosen; `open` becomes false when it closes.
pub(super) fn show(ui: &Ui, data: &GridData, row: u32, at: egui::Pos2, open: &mut bool) -> Option<Action> {
    let t = tokens(ui);
    let mut chosen = None;
    let popup = Popup::new(ui.scope_id().with("status menu"), ui.ctx().clone(), at, ui.layer_id());
    popup.kind(PopupKind::Menu).layout(Layout::top_down_justified(Align::Min)).open_bool(open).show(|ui| {
        for action in Action::CHOICES {
            let refusal = refusal(data, row, action);
            let item = menu_item(action.name()).look(action_look(t, action));
            let response = ui.add_enabled(refusal.is_none(), item);
            if response.clicked() {
                chosen = Some(action);
            }
            if let Some(why) = refusal {
                response.disabled_hint(why);
            }
        }
    });
    chosen
}
