//! The line over the vouchers while one is looked for to be linked with a record: it names both.

use egui::{Frame, Margin, Panel, Ui};

use crate::app::requests::{MatchRequest, Request, Requests};
use crate::app::theme::{self, Hint, plain_button, tokens};
use crate::session::Session;
use crate::session::matched::by_hand::ByHand;

/// Draws it, where a voucher is looked for.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let Some((section, row)) = open.voucher_is_sought_for() else { return };
    let records = open.book().sheet(section).records();
    let of = format!("A voucher for {} of {}:", records.numbers.get(row), records.names.get(row));
    let frame = Frame::new().fill(tokens(ui).selection).inner_margin(Margin::symmetric(12, 4));
    Panel::top("voucher for a record").frame(frame).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            theme::label(ui, theme::semibold(&*theme::drawn(&of)));
            match open.marked_voucher() {
                None => drop(theme::label(ui, "click it below.")),
                Some(entry) => buttons(ui, open, (section, row), entry, out),
            }
            if theme::link(ui, "Link none").hint("Back to the record.").clicked() {
                out.push(Request::Reveal(section, row));
            }
        });
    });
}

fn buttons(ui: &mut Ui, open: &Session, (section, row): (crate::book::Section, u32), entry: u32, out: &mut Requests) {
    let able = open.look_only().is_none() && open.matches_are_current();
    let number = open.book().register().entries().number(entry);
    let mut button = |ui: &mut Ui, name: String, hint: &str, what: ByHand| {
        if ui.add_enabled(able, plain_button(&theme::drawn(&name))).hint(hint).clicked() {
            out.push(MatchRequest::ByHand(what).into());
            out.push(Request::Reveal(section, row));
        }
    };
    let only = "The record is with this voucher and no other.";
    button(ui, format!("Link with {number}"), only, ByHand::Link(section, row, vec![entry]));
    if open.is_with_voucher(section, row) {
        let too = "The record is with this voucher and what it is with already.";
        button(ui, format!("Link with {number} too"), too, ByHand::LinkToo(section, row, entry));
    }
}
