//! The focused supplier in full: its records sheet by sheet, and what is known of it from the months before.

use egui::{Align, Layout, RichText, Ui, vec2};

use crate::app::frame::in_full::from_the_top;
use crate::app::keyboard::tab;
use crate::app::requests::Requests;
use crate::app::theme::{self, Hint, size, space};
use crate::session::Session;
use crate::session::suppliers::about::SupplierMatches;
use crate::session::suppliers::{OfSheet, SupplierRequest};
use crate::values::{grouped, money};
use crate::view::suppliers::SupplierEntry;

/// Draws it.
pub fn show(ui: &mut Ui, open: &Session, out: &mut Requests) {
    let Some(focus) = open.suppliers().focus() else {
        ui.add_space(2.0 * space::STEP);
        theme::label(ui, RichText::new("Click a supplier to see its records.").weak());
        return;
    };
    from_the_top(ui, "supplier", focus, |ui| {
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
        if theme::link(ui, "Show the records").hint("Enter does the same.").clicked() {
            out.push(SupplierRequest::Open(focus).into());
        }
    });
}

/// Who it is: name, GSTIN, state, and whether its GSTR-1 is filed.
fn title(ui: &mut Ui, open: &Session, focus: SupplierEntry) {
    let (sheet, book) = (open.suppliers(), open.book());
    theme::sentence_to_copy(ui, theme::heading(&*theme::drawn(&open.supplier_called(focus))));
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
    theme::sentence_to_copy(ui, RichText::new(theme::drawn(&format!("{who} · {filed}"))).weak());
}

/// How many records it has in each sheet, with a way there. A figure is never cut: where there is no room for the tax beside the
/// rest it is below.
fn sheets(ui: &mut Ui, focus: SupplierEntry, sheets: &[OfSheet], out: &mut Requests) {
    let sum = |of: fn(&OfSheet) -> u64| sheets.iter().map(of).sum();
    let all =
        [of_all(sum(|of| of.to_decide), sum(|of| of.records)), money::indian(sheets.iter().map(|of| of.tax).sum())];
    let lines: Vec<[String; 2]> =
        sheets.iter().map(|of| [of_all(of.to_decide, of.records), money::indian(of.tax)]).chain([all]).collect();
    let wide = |text: &str| theme::text_width(ui.painter(), text, theme::strong(size::BODY));
    let widest = |column: usize| lines.iter().map(|line| wide(&line[column])).fold(0.0, f32::max) + GAP;
    let (counts, tax) = (widest(0).max(wide("To decide")), widest(1));
    let names = sheets.iter().map(|of| wide(of.section.sheet_name())).fold(0.0, f32::max);
    let room = (names + counts + tax <= ui.available_width()).then_some(tax);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.spacing_mut().interact_size.y = 0.0;
    let headings = ["To decide", "Tax"].map(theme::caption);
    line(ui, room, headings, |ui| drop(theme::label(ui, theme::caption("Sheet"))));
    for (of, figures) in sheets.iter().zip(&lines) {
        line(ui, room, figures.each_ref().map(RichText::new), |ui| {
            if theme::link(ui, of.section.sheet_name()).hint("Show these records.").clicked() {
                out.push(SupplierRequest::OpenIn(focus, of.section).into());
            }
        });
    }
    let figures = lines.last().cloned().unwrap_or_default().map(theme::semibold);
    line(ui, room, figures, |ui| drop(theme::label(ui, theme::semibold("All"))));
}

/// Between two columns.
const GAP: f32 = 12.0;

/// A line of the sheets. `room`: that of the tax; none where it is below the rest.
fn line(ui: &mut Ui, room: Option<f32>, [counts, tax]: [RichText; 2], name: impl FnOnce(&mut Ui)) {
    let at_the_right = |ui: &mut Ui, text: RichText| tab::from_the_right(ui, |ui| drop(theme::label(ui, text)));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        name(ui);
        let Some(room) = room else { return at_the_right(ui, counts) };
        let before = ui.available_width() - room;
        let layout = Layout::right_to_left(Align::Center);
        let cell = |ui: &mut Ui, wide: f32, text: RichText| {
            ui.allocate_ui_with_layout(vec2(wide.max(0.0), ui.available_height()), layout, |ui| {
                ui.set_min_width(wide);
                theme::label(ui, text);
            });
        };
        cell(ui, before, counts);
        cell(ui, room, tax.clone());
    });
    if room.is_none() {
        ui.horizontal(|ui| at_the_right(ui, tax));
    }
}

fn of_all(some: u64, all: u64) -> String {
    format!("{} of {}", grouped(some), grouped(all))
}

/// How its records agree with the purchase register.
fn with_register(ui: &mut Ui, matched: Option<SupplierMatches>) {
    let Some(SupplierMatches { matched, differ, not_in_books }) = matched else { return };
    ui.add_space(2.0 * space::STEP);
    theme::label(ui, theme::semibold("With your register"));
    let parts = [(matched, "matched"), (differ, "differ"), (not_in_books, "not in books")];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| format!("{} {words}", grouped(n)));
    let words = parts.collect::<Vec<_>>().join(" · ");
    theme::sentence(ui, if words.is_empty() { "Nothing of it is matched.".to_owned() } else { words });
}

/// When it filed GSTR-1, as the portal's GSTR-2B says: nothing else knows the day.
fn filed(ui: &mut Ui, open: &Session, focus: SupplierEntry) {
    let Some(statement) = open.gstr_2b() else { return };
    let gstin = open.suppliers().first_gstin(open.book(), focus);
    for (period, day) in statement.filings_of(&gstin).into_iter().take(3) {
        theme::sentence(ui, RichText::new(format!("GSTR-1 of {period} filed on {day}")).weak());
    }
}

/// What is known of it from the downloads before, in three lines.
fn before(ui: &mut Ui, open: &Session, focus: SupplierEntry) {
    let known = open.known_of(focus);
    let Some(heading) = &known.months else { return };
    theme::label(ui, theme::semibold(heading.as_str()));
    for line in &known.lines {
        theme::sentence(ui, RichText::new(theme::drawn(line)).weak());
    }
}
