//! The focused supplier in full: its records sheet by sheet, and what is known of it from the months before.

use egui::{Grid, Label, RichText, ScrollArea, Ui};

use crate::app::requests::Requests;
use crate::app::theme::{self, space};
use crate::session::Session;
use crate::session::suppliers::about::SupplierMatches;
use crate::session::suppliers::{OfSheet, SupplierRequest};
use crate::values::{grouped, money};
use crate::view::suppliers::SupplierEntry;

/// Draws it.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let Some(focus) = open.suppliers().focus() else {
        ui.add_space(2.0 * space::STEP);
        ui.label(RichText::new("Click a supplier to see its records.").weak());
        return;
    };
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        ui.add_space(2.0 * space::STEP);
        title(ui, open, focus);
        ui.add_space(2.0 * space::STEP);
        if let Some(about) = open.about_suppliers() {
            sheets(ui, focus, &about.sheets, out);
            with_register(ui, about.matched);
        }
        ui.add_space(2.0 * space::STEP);
        filed(ui, open, focus);
        before(ui, open, focus);
        ui.add_space(2.0 * space::STEP);
        if theme::link(ui, "Show the records").on_hover_text("Enter does the same.").clicked() {
            out.push(SupplierRequest::Open(focus).into());
        }
    });
}

/// Who it is: name, GSTIN, state, and whether its GSTR-1 is filed.
fn title(ui: &mut Ui, open: &Session, focus: SupplierEntry) {
    let (sheet, book) = (open.suppliers(), open.book());
    ui.add(Label::new(theme::heading(&*theme::drawn(&open.supplier_called(focus)))).wrap().selectable(true));
    let line = sheet.line(focus);
    let filed = match line.not_filed {
        0 => "GSTR-1 filed".to_owned(),
        n if n == line.records => "GSTR-1 not filed".to_owned(),
        n => format!("GSTR-1 not filed for {} of {}", grouped(n.into()), grouped(line.records.into())),
    };
    let who = match focus {
        SupplierEntry::Pan(_) => {
            format!("PAN {}", sheet.first_gstin(book, focus).get(2..12).unwrap_or(""))
        }
        _ => {
            let (gstin, state) = (sheet.first_gstin(book, focus), sheet.state(book, focus));
            if state.is_empty() { gstin } else { format!("{gstin} · {state}") }
        }
    };
    ui.add(Label::new(RichText::new(theme::drawn(&format!("{who} · {filed}"))).weak()).wrap().selectable(true));
}

/// How many records it has in each sheet, with a way there.
fn sheets(ui: &mut Ui, focus: SupplierEntry, sheets: &[OfSheet], out: &mut Requests) {
    // Three columns: the details are narrow, and a figure is never cut.
    Grid::new("of sheets").num_columns(3).spacing([8.0, 4.0]).min_row_height(0.0).show(ui, |ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        ui.label(theme::caption("Sheet"));
        figures(ui, ["To decide", "Tax"].map(theme::caption));
        for of in sheets {
            if theme::link(ui, of.section.sheet_name()).on_hover_text("Show these records.").clicked() {
                out.push(SupplierRequest::OpenIn(focus, of.section).into());
            }
            figures(ui, [of_all(of.to_decide, of.records), money::indian(of.tax)].map(RichText::new));
        }
        let sum = |of: fn(&OfSheet) -> u64| sheets.iter().map(of).sum();
        let tax = money::indian(sheets.iter().map(|of| of.tax).sum());
        ui.label(theme::semibold("All"));
        figures(ui, [of_all(sum(|of| of.to_decide), sum(|of| of.records)), tax].map(theme::semibold));
    });
}

fn of_all(some: u64, all: u64) -> String {
    format!("{} of {}", grouped(some), grouped(all))
}

/// The two columns of figures in a line, and their headings over them.
fn figures(ui: &mut Ui, texts: [RichText; 2]) {
    for text in texts {
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.label(text);
        });
    }
    ui.end_row();
}

/// How its records agree with the purchase register.
fn with_register(ui: &mut Ui, matched: Option<SupplierMatches>) {
    let Some(SupplierMatches { matched, differ, not_in_books }) = matched else { return };
    ui.add_space(2.0 * space::STEP);
    ui.label(theme::semibold("With your register"));
    let parts = [(matched, "matched"), (differ, "differ"), (not_in_books, "not in books")];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", grouped(n)));
    let words = parts.collect::<Vec<_>>().join(" · ");
    ui.add(Label::new(if words.is_empty() { "Nothing of it is matched.".to_owned() } else { words }).wrap());
}

/// When it filed GSTR-1, as the portal's GSTR-2B says: nothing else knows the day.
fn filed(ui: &mut Ui, open: &Session, focus: SupplierEntry) {
    let Some(statement) = open.gstr_2b() else { return };
    let gstin = open.suppliers().first_gstin(open.book(), focus);
    for (period, day) in statement.filings_of(&gstin).into_iter().take(3) {
        ui.add(Label::new(RichText::new(format!("GSTR-1 of {period} filed on {day}")).weak()).wrap());
    }
}

/// What is known of it from the downloads before, in three lines.
fn before(ui: &mut Ui, open: &Session, focus: SupplierEntry) {
    let known = open.known_of(focus);
    let Some(heading) = &known.months else { return };
    ui.label(theme::semibold(heading.as_str()));
    for line in &known.lines {
        ui.add(Label::new(RichText::new(theme::drawn(line)).weak()).wrap());
    }
}
