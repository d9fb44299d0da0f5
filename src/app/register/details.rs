//! The marked voucher in full, at the right of the sheet *Register*: what is booked, the class of its match, and why it has it.

use egui::{RichText, Ui};

use crate::app::frame::in_full::from_the_top;
use crate::app::inspector::matched;
use crate::app::requests::{Request, Requests};
use crate::app::theme::{self, Hint, space};
use crate::session::Session;
use crate::session::register::columns::VoucherColumn;

/// Draws it.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let marked = open.marked_voucher();
    from_the_top(ui, "voucher", marked, |ui| {
        // The bar at the right must not touch the amounts.
        ui.set_max_width(ui.available_width() - space::STEP);
        ui.add_space(2.0 * space::STEP);
        match marked {
            Some(row) => voucher(ui, open, row, out),
            None => drop(theme::label(ui, RichText::new("Click a voucher to see it here.").weak())),
        }
    });
}

fn voucher(ui: &mut Ui, open: &Session, row: u32, out: &mut Requests) {
    let matches = open.voucher_matches();
    let vouchers = open.vouchers(&matches);
    let cell = |column: VoucherColumn| vouchers.text(row, column).into_owned();
    let joined = |columns: &[VoucherColumn]| {
        let texts = columns.iter().map(|&column| cell(column)).filter(|text| !text.trim().is_empty());
        theme::drawn(&texts.collect::<Vec<_>>().join(" · ")).into_owned()
    };
    theme::sentence_to_copy(ui, theme::caption(joined(&[VoucherColumn::Type, VoucherColumn::From])));
    let number = Some(cell(VoucherColumn::Number)).filter(|number| !number.trim().is_empty());
    let number = number.unwrap_or_else(|| "No number".to_owned());
    theme::sentence_to_copy(ui, theme::heading(&*theme::drawn(&number)));
    theme::sentence_to_copy(ui, joined(&[VoucherColumn::Supplier]));
    theme::sentence_to_copy(ui, theme::caption(joined(&[VoucherColumn::Gstin, VoucherColumn::Date])));
    ui.add_space(space::STEP);
    match open.voucher_in_full() {
        Some(known) => {
            matched::why(ui, known.class, &known.sentence, known.linked);
            matched::side_by_side(ui, &known.fields);
            if let Some(&(section, record)) = known.records.first()
                && theme::link(ui, "Show the record").hint("Go to its sheet.").clicked()
            {
                out.push(Request::Reveal(section, record));
            }
        }
        None if open.is_matching() => drop(theme::label(ui, RichText::new("Matching…").weak())),
        None => {}
    }
    if open.voucher_in_full().is_none_or(|known| known.fields.is_empty()) {
        for column in VoucherColumn::AMOUNTS {
            let amount = cell(column);
            if !amount.is_empty() {
                theme::sentence_to_copy(ui, format!("{}: {amount}", column.title()));
            }
        }
    }
    let voucher = cell(VoucherColumn::Voucher);
    if !voucher.is_empty() {
        theme::sentence_to_copy(ui, theme::caption(theme::drawn(&format!("Own voucher {voucher}"))));
    }
}
