//! The filter of a column of figures, below its heading: at least and at most.

use egui::{Id, Key, LayerId, Popup, PopupCloseBehavior, PopupKind, Pos2, Ui};

use crate::app::frame::parts::field;
use crate::app::theme::{self, plain_button};
use crate::session::Session;
use crate::session::suppliers::SupplierRequest;
use crate::values::{money, typed};
use crate::view::suppliers::{SupplierColumn, SupplierFilter};

/// The filter of a column while it is edited.
pub(super) struct Range {
    column: SupplierColumn,
    at: Pos2,
    least: String,
    most: String,
    wrong: bool,
    focused: bool,
}

impl Range {
    /// That of a column, below this point.
    pub(super) fn new(open: &Session, column: SupplierColumn, at: Pos2) -> Range {
        let (least, most) = open.suppliers().filter().ranges.get(&column).copied().unwrap_or_default();
        let text = |number: Option<i128>| number.map_or_else(String::new, |number| shown(column, number));
        Range { column, at, least: text(least), most: text(most), wrong: false, focused: false }
    }

    /// Draws it. False when it is to be closed.
    pub(super) fn show(&mut self, ui: &Ui, open: &Session, asked: &mut Vec<SupplierRequest>) -> bool {
        let name = format!("Filter {}", self.column.name());
        let mut stays = true;
        let enter = ui.input(|i| i.key_pressed(Key::Enter));
        let mut open_still = true;
        let popup = Popup::new(Id::unique("supplier range"), ui.ctx().clone(), self.at, LayerId::background());
        let popup = popup.kind(PopupKind::Menu).open_bool(&mut open_still);
        let popup = popup.close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        popup.accessible_name(&name).width(200.0).show(|ui| {
            let least = field(ui, "At least", &mut self.least, 180.0);
            if !std::mem::replace(&mut self.focused, true) {
                least.request_focus();
            }
            field(ui, "At most", &mut self.most, 180.0);
            if self.wrong {
                let reject = theme::tokens(ui).reject.colour;
                theme::label(ui, theme::caption("This is no number.").color(reject));
            }
            ui.horizontal(|ui| {
                if ui.add(plain_button("Filter")).clicked() || enter {
                    stays = !self.apply(open, asked);
                }
                if ui.add(plain_button("Clear")).clicked() {
                    (self.least, self.most) = Default::default();
                    stays = !self.apply(open, asked);
                }
            });
        });
        stays && open_still
    }

    /// Whether it could be applied.
    fn apply(&mut self, open: &Session, asked: &mut Vec<SupplierRequest>) -> bool {
        let (Ok(least), Ok(most)) = (read(self.column, &self.least), read(self.column, &self.most)) else {
            self.wrong = true;
            return false;
        };
        let mut filter: SupplierFilter = open.suppliers().filter().clone();
        match (least, most) {
            (None, None) => filter.ranges.remove(&self.column),
            range => filter.ranges.insert(self.column, range),
        };
        asked.push(SupplierRequest::Filter(filter));
        true
    }
}

/// A figure of a column as it is typed.
pub(super) fn shown(column: SupplierColumn, number: i128) -> String {
    if column.is_amount() { money::indian(number) } else { number.to_string() }
}

fn read(column: SupplierColumn, text: &str) -> Result<Option<i128>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if column.is_amount() {
        return typed::amount(text).map(|amount| Some(amount.paise.into())).ok_or(());
    }
    text.replace(',', "").parse().map(Some).map_err(|_| ())
}
