//! How many vouchers of the sheet *Register* are shown and selected, and what these sum to, for the bar at the foot.

use egui::{RichText, Ui};

use crate::app::theme::{self, size};
use crate::session::Session;
use crate::values::{grouped, money};

/// Draws it.
pub fn show(ui: &mut Ui, open: &Session) {
    let small = |text: String| RichText::new(text).font(theme::font(size::CAPTION));
    let view = open.register_view();
    let all = u64::from(open.book().register().entries().len());
    theme::label(ui, small(format!("{} of {} vouchers", grouped(view.list.rows.len() as u64), grouped(all))));
    if !view.selection.rows.is_empty() {
        let hidden = view.selection.rows.len() - view.selection.rows.intersection_len(&view.list.set);
        let hidden = if hidden > 0 { format!(", {} hidden", grouped(hidden)) } else { String::new() };
        theme::label(ui, small(format!("{} selected{hidden}", grouped(view.selection.rows.len()))));
    }
    for (name, sum) in ["Taxable", "Tax"].into_iter().zip(view.sums) {
        let words = small(format!("{name} {}", money::rupees(sum))).weak();
        theme::label(ui, words);
    }
    theme::label(ui, small("credit notes negative".to_owned()).weak());
}
