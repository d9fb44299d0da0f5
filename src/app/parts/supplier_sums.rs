//! How many suppliers are shown and selected, and what they add up to: for the bar at the foot.

use egui::{RichText, Ui};

use crate::app::theme::{self, Hint, size};
use crate::session::Session;
use crate::session::credit_words;
use crate::values::{counted, grouped, money};
use crate::view::suppliers::SupplierEntry;

/// Draws it.
pub fn show(ui: &mut Ui, open: &Session) {
    let small = |text: String| RichText::new(text).font(theme::font(size::CAPTION));
    let (sheet, list) = (open.suppliers(), open.suppliers().list());
    let pans = list.entries.iter().filter(|entry| !matches!(entry, SupplierEntry::Under(_))).count() as u64;
    let (shown, all) = (grouped(list.shown.into()), grouped(list.all.into()));
    theme::label(ui, small(format!("{shown} of {all} suppliers ({})", counted(pans, "PAN", "PANs"))));
    if open.looks_long() {
        theme::label(ui, small("Looking…".into()).weak()).hint("What is shown is as of before.");
    }
    let (seen, sums) = open.supplier_sums();
    if sheet.selected() > 0 {
        let hidden = sheet.selected().saturating_sub(seen);
        let hidden = if hidden > 0 { format!(", {} hidden", grouped(hidden)) } else { String::new() };
        theme::label(ui, small(format!("{} selected{hidden}", grouped(sheet.selected()))));
    }
    for (name, sum) in [
        (credit_words::IF_NOTHING, money::indian(sums.as_it_stands)),
        (credit_words::WITH_YOURS, money::indian(sums.after)),
        ("Change", money::signed(sums.change())),
    ] {
        theme::label(ui, small(format!("{name} {sum}")));
    }
}
